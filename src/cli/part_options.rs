//! Options of the commands that divide a study, put it together and look at it again.

use std::path::PathBuf;

use clap::Args;

use super::doing::Doing;
use super::number::{self, Cut};
use super::runs;
use super::study_options::MannerOptions;
use super::template::Cluster;
use crate::report::RunsForm;

#[derive(Debug, Args)]
pub(super) struct ShardOptions {
    /// Which part, e.g. `2/5` for the second of five; for a template how many parts, e.g. `100`
    #[arg(value_name = "K/N", value_parser = number::cut)]
    pub(super) part: Cut,
    /// Print a script that runs all parts on a cluster and puts them together, and run nothing
    #[arg(long, value_enum, value_name = "CLUSTER")]
    pub(super) template: Option<Cluster>,
    /// The command with its options, e.g. `compare mine.toml -n 1000 -o part-2`
    #[arg(
        value_name = "COMMAND",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub(super) command: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct MergeOptions {
    /// The folders of the parts
    #[arg(value_name = "PART", required = true)]
    pub(super) parts: Vec<PathBuf>,
    /// Folder for the results (default: that of the command whose parts they are)
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// How to write the values of every run of `compare` and `run`: `measures.csv`,
    /// `measures.parquet`, or not at all
    #[arg(long, value_name = "FORM", value_parser = runs::forms())]
    pub(super) runs: Option<RunsForm>,
    /// Replace results of another scenario or of more runs; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
    /// Print `results.json` on stdout instead of the first screen
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
pub(super) struct VerifyOptions {
    /// A folder of results, or of a part
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// How many blocks of 64 runs are run again (default: 4)
    #[arg(long, value_name = "N", value_parser = number::runs, conflicts_with = "all")]
    pub(super) blocks: Option<u32>,
    /// Run all of them again
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

/// What is to be run of which study, or of how many parts which script is asked for.
pub(super) enum Shard {
    Run(Doing),
    Print(Cluster, u32, Vec<String>),
}
