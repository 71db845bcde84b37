//! Numbers among the options, and their limits.

use super::goal;
use crate::scenario::Zone;

pub(super) fn runs(text: &str) -> Result<u32, String> {
    whole(text, 1, 10_000_000)
}

/// A width as understood and as written.
pub(super) fn width(text: &str) -> Result<(Zone, String), String> {
    goal::precision(text).map(|width| (width, text.to_owned()))
}

pub(super) fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, i64::MAX as u64)
}

pub(super) fn threads(text: &str) -> Result<u16, String> {
    whole(text, 1, 1_024)
}

pub(super) fn cells(text: &str) -> Result<u32, String> {
    whole(text, 2, crate::experiment::sweep::MOST_CELLS as u64)
}

pub(super) fn points(text: &str) -> Result<u32, String> {
    whole(text, 16, crate::experiment::sensitivity::MOST_POINTS as u64)
}

pub(super) fn trajectories(text: &str) -> Result<u32, String> {
    whole(text, 2, 1000)
}

pub(super) fn of_lead(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::from(u32::MAX))
}

pub(super) fn of_period(text: &str) -> Result<u32, String> {
    whole(text, 1, 1_000_000)
}

pub(super) fn of_run(text: &str) -> Result<u32, String> {
    whole(text, 0, 10_000_000)
}

/// A whole number within limits, both included.
pub(super) fn whole<T: TryFrom<u64>>(text: &str, low: u64, high: u64) -> Result<T, String> {
    let number = text.trim().parse::<u64>().ok().filter(|n| (low..=high).contains(n));
    number
        .and_then(|n| T::try_from(n).ok())
        .ok_or_else(|| format!("expected a whole number from {low} to {high}"))
}
