//! Options of the commands that run a scenario.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{goal, number};
use crate::scenario::Zone;

#[derive(Debug, Args)]
pub(super) struct CompareOptions {
    /// Scenario files; none = the built-in comparison of lone heroes and a team
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) how: How,
    /// Run until every pair of policies has a verdict in the primary measure: better, worse or too
    /// close to matter
    #[arg(long)]
    pub(super) until_decided: bool,
    /// Add a copy of this policy as a check: every difference from it must be exactly 0
    #[arg(long, value_name = "POLICY")]
    pub(super) placebo: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// The scenario file; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long)]
    pub(super) policy: Option<String>,
    #[command(flatten)]
    pub(super) how: How,
}

/// How to run and what to do with the results.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are yes or no")]
pub(super) struct How {
    /// Runs of each policy, all with the same random events (default: from the scenario)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Run until every difference in the primary measure is known to ± this: `0.5 pp`, `2 %` of the
    /// first policy's mean, or a number in its unit
    #[arg(long, value_name = "WIDTH", value_parser = number::width, allow_hyphen_values = true)]
    pub(super) precision: Option<(Zone, String)>,
    /// Stop starting new runs after this time, e.g. `30s`, `10min`. The number of runs then depends on
    /// your machine; nothing else does
    #[arg(long, value_name = "TIME", value_parser = goal::time, allow_hyphen_values = true)]
    pub(super) max_time: Option<Duration>,
    /// Maximum number of runs of each policy for `--precision` and `--until-decided` (default: 10000)
    #[arg(long, value_name = "N", value_parser = number::runs, allow_negative_numbers = true)]
    pub(super) max_runs: Option<u32>,
    /// Random seed (default: from the scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Number of threads (default: all cores); the results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = number::threads,
        allow_negative_numbers = true)]
    pub(super) jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>`, of a single policy
    /// `output/<scenario>-<policy>`); with several scenarios, one folder for each inside it
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Resume an earlier run in this folder. Results are identical to an uninterrupted run
    #[arg(long)]
    pub(super) extend: bool,
    /// Replace results of another scenario or of more runs; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
    /// Print `results.json` on stdout instead of the first screen; with several scenarios, one
    /// after the other
    #[arg(long)]
    pub(super) json: bool,
    /// Print only results, errors and conditions that are not met
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Exit with code 3 unless this condition holds, e.g. `team.return_on_sales.mean > 10 %` or
    /// `return_on_sales.difference.low > 1 pp`; may be given several times
    #[arg(long, value_name = "CONDITION")]
    pub(super) require: Vec<String>,
    /// Also write every lead and every touch of these runs (numbers from 0, e.g. `0,7`) to
    /// `deals.csv` and `people.csv`, and what buyers and sellers found out to `notes.csv`
    #[arg(long, value_name = "RUNS", value_delimiter = ',', value_parser = number::of_run)]
    pub(super) trace: Vec<u32>,
}
