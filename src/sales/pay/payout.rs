//! What a plan pays for any credit of one period, without a simulation.

use super::curve::Curve;
use super::exact::in_cents;
use super::plan::{Base, Draw, Period, Plan, Team};
use super::reckoning::{PayLine, PeriodSums, reckon, reckon_pool};
use super::terms::Terms;

/// The payout of a plan, or of a plan's pool, over a range of credit.
#[derive(Clone, Debug, PartialEq)]
pub struct Payout {
    /// The plan.
    pub plan: String,
    /// Whether it is the pool as a whole (before it is divided) instead of a person's own part.
    pub is_pool: bool,
    /// How long a period lasts.
    pub period: Period,
    /// What is credited.
    pub base: Base,
    /// Credit asked in a period; 0 = no quota.
    pub quota: f64,
    /// Variable pay at quota, if there is one.
    pub at_quota: Option<f64>,
    /// Fixed pay of a period, in money; of a pool 0.
    pub salary: f64,
    /// The rows asked for, by ascending credit.
    pub points: Vec<PayoutPoint>,
    /// The corners of the whole line, (credit, money): a jump is two corners at one credit.
    pub corners: Vec<(f64, f64)>,
    /// Parts of the plan that credit alone does not settle, so that they are not in the line.
    pub left_out: Vec<&'static str>,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PayoutPoint {
    /// Credit of the period, in whole hundredths of a unit.
    pub credit: f64,
    /// The same as a share of the quota, if there is one.
    pub attainment: Option<f64>,
    /// Variable pay of the period, in whole cents of money: what a pay slip says.
    pub pay: f64,
    /// Money for the next unit of credit.
    pub marginal: f64,
    /// Money by unit of credit; of no credit none.
    pub effective: Option<f64>,
}

impl Payout {
    /// The own part of a person on `plan` in the first period of a fiscal year, at each credit of
    /// `credits` (ascending, 0 or more, at least one).
    pub fn of_plan(plan: &Plan, credits: &[f64]) -> Self {
        let terms = Terms::new(plan.quota, 1.0);
        let curve = Curve::of_plan(plan, &terms);
        // A recoverable draw is a loan: the table shows what is earned.
        let draw = plan.draw.filter(|draw: &Draw| !draw.recoverable);
        let earning = Plan { draw, ..plan.clone() };
        let pay = |credit: f64| {
            let sums = PeriodSums { credit, ..PeriodSums::new(terms) };
            reckon(&earning, &sums, &mut 0.0, &mut Vec::new())
        };
        Self {
            plan: plan.name.clone(),
            is_pool: false,
            period: plan.period,
            base: plan.base,
            quota: plan.quota,
            at_quota: at_quota(&pay, plan.quota),
            salary: plan.salary_per_year / f64::from(plan.period.per_year()),
            points: points((&curve, &pay), plan.quota, credits),
            corners: corners(&curve, credits),
            left_out: left_out(plan),
        }
    }

    /// The pool of `plan`, if it has one, as weighted in the plan; `credits` of the team.
    pub fn of_pool(plan: &Plan, team: &Team, credits: &[f64]) -> Self {
        let curve = Curve::of_pool(team, 1.0);
        let pay = |credit: f64| {
            let lines = reckon_pool(team, credit, 1.0);
            in_cents(lines.iter().map(|line: &PayLine| line.amount).sum())
        };
        Self {
            plan: plan.name.clone(),
            is_pool: true,
            period: plan.period,
            base: team.base,
            quota: team.quota,
            at_quota: at_quota(&pay, team.quota),
            salary: 0.0,
            points: points((&curve, &pay), team.quota, credits),
            corners: corners(&curve, credits),
            left_out: Vec::new(),
        }
    }
}

fn at_quota(pay: &dyn Fn(f64) -> f64, quota: f64) -> Option<f64> {
    (quota > 0.0).then(|| pay(quota))
}

fn points(
    (curve, pay): (&Curve, &dyn Fn(f64) -> f64),
    quota: f64,
    credits: &[f64],
) -> Vec<PayoutPoint> {
    let point = |credit: &f64| {
        let credit = in_cents(*credit);
        let pay = pay(credit);
        PayoutPoint {
            credit,
            attainment: (quota > 0.0).then(|| credit / quota),
            pay,
            marginal: curve.slope(credit, 0.0),
            effective: (credit > 0.0).then(|| pay / credit),
        }
    };
    credits.iter().map(point).collect()
}

fn corners(curve: &Curve, credits: &[f64]) -> Vec<(f64, f64)> {
    match (credits.first(), credits.last()) {
        (Some(from), Some(to)) => curve.corners(*from, *to),
        _ => Vec::new(),
    }
}

fn left_out(plan: &Plan) -> Vec<&'static str> {
    let is_loan = plan.draw.is_some_and(|draw| draw.recoverable);
    let parts = [
        (plan.cumulative, "what the year has paid before"),
        (plan.ratchet.is_some(), "the quota of later periods"),
        (!plan.tiers.is_empty(), "rates by the size of a deal"),
        (!plan.overlays.is_empty(), "overlays"),
        (!plan.fees.is_empty(), "fees"),
        (!plan.spiffs.is_empty(), "SPIFFs"),
        (!plan.prizes.is_empty(), "prizes"),
        (is_loan, "the recoverable draw"),
        (!plan.clawback.is_empty(), "clawback"),
    ];
    parts.iter().filter(|part| part.0).map(|part| part.1).collect()
}
