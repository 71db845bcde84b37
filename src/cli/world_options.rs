//! Options of the commands that study many worlds.

use std::path::PathBuf;

use clap::Args;

use super::study_options::StudyOptions;
use super::{number, sensitivity_plan, sweep_plan};

#[derive(Debug, Args)]
pub(super) struct SweepOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// A key of the scenario and its values: `people.seller.count=6..18`,
    /// `"stages.validate.advance=50 %..95 %"`, `policies.team.rules.order=fifo,lifo`;
    /// `KEY=a..b:5` for 5 values, `Words: KEY=…` to name the axis, `KEY,KEY=…` to set several alike
    #[arg(long, required = true, value_name = "KEY=VALUES")]
    pub(super) vary: Vec<String>,
    /// Design: a full grid (one or two keys), a Latin hypercube, or Sobol' points
    #[arg(long, value_enum, default_value = "grid")]
    pub(super) design: sweep_plan::DesignKind,
    /// Cells of a grid, e.g. `24x16` or, of one key, `24` (default: 12, 12x8)
    #[arg(long, value_name = "COLUMNSxROWS", value_parser = sweep_plan::shape)]
    pub(super) cells: Option<sweep_plan::Shape>,
    /// Points of a Latin hypercube or of a Sobol' sequence (default: 64)
    #[arg(long, value_name = "N", value_parser = number::cells, allow_negative_numbers = true)]
    pub(super) points: Option<u32>,
    /// Runs of each policy in every cell, all with the same random events (default: 200)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Maximum number of runs in a cell whose verdict is open (default: four times as many)
    #[arg(long, value_name = "N", value_parser = number::runs, allow_negative_numbers = true)]
    pub(super) max_runs: Option<u32>,
    #[command(flatten)]
    pub(super) study: StudyOptions,
}

#[derive(Debug, Args)]
pub(super) struct SensitivityOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// The method of analysis
    #[arg(long, value_enum, default_value = "tornado")]
    pub(super) method: sensitivity_plan::MethodKind,
    /// The output to study: `MEASURE` (second policy minus first), `POLICY.MEASURE`
    /// or `POLICY-POLICY.MEASURE` (default: the primary measure; of `value` contribution)
    #[arg(long, value_name = "WHAT")]
    pub(super) of: Option<String>,
    /// Vary every assumption up and down by this share of its value, e.g. `25%`, instead of the
    /// inputs that the scenario marks as uncertain
    #[arg(long, value_name = "SHARE", value_parser = sensitivity_plan::share,
        allow_hyphen_values = true)]
    pub(super) assumptions: Option<f64>,
    /// Vary this key of the scenario instead, as in `sweep`: `people.seller.count=6..18`; may be
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
    pub(super) study: StudyOptions,
}

#[derive(Debug, Args)]
pub(super) struct WhyOptions {
    /// The scenario file (`-` = standard input, none = the built-in one) and two policies (none = the first two of the
    /// scenario), e.g. `hero team` or `mine.toml hero team`
    #[arg(value_name = "FILE A B", num_args = 0..=3)]
    pub(super) words: Vec<String>,
    /// Runs of each mixed policy, all with the same random events (default: 64)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    #[command(flatten)]
    pub(super) study: StudyOptions,
}
