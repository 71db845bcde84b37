//! Measures of who leaves, who comes and what is vacant, by third of ability in the group.

use super::catalogue::Entry;
use super::measure::Direction::Lower;
use super::measure::Unit::{Count, Number, Share};
use super::outcome::{Books, ratio};

const WEEKS_PER_YEAR: f64 = 52.0;
const LOW: usize = 0;
const MIDDLE: usize = 1;
const HIGH: usize = 2;

fn quits<const THIRD: usize>(b: &Books<'_>) -> f64 {
    b.tallies.pay.quits[THIRD] as f64
}

fn hires<const THIRD: usize>(b: &Books<'_>) -> f64 {
    b.tallies.pay.hires[THIRD] as f64
}

/// Years on the payroll.
fn years<const THIRD: usize>(b: &Books<'_>) -> f64 {
    b.tallies.pay.staffed[THIRD] / WEEKS_PER_YEAR
}

fn rate<const THIRD: usize>(b: &Books<'_>) -> f64 {
    ratio(quits::<THIRD>(b), years::<THIRD>(b))
}

fn all_quits(b: &Books<'_>) -> f64 {
    b.tallies.pay.quits.iter().sum::<u64>() as f64
}

fn all_years(b: &Books<'_>) -> f64 {
    b.tallies.pay.staffed.iter().sum::<f64>() / WEEKS_PER_YEAR
}

/// Measures of the labour market (definitions: MODEL.md, "Measures").
pub(super) const LABOUR: &[Entry] = &[
    ("quits", "People who left", Count, Some(Lower), None, all_quits),
    ("quits.low", "People who left, lower third of ability", Count, None, None, quits::<LOW>),
    ("quits.middle", "People who left, middle third", Count, None, None, quits::<MIDDLE>),
    ("quits.high", "People who left, upper third", Count, Some(Lower), None, quits::<HIGH>),
    ("hires", "People hired in the place of others", Count, None, None, |b| {
        b.tallies.pay.hires.iter().sum::<u64>() as f64
    }),
    ("hires.low", "People hired, lower third of ability", Count, None, None, hires::<LOW>),
    ("hires.middle", "People hired, middle third", Count, None, None, hires::<MIDDLE>),
    ("hires.high", "People hired, upper third", Count, None, None, hires::<HIGH>),
    ("years", "Years of people on the payroll", Number, None, None, all_years),
    ("years.low", "Years of the lower third of ability", Number, None, None, years::<LOW>),
    ("years.middle", "Years of the middle third", Number, None, None, years::<MIDDLE>),
    ("years.high", "Years of the upper third", Number, None, None, years::<HIGH>),
    ("quit_rate", "Departures per person and year", Number, Some(Lower), None, |b| {
        ratio(all_quits(b), all_years(b))
    }),
    ("quit_rate.low", "Departures a year, lower third", Number, None, None, rate::<LOW>),
    ("quit_rate.middle", "Departures a year, middle third", Number, None, None, rate::<MIDDLE>),
    ("quit_rate.high", "Departures a year, upper third", Number, Some(Lower), None, rate::<HIGH>),
    ("vacant_share", "Share of the time of seats that is vacant", Share, Some(Lower), None, |b| {
        let vacant = b.tallies.pay.vacant;
        ratio(vacant, vacant + b.tallies.pay.staffed.iter().sum::<f64>())
    }),
];
