//! Where the answer turns along an axis, in words.

use super::words::{label, level, noun, place};
use crate::experiment::sweep::{Crossing, Flips, Regimes, SweepAxis, SweepSummary};
use crate::report::finding::listed;
use crate::stats::Verdict;

/// Who wins where along the first axis, and the break-even.
pub(in crate::report) fn row_words(
    summary: &SweepSummary,
    regimes: &Regimes,
    row: &Flips,
) -> String {
    let axis = &summary.axes[0];
    let clause = |policy: usize, verdict: Verdict| {
        let places: Vec<String> = row
            .stretches
            .iter()
            .filter(|stretch| stretch.verdict == verdict)
            .map(|stretch| stretch_words(axis, (stretch.from, stretch.to)))
            .collect();
        let at = (!places.is_empty()).then(|| listed(&places));
        at.map(|at| format!("{} wins {at}", label(summary, policy)))
    };
    let clauses = [clause(regimes.a, Verdict::Worse), clause(regimes.b, Verdict::Better)];
    let mut clauses: Vec<String> = clauses.into_iter().flatten().collect();
    let has = |verdict| row.stretches.iter().any(|stretch| stretch.verdict == verdict);
    if clauses.is_empty() {
        return match (has(Verdict::Tie), has(Verdict::Undecided)) {
            (true, false) => "too close to matter everywhere".into(),
            (true, true) => "nobody wins: too close to matter, or not decided".into(),
            _ => "no cell is decided".into(),
        };
    }
    // A clause that begins the row is read first.
    let begins = |verdict| row.stretches.iter().find(|s| s.verdict == verdict).map(|s| s.from);
    if begins(Verdict::Better) < begins(Verdict::Worse) && clauses.len() == 2 {
        clauses.reverse();
    }
    let break_even = break_even(axis, &row.crossings);
    let gap = if break_even.is_empty() { "" } else { "; " };
    format!("{}{gap}{break_even}", clauses.join(", "))
}

fn stretch_words(axis: &SweepAxis, (from, to): (usize, usize)) -> String {
    let last = axis.levels.len() - 1;
    let at = |index: usize| level(axis, &axis.levels[index]);
    if !axis.is_numeric {
        let words: Vec<String> = (from..=to).map(at).collect();
        return if (from, to) == (0, last) {
            "everywhere".into()
        } else {
            format!("with {}", listed(&words))
        };
    }
    match (from == 0, to == last) {
        (true, true) => "everywhere".into(),
        (true, false) if to == 0 => format!("at {}", at(0)),
        (true, false) => format!("up to {}", at(to)),
        (false, true) => format!("from {} on", at(from)),
        (false, false) if from == to => format!("at {}", at(from)),
        (false, false) => format!("from {} to {}", at(from), at(to)),
    }
}

/// `break-even at 4.6 (4.1 to 5.2)`; more than one, one after the other.
pub(in crate::report) fn break_even(axis: &SweepAxis, crossings: &[Crossing]) -> String {
    if crossings.is_empty() {
        return String::new();
    }
    let one = |crossing: &Crossing| {
        let at = place(axis, crossing.at);
        match (crossing.low, crossing.high) {
            (Some(low), Some(high)) => {
                format!("{at} ({} to {})", place(axis, low), place(axis, high))
            }
            (Some(low), None) => format!("{at} (not below {})", place(axis, low)),
            (None, Some(high)) => format!("{at} (not above {})", place(axis, high)),
            (None, None) => format!("{at} (anywhere on the axis)"),
        }
    };
    let all: Vec<String> = crossings.iter().map(one).collect();
    format!("break-even at {}", listed(&all))
}

/// How the break-even moves over the rows of a grid; nothing where no row has one.
pub(in crate::report) fn over_rows(summary: &SweepSummary, regimes: &Regimes) -> Option<String> {
    let axis = &summary.axes[0];
    let ats: Vec<f64> = regimes.rows.iter().flat_map(|row| &row.crossings).map(|c| c.at).collect();
    let with = regimes.rows.iter().filter(|row| !row.crossings.is_empty()).count();
    if !axis.is_numeric || regimes.rows.len() < 2 {
        return None;
    }
    if ats.is_empty() {
        return Some(format!("none along {}", noun(axis)));
    }
    let (low, high) = ats
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(*at), high.max(*at)));
    let rows = if with == regimes.rows.len() {
        "in every row".to_owned()
    } else {
        format!("in {with} of {} rows", regimes.rows.len())
    };
    let (low, high) = (place(axis, low), place(axis, high));
    let at = if low == high { format!("at {low}") } else { format!("between {low} and {high}") };
    Some(format!("along {} {at}, {rows}", noun(axis)))
}
