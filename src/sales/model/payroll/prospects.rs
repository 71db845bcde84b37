//! What the rest of a period may bring, as people reckon it from what they remember.

use super::Payroll;
use super::account::PRIOR_WEEKS;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::pay::{Curve, Plan, Pool as PoolProspect, Terms, prize_slope, ratchet_slope};

impl Payroll<'_> {
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
