//! The tables of the first screen: four to six measures, as wide as the terminal allows.

use super::difference;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{Format, UNDEFINED, percent, truncated};
use crate::sales::{Measure, Unit};
use crate::stats::Estimate;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

/// The measures of the first screen, where the scenario has them.
const ROWS: [&str; 6] = [
    "return_on_sales",
    "contribution",
    "revenue",
    "selling_cost",
    "decisions_per_week",
    "lead_time_p85",
];
const LABEL: usize = 16;
/// Columns below which the middle 50 % of the runs is left out.
const WIDE: usize = 90;

/// Two policies side by side.
pub(super) fn of_pair(summary: &Summary, (a, b): (usize, usize), width: usize) -> String {
    let label = |policy: usize| truncated(&summary.policies[policy].label, LABEL);
    let header = vec![
        String::new(),
        label(a),
        label(b),
        "Difference".into(),
        "Middle 50 %".into(),
        format!("{} better", truncated(&label(b), 10)),
    ];
    let rows: Vec<Vec<String>> =
        rows(summary).map(|measure| pair_row(summary, (a, b), measure)).collect();
    let first = if width < WIDE { vec![4] } else { Vec::new() };
    let fits = |left_out: &[usize]| drawn(&header, &rows, left_out, width);
    fits(&first)
        .or_else(|| fits(&[4]))
        .or_else(|| fits(&[4, 5]))
        .unwrap_or_else(|| drawn(&header, &rows, &[4, 5], usize::MAX).unwrap_or_default())
}

/// One policy: mean, its error, and how runs spread.
pub(super) fn of_one(summary: &Summary, width: usize) -> String {
    let names = ["", "All runs", "Middle 50 %", "5th percentile", "95th percentile"];
    let header: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let rows: Vec<Vec<String>> = rows(summary).map(|measure| one_row(summary, measure)).collect();
    let fits = |left_out: &[usize]| drawn(&header, &rows, left_out, width);
    fits(&[])
        .or_else(|| fits(&[2]))
        .unwrap_or_else(|| drawn(&header, &rows, &[2], usize::MAX).unwrap_or_default())
}

/// The measures to show: the primary one first.
pub(super) fn rows(summary: &Summary) -> impl Iterator<Item = usize> {
    let known = |measure: &usize| {
        (0..summary.policies.len()).any(|p| finding::estimate(summary, p, *measure).is_some())
    };
    let others = ROWS.into_iter().filter_map(|key| finding::measure(summary, key));
    let primary = summary.primary;
    [primary].into_iter().chain(others.filter(move |&other| other != primary)).filter(known)
}

fn pair_row(summary: &Summary, (a, b): (usize, usize), measure: usize) -> Vec<String> {
    let format = finding::format(summary, measure);
    let value = |policy: usize| {
        finding::estimate(summary, policy, measure)
            .map_or_else(|| UNDEFINED.into(), |estimate| format.value(estimate.mean))
    };
    let name = row_name(&summary.measures[measure]);
    let mut row = vec![name, value(a), value(b)];
    let pair = finding::pairs(summary, measure).find(|pair| (pair.a, pair.b) == (a, b));
    let Some(pair) = pair.filter(|pair| pair.comparison.difference.mean.is_finite()) else {
        row.extend([UNDEFINED.to_owned(), UNDEFINED.to_owned(), UNDEFINED.to_owned()]);
        return row;
    };
    let spread = &pair.comparison.difference;
    let fine = format.for_difference(spread.mean, spread.half_width());
    row.push(difference(&format, &pair.comparison));
    row.push(format!("{} … {}", fine.signed(spread.p25), fine.signed(spread.p75)));
    let directed = summary.measures[measure].better.is_some();
    row.push(if directed { percent(pair.comparison.share_better) } else { String::new() });
    row
}

fn one_row(summary: &Summary, measure: usize) -> Vec<String> {
    let name = row_name(&summary.measures[measure]);
    let Some(estimate) = finding::estimate(summary, 0, measure) else { return vec![name] };
    let format = finding::format(summary, measure);
    let Estimate { mean, p05, p25, p75, p95, .. } = *estimate;
    let number = |value| Format::value(&format, value);
    let error = format.for_difference(mean, estimate.half_width()).error(estimate.half_width());
    vec![
        name,
        format!("{} {error}", number(mean)).trim_end().into(),
        format!("{} … {}", format.number(p25), format.number(p75)),
        number(p05),
        number(p95),
    ]
}

fn row_name(measure: &Measure) -> String {
    if measure.unit == Unit::PerWeek {
        finding::capitalised(&finding::noun(measure))
    } else {
        measure.label.clone()
    }
}

/// The table without the columns `left_out`, if it is no wider than `width`.
pub(in crate::report) fn drawn(
    header: &[String],
    rows: &[Vec<String>],
    left_out: &[usize],
    width: usize,
) -> Option<String> {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let kept = |row: &[String]| {
        let cells = row.iter().enumerate().filter(|(index, _)| !left_out.contains(index));
        let cell = |(index, text): (usize, &String)| {
            let side = if index == 0 { CellAlignment::Left } else { CellAlignment::Right };
            Cell::new(text).set_alignment(side)
        };
        cells.map(cell).collect::<Vec<Cell>>()
    };
    table.set_header(kept(header));
    for row in rows {
        table.add_row(kept(row));
    }
    let text = table.trim_fmt();
    let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    (widest <= width).then_some(text)
}
