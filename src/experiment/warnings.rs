//! What a reader must know before trusting the numbers, found in the results themselves.

use super::results::{PolicyResults, Results};
use super::summary::{Drift, PairSummary};
use crate::sales::pay::{Period, Plan};
use crate::sales::{Arrivals, Policy, Quarters, SalesSystem, Stock};
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// A stock that moves by no more than this share of itself over the window is steady.
const SHARE: f64 = 0.03;
/// Nor is a move of fewer standard errors than this a drift: of six stocks of two policies, one moves so far
/// by chance in less than one experiment in a hundred.
const ERRORS: f64 = 3.5;

/// Warnings on runs cut off, one line each.
pub fn run_warnings(results: &Results) -> Vec<String> {
    let stranded = results.policies.iter().filter_map(|of| stranded(of, results.replications));
    stranded.collect()
}

/// Marks the pairs with a policy that shows no lasting state, and returns what moves, of policies that run
/// beside them as well.
pub(super) fn mark(
    scenario: &Scenario,
    results: &Results,
    pairs: &mut [PairSummary],
) -> Vec<Drift> {
    let drifts = drifts(scenario, results);
    for pair in pairs {
        pair.drifts = drifts.iter().any(|drift| drift.policy == pair.a || drift.policy == pair.b);
    }
    drifts
}

/// What moves over the window, of a scenario with people whose world does not change by itself.
pub(super) fn drifts(scenario: &Scenario, results: &Results) -> Vec<Drift> {
    if !lasts(scenario) {
        return Vec::new();
    }
    let of_policy = |(policy, of): (usize, &PolicyResults)| {
        let stocks = Stock::ALL.into_iter().zip(&of.quarters);
        let moved = stocks.filter_map(|(stock, runs)| Some((stock, moved(runs)?)));
        moved.map(move |(stock, quarters)| Drift { policy, stock, quarters }).collect::<Vec<_>>()
    };
    results.policies.iter().chain(&results.cells).enumerate().flat_map(of_policy).collect()
}

/// Whether a scenario has a state to settle in: people whose queues fill, arrivals that stay as they are,
/// and rules that hold from the start.
pub(super) fn lasts(scenario: &Scenario) -> bool {
    let SalesSystem { channels, groups, backlog, .. } = &scenario.system;
    let is_steady = |arrivals: &Arrivals| match arrivals {
        Arrivals::Rate(rate) => rate.season.is_empty() && rate.growth_per_year == 0.0,
        Arrivals::Every(_) => true,
        Arrivals::At(_) => false,
    };
    !groups.is_empty()
        && backlog.is_empty()
        && channels.iter().all(|channel| is_steady(&channel.arrivals))
        && groups.iter().all(|group| group.headcount.is_empty())
        && scenario.policies.iter().all(|policy| policy.start.is_none())
        && !scenario.policies.iter().any(|policy| has_seasons(scenario, policy))
}

/// Whether people of a policy are on a plan that counts by more than a quarter: what it pays, and so what
/// they do, has a season of its own.
fn has_seasons(scenario: &Scenario, policy: &Policy) -> bool {
    let Some(payroll) = &scenario.system.payroll else { return false };
    let is_long =
        |plan: &Plan| plan.cumulative || matches!(plan.period, Period::HalfYear | Period::Year);
    policy.pay.plans.iter().any(|(_, plan)| is_long(&payroll.plans[*plan]))
}

/// The mean quarters of a stock that moves by more than chance and more than matters.
fn moved(runs: &[Quarters]) -> Option<Quarters> {
    let moves: Vec<f64> = runs.iter().map(|[first, last]| last - first).collect();
    let mean = |quarter: usize| runs.iter().map(|q| q[quarter]).sum::<f64>() / runs.len() as f64;
    let (first, last) = (mean(0), mean(1));
    let by = Estimate::of(&moves);
    let matters = SHARE * first.abs().max(last.abs());
    let is_moved = by.mean.abs() > matters && by.mean.abs() > ERRORS * by.standard_error;
    (runs.len() > 1 && is_moved).then_some([first, last])
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
