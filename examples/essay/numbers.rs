//! Further measures of a sweep as a table: a row for each policy along the first axis.

use std::collections::BTreeSet;
use std::path::Path;

use csv::StringRecord;

use crate::Result;
use crate::experiments::Numbers;

/// The columns of `sweep.csv` that a table needs, and where they stand.
struct Columns<'a>(&'a StringRecord);

impl Columns<'_> {
    fn of<'r>(&self, name: &str, row: &'r StringRecord) -> &'r str {
        self.0
            .iter()
            .position(|header| header == name)
            .and_then(|at| row.get(at))
            .unwrap_or_default()
    }
}

/// A Markdown table of a measure: the mean of the first policy; of the others the difference to it
/// on the same luck with the half-width of its 95 % interval.
pub(crate) fn table(path: &Path, wanted: &Numbers) -> Result<String> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let rows = reader.records().collect::<std::result::Result<Vec<_>, _>>()?;
    let columns = Columns(&headers);
    // scenario, cell, first axis, second axis (if any), runs
    let has_rows = headers.get(4) == Some("runs");
    let first = rows.first().map(|row| columns.of("a", row)).unwrap_or_default();
    let is_asked = |row: &&StringRecord| {
        columns.of("measure", row) == wanted.measure
            && columns.of("a", row) == first
            && (!has_rows || row.get(3) == Some(wanted.at))
    };
    let rows: Vec<&StringRecord> = rows.iter().filter(is_asked).collect();
    if rows.is_empty() {
        return Err(format!("no `{}` at {}", wanted.measure, wanted.at).into());
    }
    let cells: BTreeSet<usize> = rows.iter().filter_map(|row| row.get(1)?.parse().ok()).collect();
    let of_cell = |cell: usize| {
        rows.iter().filter(move |row| row.get(1).is_some_and(|text| text == cell.to_string()))
    };
    let Some(&any) = cells.first() else { return Err("no cells".into()) };
    let mut lines = vec![format!("{}:", wanted.title), String::new()];
    let places: Vec<&str> = cells.iter().filter_map(|&c| of_cell(c).next()?.get(2)).collect();
    lines.push(format!("| | {} |", places.join(" | ")));
    lines.push(format!("| --- |{}", " ---: |".repeat(places.len())));
    let means: Vec<String> = cells
        .iter()
        .filter_map(|&c| of_cell(c).next())
        .map(|row| short(columns.of("a_mean", row), wanted.scale))
        .collect();
    lines.push(format!("| {first} | {} |", means.join(" | ")));
    for other in of_cell(any).map(|row| columns.of("b", row)) {
        let row_of = |cell: usize| of_cell(cell).find(|row| columns.of("b", row) == other);
        let differences = cells.iter().filter_map(|&c| row_of(c)).map(|row| {
            let half = 0.5 * (number(columns.of("high", row)) - number(columns.of("low", row)));
            let mean = number(columns.of("difference", row));
            difference(mean * wanted.scale, half * wanted.scale)
        });
        lines.push(format!("| {other} | {} |", differences.collect::<Vec<_>>().join(" | ")));
    }
    Ok(lines.join("\n"))
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

fn short(text: &str, scale: f64) -> String {
    let value = number(text) * scale;
    if value == 0.0 {
        return "0".to_owned();
    }
    let decimals = decimals(0.03 * value);
    if value.is_finite() {
        format!("{value:.decimals$}").replace('-', "−")
    } else {
        "–".to_owned()
    }
}

fn decimals(size: f64) -> usize {
    (0..4).find(|d| size.abs() * 10_f64.powi(*d) >= 1.0).map_or(3, |d| d.unsigned_abs() as usize)
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
