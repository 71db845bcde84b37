//! The report of a race: who is best, who else may be, who was dropped when.
//!
//! **Invariant:** as everywhere in reports, nothing about the model is computed here.

mod chart;
mod files;
mod screen;
pub(super) mod words;

use super::figure::Chart;
use super::manifest::Made;
use super::{Error, FolderOptions, write};
use crate::experiment::race::RaceSummary;
use std::path::{Path, PathBuf};

pub(super) use files::Found;
pub use files::{RACE_SCHEMA, race_csv, race_json};
pub(super) use screen::notes;
pub use screen::race_screen;
pub use words::{end_in_words as race_end_in_words, reckoning_in_words};

/// The chart of a race.
pub fn race_charts(race: &RaceSummary) -> Vec<Chart> {
    vec![chart::chart(race)]
}

/// Writes the folder of a race, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_race(
    race: &RaceSummary,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let files = vec![
        ("results.json".to_owned(), race_json(race).into_bytes()),
        ("race.csv".to_owned(), race_csv(race)),
    ];
    let made = Made {
        scenario: &race.scenario,
        hash: &race.hash,
        seed: race.seed,
        replications: race.candidates.iter().map(|of| of.runs).max().unwrap_or(0),
        runs: race.runs,
        scaling: race.scaling.as_ref(),
    };
    write(made, target, files, || race_charts(race), options)
}
