//! Reports: charts, the first screen, tables and files.
//!
//! **Invariant:** nothing here computes anything about the model; a report formats what a
//! [`Summary`] holds.

mod backtest;
mod baseline;
mod blocks;
mod buyer_tables;
mod calibration;
mod canvas;
mod change;
mod charts;
#[cfg(feature = "parquet")]
mod columns;
mod console;
mod drift;
mod evidence;
pub mod export;
mod figure;
mod finding;
mod folder;
mod format;
pub mod handover;
mod health;
mod influence;
mod json;
mod known;
mod levels;
mod manifest;
mod named;
mod notes;
mod pay_tables;
mod payout;
mod payslip;
mod plot;
mod progress;
mod race;
mod results_schema;
mod runs;
mod scale;
mod search;
mod sensitivity;
mod slips;
mod stopping;
mod story;
mod study_record;
mod sweep;
mod tables;
mod theme;
mod traces;
mod traits;
mod uncertain_json;
mod uncertainty;
mod why;
mod written;

use crate::experiment::Summary;
use folder::{Files, Request, Streamed};
use manifest::Made;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use backtest::{backtest_chart, write_backtest};
pub use baseline::Baseline;
pub use blocks::{Blocks, Foreign, Origin, Point, Unusable, block_bytes, block_of_bytes};
pub use buyer_tables::buyer_tables;
pub use calibration::calibration_text;
pub use change::{DIFF_SCHEMA, change_json, change_screen};
pub use charts::charts;
pub use console::{Screen, difference_words, first_screen};
pub use evidence::{
    EVIDENCE_HEAD, EVIDENCE_SCHEMA, evidence_charts, evidence_csv, evidence_json, evidence_text,
    score_text, write_evidence,
};
pub use figure::Chart;
pub use folder::{Error, Holder, Lock};
pub use influence::{influence_json, read_influence};
pub use json::{RESULT_SCHEMA, results_json};
pub use manifest::RunFacts;
pub use pay_tables::pay_tables;
pub use payout::{Payouts, payout_chart, payout_csv, payout_text, write_payouts};
pub use payslip::{Earned, PAYSLIP_SCHEMA, payslips_json, payslips_text};
pub use progress::progress_json;
pub use race::{
    RACE_SCHEMA, race_charts, race_csv, race_end_in_words, race_json, race_screen,
    reckoning_in_words, write_race,
};
pub use results_schema::results_schema;
pub use runs::{RunValues, RunsForm, measures_csv};
pub use scale::{
    SCALE_SCHEMA, check_record, factors_in_words, read_scale, scale_json, scale_sentences,
    write_record,
};
pub use search::{
    SEARCH_SCHEMA, front_csv, levers_csv, search_charts, search_head, search_json,
    search_open_in_words, search_screen, trials_csv, write_search,
};
pub use sensitivity::{
    SENSITIVITY_SCHEMA, sensitivity_charts, sensitivity_csv, sensitivity_json, sensitivity_screen,
    write_sensitivity,
};
pub use slips::{exact_payout_csv, exact_payout_text, slips_csv};
pub use stopping::stopping_sentence;
pub use story::{STORY_SCHEMA, Told, stories_json, stories_text};
pub use study_record::{Mark, Source, StudyRecord, fingerprint, mark, write_part};
pub use sweep::{
    SWEEP_SCHEMA, slices_csv, sweep_charts, sweep_csv, sweep_json, sweep_screen, write_sweep,
    zero_lines,
};
pub use tables::{snapshots_csv, weekly_csv};
pub use traces::{Seen, deals_csv, notes_csv, people_csv};
pub use why::{WHY_SCHEMA, why_charts, why_csv, why_json, why_screen, write_why};

/// What goes into an output folder besides the summary.
#[derive(Clone, Debug, Default)]
pub struct FolderOptions {
    /// Replace results of another scenario, or of more runs; what posse did not write stays.
    pub force: bool,
    /// Go on with the runs that are in the folder.
    pub extends: bool,
    /// The files from which the results are made: they must not lie in the folder.
    pub sources: Vec<PathBuf>,
    /// Draw charts.
    pub charts: bool,
    /// How the values of every run are written.
    pub runs: RunsForm,
    /// How the run went.
    pub facts: RunFacts,
    /// Finished replications, which move into the folder.
    pub blocks: Option<Blocks>,
    /// What was run, so that it can be run again.
    pub study: Option<StudyRecord>,
    /// Further files, e.g. the scenario as understood: (name, contents).
    pub extra: Vec<(String, Vec<u8>)>,
}

/// The verdict on the primary measure as one sentence; `None` for a single policy.
pub fn verdict(summary: &Summary) -> Option<String> {
    finding::sentence(summary, summary.primary)
}

/// Takes the folder `target` for the results of `scenario`, of at most `runs` runs of each policy
/// over all design points; better done before a long run. Nobody else may write it while the lock
/// lives.
///
/// # Errors
///
/// If another process has it, if it holds anything that the results must not replace, or if it cannot
/// be written.
pub fn claim_folder(
    target: &Path,
    (scenario, runs): (&str, u64),
    options: &FolderOptions,
    holder: Holder<'_>,
) -> Result<Lock, Error> {
    folder::claim(target, &options.request(scenario, runs), holder)
}

/// Whether the folder `target` may be written with these results, without a trace of the question.
///
/// # Errors
///
/// As [`claim_folder`], but for another process that has it.
pub fn check_folder(
    target: &Path,
    (scenario, runs): (&str, u64),
    options: &FolderOptions,
) -> Result<(), Error> {
    folder::check(target, &options.request(scenario, runs))
}

impl FolderOptions {
    fn request<'a>(&'a self, scenario: &'a str, runs: u64) -> Request<'a> {
        let Self { force, extends, sources, .. } = self;
        Request { scenario, runs, force: *force, extends: *extends, sources }
    }
}

/// Writes the folder `target`, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same scenario, or cannot be written.
pub fn write_folder(
    summary: &Summary,
    values: RunValues<'_>,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = vec![
        ("results.json".to_owned(), results_json(summary).into_bytes()),
        ("weekly.csv".to_owned(), weekly_csv(summary)),
    ];
    files.extend(snapshots_csv(summary).map(|table| ("snapshots.csv".to_owned(), table)));
    files.extend(buyer_tables(summary));
    files.extend(pay_tables(summary));
    let csv = |to: &mut (dyn Write + Send)| measures_csv(summary, values, to);
    #[cfg(feature = "parquet")]
    let parquet = |to: &mut (dyn Write + Send)| columns::measures_parquet(summary, values, to);
    let streamed: Option<Streamed<'_>> = match options.runs {
        RunsForm::Csv => Some(("measures.csv", &csv)),
        #[cfg(feature = "parquet")]
        RunsForm::Parquet => Some(("measures.parquet", &parquet)),
        RunsForm::None => None,
    };
    write(Made::of(summary), target, Files { whole: files, streamed }, || charts(summary), options)
}

/// Writes these files, those that the caller adds, the charts (drawn if they are wanted) and the
/// manifest of all of them into the folder `target`, whole or not at all; returns their paths.
fn write<'a>(
    made: Made<'_>,
    target: &Path,
    files: impl Into<Files<'a>>,
    charts: impl FnOnce() -> Vec<Chart>,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = files.into();
    files.whole.extend(options.extra.iter().cloned());
    let charts = if options.charts { charts() } else { Vec::new() };
    for chart in charts {
        files.whole.push((format!("{}.png", chart.name), chart.png()));
        files.whole.push((format!("{}.svg", chart.name), chart.svg.into_bytes()));
    }
    let about = (&options.facts, options.study.as_ref());
    let manifest = |hashed: &[(String, String)]| manifest::manifest(made, about, hashed);
    let request = options.request(made.scenario, made.runs);
    folder::replace(target, &request, (&files, &manifest), options.blocks.as_ref())
}
