//! Studies of pay beside what the model gives: on the screen, as CSV, as JSON and as a chart.

mod chart;
mod csv;
mod json;
mod score;
mod table;
mod words;

use std::path::{Path, PathBuf};

use super::manifest::{Made, hexadecimal};
use super::{Error, FolderOptions, write};
use crate::experiment::evidence::Evidence;

pub use chart::evidence_charts;
pub use csv::{EVIDENCE_HEAD, evidence_csv};
pub use json::{EVIDENCE_SCHEMA, evidence_json};
pub use score::score_text;
pub use table::evidence_text;

/// Writes the folder of studies, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same kind, or cannot be written.
pub fn write_evidence(
    rows: &[Evidence],
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let files = vec![
        ("results.json".to_owned(), evidence_json(rows).into_bytes()),
        ("evidence.csv".to_owned(), evidence_csv(rows)),
    ];
    let worlds = rows.iter().flat_map(|row| row.study.worlds.iter().chain(row.study.others));
    let asked: Vec<&str> = worlds.map(|(_, text)| *text).collect();
    let runs = |row: &Evidence| {
        let worlds = row.study.worlds.len() + row.study.others.len();
        worlds as u64 * u64::from(row.replications)
    };
    let made = Made {
        scenario: "evidence",
        hash: &hexadecimal(asked.concat().as_bytes()),
        seed: 0,
        replications: rows.iter().map(|row| row.replications).max().unwrap_or(0),
        runs: rows.iter().map(runs).sum(),
        scaling: None,
    };
    write(made, target, files, || evidence_charts(rows), options)
}
