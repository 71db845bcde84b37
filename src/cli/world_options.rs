//! Options of the commands that study many worlds.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::number;
use super::study_options::StudyOptions;
use crate::experiment::search::LEAST_BUDGET;
use crate::scenario::of_measure;

/// The most runs of a search.
const MOST_BUDGET: u64 = 10_000_000;

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
    pub(super) design: DesignKind,
    /// Cells of a grid, e.g. `24x16` or, of one key, `24` (default: 12, 12x8)
    #[arg(long, value_name = "COLUMNSxROWS", value_parser = shape)]
    pub(super) cells: Option<Shape>,
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
    pub(super) method: MethodKind,
    /// The output to study: `MEASURE` (second policy minus first), `POLICY.MEASURE`
    /// or `POLICY-POLICY.MEASURE` (default: the primary measure; of `value` contribution)
    #[arg(long, value_name = "WHAT")]
    pub(super) of: Option<String>,
    /// Vary every assumption up and down by this share of its value, e.g. `25%`, instead of the
    /// inputs that the scenario marks as uncertain
    #[arg(long, value_name = "SHARE", value_parser = share,
        allow_hyphen_values = true)]
    pub(super) assumptions: Option<f64>,
    /// Vary every input like that, those with a source as well
    #[arg(long, value_name = "SHARE", value_parser = share, allow_hyphen_values = true,
        conflicts_with_all = ["assumptions", "vary"])]
    pub(super) inputs: Option<f64>,
    /// Record beside the scenario which share of what moves the answer has a source: `compare`
    /// tells it from then on
    #[arg(long, requires = "inputs", conflicts_with = "of")]
    pub(super) record: bool,
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

#[derive(Debug, Args)]
pub(super) struct SearchOptions {
    /// The scenario file, or `-` for standard input
    pub(super) file: PathBuf,
    /// Runs of all trials and of the race of the finalists together (default: 4000); from 12000 on, three
    /// independent searches share them. The confirmation comes on top
    #[arg(long, value_name = "N", value_parser = budget, allow_negative_numbers = true)]
    pub(super) budget: Option<u64>,
    /// Instead of the best design, find the world within the ranges of uncertain inputs in which this policy
    /// does worst against the first other one
    #[arg(long, value_name = "POLICY")]
    pub(super) against: Option<String>,
    #[command(flatten)]
    pub(super) study: StudyOptions,
}

fn budget(text: &str) -> Result<u64, String> {
    number::whole(text, LEAST_BUDGET, MOST_BUDGET)
}

/// How the cells of a sweep lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DesignKind {
    /// Every value of one key with every value of the other
    Grid,
    /// A Latin hypercube
    Lhs,
    /// Points of the Sobol' sequence
    Sobol,
}

/// Columns, and rows where there are two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) columns: u32,
    pub(super) rows: Option<u32>,
}

/// Reads `24x16` or `24`.
fn shape(text: &str) -> Result<Shape, String> {
    let number = |part: &str| part.trim().parse::<u32>().ok().filter(|n| (2..=1000).contains(n));
    let parts = text.split_once(['x', '×']).map_or((text, None), |(c, r)| (c, Some(r)));
    let (columns, rows) = (number(parts.0), parts.1.map(number));
    match (columns, rows) {
        (Some(columns), None) => Ok(Shape { columns, rows: None }),
        (Some(columns), Some(Some(rows))) => Ok(Shape { columns, rows: Some(rows) }),
        _ => Err("expected columns and rows such as `24x16`, each from 2 to 1000".to_owned()),
    }
}

/// How inputs are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodKind {
    /// One input at a time, from one end of its range to the other
    Tornado,
    /// Screening of many inputs by elementary effects along trajectories
    Morris,
    /// Shares of the variance by input, alone and with interactions
    Sobol,
    /// What it would be worth to know an input before deciding, in money
    Value,
}

impl MethodKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tornado => "tornado",
            Self::Morris => "morris",
            Self::Sobol => "sobol",
            Self::Value => "value",
        }
    }
}

/// Reads `25%`, `25 %` or `0.25`.
fn share(text: &str) -> Result<f64, String> {
    let is_share =
        |(share, unit): &(f64, &str)| matches!(*unit, "" | "%") && (0.001..=0.99).contains(share);
    let share = of_measure(text).filter(is_share).map(|(share, _)| share);
    share.ok_or_else(|| "expected a share such as `25%`, up to 99%".to_owned())
}
