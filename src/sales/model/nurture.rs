//! Buyers who are not ready: nurtured until they are, or let go.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::random::Place;
use crate::engine::{Time, TimeSpan};
use crate::sales::buyer::{Buyer, MONTH_HOURS};
use crate::sales::handle::{DormantId, Handle, LeadId, StageId};
use crate::sales::observer::{Note, Observer};
use crate::sales::purpose;
use crate::sales::record::{Been, Lead};

/// Nobody is nurtured for longer than this, in hours: two years.
const NURTURE_AT_MOST_HOURS: f64 = 24.0 * MONTH_HOURS;

/// A lead in nurture: what will be known of it when it wakes.
#[derive(Clone, Debug)]
pub(super) struct Dormant {
    lead: Lead,
    buyer: Buyer,
    been: Vec<Been>,
}

impl<O: Observer> SalesModel<'_, O> {
    /// The deal ends, since the buyer is not ready; one that is nurtured may begin another.
    pub(super) fn put_off(
        &mut self,
        lead: LeadId,
        nurture: bool,
        pushed: bool,
        events: &mut Events,
    ) {
        let world = self.ctx.market().world;
        if nurture {
            self.nurture(lead, pushed, events);
        }
        self.end_lead(lead, world.leaves.not_ready, events);
    }

    fn nurture(&mut self, lead: LeadId, pushed: bool, events: &mut Events) {
        let now = events.now();
        let readiness = &self.ctx.market().world.readiness;
        let luck = self.luck_of(lead);
        let kept = if pushed { readiness.pushed } else { 1.0 };
        let wakes = luck.unit(purpose::NEVER_READY) < (1.0 - readiness.never) * kept;
        let mut draws = luck.luck.at(luck.lead, purpose::WAKE, Place::NONE, 0);
        let sleeps_hours = readiness.wake.sample(&mut draws);
        let kept_hours =
            if wakes { sleeps_hours.min(NURTURE_AT_MOST_HOURS) } else { NURTURE_AT_MOST_HOURS };
        if self.tallies.covers(now) {
            let cost = readiness.nurture_cost_per_month * kept_hours / MONTH_HOURS;
            self.tallies.buyers.nurture_cost += cost;
            self.tallies.sums.lead_cost += cost;
        }
        if !wakes || sleeps_hours > NURTURE_AT_MOST_HOURS {
            return;
        }
        let slot = self.lay_dormant(lead);
        schedule(events, now + TimeSpan::from_hours(sleeps_hours), Event::NurtureWakes(slot));
    }

    fn lay_dormant(&mut self, lead: LeadId) -> DormantId {
        let (record, buyer) = (self.flow.leads[lead], self.market.buyers[lead]);
        let been = self.flow.been.row(lead).to_vec();
        self.market.dormant.put(|_| Dormant { lead: record, buyer, been })
    }

    /// A nurtured lead has become ready: it comes again, as a new spell of the same customer.
    pub(super) fn nurture_wakes(&mut self, slot: DormantId, events: &mut Events) {
        self.market.dormant.give_back(slot);
        if self.market.is_closed {
            return; // the run drains: nobody comes any more
        }
        let now = events.now();
        let (before, buyer) = {
            let dormant = &self.market.dormant[slot];
            (dormant.lead, dormant.buyer)
        };
        let lead = self.new_spell(&before, now);
        self.flow.been.row(lead).copy_from_slice(&self.market.dormant[slot].been);
        self.market.buyers[lead] = buyer;
        self.market.buyers[lead].wake();
        if self.tallies.covers(now) {
            self.tallies.buyers.woken += 1;
        }
        self.note(lead, now, Note::Woken);
        let entry = self.entry_of(before.channel.place());
        self.let_in(lead, entry, events);
    }

    fn entry_of(&self, channel: usize) -> StageId {
        let is_channel = channel < self.ctx.system.channels.len();
        if is_channel {
            self.ctx.setup.entry_of(channel)
        } else {
            StageId::at(self.ctx.system.entry)
        }
    }

    /// A record for a lead that comes back, with what is fixed for good.
    fn new_spell(&mut self, before: &Lead, now: Time) -> LeadId {
        let lead = self.place_lead(before.entity, before.channel, before.number, now);
        let record = &mut self.flow.leads[lead];
        (record.value, record.been_to) = (before.value, before.been_to);
        if self.tallies.covers(now) {
            self.flow.measured_open += 1;
        }
        lead
    }
}
