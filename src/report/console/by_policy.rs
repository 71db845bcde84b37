//! Tables with a line for each policy: what it looks like from outside, what sales are good for and
//! for whom, what pay costs and what people make of it.

use super::table::drawn;
use crate::experiment::{PolicySummary, Summary};
use crate::report::finding;
use crate::report::format::{UNDEFINED, truncated};
use crate::sales::Unit;
use crate::stats::Estimate;

/// What is shown of an estimate.
type Shown = fn(&Estimate) -> f64;

/// A measure, its head, and what is shown of its estimate.
type Column = (&'static str, &'static str, Shown);

/// A table, which is shown if some policy has what it is about.
struct Table {
    title: &'static str,
    is_about: fn(&PolicySummary) -> bool,
    /// The dearest to miss first.
    columns: &'static [Column],
}

const MEAN: Shown = |estimate| estimate.mean;
const LABEL: usize = 22;

const TABLES: [Table; 3] = [
    Table {
        title: "Does this look like you?",
        is_about: |_| true,
        columns: &[
            ("wins", "Wins", MEAN),
            ("win_rate", "Win rate", MEAN),
            ("win_rate_decided", "Of decided", MEAN),
            ("revenue_per_head", "Revenue a head", MEAN),
            ("lead_time_won_p50", "Days to win", MEAN),
        ],
    },
    Table {
        title: "Mutual benefit",
        is_about: |policy| policy.buyers.is_some(),
        columns: &[
            ("win_win_rate", "Win-win", MEAN),
            ("regretted_wins", "Regretted", MEAN),
            ("lost_good_fits", "Good fits lost", MEAN),
            ("right_no_rate", "Correct no", MEAN),
            ("churn_12", "Churn, 12 mo", MEAN),
            ("customer_surplus", "Surplus a win", MEAN),
        ],
    },
    Table {
        title: "Pay",
        is_about: |policy| policy.pay.is_some(),
        columns: &[
            ("pay_mean", "Pay a year", MEAN),
            ("pay_cost_share", "Of revenue", MEAN),
            ("pay_cost_share", "95th pctile", |share| share.p95),
            ("quota_reached", "Quota met", MEAN),
            ("effort", "Effort", MEAN),
            ("quits", "Quits", MEAN),
            ("discount_mean", "Discount", MEAN),
        ],
    },
];

/// The tables that have something to show. What no policy has is left out, and where the terminal
/// is narrow the last columns.
pub(super) fn tables(summary: &Summary, width: usize) -> impl Iterator<Item = String> {
    TABLES.iter().filter_map(move |table| drawn_of(table, summary, width))
}

fn drawn_of(table: &Table, summary: &Summary, width: usize) -> Option<String> {
    summary.policies.iter().find(|policy| (table.is_about)(policy))?;
    let is_known = |measure: &usize| {
        (0..summary.policies.len()).any(|p| finding::estimate(summary, p, *measure).is_some())
    };
    let columns = table.columns.iter().filter_map(|(key, head, shown)| {
        Some((finding::measure(summary, key).filter(is_known)?, *head, *shown))
    });
    let mut columns: Vec<(usize, &str, Shown)> = columns.collect();
    if table.title == TABLES[0].title {
        let further = summary.targets.iter().map(|target| target.0).filter(is_known);
        let further: Vec<usize> =
            further.filter(|measure| columns.iter().all(|column| column.0 != *measure)).collect();
        columns.extend(further.iter().map(|m| (*m, summary.measures[*m].label.as_str(), MEAN)));
    }
    columns.first()?;
    let mut header = vec![table.title.to_owned()];
    header.extend(columns.iter().map(|(_, head, _)| (*head).to_owned()));
    let row = |policy: usize| {
        let mut row = vec![truncated(&summary.policies[policy].label, LABEL)];
        row.extend(columns.iter().map(|(measure, _, shown)| {
            let format = finding::format(summary, *measure);
            let is_factor = summary.measures[*measure].unit == Unit::Number;
            let format = if is_factor { format.for_steps(0.01) } else { format };
            let value = finding::estimate(summary, policy, *measure);
            value.map_or_else(|| UNDEFINED.into(), |estimate| format.value(shown(estimate)))
        }));
        row
    };
    let mut rows: Vec<Vec<String>> = (0..summary.policies.len()).map(row).collect();
    rows.extend(wanted(summary, &columns));
    let last = columns.len();
    (0..=last).find_map(|fewer| {
        let left_out: Vec<usize> = (last + 1 - fewer..=last).collect();
        drawn(&header, &rows, &left_out, width)
    })
}

/// What the company says of itself in these columns, if it says anything.
fn wanted(summary: &Summary, columns: &[(usize, &str, Shown)]) -> Option<Vec<String>> {
    let target = |measure: usize| summary.targets.iter().find(|target| target.0 == measure);
    columns.iter().find(|column| target(column.0).is_some())?;
    let mut row = vec!["you".to_owned()];
    row.extend(columns.iter().map(|(measure, ..)| {
        let format = finding::format(summary, *measure);
        target(*measure).map_or_else(|| UNDEFINED.into(), |target| format.value(target.1))
    }));
    Some(row)
}
