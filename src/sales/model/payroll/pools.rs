//! Pools that the people on a plan share, and prizes that they compete for.

use super::account::Pool;
use super::deal::Deal;
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::sales::handle::{Handle, PlanId, SeatId};
use crate::sales::observer::{Observer, Pooled};
use crate::sales::pay::{
    Period, Plan, PoolShare, Scale, Split, Team, in_cents, part_of, reckon_pool, split_cents,
};

impl<'a> Payroll<'a> {
    /// The plan of a pool, and what it says of the pool.
    pub(super) fn pool_plan(&self, at: usize) -> &'a Plan {
        &self.terms.plans[self.pools[at].plan.place()]
    }

    pub(super) fn team_of(&self, at: usize) -> &'a Team {
        self.pool_plan(at).team.as_ref().expect("a pool has a team")
    }
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Pools of the plans that the rules in force give to anybody; those that there were under the
    /// same factor (`before`) go on.
    pub(crate) fn open_pools(&mut self, before: Scale) {
        let mut old = std::mem::take(&mut self.payroll.pools);
        if before != self.ctx.policy.pay.scale {
            old.clear();
        }
        for (plan, terms) in self.payroll.terms.plans.iter().enumerate() {
            let plan = PlanId::at(plan);
            if let Some(team) = terms.team.as_ref().filter(|_| self.is_used(plan)) {
                let before = old.iter().position(|pool| pool.plan == plan);
                let new = || Pool::new(plan, team, self.ctx.policy.pay.scale.factor());
                self.payroll.pools.push(before.map_or_else(new, |at| old.swap_remove(at)));
            }
        }
    }

    /// Whether the rules in force give a plan to anybody.
    fn is_used(&self, plan: PlanId) -> bool {
        self.ctx.roles.iter().any(|(_, role)| role.plan == Some(plan.place()))
    }

    /// Pools that do not go on under the rules in force, which replace those of the factor `before`,
    /// are shared out.
    pub(crate) fn divide_pools_that_end(&mut self, before: Scale, now: Time) {
        for at in 0..self.payroll.pools.len() {
            if !self.is_used(self.payroll.pools[at].plan) || before != self.ctx.policy.pay.scale {
                self.divide_pool(at, before.factor(), now);
            }
        }
    }

    /// Every pool counts every deal once; what it adds is booked in equal parts until the period
    /// ends.
    pub(super) fn credit_pools(&mut self, deal: &Deal, now: Time) {
        let covered = self.tallies.covers(now);
        for at in 0..self.payroll.pools.len() {
            let credit = deal.of(self.payroll.team_of(at).base);
            let pool = &mut self.payroll.pools[at];
            let before = pool.curve.pay(pool.credit.in_cents());
            pool.credit += credit;
            pool.results.count(credit);
            let gain = pool.curve.pay(pool.credit.in_cents()) - before;
            let plan = pool.plan;
            self.book_to_members(plan, gain, covered);
        }
    }

    /// Shares the pools of plans with this period among the people who are there.
    pub(super) fn divide_pools(&mut self, kind: Period, now: Time) {
        for at in 0..self.payroll.pools.len() {
            if self.payroll.pool_plan(at).period == kind {
                self.divide_pool(at, self.ctx.policy.pay.scale.factor(), now);
            }
        }
    }

    /// Shares a pool that was filled under this factor on variable pay.
    fn divide_pool(&mut self, at: usize, scale: f64, now: Time) {
        let plan = self.payroll.pools[at].plan;
        let team = self.payroll.team_of(at);
        let seats: Vec<SeatId> = self.payroll.members(plan).to_vec();
        let weight = |s: &SeatId| match team.split {
            Split::Equal => 1.0,
            Split::Credit => self.payroll.accounts[*s].sums.credit,
            Split::Hours => self.payroll.accounts[*s].hours,
        };
        let weights: Vec<f64> = seats.iter().map(weight).collect();
        let keys: Vec<u64> = seats.iter().map(|s| self.seats[*s].name.key).collect();
        let mut shares = Vec::new();
        let credit = std::mem::take(&mut self.payroll.pools[at].credit).in_cents();
        let lines = reckon_pool(team, credit, scale);
        let money = in_cents(lines.iter().map(|line| line.amount).sum());
        split_cents(money, &weights, &keys, &mut shares);
        self.observer.pooled(&Pooled {
            plan: plan.place(),
            at: now.hours(),
            credit,
            money,
            lines: &lines,
            seats: &seats,
            weights: &weights,
        });
        for (place, (seat, paid)) in seats.iter().zip(&shares).enumerate() {
            let share = PoolShare { money, part: part_of(&weights, place), paid: *paid };
            self.payroll.accounts[*seat].sums.pool = share;
        }
    }

    /// Prizes by rank in credit among the people on a plan.
    pub(super) fn divide_prizes(&mut self, kind: Period) {
        let payroll = self.payroll.terms;
        for (plan, terms) in payroll.plans.iter().enumerate() {
            if terms.prizes.is_empty() || terms.period != kind {
                continue;
            }
            let mut seats: Vec<_> = self.payroll.members(PlanId::at(plan)).to_vec();
            seats.sort_by(|a, b| {
                let credit = |s: &SeatId| self.payroll.accounts[*s].sums.credit;
                let key = |s: &SeatId| self.seats[*s].name.key;
                credit(b).total_cmp(&credit(a)).then(key(a).cmp(&key(b)))
            });
            for (seat, prize) in seats.iter().zip(&terms.prizes) {
                self.payroll.accounts[*seat].sums.prize = *prize;
            }
        }
    }
}
