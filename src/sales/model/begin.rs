//! Work starts.

use super::flow::Flow;
use super::stay::Stay;
use super::{Event, Events, SalesModel, schedule};
use crate::engine::law::Law;
use crate::engine::random::Draws;
use crate::engine::{Time, TimeSpan};
use crate::math;
use crate::sales::buyer::Session;
use crate::sales::calendar::Calendar;
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::{Observer, TouchStarted};
use crate::sales::people::{Attention, ShiftEnd};
use crate::sales::policy::Ownership;
use crate::sales::purpose;
use crate::sales::record::{Lead, Seat, State, Visit};
use crate::sales::stage::{Contact, Conversation, ReplyDecay, Stage, StageKind, Topic};

/// A touch that is interrupted more often than this is not simulated further: the rate is absurd.
const INTERRUPTIONS_AT_MOST: u32 = 4_000;

impl<O: Observer> SalesModel<'_, O> {
    /// A person takes a waiting visit in hand. False: it does not fit into the shift.
    pub(super) fn begin(&mut self, seat: SeatId, visit: VisitId, events: &mut Events) -> bool {
        let now = events.now();
        if self.ctx.policy.pay.advice {
            self.ask_advice(seat, visit, now);
        }
        let Some(start) = self.plan(seat, visit, now) else {
            self.floor.shifts.await_next(self.floor.seats[seat].calendar, events);
            return false;
        };
        let (lead, stage) = (start.lead, start.stage);
        if self.flow.queues.remove(visit) == Some(Flow::desk(stage)) {
            self.flow.waiting &= !self.flow.desks[stage].bit;
        }
        if !start.is_note && self.ctx.policy.owner == Ownership::Named {
            self.take_on(lead, seat, stage);
        }
        self.start_touch(visit, seat, &start, now);
        let record = &mut self.floor.seats[seat];
        record.owed_hours = 0.0;
        if record.attention == Attention::Shared {
            self.share_attention(seat, visit, start.work_hours, events);
            return true;
        }
        (record.visit, record.work_hours, record.started) = (visit, start.work_hours, now);
        record.touch += 1;
        let touch = record.touch;
        if record.listed {
            self.floor.unlink(seat, &self.ctx);
        }
        if start.goes_back {
            schedule(events, start.end, Event::ShiftEnds(seat, touch));
        } else {
            schedule(events, start.end, Event::TouchEnds(seat, touch));
        }
        true
    }

    /// A lead is its owner's from the first touch on, and fills the owner's limit once they talk.
    #[inline(always)]
    fn take_on(&mut self, lead: LeadId, seat: SeatId, stage: StageId) {
        if self.flow.leads[lead].owner.is_none() {
            self.own_lead(lead, seat);
        }
        let is_lead = !self.flow.leads[lead].is_customer;
        if is_lead && (self.ctx.setup.contact_only || !self.is_contact(stage)) {
            self.fill_limit(lead);
        }
    }

    /// What the touch would be if the person began it now; None if it does not fit into the shift.
    #[inline(always)]
    pub(super) fn plan(&self, seat: SeatId, visit: VisitId, now: Time) -> Option<Start> {
        let (person, record) = (&self.floor.seats[seat], &self.flow.visits[visit]);
        let lead = &self.flow.leads[record.lead];
        let stage = self.flow.stage(record.stage);
        let content = self.content(seat, record, lead, stage, now);
        let touch_hours = over(content.hours, self.speed(seat, person, record, stage, now));
        let interrupted = if person.is_interrupted {
            self.interruptions(seat, record, lead, stage, touch_hours)
        } else {
            0.0
        } + person.owed_hours;
        let work_hours = over(touch_hours + interrupted, person.available);
        let calendar = self.ctx.calendar(person);
        let (end, goes_back) = if calendar.is_always() {
            (now + TimeSpan::from_hours(work_hours), false)
        } else if person.shift_end == ShiftEnd::Pause {
            let shift_end = self.floor.shifts.end_of_shift(person.calendar, now);
            (calendar.after_in_shift(now, work_hours, shift_end), false)
        } else {
            touch_end(calendar, person.shift_end, work_hours, now)?
        };
        Some(Start {
            lead: record.lead,
            stage: record.stage,
            is_note: record.state == State::Note,
            content,
            touch_hours,
            work_hours,
            end,
            goes_back,
        })
    }

    /// What is to do in the touch: what is left of one begun before, else a new draw with what a
    /// hand-off and the records add.
    #[inline(always)]
    fn content(
        &self,
        seat: SeatId,
        record: &Visit,
        lead: &Lead,
        stage: &Stage,
        now: Time,
    ) -> Content {
        if record.state == State::Note {
            return Content::of_hours(self.ctx.system.frictions.hand_off_note_hours);
        }
        if !record.rest.is_nan() {
            return Content::of_hours(record.rest + record.reading);
        }
        let records = self.records_factor(seat);
        let touches = self.flow.been_of(record).touches;
        if record.foreseen.touches == touches {
            return Content::of_hours(record.foreseen.content * records + record.reading);
        }
        self.new_content(records, touches, record, lead, stage, now)
    }

    /// The same for a new touch that nobody has foreseen.
    #[inline(always)]
    fn new_content(
        &self,
        records: f64,
        touches: u32,
        record: &Visit,
        lead: &Lead,
        stage: &Stage,
        now: Time,
    ) -> Content {
        let mut draws = self.ctx.luck.at(lead.entity, purpose::TOUCH_CONTENT, stage.place, touches);
        let mut law = lead.its(&stage.touch);
        let (reached, reply, talk_hours) = (record.reached, record.reply, record.talk_hours);
        let mut meeting = Meeting { reached, reply, talk_hours };
        if let StageKind::Contact(contact) = &stage.kind {
            (meeting.reached, meeting.reply) = self.reach(record, contact, lead, now);
            law = contact.missed.as_ref().filter(|_| !meeting.reached).unwrap_or(law);
        }
        let hours = if let StageKind::Buyer(talk) = &stage.kind {
            let session = self.session(record, talk, law, &mut draws, now);
            let hours = (session.hours + session.prep_hours) * records + record.reading;
            let talk_hours = (hours - record.reading).max(0.0) / records - session.prep_hours;
            meeting.talk_hours = talk_hours.max(0.0);
            hours
        } else {
            law.sample(&mut draws) * records + record.reading
        };
        Content { hours, meeting: Some(meeting) }
    }

    /// What keeping records adds to work, as a factor.
    #[inline]
    pub(super) fn records_factor(&self, seat: SeatId) -> f64 {
        1.0 + self.ctx.system.frictions.documentation_cost * self.documentation(seat)
    }

    /// A conversation, or the writing of a proposal.
    fn session(
        &self,
        record: &Visit,
        talk: &Conversation,
        law: &Law,
        draws: &mut Draws<'_>,
        now: Time,
    ) -> Session {
        let (rules, world) = (&self.ctx.policy.buyers, self.ctx.market().world);
        let buyer = &self.market.buyers[record.lead];
        let mut prep_hours = 0.0;
        let hours = match talk.about {
            Topic::Qualify => law.sample(draws) * rules.gate.depth,
            Topic::Educate => return buyer.lesson(world, rules, law.mean(), now.hours()),
            Topic::Decide if rules.persuade => law.sample(draws) + world.dialogue.persuading_hours,
            Topic::Align => {
                prep_hours = buyer.message_hours(rules, now.hours());
                law.sample(draws)
            }
            Topic::Validate | Topic::Decide => law.sample(draws),
        };
        Session { hours, prep_hours }
    }

    /// Whether this attempt reaches the buyer, and what the delay of the first attempt has to do
    /// with it. Known when it starts, since it decides how long the attempt takes.
    #[inline(never)]
    fn reach(&self, record: &Visit, contact: &Contact, lead: &Lead, now: Time) -> (bool, f64) {
        let attempt = record.touches as usize;
        let chance = contact.reach[attempt.min(contact.reach.len() - 1)];
        let reply = if record.reply.is_nan() {
            contact.reply.map_or(1.0, |curve| self.reply(&curve, lead, now))
        } else {
            record.reply
        };
        let place = self.flow.stage(record.stage).place;
        let occurrence = self.flow.been_of(record).touches;
        let luck = self.ctx.luck.at(lead.entity, purpose::REACH, place, occurrence).unit();
        (luck < chance * reply, reply)
    }

    /// The factor on the chance to reach a buyer whose first touch is now or was before.
    fn reply(&self, curve: &ReplyDecay, lead: &Lead, now: Time) -> f64 {
        let channel = self.ctx.system.channels.get(lead.channel.place());
        let s = channel.and_then(|c| c.reply_sensitivity).unwrap_or(curve.sensitivity);
        let delay = lead.first_touch.min(now).hours() - lead.arrived.hours();
        let raw = curve.floor + (1.0 - curve.floor) * math::exp(-delay / curve.tau_hours);
        if s > 0.0 { math::powf(raw, s) } else { 1.0 }
    }

    /// Speed of a person at a visit: pace × skill, less ramp, switching and want of an owner.
    #[inline(always)]
    fn speed(&self, seat: SeatId, person: &Seat, record: &Visit, stage: &Stage, now: Time) -> f64 {
        let mut speed = person.pace * person.drive;
        if let Some(factor) = person.specialist
            && self.works(seat, record.stage)
        {
            speed *= factor;
        }
        speed = self.tempo(speed, person, now);
        if record.state == State::Note {
            return speed;
        }
        if self.ctx.policy.owner == Ownership::Shared {
            speed = over(speed, self.ctx.system.frictions.unowned);
        }
        if !stage.kind.is_shortened_by_skill() {
            return speed;
        }
        speed * self.skill_at(seat, record.stage, stage.skill)
    }

    /// What ramp and switching leave of a person's speed.
    #[inline(always)]
    pub(super) fn tempo(&self, speed: f64, person: &Seat, now: Time) -> f64 {
        let (frictions, mut speed) = (&self.ctx.system.frictions, speed);
        if let Some(ramp) = person.ramp {
            let tenure = (now.hours() - person.came_hours).max(0.0);
            speed *= 1.0 - (1.0 - ramp.start) * math::exp(-tenure / ramp.time_hours);
        }
        let too_many = person.wip.saturating_sub(frictions.switching_free);
        if too_many > 0 {
            speed /= 1.0 + frictions.switching * f64::from(too_many);
        }
        speed
    }

    /// Hours of interruptions during `touch_hours` of work.
    #[inline(never)]
    fn interruptions(
        &self,
        seat: SeatId,
        record: &Visit,
        lead: &Lead,
        stage: &Stage,
        touch_hours: f64,
    ) -> f64 {
        let group = &self.ctx.system.groups[self.floor.seats[seat].name.group];
        let Some(rule) = &group.interruptions else { return 0.0 };
        let (place, occurrence) = (stage.place, self.flow.been_of(record).touches);
        let mut gaps = self.ctx.luck.at(lead.entity, purpose::INTERRUPT_GAP, place, occurrence);
        let mut lengths =
            self.ctx.luck.at(lead.entity, purpose::INTERRUPT_LENGTH, place, occurrence);
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
    pub(super) fn begin_alone(&mut self, visit: VisitId, events: &mut Events) {
        let now = events.now();
        let record = &self.flow.visits[visit];
        let lead = &self.flow.leads[record.lead];
        let content = self.content(Handle::NONE, record, lead, self.flow.stage(record.stage), now);
        let hours = content.hours;
        let start = Start {
            lead: record.lead,
            stage: record.stage,
            is_note: false,
            content,
            touch_hours: hours,
            work_hours: hours,
            end: now + TimeSpan::from_hours(hours),
            goes_back: false,
        };
        let life = record.life;
        self.start_touch(visit, Handle::NONE, &start, now);
        schedule(events, start.end, Event::AloneEnds(visit, life));
        if self.ctx.setup.has_alarms {
            self.arm(visit, events);
        }
    }

    /// Books the end of the wait and the start of the touch by `seat` (NONE = nobody's).
    #[inline(always)]
    fn start_touch(&mut self, visit: VisitId, seat: SeatId, start: &Start, now: Time) {
        let mut stay = Stay::of(visit, &mut self.flow);
        stay.waits_no_more(now, self.ctx.business, self.tallies.window);
        let Stay { visit: record, lead, desk } = stay;
        record.state = if start.is_note { State::NoteTouched } else { State::Touched };
        let Content { hours, meeting } = start.content;
        (record.seat, record.started, record.touch_hours) = (seat, now, start.touch_hours);
        record.content = hours;
        if let Some(Meeting { reached, reply, talk_hours }) = meeting {
            (record.reached, record.reply, record.talk_hours) = (reached, reply, talk_hours);
        }
        record.patience -= now.hours() - record.waits_since.hours();
        lead.touched += 1;
        if start.is_note {
            return;
        }
        let ready = record.ready;
        let waited = now.hours() - ready.hours();
        let resumed = !record.rest.is_nan();
        if !resumed {
            lead.touches += 1;
            if self.tallies.covers(now) {
                desk.tally.waits += 1;
                desk.tally.wait_hours += waited;
            }
        }
        record.reading = 0.0;
        if record.first_wait.is_nan() {
            record.first_wait = waited;
        }
        if lead.first_touch == Time::NEVER {
            lead.first_touch = now;
            if lead.measured {
                self.tallies.response.record(now.hours() - lead.arrived.hours(), true);
            }
        }
        self.observer.touch_started(&TouchStarted {
            channel: lead.channel.place(),
            number: lead.number,
            stage: start.stage.place(),
            seat: seat.is_some().then_some(seat.place()),
            role: seat.is_some().then(|| self.floor.seats[seat].account.place()),
            ready: ready.hours(),
            at: now.hours(),
            content_hours: hours,
            resumed,
        });
    }
}

/// What is to do in a touch.
#[derive(Clone, Copy)]
struct Content {
    /// Standard hours.
    hours: f64,
    /// Of a new touch; None if what the visit says of it stays as it is.
    meeting: Option<Meeting>,
}

/// What a touch has of the buyer.
#[derive(Clone, Copy)]
struct Meeting {
    /// Whether it reaches the buyer of a contact stage, and what [`Visit::reply`] says.
    reached: bool,
    reply: f64,
    /// Standard hours of a conversation that are spent talking, without reading and records.
    talk_hours: f64,
}

impl Content {
    #[inline]
    fn of_hours(hours: f64) -> Self {
        Self { hours, meeting: None }
    }
}

/// A touch about to start.
pub(super) struct Start {
    lead: LeadId,
    stage: StageId,
    is_note: bool,
    content: Content,
    /// Hours of the person's touch time, and working hours it takes.
    touch_hours: f64,
    work_hours: f64,
    /// When it ends, and whether it goes back to the queue then because the shift ends.
    end: Time,
    goes_back: bool,
}

/// A quotient. Most divisors are 1, and everything that follows waits longer for a division than for
/// a glance.
#[inline(always)]
#[expect(clippy::float_cmp, reason = "exactly 1")]
fn over(hours: f64, divisor: f64) -> f64 {
    if divisor == 1.0 { hours } else { hours / divisor }
}

/// When a touch ends, and whether it goes back to the queue then because the shift ends. None if
/// it is not to start now.
fn touch_end(
    calendar: &Calendar,
    shift_end: ShiftEnd,
    work_hours: f64,
    now: Time,
) -> Option<(Time, bool)> {
    let straight = calendar.straight_on(now, work_hours);
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
            match () {
                () if straight <= end => Some((straight, false)),
                () if now < end => Some((end, true)),
                () => None, // the shift is over
            }
        }
    }
}
