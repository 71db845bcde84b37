//! Single values with their units.

use super::parameters::Quantity;
use super::problem::{Fault, nearest};
use super::tree::{Node, Value};
use crate::engine::law::Law;

/// What `wd` means: a business day in hours of work, and its share of the calendar in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) work_hours: f64,
    pub(super) elapsed_hours: f64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { work_hours: 24.0, elapsed_hours: 24.0 }
    }
}

/// A week in hours.
pub(super) const WEEK: f64 = 168.0;
/// A year of 52 weeks in hours.
pub(super) const YEAR: f64 = 52.0 * WEEK;

/// The words for units of time.
pub(super) fn units() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(name, _)| *name).chain(WORKING_DAYS).chain(["working day"])
}

const UNITS: [(&str, f64); 26] = [
    ("s", 1.0 / 3600.0),
    ("sec", 1.0 / 3600.0),
    ("second", 1.0 / 3600.0),
    ("seconds", 1.0 / 3600.0),
    ("min", 1.0 / 60.0),
    ("mins", 1.0 / 60.0),
    ("minute", 1.0 / 60.0),
    ("minutes", 1.0 / 60.0),
    ("h", 1.0),
    ("hour", 1.0),
    ("hours", 1.0),
    ("d", 24.0),
    ("day", 24.0),
    ("days", 24.0),
    ("w", WEEK),
    ("week", WEEK),
    ("weeks", WEEK),
    ("mo", YEAR / 12.0),
    ("month", YEAR / 12.0),
    ("months", YEAR / 12.0),
    ("quarter", YEAR / 4.0),
    ("quarters", YEAR / 4.0),
    ("y", YEAR),
    ("a", YEAR),
    ("year", YEAR),
    ("years", YEAR),
];

pub(super) const WORKING_DAYS: [&str; 3] = ["wd", "bd", "working days"];

/// Reads a value of a quantity between two limits.
pub(super) fn read(
    node: &Node,
    quantity: Quantity,
    (low, high): (f64, f64),
    clock: Clock,
) -> Result<f64, Fault> {
    let expected = || Fault::new(format!("expected {}, found {}", quantity.form(), node.found()));
    let value = match (&node.value, quantity) {
        (Value::Whole(_) | Value::Number(_), _) => {
            let number = node.number().unwrap_or_default();
            if !is_plain(quantity) && number.abs() > 0.0 {
                return Err(expected().help("say the unit, in quotes"));
            }
            number
        }
        (Value::Text(text), _) => of_text(text, quantity, clock).map_err(|help| {
            let fault = expected();
            if help.is_empty() { fault } else { fault.help(help) }
        })?,
        _ => return Err(expected()),
    };
    check(value, quantity, low, high, node)
}

/// Whether a value is a number, or a text that begins with one.
pub(super) fn is_numeric(node: &Node) -> bool {
    match &node.value {
        Value::Whole(_) | Value::Number(_) => true,
        Value::Text(text) => split(text).is_some(),
        _ => false,
    }
}

/// Whether a bare number is a value of this quantity.
pub(super) fn is_plain(quantity: Quantity) -> bool {
    matches!(
        quantity,
        Quantity::Number
            | Quantity::Share
            | Quantity::SignedShare
            | Quantity::Money
            | Quantity::YearlyRate
    )
}

/// The limits of a quantity where its parameter has none of its own.
pub(super) fn widest(quantity: Quantity) -> (f64, f64) {
    let high = match quantity {
        Quantity::SignedShare => return (-1.0, 1.0),
        Quantity::Share => 1.0,
        Quantity::Elapsed | Quantity::Work => super::grammar::LONGEST,
        Quantity::Number
        | Quantity::Rate
        | Quantity::WorkRate
        | Quantity::Hazard
        | Quantity::YearlyRate => 1e9,
        Quantity::Money | Quantity::MoneyRate => 1e15,
    };
    (0.0, high)
}

fn check(value: f64, quantity: Quantity, low: f64, high: f64, node: &Node) -> Result<f64, Fault> {
    if (low..=high).contains(&value) {
        // there is one zero: `-0` is 0
        return Ok(value + 0.0);
    }
    let found = node.found();
    if value < 0.0 && low >= 0.0 {
        return Err(Fault::new(format!("must not be negative, found {found}")));
    }
    let is_share = matches!(quantity, Quantity::Share | Quantity::SignedShare);
    if is_share && value > 1.0 && value <= 100.0 {
        let low = widest(quantity).0;
        let fault = Fault::new(format!("a share lies between {low} and 1, found {found}"));
        let is_plain = node.number().is_some();
        let help = format!("for {value} per cent write `\"{value} %\"`");
        return Err(if is_plain { fault.help(help) } else { fault });
    }
    let limit = match quantity {
        Quantity::Elapsed | Quantity::Work if value > high => {
            format!("at most {} years", high / YEAR)
        }
        Quantity::Elapsed if low >= YEAR => format!("at least {} year", low / YEAR),
        Quantity::Elapsed | Quantity::Work => format!("at least {low} h"),
        _ => format!("from {low} to {high}"),
    };
    Err(Fault::new(format!("out of range: must be {limit}, found {found}")))
}

/// Reads words such as `4 h`, `25 %`, `50 per week`; an error holds a hint or nothing.
pub(super) fn of_text(text: &str, quantity: Quantity, clock: Clock) -> Result<f64, String> {
    let (number, unit) = split(text).ok_or_else(|| numeral(text))?;
    let unit = unit.replace('/', " per ");
    let words: Vec<&str> = unit.split_whitespace().collect();
    let words = words.join(" ");
    let hint = numeral(text);
    if !hint.is_empty() {
        return Err(hint);
    }
    match quantity {
        Quantity::Number | Quantity::Share | Quantity::SignedShare => match words.as_str() {
            "%" => Ok(number / 100.0),
            "" => Ok(number),
            _ => Err(String::new()),
        },
        Quantity::Elapsed => time(number, &words, clock.elapsed_hours),
        Quantity::Work => time(number, &words, clock.work_hours),
        Quantity::Money => Ok(number * multiple(&words)?),
        Quantity::MoneyRate => {
            let (amount, per) = per(&words)?;
            Ok(number * multiple(amount)? / time(1.0, per, clock.elapsed_hours)? * WEEK)
        }
        Quantity::Rate => {
            let (amount, per) = per(&words)?;
            Ok(number * part(amount)? / time(1.0, per, clock.elapsed_hours)?)
        }
        Quantity::WorkRate => {
            let (amount, per) = per(&words)?;
            Ok(number * part(amount)? / time(1.0, per, clock.work_hours)?)
        }
        Quantity::Hazard => {
            let (amount, per) = per(&words)?;
            let exposure = if amount == "%" { exposure(number)? } else { number * part(amount)? };
            Ok(exposure / time(1.0, per, clock.elapsed_hours)?)
        }
        Quantity::YearlyRate => {
            let (amount, per) = per(&words).unwrap_or((&words, "year"));
            Ok(number * part(amount)? / time(1.0, per, clock.elapsed_hours)? * YEAR)
        }
    }
}

/// The exposure that ends this percentage: of unit exponential thresholds, so many lie below it.
fn exposure(percent: f64) -> Result<f64, String> {
    if !(0.0..100.0).contains(&percent) {
        return Err("the share that ends in a time is from 0 to less than 100 %".to_owned());
    }
    let threshold = Law::exponential(1.0).expect("a positive mean");
    Ok(threshold.quantile(percent / 100.0))
}

/// The number at the start of a text and the words after it.
///
/// A number is written as in TOML: a point before the decimals, underscores between digits at most.
pub(crate) fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_digit = |k: usize| bytes.get(k).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let before = end.checked_sub(1).and_then(|k| bytes.get(k));
        let after = bytes.get(end + 1);
        let is_part = match byte {
            b'0'..=b'9' | b'.' => true,
            b'_' => end.checked_sub(1).is_some_and(is_digit) && is_digit(end + 1),
            b'+' | b'-' => before.is_none_or(|b| matches!(b, b'e' | b'E')),
            b'e' | b'E' => {
                before.is_some_and(u8::is_ascii_digit)
                    && after.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-'))
            }
            _ => false,
        };
        if !is_part {
            break;
        }
        end += 1;
    }
    let number: f64 = text[..end].replace('_', "").parse().ok()?;
    number.is_finite().then(|| (number, text[end..].trim()))
}

/// A value of a measure, or a width: `3`, `0.5 pp`, `2 %`, `20 k`, `1.2 M`. The number in the
/// measure's unit (of per cent and points: as a share) and what followed it.
pub(crate) fn of_measure(text: &str) -> Option<(f64, &str)> {
    let (number, unit) = split(text)?;
    let scale = match unit {
        "" => 1.0,
        "pp" | "%" => 0.01,
        _ => multiple(unit).ok()?,
    };
    let number = number * scale;
    number.is_finite().then_some((number, unit))
}

/// What is wrong with the number at the start of a text, if it is written in a way of its own.
fn numeral(text: &str) -> String {
    let rest = split(text).map_or(text, |(_, rest)| rest);
    let mut letters = rest.chars();
    let is_broken = matches!(letters.next(), Some(',' | '.' | '_' | '\''))
        && letters.next().is_some_and(|next| next.is_ascii_digit());
    if is_broken {
        "a number has a point before its decimals and nothing between its thousands, e.g. `1000` \
         or `50.5`"
            .to_owned()
    } else if rest.starts_with("to ") || rest.starts_with('-') || rest.starts_with('–') {
        "one value is expected here, not a range".to_owned()
    } else {
        String::new()
    }
}

pub(super) fn time(number: f64, unit: &str, working_day: f64) -> Result<f64, String> {
    if WORKING_DAYS.contains(&unit) || unit == "working day" {
        return Ok(number * working_day);
    }
    if let Some((_, hours)) = UNITS.iter().find(|(name, _)| *name == unit) {
        return Ok(number * hours);
    }
    let names: Vec<&str> = UNITS.iter().map(|(name, _)| *name).chain(["wd"]).collect();
    let known = "units are `s`, `min`, `h`, `d`, `wd` (working day), `weeks`, `mo`, `years`";
    match nearest(unit, &names) {
        _ if unit.is_empty() => Err(known.to_owned()),
        Some(near) if unit.len() > 2 => Err(format!("did you mean `{near}`? {known}")),
        _ => Err(format!("no unit `{unit}`; {known}")),
    }
}

/// The factor of what stands between a number and "per": nothing, or per cent.
fn part(amount: &str) -> Result<f64, String> {
    match amount {
        "" => Ok(1.0),
        "%" => Ok(0.01),
        _ => Err(format!("nothing or `%` stands between the number and `per`, found `{amount}`")),
    }
}

pub(super) fn multiple(unit: &str) -> Result<f64, String> {
    match unit {
        "" => Ok(1.0),
        "k" => Ok(1e3),
        "M" => Ok(1e6),
        _ => Err("money is a plain number, `k` or `M` may follow; the currency is the scenario's"
            .to_owned()),
    }
}

/// Parts "per week" or "k per week".
fn per(words: &str) -> Result<(&str, &str), String> {
    if let Some(unit) = words.strip_prefix("per ") {
        return Ok(("", unit));
    }
    words.split_once(" per ").ok_or_else(|| "say per what, e.g. `per week`".to_owned())
}
