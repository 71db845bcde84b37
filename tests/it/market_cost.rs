//! Market cost: the factor on variable pay at which plans pay what the market does, before anybody answers.

use posse::experiment::scaling::{
    Progressing, REFERENCE_RUNS, REFERENCE_SEED, Scaling, Unsolved, is_scaled, needed, solve,
    solve_some,
};
use posse::experiment::{Continue, Design, Failure, Ready, run};
use posse::sales::pay::Scale;
use posse::scenario::Scenario;

/// Two policies that differ in their pay alone: half of the deals of five leads a week are won, each
/// 1,000. An hour is worth little, so that nobody ever waits.
const FLOOR: &str = r#"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.5
[people.seller]
count = 2
cost = "40000 per year"
loading = 1.25
[plans.ten]
salary = "25 k per year"
commission = 0.10
[plans.sixteen]
salary = "25 k per year"
commission = 0.16
[policies.hero.pay]
plans = { seller = "ten" }
scale = "market"
[policies.team.pay]
plans = { seller = "sixteen" }
scale = "market"
[run]
weeks = 26
warm_up = "4 weeks"
run_out = "1 week"
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn solved(scenario: &Scenario) -> Scaling {
    solve(scenario, |_| Continue::Yes).unwrap_or_else(|error| panic!("{error}"))
}

fn unsolved(scenario: &Scenario) -> Unsolved {
    solve(scenario, |_| Continue::Yes).expect_err("no factor")
}

fn factors(text: &str) -> Vec<(String, f64)> {
    let all = solved(&scenario(text)).policies.into_iter();
    all.map(|scaled| (scaled.policy, scaled.factor)).collect()
}

/// Market cost of 26 weeks is 2 · 40,000 / 2; loaded plans cost 1.25 · (25,000 + x · 0.16 · 65,000), with
/// 65 wins of 1,000 expected.
#[test]
fn one_equation_gives_the_factor() {
    let scaling = solved(&scenario(FLOOR));
    let team = &scaling.policies[1];
    let exact = (40_000.0 - 31_250.0) / 13_000.0;
    // Wins in the reference runs are known to 1/√(256 · 65).
    let error = exact / (f64::from(REFERENCE_RUNS) * 65.0).sqrt();
    assert!((team.factor - exact).abs() < 4.0 * error, "{} for {exact} ± {error}", team.factor);
    assert!((team.market.mean - 40_000.0).abs() < 1e-6, "{team:?}");
    assert!((team.written.mean - 44_250.0).abs() < 2.0 * team.written.error, "{team:?}");
    let paid = team.written.mean + (team.factor - 1.0) * team.variable.mean;
    assert!((paid / team.market.mean - 1.0).abs() < 1e-4, "{team:?}");
    assert_eq!((team.runs, scaling.seed), (REFERENCE_RUNS, REFERENCE_SEED));
    // The same deals at another rate.
    let hero = &scaling.policies[0];
    assert!((hero.factor / team.factor - 1.6).abs() < 1e-3, "{scaling:?}");
}

#[test]
fn neither_what_is_compared_nor_its_order_decides_a_factor() {
    let mut both = factors(FLOOR);
    let swapped = factors(&format!("compare = [\"team\", \"hero\"]\n{FLOOR}"));
    let alone = factors(&format!("compare = [\"team\"]\n{FLOOR}"));
    assert_eq!(alone, [both[1].clone()]);
    both.reverse();
    assert_eq!(swapped, both);
}

/// What people do about their pay is an outcome.
#[test]
fn how_people_answer_does_not_decide_what_a_plan_is_worth() {
    let slow = FLOOR.replace("touch = \"2 h\"", "touch = \"14 h\"");
    assert_eq!(factors(&format!("{slow}[behaviour]\n")), factors(&slow));
}

/// Nor is it the way in which a policy deals with customers.
#[test]
fn the_attitude_to_customers_does_not_decide_what_a_plan_is_worth() {
    let text = |gate: &str, dialogue: &str| {
        format!(
            "hours = \"Mon-Fri 09:00-17:00\"\nchannels.web.arrivals = \"14 per week\"\n[buyers]\n\
             [deal]\nvalue = 40000\n[stages.talk]\nkind = \"qualify\"\nrole = \"rep\"\n\
             [stages.vote]\nkind = \"decide\"\nrole = \"rep\"\nbuyer = \"5 wd\"\n\
             [people.rep]\ncount = 4\ncost = \"187500 per year\"\n\
             [plans.line]\nsalary = \"75000 per year\"\ncommission = 0.03\n\
             [policies.one]\nrules = {{ gate = {gate}, dialogue = {dialogue} }}\n\
             pay = {{ plans = {{ rep = \"line\" }}, scale = \"market\" }}\n\
             [run]\nweeks = 13\nwarm_up = \"13 weeks\"\n"
        )
    };
    let tough = text("{ cutoff = 0.6, objective = \"private\" }", "{ listen = 0.2 }");
    let open = text("{ cutoff = 0.1 }", "{ listen = 0.8 }");
    assert_eq!(factors(&tough), factors(&open));
}

#[test]
fn factors_depend_on_neither_seed_nor_number_of_runs() {
    let scenario = scenario(FLOOR);
    let other = Scenario { seed: 99, replications: 3, ..scenario.clone() };
    assert_eq!(solved(&scenario), solved(&other));
}

#[test]
#[cfg(feature = "parallel")]
fn the_number_of_threads_changes_no_bit_of_a_factor() {
    let scenario = scenario(FLOOR);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", solved(&scenario)))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn a_factor_out_of_reach_is_told_with_the_equation() {
    let text = FLOOR.replace(
        "salary = \"25 k per year\"\ncommission = 0.16",
        "salary = \"31 k per year\"\ncommission = 0.16",
    );
    let error = unsolved(&scenario(&text));
    let Unsolved::OutOfRange { policy, market, fixed, variable, times } = &error else {
        panic!("{error}")
    };
    assert_eq!(policy, "team");
    for (found, exact) in [(market, 40_000.0), (fixed, 38_750.0), (variable, 13_000.0)] {
        assert!((found / exact - 1.0).abs() < 0.02, "{found} for {exact}");
    }
    assert!((times / (1_250.0 / 13_000.0) - 1.0).abs() < 0.02, "{times}");
    let text = error.to_string();
    for part in ["from 0.2 to 5", "`team`", "40000 at market pay", "0.10 times as much"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn there_must_be_variable_pay_to_scale() {
    let text = FLOOR.replace("commission = 0.10", "commission = 0");
    assert_eq!(unsolved(&scenario(&text)), Unsolved::NothingVariable { policy: "hero".into() });
    // Unless salaries are what the market pays: 40,000, of which a fifth is on top of pay.
    let salary = "salary = \"32 k per year\"\ncommission = 0";
    let text = FLOOR.replace("salary = \"25 k per year\"\ncommission = 0.10", salary);
    assert_eq!(factors(&text)[0], ("hero".to_owned(), 1.0));
}

#[test]
fn the_search_can_be_stopped() {
    let mut told = Vec::new();
    let stopped = solve(&scenario(FLOOR), |reached| {
        told.push((reached.runs, reached.planned));
        if told.len() < 3 { Continue::Yes } else { Continue::No }
    });
    assert_eq!(stopped, Err(Unsolved::Interrupted));
    assert!(
        told.is_sorted() && told[0].0 > 0 && told[2].1 == 4 * u64::from(REFERENCE_RUNS),
        "{told:?}"
    );
}

/// A plan is worth the same whenever it begins.
#[test]
fn a_policy_that_begins_later_has_the_factor_of_its_own_rules() {
    let text = FLOOR.to_owned()
        + "[policies.change]\nstart = \"week 18\"\nbefore = \"team\"\n\
           pay = { plans = { seller = \"ten\" }, scale = \"market\" }\n";
    let found = factors(&text);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["hero", "team", "change"]);
    assert_eq!(found[2].1.to_bits(), found[0].1.to_bits());
}

#[test]
fn nothing_runs_before_its_factor_is_known() {
    let scenario = scenario(&FLOOR.replacen("scale = \"market\"\n", "", 1));
    let waits = Failure::WaitsForFactor { policy: "team".into() };
    assert_eq!(run(&scenario, |_| Continue::Yes).unwrap_err(), waits);
    assert_eq!(Ready::of(&scenario).unwrap_err(), waits);
    let mut first = scenario.clone();
    first.select_policies(&[0]);
    let design = Design::new(crate::ready(&first));
    assert!(design.observe(0, 0, ()).is_ok(), "the first policy is as it is");
}

#[test]
fn a_factor_takes_the_place_of_the_word() {
    let scenario = scenario(FLOOR);
    let scaling = solved(&scenario);
    let mut settled = scenario.clone();
    scaling.apply(&mut settled.policies);
    assert!(!settled.policies.iter().any(is_scaled));
    assert_eq!(settled.policies[1].pay.scale, Scale::Factor(scaling.policies[1].factor));
}

#[test]
fn only_the_factors_asked_for_are_sought_and_each_is_kept_at_once() {
    let scenario = scenario(FLOOR);
    let all = solved(&scenario);
    let mut kept: Vec<Vec<String>> = Vec::new();
    let names = |scaling: &Scaling| scaling.policies.iter().map(|s| s.policy.clone()).collect();
    let mut first = None;
    solve_some(
        &scenario,
        (&|name| name == "team", None),
        |_| Continue::Yes,
        |scaling| {
            kept.push(names(scaling));
            first = Some(scaling.clone());
        },
    )
    .expect("a factor");
    assert_eq!(kept, [["team"]]);
    // What is known is not sought again, and what is found later is the same to the last bit.
    let (mut runs, mut both) = (Vec::new(), None);
    let watch = |reached: &Progressing<'_>| {
        runs.push(reached.label.to_owned());
        Continue::Yes
    };
    solve_some(&scenario, (&|_| true, first.as_ref()), watch, |scaling| {
        both = Some(scaling.clone());
    })
    .expect("a factor");
    assert!(!runs.is_empty() && runs.iter().all(|label| label == "hero"), "{runs:?}");
    assert_eq!(both, Some(all));
    assert_eq!(needed(&scenario, &|name| name == "hero"), ["hero"]);
    assert_eq!(needed(&scenario, &|_| true), ["hero", "team"]);
}
