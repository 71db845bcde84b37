//! The sales system in motion: the only place where its state changes.
//!
//! One file for each part of the story: `arrive` (leads come), `visit` (they enter and leave
//! stages), `settle` (idle people take work), `begin` and `touch` (work starts and ends), `staff`
//! (rules come into force and people take roles), `people` (they come and go), `alarm` (something
//! times out), `finish` (a lead or the run ends).
//!
//! The steps of a visit's ordinary way are joined by force (`inline(always)`): each does little, and
//! in one piece the compiler looks up a record once instead of once a step.
#![expect(clippy::inline_always, reason = "measured: a sixth fewer instructions for an event")]

pub(super) use learn::planned_hour_worth;

mod advise;
mod alarm;
mod arrive;
mod begin;
mod choose;
mod closing;
mod context;
mod converse;
mod count;
mod decide;
mod finish;
mod learn;
mod nurture;
mod pay;
mod payroll;
mod people;
mod settle;
mod share;
mod shared;
mod shifts;
mod staff;
mod stay;
mod touch;
mod visit;
mod worth;

use super::buyer::Buyer;
use super::calendar::HOURS_PER_WEEK;
use super::handle::{ById, CrewId, Handle, LeadId, SeatId, StageId, Table, VisitId};
use super::horizon::{Budget, Extent, Horizon, RunOut};
use super::observer::Observer;
use super::queue::{Precedence, Queues};
use super::record::{Been, Desk, Lead, Seat, Visit};
use super::setup::{Crew, Setup};
use super::stage::Stage;
use super::tallies::{StageTally, Tallies};
use crate::engine::random::Luck;
use crate::engine::{EventList, Halt, Model, Time, run};
use arrive::Inflow;
use context::Context;
use learn::Records;
use nurture::Dormant;
use payroll::Payroll;
use shifts::Shifts;

/// What can happen. Ranks (which decide at one instant) are those of [`Event::rank`]. Whatever it
/// concerns is given by 32 bits each, so that every event is taken from the list in the same pieces.
#[derive(Clone, Copy, Debug, Default)]
pub enum Event {
    /// The state is recorded as of just before now.
    #[default]
    Snapshot,
    /// A week of the run ends.
    Week,
    /// The warm-up is over.
    WindowBegins,
    /// The measured window ends.
    WindowEnds,
    /// The run-out is over.
    RunEnds,
    /// Another policy takes over.
    PolicyStarts,
    /// Pay periods of this kind end.
    PeriodEnds(u32),
    /// The number of people in a group changes: (group, entry of its plan).
    Headcount(u32, u32),
    /// A shift begins for people of a calendar who have work waiting.
    ShiftStarts(u32),
    /// A shift ends and the work in hand goes back to the queue.
    ShiftEnds(SeatId, u32),
    /// A touch ends: (seat, touch).
    TouchEnds(SeatId, u32),
    /// A touch of a stage that needs nobody ends: (visit, life).
    AloneEnds(VisitId, u32),
    /// A person leaves for good: (seat, hire).
    SeatLeaves(SeatId, u32),
    /// A new person comes.
    SeatFilled(SeatId),
    /// A person is away for a while: (seat, hire).
    AbsenceStarts(SeatId, u32),
    /// And back.
    AbsenceEnds(SeatId, u32),
    /// A nurtured lead has become ready.
    NurtureWakes(u32),
    /// The buyer is ready for the next touch: (visit, life).
    BuyerReady(VisitId, u32),
    /// A day begins on which something may time out.
    Day(u32),
    /// Something may time out: (visit, alarm).
    Alarm(VisitId, u32),
    /// Leads of a channel arrive.
    LeadArrives(u32),
}

impl Event {
    /// Who goes first among events of one instant: records, boundaries, ends of work, buyers,
    /// deadlines, arrivals.
    #[inline]
    pub fn rank(self) -> u8 {
        match self {
            Self::Snapshot => 0,
            Self::Week
            | Self::WindowBegins
            | Self::WindowEnds
            | Self::RunEnds
            | Self::PolicyStarts
            | Self::PeriodEnds(_)
            | Self::Headcount(..)
            | Self::ShiftStarts(_)
            | Self::Day(_)
            | Self::ShiftEnds(..) => 1,
            Self::TouchEnds(..) | Self::AloneEnds(..) | Self::SeatLeaves(..) => 2,
            Self::SeatFilled(_)
            | Self::BuyerReady(..)
            | Self::NurtureWakes(_)
            | Self::AbsenceStarts(..)
            | Self::AbsenceEnds(..) => 3,
            Self::Alarm(..) => 4,
            Self::LeadArrives(_) => 5,
        }
    }
}

type Events = EventList<Event>;

#[inline(always)]
fn schedule(events: &mut Events, time: Time, event: Event) {
    events.schedule(time, event.rank(), event);
}

/// Why a replication could not be finished.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Stopped {
    /// By the engine.
    #[error(transparent)]
    Halt(#[from] Halt),
    /// More leads in the system at once than the budget allows.
    #[error("more than {most} leads at once by hour {hour}")]
    Leads {
        /// How many are allowed.
        most: u32,
        /// When it happened, in hours since the start.
        hour: f64,
    },
}

/// The state of a sales system during a replication, and the memory it needs; used again for the
/// next replication.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
pub struct SalesModel<'a, O> {
    ctx: Context<'a>,
    observer: O,
    /// Channels that will bring more leads.
    sources: usize,
    inflows: Vec<Inflow<'a>>,
    leads: ById<LeadId, Lead>,
    free_leads: Vec<LeadId>,
    /// By lead and stage.
    been: Table<LeadId, Been>,
    /// By lead, where the system has buyers; and those in nurture.
    buyers: ById<LeadId, Buyer>,
    dormant: Vec<Dormant>,
    free_dormant: Vec<u32>,
    records: Records,
    present_hours: Vec<f64>,
    /// Where people are paid by plans.
    payroll: Option<Payroll<'a>>,
    visits: ById<VisitId, Visit>,
    free_visits: Vec<VisitId>,
    queues: Queues,
    /// By stage.
    desks: ById<StageId, Desk<'a>>,
    seats: ById<SeatId, Seat>,
    /// By seat and skill: true and as a manager sees it.
    skill: Table<SeatId, f64>,
    /// As the person brought it.
    first_skill: Table<SeatId, f64>,
    observed_skill: Table<SeatId, f64>,
    crews: ById<CrewId, Crew>,
    /// By stage: seats that a push rule can choose from, and whose turn it is.
    targets: ById<StageId, Vec<SeatId>>,
    turn: ById<StageId, usize>,
    shifts: Shifts<'a>,
    /// Stages whose queue wants looking at, and those whose queue holds something.
    dirty: u64,
    waiting: u64,
    /// Stages for which somebody can be called: a crew has idle people, or work in hand yields.
    callable: u64,
    /// Whose touch has just ended, not listed among the idle yet; NONE = nobody.
    freed: SeatId,
    /// Crews that cannot start anything now at the desk being served.
    blocked: Vec<CrewId>,
    /// Whether anything has waited for one person alone in this run.
    is_work_owned: bool,
    /// Idle seats whose own queue wants looking at.
    callers: Vec<SeatId>,
    /// By day: alarms that may ring then, (visit, alarm).
    diary: Vec<Vec<(VisitId, u32)>>,
    /// Alarms of this instant that ring once idle people have taken work: (visit, alarm).
    put_off: Vec<(VisitId, u32)>,
    scratch: Vec<(Precedence, VisitId)>,
    active: u32,
    arrived: u64,
    /// Sum of arrival times of active leads, in hours.
    arrival_sum: f64,
    /// Measured leads not yet ended.
    measured_open: u64,
    arrivals_on: bool,
    done: bool,
    /// Whether there have been more leads at once than the budget allows.
    is_over_budget: bool,
    next_snapshot: usize,
    tallies: Tallies,
}

impl<'a, O: Observer> SalesModel<'a, O> {
    /// A system that can be run again and again; `observer` sees the facts of every run.
    pub fn new(
        setup: &'a Setup<'a>,
        horizon: Horizon,
        budget: Budget,
        snapshots_hours: &'a [f64],
        observer: O,
    ) -> Self {
        Self {
            ctx: Context::new(setup, horizon, budget, snapshots_hours),
            observer,
            sources: 0,
            inflows: Vec::new(),
            leads: ById::default(),
            free_leads: Vec::new(),
            been: Table::new(setup.system.stages.len()),
            buyers: ById::default(),
            dormant: Vec::new(),
            free_dormant: Vec::new(),
            records: Records::default(),
            present_hours: Vec::new(),
            payroll: Payroll::new(setup),
            visits: ById::default(),
            free_visits: Vec::new(),
            queues: Queues::default(),
            desks: setup.system.stages.iter().zip(&setup.bit).map(new_desk).collect(),
            seats: ById::default(),
            skill: Table::new(setup.system.skills.len()),
            first_skill: Table::new(setup.system.skills.len()),
            observed_skill: Table::new(setup.system.skills.len()),
            crews: ById::default(),
            targets: ById::default(),
            turn: ById::default(),
            shifts: Shifts::new(&setup.system.calendars),
            dirty: 0,
            waiting: 0,
            callable: 0,
            freed: Handle::NONE,
            blocked: Vec::new(),
            is_work_owned: false,
            callers: Vec::new(),
            diary: Vec::new(),
            put_off: Vec::new(),
            scratch: Vec::new(),
            active: 0,
            arrived: 0,
            arrival_sum: 0.0,
            measured_open: 0,
            arrivals_on: true,
            done: false,
            is_over_budget: false,
            next_snapshot: 0,
            tallies: Tallies::new(),
        }
    }

    /// Runs one replication from the start to its end and returns the number of events.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when leads go round in circles without time passing, or the budget is used up.
    pub fn run(&mut self, luck: Luck, events: &mut Events) -> Result<u64, Stopped> {
        self.start(luck, events);
        let handled = run(self, events, Time::NEVER, self.ctx.budget.events)?;
        if self.is_over_budget {
            let (most, hour) = (self.ctx.budget.leads, events.now().hours());
            return Err(Stopped::Leads { most, hour });
        }
        self.close(events.now());
        Ok(handled)
    }

    /// The observer, to ask what it saw.
    pub fn into_observer(self) -> O {
        self.observer
    }

    /// Lead times of the last run: spells begun in the window, by cause of their end (won, a
    /// spoken no, anything else), in hours.
    pub fn lead_times(&self) -> &crate::stats::Incidence {
        &self.tallies.lead_time
    }

    pub(super) fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    pub(super) fn setup(&self) -> &'a Setup<'a> {
        self.ctx.setup
    }

    /// Leads in the system now: arrived and not ended.
    pub fn active_leads(&self) -> u32 {
        self.active
    }

    /// Leads still in the system at the end of a run that should go on until it is empty, or that was
    /// to end with a number of leads.
    pub(super) fn stranded_leads(&self) -> u32 {
        let is_short =
            matches!(self.ctx.horizon.until, Extent::Leads(most) if self.arrived <= most);
        if self.ctx.horizon.run_out == RunOut::Drain || is_short { self.active } else { 0 }
    }

    fn start(&mut self, luck: Luck, events: &mut Events) {
        let setup = self.ctx.setup;
        let system = setup.system;
        events.clear();
        self.ctx.luck = luck;
        self.leads.clear();
        self.free_leads.clear();
        self.buyers.clear();
        self.dormant.clear();
        self.free_dormant.clear();
        self.been.clear();
        self.visits.clear();
        self.free_visits.clear();
        let stages = system.stages.len();
        self.queues.reset(2 * stages + 1 + setup.seats.len());
        for desk in self.desks.iter_mut() {
            (desk.present, desk.tally) = (0, StageTally::default());
        }
        self.turn.clear();
        self.turn.resize_with(stages, || 0);
        self.shifts.reset();
        self.is_work_owned = false;
        (self.dirty, self.waiting) = (0, 0);
        self.freed = Handle::NONE;
        self.callers.clear();
        self.diary.iter_mut().for_each(Vec::clear);
        self.put_off.clear();
        (self.active, self.arrived, self.measured_open) = (0, 0, 0);
        self.arrival_sum = 0.0;
        (self.arrivals_on, self.done, self.is_over_budget) = (true, false, false);
        self.next_snapshot = 0;
        let (exits, roles) = (system.exits.len(), setup.role_names.len());
        self.tallies.reset(exits, roles, setup.seats.len());
        if setup.buyers.is_some() {
            let segments = system.segments.len();
            self.tallies.buyers.reset(exits, segments);
            self.records.reset(stages, segments, roles);
        }
        if let Some(payroll) = &system.payroll {
            self.tallies.pay.reset(payroll.plans.len(), setup.seats.len());
        }
        self.hire_everybody(events);
        self.schedule_boundaries(events);
        self.place_backlog(events);
        self.open_channels(events);
        self.look_at_pay(Time::START);
    }

    fn schedule_boundaries(&mut self, events: &mut Events) {
        schedule(events, Time::from_hours(HOURS_PER_WEEK), Event::Week);
        if let Some(hours) = match self.ctx.horizon.warm_up {
            Extent::Hours(hours) => Some(hours),
            Extent::Leads(0) => Some(0.0),
            Extent::Leads(_) => None,
        } {
            schedule(events, Time::from_hours(hours), Event::WindowBegins);
        }
        if let Extent::Hours(hours) = self.ctx.horizon.until {
            schedule(events, Time::from_hours(hours), Event::WindowEnds);
        }
        if let Some(first) = self.ctx.snapshots_hours.first() {
            schedule(events, Time::from_hours(*first), Event::Snapshot);
        }
        if let Some((hours, _)) = &self.ctx.setup.later {
            schedule(events, Time::from_hours(*hours), Event::PolicyStarts);
        }
    }

    #[inline]
    fn stage(&self, stage: StageId) -> &'a Stage {
        self.desks[stage].description
    }

    /// The queue in front of a stage, shared by all who work it.
    #[inline]
    fn desk(stage: StageId) -> usize {
        stage.place()
    }

    /// The queue of leads that a full stage does not let in.
    #[inline]
    fn outside(&self, stage: StageId) -> usize {
        self.desks.len() + stage.place()
    }

    /// The queue of leads that the full funnel does not let in.
    #[inline]
    fn outside_funnel(&self) -> usize {
        2 * self.desks.len()
    }

    /// The queue of a seat's own work.
    #[inline]
    fn own(&self, seat: SeatId) -> usize {
        2 * self.desks.len() + 1 + seat.place()
    }

    /// Whether something waits for this person alone.
    #[inline]
    fn has_own_work(&self, seat: SeatId) -> bool {
        self.is_work_owned && !self.queues.is_empty(self.own(seat))
    }
}

/// The desk of a stage with this bit, with nobody there and no rules yet.
fn new_desk<'a>((description, bit): (&'a Stage, &u64)) -> Desk<'a> {
    Desk {
        description,
        bit: *bit,
        is_first_come: false,
        is_with_customer: description.kind.is_with_customer(),
        present: 0,
        limit: u32::MAX,
        crews: Box::default(),
        tally: StageTally::default(),
    }
}

impl<O: Observer> Model for SalesModel<'_, O> {
    type Event = Event;

    #[inline(always)]
    fn handle(&mut self, event: Event, events: &mut Events) {
        match event {
            Event::TouchEnds(seat, touch) => self.touch_ends(seat, touch, events),
            Event::AloneEnds(visit, life) => self.alone_ends(visit, life, events),
            Event::BuyerReady(visit, life) => self.buyer_ready(visit, life, events),
            Event::NurtureWakes(slot) => self.nurture_wakes(slot, events),
            Event::LeadArrives(channel) => self.leads_arrive(channel as usize, events),
            Event::Alarm(visit, alarm) => self.alarm_rings(visit, alarm, events),
            Event::Day(day) => self.day_begins(day, events),
            Event::Snapshot => self.snapshot(events),
            Event::Week => self.week_ends(events),
            Event::WindowBegins => self.window_begins(events.now()),
            Event::WindowEnds => self.window_ends(events),
            Event::RunEnds => self.done = true,
            Event::PolicyStarts => self.policy_starts(events),
            Event::PeriodEnds(kind) => self.period_ends(kind, events),
            Event::Headcount(group, entry) => self.headcount_changes(group, entry, events),
            Event::ShiftStarts(calendar) => self.shift_starts(calendar),
            Event::ShiftEnds(seat, touch) => self.shift_ends(seat, touch, events),
            Event::SeatLeaves(seat, hire) => self.person_leaves(seat, hire, events),
            Event::SeatFilled(seat) => self.person_comes(seat, events),
            Event::AbsenceStarts(seat, hire) => self.absence_starts(seat, hire, events),
            Event::AbsenceEnds(seat, hire) => self.absence_ends(seat, hire, events),
        }
    }

    fn settle(&mut self, events: &mut Events) {
        self.give_work(events);
        if !self.put_off.is_empty() {
            self.ring_what_was_put_off(events);
            self.give_work(events); // to whoever got room
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }
}
