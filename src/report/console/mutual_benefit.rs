//! What sales are good for, and for whom: a line for each policy, where there are buyers.

use super::table::drawn;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{UNDEFINED, truncated};

/// Measures with their heads, the dearest to miss first.
const COLUMNS: [(&str, &str); 6] = [
    ("win_win_rate", "Win-win"),
    ("regretted_wins", "Regretted"),
    ("lost_good_fits", "Good fits lost"),
    ("right_no_rate", "Right noes"),
    ("churn_12", "Churn, 12 mo"),
    ("customer_surplus", "Surplus a win"),
];
const LABEL: usize = 22;

/// A line for each policy; `None` where no policy dealt with buyers. Where the terminal is narrow
/// the last columns are left out.
pub(super) fn table(summary: &Summary, width: usize) -> Option<String> {
    summary.policies.iter().find(|policy| policy.buyers.is_some())?;
    let columns: Vec<(usize, &str)> = COLUMNS
        .iter()
        .filter_map(|(key, head)| Some((finding::measure(summary, key)?, *head)))
        .collect();
    let mut header = vec!["Mutual benefit".to_owned()];
    header.extend(columns.iter().map(|(_, head)| (*head).to_owned()));
    let row = |policy: usize| {
        let mut row = vec![truncated(&summary.policies[policy].label, LABEL)];
        row.extend(columns.iter().map(|(measure, _)| {
            let format = finding::format(summary, *measure);
            let mean = finding::estimate(summary, policy, *measure).map(|e| format.value(e.mean));
            mean.unwrap_or_else(|| UNDEFINED.into())
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
