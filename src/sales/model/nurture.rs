//! Buyers who are not ready: nurtured until they are, or let go. Nurture is paid as it passes.

use std::collections::VecDeque;

use super::{Event, Events, SalesModel, schedule};
use crate::engine::random::Place;
use crate::engine::{Time, TimeSpan};
use crate::sales::buyer::{Buyer, MONTH_HOURS};
use crate::sales::handle::{DormantId, Handle, LeadId, StageId};
use crate::sales::observer::{Note, Observer};
use crate::sales::purpose;
use crate::sales::record::{Been, Lead};
use crate::sales::tallies::Window;

/// Nobody is nurtured for longer than this, in hours: two years.
const NURTURE_AT_MOST_HOURS: f64 = 24.0 * MONTH_HOURS;

/// A lead in nurture: what will be known of it when it wakes.
#[derive(Clone, Debug)]
pub(super) struct Dormant {
    lead: Lead,
    buyer: Buyer,
    been: Vec<Been>,
}

/// Who is in nurture, for what that costs as it passes.
#[derive(Clone, Debug, Default)]
pub(super) struct Nursery {
    /// How many are in it, and up to when their time is booked.
    pub count: u32,
    booked: Time,
    /// When those leave, in hours, who will not become ready: in order, since all stay equally long.
    leave: VecDeque<f64>,
}

/// Factor on the chance to wake of those whom sellers went on talking to in vain: an assumption.
const PUSHED: f64 = 0.7;

impl Nursery {
    /// Nobody is in it; its memory is kept.
    pub(super) fn emptied(mut self) -> Self {
        self.leave.clear();
        Self { leave: self.leave, ..Self::default() }
    }

    /// Lets time pass up to `now`: the time of all in it that lies in the window, in hours.
    fn pass(&mut self, now: Time, window: Window) -> f64 {
        let mut hours = 0.0;
        while self.leave.front().is_some_and(|leaves| *leaves <= now.hours()) {
            let leaves = Time::from_hours(self.leave.pop_front().unwrap_or_default());
            hours += f64::from(self.count) * window.inside(self.booked, leaves);
            self.count -= 1;
            self.booked = leaves;
        }
        hours += f64::from(self.count) * window.inside(self.booked, now);
        self.booked = now;
        hours
    }
}

impl<O: Observer> SalesModel<'_, O> {
    /// Books what nurture has cost up to now.
    pub(super) fn book_nurture(&mut self, now: Time) {
        let hours = self.market.nursery.pass(now, self.tallies.window);
        if hours > 0.0 {
            let cost =
                self.ctx.market().world.readiness.nurture_cost_per_month * hours / MONTH_HOURS;
            self.tallies.buyers.nurture_cost += cost;
            self.tallies.sums.lead_cost += cost;
        }
    }

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
        let kept = if pushed { PUSHED } else { 1.0 };
        let wakes = luck.unit(purpose::NEVER_READY) < (1.0 - readiness.never) * kept;
        let mut draws = luck.luck.at(luck.lead, purpose::WAKE, Place::NONE, 0);
        let sleeps_hours = readiness.wake.sample(&mut draws);
        self.book_nurture(now);
        self.market.nursery.count += 1;
        if !wakes || sleeps_hours > NURTURE_AT_MOST_HOURS {
            self.market.nursery.leave.push_back(now.hours() + NURTURE_AT_MOST_HOURS);
            return;
        }
        let slot = self.lay_dormant(lead);
        schedule(events, now + TimeSpan::from_hours(sleeps_hours), Event::NurtureWakes(slot));
    }

    fn lay_dormant(&mut self, lead: LeadId) -> DormantId {
        let (record, buyer) = (self.flow.leads[lead], self.market.buyers[lead].clone());
        let been = self.flow.been.row(lead).to_vec();
        self.market.dormant.put(|_| Dormant { lead: record, buyer, been })
    }

    /// A nurtured lead has become ready: it comes again, as a new spell of the same customer.
    pub(super) fn nurture_wakes(&mut self, slot: DormantId, events: &mut Events) {
        self.market.dormant.give_back(slot);
        let now = events.now();
        self.book_nurture(now);
        self.market.nursery.count -= 1;
        if self.market.is_closed {
            return; // the run drains: nobody comes any more
        }
        let (before, buyer) = {
            let dormant = &mut self.market.dormant[slot];
            (dormant.lead, std::mem::replace(&mut dormant.buyer, Buyer::UNKNOWN))
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
        record.segment = before.segment;
        if self.tallies.covers(now) {
            self.flow.measured_open += 1;
        }
        lead
    }
}
