//! Where more runs are worth their time.

use super::plan::{Layout, Plan};
use crate::stats::Verdict;

/// How many runs each cell should have after the next round, from the runs and verdicts (pair by
/// pair) it has: twice as many where a verdict is undecided, up to the most; twice the first number
/// where the verdicts differ from those of a neighbour, so that borders are sharp. The answer
/// depends on finished rounds only, hence on no thread.
pub fn next_round(plan: &Plan, runs: &[u32], verdicts: &[Vec<Verdict>]) -> Vec<u32> {
    let wanted = |cell: usize| {
        let twice = runs[cell].saturating_mul(2).min(plan.most_runs);
        let is_open = verdicts[cell].contains(&Verdict::Undecided);
        let is_first = runs[cell] <= plan.runs;
        let is_border = || neighbours(plan.layout, cell).any(|n| verdicts[n] != verdicts[cell]);
        if is_open || is_first && is_border() { twice } else { runs[cell] }
    };
    (0..runs.len()).map(wanted).collect()
}

/// The cells beside a cell of a grid; points have none.
pub(super) fn neighbours(layout: Layout, cell: usize) -> impl Iterator<Item = usize> {
    let (columns, rows) = match layout {
        Layout::Grid { columns, rows } => (columns, rows),
        Layout::LatinHypercube | Layout::Sobol => (1, 1),
    };
    let (x, y) = (cell % columns, cell / columns);
    let is_grid = columns * rows > 1;
    let beside = [
        (x > 0).then(|| cell - 1),
        (x + 1 < columns).then_some(cell + 1),
        (y > 0).then(|| cell - columns),
        (y + 1 < rows).then_some(cell + columns),
    ];
    beside.into_iter().flatten().filter(move |_| is_grid)
}
