//! Further measures of a sweep as a table: a row for each policy along the first axis.

use std::path::Path;

use crate::Result;
use crate::experiments::Numbers;
use posse::math::powi;

/// What `sweep.csv` says of a policy against the first one in a cell.
struct Row {
    /// The value on the first axis, and the one on the second if there is one.
    at: (String, String),
    policies: (String, String),
    first: f64,
    difference: f64,
    /// Half the width of the interval of the difference.
    half: f64,
}

/// A Markdown table of a measure: the mean of the first policy; of the others the difference to it
/// on the same luck with the half-width of its 95 % interval.
pub(crate) fn table(path: &Path, wanted: &Numbers) -> Result<String> {
    let rows = rows(path, wanted)?;
    let Some((first, other)) = rows.first().map(|row| row.policies.clone()) else {
        return Err(format!("no `{}` at `{}`", wanted.measure, wanted.at).into());
    };
    let columns: Vec<&Row> = rows.iter().filter(|row| row.policies.1 == other).collect();
    let others = rows.iter().take_while(|row| row.at == rows[0].at).map(|row| &row.policies.1);
    let line = |name: &str, cells: Vec<String>| format!("| {name} | {} |", cells.join(" | "));
    let mut lines = vec![format!("{}:\n", wanted.title)];
    lines.push(line("", columns.iter().map(|row| row.at.0.replace('-', "−")).collect()));
    lines.push(format!("| --- |{}", " ---: |".repeat(columns.len())));
    lines.push(line(&first, columns.iter().map(|row| value(row.first)).collect()));
    for other in others {
        let cells = rows.iter().filter(|row| row.policies.1 == *other);
        lines.push(line(other, cells.map(|row| difference(row.difference, row.half)).collect()));
    }
    Ok(lines.join("\n"))
}

/// The rows of a measure, in the unit of the table: of the first policy with each other.
fn rows(path: &Path, wanted: &Numbers) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record?;
        let text = |name: &str| {
            let place = headers.iter().position(|header| header == name);
            place.and_then(|place| record.get(place)).unwrap_or_default()
        };
        let number = |name: &str| text(name).parse().unwrap_or(f64::NAN) * wanted.scale;
        // Columns: scenario, cell, first axis, second axis (if any), runs …
        let column = |place: usize| record.get(place).unwrap_or_default().to_owned();
        let second = if headers.get(3) == Some("runs") { String::new() } else { column(3) };
        let row = Row {
            at: (column(2), second),
            policies: (text("a").to_owned(), text("b").to_owned()),
            first: number("a_mean"),
            difference: number("difference"),
            half: 0.5 * (number("high") - number("low")),
        };
        let is_of_first = rows.first().is_none_or(|first| first.policies.0 == row.policies.0);
        if text("measure") == wanted.measure && row.at.1 == wanted.at && is_of_first {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A difference with the half-width of its interval, with as many digits as that allows.
pub(crate) fn difference(mean: f64, half: f64) -> String {
    if !(mean.is_finite() && half.is_finite()) {
        return "–".to_owned();
    }
    if mean == 0.0 && half == 0.0 {
        return "0".to_owned();
    }
    let decimals = decimals(half);
    format!("{mean:+.decimals$} ±{half:.decimals$}").replace('-', "−")
}

fn value(mean: f64) -> String {
    let decimals = if mean == 0.0 { 0 } else { decimals(0.03 * mean) };
    if mean.is_finite() {
        format!("{mean:.decimals$}").replace('-', "−")
    } else {
        "–".to_owned()
    }
}

fn decimals(size: f64) -> usize {
    (0_u8..3).find(|&places| size.abs() * powi(10.0, places.into()) >= 1.0).unwrap_or(3).into()
}
