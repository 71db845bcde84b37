//! The words of a sweep: its policies, axes, cells, runs and zones.

use crate::experiment::sweep::{Layout, Level, Regimes, SweepAxis, SweepSummary};
use crate::math::powi;
use crate::report::format::{Format, count, plural, truncated};

/// Characters of a policy's label in a sentence.
const LABEL: usize = 40;
/// A policy's label, shortened to fit into a sentence.
pub(in crate::report) fn label(summary: &SweepSummary, policy: usize) -> String {
    truncated(&summary.policies[policy].1, LABEL)
}

/// An axis's name as it reads within a sentence.
pub(in crate::report) fn noun(axis: &SweepAxis) -> String {
    let mut letters = axis.label.chars();
    if axis.label.chars().skip(1).any(char::is_uppercase) {
        return axis.label.clone();
    }
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Cells of a grid, points of another design: `1 cell`, `64 points`.
pub(in crate::report) fn cells(summary: &SweepSummary, number: usize) -> String {
    let noun = if matches!(summary.layout, Layout::Grid { .. }) { "cell" } else { "point" };
    plural(number as u64, noun)
}

/// A value on an axis: a number with its unit, or a word.
pub(in crate::report) fn level(axis: &SweepAxis, level: &Level) -> String {
    let number = bare(axis, level);
    if axis.unit.is_empty() || level.number.is_nan() {
        number
    } else {
        format!("{number} {}", axis.unit)
    }
}

/// A value on an axis without its unit, with no more digits than tell it from its neighbours.
pub(in crate::report) fn bare(axis: &SweepAxis, level: &Level) -> String {
    if level.number.is_nan() {
        return level.text.clone();
    }
    let steps = axis.levels.windows(2).map(|pair| (pair[1].number - pair[0].number).abs());
    short(level.number, 0.1 * steps.fold(f64::INFINITY, f64::min))
}

/// A number with the digits that a step of `resolution` needs and no zeros behind them.
pub(in crate::report) fn short(number: f64, resolution: f64) -> String {
    let decimals = (0..12).find(|d| resolution * powi(10.0, *d) >= 0.99).unwrap_or(12);
    let text = format!("{number:.*}", usize::try_from(decimals).unwrap_or(0));
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.replace('-', "−")
}

/// A place on an axis between its values, with as many digits as its steps have.
pub(in crate::report) fn place(axis: &SweepAxis, at: f64) -> String {
    let ends = [axis.levels.first(), axis.levels.last()].map(|end| end.map_or(0.0, |l| l.number));
    let step = (ends[1] - ends[0]) / 50.0;
    let decimals = (0..9).find(|d| step * powi(10.0, *d) >= 0.5).unwrap_or(9);
    let number = format!("{at:.*}", usize::try_from(decimals).unwrap_or(0)).replace('-', "−");
    if axis.unit.is_empty() { number } else { format!("{number} {}", axis.unit) }
}

/// The regimes of the pair of the first policy with `other + 1` in a measure.
pub(in crate::report) fn regimes(
    summary: &SweepSummary,
    measure: usize,
    other: usize,
) -> Option<&Regimes> {
    summary.regimes.iter().filter(|r| r.measure == measure && r.a == 0).nth(other)
}

/// `212 of 384 cells`.
pub(in crate::report) fn of(summary: &SweepSummary, number: usize) -> String {
    format!("{} of {}", count(&number), cells(summary, summary.cells.len()))
}

/// `64 won by A, 20 by B, 8 too close to matter, 4 undecided`.
pub(in crate::report) fn shares(summary: &SweepSummary, regimes: &Regimes) -> String {
    let [won_a, won_b, tied, open, withheld] = regimes.counts;
    let mut parts = vec![
        format!("{} won by {}", count(&won_b), label(summary, regimes.b)),
        format!("{} by {}", count(&won_a), label(summary, regimes.a)),
        format!("{} too close to matter", count(&tied)),
        format!("{} undecided", count(&open)),
    ];
    if withheld > 0 {
        parts.push(format!("{} without a verdict", count(&withheld)));
    }
    format!("of {}: {}", cells(summary, summary.cells.len()), parts.join(", "))
}

/// How many runs the cells have: `200 runs`, `200 to 800 runs`.
pub(in crate::report) fn runs(summary: &SweepSummary) -> String {
    let runs = || summary.cells.iter().map(|cell| cell.runs);
    let (low, high) = (runs().min().unwrap_or(0), runs().max().unwrap_or(0));
    let low = if low == high { String::new() } else { format!("{} to ", count(&low)) };
    format!("{low}{} of each policy", plural(high.into(), "run"))
}

/// Where the numbers come from: cells, runs, seed, scenario, version.
pub(in crate::report) fn provenance(summary: &SweepSummary) -> String {
    let interrupted = if summary.is_interrupted { " (interrupted)" } else { "" };
    format!(
        "{}, {} with the same random events{interrupted} · scenario {} · seed {} · posse {}",
        cells(summary, summary.cells.len()),
        runs(summary),
        truncated(&summary.scenario, 40),
        summary.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// A format for differences in a measure over all cells.
pub(in crate::report) fn format(summary: &SweepSummary, measure: usize) -> Format {
    let means = summary.cells.iter().flat_map(|cell| cell.means.iter().map(move |of| of[measure]));
    Format::new(&summary.measures[measure], &summary.currency, means)
}

/// Which differences do not matter: `below 1 pp`; nothing where every one does.
pub(in crate::report) fn zone(
    summary: &SweepSummary,
    regimes: &Regimes,
    format: &Format,
) -> String {
    let zones = summary.cells.iter().map(|cell| cell.pairs[regimes.pair][regimes.measure].zone);
    let (low, high) =
        zones.fold((f64::INFINITY, 0.0_f64), |(l, h), zone| (l.min(zone), h.max(zone)));
    if high <= 0.0 {
        String::new()
    } else if high - low <= 1e-9 * high {
        // A share of a mean, such as 3 % of a contribution, is no round number.
        let exact = format.size(high);
        let is_round = exact.chars().filter(char::is_ascii_digit).count() <= 4;
        let words = if is_round { exact } else { format.for_difference(high, high).value(high) };
        format!(" (below {words})")
    } else {
        let format = format.for_difference(high, low);
        format!(" (below {} to {})", format.number(low), format.value(high))
    }
}
