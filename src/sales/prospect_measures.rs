//! Measures of prospecting: hours, and the leads that they found.

use super::catalogue::{Entry, StageEntry};
use super::measure::Direction::Higher;
use super::measure::Unit::{Count, Share, WorkHours};
use super::outcome::{Books, absent_role, ratio};
use super::stage::Phase::Engage;

fn hours(b: &Books<'_>) -> f64 {
    b.tallies.roles.iter().map(|role| role.prospecting).sum()
}

/// Measures where people can prospect (definitions: MODEL.md, "Measures").
pub(super) const PROSPECTING: &[Entry] = &[
    ("prospecting_hours", "Hours of prospecting", WorkHours, None, Some(Engage), hours),
    ("found_leads", "Leads found by sellers", Count, Some(Higher), Some(Engage), |b| {
        b.tallies.sums.found as f64
    }),
    ("found_share", "Share of leads found by sellers", Share, None, Some(Engage), |b| {
        ratio(b.tallies.sums.found as f64, b.tallies.sums.leads as f64)
    }),
];

/// The same of a role.
pub(super) const PROSPECTING_ROLE: &[StageEntry] =
    &[("prospecting_hours", "hours of prospecting", WorkHours, None, |b, r| {
        absent_role(b, r, b.role(r).prospecting)
    })];
