//! Which points are run: one input at a time, trajectories, or points all over.

use super::trajectories::trajectories;
use crate::experiment::sweep::latin_shares;
use crate::scenario::{Axis, Level, Levels};

/// The most points of a design.
pub const MOST_POINTS: usize = 16_384;

/// How inputs are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One at a time from the base to the ends of its range.
    Tornado,
    /// Elementary effects along so many trajectories (Morris, 1991).
    Morris(u32),
    /// Sobol' indices from so many rows (Saltelli et al., 2010).
    Sobol(u32),
    /// The value of information from so many points.
    Value(u32),
}

/// Points that share their luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// By point: its cell.
    pub cells: Vec<usize>,
    /// By point, by input: how far along its range the value lies, 0 to 1 (beyond, if the base
    /// does); see [`place`].
    pub places: Vec<Vec<f64>>,
}

/// The points of a design and how often each is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How inputs are moved.
    pub method: Method,
    /// The rows. Tornado: one, the base and then, input by input, its values in order. Morris: a
    /// trajectory each. Sobol': the points A and B, then A with each input of B. Value: a point
    /// each.
    pub rows: Vec<Row>,
    /// The values of each cell, in the order of the axes; points of a row with the same values are
    /// one cell.
    pub cells: Vec<Vec<Level>>,
    /// By cell: its row.
    pub row_of: Vec<u32>,
    /// Replications of each policy in every cell.
    pub runs: u32,
}

impl Plan {
    /// Points that a design of so many inputs has, base and repetitions included.
    pub fn size(method: Method, axes: &[Axis]) -> usize {
        let inputs = axes.len();
        match method {
            Method::Tornado => 1 + axes.iter().map(|axis| values(axis).len()).sum::<usize>(),
            Method::Morris(rows) => rows as usize * (inputs + 1),
            Method::Sobol(rows) => rows as usize * (inputs + 2),
            Method::Value(points) => points as usize,
        }
    }
}

/// The design of a method over these axes, keyed by `seed`.
///
/// Sobol' rows and points for the value of information are Latin hypercubes (`McKay`, Beckman and
/// Conover, 1979), for the two points of a Sobol' row two independent ones: rows can then be
/// exchanged for one another, which the intervals need, whatever the number of inputs.
pub fn plan(method: Method, axes: &[Axis], runs: u32, seed: u64) -> Plan {
    let rows: Vec<Vec<Vec<Level>>> = match method {
        Method::Tornado => vec![one_at_a_time(axes)],
        Method::Morris(count) => trajectories(axes.len(), count, seed)
            .into_iter()
            .map(|points| points.iter().map(|point| at(axes, point)).collect())
            .collect(),
        Method::Sobol(count) => {
            let (a, b) = (hypercube(axes, count, 0, seed), hypercube(axes, count, 1, seed));
            a.into_iter().zip(b).map(|(a, b)| mixed(a, b)).collect()
        }
        Method::Value(count) => {
            hypercube(axes, count, 0, seed).into_iter().map(|point| vec![point]).collect()
        }
    };
    let mut plan = Plan { method, rows: Vec::new(), cells: Vec::new(), row_of: Vec::new(), runs };
    for (number, points) in (0_u32..).zip(rows) {
        plan.add(axes, number, points);
    }
    plan
}

impl Plan {
    fn add(&mut self, axes: &[Axis], number: u32, points: Vec<Vec<Level>>) {
        let first = self.cells.len();
        let mut row = Row { cells: Vec::new(), places: Vec::new() };
        for point in points {
            let places = axes.iter().zip(&point).map(|(axis, level)| place(axis, level));
            row.places.push(places.collect());
            let known = self.cells[first..].iter().position(|cell| is_same(cell, &point));
            row.cells.push(known.map_or(self.cells.len(), |known| first + known));
            if known.is_none() {
                self.cells.push(point);
                self.row_of.push(number);
            }
        }
        self.rows.push(row);
    }
}

/// Whether two points are the same; words have no number that could be compared.
fn is_same(one: &[Level], other: &[Level]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.text == other.text)
}

/// How far along its range a value lies: 0 at the first end, 1 at the last; of a list in equal
/// steps. NaN for a word that is not on it.
pub fn place(axis: &Axis, level: &Level) -> f64 {
    match &axis.levels {
        Levels::Range { from, to, .. } => (level.number - from) / (to - from),
        Levels::List(levels) => {
            let found = levels.iter().position(|own| own.text == level.text);
            found.map_or(f64::NAN, |found| found as f64 / (levels.len() - 1) as f64)
        }
    }
}

/// The values of an input in a tornado: the ends of its range, or all of a list.
pub(super) fn values(axis: &Axis) -> Vec<Level> {
    match &axis.levels {
        Levels::Range { .. } => vec![axis.at(0.0), axis.at(1.0)],
        Levels::List(levels) => levels.clone(),
    }
}

/// The scenario as written; where its value has no place on an axis, the middle of that.
pub(super) fn base(axes: &[Axis]) -> Vec<Level> {
    axes.iter().map(|axis| axis.base.clone().unwrap_or_else(|| axis.at(0.5))).collect()
}

fn one_at_a_time(axes: &[Axis]) -> Vec<Vec<Level>> {
    let base = base(axes);
    let mut points = vec![base.clone()];
    for (input, axis) in axes.iter().enumerate() {
        for value in values(axis) {
            let mut point = base.clone();
            point[input] = value;
            points.push(point);
        }
    }
    points
}

fn at(axes: &[Axis], shares: &[f64]) -> Vec<Level> {
    axes.iter().zip(shares).map(|(axis, share)| axis.at(*share)).collect()
}

/// Points of a Latin hypercube; `which` of several.
fn hypercube(axes: &[Axis], points: u32, which: u64, seed: u64) -> Vec<Vec<Level>> {
    let inputs = axes.len() as u64;
    let shares: Vec<Vec<f64>> =
        (0..inputs).map(|input| latin_shares(points, which * inputs + input, seed)).collect();
    let point = |k: usize| at(axes, &shares.iter().map(|of| of[k]).collect::<Vec<f64>>());
    (0..points as usize).map(point).collect()
}

/// A, B, and A with each value of B.
fn mixed(a: Vec<Level>, b: Vec<Level>) -> Vec<Vec<Level>> {
    let with = |input: usize| {
        let mut point = a.clone();
        point[input] = b[input].clone();
        point
    };
    let mixed: Vec<Vec<Level>> = (0..a.len()).map(with).collect();
    [a, b].into_iter().chain(mixed).collect()
}
