//! What pay came to, as shares and hours: for charts and tables.

use super::results::{PolicyResults, Results};
use crate::sales::pay::tally::{ATTAINMENT_CLASSES, PayBooks};
use crate::sales::pay::{Base, Curve, Payroll, Period, Plan, Terms};
use crate::sales::{Policy, Role};
use crate::scenario::Scenario;
use crate::stats::quantile;

/// Weeks of a fiscal year.
const WEEKS_PER_YEAR: f64 = 52.0;
/// Width of a class of attainment, as a share of the quota.
const CLASS: f64 = 0.1;

/// What pay came to under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaySummary {
    /// The plans with a quota that somebody was on.
    pub plans: Vec<PlanSummary>,
    /// Names of the plans without a quota that the policy gives to somebody.
    pub without_quota: Vec<String>,
    /// How long a pay period lasts, if it is the same for everybody on a plan.
    pub period: Option<Period>,
    /// Bookings by thirteenth of the closer's pay period: by week, where that is a quarter.
    pub calendar: Vec<BookingPart>,
    /// Pay a year of each person, as measures (indices); those whom the policy pays by a plan.
    pub people: Vec<usize>,
    /// Pay a year of whoever earned most, and least, in a run: P5, P50, P95 over runs. `None` where
    /// people are not reported one by one.
    pub best_and_least: Option<[[f64; 3]; 2]>,
    /// Pay a year of the roles on a plan.
    pub roles: Vec<RolePay>,
    /// Where the hours of each role went, a week.
    pub hours: Vec<RoleHours>,
}

/// Pay a year in a role.
#[derive(Clone, Debug, PartialEq)]
pub struct RolePay {
    /// The role.
    pub role: String,
    /// Its seats at the start.
    pub heads: u32,
    /// The mean of its people in a run: P5, P50, P95 over runs.
    pub pay: [f64; 3],
    /// What the market pays a person in it: the target to which plans are scaled at market cost.
    pub market: f64,
}

/// A plan with a quota, over all periods of people on it that ended in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSummary {
    /// Its name.
    pub name: String,
    /// How long a period lasts.
    pub period: Period,
    /// What is credited.
    pub base: Base,
    /// Credit asked in a period.
    pub quota: f64,
    /// Periods of people, mean of runs.
    pub periods: f64,
    /// Share of them at or over quota.
    pub reached: f64,
    /// Share of them by attainment: (from, to, share); the last class is open.
    pub attained: Vec<(f64, f64, f64)>,
    /// Commission and bonuses of a period at quota, in money, scaled as the policy scales.
    pub at_quota: f64,
    /// Corners of commission and bonuses of a period: (attainment, money), scaled alike; a jump is two corners at one attainment.
    pub payout: Vec<(f64, f64)>,
}

/// A thirteenth of pay periods.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BookingPart {
    /// Share of all bookings; NaN where nothing is booked.
    pub bookings: f64,
    /// Share of all wins.
    pub wins: f64,
    /// Money given away in discounts, as a share of list prices.
    pub discount: f64,
}

/// Hours a week of the people in a role, mean of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleHours {
    /// The role.
    pub role: String,
    /// Its seats.
    pub heads: u32,
    /// By [`Activity`].
    pub hours: [f64; Activity::ALL.len()],
}

/// What people spend their time with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Touches of phase engage, notes included.
    Engage,
    /// Touches of phase select.
    Select,
    /// Touches of phase drive.
    Drive,
    /// Administration and meetings.
    Administration,
    /// Interruptions, and advice to colleagues.
    Interruptions,
    /// Nothing.
    Idle,
}

impl Activity {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Engage,
        Self::Select,
        Self::Drive,
        Self::Administration,
        Self::Interruptions,
        Self::Idle,
    ];

    /// The measure of a role that counts it.
    fn measure(self) -> &'static str {
        match self {
            Self::Engage => "engage_hours",
            Self::Select => "select_hours",
            Self::Drive => "drive_hours",
            Self::Administration => "admin_hours",
            Self::Interruptions => "interruption_hours",
            Self::Idle => "idle_hours",
        }
    }
}

/// The summary of a policy's books; `None` where the scenario has no plans.
pub(super) fn pay(scenario: &Scenario, results: &Results, index: usize) -> Option<PaySummary> {
    let payroll = scenario.system.payroll.as_ref()?;
    let policy = &results.policies[index];
    let books = policy.pay.as_ref()?;
    let rules = &scenario.policies[index];
    let runs = f64::from(results.replications.max(1));
    let people = people(results, policy);
    Some(PaySummary {
        plans: plans(payroll, rules, books, runs),
        without_quota: without_quota(payroll, rules),
        period: period(payroll, rules),
        calendar: calendar(books),
        best_and_least: best_and_least(policy, &people),
        people,
        roles: roles(scenario, results, policy),
        hours: hours(results, policy),
    })
}

fn plans(payroll: &Payroll, rules: &Policy, books: &PayBooks, runs: f64) -> Vec<PlanSummary> {
    let classes = books.attainment.chunks(ATTAINMENT_CLASSES);
    let used = payroll.plans.iter().zip(classes);
    let used = used.filter(|(_, classes)| classes.iter().sum::<f64>() > 0.0);
    let summary = |(plan, classes): (&Plan, &[f64])| {
        let all: f64 = classes.iter().sum();
        let share = |(class, periods): (usize, &f64)| {
            let from = class as f64 * CLASS;
            let open = class + 1 == ATTAINMENT_CLASSES;
            (from, if open { f64::INFINITY } else { from + CLASS }, periods / all)
        };
        let curve = Curve::of_plan(plan, &Terms::new(plan.quota, rules.pay.scale.factor()));
        let most = ATTAINMENT_CLASSES as f64 * CLASS * plan.quota;
        let corners = curve.corners(0.0, most).into_iter();
        PlanSummary {
            name: plan.name.clone(),
            period: plan.period,
            base: plan.base,
            quota: plan.quota,
            periods: all / runs,
            reached: classes.iter().skip(10).sum::<f64>() / all,
            attained: classes.iter().enumerate().map(share).collect(),
            at_quota: curve.pay(plan.quota),
            payout: corners.map(|(credit, pay)| (credit / plan.quota, pay)).collect(),
        }
    };
    used.map(summary).collect()
}

fn without_quota(payroll: &Payroll, rules: &Policy) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, plan) in &rules.pay.plans {
        let plan = &payroll.plans[*plan];
        if plan.quota <= 0.0 && !names.contains(&plan.name) {
            names.push(plan.name.clone());
        }
    }
    names
}

/// The length of everybody's pay period, if it is one.
fn period(payroll: &Payroll, rules: &Policy) -> Option<Period> {
    let mut periods = rules.pay.plans.iter().map(|(_, plan)| payroll.plans[*plan].period);
    let first = periods.next()?;
    periods.all(|period| period == first).then_some(first)
}

fn calendar(books: &PayBooks) -> Vec<BookingPart> {
    let (wins, bookings) = (books.wins.iter().sum::<f64>(), books.bookings.iter().sum::<f64>());
    let parts = books.wins.iter().zip(&books.bookings).zip(&books.discounts);
    let part = |((won, booked), given): ((&f64, &f64), &f64)| BookingPart {
        bookings: booked / bookings,
        wins: won / wins,
        discount: if *given > 0.0 { given / (booked + given) } else { 0.0 },
    };
    parts.map(part).collect()
}

/// Measures of single people's pay that are defined under a policy.
fn people(results: &Results, policy: &PolicyResults) -> Vec<usize> {
    let is_pay = |m: &usize| {
        let key = &results.measures[*m].key;
        key.starts_with("person.")
            && key.rsplit('.').next() == Some("pay")
            && policy.values[*m].iter().any(|value| !value.is_nan())
    };
    (0..results.measures.len()).filter(is_pay).collect()
}

/// Over runs, pay of whoever earned most and least in each.
fn best_and_least(policy: &PolicyResults, people: &[usize]) -> Option<[[f64; 3]; 2]> {
    let on_plan = policy.roles.iter().filter(|(_, role)| role.plan.is_some());
    let heads: u32 = on_plan.map(|(_, role)| role.heads).sum();
    let first = people.first().filter(|_| people.len() >= heads as usize)?;
    let of_run = |run: usize| {
        // The larger of a number and NaN is the number.
        let pays = people.iter().map(|measure| policy.values[*measure][run]);
        pays.fold((f64::NAN, f64::NAN), |(most, least), pay| (most.max(pay), least.min(pay)))
    };
    let runs = (0..policy.values[*first].len()).map(of_run);
    let (most, least): (Vec<f64>, Vec<f64>) = runs.filter(|(most, _)| !most.is_nan()).unzip();
    Some([most, least].map(|values| [0.05, 0.5, 0.95].map(|p| quantile(&values, p))))
}

/// Mean pay of the roles on a plan, over runs, and what the market pays.
fn roles(scenario: &Scenario, results: &Results, policy: &PolicyResults) -> Vec<RolePay> {
    let role = |(_, role): &(usize, Role)| {
        role.plan?;
        let measure = results.measure(&format!("role.{}.pay", role.name))?;
        let values = policy.values[measure].iter().copied();
        let values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
        values.first()?;
        let loading = scenario.system.groups[role.group].loading;
        Some(RolePay {
            role: role.name.clone(),
            heads: role.heads,
            pay: [0.05, 0.5, 0.95].map(|p| quantile(&values, p)),
            market: role.market_per_week * WEEKS_PER_YEAR / loading,
        })
    };
    policy.roles.iter().filter_map(role).collect()
}

fn hours(results: &Results, policy: &PolicyResults) -> Vec<RoleHours> {
    let weeks = results.weeks_sum / f64::from(results.replications.max(1));
    let mean = |role: &str, activity: Activity| {
        let key = format!("role.{role}.{}", activity.measure());
        let measure = results.measure(&key).expect("roles of paid worlds have these measures");
        let values = policy.values[measure].iter().filter(|value| !value.is_nan());
        let (sum, count) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
        if count > 0.0 { sum / count / weeks } else { 0.0 }
    };
    let of_role = |role: &Role| RoleHours {
        role: role.name.clone(),
        heads: role.heads,
        hours: Activity::ALL.map(|activity| mean(&role.name, activity)),
    };
    policy.roles.iter().map(|(_, role)| of_role(role)).collect()
}
