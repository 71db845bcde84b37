//! The report of `why`: a bridge from one policy to the other, tables, words.
//!
//! **Invariant:** as everywhere in reports, nothing about the model is computed here.

mod bridge;
mod files;
mod screen;
pub(super) mod words;

use super::figure::Chart;
use super::manifest::Made;
use super::{Error, FolderOptions, write};
use crate::experiment::why::Why;
use std::path::{Path, PathBuf};

pub use files::{WHY_SCHEMA, why_csv, why_json};
pub use screen::why_screen;

/// The charts of `why`: a bridge in the primary measure and, where that is another, in contribution.
pub fn why_charts(why: &Why) -> Vec<Chart> {
    let contribution = why.measures.iter().position(|m| m.key == "contribution");
    let others = contribution.filter(|measure| *measure != why.primary);
    let has_values = |measure: &usize| why.findings[*measure].whole.mean.is_finite();
    [why.primary]
        .into_iter()
        .chain(others)
        .filter(has_values)
        .map(|m| bridge::chart(why, m))
        .collect()
}

/// Writes the folder of `why`, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_why(why: &Why, target: &Path, options: &FolderOptions) -> Result<Vec<PathBuf>, Error> {
    let files = vec![
        ("results.json".to_owned(), why_json(why).into_bytes()),
        ("why.csv".to_owned(), why_csv(why)),
    ];
    let made = Made {
        scenario: &why.scenario,
        hash: &why.hash,
        seed: why.seed,
        replications: why.runs,
        runs: u64::from(why.runs),
        scaling: why.scaling.as_ref(),
    };
    write(made, target, files, || why_charts(why), options)
}
