//! Changes of policy in a running system: when has the change paid?

use super::results::Results;
use super::summary::{PolicySummary, Transition};
use crate::sales::Extent;
use crate::sales::calendar::{HOURS_PER_WEEK, week_of};
use crate::scenario::Scenario;

/// The changes whose costs and gains the measured window shows: those that begin within it, where
/// the policy replaced is compared too.
pub(super) fn transitions(
    scenario: &Scenario,
    results: &Results,
    policies: &[PolicySummary],
) -> Vec<Transition> {
    let Extent::Hours(warm_up) = scenario.horizon.warm_up else { return Vec::new() };
    let warm_up = warm_up / HOURS_PER_WEEK;
    let starts = scenario.policies.iter().take(policies.len()).enumerate();
    let starts = starts.filter_map(|(policy, p)| Some((policy, p.start.as_ref()?)));
    let mut found = Vec::new();
    for (policy, start) in starts {
        let start_weeks = start.at_hours / HOURS_PER_WEEK;
        let Some(before) = policies.get(start.before).map(|_| start.before) else { continue };
        let means = policies[policy].weeks.iter().zip(&policies[before].weeks);
        let gains: Vec<f64> = means
            .map(|(with, without)| with.contribution_mean - without.contribution_mean)
            .collect();
        let since_window = start_weeks - warm_up;
        if since_window < 0.0 || since_window >= gains.len() as f64 {
            continue;
        }
        let last = gains.len() - 1;
        let break_even_week =
            break_even(&gains, since_window).map(|week| warm_up + f64::from(week));
        found.push(Transition {
            policy,
            before,
            start_week: week_of(start.at_hours),
            break_even_week,
            weeks_to_break_even: break_even_week.map(|week| week - start_weeks),
            ahead_share: ahead(
                &results.policies[policy].contribution[last],
                &results.policies[before].contribution[last],
            ),
        });
    }
    found
}

/// The first week, from 1, that ends after `start` (in weeks) and from which on the cumulative
/// `gains` (at the end of each week) are never below 0; `None` if there is none, or nothing gained.
pub fn break_even(gains: &[f64], start: f64) -> Option<u32> {
    if gains.last().is_none_or(|last| *last <= 0.0) {
        return None;
    }
    let paid_from = gains.iter().rposition(|gain| *gain < 0.0).map_or(0, |loss| loss + 1);
    let week = (paid_from..gains.len()).find(|week| (week + 1) as f64 > start)?;
    u32::try_from(week + 1).ok()
}

fn ahead(with: &[f64], without: &[f64]) -> f64 {
    let count = with.iter().zip(without).filter(|(with, without)| with > without).count();
    count as f64 / with.len().max(1) as f64
}
