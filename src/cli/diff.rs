//! `diff`: what two scenarios say differently, and what that does.

use std::path::Path;

use super::job::failed;
use super::place::pool;
use super::watching::{Manner, Watching};
use super::{Code, DiffOptions, files, market_cost, talk};
use crate::experiment::{self, Change, Difference, Effect, End, Reached, Results};
use crate::report::{self, Screen};
use crate::scenario::Scenario;

pub(super) fn diff(options: &DiffOptions) -> Code {
    let paths = [&options.a, &options.b];
    // Every mistake of both files is told.
    let read = paths.map(|path| files::load_said(path));
    let [Some(a), Some(b)] = read else { return Code::Refused };
    let said = Difference::of(&a, &b);
    let about = |path: &Path, scenario: &Scenario| {
        (path.display().to_string(), scenario.name.clone(), scenario.hash())
    };
    let scenarios = [about(&options.a, &a.scenario), about(&options.b, &b.scenario)];
    let done = if options.run {
        match effect(options, [a.scenario, b.scenario]) {
            Ok(effect) => Some(effect),
            Err(code) => return code,
        }
    } else {
        None
    };
    let change = Change { scenarios, said, done };
    if options.json {
        return talk::result(&report::change_json(&change));
    }
    let screen = Screen { width: talk::result_columns(), color: true, folder: None };
    talk::result(&report::change_screen(&change, screen))
}

/// Runs what both have in both, or returns the code to end with.
fn effect(options: &DiffOptions, mut scenarios: [Scenario; 2]) -> Result<Effect, Code> {
    let shared = shared(&scenarios).map_err(|message| talk::refuse(&message))?;
    let runs = options.replications.unwrap_or(scenarios[0].replications);
    let seed = options.seed.unwrap_or(scenarios[0].seed);
    for (scenario, file) in scenarios.iter_mut().zip([&options.a, &options.b]) {
        (scenario.replications, scenario.seed) = (runs, seed);
        let is_shared = |name: &str| shared.iter().any(|known| known == name);
        market_cost::settle(scenario, &is_shared, (Some(file), options.manner))?;
        let place = |name: &String| scenario.policies.iter().position(|of| of.name == *name);
        let places: Vec<usize> = shared.iter().filter_map(place).collect();
        scenario.select_policies(&places);
    }
    let (_, pool) = pool(options.manner.jobs)?;
    let [a, b] = scenarios;
    let results = |scenario: &Scenario| pool.install(|| results(scenario, options, shared.len()));
    let (of_a, of_b) = (results(&a)?, results(&b)?);
    Ok(Effect::of((&a, &of_a), (&b, &of_b)))
}

/// The policies that both compare, or why there is nothing to run.
fn shared([a, b]: &[Scenario; 2]) -> Result<Vec<String>, String> {
    let names = |scenario: &Scenario| -> Vec<String> {
        scenario.policies.iter().map(|policy| policy.name.clone()).collect()
    };
    let (of_a, of_b) = (names(a), names(b));
    let shared: Vec<String> = of_a.iter().filter(|name| of_b.contains(name)).cloned().collect();
    if shared.is_empty() {
        return Err(format!(
            "no policy is compared in both: the first compares `{}`, the second `{}`\nhint: what a \
             change does is seen by a policy that both have",
            of_a.join("`, `"),
            of_b.join("`, `")
        ));
    }
    Ok(shared)
}

/// All runs of the first `shown` policies of a scenario, or the code to end with.
fn results(scenario: &Scenario, options: &DiffOptions, shown: usize) -> Result<Results, Code> {
    let watching = Watching::new(Manner::of(options.manner), None, false);
    let seen = |results: &Results| {
        let [runs, planned] = [results.replications, scenario.replications].map(u64::from);
        let reached = Reached { runs, planned, ..Reached::default() };
        watching.show(&reached, || scenario.name.clone());
    };
    let ran = experiment::run_watched(scenario, &mut (), |_| u32::MAX, &seen, &watching);
    watching.progress.finish();
    let mut results = ran.map_err(|failure| failed(&failure))?;
    if results.replications < scenario.replications && watching.end() != End::Runs {
        let (done, planned) = (results.replications, scenario.replications);
        talk::say(&format!("interrupted after {done} of {planned} runs"));
        return Err(Code::Interrupted);
    }
    results.policies.truncate(shown);
    Ok(results)
}
