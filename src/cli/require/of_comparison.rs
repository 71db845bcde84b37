//! What `compare` and `run` are asked: every policy and pair, before and after.

use super::frame::{Asked, CHANGE, ESTIMATE, Frame, JUDGED, Kind, Statistic, measured, pairs};
use super::{Answers, Value};
use crate::experiment::{PairSummary, Summary};
use crate::report::Baseline;
use crate::sales::Catalogue;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Verdict};

/// What can be asked of the first `shown` policies of a scenario.
pub(in crate::cli) fn frame(scenario: &Scenario, shown: usize, has_baseline: bool) -> Frame {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let names: Vec<&str> = scenario.policies.iter().take(shown).map(|p| p.name.as_str()).collect();
    let (change, counts): (&[Statistic], &[&str]) = if has_baseline {
        (&[measured(CHANGE)], &["warnings", "changed"])
    } else {
        (&[], &["warnings"])
    };
    let (of_one, of_two) = ([ESTIMATE, change].concat(), [ESTIMATE, JUDGED, change].concat());
    let measures = (catalogue.measures().to_vec(), scenario.currency.as_str());
    Frame { counts, ..Frame::of_policies(&names, (&of_one, &of_two), measures) }
}

/// What a comparison answers; `baseline` = what an earlier one found.
pub(in crate::cli) fn answers(
    summary: &Summary,
    baseline: Option<&Baseline>,
    asked: &Asked,
) -> Answers {
    let value = match *asked {
        Asked::Count(0) => Value::of_count(summary.warnings.len()),
        Asked::Count(_) => {
            Value::of_count(baseline.map_or(0, |baseline| changed(summary, baseline)))
        }
        Asked::Of { subject, measure, statistic } => {
            let policies = summary.policies.len();
            match subject.checked_sub(policies).and_then(|pair| pairs(policies).nth(pair)) {
                None => of_policy(summary, (subject, measure), statistic, baseline),
                Some((a, b)) => of_pair(summary, (a, b, measure), statistic, baseline),
            }
        }
    };
    vec![(String::new(), value)]
}

fn of_policy(
    summary: &Summary,
    (policy, measure): (usize, usize),
    statistic: Statistic,
    baseline: Option<&Baseline>,
) -> Value {
    let Some(estimate) = &summary.policies[policy].estimates[measure] else {
        return Value::Number(f64::NAN);
    };
    let key = &summary.measures[measure].key;
    let before = || baseline.and_then(|of| of.of_policy(&summary.policies[policy].name, key));
    of_estimate(estimate, statistic, before)
}

fn of_pair(
    summary: &Summary,
    (a, b, measure): (usize, usize, usize),
    statistic: Statistic,
    baseline: Option<&Baseline>,
) -> Value {
    let is_it = |p: &&PairSummary| (p.a, p.b, p.measure) == (a, b, measure);
    let Some(pair) = summary.comparisons.iter().find(is_it) else {
        return match statistic.kind {
            Kind::Word(_) => Value::Word(Verdict::Withheld.name()),
            Kind::Measured | Kind::Share => Value::Number(f64::NAN),
        };
    };
    let name = |policy: usize| summary.policies[policy].name.as_str();
    let key = &summary.measures[measure].key;
    let before = || baseline.and_then(|of| of.of_pair((name(a), name(b)), key));
    match statistic.name {
        // An interval that the sample cannot carry bounds nothing.
        "low" | "high" if !pair.comparison.support.is_interval_carried() => Value::Number(f64::NAN),
        "verdict" => Value::Word(pair.verdict().name()),
        "b_better_share" => Value::Number(pair.comparison.share_better),
        _ => of_estimate(&pair.comparison.difference, statistic, before),
    }
}

fn of_estimate(
    estimate: &Estimate,
    statistic: Statistic,
    before: impl Fn() -> Option<f64>,
) -> Value {
    Value::Number(match statistic.name {
        "mean" => estimate.mean,
        "low" => estimate.interval.0,
        "high" => estimate.interval.1,
        "p05" => estimate.p05,
        "p25" => estimate.p25,
        "p50" => estimate.p50,
        "p75" => estimate.p75,
        "p95" => estimate.p95,
        CHANGE => before().map_or(f64::NAN, |before| estimate.mean - before),
        _ => estimate.standard_error,
    })
}

/// How many means in an earlier folder of the policies of now are not those of now, to the last bit.
fn changed(summary: &Summary, baseline: &Baseline) -> usize {
    let differs = |(policy, key, before): (&str, &str, f64)| {
        let Some(policy) = summary.policies.iter().find(|of| of.name == policy) else {
            return false;
        };
        let measure = summary.measures.iter().position(|measure| measure.key == key);
        let now = measure.and_then(|measure| policy.estimates[measure].as_ref());
        now.is_none_or(|now| now.mean.to_bits() != before.to_bits())
    };
    baseline.means().filter(|mean| differs(*mean)).count()
}
