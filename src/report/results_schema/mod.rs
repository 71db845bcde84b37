//! The JSON Schema (draft 7) of every `results.json`: what `posse schema --results` prints.

mod forms;
mod race;
mod search;
mod studies;

use super::json::RESULT_SCHEMA;
use crate::sales::{Stock, Unit};
use crate::stats::{Support, Verdict};
use forms::{by_name, count, described, flag, head, list, named, number, object, or_null, text};
use serde_json::{Map, Value, json};

const UNITS: [Unit; 8] = [
    Unit::Share,
    Unit::Money,
    Unit::Count,
    Unit::PerWeek,
    Unit::Hours,
    Unit::Days,
    Unit::WorkHours,
    Unit::Number,
];
const SUPPORT: [Support; 6] = [
    Support::Enough,
    Support::NoDifference,
    Support::FewDifferences,
    Support::Lopsided,
    Support::Skewed,
    Support::Undefined,
];

/// The text of the schema: of what `compare`, `run`, `sweep`, `sensitivity`, `why` and `evidence` write
/// as `results.json` and print with `--json`.
pub fn results_schema() -> String {
    let mut definitions = common();
    let kinds: Vec<(&str, Value)> =
        [("result", result())].into_iter().chain(studies::all()).collect();
    let any: Vec<Value> = kinds.iter().map(|(name, _)| named(name)).collect();
    definitions.extend(kinds.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "results.json of posse",
        "anyOf": any,
        "definitions": definitions,
    });
    super::json::text(&schema)
}

/// What several kinds of results have.
fn common() -> Map<String, Value> {
    let error = object(&[("mean", number()), ("error", number())]);
    let interval = json!({ "type": "array", "items": number(), "minItems": 2, "maxItems": 2 });
    let known = [("mean", number()), ("standard_error", number()), ("ci95", named("interval"))];
    let measure = [("label", text()), ("unit", named("unit")), ("better", named("better"))];
    let scenario = [("name", text()), ("hash", text()), ("world", text())];
    let better = json!({ "enum": ["more", "less", null] });
    let unit = json!({ "enum": UNITS.map(Unit::name) });
    let verdict = json!({ "enum": Verdict::ALL.map(Verdict::name) });
    let definitions = [
        ("interval", described(interval, "Low and high end of a 95 % interval; null: not known.")),
        ("better", described(better, "What is better; null: neither.")),
        ("unit", unit),
        ("verdict", verdict),
        ("scenario", object(&scenario)),
        ("measure", object(&measure)),
        ("known", object(&known)),
        ("error", described(error, "A mean and half its 95 % interval.")),
        ("labels", described(by_name(text()), "How people read the policies.")),
        ("scaling", scaling()),
    ];
    definitions.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// What `compare` and `run` write.
fn result() -> Value {
    let policy = object(&[("label", text()), ("measures", by_name(or_null(estimate(true))))]);
    let inputs = object(&[("total", count()), ("assumptions", count())]);
    let mut keys = head(RESULT_SCHEMA);
    keys.extend([
        ("question", text()),
        ("seed", count()),
        ("replications", count()),
        ("interrupted?", flag()),
        ("window", object(&[("weeks", described(number(), "Its length, mean of runs."))])),
        ("primary", described(text(), "The measure that verdicts are about.")),
        ("measures", by_name(named("measure"))),
        ("inputs", described(inputs, "Facts about the world, and how many of them are assumed.")),
        ("health", health()),
        ("warnings", list(text())),
        ("not_modelled", list(text())),
        ("stopping?", stopping()),
        ("policies", by_name(policy)),
        ("targets?", targets()),
        ("comparisons", list(comparison())),
        ("scaling?", named("scaling")),
        ("transitions?", list(transition())),
        ("traits?", traits()),
        ("drifts?", list(drift())),
        ("uncertainty?", uncertainty()),
        ("events", count()),
    ]);
    object(&keys)
}

/// An estimate, with its unit or without.
fn estimate(has_unit: bool) -> Value {
    let mut keys = vec![("mean", number()), ("standard_error", number())];
    keys.push(("ci95", named("interval")));
    keys.extend(["p05", "p25", "p50", "p75", "p95"].map(|key| (key, number())));
    keys.extend([("undefined", count()), ("mean_of_ratios?", named("known"))]);
    if has_unit {
        keys.extend([("unit", named("unit")), ("adjusted?", named("known"))]);
    }
    object(&keys)
}

fn comparison() -> Value {
    let support = json!({ "enum": SUPPORT.map(Support::name) });
    object(&[
        ("measure", text()),
        ("a", text()),
        ("b", text()),
        ("difference", estimate(false)),
        ("plain?", named("known")),
        ("b_better_share", number()),
        ("variance_reduction", number()),
        ("zone", number()),
        ("verdict", or_null(named("verdict"))),
        ("support", support),
    ])
}

/// What a company says of itself, by measure, and what each policy came to.
fn targets() -> Value {
    let policies = by_name(or_null(named("known")));
    by_name(object(&[("unit", named("unit")), ("target", number()), ("policies", policies)]))
}

/// The checks of an experiment.
fn health() -> Value {
    let check = object(&[
        ("check", text()),
        ("good", flag()),
        ("sentence", text()),
        ("figures?", described(by_name(by_name(number())), "By policy.")),
    ]);
    object(&[("good", flag()), ("checks", list(check))])
}

fn stopping() -> Value {
    let ends = json!({ "enum": ["goal", "max_runs", "max_time", "interruption"] });
    object(&[
        ("until_decided", flag()),
        ("precision", number()),
        ("half_width", number()),
        ("reached", flag()),
        ("stopped_by", ends),
        ("looks", count()),
        ("undecided", list(list(text()))),
        ("runs_needed", or_null(count())),
        ("sentence", or_null(text())),
    ])
}

fn transition() -> Value {
    object(&[
        ("policy", text()),
        ("before", text()),
        ("start_week", number()),
        ("break_even_week", number()),
        ("ahead_share", number()),
    ])
}

fn traits() -> Value {
    let cell = object(&[
        ("policy", text()),
        ("label", text()),
        ("organisation", text()),
        ("attitude", text()),
        ("pay", text()),
        ("mean", number()),
        ("half_width", number()),
        ("drifts", flag()),
    ]);
    let together = object(&[
        ("traits", list(text())),
        ("mean", number()),
        ("standard_error", number()),
        ("ci95", named("interval")),
    ]);
    let split = object(&[
        ("measure", text()),
        ("difference", named("known")),
        ("organisation", named("known")),
        ("attitude", named("known")),
        ("pay", named("known")),
        ("together", list(together)),
    ]);
    object(&[("cells", list(cell)), ("splits", list(split))])
}

fn drift() -> Value {
    let stocks: Vec<&str> = Stock::ALL.iter().map(|stock| stock.name()).collect();
    object(&[
        ("policy", text()),
        ("stock", json!({ "enum": stocks })),
        ("first_quarter", number()),
        ("last_quarter", number()),
    ])
}

fn uncertainty() -> Value {
    let share = || object(&[("share", number()), ("error", number())]);
    let input =
        object(&[("key", text()), ("from", text()), ("to", text()), ("as_written", text())]);
    let worlds = object(&[("a_wins", number()), ("b_wins", number()), ("tie", number())]);
    let pair = object(&[
        ("a", text()),
        ("b", text()),
        ("assumption", share()),
        ("by_input", list(share())),
        ("worlds", worlds),
        ("difference_as_written", named("error")),
        ("zone", number()),
    ]);
    object(&[("inputs", list(input)), ("least_runs", count()), ("pairs", list(pair))])
}

/// The factors of market cost.
fn scaling() -> Value {
    let policy = object(&[
        ("policy", text()),
        ("factor", number()),
        ("market", named("error")),
        ("written", named("error")),
        ("variable", named("error")),
        ("runs", count()),
    ]);
    object(&[("seed", count()), ("policies", list(policy))])
}
