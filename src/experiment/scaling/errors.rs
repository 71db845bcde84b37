//! What the error of a factor moves.
//!
//! A factor is known no better than the gap that is left between the two costs of pay. How that error
//! reaches a measure is told by a few runs at another factor, on the luck of the comparison: if a
//! rise of the factor changes the cost of pay by ΔC and a measure by ΔM, a cost that is off by g moves
//! the measure by g·ΔM/ΔC (the delta method, with a secant for the slope).

use super::{Scaled, Scaling};
use crate::experiment::ready::Ready;
use crate::experiment::replicate::Record;
use crate::experiment::results::Results;
use crate::experiment::study::{Point, Study};
use crate::experiment::summary::Summary;
use crate::experiment::{Continue, Failure, values};
use crate::sales::Measure;
use crate::sales::pay::Scale;
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// Runs at the other factor, at most.
const RUNS: u32 = 32;
/// The other factor, as a multiple of the factor.
const RAISED: f64 = 1.1;

/// Half the width that the errors of the factors of equal cost add to the interval of each measure.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorErrors {
    /// By policy: whose factor it has (index into [`Scaling::policies`]), and by measure the signed
    /// change that the error makes.
    policies: Vec<Option<(usize, Vec<f64>)>>,
}

/// Runs each scaled policy of the results at another factor, and says what the error of its own
/// moves. `copy` names a policy that is a copy, and the one that it is a copy of.
///
/// # Errors
///
/// [`Failure`] of a run.
pub fn factor_errors(
    scenario: &Scenario,
    results: &Results,
    scaling: &Scaling,
    copy: Option<(&str, &str)>,
) -> Result<FactorErrors, Failure> {
    let runs = results.replications.min(RUNS);
    let of_policy = |policy: usize| {
        let name = results.policies[policy].name.as_str();
        let name = copy.filter(|copy| copy.0 == name).map_or(name, |copy| copy.1);
        let entry = scaling.policies.iter().position(|scaled| scaled.policy == name);
        let Some(entry) = entry else { return Ok(None) };
        let raised = raised(scenario, (policy, runs), &results.measures)?;
        let values = &results.policies[policy].values;
        let changes: Vec<f64> = values
            .iter()
            .zip(&raised)
            .map(|(own, raised)| mean_change(&own[..runs as usize], raised))
            .collect();
        let cost = results.measure("pay_cost").map_or(0.0, |at| changes[at]);
        let off = gap_in_money(&scaling.policies[entry], scaling.target.mean);
        let moved = |change: &f64| if cost > 0.0 { change / cost * off } else { 0.0 };
        Ok(Some((entry, changes.iter().map(moved).collect())))
    };
    let policies = (0..results.policies.len()).map(of_policy).collect::<Result<_, _>>()?;
    Ok(FactorErrors { policies })
}

/// The same before a run that looks at its results: from its first runs, made ahead of it.
///
/// # Errors
///
/// [`Failure`] of a run.
pub fn factor_errors_ahead(
    scenario: &Scenario,
    scaling: &Scaling,
    copy: Option<(&str, &str)>,
) -> Result<FactorErrors, Failure> {
    let few = Scenario { replications: scenario.replications.min(RUNS), ..scenario.clone() };
    let results = crate::experiment::run(&few, |_| Continue::Yes)?;
    factor_errors(&few, &results, scaling, copy)
}

/// How far pay may be from equal cost, in money a run: the gap found and the error of it.
fn gap_in_money(scaled: &Scaled, target: f64) -> f64 {
    (scaled.gap.abs() + scaled.error) * target
}

/// By measure: its values in the first runs at the other factor.
fn raised(
    scenario: &Scenario,
    (policy, runs): (usize, u32),
    measures: &[Measure],
) -> Result<Vec<Vec<f64>>, Failure> {
    let mut other = scenario.clone();
    let scale = &mut other.policies[policy].pay.scale;
    *scale = Scale::Factor(scale.factor() * RAISED);
    // Alone, but for the one whose rules hold before: numbers are those of the whole comparison.
    other.select_policies(&[policy]);
    let point = Point { rows: vec![0], ..Point::whole(Ready::of(&other)?, runs) };
    let keys = measures.iter().map(|measure| measure.key.clone()).collect();
    let study = Study { points: vec![point], record: Record::Measures(keys) };
    let found = values::collect(&study, vec![()], &|_| {}, &|| false);
    let (mut values, ..) = found.map_err(|(_, failure)| failure)?;
    Ok(values.points.swap_remove(0).swap_remove(0))
}

/// The mean of the differences that are defined; 0 if none is.
fn mean_change(own: &[f64], other: &[f64]) -> f64 {
    let changes: Vec<f64> =
        own.iter().zip(other).map(|(a, b)| b - a).filter(|change| !change.is_nan()).collect();
    if changes.is_empty() { 0.0 } else { changes.iter().sum::<f64>() / changes.len() as f64 }
}

impl FactorErrors {
    /// Half the width that it adds to the interval of a measure of a policy.
    pub(in crate::experiment) fn of(&self, policy: usize, measure: usize) -> f64 {
        self.policies[policy].as_ref().map_or(0.0, |(_, moved)| moved[measure])
    }

    /// The same of a difference: errors of two factors are independent, the same factor's cancel.
    pub(in crate::experiment) fn of_pair(&self, a: usize, b: usize, measure: usize) -> f64 {
        let (of_a, of_b) = (self.of(a, measure), self.of(b, measure));
        let entry = |policy: usize| self.policies[policy].as_ref().map(|(entry, _)| *entry);
        if entry(a) == entry(b) { of_b - of_a } else { root_of_squares(of_a, of_b) }
    }
}

impl Summary {
    /// The summary of policies with these factors: every interval with the error of the factor in it.
    #[must_use]
    pub fn scaled(mut self, scaling: Scaling, errors: &FactorErrors) -> Self {
        for (policy, summary) in self.policies.iter_mut().enumerate() {
            for (measure, estimate) in summary.estimates.iter_mut().enumerate() {
                if let Some(estimate) = estimate {
                    widen(estimate, errors.of(policy, measure));
                }
            }
        }
        for pair in &mut self.comparisons {
            let moved = errors.of_pair(pair.a, pair.b, pair.measure);
            widen(&mut pair.comparison.difference, moved);
        }
        self.scaling = Some(scaling);
        self
    }
}

pub(in crate::experiment) fn widen(estimate: &mut Estimate, moved: f64) {
    estimate.interval = wider(estimate.interval, moved);
}

/// An interval with an independent error in it: half widths add as squares.
fn wider((low, high): (f64, f64), moved: f64) -> (f64, f64) {
    let half = 0.5 * (high - low);
    let more = root_of_squares(half, moved) - half;
    if more.is_finite() { (low - more, high + more) } else { (low, high) }
}

fn root_of_squares(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}
