//! The health of an experiment: what must add up does, and whatever does not is seen.

use std::fs;
use std::path::Path;

use posse::experiment::{About, Check, Continue, Results, Summary, run, summarise};
use posse::sales::pay::Scale;
use posse::scenario::Scenario;

/// Two policies that differ; people with hours, deals with money.
const FLOOR: &str = r#"
calendar = "always"
people = { rep = 2 }
run = { weeks = 12, warm_up = "4 weeks", run_out = "1 week", replications = 12 }
channels.web = { arrivals = { per_week = 80 }, cost = 10 }
deal = { value = 1000, margin = 0.7 }
[stages.call]
role = "rep"
touch = { exponential = "1 h" }
advance = 0.5
[stages.sell]
role = "rep"
touch = "1.5 h"
advance = 0.4
[policies.one]
[policies.other]
rules = { meetings = "10 h per week" }
[measure]
primary = "lead_time_mean"
indifference = { lead_time_mean = "1 %" }
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).expect("a scenario without mistakes")
}

fn results(scenario: &Scenario) -> Results {
    run(scenario, |_| Continue::Yes).expect("runs that end")
}

/// The checks that are not good, once the results are tampered with.
fn bad(tamper: impl FnOnce(&mut Results)) -> Vec<&'static str> {
    let scenario = scenario(FLOOR);
    let mut results = results(&scenario);
    tamper(&mut results);
    found(&summarise(&scenario, &results, Vec::new()))
}

fn found(summary: &Summary) -> Vec<&'static str> {
    let checks = Check::all(summary).into_iter();
    checks.filter(|check| !check.is_good).map(|check| check.about.name()).collect()
}

/// Adds to a measure in every run of the first policy.
fn add(results: &mut Results, key: &str, amount: f64) {
    let measure = results.measure(key).expect("a measure");
    results.policies[0].values[measure].iter_mut().for_each(|value| *value += amount);
}

#[test]
fn of_a_sound_experiment_only_the_evidence_is_not_good() {
    assert_eq!(bad(|_| {}), ["evidence"]);
}

#[test]
fn a_lead_that_gets_lost_is_seen() {
    assert_eq!(bad(|results| results.policies[1].audits[3].left -= 1.0), ["leads", "evidence"]);
}

#[test]
fn time_in_progress_that_is_not_rate_times_time_is_seen() {
    let tamper = |results: &mut Results| results.policies[0].audits[0].lead_hours *= 1.001;
    assert_eq!(bad(tamper), ["littles_law", "evidence"]);
}

#[test]
fn hours_that_a_person_worked_and_no_role_did_are_seen() {
    let tamper = |results: &mut Results| results.policies[0].audits[0].person_hours += 0.5;
    assert_eq!(bad(tamper), ["hours", "evidence"]);
}

#[test]
fn hours_longer_than_at_work_are_seen() {
    let tamper = |results: &mut Results| {
        let audit = &mut results.policies[0].audits[0];
        audit.present_hours = 0.9 * audit.role_hours;
    };
    assert_eq!(bad(tamper), ["hours", "evidence"]);
}

#[test]
fn money_that_does_not_add_up_is_seen() {
    assert_eq!(bad(|results| add(results, "selling_cost.leads", 1.0)), ["money", "evidence"]);
    assert_eq!(bad(|results| add(results, "gross_margin", 1.0)), ["money", "evidence"]);
}

#[test]
fn a_stock_that_moves_over_the_window_is_seen() {
    let tamper = |results: &mut Results| {
        results.policies[0].quarters[0] = (0..12).map(|k| [100.0, 150.0 + f64::from(k)]).collect();
    };
    // Without a lasting state there is no verdict, however small the error.
    assert_eq!(bad(tamper), ["precision", "steadiness", "evidence"]);
}

#[test]
fn an_error_too_large_to_tell_and_runs_that_are_missing_are_seen() {
    let text = FLOOR.replace("meetings = \"10 h per week\"", "order = \"lifo\"");
    let mut scenario = scenario(&text.replace("\"1 %\"", "\"0.001 %\""));
    scenario.replications = 2;
    let results = results(&scenario);
    scenario.replications = 3;
    let summary = summarise(&scenario, &results, Vec::new());
    assert_eq!(found(&summary), ["precision", "completeness", "evidence"]);
}

#[test]
fn evidence_is_judged_by_influence_where_it_is_known() {
    let inputs = posse::experiment::InputCount { total: 10, assumptions: 9 };
    let is_good = |influence| Check::evidence(inputs, influence).is_good;
    assert!(!is_good(None) && !is_good(Some(0.4)) && is_good(Some(0.6)));
    let all = posse::experiment::InputCount { total: 10, assumptions: 0 };
    assert!(Check::evidence(all, None).is_good);
}

#[test]
fn the_influence_of_uncertain_inputs_counts_by_their_sources() {
    let mut summary = crate::uncertain::in_many_worlds();
    let influence = |summary: &Summary| {
        Check::all(summary).into_iter().find_map(|check| match check.about {
            About::Evidence(influence) => influence,
            _ => None,
        })
    };
    let mut set = |is_sourced: bool| {
        let inputs = &mut summary.uncertainty.as_mut().expect("uncertain inputs").inputs;
        for input in inputs.iter_mut() {
            input.is_sourced = is_sourced;
        }
        influence(&summary)
    };
    assert_eq!((set(false), set(true)), (Some(0.0), Some(1.0)));
}

#[test]
fn leads_time_hours_and_money_add_up_in_every_shipped_scenario() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let load = |name: &str| fs::read_to_string(folder.join(name)).ok();
    for entry in fs::read_dir(&folder).expect("the shipped scenarios") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
        if Path::new(&name).extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = load(&name).expect("a text");
        let mut scenario = Scenario::parse(text.as_bytes(), &name, &load).expect("no mistakes");
        scenario.replications = 1;
        for policy in &mut scenario.policies {
            policy.pay.scale = Scale::Factor(policy.pay.scale.factor());
        }
        let summary = summarise(&scenario, &results(&scenario), Vec::new());
        let laws = ["littles_law", "leads", "hours", "money"];
        let broken: Vec<_> = found(&summary).into_iter().filter(|of| laws.contains(of)).collect();
        assert!(broken.is_empty(), "{name}: {broken:?}");
    }
}
