//! The report of a search: the best design, what it is worth, what else is as good, what matters near it.
//!
//! **Invariant:** as everywhere in reports, nothing about the model is computed here.

mod chart;
mod files;
mod front;
mod json;
mod limits;
mod screen;
mod words;

use super::figure::Chart;
use super::manifest::Made;
use super::race::race_charts;
use super::{Error, FolderOptions, race_csv, write};
use crate::experiment::search::SearchSummary;
use std::path::{Path, PathBuf};

pub use files::{levers_csv, trials_csv};
pub use front::front_csv;
pub use json::{SEARCH_SCHEMA, search_json};
pub use screen::search_screen;
pub use words::{head as search_head, open_in_words as search_open_in_words};

/// The charts of a search: the race of the finalists, what moving each lever does, and the front of two
/// measures.
pub fn search_charts(search: &SearchSummary) -> Vec<Chart> {
    let mut charts = race_charts(&search.race);
    charts.extend(chart::chart(search));
    charts.extend(search.found.front.as_ref().map(|of| front::chart(search, of)));
    charts
}

/// Writes the folder of a search, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_search(
    search: &SearchSummary,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = vec![
        ("results.json".to_owned(), search_json(search).into_bytes()),
        ("race.csv".to_owned(), race_csv(&search.race)),
        ("trials.csv".to_owned(), trials_csv(search)),
        ("levers.csv".to_owned(), levers_csv(search)),
    ];
    let front = search.found.front.as_ref();
    files.extend(front.map(|front| ("front.csv".to_owned(), front_csv(search, front))));
    let race = &search.race;
    let made = Made {
        scenario: &race.scenario,
        hash: &race.hash,
        seed: race.seed,
        replications: race.most_runs,
        runs: search.plan.budget,
        scaling: race.scaling.as_ref(),
    };
    write(made, target, files, || search_charts(search), options)
}
