//! What a sweep found: everything its report shows, computed.

use super::best::Best;
use super::flips::Flips;
use super::plan::Layout;
use crate::experiment::scaling::Scaling;
use crate::sales::Measure;
use crate::scenario::Level;
use crate::stats::Verdict;

/// The findings of a sweep as plain data.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// The scenario's name.
    pub scenario: String,
    /// SHA-256 of the scenario as written, in hexadecimal.
    pub hash: String,
    /// SHA-256 of the world and the policies alone.
    pub world: String,
    /// The currency.
    pub currency: String,
    /// The seed that all cells share.
    pub seed: u64,
    /// How the cells lie.
    pub layout: Layout,
    /// The axes, in order.
    pub axes: Vec<SweepAxis>,
    /// Name and label of each policy.
    pub policies: Vec<(String, String)>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Index of the measure that the verdicts are about.
    pub primary: usize,
    /// Replications of each policy in every cell of the first round.
    pub runs: u32,
    /// Replications that a cell may have at most.
    pub most_runs: u32,
    /// The cells.
    pub cells: Vec<CellSummary>,
    /// For the primary measure and contribution, every pair of policies: how the verdicts lie.
    pub regimes: Vec<Regimes>,
    /// Events handled.
    pub events: u64,
    /// The factors on variable pay that make it cost the same in the scenario as written, where
    /// policies ask for that; they hold in every cell.
    pub scaling: Option<Scaling>,
    /// What a reader must know before trusting the numbers.
    pub warnings: Vec<String>,
    /// Whether it was stopped before its last round was finished.
    pub is_interrupted: bool,
}

/// An axis as a report needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepAxis {
    /// The key paths.
    pub keys: Vec<String>,
    /// How people read it.
    pub label: String,
    /// The unit of its numbers; may be empty.
    pub unit: String,
    /// The values of a grid in order; of points the least and the greatest, or all words.
    pub levels: Vec<Level>,
    /// Whether its values are numbers.
    pub is_numeric: bool,
    /// The scenario's own value, where it can be placed.
    pub base: Option<Level>,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct CellSummary {
    /// Its values, in the order of the axes.
    pub levels: Vec<Level>,
    /// Replications of each policy.
    pub runs: u32,
    /// By policy, by measure: the mean of the defined values, of a ratio the ratio of sums; NaN if
    /// there are none.
    pub means: Vec<Vec<f64>>,
    /// By pair (a before b, in order), by measure.
    pub pairs: Vec<Vec<PairCell>>,
    /// Who is best in the primary measure.
    pub best: Best,
}

/// A pair of policies in one cell and measure: b compared with a on the same luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairCell {
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Pairs of runs in which it is defined.
    pub count: usize,
    /// Pairs with a side undefined.
    pub undefined: usize,
    /// Mean of b − a; of a ratio, the difference between the ratios of sums.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// The mean turned so that positive is better.
    pub improvement: f64,
    /// The interval turned likewise.
    pub improvement_interval: (f64, f64),
    /// Share of the runs in which b is strictly better.
    pub share_better: f64,
    /// Differences up to this size do not matter.
    pub zone: f64,
    /// The verdict on b.
    pub verdict: Verdict,
}

/// How the verdicts on one pair in one measure lie over the cells.
#[derive(Clone, Debug)]
pub struct Regimes {
    /// Index of the measure.
    pub measure: usize,
    /// Index of the pair.
    pub pair: usize,
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Cells in which a wins, b wins, they tie, it is undecided, no verdict is given.
    pub counts: [usize; 5],
    /// By axis: where a wins and where b wins, as the mean place of those cells less that of all
    /// cells, −1 to 1 of the axis; NaN where they win nowhere or the axis has no numbers.
    pub leanings: Vec<[f64; 2]>,
    /// Of a grid: row by row, where the answer turns along the first axis.
    pub rows: Vec<Flips>,
    /// Of points: by axis, how the verdicts lie in bins of it.
    pub slices: Vec<Vec<Slice>>,
}

/// Points whose value on one axis lies in a bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The bin in words or numbers: its ends, the same for a word.
    pub ends: (Level, Level),
    /// Mean of the mean differences b − a.
    pub mean: f64,
    /// As in [`Regimes::counts`].
    pub counts: [usize; 5],
}
