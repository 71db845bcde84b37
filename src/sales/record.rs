//! The records of a run: leads, their visits to stages, and seats.

use super::calendar::Calendar;
use super::handle::{
    CalendarId, ChannelId, CrewId, Handle, LeadId, RoleId, SeatId, SegmentId, StageId, VisitId,
};
use super::people::{Attention, Ramp, ShiftEnd};
use super::policy::Prospect;
use super::rules::SeatName;
use super::stage::{ByLead, Phase};
use crate::engine::Time;
use crate::engine::random::Entity;

/// A lead: the customer, the deal.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
pub(super) struct Lead {
    pub entity: Entity,
    pub number: u64,
    pub channel: ChannelId,
    pub segment: SegmentId,
    /// Open visits being touched, and waiting; else the lead is with the buyer.
    pub touched: u16,
    pub queued: u16,
    /// Its open visits, chained through [`Visit::sibling`].
    pub visits: VisitId,
    /// Where it has been: a set of stages, one bit for each index.
    pub been_to: u64,
    /// The seat that owns it, and the one that touched it last.
    pub owner: SeatId,
    pub closer: SeatId,
    /// The seat and the person in it who found it; NONE = nobody.
    pub finder: SeatId,
    pub finder_hire: u32,
    pub arrived: Time,
    pub first_touch: Time,
    /// Since when it has been in its state (touched, queued, with the buyer).
    pub since: Time,
    pub touch_hours: f64,
    pub queue_hours: f64,
    pub buyer_hours: f64,
    /// Hours of the business calendar in which somebody touched it.
    pub touched_business_hours: f64,
    /// Hours of work spent on it.
    pub work_hours: f64,
    /// The value of the deal; NaN until somebody looks.
    pub value: f64,
    pub touches: u32,
    /// The furthest phase reached.
    pub phase: Phase,
    /// Whether it fills its owner's limit.
    pub fills_limit: bool,
    /// Whether a dialogue with it has finished.
    pub talked_with: bool,
    /// Whether it arrived in the measured window.
    pub measured: bool,
    pub alive: bool,
    /// Whether it was won and is looked after: no lead any more.
    pub is_customer: bool,
}

impl Lead {
    /// Whether it is on its way, or a customer who is looked after.
    #[inline]
    pub(super) fn is_there(&self) -> bool {
        self.alive || self.is_customer
    }

    /// What holds for it of what differs by lead.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every touch")]
    pub(super) fn its<'t, T>(&self, values: &'t ByLead<T>) -> &'t T {
        values.of(self.channel.place(), self.segment.place(), self.number)
    }

    /// Books its time up to now to what it was doing; business hours by `business`.
    #[inline]
    pub(super) fn clock(&mut self, now: Time, business: &Calendar) {
        let hours = now.hours() - self.since.hours();
        if self.touched > 0 {
            self.touch_hours += hours;
            self.touched_business_hours += business.between(self.since, now);
        } else if self.queued > 0 {
            self.queue_hours += hours;
        } else {
            self.buyer_hours += hours;
        }
        self.since = now;
    }
}

/// What a visit is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Outside a full stage or a full funnel.
    Outside,
    /// Waiting for a person.
    #[default]
    Waiting,
    /// In somebody's hands.
    Touched,
    /// Waiting for the sender's hand-off note, or for it to be written.
    Note,
    /// The note is being written.
    NoteTouched,
    /// With the buyer.
    WithBuyer,
    /// On its way from one state to the next, within an instant.
    Between,
    /// Its branches are open.
    Forked,
}

/// A lead's stay in a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Visit {
    pub lead: LeadId,
    pub stage: StageId,
    pub state: State,
    /// Whether the stage's limit counts it.
    pub admitted: bool,
    /// For a contact stage: whether the touch in hand reaches the buyer, and the factor that the
    /// delay of the first attempt puts on the chance; NaN before it.
    pub reached: bool,
    pub reply: f64,
    /// Whether it must leave when the touch in hand ends.
    pub expired: bool,
    /// Next open visit of the same lead.
    pub sibling: VisitId,
    /// The visit that forked this one.
    pub parent: VisitId,
    /// Branches not yet joined.
    pub branches: u16,
    /// Where it goes next, once the note is written or the buyer ready; NONE = here again.
    pub next_stage: StageId,
    /// Touches done in this visit.
    pub touches: u32,
    /// Numbers the uses of this slot: events of an earlier use are void.
    pub life: u32,
    /// Numbers its alarms: only the latest counts. And when that one rings.
    pub alarm: u32,
    pub alarm_at: Time,
    pub seat: SeatId,
    pub entered: Time,
    pub ready: Time,
    pub started: Time,
    /// Since when it waits (patience).
    pub waits_since: Time,
    /// How much more waiting it bears, in hours.
    pub patience: f64,
    /// Wait before its first touch, in hours; NaN before.
    pub first_wait: f64,
    /// What has been drawn of it ahead of time.
    pub foreseen: Foreseen,
    /// Standard hours still to do of a touch begun before; NaN = a new touch.
    pub rest: f64,
    /// Standard hours that a hand-off adds to the next touch.
    pub reading: f64,
    /// Standard hours that a conversation is spent talking, without reading and records.
    pub talk_hours: f64,
    /// Factor on the skill of the coming conversation by a colleague's advice; NaN = not asked yet.
    pub advised: f64,
    /// Of the touch in hand: standard hours of content, and hours of the person's touch time.
    pub content: f64,
    pub touch_hours: f64,
}

/// Draws made when a visit lines up, so that later steps need not wait for them. Their keys hold
/// counts of [`Been`]; should these have changed meanwhile, other draws are due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foreseen {
    /// The work of the touch after so many, in standard hours.
    pub touches: u32,
    pub content: f64,
    /// Where the visit of this number goes, as a point between 0 and 1.
    pub visits: u32,
    pub fate: f64,
}

impl Default for Foreseen {
    /// Nothing is drawn.
    fn default() -> Self {
        Self { touches: u32::MAX, content: 0.0, visits: u32::MAX, fate: 0.0 }
    }
}

impl Visit {
    /// Whether it waits outside the full funnel, for no stage in particular.
    pub(super) fn is_outside_funnel(&self) -> bool {
        self.state == State::Outside && self.next_stage.is_some()
    }
}

/// A visit of `lead` that has not entered any stage, in a slot with this `life` and `alarm`.
#[inline]
pub(super) fn new_visit(lead: LeadId, sibling: VisitId, life: u32, alarm: u32) -> Visit {
    Visit {
        lead,
        stage: StageId::at(0),
        sibling,
        life,
        alarm,
        alarm_at: Time::NEVER,
        reply: f64::NAN,
        patience: f64::INFINITY,
        first_wait: f64::NAN,
        rest: f64::NAN,
        advised: f64::NAN,
        ..Visit::default()
    }
}

impl Visit {
    /// Starts it afresh at a stage.
    #[inline]
    pub(super) fn turn_to(&mut self, stage: StageId) {
        self.stage = stage;
        self.state = State::Between;
        (self.touches, self.admitted, self.expired) = (0, false, false);
        (self.first_wait, self.rest, self.reply) = (f64::NAN, f64::NAN, f64::NAN);
        (self.next_stage, self.patience) = (Handle::NONE, f64::INFINITY);
        self.foreseen = Foreseen::default();
    }
}

/// How often a lead has been to a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Been {
    pub visits: u32,
    pub touches: u32,
    /// The seat that touched it there last; NONE = nobody.
    pub worker: SeatId,
}

/// Whether somebody sits there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Presence {
    /// Nobody has this job now.
    #[default]
    Vacant,
    /// On the payroll, not at work.
    Absent,
    /// At work when the calendar says so.
    Present,
}

/// What happens to a person once the touch in hand has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Nothing.
    #[default]
    Stays,
    /// Away for a while.
    Absent,
    /// The job is no longer needed.
    Cut,
}

/// A job and the person in it.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
pub(super) struct Seat {
    pub name: SeatName,
    /// Index into the policy's crews; NONE = the policy has no use for the seat.
    pub crew: CrewId,
    /// Under which name its hours and money are booked, and what the person costs per week.
    pub account: RoleId,
    pub cost_per_week: f64,
    pub calendar: CalendarId,
    /// Of the group, kept here to have them at hand.
    pub shift_end: ShiftEnd,
    pub attention: Attention,
    pub ramp: Option<Ramp>,
    pub is_interrupted: bool,
    pub presence: Presence,
    /// What happens at the end of the touch in hand.
    pub leaves_next: Leaving,
    /// The touch in hand.
    pub visit: VisitId,
    /// Numbers its touches: only the latest ends.
    pub touch: u32,
    /// Several touches at once (shared attention): (finish tag, visit).
    pub shared: Vec<(f64, VisitId)>,
    pub virtual_hours: f64,
    pub virtual_since: Time,
    /// Working hours that the touch in hand takes, admin and interruptions included.
    pub work_hours: f64,
    pub started: Time,
    pub idle_since: Time,
    /// Owned leads that fill the limit, and all owned leads.
    pub wip: u32,
    pub owned: u32,
    pub limit: u32,
    /// Neighbours among the idle of the crew; `listed` says whether it is among them.
    pub previous: SeatId,
    pub next: SeatId,
    pub listed: bool,
    /// Number of the person in the job: 0 is the first.
    pub hire: u32,
    /// When the person came, in hours since the start: before it (negative) for those who were
    /// there already.
    pub came_hours: f64,
    /// Share of working time left for touches.
    pub available: f64,
    /// Pace without ramp and switching.
    pub pace: f64,
    /// Mean skill at the stages of the role × pace of the group, without the ramp.
    pub ability: f64,
    /// Factor on the pace by the person's effort.
    pub drive: f64,
    /// Hours of advice given that the next touch is longer by.
    pub owed_hours: f64,
    /// Factor on the pace at the stages of its role (not where it helps out).
    pub specialist: Option<f64>,
    pub present_since: Time,
    pub paid_since: Time,
    pub absences: u32,
    /// Whether somebody is on the way to fill it, or may come; and how many have looked at the job since
    /// it became vacant and not taken it.
    pub replacement_due: bool,
    pub candidates: u32,
    /// Exposure at which the person leaves that is still to come, where pay decides how fast; infinite =
    /// decided. And when the person leaves, as far as that is decided.
    pub stays: f64,
    pub leaves_at: Time,
    /// Third of ability in the group, from 0 = low.
    pub third: u8,
    /// When it looks for leads, and whether it does now.
    pub prospect: Option<Prospect>,
    pub is_prospecting: bool,
    /// Hours of prospecting in a week of the run.
    pub prospected: f64,
    pub prospects_in: f64,
    /// Since when it has been vacant; never = it is not.
    pub vacant_since: Time,
}

impl Seat {
    pub(super) fn is_idle(&self) -> bool {
        self.visit.is_none() && self.shared.is_empty() && !self.is_prospecting
    }
}
