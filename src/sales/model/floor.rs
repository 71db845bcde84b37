//! The people: who sits where with which skills, who is idle, and who can be called.

use super::context::Context;
use super::rosters::Rosters;
use super::shifts::Shifts;
use crate::engine::Time;
use crate::sales::handle::{ById, CrewId, Handle, SeatId, StageId, Table, VisitId};
use crate::sales::people::Attention;
use crate::sales::policy::Ownership;
use crate::sales::queue::Precedence;
use crate::sales::record::{Presence, Seat};
use crate::sales::rules::SeatName;
use crate::sales::setup::{Crew, Setup};

/// The seats and the people in them.
pub(super) struct Floor<'a> {
    pub seats: ById<SeatId, Seat>,
    /// By seat and skill.
    pub skill: Table<SeatId, Skill>,
    pub crews: ById<CrewId, Crew>,
    /// By stage: seats that a push rule can choose from, and whose turn it is.
    pub targets: ById<StageId, Vec<SeatId>>,
    pub turn: ById<StageId, usize>,
    pub rosters: Rosters,
    pub shifts: Shifts<'a>,
    /// Stages whose queue wants looking at.
    pub dirty: u64,
    /// Stages for which somebody can be called: a crew has idle people, or work in hand yields.
    pub callable: u64,
    /// Whose touch has just ended, not listed among the idle yet; NONE = nobody.
    pub freed: SeatId,
    /// Crews that cannot start anything now at the desk being served.
    pub blocked: Vec<CrewId>,
    /// Whether anything has waited for one person alone in this run.
    pub is_work_owned: bool,
    /// Idle seats whose own queue wants looking at.
    pub callers: Vec<SeatId>,
    /// Whether anybody looks for leads, and who may begin with it before any other work.
    pub is_prospected: bool,
    pub eager: Vec<SeatId>,
    /// People who have just left for good and may take along leads that they found: seat and hire.
    pub leavers: Vec<(SeatId, u32)>,
    /// What somebody who picks looks at.
    pub page: Vec<(Precedence, VisitId)>,
}

/// A job with nobody in it.
fn new_seat(name: &SeatName, setup: &Setup<'_>) -> Seat {
    let group = &setup.system.groups[name.group];
    Seat {
        name: name.clone(),
        shift_end: group.shift_end,
        attention: group.attention,
        ramp: group.ramp,
        is_interrupted: group.interruptions.as_ref().is_some_and(|rule| rule.per_hour > 0.0),
        limit: u32::MAX,
        came_hours: f64::NEG_INFINITY,
        available: 1.0,
        pace: 1.0,
        drive: 1.0,
        paid_since: Time::NEVER,
        stays: f64::INFINITY,
        leaves_at: Time::NEVER,
        vacant_since: Time::NEVER,
        ..Seat::default()
    }
}

/// A skill of a person: now, as the person brought it, and as results have shown it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Skill {
    pub now: f64,
    pub first: f64,
    pub observed: f64,
}

impl Skill {
    /// As of everybody where people do not differ.
    const STANDARD: Self = Self { now: 1.0, first: 1.0, observed: 1.0 };
}

impl<'a> Floor<'a> {
    pub(super) fn new(setup: &'a Setup<'a>) -> Self {
        Self {
            seats: setup.seats.iter().map(|name| new_seat(name, setup)).collect(),
            skill: Table::of(setup.seats.len(), setup.system.skills.len(), Skill::STANDARD),
            crews: ById::default(),
            targets: ById::default(),
            rosters: Rosters::default(),
            turn: setup.system.stages.iter().map(|_| 0).collect(),
            shifts: Shifts::new(&setup.system.calendars),
            dirty: 0,
            callable: 0,
            freed: SeatId::NONE,
            blocked: Vec::new(),
            is_work_owned: false,
            callers: Vec::new(),
            is_prospected: false,
            eager: Vec::new(),
            leavers: Vec::new(),
            page: Vec::new(),
        }
    }

    /// Whether somebody there could start something now, the calendar aside.
    pub(super) fn is_free(&self, seat: SeatId) -> bool {
        let record = &self.seats[seat];
        record.presence == Presence::Present
            && record.visit.is_none()
            && record.crew.is_some()
            && !record.is_prospecting
    }

    /// Whether somebody could be called, the calendar aside.
    #[inline(always)]
    pub(super) fn is_available(&self, seat: SeatId, ctx: &Context<'_>) -> bool {
        let record = &self.seats[seat];
        let claims = ctx.policy.owner == Ownership::Shared || record.wip < record.limit;
        let idle = (record.visit.is_none() || record.attention == Attention::Shared)
            && !record.is_prospecting;
        record.presence == Presence::Present && record.crew.is_some() && claims && idle
    }

    /// Puts a seat among the idle of its crew, or takes it out, as its state says.
    #[inline(always)]
    pub(super) fn list(&mut self, seat: SeatId, ctx: &Context<'_>) {
        let wanted = self.is_available(seat, ctx);
        if wanted == self.seats[seat].listed {
            return;
        }
        if wanted {
            self.put_among_idle(seat);
        } else {
            self.unlink(seat, ctx);
        }
    }

    #[inline(always)]
    pub(super) fn put_among_idle(&mut self, seat: SeatId) {
        let crew = &mut self.crews[self.seats[seat].crew];
        crew.append(&mut self.seats, seat);
        let stages = crew.desks | crew.overflow;
        self.dirty |= stages;
        self.callable |= stages;
    }

    #[inline(always)]
    pub(super) fn unlink(&mut self, seat: SeatId, ctx: &Context<'_>) {
        let crew = &mut self.crews[self.seats[seat].crew];
        crew.unlink(&mut self.seats, seat);
        if crew.first.is_some() {
            return;
        }
        if crew.is_alone && !ctx.policy.preempt {
            self.callable &= !(crew.desks | crew.overflow);
        } else {
            self.find_callable(ctx);
        }
    }

    /// The stages for which somebody can be called, from the crews as they are.
    pub(super) fn find_callable(&mut self, ctx: &Context<'_>) {
        let idle = self.crews.iter().filter(|crew| crew.first.is_some());
        let stages = idle.fold(0, |stages, crew| stages | crew.desks | crew.overflow);
        self.callable = if ctx.policy.preempt { u64::MAX } else { stages };
    }

    /// Whether the seat's role works at the desk with this bit.
    #[inline]
    pub(super) fn works(&self, seat: SeatId, desk: u64) -> bool {
        let crew = self.seats[seat].crew;
        crew.is_some() && self.crews[crew].desks & desk != 0
    }

    /// Whether the seat's role helps out at the desk with this bit.
    pub(super) fn helps(&self, seat: SeatId, desk: u64) -> bool {
        let crew = self.seats.get(seat).and_then(|seat| self.crews.get(seat.crew));
        crew.is_some_and(|crew| crew.overflow & desk != 0)
    }
}
