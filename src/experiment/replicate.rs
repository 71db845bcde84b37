//! One replication: every policy on the same luck.

use super::Failure;
use super::scaling::is_scaled;
use super::worlds;
use crate::engine::random::Luck;
use crate::engine::{EventList, Halt};
use crate::sales::{Catalogue, Event, Horizon, Observer, Outcome, SalesModel, Setup, Stopped};
use crate::scenario::Scenario;
use crate::stats::Incidence;

/// A scenario made ready to run: setups of its policies and the list of measures.
#[derive(Clone, Debug)]
pub struct Design<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// One for each policy, in order.
    pub setups: Vec<Setup<'a>>,
    /// The measures.
    pub catalogue: Catalogue,
}

impl<'a> Design<'a> {
    /// Makes a scenario ready to run. A policy that still waits for its factor of equal cost cannot be
    /// run: [`super::scaling`] finds it.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self::like(scenario, None)
    }

    /// The same; what takes time and agrees in `other`, the design of another world, is taken from
    /// there.
    pub fn like(scenario: &'a Scenario, other: Option<&Design<'_>>) -> Self {
        let policies = &scenario.policies;
        let like = other.and_then(|other| other.setups.first());
        let setups = Setup::all(&scenario.system, policies, like);
        Self { scenario, setups, catalogue: Catalogue::of(&scenario.system, policies) }
    }

    /// Runs one policy in one replication under the eyes of `observer`.
    ///
    /// # Errors
    ///
    /// [`Failure`] if leads go round in circles without time passing, the budget is used up, there is
    /// no such world, or the policy waits for its factor of equal cost.
    pub fn observe<O: Observer>(
        &self,
        policy: usize,
        replication: u32,
        observer: O,
    ) -> Result<(Outcome, O), Failure> {
        if let Some(world) = worlds::world(self.scenario, replication)? {
            return Design::like(&world, Some(self)).observe(policy, replication, observer);
        }
        self.check_factor(policy)?;
        let mut model = self.model(policy, observer);
        let mut events = EventList::new();
        let luck = Luck::new(self.scenario.seed, u64::from(replication));
        let handled = model
            .run(luck, &mut events)
            .map_err(|stopped| self.failure(policy, replication, stopped))?;
        let outcome = Outcome::of(&model, &self.catalogue, handled);
        Ok((outcome, model.into_observer()))
    }

    /// Whether a policy, and the one whose rules hold before it, know how much they pay.
    fn check_factor(&self, policy: usize) -> Result<(), Failure> {
        let policies = &self.scenario.policies;
        let before = policies[policy].start.as_ref().map(|start| &policies[start.before]);
        let waits = [Some(&policies[policy]), before].into_iter().flatten().find(|p| is_scaled(p));
        waits.map_or(Ok(()), |policy| Err(Failure::WaitsForFactor { policy: policy.name.clone() }))
    }

    fn model<O: Observer>(&self, policy: usize, observer: O) -> SalesModel<'_, O> {
        let horizon: Horizon = self.scenario.horizon;
        let snapshots = &self.scenario.snapshots_hours;
        let budget = self.scenario.budget;
        SalesModel::new(&self.setups[policy], horizon, budget, snapshots, observer)
    }

    fn failure(&self, policy: usize, replication: u32, stopped: Stopped) -> Failure {
        let policy = self.scenario.policies[policy].name.clone();
        match stopped {
            Stopped::Halt(Halt::WithoutTime { hour }) => {
                Failure::GoesRound { policy, replication, hour }
            }
            Stopped::Halt(Halt::Events { most, hour }) => {
                Failure::TooManyEvents { policy, replication, most, hour }
            }
            Stopped::Leads { most, hour } => {
                Failure::TooManyLeads { policy, replication, most, hour }
            }
        }
    }
}

/// The memory of one worker, used again for every replication it runs.
pub(super) struct Workspace<'a> {
    design: &'a Design<'a>,
    models: Vec<SalesModel<'a, ()>>,
    events: EventList<Event>,
}

impl<'a> Workspace<'a> {
    pub(super) fn new(design: &'a Design<'a>) -> Self {
        let models = (0..design.setups.len()).map(|p| design.model(p, ())).collect();
        Self { design, models, events: EventList::new() }
    }

    /// Runs, in its own world if the scenario has uncertain inputs, replication number `replication` of every policy: a pure function of the scenario and
    /// the number. `lead_times` is called with the lead times of each policy.
    pub(super) fn replicate(
        &mut self,
        replication: u32,
        lead_times: &mut dyn FnMut(usize, &Incidence),
    ) -> Result<Vec<Outcome>, Failure> {
        if let Some(world) = worlds::world(self.design.scenario, replication)? {
            let design = Design::like(&world, Some(self.design));
            return Workspace::new(&design).replicate(replication, lead_times);
        }
        let mut outcomes = Vec::with_capacity(self.models.len());
        for policy in 0..self.models.len() {
            outcomes.push(self.one(policy, replication)?);
            lead_times(policy, self.models[policy].lead_times());
        }
        Ok(outcomes)
    }

    /// The same of one policy, in the world as written.
    pub(super) fn one(&mut self, policy: usize, replication: u32) -> Result<Outcome, Failure> {
        self.design.check_factor(policy)?;
        let luck = Luck::new(self.design.scenario.seed, u64::from(replication));
        let model = &mut self.models[policy];
        let events = model
            .run(luck, &mut self.events)
            .map_err(|stopped| self.design.failure(policy, replication, stopped))?;
        Ok(Outcome::of(model, &self.design.catalogue, events))
    }
}
