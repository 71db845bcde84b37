//! One replication: every policy on the same luck.

use std::sync::Arc;

use super::ahead::Ahead;
use super::block::Block;
use super::ready::Ready;
use super::{Failure, worlds};
use crate::engine::random::Luck;
use crate::engine::{EventList, Halt};
use crate::sales::{
    Catalogue, Event, Horizon, LEAD_TIME_CAUSES, Measure, Observer, Outcome, RunOut, SalesModel,
    Setup, Stopped,
};
use crate::scenario::Scenario;
use crate::stats::Incidence;

/// What is kept of the outcome of one policy in one run.
#[derive(Clone, Debug)]
pub enum Record {
    /// All of it, and lead times pooled over the runs of a block; what was made ahead is not made again.
    Whole(Arc<Ahead>),
    /// The values of these measures, by key (NaN where a world has no such measure), and the events.
    Measures(Vec<String>),
    /// What this makes of design, policy and replication.
    Watched(fn(&Design<'_>, usize, u32) -> Result<Outcome, Failure>),
}

impl Record {
    /// Whether lead times are kept as well.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// How long the runs of a scenario go on: no longer than the window, where nothing is kept that
    /// follows its leads any further. What is kept then has the same bits, but for the last digit of means
    /// over time.
    fn horizon(&self, scenario: &Scenario) -> Horizon {
        let horizon = scenario.horizon;
        match self {
            Self::Measures(keys)
                if horizon.ends_with_a_week()
                    && !scenario.system.takes_pay_back()
                    && !keys.iter().any(|key| Measure::follows_leads(key)) =>
            {
                Horizon { run_out: RunOut::Hours(0.0), ..horizon }
            }
            _ => horizon,
        }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self::Whole(Arc::default())
    }
}

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
    /// The setups and measures of a scenario that is ready.
    pub fn new(scenario: Ready<'a>) -> Self {
        Self::like(scenario, None)
    }

    /// The same; what takes time and agrees in `other`, the design of another world, is taken from
    /// there.
    pub fn like(scenario: Ready<'a>, other: Option<&Design<'_>>) -> Self {
        let scenario = scenario.scenario();
        let policies = &scenario.policies;
        let like = other.and_then(|other| other.setups.first());
        let setups = Setup::all(&scenario.system, policies, like);
        Self { scenario, setups, catalogue: Catalogue::of(&scenario.system, policies) }
    }

    /// Runs one policy in one replication under the eyes of `observer`.
    ///
    /// # Errors
    ///
    /// [`Failure`] if leads go round in circles without time passing, the budget is used up, or there
    /// is no such world.
    pub fn observe<O: Observer>(
        &self,
        policy: usize,
        replication: u32,
        observer: O,
    ) -> Result<(Outcome, O), Failure> {
        if let Some(world) = worlds::world(self.scenario, replication)? {
            let design = Design::like(Ready::of(&world)?, Some(self));
            return design.observe(policy, replication, observer);
        }
        let mut model = self.model(policy, self.scenario.horizon, observer);
        let mut events = EventList::new();
        let luck = Luck::new(self.scenario.seed, u64::from(replication));
        let handled = model
            .run(luck, &mut events)
            .map_err(|stopped| self.failure(policy, replication, stopped))?;
        let outcome = Outcome::of(&model, &self.catalogue, handled);
        Ok((outcome, model.into_observer()))
    }

    fn model<O: Observer>(
        &self,
        policy: usize,
        horizon: Horizon,
        observer: O,
    ) -> SalesModel<'_, O> {
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

/// The memory of one worker for the runs of one world, used again for every replication.
pub(super) struct Workspace<'a> {
    design: &'a Design<'a>,
    /// The policies that are run, and their models.
    rows: &'a [usize],
    models: Vec<SalesModel<'a, ()>>,
    events: EventList<Event>,
    record: &'a Record,
    /// Of the measures that are kept, where they stand in an outcome.
    places: Vec<Option<usize>>,
}

impl<'a> Workspace<'a> {
    pub(super) fn new(design: &'a Design<'a>, rows: &'a [usize], record: &'a Record) -> Self {
        let horizon = record.horizon(design.scenario);
        let models = rows.iter().map(|policy| design.model(*policy, horizon, ())).collect();
        let measures = design.catalogue.measures();
        let place = |key: &String| measures.iter().position(|m| m.key == *key);
        let places = match record {
            Record::Measures(keys) => keys.iter().map(place).collect(),
            Record::Whole(_) | Record::Watched(_) => Vec::new(),
        };
        Self { design, rows, models, events: EventList::new(), record, places }
    }

    /// Adds to `runs` what is to be kept of replication number `replication` of every policy: a pure
    /// function of the scenario and the number. One that fails leaves no trace.
    pub(super) fn record(&mut self, replication: u32, runs: &mut Block) -> Result<(), Failure> {
        let outcomes = match self.record {
            Record::Whole(_) => self.replicate(replication, Some(&mut runs.lead_times))?,
            Record::Measures(_) => {
                let outcomes = self.replicate(replication, None)?;
                outcomes.iter().map(|outcome| thinned(outcome, &self.places)).collect()
            }
            Record::Watched(watched) => {
                let watched = |policy: &usize| watched(self.design, *policy, replication);
                self.rows.iter().map(watched).collect::<Result<_, _>>()?
            }
        };
        runs.outcomes.push(outcomes);
        Ok(())
    }

    /// The outcomes of a replication, in its own world if the scenario has uncertain inputs; lead times
    /// are added to those `pooled`, by policy.
    pub(super) fn replicate(
        &mut self,
        replication: u32,
        mut pooled: Option<&mut Vec<Incidence>>,
    ) -> Result<Vec<Outcome>, Failure> {
        if let Some(world) = worlds::world(self.design.scenario, replication)? {
            let design = Design::like(Ready::of(&world)?, Some(self.design));
            let mut workspace = Workspace::new(&design, self.rows, self.record);
            return workspace.replicate(replication, pooled);
        }
        let mut outcomes = Vec::with_capacity(self.models.len());
        if let Some(pooled) = &mut pooled {
            pooled.resize_with(self.models.len(), || Incidence::new(LEAD_TIME_CAUSES));
        }
        let Self { design, record, .. } = *self;
        let mut take = |row: usize, outcome: Outcome, times: &Incidence| {
            outcomes.push(outcome);
            if let Some(pooled) = &mut pooled {
                pooled[row].merge(times);
            }
        };
        for (row, (model, policy)) in self.models.iter_mut().zip(self.rows).enumerate() {
            if let Record::Whole(ahead) = record
                && let Some((outcome, times)) = ahead.of(replication, *policy)
            {
                take(row, outcome.clone(), times);
                continue;
            }
            let luck = Luck::new(design.scenario.seed, u64::from(replication));
            let events = model.run(luck, &mut self.events);
            let events = events.map_err(|stopped| design.failure(*policy, replication, stopped))?;
            take(row, Outcome::of(model, &design.catalogue, events), model.lead_times());
        }
        Ok(outcomes)
    }
}

/// What is kept of an outcome where only some measures are.
fn thinned(outcome: &Outcome, places: &[Option<usize>]) -> Outcome {
    let value = |place: &Option<usize>| place.map_or(f64::NAN, |place| outcome.values[place]);
    Outcome {
        values: places.iter().map(value).collect(),
        weeks: outcome.weeks,
        stranded: outcome.stranded,
        controls: outcome.controls,
        events: outcome.events,
        ..Outcome::default()
    }
}
