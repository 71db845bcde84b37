//! How hard a person works for the rest of a period.
//!
//! People work for pay and because it is their job. With m the norm, S the stake and W the expected
//! pay of the weeks left, effort e makes credit at the pace y = e^α and is worth
//! `(1 − m)·W(y) + m·S·y·weeks − α·S·weeks·e^(1 + 1/η)/(1 + 1/η)`. A plan that is a straight line has a
//! best effort in closed form, `(m + (1 − m)·M)^X` with M its pay in stakes and
//! `X = 1/(1/η + 1 − α)`; a bonus may make two efforts locally best, so elsewhere the whole range is
//! looked at.

use super::Year;
use super::behaviour::Effort;
use super::part::Part;
use super::prize::Contest;
use crate::math::{exp, ln, powf};

/// The most that a unit of output may count for, in multiples of a normal plan: people have limits.
pub const MOST_REWARD: f64 = 8.0;

/// Nobody works less than this, whatever the pay.
const LEAST: f64 = 0.05;

/// Efforts that are tried before the best is refined.
const TRIED: usize = 25;

/// What a person sees of the rest of a period.
#[derive(Clone, Copy, Debug)]
pub struct Prospect<'a> {
    /// Commission and bonuses by own credit.
    pub own: Part<'a>,
    /// The team's pool, if the plan has one.
    pub pool: Option<Part<'a>>,
    /// The later dates of pay of a plan that counts by the year.
    pub year: Option<Year<'a>>,
    /// Prizes by rank.
    pub prizes: Option<Contest<'a>>,
    /// What a week at e = 1 earns whatever the credit: rates by deal, fees, SPIFFs, what books in
    /// later periods, less what a ratchet takes. Money a week.
    pub money_per_week: f64,
    /// Weeks left in the period.
    pub weeks: f64,
    /// Share of the work of these weeks that is booked within them, 0 to 1.
    pub books: f64,
    /// S: what a week's work has at stake under a normal plan, in money.
    pub stake_per_week: f64,
}

/// The effort that a person with this prospect chooses: the global maximum over a constant effort for
/// the rest of the period, from what the norm alone brings to [`most_effort`].
pub fn best_effort(effort: &Effort, prospect: &Prospect) -> f64 {
    let (least, most) = (least_effort(effort), most_effort(effort));
    if least >= most || prospect.weeks <= 0.0 {
        return least;
    }
    match prospect.constant_gain() {
        Some(gain) => effort_at(effort, relative_reward(gain, prospect.stake_per_week)),
        None => search(effort, prospect, (least, most)),
    }
}

/// The effort of people whose work earns nothing: what they do because it is their job.
pub fn least_effort(effort: &Effort) -> f64 {
    effort_at(effort, 0.0)
}

/// The effort that [`MOST_REWARD`] brings forth: none is higher.
pub fn most_effort(effort: &Effort) -> f64 {
    effort_at(effort, MOST_REWARD)
}

/// The best effort where a week at e = 1 earns `reward` stakes.
fn effort_at(effort: &Effort, reward: f64) -> f64 {
    let power = 1.0 / (1.0 / effort.elasticity + 1.0 - effort.response);
    powf(effort.norm + (1.0 - effort.norm) * reward, power).max(LEAST)
}

/// M: money that a week at e = 1 earns, in stakes.
fn relative_reward(gain_per_week: f64, stake_per_week: f64) -> f64 {
    if gain_per_week <= 0.0 {
        0.0
    } else if stake_per_week <= 0.0 {
        MOST_REWARD
    } else {
        (gain_per_week / stake_per_week).min(MOST_REWARD)
    }
}

impl Prospect<'_> {
    /// Money that a week's work at e = 1 earns, if that is the same whatever the credit.
    fn constant_gain(&self) -> Option<f64> {
        if self.year.is_some() || self.prizes.is_some() {
            return None;
        }
        let pool = self.pool.as_ref().map_or(Some(0.0), Part::constant_gain)?;
        Some(self.books * (self.own.constant_gain()? + pool) + self.money_per_week)
    }

    /// What the weeks left are expected to bring if they are worked at `pace` (e^α), in money.
    fn expected(&self, pace: f64) -> f64 {
        let worked = pace * self.weeks;
        let booked = self.books * worked;
        let pool = self.pool.as_ref().map_or(0.0, |pool| pool.worth(booked));
        let year = self.year.as_ref().map_or(0.0, |year| year.expected(&self.own, worked, booked));
        let prizes = self.prizes.as_ref().map_or(0.0, |prizes| {
            let (mean, sd) = self.own.credit(booked);
            self.own.counts * prizes.expected(mean, sd)
        });
        self.own.worth(booked) + pool + year + prizes + self.money_per_week * worked
    }

    /// What one more unit of own credit, booked now, is worth through the curve, later dates and prizes,
    /// if the weeks left are worked at `pace`. In money.
    pub fn slope(&self, pace: f64) -> f64 {
        let worked = pace * self.weeks;
        let booked = self.books * worked;
        let year = self.year.as_ref().map_or(0.0, |year| year.slope(&self.own, worked, booked));
        let prizes = self.prizes.as_ref().map_or(0.0, |prizes| {
            let (mean, sd) = self.own.credit(booked);
            self.own.counts * prizes.slope(mean, sd)
        });
        self.own.slope(booked) + year + prizes
    }
}

/// Tries efforts in equal ratios, then the top of the parabola through the best three, which is
/// kept if it is better.
fn search(effort: &Effort, prospect: &Prospect, (least, most): (f64, f64)) -> f64 {
    const LAST: f64 = (TRIED - 1) as f64;
    let costliness = 1.0 + 1.0 / effort.elasticity;
    let stake = prospect.stake_per_week * prospect.weeks;
    let (norm, cost) = (effort.norm * stake, effort.response * stake / costliness);
    let utility = |pace: f64, toil: f64| {
        (1.0 - effort.norm) * prospect.expected(pace) + norm * pace - cost * toil
    };
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
    power(if better { top } else { best as f64 }, 1.0).clamp(least, most)
}
