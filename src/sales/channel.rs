//! Where leads come from: volume, cost and mix.

use super::buyer::Prospects;
use super::spend::Spend;
use crate::engine::law::Law;

/// A named source of leads.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its name, unique.
    pub name: String,
    /// When its leads arrive.
    pub arrivals: Arrivals,
    /// How many leads come at once (drawn per arrival, rounded, at least 1); one if absent.
    pub batch: Option<Law>,
    /// Money paid for each lead when it arrives; none where money is spent on the channel instead.
    pub cost_per_lead: f64,
    /// Money spent on it week by week, if its leads are not paid one by one.
    pub spend: Option<Spend>,
    /// Chance of each segment, by index; sums to 1.
    pub segment_mix: Vec<f64>,
    /// Priority class: 0 is served first (written as class 1 in a scenario).
    pub class: u8,
    /// The stage its leads enter at, if not the funnel's first.
    pub entry: Option<usize>,
    /// Exponent on the raw reply-delay curve of a `contact` stage (0 = slow replies cost nothing).
    pub reply_sensitivity: Option<f64>,
    /// Who comes through it (read where the system has buyers).
    pub prospects: Prospects,
}

/// When leads arrive.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// A Poisson process, possibly overdispersed, with a rate that varies in time.
    Rate(Rate),
    /// Independent gaps of this law, in hours (deterministic arrivals: a fixed gap).
    Every(Law),
    /// At these instants, in hours, ascending.
    At(Vec<f64>),
}

/// The rate of a Poisson process: shape × weekly factor × weekly luck.
#[derive(Clone, Debug)]
pub struct Rate {
    /// The rate over the clock.
    pub shape: RateShape,
    /// A factor for each week of a 52-week year (season); empty = none.
    pub season: Vec<f64>,
    /// Growth per year, as a share: 0.1 = after 52 weeks the rate is 10 % higher (compound, weekly).
    pub growth_per_year: f64,
    /// Index of dispersion (variance over mean) of weekly counts; 1 = Poisson. Above 1 the rate of
    /// each week is multiplied by a keyed gamma factor of mean 1.
    pub dispersion: f64,
}

/// How a rate varies over the clock.
#[derive(Clone, Debug, PartialEq)]
pub enum RateShape {
    /// Always the same, per hour.
    Constant {
        /// Leads per hour.
        per_hour: f64,
    },
    /// Constant between break points, repeating.
    Steps {
        /// (start in hours, leads per hour), starts ascending from 0.
        steps: Vec<(f64, f64)>,
        /// Length of the cycle in hours.
        repeat_hours: f64,
    },
    /// `mean · (1 + amplitude · sin(2π t / period))`.
    Wave {
        /// Mean rate per hour.
        per_hour: f64,
        /// 0 to 1.
        amplitude: f64,
        /// Length of the cycle in hours.
        period_hours: f64,
    },
}
