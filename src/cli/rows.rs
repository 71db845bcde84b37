//! Rows of a table of payouts, as options write them.

use super::number::whole;
use crate::scenario::of_measure;

/// Rows of a table: from, to, and how many if that was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rows {
    from: f64,
    to: f64,
    count: Option<u32>,
}

/// Rows where their number was not said, at most.
const USUAL: f64 = 16.0;
const MOST_ROWS: u32 = 1000;
/// Ten times the quota: beyond it a range is a slip of the pen.
const MOST_ATTAINMENT: f64 = 10.0;
const MOST_CREDIT: f64 = 1e12;
pub(super) const STANDARD: Rows = Rows { from: 0.0, to: 1.5, count: None };

/// `0..150%`, `50 %..150 %`, `0..1.5`, each with `:31` for 31 rows.
pub(super) fn attainment(text: &str) -> Result<Rows, String> {
    let example = "e.g. `0..150%`";
    let (ends, count) = parts(text, example)?;
    let is_percent = ends[1].ends_with('%');
    let share = |end: &str| {
        let number = number(end.trim_end_matches('%').trim(), example)?;
        Ok::<f64, String>(if is_percent { number / 100.0 } else { number })
    };
    let rows = Rows { from: share(ends[0])?, to: share(ends[1])?, count };
    if rows.to > MOST_ATTAINMENT {
        let to = rows.to * 100.0;
        return Err(format!("at most 1000 % of the quota, found {to} %; per cent: {example}"));
    }
    checked(rows, example)
}

/// `0..500000`, `0..500k`, `0..40:9`.
pub(super) fn credit(text: &str) -> Result<Rows, String> {
    let example = "e.g. `0..500000`";
    let (ends, count) = parts(text, example)?;
    let amount = |end: &str| {
        let amount = of_measure(end).filter(|(_, unit)| matches!(*unit, "" | "k" | "M"));
        amount.map(|(amount, _)| amount).ok_or_else(|| no_number(end, example))
    };
    let rows = Rows { from: amount(ends[0])?, to: amount(ends[1])?, count };
    if rows.to > MOST_CREDIT {
        return Err(format!("at most {MOST_CREDIT}, found {}", rows.to));
    }
    checked(rows, example)
}

/// The two ends and the number of rows.
fn parts<'t>(text: &'t str, example: &str) -> Result<([&'t str; 2], Option<u32>), String> {
    let (text, count) = match text.rsplit_once(':') {
        Some((text, count)) => (text, Some(whole(count, 2, u64::from(MOST_ROWS))?)),
        None => (text, None),
    };
    let ends = text.split_once("..").ok_or_else(|| format!("expected two ends, {example}"))?;
    Ok(([ends.0.trim(), ends.1.trim()], count))
}

fn number(text: &str, example: &str) -> Result<f64, String> {
    let number = of_measure(text).filter(|(_, unit)| unit.is_empty());
    number.map(|(number, _)| number).ok_or_else(|| no_number(text, example))
}

fn no_number(text: &str, example: &str) -> String {
    format!("`{}` is not a number, {example}", text.trim())
}

fn checked(rows: Rows, example: &str) -> Result<Rows, String> {
    if rows.from < 0.0 {
        return Err(format!("nothing below 0, {example}"));
    }
    if rows.from >= rows.to {
        return Err(format!("a range rises from its first end, {example}"));
    }
    Ok(rows)
}

impl Rows {
    /// The values of the rows, both ends included.
    pub(super) fn values(self) -> Vec<f64> {
        let width = self.to - self.from;
        let step = self
            .count
            .map_or_else(|| round_step(width / USUAL), |count| width / f64::from(count - 1));
        let mut values: Vec<f64> = (0..MOST_ROWS)
            .map(|row| rounded(self.from + f64::from(row) * step))
            .take_while(|value| *value < self.to - 1e-9 * width)
            .collect();
        values.push(self.to);
        values
    }
}

/// The step of 1, 2, 2.5 or 5 times a power of ten that is not below `least`.
fn round_step(least: f64) -> f64 {
    let mut power = 1e-6;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// Without the noise of sums, as it would be written.
fn rounded(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}
