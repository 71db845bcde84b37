//! Running tallies of one replication: sums, integrals and histograms; memory does not grow with
//! the horizon (but for one short record a week).

use super::audit::Progress;
use super::buyer::tally::BuyerTally;
use super::controls::Controls;
use super::handle::{ById, RoleId, SeatId};
use super::pay::tally::PayTally;
use super::record::Lead;
use super::stage::ExitFamily;
use super::stock::Stocks;
use super::system::SalesSystem;
use crate::engine::Time;
use crate::stats::{Incidence, SurvivalHistogram};

/// Everything counted while a replication runs. Money in the scenario's currency, time in hours.
#[derive(Clone, Debug)]
pub(super) struct Tallies {
    pub window: Window,
    /// By exit, in the window.
    pub exits: Vec<u64>,
    pub sums: Sums,
    pub progress: Progress,
    pub controls: Controls,
    pub buyers: BuyerTally,
    pub pay: PayTally,
    /// By stage; the desks count, and hand in at the end of the run.
    pub stages: Vec<StageTally>,
    pub roles: ById<RoleId, RoleTally>,
    pub seats: ById<SeatId, SeatTally>,
    /// Spells begun in the window, by how they ended: won, a spoken no, anything else.
    pub lead_time: Incidence,
    pub response: SurvivalHistogram,
    pub weeks: Vec<WeekRecord>,
    /// What is carried over at the end of each week of the window.
    pub stocks: Vec<Stocks>,
    pub snapshots: Vec<Vec<u32>>,
}

/// The measured window; both ends are [`Time::NEVER`] until they are reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub from: Time,
    pub to: Time,
}

impl Window {
    /// A window that has not begun.
    const AHEAD: Self = Self { from: Time::NEVER, to: Time::NEVER };

    /// The length of [`start`, `end`) inside it, in hours.
    #[inline]
    pub(super) fn inside(self, start: Time, end: Time) -> f64 {
        Time::overlap_hours(start, end, self.from, self.to)
    }

    /// Whether `now` lies in it.
    #[inline]
    pub(super) fn covers(self, now: Time) -> bool {
        self.from <= now && now < self.to
    }
}

/// What is counted at a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StageTally {
    /// Visits begun in the window, touches ended in it.
    pub visits: u64,
    pub touches: u64,
    /// Waits ended by a touch in the window: how many, how long.
    pub waits: u64,
    pub wait_hours: f64,
    /// Time integrals of visits waiting, touched, with the buyer, and present.
    pub queue_area: f64,
    pub touch_area: f64,
    pub buyer_area: f64,
    pub area: f64,
    /// Leads that ended in the window and had been here; those that came once only.
    pub leads: u64,
    pub first_pass: u64,
}

/// What is counted of a role.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RoleTally {
    /// Working hours in use.
    pub busy: f64,
    /// Of those, hours left after administration: touches, notes and interruptions of them.
    pub worked: f64,
    /// Hours of touches and notes, by phase.
    pub touch: [f64; 3],
    /// Hours of prospecting.
    pub prospecting: f64,
    /// Working hours at work; and what administration and meetings take of them and of overtime.
    pub present: f64,
    pub admin: f64,
    /// Hours outside the shift, and the money for them.
    pub overtime: f64,
    pub overtime_cost: f64,
    /// Money for people on the payroll, without variable pay; and variable pay, loaded.
    pub cost: f64,
    pub variable: f64,
}

/// What is counted of a seat: working hours in use and at work, and its (last) role.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SeatTally {
    pub busy: f64,
    pub present: f64,
    pub account: RoleId,
}

/// The state at the end of a week of the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeekRecord {
    /// Contribution since the window began, in money.
    pub contribution: f64,
    /// Arrivals since the window began.
    pub arrived: u32,
    /// Wins since the window began.
    pub won: u32,
    /// Other ends since the window began.
    pub lost: u32,
    /// Leads in each stage.
    pub in_stage: Vec<u32>,
}

/// Causes in the books of lead times: won, a spoken no, anything else.
pub const LEAD_TIME_CAUSES: usize = 3;
const WON: usize = 0;
const SPOKEN_NO: usize = 1;
const SILENCE: usize = 2;

/// The sums of one replication, all 0 at its start.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub leads: u64,
    /// Exits in the window of leads that had passed the gate, and the spoken ones among them.
    pub closed: u64,
    pub closed_spoken: u64,
    pub revenue: f64,
    pub gross_margin: f64,
    pub lead_cost: f64,
    pub stage_cost: f64,
    pub engage_stage_cost: f64,
    pub hiring_cost: f64,
    /// Leads that people found.
    pub found: u64,
    /// Leads with a finished dialogue in the window.
    pub dialogues: u64,
    /// Of leads that ended in the window. In another order than in [`Lead`], whose hours are then
    /// read one by one, as they were just written: in pairs they would have to be waited for.
    pub touch_hours: f64,
    pub buyer_hours: f64,
    pub queue_hours: f64,
    pub touched_business_hours: f64,
    pub work_hours: f64,
    pub work_hours_lost: f64,
    pub elapsed_business_hours: f64,
    /// Time integral of active leads.
    pub wip_area: f64,
    pub wip_age: f64,
    pub wip_age_weeks: u64,
}

impl Sums {
    /// A lead ends in the window that was here for so many business hours; whether it had passed the
    /// gate.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every lead")]
    pub(super) fn count_exit(
        &mut self,
        lead: &Lead,
        family: ExitFamily,
        passed: bool,
        elapsed_business_hours: f64,
    ) {
        self.closed += u64::from(passed);
        self.closed_spoken += u64::from(passed && family.is_spoken());
        self.touch_hours += lead.touch_hours;
        self.buyer_hours += lead.buyer_hours;
        self.queue_hours += lead.queue_hours;
        self.touched_business_hours += lead.touched_business_hours;
        self.elapsed_business_hours += elapsed_business_hours;
        self.work_hours += lead.work_hours;
        if family != ExitFamily::Won {
            self.work_hours_lost += lead.work_hours;
        }
    }
}

impl Tallies {
    /// Nothing counted, nothing measured yet.
    pub(super) fn new() -> Self {
        Self {
            window: Window::AHEAD,
            exits: Vec::new(),
            stages: Vec::new(),
            roles: ById::default(),
            seats: ById::default(),
            lead_time: Incidence::new(LEAD_TIME_CAUSES),
            response: SurvivalHistogram::new(),
            weeks: Vec::new(),
            stocks: Vec::new(),
            snapshots: Vec::new(),
            sums: Sums::default(),
            progress: Progress::default(),
            controls: Controls::default(),
            buyers: BuyerTally::default(),
            pay: PayTally::default(),
        }
    }

    /// Sets everything back to nothing, keeping memory.
    pub(super) fn start(&mut self, system: &SalesSystem, role_count: usize, seat_count: usize) {
        // Named one by one, so that none is forgotten.
        let Self {
            window,
            exits,
            sums,
            progress,
            controls,
            buyers,
            pay,
            stages,
            roles,
            seats,
            lead_time,
            response,
            weeks,
            stocks,
            snapshots,
        } = self;
        (*window, *sums) = (Window::AHEAD, Sums::default());
        (*progress, *controls) = (Progress::default(), Controls::default());
        *exits = vec![0; system.exits.len()];
        *roles = (0..role_count).map(|_| RoleTally::default()).collect();
        *seats = (0..seat_count).map(|_| SeatTally::default()).collect();
        stages.clear();
        lead_time.reset();
        response.reset();
        weeks.clear();
        stocks.clear();
        snapshots.clear();
        if system.buyers.is_some() {
            buyers.reset(system.exits.len(), system.segments.len());
        }
        if let Some(payroll) = &system.payroll {
            pay.reset(payroll.plans.len(), seat_count);
        }
    }

    /// The time that a measured lead was here, which ends now.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every lead")]
    pub(super) fn count_spell(&mut self, lead: &Lead, family: ExitFamily, now: Time) {
        let hours = now.hours() - lead.arrived.hours();
        let cause = match family {
            ExitFamily::Won => WON,
            ExitFamily::Lost => SPOKEN_NO,
            _ => SILENCE,
        };
        self.lead_time.record(hours, Some(cause));
        if lead.first_touch == Time::NEVER {
            self.response.record(hours, false);
        }
    }

    /// Counts a lead's first finished dialogue: it was reached, or talked with.
    #[inline]
    pub(super) fn count_dialogue(&mut self, lead: &mut Lead, now: Time) {
        let was_talked_with = std::mem::replace(&mut lead.talked_with, true);
        self.sums.dialogues += u64::from(!was_talked_with & self.covers(now));
    }

    /// The length of [`start`, `end`) inside the window, in hours.
    #[inline]
    pub(super) fn inside(&self, start: Time, end: Time) -> f64 {
        self.window.inside(start, end)
    }

    /// Whether `now` lies in the window.
    #[inline]
    pub(super) fn covers(&self, now: Time) -> bool {
        self.window.covers(now)
    }
}
