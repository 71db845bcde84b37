//! People look at their pay and settle how they work: effort, and what one more unit of credit is
//! worth.

use super::account::{PRIOR_WEEKS, View};
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::math;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;
use crate::sales::pay::{
    Curve, Plan, Pool as PoolProspect, Prospect, Terms, best_effort, prize_slope, ratchet_slope,
};
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

    /// Own credit a week at normal effort, and the variance a week makes of it.
    pub(crate) fn usual_week(&self, seat: SeatId, plan: &Plan) -> (f64, f64) {
        let account = &self.accounts[seat];
        let heads = self.members(account.plan).count().max(1) as f64;
        let expected = self.planned.planned_week(plan, account.quota, heads);
        account.memory.own.usual(expected, self.planned.usual_deal(plan.base).1)
    }

    /// Credit of a pool in a week at normal effort, and the variance a week makes of it.
    fn pool_week(&self, at: usize) -> (f64, f64) {
        let team = self.team_of(at);
        let expected = self.planned.planned_team_week(team.base, team.quota, self.pool_plan(at));
        self.pools[at].results.usual(expected, self.planned.usual_deal(team.base).1)
    }

    /// The pool that a person shares.
    pub(super) fn own_pool(&self, seat: SeatId) -> Option<usize> {
        let plan = self.accounts[seat].plan;
        self.pools.iter().position(|pool| pool.plan == plan)
    }

    /// Money for one more unit of credit beyond the curve: deal rates, fees, prizes.
    pub(super) fn beyond_the_curve(
        &self,
        seat: SeatId,
        plan: &Plan,
        (week, _): (f64, f64),
        sd: f64,
    ) -> f64 {
        let account = &self.accounts[seat];
        let memory = &account.memory;
        let other = memory.other / (memory.own.weeks + PRIOR_WEEKS);
        let extra = if week > 0.0 { other / week } else { 0.0 };
        if plan.prizes.is_empty() {
            return extra;
        }
        let heads = self.members(account.plan).count();
        extra + account.scale * prize_slope(&plan.prizes, heads, sd)
    }

    /// What one more unit of credit costs in the next period where the quota follows results: money,
    /// 0 or less.
    pub(super) fn shadow_of_ratchet(
        &self,
        seat: SeatId,
        plan: &Plan,
        (week, variance): (f64, f64),
    ) -> f64 {
        if plan.ratchet.is_none() {
            return 0.0;
        }
        let account = &self.accounts[seat];
        let weeks = plan.period.hours() / HOURS_PER_WEEK;
        let next = (week * weeks, (variance * weeks).sqrt());
        let terms = Terms::new(account.quota, account.scale);
        let attained = account.view.mean;
        let slope = ratchet_slope(plan, &terms, attained, next, &mut Curve::nothing());
        self.terms.behaviour.patience.map_or(1.0, |patience| patience.weight) * slope
    }

    /// Hours until the running period of a plan ends.
    pub(super) fn hours_left(&self, plan: &Plan, now: Time) -> f64 {
        (self.period_ends[plan.period as usize] - now.hours()).max(0.0)
    }

    /// People on plans.
    fn paid_heads(&self) -> usize {
        self.accounts.ids().filter(|seat| self.pays(*seat)).count()
    }

    /// The mean pace of those people on plans who are `wanted`; 1 if nobody is.
    pub(super) fn pace_of(&self, wanted: impl Fn(SeatId) -> bool) -> f64 {
        let (mut sum, mut heads) = (0.0, 0.0);
        for seat in self.accounts.ids().filter(|seat| self.pays(*seat) && wanted(*seat)) {
            sum += self.accounts[seat].view.pace;
            heads += 1.0;
        }
        if heads > 0.0 { sum / heads } else { 1.0 }
    }

    /// What a member has of the pool.
    pub(super) fn pool_prospect(&self, at: usize, seat: SeatId, now: Time) -> PoolProspect<'_> {
        let pool = &self.pools[at];
        let members = self.members(pool.plan).count().max(1) as f64;
        let (week, variance) = self.pool_week(at);
        let weeks = self.hours_left(self.pool_plan(at), now) / HOURS_PER_WEEK;
        let share = 1.0 / members;
        // A deal has many makers: of the team's credit an equal part is one's own doing.
        let own = 1.0 / self.paid_heads().max(1) as f64;
        let felt =
            self.terms.behaviour.peers.map_or(0.0, |p| p.pressure * p.visibility * (1.0 - share));
        // The others go on as they do; oneself at normal effort.
        let others = self.pace_of(|other| other != seat);
        let pace = own + (1.0 - own) * others;
        PoolProspect {
            curve: &pool.curve,
            share,
            felt,
            booked: pool.credit.in_cents(),
            mean: pool.credit.in_cents() + week * weeks * (1.0 - own) * others,
            sd: (variance * weeks * pace).sqrt(),
            rate_per_week: week * own,
        }
    }
}
