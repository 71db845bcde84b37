//! Where the answer turns along an axis.

use super::summary::PairCell;
use crate::stats::Verdict;

/// Cells in a row with the same verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Index of the first of them on the axis.
    pub from: usize,
    /// Index of the last.
    pub to: usize,
    /// The verdict on b.
    pub verdict: Verdict,
}

/// A break-even: where the mean difference crosses 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Where on the axis, by linear interpolation between two cells.
    pub at: f64,
    /// The nearest place below at which the interval of the difference excludes 0, by linear
    /// interpolation of its ends; `None` = not within the axis.
    pub low: Option<f64>,
    /// The nearest such place above.
    pub high: Option<f64>,
    /// Whether b is better beyond it, a before.
    pub to_b: bool,
}

/// One row of cells along the first axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Flips {
    /// Index of the row on the second axis; 0 if there is none.
    pub row: usize,
    /// All its cells, in stretches of the same verdict.
    pub stretches: Vec<Stretch>,
    /// Its break-evens, ascending; none where the axis has no numbers.
    pub crossings: Vec<Crossing>,
}

/// The stretches of a row of cells.
pub fn stretches(verdicts: &[Verdict]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for (index, verdict) in verdicts.iter().enumerate() {
        match all.last_mut() {
            Some(last) if last.verdict == *verdict => last.to = index,
            _ => all.push(Stretch { from: index, to: index, verdict: *verdict }),
        }
    }
    all
}

/// The break-evens of a row of cells at the ascending places `xs`: improvements of b over a with
/// their intervals (NaN and infinite where nothing is known).
///
/// The interval is that of inverse regression (Fieller's idea): all places near the break-even
/// whose own interval holds 0. Several crossings within one such interval are one if they are odd
/// in number, else none.
pub fn crossings(xs: &[f64], means: &[f64], intervals: &[(f64, f64)]) -> Vec<Crossing> {
    let mut found = Vec::new();
    // The last cell with a mean beside 0: a mean of exactly 0 lies on the way from sign to sign.
    let mut last: Option<usize> = None;
    for (index, mean) in means.iter().enumerate() {
        if mean.is_nan() {
            last = None;
            continue;
        }
        if *mean == 0.0 {
            continue;
        }
        if let Some(before) = last
            && (means[before] > 0.0) != (*mean > 0.0)
        {
            found.push(crossing(xs, means, intervals, (before, index)));
        }
        last = Some(index);
    }
    sure(&found)
}

/// Crossings that can be told from one another. Those whose intervals overlap lie within the noise:
/// an odd number of them is one turn somewhere between, an even number is none.
fn sure(all: &[Crossing]) -> Vec<Crossing> {
    let mut found = Vec::new();
    let overlap = |a: &Crossing, b: &Crossing| match (a.high, b.low) {
        (Some(high), Some(low)) => low <= high,
        _ => true,
    };
    for group in all.chunk_by(overlap) {
        let (first, last) = (group[0], group[group.len() - 1]);
        if !group.len().is_multiple_of(2) {
            found.push(Crossing { at: 0.5 * (first.at + last.at), low: first.low, ..last });
        }
    }
    found
}

fn crossing(
    xs: &[f64],
    means: &[f64],
    intervals: &[(f64, f64)],
    (before, after): (usize, usize),
) -> Crossing {
    let to_b = means[after] > 0.0;
    let zeros = before + 1..after;
    let at = if zeros.is_empty() {
        interpolated(xs, means, before, after)
    } else {
        0.5 * (xs[zeros.start] + xs[zeros.end - 1])
    };
    // How far each cell lies on the side it should: above 0 where its interval excludes 0.
    let clear = |index: usize, of_b: bool| {
        let (low, high) = intervals[index];
        if of_b { low } else { -high }
    };
    let edge = |cells: &mut dyn Iterator<Item = usize>, of_b: bool, mut nearer: Option<usize>| {
        for index in cells {
            let own = clear(index, of_b);
            if own > 0.0 {
                let between = nearer.map(|near| (clear(near, of_b), xs[near]));
                return Some(match between {
                    Some((less, x)) if less.is_finite() => {
                        xs[index] + (x - xs[index]) * own / (own - less)
                    }
                    _ => xs[index],
                });
            }
            nearer = Some(index);
        }
        None
    };
    let low = edge(&mut (0..=before).rev(), !to_b, Some(after));
    let high = edge(&mut (after..xs.len()), to_b, Some(before));
    Crossing { at, low, high, to_b }
}

fn interpolated(xs: &[f64], means: &[f64], i: usize, k: usize) -> f64 {
    xs[i] + (xs[k] - xs[i]) * means[i] / (means[i] - means[k])
}

/// The flips of one row of cells on an axis with values at `xs` (`None` = words).
pub(super) fn of_row(row: usize, xs: Option<&[f64]>, cells: &[&PairCell]) -> Flips {
    let verdicts: Vec<Verdict> = cells.iter().map(|cell| cell.verdict).collect();
    let means: Vec<f64> = cells.iter().map(|cell| cell.improvement).collect();
    let intervals: Vec<(f64, f64)> = cells.iter().map(|cell| cell.improvement_interval).collect();
    let crossings = xs.map_or(Vec::new(), |xs| crossings(xs, &means, &intervals));
    Flips { row, stretches: stretches(&verdicts), crossings }
}
