//! Dates, and instants of a run: times since its start, dates and weeks.

use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::Reading;
use super::tree::{Node, Value};
use super::value::{self, WEEK};

/// The number of days from 1970-01-01 to a date.
pub(super) fn day(node: &Node, cx: &mut Reading<'_>) -> Option<i64> {
    let message = format!("expected a date such as `2026-01-05`, found {}", node.found());
    let fault = Fault::new(message);
    let day = match written(node).and_then(parts) {
        None | Some((0, ..)) => Err(fault),
        Some((_, month, _)) if !(1..=12).contains(&month) => Err(fault.help("months are 01 to 12")),
        Some((year, month, day)) => {
            let last = days_of(year, month);
            let is_there = (1..=last).contains(&day);
            let help = || format!("days of {year:04}-{month:02} are 01 to {last}");
            if is_there { Ok(days((year, month, day))) } else { Err(fault.help(help())) }
        }
    };
    cx.accept(node.span, day)
}

/// An instant of the run in hours since its start: a time (`"6 weeks"`), the start of a week
/// (`"week 7"`; the first is week 1) or the start of a day (`2026-02-16`).
pub(super) fn instant(node: &Node, cx: &mut Reading<'_>) -> Option<f64> {
    let after_week = node.text().and_then(|text| text.trim().strip_prefix("week "));
    let instant = match (written(node), after_week) {
        (Some(text), None) if parts(text).is_some() || matches!(node.value, Value::Date(_)) => {
            day(node, cx).map(|day| 24.0 * (day - cx.start) as f64)
        }
        (_, Some(text)) => {
            let fault = || {
                let message =
                    format!("expected a week such as `\"week 7\"`, found {}", node.found());
                Fault::new(message).help("weeks of the run are whole numbers from 1 to 52000")
            };
            let weeks = cx.accept(node.span, week_of(text.trim()).ok_or_else(fault));
            weeks.map(|number| (number - 1.0) * WEEK)
        }
        _ => return cx.quantity(node, Quantity::Elapsed),
    };
    let (low, high) = value::widest(Quantity::Elapsed);
    let is_within = instant.is_none_or(|hours| (low..=high).contains(&hours));
    if !is_within {
        let message = format!("{} does not lie in the run, which starts at `start`", node.found());
        cx.log.error(node.span, Fault::new(message));
    }
    instant.filter(|_| is_within)
}

/// What may be a date.
fn written(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Date(text) | Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

/// What follows the word `week`, if it is a whole number from 1.
fn week_of(number: &str) -> Option<f64> {
    let is_number = number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<u32>().ok().filter(|number| (1..=52_000).contains(number))?;
    is_number.then_some(f64::from(number))
}

/// Days from 1970-01-01 (H. Hinnant, days from civil).
fn days((year, month, date): (i64, i64, i64)) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a text such as `2026-01-05`, whether or not the calendar has such a day.
fn parts(text: &str) -> Option<(i64, i64, i64)> {
    let part = |at: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(at)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let date = (part(0..4)?, part(5..7)?, part(8..10)?);
    let is_written = text.len() == 10 && text[4..5] == *"-" && text[7..8] == *"-";
    is_written.then_some(date)
}

/// The days of a month, 1 to 12.
fn days_of(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
