//! From results to estimates: everything that a report shows, computed here.

use super::health::Audited;
use super::results::{PolicyResults, Results, WeekSums};
use super::stopping::Stopping;
use super::summary::{
    InputCount, LeadTimeSummary, PairSummary, PolicySummary, SnapshotSummary, StageHours, Summary,
    WeekSummary,
};
use super::traits::TraitsSummary;
use super::transition::transitions;
use super::warnings::{lasts, mark};
use super::{buyers, pay, uncertainty};
use crate::sales::{self, Measure};
use crate::scenario::{Scenario, Source, Zone};
use crate::stats::{self, Estimate, Incidence, Interval, Tally, quantile_of_sorted};

const HOURS_PER_DAY: f64 = 24.0;
/// Quantiles over runs.
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Bars of a lead-time histogram, the last of which is open.
const LEAD_TIME_BARS: u32 = 40;
/// The histogram ends where this share of leads has ended.
const LEAD_TIME_SHOWN: f64 = 0.97;

/// The estimates of a scenario from its results, whose number of replications was fixed beforehand.
pub fn summarise(scenario: &Scenario, results: &Results, warnings: Vec<String>) -> Summary {
    summarise_stopped(scenario, results, warnings, None)
}

/// The same of an experiment that ended as `stopping` says: all intervals then hold whenever one
/// stops.
pub fn summarise_stopped(
    scenario: &Scenario,
    results: &Results,
    warnings: Vec<String>,
    stopping: Option<Stopping>,
) -> Summary {
    let interval = if stopping.is_some() { Interval::Sequence } else { Interval::Student };
    let stages = scenario.system.stages.iter().map(|s| (s.name.clone(), s.phase)).collect();
    let policies = 0..results.policies.len();
    let policies: Vec<_> =
        policies.map(|p| policy_summary(p, results, scenario, interval)).collect();
    let mut comparisons = comparisons(scenario, results, &policies, interval);
    let mut drifts = mark(scenario, results, &mut comparisons);
    let is_drifting = |policy: usize| drifts.iter().any(|drift| drift.policy == policy);
    let traits = TraitsSummary::of(scenario, results, is_drifting);
    drifts.retain(|drift| drift.policy < results.policies.len());
    Summary {
        scenario: scenario.name.clone(),
        question: scenario.question.clone(),
        hash: scenario.hash(),
        world: scenario.world_hash(),
        currency: scenario.currency.clone(),
        seed: scenario.seed,
        replications: results.replications,
        replications_planned: scenario.replications,
        stopping,
        events: results.events,
        measured_weeks: results.weeks_sum / f64::from(results.replications.max(1)),
        stages,
        exits: scenario.system.exits.iter().map(|e| (e.name.clone(), e.family)).collect(),
        primary: results.measure(&scenario.primary).unwrap_or(0),
        targets: (scenario.targets.iter())
            .filter_map(|(key, value)| Some((results.measure(key)?, *value)))
            .collect(),
        comparisons,
        scaling: None,
        transitions: transitions(scenario, results, &policies),
        policies,
        measures: results.measures.clone(),
        uncertainty: uncertainty::uncertainty(scenario, results),
        inputs: inputs_by_source(scenario),
        influence: None,
        not_modelled: not_modelled(scenario),
        lasts: lasts(scenario),
        drifts,
        traits,
        warnings,
    }
}

fn policy_summary(
    index: usize,
    results: &Results,
    scenario: &Scenario,
    interval: Interval,
) -> PolicySummary {
    let policy = &results.policies[index];
    let estimates: Vec<_> =
        (0..results.measures.len()).map(|m| results.estimate(index, m, interval)).collect();
    let adjusted =
        (0..results.measures.len()).map(|m| results.adjusted(index, m, interval)).collect();
    let utilisation = |name: &str| {
        let key = format!("role.{name}.utilisation");
        let measure = results.measure(&key).expect("every role has a utilisation");
        estimates[measure].as_ref().map_or(f64::NAN, |e: &Estimate| e.mean)
    };
    let roles: Vec<_> = policy
        .roles
        .iter()
        .map(|(_, role)| (role.name.clone(), role.heads, utilisation(&role.name)))
        .collect();
    let used = roles.iter().filter(|(_, _, used)| !used.is_nan());
    let bottleneck = used.max_by(|a, b| a.2.total_cmp(&b.2)).map(|(n, _, u)| (n.clone(), *u));
    let primary = results.measure(&scenario.primary).unwrap_or(0);
    let buyers = policy.buyers.as_ref();
    PolicySummary {
        buyers: buyers.map(|books| buyers::buyers(books, &scenario.system, results.replications)),
        audit: Audited::of(&policy.audits),
        pay: pay::pay(scenario, results, index),
        name: policy.name.clone(),
        label: policy.label.clone(),
        estimates,
        adjusted,
        bottleneck,
        roles,
        weeks: weeks(policy, results.replications),
        snapshots: snapshots(policy, scenario),
        primary_by_run: policy.values[primary].clone(),
        lead_time: lead_times(&policy.lead_times),
        stage_hours: stage_hours(policy, results.replications),
    }
}

/// Whole weeks that every replication has.
fn weeks(policy: &PolicyResults, replications: u32) -> Vec<WeekSummary> {
    let rows = policy.weeks.iter().zip(&policy.contribution);
    rows.take_while(|(sums, _)| sums.replications == replications)
        .map(|(sums, contribution)| week(sums, contribution))
        .collect()
}

fn week(sums: &WeekSums, contribution: &[f64]) -> WeekSummary {
    let runs = f64::from(sums.replications);
    let mut sorted = contribution.to_vec();
    sorted.sort_by(f64::total_cmp);
    WeekSummary {
        contribution: QUANTILES.map(|p| quantile_of_sorted(&sorted, p)),
        contribution_mean: contribution.iter().copied().collect::<Tally>().mean(),
        in_stage: sums.in_stage.iter().map(|n| *n as f64 / runs).collect(),
        lost: sums.lost as f64 / runs,
        won: sums.won as f64 / runs,
        arrived: sums.arrived as f64 / runs,
    }
}

/// Leads in the stages at each instant that the scenario asks for.
fn snapshots(policy: &PolicyResults, scenario: &Scenario) -> Vec<SnapshotSummary> {
    let at = |(instant, hour): (usize, &f64)| {
        let counts: Vec<&Vec<u32>> =
            policy.snapshots.iter().filter_map(|run| run.get(instant)).collect();
        let stage = |stage: usize| {
            let mut leads: Vec<f64> =
                counts.iter().map(|counts| f64::from(counts[stage])).collect();
            let mean = leads.iter().copied().collect::<Tally>().mean();
            leads.sort_by(f64::total_cmp);
            (mean, QUANTILES.map(|p| quantile_of_sorted(&leads, p)))
        };
        let stages = if counts.is_empty() { 0 } else { scenario.system.stages.len() };
        SnapshotSummary {
            hour: *hour,
            replications: u32::try_from(counts.len()).unwrap_or(u32::MAX),
            in_stage: (0..stages).map(stage).collect(),
        }
    };
    scenario.snapshots_hours.iter().enumerate().map(at).collect()
}

fn lead_times(times: &Incidence) -> LeadTimeSummary {
    let all = times.all_causes();
    let in_days = |p| all.quantile(p).map(|hours| hours / HOURS_PER_DAY);
    let mut bins = Vec::new();
    if let Some(shown) = in_days(LEAD_TIME_SHOWN).or_else(|| in_days(0.5)).filter(|d| *d > 0.0) {
        let width = bar_width(shown / f64::from(LEAD_TIME_BARS));
        let survival = |days: f64| all.survival_at(days * HOURS_PER_DAY);
        let mut before = 1.0;
        for bar in 1..=LEAD_TIME_BARS {
            let to = width * f64::from(bar);
            let after = if bar == LEAD_TIME_BARS { 0.0 } else { survival(to) };
            bins.push((to - width, to, before - after));
            before = after;
        }
    }
    LeadTimeSummary { quantiles: [0.5, 0.85, 0.95].map(in_days), bins }
}

/// The next width of 1, 2 or 5 times a power of ten, in days.
fn bar_width(least: f64) -> f64 {
    let mut decade = 1e-3;
    loop {
        for step in [1.0, 2.0, 5.0] {
            if step * decade >= least || decade > 1e6 {
                return step * decade;
            }
        }
        decade *= 10.0;
    }
}

fn stage_hours(policy: &PolicyResults, replications: u32) -> Vec<StageHours> {
    let runs = f64::from(replications.max(1));
    let mean = |sums: &[f64; 4]| StageHours {
        queue: sums[0] / runs,
        touch: sums[1] / runs,
        buyer: sums[2] / runs,
        visits: sums[3] / runs,
    };
    policy.stage_hours.iter().map(mean).collect()
}

fn comparisons(
    scenario: &Scenario,
    results: &Results,
    policies: &[PolicySummary],
    interval: Interval,
) -> Vec<PairSummary> {
    let is_defined = |policy: usize, m: usize| policies[policy].estimates[m].is_some();
    let primary = results.measure(&scenario.primary);
    let mut pairs = Vec::new();
    for a in 0..policies.len() {
        for b in a + 1..policies.len() {
            let measures = 0..results.measures.len();
            // What the verdict is about is compared even where it is undefined: it says so.
            let both =
                measures.filter(|m| is_defined(a, *m) && is_defined(b, *m) || Some(*m) == primary);
            pairs.extend(both.map(|m| pair(scenario, results, (a, b, m), interval)));
        }
    }
    pairs
}

/// Policy `b` compared with policy `a` in a measure.
pub(super) fn pair(
    scenario: &Scenario,
    results: &Results,
    (a, b, measure): (usize, usize, usize),
    interval: Interval,
) -> PairSummary {
    let direction = direction(&results.measures[measure]);
    let comparison = results.compared((a, b, measure), direction, interval);
    let mean = results.mean(a, measure);
    let zone =
        zone(scenario, &results.measures[measure].key, if mean.is_nan() { 0.0 } else { mean });
    PairSummary { a, b, measure, comparison, zone, drifts: false }
}

/// Volumes have no better side; they are compared as if more were better and shown without verdict.
pub(super) fn direction(measure: &Measure) -> stats::Direction {
    match measure.better {
        Some(sales::Direction::Lower) => stats::Direction::LowerIsBetter,
        Some(sales::Direction::Higher) | None => stats::Direction::HigherIsBetter,
    }
}

pub(super) fn zone(scenario: &Scenario, key: &str, mean: f64) -> f64 {
    let found = scenario.zones.iter().find(|(k, _)| k == key);
    found.map_or(0.0, |(_, zone)| width(*zone, mean))
}

/// A width in the measure's unit, where the first policy's mean is this.
pub(super) fn width(zone: Zone, mean: f64) -> f64 {
    match zone {
        Zone::Absolute(width) => width,
        Zone::Relative(share) => share * mean.abs(),
    }
}

/// How many inputs about the world a scenario has, and how many are assumed.
pub fn inputs_by_source(scenario: &Scenario) -> InputCount {
    let facts = || scenario.inputs.iter().filter(|i| i.source != Source::Choice);
    InputCount {
        total: facts().count(),
        assumptions: facts().filter(|i| i.source == Source::Assumed).count(),
    }
}

/// What it leaves out of pay and of how people answer it.
fn pay_not_modelled(scenario: &Scenario) -> Option<String> {
    const NOBODY: &str = "reactions to pay (effort, helping, timing of deals)";
    let Some(payroll) = &scenario.system.payroll else { return Some(format!("pay and {NOBODY}")) };
    if scenario.policies.iter().all(|policy| policy.pay.plans.is_empty()) {
        return Some(format!("{NOBODY}: no policy puts anybody on a pay plan"));
    }
    let frictions = payroll.behaviour.frictions();
    let off = frictions.iter().filter(|friction| !friction.1).map(|friction| friction.0);
    match off.collect::<Vec<_>>() {
        none if none.is_empty() => None,
        all if all.len() == frictions.len() => Some(format!("{NOBODY}: `[behaviour]` is off")),
        some => Some(format!("reactions to pay that are switched off: {}", some.join(", "))),
    }
}

/// What a scenario of this kind cannot speak of.
fn not_modelled(scenario: &Scenario) -> Vec<String> {
    let system = &scenario.system;
    let mut missing = Vec::new();
    if system.buyers.is_none() {
        missing.push("buyers’ needs, preferences and buying committees".to_owned());
    }
    missing.extend(pay_not_modelled(scenario));
    if system.groups.is_empty() {
        missing.push("people and their capacity (nothing waits)".to_owned());
    } else {
        if system.groups.iter().all(|g| g.turnover.is_none()) {
            missing.push("people leaving and being replaced".to_owned());
        }
        if system.groups.iter().all(|g| g.absence.is_none()) {
            missing.push("holidays and illness".to_owned());
        }
    }
    if system.interest.is_none() {
        missing.push("leads that lose interest while waiting".to_owned());
    }
    missing
}
