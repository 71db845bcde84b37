//! Money spent on a channel, and the leads that it brings: less and less for each further euro, and late.

use super::calendar::HOURS_PER_WEEK;
use crate::math::{exp, ln};
use std::f64::consts::LN_2;

/// Less than this share of the reference brings nobody.
const NOTHING: f64 = 1e-9;

/// Money that goes into a channel week by week, whatever comes of it. Inert data.
///
/// The run begins with the channel in balance at `reference`. What is spent from then on takes the place of what
/// was spent before: half of the way in each half-life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spend {
    /// Money a week.
    pub per_week: f64,
    /// The money a week at which as many leads come as the channel's arrivals say; above 0.
    pub reference: f64,
    /// By how many percent leads change when the reference changes by one, 0 to 1; 1 = in proportion.
    pub elasticity: f64,
    /// Half-life of the effect of money once spent, in weeks; 0 = it acts in its own week alone.
    pub half_life_weeks: f64,
    /// What a doubling of the leads takes off the quantile of their fit, 0 to 1.
    pub dilution: f64,
    /// How much dearer it is to aim: the factor on the information in it, 0 or more.
    pub focus: f64,
}

impl Spend {
    /// Leads at this stock of past spending, as a share of those at the reference; `x` is the stock in
    /// references: `x / (ε + (1 − ε)·x)`. 0 at 0, 1 at 1 with slope ε there, at most 1 / (1 − ε).
    pub fn volume(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        // written so that a stock of 1 gives exactly 1
        x / (x + self.elasticity * (1.0 - x))
    }

    /// The stock in a week of the run, in references: `s_w = (1 − l)·spend + l·s_(w−1)`, l = ½^(1/half-life).
    pub fn stock(&self, week: u32) -> f64 {
        let spent = self.per_week / self.reference;
        let stock = spent + (1.0 - spent) * self.left_after(f64::from(week) + 1.0);
        if stock < NOTHING { 0.0 } else { stock }
    }

    /// Whether other leads come than arrivals say.
    pub fn changes_something(&self) -> bool {
        (self.per_week - self.reference).abs() > 0.0
    }

    /// Whether nothing is spent and nothing is left of what once was: nobody comes any more.
    pub fn is_over(&self, week: u32) -> bool {
        self.per_week == 0.0 && self.stock(week) == 0.0
    }

    fn left_after(&self, weeks: f64) -> f64 {
        if self.half_life_weeks > 0.0 { exp(-LN_2 * weeks / self.half_life_weeks) } else { 0.0 }
    }

    /// The factor on the rate of arrivals in a week of the run.
    pub fn factor(&self, week: u32) -> f64 {
        self.volume(self.stock(week))
    }

    /// The factor on the rate when the past has been forgotten.
    pub fn lasting_factor(&self) -> f64 {
        self.volume(self.per_week / self.reference)
    }

    /// What a lead that comes at this hour is short of in fit, as a part of the channel's ranks: the more
    /// leads are bought, the less they fit.
    pub fn diluted(&self, hour: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts saturate"
        )]
        let factor = self.factor((hour / HOURS_PER_WEEK) as u32);
        if factor > 0.0 { self.dilution * ln(factor) / LN_2 } else { 0.0 }
    }
}
