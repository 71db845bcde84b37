//! Searches: which values of some levers make a policy, or a world, the best.
//!
//! A search goes through generations of CMA-ES, each on luck of its own; the designs that looked best
//! race on fresh luck; the winner is confirmed on yet other luck, and looked at from all sides. What is
//! reported of the winner comes from luck that had no part in choosing it.

mod confirm;
mod course;
mod finalists;
mod front;
mod limits;
mod space;
mod summary;

use super::Failure;
use super::block::Keep;
use super::race::Aim;
use super::ready::Ready;
use super::replicate::Record;
use super::runner::{Analysis, Reached, Runner, Watch};
use super::study::{Point, Study};
use crate::sales::Outcome;
use crate::scenario::Scenario;
use crate::stats::{CmaEs, Incidence};

/// A value of a lever; part of what a search found.
pub use crate::scenario::Level;
pub use limits::{Kept, LimitFound};
pub use space::{Design, Space};
pub use summary::{
    Agreement, Confirmed, Front, FrontPoint, Lever, Neighbour, SearchSummary, Searched, Trial,
    summarise,
};

/// The fewest runs that a search may have.
pub const LEAST_BUDGET: u64 = 500;
/// From so many runs on, three searches share the budget.
const MANY: u64 = 12_000;

/// How the runs of a search are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Runs of all trials and of the race together.
    pub budget: u64,
    /// Independent searches that share them.
    pub searches: u32,
    /// Runs of a trial.
    pub runs: u32,
}

impl Plan {
    /// The plan for so many runs: one search with 8 runs of a trial, of large budgets three with 16.
    pub fn of(budget: u64) -> Self {
        let (searches, runs) = if budget >= MANY { (3, 16) } else { (1, 8) };
        Self { budget, searches, runs }
    }

    /// How many generations each search has over so many levers, at least.
    pub fn generations(&self, levers: usize) -> u64 {
        let children = CmaEs::new(vec![0.5; levers], 1.0).children() as u64;
        self.of_each() / (children * u64::from(self.runs))
    }

    /// Runs of the trials of each search: three quarters of all.
    fn of_each(&self) -> u64 {
        self.budget * 3 / 4 / u64::from(self.searches)
    }

    /// Runs of all trials.
    fn of_trials(&self) -> u64 {
        self.of_each() * u64::from(self.searches)
    }

    /// Runs of the race.
    fn of_race(&self) -> u64 {
        self.budget - self.of_trials()
    }
}

/// Luck that is used for one thing only, so that nothing is judged by what chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Trials.
    Search,
    /// Whether finalists keep the limits.
    Screen,
    /// The race of the finalists.
    Race,
    /// Trials of further weights, where there are two measures.
    Front,
    /// The confirmation of the winner, and its neighbours.
    Confirm,
}

impl Phase {
    /// The word in the names of kept runs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Screen => "screen",
            Self::Race => "race",
            Self::Front => "front",
            Self::Confirm => "confirm",
        }
    }

    /// The seed of the phase where this is the scenario's.
    fn seed(self, seed: u64) -> u64 {
        let name = match self {
            Self::Search => *b"\0\0search",
            Self::Screen => *b"\0\0screen",
            Self::Race => *b"\0\0\0\0race",
            Self::Front => *b"\0\0\0front",
            Self::Confirm => *b"\0confirm",
        };
        seed ^ u64::from_be_bytes(name)
    }
}

/// Where the runs of designs are kept.
pub trait Shelf: Sync {
    /// The place for one design.
    type Kept: Keep + Send;

    /// The place for the runs of a scenario in a phase, from replication `first` on, by the measures kept.
    ///
    /// # Errors
    ///
    /// Why what is kept there cannot be used.
    fn of(
        &self,
        scenario: &Scenario,
        at: (Phase, u32),
        keys: &[String],
    ) -> Result<Self::Kept, String>;
}

/// A search that is to be made.
pub struct Question<'a, H, S, W> {
    /// What may be changed.
    pub space: Space<'a>,
    /// What is to become better.
    pub aim: Aim,
    /// What is weighed against it, if anything.
    pub second: Option<Aim>,
    /// How the runs are divided.
    pub plan: Plan,
    /// Where runs are kept.
    pub shelf: &'a H,
    /// Told how far it is, and what is being done.
    pub seen: &'a S,
    /// Asked whether to stop.
    pub watch: &'a W,
}

/// Why a search has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum NoAnswer {
    /// It was stopped before the race had a winner.
    Stopped,
    /// Something failed, in words.
    Failed(String),
}

/// By key, by run.
type Values = Vec<Vec<f64>>;

/// Runs so far, in all phases.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    runs: u64,
    reused: u64,
    events: u64,
}

impl<H: Shelf, S: Fn(&Reached, &str) + Sync, W: Watch> Question<'_, H, S, W> {
    /// Makes the search: a pure function of the scenario, the levers and the plan.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`].
    pub fn answer(&self) -> Result<Searched, NoAnswer> {
        let mut total = Total::default();
        let courses = self.courses(&mut total)?;
        let field = self.finalists(&courses, &mut total)?;
        let raced = self.race(&field, &mut total)?;
        self.confirm(courses, field, raced, &mut total)
    }

    /// The measures that are kept of each run: those of the aim, then those of limits and of the second measure.
    fn keys(&self) -> Vec<String> {
        let limited = self.space.limits().iter().filter_map(|limit| limit.measure());
        let second = self.second.iter().flat_map(|of| of.keys.iter().map(String::as_str));
        let mut keys = self.aim.keys.clone();
        for key in limited.chain(second) {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        keys
    }

    /// The study of these scenarios.
    fn study<'s>(
        &self,
        scenarios: &'s [Scenario],
        (first, most): (u32, u32),
    ) -> Result<Study<'s>, NoAnswer> {
        let rows: Vec<usize> = (0..self.space.rows()).collect();
        let point = |scenario| {
            let ready = Ready::of(scenario).map_err(|failure| failed(&failure))?;
            Ok(Point { scenario: ready, rows: rows.clone(), first, most })
        };
        let points = scenarios.iter().map(point).collect::<Result<_, _>>()?;
        Ok(Study { points, record: Record::Measures(self.keys()) })
    }

    /// Where the runs of these scenarios are kept.
    fn kept(&self, scenarios: &[Scenario], at: (Phase, u32)) -> Result<Vec<H::Kept>, NoAnswer> {
        let keys = self.keys();
        let kept = scenarios.iter().map(|scenario| self.shelf.of(scenario, at, &keys));
        kept.collect::<Result<_, _>>().map_err(NoAnswer::Failed)
    }

    /// The values of `runs` runs of each of these scenarios on the luck of a phase, from replication
    /// `first` on.
    fn values(
        &self,
        scenarios: &[Scenario],
        (phase, first, runs): (Phase, u32, u32),
        (total, words): (&mut Total, &str),
    ) -> Result<Vec<Values>, NoAnswer> {
        let before = *total;
        let seen = |reached: &Reached, _: &Columns| self.tell(&before, reached, words);
        let study = self.study(scenarios, (first, runs))?;
        let kept = self.kept(scenarios, (phase, first))?;
        let runner = Runner { study: &study, kept, seen: &seen, watch: self.watch };
        let columns = Columns::new(scenarios.len(), self.space.rows() * self.keys().len());
        let ran = runner.run(columns, |_, _| vec![runs; scenarios.len()]);
        let ran = ran.map_err(|(_, failure)| failed(&failure))?;
        total.add(&ran.reached, ran.analysis.events);
        if ran.is_complete { Ok(ran.analysis.values) } else { Err(NoAnswer::Stopped) }
    }

    fn tell(&self, before: &Total, reached: &Reached, words: &str) {
        let (runs, reused) = (before.runs + reached.runs, before.reused + reached.reused);
        let planned = (self.plan.budget + self.after() + self.of_front()).max(runs);
        (self.seen)(&Reached { runs, reused, planned, ..*reached }, words);
    }
}

impl Total {
    fn add(&mut self, reached: &Reached, events: u64) {
        self.runs += reached.runs;
        self.reused += reached.reused;
        self.events += events;
    }
}

fn failed(failure: &Failure) -> NoAnswer {
    NoAnswer::Failed(failure.to_string())
}

/// The values of designs, in order.
struct Columns {
    values: Vec<Values>,
    events: u64,
}

impl Columns {
    fn new(designs: usize, columns: usize) -> Self {
        Self { values: vec![vec![Vec::new(); columns]; designs], events: 0 }
    }
}

impl Analysis for Columns {
    fn take(&mut self, point: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        for outcomes in runs {
            self.events += outcomes.iter().map(|outcome| outcome.events).sum::<u64>();
            let found = outcomes.iter().flat_map(|outcome| &outcome.values);
            for (values, value) in self.values[point].iter_mut().zip(found) {
                values.push(*value);
            }
        }
    }
}
