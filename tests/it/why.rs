//! `why`: the difference between two policies divided over their rules.

use std::sync::atomic::{AtomicU32, Ordering};

use posse::experiment::why::{Part, Question, Why};
use posse::experiment::{Continue, run};
use posse::scenario::Scenario;

const FLOOR: &str = r#"
calendar = "always"
[people.rep]
count = 3
cost = "500 per week"
[run]
weeks = 6
warm_up = "1 week"
run_out = "1 week"
replications = 12
[channels.web]
arrivals = "180 per week"
cost = 10
[deal]
value = { lognormal = { mean = 1000, cv = 1 } }
[measure]
primary = "contribution"
[frictions]
switching = 0.05
[stages.call]
role = "rep"
touch = { exponential = "1 h" }
advance = 0.5
[stages.sell]
role = "rep"
touch = { lognormal = { mean = "4 h", cv = 1 } }
buyer = { exponential = "20 h" }
advance = 0.4
[policies.plain]
[policies.other]
rules = { order = "biggest", owner = "named", wip = 4, meetings = "10 h per week" }
[policies.silent]
rules = { wip = 100000, meetings = "10 h per week" }
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).expect("a scenario without mistakes")
}

fn answer(scenario: &Scenario, pair: (usize, usize), runs: u32) -> Why {
    let question = Question::new(scenario, pair).expect("a question");
    question
        .answer(&question.mixed(runs), &mut (), &|_| {}, &|| false)
        .expect("leads that do not go round in circles")
}

/// Answers of every kind: a clear one, one that may be nothing, one without a value.
#[cfg(feature = "report")]
pub(crate) fn every_kind() -> Vec<(&'static str, Why)> {
    let clear = answer(&scenario(FLOOR), (0, 1), 12);
    let idle = FLOOR.replace("180 per week", "60 per week");
    let open = answer(&scenario(&idle), (0, 1), 12);
    let nothing = FLOOR
        .replace("180 per week", "0 per week")
        .replace("\"contribution\"", "\"return_on_sales\"");
    let undefined = answer(&scenario(&nothing), (0, 2), 4);
    vec![("a clear answer", clear), ("an open one", open), ("nothing", undefined)]
}

#[test]
#[cfg(feature = "report")]
fn the_screen_says_first_what_made_the_difference() {
    let screen = posse::report::Screen { width: 110, color: false, folder: None };
    let told = every_kind()
        .into_iter()
        .map(|(name, why)| format!("== {name}\n{}", posse::report::why_screen(&why, screen)));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r"
    == a clear answer
    From plain to other Contribution rises by 15.7 k€ ±4.5: mostly because of pull (+23.9 k€), against sharing
    (−8.4 k€)

                     its share           alone     as the last
     plain              194 k€
     pull           +23.9 ±5.7      +18.0 ±4.8      +30.0 ±7.0
     WIP limit       +0.1 ±0.1            0 ±0       +0.4 ±0.4
     sharing         −8.4 ±1.9      −14.3 ±3.7       −2.4 ±0.9
     other              209 k€

     together      pull with sharing +11.7 k€ ±3.8 · pull with WIP limit +0.2 k€ ±0.2 (more than each alone)

     Contribution, in k€. Its share: what a rule adds on average over all orders in which the rules could change
     (Shapley); the shares sum to the difference. Alone: with all other rules of plain; as the last: with all
     others of other. ± is half the 95 % confidence interval.
     12 runs of each of 8 policies with the same random events · seed 1 · scenario test · posse 0.1.0 · 322 984
     events

    == an open one
    Plain and other hardly differ in Contribution (0.000 k€ ±0.000): no rule is known to matter

                     its share           alone     as the last
     plain             59.4 k€
     pull         0.000 ±0.000            0 ±0    0.000 ±0.000
     sharing      0.000 ±0.000            0 ±0    0.000 ±0.000
     WIP limit            0 ±0            0 ±0            0 ±0
     other             59.4 k€

     together      no two rules clearly do more or less together than each alone

     Contribution, in k€. Its share: what a rule adds on average over all orders in which the rules could change
     (Shapley); the shares sum to the difference. Alone: with all other rules of plain; as the last: with all
     others of other. ± is half the 95 % confidence interval.
     12 runs of each of 8 policies with the same random events · seed 1 · scenario test · posse 0.1.0 · 100 770
     events

    == nothing
    Return on Sales is undefined in every run of some mix of plain and silent

     left out      4 runs, in which Return on Sales is undefined for a mixed policy

     Return on Sales, in pp. Its share: what a rule adds on average over all orders in which the rules could
     change (Shapley); the shares sum to the difference. Alone: with all other rules of plain; as the last: with
     all others of silent. ± is half the 95 % confidence interval.
     4 runs of each of 4 policies with the same random events · seed 1 · scenario test · posse 0.1.0 · 144 events
    ");
}

fn part(why: &Why, part: Part) -> usize {
    why.parts.iter().position(|other| *other == part).expect("a part in which they differ")
}

#[test]
fn only_parts_in_which_the_policies_differ_are_asked_about() {
    let scenario = scenario(FLOOR);
    let parts = |pair| Question::new(&scenario, pair).unwrap().parts().to_vec();
    assert_eq!(parts((0, 1)), [Part::Pull, Part::WipLimit, Part::Sharing]);
    assert_eq!(parts((0, 2)), [Part::WipLimit, Part::Sharing]);
    assert_eq!(Question::new(&scenario, (0, 1)).unwrap().mixes(), 8);
}

#[test]
fn the_ends_are_what_a_comparison_finds_to_the_bit() {
    let scenario = scenario(FLOOR);
    let why = answer(&scenario, (0, 1), 12);
    let results = run(&scenario, |_| Continue::Yes).unwrap();
    for (measure, finding) in why.measures.iter().zip(&why.findings) {
        for (policy, end) in [(0, &finding.from), (1, &finding.to)] {
            let tally: posse::stats::Tally = results
                .values(policy, &measure.key)
                .iter()
                .copied()
                .filter(|v| !v.is_nan())
                .collect();
            if let Some((above, below)) = measure.ratio_of {
                let sum = |key: &str| results.values(policy, key).iter().sum::<f64>();
                let ratio = sum(above) / sum(below);
                assert!((end.mean - ratio).abs() <= 1e-12 * ratio.abs(), "{}", measure.key);
            } else if finding.undefined == 0 {
                assert_eq!(end.mean.to_bits(), tally.mean().to_bits(), "{}", measure.key);
            }
        }
    }
}

#[test]
fn the_shares_sum_to_the_difference_in_every_measure() {
    let why = answer(&scenario(FLOOR), (0, 1), 12);
    let mut seen = 0;
    for (measure, finding) in why.measures.iter().zip(&why.findings) {
        if !finding.whole.mean.is_finite() {
            continue;
        }
        let sum: f64 = finding.parts.iter().map(|part| part.share.mean).sum();
        let scale = finding.from.mean.abs().max(finding.to.mean.abs()).max(1.0);
        assert!((sum - finding.whole.mean).abs() < 1e-9 * scale, "{}: {sum}", measure.key);
        seen += 1;
    }
    assert!(seen > 10, "most measures are defined");
}

#[test]
fn a_rule_that_does_nothing_has_exactly_nothing() {
    // A limit that nobody reaches.
    let why = answer(&scenario(FLOOR), (0, 2), 6);
    let (idle, meetings) = (part(&why, Part::WipLimit), part(&why, Part::Sharing));
    for finding in &why.findings {
        let found = finding.parts[idle];
        for spread in [found.share, found.alone, found.last] {
            assert!(!spread.mean.is_finite() || spread.mean.to_bits() == 0.0_f64.to_bits());
        }
        let (other, whole) = (finding.parts[meetings].share.mean, finding.whole.mean);
        assert!(!whole.is_finite() || (other - whole).abs() < 1e-9 * whole.abs().max(1.0));
    }
}

#[test]
fn turned_round_every_part_changes_its_sign() {
    let scenario = scenario(FLOOR);
    let (there, back) = (answer(&scenario, (0, 1), 8), answer(&scenario, (1, 0), 8));
    let (there, back) = (&there.findings[there.primary], &back.findings[back.primary]);
    assert_eq!(there.whole.mean.to_bits(), (-back.whole.mean).to_bits());
    for (one, other) in there.parts.iter().zip(&back.parts) {
        assert!((one.share.mean + other.share.mean).abs() < 1e-6, "{one:?} {other:?}");
        assert!((one.alone.mean + other.last.mean).abs() < 1e-9);
    }
}

#[test]
#[cfg(feature = "parallel")]
fn neither_threads_nor_other_policies_change_a_bit() {
    let scenario = scenario(FLOOR);
    let mut fewer = scenario.clone();
    fewer.policies.truncate(2);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let one = answer(&scenario, (0, 1), 10);
    let other = pool.install(|| answer(&fewer, (0, 1), 10));
    assert_eq!(one.findings[one.primary], other.findings[other.primary]);
}

#[test]
fn what_is_stopped_tells_what_it_has() {
    let scenario = scenario(FLOOR);
    let question = Question::new(&scenario, (0, 1)).unwrap();
    let mixed = question.mixed(12);
    let asked = AtomicU32::new(0);
    let stops = || asked.fetch_add(1, Ordering::Relaxed) >= 5;
    let why = question.answer(&mixed, &mut (), &|_| {}, &stops).unwrap();
    assert!((1..=5).contains(&why.runs) && why.planned == 12, "{} runs", why.runs);
    let whole = answer(&scenario, (0, 1), why.runs);
    assert_eq!(why.findings[why.primary], whole.findings[whole.primary]);
}

#[test]
fn policies_that_are_the_same_or_begin_later_are_refused() {
    let text = FLOOR.replace("[policies.plain]", "[policies.twin]\n[policies.plain]")
        + "[policies.later]\nlike = \"other\"\nstart = \"week 4\"\nbefore = \"plain\"\n";
    let scenario = scenario(&text);
    let refused = |pair| Question::new(&scenario, pair).map(|_| ()).expect_err("asked");
    assert_eq!(refused((0, 1)), "`twin` and `plain` have the same rules");
    assert_eq!(
        refused((1, 4)),
        "policy `later` begins in the running system: its rules cannot be mixed with others"
    );
}

const PAID: &str = r#"
calendar = "always"
[people.rep]
count = 3
cost = "50000 per year"
jobs = { hunter = { cost = "40000 per year" }, closer = { cost = "60000 per year" } }
[run]
weeks = 6
[channels.web]
arrivals = "120 per week"
[deal]
value = 1000
[stages.call]
role = "rep"
touch = "1 h"
advance = 0.5
[stages.sell]
role = "rep"
touch = "2 h"
advance = 0.4
[plans.own]
salary = "30000 per year"
commission = 0.05
[plans.shared]
salary = "35000 per year"
commission = 0.02
team = { weight = 0.5, commission = 0.02 }
[policies.alone]
pay = { plans = { rep = "own" } }
[policies.apart]
roles = { hunter = { heads = 1, stages = ["call"] }, closer = { heads = 2, stages = ["sell"] } }
pay = { plans = { hunter = "shared", closer = "shared" } }
"#;

#[test]
fn roles_and_pay_move_together_unless_plans_say_who_would_be_paid_how() {
    let together = scenario(PAID);
    let parts = |scenario: &Scenario| Question::new(scenario, (0, 1)).unwrap().parts().to_vec();
    assert_eq!(parts(&together), [Part::RolesAndPay]);
    let half = PAID.replace(
        "plans = { rep = \"own\" }",
        "plans = { rep = \"own\" }, elsewhere = { hunter = \"own\", closer = \"own\" }",
    );
    assert_eq!(parts(&scenario(&half)), [Part::RolesAndPay]);
    let both = half.replace(
        "plans = { hunter = \"shared\", closer = \"shared\" }",
        "plans = { hunter = \"shared\", closer = \"shared\" }, elsewhere = { rep = \"shared\" }",
    );
    assert_eq!(parts(&scenario(&both)), [Part::Roles, Part::Pay]);
    // What is said for elsewhere changes nothing of the policies themselves.
    let [one, other] = [&together, &scenario(&both)].map(|s| answer(s, (0, 1), 4));
    let [one, other] = [&one, &other].map(|why| &why.findings[why.primary]);
    assert_eq!((one.from, one.to), (other.from, other.to));
}

crate::scenario_errors::refused! {
    plans_for_elsewhere_name_roles_that_the_policy_has_not: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
jobs = { hunter = { cost = "4 per h" } }
[stages.serve]
role = "rep"
touch = "1 h"
[plans.own]
commission = 0.05
[policies.alone.pay]
plans = { rep = "own" }
elsewhere = { rep = "own", huntr = "own", hunter = "onw" }
"# => [
        r"12:15: `rep` is a role of this policy
  hint: its plan stands in `plans`",
        r"12:28: no other role named `huntr`; did you mean `hunter`?
  hint: expected `hunter`",
        r"12:52: no plan named `onw`; did you mean `own`?
  hint: expected `own`",
    ];
}
