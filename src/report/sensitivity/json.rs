//! `results.json` of a sensitivity analysis. See `docs/sensitivity.md`.

use crate::experiment::sensitivity::{
    Bar, Findings, InputSummary, Method, Reading, SensitivitySummary, Subject, Turn,
};
use crate::report::json::{Described, Head, Ordered, text};
use crate::report::levels::place;
use crate::report::scale::Found;
use crate::stats::Verdict;
use crate::stats::{Index, Worth};
use serde::Serialize;
use serde_json::{Value, json};

/// The schema of a sensitivity analysis's `results.json`.
pub const SENSITIVITY_SCHEMA: &str = "posse/sensitivity/1";

/// The text of `results.json`: the same bytes for the same summary. Undefined numbers are `null`.
pub fn sensitivity_json(summary: &SensitivitySummary) -> String {
    text(&Sensitivity::of(summary))
}

#[derive(Serialize)]
struct Sensitivity<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    design: Design,
    of: Of<'a>,
    policies: Vec<&'a str>,
    labels: Ordered<'a, &'a str>,
    inputs: Vec<Input<'a>>,
    findings: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    sourced_influence: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Found>,
    warnings: &'a [String],
    events: u64,
}

#[derive(Serialize)]
struct Design {
    method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u32>,
    points: usize,
    replications: u32,
}

/// What was looked at: of one policy, or b − a; of all policies neither is there.
#[derive(Serialize)]
struct Of<'a> {
    measure: &'a str,
    #[serde(flatten)]
    described: Described<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<&'a str>,
}

#[derive(Serialize)]
struct Input<'a> {
    keys: &'a [String],
    label: &'a str,
    unit: &'a str,
    values: Vec<Value>,
    base: Option<Value>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    key: &'a str,
    why: &'a str,
}

impl<'a> Sensitivity<'a> {
    fn of(summary: &'a SensitivitySummary) -> Self {
        let (method, rows) = match summary.method {
            Method::Tornado => ("tornado", None),
            Method::Morris(rows) => ("morris", Some(rows)),
            Method::Sobol(rows) => ("sobol", Some(rows)),
            Method::Value(rows) => ("value", Some(rows)),
        };
        let (points, replications) = (summary.points, summary.runs);
        let left_out = summary.left_out.iter().map(|(key, why)| LeftOut { key, why });
        Self {
            head: Head::of(
                SENSITIVITY_SCHEMA,
                [&summary.scenario, &summary.hash, &summary.world],
                (&summary.currency, summary.seed),
            ),
            design: Design { method, rows, points, replications },
            of: of(summary),
            policies: summary.policies.iter().map(|policy| policy.0.as_str()).collect(),
            labels: Ordered::labels(&summary.policies),
            inputs: summary.inputs.iter().map(input).collect(),
            findings: findings(summary),
            sourced_influence: summary.sourced_influence().filter(|_| summary.has_sources()),
            left_out: left_out.collect(),
            scaling: summary.scaling.as_ref().map(Found::of),
            warnings: &summary.warnings,
            events: summary.events,
        }
    }
}

fn of(summary: &SensitivitySummary) -> Of<'_> {
    let name = |policy: usize| Some(summary.policies[policy].0.as_str());
    let (policy, a, b) = match summary.question.subject {
        Subject::Policy(policy) => (name(policy), None, None),
        Subject::Difference { a, b } => (None, name(a), name(b)),
        Subject::Choice => (None, None, None),
    };
    let measure = &summary.question.measure;
    Of { measure: &measure.key, described: Described::of(measure), policy, a, b }
}

fn input(input: &InputSummary) -> Input<'_> {
    Input {
        keys: &input.keys,
        label: &input.label,
        unit: &input.unit,
        values: input.levels.iter().map(place).collect(),
        base: input.base.as_ref().map(place),
    }
}

fn findings(summary: &SensitivitySummary) -> Value {
    match &summary.findings {
        Findings::Tornado { base, bars } => json!({
            "base": reading(base),
            "inputs": bars.iter().map(|bar| self::bar(summary, bar)).collect::<Vec<_>>(),
        }),
        Findings::Morris(inputs) => {
            let each = inputs.iter().map(|of| {
                let effects = &of.effects;
                json!({
                    "keys": summary.inputs[of.input].keys,
                    "trajectories": effects.count,
                    "undefined": effects.undefined,
                    "mu": effects.mu,
                    "mu_star": effects.mu_star,
                    "mu_star_error": effects.mu_star_error,
                    "mu_star_ci95": effects.mu_star_interval,
                    "sigma": effects.sigma,
                    "noise": effects.noise,
                    "noise_bound": effects.noise_bound(),
                    "does_nothing": of.is_idle,
                })
            });
            json!({ "inputs": each.collect::<Vec<_>>() })
        }
        Findings::Sobol { rows, undefined, mean, variance, inputs } => {
            let each = inputs.iter().map(|of| {
                json!({
                    "keys": summary.inputs[of.input].keys,
                    "first": index(of.index.first),
                    "total": index(of.index.total),
                    "does_nothing": of.is_idle,
                })
            });
            json!({
                "rows": rows,
                "undefined": undefined,
                "mean": mean,
                "variance": index(*variance),
                "inputs": each.collect::<Vec<_>>(),
            })
        }
        Findings::Value(found) => {
            let each = found.inputs.iter().map(
                |of| json!({ "keys": summary.inputs[of.input].keys, "evppi": worth(of.worth) }),
            );
            let means = summary.policies.iter().zip(&found.means);
            let means: serde_json::Map<String, Value> =
                means.map(|((name, _), mean)| (name.clone(), json!(mean))).collect();
            json!({
                "points": found.points,
                "undefined": found.undefined,
                "weeks": summary.weeks,
                "best": summary.policies[found.best].0,
                "means": means,
                "evpi": found.all.map(worth),
                "explained": found.explained,
                "inputs": each.collect::<Vec<_>>(),
            })
        }
    }
}

fn reading(of: &Reading) -> Value {
    json!({
        "at": of.level.as_ref().map(place),
        "mean": of.mean,
        "standard_error": of.standard_error,
        "ci95": of.interval,
        "zone": of.zone,
        "verdict": of.verdict.map(Verdict::name),
    })
}

fn bar(summary: &SensitivitySummary, bar: &Bar) -> Value {
    let turn = match &bar.turn {
        Turn::Stands => "stands",
        Turn::Turns(_) => "turns",
        Turn::Changes(_) => "changes",
    };
    let crossings = bar
        .break_even
        .iter()
        .map(|crossing| json!({ "at": crossing.at, "low": crossing.low, "high": crossing.high }));
    json!({
        "keys": summary.inputs[bar.input].keys,
        "values": bar.readings.iter().map(reading).collect::<Vec<_>>(),
        "swing": bar.swing,
        "swing_ci95": bar.swing_interval,
        "does_nothing": bar.is_idle,
        "verdict": turn,
        "break_even": crossings.collect::<Vec<_>>(),
    })
}

fn index(of: Index) -> Value {
    json!({ "value": of.value, "standard_error": of.standard_error, "ci95": of.interval })
}

fn worth(of: Worth) -> Value {
    json!({
        "value": of.value,
        "standard_error": of.standard_error,
        "ci95": of.interval,
        "same_points": of.optimistic,
    })
}
