//! Values of measures, as conditions name them.

use super::value::{multiple, split, time};
use crate::sales::Unit;

/// A value of a measure in this unit, as people write it: `3`, `0.5 pp`, `20 k€`, `5 d`. In the
/// measure's unit (of per cent and points: as a share).
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn of_unit(text: &str, unit: Unit, currency: &str) -> Result<f64, String> {
    let (number, words) = split(text).ok_or("the value is not a number")?;
    let of_share = matches!(words, "%" | "pp");
    let words = match unit {
        Unit::Money if !currency.is_empty() => {
            words.strip_suffix(currency).unwrap_or(words).trim_end()
        }
        Unit::PerWeek => words.strip_suffix("per week").unwrap_or(words).trim_end(),
        _ => words,
    };
    let number = match unit {
        Unit::Share if of_share => number / 100.0,
        Unit::Share if words.is_empty() && number.abs() <= 1.0 => number,
        Unit::Share => {
            return Err(
                "the measure is a share of 1\nhint: say the unit, e.g. `10 %` or `1 pp`".to_owned()
            );
        }
        _ if of_share => {
            let name = unit.name();
            return Err(format!("`%` and `pp` are of shares\nhint: the measure's unit: {name}"));
        }
        Unit::Hours | Unit::Days | Unit::WorkHours if multiple(words).is_err() => {
            let hours = hours(number, words)?;
            if unit == Unit::Days { hours / 24.0 } else { hours }
        }
        _ => number * multiple(words).map_err(|_| no_unit(words, unit, currency))?,
    };
    if number.is_finite() { Ok(number) } else { Err("the value is too large".to_owned()) }
}

/// So much time in hours; a working day has no length of its own.
fn hours(number: f64, unit: &str) -> Result<f64, String> {
    let hours = time(number, unit, f64::NAN)?;
    if hours.is_nan() {
        return Err("working days differ in length\nhint: say it in hours, e.g. `16 h`".to_owned());
    }
    Ok(hours)
}

fn no_unit(words: &str, unit: Unit, currency: &str) -> String {
    let own = match unit {
        Unit::Money if !currency.is_empty() => format!(", or `{currency}` after it"),
        Unit::PerWeek => ", or `per week` after it".to_owned(),
        _ => String::new(),
    };
    let name = unit.name();
    format!("no unit `{words}`\nhint: the measure's unit: {name}; `k` or `M` may follow{own}")
}
