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

mod ability;
mod advise;
mod alarm;
mod arrive;
mod begin;
mod care;
mod choose;
mod context;
mod converse;
mod count;
mod customers;
mod decide;
mod finish;
mod floor;
mod flow;
mod learn;
mod market;
mod nurture;
mod pay;
mod payroll;
mod people;
mod prospect;
mod rosters;
mod selection;
mod settle;
mod share;
mod shared;
mod shifts;
mod spend;
mod staff;
mod stay;
mod stocks;
mod talk;
mod timing;
mod touch;
mod turnover;
mod visit;
mod worth;

use super::calendar::HOURS_PER_WEEK;
use super::handle::{CalendarId, ChannelId, DormantId, LeadId, SeatId, VisitId};
use super::horizon::{Budget, Extent, Horizon, RunOut};
use super::observer::Observer;
use super::setup::Setup;
use super::tallies::Tallies;
use crate::engine::random::Luck;
use crate::engine::{EventList, Halt, Model, Time, run};
use context::Context;
use floor::Floor;
use flow::Flow;
use market::Market;
use payroll::Payroll;

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
    ShiftStarts(CalendarId),
    /// A shift ends and the work in hand goes back to the queue.
    ShiftEnds(SeatId, u32),
    /// A touch ends: (seat, touch).
    TouchEnds(SeatId, u32),
    /// A block of prospecting ends: (seat, touch).
    BlockEnds(SeatId, u32),
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
    NurtureWakes(DormantId),
    /// The buyer is ready for the next touch: (visit, life).
    BuyerReady(VisitId, u32),
    /// A day begins on which something may time out.
    Day(u32),
    /// Something may time out: (visit, alarm).
    Alarm(VisitId, u32),
    /// Whoever found a lead has had it alone for long enough: (visit, life).
    FirstRightEnds(VisitId, u32),
    /// A day begins on which people look for leads at fixed hours.
    BlocksDue,
    /// A week begins in which customers talk.
    WordSpreads,
    /// Something is due with a customer: (slot of the lead, life).
    CustomerDue(LeadId, u32),
    /// Leads of a channel arrive.
    LeadArrives(ChannelId),
    /// A referred lead arrives: (layer, week and count).
    LeadReferred(u32, u32),
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
            | Self::WordSpreads
            | Self::BlocksDue
            | Self::ShiftEnds(..) => 1,
            Self::TouchEnds(..)
            | Self::BlockEnds(..)
            | Self::AloneEnds(..)
            | Self::SeatLeaves(..) => 2,
            Self::SeatFilled(_)
            | Self::BuyerReady(..)
            | Self::NurtureWakes(_)
            | Self::CustomerDue(..)
            | Self::AbsenceStarts(..)
            | Self::AbsenceEnds(..) => 3,
            Self::Alarm(..) | Self::FirstRightEnds(..) => 4,
            Self::LeadArrives(_) | Self::LeadReferred(..) => 5,
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
pub struct SalesModel<'a, O> {
    ctx: Context<'a>,
    observer: O,
    flow: Flow<'a>,
    floor: Floor<'a>,
    market: Market<'a>,
    /// Where people are paid by plans.
    payroll: Option<Payroll<'a>>,
    tallies: Tallies,
    done: bool,
    /// Whether there have been more leads at once than the budget allows.
    is_over_budget: bool,
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
            flow: Flow::new(setup),
            floor: Floor::new(setup),
            market: Market::default(),
            payroll: Payroll::new(setup),
            tallies: Tallies::new(),
            done: false,
            is_over_budget: false,
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

    /// Leads still in the system at the end of a run that should go on until it is empty, or that was
    /// to end with a number of leads.
    pub(super) fn stranded_leads(&self) -> u32 {
        let is_short =
            matches!(self.ctx.horizon.until, Extent::Leads(most) if self.flow.arrived <= most);
        if self.ctx.horizon.run_out == RunOut::Drain || is_short { self.flow.active } else { 0 }
    }

    /// Every part begins anew, each as its own file says.
    fn start(&mut self, luck: Luck, events: &mut Events) {
        let setup = self.ctx.setup;
        events.clear();
        self.ctx.luck = luck;
        (self.done, self.is_over_budget) = (false, false);
        self.flow.start(setup);
        self.market.start(setup);
        self.tallies.start(setup.system, setup.role_names.len(), setup.seats.len());
        self.hire_everybody(events);
        self.schedule_boundaries(events);
        self.place_backlog(events);
        self.open_list(events);
        self.open_channels(events);
        self.listen(events);
        self.look_at_pay(Time::START);
        self.select_staff();
        self.weigh_offers(events);
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

    /// Whether something waits for this person alone.
    #[inline]
    fn has_own_work(&self, seat: SeatId) -> bool {
        self.floor.is_work_owned && !self.flow.queues.is_empty(self.flow.own(seat))
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
            Event::LeadArrives(channel) => self.leads_arrive(channel, events),
            Event::BlockEnds(seat, touch) => self.block_ends(seat, touch, events),
            Event::FirstRightEnds(visit, life) => self.first_right_ends(visit, life),
            Event::BlocksDue => self.blocks_due(events),
            Event::WordSpreads => self.word_spreads(events),
            Event::CustomerDue(lead, life) => self.customer_due(lead, life, events),
            Event::LeadReferred(layer, number) => {
                self.referred_lead_arrives(layer, number, events);
            }
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
        if !self.floor.leavers.is_empty() {
            self.leads_go_along(events);
        }
        if !self.floor.eager.is_empty() {
            self.prospect_first(events);
        }
        self.give_work(events);
        if !self.flow.put_off.is_empty() {
            self.ring_what_was_put_off(events);
            self.give_work(events); // to whoever got room
        }
        if self.floor.is_prospected {
            self.prospect_when_idle(events);
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }
}
