//! What a race found: plain data for every form of report.

use super::{Aim, Raced};
use crate::experiment::End;
use crate::experiment::scaling::Scaling;
use crate::sales::Measure;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Interval, Standing};

/// A candidate of a race, before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Racer {
    /// Its name.
    pub name: String,
    /// How people read it.
    pub label: String,
}

/// What a race found of a candidate.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// How people read it.
    pub label: String,
    /// Its runs.
    pub runs: u32,
    /// Its mean over these runs, with an interval that holds whenever one stops.
    pub estimate: Estimate,
    /// How much better the winner is over the runs that both have, without the luck of their controls; positive
    /// is better, 0 for the winner.
    pub behind: f64,
    /// With the level of the race nobody is better than this one by more; infinite if nothing is known.
    pub regret: f64,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it is known to be as good as the best but for the zone.
    pub is_near_best: bool,
}

impl Candidate {
    /// Whether it may be the best.
    pub fn is_possibly_best(&self) -> bool {
        matches!(self.standing, Standing::Runs | Standing::Rests)
    }
}

/// What a race found.
#[derive(Clone, Debug)]
pub struct RaceSummary {
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
    /// The measure that decides.
    pub measure: Measure,
    /// Differences up to this do not matter, in the measure's unit.
    pub zone: f64,
    /// The most runs of a candidate.
    pub most_runs: u32,
    /// In the order of the scenario.
    pub candidates: Vec<Candidate>,
    /// The candidate whose regret is known to be the least; none if all are withheld.
    pub winner: Option<usize>,
    /// Whether the winner is known to be the best but for the zone.
    pub is_decided: bool,
    /// Why it ended.
    pub end: End,
    /// Runs of all candidates together.
    pub runs: u64,
    /// About how many more would decide it; none if it is decided or nobody can tell.
    pub left: Option<u64>,
    /// The factors of market cost, if there are any.
    pub scaling: Option<Scaling>,
    /// What the reader must know.
    pub warnings: Vec<String>,
    /// Events handled.
    pub events: u64,
}

impl RaceSummary {
    /// The candidates, the best known first: the winner, those as good, those that may be it, those
    /// dropped, the last first.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.candidates.len()).collect();
        let is_in = |own: usize| match self.candidates[own].standing {
            _ if self.candidates[own].is_near_best => 0,
            Standing::Runs | Standing::Rests => 1,
            Standing::Dropped(_) => 2,
            Standing::Withheld => 3,
        };
        order.sort_by(|a, b| {
            let [of_a, of_b] = [*a, *b].map(|own| &self.candidates[own]);
            let later = |own: usize| (self.winner != Some(own), is_in(own));
            later(*a)
                .cmp(&later(*b))
                .then(of_b.runs.cmp(&of_a.runs).then(of_a.behind.total_cmp(&of_b.behind)))
        });
        order
    }

    /// How many candidates may be the best.
    pub fn possible(&self) -> usize {
        self.candidates.iter().filter(|of| of.is_possibly_best()).count()
    }

    /// What nobody exceeds the winner by, with the level of the race.
    pub fn regret(&self) -> f64 {
        self.winner.map_or(f64::INFINITY, |winner| self.candidates[winner].regret)
    }
}

/// What a race among `racers`, in the order of its points, came to.
///
/// # Panics
///
/// If there is not one name for each candidate.
pub fn summarise(
    scenario: &Scenario,
    (aim, racers): (&Aim, &[Racer]),
    raced: &Raced,
    (end, most_runs, warnings): (End, u32, Vec<String>),
) -> RaceSummary {
    assert!(racers.len() == raced.values.len(), "one name for each candidate");
    let race = &raced.race;
    let (winner, zone) = (race.winner(), aim.zone(&raced.values[0]));
    let candidate = |(index, racer): (usize, &Racer)| {
        let (values, runs) = (&raced.values[index], race.runs(index));
        let regret = race.regret(index);
        Candidate {
            name: racer.name.clone(),
            label: racer.label.clone(),
            runs,
            estimate: Estimate::by(&aim.score(values, runs as usize), Interval::Sequence),
            behind: winner.map_or(f64::NAN, |winner| behind(aim, raced, (winner, index))),
            regret,
            standing: race.standing(index),
            is_near_best: race.is_in(index) && regret <= zone,
        }
    };
    RaceSummary {
        scenario: scenario.name.clone(),
        hash: scenario.hash(),
        world: scenario.world_hash(),
        currency: scenario.currency.clone(),
        seed: scenario.seed,
        measure: aim.measure.clone(),
        zone,
        most_runs,
        candidates: racers.iter().enumerate().map(candidate).collect(),
        winner,
        is_decided: race.is_decided(),
        end,
        runs: race_runs(raced),
        left: raced.left,
        scaling: None,
        warnings,
        events: raced.events,
    }
}

/// How much better `winner` is than another over the runs that both have.
fn behind(aim: &Aim, raced: &Raced, (winner, other): (usize, usize)) -> f64 {
    let both = raced.race.runs(winner).min(raced.race.runs(other)) as usize;
    let scores = |own: usize| aim.scores(&raced.values[own], &raced.controls[own], both);
    if winner == other {
        0.0
    } else {
        aim.better.improvement(scores(winner).more_than(&scores(other), both))
    }
}

fn race_runs(raced: &Raced) -> u64 {
    (0..raced.values.len()).map(|own| u64::from(raced.race.runs(own))).sum()
}
