//! The most that a plan pays: money, or an attainment.

use super::timing::{self, Cap};
use crate::plans::curve::Curve;
use crate::plans::exact::{Exact, nearest, one, whole, zero};
use crate::plans::plan::{Mark, Part, Plan, Quota};
use crate::plans::tables::Basis;
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Table};

/// Reads `cap` into a plan whose parts and draws are read.
pub(super) fn cap(table: &Table, plan: &mut Plan, log: &mut Log) {
    let Some(node) = table.get("cap") else { return };
    match timing::cap(node, plan.every, log) {
        Some(Cap::Money(caps)) => {
            plan.caps = caps;
            above_the_draw(table, plan, log);
            above_quota(node, plan, log);
        }
        Some(Cap::Attainment(share)) => {
            if plan.parts.iter().all(|part| part.quota == Quota::None) {
                let fault = Fault::new(format!("{} of which quota? there is none", node.found()));
                log.error(node.span, fault.help("add `quota`, or write credit, e.g. `187500`"));
            }
            for part in plan.parts.iter_mut().filter(|part| part.quota != Quota::None) {
                nothing_beyond(node, part, &share, log);
                part.ends_at = Some(share.clone());
            }
        }
        None => {}
    }
}

/// A draw is paid although a cap lies below it: one of the two is not meant.
fn above_the_draw(table: &Table, plan: &Plan, log: &mut Log) {
    let Some((every, cap)) = plan.caps.first() else { return };
    let per_year = whole(every.per_year().into());
    let drawn = plan.draws.iter().map(|draw| &draw.yearly / &per_year);
    if let (Some(draw), Some(node)) = (drawn.max(), table.get("draw"))
        && draw > *cap
    {
        let [draw, cap] = [&draw, cap].map(nearest);
        let message = format!("the draw of {draw} lies above the cap of {cap}");
        log.error(node.span, Fault::new(message));
    }
}

/// What is earned at quota must not be capped.
fn above_quota(node: &Node, plan: &Plan, log: &mut Log) {
    let Some((_, cap)) = plan.caps.iter().find(|cap| cap.0 == plan.every) else { return };
    let own = plan.pool.as_ref().map_or_else(one, |pool| one() - &pool.weight);
    let is_capped = |part: &&Part| part.every == plan.every && !part.is_outside_cap;
    let mut sum = zero();
    for part in plan.parts.iter().filter(is_capped) {
        let curves = Curve::of(part);
        let [curve] = curves.as_slice() else { continue };
        sum += curve.quota().map_or_else(zero, |quota| curve.pay(quota));
    }
    let pay = sum * own;
    if *cap < pay {
        let [pay, cap] = [&pay, cap].map(nearest);
        let message = format!("cap below quota: {pay} is paid at quota, the cap is {cap}");
        log.error(
            node.span,
            Fault::new(message).help("what is earned at quota must not be capped"),
        );
    }
}

/// Bands and bonuses beyond a cap in attainment would pay nothing.
fn nothing_beyond(node: &Node, part: &Part, share: &Exact, log: &mut Log) {
    let quota = match &part.quota {
        Quota::Yearly(yearly) => {
            yearly.all().first().map(|y| *y / whole(part.every.per_year().into()))
        }
        _ => None,
    };
    let basis = Basis { quota, ..Basis::default() };
    let Some(end) = basis.credit(&Mark::Attainment(share.clone())) else { return };
    let rows = part.commission.iter().flat_map(|table| table.all()).flatten();
    let at = |mark: &Mark| basis.credit(mark).unwrap_or_else(zero);
    let bands = rows.filter(|row| at(&row.from) >= end).count();
    let bonuses = part.bonus.iter().filter(|bonus| at(&bonus.at) > end).count();
    for (count, what) in [(bands, "a band begins"), (bonuses, "a bonus lies")] {
        if count > 0 {
            let message =
                format!("{what} beyond the cap of {}, where nothing is paid", node.found());
            log.error(node.span, Fault::new(message));
        }
    }
}
