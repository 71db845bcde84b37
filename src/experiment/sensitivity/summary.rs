//! What a sensitivity analysis found: everything its report shows, computed.

use super::{Method, Question};
use crate::experiment::health::sourced;
use crate::experiment::scaling::Scaling;
use crate::experiment::sweep::Crossing;
use crate::scenario::Level;
use crate::stats::{ElementaryEffects, Index, SobolIndex, Verdict, Worth};

/// The findings as plain data.
#[derive(Clone, Debug)]
pub struct SensitivitySummary {
    /// The scenario's name.
    pub scenario: String,
    /// SHA-256 of the scenario as written, in hexadecimal.
    pub hash: String,
    /// SHA-256 of the world and the policies alone.
    pub world: String,
    /// The currency.
    pub currency: String,
    /// The seed.
    pub seed: u64,
    /// How inputs were moved.
    pub method: Method,
    /// What was looked at.
    pub question: Question,
    /// Name and label of each policy.
    pub policies: Vec<(String, String)>,
    /// The inputs, in order.
    pub inputs: Vec<InputSummary>,
    /// Different points that were run.
    pub points: usize,
    /// Replications of each policy at every point.
    pub runs: u32,
    /// Weeks of the measured window; `None` if it ends with a number of leads.
    pub weeks: Option<f64>,
    /// What came out.
    pub findings: Findings,
    /// Assumptions that cannot be moved: key path and reason.
    pub left_out: Vec<(String, String)>,
    /// Events handled.
    pub events: u64,
    /// The factors on variable pay that make it cost the same in the scenario as written, where
    /// policies ask for that; they hold at every point.
    pub scaling: Option<Scaling>,
    /// What a reader must know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// An input as a report needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct InputSummary {
    /// The key paths.
    pub keys: Vec<String>,
    /// How people read it; its key where several would read alike.
    pub label: String,
    /// The unit of its numbers; may be empty.
    pub unit: String,
    /// Its ends, or all values of a list.
    pub levels: Vec<Level>,
    /// The scenario's own value, where it can be placed on the range.
    pub base: Option<Level>,
    /// Whether its value has a source.
    pub is_sourced: bool,
}

impl SensitivitySummary {
    /// Whether some of its inputs have a source.
    pub fn has_sources(&self) -> bool {
        self.inputs.iter().any(|input| input.is_sourced)
    }

    /// The share of the influence found that is due to inputs with a source; `None` where the method finds
    /// none: an influence is a swing, a mean effect or a total share of the variance.
    pub fn sourced_influence(&self) -> Option<f64> {
        let of = |input: usize, influence: f64| (self.inputs[input].is_sourced, influence);
        match &self.findings {
            Findings::Tornado { bars, .. } => {
                sourced(bars.iter().map(|bar| of(bar.input, bar.beyond_luck())))
            }
            Findings::Morris(all) => {
                sourced(all.iter().map(|one| of(one.input, one.effects.mu_star)))
            }
            Findings::Sobol { inputs, .. } => {
                sourced(inputs.iter().map(|one| of(one.input, one.index.total.value.max(0.0))))
            }
            Findings::Value(_) => None,
        }
    }
}

/// What came out, by method.
#[derive(Clone, Debug)]
pub enum Findings {
    /// One input at a time.
    Tornado {
        /// At the base.
        base: Reading,
        /// The inputs, that which moves most first.
        bars: Vec<Bar>,
    },
    /// Elementary effects, the largest first.
    Morris(Vec<Screened>),
    /// Sobol' indices.
    Sobol {
        /// Rows that tell.
        rows: usize,
        /// Rows undefined in too many runs.
        undefined: usize,
        /// Mean over all inputs.
        mean: f64,
        /// Variance over all inputs, without that of luck.
        variance: Index,
        /// The inputs, the largest total index first.
        inputs: Vec<Shared>,
    },
    /// The value of information.
    Value(ValueSummary),
}

/// The measure, or the difference in it, at one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value of the input that was moved; `None` at the base.
    pub level: Option<Level>,
    /// Mean over the runs; NaN if it is defined in none.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Differences up to this size do not matter; 0 for the measure of one policy.
    pub zone: f64,
    /// On policy b, of a difference in a measure that can be better or worse.
    pub verdict: Option<Verdict>,
}

/// What one input does alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Index of the input.
    pub input: usize,
    /// At its values, in their order.
    pub readings: Vec<Reading>,
    /// Indices of the readings at the ends of the bar: of a range its ends, of a list the least
    /// and the greatest.
    pub ends: (usize, usize),
    /// Mean of the second end less the first, run by run on the same luck.
    pub swing: f64,
    /// Its 95 % interval.
    pub swing_interval: (f64, f64),
    /// Whether every run is the same to the last bit at all values.
    pub is_idle: bool,
    /// What it does to the verdict.
    pub turn: Turn,
    /// Where on the range the difference crosses 0, by linear interpolation through the base.
    pub break_even: Vec<Crossing>,
}

/// Half of a 95 % interval is so many standard errors.
const HALF_95: f64 = 1.96;

impl Bar {
    /// The swing less what luck adds to its size: √(swing² − error²), 0 where luck explains all of it. Many
    /// inputs that move nothing would else add up to much.
    fn beyond_luck(&self) -> f64 {
        let error = (self.swing_interval.1 - self.swing_interval.0) / 2.0 / HALF_95;
        (self.swing * self.swing - error * error).max(0.0).sqrt()
    }
}

/// What moving one input does to the verdict of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It stands at every value, or there is none.
    Stands,
    /// At these values (indices of readings) another policy wins.
    Turns(Vec<usize>),
    /// At these values a verdict that was decided no longer is, or one that was open is decided.
    Changes(Vec<usize>),
}

/// One input in a screening.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screened {
    /// Index of the input.
    pub input: usize,
    /// Its elementary effects over its whole range.
    pub effects: ElementaryEffects,
    /// Whether no step of it changed any run.
    pub is_idle: bool,
}

/// The share of one input in the variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// Index of the input.
    pub input: usize,
    /// Its indices.
    pub index: SobolIndex,
    /// Whether no step of it changed any run.
    pub is_idle: bool,
}

/// What knowing the inputs is worth, in the unit of the measure.
#[derive(Clone, Debug)]
pub struct ValueSummary {
    /// Points that tell.
    pub points: usize,
    /// Points at which the measure is undefined under some policy.
    pub undefined: usize,
    /// By policy: mean of the measure over all inputs.
    pub means: Vec<f64>,
    /// The policy that is best on average.
    pub best: usize,
    /// Of knowing all inputs; `None` with too few points.
    pub all: Option<Worth>,
    /// Share of the variance of the advantage of the second policy over the first that the inputs
    /// explain; NaN without `all`.
    pub explained: f64,
    /// The inputs, the most valuable first; none with too few points.
    pub inputs: Vec<Worthwhile>,
}

/// What knowing one input is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worthwhile {
    /// Index of the input.
    pub input: usize,
    /// Its worth.
    pub worth: Worth,
}
