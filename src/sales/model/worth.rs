//! What a deal is worth to the seller who works it.

use super::SalesModel;
use crate::math;
use crate::sales::observer::Observer;
use crate::sales::record::NONE;

/// The least worth of a deal to somebody who picks, as a share of its price.
const NEXT_TO_NOTHING: f64 = 1e-6;

impl<O: Observer> SalesModel<'_, O> {
    /// Whether this person judges by own pay.
    fn judges_by_pay(&self, seat: u32) -> bool {
        seat != NONE
            && self.behaviour().is_some_and(|behaviour| behaviour.own_pay)
            && self.plan_of(seat).is_some()
    }

    /// What winning a deal adds to expected pay of this period, own and through the pool.
    fn own_gain(&self, seat: u32, lead: u32) -> f64 {
        let own = self.accounts[seat as usize].gain(self.credit_at_stake(lead, seat));
        own + self.felt_worth(seat, lead)
    }

    /// What a deal, and an hour, are worth to the seller who judges it: the price itself and what an
    /// hour is worth to the firm; of somebody who judges by own pay, what the deal adds to it, and
    /// that share of the hour's worth.
    pub(super) fn own_worth(&self, lead: u32, price: f64) -> (f64, f64) {
        let seat = self.leads[lead as usize].closer;
        if !self.judges_by_pay(seat) {
            return (price, self.hour_price());
        }
        let slope = self.accounts[seat as usize].view.own_slope.max(0.0);
        let plan = self.plan_of(seat).expect("somebody on a plan");
        let share = slope * self.setup.pay().credit_per_money(plan.base);
        (self.own_gain(seat, lead), share * self.hour_price())
    }

    /// How pay changes the liking for a lead: the log of its worth as a share of its price.
    pub(super) fn liking_by_pay(&self, seat: u32, lead: u32) -> f64 {
        let price = self.leads[lead as usize].value;
        if !self.judges_by_pay(seat) || price.is_nan() || price <= 0.0 {
            return 0.0;
        }
        math::ln((self.own_gain(seat, lead) / price).max(NEXT_TO_NOTHING))
    }

    /// Index of the order `own pay`: the owner's expected gain per hour left.
    pub(super) fn own_pay_index(&mut self, lead: u32, stage: usize) -> f64 {
        let value = self.value(lead);
        let (chance, hours) = self.outlook(lead, stage);
        let owner = self.leads[lead as usize].owner;
        let on_plan = owner != NONE && self.plan_of(owner).is_some();
        if on_plan {
            return -self.own_gain(owner, lead) * chance / hours;
        }
        let segment = self.leads[lead as usize].segment as usize;
        -value * self.system.segments[segment].margin * chance / hours
    }
}
