//! Numbers, ranges and laws as a scenario has them.

use super::Estimated;
use crate::math::{exp, ln, normal_quantile};
use crate::stats::{Duration, LifetimeFamily};

/// A number with four digits that count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of digits")]
pub(super) fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".into();
    }
    let magnitude = (ln(value.abs()) / std::f64::consts::LN_10 + 1e-9).floor() as i32;
    let decimals = (3 - magnitude).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A time in days, in the unit that reads best.
pub(super) fn time(days: f64) -> String {
    if days < 1.0 / 12.0 {
        format!("{} min", number(days * 1440.0))
    } else if days < 2.0 {
        format!("{} h", number(days * 24.0))
    } else {
        format!("{} d", number(days))
    }
}

fn quoted_time(days: f64) -> String {
    format!("\"{}\"", time(days))
}

/// A value with its range, or the value alone where the range says nothing.
pub(super) fn ranged(
    estimate: Estimated,
    write: impl Fn(f64) -> String,
    plain: impl Fn(f64) -> String,
) -> String {
    let Estimated { value, interval: (low, high) } = estimate;
    let is_range = low.is_finite() && high.is_finite() && low < high;
    let (low_text, high_text) = (plain(low.min(value)), plain(high.max(value)));
    if !is_range || low_text == high_text {
        return write(value);
    }
    format!("{{ value = {}, uncertain = \"{low_text} to {high_text}\" }}", write(value))
}

/// A number with its range.
pub(super) fn ranged_number(estimate: Estimated) -> String {
    ranged(estimate, number, number)
}

/// What a law's quantity is counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    Days,
    Money,
}

/// A law, with the ranges of its numbers; `count` values were seen.
pub(super) fn law(
    law: &Duration,
    intervals: &[(f64, f64)],
    count: u64,
    quantity: Quantity,
    level: f64,
) -> String {
    let plain = if quantity == Quantity::Days { time } else { number };
    let write = if quantity == Quantity::Days { quoted_time } else { number };
    let law = match law {
        Duration::Steps(steps) => {
            let values: Vec<String> = steps.middles().into_iter().map(write).collect();
            return format!("{{ empirical = {{ values = [{}] }} }}", values.join(", "));
        }
        Duration::Law(law) => law,
    };
    let at = |place: usize| intervals.get(place).copied().unwrap_or((f64::NAN, f64::NAN));
    let scale = ranged(Estimated { value: law.scale, interval: at(0) }, write, plain);
    let shape = |value: f64, interval: (f64, f64)| ranged_number(Estimated { value, interval });
    match law.family {
        LifetimeFamily::Exponential => format!("{{ exponential = {{ mean = {scale} }} }}"),
        LifetimeFamily::Lognormal => {
            let sigma = shape(law.shape, at(1));
            format!("{{ lognormal = {{ median = {scale}, sigma = {sigma} }} }}")
        }
        LifetimeFamily::Weibull => {
            format!("{{ weibull = {{ scale = {scale}, shape = {} }} }}", shape(law.shape, at(1)))
        }
        LifetimeFamily::LogLogistic => {
            // A law without a mean is refused, so the range ends before.
            let (low, high) = at(1);
            let shape = shape(law.shape, (low.max(1.02), high));
            format!("{{ loglogistic = {{ scale = {scale}, shape = {shape} }} }}")
        }
        LifetimeFamily::Gamma => {
            let cv = |shape: f64| 1.0 / shape.sqrt();
            let half =
                normal_quantile(0.5 + 0.5 * level) * cv(law.shape) / (count.max(1) as f64).sqrt();
            let mean = law.mean();
            let interval = (mean * exp(-half), mean * exp(half));
            let mean = ranged(Estimated { value: mean, interval }, write, plain);
            let (low, high) = at(1);
            let cv = shape(cv(law.shape), (cv(high), cv(low)));
            format!("{{ gamma = {{ mean = {mean}, cv = {cv} }} }}")
        }
    }
}

/// `n visits`, with the plural where it is due.
pub(super) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// A chance under a hypothesis.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".into() } else { format!("p = {p:.3}") }
}

/// A share in percent, with one decimal.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// An interval of shares in percent.
pub(super) fn percent_range((low, high): (f64, f64)) -> String {
    format!("{:.1} to {:.1} %", 100.0 * low, 100.0 * high)
}

/// A text as TOML has it.
pub(super) fn text(words: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in words.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
