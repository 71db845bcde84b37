//! Assumptions moved within their ranges until a policy meets what a company says of itself.

use super::running::run;
use super::worlds::drawn;
use super::{Continue, Failure, Results};
use crate::sales::Measure;
use crate::scenario::{Axis, Level, Scenario, Uncertainty};
use crate::stats::{Estimate, Surface};

/// Order of the polynomial in each input.
const ORDER: usize = 2;
/// Replications for each term of a surface, at least.
const RUNS_PER_TERM: usize = 10;
/// A target is met within this share of it.
const CLOSE: f64 = 0.05;
/// How little it costs to move an input over its range, beside missing a target by 5 %.
const PULL: f64 = 0.05;
/// Values are told apart by this part of their range.
const DIGITS: f64 = 1000.0;
/// The search halves its steps so often.
const HALVINGS: usize = 10;

/// What was moved, and what came of it.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// Every assumption that may move.
    pub moves: Vec<Move>,
    /// Every target.
    pub targets: Vec<Target>,
    /// Replications of the last look.
    pub runs: u32,
}

/// An assumption that may move.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Its key path.
    pub key: String,
    /// Its value as written, the ends of its range, and the value at which targets are met best.
    pub before: Level,
    /// See [`Move::before`].
    pub range: (Level, Level),
    /// See [`Move::before`].
    pub after: Level,
    /// The part of the range that lies around it evenly, so that worlds drawn from it meet the targets on
    /// average; at least a twenty-fifth of the range.
    pub around: (Level, Level),
}

/// A target of the first policy.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is about.
    pub measure: Measure,
    /// What the company says.
    pub wanted: f64,
    /// What comes out with the values as written.
    pub before: Estimate,
    /// What comes out with those found.
    pub after: Estimate,
}

impl Target {
    /// Whether it is met: within 5 %, or within the interval of what comes out.
    pub fn is_met(&self) -> bool {
        let (low, high) = self.after.interval;
        let is_inside = low <= self.wanted && self.wanted <= high;
        is_inside || (self.after.mean - self.wanted).abs() <= CLOSE * self.wanted.abs()
    }
}

/// Why nothing can be moved.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotCalibrated {
    /// The scenario says nothing of the company.
    #[error(
        "the scenario has no `[targets]`\nhint: e.g. `[targets]` with `wins = 120` and `win_rate = \"22 %\"`"
    )]
    NoTargets,
    /// Nothing may move.
    #[error(
        "no assumption of the scenario has a range to move in\nhint: e.g. `touch = {{ value = \"2 h\", uncertain = \"1 h to 4 h\" \
         }}`; what `[sources]` marks as measured stays"
    )]
    NothingMoves,
    /// A target is never defined.
    #[error("`{0}` is undefined in nearly all runs, so it cannot be a target")]
    Undefined(String),
    /// A run failed.
    #[error("{0}")]
    Failed(#[from] Failure),
}

/// Moves the assumptions of a scenario (uncertain inputs without a source) until its first policy comes as near
/// to its targets as it can: by a surface of second order over runs in which every input is drawn, and a look
/// at what comes out there.
///
/// # Errors
///
/// If there is nothing to meet or to move, or a run fails.
pub fn calibrate(scenario: &Scenario) -> Result<Calibration, NotCalibrated> {
    if scenario.targets.is_empty() {
        return Err(NotCalibrated::NoTargets);
    }
    let Some(uncertainty) = &scenario.uncertainty else { return Err(NotCalibrated::NothingMoves) };
    let inputs = uncertainty.inputs();
    let moves = |axis: &Axis| !scenario.is_sourced(&axis.keys);
    if !inputs.iter().any(moves) {
        return Err(NotCalibrated::NothingMoves);
    }
    let mut first = scenario.clone();
    first.select_policies(&[0]);
    first.cells.clear();
    let terms = u32::try_from(RUNS_PER_TERM * (ORDER * inputs.len() + 1)).unwrap_or(u32::MAX);
    first.replications = first.replications.max(terms);
    let results = run(&first, |_| Continue::Yes)?;
    let surfaces = surfaces(&first, &results)?;
    let base: Vec<f64> = inputs.iter().map(share_of_base).collect();
    let free: Vec<usize> = (0..inputs.len()).filter(|place| moves(&inputs[*place])).collect();
    let best = nearest(&base, &free, |shares| {
        let point: Vec<f64> =
            inputs.iter().zip(shares).map(|(axis, share)| axis.at(*share).number).collect();
        let miss = |(surface, wanted): &(Surface, f64)| {
            let off = (surface.at(&point) - wanted) / (CLOSE * wanted.abs()).max(1e-9);
            off * off
        };
        let pull = shares.iter().zip(&base).map(|(share, from)| (share - from) * (share - from));
        surfaces.iter().map(miss).sum::<f64>() + PULL * pull.sum::<f64>()
    });
    let level = |place: usize| {
        if free.contains(&place) && (best[place] - base[place]).abs() > 0.5 / DIGITS {
            inputs[place].at(best[place])
        } else {
            written(&inputs[place])
        }
    };
    let found: Vec<Level> = (0..inputs.len()).map(level).collect();
    let as_written: Vec<Level> = inputs.iter().map(written).collect();
    let (before, after) =
        (look(&first, uncertainty, &as_written)?, look(&first, uncertainty, &found)?);
    let moves = free.iter().map(|place| Move {
        key: inputs[*place].keys[0].clone(),
        before: as_written[*place].clone(),
        range: (inputs[*place].at(0.0), inputs[*place].at(1.0)),
        after: found[*place].clone(),
        around: around(&inputs[*place], best[*place]),
    });
    let target = |(key, wanted): &(String, f64)| {
        let place = after.measure(key)?;
        let estimate = |results: &Results| Estimate::of(results.values(0, key));
        Some(Target {
            measure: after.measures[place].clone(),
            wanted: *wanted,
            before: estimate(&before),
            after: estimate(&after),
        })
    };
    Ok(Calibration {
        moves: moves.collect(),
        targets: scenario.targets.iter().filter_map(target).collect(),
        runs: after.replications,
    })
}

fn written(axis: &Axis) -> Level {
    axis.base.clone().expect("an uncertain input has a value")
}

fn around(axis: &Axis, share: f64) -> (Level, Level) {
    let half = share.min(1.0 - share).max(0.02);
    (axis.at((share - half).max(0.0)), axis.at((share + half).min(1.0)))
}

/// Where the value as written lies on the range.
fn share_of_base(axis: &Axis) -> f64 {
    let (low, high) = (axis.at(0.0).number, axis.at(1.0).number);
    ((written(axis).number - low) / (high - low)).clamp(0.0, 1.0)
}

/// What each target depends on, over all worlds drawn.
fn surfaces(scenario: &Scenario, results: &Results) -> Result<Vec<(Surface, f64)>, NotCalibrated> {
    let inputs = drawn(scenario, results.replications);
    let surface = |(key, wanted): &(String, f64)| {
        let values = results.values(0, key);
        let known: Vec<usize> = (0..values.len()).filter(|run| values[*run].is_finite()).collect();
        if known.len() < RUNS_PER_TERM * (ORDER * inputs.len() + 1) / 2 {
            return Err(NotCalibrated::Undefined(key.clone()));
        }
        let point = |run: &usize| inputs.iter().map(|input| input.values[*run]).collect();
        let points: Vec<Vec<f64>> = known.iter().map(point).collect();
        let heights: Vec<f64> = known.iter().map(|run| values[*run]).collect();
        Ok((Surface::fit(&points, &heights, ORDER), *wanted))
    };
    scenario.targets.iter().map(surface).collect()
}

/// The shares at which `loss` is least, found by steps along one input after the other, each half as long as
/// those before (Hooke and Jeeves 1961, without their pattern moves).
fn nearest(base: &[f64], free: &[usize], loss: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut best = base.to_vec();
    let mut least = loss(&best);
    let mut step = 0.25;
    for _ in 0..HALVINGS {
        let mut has_moved = true;
        while has_moved {
            has_moved = false;
            for place in free {
                for by in [step, -step] {
                    let mut tried = best.clone();
                    tried[*place] = (tried[*place] + by).clamp(0.0, 1.0);
                    let there = loss(&tried);
                    if there < least - 1e-9 {
                        (best, least, has_moved) = (tried, there, true);
                    }
                }
            }
        }
        step *= 0.5;
    }
    // More digits than anybody knows help nobody.
    best.iter().map(|share| (share * DIGITS).round() / DIGITS).collect()
}

/// Runs the world of these values.
fn look(
    scenario: &Scenario,
    uncertainty: &Uncertainty,
    levels: &[Level],
) -> Result<Results, NotCalibrated> {
    let world = uncertainty.at(levels).map_err(|error| {
        let why = error.problems.first().map_or_else(String::new, |p| p.message.clone());
        let drawn = levels.iter().map(|level| level.text.clone()).collect::<Vec<_>>().join(", ");
        NotCalibrated::Failed(Failure::NoWorld { replication: 0, drawn, why })
    })?;
    let world = Scenario {
        policies: scenario.policies.clone(),
        cells: Vec::new(),
        horizon: scenario.horizon,
        budget: scenario.budget,
        seed: scenario.seed,
        replications: scenario.replications,
        ..world
    };
    Ok(run(&world, |_| Continue::Yes)?)
}
