//! What a run-out is for: whatever does not follow the leads of the window to their ends can do without.

use std::fs;
use std::path::Path;

use posse::experiment::{Analysis, Point, Record, Runner, Study};
use posse::sales::pay::Scale;
use posse::sales::{Catalogue, Measure, Outcome, Unit};
use posse::scenario::Scenario;
use posse::stats::Incidence;

/// A shipped scenario, two runs of it.
fn shipped(name: &str) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let load = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let named = format!("{name}.toml");
    let text = load(&named).expect("it is shipped");
    let mut scenario = Scenario::parse(text.as_bytes(), &named, &load).expect("no mistakes");
    for policy in &mut scenario.policies {
        policy.pay.scale = Scale::Factor(policy.pay.scale.factor());
    }
    scenario
}

/// The outcomes of two runs, by run and policy.
#[derive(Default)]
struct All(Vec<Vec<Outcome>>);

impl Analysis for All {
    fn take(&mut self, _: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        self.0.extend(runs.iter().cloned());
    }
}

fn ran(scenario: &Scenario, keys: &[String]) -> Vec<Vec<Outcome>> {
    let points = vec![Point::whole(crate::ready(scenario), 2)];
    let study = Study { points, record: Record::Measures(keys.to_vec()) };
    let runner =
        Runner { study: &study, kept: vec![()], seen: &|_: &_, _: &All| (), watch: &|| false };
    let all = runner.run(All::default(), |_, _| vec![2]).expect("runs that end").analysis;
    all.0
}

fn events(runs: &[Vec<Outcome>]) -> u64 {
    runs.iter().flatten().map(|outcome| outcome.events).sum()
}

/// The keys of all measures of a scenario, and of those that do without a run-out.
fn keys(scenario: &Scenario) -> (Vec<Measure>, Vec<String>, Vec<String>) {
    let measures = Catalogue::of(&scenario.system, &scenario.policies).measures().to_vec();
    let all: Vec<String> = measures.iter().map(|measure| measure.key.clone()).collect();
    let inside = all.iter().filter(|key| !Measure::follows_leads(key)).cloned().collect();
    (measures, all, inside)
}

#[test]
fn money_has_the_same_bits_with_and_without_a_run_out() {
    for name in ["hero-vs-team", "flow", "customers", "team-pay", "switch-to-team", "spend"] {
        let scenario = shipped(name);
        let (measures, all, inside) = keys(&scenario);
        let (with, without) = (ran(&scenario, &all), ran(&scenario, &inside));
        assert!(events(&without) < events(&with), "{name}: the run-out is left out");
        let mut astray = Vec::new();
        for (with, without) in with.iter().flatten().zip(without.iter().flatten()) {
            let found = measures.iter().zip(&with.values);
            let found = found.filter(|(measure, _)| !Measure::follows_leads(&measure.key));
            for ((measure, with), without) in found.zip(&without.values) {
                let is_same = with.to_bits() == without.to_bits();
                let near = (with - without).abs() <= 1e-9 * with.abs().max(1.0); // hours are sums
                if !is_same && (measure.unit == Unit::Money || !near) {
                    astray.push(format!("{}: {with} {without}", measure.key));
                }
            }
        }
        assert!(astray.is_empty(), "{name}: {astray:#?}");
    }
}

#[test]
fn the_run_out_stays_where_something_follows_the_leads_or_pay_is_taken_back() {
    let scenario = shipped("flow");
    let asked = |key: &str| events(&ran(&scenario, &[key.to_owned()]));
    assert!(asked("revenue") < asked("lead_time_p50"));
    assert_eq!(asked("response_time_p50"), asked("lead_time_p50"));
    let scenario = shipped("clawback");
    let asked = |key: &str| events(&ran(&scenario, &[key.to_owned()]));
    assert_eq!(asked("revenue"), asked("lead_time_p50"), "what a win costs is known later");
}
