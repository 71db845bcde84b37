//! Whether a design keeps the limits: estimated on the way, stated from a confirmation.

use super::Values;
use crate::scenario::{Limit, Limited, Scenario};
use crate::stats::{Estimate, Tally, clopper_pearson, student_quantile};

/// The chance, over all limits and designs that are confirmed, that one is called kept and is not.
const MISS: f64 = 0.025;
/// The standard normal number that one value in twenty exceeds.
const Z95: f64 = 1.645;
/// The share of runs that may exceed a limit on the 95th percentile.
const BEYOND: f64 = 0.05;

/// Whether a limit is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is, with 97.5 % confidence for all limits together.
    Yes,
    /// It is not, with the same confidence.
    No,
    /// The runs do not tell.
    Open,
}

/// What a confirmation says of a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitFound {
    /// As it is written.
    pub text: String,
    /// What was found: a mean, of `p95` the share of runs beyond the bound, of people their number.
    pub value: f64,
    /// How sure that is, on the side that matters.
    pub bound: f64,
    /// Whether it is kept.
    pub kept: Kept,
    /// Whether the design lies at the limit: nearer than a tenth of the bound, or known to neither side.
    pub binds: bool,
}

/// The column of a limit's measure among `keys`.
fn column(limit: &Limit, keys: &[String]) -> Option<usize> {
    let key = limit.measure()?;
    keys.iter().position(|known| known == key)
}

/// By how many standard deviations of a run the designs of a generation exceed the limits, by design. What
/// the organisation alone says is no matter of a generation.
pub(super) fn penalties(limits: &[Limit], keys: &[String], values: &[&Values]) -> Vec<f64> {
    let mut penalties = vec![0.0; values.len()];
    for limit in limits {
        let Some(column) = column(limit, keys) else { continue };
        let tallies: Vec<Tally> = values.iter().map(|of| tally(&of[column])).collect();
        let spread = (tallies.iter().map(Tally::variance).filter(|v| v.is_finite()).sum::<f64>()
            / tallies.len() as f64)
            .sqrt();
        let tail = if matches!(limit.of, Limited::P95(_)) { Z95 * spread } else { 0.0 };
        for (penalty, tally) in penalties.iter_mut().zip(&tallies) {
            let excess = limit.excess(tally.mean() + tail).max(0.0);
            *penalty += match () {
                () if spread > 0.0 => excess / spread,
                () if excess > 0.0 => 1.0,
                () => 0.0,
            };
        }
    }
    penalties
}

/// By how much of the bounds the organisation of a scenario exceeds its limits; 0 if it keeps them.
pub(super) fn of_organisation(limits: &[Limit], scenario: &Scenario) -> f64 {
    let excess = |limit: &Limit| {
        let value = limit.of_organisation(scenario)?;
        Some(limit.excess(value).max(0.0) / limit.bound.abs().max(1.0))
    };
    limits.iter().filter_map(excess).sum()
}

/// By how many standard errors runs are beyond each limit, and whether they are likely to keep it: its one-sided
/// 95 % bound does.
pub(super) fn screened(limits: &[Limit], keys: &[String], values: &Values) -> (bool, f64) {
    let (mut keeps, mut worst) = (true, 0.0_f64);
    for limit in limits {
        let Some(column) = column(limit, keys) else { continue };
        let of = tally(&values[column]);
        let tail = if matches!(limit.of, Limited::P95(_)) { Z95 * of.sd() } else { 0.0 };
        let error = of.standard_error();
        let t = student_quantile(0.95, of.count().max(2) - 1);
        let side = if limit.is_most { 1.0 } else { -1.0 };
        keeps &= limit.excess(of.mean() + tail + side * t * error) <= 0.0;
        worst = worst.max(limit.excess(of.mean() + tail) / error.max(f64::MIN_POSITIVE));
    }
    (keeps, worst)
}

/// What the runs of a confirmation say of all limits, where so many designs are confirmed.
pub(super) fn confirmed(
    limits: &[Limit],
    (keys, designs): (&[String], usize),
    (scenario, values): (&Scenario, &Values),
) -> Vec<LimitFound> {
    let noisy = limits.iter().filter(|limit| limit.measure().is_some()).count();
    let miss = MISS / (noisy * designs).max(1) as f64;
    let found = |limit: &Limit| match column(limit, keys) {
        None => of_heads(limit, limit.of_organisation(scenario).unwrap_or(f64::NAN)),
        Some(column) if matches!(limit.of, Limited::P95(_)) => tail(limit, &values[column], miss),
        Some(column) => mean(limit, &values[column], miss),
    };
    limits.iter().map(found).collect()
}

fn of_heads(limit: &Limit, value: f64) -> LimitFound {
    let excess = limit.excess(value);
    let kept = if excess <= 0.0 { Kept::Yes } else { Kept::No };
    let binds = excess.abs() < 0.1 * limit.bound.abs();
    LimitFound { text: limit.text.clone(), value, bound: value, kept, binds }
}

/// By Student's bounds, each on one side.
fn mean(limit: &Limit, values: &[f64], miss: f64) -> LimitFound {
    let found = Estimate::of(values);
    let half = student_quantile(1.0 - miss, (found.count as u64).max(2) - 1) * found.standard_error;
    let side = if limit.is_most { half } else { -half };
    let kept = match (limit.excess(found.mean + side), limit.excess(found.mean - side)) {
        (high, _) if high <= 0.0 => Kept::Yes,
        (_, low) if low > 0.0 => Kept::No,
        _ => Kept::Open,
    };
    let binds = kept != Kept::Yes || limit.excess(found.mean).abs() < 0.1 * limit.bound.abs();
    LimitFound {
        text: limit.text.clone(),
        value: found.mean,
        bound: found.mean + side,
        kept,
        binds,
    }
}

/// By the exact bounds of Clopper and Pearson (1934) on the share of runs beyond.
fn tail(limit: &Limit, values: &[f64], miss: f64) -> LimitFound {
    let defined = values.iter().filter(|value| value.is_finite());
    let (count, beyond) = defined.fold((0_u32, 0_u32), |(count, beyond), value| {
        (count + 1, beyond + u32::from(limit.excess(*value) > 0.0))
    });
    let (low, high) = clopper_pearson(beyond, count, miss);
    let kept = match () {
        () if high <= BEYOND => Kept::Yes,
        () if low > BEYOND => Kept::No,
        () => Kept::Open,
    };
    let value = f64::from(beyond) / f64::from(count);
    LimitFound { text: limit.text.clone(), value, bound: high, kept, binds: kept != Kept::Yes }
}

fn tally(values: &[f64]) -> Tally {
    values.iter().copied().filter(|value| value.is_finite()).collect()
}
