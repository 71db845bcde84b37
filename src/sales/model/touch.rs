//! Work starts and ends.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::{Time, TimeSpan, math};
use crate::sales::calendar::Calendar;
use crate::sales::observer::{Observer, TouchEnded, TouchStarted};
use crate::sales::people::{Attention, ShiftEnd};
use crate::sales::policy::Ownership;
use crate::sales::purpose;
use crate::sales::record::{Been, Lead, Leaving, NONE, Presence, State, Visit};
use crate::sales::stage::{Chance, Contact, Routes, Stage, StageKind, Target};

impl<O: Observer> SalesModel<'_, O> {
    /// A person takes a waiting visit in hand. False: it does not fit into the shift.
    pub(super) fn begin(&mut self, seat: u32, visit: u32, events: &mut Events) -> bool {
        let now = events.now();
        let Some(start) = self.plan(seat, visit, now) else {
            self.await_opening(self.seats[seat as usize].calendar, events);
            return false;
        };
        let (lead, stage) = (start.lead, start.stage);
        if self.queues.remove(visit) == Some(self.desk(stage)) {
            self.waiting &= !self.setup.bit[stage];
        }
        if !start.is_note && self.policy.owner == Ownership::Named {
            if self.leads[lead as usize].owner == NONE {
                self.own_lead(lead, seat);
            }
            if self.setup.contact_only || !self.is_contact(stage) {
                self.fill_limit(lead);
            }
        }
        self.start_touch(visit, seat, &start, now);
        let record = &mut self.seats[seat as usize];
        if record.attention == Attention::Shared {
            self.share_attention(seat, visit, start.work_hours, events);
            return true;
        }
        (record.visit, record.work_hours, record.started) = (visit, start.work_hours, now);
        record.touch += 1;
        let touch = record.touch;
        if record.listed {
            self.unlink(seat);
        }
        if start.goes_back {
            schedule(events, start.end, Event::ShiftEnds(seat, touch));
        } else {
            schedule(events, start.end, Event::TouchEnds(seat, touch));
        }
        true
    }

    /// What the touch would be if the person began it now; None if it does not fit into the shift.
    #[inline(always)]
    fn plan(&self, seat: u32, visit: u32, now: Time) -> Option<Start> {
        let (person, record) = (&self.seats[seat as usize], &self.visits[visit as usize]);
        let lead = &self.leads[record.lead as usize];
        let stage = self.stage(record.stage);
        let (content, reached) = self.content(record, lead, stage, now);
        let touch_hours = content / self.speed(seat, record, stage, now);
        let interrupted = if person.is_interrupted {
            self.interruptions(seat, record, lead, stage, touch_hours)
        } else {
            0.0
        };
        let work_hours = (touch_hours + interrupted) / person.available;
        let calendar = &self.setup.system.calendars[person.calendar as usize];
        let (end, goes_back) = if calendar.is_always() {
            (now + TimeSpan::from_hours(work_hours), false)
        } else {
            touch_end(calendar, person.shift_end, work_hours, now)?
        };
        Some(Start {
            lead: record.lead,
            stage: record.stage as usize,
            is_note: record.state == State::Note,
            reached,
            content,
            touch_hours,
            work_hours,
            end,
            goes_back,
        })
    }

    /// Standard hours of the touch: what is left of one begun before, else a new draw with what a
    /// hand-off and the records add. And whether it reaches the buyer of a contact stage.
    #[inline(always)]
    fn content(&self, record: &Visit, lead: &Lead, stage: &Stage, now: Time) -> (f64, bool) {
        let frictions = &self.setup.system.frictions;
        if record.state == State::Note {
            return (frictions.hand_off_note_hours, record.reached);
        }
        if !record.rest.is_nan() {
            return (record.rest + record.reading, record.reached);
        }
        let touches = self.been_of(record).touches;
        let mut draws = self.luck.at(lead.entity, purpose::TOUCH_CONTENT, stage.place, touches);
        let mut law = stage.touch.of(lead.channel as usize, lead.segment as usize, lead.number);
        let mut reached = record.reached;
        if let StageKind::Contact(contact) = &stage.kind {
            reached = self.is_reached(record, contact, lead, now);
            law = contact.missed.as_ref().filter(|_| !reached).unwrap_or(law);
        }
        let records = 1.0 + frictions.documentation_cost * self.policy.documentation;
        (law.sample(&mut draws) * records + record.reading, reached)
    }

    /// Whether this attempt reaches the buyer. Known when it starts, since it decides how long the
    /// attempt takes.
    #[inline(never)]
    fn is_reached(&self, record: &Visit, contact: &Contact, lead: &Lead, now: Time) -> bool {
        let attempt = record.touches as usize;
        let chance = contact.reach[attempt.min(contact.reach.len() - 1)];
        let first = lead.first_touch.min(now).hours();
        let q = contact.reply.map_or(1.0, |reply| {
            let channel = self.setup.system.channels.get(lead.channel as usize);
            let s = channel.and_then(|c| c.reply_sensitivity).unwrap_or(reply.sensitivity);
            let delay = first - lead.arrived.hours();
            let raw = reply.floor + (1.0 - reply.floor) * math::exp(-delay / reply.tau_hours);
            if s > 0.0 { math::powf(raw, s) } else { 1.0 }
        });
        let place = self.stage(record.stage).place;
        let occurrence = self.been_of(record).touches;
        self.luck.at(lead.entity, purpose::REACH, place, occurrence).unit() < chance * q
    }

    /// Speed of a person at a visit: pace × skill, less ramp, switching and want of an owner.
    #[inline(always)]
    fn speed(&self, seat: u32, record: &Visit, stage: &Stage, now: Time) -> f64 {
        let person = &self.seats[seat as usize];
        let frictions = &self.setup.system.frictions;
        let mut speed = person.pace;
        if person.specialist > 1.0 && self.works(seat, record.stage as usize) {
            speed *= person.specialist;
        }
        if let Some(ramp) = person.ramp {
            let tenure = (now.hours() - person.came_hours).max(0.0);
            speed *= 1.0 - (1.0 - ramp.start) * math::exp(-tenure / ramp.time_hours);
        }
        let over = person.wip.saturating_sub(frictions.switching_free);
        if over > 0 {
            speed /= 1.0 + frictions.switching * f64::from(over);
        }
        if record.state == State::Note {
            return speed;
        }
        if self.policy.owner == Ownership::Shared {
            speed /= frictions.unowned;
        }
        let skills = self.setup.system.skills.len();
        speed * self.skill[seat as usize * skills + stage.skill]
    }

    /// Hours of interruptions during `touch_hours` of work.
    #[inline(never)]
    fn interruptions(
        &self,
        seat: u32,
        record: &Visit,
        lead: &Lead,
        stage: &Stage,
        touch_hours: f64,
    ) -> f64 {
        let group = &self.setup.system.groups[self.seats[seat as usize].name.group];
        let Some(rule) = &group.interruptions else { return 0.0 };
        let (place, occurrence) = (stage.place, self.been_of(record).touches);
        let mut gaps = self.luck.at(lead.entity, purpose::INTERRUPT_GAP, place, occurrence);
        let mut lengths = self.luck.at(lead.entity, purpose::INTERRUPT_LENGTH, place, occurrence);
        let (mut worked, mut lost) = (gaps.exponential() / rule.per_hour, 0.0);
        let mut count = 0;
        while worked < touch_hours && count < INTERRUPTIONS_AT_MOST {
            lost += rule.lasts.sample(&mut lengths);
            worked += gaps.exponential() / rule.per_hour;
            count += 1;
        }
        lost
    }

    /// A stage that needs nobody takes the visit at once.
    pub(super) fn begin_alone(&mut self, visit: u32, events: &mut Events) {
        let now = events.now();
        let record = &self.visits[visit as usize];
        let lead = &self.leads[record.lead as usize];
        let (content, reached) = self.content(record, lead, self.stage(record.stage), now);
        let start = Start {
            lead: record.lead,
            stage: record.stage as usize,
            is_note: false,
            reached,
            content,
            touch_hours: content,
            work_hours: content,
            end: now + TimeSpan::from_hours(content),
            goes_back: false,
        };
        let life = record.life;
        self.start_touch(visit, NONE, &start, now);
        schedule(events, start.end, Event::AloneEnds(visit, life));
        if self.setup.has_alarms {
            self.arm(visit, events);
        }
    }

    /// Books the end of the wait and the start of the touch by `seat` (NONE = nobody's).
    #[inline(always)]
    fn start_touch(&mut self, visit: u32, seat: u32, start: &Start, now: Time) {
        let record = &mut self.visits[visit as usize];
        let resumed = !record.rest.is_nan();
        record.state = if start.is_note { State::NoteTouched } else { State::Touched };
        (record.seat, record.reached, record.started) = (seat, start.reached, now);
        (record.content, record.touch_hours) = (start.content, start.touch_hours);
        record.patience -= now.hours() - record.waits_since.hours();
        let area = self.tallies.inside(record.waits_since, now);
        let covered = self.tallies.covers(now);
        let ready = record.ready;
        let waited = now.hours() - ready.hours();
        let tally = &mut self.tallies.stages[start.stage];
        tally.queue_area += area;
        let lead = &mut self.leads[start.lead as usize];
        lead.clock(now, &self.setup.system.calendars[0]);
        lead.queued -= 1;
        lead.touched += 1;
        if start.is_note {
            return;
        }
        record.reading = 0.0;
        if record.first_wait.is_nan() {
            record.first_wait = waited;
        }
        if !resumed {
            lead.touches += 1;
            if covered {
                tally.waits += 1;
                tally.wait_hours += waited;
            }
        }
        if lead.first_touch == Time::NEVER {
            lead.first_touch = now;
            if lead.measured {
                self.tallies.response.record(now.hours() - lead.arrived.hours(), true);
            }
        }
        self.observer.touch_started(&TouchStarted {
            channel: lead.channel as usize,
            number: lead.number,
            stage: start.stage,
            seat: (seat != NONE).then_some(seat as usize),
            ready: ready.hours(),
            at: now.hours(),
            content_hours: start.content,
            resumed,
        });
    }

    /// The end of a touch in hand, unless something else came between.
    pub(super) fn touch_ends(&mut self, seat: u32, touch: u32, events: &mut Events) {
        let person = &self.seats[seat as usize];
        if person.touch != touch {
            return;
        }
        let now = events.now();
        let visit = if person.attention == Attention::Shared {
            self.finish_shared(seat, now, events)
        } else {
            let visit = person.visit;
            self.book_touch(seat, visit, 1.0, now);
            self.set_down(seat, now, events);
            visit
        };
        self.touch_is_done(visit, seat, events);
    }

    pub(super) fn alone_ends(&mut self, visit: u32, life: u32, events: &mut Events) {
        if self.visits[visit as usize].life == life {
            self.touch_is_done(visit, NONE, events);
        }
    }

    /// The stage's rule after a touch.
    #[inline(always)]
    fn touch_is_done(&mut self, visit: u32, seat: u32, events: &mut Events) {
        let now = events.now();
        let covered = self.tallies.covers(now);
        let stages = self.present.len();
        let record = &mut self.visits[visit as usize];
        let area = self.tallies.inside(record.started, now);
        let (lead, stage, expired) = (record.lead, record.stage as usize, record.expired);
        let tally = &mut self.tallies.stages[stage];
        tally.touch_area += area;
        let customer = &mut self.leads[lead as usize];
        customer.clock(now, &self.setup.system.calendars[0]);
        customer.touched -= 1;
        let was_note = record.state == State::NoteTouched;
        record.state = State::Between;
        if was_note {
            self.proceed(visit, events);
            return;
        }
        record.touches += 1;
        record.rest = f64::NAN;
        tally.touches += u64::from(covered);
        self.been[lead as usize * stages + stage].touches += 1;
        self.observer.touch_ended(&TouchEnded {
            channel: customer.channel as usize,
            number: customer.number,
            stage,
            seat: (seat != NONE).then_some(seat as usize),
            at: now.hours(),
        });
        let description = &self.setup.system.stages[stage];
        if expired && let Some(limit) = &description.timebox {
            self.end_lead(lead, limit.exit, events);
            return;
        }
        match &description.kind {
            StageKind::Chance(chance) => self.after_chance(visit, chance, seat, events),
            StageKind::Contact(contact) => self.after_contact(visit, contact, seat, events),
            StageKind::Parallel { .. } => unreachable!("a parallel stage is not touched"),
        }
    }

    /// The work leaves the hands: its time is booked to the lead and the stage.
    fn lay_down(&mut self, visit: u32, now: Time) {
        let record = &self.visits[visit as usize];
        let area = self.tallies.inside(record.started, now);
        self.tallies.stages[record.stage as usize].touch_area += area;
        self.clock(record.lead, now).touched -= 1;
    }

    #[inline(always)]
    fn after_chance(&mut self, visit: u32, chance: &Chance, seat: u32, events: &mut Events) {
        let record = &self.visits[visit as usize];
        if record.touches < chance.touches {
            self.proceed(visit, events);
            return;
        }
        let lead = &self.leads[record.lead as usize];
        let routes = chance.routes.of(lead.channel as usize, lead.segment as usize, lead.number);
        let keep = chance.decay_per_hour.map_or(1.0, |rate| math::exp(-rate * record.first_wait));
        let occurrence = self.been_of(record).visits - 1;
        let place = self.stage(record.stage).place;
        let draw = || self.luck.at(lead.entity, purpose::ADVANCE, place, occurrence).unit();
        let target = route(routes, keep, draw);
        self.count_dialogue(record.lead, events.now());
        self.go(visit, target, seat, events);
    }

    fn after_contact(&mut self, visit: u32, contact: &Contact, seat: u32, events: &mut Events) {
        let record = &self.visits[visit as usize];
        let lead = &self.leads[record.lead as usize];
        if record.reached {
            self.count_dialogue(record.lead, events.now());
            self.go(visit, contact.then, seat, events);
            return;
        }
        let attempt = record.touches as usize - 1;
        let last = contact.give_up.len().saturating_sub(1);
        let gives_up = contact.give_up.get(attempt.min(last)).is_some_and(|chance| {
            let place = self.stage(record.stage).place;
            let occurrence = self.been_of(record).touches - 1;
            self.luck.at(lead.entity, purpose::GIVE_UP, place, occurrence).unit() < *chance
        });
        if gives_up || record.touches >= contact.attempts {
            self.end_lead(record.lead, contact.lost, events);
            return;
        }
        let place = self.stage(record.stage).place;
        let occurrence = self.been_of(record).touches - 1;
        let mut draws = self.luck.at(lead.entity, purpose::RETRY_GAP, place, occurrence);
        let hours = contact.retry.sample(&mut draws);
        self.with_buyer(visit, hours, events);
    }

    /// Counts a lead's first finished dialogue: it was reached, or talked with.
    #[inline(always)]
    fn count_dialogue(&mut self, lead: u32, now: Time) {
        let was_talked_with = std::mem::replace(&mut self.leads[lead as usize].talked_with, true);
        if !was_talked_with && self.tallies.covers(now) {
            self.tallies.sums.dialogues += 1;
        }
    }

    /// Books a share `done` of the work in hand to the person, the role and the lead.
    #[inline(always)]
    pub(super) fn book_touch(&mut self, seat: u32, visit: u32, done: f64, now: Time) {
        let (person, record) = (&self.seats[seat as usize], &self.visits[visit as usize]);
        let (start, account) = (person.started, person.account as usize);
        let touch_hours = record.touch_hours * done;
        let phase = self.stage(record.stage).phase as usize;
        self.leads[record.lead as usize].work_hours += touch_hours;
        let whole = person.work_hours * done;
        let (from, to) = (self.tallies.from, self.tallies.to);
        let share = if from <= start && now <= to {
            1.0
        } else {
            let inside = self.work_between(seat, start.max(from), now.min(to));
            if whole > 0.0 { (inside / whole).min(1.0) } else { 0.0 }
        };
        if share <= 0.0 {
            return;
        }
        let busy = whole * share;
        let available = person.available;
        let overtime = self.overtime(seat, start, now, busy);
        let role = &mut self.tallies.roles[account];
        role.busy += busy;
        role.worked += busy * available;
        role.admin += overtime * (1.0 - available);
        role.touch[phase] += touch_hours * share;
        role.overtime += overtime;
        self.tallies.seats[seat as usize].busy += busy;
    }

    /// Working time of a seat between two instants: by its calendar, or straight on where work in
    /// hand is finished in overtime.
    fn work_between(&self, seat: u32, from: Time, to: Time) -> f64 {
        if from >= to {
            return 0.0;
        }
        let record = &self.seats[seat as usize];
        let system = self.setup.system;
        if record.shift_end == ShiftEnd::Finish {
            return to.hours() - from.hours();
        }
        let calendar = record.calendar as usize;
        system.calendars[calendar].between(from, to)
    }

    #[inline]
    fn overtime(&self, seat: u32, start: Time, now: Time, busy: f64) -> f64 {
        let record = &self.seats[seat as usize];
        if record.shift_end != ShiftEnd::Finish {
            return 0.0;
        }
        let system = self.setup.system;
        let calendar = record.calendar as usize;
        let (from, to) = (start.max(self.tallies.from), now.min(self.tallies.to));
        (busy - system.calendars[calendar].between(from, to)).max(0.0)
    }

    /// A person's hands are empty: next work, or leave.
    #[inline(always)]
    pub(super) fn set_down(&mut self, seat: u32, now: Time, events: &mut Events) {
        let record = &mut self.seats[seat as usize];
        record.visit = NONE;
        record.touch += 1;
        record.idle_since = now;
        match std::mem::replace(&mut record.leaves_next, Leaving::Stays) {
            Leaving::Stays => {}
            Leaving::Absent => self.go_away(seat, events),
            Leaving::Cut => self.dismiss(seat, events),
        }
        self.list(seat);
        if !self.queues.is_empty(self.own(seat)) {
            self.callers.push(seat);
        }
    }

    /// The touch in hand stops; what is left of it waits again with its old place in the queue.
    pub(super) fn put_back(&mut self, seat: u32, events: &mut Events) {
        let visit = self.seats[seat as usize].visit;
        if visit == NONE {
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
    pub(super) fn stop(&mut self, visit: u32, seat: u32, left: f64, events: &mut Events) {
        let now = events.now();
        self.lay_down(visit, now);
        let record = &mut self.visits[visit as usize];
        if record.state == State::NoteTouched {
            record.state = State::Between;
            self.proceed(visit, events);
            return;
        }
        record.rest = record.content * left;
        (record.state, record.waits_since) = (State::Waiting, now);
        let (lead, stage) = (record.lead, record.stage as usize);
        let customer = &mut self.leads[lead as usize];
        customer.queued += 1;
        self.observer.touch_stopped(&TouchEnded {
            channel: customer.channel as usize,
            number: customer.number,
            stage,
            seat: Some(seat as usize),
            at: now.hours(),
        });
        self.queue_up(visit);
        self.arm(visit, events);
    }

    /// How much of the work in hand is done, 0 to 1.
    pub(super) fn share_done(&self, seat: u32, now: Time) -> f64 {
        let record = &self.seats[seat as usize];
        if record.work_hours <= 0.0 {
            return 1.0;
        }
        (self.work_between(seat, record.started, now) / record.work_hours).clamp(0.0, 1.0)
    }

    pub(super) fn shift_ends(&mut self, seat: u32, touch: u32, events: &mut Events) {
        if self.seats[seat as usize].touch == touch {
            self.put_back(seat, events);
        }
    }

    /// Whether a visit going from a seat to a stage changes hands between roles.
    #[inline]
    pub(super) fn hands_off(&self, visit: u32, seat: u32, stage: usize) -> bool {
        if !self.setup.hand_offs_cost {
            return false;
        }
        let next = &self.setup.system.stages[stage];
        let joins = self.visits[visit as usize].parent != NONE
            && matches!(next.kind, StageKind::Parallel { .. });
        !next.groups.is_empty() && !joins && !self.works(seat, stage)
    }

    /// Standard hours to take over somebody else's lead: reading, and learning again what is not
    /// written down.
    pub(super) fn reading_up(&self) -> f64 {
        let frictions = &self.setup.system.frictions;
        let unknown = 1.0 - self.policy.documentation;
        frictions.hand_off_read_hours + unknown * frictions.hand_off_relearn_hours
    }

    /// The sender writes down what is known, before anything else; the receiver will read it.
    pub(super) fn ask_for_note(&mut self, visit: u32, seat: u32, events: &mut Events) {
        let reading = self.reading_up();
        let record = &mut self.visits[visit as usize];
        record.reading += reading;
        // Who has just left the job writes nothing.
        let is_there = self.seats[seat as usize].crew != NONE
            && self.seats[seat as usize].presence != Presence::Vacant;
        if self.setup.system.frictions.hand_off_note_hours <= 0.0 || !is_there {
            self.proceed(visit, events);
            return;
        }
        let now = events.now();
        let record = &mut self.visits[visit as usize];
        (record.state, record.ready, record.waits_since) = (State::Note, now, now);
        let lead = record.lead;
        self.clock(lead, now);
        self.leads[lead as usize].queued += 1;
        let precedence = self.precedence(visit);
        self.queues.push(self.own(seat), visit, precedence);
        self.callers.push(seat);
    }

    #[inline(always)]
    pub(super) fn been_of(&self, record: &Visit) -> Been {
        self.been[record.lead as usize * self.present.len() + record.stage as usize]
    }

    #[inline]
    pub(super) fn is_contact(&self, stage: usize) -> bool {
        matches!(self.setup.system.stages[stage].kind, StageKind::Contact(_))
    }
}

/// A touch about to start.
struct Start {
    lead: u32,
    stage: usize,
    is_note: bool,
    /// Whether it reaches the buyer of a contact stage.
    reached: bool,
    /// Standard hours, hours of the person's touch time, and working hours it takes.
    content: f64,
    touch_hours: f64,
    work_hours: f64,
    /// When it ends, and whether it goes back to the queue then because the shift ends.
    end: Time,
    goes_back: bool,
}

/// When a touch ends, and whether it goes back to the queue then because the shift ends. None if
/// it is not to start now.
fn touch_end(
    calendar: &Calendar,
    shift_end: ShiftEnd,
    work_hours: f64,
    now: Time,
) -> Option<(Time, bool)> {
    let straight = now + TimeSpan::from_hours(work_hours);
    match shift_end {
        ShiftEnd::Pause => Some((calendar.after(now, work_hours), false)),
        ShiftEnd::Finish => Some((straight, false)),
        ShiftEnd::DoNotStart if straight <= calendar.shift_end(now) => Some((straight, false)),
        // Work longer than any shift would never begin: it pauses, as if the rule were `pause`.
        ShiftEnd::DoNotStart if work_hours > calendar.longest_shift_hours() => {
            Some((calendar.after(now, work_hours), false))
        }
        ShiftEnd::DoNotStart => None,
        ShiftEnd::HandBack => {
            let end = calendar.shift_end(now);
            Some(if straight <= end { (straight, false) } else { (end, true) })
        }
    }
}

/// A touch that is interrupted more often than this is not simulated further: the rate is absurd.
const INTERRUPTIONS_AT_MOST: u32 = 4_000;

/// Where one draw sends a visit: the first route keeps the share `keep` of its chance, the rest
/// falls to the last. Certain routes draw nothing.
#[inline(always)]
fn route(routes: &Routes, keep: f64, draw: impl FnOnce() -> f64) -> Target {
    let list = &routes.0;
    if list.len() == 1 {
        return list[0].0;
    }
    let u = draw();
    let mut sum = 0.0;
    for (at, (target, chance)) in list.iter().enumerate() {
        sum += if at == 0 { chance * keep } else { *chance };
        if u < sum {
            return *target;
        }
    }
    list[list.len() - 1].0
}
