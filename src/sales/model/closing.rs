//! Deals that are ready to close near the end of a pay period: pulled in with a discount, pushed out,
//! or left alone.

use super::SalesModel;
use super::payroll::{Payroll, Stakes};
use crate::engine::Time;
use crate::math;
use crate::sales::buyer::LeadLuck;
use crate::sales::handle::{LeadId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::pay::Timing;
use crate::sales::purpose;

/// Discounts come in steps of this share.
const STEP: f64 = 0.05;
/// A decision that is moved falls so many business hours before or after the end of the period.
const MARGIN_HOURS: f64 = 1.0;

/// A decision that a discount may move: when it falls without one, and with one.
struct Offer<'t> {
    lead: LeadId,
    timing: &'t Timing,
    decides: Time,
    in_time: Time,
}

impl<'a, O: Observer> SalesModel<'a, O> {
    /// When a committee decides that would do so at `decides`: unless the seller, or the buyer,
    /// moves it.
    pub(super) fn when_committee_decides(
        &mut self,
        visit: VisitId,
        decides: Time,
        now: Time,
    ) -> Time {
        let Some(timing) = self.behaviour().and_then(|behaviour| behaviour.timing.as_ref()) else {
            return decides;
        };
        let (lead, seat) = (self.flow.visits[visit].lead, self.flow.visits[visit].seat);
        let Some(plan) = self.plan_of(seat).filter(|_| self.discount_of(lead) <= 0.0) else {
            return decides;
        };
        let end = self.pay().end_of(plan.period as usize);
        let left = end.hours() - now.hours();
        if left > timing.window_hours || self.ctx.business.between(now, end) <= 2.0 * MARGIN_HOURS {
            return decides;
        }
        self.value(lead);
        let record = &self.flow.leads[lead];
        let stakes = self.pay().stakes(&self.ctx, record, seat, left);
        let in_time = self.ctx.business.ahead_of(now, end, MARGIN_HOURS);
        let offer = Offer { lead, timing, decides, in_time };
        if decides >= end {
            self.pull_in(&offer, &stakes, now)
        } else if self.survives(lead, end.hours() - decides.hours()) * stakes.later
            > self.pay().gain_now(seat, &stakes, 0.0)
        {
            self.note(lead, now, Note::PushedOut);
            self.count_moved(now, false);
            self.ctx.business.after(end, MARGIN_HOURS)
        } else {
            decides
        }
    }

    /// The payroll of somebody on a plan.
    fn pay(&self) -> &Payroll<'a> {
        self.payroll.as_ref().expect("somebody on a plan")
    }

    /// The chance that a deal is not let lie for so many hours more.
    fn survives(&self, lead: LeadId, hours: f64) -> f64 {
        math::exp(-self.market.buyers[lead].lapse_per_hour() * hours)
    }

    /// Offers the discount that promises most, if any does; the buyer moves or does not.
    fn pull_in(&mut self, offer: &Offer<'_>, stakes: &Stakes, now: Time) -> Time {
        let Offer { lead, timing, decides, in_time } = *offer;
        let seat = self.flow.leads[lead].closer;
        let reservation = &self.ctx.setup.pay().reservation;
        let mut best = (0.0, 0.0);
        let mut discount = 0.0;
        while discount <= self.ctx.policy.pay.discount + 1e-9 {
            let gain = self.pay().gain_now(seat, stakes, discount) - stakes.later;
            let moves = (1.0 - timing.immovable)
                * reservation.as_ref().map_or(0.0, |table| table.share_below(discount));
            if gain > 0.0 && moves * gain > best.0 {
                best = (moves * gain, discount);
            }
            discount += STEP;
        }
        let (hope, discount) = best;
        if hope <= 0.0 || discount < self.least_discount(timing, self.luck_of(lead)) {
            return decides;
        }
        self.market.buyers[lead].discount = discount;
        self.note(lead, now, Note::PulledIn { discount });
        self.count_moved(now, true);
        in_time
    }

    /// The discount at which this buyer decides at once; infinite if none does.
    fn least_discount(&self, timing: &Timing, luck: LeadLuck<'_>) -> f64 {
        if luck.unit(purpose::IMMOVABLE) < timing.immovable {
            return f64::INFINITY;
        }
        let reservation = self.ctx.setup.pay().reservation.as_ref();
        reservation.map_or(0.0, |table| table.at(luck.unit(purpose::RESERVATION)))
    }

    /// The discount given on a deal, as a share of its price.
    #[inline]
    pub(super) fn discount_of(&self, lead: LeadId) -> f64 {
        self.market.buyers.get(lead).map_or(0.0, |buyer| buyer.discount)
    }

    fn count_moved(&mut self, now: Time, forward: bool) {
        if self.tallies.covers(now) {
            let tally = &mut self.tallies.pay;
            tally.pulled_in += u64::from(forward);
            tally.pushed_out += u64::from(!forward);
        }
    }
}
