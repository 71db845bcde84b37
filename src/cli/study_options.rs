//! Options of the commands that study many worlds.

use std::path::PathBuf;

use clap::Args;

use super::{number, sensitivity_plan, sweep_plan};

#[derive(Debug, Args)]
pub(super) struct SweepOptions {
    /// The scenario file; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// A key of the scenario and its values: `people.seller.count=6..18`,
    /// `"stages.validate.advance=50 %..95 %"`, `policies.team.rules.order=fifo,lifo`;
    /// `KEY=a..b:5` for 5 values, `Words: KEY=…` to name the axis, `KEY,KEY=…` to set several alike
    #[arg(long, required = true, value_name = "KEY=VALUES")]
    pub(super) vary: Vec<String>,
    /// How cells lie: every value with every other (one or two keys), a Latin hypercube, or Sobol'
    /// points
    #[arg(long, value_enum, default_value = "grid")]
    pub(super) design: sweep_plan::DesignKind,
    /// Cells of a grid, e.g. `24x16` or, of one key, `24` (default: 12, 12x8)
    #[arg(long, value_name = "COLUMNSxROWS", value_parser = sweep_plan::shape)]
    pub(super) cells: Option<sweep_plan::Shape>,
    /// Points of a Latin hypercube or of a Sobol' sequence (default: 64)
    #[arg(long, value_name = "N", value_parser = number::cells, allow_negative_numbers = true)]
    pub(super) points: Option<u32>,
    /// Runs of each policy in every cell, on the same luck (default: 200)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Runs that a cell may get where the answer is not clear (default: four times as many)
    #[arg(long, value_name = "N", value_parser = number::runs, allow_negative_numbers = true)]
    pub(super) max_runs: Option<u32>,
    /// Go on with the runs that an earlier sweep into this folder left, finished or not; the
    /// results are the same as of a sweep at once
    #[arg(long)]
    pub(super) extend: bool,
    #[command(flatten)]
    pub(super) study: Study,
}

#[derive(Debug, Args)]
pub(super) struct SensitivityOptions {
    /// The scenario file; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// How inputs are moved
    #[arg(long, value_enum, default_value = "tornado")]
    pub(super) method: sensitivity_plan::MethodKind,
    /// What is looked at: `MEASURE` (of the second policy less that of the first), `POLICY.MEASURE`
    /// or `POLICY-POLICY.MEASURE` (default: the primary measure; of `value` contribution)
    #[arg(long, value_name = "WHAT")]
    pub(super) of: Option<String>,
    /// Move every assumption by this share of its value up and down, e.g. `25%`, instead of what
    /// the scenario calls uncertain
    #[arg(long, value_name = "SHARE", value_parser = sensitivity_plan::share,
        allow_hyphen_values = true)]
    pub(super) assumptions: Option<f64>,
    /// Move this key of the scenario instead, as in `sweep`: `people.seller.count=6..18`; may be
    /// given several times
    #[arg(long, value_name = "KEY=VALUES")]
    pub(super) vary: Vec<String>,
    /// Runs of each policy at every point (default: 200; of `morris` 32, of `sobol` 16, of `value`
    /// 8)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Rows of `sobol`, each of as many points as there are inputs and two more (default: 64); points
    /// of `value` (default: 512)
    #[arg(long, value_name = "N", value_parser = number::points, allow_negative_numbers = true)]
    pub(super) points: Option<u32>,
    /// Trajectories of `morris`, each of as many points as there are inputs and one more (default:
    /// 10)
    #[arg(long, value_name = "N", value_parser = number::trajectories,
        allow_negative_numbers = true)]
    pub(super) trajectories: Option<u32>,
    #[command(flatten)]
    pub(super) study: Study,
}

#[derive(Debug, Args)]
pub(super) struct WhyOptions {
    /// The scenario file (none = the built-in one) and two policies (none = the first two of the
    /// scenario), e.g. `hero team` or `mine.toml hero team`
    #[arg(value_name = "FILE A B", num_args = 0..=3)]
    pub(super) words: Vec<String>,
    /// Runs of each policy between the two, on the same luck (default: 64)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    #[command(flatten)]
    pub(super) study: Study,
}

/// What all studies of many worlds have in common.
#[derive(Debug, Args)]
pub(super) struct Study {
    /// Seed of all chance, the same in every world (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = number::threads,
        allow_negative_numbers = true)]
    pub(super) jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>-` and the name of the command)
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Replace results of another scenario or of more runs; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
    /// Print `results.json` on stdout instead of the screen
    #[arg(long)]
    pub(super) json: bool,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    pub(super) quiet: bool,
}
