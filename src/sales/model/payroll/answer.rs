//! People look at their pay and settle how they work: effort, and what one more unit of credit is
//! worth.

use super::account::View;
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::math;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;
use crate::sales::pay::{Plan, Prospect, best_effort};
use crate::sales::record::{Presence, Seat};

const WEEKS_PER_YEAR: f64 = 52.0;
/// Spread of final credit that people reckon with at least, as a share of the quota.
const LEAST_SPREAD: f64 = 0.02;

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Everybody on a plan answers.
    pub(crate) fn answer(&mut self, now: Time) {
        for seat in self.seats.ids() {
            if let Some(plan) = self.payroll.plan_of(seat) {
                self.settle_effort(seat, plan, now);
            }
        }
    }

    fn settle_effort(&mut self, seat: SeatId, plan: &Plan, now: Time) {
        let behaviour = &self.payroll.terms.behaviour;
        let stake_per_week = self.payroll.stake_per_week(&self.seats[seat]);
        let (prospect, sd) = self.payroll.prospect(seat, plan, stake_per_week, now);
        let effort = behaviour.effort.as_ref().map_or(1.0, |e| best_effort(e, &prospect));
        let view = self.payroll.view(effort, &prospect, sd, stake_per_week);
        self.payroll.accounts[seat].view = view;
        self.seats[seat].drive = view.pace;
        if self.tallies.covers(now) && self.seats[seat].presence == Presence::Present {
            let tally = &mut self.tallies.pay;
            tally.effort += effort;
            tally.duty += view.duty;
            tally.effort_weeks += 1;
        }
    }
}

impl Payroll<'_> {
    /// What a week's work has at stake, in money.
    fn stake_per_week(&self, seat: &Seat) -> f64 {
        self.terms.stake() * self.market_pay(seat) / WEEKS_PER_YEAR
    }

    /// What the rest of the period may bring to a person, and the spread of the credit at its end.
    fn prospect(
        &self,
        seat: SeatId,
        plan: &Plan,
        stake_per_week: f64,
        now: Time,
    ) -> (Prospect<'_>, f64) {
        let behaviour = &self.terms.behaviour;
        let (week, variance) = self.usual_week(seat, plan);
        let account = &self.accounts[seat];
        let left = self.hours_left(plan, now);
        let weeks = left / HOURS_PER_WEEK;
        let far = behaviour.patience.filter(|patience| left > patience.beyond_hours);
        let (piped, pipe_variance) = self.pipeline[seat];
        let least_sd =
            (LEAST_SPREAD * account.quota).max(0.5 * self.planned.usual_deal(plan.base).0);
        let sd = (pipe_variance + variance * weeks).sqrt().max(least_sd);
        let response = behaviour.effort.map_or(0.0, |effort| effort.response);
        let prospect = Prospect {
            own: &account.curve,
            booked: account.sums.credit,
            own_mean: account.sums.credit + piped,
            own_variance: pipe_variance,
            pool: self.own_pool(seat).map(|at| self.pool_prospect(at, seat, now)),
            rate_per_week: week,
            variance_per_week: variance,
            weeks,
            least_sd,
            pay_weight: far.map_or(1.0, |patience| patience.weight),
            per_credit: self.beyond_the_curve(seat, plan, (week, variance), sd)
                + self.shadow_of_ratchet(seat, plan, (week, variance)),
            cost_per_week: response * stake_per_week,
        };
        (prospect, sd)
    }

    /// What a person who works with this effort makes of it.
    fn view(&self, effort: f64, prospect: &Prospect<'_>, sd: f64, stake_per_week: f64) -> View {
        let behaviour = &self.terms.behaviour;
        let Prospect { booked, weeks, pay_weight: weight, rate_per_week: week, .. } = *prospect;
        let pace = behaviour.effort.map_or(1.0, |e| math::powf(effort, e.response));
        let mean = prospect.own_mean + week * pace * weeks;
        let own_slope = weight * (prospect.own.slope(mean, sd) + prospect.per_credit);
        let (pool_slope, pool_week) = prospect.pool.as_ref().map_or((0.0, 0.0), |pool| {
            let spread = pool.sd.max(prospect.least_sd);
            let slope = pool.curve.slope(pool.mean + pool.rate_per_week * weeks, spread);
            (weight * (pool.share + pool.felt) * slope, pool.rate_per_week)
        });
        let rewards = (own_slope * week / stake_per_week, pool_slope * pool_week / stake_per_week);
        let duty = behaviour.duty.map_or(1.0, |duty| duty.done(rewards.0 - rewards.1));
        View { pace, booked, mean, sd, own_slope, pool_slope, duty }
    }
}
