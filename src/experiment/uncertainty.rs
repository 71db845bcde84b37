//! How much of the doubt is luck and how much is assumption, where every replication draws its world.

use super::results::Results;
use super::summing::{direction, zone};
use super::worlds::shares;
use crate::scenario::{Axis, Level, Levels, Scenario};
use crate::stats::{Direction, Estimate, Surface, Tally, student_quantile};

/// Order of the polynomial in each input.
const ORDER: usize = 2;
/// Groups of a jackknife.
const GROUPS: usize = 10;
/// Replications for each term of a surface, at least.
const RUNS_PER_TERM: usize = 5;

/// What the ranges of the uncertain inputs mean for the primary measure.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertaintySummary {
    /// The inputs, in the order of the scenario.
    pub inputs: Vec<UncertainInput>,
    /// For every pair of policies; none where the replications are too few for a surface over the
    /// inputs.
    pub doubts: Vec<Doubt>,
    /// Replications that a surface needs.
    pub least_runs: usize,
}

/// An input of which only a range is known.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainInput {
    /// Its key path.
    pub key: String,
    /// How people read it.
    pub label: String,
    /// Whether its value has a source.
    pub is_sourced: bool,
    /// The ends of the range, and the value as written.
    pub from: Level,
    /// See [`UncertainInput::from`].
    pub to: Level,
    /// See [`UncertainInput::from`].
    pub base: Level,
}

/// A share of a variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explained {
    /// The share, 0 to 1.
    pub share: f64,
    /// Half its 95 % interval.
    pub error: f64,
}

/// What is in doubt about b against a.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Share of the variance of the difference over replications that the inputs explain; the rest
    /// is luck (and what a sum of parabolas in the inputs misses).
    pub assumptions: Explained,
    /// The same of each input alone.
    pub by_input: Vec<Explained>,
    /// In how many of the worlds drawn who is better, luck averaged out.
    pub worlds: WorldsWon,
    /// The expected difference b − a in the world as written, by the same surface: the value, and
    /// half its 95 % interval.
    pub as_written: (f64, f64),
    /// Difference up to which it does not matter.
    pub zone: f64,
}

/// Shares of the worlds drawn, which sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorldsWon {
    /// The first policy is better by more than the zone.
    pub a: f64,
    /// The second policy is.
    pub b: f64,
    /// The difference is too small to matter.
    pub tie: f64,
}

/// What the ranges mean, if the scenario has any.
pub(super) fn uncertainty(scenario: &Scenario, results: &Results) -> Option<UncertaintySummary> {
    let inputs = scenario.uncertainty.as_ref()?.inputs();
    let worlds: Vec<Vec<f64>> =
        (0..results.replications).map(|run| shares(inputs, scenario.seed, run)).collect();
    let least_runs = RUNS_PER_TERM * (ORDER * inputs.len() + 1);
    let policies = results.policies.len();
    let pairs = (0..policies).flat_map(|a| (a + 1..policies).map(move |b| (a, b)));
    let doubt = |pair| doubt(scenario, results, (inputs, &worlds, least_runs), pair);
    let doubts = pairs.filter_map(doubt).collect();
    Some(UncertaintySummary {
        inputs: inputs.iter().map(|axis| input(scenario, axis)).collect(),
        doubts,
        least_runs,
    })
}

fn input(scenario: &Scenario, axis: &Axis) -> UncertainInput {
    UncertainInput {
        is_sourced: scenario.is_sourced(&axis.keys),
        key: axis.keys[0].clone(),
        label: axis.label.clone(),
        from: axis.at(0.0),
        to: axis.at(1.0),
        base: axis.base.clone().expect("an uncertain input has a value"),
    }
}

fn doubt(
    scenario: &Scenario,
    results: &Results,
    (inputs, worlds, least_runs): (&[Axis], &[Vec<f64>], usize),
    (a, b): (usize, usize),
) -> Option<Doubt> {
    let primary = results.measure(&scenario.primary)?;
    let [of_a, of_b] = [a, b].map(|policy| &results.policies[policy].values[primary]);
    let differences = of_a.iter().zip(of_b).map(|(a, b)| b - a);
    let defined = worlds.iter().zip(differences).filter(|(_, difference)| !difference.is_nan());
    let (points, differences): (Vec<Vec<f64>>, Vec<f64>) =
        defined.map(|(world, difference)| (world.clone(), difference)).unzip();
    if points.len() < least_runs {
        return None;
    }
    let surface = Surface::fit(&points, &differences, ORDER);
    let alone = |input: usize| {
        let of_input: Vec<Vec<f64>> = points.iter().map(|point| vec![point[input]]).collect();
        explained(&Surface::fit(&of_input, &differences, ORDER), points.len())
    };
    let zone = zone(scenario, &scenario.primary, Estimate::of(of_a).mean);
    let zone = if zone.is_nan() { 0.0 } else { zone };
    let is_lower = direction(&results.measures[primary]) == Direction::LowerIsBetter;
    let gain = |point: &Vec<f64>| if is_lower { -surface.at(point) } else { surface.at(point) };
    let gains: Vec<f64> = points.iter().map(gain).collect();
    let share = |count: usize| count as f64 / gains.len() as f64;
    let [for_a, for_b] = [
        share(gains.iter().filter(|gain| **gain < -zone).count()),
        share(gains.iter().filter(|gain| **gain > zone).count()),
    ];
    Some(Doubt {
        a,
        b,
        assumptions: explained(&surface, points.len()),
        by_input: (0..inputs.len()).map(alone).collect(),
        worlds: WorldsWon { a: for_a, b: for_b, tie: 1.0 - for_a - for_b },
        as_written: at_base(inputs, &points, &differences),
        zone,
    })
}

/// The height of the surface in the world as written, with the error of a jackknife that leaves out
/// one of ten groups of replications at a time (Quenouille, 1956; Student's t with 9 degrees).
fn at_base(inputs: &[Axis], points: &[Vec<f64>], differences: &[f64]) -> (f64, f64) {
    let base: Vec<f64> = inputs.iter().map(place_of_base).collect();
    let height = |left_out: Option<usize>| {
        let is_in = |(run, _): &(usize, _)| Some(run % GROUPS) != left_out;
        let kept = points.iter().zip(differences).enumerate().filter(is_in);
        let (points, differences): (Vec<Vec<f64>>, Vec<f64>) =
            kept.map(|(_, (point, difference))| (point.clone(), *difference)).unzip();
        Surface::fit(&points, &differences, ORDER).at(&base)
    };
    let without: Tally = (0..GROUPS).map(|group| height(Some(group))).collect();
    let spread = without.sum_of_squared_deviations() * (GROUPS - 1) as f64 / GROUPS as f64;
    (height(None), student_quantile(0.975, GROUPS as u64 - 1) * spread.sqrt())
}

/// Where the value as written lies in its range, 0 to 1; of a whole number the middle of its part.
fn place_of_base(axis: &Axis) -> f64 {
    let base = axis.base.as_ref().map_or(f64::NAN, |level| level.number);
    match axis.levels {
        Levels::Range { from, to, whole: true, .. } => (base - from + 0.5) / (to - from + 1.0),
        Levels::Range { from, to, .. } => (base - from) / (to - from),
        Levels::List(_) => unreachable!("an uncertain input is a range"),
    }
}

/// The adjusted share of the variance that a surface explains, with the error of a squared multiple
/// correlation in large samples (Olkin and Finn, 1995): variance 4 R² (1 − R²)² / n.
fn explained(surface: &Surface, runs: usize) -> Explained {
    let share = surface.fit.adjusted_r_squared.clamp(0.0, 1.0);
    let error = 1.96 * (4.0 * share * (1.0 - share) * (1.0 - share) / runs as f64).sqrt();
    Explained { share, error }
}
