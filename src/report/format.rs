//! How numbers read: one scale for a row or an axis, unit once, true minus, thin spaces.

use crate::math::powi;
use crate::sales::{Measure, Unit};

/// Stands where a value is undefined.
pub(super) const UNDEFINED: &str = "–";
/// Between thousands.
const THIN: char = '\u{202F}';
/// Between a number and its unit: breaks no line.
const FIXED: char = '\u{A0}';

/// How the values of one measure are written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Format {
    factor: f64,
    decimals: usize,
    unit: String,
    difference_unit: String,
}

impl Format {
    /// A format for values of `measure` of about the size of `values`, none of which loses all
    /// its digits.
    pub(super) fn new(
        measure: &Measure,
        currency: &str,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        Self::of_unit(measure.unit, currency, values)
    }

    /// As [`Format::new`], for a unit.
    pub(super) fn of_unit(
        unit: Unit,
        currency: &str,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        let largest = largest(values);
        let (factor, unit, difference_unit) = match unit {
            Unit::Share => (100.0, "%".into(), "pp".into()),
            Unit::Money => money(largest, currency),
            Unit::Count | Unit::PerWeek | Unit::Number => (1.0, String::new(), String::new()),
            Unit::Hours | Unit::WorkHours => (1.0, "h".into(), "h".into()),
            Unit::Days => (1.0, "d".into(), "d".into()),
        };
        Self { factor, decimals: decimals(largest * factor), unit, difference_unit }
    }

    /// The same scale with as many digits as a difference and its error need.
    pub(super) fn for_difference(&self, difference: f64, error: f64) -> Self {
        let of_difference = decimals((difference * self.factor).abs());
        let of_error = if error.is_finite() && error > 0.0 {
            let scaled = error * self.factor;
            (0..=3).find(|&places| scaled >= 0.5 / powi(10.0, places)).unwrap_or(3)
        } else {
            0
        };
        let of_error = usize::try_from(of_error).unwrap_or(0);
        Self { decimals: of_difference.min(self.decimals + 1).max(of_error.min(3)), ..self.clone() }
    }

    /// The same scale with the digits needed to tell steps of `step` apart.
    pub(super) fn for_steps(&self, step: f64) -> Self {
        let scaled = (step * self.factor).abs();
        let fits = |places: &i32| {
            let shifted = scaled * powi(10.0, *places);
            (shifted - shifted.round()).abs() < 1e-6 * shifted.max(1.0)
        };
        let decimals = (0..6).find(fits).unwrap_or(2);
        Self { decimals: usize::try_from(decimals).unwrap_or(0), ..self.clone() }
    }

    /// The unit of values: `%`, `k€`, `d` or nothing.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// What a value is multiplied with before it is written.
    pub(super) fn scale(&self) -> f64 {
        self.factor
    }

    /// The unit of differences: `pp` for shares.
    pub(super) fn difference_unit(&self) -> &str {
        &self.difference_unit
    }

    /// The unit of differences behind what is measured in it: `, pp`; nothing where there is none.
    pub(super) fn in_unit(&self) -> String {
        let unit = self.difference_unit();
        if unit.is_empty() { String::new() } else { format!(", {unit}") }
    }

    /// A value without its unit: `9.3`.
    pub(super) fn number(&self, value: f64) -> String {
        if !value.is_finite() {
            return UNDEFINED.into();
        }
        let digits = self.digits(value);
        if value < 0.0 && has_digit(&digits) { format!("−{digits}") } else { digits }
    }

    /// A value with its unit: `9.3 %`.
    pub(super) fn value(&self, value: f64) -> String {
        with_unit(self.number(value), &self.unit)
    }

    /// A difference with its sign, without unit: `+2.1`.
    pub(super) fn signed(&self, value: f64) -> String {
        if !value.is_finite() {
            return UNDEFINED.into();
        }
        let digits = self.digits(value);
        let sign = match (has_digit(&digits), value < 0.0) {
            (false, _) => "",
            (true, true) => "−",
            (true, false) => "+",
        };
        format!("{sign}{digits}")
    }

    /// A difference with sign and unit: `+2.1 pp`.
    pub(super) fn difference(&self, value: f64) -> String {
        with_unit(self.signed(value), &self.difference_unit)
    }

    /// A size of difference without sign, with unit: `1 pp`, with no needless digits; a computed one
    /// is rounded, `23.62 k€`.
    pub(super) fn size(&self, value: f64) -> String {
        let exact = self.for_steps(value);
        let enough = decimals((value * self.factor).abs()) + 1;
        let format = Self { decimals: exact.decimals.min(enough), ..exact };
        with_unit(format.number(value.abs()), &self.difference_unit)
    }

    /// The error of an estimate: `±0.1`, or nothing where it is not known.
    pub(super) fn error(&self, half_width: f64) -> String {
        if half_width.is_finite() {
            format!("±{}", self.digits(half_width))
        } else {
            String::new()
        }
    }

    fn digits(&self, value: f64) -> String {
        grouped(&format!("{:.*}", self.decimals, (value * self.factor).abs()))
    }
}

/// A share of `runs` things in words: `93 of 100 simulated years`, or the count itself below a
/// hundred.
pub(super) fn of_runs(share: f64, runs: usize, things: &str) -> String {
    let base = if runs < 100 { runs as f64 } else { 100.0 };
    let count = (share * base).round();
    if share >= 1.0 {
        format!("all {} {things}", grouped(&runs.to_string()))
    } else if count >= base {
        format!("over {} of {base} {things}", base - 1.0)
    } else if count <= 0.0 && share > 0.0 {
        format!("fewer than 1 of {base} {things}")
    } else {
        format!("{count} of {base} {things}")
    }
}

/// What a run of so many measured weeks is: `simulated years`, `simulated runs of 26 weeks`.
pub(super) fn simulated(weeks: f64) -> String {
    let whole = weeks.round();
    if (weeks - whole).abs() > 1e-6 {
        "simulated runs".into()
    } else if (52.0..=53.0).contains(&whole) {
        "simulated years".into()
    } else if whole.rem_euclid(52.0) == 0.0 && whole > 0.0 {
        format!("simulated runs of {} years", whole / 52.0)
    } else {
        format!("simulated runs of {whole} weeks")
    }
}

/// A share in whole per cent: `87 %`.
pub(super) fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{}{FIXED}%", (share * 100.0).round())
    } else {
        UNDEFINED.into()
    }
}

/// A count with thousands set apart.
pub(super) fn count(value: &impl ToString) -> String {
    grouped(&value.to_string())
}

/// A text of at most `most` characters, the last an ellipsis where some were left out.
pub(super) fn truncated(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A count and its noun: `1 run`, `2 runs`.
pub(super) fn plural(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(&number.to_string()))
}

fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() || number == UNDEFINED { number } else { format!("{number}{FIXED}{unit}") }
}

fn has_digit(digits: &str) -> bool {
    digits.contains(|digit: char| digit.is_ascii_digit() && digit != '0')
}

fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold(0.0, |most, value| value.abs().max(most))
}

fn decimals(largest: f64) -> usize {
    match largest {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 1.0 => 1,
        size if size >= 0.1 => 2,
        _ => 3,
    }
}

fn money(largest: f64, currency: &str) -> (f64, String, String) {
    let (factor, prefix) = match largest {
        size if size >= 1e10 => (1e-9, "bn"),
        size if size >= 1e7 => (1e-6, "M"),
        size if size >= 1e4 => (1e-3, "k"),
        _ => (1.0, ""),
    };
    let unit = match currency {
        "EUR" => format!("{prefix}€"),
        "USD" => format!("{prefix}$"),
        "GBP" => format!("{prefix}£"),
        other if prefix.is_empty() => other.into(),
        other => format!("{prefix}{FIXED}{other}"),
    };
    (factor, unit.clone(), unit)
}

fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    fraction.map_or(text.clone(), |fraction| format!("{text}.{fraction}"))
}
