//! What a sweep says, in words made of its numbers alone.

use super::turns::row_words;
use super::words::{label, noun, of, regimes};
use crate::experiment::sweep::{Best, Layout, Regimes, SweepAxis, SweepSummary};
use crate::report::finding::{capitalised, listed};
use crate::report::format::count;

/// How far a policy's cells must lie to one side of an axis before words say so.
const LEANS: f64 = 0.08;

/// The main finding: who is best where, or what is true of the only pair.
pub(in crate::report) fn headline(summary: &SweepSummary) -> String {
    match summary.policies.len() {
        0 | 1 => "nothing to compare".into(),
        2 => regimes(summary, summary.primary, 0).map_or_else(String::new, |r| pair(summary, r)),
        _ => best(summary),
    }
}

/// In how many cells each policy is best.
pub(in crate::report) fn best(summary: &SweepSummary) -> String {
    let total = summary.cells.len();
    let won =
        |policy: usize| summary.cells.iter().filter(|cell| cell.best == Best::One(policy)).count();
    let mut winners: Vec<(usize, usize)> =
        (0..summary.policies.len()).map(|policy| (won(policy), policy)).collect();
    winners.sort_by_key(|(won, policy)| (std::cmp::Reverse(*won), *policy));
    let measure = &summary.measures[summary.primary].label;
    let is = |wanted: fn(&Best) -> bool| summary.cells.iter().filter(|c| wanted(&c.best)).count();
    let level = is(|best| matches!(best, Best::Level(_)));
    if winners[0].0 == total {
        return format!("{} is best everywhere in {measure}", name(summary, winners[0].1));
    }
    if winners[0].0 == 0 {
        return format!(
            "No policy is best anywhere in {measure}: too close to matter in {}, undecided in {}",
            of(summary, level),
            count(&(total - level))
        );
    }
    let shown = winners.iter().filter(|(won, _)| *won > 0);
    let parts: Vec<String> = shown
        .enumerate()
        .map(|(k, (won, policy))| {
            let many = if k == 0 { of(summary, *won) } else { format!("in {}", count(won)) };
            let many = many.trim_start_matches("in ").to_owned();
            format!("{} in {many}", label(summary, *policy))
        })
        .collect();
    capitalised(&format!("best in {measure}: {}", listed(&parts)))
}

fn name(summary: &SweepSummary, policy: usize) -> String {
    capitalised(&label(summary, policy))
}

/// What is true of one pair over all cells.
pub(in crate::report) fn pair(summary: &SweepSummary, regimes: &Regimes) -> String {
    let [won_a, won_b, tied, open, _] = regimes.counts;
    let total = summary.cells.len();
    let (a, b) = (label(summary, regimes.a), label(summary, regimes.b));
    let words = if won_b == total {
        format!("{b} wins everywhere against {a}")
    } else if won_a == total {
        format!("{a} wins everywhere against {b}")
    } else if tied == total {
        format!("The difference between {a} and {b} is too small to matter everywhere")
    } else if won_a + won_b + tied == 0 {
        format!("No cell is decided between {a} and {b}: more runs are needed")
            .replace("cell", if total == 1 || is_grid(summary) { "cell" } else { "point" })
    } else if won_a + won_b == 0 {
        let tied = of(summary, tied);
        format!(
            "Neither {a} nor {b} wins anywhere: too close to matter in {tied}, {open} undecided"
        )
    } else if let ([row], 1) = (&regimes.rows[..], summary.axes.len()) {
        format!("{}: {}", summary.axes[0].label, row_words(summary, regimes, row))
    } else {
        in_clauses(summary, regimes)
    };
    capitalised(&words)
}

fn is_grid(summary: &SweepSummary) -> bool {
    matches!(summary.layout, Layout::Grid { .. })
}

/// Characters of a title that fill two lines.
const TITLE: usize = 158;

/// Who wins where, the more frequent winner first, in as many words as fit.
fn in_clauses(summary: &SweepSummary, regimes: &Regimes) -> String {
    let words = [(2, 2), (2, 0), (1, 0)].map(|axes| clauses(summary, regimes, axes));
    let fitting = words.iter().find(|words| words.chars().count() <= TITLE);
    fitting.cloned().unwrap_or_else(|| clauses(summary, regimes, (0, 0)))
}

/// Who wins where, with so many axes for the more and the less frequent winner.
fn clauses(summary: &SweepSummary, regimes: &Regimes, axes: (usize, usize)) -> String {
    let mut sides = [(regimes.counts[0], 0, regimes.a), (regimes.counts[1], 1, regimes.b)];
    if sides[1].0 > sides[0].0 {
        sides.swap(0, 1);
    }
    let [(most, side, winner), (fewer, other_side, other)] = sides;
    let place = where_words(summary, regimes, (side, axes.0));
    let many = of(summary, most);
    let first = if place.is_empty() {
        format!("{} wins in {many}", label(summary, winner))
    } else {
        format!("{} wins where {place} ({many})", label(summary, winner))
    };
    let other_name = label(summary, other);
    if fewer == 0 {
        return format!("{first}; {other_name} wins nowhere");
    }
    let place = where_words(summary, regimes, (other_side, axes.1));
    if place.is_empty() {
        format!("{first}; {other_name} in {}", count(&fewer))
    } else {
        format!("{first}; {other_name} where {place} ({})", count(&fewer))
    }
}

/// On which side of the axes a (0) or b (1) wins: of so many axes, those that say most.
fn where_words(summary: &SweepSummary, regimes: &Regimes, (side, most): (usize, usize)) -> String {
    let axes = summary.axes.iter().zip(&regimes.leanings);
    let mut leaning: Vec<(f64, &SweepAxis)> = axes
        .map(|(axis, leanings)| (leanings[side], axis))
        .filter(|(leaning, _)| leaning.abs() >= LEANS)
        .collect();
    leaning.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let words = leaning.iter().take(most).map(|(leaning, axis)| {
        format!("{} is {}", noun(axis), if *leaning < 0.0 { "low" } else { "high" })
    });
    listed(&words.collect::<Vec<_>>())
}
