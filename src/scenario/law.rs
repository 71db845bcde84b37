//! Laws of chance as a scenario writes them.
//!
//! `"3 d"` is fixed, `"25 to 35 h"` holds 90 % of the cases; all else is a table with one key.

use super::data::{self, made};
use super::parameters::Quantity;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::tree::Node;
use super::value;
use crate::engine::law::{Law, LawError};

/// Families with the sets of parameters that make one; `#` marks those without the law's unit.
pub(super) const FAMILIES: &[(&str, &[&[&str]])] = &[
    ("fixed", &[&["value"]]),
    ("exponential", &[&["mean"]]),
    (
        "lognormal",
        &[
            &["mean", "#cv"],
            &["#mu", "#sigma"],
            &["median", "#sigma"],
            &["median", "p90"],
            &["low", "high"],
        ],
    ),
    ("uniform", &[&["low", "high"]]),
    ("gamma", &[&["mean", "#cv"], &["#shape", "scale"]]),
    ("erlang", &[&["#k", "mean"]]),
    ("weibull", &[&["#shape", "scale"]]),
    ("hyperexponential", &[&["#p", "mean1", "mean2"], &["mean", "#cv"]]),
    ("loglogistic", &[&["#shape", "scale"]]),
    (
        "beta",
        &[
            &["#alpha", "#beta", "low", "high"],
            &["#alpha", "#beta"],
            &["#mean", "#concentration"],
            &["mean", "sd", "low", "high"],
        ],
    ),
    ("triangular", &[&["low", "mode", "high"]]),
    ("pert", &[&["low", "mode", "high"]]),
    ("discrete", &[&["values", "#weights"]]),
    (
        "empirical",
        &[
            &["#file", "#column"],
            &["#file", "#column", "#unit"],
            &["#file", "#column", "#decimal"],
            &["#file", "#column", "#unit", "#decimal"],
            &["values"],
        ],
    ),
    ("poisson", &[&["#mean"]]),
    ("negative binomial", &[&["#mean", "#dispersion"], &["#r", "#p"]]),
];

/// What stands at a key of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A value of the law's own quantity.
    Own,
    /// A number that is not negative.
    Plain,
    /// A number from −100 to 100.
    Signed,
    /// A list of values of the law's own quantity.
    Owns,
    /// A list of numbers.
    Plains,
    Text,
}

pub(super) fn part(key: &str) -> Part {
    match bare(key) {
        "mu" => Part::Signed,
        "values" => Part::Owns,
        "weights" => Part::Plains,
        "file" | "column" | "unit" | "decimal" => Part::Text,
        _ if key.starts_with('#') => Part::Plain,
        _ => Part::Own,
    }
}

/// The key whose value may stand alone, without a table.
pub(super) fn short_part(family: &str) -> Option<&'static str> {
    match family {
        "fixed" => Some("value"),
        "exponential" => Some("mean"),
        "poisson" => Some("#mean"),
        "empirical" => Some("values"),
        _ => None,
    }
}

/// Reads a law of a quantity, whose mean is a value of that quantity.
pub(super) fn read(node: &Node, quantity: Quantity, cx: &mut Reading<'_>) -> Option<Law> {
    let law = any(node, quantity, cx)?;
    let (mean, most) = (law.mean(), value::widest(quantity).1);
    let fault = if !mean.is_finite() {
        let fault = Fault::new(format!("this law has no finite mean: {law}"));
        fault.help("its tail is too heavy: averages over runs would mean nothing")
    } else if mean > most {
        let fault = Fault::new(format!("out of range: this law has the mean {mean:.3e}: {law}"));
        fault.help(format!("at most {most:e}"))
    } else if quantity == Quantity::Share && law.cdf(1.0) < 1.0 - 1e-9 {
        let fault = Fault::new("a share lies between 0 and 1, and this law goes beyond");
        fault.help(
            "e.g. `{ beta = { alpha = 2, beta = 2 } }` or `{ uniform = { low = 0.2, high = 0.8 } }`",
        )
    } else if quantity == Quantity::SignedShare && law.cdf(1.0) - law.cdf(-1.0 - 1e-9) < 1.0 - 1e-9
    {
        Fault::new("a share lies between -1 and 1, and this law goes beyond")
    } else {
        return Some(law);
    };
    cx.log.error(node.span, fault);
    None
}

fn any(node: &Node, quantity: Quantity, cx: &mut Reading<'_>) -> Option<Law> {
    if let Some(text) = node.text()
        && let Some((low, high)) = text.split_once(" to ")
    {
        return interval(node.span, low, high, quantity, cx);
    }
    let Some(table) = node.table() else {
        let value = cx.quantity(node, quantity)?;
        return made(node.span, Law::fixed(value), cx);
    };
    let [entry] = table.0.as_slice() else {
        let fault = Fault::new(format!("a law has one key, its family; found {}", table.0.len()));
        let help = "e.g. `{ lognormal = { mean = \"3 h\", cv = 1 } }`";
        cx.log.error(node.span, fault.help(help));
        return None;
    };
    let Some((family, forms)) = FAMILIES.iter().find(|(name, _)| same(name, &entry.key)) else {
        let fault = Fault::new(format!("unknown law `{}`", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, FAMILIES.iter().map(|(name, _)| *name)));
        return None;
    };
    let inner = &entry.node;
    let Some(parameters) = inner.table() else {
        return short(family, inner, quantity, cx);
    };
    let keys: Vec<&str> = parameters.keys().collect();
    if *family == "discrete" && !keys.is_empty() && !keys.contains(&"values") {
        return data::outcomes(inner.span, parameters, quantity, cx);
    }
    let fits = |form: &&&[&str]| {
        form.len() == keys.len() && form.iter().all(|key| keys.contains(&bare(key)))
    };
    let Some(form) = forms.iter().find(fits) else {
        let sets: Vec<String> = forms.iter().map(|form| written(form)).collect();
        let found =
            if keys.is_empty() { "nothing".to_owned() } else { format!("`{}`", keys.join("`, `")) };
        let fault = Fault::new(format!("`{family}` cannot be made from {found}"));
        cx.log.error(inner.span, fault.help(format!("it takes {}", sets.join(" or "))));
        return None;
    };
    if *family == "discrete" || *family == "empirical" {
        return data::lists(inner.span, parameters, quantity, cx);
    }
    let mut values = Vec::new();
    for key in *form {
        let plain = key.starts_with('#');
        let unit = if plain { Quantity::Number } else { quantity };
        let value = parameters.get(bare(key))?;
        values.push(if part(key) == Part::Signed {
            cx.accept(value.span, value::read(value, unit, (-100.0, 100.0), cx.clock))
        } else {
            cx.quantity(value, unit)
        });
    }
    let values: Option<Vec<f64>> = values.into_iter().collect();
    let law = build(family, form, &values?);
    made(inner.span, law, cx)
}

fn same(name: &str, key: &str) -> bool {
    let plain = |text: &str| text.replace(['_', '-', ' '], "").to_lowercase();
    plain(name) == plain(key)
}

pub(super) fn bare(key: &str) -> &str {
    key.trim_start_matches('#')
}

fn written(form: &[&str]) -> String {
    let keys: Vec<&str> = form.iter().map(|key| bare(key)).collect();
    format!("`{{ {} }}`", keys.join(", "))
}

/// "25 to 35 h": the unit may stand at both ends or at the last.
fn interval(
    span: Span,
    low: &str,
    high: &str,
    quantity: Quantity,
    cx: &mut Reading<'_>,
) -> Option<Law> {
    let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || "._+-".contains(c));
    let number = |text: &str| value::of_text(text, quantity, cx.clock);
    let ends = number(high).and_then(|high| {
        number(low).or_else(|_| number(&format!("{low} {unit}"))).map(|low| (low, high))
    });
    match ends {
        Ok((low, high)) if low > 0.0 && low <= high && high <= 1e15 => {
            made(span, Law::lognormal_interval90(low, high), cx)
        }
        _ => {
            let fault = Fault::new(format!("`\"{low} to {high}\"` is not an interval"));
            let help = "write `\"LOW to HIGH UNIT\"` with 0 < low <= high, e.g. `\"25 to 35 h\"`; \
                        it holds 90 % of the cases";
            cx.log.error(span, fault.help(help));
            None
        }
    }
}

/// `exponential = "1 h"`, `poisson = 3`, `empirical = [..]`.
fn short(family: &str, node: &Node, quantity: Quantity, cx: &mut Reading<'_>) -> Option<Law> {
    if family == "empirical" && node.list().is_some() {
        let values = data::many(node, quantity, cx)?;
        return made(node.span, Law::empirical(&values), cx);
    }
    let make: fn(f64) -> Result<Law, LawError> = match family {
        "fixed" => Law::fixed,
        "exponential" => Law::exponential,
        "poisson" => Law::poisson,
        _ => {
            let fault = Fault::new(format!("`{family}` expects a table, found {}", node.found()));
            let forms = FAMILIES.iter().find(|(name, _)| *name == family).map(|(_, forms)| *forms);
            let sets: Vec<String> = forms.into_iter().flatten().map(|f| written(f)).collect();
            cx.log.error(node.span, fault.help(format!("it takes {}", sets.join(" or "))));
            return None;
        }
    };
    let unit = if family == "poisson" { Quantity::Number } else { quantity };
    let value = cx.quantity(node, unit)?;
    made(node.span, make(value), cx)
}

fn build(family: &str, form: &[&str], v: &[f64]) -> Result<Law, LawError> {
    match (family, form) {
        ("exponential", _) => Law::exponential(v[0]),
        ("lognormal", ["mean", ..]) => Law::lognormal_mean_cv(v[0], v[1]),
        ("lognormal", ["#mu", ..]) => Law::lognormal(v[0], v[1]),
        ("lognormal", ["median", "p90"]) => Law::lognormal_median_p90(v[0], v[1]),
        ("lognormal", ["median", ..]) => Law::lognormal_median_sigma(v[0], v[1]),
        ("lognormal", _) => Law::lognormal_interval90(v[0], v[1]),
        ("uniform", _) => Law::uniform(v[0], v[1]),
        ("gamma", ["mean", ..]) => Law::gamma_mean_cv(v[0], v[1]),
        ("gamma", _) => Law::gamma(v[0], v[1]),
        ("erlang", _) => Law::erlang(whole(v[0]), v[1]),
        ("weibull", _) => Law::weibull(v[0], v[1]),
        ("hyperexponential", ["mean", ..]) => Law::hyperexponential_mean_cv(v[0], v[1]),
        ("hyperexponential", _) => Law::hyperexponential(v[0], v[1], v[2]),
        ("loglogistic", _) => Law::log_logistic(v[0], v[1]),
        ("beta", ["#alpha", "#beta"]) => Law::beta(v[0], v[1], 0.0, 1.0),
        ("beta", ["#alpha", ..]) => Law::beta(v[0], v[1], v[2], v[3]),
        ("beta", ["#mean", ..]) => Law::beta_mean(v[0], v[1]),
        ("beta", _) => beta_moments(v[0], v[1], v[2], v[3]),
        ("triangular", _) => Law::triangular(v[0], v[1], v[2]),
        ("pert", _) => Law::pert(v[0], v[1], v[2]),
        ("poisson", _) => Law::poisson(v[0]),
        ("negative binomial", ["#mean", ..]) => Law::negative_binomial_mean_dispersion(v[0], v[1]),
        ("negative binomial", _) => Law::negative_binomial(v[0], v[1]),
        _ => Law::fixed(v[0]),
    }
}

/// Erlang phases; what is not whole becomes 0, which the law refuses.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn whole(value: f64) -> u32 {
    if value.fract() == 0.0 && (0.0..=1e6).contains(&value) { value as u32 } else { 0 }
}

/// The beta law with this mean and deviation on an interval.
fn beta_moments(mean: f64, sd: f64, low: f64, high: f64) -> Result<Law, LawError> {
    let width = high - low;
    let m = (mean - low) / width;
    let concentration = m * (1.0 - m) * (width / sd) * (width / sd) - 1.0;
    Law::beta(m * concentration, (1.0 - m) * concentration, low, high)
}
