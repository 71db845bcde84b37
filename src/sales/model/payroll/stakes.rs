//! What a deal is worth to the person who works it.

use super::Payroll;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::pay::{self, Curve, Terms};
use crate::sales::record::Lead;

/// What a decision now and a decision after the end of the period are worth to the seller.
pub(crate) struct Stakes {
    pub credit: f64,
    pub later: f64,
}

impl Payroll<'_> {
    /// Forgets which deals are being decided.
    pub(crate) fn empty_pipeline(&mut self) {
        self.pipeline.fill((0.0, 0.0));
        self.pools.iter_mut().for_each(|pool| pool.due = (0.0, 0.0));
    }

    /// A deal is being decided that will be won with this chance.
    pub(crate) fn expect_deal(&mut self, ctx: &Context, lead: &Lead, chance: f64) {
        let credit = self.credit_at_stake(ctx, lead, lead.closer);
        add_chance(&mut self.pipeline[lead.closer], chance, credit);
        for at in 0..self.pools.len() {
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

    /// What winning a deal is worth to the person who works it: what it adds to pay, own and through the
    /// pool, and that it is the job.
    pub(crate) fn own_gain(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let credit = self.credit_at_stake(ctx, lead, seat);
        let pay = self.accounts[seat].gain(credit) + self.felt_pay(ctx, lead, seat);
        (1.0 - self.terms.norm()) * pay + self.norm_per_credit(seat) * credit
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
        let Some(at) = self.own_pool(seat) else { return 0.0 };
        let credit = self.team_of(at).base.of_price(lead.value, ctx.segment(lead).margin);
        self.accounts[seat].view.pool_slope * credit
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
    pub(crate) fn hour_worth(&self, seat: SeatId, hours_per_week: f64) -> f64 {
        let Some(plan) = self.plan_of(seat) else { return 0.0 };
        let view = &self.accounts[seat].view;
        let week = self.usual_week(seat, plan).0;
        let pool = self.own_pool(seat).map_or(0.0, |at| {
            let part = self.crowd.part(self.accounts[seat].weight);
            view.pool_slope * part * self.planned.expected(self.team_of(at).base).per_week
        });
        let pay = (1.0 - self.terms.norm()) * (view.own_slope.max(0.0) * week + pool);
        (pay + view.norm_per_credit * week) / hours_per_week
    }

    /// What it is worth to a seller that a deal is decided, in this period or the next; so many
    /// hours are left of this one.
    pub(crate) fn stakes(&self, ctx: &Context, lead: &Lead, seat: SeatId, left: f64) -> Stakes {
        let plan = self.plan_of(seat).expect("somebody on a plan");
        let (account, view) = (&self.accounts[seat], self.accounts[seat].view);
        let credit = self.credit_at_stake(ctx, lead, seat);
        // The period after this one, with the year so far as it will be.
        let mut year = account.year;
        year.credit += view.mean;
        year.quota += account.quota;
        year.commission += account.commission.expected(view.mean, view.sd);
        let mut next = Curve::nothing();
        next.set_to_plan(plan, &Terms { year, ..Terms::new(account.quota, account.scale) });
        let (mean, sd) = (view.next_mean, view.next_sd);
        let weight = pay::weight(self.terms.behaviour.patience, left + plan.period.hours());
        let later = weight * (next.expected(mean + credit, sd) - next.expected(mean, sd));
        Stakes { credit, later }
    }

    /// What a decision now is worth at this discount: of margin it takes more.
    pub(crate) fn gain_now(&self, seat: SeatId, stakes: &Stakes, discount: f64) -> f64 {
        let kept = self.plan_of(seat).map_or(1.0, |plan| plan.base.kept_at(discount));
        self.accounts[seat].gain(stakes.credit * kept)
    }
}

/// Adds a deal of so much credit that is won with this chance to a mean and a variance.
fn add_chance((mean, variance): &mut (f64, f64), chance: f64, credit: f64) {
    *mean += chance * credit;
    *variance += chance * (1.0 - chance) * credit * credit;
}
