//! Runs of one scenario, compared: all outcomes, summed up in order.

use super::block::Keep;
use super::ready::Ready;
use super::replicate::Design;
use super::replicate::Record;
use super::results::Results;
use super::runner::{Analysis, Reached, Runner, Watch};
use super::study::{Point, Study};
use super::{Continue, Failure};
use crate::sales::Outcome;
use crate::scenario::Scenario;
use crate::stats::Incidence;

/// Replications between two questions whether to go on, where the caller does not say.
const STEP: u32 = 32;

/// Runs all replications of `scenario`; after each step `watch` sees the results so far and
/// decides whether to go on.
///
/// # Errors
///
/// [`Failure`] of the first replication (in order of number) that failed, or of the first policy that
/// waits for its factor of market cost.
pub fn run(
    scenario: &Scenario,
    mut watch: impl FnMut(&Results) -> Continue,
) -> Result<Results, Failure> {
    run_kept(scenario, &mut (), |results| {
        let goes_on = results.replications == 0 || watch(results) == Continue::Yes;
        if goes_on { STEP } else { 0 }
    })
}

/// Runs all replications of `scenario` but those that `kept` holds; before each round `pace` sees the
/// results so far and says how many replications come next (a block that is kept is taken whole),
/// 0 = no more. Neither how they are divided nor what is kept changes a number.
///
/// # Errors
///
/// As [`run`]; what was finished before a failure is kept.
pub fn run_kept(
    scenario: &Scenario,
    kept: &mut (impl Keep + Send),
    pace: impl FnMut(&Results) -> u32,
) -> Result<Results, Failure> {
    run_watched(scenario, kept, pace, &|_: &Results| {}, &|| false)
}

/// The same under the eyes of a `watch`; `seen` is shown the results whenever there are more.
///
/// # Errors
///
/// As [`run_kept`].
pub fn run_watched(
    scenario: &Scenario,
    kept: &mut (impl Keep + Send),
    mut pace: impl FnMut(&Results) -> u32,
    seen: &(impl Fn(&Results) + Sync),
    watch: &impl Watch,
) -> Result<Results, Failure> {
    let study = study(scenario)?;
    let design = Design::new(study.points[0].scenario);
    let results = Results::new(&design);
    let seen = |_: &Reached, results: &Results| seen(results);
    let runner = Runner { study: &study, kept: vec![kept], seen: &seen, watch };
    let ran = runner.run_with(design, results, |results, _| {
        let is_over = results.replications >= scenario.replications;
        let next = if is_over { 0 } else { pace(results) };
        vec![results.replications.saturating_add(next)]
    });
    ran.map(|ran| ran.analysis).map_err(|(_, failure)| failure)
}

/// The study that compares the policies of a scenario.
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn study(scenario: &Scenario) -> Result<Study<'_>, Failure> {
    let point = Point::whole(Ready::of(scenario)?, scenario.replications);
    Ok(Study { points: vec![point], record: Record::Whole })
}

impl Analysis for Results {
    fn take(&mut self, _: usize, runs: &[Vec<Outcome>], lead_times: &[Incidence]) {
        self.add(runs, lead_times);
    }

    fn reuse(&mut self, runs: u32) {
        self.reused += runs;
    }
}
