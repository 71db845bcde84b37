//! What a deal is worth to the seller who works it.

use super::SalesModel;
use super::learn::Years;
use super::payroll::Payroll;
use crate::math;
use crate::sales::handle::{LeadId, SeatId, StageId};
use crate::sales::observer::Observer;

/// The least worth of a deal to somebody who picks, as a share of its price.
const NEXT_TO_NOTHING: f64 = 1e-6;

impl<'a, O: Observer> SalesModel<'a, O> {
    /// The payroll of a person who judges by own pay.
    fn judges_by_pay(&self, seat: SeatId) -> Option<&Payroll<'a>> {
        let payroll = self.payroll.as_ref().filter(|payroll| payroll.terms.behaviour.own_pay)?;
        payroll.plan_of(seat).map(|_| payroll)
    }

    /// What a deal, and an hour, are worth to the seller who judges it: the price itself and what an
    /// hour is worth to the firm by customers' first year, which is all that is credited; of somebody who judges by own pay, what the deal adds to it, and
    /// that share of the hour's worth.
    /// Then what going on brings for sure.
    pub(super) fn own_worth(&self, lead: LeadId, price: f64) -> (f64, f64, f64) {
        let (seat, hour) = (self.flow.leads[lead].closer, self.hour_price(Years::First));
        let Some(payroll) = self.judges_by_pay(seat) else { return (price, hour, 0.0) };
        let gain = payroll.own_gain(&self.ctx, &self.flow.leads[lead], seat);
        let own_hour = payroll.share_of_worth(&self.ctx, seat) * hour;
        (gain, own_hour, payroll.meeting_gain(seat))
    }

    /// How pay changes the liking for a lead: the log of its worth as a share of its price.
    pub(super) fn liking_by_pay(&self, seat: SeatId, lead: LeadId) -> f64 {
        let price = self.flow.leads[lead].value;
        match self.judges_by_pay(seat) {
            Some(payroll) if price > 0.0 => {
                let gain = payroll.own_gain(&self.ctx, &self.flow.leads[lead], seat);
                math::ln((gain / price).max(NEXT_TO_NOTHING))
            }
            _ => 0.0,
        }
    }

    /// Index of the order `own pay`: the owner's expected gain per hour left.
    pub(super) fn own_pay_index(&mut self, lead: LeadId, stage: StageId) -> f64 {
        let value = self.value(lead);
        let (chance, hours) = self.outlook(lead, stage);
        let record = &self.flow.leads[lead];
        match &self.payroll {
            Some(payroll) if payroll.plan_of(record.owner).is_some() => {
                -payroll.own_gain(&self.ctx, record, record.owner) * chance / hours
            }
            _ => -value * self.ctx.segment(record).margin * chance / hours,
        }
    }
}
