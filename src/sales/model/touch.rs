//! Work ends.

use super::stay::Stay;
use super::{Events, SalesModel};
use crate::engine::Time;
use crate::engine::random::{Entity, Luck, Place};
use crate::math;
use crate::sales::calendar::Calendar;
use crate::sales::handle::{Handle, SeatId, StageId, VisitId};
use crate::sales::observer::{Observer, TouchEnded};
use crate::sales::people::{Attention, ShiftEnd};
use crate::sales::purpose;
use crate::sales::record::{Leaving, Presence, Seat, State};
use crate::sales::stage::{Chance, Contact, Routes, StageKind, Target};
use crate::sales::tallies::Window;

impl<O: Observer> SalesModel<'_, O> {
    /// The end of a touch in hand, unless something else came between.
    pub(super) fn touch_ends(&mut self, seat: SeatId, touch: u32, events: &mut Events) {
        let person = &self.floor.seats[seat];
        if person.touch != touch {
            return;
        }
        let now = events.now();
        let visit = if person.attention == Attention::Shared {
            self.finish_shared(seat, now, events)
        } else {
            let visit = person.visit;
            self.book_touch(seat, visit, 1.0, now);
            self.empty_hands(seat, now, events);
            self.becomes_free(seat);
            visit
        };
        self.touch_is_done(visit, seat, events);
    }

    pub(super) fn alone_ends(&mut self, visit: VisitId, life: u32, events: &mut Events) {
        if self.flow.visits[visit].life == life {
            self.touch_is_done(visit, Handle::NONE, events);
        }
    }

    /// The stage's rule after a touch.
    #[inline(always)]
    fn touch_is_done(&mut self, visit: VisitId, seat: SeatId, events: &mut Events) {
        let (now, window) = (events.now(), self.tallies.window);
        let record = &mut self.flow.visits[visit];
        let (lead, desk) = (&mut self.flow.leads[record.lead], &mut self.flow.desks[record.stage]);
        let mut stay = Stay { visit: record, lead, desk };
        stay.is_laid_down(now, self.ctx.business, window);
        let Stay { visit: record, lead: customer, desk } = stay;
        let was_note = record.state == State::NoteTouched;
        record.state = State::Between;
        if was_note {
            self.proceed(visit, events);
            return;
        }
        record.touches += 1;
        record.rest = f64::NAN;
        desk.tally.touches += u64::from(window.covers(now));
        let (lead, stage, description) = (record.lead, record.stage, desk.description);
        let been = &mut self.flow.been[(lead, stage.place())];
        been.touches += 1;
        if seat.is_some() {
            been.worker = seat;
            if customer.closer != seat {
                customer.closer = seat;
                self.market.note_proposal(lead, seat);
            }
        }
        let is_attempt = matches!(description.kind, StageKind::Contact(_));
        self.observer.touch_ended(&TouchEnded {
            reached: is_attempt.then_some(record.reached),
            channel: customer.channel.place(),
            number: customer.number,
            stage: stage.place(),
            seat: seat.is_some().then_some(seat.place()),
            at: now.hours(),
        });
        if record.expired
            && let Some(limit) = &description.timebox
        {
            self.end_lead(lead, limit.exit, events);
            return;
        }
        match &description.kind {
            StageKind::Chance(chance) if record.touches < chance.touches => {
                self.proceed(visit, events);
            }
            StageKind::Chance(chance) => {
                let routes = customer.its(&chance.routes);
                let (target, keep) = if routes.are_several() {
                    let foreseen = record.foreseen;
                    let fate = if foreseen.visits == been.visits {
                        foreseen.fate
                    } else {
                        fate(&self.ctx.luck, customer.entity, description.place, been.visits)
                    };
                    let keep = kept(chance, record.first_wait);
                    (route(routes, keep, fate), keep)
                } else {
                    (routes.0[0].0, 1.0)
                };
                if !customer.talked_with {
                    self.tallies.count_dialogue(customer, now);
                    if self.ctx.setup.buyers.is_some() {
                        self.count_right_dialogue(lead, now);
                    }
                }
                self.count_route(lead, routes, (keep, target), now);
                self.go(visit, target, seat, events);
            }
            StageKind::Contact(contact) => self.after_contact(visit, contact, seat, events),
            StageKind::Buyer(talk) => self.after_conversation(visit, talk, seat, events),
            StageKind::Account(work) => self.customer_is_worked(visit, *work, seat, events),
            StageKind::Parallel { .. } => unreachable!("a parallel stage is not touched"),
        }
    }

    /// The work leaves the hands: its time is booked to the lead and the stage.
    fn lay_down(&mut self, visit: VisitId, now: Time) {
        let mut stay = Stay::of(visit, &mut self.flow);
        stay.is_laid_down(now, self.ctx.business, self.tallies.window);
    }

    fn after_contact(
        &mut self,
        visit: VisitId,
        contact: &Contact,
        seat: SeatId,
        events: &mut Events,
    ) {
        let record = &self.flow.visits[visit];
        let lead = &self.flow.leads[record.lead];
        if record.reached {
            self.count_first_dialogue(record.lead, events.now());
            self.go(visit, contact.then, seat, events);
            return;
        }
        let attempt = record.touches as usize - 1;
        let last = contact.give_up.len().saturating_sub(1);
        let gives_up = contact.give_up.get(attempt.min(last)).is_some_and(|chance| {
            let place = self.flow.stage(record.stage).place;
            let occurrence = self.flow.been_of(record).touches - 1;
            self.ctx.luck.at(lead.entity, purpose::GIVE_UP, place, occurrence).unit() < *chance
        });
        if gives_up || record.touches >= contact.attempts {
            self.end_lead(record.lead, contact.lost, events);
            return;
        }
        let place = self.flow.stage(record.stage).place;
        let occurrence = self.flow.been_of(record).touches - 1;
        let mut draws = self.ctx.luck.at(lead.entity, purpose::RETRY_GAP, place, occurrence);
        let hours = contact.retry.sample(&mut draws);
        let again = self.ctx.business.answered(events.now(), hours);
        self.with_buyer(visit, again, events);
    }

    /// Books a share `done` of the work in hand to the person, the role and the lead.
    #[inline(always)]
    pub(super) fn book_touch(&mut self, seat: SeatId, visit: VisitId, done: f64, now: Time) {
        let stay = Stay::of(visit, &mut self.flow);
        let (record, stage) = (stay.visit, stay.desk.description);
        let person = &self.floor.seats[seat];
        let (start, whole) = (person.started, person.work_hours * done);
        let touch_hours = record.touch_hours * done;
        stay.lead.work_hours += touch_hours;
        if let Some(payroll) = &mut self.payroll {
            payroll.works(seat, touch_hours);
        }
        if self.ctx.setup.buyers.is_some() {
            self.market.records.works(person.account.place(), whole, touch_hours);
        }
        let calendar = self.ctx.calendar(person);
        let share = share_inside(person, calendar, self.tallies.window, whole, now);
        if share <= 0.0 {
            return;
        }
        let busy = whole * share;
        let role = &mut self.tallies.roles[person.account];
        role.busy += busy;
        role.worked += busy * person.available;
        role.touch[stage.phase as usize] += touch_hours * share;
        if stay.desk.is_with_customer && record.state != State::NoteTouched {
            self.tallies.buyers.customer_hours += touch_hours * share;
        }
        if person.shift_end == ShiftEnd::Finish {
            let window = self.tallies.window;
            let (from, to) = (start.max(window.from), now.min(window.to));
            let overtime = calendar.outside(from, to.max(from));
            role.admin += overtime * (1.0 - person.available);
            role.overtime += overtime;
            role.overtime_cost += overtime * person.cost_per_week / calendar.hours_per_week();
        }
        self.tallies.seats[seat].busy += busy;
    }

    /// A place among the idle, which whoever may take the next visit at once does not need yet.
    #[inline(always)]
    fn becomes_free(&mut self, seat: SeatId) {
        if !self.is_first_come_everywhere() || self.ctx.policy.preempt {
            return self.floor.list(seat, &self.ctx);
        }
        let before = std::mem::replace(&mut self.floor.freed, seat);
        if before.is_some() {
            self.floor.list(before, &self.ctx);
        }
    }

    /// A person's hands are empty: next work, or leave.
    pub(super) fn set_down(&mut self, seat: SeatId, now: Time, events: &mut Events) {
        self.empty_hands(seat, now, events);
        self.floor.list(seat, &self.ctx);
    }

    /// The same but for the place among the idle.
    #[inline(always)]
    fn empty_hands(&mut self, seat: SeatId, now: Time, events: &mut Events) {
        let record = &mut self.floor.seats[seat];
        record.visit = Handle::NONE;
        record.touch += 1;
        record.idle_since = now;
        self.floor.rosters.note(seat);
        match std::mem::replace(&mut record.leaves_next, Leaving::Stays) {
            Leaving::Stays => {}
            Leaving::Absent => self.go_away(seat, events),
            Leaving::Cut => self.dismiss(seat, events),
        }
        self.may_prospect_first(seat);
        if self.has_own_work(seat) {
            self.floor.callers.push(seat);
        }
    }

    /// The touch in hand stops; what is left of it waits again with its old place in the queue.
    pub(super) fn put_back(&mut self, seat: SeatId, events: &mut Events) {
        let visit = self.floor.seats[seat].visit;
        if visit.is_none() {
            return;
        }
        let now = events.now();
        let done = self.share_done(seat, now);
        self.book_touch(seat, visit, done, now);
        self.set_down(seat, now, events);
        self.stop(visit, seat, 1.0 - done, events);
    }

    /// What is left (a share) of a touch that stopped waits again; a note that its writer did not
    /// finish stays unwritten.
    pub(super) fn stop(&mut self, visit: VisitId, seat: SeatId, left: f64, events: &mut Events) {
        let now = events.now();
        self.lay_down(visit, now);
        let record = &mut self.flow.visits[visit];
        if record.state == State::NoteTouched {
            record.state = State::Between;
            self.proceed(visit, events);
            return;
        }
        record.rest = record.content * left;
        (record.state, record.waits_since) = (State::Waiting, now);
        let (lead, stage) = (record.lead, record.stage);
        let customer = &mut self.flow.leads[lead];
        customer.queued += 1;
        self.observer.touch_stopped(&TouchEnded {
            reached: None,
            channel: customer.channel.place(),
            number: customer.number,
            stage: stage.place(),
            seat: Some(seat.place()),
            at: now.hours(),
        });
        self.queue_up(visit);
        self.arm(visit, events);
    }

    /// How much of the work in hand is done, 0 to 1.
    pub(super) fn share_done(&self, seat: SeatId, now: Time) -> f64 {
        let record = &self.floor.seats[seat];
        if record.work_hours <= 0.0 {
            return 1.0;
        }
        let calendar = self.ctx.calendar(record);
        (work_between(record, calendar, record.started, now) / record.work_hours).clamp(0.0, 1.0)
    }

    pub(super) fn shift_ends(&mut self, seat: SeatId, touch: u32, events: &mut Events) {
        if self.floor.seats[seat].touch == touch {
            self.put_back(seat, events);
        }
    }

    /// Whether a visit going from a seat to a stage changes hands between roles.
    #[inline(always)]
    pub(super) fn hands_off(&self, visit: VisitId, seat: SeatId, stage: StageId) -> bool {
        self.ctx.setup.hand_offs_cost && self.changes_hands(visit, seat, stage)
    }

    fn changes_hands(&self, visit: VisitId, seat: SeatId, stage: StageId) -> bool {
        let next = &self.flow.stage(stage);
        let joins = self.flow.visits[visit].parent.is_some()
            && matches!(next.kind, StageKind::Parallel { .. });
        !next.groups.is_empty() && !joins && !self.works(seat, stage)
    }

    /// How much of the work somebody writes down: what the policy asks for, as far as it is done.
    #[inline]
    pub(super) fn documentation(&self, seat: SeatId) -> f64 {
        self.ctx.policy.documentation * self.duty(seat)
    }

    /// Standard hours to take over somebody else's lead: reading, and learning again what is not
    /// written down.
    pub(super) fn reading_up(&self, sender: SeatId) -> f64 {
        let frictions = &self.ctx.system.frictions;
        let unknown = 1.0 - self.documentation(sender);
        frictions.hand_off_read_hours + unknown * frictions.hand_off_relearn_hours
    }

    /// The sender writes down what is known, before anything else; the receiver will read it.
    pub(super) fn ask_for_note(&mut self, visit: VisitId, seat: SeatId, events: &mut Events) {
        let reading = self.reading_up(seat);
        if self.ctx.setup.buyers.is_some() {
            self.hand_over(self.flow.visits[visit].lead, seat, events.now());
        }
        let record = &mut self.flow.visits[visit];
        record.reading += reading;
        // Who has just left the job writes nothing.
        let is_there = self.floor.seats[seat].crew.is_some()
            && self.floor.seats[seat].presence != Presence::Vacant;
        if self.ctx.system.frictions.hand_off_note_hours <= 0.0 || !is_there {
            self.proceed(visit, events);
            return;
        }
        let now = events.now();
        let record = &mut self.flow.visits[visit];
        (record.state, record.ready, record.waits_since) = (State::Note, now, now);
        let lead = record.lead;
        self.flow.clock(lead, now, self.ctx.business);
        self.flow.leads[lead].queued += 1;
        self.floor.is_work_owned = true;
        self.line_up(self.flow.own(seat), visit);
        self.floor.callers.push(seat);
    }

    #[inline]
    pub(super) fn is_contact(&self, stage: StageId) -> bool {
        matches!(self.flow.stage(stage).kind, StageKind::Contact(_))
    }
}

/// Working time of a person between two instants: by the calendar, or straight on where work in hand
/// is finished in overtime.
fn work_between(person: &Seat, calendar: &Calendar, from: Time, to: Time) -> f64 {
    if from >= to {
        return 0.0;
    }
    if person.shift_end == ShiftEnd::Finish {
        return to.hours() - from.hours();
    }
    calendar.between(from, to)
}

/// Which share of the work in hand, `whole` hours from its start to now, lies in the window.
#[inline(always)]
fn share_inside(person: &Seat, calendar: &Calendar, window: Window, whole: f64, now: Time) -> f64 {
    if window.from <= person.started && now <= window.to {
        return 1.0;
    }
    let (from, to) = (person.started.max(window.from), now.min(window.to));
    let inside = work_between(person, calendar, from, to);
    if whole > 0.0 { (inside / whole).min(1.0) } else { 0.0 }
}

/// Where the visit of this number to a stage goes, as a point between 0 and 1.
#[inline(never)]
pub(super) fn fate(luck: &Luck, lead: Entity, stage: Place, visits: u32) -> f64 {
    luck.at(lead, purpose::ADVANCE, stage, visits - 1).unit()
}

/// The share of the first route's chance that the wait for the first touch left.
#[inline(always)]
fn kept(chance: &Chance, first_wait: f64) -> f64 {
    match chance.decay_per_hour {
        None => 1.0,
        Some(rate) => math::exp(-rate * first_wait),
    }
}

/// Where a point between 0 and 1 sends a visit: the first route keeps a share of its chance, the
/// rest falls to the last.
#[inline(always)]
fn route(routes: &Routes, keep: f64, fate: f64) -> Target {
    let list = &routes.0;
    let mut sum = 0.0;
    for (at, (target, chance)) in list.iter().enumerate() {
        sum += if at == 0 { chance * keep } else { *chance };
        if fate < sum {
            return *target;
        }
    }
    list[list.len() - 1].0
}
