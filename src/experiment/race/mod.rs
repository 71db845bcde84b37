//! Races: which of many policies or designs is best in the primary measure, in as few runs as it takes.
//!
//! Every candidate is a point of its own on the same luck. Who may still be the best by more than the
//! zone of indifference is run on, the others rest or are dropped ([`crate::stats::Race`]). Looks depend
//! on nothing but the number of replications, so neither threads nor what is kept change an answer.

mod aim;
mod summary;

use super::Failure;
use super::block::Keep;
use super::ready::Ready;
use super::replicate::Record;
use super::runner::{Analysis, Reached, Runner, Watch};
use super::study::{Point, Study};
use crate::sales::Outcome;
use crate::scenario::Scenario;
use crate::stats::{DEFAULT_LEVEL, Incidence, Race, Scores};

pub use aim::Aim;
pub use summary::{Candidate, RaceSummary, Racer, summarise};

/// The most candidates of a race.
pub const MOST_CANDIDATES: usize = 1000;

/// How a race ended.
#[derive(Clone, Debug)]
pub struct Raced {
    /// Bounds and standings at the last look.
    pub race: Race,
    /// By candidate, by key of the aim, by run.
    pub values: Vec<Vec<Vec<f64>>>,
    /// By candidate, by policy that runs in it, by run ([`Aim::control`]).
    pub controls: Vec<Vec<Vec<f64>>>,
    /// How far it came.
    pub reached: Reached,
    /// Whether it was not stopped from outside.
    pub is_complete: bool,
    /// About how many more runs would decide it; `None` if it is decided or nobody can tell.
    pub left: Option<u64>,
    /// Events handled.
    pub events: u64,
}

/// What is known on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reckoning {
    /// Nobody is better than the leader by more, in the measure's unit; infinite at first.
    pub regret: f64,
    /// Candidates that may be the best.
    pub possible: usize,
    /// About how many more runs decide it.
    pub left: Option<u64>,
}

/// The study in which the first `candidates` policies of a scenario race, of at most `most` runs each.
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn study<'a>(
    scenario: &'a Scenario,
    aim: &Aim,
    (candidates, most): (usize, u32),
) -> Result<Study<'a>, Failure> {
    let ready = Ready::of(scenario)?;
    let point = |policy| Point { rows: vec![policy], ..Point::whole(ready, most) };
    let record = Record::Measures(aim.keys.clone());
    Ok(Study { points: (0..candidates).map(point).collect(), record })
}

/// Races the points of `study`, of which each runs one policy and all have the same luck, until it is
/// decided, a point has `most` runs or all together would have more than `total`. `seen` is told after each piece what is known.
///
/// # Errors
///
/// The point and the [`Failure`] of the first replication that failed.
///
/// # Panics
///
/// If the study has no points.
pub fn run<K: Keep + Send>(
    study: &Study<'_>,
    (aim, (most, total)): (&Aim, (u32, u64)),
    kept: Vec<K>,
    seen: &(impl Fn(&Reached, &Reckoning) + Sync),
    watch: &impl Watch,
) -> Result<Raced, (usize, Failure)> {
    let seen = |reached: &Reached, running: &Running<'_>| seen(reached, &running.reckoning);
    let runner = Runner { study, kept, seen: &seen, watch };
    let keys = if let Record::Measures(keys) = &study.record { keys.len() } else { 0 };
    let policies = study.points.first().map_or(0, |point| point.rows.len());
    let running = Running::new(aim, (study.points.len(), policies, keys), (most, total));
    let ran = runner.run(running, Running::next)?;
    let (reached, is_complete) = (ran.reached, ran.is_complete);
    let Running { race, values, controls, reckoning, events, .. } = ran.analysis;
    let left = reckoning.left.filter(|_| !race.is_decided());
    Ok(Raced { race, values, controls, reached, is_complete, left, events })
}

/// A race that is running.
struct Running<'a> {
    aim: &'a Aim,
    race: Race,
    values: Vec<Vec<Vec<f64>>>,
    controls: Vec<Vec<Vec<f64>>>,
    /// The number of runs at the next look, the most there may be, and that of all candidates together.
    look: u32,
    most: u32,
    total: u64,
    reckoning: Reckoning,
    events: u64,
}

impl<'a> Running<'a> {
    fn new(
        aim: &'a Aim,
        (candidates, policies, keys): (usize, usize, usize),
        (most, total): (u32, u64),
    ) -> Self {
        Self {
            aim,
            race: Race::new(candidates, DEFAULT_LEVEL),
            values: vec![vec![Vec::new(); policies * keys]; candidates],
            controls: vec![vec![Vec::new(); policies]; candidates],
            look: 0,
            most,
            total,
            reckoning: Reckoning { regret: f64::INFINITY, possible: candidates, left: None },
            events: 0,
        }
    }

    /// Looks, if there is something to look at, and says how many runs each candidate should have.
    fn next(&mut self, runs: &[u32]) -> Vec<u32> {
        if self.look > 0 {
            self.look_at(self.look as usize);
        }
        let is_over = self.race.winner().is_none() || self.race.is_decided();
        if is_over || self.look >= self.most {
            return runs.to_vec();
        }
        let (next, mut targets) = (Race::next_look(self.look).min(self.most), runs.to_vec());
        self.race.running().iter().for_each(|candidate| targets[*candidate] = next);
        if targets.iter().map(|own| u64::from(*own)).sum::<u64>() > self.total {
            return runs.to_vec();
        }
        self.look = next;
        targets
    }

    fn look_at(&mut self, count: usize) {
        let running = self.race.running();
        let runs =
            |own: usize| if running.contains(&own) { count } else { self.race.runs(own) as usize };
        let scores: Vec<Scores> = (self.values.iter().zip(&self.controls).enumerate())
            .map(|(own, (values, controls))| self.aim.scores(values, controls, runs(own)))
            .collect();
        let zone = self.aim.zone(&self.values[0]);
        self.race.look(&scores, count, self.aim.better, zone);
        let regret = self.race.winner().map_or(f64::INFINITY, |winner| self.race.regret(winner));
        self.reckoning = Reckoning {
            regret,
            possible: (0..self.values.len()).filter(|own| self.race.is_in(*own)).count(),
            left: self.race.runs_left(&scores, self.aim.better),
        };
    }
}

impl Analysis for Running<'_> {
    fn take(&mut self, point: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        for outcome in runs.iter().flatten() {
            self.events += outcome.events;
        }
        for outcomes in runs {
            let found = outcomes.iter().flat_map(|outcome| &outcome.values);
            self.values[point]
                .iter_mut()
                .zip(found)
                .for_each(|(values, value)| values.push(*value));
            let beside = outcomes.iter().map(|outcome| self.aim.control(&outcome.controls));
            self.controls[point].iter_mut().zip(beside).for_each(|(of, number)| of.push(number));
        }
    }
}
