//! Pilot runs: what pay costs under a policy, on luck of its own.

use std::ops::Range;

use super::{Mean, PILOT_SEED, Piloting, Unsolved};
use crate::experiment::Continue;
use crate::experiment::replicate::Design;
use crate::experiment::running::in_order;
use crate::sales::pay::Scale;
use crate::scenario::Scenario;
use crate::stats::{Estimate, PooledRatio};

/// Runs between two questions whether to go on.
const STEP: u32 = 64;
/// What a pilot run is about, by its measures.
const MEASURES: [&str; 4] = ["pay_cost", "pay_variable", "return_on_sales", "contribution"];
/// A check looks first after so many runs, then every so many, and gives up after so many.
const FIRST_LOOK: u32 = 256;
const LOOK_EVERY: u32 = 128;
const MOST_RUNS: u32 = 16_384;
/// Half the interval of the gap when a check is over.
const PRECISE: f64 = 0.005;
/// Runs that a policy is expected to need before anything is known of it: three trials and a check.
const EXPECTED: u64 = 3 * 256 + 2 * 1280;

/// A policy of a scenario alone, with this factor, on the luck of pilot runs.
pub(super) fn piloted(scenario: &Scenario, policy: usize, factor: f64) -> Scenario {
    let mut alone = scenario.clone();
    alone.select_policy(policy);
    alone.policies[0].pay.scale = Scale::Factor(factor);
    alone.seed = PILOT_SEED;
    alone
}

/// Pilot runs of the first policy, kept; those of others are compared with them run by run.
pub(super) struct Pilot<'a, W> {
    /// The first policy alone.
    pub(super) first: &'a Design<'a>,
    /// What its pay cost, by run.
    costs: Vec<f64>,
    /// Runs so far, of all policies, and how many more the policy in hand and those after it are
    /// expected to need.
    pub(super) runs: u64,
    ahead: u64,
    after: u64,
    watch: W,
}

/// What pilot runs of a policy came to, by run.
#[derive(Default)]
pub(super) struct Samples([Vec<f64>; MEASURES.len()]);

/// What a check found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checked {
    /// How much more than the first policy's pay it costs, as a share.
    pub gap: f64,
    /// Half the 95 % interval of it.
    pub error: f64,
    pub runs: u32,
    pub pay_cost: Mean,
}

impl<'a, W: FnMut(&Piloting<'_>) -> Continue> Pilot<'a, W> {
    pub(super) fn new(first: &'a Design<'a>, watch: W) -> Self {
        Self { first, costs: Vec::new(), runs: 0, ahead: 0, after: 0, watch }
    }

    /// Takes note that a policy begins, the first of so many that are left.
    pub(super) fn begin(&mut self, left: usize) {
        self.after = (left as u64 - 1) * EXPECTED;
        self.ahead = EXPECTED;
    }

    /// What the first policy's pay costs in the first `count` runs.
    pub(super) fn first_costs(&mut self, count: u32) -> Result<&[f64], Unsolved> {
        let known = u32::try_from(self.costs.len()).expect("as many runs as were asked for");
        if known < count {
            let first = self.first;
            let samples = self.runs_of(first, known..count)?;
            self.costs.extend(samples.pay_cost());
        }
        Ok(&self.costs[..count as usize])
    }

    /// All that is known of the first policy's cost.
    pub(super) fn target(&self) -> Mean {
        Mean::of(&self.costs)
    }

    /// Runs the policy of `design`, which is alone in it.
    pub(super) fn runs_of(
        &mut self,
        design: &Design<'_>,
        runs: Range<u32>,
    ) -> Result<Samples, Unsolved> {
        let measures = design.catalogue.measures();
        let at = MEASURES.map(|key| {
            measures.iter().position(|m| m.key == key).expect("a scenario with plans has it")
        });
        let policy = &design.scenario.policies[0];
        let mut samples = Samples::default();
        let mut next = runs.start;
        while next < runs.end {
            let (label, factor) = (policy.label.as_str(), policy.pay.scale.factor());
            let ahead = self.ahead.max(u64::from(STEP)) + self.after;
            if (self.watch)(&Piloting { label, factor, runs: self.runs, ahead }) == Continue::No {
                return Err(Unsolved::Interrupted);
            }
            let end = runs.end.min(next + STEP);
            for outcome in in_order(design, next..end, |workspace, run| workspace.one(0, run)) {
                let outcome = outcome?;
                for (values, at) in samples.0.iter_mut().zip(at) {
                    values.push(outcome.values[at]);
                }
            }
            self.runs += u64::from(end - next);
            self.ahead = self.ahead.saturating_sub(u64::from(end - next));
            next = end;
        }
        Ok(samples)
    }

    /// Compares the cost of a policy, alone in `design`, with that of the first from run number
    /// `start` on, until the gap is known precisely enough. When that is depends on its error
    /// alone, not on the gap (Chow and Robbins, 1965).
    pub(super) fn check(&mut self, design: &Design<'_>, start: u32) -> Result<Checked, Unsolved> {
        let (mut costs, mut end) = (Vec::new(), start + FIRST_LOOK);
        loop {
            let known = start + u32::try_from(costs.len()).expect("at most the most runs");
            costs.extend(self.runs_of(design, known..end)?.pay_cost());
            let ratio = PooledRatio::of(&costs, &self.first_costs(end)?[start as usize..]);
            let (gap, runs) = (ratio.ratio - 1.0, end - start);
            let error = 0.5 * (ratio.interval.1 - ratio.interval.0);
            if error <= PRECISE {
                return Ok(Checked { gap, error, runs, pay_cost: Mean::of(&costs) });
            }
            if runs >= MOST_RUNS {
                let policy = design.scenario.policies[0].name.clone();
                return Err(Unsolved::Imprecise { policy, runs, error });
            }
            self.ahead = still_needed(runs, error);
            end += LOOK_EVERY;
        }
    }
}

/// Runs of both policies that will bring the error of a check from `error` after `runs` down to what
/// is asked for: it falls with their root.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to a few runs")]
fn still_needed(runs: u32, error: f64) -> u64 {
    let times = (error / PRECISE) * (error / PRECISE);
    let wanted = (f64::from(runs) * times).min(f64::from(MOST_RUNS));
    (2.0 * (wanted - f64::from(runs))).max(0.0) as u64
}

impl Samples {
    pub(super) fn pay_cost(&self) -> &[f64] {
        &self.0[0]
    }

    pub(super) fn variable(&self) -> &[f64] {
        &self.0[1]
    }

    pub(super) fn return_on_sales(&self) -> &[f64] {
        &self.0[2]
    }

    pub(super) fn contribution(&self) -> &[f64] {
        &self.0[3]
    }
}

impl Mean {
    pub(super) fn of(values: &[f64]) -> Self {
        let estimate = Estimate::of(values);
        Self { mean: estimate.mean, error: estimate.half_width() }
    }
}
