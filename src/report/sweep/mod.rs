//! The report of a sweep: maps, lines, tables, words.
//!
//! **Invariant:** as everywhere in reports, nothing about the model is computed here.

mod best_map;
mod contour;
mod files;
pub(super) mod findings;
mod ground;
mod json;
mod line;
mod map;
mod points;
mod screen;
mod texture;
pub(super) mod turns;
pub(super) mod words;

use super::figure::Chart;
use super::manifest::Made;
use super::{Error, FolderOptions, write};
use crate::experiment::sweep::{Layout, SweepSummary};
use std::path::{Path, PathBuf};

pub use contour::zero_lines;
pub use files::{slices_csv, sweep_csv};
pub use json::{SWEEP_SCHEMA, sweep_json};
pub use screen::sweep_screen;

/// The charts of a sweep: of a grid of two axes a map for each regime (and of who is best, where
/// there are three policies or more), of one axis lines, of points a picture of each axis.
pub fn sweep_charts(summary: &SweepSummary) -> Vec<Chart> {
    match summary.layout {
        Layout::Grid { .. } if summary.axes.len() == 1 => line::charts(summary),
        Layout::Grid { .. } => {
            let maps = summary.regimes.iter().filter(|regimes| regimes.a == 0);
            let maps = maps.map(|regimes| map::chart(summary, regimes));
            best_map::chart(summary).into_iter().chain(maps).collect()
        }
        Layout::LatinHypercube | Layout::Sobol => points::charts(summary),
    }
}

/// Writes the folder of a sweep, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_sweep(
    summary: &SweepSummary,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = vec![
        ("results.json".to_owned(), sweep_json(summary).into_bytes()),
        ("sweep.csv".to_owned(), sweep_csv(summary)),
    ];
    if !matches!(summary.layout, Layout::Grid { .. }) {
        files.push(("slices.csv".to_owned(), slices_csv(summary)));
    }
    let made = Made {
        scenario: &summary.scenario,
        hash: &summary.hash,
        seed: summary.seed,
        replications: summary.cells.iter().map(|cell| cell.runs).max().unwrap_or(0),
        runs: summary.cells.iter().map(|cell| u64::from(cell.runs)).sum(),
        scaling: summary.scaling.as_ref(),
    };
    write(made, target, files, || sweep_charts(summary), options)
}
