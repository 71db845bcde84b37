//! Runs of one scenario, compared: all outcomes, summed up in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::ahead::Ahead;
use super::block::{Block, Keep};
use super::ready::Ready;
use super::replicate::{Design, Record, Workspace};
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
    pace: impl FnMut(&Results) -> u32,
    seen: &(impl Fn(&Results) + Sync),
    watch: &impl Watch,
) -> Result<Results, Failure> {
    run_after(Ahead::default(), scenario, kept, pace, seen, watch)
}

/// The same where some runs were made `ahead`.
///
/// # Errors
///
/// As [`run_kept`].
pub fn run_after(
    ahead: Ahead,
    scenario: &Scenario,
    kept: &mut (impl Keep + Send),
    mut pace: impl FnMut(&Results) -> u32,
    seen: &(impl Fn(&Results) + Sync),
    watch: &impl Watch,
) -> Result<Results, Failure> {
    let study = Study { record: Record::Whole(Arc::new(ahead)), ..study(scenario)? };
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

/// Runs the first block of the first `policies` of a scenario before those of policies that run beside them, so
/// that the verdict need not wait for these. None if these are all, if the scenario has fewer runs, if some may
/// be `kept`, or if the `watch` stopped it.
///
/// # Errors
///
/// As [`run`].
pub fn run_ahead(
    scenario: &Scenario,
    policies: usize,
    kept: &impl Keep,
    watch: &impl Watch,
) -> Result<Option<Ahead>, Failure> {
    let is_beside = policies < scenario.policies.len();
    if !is_beside || scenario.replications < Block::RUNS || kept.has(0) {
        return Ok(None);
    }
    let design = Design::new(Ready::of(scenario)?);
    let (rows, record) = ((0..policies).collect::<Vec<_>>(), Record::default());
    let is_stopped = AtomicBool::new(false);
    let one = |replication: u32| {
        if is_stopped.load(Ordering::Relaxed) || watch.stops() {
            is_stopped.store(true, Ordering::Relaxed);
            return Ok(Vec::new());
        }
        let (mut workspace, mut times) = (Workspace::new(&design, &rows, &record), Vec::new());
        let outcomes = workspace.replicate(replication, Some(&mut times))?;
        watch.beat();
        Ok(outcomes.into_iter().zip(times).collect())
    };
    #[cfg(feature = "parallel")]
    let runs = {
        use rayon::prelude::*;
        (0..Block::RUNS).into_par_iter().with_max_len(1).map(one).collect::<Vec<_>>()
    };
    #[cfg(not(feature = "parallel"))]
    let runs = (0..Block::RUNS).map(one).collect::<Vec<_>>();
    let runs = runs.into_iter().collect::<Result<Vec<_>, Failure>>()?;
    Ok((!is_stopped.into_inner()).then_some(Ahead(runs)))
}

/// What the runs made `ahead` came to, of the policies that they are of.
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn results_ahead(ahead: &Ahead, scenario: &Scenario) -> Result<Results, Failure> {
    let mut results = Results::new(&Design::new(Ready::of(scenario)?));
    results.policies.truncate(ahead.0.first().map_or(0, Vec::len));
    for run in &ahead.0 {
        let (outcomes, times): (Vec<Outcome>, Vec<Incidence>) = run.iter().cloned().unzip();
        results.add(&[outcomes], &times);
    }
    Ok(results)
}

/// The study that compares the policies of a scenario.
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn study(scenario: &Scenario) -> Result<Study<'_>, Failure> {
    let point = Point::whole(Ready::of(scenario)?, scenario.replications);
    Ok(Study { points: vec![point], record: Record::default() })
}

impl Analysis for Results {
    fn take(&mut self, _: usize, runs: &[Vec<Outcome>], lead_times: &[Incidence]) {
        self.add(runs, lead_times);
    }

    fn reuse(&mut self, runs: u32) {
        self.reused += runs;
    }
}
