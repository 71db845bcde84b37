//! Which buyers are asked to decide before an end, at which discount, and which deals are put off.

use super::{Fate, OpenDeal};
use crate::engine::Time;
use crate::sales::buyer::Quantiles;
use crate::sales::handle::LeadId;
use crate::sales::model::SalesModel;
use crate::sales::model::payroll::{Ends, Place};
use crate::sales::observer::Observer;
use crate::sales::pay::Timing;
use crate::sales::purpose;

/// Discounts come in steps of this share.
const STEP: f64 = 0.05;
/// A decision moved by this many hours, or more, takes the whole discount of `reservation`.
const FAR_HOURS: f64 = 6.0 * 168.0;
/// The least share of it, so that what is next to nothing can be divided by.
const NEXT_TO_NOTHING: f64 = 1e-9;
/// Gains below this share of what is at stake are rounding.
const HAIR: f64 = 1e-9;

/// The discount of a step, as a share of the price.
pub(super) fn discount(step: u8) -> f64 {
    f64::from(step) * STEP
}

/// What a seller weighs by before an end.
struct Offer<'m> {
    timing: &'m Timing,
    reservation: Option<&'m Quantiles>,
    /// The highest step of discount within the authority.
    most: u8,
    /// The end, in hours.
    end: f64,
}

impl Offer<'_> {
    /// What share of the discount at six weeks a buyer wants who is to decide so much earlier.
    fn nearness(&self, deal: &OpenDeal) -> f64 {
        ((deal.due - self.end) / FAR_HOURS).clamp(NEXT_TO_NOTHING, 1.0)
    }

    /// Whether there is a discount left to ask at.
    fn can_ask(&self, deal: &OpenDeal) -> bool {
        deal.due >= self.end && deal.asked <= self.most
    }

    /// What asking promises at the best discount, and its step: the gain if the buyer moves, less the
    /// loss if he takes it ill.
    fn best(&self, ends: &Ends<'_>, deal: &OpenDeal, place: Place) -> (f64, u8) {
        let later = ends.worth(&deal.stake, deal.due, deal.given, place);
        let nearness = self.nearness(deal);
        let mut best = (f64::NEG_INFINITY, 0);
        for step in deal.asked..=self.most {
            let discount = discount(step);
            let below = self.reservation.map_or(0.0, |law| law.share_below(discount / nearness));
            let moves = (1.0 - self.timing.immovable) * below;
            let now = ends.worth(&deal.stake, self.end, discount, place);
            let gain = moves * (now - later) - (1.0 - moves) * self.timing.pressed * later;
            if gain > best.0 + HAIR * later {
                best = (gain, step);
            }
        }
        (best.0 - HAIR * later, best.1)
    }

    /// Where deals are priced if it pays to ask for all of them together: an accelerator may be worth
    /// reaching only with all, and the next period is the emptier for it.
    fn together(&self, ends: &Ends<'_>, deals: &[OpenDeal]) -> Option<Place> {
        let all = || deals.iter().filter(|deal| self.can_ask(deal));
        if all().count() < 2 {
            return None;
        }
        let share = 0.5 * (1.0 - self.timing.immovable);
        let own: f64 = all().map(|deal| deal.stake.chance * deal.stake.own).sum();
        let pool: f64 = all().map(|deal| deal.stake.chance * deal.stake.pool).sum();
        let place = Place::Last(share * own, share * pool);
        let gain: f64 = all().map(|deal| self.best(ends, deal, place).0).sum();
        (gain > 0.0).then_some(place)
    }
}

impl<O: Observer> SalesModel<'_, O> {
    /// Weighs what to do about the deals of one seller before an end, in order of when they are due;
    /// returns by how much more own credit is expected of the period.
    pub(super) fn weigh(
        &self,
        deals: &mut [OpenDeal],
        only: Option<LeadId>,
        timing: &Timing,
        (now, end): (Time, Time),
    ) -> f64 {
        let (payroll, seat) = (self.pay(), deals[0].seat);
        let mut ends = payroll.ends(&self.ctx, seat, now);
        let offer = Offer {
            timing,
            reservation: self.ctx.setup.pay().reservation.as_ref(),
            most: self.most_discount(),
            end: end.hours(),
        };
        let plan = payroll.plan_of(seat).expect("somebody on a plan");
        let ends_period = payroll.bends(seat) && end.hours() >= payroll.period_end(plan);
        let together = offer.together(&ends, deals);
        let mut expected = 0.0;
        for deal in deals.iter_mut().filter(|deal| only.is_none_or(|only| only == deal.lead)) {
            if offer.can_ask(deal) {
                deal.fate = self.ask(&ends, deal, &offer, together.unwrap_or(Place::OnTop));
            } else if ends_period && deal.due < end.hours() && deal.asked == 0 {
                deal.fate = self.put_off_or_not(&ends, deal, &offer, together);
            }
            let (own, pool) = match deal.fate {
                Fate::Moves(step) => ends.expected(&deal.stake, discount(step)),
                Fate::PutOff if deal.is_expected => {
                    let (own, pool) = ends.expected(&deal.stake, deal.given);
                    (-own, -pool)
                }
                _ => continue,
            };
            expected += own;
            if together.is_none() {
                ends.expect_more((own, pool));
            }
        }
        expected
    }

    /// The highest step of discount that a seller may give.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
    fn most_discount(&self) -> u8 {
        ((self.ctx.policy.pay.discount + HAIR) / STEP) as u8
    }

    /// Asks a buyer, if that promises more than it risks, and hears the answer.
    fn ask(&self, ends: &Ends<'_>, deal: &OpenDeal, offer: &Offer<'_>, place: Place) -> Fate {
        let (gain, step) = offer.best(ends, deal, place);
        if gain <= 0.0 {
            return Fate::LeftAlone;
        }
        let luck = self.luck_of(deal.lead);
        let wants = offer.reservation.map_or(0.0, |law| law.at(luck.unit(purpose::RESERVATION)));
        let can_move = luck.unit(purpose::IMMOVABLE) >= offer.timing.immovable;
        if can_move && discount(step) >= wants * offer.nearness(deal) {
            Fate::Moves(step)
        } else if self.is_put_out(deal.lead, step, offer.timing) {
            Fate::SaysNo(step)
        } else {
            Fate::Stays(step)
        }
    }

    /// Whether a deal that would be decided before the end is put off to the first day after it.
    fn put_off_or_not(
        &self,
        ends: &Ends<'_>,
        deal: &OpenDeal,
        offer: &Offer<'_>,
        together: Option<Place>,
    ) -> Fate {
        let usual = if deal.is_expected { Place::Expected } else { Place::OnTop };
        let now = ends.worth(&deal.stake, deal.due, deal.given, together.unwrap_or(usual));
        let first_day = self.ctx.business.after(Time::from_hours(offer.end), 1.0).hours();
        let later = ends.worth(&deal.stake, first_day, deal.given, together.unwrap_or(usual));
        let minds = self.luck_of(deal.lead).unit(purpose::WAITS) >= offer.timing.waits;
        if later > now * (1.0 + HAIR) && !minds { Fate::PutOff } else { Fate::LeftAlone }
    }
}
