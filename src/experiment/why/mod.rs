//! Why one policy does better than another: the difference divided over the rules in which they
//! differ.
//!
//! Every policy that takes some parts from one and the rest from the other is run on the same luck.
//! In each replication the Shapley values of the parts sum to the whole difference; their means over
//! replications carry intervals.

mod parts;
mod splitting;

use super::replicate::Design;
use super::running::in_order;
use super::scaling::Scaling;
use super::{Continue, Failure, sweep};
use crate::sales::Measure;
use crate::scenario::Scenario;
use crate::stats::MOST_PLAYERS;
use splitting::Worths;

pub use parts::Part;
pub use splitting::{Finding, PartFinding};

/// Replications between two questions whether to go on.
const STEP: u32 = 4;

/// Two policies of a scenario, and the policies between them.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    scenario: &'a Scenario,
    pair: (usize, usize),
    parts: Vec<Part>,
}

/// What made the difference.
#[derive(Clone, Debug)]
pub struct Why {
    /// The scenario's name.
    pub scenario: String,
    /// SHA-256 of the scenario as understood, in hexadecimal.
    pub hash: String,
    /// The currency.
    pub currency: String,
    /// The seed.
    pub seed: u64,
    /// Replications of each mixed policy, and how many were asked for.
    pub runs: u32,
    /// See [`Why::runs`].
    pub planned: u32,
    /// Name and label of the policy that the way begins with, and of the one that it ends with.
    pub policies: [(String, String); 2],
    /// The parts in which they differ.
    pub parts: Vec<Part>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Index of the scenario's primary measure.
    pub primary: usize,
    /// Differences in the primary measure up to this size do not matter.
    pub zone: f64,
    /// By measure.
    pub findings: Vec<Finding>,
    /// Events handled.
    pub events: u64,
    /// The factors on variable pay that make it cost the same, where policies ask for that.
    pub scaling: Option<Scaling>,
    /// What a reader must know before trusting the numbers.
    pub warnings: Vec<String>,
}

impl<'a> Question<'a> {
    /// Why policy `pair.1` does better or worse than policy `pair.0` (indices).
    ///
    /// # Errors
    ///
    /// Why that cannot be asked: the two are the same in everything, or begin in a running system.
    ///
    /// # Panics
    ///
    /// If there are no such policies.
    pub fn new(scenario: &'a Scenario, pair: (usize, usize)) -> Result<Self, String> {
        let (a, b) = (&scenario.policies[pair.0], &scenario.policies[pair.1]);
        if let Some(later) = [a, b].iter().find(|policy| policy.start.is_some()) {
            return Err(format!(
                "policy `{}` begins in the running system: its rules cannot be mixed with others",
                later.name
            ));
        }
        let parts = parts::parts(&scenario.system, a, b);
        if parts.is_empty() {
            return Err(format!("`{}` and `{}` have the same rules", a.name, b.name));
        }
        assert!(parts.len() <= MOST_PLAYERS, "a policy has few parts");
        Ok(Self { scenario, pair, parts })
    }

    /// The parts in which the two differ.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many policies there are between the two, themselves included.
    pub fn mixes(&self) -> usize {
        1 << self.parts.len()
    }

    /// Runs `runs` replications of all of them; after each step `watch` is told how many are done.
    ///
    /// # Errors
    ///
    /// [`Failure`] of the first replication that failed.
    pub fn answer(
        &self,
        runs: u32,
        mut watch: impl FnMut(u32) -> Continue,
    ) -> Result<Why, Failure> {
        let (a, b) = (&self.scenario.policies[self.pair.0], &self.scenario.policies[self.pair.1]);
        let mix = |mask| parts::mixed(&self.scenario.system, (a, b), &self.parts, mask);
        let policies = (0..self.mixes()).map(mix).collect();
        let scenario = Scenario { policies, ..self.scenario.clone() };
        let design = Design::new(&scenario);
        let measures = sweep::measures(&scenario);
        let all = design.catalogue.measures();
        let index = |m: &Measure| all.iter().position(|other| other.key == m.key);
        let places: Vec<usize> = measures.iter().filter_map(index).collect();
        let sides = places.iter().map(|place| all[*place].sides(all));
        let mut worths: Vec<Worths> =
            places.iter().zip(sides).map(|(place, sides)| Worths::new(*place, sides)).collect();
        let (mut done, mut events) = (0, 0);
        while done < runs {
            let end = runs.min(done + STEP);
            for one in in_order(&design, done..end, |workspace, run| {
                workspace.replicate(run, &mut |_, _| {})
            }) {
                let outcomes = one?;
                events += outcomes.iter().map(|outcome| outcome.events).sum::<u64>();
                for worths in &mut worths {
                    worths.add(&outcomes);
                }
            }
            done = end;
            if watch(done) == Continue::No {
                break;
            }
        }
        let findings: Vec<Finding> =
            worths.iter().map(|worths| worths.split(self.parts.len()).finding()).collect();
        Ok(self.told((done, runs), measures, findings, events))
    }

    fn told(
        &self,
        (done, planned): (u32, u32),
        measures: Vec<Measure>,
        findings: Vec<Finding>,
        events: u64,
    ) -> Why {
        let scenario = self.scenario;
        let named = |policy: usize| {
            let policy = &scenario.policies[policy];
            (policy.name.clone(), policy.label.clone())
        };
        let primary = measures.iter().position(|m| m.key == scenario.primary).unwrap_or(0);
        let zone = super::summing::zone(scenario, &scenario.primary, findings[primary].from.mean);
        Why {
            scenario: scenario.name.clone(),
            hash: scenario.hash(),
            currency: scenario.currency.clone(),
            seed: scenario.seed,
            runs: done,
            planned,
            policies: [named(self.pair.0), named(self.pair.1)],
            parts: self.parts.clone(),
            primary,
            zone,
            findings,
            measures,
            events,
            scaling: None,
            warnings: Vec::new(),
        }
    }
}
