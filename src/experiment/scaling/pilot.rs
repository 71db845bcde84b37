//! Pilot runs: what pay costs under a policy, on luck of its own.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Mean, PILOT_SEED, Piloting, Unsolved};
use crate::experiment::ready::Ready;
use crate::experiment::replicate::Record;
use crate::experiment::runner::Reached;
use crate::experiment::study::{Point, Study};
use crate::experiment::values::{Rows, collect};
use crate::experiment::{Continue, Failure};
use crate::sales::pay::Scale;
use crate::scenario::Scenario;
use crate::stats::{Estimate, PooledRatio};

/// What a pilot run is about, by its measures.
const MEASURES: [&str; 4] = ["pay_cost", "pay_variable", "contribution", "revenue"];
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
    alone.select_policies(&[policy]);
    alone.policies[0].pay.scale = Scale::Factor(factor);
    alone.seed = PILOT_SEED;
    alone
}

/// Pilot runs of the first policy, kept; those of others are compared with them run by run.
pub(super) struct Pilot<'a, W> {
    /// The scenario with the first policy alone.
    first: &'a Scenario,
    /// What its pay cost, by run.
    costs: Vec<f64>,
    /// Runs so far, of all policies, and how many more the policy in hand and those after it are
    /// expected to need.
    pub(super) runs: u64,
    ahead: u64,
    after: u64,
    watch: Mutex<W>,
}

/// What pilot runs of a policy came to: by measure, by run.
pub(super) struct Samples(Vec<Vec<f64>>);

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

impl<'a, W: FnMut(&Piloting<'_>) -> Continue + Send> Pilot<'a, W> {
    pub(super) fn new(first: &'a Scenario, watch: W) -> Self {
        Self { first, costs: Vec::new(), runs: 0, ahead: 0, after: 0, watch: Mutex::new(watch) }
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

    /// Runs the first policy of a scenario, which is alone in it but for one that holds before.
    pub(super) fn runs_of(
        &mut self,
        alone: &Scenario,
        runs: Range<u32>,
    ) -> Result<Samples, Unsolved> {
        let (first, most) = (runs.start, runs.end - runs.start);
        let scenario = Ready::of(alone)?;
        let record = Record::Measures(MEASURES.map(str::to_owned).to_vec());
        let point = Point { scenario, rows: vec![0], first, most };
        let rows = self.collect(&Study { points: vec![point], record })?;
        self.runs += u64::from(most);
        self.ahead = self.ahead.saturating_sub(u64::from(most));
        Ok(Samples(rows.into_iter().next().unwrap_or_default()))
    }

    /// Runs a study of one policy, and tells the watch.
    fn collect(&self, study: &Study<'_>) -> Result<Rows, Unsolved> {
        let policy = &study.points[0].scenario.policies[0];
        let (label, factor) = (policy.label.as_str(), policy.pay.scale.factor());
        let is_over = AtomicBool::new(false);
        let seen = |reached: &Reached| {
            let runs = self.runs + reached.runs;
            let ahead = self.ahead.saturating_sub(reached.runs) + self.after;
            let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
            if watch(&Piloting { label, factor, runs, ahead }) == Continue::No {
                is_over.store(true, Ordering::Relaxed);
            }
        };
        let stops = || is_over.load(Ordering::Relaxed);
        let ran = collect(study, vec![()], &seen, &stops);
        match ran.map_err(|(_, failure): (usize, Failure)| failure)? {
            (mut values, _, true) => Ok(values.points.swap_remove(0)),
            (_, _, false) => Err(Unsolved::Interrupted),
        }
    }

    /// Compares the cost of a policy, `alone` in its scenario, with that of the first from run number
    /// `start` on, until the gap is known precisely enough. When that is depends on its error
    /// alone, not on the gap (Chow and Robbins, 1965).
    pub(super) fn check(&mut self, alone: &Scenario, start: u32) -> Result<Checked, Unsolved> {
        let (mut costs, mut end) = (Vec::new(), start + FIRST_LOOK);
        loop {
            let known = start + u32::try_from(costs.len()).expect("at most the most runs");
            costs.extend(self.runs_of(alone, known..end)?.pay_cost());
            let ratio = PooledRatio::of(&costs, &self.first_costs(end)?[start as usize..]);
            let (gap, runs) = (ratio.ratio - 1.0, end - start);
            let error = 0.5 * (ratio.interval.1 - ratio.interval.0);
            if error <= PRECISE {
                return Ok(Checked { gap, error, runs, pay_cost: Mean::of(&costs) });
            }
            if runs >= MOST_RUNS {
                let policy = alone.policies[0].name.clone();
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

    pub(super) fn contribution(&self) -> &[f64] {
        &self.0[2]
    }

    /// Contribution of all runs over their revenue; `None` where no interval can be told.
    pub(super) fn return_on_sales(&self) -> Option<Mean> {
        let pooled = PooledRatio::of(&self.0[2], &self.0[3]);
        let error = 0.5 * (pooled.interval.1 - pooled.interval.0);
        (pooled.ratio.is_finite() && error.is_finite())
            .then_some(Mean { mean: pooled.ratio, error })
    }
}

impl Mean {
    pub(super) fn of(values: &[f64]) -> Self {
        let estimate = Estimate::of(values);
        Self { mean: estimate.mean, error: estimate.half_width() }
    }
}
