//! Leads come: from channels, and from the backlog at the start.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::{Entity, Place};
use crate::sales::arrivals::{ArrivalClock, batch_size};
use crate::sales::buyer::Buyer;
use crate::sales::channel::Channel;
use crate::sales::handle::{ChannelId, Handle, LeadId, SegmentId, StageId};
use crate::sales::horizon::Extent;
use crate::sales::observer::{Arrived, Observer};
use crate::sales::outcome::IMMENSE;
use crate::sales::prospecting::Prospecting;
use crate::sales::purpose::{self, lead_entity, name_hash};
use crate::sales::record::{Been, Lead};

/// The pseudo-channel of leads that are there at the start.
const BACKLOG: &str = "backlog";

/// A channel as it stands in a run.
pub(super) struct Inflow<'a> {
    channel: &'a Channel,
    /// Its number in keys, and the stage at which its leads enter.
    hash: u32,
    entry: StageId,
    clock: ArrivalClock,
    /// Leads so far.
    leads: u32,
}

impl<O: Observer> SalesModel<'_, O> {
    pub(super) fn open_channels(&mut self, events: &mut Events) {
        for (c, channel) in self.ctx.system.channels.iter().enumerate() {
            let mut clock = ArrivalClock::new(channel);
            if let Some(time) = clock.next(&self.ctx.luck) {
                schedule(events, time, Event::LeadArrives(ChannelId::at(c)));
                self.market.sources += 1;
            }
            let (hash, entry) = (self.ctx.setup.channel_hash(c), self.ctx.setup.entry_of(c));
            self.market.inflows.push(Inflow { channel, hash, entry, clock, leads: 0 });
        }
        if self.market.sources == 0 {
            self.no_more_leads(events);
        }
    }

    pub(super) fn leads_arrive(&mut self, channel: ChannelId, events: &mut Events) {
        if self.market.is_closed {
            return;
        }
        let now = events.now();
        let inflow = &self.market.inflows[channel];
        let batch = inflow.channel.batch.as_ref().map_or(1, |batch| {
            batch_size(Some(batch), &self.ctx.luck, inflow.hash, inflow.clock.arrivals() - 1)
        });
        for _ in 0..batch {
            if self.is_over_budget {
                return;
            }
            self.count_towards_window(events);
            if self.market.is_closed {
                return;
            }
            let inflow = &mut self.market.inflows[channel];
            let (number, entry) = (inflow.leads, inflow.entry);
            inflow.leads += 1;
            let entity = lead_entity(inflow.hash, number);
            let lead = self.new_lead(entity, channel, u64::from(number), now);
            self.dilute(lead, channel, now);
            self.let_in(lead, entry, events);
        }
        if let Some(time) = self.market.inflows[channel].clock.next(&self.ctx.luck) {
            schedule(events, time, Event::LeadArrives(channel));
            return;
        }
        self.market.sources -= 1;
        if self.market.sources == 0 {
            self.no_more_leads(events);
        }
    }

    /// Turns the window where it is counted in leads: the lead about to arrive is the first (or the
    /// first no longer) measured.
    pub(super) fn count_towards_window(&mut self, events: &mut Events) {
        let count = Extent::Leads(self.flow.arrived);
        let begins = self.tallies.window.from == Time::NEVER && self.ctx.horizon.warm_up == count;
        let ends = self.tallies.window.to == Time::NEVER && self.ctx.horizon.until == count;
        if begins {
            self.window_begins(events.now());
        }
        if ends {
            self.window_ends(events);
        }
        self.flow.arrived += 1;
    }

    pub(super) fn place_backlog(&mut self, events: &mut Events) {
        let hash = name_hash(BACKLOG);
        let channel = ChannelId::at(self.ctx.system.channels.len());
        let mut number = 0;
        for (stage, count) in &self.ctx.system.backlog {
            for _ in 0..*count {
                let entity = lead_entity(hash, number);
                let lead = self.new_lead(entity, channel, u64::from(number), Time::START);
                self.let_in(lead, StageId::at(*stage), events);
                number += 1;
            }
        }
    }

    #[inline(always)]
    pub(super) fn new_lead(
        &mut self,
        entity: Entity,
        channel: ChannelId,
        number: u64,
        now: Time,
    ) -> LeadId {
        let cost = self.ctx.system.channels.get(channel.place()).map_or(0.0, |c| c.cost_per_lead);
        if self.tallies.covers(now) {
            self.tallies.sums.leads += 1;
            self.flow.measured_open += 1;
            self.tallies.sums.lead_cost += cost;
        }
        self.market.records.week_value -= cost;
        self.observer.arrived(&Arrived { channel: channel.place(), number, at: now.hours() });
        let lead = self.place_lead(entity, channel, number, now);
        if self.market.talk.is_warning() {
            self.hear(lead, now);
        }
        lead
    }

    /// A record for a lead that comes now.
    #[inline(always)]
    pub(super) fn place_lead(
        &mut self,
        entity: Entity,
        channel: ChannelId,
        number: u64,
        now: Time,
    ) -> LeadId {
        let segment = self.segment(entity, channel, number);
        let measured = self.tallies.covers(now);
        self.tallies.progress.comes(self.flow.active, now, self.tallies.window);
        self.flow.active += 1;
        if self.flow.active > self.ctx.budget.leads || self.flow.arrived > self.ctx.budget.events {
            (self.is_over_budget, self.done) = (true, true);
        }
        self.flow.arrival_sum += now.hours();
        let lead = self
            .flow
            .leads
            .put(|_| new_record((entity, number), (channel, segment), now, measured));
        self.flow.been.resize(self.flow.leads.len(), Been::default());
        if self.ctx.setup.buyers.is_some() {
            self.market.buyers.put(|_| Buyer::UNKNOWN);
        }
        lead
    }

    #[inline]
    fn segment(&self, entity: Entity, channel: ChannelId, number: u64) -> SegmentId {
        let channel = channel.place();
        let segment = match self.ctx.system.channels.get(channel) {
            Some(Channel { segment_mix, .. }) if self.ctx.system.segments.len() > 1 => {
                // who is found or referred is not bought
                let is_bought = number < Prospecting::FIRST_NUMBER;
                let aimed = self.ctx.aimed.mixes[channel].as_deref().filter(|_| is_bought);
                self.draw_segment(entity, aimed.unwrap_or(segment_mix))
            }
            _ => 0,
        };
        SegmentId::at(segment)
    }

    fn draw_segment(&self, entity: Entity, mix: &[f64]) -> usize {
        let u = self.ctx.luck.at(entity, purpose::SEGMENT, Place::NONE, 0).unit();
        let mut sum = 0.0;
        let order = &self.ctx.setup.segment_order;
        let chosen = order.iter().find(|segment| {
            sum += mix[**segment];
            u < sum
        });
        let last = || order.iter().rfind(|segment| mix[**segment] > 0.0);
        chosen.or_else(last).copied().unwrap_or(0)
    }

    /// The value of a lead's deal, drawn when somebody first looks.
    pub(super) fn value(&mut self, lead: LeadId) -> f64 {
        let record = &mut self.flow.leads[lead];
        if record.value.is_nan() {
            let law = &self.ctx.segment(record).value;
            let mut draws = self.ctx.luck.at(record.entity, purpose::PRICE, Place::NONE, 0);
            record.value = law.sample(&mut draws).min(IMMENSE);
        }
        record.value
    }
}

/// The record of a lead (entity and number) of a channel and a segment that comes now.
#[inline(always)]
fn new_record(
    (entity, number): (Entity, u64),
    (channel, segment): (ChannelId, SegmentId),
    now: Time,
    measured: bool,
) -> Lead {
    Lead {
        entity,
        number,
        channel,
        segment,
        arrived: now,
        first_touch: Time::NEVER,
        since: now,
        value: f64::NAN,
        measured,
        alive: true,
        ..Lead::default()
    }
}
