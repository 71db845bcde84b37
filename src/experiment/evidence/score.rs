//! How well the model forecasts what was measured, beside two simpler forecasts: that nothing happens,
//! and that output follows pay with one elasticity.

use super::reading::Worlds;
use super::study::{Expected, Measured, Test};
use crate::stats::Estimate;

/// Change of output for a relative change of what an hour earns: `response` · X in MODEL.md 2.12, with
/// X = 1/(1/η + 1 − `response`), `response` 0.40 and η 0.5.
pub const ELASTICITY: f64 = 0.154;

/// The forecasts' intervals miss with this chance.
const MISSES: f64 = 0.05;

/// Who forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecaster {
    /// The model: its number, with an interval over all settings.
    Model,
    /// Nothing happens: every number is 0.
    Nothing,
    /// Output changes by [`ELASTICITY`] times the change of what people are paid, and nothing else does.
    Pay,
}

impl Forecaster {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Model, Self::Nothing, Self::Pay];

    /// How it is called in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Nothing => "nothing",
            Self::Pay => "pay",
        }
    }

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Nothing => "nothing happens",
            Self::Pay => "pay × 0.154",
        }
    }
}

/// How good one forecast of a number is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Whether it has the direction that is expected, beyond chance.
    pub has_sign: bool,
    /// Whether it has the size as well; `None` where none is expected.
    pub has_size: Option<bool>,
    /// The interval score as a multiple of the number measured, so that large numbers do not outweigh the
    /// others: width, and 40 times how far the measured value lies outside. Less is better; 0 is a point
    /// that is met, 40 that nothing happens. `None` where the study gives no number.
    pub interval: Option<f64>,
}

/// The scores of all forecasters, in the order of [`Forecaster::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores(pub [Score; 3]);

/// The scores of one forecaster over many numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreSummary {
    /// How many directions were right.
    pub signs: usize,
    /// Of how many.
    pub of_signs: usize,
    /// How many sizes were right.
    pub sizes: usize,
    /// Of how many.
    pub of_sizes: usize,
    /// Mean interval score; NaN if there is none.
    pub interval: f64,
    /// Of how many numbers.
    pub of_intervals: usize,
}

/// A forecast of a number in one setting.
#[derive(Clone, Copy, Debug)]
struct Forecast {
    mean: f64,
    interval: (f64, f64),
}

impl Forecast {
    fn of(estimate: &Estimate, factor: f64) -> Self {
        let (low, high) = estimate.interval;
        Self { mean: factor * estimate.mean, interval: (factor * low, factor * high) }
    }

    fn at(value: f64) -> Self {
        Self { mean: value, interval: (value, value) }
    }
}

impl Scores {
    /// The scores of a test, by what its worlds gave in each setting.
    pub(super) fn of(test: &Test, settings: &[Worlds]) -> Self {
        // The share of nothing that was moved in time, say, is no number.
        let none = if matches!(test.expected, Expected::Below(_)) { f64::NAN } else { 0.0 };
        let forecast = |who, worlds: &Worlds| match who {
            Forecaster::Model => Forecast::of(&Estimate::of(&test.read.values(worlds)), 1.0),
            Forecaster::Nothing => Forecast::at(none),
            Forecaster::Pay => match test.read.pay(worlds) {
                Some(pay) => Forecast::of(&Estimate::of(&pay), ELASTICITY),
                None => Forecast::at(none),
            },
        };
        let score = |who| {
            let forecasts: Vec<Forecast> =
                settings.iter().map(|worlds| forecast(who, worlds)).collect();
            Score::of(test, &forecasts)
        };
        Self(Forecaster::ALL.map(score))
    }
}

impl Score {
    /// Sign and size by the first setting, as in the judgement; the interval goes over all of them.
    fn of(test: &Test, forecasts: &[Forecast]) -> Self {
        let first = forecasts[0];
        let ends = forecasts.iter().map(|forecast| forecast.interval);
        let whole = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |whole, (low, high)| {
            (whole.0.min(low), whole.1.max(high))
        });
        let has_sign = test.expected.has_direction(first.interval);
        let interval =
            test.measured.map(|measured| interval_score(whole, &measured) / measured.mean.abs());
        Self {
            has_sign,
            has_size: test.expected.has_size(first.mean).map(|has_size| has_sign && has_size),
            interval: interval.filter(|score| score.is_finite()),
        }
    }
}

/// The score of an interval at level 1 − `MISSES`: its width, and 2/`MISSES` times how far the value
/// lies outside (Gneiting, Raftery 2007, §6.2). Where the study gives an interval, the mean over it, every
/// value in it being as likely.
pub fn interval_score((low, high): (f64, f64), measured: &Measured) -> f64 {
    let (from, to) = (measured.low, measured.high);
    let outside = mean_excess(from, to, high) + mean_excess(-to, -from, -low);
    (high - low) + 2.0 / MISSES * outside
}

/// How far a number lies above `limit` on average, if it is as likely to lie anywhere from `from` to `to`.
fn mean_excess(from: f64, to: f64, limit: f64) -> f64 {
    if limit >= to {
        0.0
    } else if limit <= from {
        0.5 * (from + to) - limit
    } else {
        (to - limit) * (to - limit) / (2.0 * (to - from))
    }
}

/// How well each forecaster did over these numbers, in the order of [`Forecaster::ALL`].
pub(super) fn summaries(scores: &[Scores]) -> [ScoreSummary; 3] {
    let summary = |who: usize| {
        let own: Vec<Score> = scores.iter().map(|scores| scores.0[who]).collect();
        let sizes: Vec<bool> = own.iter().filter_map(|score| score.has_size).collect();
        let intervals: Vec<f64> = own.iter().filter_map(|score| score.interval).collect();
        ScoreSummary {
            signs: own.iter().filter(|score| score.has_sign).count(),
            of_signs: own.len(),
            sizes: sizes.iter().filter(|is_right| **is_right).count(),
            of_sizes: sizes.len(),
            interval: intervals.iter().sum::<f64>() / intervals.len() as f64,
            of_intervals: intervals.len(),
        }
    };
    std::array::from_fn(summary)
}
