//! People look for leads themselves, in blocks of an hour.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::random::Place;
use crate::engine::{Time, TimeSpan};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{CalendarId, ChannelId, CrewId, Handle, LeadId, SeatId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::policy::Prospect;
use crate::sales::prospecting::{Prospecting, prospect};
use crate::sales::purpose;
use crate::sales::record::State;

/// A block is an hour of work, without administration.
const BLOCK_HOURS: f64 = 1.0;
/// For less time than this nobody begins a block.
const LEAST_HOURS: f64 = 1.0 / 60.0;
const DAY_HOURS: f64 = 24.0;
/// Five working days: so long a lead waits for whoever found it.
const FIRST_RIGHT_HOURS: f64 = HOURS_PER_WEEK;

impl<O: Observer> SalesModel<'_, O> {
    /// The list is looked at anew, and those who prospect at fixed hours begin their days.
    pub(super) fn open_list(&mut self, events: &mut Events) {
        let Some(world) = &self.ctx.system.prospecting else { return };
        let setup = self.ctx.setup;
        let later = setup.later.iter().flat_map(|(_, rules)| &rules.roles);
        let rules = || setup.first.roles.iter().chain(later.clone());
        let has = |is: fn(&Prospect) -> bool| {
            rules().any(|(_, role)| role.prospect.as_ref().is_some_and(is))
        };
        if world.per_hour > 0.0 && has(|_| true) {
            self.market.sources += 1;
        }
        if has(|rule| matches!(rule, Prospect::Weekly(_))) {
            schedule(events, Time::START, Event::BlocksDue);
        }
    }

    /// Whether anybody prospects under the rules in force.
    pub(super) fn is_prospected(&self) -> bool {
        self.ctx.system.prospecting.is_some()
            && self.ctx.roles.iter().any(|(_, role)| role.prospect.is_some())
    }

    /// A day begins: hours of prospecting are due.
    pub(super) fn blocks_due(&mut self, events: &mut Events) {
        if self.market.is_closed {
            return;
        }
        for seat in self.floor.seats.ids() {
            self.may_prospect_first(seat);
        }
        let next = events.now() + TimeSpan::from_hours(DAY_HOURS);
        schedule(events, next, Event::BlocksDue);
    }

    /// The same when people of a calendar come to work.
    pub(super) fn blocks_due_in(&mut self, calendar: CalendarId) {
        for seat in self.floor.seats.ids() {
            if self.floor.seats[seat].calendar == calendar {
                self.may_prospect_first(seat);
            }
        }
    }

    /// Somebody who prospects at fixed hours has come or has become free.
    #[inline]
    pub(super) fn may_prospect_first(&mut self, seat: SeatId) {
        if matches!(self.floor.seats[seat].prospect, Some(Prospect::Weekly(_))) {
            self.floor.eager.push(seat);
        }
    }

    /// Those who prospect at fixed hours do so before any other work.
    pub(super) fn prospect_first(&mut self, events: &mut Events) {
        let mut eager = std::mem::take(&mut self.floor.eager);
        for seat in eager.drain(..) {
            let record = &self.floor.seats[seat];
            let calendar = record.calendar;
            if !self.floor.is_free(seat) || !record.shared.is_empty() {
                continue;
            }
            if !self.floor.shifts.are_on(calendar, events.now()) {
                self.floor.shifts.await_next(calendar, events);
                continue;
            }
            let hours = self.hours_due(seat, events.now()).min(BLOCK_HOURS);
            self.begin_block(seat, hours, events);
        }
        self.floor.eager = eager;
    }

    /// Hours of prospecting that somebody still owes today: a week's hours are spread over its working hours, and
    /// what a day did not see is made good in the same week.
    fn hours_due(&mut self, seat: SeatId, now: Time) -> f64 {
        let week = (now.hours() / HOURS_PER_WEEK).floor();
        let record = &mut self.floor.seats[seat];
        let Some(Prospect::Weekly(most)) = record.prospect else { return 0.0 };
        if record.prospects_in < week {
            (record.prospects_in, record.prospected) = (week, 0.0);
        }
        let record = &self.floor.seats[seat];
        let calendar = self.ctx.calendar(record);
        let tomorrow = ((now.hours() / DAY_HOURS).floor() + 1.0) * DAY_HOURS;
        let begun = Time::from_hours(week * HOURS_PER_WEEK);
        let passed = calendar.between(begun, Time::from_hours(tomorrow));
        most * (passed / calendar.hours_per_week()).min(1.0) - record.prospected
    }

    /// Whoever is without work and may prospect does.
    pub(super) fn prospect_when_idle(&mut self, events: &mut Events) {
        if self.market.is_closed {
            return;
        }
        for crew in 0..self.floor.crews.len() {
            let record = &self.floor.crews[CrewId::at(crew)];
            let (mut seat, calendar) = (record.first, record.calendar);
            let rule = self.ctx.roles[record.role].1.prospect;
            if rule != Some(Prospect::Idle) || seat.is_none() {
                continue;
            }
            if !self.floor.shifts.are_on(calendar, events.now()) {
                self.floor.shifts.await_next(calendar, events);
                continue;
            }
            while seat.is_some() {
                let next = self.floor.seats[seat].next;
                if self.floor.seats[seat].shared.is_empty() {
                    self.begin_block(seat, BLOCK_HOURS, events);
                }
                seat = next;
            }
        }
    }

    /// Somebody looks for leads for so many hours, and no longer than the shift lasts.
    fn begin_block(&mut self, seat: SeatId, hours: f64, events: &mut Events) {
        let now = events.now();
        let record = &self.floor.seats[seat];
        let calendar = self.ctx.calendar(record);
        let end = calendar.straight_on(now, hours / record.available).min(calendar.shift_end(now));
        if end.hours() - now.hours() < LEAST_HOURS || self.market.is_closed {
            return;
        }
        if record.listed {
            self.floor.unlink(seat, &self.ctx);
        }
        let record = &mut self.floor.seats[seat];
        (record.is_prospecting, record.started) = (true, now);
        record.touch += 1;
        schedule(events, end, Event::BlockEnds(seat, record.touch));
    }

    /// A block ends, unless something else came between: what was found comes in.
    pub(super) fn block_ends(&mut self, seat: SeatId, touch: u32, events: &mut Events) {
        if self.floor.seats[seat].touch != touch {
            return;
        }
        let now = events.now();
        self.close_block(seat, now);
        let Some(world) = &self.ctx.system.prospecting else { return };
        let hash = self.ctx.setup.channel_hash(world.channel);
        while !self.market.is_closed
            && !self.is_over_budget
            && let Some(number) = self.market.list.fetch(world, hash, &self.ctx.luck)
        {
            self.lead_is_found(seat, world, number, events);
        }
        self.set_down(seat, now, events);
    }

    /// Books a block up to now, as far as it was worked.
    pub(super) fn close_block(&mut self, seat: SeatId, now: Time) {
        if !std::mem::replace(&mut self.floor.seats[seat].is_prospecting, false) {
            return;
        }
        let record = &mut self.floor.seats[seat];
        record.touch += 1;
        let (started, available) = (record.started, record.available);
        let busy = now.hours() - started.hours();
        record.prospected += busy * available;
        self.book_block(seat, (busy, busy * available), self.tallies.inside(started, now));
        if let Some(world) = &self.ctx.system.prospecting {
            let person = &self.floor.seats[seat];
            let pace = self.tempo(person.pace * person.drive, person, now);
            let found_by_hour = pace * self.floor.skill[(seat, world.skill)].now;
            self.market.list.is_worked(world, busy * available * found_by_hour, now.hours());
        }
    }

    /// Books working hours, and hours of prospecting among them; `inside` of the former lie in the window.
    fn book_block(&mut self, seat: SeatId, (busy, hours): (f64, f64), inside: f64) {
        if let Some(payroll) = &mut self.payroll {
            payroll.works(seat, hours);
        }
        let person = &self.floor.seats[seat];
        if self.ctx.setup.buyers.is_some() {
            self.market.records.works(person.account.place(), busy, hours);
        }
        let role = &mut self.tallies.roles[person.account];
        role.busy += inside;
        role.worked += inside * person.available;
        role.prospecting += inside * person.available;
        self.tallies.seats[seat].busy += inside;
    }

    /// A lead is found: it belongs to whoever found it.
    fn lead_is_found(
        &mut self,
        seat: SeatId,
        world: &Prospecting,
        number: u32,
        events: &mut Events,
    ) {
        self.count_towards_window(events);
        if self.market.is_closed {
            return;
        }
        let now = events.now();
        let (entity, number) = prospect(self.ctx.setup.channel_hash(world.channel), number);
        let lead = self.new_lead(entity, ChannelId::at(world.channel), number, now);
        self.flow.leads[lead].finder = seat;
        self.flow.leads[lead].finder_hire = self.floor.seats[seat].hire;
        if self.tallies.covers(now) {
            self.tallies.sums.found += 1;
        }
        self.note(lead, now, Note::Found);
        self.own_lead(lead, seat);
        self.let_in(lead, self.ctx.setup.entry_of(world.channel), events);
        let visit = self.flow.leads[lead].visits;
        if self.flow.leads[lead].owner == seat && visit.is_some() {
            let life = self.flow.visits[visit].life;
            let end = now + TimeSpan::from_hours(FIRST_RIGHT_HOURS);
            schedule(events, end, Event::FirstRightEnds(visit, life));
        }
    }

    /// A lead that its finder has not touched in time is for everybody.
    pub(super) fn first_right_ends(&mut self, visit: VisitId, life: u32) {
        let (lead, is_same) = (self.flow.visits[visit].lead, self.flow.visits[visit].life == life);
        let record = &self.flow.leads[lead];
        if !is_same || record.first_touch < Time::NEVER || record.owner != record.finder {
            return;
        }
        let mut visit = record.visits;
        self.release(lead);
        while visit.is_some() {
            let (state, sibling) = (self.flow.visits[visit].state, self.flow.visits[visit].sibling);
            if state == State::Waiting && self.flow.queues.holds(visit) {
                self.flow.queues.remove(visit);
                self.queue_up(visit);
            }
            visit = sibling;
        }
    }

    /// Of the open leads that somebody found who leaves for good, some go along.
    pub(super) fn leads_go_along(&mut self, events: &mut Events) {
        let Some(world) = &self.ctx.system.prospecting else { return };
        // who leaves when such a lead is dropped comes behind
        while let Some(leaver) = self.floor.leavers.pop() {
            for lead in self.flow.leads.ids() {
                let record = &self.flow.leads[lead];
                let is_found = (record.finder, record.finder_hire) == leaver;
                if record.alive && is_found && self.goes_along(lead, world) {
                    self.end_lead(lead, world.left, events);
                }
            }
        }
    }

    fn goes_along(&self, lead: LeadId, world: &Prospecting) -> bool {
        let entity = self.flow.leads[lead].entity;
        self.ctx.luck.at(entity, purpose::TAKEN, Place::NONE, 0).unit() < world.takes
    }
}
