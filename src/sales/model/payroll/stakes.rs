//! What a deal is worth to the person who works it.

use super::Payroll;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::pay::{Base, Plan};
use crate::sales::record::Lead;

impl Payroll<'_> {
    /// Forgets which deals are being decided.
    pub(crate) fn empty_pipeline(&mut self) {
        self.pipeline.fill((0.0, 0.0));
        self.pools.iter_mut().for_each(|pool| pool.due = (0.0, 0.0));
    }

    /// A deal is being decided at `due` hours that will be won with this chance: it counts where it falls
    /// into the running period.
    pub(crate) fn expect_deal(&mut self, ctx: &Context, lead: &Lead, chance: f64, due: f64) {
        let falls = |plan: Option<&Plan>| plan.is_some_and(|plan| due < self.period_end(plan));
        let closing = self.plan_of(lead.closer).filter(|plan| plan.credits_closing);
        if falls(closing) {
            let credit = self.credit_at_stake(ctx, lead, lead.closer);
            add_chance(&mut self.pipeline[lead.closer], chance, credit);
        }
        for at in 0..self.pools.len() {
            if due >= self.period_end(self.pool_plan(at)) {
                continue;
            }
            let credit = self.team_of(at).base.of_price(lead.value, ctx.segment(lead).margin);
            add_chance(&mut self.pools[at].due, chance, credit);
        }
    }

    /// What of a deal the seller who closes it would be credited with, at list price, as far as he
    /// can see.
    pub(crate) fn credit_at_stake(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let Some(plan) = self.plan_of(seat) else { return 0.0 };
        let upstream: f64 = ctx.policy.pay.split.iter().map(|(_, share)| share).sum();
        plan.base.of_price(lead.value, ctx.segment(lead).margin) * (1.0 - upstream)
    }

    /// What of a deal the pool of the person in a seat would be credited with, at list price.
    pub(crate) fn pool_credit(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        self.own_pool(seat)
            .map_or(0.0, |at| self.team_of(at).base.of_price(lead.value, ctx.segment(lead).margin))
    }

    /// What winning a deal is worth to the person who works it: what it adds to pay, own and through the
    /// pool, and that it is the job.
    pub(crate) fn own_gain(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let credit = self.credit_at_stake(ctx, lead, seat);
        let pay = self.accounts[seat].gain(credit) + self.felt_pay(ctx, lead, seat);
        (1.0 - self.terms.norm()) * pay + self.norm_per_credit(seat) * credit
    }

    /// What a meeting is worth to somebody who is paid by them: it comes as soon as a lead passes the gate,
    /// whatever becomes of it.
    pub(crate) fn meeting_gain(&self, seat: SeatId) -> f64 {
        let is_counted = self.plan_of(seat).is_some_and(|plan| plan.base == Base::Meetings);
        let pay = (1.0 - self.terms.norm()) * self.accounts[seat].gain(1.0);
        if is_counted { pay + self.norm_per_credit(seat) } else { 0.0 }
    }

    /// The same at the margin.
    pub(crate) fn worth_to(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let credit = self.credit_at_stake(ctx, lead, seat);
        let own = (1.0 - self.terms.norm()) * self.accounts[seat].view.own_slope;
        (own + self.norm_per_credit(seat)) * credit + self.felt_worth(ctx, lead, seat)
    }

    /// What a deal is worth to somebody through the pool.
    pub(crate) fn felt_worth(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        (1.0 - self.terms.norm()) * self.felt_pay(ctx, lead, seat)
    }

    /// What a deal adds to pay through the pool, the others' part as far as it is felt.
    fn felt_pay(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        self.accounts[seat].view.pool_slope * self.pool_credit(ctx, lead, seat)
    }

    /// What of an hour's worth to the firm is the seller's own, as of a deal that closes.
    pub(crate) fn share_of_worth(&self, ctx: &Context, seat: SeatId) -> f64 {
        let plan = self.plan_of(seat).expect("somebody on a plan");
        let view = &self.accounts[seat].view;
        let upstream: f64 = ctx.policy.pay.split.iter().map(|(_, share)| share).sum();
        let own = (1.0 - self.terms.norm()) * view.own_slope.max(0.0) + view.norm_per_credit;
        let felt = self.own_pool(seat).map_or(0.0, |at| {
            (1.0 - self.terms.norm())
                * view.pool_slope
                * self.planned.credit_per_money(self.team_of(at).base)
        });
        own * self.planned.credit_per_money(plan.base) * (1.0 - upstream) + felt
    }

    /// What an hour of work is worth to a person, in money: in a usual week of so many hours.
    pub(crate) fn hour_worth(&self, ctx: &Context, seat: SeatId, hours_per_week: f64) -> f64 {
        let Some(plan) = self.plan_of(seat) else { return 0.0 };
        let view = &self.accounts[seat].view;
        let week = self.usual_week(seat, plan).0;
        let pool = self.own_pool(seat).map_or(0.0, |at| {
            let part = self.crowd.part(self.accounts[seat].weight);
            view.pool_slope * part * self.pool_week(at, ctx.throughput).0
        });
        let pay = (1.0 - self.terms.norm()) * (view.per_week.max(0.0) + pool);
        (pay + view.norm_per_credit * week) / hours_per_week
    }
}

/// Adds a deal of so much credit that is won with this chance to a mean and a variance.
fn add_chance((mean, variance): &mut (f64, f64), chance: f64, credit: f64) {
    *mean += chance * credit;
    *variance += chance * (1.0 - chance) * credit * credit;
}
