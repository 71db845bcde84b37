//! What a deal is worth to the person who works it.

use super::Payroll;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::pay::{Curve, Terms};
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
    }

    /// A deal is being decided that will be won with this chance.
    pub(crate) fn expect_deal(&mut self, ctx: &Context, lead: &Lead, chance: f64) {
        let credit = self.credit_at_stake(ctx, lead, lead.closer);
        let (mean, variance) = &mut self.pipeline[lead.closer];
        *mean += chance * credit;
        *variance += chance * (1.0 - chance) * credit * credit;
    }

    /// What of a deal the seller who closes it would be credited with, at list price, as far as he
    /// can see.
    pub(crate) fn credit_at_stake(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let Some(plan) = self.plan_of(seat) else { return 0.0 };
        let upstream: f64 = ctx.policy.pay.split.iter().map(|(_, share)| share).sum();
        plan.base.of_price(lead.value, ctx.segment(lead).margin) * (1.0 - upstream)
    }

    /// What winning a deal adds to expected pay of this period, own and through the pool.
    pub(crate) fn own_gain(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let own = self.accounts[seat].gain(self.credit_at_stake(ctx, lead, seat));
        own + self.felt_worth(ctx, lead, seat)
    }

    /// What winning a deal is worth to the person who works it: own pay and what the pool brings.
    pub(crate) fn worth_to(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let credit = self.credit_at_stake(ctx, lead, seat);
        self.accounts[seat].view.own_slope * credit + self.felt_worth(ctx, lead, seat)
    }

    /// What a deal is worth to somebody through the pool.
    pub(crate) fn felt_worth(&self, ctx: &Context, lead: &Lead, seat: SeatId) -> f64 {
        let Some(at) = self.own_pool(seat) else { return 0.0 };
        let credit = self.team_of(at).base.of_price(lead.value, ctx.segment(lead).margin);
        self.accounts[seat].view.pool_slope * credit
    }

    /// What of an hour's worth to the firm is the seller's own.
    pub(crate) fn share_of_worth(&self, seat: SeatId) -> f64 {
        let plan = self.plan_of(seat).expect("somebody on a plan");
        let slope = self.accounts[seat].view.own_slope.max(0.0);
        slope * self.planned.credit_per_money(plan.base)
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
        let weeks = plan.period.hours() / HOURS_PER_WEEK;
        let (week, variance) = self.usual_week(seat, plan);
        let (mean, sd) = (week * weeks, (variance * weeks).sqrt().max(view.sd));
        let far = |hours: f64| left + plan.period.hours() > hours;
        let patience = self.terms.behaviour.patience.filter(|p| far(p.beyond_hours));
        let weight = patience.map_or(1.0, |patience| patience.weight);
        let later = weight * (next.expected(mean + credit, sd) - next.expected(mean, sd));
        Stakes { credit, later }
    }

    /// What a decision now is worth at this discount: of margin it takes more.
    pub(crate) fn gain_now(&self, seat: SeatId, stakes: &Stakes, discount: f64) -> f64 {
        let kept = self.plan_of(seat).map_or(1.0, |plan| plan.base.kept_at(discount));
        self.accounts[seat].gain(stakes.credit * kept)
    }
}
