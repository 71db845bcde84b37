//! `results.json`: every estimate and comparison, keyed by name. See `docs/results.md`.

use super::health::Health;
use super::known::Known;
use super::scale::Found;
use super::stopping::stopping_sentence;
use super::traits;
use super::uncertain_json::Uncertain;
pub(super) use super::written::text;
use crate::experiment::{Drift, End, PairSummary, PolicySummary, Stopping, Summary, Transition};
use crate::sales::{Direction, Measure};
use crate::stats::Estimate;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The schema of `results.json`.
pub const RESULT_SCHEMA: &str = "posse/result/1";
/// The version that writes.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The text of `results.json`: the same bytes for the same summary. Undefined numbers are `null`.
pub fn results_json(summary: &Summary) -> String {
    text(&Results::of(summary))
}

#[derive(serde::Serialize)]
struct Results<'a> {
    schema: &'static str,
    version: &'static str,
    scenario: Scenario<'a>,
    question: &'a str,
    currency: &'a str,
    seed: u64,
    replications: u32,
    #[serde(skip_serializing_if = "is_false")]
    interrupted: bool,
    window: Window,
    primary: &'a str,
    measures: Ordered<'a, Described<'a>>,
    inputs: Inputs,
    health: Health,
    warnings: &'a [String],
    not_modelled: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    stopping: Option<Ended<'a>>,
    policies: Ordered<'a, Policy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Option<Ordered<'a, Target<'a>>>,
    comparisons: Vec<Compared<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Found>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transitions: Vec<Changed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    traits: Option<traits::Told<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drifts: Vec<Drifting<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<Uncertain<'a>>,
    events: u64,
}

/// The scenario in every kind of `results.json`: its name, SHA-256 of it as understood, and the same of the
/// world and the policies alone.
#[derive(serde::Serialize)]
struct Scenario<'a> {
    name: &'a str,
    hash: &'a str,
    world: &'a str,
}

/// How every `results.json` of a study begins.
#[derive(serde::Serialize)]
pub(super) struct Head<'a> {
    schema: &'static str,
    version: &'static str,
    scenario: Scenario<'a>,
    currency: &'a str,
    seed: u64,
}

impl<'a> Head<'a> {
    /// Of a scenario by name, hash and hash of its world.
    pub(super) fn of(
        schema: &'static str,
        [name, hash, world]: [&'a str; 3],
        (currency, seed): (&'a str, u64),
    ) -> Self {
        Self { schema, version: VERSION, scenario: Scenario { name, hash, world }, currency, seed }
    }
}

/// What a measure is, in every kind of `results.json`.
#[derive(serde::Serialize)]
pub(super) struct Described<'a> {
    label: &'a str,
    unit: &'static str,
    better: Option<&'static str>,
}

/// The measured window.
#[derive(serde::Serialize)]
struct Window {
    weeks: f64,
}

/// Facts about the world, and how many of them are assumed.
#[derive(serde::Serialize)]
struct Inputs {
    total: usize,
    assumptions: usize,
}

#[derive(serde::Serialize)]
struct Policy<'a> {
    label: &'a str,
    measures: Ordered<'a, Option<Estimated>>,
}

/// What a company says of itself, and what each policy came to.
#[derive(serde::Serialize)]
struct Target<'a> {
    unit: &'static str,
    #[serde(rename = "target")]
    value: f64,
    policies: Ordered<'a, Option<Known>>,
}

#[derive(serde::Serialize)]
struct Estimated {
    unit: &'static str,
    #[serde(flatten)]
    spread: Spread,
    #[serde(skip_serializing_if = "Option::is_none")]
    adjusted: Option<Known>,
}

/// An estimate, in every kind of JSON that tells how runs spread.
#[derive(serde::Serialize)]
pub(super) struct Spread {
    mean: f64,
    standard_error: f64,
    ci95: (f64, f64),
    p05: f64,
    p25: f64,
    p50: f64,
    p75: f64,
    p95: f64,
    undefined: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean_of_ratios: Option<Known>,
}

#[derive(serde::Serialize)]
struct Compared<'a> {
    measure: &'a str,
    a: &'a str,
    b: &'a str,
    difference: Spread,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<Known>,
    b_better_share: Option<f64>,
    variance_reduction: Option<f64>,
    zone: f64,
    verdict: Option<&'static str>,
    support: &'static str,
}

#[derive(serde::Serialize)]
struct Changed<'a> {
    policy: &'a str,
    before: &'a str,
    start_week: f64,
    break_even_week: Option<f64>,
    ahead_share: f64,
}

/// Something that moves over the window.
#[derive(serde::Serialize)]
struct Drifting<'a> {
    policy: &'a str,
    stock: &'static str,
    first_quarter: f64,
    last_quarter: f64,
}

#[derive(serde::Serialize)]
struct Ended<'a> {
    until_decided: bool,
    precision: Option<f64>,
    half_width: Option<f64>,
    reached: bool,
    stopped_by: &'static str,
    looks: u32,
    undecided: Vec<(&'a str, &'a str)>,
    runs_needed: Option<u64>,
    sentence: Option<String>,
}

/// A JSON object whose keys keep their order.
pub(super) struct Ordered<'a, T>(pub(super) Vec<(&'a str, T)>);

impl<'a> Ordered<'a, Described<'a>> {
    /// What the measures are, by key.
    pub(super) fn described(measures: &'a [Measure]) -> Self {
        let one = |measure: &'a Measure| (measure.key.as_str(), Described::of(measure));
        Self(measures.iter().map(one).collect())
    }
}

impl<'a> Ordered<'a, &'a str> {
    /// How people read the policies, by name.
    pub(super) fn labels(policies: &'a [(String, String)]) -> Self {
        Self(policies.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect())
    }
}

impl<'a> Described<'a> {
    pub(super) fn of(measure: &'a Measure) -> Self {
        let better = measure.better.map(|better| match better {
            Direction::Higher => "more",
            Direction::Lower => "less",
        });
        Self { label: &measure.label, unit: measure.unit.name(), better }
    }
}

impl<T: Serialize> Serialize for Ordered<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'a> Results<'a> {
    fn of(summary: &'a Summary) -> Self {
        let policy = |policy: &'a PolicySummary| {
            let measures = measures(&summary.measures, policy);
            (policy.name.as_str(), Policy { label: &policy.label, measures })
        };
        Self {
            schema: RESULT_SCHEMA,
            version: VERSION,
            scenario: Scenario {
                name: &summary.scenario,
                hash: &summary.hash,
                world: &summary.world,
            },
            question: &summary.question,
            currency: &summary.currency,
            seed: summary.seed,
            replications: summary.replications,
            interrupted: summary.replications < summary.replications_planned,
            window: Window { weeks: summary.measured_weeks },
            primary: &summary.measures[summary.primary].key,
            measures: Ordered::described(&summary.measures),
            inputs: Inputs { total: summary.inputs.total, assumptions: summary.inputs.assumptions },
            health: Health::of(summary),
            warnings: &summary.warnings,
            not_modelled: &summary.not_modelled,
            stopping: summary.stopping.as_ref().map(|stopping| ended(summary, stopping)),
            policies: Ordered(summary.policies.iter().map(policy).collect()),
            targets: targets(summary),
            comparisons: summary.comparisons.iter().map(|pair| compared(summary, pair)).collect(),
            scaling: summary.scaling.as_ref().map(Found::of),
            transitions: summary.transitions.iter().map(|t| changed(summary, t)).collect(),
            traits: traits::told(summary),
            drifts: summary.drifts.iter().map(|drift| drifting(summary, drift)).collect(),
            uncertainty: Uncertain::of(summary),
            events: summary.events,
        }
    }
}

fn measures<'a>(measures: &'a [Measure], policy: &PolicySummary) -> Ordered<'a, Option<Estimated>> {
    let one = |(index, measure): (usize, &'a Measure)| {
        let estimate = policy.estimates.get(index).and_then(Option::as_ref);
        let adjusted = policy.adjusted.get(index).copied().flatten().as_ref().map(Known::of);
        let estimated = estimate.map(|estimate| Estimated {
            unit: measure.unit.name(),
            spread: Spread::of(estimate),
            adjusted,
        });
        (measure.key.as_str(), estimated)
    };
    Ordered(measures.iter().enumerate().map(one).collect())
}

/// Every target, by measure.
fn targets(summary: &Summary) -> Option<Ordered<'_, Target<'_>>> {
    let one = |(measure, target): &(usize, f64)| {
        let known = |policy: &PolicySummary| {
            policy.estimates.get(*measure)?.as_ref().map(Known::of_estimate)
        };
        let policies = summary.policies.iter().map(|policy| (policy.name.as_str(), known(policy)));
        let policies = Ordered(policies.collect());
        let measure = &summary.measures[*measure];
        (measure.key.as_str(), Target { unit: measure.unit.name(), value: *target, policies })
    };
    let targets: Vec<_> = summary.targets.iter().map(one).collect();
    (!targets.is_empty()).then_some(Ordered(targets))
}

fn compared<'a>(summary: &'a Summary, pair: &PairSummary) -> Compared<'a> {
    let measure = &summary.measures[pair.measure];
    let directed = measure.better.is_some();
    Compared {
        measure: &measure.key,
        a: &summary.policies[pair.a].name,
        b: &summary.policies[pair.b].name,
        difference: Spread::of(&pair.comparison.difference),
        plain: pair.comparison.plain.as_ref().map(Known::of),
        b_better_share: directed.then_some(pair.comparison.share_better),
        variance_reduction: pair.comparison.variance_reduction,
        zone: pair.zone,
        verdict: directed.then(|| pair.verdict().name()),
        support: pair.comparison.support.name(),
    }
}

fn changed<'a>(summary: &'a Summary, transition: &Transition) -> Changed<'a> {
    Changed {
        policy: &summary.policies[transition.policy].name,
        before: &summary.policies[transition.before].name,
        start_week: transition.start_week,
        break_even_week: transition.break_even_week,
        ahead_share: transition.ahead_share,
    }
}

fn drifting<'a>(summary: &'a Summary, drift: &Drift) -> Drifting<'a> {
    let [first_quarter, last_quarter] = drift.quarters;
    let policy = &summary.policies[drift.policy].name;
    Drifting { policy, stock: drift.stock.name(), first_quarter, last_quarter }
}

fn ended<'a>(summary: &'a Summary, stopping: &Stopping) -> Ended<'a> {
    let name = |policy: usize| summary.policies[policy].name.as_str();
    let plain = |text: String| text.replace(['\u{A0}', '\u{202F}'], " ");
    Ended {
        until_decided: stopping.goal.decided,
        precision: stopping.precision.map(|(_, asked)| asked),
        half_width: stopping.precision.map(|(half, _)| half),
        reached: stopping.end == End::Goal,
        stopped_by: match stopping.end {
            End::Goal => "goal",
            End::Runs => "max_runs",
            End::Time => "max_time",
            End::Interrupted => "interruption",
        },
        looks: stopping.looks,
        undecided: stopping.open.iter().map(|(a, b)| (name(*a), name(*b))).collect(),
        runs_needed: stopping.runs_needed,
        sentence: stopping_sentence(summary).map(plain),
    }
}

impl Spread {
    pub(super) fn of(estimate: &Estimate) -> Self {
        Self {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            ci95: estimate.interval,
            p05: estimate.p05,
            p25: estimate.p25,
            p50: estimate.p50,
            p75: estimate.p75,
            p95: estimate.p95,
            undefined: estimate.undefined,
            mean_of_ratios: estimate.mean_of_ratios.as_ref().map(Known::of),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(value: &bool) -> bool {
    !value
}
