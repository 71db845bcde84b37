//! What pay costs and what people make of it: a line for each policy, where somebody is on a plan.

use super::table::drawn;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{UNDEFINED, truncated};
use crate::sales::Unit;
use crate::stats::Estimate;

/// What of an estimate is shown.
type Shown = fn(&Estimate) -> f64;

/// Measures with their heads and what is shown of them, the dearest to miss first.
const COLUMNS: [(&str, &str, Shown); 7] = [
    ("pay_mean", "Pay a year", |pay| pay.mean),
    ("pay_cost_share", "Of revenue", |share| share.mean),
    ("pay_cost_share", "1 in 20 over", |share| share.p95),
    ("quota_reached", "Quota met", |share| share.mean),
    ("effort", "Effort", |effort| effort.mean),
    ("quits", "Quits", |quits| quits.mean),
    ("discount_mean", "Discount", |discount| discount.mean),
];
const LABEL: usize = 22;

/// A line for each policy; `None` where nobody is on a plan. What no policy has is left out, and
/// where the terminal is narrow the last columns.
pub(super) fn table(summary: &Summary, width: usize) -> Option<String> {
    summary.policies.iter().find(|policy| policy.pay.is_some())?;
    let is_known = |measure: &usize| {
        (0..summary.policies.len()).any(|p| finding::estimate(summary, p, *measure).is_some())
    };
    let columns: Vec<(usize, &str, Shown)> = COLUMNS
        .iter()
        .filter_map(|(key, head, value)| Some((finding::measure(summary, key)?, *head, *value)))
        .filter(|(measure, ..)| is_known(measure))
        .collect();
    columns.first()?;
    let mut header = vec!["Pay".to_owned()];
    header.extend(columns.iter().map(|(_, head, _)| (*head).to_owned()));
    let row = |policy: usize| {
        let mut row = vec![truncated(&summary.policies[policy].label, LABEL)];
        row.extend(columns.iter().map(|(measure, _, value)| {
            let format = finding::format(summary, *measure);
            let is_factor = summary.measures[*measure].unit == Unit::Number;
            let format = if is_factor { format.for_steps(0.01) } else { format };
            let shown =
                finding::estimate(summary, policy, *measure).map(|e| format.value(value(e)));
            shown.unwrap_or_else(|| UNDEFINED.into())
        }));
        row
    };
    let rows: Vec<Vec<String>> = (0..summary.policies.len()).map(row).collect();
    let last = columns.len();
    (0..=last).find_map(|fewer| {
        let left_out: Vec<usize> = (last + 1 - fewer..=last).collect();
        drawn(&header, &rows, &left_out, width)
    })
}
