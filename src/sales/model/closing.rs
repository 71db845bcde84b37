//! Deals that are ready to close near the end of a pay period: pulled in with a discount, pushed out,
//! or left alone; and buyers who have learned to wait.

use super::SalesModel;
use super::payroll::{Payroll, Stakes};
use crate::engine::Time;
use crate::engine::random::Place;
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
/// Below this expected discount nobody waits for it.
const WORTH_WAITING: f64 = 0.025;

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
        if left > timing.window_hours
            || self.ctx.business.between(now, end) <= 2.0 * MARGIN_HOURS
            || !self.plays(lead, timing, now)
        {
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
            self.wait_for_discount(&offer, now)
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

    /// Whether sellers have learned to play the plan, with this deal.
    fn plays(&self, lead: LeadId, timing: &Timing, now: Time) -> bool {
        if timing.learned_hours <= 0.0 || self.pay().plans_since == f64::NEG_INFINITY {
            return true;
        }
        let age = now.hours() - self.pay().plans_since;
        let entity = self.flow.leads[lead].entity;
        let luck = self.ctx.luck.at(entity, purpose::GAMING, Place::NONE, 0).unit();
        luck < 1.0 - math::exp(-age / timing.learned_hours)
    }

    /// Offers the discount that promises most, if any does; the buyer moves or does not.
    fn pull_in(&mut self, offer: &Offer<'_>, stakes: &Stakes, now: Time) -> Time {
        let Offer { lead, timing, decides, in_time } = *offer;
        let seat = self.flow.leads[lead].closer;
        let price = self.value(lead).max(f64::MIN_POSITIVE);
        let reservation = &self.ctx.setup.pay().reservation;
        let mut best = (0.0, 0.0, 0.0);
        let mut discount = 0.0;
        while discount <= self.ctx.policy.pay.discount + 1e-9 {
            let gain = self.pay().gain_now(seat, stakes, discount) - stakes.later;
            let asked = timing.bargaining * gain.max(0.0) / price;
            let moves = (1.0 - timing.immovable)
                * reservation.as_ref().map_or(0.0, |table| table.share_below(discount - asked));
            if gain > 0.0 && moves * gain > best.0 {
                best = (moves * gain, discount, asked);
            }
            discount += STEP;
        }
        let (hope, discount, asked) = best;
        let luck = self.luck_of(lead);
        if hope <= 0.0 || discount < self.least_discount(timing, luck) + asked {
            self.hear_of(0.0, timing);
            return decides;
        }
        self.grant(lead, discount, timing);
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
        let own = reservation.map_or(0.0, |table| table.at(luck.unit(purpose::RESERVATION)));
        own.max(self.pay().expected_discount.min(self.ctx.policy.pay.discount))
    }

    /// A buyer who has learned what is given at the end of a period waits for it.
    fn wait_for_discount(&mut self, offer: &Offer<'_>, now: Time) -> Time {
        let Offer { lead, timing, decides, in_time } = *offer;
        let expected = self.pay().expected_discount.min(self.ctx.policy.pay.discount);
        let luck = self.luck_of(lead);
        let patient = luck.unit(purpose::IMMOVABLE) >= timing.immovable;
        if expected < WORTH_WAITING || !patient {
            self.hear_of(0.0, timing);
            return decides;
        }
        self.grant(lead, expected, timing);
        self.note(lead, now, Note::HeldOut { discount: expected });
        in_time
    }

    /// A discount is given, and others hear of it.
    fn grant(&mut self, lead: LeadId, discount: f64, timing: &Timing) {
        self.market.buyers[lead].discount = discount;
        self.hear_of(discount, timing);
    }

    /// Buyers hear what was given at the end of a period; where nothing was, they expect less.
    fn hear_of(&mut self, discount: f64, timing: &Timing) {
        if let Some(payroll) = &mut self.payroll {
            let before = payroll.expected_discount;
            payroll.expected_discount += timing.learning * (discount - before);
        }
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
