//! Options that all commands with a study of many runs have in common.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::number;
use super::progress::Way;

/// How to run a study, and where its results go.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are yes or no")]
pub(super) struct StudyOptions {
    /// Random seed, the same in every world (default: from the scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Stop starting new runs after this time, e.g. `30s`, `10min`. The number of runs then depends on
    /// your machine; nothing else does
    #[arg(long, value_name = "TIME", value_parser = number::time, allow_hyphen_values = true)]
    pub(super) max_time: Option<Duration>,
    /// Folder for the results (default: `output/<scenario>`, with the name of the policy or of the
    /// command after it); with several scenarios, one folder for each inside it
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Resume what an earlier command left in this folder. Results are identical to an uninterrupted
    /// run
    #[arg(long)]
    pub(super) extend: bool,
    /// Replace results of another scenario or of more runs; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
    /// Exit with code 3 unless this condition holds, e.g. `team.return_on_sales.mean > 10 %`,
    /// `team-hero.contribution.low > 20 k` or `warnings == 0`; several may be given, or joined by
    /// `and`
    #[arg(long, value_name = "CONDITION")]
    pub(super) require: Vec<String>,
    /// Print `results.json` on stdout instead of the first screen; with several scenarios, one
    /// document a line
    #[arg(long)]
    pub(super) json: bool,
    /// Write `report.html` into the folder too: one page for managers (`posse report` takes several
    /// studies into one)
    #[arg(long)]
    pub(super) report: bool,
    /// Say what would be run and written, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

/// How a command that may take a while works, and how it talks.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct MannerOptions {
    /// Number of threads (default: all cores); the results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = number::threads,
        allow_negative_numbers = true)]
    pub(super) jobs: Option<u16>,
    /// Print only results, errors and conditions that are not met
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Progress on stderr: a bar on a terminal, else a line every ten seconds (`auto`); such lines
    /// (`plain`); or a line of JSON every second, for programs (`json`)
    #[arg(long, value_enum, default_value = "auto", value_name = "HOW")]
    pub(super) progress: Way,
}
