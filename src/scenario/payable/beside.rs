//! Parts that pay beside the credit of a period: for a stage, for single deals, within a window of time.

use num_traits::Zero;

use crate::plans::attribute::{By, Pattern};
use crate::plans::date::Day;
use crate::plans::exact::{Exact, nearest, zero};
use crate::plans::plan::{self as book, Gate, Part, Rate, Row, What, Who};
use crate::sales::pay::{Base, Fee, Spiff, Tier};

/// What the model credits for what a plan counts, if it knows it.
pub(super) fn base(what: &What) -> Option<Base> {
    Some(match what {
        What::Revenue => Base::Revenue,
        What::Margin => Base::Margin,
        What::Value => Base::Value,
        What::Deals => Base::Deals,
        What::Meetings => Base::Meetings,
        _ => return None,
    })
}

/// The same money for each unit of credit.
fn flat(part: &Part) -> Option<&Exact> {
    match part.commission.as_ref()? {
        By::One(rows) => flat_of(rows),
        By::Cases { .. } => None,
    }
}

fn flat_of(rows: &[Row]) -> Option<&Exact> {
    let [row] = rows else { return None };
    let is_from_0 =
        matches!(&row.from, book::Mark::Credit(at) | book::Mark::Attainment(at) if at.is_zero());
    match &row.rate {
        Rate::Money(rate) if is_from_0 && row.gate == Gate::default() => Some(rate),
        _ => None,
    }
}

/// Whether a part is nothing but these: what it is called, its period, what counts, its rate, and what `of` it
/// says besides.
fn is_nothing_but(part: &Part, of: Part) -> bool {
    let same = Part {
        name: part.name.clone(),
        every: part.every,
        commission: part.commission.clone(),
        counts_from_day: part.counts_from_day,
        count: book::Count { what: part.count.what.clone(), ..book::Count::default() },
        ..of
    };
    *part == same
}

/// Money for each deal or meeting in a window of time.
pub(super) fn spiff(part: &Part, start: Day) -> Option<Spiff> {
    let (window, amount) = (part.window?, flat(part)?);
    let event = base(&part.count.what).filter(|b| matches!(b, Base::Deals | Base::Meetings))?;
    let of = Part { window: part.window, ..Part::default() };
    let hours = |day: i32| 24.0 * (f64::from(day) - f64::from(start.0));
    let (from_hours, to_hours) = (hours(window.first.0), hours(window.last.0) + 24.0);
    is_nothing_but(part, of).then(|| Spiff { event, amount: nearest(amount), from_hours, to_hours })
}

/// Money for who worked a stage of a deal that is won.
pub(super) fn fee(part: &Part, stages: &[String]) -> Option<Fee> {
    let [rule] = part.credit.as_slice() else { return None };
    let Who::Stage(name) = &rule.who else { return None };
    let stage = stages.iter().position(|stage| stage == name)?;
    let of = Part { credit: part.credit.clone(), ..Part::default() };
    let money = nearest(&(flat(part)? * &rule.share));
    let is_fee = rule.is_extra && !part.name.is_empty() && is_nothing_but(part, of);
    match part.count.what {
        _ if !is_fee => None,
        What::Deals => Some(Fee { stage, rate: 0.0, amount: money }),
        What::Revenue => Some(Fee { stage, rate: money, amount: 0.0 }),
        _ => None,
    }
}

/// Rates on the whole of a deal by its credit.
pub(super) fn tiers(part: &Part) -> Option<Vec<Tier>> {
    let Some(By::Cases { by, cases, default }) = &part.commission else { return None };
    let of = Part {
        credit: part.credit.clone(),
        clawback: part.clawback.clone(),
        quota: part.quota.clone(),
        ..Part::default()
    };
    if by != "credit" || !is_nothing_but(part, of) {
        return None;
    }
    let mut marks = vec![zero()];
    for (pattern, _) in cases {
        match pattern {
            Pattern::Is(_) => return None,
            Pattern::From(at) | Pattern::Below(at) => marks.push(at.clone()),
            Pattern::Between(low, high) => marks.extend([low.clone(), high.clone()]),
        }
    }
    marks.sort();
    marks.dedup();
    let rate = |at: &Exact| {
        let rows = cases.iter().find(|case| case.0.holds(at)).map(|case| &case.1);
        rows.or(default.as_ref()).map_or(Some(0.0), |rows| flat_of(rows).map(nearest))
    };
    marks.iter().map(|at| Some(Tier { from: nearest(at), rate: rate(at)? })).collect()
}
