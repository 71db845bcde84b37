//! Why one policy does better than another: the difference divided over the rules in which they
//! differ.
//!
//! Every policy that takes some parts from one and the rest from the other is run on the same luck.
//! In each replication the Shapley values of the parts sum to the whole difference; their means over
//! replications carry intervals.

mod parts;
mod splitting;

use super::ready::Ready;
use super::replicate::Record;
use super::runner::{Analysis, Reached, Runner, Watch};
use super::scaling::Scaling;
use super::study::{Point, Study};
use super::{Failure, Keep, sweep};
use crate::sales::{Measure, Outcome};
use crate::scenario::Scenario;
use crate::stats::{Incidence, MOST_PLAYERS};
use splitting::{ControlsByRun, Worths};

pub use parts::{Family, Part};
pub(super) use splitting::Splitting;
pub use splitting::{Finding, PartFinding};

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
    /// SHA-256 of the world and the policies alone.
    pub world: String,
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
    /// Runs that were kept from before.
    pub reused: u32,
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

    /// The scenario with all of them in the place of its own policies, run `runs` times.
    pub fn mixed(&self, runs: u32) -> Scenario {
        let (a, b) = (&self.scenario.policies[self.pair.0], &self.scenario.policies[self.pair.1]);
        let mix = |mask| parts::mixed(&self.scenario.system, (a, b), &self.parts, mask);
        let policies = (0..self.mixes()).map(mix).collect();
        Scenario { policies, replications: runs, ..self.scenario.clone() }
    }

    /// Runs all replications of `mixed`, the scenario of [`Question::mixed`], but for what is `kept`.
    /// `seen` is told how far it is; if the `watch` stops it, the answer is that of the runs made.
    ///
    /// # Errors
    ///
    /// [`Failure`] of the first replication that failed.
    pub fn answer(
        &self,
        mixed: &Scenario,
        kept: &mut (impl Keep + Send),
        seen: &(impl Fn(&Reached) + Sync),
        watch: &impl Watch,
    ) -> Result<Why, Failure> {
        let (study, measures) = (study(mixed)?, sweep::measures(mixed));
        let seen = |reached: &Reached, _: &AllWorths| seen(reached);
        let runner = Runner { study: &study, kept: vec![kept], seen: &seen, watch };
        let worths = (0..measures.len()).map(|place| Worths::new(place, &measures)).collect();
        let all = AllWorths { worths, controls: Vec::new(), runs: 0, events: 0 };
        let ran = runner.run(all, |_, _| vec![mixed.replications]);
        let ran = ran.map_err(|(_, failure)| failure)?;
        let AllWorths { worths, controls, runs, events } = ran.analysis;
        let split = |worths: &Worths| worths.split(&self.parts, &controls).finding();
        let findings = worths.iter().map(split).collect();
        let why = self.told((runs, mixed.replications), measures, findings, events);
        let reused = u32::try_from(ran.reached.reused).unwrap_or(u32::MAX);
        Ok(Why { reused, ..why })
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
            world: scenario.world_hash(),
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
            reused: 0,
            scaling: None,
            warnings: Vec::new(),
        }
    }
}

/// What is run to divide a difference: all policies of a scenario of [`Question::mixed`].
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn study(mixed: &Scenario) -> Result<Study<'_>, Failure> {
    let point = Point::whole(Ready::of(mixed)?, mixed.replications);
    let keys = sweep::measures(mixed).into_iter().map(|measure| measure.key).collect();
    Ok(Study { points: vec![point], record: Record::Measures(keys) })
}

/// What all policies are worth, measure by measure.
struct AllWorths {
    worths: Vec<Worths>,
    /// By policy.
    controls: Vec<ControlsByRun>,
    runs: u32,
    events: u64,
}

impl Analysis for AllWorths {
    fn take(&mut self, _: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        for outcomes in runs {
            self.runs += 1;
            self.events += outcomes.iter().map(|outcome| outcome.events).sum::<u64>();
            for worths in &mut self.worths {
                worths.add(outcomes);
            }
            self.controls.resize_with(outcomes.len(), ControlsByRun::default);
            for (of, outcome) in self.controls.iter_mut().zip(outcomes) {
                for (values, value) in of.iter_mut().zip(outcome.controls.numbers()) {
                    values.push(value);
                }
            }
        }
    }
}
