//! What a usual period brings, and with it a usual year: the money, how uncertain it is, and what the
//! next unit of credit adds.

use super::plan::Plan;
use super::{Curve, Terms};

const WEEKS_PER_YEAR: f64 = 52.0;
const HOURS_PER_WEEK: f64 = 168.0;

/// Credit of a usual week at the pace that is worked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Week {
    /// Its mean.
    pub credit: f64,
    /// Its variance.
    pub variance: f64,
}

impl Week {
    /// Mean and standard deviation of the credit of so many weeks.
    pub fn times(self, weeks: f64) -> (f64, f64) {
        (self.credit * weeks, (self.variance * weeks).sqrt())
    }
}

/// What a part of pay is expected to bring in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UsualYear {
    /// Money, and its variance.
    pub mean: f64,
    /// See [`UsualYear::mean`].
    pub variance: f64,
    /// Money for one more unit of credit.
    pub slope: f64,
    /// The variance of the credit that it is paid for.
    pub noise: f64,
}

impl UsualYear {
    /// Commission and bonuses of a plan with this quota and factor; a plan that counts by the year is
    /// reckoned by the year as a whole. `curve` is overwritten.
    pub fn of_plan(plan: &Plan, (quota, scale): (f64, f64), week: Week, curve: &mut Curve) -> Self {
        let whole = Terms::new(quota, scale);
        let (terms, weeks) = if plan.cumulative {
            let periods = f64::from(plan.period.per_year());
            (Terms { quota: quota * periods, employed: periods, ..whole }, WEEKS_PER_YEAR)
        } else {
            (whole, plan.period.hours() / HOURS_PER_WEEK)
        };
        curve.set_to_plan(plan, &terms);
        Self::of_curve(curve, week, weeks)
    }

    /// Pay by a curve over periods of so many weeks.
    pub fn of_curve(curve: &Curve, week: Week, weeks: f64) -> Self {
        let (credit, sd) = week.times(weeks);
        let (mean, variance) = curve.mean_and_variance(credit, sd);
        let slope = curve.slope(credit, sd);
        Self::of_periods(Self { mean, variance, slope, noise: sd * sd }, weeks)
    }

    /// A year of periods of so many weeks that bring this each.
    pub fn of_periods(period: Self, weeks: f64) -> Self {
        let periods = WEEKS_PER_YEAR / weeks;
        Self {
            mean: period.mean * periods,
            variance: period.variance * periods,
            slope: period.slope,
            noise: period.noise * periods,
        }
    }

    /// Of so much of the money.
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        let Self { mean, variance, slope, noise } = self;
        Self { mean: share * mean, variance: share * share * variance, slope: share * slope, noise }
    }
}
