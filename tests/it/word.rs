//! Word of mouth: glad customers refer, those who regret warn.

#![expect(clippy::float_cmp, reason = "the same leads give the same bits")]

use std::collections::{BTreeMap, BTreeSet};

use posse::engine::random::Luck;
use posse::experiment::Design;
use posse::sales::buyer::{Layer, WordOfMouth};
use posse::sales::{Arrived, Observer};
use posse::scenario::Scenario;

use crate::scenario_errors::refused;

const BUYERS: &str = include_str!("golden/buyers.toml");

/// Everybody buys at once, gains, and never leaves; a customer counts for a year.
const GLAD: &str = r#"calendar = "always"
run = { weeks = 520, warm_up = "416 weeks", run_out = "0 h", replications = 8, seed = 5 }
deal = { value = 1000, margin = 1 }
channels.web = { arrivals = "2 per week", fit = 1 }
channels.friends = { arrivals = "0 per week", cost = 7, fit = 1 }
stages.close.advance = 1
buyers.needs = { value_spread = 0, churn_level = -20, hour_cost = 0 }
[customers]
horizon = "1 year"
term = 0
promise = 0
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// The values of all measures, by policy, replication and key.
fn values(text: &str) -> BTreeMap<(usize, u32, String), f64> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let mut values = BTreeMap::new();
    for policy in 0..scenario.policies.len() {
        for replication in 0..scenario.replications {
            let outcome = design.observe(policy, replication, ()).expect("a run that ends").0;
            for (measure, value) in design.catalogue.measures().iter().zip(outcome.values) {
                values.insert((policy, replication, measure.key.clone()), value);
            }
        }
    }
    values
}

/// The values of one measure of the first policy in all replications.
fn runs(text: &str, key: &str) -> Vec<f64> {
    let is_it = |((policy, _, found), _): &(&(usize, u32, String), &f64)| {
        *policy == 0 && found.as_str() == key
    };
    let values = values(text);
    assert!(values.keys().any(|(_, _, found)| found == key), "{key}");
    values.iter().filter(is_it).map(|(_, value)| *value).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Keys of `some` whose values are not the same to the last bit in `all`.
fn moved(some: &str, all: &str) -> BTreeSet<String> {
    let (some, all) = (values(some), values(all));
    let differs =
        |(key, value): &(&(usize, u32, String), &f64)| all[*key].to_bits() != value.to_bits();
    some.iter().filter(differs).map(|((_, _, key), _)| key.clone()).collect()
}

fn talking(text: &str, channel: &str, word: &str) -> String {
    format!("{text}\n[customers.word]\nchannel = \"{channel}\"\n{word}\n")
}

fn near(found: f64, expected: f64, standard_error: f64) {
    let off = (found - expected).abs() / standard_error;
    assert!(off <= 4.0, "found {found}, expected {expected}: {off:.1} standard errors");
}

#[test]
fn customers_who_neither_refer_nor_warn_change_no_bit() {
    let years = format!("{BUYERS}\n[customers]\nhorizon = \"2 years\"\n");
    let silent = talking(&years, "referral", "refer = 0\nwarn = 0");
    assert_eq!(moved(&years, &silent), BTreeSet::new());
}

#[test]
fn customers_who_would_talk_only_after_they_count_no_longer_change_no_bit() {
    let years = format!("{BUYERS}\n[customers]\nhorizon = \"1 year\"\n");
    let late = talking(&years, "referral", "refer = 50\nwarn = 50\nafter = \"12 mo\"");
    assert_eq!(moved(&years, &late), BTreeSet::new());
}

#[test]
fn a_warning_that_chills_nobody_changes_nothing_but_its_count() {
    let of = |warn: u32| {
        talking(BUYERS, "referral", &format!("warn = {warn}\nchill = 0\nafter = 0\nrefer = 2"))
    };
    let counted = BTreeSet::from([String::from("warned_share")]);
    assert_eq!(moved(&of(0), &of(50)), counted);
}

#[test]
fn whoever_is_warned_of_everything_buys_less_often() {
    let longer = BUYERS.replace("weeks = 12,", "weeks = 104,");
    let wins = |chill: u32| {
        let text = talking(&longer, "referral", &format!("warn = 50\nchill = {chill}\nrefer = 0"));
        mean(&runs(&text, "wins"))
    };
    assert!(wins(1) < 0.8 * wins(0), "{} and {}", wins(1), wins(0));
}

#[test]
fn with_as_many_leads_in_turn_as_reproduction_says_leads_multiply() {
    // two leads a week of the channel's own, half a lead a year of each customer: 2 / (1 − .5) a week;
    // the variance of a branching process is that of its first generation / (1 − r)³
    let text = talking(GLAD, "friends", "refer = \"50 % per year\"\nafter = 0");
    let (weeks, runs_made) = (520.0, 8.0_f64);
    let leads = runs(&text, "leads");
    let error = (2.0 * weeks / 0.125 / runs_made).sqrt();
    near(mean(&leads), 4.0 * weeks, error);
    let referred = runs(&text, "referred_leads");
    near(mean(&referred), 2.0 * weeks, error);
    for run in 0..leads.len() {
        let share = runs(&text, "referred_share")[run];
        assert!((share - referred[run] / leads[run]).abs() < 1e-12);
        assert_eq!(runs(&text, "referred_wins")[run], referred[run], "whoever comes, buys");
    }
}

#[test]
fn as_many_are_referred_as_those_who_refer_bring_and_each_is_paid_for() {
    let text = talking(GLAD, "friends", "refer = \"40 % per year\"\nafter = \"3 mo\"");
    let scenario = parse(&text);
    let design = Design::new(crate::ready(&scenario));
    let (mut seen, mut counted, mut expected) = (0.0, 0.0, 0.0);
    for replication in 0..scenario.replications {
        let (outcome, arrivals) =
            design.observe(0, replication, Doorkeeper::default()).expect("a run that ends");
        let value = |key: &str| outcome.value(design.catalogue.measures(), key);
        let (from, to) = (416.0 * 168.0, 936.0 * 168.0);
        let is_here = |a: &&Arrived| is_referred(a) && from <= a.at && a.at < to;
        seen += arrivals.0.iter().filter(is_here).count() as f64;
        counted += value("referred_leads");
        expected += value("customers_who_refer") * 0.4 / 52.0 * 520.0;
        let cost = value("selling_cost.leads");
        assert!((cost - 7.0 * value("referred_leads")).abs() < 1e-6, "{cost}");
    }
    assert_eq!(seen, counted);
    near(counted, expected, expected.sqrt());
}

#[test]
fn as_many_are_warned_as_those_who_regret_reach() {
    // fit 0: everybody regrets and stays. 104 of them on average, Poisson; warnings spread over 104 leads
    let regret = GLAD.replace("fit = 1", "fit = 0");
    let text = talking(&regret, "friends", "warn = \"45 % per year\"\nafter = 0");
    let reached = 1.0 - (-104.0 * (1.0 - (-0.45_f64 / 104.0).exp())).exp();
    // binomial error of 8 × 1,040 leads, and that of the number who warn, which turns over once a year
    let error = (reached * (1.0 - reached) / 8320.0 + 0.028_f64.powi(2) / 80.0).sqrt();
    near(mean(&runs(&text, "warned_share")), reached, error);
    near(mean(&runs(&text, "customers_who_warn")), 104.0, 10.2 / 80.0_f64.sqrt());
    assert_eq!(mean(&runs(&text, "referred_leads")), 0.0);
}

#[test]
fn possible_leads_are_one_a_week_and_layer_at_any_time_and_level() {
    let luck = Luck::new(7, 1);
    let layers = (0..4000).map(|k| Layer::of("friends", k / 8, k % 8));
    let counts: Vec<usize> = layers.clone().map(|layer| layer.leads(&luck).count()).collect();
    let total = counts.iter().sum::<usize>() as f64;
    near(total, 4000.0, 4000_f64.sqrt());
    let squares = counts.iter().map(|n| (*n as f64 - 1.0).powi(2)).sum::<f64>() / 4000.0;
    near(squares, 1.0, (3.0_f64 / 4000.0).sqrt());
    let leads: Vec<_> = layers.flat_map(|layer| layer.leads(&luck)).collect();
    let error = (1.0 / 12.0 / total).sqrt();
    near(leads.iter().map(|lead| lead.at).sum::<f64>() / total, 0.5, error);
    near(leads.iter().map(|lead| lead.level.fract()).sum::<f64>() / total, 0.5, error);
    let layer = Layer::of("friends", 3, 5);
    assert!(layer.leads(&luck).all(|lead| (5.0..6.0).contains(&lead.level)));
    assert_ne!(layer.lead(0), layer.lead(1));
    assert_eq!(layer.number(2), WordOfMouth::FIRST_NUMBER + 3_000_005_002);
}

/// Keeps who came.
#[derive(Default)]
struct Doorkeeper(Vec<Arrived>);

impl Observer for Doorkeeper {
    fn arrived(&mut self, fact: &Arrived) {
        self.0.push(*fact);
    }
}

fn is_referred(lead: &Arrived) -> bool {
    lead.number >= WordOfMouth::FIRST_NUMBER
}

#[test]
fn policies_meet_the_same_referred_leads_and_the_gladder_one_some_more() {
    let longer = BUYERS.replace("weeks = 12,", "weeks = 104,");
    let scenario = parse(&talking(&longer, "referral", "refer = 2.4\nwarn = 9"));
    let design = Design::new(crate::ready(&scenario));
    let came = |policy| {
        let seen = design.observe(policy, 0, Doorkeeper::default()).expect("a run that ends").1;
        let (referred, own): (Vec<_>, Vec<_>) = seen.0.into_iter().partition(is_referred);
        let of = |leads: Vec<Arrived>| -> BTreeSet<(u32, u64, u64)> {
            let name = |a: &Arrived| (week(a.at), a.number, a.at.to_bits());
            leads.iter().map(name).collect()
        };
        (of(referred), of(own))
    };
    let all: Vec<_> = (0..scenario.policies.len()).map(came).collect();
    let mut more = 0;
    for (a, b) in all.iter().zip(&all[1..]) {
        assert_eq!(a.1, b.1, "all other leads are the same");
        for week in 0..120 {
            let of = |of: &BTreeSet<(u32, u64, u64)>| -> BTreeSet<_> {
                of.iter().filter(|lead| lead.0 == week).copied().collect()
            };
            let (a, b) = (of(&a.0), of(&b.0));
            assert!(a.is_subset(&b) || b.is_subset(&a), "week {week}: {a:?} {b:?}");
            more += usize::from(a != b);
        }
    }
    assert!(more > 10, "{more}");
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
fn week(hour: f64) -> u32 {
    (hour / 168.0) as u32
}

#[test]
fn two_policies_with_the_same_rules_are_the_same_to_the_last_bit() {
    let text =
        talking(BUYERS, "referral", "refer = 2\nafter = 0") + "[policies.twin]\nlike = \"team\"\n";
    let scenario = parse(&text);
    let place = |name: &str| scenario.policies.iter().position(|p| p.name == name).expect(name);
    let values = values(&text);
    let of = |policy: usize| -> BTreeMap<(u32, &str), u64> {
        let mine = values.iter().filter(|((found, _, _), _)| *found == policy);
        mine.map(|((_, run, key), value)| ((*run, key.as_str()), value.to_bits())).collect()
    };
    assert_eq!(of(place("team")), of(place("twin")));
}

refused! {
    referred_leads_need_a_channel: r#"[buyers]
[customers.word]
refer = 1
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"2:12: `word` needs the `channel` that referred leads come through
  hint: expected `web`",
    ];

    the_channel_of_referred_leads_is_one_of_the_scenario: r#"[buyers]
[customers.word]
channel = "wed"
chill = 2
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"3:11: no channel named `wed`; did you mean `web`?
  hint: expected `web`",
        r#"4:9: a share lies between 0 and 1, found `2`
  hint: for 2 per cent write `"2 %"`"#,
    ];

    word_of_mouth_without_buyers_is_refused: r#"[customers.word]
channel = "web"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:2: `customers` needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
    ];

    referrals_that_grow_without_end_are_refused: r#"run.warm_up = "156 weeks"
[buyers]
[customers.word]
channel = "web"
refer = "30 % per year"
after = 0
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"5:9: referrals would grow without end: by the planner's chances a referred lead could bring 0.90 more; must be below 0.8
  hint: lower `refer` (or `customers.horizon`: so long a customer talks)",
    ];
}
