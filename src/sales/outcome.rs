//! The outcome of one replication: every measure, a pure function of the tallies.

use super::SalesModel;
use super::audit::Audit;
use super::buyer::tally::BuyerBooks;
use super::calendar::HOURS_PER_WEEK;
use super::catalogue::Catalogue;
use super::controls::Controls;
use super::handle::{Handle, RoleId, SeatId};
use super::measure::Measure;
use super::observer::Observer;
use super::pay::tally::PayBooks;
use super::setup::Setup;
use super::stage::{ExitFamily, Phase};
use super::stock::{self, Quarters};
use super::system::SalesSystem;
use super::tallies::{RoleTally, StageTally, Tallies, WeekRecord};
use crate::stats::IncidenceCurve;

const HOURS_PER_DAY: f64 = 24.0;
/// No deal is worth more, and a measure as large as this is undefined: the squares of such numbers
/// still have a sum.
pub(super) const IMMENSE: f64 = 1e120;
const WEEKS_PER_YEAR: f64 = 52.0;

/// What one replication under one policy came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// One value for each measure of the catalogue; NaN = undefined in this replication, or too
    /// large for a number.
    pub values: Vec<f64>,
    /// Weeks of the measured window (a fraction where it is counted in leads).
    pub weeks: f64,
    /// The state at the end of each whole week of the window.
    pub by_week: Vec<WeekRecord>,
    /// By stock, in the order of [`super::Stock::ALL`]: its means over the first and the last quarter
    /// of the window; none where the window is too short to tell.
    pub quarters: Vec<Quarters>,
    /// Leads still in the system when a run that should go on until it is empty was cut off.
    pub stranded: u32,
    /// Leads in each stage at the instants asked for.
    pub snapshots: Vec<Vec<u32>>,
    /// Hours per visit at each stage: (queue, touch, buyer, visits).
    pub stage_hours: Vec<[f64; 4]>,
    /// What must not get lost, counted twice.
    pub audit: Audit,
    /// What buyers came to, where the system has buyers.
    pub buyers: Option<BuyerBooks>,
    /// What pay came to, where people are on plans.
    pub pay: Option<PayBooks>,
    /// What chance decided, less what was to be expected.
    pub controls: Controls,
    /// Events handled.
    pub events: u64,
}

impl Outcome {
    /// The outcome of the run that `model` has just finished, after `events` events.
    pub fn of<O: Observer>(model: &SalesModel<'_, O>, catalogue: &Catalogue, events: u64) -> Self {
        let tallies = model.tallies();
        let books = Books::new(model.setup(), tallies);
        let mut values = vec![f64::NAN; catalogue.measures().len()];
        catalogue.fill(&mut values, &books);
        for value in values.iter_mut().filter(|value| value.abs() >= IMMENSE) {
            *value = f64::NAN; // no sum over replications could carry it
        }
        Self {
            values,
            weeks: books.weeks,
            by_week: tallies.weeks.clone(),
            quarters: stock::quarters(&tallies.stocks),
            stranded: model.stranded_leads(),
            snapshots: tallies.snapshots.clone(),
            stage_hours: tallies.stages.iter().map(hours_per_visit).collect(),
            audit: Audit::of(tallies, books.hours),
            buyers: model.setup().buyers.as_ref().map(|_| tallies.buyers.books.clone()),
            pay: tallies_of_pay(model),
            controls: tallies.controls,
            events,
        }
    }

    /// The value of a measure, NaN where undefined.
    ///
    /// # Panics
    ///
    /// If the catalogue has no such measure.
    pub fn value(&self, measures: &[Measure], key: &str) -> f64 {
        let at = measures.iter().position(|m| m.key == key);
        self.values[at.unwrap_or_else(|| panic!("no measure `{key}`"))]
    }
}

/// What was counted of pay, if anybody can be on a plan.
fn tallies_of_pay<O: Observer>(model: &SalesModel<'_, O>) -> Option<PayBooks> {
    model.setup().system.payroll.as_ref().map(|_| model.tallies().pay.books.clone())
}

fn hours_per_visit(stage: &StageTally) -> [f64; 4] {
    let visits = stage.visits as f64;
    let per_visit = |area: f64| if visits > 0.0 { area / visits } else { 0.0 };
    let [queue, touch, buyer] = [stage.queue_area, stage.touch_area, stage.buyer_area];
    [per_visit(queue), per_visit(touch), per_visit(buyer), visits]
}

impl Tallies {
    /// Revenue and gross margin booked, in money: of customers' first year, and expected of later ones.
    pub(super) fn revenue(&self) -> f64 {
        self.sums.revenue + self.buyers.expected.later_revenue
    }

    /// See [`Tallies::revenue`].
    pub(super) fn gross_margin(&self) -> f64 {
        self.sums.gross_margin + self.buyers.expected.later_margin
    }

    /// Selling cost so far, in money: leads, stages, people, overtime, hiring.
    pub(super) fn selling_cost(&self) -> f64 {
        self.sums.lead_cost
            + self.sums.stage_cost
            + self.people_cost()
            + self.overtime_cost()
            + self.sums.hiring_cost
    }

    fn people_cost(&self) -> f64 {
        self.roles.iter().map(|r| r.cost + r.variable).sum()
    }

    fn overtime_cost(&self) -> f64 {
        self.roles.iter().map(|r| r.overtime_cost).sum()
    }
}

/// The tallies with what is derived from them: what measures are computed from.
pub(super) struct Books<'a> {
    pub system: &'a SalesSystem,
    pub tallies: &'a Tallies,
    pub setup: &'a Setup<'a>,
    /// Length of the window in weeks and in hours.
    pub weeks: f64,
    pub hours: f64,
    pub selling_cost: f64,
    pub lead_times: IncidenceCurve<'a>,
}

impl<'a> Books<'a> {
    fn new(setup: &'a Setup<'a>, tallies: &'a Tallies) -> Self {
        let hours = (tallies.window.to.hours() - tallies.window.from.hours()).max(0.0);
        let hours = if hours.is_nan() { 0.0 } else { hours };
        Self {
            system: setup.system,
            tallies,
            setup,
            weeks: hours / HOURS_PER_WEEK,
            hours,
            selling_cost: tallies.selling_cost(),
            lead_times: tallies.lead_time.curve(),
        }
    }

    pub(super) fn contribution(&self) -> f64 {
        self.tallies.gross_margin() - self.selling_cost
    }

    /// Revenue of customers' first year, a year, over the people who were at work at some time in the window.
    pub(super) fn revenue_per_head(&self) -> f64 {
        let people = self.tallies.seats.iter().filter(|seat| seat.present > 0.0).count();
        ratio(self.tallies.sums.revenue, people as f64 * self.weeks / WEEKS_PER_YEAR)
    }

    pub(super) fn wins(&self) -> f64 {
        self.exits_of(|family| family == ExitFamily::Won)
    }

    /// Selling cost by kind: leads, stages, people, overtime, hiring.
    pub(super) fn costs(&self) -> [f64; 5] {
        let t = self.tallies;
        let (people, overtime) = (t.people_cost(), t.overtime_cost());
        [t.sums.lead_cost, t.sums.stage_cost, people, overtime, t.sums.hiring_cost]
    }

    /// Cost of generating dialogue: leads, stage costs of phase engage, and people by their hours
    /// in that phase (idle time in proportion).
    pub(super) fn engage_cost(&self) -> f64 {
        let t = self.tallies;
        let people: f64 = t
            .roles
            .iter()
            .map(|role| {
                let all = role.touch.iter().sum::<f64>() + role.prospecting;
                let share = (role.touch[Phase::Engage as usize] + role.prospecting) / all;
                if all > 0.0 { (role.cost + role.variable) * share } else { 0.0 }
            })
            .sum();
        t.sums.lead_cost + t.sums.engage_stage_cost + people
    }

    pub(super) fn exits_of(&self, wanted: impl Fn(ExitFamily) -> bool) -> f64 {
        let all = self.system.exits.iter().zip(&self.tallies.exits);
        all.filter(|(exit, _)| wanted(exit.family)).map(|(_, n)| *n as f64).sum()
    }

    /// A time average over the window of something whose time integral is known.
    pub(super) fn average(&self, area: f64) -> f64 {
        ratio(area, self.hours)
    }

    pub(super) fn per_week(&self, count: f64) -> f64 {
        ratio(count, self.weeks)
    }

    /// A quantile of the lead time over all exits, in days.
    pub(super) fn lead_time_days(&self, p: f64) -> f64 {
        days(self.lead_times.quantile(p))
    }

    /// The median lead time of those that ended for a cause, in days.
    pub(super) fn lead_time_of(&self, cause: usize) -> f64 {
        days(self.lead_times.quantile_of(cause, 0.5))
    }

    /// Busy over present hours of all roles.
    pub(super) fn utilisation(&self) -> f64 {
        let busy: f64 = self.tallies.roles.iter().map(|r| r.busy).sum();
        let present: f64 = self.tallies.roles.iter().map(|r| r.present + r.overtime).sum();
        ratio(busy, present)
    }

    /// What is counted of a role.
    pub(super) fn role(&self, role: usize) -> &RoleTally {
        &self.tallies.roles[RoleId::at(role)]
    }

    /// Hours of a role that administration and meetings take.
    pub(super) fn admin_hours(&self, role: usize) -> f64 {
        self.role(role).admin
    }

    /// Utilisation of the most used less the least used person of a role.
    pub(super) fn utilisation_spread(&self, role: usize) -> f64 {
        let seats = self.tallies.seats.iter();
        let mine = seats.filter(|s| s.account.place() == role && s.present > 0.0);
        let used = mine.map(|s| s.busy / s.present);
        let (low, high) =
            used.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), u| (l.min(u), h.max(u)));
        if low <= high { high - low } else { f64::NAN }
    }

    /// Utilisation of one person's seat; NaN where the policy has no such seat.
    pub(super) fn person_utilisation(&self, group: usize, number: u32) -> f64 {
        let is_it = |s: &super::rules::SeatName| (s.group, s.number) == (group, number);
        let seat =
            self.setup.seats.iter().position(is_it).map(|s| &self.tallies.seats[SeatId::at(s)]);
        seat.map_or(f64::NAN, |s| ratio(s.busy, s.present))
    }

    /// Contribution per touch hour of the role most in use.
    pub(super) fn contribution_per_bottleneck_hour(&self) -> f64 {
        let used = |r: &RoleTally| ratio(r.busy, r.present + r.overtime);
        let roles = self.tallies.roles.iter().filter(|r| r.present > 0.0);
        let most = roles.max_by(|a, b| used(a).total_cmp(&used(b)));
        most.map_or(f64::NAN, |r| ratio(self.contribution(), r.touch.iter().sum()))
    }
}

/// NaN where the policy does not have the role.
pub(super) fn absent_role(b: &Books<'_>, role: usize, value: f64) -> f64 {
    if b.role(role).present > 0.0 { value } else { f64::NAN }
}

/// A quotient; NaN where the denominator is 0.
pub(super) fn ratio(above: f64, below: f64) -> f64 {
    if below == 0.0 { f64::NAN } else { above / below }
}

fn days(hours: Option<f64>) -> f64 {
    hours.map_or(f64::NAN, |h| h / HOURS_PER_DAY)
}
