//! Near an end that matters to them sellers look at the deals that are before a committee: they ask
//! some buyers to decide at once, and let ready ones wait.
//!
//! Which deals, and at which discount, is weighed in `weigh`; what comes of it happens here.

mod weigh;

use super::payroll::{AtStake, Payroll};
use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::handle::{LeadId, SeatId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::pay::Timing;
use crate::sales::pay::tally::PayTally;
use crate::sales::purpose;
use crate::sales::record::Presence;

/// A decision that is moved forward falls within so many working days before the end.
const LAST_DAYS: f64 = 3.0;
/// What is asked of a deal that was put off: never again.
const PUT_OFF: u8 = u8::MAX;

/// A deal before a committee, near an end that matters to its seller.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenDeal {
    lead: LeadId,
    visit: VisitId,
    seat: SeatId,
    /// Orders of the seller and of the lead, which no file changes.
    seller: u64,
    number: u64,
    /// When the committee decides, in hours.
    due: f64,
    stake: AtStake,
    /// The discount given already, as a share of the price.
    given: f64,
    /// Steps of discount at which it was asked, and one more; 0 = not yet.
    asked: u8,
    /// Whether what is expected of the seller's period counts it.
    is_expected: bool,
    fate: Fate,
}

/// What becomes of a deal that a seller has looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// Nothing.
    LeftAlone,
    /// The buyer was asked at this step of discount, and leaves all as it was.
    Stays(u8),
    /// He says no there and then.
    SaysNo(u8),
    /// He decides before the end.
    Moves(u8),
    /// The seller puts it off, and the buyer does not mind.
    PutOff,
}

impl<'a, O: Observer> SalesModel<'a, O> {
    /// Every Monday near an end that matters.
    pub(super) fn look_at_open_deals(&mut self, events: &mut Events) {
        let Some(timing) = self.behaviour().and_then(|behaviour| behaviour.timing.as_ref()) else {
            return;
        };
        let now = events.now();
        let near = |seat| self.is_near_end(seat, timing, now);
        if self.ctx.setup.buyers.is_none() || !self.floor.seats.ids().any(near) {
            return;
        }
        let mut deals = self.take_open_deals();
        for lead in self.flow.leads.ids() {
            deals.extend(self.open_deal(lead, timing, now));
        }
        deals.sort_unstable_by(|a, b| {
            let order = (a.seller.cmp(&b.seller)).then(a.due.total_cmp(&b.due));
            order.then(a.number.cmp(&b.number))
        });
        for own in deals.chunk_by_mut(|a, b| a.seat == b.seat) {
            self.time_deals(own, None, timing, events);
        }
        self.give_back(deals);
    }

    /// A proposal is written: near an end that matters the seller thinks of it at once, with a look at
    /// what else is open.
    pub(super) fn look_at_new_proposal(&mut self, lead: LeadId, events: &mut Events) {
        let Some(timing) = self.behaviour().and_then(|behaviour| behaviour.timing.as_ref()) else {
            return;
        };
        let (seat, now) = (self.flow.leads[lead].closer, events.now());
        self.market.note_proposal(lead, seat);
        if !self.is_near_end(seat, timing, now) {
            return;
        }
        let mut deals = self.take_open_deals();
        let own = self.take_proposals(seat);
        for other in &own {
            deals.extend(self.open_deal(*other, timing, now));
        }
        self.market.proposals[seat] = own;
        deals.sort_unstable_by(|a, b| a.due.total_cmp(&b.due).then(a.number.cmp(&b.number)));
        for deal in &mut deals {
            deal.is_expected &= deal.lead != lead;
        }
        self.time_deals(&mut deals, Some(lead), timing, events);
        self.give_back(deals);
    }

    /// The leads of a seller that have had a proposal, each once; of those noted, some may have ended or
    /// gone to others.
    fn take_proposals(&mut self, seat: SeatId) -> Vec<LeadId> {
        let mut own = std::mem::take(&mut self.market.proposals[seat]);
        own.retain(|lead| {
            let record = &self.flow.leads[*lead];
            record.alive && record.closer == seat && self.market.buyers[*lead].decides.is_finite()
        });
        own.sort_unstable();
        own.dedup();
        own
    }

    fn is_near_end(&self, seat: SeatId, timing: &Timing, now: Time) -> bool {
        let Some(payroll) = self.payroll.as_ref().filter(|payroll| payroll.pays(seat)) else {
            return false;
        };
        let now = now.hours();
        self.floor.seats[seat].presence == Presence::Present
            && payroll.end_after(seat, now, now, timing.window_hours).is_some()
    }

    fn take_open_deals(&mut self) -> Vec<OpenDeal> {
        std::mem::take(&mut self.market.open_deals)
    }

    fn give_back(&mut self, mut deals: Vec<OpenDeal>) {
        deals.clear();
        self.market.open_deals = deals;
    }

    /// A lead whose committee decides, if its seller looks at it.
    fn open_deal(&mut self, lead: LeadId, timing: &Timing, now: Time) -> Option<OpenDeal> {
        let chance = self.chance_of_decision(lead)?;
        let record = &self.flow.leads[lead];
        let seat = record.closer;
        if !self.is_near_end(seat, timing, now) {
            return None;
        }
        let (payroll, buyer) = (self.pay(), &self.market.buyers[lead]);
        let stake = AtStake {
            chance,
            lapse_per_hour: buyer.lapse_per_hour(),
            own: payroll.credit_at_stake(&self.ctx, record, seat),
            pool: payroll.pool_credit(&self.ctx, record, seat),
        };
        Some(OpenDeal {
            lead,
            visit: record.visits,
            seat,
            seller: self.floor.seats[seat].name.key,
            number: record.entity.number(),
            due: buyer.decides,
            stake,
            given: buyer.discount,
            asked: buyer.asked,
            is_expected: true,
            fate: Fate::LeftAlone,
        })
    }

    /// The payroll of somebody on a plan.
    fn pay(&self) -> &Payroll<'a> {
        self.payroll.as_ref().expect("somebody on a plan")
    }

    /// A seller looks at all of his open deals before each end that is near; what comes of it happens
    /// to `only` this one, or to all.
    fn time_deals(
        &mut self,
        deals: &mut [OpenDeal],
        only: Option<LeadId>,
        timing: &Timing,
        events: &mut Events,
    ) {
        let now = events.now();
        let Some(seat) = deals.first().map(|deal| deal.seat) else { return };
        let mut after = now.hours();
        while let Some(end) = self.pay().end_after(seat, after, now.hours(), timing.window_hours) {
            after = end;
            let end = Time::from_hours(end);
            if self.ctx.business.between(now, end) <= 0.0 {
                continue;
            }
            let expected = self.weigh(deals, only, timing, (now, end));
            if let Some(payroll) = &mut self.payroll {
                payroll.expect_more(seat, expected);
            }
            for deal in deals.iter_mut() {
                self.come_to_pass(deal, end, events);
            }
        }
    }

    /// What was weighed happens.
    fn come_to_pass(&mut self, deal: &mut OpenDeal, end: Time, events: &mut Events) {
        let (lead, now) = (deal.lead, events.now());
        let fate = std::mem::replace(&mut deal.fate, Fate::LeftAlone);
        if let Fate::Stays(step) | Fate::SaysNo(step) | Fate::Moves(step) = fate {
            deal.asked = step + 1;
            self.count_timing(now, |tally| &mut tally.asked_in);
        }
        match fate {
            Fate::LeftAlone => return,
            Fate::Stays(_) => {}
            Fate::SaysNo(_) => {
                // It is looked at no more.
                (deal.asked, deal.due) = (PUT_OFF, f64::NEG_INFINITY);
                self.note(lead, now, Note::PressedInVain);
                self.count_timing(now, |tally| &mut tally.pressed_lost);
                let exit = self.ctx.market().world.leaves.declined;
                self.end_lead(lead, exit, events);
                return;
            }
            Fate::Moves(step) => {
                deal.given = weigh::discount(step);
                self.market.buyers[lead].discount = deal.given;
                self.note(lead, now, Note::PulledIn { discount: deal.given });
                self.count_timing(now, |tally| &mut tally.pulled_in);
                let business = self.ctx.business;
                let days = LAST_DAYS * business.hours_per_day();
                let span = days.min(business.between(now, end)) * self.moment(lead);
                self.decide_at(deal, business.ahead_of(now, end, span), events);
            }
            Fate::PutOff => {
                deal.asked = PUT_OFF;
                self.note(lead, now, Note::PushedOut);
                self.count_timing(now, |tally| &mut tally.pushed_out);
                let first_day = self.ctx.business.hours_per_day() * self.moment(lead);
                self.decide_at(deal, self.ctx.business.after(end, first_day), events);
            }
        }
        self.market.buyers[lead].asked = deal.asked;
    }

    /// The committee decides at another time: the event that was to bring its decision is void.
    fn decide_at(&mut self, deal: &mut OpenDeal, at: Time, events: &mut Events) {
        deal.due = at.hours();
        self.market.buyers[deal.lead].decides = at.hours();
        let record = &mut self.flow.visits[deal.visit];
        record.life += 1;
        schedule(events, at, Event::BuyerReady(deal.visit, record.life));
    }

    /// When within its days a decision falls that was moved, from 0 to 1.
    fn moment(&self, lead: LeadId) -> f64 {
        self.luck_of(lead).unit(purpose::MOMENT)
    }

    /// Whether a buyer who is asked at this step of discount and does not move says no.
    fn is_put_out(&self, lead: LeadId, step: u8, timing: &Timing) -> bool {
        let entity = self.flow.leads[lead].entity;
        let step = u32::from(step);
        self.ctx.luck.at(entity, purpose::PRESSED, Place::NONE, step).unit() < timing.pressed
    }

    /// The discount given on a deal, as a share of its price.
    #[inline]
    pub(super) fn discount_of(&self, lead: LeadId) -> f64 {
        self.market.buyers.get(lead).map_or(0.0, |buyer| buyer.discount)
    }

    fn count_timing(&mut self, now: Time, count: fn(&mut PayTally) -> &mut u64) {
        if self.tallies.covers(now) {
            *count(&mut self.tallies.pay) += 1;
        }
    }
}
