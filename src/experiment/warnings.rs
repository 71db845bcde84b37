//! What a reader must know before trusting the numbers, found in the results themselves.

use super::results::{PolicyResults, Results, WEEKS_AT_LEAST};
use crate::sales::Extent;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Tally, mser5};

/// A warm-up is too short if it moves mean leads in progress by this share.
const BIAS: f64 = 0.02;
/// A trend counts if it moves leads in progress by this share of their mean over the window.
const DRIFT: f64 = 0.1;
/// Why a policy's window does not show a steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unsteady {
    /// Leads in progress grow by so many a week.
    Growing(f64),
    /// Leads in progress still fill up after the warm-up: its weeks, and how many would do.
    Filling(f64, f64),
}

/// Warnings on runs cut off, one line each.
pub fn run_warnings(results: &Results) -> Vec<String> {
    let stranded = results.policies.iter().filter_map(|of| stranded(of, results.replications));
    stranded.collect()
}

/// Policies (by index) whose window does not show a steady state, and why.
pub(super) fn unsteady(scenario: &Scenario, results: &Results) -> Vec<(usize, Unsteady)> {
    let mut found = Vec::new();
    for (index, policy) in results.policies.iter().enumerate() {
        let wip = &policy.wip_by_week;
        if wip.len() < WEEKS_AT_LEAST || results.replications == 0 {
            continue;
        }
        let runs = f64::from(results.replications);
        let mean: Vec<f64> = wip.iter().map(|sum| sum / runs).collect();
        let window = mean.len() - policy.weeks.len().min(mean.len());
        let filling = too_short(scenario, &mean);
        let growing = growing(&policy.wip_slopes, &mean[window..]);
        found.extend(filling.into_iter().chain(growing).map(|why| (index, why)));
    }
    found
}

/// Whether runs "until empty" were cut off.
fn stranded(policy: &PolicyResults, runs: u32) -> Option<String> {
    (policy.stranded > 0).then(|| {
        format!(
            "{}: {} of {runs} runs were still not empty ten years after the window and were cut off: \
             the leads that are left find nobody to work them, or take longer than that",
            policy.label, policy.stranded
        )
    })
}

/// Whether leads in progress still fill up after the warm-up (MSER-5, White 1997).
fn too_short(scenario: &Scenario, wip: &[f64]) -> Option<Unsteady> {
    let Extent::Hours(warm_up) = scenario.horizon.warm_up else { return None };
    let found = mser5(wip)?;
    let weeks = warm_up / crate::sales::calendar::HOURS_PER_WEEK;
    let needed = found.deleted as f64;
    let kept = |from: f64| {
        let after = wip.iter().enumerate().filter(|(week, _)| *week as f64 >= from);
        after.map(|(_, leads)| *leads).collect::<Tally>().mean()
    };
    let matters = (kept(weeks) - kept(needed)).abs() > BIAS * kept(needed);
    (needed > weeks && !found.at_boundary && matters).then_some(Unsteady::Filling(weeks, needed))
}

/// Whether leads in progress grow over the window: the mean of the runs' slopes against its error.
fn growing(slopes: &[f64], wip: &[f64]) -> Option<Unsteady> {
    if wip.len() < WEEKS_AT_LEAST {
        return None;
    }
    let per_week = Estimate::of(slopes);
    let level = wip.iter().sum::<f64>() / wip.len() as f64;
    let grows = per_week.mean > 3.0 * per_week.standard_error
        && per_week.mean * wip.len() as f64 > DRIFT * level;
    grows.then_some(Unsteady::Growing(per_week.mean))
}
