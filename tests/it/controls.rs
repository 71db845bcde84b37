//! Luck with mean 0: what is kept of it beside every run, and what it does for differences.

use std::fs;
use std::path::Path;

use posse::experiment::{Continue, Results, run, summarise};
use posse::sales::{Controls, Extent};
use posse::scenario::Scenario;

/// A deal of one or several people, met within days, whose committee may block, fall out and prefer a rival,
/// go back for teaching, and be woken by nurture; customers count for years and tell others.
const BUYERS: &str = r#"
calendar = "business"
run = { weeks = 8, warm_up = "3 weeks", run_out = "0 weeks", seed = 5 }
[segments.small]
value = { lognormal = { median = 30000, sigma = 0.8 } }
margin = 0.7
committee = { members = { least = 1, most = 5, mean = 2.5 }, window = { lognormal = { median = "30 wd", sigma = 0.5 } }, rival = 0.5 }
[customers]
horizon = "3 years"
[channels.web]
arrivals = "6 per week"
cost = 200
fit = { beta = { alpha = 2.2, beta = 2.0 } }
ready = 0.7
[buyers]
[buyers.readiness]
wake = { exponential = "1 weeks" }
[stages.qualify]
kind = "qualify"
role = "seller"
touch = "1 h"
[stages.educate]
kind = "educate"
role = "seller"
[stages.close]
kind = "decide"
role = "seller"
buyer = { exponential = "1 wd" }
[people.seller]
count = 3
cost = "3000 per week"
skill = { sd = 0.3 }
[policies.hero]
rules = { routing = "claim", order = "biggest", persuade = true, unready = "nurture" }
[policies.team]
rules = { routing = "pull", order = "fifo", owner = "shared", unready = "nurture" }
"#;

/// Leads that go several ways by chance, back as well, and whose chances fall while they wait.
const ROUTES: &str = r#"
run = { weeks = 8, warm_up = "2 weeks", run_out = "0 weeks", seed = 6 }
[channels.web]
arrivals = "10 per week"
[deal]
value = { lognormal = { median = 14000, sigma = 0.8 } }
margin = "60 %"
[stages.first]
role = "seller"
touch = "1 to 3 h"
advance = { at_once = 0.5, decay = "0.01 per h" }
[stages.second]
role = "seller"
touch = "2 to 6 h"
next = { first = 0.2, won = 0.4, rest = "lost" }
[people.seller]
count = 2
cost = "2000 per week"
[policies.pull]
rules = { routing = "pull" }
[policies.claim]
rules = { routing = "claim", order = "biggest" }
"#;

fn parsed(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn ran(scenario: &Scenario, runs: u32) -> Results {
    let scenario = Scenario { replications: runs, ..scenario.clone() };
    run(&scenario, |_| Continue::Yes).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Fails unless the mean of every control is within four standard errors of 0; which of them vary.
fn assert_mean_zero(name: &str, results: &Results) -> [bool; Controls::COUNT] {
    let mut vary = [false; Controls::COUNT];
    for policy in &results.policies {
        for (control, values) in policy.controls.iter().enumerate() {
            let found = posse::stats::Estimate::of(values);
            let off = found.mean.abs() / found.standard_error;
            let is_idle = values.iter().all(|value| value.abs() < 1e-9);
            assert!(is_idle || off < 4.0, "{name}, {}, control {control}: {off}", policy.name);
            vary[control] |= !is_idle;
        }
    }
    vary
}

#[test]
fn votes_surprise_as_often_for_the_better_as_for_the_worse() {
    let vary = assert_mean_zero("buyers", &ran(&parsed(BUYERS), 10_000));
    assert_eq!(vary, [true, false, true, true, false], "votes decide here, and no routes");
}

#[test]
fn routes_surprise_as_often_for_the_better_as_for_the_worse() {
    let vary = assert_mean_zero("routes", &ran(&parsed(ROUTES), 10_000));
    assert_eq!(vary, [false, true, false, false, true], "routes decide here, and no votes");
}

/// Every rule, friction and reaction that the golden outcomes know.
#[test]
fn the_mean_of_all_luck_is_0_in_rich_worlds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    for name in ["floor.toml", "buyers.toml", "pay.toml", "switch.toml"] {
        let text = read(name).expect("a golden scenario");
        let scenario = Scenario::parse(text.as_bytes(), name, &read);
        let scenario = scenario.unwrap_or_else(|error| panic!("{error}"));
        let vary = assert_mean_zero(name, &ran(&scenario, 400));
        assert!(vary.contains(&true), "{name} has luck");
    }
}

#[test]
fn the_mean_of_all_luck_is_0_in_shipped_scenarios() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    for name in
        ["accounts.toml", "customers.toml", "word-of-mouth.toml", "spend.toml", "funnel.toml"]
    {
        let text = read(name).expect("a shipped scenario");
        let scenario = Scenario::parse(text.as_bytes(), name, &read);
        let mut scenario = scenario.unwrap_or_else(|error| panic!("{error}"));
        let hours = |weeks: f64| Extent::Hours(weeks * 168.0);
        (scenario.horizon.warm_up, scenario.horizon.until) = (hours(16.0), hours(28.0));
        scenario.select_policies(&[0, 1]);
        for policy in &mut scenario.policies {
            policy.pay.scale = posse::sales::pay::Scale::Factor(1.0);
        }
        let vary = assert_mean_zero(name, &ran(&scenario, 200));
        assert!(vary.contains(&true), "{name} has luck");
    }
}

#[test]
fn differences_without_luck_are_known_better_and_the_plain_ones_stand_beside() {
    let scenario = parsed(ROUTES);
    let results = ran(&scenario, 256);
    let summary = summarise(&scenario, &results, Vec::new());
    let money = results.measure("contribution").expect("a measure");
    let pair = summary.comparisons.iter().find(|pair| pair.measure == money).expect("a pair");
    let plain = pair.comparison.plain.expect("routes explain much of it");
    let adjusted = &pair.comparison.difference;
    assert!(adjusted.standard_error < 0.9 * plain.standard_error, "{adjusted:?} {plain:?}");
    assert!((adjusted.mean - plain.mean).abs() < 3.0 * plain.standard_error);
    let of_first = &summary.policies[0];
    let (mean, alone) = (of_first.estimates[money].expect("defined"), of_first.adjusted[money]);
    assert!(alone.expect("known better").standard_error < 0.7 * mean.standard_error);
    let plain = posse::stats::Estimate::of(&results.policies[0].values[money]).mean;
    assert_eq!(mean.mean.to_bits(), plain.to_bits(), "the mean of a policy stays plain");
}
