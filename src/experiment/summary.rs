//! What an experiment found, with intervals: everything a report shows, computed.

use super::buyers::BuyerSummary;
use super::health::Audited;
use super::pay::PaySummary;
use super::scaling::Scaling;
use super::stopping::Stopping;
use super::traits::TraitsSummary;
use super::uncertainty::UncertaintySummary;
use crate::sales::{ExitFamily, Measure, Phase, Quarters, Stock};
use crate::stats::{Comparison, Estimate, Mean, Verdict};

/// The estimates of one scenario: plain data for every form of report.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The scenario's name (also the name of its output folder).
    pub scenario: String,
    /// The question the scenario asks, in words; may be empty.
    pub question: String,
    /// SHA-256 of the scenario as understood, in hexadecimal.
    pub hash: String,
    /// SHA-256 of the world and the policies alone.
    pub world: String,
    /// The currency, e.g. `EUR`.
    pub currency: String,
    /// The seed.
    pub seed: u64,
    /// Replications finished (of each policy).
    pub replications: u32,
    /// Replications asked for; more than `replications` when the run was interrupted.
    pub replications_planned: u32,
    /// How the experiment ended, if it ran until a goal; all intervals then hold whenever one
    /// stops.
    pub stopping: Option<Stopping>,
    /// Events handled, over all replications and policies.
    pub events: u64,
    /// Weeks of the measured window (mean over replications where it is counted in leads).
    pub measured_weeks: f64,
    /// Ways out, in the order of the exits' indices: name and family.
    pub exits: Vec<(String, ExitFamily)>,
    /// Names of the stages with their phases, in funnel order.
    pub stages: Vec<(String, Phase)>,
    /// The measures, in the order of every table.
    pub measures: Vec<Measure>,
    /// Index (in `measures`) of the measure that the verdict is about.
    pub primary: usize,
    /// What the company says of itself: index (in `measures`) and value.
    pub targets: Vec<(usize, f64)>,
    /// One for each policy, in the order of the scenario.
    pub policies: Vec<PolicySummary>,
    /// Every pair of policies (a before b in the scenario), for every measure with a direction
    /// and for volumes alike; ordered by pair, then measure.
    pub comparisons: Vec<PairSummary>,
    /// The factors on variable pay that make it cost the same, where policies ask for that.
    pub scaling: Option<Scaling>,
    /// Changes of policy in the running system whose cost and gain the window shows.
    pub transitions: Vec<Transition>,
    /// What the ranges of uncertain inputs mean for the primary measure, where there are any.
    pub uncertainty: Option<UncertaintySummary>,
    /// How many inputs the scenario has, and how many of them are assumptions.
    pub inputs: InputCount,
    /// Which share of what moves the verdict is due to inputs with a source, where a study of all inputs
    /// says so.
    pub influence: Option<f64>,
    /// What this scenario leaves out, in words, one line each.
    pub not_modelled: Vec<String>,
    /// What of the difference is organisation, attitude and pay, where policies have traits.
    pub traits: Option<TraitsSummary>,
    /// Whether there is a lasting state to look for: neither world nor rules change over the window.
    pub lasts: bool,
    /// What moves over the window, so that there is no verdict on the policies concerned.
    pub drifts: Vec<Drift>,
    /// What else a reader must know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// Inputs of a scenario and where they come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InputCount {
    /// All values that the model reads, defaults included.
    pub total: usize,
    /// Those with no source named.
    pub assumptions: usize,
}

/// One policy's estimates.
#[derive(Clone, Debug)]
pub struct PolicySummary {
    /// Its name.
    pub name: String,
    /// How people read it.
    pub label: String,
    /// One for each measure: spread over runs and error of the mean (of a ratio: of the ratio of
    /// sums). `None` where the policy has no such thing (a role it does not make).
    pub estimates: Vec<Option<Estimate>>,
    /// One for each measure: the mean without the luck of controls, where that is known better.
    pub adjusted: Vec<Option<Mean>>,
    /// The role (as in `role.NAME.utilisation`) most in use, with its mean utilisation.
    pub bottleneck: Option<(String, f64)>,
    /// Utilisation of every role: (name, heads, mean utilisation).
    pub roles: Vec<(String, u32, f64)>,
    /// The measured window week by week.
    pub weeks: Vec<WeekSummary>,
    /// Leads in the stages at the instants that `measure.snapshots` asks for.
    pub snapshots: Vec<SnapshotSummary>,
    /// Values of the primary measure, by replication (NaN = undefined).
    pub primary_by_run: Vec<f64>,
    /// Lead times of all exits, pooled over runs.
    pub lead_time: LeadTimeSummary,
    /// What must not get lost, counted twice.
    pub audit: Option<Audited>,
    /// What buyers came to, where the scenario has buyers.
    pub buyers: Option<BuyerSummary>,
    /// What pay came to, where the scenario has plans.
    pub pay: Option<PaySummary>,
    /// Mean hours a visit spends (queue, touch, buyer) per lead at each stage.
    pub stage_hours: Vec<StageHours>,
}

/// One week of the measured window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeekSummary {
    /// Cumulative contribution since the window began, over runs: P5, P25, P50, P75, P95.
    pub contribution: [f64; 5],
    /// Mean of the same.
    pub contribution_mean: f64,
    /// Mean number of leads in each stage at the end of the week.
    pub in_stage: Vec<f64>,
    /// Mean cumulative leads that ended without a win since the window began.
    pub lost: f64,
    /// Mean cumulative wins since the window began.
    pub won: f64,
    /// Mean cumulative arrivals since the window began.
    pub arrived: f64,
}

/// Leads in each stage at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapshotSummary {
    /// When, in hours since the start of the run.
    pub hour: f64,
    /// Replications that lasted until then.
    pub replications: u32,
    /// By stage: the mean over these replications, and P5, P25, P50, P75, P95.
    pub in_stage: Vec<(f64, [f64; 5])>,
}

/// Lead times in calendar days, all exits one event, open leads censored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeadTimeSummary {
    /// Kaplan–Meier quantiles P50, P85, P95; `None` = not reached within the data.
    pub quantiles: [Option<f64>; 3],
    /// Histogram: (from, to, share of leads), up to the last bin, which is open.
    pub bins: Vec<(f64, f64, f64)>,
}

/// Where time goes at a stage, per visit, in calendar hours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageHours {
    /// Waiting for a person.
    pub queue: f64,
    /// In hand.
    pub touch: f64,
    /// With the buyer.
    pub buyer: f64,
    /// Mean visits per run.
    pub visits: f64,
}

/// A pair of policies in one measure: b compared with a, on the same luck.
#[derive(Clone, Debug)]
pub struct PairSummary {
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Index of the measure.
    pub measure: usize,
    /// Difference b − a and the share of runs in which b is better.
    pub comparison: Comparison,
    /// Differences up to this size, in the measure's unit, do not matter; 0 = every one does.
    pub zone: f64,
    /// Whether a policy of the pair shows no lasting state, so that there is no verdict.
    pub drifts: bool,
}

/// Something that a policy carries from week to week moves over the window: it shows no lasting state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// Index of the policy.
    pub policy: usize,
    /// What moves.
    pub stock: Stock,
    /// Its means over the first and the last quarter of the window.
    pub quarters: Quarters,
}

/// A policy that begins in the running system, compared with going on as before.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// Index of the policy.
    pub policy: usize,
    /// Index of the policy whose rules hold until then.
    pub before: usize,
    /// The week of the run in which its rules begin; the first is week 1.
    pub start_week: f64,
    /// From the end of this week of the run on, mean cumulative contribution is never again below
    /// that of the policy it replaces; `None` = not within the window.
    pub break_even_week: Option<f64>,
    /// How many weeks after its rules began that is.
    pub weeks_to_break_even: Option<f64>,
    /// Share of runs in which it is ahead at the end of the window.
    pub ahead_share: f64,
}

impl PairSummary {
    /// What the interval says of b against a; withheld where either shows no lasting state.
    pub fn verdict(&self) -> Verdict {
        if self.drifts { Verdict::Withheld } else { self.comparison.verdict(self.zone) }
    }

    /// Of a ratio: what the mean of the ratios of single runs says, where that is something else
    /// than the ratio of sums says.
    pub fn other_verdict(&self) -> Option<Verdict> {
        let other = self.comparison.verdict_of_single_runs(self.zone).filter(|_| !self.drifts);
        other.filter(|other| *other != self.verdict())
    }
}
