//! How the verdicts on a pair lie over the cells of a sweep.

use super::flips;
use super::plan::{Layout, Plan};
use super::summary::{CellSummary, PairCell, Regimes, Slice, SweepAxis};
use crate::scenario::Level;
use crate::stats::Verdict;

/// Bins of an axis on which points lie anywhere.
const BINS: usize = 8;

/// The place of a verdict in [`Regimes::counts`].
fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Worse => 0,
        Verdict::Better => 1,
        Verdict::Tie => 2,
        Verdict::Undecided => 3,
        Verdict::Withheld => 4,
    }
}

fn counts<'a>(cells: impl Iterator<Item = &'a PairCell>) -> [usize; 5] {
    let mut counts = [0; 5];
    for cell in cells {
        counts[place(cell.verdict)] += 1;
    }
    counts
}

/// One measure and one pair.
pub(super) fn regimes(
    cells: &[CellSummary],
    axes: &[SweepAxis],
    plan: &Plan,
    (measure, pair): (usize, usize),
) -> Regimes {
    let of: Vec<&PairCell> = cells.iter().map(|cell| &cell.pairs[pair][measure]).collect();
    let (rows, slices) = match plan.layout {
        Layout::Grid { columns, .. } => {
            let xs: Vec<f64> = axes[0].levels.iter().map(|level| level.number).collect();
            let xs = axes[0].is_numeric.then_some(xs);
            let rows = of.chunks(columns).enumerate();
            (
                rows.map(|(row, cells)| flips::of_row(row, xs.as_deref(), cells)).collect(),
                Vec::new(),
            )
        }
        Layout::LatinHypercube | Layout::Sobol => {
            let slices = (0..axes.len()).map(|axis| slices(cells, &of, (axis, &axes[axis])));
            (Vec::new(), slices.collect())
        }
    };
    Regimes {
        measure,
        pair,
        a: of[0].a,
        b: of[0].b,
        counts: counts(of.iter().copied()),
        leanings: (0..axes.len()).map(|axis| leaning(cells, &of, (axis, &axes[axis]))).collect(),
        rows,
        slices,
    }
}

/// Where on an axis a and b win.
fn leaning(cells: &[CellSummary], of: &[&PairCell], (k, axis): (usize, &SweepAxis)) -> [f64; 2] {
    let ends = [axis.levels.first(), axis.levels.last()].map(|end| end.map_or(0.0, |l| l.number));
    let mean = |is_counted: &dyn Fn(Verdict) -> bool| {
        let counted = cells.iter().zip(of).filter(|(_, pair)| is_counted(pair.verdict));
        let places: Vec<f64> = counted
            .map(|(cell, _)| (cell.levels[k].number - ends[0]) / (ends[1] - ends[0]))
            .collect();
        places.iter().sum::<f64>() / places.len() as f64
    };
    let all = mean(&|_| true);
    [Verdict::Worse, Verdict::Better].map(|wanted| mean(&|verdict| verdict == wanted) - all)
}

/// The points in bins of an axis; empty bins are left out.
fn slices(cells: &[CellSummary], of: &[&PairCell], (k, axis): (usize, &SweepAxis)) -> Vec<Slice> {
    let slice = |ends: (Level, Level), is_in: &dyn Fn(&Level) -> bool| {
        let inside = cells.iter().zip(of).filter(|(cell, _)| is_in(&cell.levels[k]));
        let inside: Vec<&PairCell> = inside.map(|(_, pair)| *pair).collect();
        let known = inside.iter().map(|pair| pair.mean).filter(|mean| !mean.is_nan());
        let (sum, count) = known.fold((0.0, 0_usize), |(sum, count), mean| (sum + mean, count + 1));
        let mean = sum / count as f64;
        (!inside.is_empty()).then(|| Slice { ends, mean, counts: counts(inside.into_iter()) })
    };
    if !axis.is_numeric || axis.levels.len() > 2 {
        let each = axis.levels.iter();
        return each.filter_map(|l| slice((l.clone(), l.clone()), &|own| own == l)).collect();
    }
    let (from, to) = (axis.levels[0].number, axis.levels[1].number);
    let edge = |bin: usize| from + (to - from) * bin as f64 / BINS as f64;
    let bin = |bin: usize| {
        let (low, high) = (edge(bin), edge(bin + 1));
        let ends = (Level::number(low, &axis.unit), Level::number(high, &axis.unit));
        let is_in = |own: &Level| {
            own.number >= low && (own.number < high || bin + 1 == BINS && own.number <= high)
        };
        slice(ends, &is_in)
    };
    (0..BINS).filter_map(bin).collect()
}
