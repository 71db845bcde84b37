//! People come, are away for a while, and are gone; what their time costs is booked.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::observer::Observer;
use crate::sales::purpose::{self, seat_entity};
use crate::sales::record::{Leaving, Presence, State};

impl<O: Observer> SalesModel<'_, O> {
    /// A person is at work from now on.
    pub(super) fn come(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        let record = &mut self.floor.seats[seat];
        record.presence = Presence::Present;
        (record.present_since, record.paid_since, record.idle_since) = (now, now, now);
        record.virtual_since = now;
        self.floor.rosters.note(seat);
        self.book_vacancy(seat, now);
        self.floor.seats[seat].vacant_since = Time::NEVER;
        if let Some(payroll) = &mut self.payroll {
            payroll.joins(seat, now);
        }
        self.settle_stay(seat, events);
        self.plan_absence(seat, events);
        self.floor.list(seat, &self.ctx);
        self.may_prospect_first(seat);
        if self.has_own_work(seat) {
            self.floor.callers.push(seat);
        }
    }

    fn plan_absence(&mut self, seat: SeatId, events: &mut Events) {
        let record = &self.floor.seats[seat];
        let group = &self.ctx.system.groups[record.name.group];
        let Some(absence) = &group.absence else { return };
        let entity = seat_entity(record.name.place.number());
        let mut draws =
            self.ctx.luck.at(entity, purpose::ABSENCE_GAP, Place::NONE, record.absences);
        let starts = events.now().hours() + absence.every.sample(&mut draws);
        schedule(events, Time::from_hours(starts), Event::AbsenceStarts(seat, record.hire));
    }

    /// Away from the end of the touch in hand on.
    pub(super) fn absence_starts(&mut self, seat: SeatId, hire: u32, events: &mut Events) {
        let record = &mut self.floor.seats[seat];
        if record.hire != hire || record.presence != Presence::Present {
            return;
        }
        if record.visit.is_none() && !record.is_prospecting {
            self.go_away(seat, events);
        } else if record.leaves_next == Leaving::Stays {
            record.leaves_next = Leaving::Absent;
        }
    }

    pub(super) fn go_away(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        self.book_presence(seat, now);
        let record = &mut self.floor.seats[seat];
        record.presence = Presence::Absent;
        self.floor.rosters.note(seat);
        let (place, hire, number) = (record.name.place, record.hire, record.absences);
        record.absences += 1;
        let group = &self.ctx.system.groups[record.name.group];
        let law = &group.absence.as_ref().expect("only who has absences goes away").lasts;
        let entity = seat_entity(place.number());
        let mut draws = self.ctx.luck.at(entity, purpose::ABSENCE_LENGTH, Place::NONE, number);
        let back = Time::from_hours(now.hours() + law.sample(&mut draws));
        schedule(events, back, Event::AbsenceEnds(seat, hire));
        self.floor.list(seat, &self.ctx);
    }

    pub(super) fn absence_ends(&mut self, seat: SeatId, hire: u32, events: &mut Events) {
        let now = events.now();
        let record = &mut self.floor.seats[seat];
        if record.hire != hire || record.presence != Presence::Absent {
            return;
        }
        record.presence = Presence::Present;
        (record.present_since, record.idle_since) = (now, now);
        self.floor.rosters.note(seat);
        self.plan_absence(seat, events);
        self.floor.list(seat, &self.ctx);
        self.may_prospect_first(seat);
        if self.has_own_work(seat) {
            self.floor.callers.push(seat);
        }
    }

    /// The job is no longer needed; if it is again, somebody else will come.
    pub(super) fn dismiss(&mut self, seat: SeatId, events: &mut Events) {
        self.vacate(seat, events);
        self.floor.seats[seat].hire += 1;
    }

    /// Nobody sits here from now on.
    pub(super) fn vacate(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        if self.floor.seats[seat].presence == Presence::Vacant {
            return;
        }
        self.book_presence(seat, now);
        self.book_pay(seat, now);
        self.paying(|office| office.leave_account(seat, now));
        let record = &mut self.floor.seats[seat];
        record.presence = Presence::Vacant;
        self.floor.rosters.note(seat);
        record.leaves_next = Leaving::Stays;
        record.paid_since = Time::NEVER;
        (record.stays, record.leaves_at) = (f64::INFINITY, Time::NEVER);
        if record.crew.is_some() {
            record.vacant_since = now;
            self.floor.list(seat, &self.ctx);
        }
        self.close_block(seat, now);
        if self.ctx.system.prospecting.is_some() {
            self.floor.leavers.push((seat, self.floor.seats[seat].hire));
        }
        self.put_back(seat, events);
        self.put_back_shared(seat, events);
        self.orphan_leads(seat, events);
    }

    /// The leads of a seat lose their owner; whoever takes them on has to read up.
    fn orphan_leads(&mut self, seat: SeatId, events: &mut Events) {
        let reading = self.reading_up(seat);
        for lead in self.flow.leads.ids() {
            if !self.flow.leads[lead].is_there() || self.flow.leads[lead].owner != seat {
                continue;
            }
            self.release(lead);
            if self.flow.leads[lead].is_customer {
                self.market.customers[lead].reading = reading;
            } else if self.ctx.setup.buyers.is_some() {
                self.hand_over(lead, seat, events.now());
            }
            let mut visit = self.flow.leads[lead].visits;
            while visit.is_some() {
                self.flow.visits[visit].reading += reading;
                visit = self.flow.visits[visit].sibling;
            }
        }
        for visit in self.flow.queues.waiting(self.flow.own(seat)) {
            self.flow.queues.remove(visit);
            if self.flow.visits[visit].state == State::Note {
                let lead = self.flow.visits[visit].lead;
                self.flow.clock(lead, events.now(), self.ctx.business);
                self.flow.leads[lead].queued -= 1;
                self.flow.visits[visit].state = State::Between;
                self.proceed(visit, events);
            } else {
                self.queue_up(visit);
            }
        }
    }

    /// Books working hours at work up to now.
    pub(super) fn book_presence(&mut self, seat: SeatId, now: Time) {
        let record = &mut self.floor.seats[seat];
        if record.presence != Presence::Present {
            return;
        }
        let since = std::mem::replace(&mut record.present_since, now);
        let (from, to) = (since.max(self.tallies.window.from), now.min(self.tallies.window.to));
        if from < to {
            let hours = self.ctx.calendar(record).between(from, to);
            let role = &mut self.tallies.roles[record.account];
            role.present += hours;
            role.admin += hours * (1.0 - record.available);
            self.tallies.seats[seat].account = record.account;
            self.tallies.seats[seat].present += hours;
        }
    }

    /// Books the pay of a seat up to now.
    pub(super) fn book_pay(&mut self, seat: SeatId, now: Time) {
        self.book_presence(seat, now);
        let record = &mut self.floor.seats[seat];
        if record.paid_since == Time::NEVER {
            self.book_vacancy(seat, now);
            return;
        }
        let since = std::mem::replace(&mut record.paid_since, now);
        let weeks = self.tallies.inside(since, now) / HOURS_PER_WEEK;
        let record = &self.floor.seats[seat];
        self.tallies.pay.staffed[usize::from(record.third)] += weeks;
        self.tallies.roles[record.account].cost += weeks * record.cost_per_week;
        if self.plan_of(seat).is_some() {
            let record = &self.floor.seats[seat];
            let loading = self.ctx.system.groups[record.name.group].loading;
            let tally = &mut self.tallies.pay.seats[seat.place()];
            tally.fixed += weeks * record.cost_per_week / loading;
            tally.weeks += weeks;
        }
    }

    /// Books for how long a seat has been vacant up to now.
    fn book_vacancy(&mut self, seat: SeatId, now: Time) {
        let record = &mut self.floor.seats[seat];
        if record.vacant_since < Time::NEVER {
            let since = std::mem::replace(&mut record.vacant_since, now);
            self.tallies.pay.vacant += self.tallies.inside(since, now) / HOURS_PER_WEEK;
        }
    }
}
