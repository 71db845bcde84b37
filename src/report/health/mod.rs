//! The health of an experiment in words: one sentence for each check.

mod json;

use super::drift;
use super::finding::{self, Leader};
use super::format::{Format, count, percent, plural};
use super::named::{label, listed};
use crate::experiment::{About, Check, Failed, Flow, Ledger, Summary};
use crate::sales::Unit;

pub(super) use json::Health;

/// Policies of which figures are told.
const TOLD: usize = 3;

/// All checks on one line: `7 of 8 checks are good; look at evidence (…)`.
pub(super) fn line(summary: &Summary) -> String {
    let checks = Check::all(summary);
    let bad: Vec<String> = checks
        .iter()
        .filter(|check| !check.is_good)
        .map(|check| format!("{} ({})", name(&check.about), reason(summary, &check.about)))
        .collect();
    let (all, good) = (checks.len(), checks.len() - bad.len());
    if bad.is_empty() {
        return format!("all {all} checks are good");
    }
    format!("{good} of {all} checks are good; look at {}", listed(&bad))
}

/// What a check is called in a sentence.
fn name(about: &About) -> &'static str {
    match about {
        About::Little(_) => "Little’s law",
        About::Leads => "the count of leads",
        About::Hours => "the count of hours",
        About::Money(_) => "the books of money",
        About::Steady => "steadiness",
        About::Precision => "precision",
        About::Complete => "completeness",
        About::Evidence(_) => "evidence",
    }
}

/// Why a check is not good, in a few words.
fn reason(summary: &Summary, about: &About) -> String {
    match about {
        About::Little(flows) => failed(summary, flows.iter().map(|flow| flow.failed).sum()),
        About::Leads => failed(summary, in_all(summary, |failed| failed.leads)),
        About::Hours => failed(summary, in_all(summary, |failed| failed.hours)),
        About::Money(_) => "it does not add up".to_owned(),
        About::Steady => "something moves over the window".to_owned(),
        About::Precision if is_withheld(summary) => "there is no verdict".to_owned(),
        About::Precision => "the error is too large to tell".to_owned(),
        About::Complete => {
            let [done, planned] =
                [summary.replications, summary.replications_planned].map(|runs| count(&runs));
            format!("{done} of {planned} runs")
        }
        About::Evidence(influence) => assumed(summary, *influence),
    }
}

/// `61 of 84 inputs have no source`, or of what moves the answer.
fn assumed(summary: &Summary, influence: Option<f64>) -> String {
    let [total, assumed] =
        [summary.inputs.total, summary.inputs.assumptions].map(|inputs| count(&inputs));
    match influence {
        Some(share) => format!("{} of what moves the answer has no source", percent(1.0 - share)),
        None => format!("{assumed} of {total} inputs have no source"),
    }
}

fn failed(summary: &Summary, runs: u32) -> String {
    let all = u64::from(summary.replications) * summary.policies.len() as u64;
    format!("it fails in {} of {}", count(&runs), plural(all, "run"))
}

fn in_all(summary: &Summary, of: fn(&Failed) -> u32) -> u32 {
    summary.policies.iter().filter_map(|policy| Some(of(&policy.audit.as_ref()?.failed))).sum()
}

fn is_withheld(summary: &Summary) -> bool {
    finding::leader(summary, summary.primary) == Leader::Withheld
}

/// What a check found, as a sentence.
pub(super) fn sentence(summary: &Summary, check: &Check) -> String {
    let good = check.is_good;
    match &check.about {
        About::Little(flows) => little(summary, flows, good),
        About::Leads if good => {
            "Leads: in every run, those that came or were there are those that ended or \
                                 are left."
                .to_owned()
        }
        About::Leads => format!("Leads: {}.", reason(summary, &check.about)),
        About::Hours if good => {
            "Hours: in every run, the hours worked add up the same by role and by \
                                 person, and nobody works longer than at work."
                .to_owned()
        }
        About::Hours => format!("Hours: {}.", reason(summary, &check.about)),
        About::Money(_) if good => {
            "Books: the parts of selling cost add up to it, and gross margin less \
                                    selling cost is contribution, for every policy."
                .to_owned()
        }
        About::Money(ledgers) => {
            let wrong = ledgers.iter().filter(|of| !of.is_balanced());
            let wrong: Vec<usize> = wrong.map(|of: &Ledger| of.policy).collect();
            format!("Books: the money of {} does not add up.", finding::labels(summary, &wrong))
        }
        About::Steady => steady(summary),
        About::Precision => precision(summary, good),
        About::Complete if good => {
            format!("Complete: all {} were made.", plural(summary.replications.into(), "run"))
        }
        About::Complete => format!("Partial: {} were made.", reason(summary, &check.about)),
        About::Evidence(influence) => evidence(summary, *influence),
    }
}

/// `Little’s law: 165 leads in progress with A are 61.2 a week for 2.69 weeks each.`
fn little(summary: &Summary, flows: &[Flow], good: bool) -> String {
    let number = |value: f64| Format::of_unit(Unit::Number, "", [value]).number(value);
    let one = |flow: &Flow| {
        let Flow { policy, in_progress, per_week, weeks_each, .. } = *flow;
        let [in_progress, rate, time] = [in_progress, per_week, weeks_each].map(number);
        let label = label(summary, policy);
        format!("{in_progress} with {label} are {rate} a week for {time} weeks each")
    };
    let told: Vec<String> = flows.iter().take(TOLD).map(one).collect();
    let more = if flows.len() > TOLD { ", and so for the others" } else { "" };
    if good {
        return format!("Little’s law holds: leads in progress, {}{more}.", listed(&told));
    }
    let runs = failed(summary, flows.iter().map(|flow| flow.failed).sum());
    format!("Little’s law: {runs}; leads in progress, {}{more}.", listed(&told))
}

fn steady(summary: &Summary) -> String {
    if !summary.lasts {
        return "Steadiness: not asked, since the world or the rules change over the window."
            .to_owned();
    }
    let all: Vec<usize> = (0..summary.policies.len()).collect();
    drift::words(summary, &all).map_or_else(
        || "Steady: after the warm-up nothing that is carried from week to week moves.".to_owned(),
        |words| format!("Not steady: {words}."),
    )
}

/// How well the difference is known that the verdict is about.
fn precision(summary: &Summary, good: bool) -> String {
    let format = finding::format(summary, summary.primary);
    let against = finding::pairs(summary, summary.primary).filter(|pair| pair.a == 0);
    let unit = format.difference_unit();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let errors = against.map(|pair| {
        let half = pair.comparison.difference.half_width();
        let fine = format.for_difference(half, half);
        format!("{}{unit} for {}", fine.error(half), label(summary, pair.b))
    });
    let errors = errors.collect::<Vec<_>>();
    if errors.is_empty() {
        let runs = plural(summary.replications.into(), "run");
        return format!("Precision: {runs} of one policy.");
    }
    let said = match (good, is_withheld(summary)) {
        (_, true) => "no verdict",
        (true, _) => "enough to tell",
        (false, _) => "too much to tell in every case",
    };
    let name = finding::noun(&summary.measures[summary.primary]);
    format!("Precision: the difference in {name} is known to {}: {said}.", listed(&errors))
}

/// How many inputs have a source, and how much of the influence that is.
pub(super) fn evidence(summary: &Summary, influence: Option<f64>) -> String {
    let (total, assumed) = (summary.inputs.total, summary.inputs.assumptions);
    let sourced = count(&total.saturating_sub(assumed));
    let known = format!("{sourced} of {} inputs have a source", count(&total));
    match influence {
        Some(share) => {
            format!("Evidence: {known}; of what moves the answer, {} has one.", percent(share))
        }
        None => format!("Evidence: {known}."),
    }
}
