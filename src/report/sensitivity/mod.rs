//! The report of a sensitivity analysis: charts, tables, words.
//!
//! **Invariant:** as everywhere in reports, nothing about the model is computed here.

mod files;
mod json;
mod morris;
mod rows;
mod screen;
mod shares;
mod tornado;
mod value;
pub(super) mod words;

use super::figure::Chart;
use super::manifest::Made;
use super::{Error, FolderOptions, write};
use crate::experiment::sensitivity::{Findings, SensitivitySummary};
use std::path::{Path, PathBuf};

pub use files::sensitivity_csv;
pub use json::{SENSITIVITY_SCHEMA, sensitivity_json};
pub use screen::sensitivity_screen;

/// The chart of a sensitivity analysis, by its method; none where nothing can be drawn.
pub fn sensitivity_charts(summary: &SensitivitySummary) -> Vec<Chart> {
    let chart = match &summary.findings {
        Findings::Tornado { base, bars } => Some(tornado::chart(summary, base, bars)),
        Findings::Morris(inputs) => Some(morris::chart(summary, inputs)),
        Findings::Sobol { inputs, .. } => shares::chart(summary, inputs),
        Findings::Value(value) => value::chart(summary, value),
    };
    chart.into_iter().collect()
}

/// Writes the folder of a sensitivity analysis, whole or not at all, and returns the paths of its
/// files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_sensitivity(
    summary: &SensitivitySummary,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let files = vec![
        ("results.json".to_owned(), sensitivity_json(summary).into_bytes()),
        ("sensitivity.csv".to_owned(), sensitivity_csv(summary)),
    ];
    let made = Made {
        scenario: &summary.scenario,
        hash: &summary.hash,
        seed: summary.seed,
        replications: summary.runs,
        runs: summary.points as u64 * u64::from(summary.runs),
        scaling: summary.scaling.as_ref(),
    };
    write(made, target, files, || sensitivity_charts(summary), options)
}
