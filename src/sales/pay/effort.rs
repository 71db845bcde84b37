//! How hard a person works for the rest of a period.
//!
//! Effort e makes credit at `e^α` times the normal pace and costs `κ·e^(1 + 1/η)/(1 + 1/η)` a week.
//! A plan that is a straight line has a best effort in closed form; a bonus may make two efforts
//! locally best, so elsewhere the whole range is looked at.

use super::Curve;
use super::behaviour::Effort;
use crate::math::{exp, ln, powf};

/// The most that a unit of output may count for, in multiples of a normal plan: people have limits.
pub const MOST_REWARD: f64 = 8.0;

/// Efforts that are tried before the best is refined.
const TRIED: usize = 17;

/// The least effort that a search on a logarithmic scale begins with.
const NEARLY_NONE: f64 = 0.01;

/// What a person sees of the rest of a period. Credit in the unit of the plan, money in the
/// scenario's.
#[derive(Clone, Copy, Debug)]
pub struct Prospect<'a> {
    /// The pay of the period by own credit.
    pub own: &'a Curve,
    /// Own credit of the period that is certain.
    pub booked: f64,
    /// Own credit of the period that no effort changes: what is booked, and what is expected of
    /// deals that are about to be decided.
    pub own_mean: f64,
    /// The variance of that.
    pub own_variance: f64,
    /// The team's pool, if the plan has one.
    pub pool: Option<Pool<'a>>,
    /// Own credit that a week at e = 1 makes.
    pub rate_per_week: f64,
    /// The variance of that.
    pub variance_per_week: f64,
    /// Weeks left in the period.
    pub weeks: f64,
    /// The least standard deviation of the period's credit that a person reckons with.
    pub least_sd: f64,
    /// How much money of this period counts: 1, or less if it is far away.
    pub pay_weight: f64,
    /// Money per unit of own credit beyond the curve: deal rates, prizes, less what a ratchet will
    /// take. Counts by `pay_weight` as well.
    pub per_credit: f64,
    /// κ, money a week: response × stake × market pay a week.
    pub cost_per_week: f64,
}

/// A pool as one of those who share it sees it.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// The pool by the team's credit.
    pub curve: &'a Curve,
    /// Own share of it, 0 to 1.
    pub share: f64,
    /// What it brings the others and is felt as one's own: peer pressure × visibility × (1 − share).
    pub felt: f64,
    /// Credit of the team that is certain.
    pub booked: f64,
    /// Expected credit of the team at the end of the period but for what own effort makes in the
    /// weeks left.
    pub mean: f64,
    /// Standard deviation of the team's credit at the end of the period.
    pub sd: f64,
    /// Credit of the team that own effort makes in a week at e = 1.
    pub rate_per_week: f64,
}

/// The effort that a person with this prospect chooses, from `effort.least` to
/// [`most_effort`]: the global maximum over a constant effort for the rest of the period of expected
/// pay less cost.
pub fn best_effort(effort: &Effort, prospect: &Prospect) -> f64 {
    let most = most_effort(effort);
    if effort.least >= most || prospect.weeks <= 0.0 {
        return effort.least;
    }
    match prospect.constant_gain() {
        Some(gain) => {
            let reward = relative_reward(effort, gain, prospect.cost_per_week);
            powf(reward, exponent(effort)).max(effort.least)
        }
        None => search(effort, prospect, most),
    }
}

/// The effort that [`MOST_REWARD`] brings forth: none is higher.
pub fn most_effort(effort: &Effort) -> f64 {
    powf(MOST_REWARD, exponent(effort))
}

/// Best effort is reward to this power, by `α·M·e^(α − 1) = α·e^(1/η)`.
fn exponent(effort: &Effort) -> f64 {
    1.0 / (1.0 / effort.elasticity + 1.0 - effort.response)
}

/// M: money that a week at e = 1 earns, in multiples of what makes people work at e = 1 (κ/α).
fn relative_reward(effort: &Effort, gain_per_week: f64, cost_per_week: f64) -> f64 {
    if gain_per_week <= 0.0 {
        0.0
    } else if cost_per_week <= 0.0 {
        MOST_REWARD
    } else {
        (gain_per_week * effort.response / cost_per_week).min(MOST_REWARD)
    }
}

impl Prospect<'_> {
    /// Money that a week's work at e = 1 earns, if that is the same whatever the credit.
    fn constant_gain(&self) -> Option<f64> {
        let own = (self.own.is_linear_beyond(self.booked)? + self.per_credit) * self.rate_per_week;
        let pool = match &self.pool {
            Some(pool) => {
                let rate = pool.curve.is_linear_beyond(pool.booked)?;
                (pool.share + pool.felt) * rate * pool.rate_per_week
            }
            None => 0.0,
        };
        Some(self.pay_weight * (own + pool))
    }

    /// Expected money of the period if the weeks left are worked at `pace` (e^α).
    fn expected(&self, pace: f64) -> f64 {
        let worked = pace * self.weeks;
        let made = worked * self.rate_per_week;
        let variance = self.own_variance + worked * self.variance_per_week;
        let sd = variance.max(0.0).sqrt().max(self.least_sd);
        let own = self.own.expected_beyond(self.booked, self.own_mean + made, sd)
            + self.per_credit * made;
        let pool = self.pool.as_ref().map_or(0.0, |pool| {
            let mean = pool.mean + worked * pool.rate_per_week;
            (pool.share + pool.felt) * pool.curve.expected_beyond(pool.booked, mean, pool.sd)
        });
        self.pay_weight * (own + pool)
    }
}

/// Tries efforts in equal ratios, then the top of the parabola through the best three, which is
/// kept if it is better.
fn search(effort: &Effort, prospect: &Prospect, most: f64) -> f64 {
    const LAST: f64 = (TRIED - 1) as f64;
    let costliness = 1.0 + 1.0 / effort.elasticity;
    let cost = prospect.cost_per_week * prospect.weeks / costliness;
    let utility = |pace: f64, toil: f64| prospect.expected(pace) - cost * toil;
    let least = effort.least.max(NEARLY_NONE);
    let (log_least, log_range) = (ln(least), ln(most / least));
    let power = |steps: f64, y: f64| exp((log_least + log_range * steps / LAST) * y);
    let (mut pace, mut toil) = (power(0.0, effort.response), power(0.0, costliness));
    let faster = exp(log_range * effort.response / LAST);
    let harder = exp(log_range * costliness / LAST);
    let utilities: [f64; TRIED] = std::array::from_fn(|_| {
        let value = utility(pace, toil);
        pace *= faster;
        toil *= harder;
        value
    });
    let best =
        (1..TRIED).fold(0, |best, at| if utilities[at] > utilities[best] { at } else { best });
    let middle = best.clamp(1, TRIED - 2);
    let (before, after) = (utilities[middle - 1], utilities[middle + 1]);
    let bend = before - 2.0 * utilities[middle] + after;
    let top = middle as f64 + (0.5 * (before - after) / bend).clamp(-1.0, 1.0);
    let better = utility(power(top, effort.response), power(top, costliness)) > utilities[best];
    power(if better { top } else { best as f64 }, 1.0).clamp(effort.least, most)
}
