//! Which cells a sweep has: a grid, a Latin hypercube or Sobol' points.

use crate::engine::random::philox2x64;
use crate::scenario::{Axis, Level};
use crate::stats::{SOBOL_DIMENSIONS, sobol};

/// The most cells of a sweep.
pub const MOST_CELLS: usize = 4096;

/// How the cells lie in the space of the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every value of the first axis with every value of the second; cell `row · columns + column`.
    Grid {
        /// Values of the first axis.
        columns: usize,
        /// Values of the second axis; 1 if there is only one.
        rows: usize,
    },
    /// One cell in each of as many slices of every axis (`McKay`, Beckman and Conover, 1979).
    LatinHypercube,
    /// The first points of the Sobol' sequence.
    Sobol,
}

/// The cells of a sweep and how often each is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How the cells lie.
    pub layout: Layout,
    /// The values of each cell, in the order of the axes.
    pub cells: Vec<Vec<Level>>,
    /// Replications of each policy in every cell.
    pub runs: u32,
    /// Replications of each policy in a cell where the verdict needs more; at least `runs`.
    pub most_runs: u32,
}

/// The cells of a grid of `counts` values on one or two axes, the first axis fastest.
///
/// # Panics
///
/// If there are neither one nor two axes.
pub fn grid(axes: &[Axis], counts: (u32, u32)) -> (Layout, Vec<Vec<Level>>) {
    assert!((1..=2).contains(&axes.len()), "a grid has one or two axes");
    let across = axes[0].grid(counts.0);
    let up: Vec<Option<Level>> = match axes.get(1) {
        Some(second) => second.grid(counts.1).into_iter().map(Some).collect(),
        None => vec![None],
    };
    let cell = |x: &Level, y: &Option<Level>| [x.clone()].into_iter().chain(y.clone()).collect();
    let cells = up.iter().flat_map(|y| across.iter().map(move |x| cell(x, y))).collect();
    (Layout::Grid { columns: across.len(), rows: up.len() }, cells)
}

/// `points` cells of a Latin hypercube, keyed by `seed`: on every axis each slice of equal width
/// holds one of them, at a random place in the slice.
pub fn latin_hypercube(axes: &[Axis], points: u32, seed: u64) -> (Layout, Vec<Vec<Level>>) {
    let shares: Vec<Vec<f64>> =
        (0..axes.len()).map(|axis| latin_shares(points, axis as u64, seed)).collect();
    let cells = (0..points as usize)
        .map(|point| axes.iter().zip(&shares).map(|(axis, share)| axis.at(share[point])).collect());
    (Layout::LatinHypercube, cells.collect())
}

/// The coordinates on one axis: a random order of the slices, a random place in each.
pub fn latin_shares(points: u32, axis: u64, seed: u64) -> Vec<f64> {
    const DOMAIN: u64 = u64::from_be_bytes(*b"\0\0\0\0\0lhs");
    let words = |slice: u32| {
        let address = u64::from(slice) << 32 | axis;
        philox2x64::<10>([address, DOMAIN], seed)
    };
    let mut order: Vec<(u64, u32)> = (0..points).map(|slice| (words(slice)[0], slice)).collect();
    order.sort_unstable();
    let place = |slice: u32| (words(slice)[1] >> 11) as f64 / (1_u64 << 53) as f64;
    order.iter().map(|(_, slice)| (f64::from(*slice) + place(*slice)) / f64::from(points)).collect()
}

/// The first `points` Sobol' points.
///
/// # Panics
///
/// If there are more than [`SOBOL_DIMENSIONS`] axes.
pub fn sobol_points(axes: &[Axis], points: u32) -> (Layout, Vec<Vec<Level>>) {
    assert!(axes.len() <= SOBOL_DIMENSIONS, "at most {SOBOL_DIMENSIONS} axes");
    let cell = |point| {
        let level = |(dimension, axis): (usize, &Axis)| axis.at(sobol(point, dimension));
        axes.iter().enumerate().map(level).collect()
    };
    (Layout::Sobol, (0..points).map(cell).collect())
}
