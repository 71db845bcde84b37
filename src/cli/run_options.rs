//! Options of the commands that run a scenario.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::study_options::StudyOptions;
use super::{number, runs};
use crate::report::RunsForm;
use crate::scenario::Zone;

#[derive(Debug, Args)]
pub(super) struct CompareOptions {
    /// Scenario files, or `-` for standard input; none = the built-in comparison of lone heroes and a team
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) how: How,
    /// Run until every pair of policies has a verdict in the primary measure: better, worse or too
    /// close to matter
    #[arg(long)]
    pub(super) until_decided: bool,
    /// The same, but with at most as many runs as the scenario or `-n` asks for
    #[arg(long)]
    pub(super) quick: bool,
    /// Of up to 1,000 policies: run until the best in the primary measure is known (`best`), or say which may
    /// be the best (`subset`). Who falls behind is run no more
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with_all = ["until_decided", "quick", "placebo",
        "precision", "replications", "baseline", "trace", "runs", "report"])]
    pub(super) pick: Option<Pick>,
    /// Add a copy of this policy as a check: every difference from it must be exactly 0
    #[arg(long, value_name = "POLICY")]
    pub(super) placebo: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long)]
    pub(super) policy: Option<String>,
    #[command(flatten)]
    pub(super) how: How,
}

/// How to run and what to do with the results.
#[derive(Debug, Args)]
pub(super) struct How {
    /// Runs of each policy, all with the same random events (default: from the scenario)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Run until every difference in the primary measure is known to ± this: `0.5 pp`, `2 %` of the
    /// first policy's mean, or a number in its unit
    #[arg(long, value_name = "WIDTH", value_parser = number::width, allow_hyphen_values = true)]
    pub(super) precision: Option<(Zone, String)>,
    /// Maximum number of runs of each policy for `--precision` and `--until-decided` (default: 10000)
    #[arg(long, value_name = "N", value_parser = number::runs, allow_negative_numbers = true)]
    pub(super) max_runs: Option<u32>,
    #[command(flatten)]
    pub(super) study: StudyOptions,
    /// Earlier results of a comparison: `--require` may then ask what has changed, e.g.
    /// `team.return_on_sales.change > -1 pp` or `changed == 0`
    #[arg(long, value_name = "FOLDER")]
    pub(super) baseline: Option<PathBuf>,
    /// How to write the values of every run: `measures.csv`, `measures.parquet`, or not at all
    #[arg(long, value_name = "FORM", default_value = "csv", value_parser = runs::forms())]
    pub(super) runs: RunsForm,
    /// Also write every lead and every touch of these runs (numbers from 0, e.g. `0,7`) to
    /// `deals.csv` and `people.csv`, and what buyers and sellers found out to `notes.csv`
    #[arg(long, value_name = "RUNS", value_delimiter = ',', value_parser = number::of_run)]
    pub(super) trace: Vec<u32>,
}

/// What is to be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Pick {
    // The best policy, or one that is as good: runs until none can be better by more than matters.
    Best,
    // The policies that may be the best after at most the scenario's runs.
    Subset,
}
