//! The health of an experiment: laws that hold whatever the model, and whether its answer can be trusted.

use super::ledger::Ledger;
use super::summary::{InputCount, PairSummary, Summary};
use crate::sales::Audit;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::stats::Verdict;

/// From this share of the influence with a source on, evidence is good.
const SOURCED: f64 = 0.5;

/// What a policy's runs counted twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audited {
    /// Means over runs.
    pub mean: Audit,
    /// Runs in which leads, their time, or people's hours do not add up.
    pub failed: Failed,
}

/// Numbers of runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failed {
    /// Leads got lost or came from nowhere.
    pub leads: u32,
    /// Little's law does not hold.
    pub little: u32,
    /// Hours got lost, or somebody worked longer than at work.
    pub hours: u32,
}

/// A check of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is checked.
    pub about: About,
    /// Whether all is well.
    pub is_good: bool,
}

/// What is checked, with its figures.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// Little's law: the mean number in progress is the rate times the mean time (Little 1961). By policy.
    Little(Vec<Flow>),
    /// Leads that came or were there are those that ended or are left.
    Leads,
    /// Hours worked, by role and by person.
    Hours,
    /// The money of every policy.
    Money(Vec<Ledger>),
    /// Whether the warm-up was long enough and nothing moves over the window.
    Steady,
    /// Whether the error is small enough to tell.
    Precision,
    /// Whether all runs were made.
    Complete,
    /// How many inputs have a source, and which share of the influence that is, if it is known.
    Evidence(Option<f64>),
}

/// Leads in progress under one policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Index of the policy.
    pub policy: usize,
    /// Their mean number, as the state has it.
    pub in_progress: f64,
    /// Leads a week that came, or were there at the start.
    pub per_week: f64,
    /// Mean time of each in the window, in weeks.
    pub weeks_each: f64,
    /// Runs in which the law does not hold.
    pub failed: u32,
}

impl Audited {
    /// Of all runs of a policy; `None` where nothing was counted.
    pub fn of(audits: &[Audit]) -> Option<Self> {
        let runs = audits.len() as f64;
        audits.first()?;
        let mean = |at: usize| audits.iter().map(|audit| audit.numbers()[at]).sum::<f64>() / runs;
        let failed = |holds: fn(&Audit) -> bool| {
            let failed = audits.iter().filter(|audit| !holds(audit)).count();
            u32::try_from(failed).unwrap_or(u32::MAX)
        };
        Some(Self {
            mean: Audit::of_numbers(std::array::from_fn(mean)),
            failed: Failed {
                leads: failed(Audit::keeps_leads),
                little: failed(Audit::keeps_time),
                hours: failed(Audit::keeps_hours),
            },
        })
    }
}

impl About {
    /// The word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Little(_) => "littles_law",
            Self::Leads => "leads",
            Self::Hours => "hours",
            Self::Money(_) => "money",
            Self::Steady => "steadiness",
            Self::Precision => "precision",
            Self::Complete => "completeness",
            Self::Evidence(_) => "evidence",
        }
    }
}

impl Check {
    /// Every check that a summary has the numbers for.
    pub fn all(summary: &Summary) -> Vec<Self> {
        let mut checks = vec![Self::precision(summary), Self::complete(summary)];
        checks.push(Self { about: About::Steady, is_good: summary.drifts.is_empty() });
        checks.extend(Self::of_audits(summary));
        let ledgers = Ledger::of(summary);
        let is_good = ledgers.iter().all(Ledger::is_balanced);
        checks.extend(
            (!ledgers.is_empty()).then_some(Self { about: About::Money(ledgers), is_good }),
        );
        checks.push(Self::evidence(summary.inputs, summary.sourced_influence()));
        checks
    }

    /// On the sources of inputs, where this share of the influence has one.
    pub fn evidence(inputs: InputCount, influence: Option<f64>) -> Self {
        let is_good = match influence {
            Some(share) => share >= SOURCED,
            None => inputs.assumptions == 0,
        };
        Self { about: About::Evidence(influence), is_good }
    }

    /// The pairs with the first policy must have a verdict.
    fn precision(summary: &Summary) -> Self {
        let against = |pair: &&PairSummary| (pair.measure, pair.a) == (summary.primary, 0);
        let told = |pair: &PairSummary| {
            matches!(pair.verdict(), Verdict::Better | Verdict::Worse | Verdict::Tie)
        };
        let is_good = summary.comparisons.iter().filter(against).all(told);
        Self { about: About::Precision, is_good }
    }

    fn complete(summary: &Summary) -> Self {
        let is_good = summary.replications >= summary.replications_planned;
        Self { about: About::Complete, is_good }
    }

    /// Those of what was counted twice.
    fn of_audits(summary: &Summary) -> Vec<Self> {
        let audits = summary.policies.iter().enumerate();
        let audits: Vec<(usize, &Audited)> =
            audits.filter_map(|(policy, of)| Some((policy, of.audit.as_ref()?))).collect();
        if audits.is_empty() {
            return Vec::new();
        }
        let holds = |failed: fn(&Failed) -> u32| {
            audits.iter().all(|(_, audited)| failed(&audited.failed) == 0)
        };
        let flows = audits.iter().map(|(policy, audited)| Flow::of(*policy, audited)).collect();
        vec![
            Self { about: About::Little(flows), is_good: holds(|failed| failed.little) },
            Self { about: About::Leads, is_good: holds(|failed| failed.leads) },
            Self { about: About::Hours, is_good: holds(|failed| failed.hours) },
        ]
    }
}

impl Flow {
    fn of(policy: usize, audited: &Audited) -> Self {
        let Audit { at_start, came, progress_hours, lead_hours, window_hours, .. } = audited.mean;
        let (leads, weeks) = (at_start + came, window_hours / HOURS_PER_WEEK);
        Self {
            policy,
            in_progress: progress_hours / window_hours,
            per_week: leads / weeks,
            weeks_each: lead_hours / HOURS_PER_WEEK / leads,
            failed: audited.failed.little,
        }
    }
}

impl Summary {
    /// The share of what moves the second policy against the first that is due to inputs with a source, if
    /// it is known: of all inputs, or of what those explain that are uncertain here.
    fn sourced_influence(&self) -> Option<f64> {
        if self.influence.is_some() {
            return self.influence;
        }
        let uncertainty = self.uncertainty.as_ref()?;
        let inputs = uncertainty.inputs.iter().map(|input| input.is_sourced);
        let influence =
            uncertainty.doubts.first()?.by_input.iter().map(|explained| explained.share);
        sourced(inputs.zip(influence))
    }
}

/// The share of all influence that is due to inputs with a source; `None` where there is none at all.
pub(super) fn sourced(inputs: impl Iterator<Item = (bool, f64)>) -> Option<f64> {
    let sized = inputs.map(|(is_sourced, influence)| (is_sourced, influence.abs()));
    let (mut all, mut with) = (0.0, 0.0);
    for (is_sourced, influence) in sized.filter(|(_, influence)| influence.is_finite()) {
        all += influence;
        with += if is_sourced { influence } else { 0.0 };
    }
    (all > 0.0).then(|| with / all)
}
