//! What the person in a seat is owed for the running pay period, and what he makes of it.

use crate::sales::handle::{ChannelId, Handle, PlanId};
use crate::sales::pay::{Curve, Date, PeriodSums, Plan, Sum, Team, Terms, YearSoFar, has_ends};
use crate::sales::planned_week::PlannedWeek;

/// What a week leaves of a memory after it: half of it after half a year.
pub(super) const KEPT_HALF_YEAR: f64 = 0.973_692_7;
/// Weeks of the planner's view that a memory starts with; they fade as all of it does.
const PRIOR_WEEKS: f64 = 13.0;

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
    /// The same of a usual next period; and of a plan that counts by the year its later dates.
    pub next: Curve,
    pub later: Vec<Date>,
    /// Whether own pay is one straight line, which has no end of a period that matters.
    pub is_straight: bool,
    /// Money for each unit of credit by rates that go by the size of a deal, before weight and scale.
    pub rate_by_size: f64,
    /// Ability × hours a week; the stages that the person works, as a bit mask; mean hours with the
    /// buyer from work there to the win, and those of them before a proposal.
    pub weight: f64,
    /// The most of what the people who are there handle that one person can.
    pub most: f64,
    pub stages: u64,
    pub lags: (f64, f64),
    /// What a planner expects of a week.
    pub planned: PlannedWeek,
    /// Credit that others expect of the person at the period's end: mean and standard deviation.
    pub standing: (f64, f64),
    /// Since when the person counts in this period, in hours.
    pub since_hours: f64,
    /// Sums of this period; credit in whole hundredths, of `credit`.
    pub sums: PeriodSums,
    /// Credit of this period.
    credit: Sum,
    /// Hours of work in this period.
    pub hours: f64,
    /// What is owed to the company (negative) from earlier periods.
    pub balance: f64,
    /// Commission that goes back.
    pub clawbacks: Vec<Clawback>,
    /// What the person remembers of his own results.
    pub memory: Memory,
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
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub own: Results,
    /// Deals closed and meetings held; and by fee of the plan, deals that earned it.
    pub wins: Count,
    pub meetings: Count,
    pub fees: Vec<Count>,
}

impl Memory {
    /// Of somebody new on a plan.
    pub(super) fn new(plan: &Plan) -> Self {
        Self { fees: vec![Count::default(); plan.fees.len()], ..Self::default() }
    }

    /// A week is over, of which the person worked a part, at this pace.
    pub(super) fn end_week(&mut self, pace: f64, part: f64) {
        self.own.end_week(pace, part);
        let events = [&mut self.wins, &mut self.meetings].into_iter().chain(&mut self.fees);
        events.for_each(|count| count.end_week(pace));
    }
}

/// How often something that is paid for happens, as it is remembered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// This week so far.
    pub week: f64,
    /// Remembered, at normal effort.
    pub kept: f64,
}

impl Count {
    /// A week at this pace is over.
    pub(super) fn end_week(&mut self, pace: f64) {
        self.kept = self.kept * KEPT_HALF_YEAR + std::mem::take(&mut self.week) / pace;
    }

    /// In a week at normal effort; `expected` before any result, and results of the same weeks.
    pub(super) fn per_week(&self, expected: f64, own: &Results) -> f64 {
        (self.kept + own.prior * expected) / (own.weeks + own.prior)
    }
}

/// Credit as it is remembered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Results {
    /// Of this week so far, and the sum of its squares by deal.
    week: f64,
    week_square: f64,
    /// Remembered, at normal effort: credit, squares, weeks.
    credit: f64,
    square: f64,
    weeks: f64,
    /// Weeks that the planner's view still counts for.
    prior: f64,
}

impl Default for Results {
    fn default() -> Self {
        Self {
            week: 0.0,
            week_square: 0.0,
            credit: 0.0,
            square: 0.0,
            weeks: 0.0,
            prior: PRIOR_WEEKS,
        }
    }
}

impl Results {
    /// A deal is credited.
    pub(super) fn count(&mut self, credit: f64) {
        self.week += credit;
        self.week_square += credit * credit;
    }

    /// A week is over, of which so large a part was worked, at this pace.
    pub(super) fn end_week(&mut self, pace: f64, part: f64) {
        let week = std::mem::take(&mut self.week) / pace;
        let square = std::mem::take(&mut self.week_square) / pace;
        self.credit = self.credit * KEPT_HALF_YEAR + week;
        self.square = self.square * KEPT_HALF_YEAR + square;
        self.weeks = self.weeks * KEPT_HALF_YEAR + part;
        self.prior *= KEPT_HALF_YEAR;
    }

    /// Credit of a week at normal effort, and the variance a week makes of it: what is remembered,
    /// and before any result what was expected, in deals of this size.
    pub(super) fn usual(&self, expected: f64, deal: f64) -> (f64, f64) {
        let weeks = self.weeks + self.prior;
        let mean = (self.credit + self.prior * expected) / weeks;
        let square = (self.square + self.prior * expected * deal) / weeks;
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
    /// What money at the end of the period is worth now.
    pub counts: f64,
    /// What one more unit of credit is worth in money: own pay, that of it beside the curve of the
    /// period, and through the pool, the others' part as far as it is felt.
    pub own_slope: f64,
    pub beside: f64,
    pub pool_slope: f64,
    /// What of the slope renewals are.
    pub renewal_per_credit: f64,
    /// What a usual week's own pay is worth at this slope, with what comes without credit. Money.
    pub per_week: f64,
    /// What a unit of credit is worth whatever it pays, because selling is the job.
    pub norm_per_credit: f64,
    /// Expected credit of a usual next period, and its standard deviation.
    pub next_mean: f64,
    pub next_sd: f64,
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
        counts: 1.0,
        own_slope: 0.0,
        per_week: 0.0,
        beside: 0.0,
        pool_slope: 0.0,
        renewal_per_credit: 0.0,
        norm_per_credit: 0.0,
        next_mean: 0.0,
        next_sd: 0.0,
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
            next: Curve::nothing(),
            later: Vec::new(),
            is_straight: true,
            rate_by_size: 0.0,
            weight: 0.0,
            most: 0.0,
            stages: 0,
            lags: (0.0, 0.0),
            planned: PlannedWeek::default(),
            standing: (0.0, 0.0),
            since_hours: 0.0,
            sums: PeriodSums::new(Terms::new(0.0, 1.0)),
            credit: Sum::default(),
            hours: 0.0,
            balance: 0.0,
            clawbacks: Vec::new(),
            memory: Memory::default(),
            view: View::UNMOVED,
        }
    }

    /// What this much more credit adds to expected own pay, in what money is worth now.
    pub(super) fn gain(&self, credit: f64) -> f64 {
        let View { booked, mean, sd, counts, beside, .. } = self.view;
        let more = self.curve.expected_beyond(booked, mean + credit, sd)
            - self.curve.expected_beyond(booked, mean, sd);
        counts * more + beside * credit
    }

    /// What the running period is reckoned under, if the person stays to its end.
    pub(super) fn terms(&self) -> Terms {
        Terms { year: self.year, ..Terms::new(self.quota, self.scale) }
    }

    /// Begins a period under `plan` at `now_hours`, with the quota as it stands; so many whole periods
    /// are `left` of the fiscal year after it.
    pub(super) fn begin_period(&mut self, plan: &Plan, left: u32, now_hours: f64) {
        let terms = self.terms();
        self.sums = PeriodSums::new(terms);
        self.credit = Sum::default();
        // Of periods that are over nothing is reckoned again.
        self.clawbacks.iter_mut().for_each(|clawback| clawback.deal = None);
        (self.since_hours, self.hours) = (now_hours, 0.0);
        self.curve.set_to_plan(plan, &terms);
        self.commission.set_to_commission(plan, &terms);
        self.next.set_to_plan(plan, &Terms::new(self.quota, self.scale));
        self.later = Date::later(plan, &terms, left);
        self.is_straight = plan.team.is_none() && !has_ends(plan);
    }

    /// Adds credit of a deal.
    pub(super) fn add_credit(&mut self, credit: f64) {
        self.credit += credit;
        self.sums.credit = self.credit.in_cents();
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
    /// Credit of the team that is being decided and due before the period's end, and its variance.
    pub due: (f64, f64),
    /// As it is remembered.
    pub results: Results,
}

impl Pool {
    /// An empty pool of a plan, under a factor on variable pay.
    pub(super) fn new(plan: PlanId, team: &Team, scale: f64) -> Self {
        let (curve, results) = (Curve::of_pool(team, scale), Results::default());
        Self { plan, curve, credit: Sum::default(), due: (0.0, 0.0), results }
    }
}
