//! Reference years: a policy's organisation where nobody minds pay.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Progressing, REFERENCE_RUNS, REFERENCE_SEED, Unsolved};
use crate::experiment::ready::Ready;
use crate::experiment::replicate::Record;
use crate::experiment::runner::Reached;
use crate::experiment::study::{Point, Study};
use crate::experiment::values::{Rows, collect};
use crate::experiment::{Continue, Failure};
use crate::sales::buyer::{BuyerRules, DialogueMix, Gate, Objective};
use crate::sales::pay::{Behaviour, Scale};
use crate::scenario::Scenario;

/// What a reference run is about, by its measures.
const MEASURES: [&str; 2] = ["selling_cost.people", "pay_variable"];
/// The neutral way to deal with customers: a gate by the firm's value at a believed fit of 0.35, more
/// listening than telling.
const CUTOFF: f64 = 0.35;
const MIX: DialogueMix = DialogueMix { listen: 0.6, challenge: 0.1 };

/// What the people of a policy cost in reference years, by run. Money.
pub(super) struct Years {
    /// At market pay; by the plans as written; what of that is variable.
    pub market: Vec<f64>,
    pub written: Vec<f64>,
    pub variable: Vec<f64>,
}

/// Reference years of the policies of a scenario.
pub(super) struct Reference<'a, W> {
    scenario: &'a Scenario,
    runs: u64,
    planned: u64,
    watch: Mutex<W>,
}

impl<'a, W: FnMut(&Progressing<'_>) -> Continue + Send> Reference<'a, W> {
    /// Of so many policies of a scenario.
    pub(super) fn new(scenario: &'a Scenario, policies: usize, watch: W) -> Self {
        let planned = 2 * u64::from(REFERENCE_RUNS) * policies as u64;
        Self { scenario, runs: 0, planned, watch: Mutex::new(watch) }
    }

    /// Those of one policy: on the same luck with its plans, and with none, where people cost what the
    /// market pays.
    pub(super) fn years(&mut self, policy: usize) -> Result<Years, Unsolved> {
        let with_plans = neutral(self.scenario, policy);
        let mut without = with_plans.clone();
        without.policies[0].pay.plans.clear();
        let [written, variable] = self.run(&with_plans)?;
        let [market, _] = self.run(&without)?;
        Ok(Years { market, written, variable })
    }

    fn run(&mut self, alone: &Scenario) -> Result<[Vec<f64>; 2], Unsolved> {
        let record = Record::Measures(MEASURES.map(str::to_owned).to_vec());
        let point =
            Point { scenario: Ready::of(alone)?, rows: vec![0], first: 0, most: REFERENCE_RUNS };
        let rows = self.collect(&Study { points: vec![point], record })?;
        self.runs += u64::from(REFERENCE_RUNS);
        let mut measures = rows.into_iter().next().unwrap_or_default().values.into_iter();
        Ok([(); 2].map(|()| measures.next().unwrap_or_default()))
    }

    /// Runs a study of one policy, and tells the watch.
    fn collect(&self, study: &Study<'_>) -> Result<Rows, Unsolved> {
        let label = study.points[0].scenario.policies[0].label.as_str();
        let is_over = AtomicBool::new(false);
        let seen = |reached: &Reached| {
            let (runs, planned) = (self.runs + reached.runs, self.planned);
            let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
            if watch(&Progressing { label, runs, planned }) == Continue::No {
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
}

/// A policy of a scenario alone and from the start, on the luck of reference years: nobody minds pay, and
/// customers are dealt with in the neutral way, and money is aimed at nobody. Who is not ready is treated
/// as the policy says.
fn neutral(scenario: &Scenario, policy: usize) -> Scenario {
    let mut alone = Scenario { uncertainty: None, seed: REFERENCE_SEED, ..scenario.clone() };
    let mut policy = alone.policies.swap_remove(policy);
    if let Some(payroll) = &mut alone.system.payroll {
        payroll.behaviour = Behaviour::default();
    }
    (policy.start, policy.pay.scale) = (None, Scale::Factor(1.0));
    policy.aim.clear();
    let gate = Gate { cutoff: CUTOFF, objective: Some(Objective::Firm), ..Gate::default() };
    let unready = policy.buyers.unready;
    policy.buyers = BuyerRules { gate, mix: MIX, unready, ..BuyerRules::default() };
    alone.policies = vec![policy];
    alone
}
