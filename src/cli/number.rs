//! Numbers among the options, and their limits.

use crate::plans::date::{Fiscal, Period};
use std::time::Duration;

use crate::experiment::Part;
use crate::scenario::{Zone, of_measure};

/// Longer than this nobody waits.
const LONGEST: Duration = Duration::from_hours(365 * 24);

pub(super) fn runs(text: &str) -> Result<u32, String> {
    whole(text, 1, 10_000_000)
}

/// A width as understood and as written.
pub(super) fn width(text: &str) -> Result<(Zone, String), String> {
    precision(text).map(|width| (width, text.to_owned()))
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
    whole(text, 0, 999_999_999_999_999)
}

/// A pay period: a number of the run's, or the name of a period of the calendar.
#[derive(Clone, Debug)]
pub(super) struct PayPeriod(pub(super) String);

impl PayPeriod {
    /// Its number in a run, from 1.
    pub(super) fn of_run(&self) -> Result<u32, String> {
        whole(&self.0, 1, 1_000_000)
    }
}

pub(super) fn of_period(text: &str) -> Result<PayPeriod, String> {
    let period = PayPeriod(text.trim().to_owned());
    let is_name = Period::of_name(text, Fiscal::default()).is_some();
    if is_name { Ok(period) } else { period.of_run().map(|_| period) }
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

/// Understands a width: `0.5 pp`, `2 %`, `10 k`.
fn precision(text: &str) -> Result<Zone, String> {
    let found = of_measure(text).filter(|(width, _)| *width > 0.0);
    let (width, unit) = found.ok_or(
        "expected a width over 0: `0.5 pp` (percentage points), `2 %` (of the first policy's mean) \
         or a number in the unit of the primary measure, e.g. `20 k`",
    )?;
    Ok(if unit == "%" { Zone::Relative(width) } else { Zone::Absolute(width) })
}

/// Understands a time on the clock: `30s`, `10min`, `1h 30min`.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text.trim()).ok();
    time.filter(|time| !time.is_zero() && *time <= LONGEST).ok_or_else(|| {
        "expected a time over 0 and up to a year, e.g. `30s`, `10min`, `1h 30min`".into()
    })
}

/// One part of a study, or the number of all its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    One(Part),
    All(u32),
}

/// What is expected where one part is to be run.
pub(super) const WHICH_PART: &str = "expected which part of how many, e.g. `2/5`";

/// Reads `2/5` or `5`.
pub(super) fn cut(text: &str) -> Result<Cut, String> {
    let count = |of: &str| whole::<u32>(of, 1, 1_000_000).ok();
    let read = match text.split_once('/') {
        None => count(text).map(Cut::All),
        Some((number, of)) => count(of).and_then(|of| {
            Some(Cut::One(Part { number: whole(number, 1, u64::from(of)).ok()?, of }))
        }),
    };
    read.ok_or_else(|| WHICH_PART.to_owned())
}
