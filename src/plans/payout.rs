//! The table of what a plan pays: at usual attainments, and just below and at each mark.

use super::curve::Curve;
use super::exact::{Exact, one, ratio, whole, zero};
use super::plan::Plan;

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The plan.
    pub plan: String,
    /// The part; empty = the plan itself.
    pub part: String,
    /// The column of rates that it is about; empty = there is one.
    pub column: String,
    /// How long a period lasts, in words.
    pub period: &'static str,
    /// What counts.
    pub counts: String,
    /// Credit of the period.
    pub credit: Exact,
    /// The same as a share of the quota, or the level itself.
    pub attainment: Option<Exact>,
    /// Pay at it.
    pub pay: Exact,
    /// Money for the next unit.
    pub next_unit: Exact,
    /// What reaching exactly this credit brings at once.
    pub jump: Exact,
}

/// Attainments that every table shows, in per cent.
const USUAL: [i128; 7] = [0, 50, 80, 100, 120, 150, 200];

/// The rows of a plan at these attainments and credits; without any at the usual ones. Just below and at each
/// mark within them there are two more.
pub fn rows(plan: &Plan, attainments: &[Exact], credits: &[Exact]) -> Vec<Row> {
    let usual: Vec<Exact> = USUAL.iter().map(|percent| ratio(*percent, 100)).collect();
    let is_asked = !attainments.is_empty() || !credits.is_empty();
    let attainments = if is_asked { attainments } else { &usual };
    let mut rows = Vec::new();
    for part in &plan.parts {
        let is_fixed = part.commission.is_none()
            && part.pays.is_empty()
            && part.bonus.is_empty()
            && part.goals.is_empty();
        if is_fixed {
            continue;
        }
        for curve in Curve::of(part) {
            let marks = curve.marks();
            let mut places: Vec<Exact> =
                attainments.iter().filter_map(|share| curve.credit_at(share)).collect();
            if places.iter().all(num_traits::Zero::is_zero) {
                places = credits.to_vec();
                // without a quota: up to twice the last mark, or a hundred thousand
                if places.is_empty() {
                    let last = marks.last().map_or_else(|| whole(100_000), |last| last * whole(2));
                    places = vec![zero(), last];
                }
            }
            let last = places.iter().max().cloned().unwrap_or_else(zero);
            let unit =
                if curve.part.count.what.is_level() { ratio(1, 10_000) } else { ratio(1, 100) };
            let unit = if matches!(
                curve.part.count.what,
                super::plan::What::Deals | super::plan::What::Meetings
            ) {
                one()
            } else {
                unit
            };
            for mark in marks.iter().filter(|mark| **mark <= last) {
                places.extend([(mark - &unit).max(zero()), mark.clone()]);
            }
            places.sort();
            places.dedup();
            rows.extend(places.into_iter().map(|credit| row(plan, &curve, credit)));
        }
    }
    rows
}

fn row(plan: &Plan, curve: &Curve<'_>, credit: Exact) -> Row {
    let is_level = curve.part.count.what.is_level();
    let quota = curve.quota().filter(|quota| num_traits::Signed::is_positive(*quota));
    Row {
        plan: plan.name.clone(),
        part: curve.part.name.clone(),
        column: curve.column.clone(),
        period: curve.part.every.name(),
        counts: curve.part.count.what.name(),
        attainment: match quota {
            Some(quota) => Some(&credit / quota),
            None => is_level.then(|| credit.clone()),
        },
        pay: curve.pay(&credit),
        next_unit: curve.next_unit(&credit),
        jump: curve.jump(&credit),
        credit,
    }
}
