//! What the person in a seat is owed for the running pay period, and what he makes of it.

use crate::sales::handle::{ChannelId, Handle, PlanId, SeatId};
use crate::sales::pay::{Curve, PeriodSums, Plan, Sum, Team, Terms, YearSoFar};

/// What a week leaves of a memory after it: half of it after half a year.
pub(super) const KEPT_HALF_YEAR: f64 = 0.973_692_7;
/// Weeks that expectations before any result count for.
pub(super) const PRIOR_WEEKS: f64 = 13.0;

/// The pay account of a seat. Money in the scenario's currency, before loading.
#[derive(Clone, Debug)]
pub(super) struct Account {
    /// Index into the plans; NONE = no plan: what the person costs is all there is.
    pub plan: PlanId,
    /// Whether somebody sits there.
    pub is_there: bool,
    /// Factor on variable pay.
    pub scale: f64,
    /// Quota of a whole period; follows results where the plan says so.
    pub quota: f64,
    /// The fiscal year before this period.
    pub year: YearSoFar,
    /// Commission and bonuses of the period as a function of its credit; and commission alone.
    pub curve: Curve,
    pub commission: Curve,
    /// Since when the person counts in this period, in hours.
    pub since_hours: f64,
    /// Sums of this period; credit in whole hundredths, of `credit`.
    pub sums: PeriodSums,
    /// Credit of this period.
    credit: Sum,
    /// Hours of work in this period.
    pub hours: f64,
    /// Variable pay booked of this period so far; ever, and up to the last week.
    pub accrued: f64,
    pub earned: f64,
    pub earned_before: f64,
    /// What is owed to the company (negative) from earlier periods.
    pub balance: f64,
    /// Commission that goes back.
    pub clawbacks: Vec<Clawback>,
    /// What the person remembers of his own results.
    pub memory: Memory,
    /// Who helped last with advice, and when in hours.
    pub helped: Vec<(SeatId, f64)>,
    /// Exposure at which the person leaves that is still to come; infinite = decided elsewhere.
    pub stays: f64,
    /// What the person makes of it this week.
    pub view: View,
}

/// Commission of a deal that goes back when the customer leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clawback {
    pub due_hours: f64,
    /// What the deal brought, and the share of it that goes back.
    pub commission: f64,
    pub share: f64,
    /// The deal's credit and its pay by size, if the period it was won in is still to be reckoned
    /// without it.
    pub deal: Option<(f64, f64)>,
    /// Whether it was won in the window.
    pub counts: bool,
    /// The lead.
    pub channel: ChannelId,
    pub number: u64,
}

/// Results as a person remembers them: half of a week's weight is gone after half a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory {
    pub own: Results,
    /// Other variable money of this week, and remembered: deal rates, fees, SPIFFs.
    pub week_other: f64,
    pub other: f64,
    /// Total pay a week, remembered; NaN before the first week.
    pub pay_per_week: f64,
}

impl Default for Memory {
    fn default() -> Self {
        let own = Results::default();
        Self { own, week_other: 0.0, other: 0.0, pay_per_week: f64::NAN }
    }
}

/// Credit as it is remembered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Results {
    /// Of this week so far, and the sum of its squares by deal.
    week: f64,
    week_square: f64,
    /// Remembered, at normal effort: credit, squares, weeks.
    credit: f64,
    square: f64,
    pub weeks: f64,
}

impl Results {
    /// A deal is credited.
    pub(super) fn count(&mut self, credit: f64) {
        self.week += credit;
        self.week_square += credit * credit;
    }

    /// A week of work at this pace is over.
    pub(super) fn end_week(&mut self, pace: f64) {
        let week = std::mem::take(&mut self.week) / pace;
        let square = std::mem::take(&mut self.week_square) / pace;
        self.credit = self.credit * KEPT_HALF_YEAR + week;
        self.square = self.square * KEPT_HALF_YEAR + square;
        self.weeks = self.weeks * KEPT_HALF_YEAR + 1.0;
    }

    /// Credit of a week at normal effort, and the variance a week makes of it: what is remembered,
    /// and before any result what was expected, in deals of this size.
    pub(super) fn usual(&self, expected: f64, deal: f64) -> (f64, f64) {
        let weeks = self.weeks + PRIOR_WEEKS;
        let mean = (self.credit + PRIOR_WEEKS * expected) / weeks;
        let square = (self.square + PRIOR_WEEKS * expected * deal) / weeks;
        (mean, square)
    }
}

/// What a person makes of pay, renewed once a week.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// What effort makes of the pace (e^response).
    pub pace: f64,
    /// Credit that was certain; expected credit at the period's end, and its standard deviation.
    pub booked: f64,
    pub mean: f64,
    pub sd: f64,
    /// Money for one more unit of credit, own and felt through the pool.
    pub own_slope: f64,
    pub pool_slope: f64,
    /// Share of unpaid duties that is done.
    pub duty: f64,
}

impl View {
    /// Of somebody whom pay does not move.
    pub(super) const UNMOVED: Self = Self {
        pace: 1.0,
        booked: 0.0,
        mean: 0.0,
        sd: 0.0,
        own_slope: 0.0,
        pool_slope: 0.0,
        duty: 1.0,
    };
}

impl Account {
    /// Of a seat without a plan.
    pub(super) fn none() -> Self {
        Self {
            plan: PlanId::NONE,
            is_there: false,
            scale: 1.0,
            quota: 0.0,
            year: YearSoFar::default(),
            curve: Curve::nothing(),
            commission: Curve::nothing(),
            since_hours: 0.0,
            sums: PeriodSums::new(Terms::new(0.0, 1.0)),
            credit: Sum::default(),
            hours: 0.0,
            accrued: 0.0,
            earned: 0.0,
            earned_before: 0.0,
            balance: 0.0,
            clawbacks: Vec::new(),
            memory: Memory::default(),
            helped: Vec::new(),
            stays: f64::INFINITY,
            view: View::UNMOVED,
        }
    }

    /// What this much more credit adds to expected pay of the running period.
    pub(super) fn gain(&self, credit: f64) -> f64 {
        let View { booked, mean, sd, .. } = self.view;
        self.curve.expected_beyond(booked, mean + credit, sd)
            - self.curve.expected_beyond(booked, mean, sd)
    }

    /// What the running period is reckoned under, if the person stays to its end.
    pub(super) fn terms(&self) -> Terms {
        Terms { year: self.year, ..Terms::new(self.quota, self.scale) }
    }

    /// Begins a period under `plan` at `now_hours`, with the quota as it stands.
    pub(super) fn begin_period(&mut self, plan: &Plan, now_hours: f64) {
        let terms = self.terms();
        self.sums = PeriodSums::new(terms);
        self.credit = Sum::default();
        // Of periods that are over nothing is reckoned again.
        self.clawbacks.iter_mut().for_each(|clawback| clawback.deal = None);
        (self.since_hours, self.accrued, self.hours) = (now_hours, 0.0, 0.0);
        self.curve.set_to_plan(plan, &terms);
        self.commission.set_to_commission(plan, &terms);
    }

    /// Adds credit of a deal.
    pub(super) fn add_credit(&mut self, credit: f64) {
        self.credit += credit;
        self.sums.credit = self.credit.in_cents();
    }

    /// When this colleague last helped, in hours; before all time if never.
    pub(super) fn helped_at(&self, colleague: SeatId) -> f64 {
        let known = self.helped.iter().find(|(seat, _)| *seat == colleague);
        known.map_or(f64::NEG_INFINITY, |(_, at)| *at)
    }

    /// Remembers that a colleague was helped.
    pub(super) fn note_help(&mut self, seat: SeatId, now_hours: f64) {
        match self.helped.iter_mut().find(|(other, _)| *other == seat) {
            Some(known) => known.1 = now_hours,
            None => self.helped.push((seat, now_hours)),
        }
    }
}

/// A pool that the people on a plan share, in the running period.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// Index of the plan.
    pub plan: PlanId,
    /// The pool as a function of the team's credit.
    pub curve: Curve,
    /// The team's credit so far.
    pub credit: Sum,
    /// As it is remembered.
    pub results: Results,
}

impl Pool {
    /// An empty pool of a plan, under a factor on variable pay.
    pub(super) fn new(plan: PlanId, team: &Team, scale: f64) -> Self {
        let (curve, results) = (Curve::of_pool(team, scale), Results::default());
        Self { plan, curve, credit: Sum::default(), results }
    }
}
