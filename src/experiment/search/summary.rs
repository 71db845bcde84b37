//! What a search found: plain data for every form of report.

use super::Plan;
use super::limits::{Kept, LimitFound};
use super::space::{Design, Space};
use crate::experiment::End;
use crate::experiment::race::{self, Aim, RaceSummary, Raced, Racer};
use crate::sales::Measure;
use crate::scenario::{Axis, Level};
use crate::stats::{Estimate, Stands};

/// A design that was tried in a generation.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The search, from 0.
    pub search: u32,
    /// The generation, from 0.
    pub generation: u32,
    /// What was tried.
    pub design: Design,
    /// Its runs; 0 where it cannot be run or exceeds a limit on the organisation.
    pub runs: u32,
    /// Their mean.
    pub mean: f64,
    /// The same of the second measure; NaN if there is none.
    pub second: f64,
    /// By limit: the mean of its measure; NaN of what the organisation alone says.
    pub limits: Vec<f64>,
    /// Whether it was run.
    pub is_possible: bool,
}

/// A design on the luck of the confirmation.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// Which of the candidates of the race; `None` = the scenario as written.
    pub candidate: Option<usize>,
    /// What it is worth: the number of runs was fixed, and they had no part in choosing it.
    pub estimate: Estimate,
    /// How much better it is than the scenario as written, run by run; positive is better.
    pub gain: Estimate,
    /// Whether it keeps the limits.
    pub limits: Vec<LimitFound>,
}

/// The winner with one lever moved.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The lever.
    pub lever: usize,
    /// Its value, as a place among those of the lever.
    pub place: u32,
    /// How much better it is than the winner, run by run; `None` where it cannot be run.
    pub gain: Option<Estimate>,
    /// Whether it exceeds a limit.
    pub is_beyond: bool,
}

/// The best of one of several searches.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Which of the candidates of the race.
    pub candidate: usize,
    /// What it is worth.
    pub estimate: Estimate,
    /// How far from the winner: mean over levers, as a share of their ranges.
    pub distance: f64,
}

/// A design and what it is worth in both measures.
#[derive(Clone, Debug)]
pub struct FrontPoint {
    /// Its values by lever; `None` = the scenario as written.
    pub values: Option<Vec<Level>>,
    /// The factor of market cost, where policies are scaled.
    pub factor: Option<f64>,
    /// In the primary and in the second measure.
    pub worth: [Estimate; 2],
    /// Whether it keeps the limits.
    pub limits: Vec<LimitFound>,
    /// Where it stands among those that keep the limits, by their places; `None` where it is known not to.
    pub stands: Option<Stands>,
}

/// What was found of two measures.
#[derive(Clone, Debug)]
pub struct Front {
    /// The second measure.
    pub measure: Measure,
    /// Differences up to these do not matter, in the units of the primary and the second measure.
    pub zones: [f64; 2],
    /// Weights that were searched, the primary measure alone included.
    pub weights: u32,
    /// All trials of the further weights, in order.
    pub trials: Vec<Trial>,
    /// The best in the primary measure first.
    pub points: Vec<FrontPoint>,
}

/// What a search came to.
#[derive(Clone, Debug)]
pub struct Searched {
    /// All trials, in order.
    pub trials: Vec<Trial>,
    /// The candidates of the race.
    pub racers: Vec<Racer>,
    /// By candidate; `None` = the scenario as written.
    pub designs: Vec<Option<Design>>,
    /// By candidate: in which search it was found.
    pub searches: Vec<Option<u32>>,
    /// By candidate: the factor of market cost, where policies are scaled.
    pub factors: Vec<Option<f64>>,
    /// Whether none of the designs that looked best is likely to keep the limits.
    pub is_beyond: bool,
    /// The race.
    pub raced: Raced,
    /// The candidate that is best: of those confirmed, the first that no limit refutes.
    pub winner: usize,
    /// The same, by its place among those confirmed.
    pub best: usize,
    /// The winner of the race, those as good, the best of each search.
    pub confirmed: Vec<Confirmed>,
    /// The scenario as written.
    pub written: Confirmed,
    /// What is near the winner.
    pub neighbours: Vec<Neighbour>,
    /// The best of each search, if there were several.
    pub agreement: Vec<Agreement>,
    /// What is best in two measures, if there are two.
    pub front: Option<Front>,
    /// The zone of indifference, in the measure's unit.
    pub zone: f64,
    /// Runs in all phases, those kept from before, and events handled.
    pub runs: u64,
    /// Of these runs, those that were kept from before.
    pub reused: u64,
    /// Events handled.
    pub events: u64,
}

impl Searched {
    /// The trials of the search, then those of the front.
    pub fn all_trials(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter().chain(self.front.iter().flat_map(|front| &front.trials))
    }
}

/// A lever, for reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Its keys.
    pub keys: Vec<String>,
    /// How people read it.
    pub label: String,
    /// The unit of its numbers.
    pub unit: String,
    /// Its first and last value.
    pub ends: (Level, Level),
    /// How many values it has.
    pub count: u32,
    /// The scenario's own value.
    pub base: Option<Level>,
    /// The best value; `None` where the scenario as written is the best.
    pub best: Option<Level>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct SearchSummary {
    /// What came of it.
    pub found: Searched,
    /// The race, with labels of designs.
    pub race: RaceSummary,
    /// The levers.
    pub levers: Vec<Lever>,
    /// By candidate: its values, by lever; none of the scenario as written.
    pub values: Vec<Option<Vec<Level>>>,
    /// By trial, those of the front at the end: its values.
    pub trials: Vec<Vec<Level>>,
    /// By neighbour: the value moved to.
    pub moved: Vec<Level>,
    /// The policy that is searched, or the two that are compared: names and labels.
    pub policies: Vec<(String, String)>,
    /// What the best-looking trial said, what the race said of the winner.
    pub best_trial: f64,
    /// The winner's mean in the race.
    pub in_race: f64,
    /// How the runs were divided.
    pub plan: Plan,
    /// Why it ended.
    pub end: End,
}

impl SearchSummary {
    /// The winner, confirmed.
    pub fn winner(&self) -> &Confirmed {
        &self.found.confirmed[self.found.best]
    }

    /// Whether the winner is the scenario as written.
    pub fn is_as_written(&self) -> bool {
        self.found.designs[self.found.winner].is_none()
    }

    /// Whether every limit is known to be kept by the winner.
    pub fn is_kept(&self) -> bool {
        self.winner().limits.iter().all(|limit| limit.kept == Kept::Yes)
    }

    /// The neighbours that are known to be better than the winner by more than the zone, and keep the
    /// limits: the search had not come to its end.
    pub fn better_neighbours(&self) -> Vec<usize> {
        let is_better = |of: &usize| {
            let neighbour = &self.found.neighbours[*of];
            let least = neighbour.gain.as_ref().map_or(0.0, |gain| gain.interval.0);
            !neighbour.is_beyond && least > self.found.zone
        };
        (0..self.found.neighbours.len()).filter(is_better).collect()
    }
}

/// What was found, for reading.
pub fn summarise(
    (space, aim): (Space<'_>, &Aim),
    plan: Plan,
    found: Searched,
    warnings: Vec<String>,
) -> SearchSummary {
    let end = if found.raced.race.is_decided() { End::Goal } else { End::Runs };
    let most = (0..found.racers.len()).map(|own| found.raced.race.runs(own)).max().unwrap_or(0);
    let base = space.base();
    let about = (end, most, warnings);
    let mut race = race::summarise(base, (aim, &found.racers), &found.raced, about);
    (race.runs, race.events) = (found.runs, found.events);
    let values: Vec<Option<Vec<Level>>> =
        found.designs.iter().map(|of| of.as_ref().map(|of| space.values(of))).collect();
    for (candidate, values) in race.candidates.iter_mut().zip(&values) {
        if let Some(values) = values {
            candidate.label =
                values.iter().map(|level| level.text.as_str()).collect::<Vec<_>>().join(" · ");
        }
    }
    let tried = found.trials.iter().filter(|trial| trial.mean.is_finite());
    let best_trial = tried.map(|trial| trial.mean).fold(f64::NAN, |best, mean| {
        if aim.better.improvement(mean - best) <= 0.0 { best } else { mean }
    });
    let winner = found.winner;
    SearchSummary {
        levers: space
            .levers()
            .iter()
            .enumerate()
            .map(|of| lever(of, values[winner].as_deref()))
            .collect(),
        trials: found.all_trials().map(|trial| space.values(&trial.design)).collect(),
        moved: found.neighbours.iter().map(|of| space.levers()[of.lever].nth(of.place)).collect(),
        policies: space.policies(),
        best_trial,
        in_race: aim.mean(&found.raced.values[winner]),
        plan,
        end,
        race,
        values,
        found,
    }
}

fn lever((place, axis): (usize, &Axis), best: Option<&[Level]>) -> Lever {
    Lever {
        keys: axis.keys.clone(),
        label: axis.label.clone(),
        unit: axis.unit.clone(),
        ends: (axis.nth(0), axis.nth(axis.count() - 1)),
        count: axis.count(),
        base: axis.base.clone(),
        best: best.map(|values| values[place].clone()),
    }
}
