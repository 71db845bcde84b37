//! In words: what moves over the window, so that a policy shows no lasting state.

use super::named;
use crate::experiment::{Drift, Summary};

/// Why there is no verdict on some policies, if one of them shows no lasting state: `there is no lasting
/// state under A: from the first to the last quarter of the window, leads in progress rise by 12 %`.
pub(super) fn words(summary: &Summary, policies: &[usize]) -> Option<String> {
    let of: Vec<&Drift> =
        summary.drifts.iter().filter(|drift| policies.contains(&drift.policy)).collect();
    let mut whose: Vec<usize> = of.iter().map(|drift| drift.policy).collect();
    whose.dedup();
    let first = *whose.first()?;
    let moved = of.iter().filter(|drift| drift.policy == first).map(|drift| moved(drift));
    let moved = named::listed(&moved.collect::<Vec<_>>());
    let others = match whose.len() - 1 {
        0 => String::new(),
        1 => format!(", and under {} neither", named::label(summary, whose[1])),
        more => format!(", and under {more} other policies neither"),
    };
    let label = named::label(summary, first);
    Some(format!(
        "there is no lasting state under {label} (from the first to the last quarter of the window, \
         {moved}){others}"
    ))
}

/// `leads in progress rise by 12 %`
fn moved(drift: &Drift) -> String {
    let [first, last] = drift.quarters;
    let (label, ends_in_s) = (drift.stock.label(), drift.stock.is_many());
    let verb = match (last > first, ends_in_s) {
        (true, true) => "rise",
        (true, false) => "rises",
        (false, true) => "fall",
        (false, false) => "falls",
    };
    let share = 100.0 * (last / first - 1.0).abs();
    if share.is_finite() {
        format!("{label} {verb} by {share:.0} %")
    } else {
        format!("{label} {verb} from 0")
    }
}
