//! One input at a time: bars from one end of a range to the other, the longest first.

use super::rows::{self, MOST};
use super::words::{self, Numbers};
use crate::experiment::sensitivity::{Bar, Reading, SensitivitySummary, Subject, Turn};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Direction;
use plotters::style::RGBColor;

/// Room at the right for numbers.
const NUMBERS: f64 = 150.0;
/// The most width of the value at the end of a bar.
const END: f64 = 90.0;
/// Half of a bar's height.
const HALF: f64 = 8.0;

pub(super) fn chart(summary: &SensitivitySummary, base: &Reading, bars: &[Bar]) -> Chart {
    let numbers = words::tornado_numbers(summary, base, bars);
    let unit = numbers.own_unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let error = numbers.size(words::half(base.interval));
    let grey = if base.zone > 0.0 { "; grey = too close to matter" } else { "" };
    let turns = if bars.iter().any(|bar| matches!(bar.turn, Turn::Turns(_))) {
        "; ⇄ = another policy wins at one end"
    } else {
        ""
    };
    let figure = Figure {
        name: "tornado".into(),
        title: words::headline(summary),
        subtitle: format!(
            "One input at a time: {}{unit}, at the ends of its range, all others as written. Line = \
             as written (± {error}, 95 %){grey}{turns}",
            words::subject(summary)
        ),
        description: described(summary, (base, bars), &numbers),
    };
    let rows = bars.len().min(MOST);
    figure.draw_from(&words::provenance(summary), rows::height(rows), |canvas, space| {
        draw(canvas, space, summary, (base, &bars[..rows], bars.len()), &numbers);
    })
}

fn described(
    summary: &SensitivitySummary,
    (base, bars): (&Reading, &[Bar]),
    numbers: &Numbers,
) -> String {
    let bars = bars.iter().take(MOST).map(|bar| {
        let ends = [&bar.readings[bar.ends.0], &bar.readings[bar.ends.1]];
        let input = &summary.inputs[bar.input];
        let words =
            ends.map(|end| format!("{} at {}", numbers.value(end.mean), words::at(input, end)));
        format!("{}: {}", words::noun(summary, bar.input), words.join(", "))
    });
    let bars = bars.collect::<Vec<_>>().join("; ");
    format!("As written {}. {bars}.", numbers.value(base.mean))
}

fn draw(
    canvas: &Canvas,
    space: Space,
    summary: &SensitivitySummary,
    (base, bars, all): (&Reading, &[Bar], usize),
    numbers: &Numbers,
) {
    let ends = bars.iter().flat_map(|bar| [bar.ends.0, bar.ends.1].map(|k| bar.readings[k].mean));
    let is_difference = matches!(summary.question.subject, Subject::Difference { .. });
    let zero = if is_difference { Some(0.0) } else { None };
    let zone = [-1.1 * base.zone, 1.1 * base.zone].into_iter().filter(|_| base.zone > 0.0);
    let x = Axis::tight(ends.chain([base.mean]).chain(zero).chain(zone), 6);
    let mut plot = rows::plot(space, x.clone(), bars.len(), NUMBERS);
    plot.x = widened(x, labels(summary, bars), plot.right - plot.left);
    if base.zone > 0.0 {
        let (low, high) = (plot.across(-base.zone), plot.across(base.zone));
        canvas.rectangle((low, plot.top), (high, plot.bottom), theme::ZONE, 1.0);
    }
    let steps = numbers.for_steps(plot.x.step());
    rows::grid(canvas, &plot, |tick| steps.bare(tick));
    if is_difference {
        let x = plot.across(0.0);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], theme::MUTED, 1.2);
        sides(canvas, &plot, summary);
    }
    let x = plot.across(base.mean);
    if base.mean.is_finite() {
        canvas.line(&[(x, plot.top - 6.0), (x, plot.bottom)], theme::INK, 1.6);
    }
    for (row, bar) in bars.iter().enumerate() {
        rows::input(canvas, &plot, row, (summary, bar.input));
        draw_bar(canvas, &plot, summary, (row, bar), base);
        numbers_of(canvas, &plot, (row, bar), numbers);
    }
    canvas.text("from low to high end", (plot.right + 14.0, plot.top - 14.0), Style::TICK);
    rows::rest(canvas, &plot, all);
}

/// The axis with room for the values at both ends of the longest bar, on so many pixels.
fn widened(axis: Axis, labels: f64, pixels: f64) -> Axis {
    let pad = (axis.to - axis.from) * labels / (pixels - 2.0 * labels);
    Axis { from: axis.from - pad, to: axis.to + pad, ticks: axis.ticks }
}

/// Width of the values at the ends of bars.
fn labels(summary: &SensitivitySummary, bars: &[Bar]) -> f64 {
    let ends = bars.iter().flat_map(|bar| [(bar, bar.ends.0), (bar, bar.ends.1)]);
    let widths = ends.map(|(bar, end)| {
        Style::TICK.width(&words::bare(&summary.inputs[bar.input], &bar.readings[end]))
    });
    widths.fold(0.0, f64::max).min(END) + 8.0
}

/// Whose side is left and whose right of 0.
fn sides(canvas: &Canvas, plot: &Plot, summary: &SensitivitySummary) {
    let Subject::Difference { a, b } = summary.question.subject else { return };
    let Some(better) = summary.question.measure.better else { return };
    let is_lower = better == Direction::Lower;
    let (left, right) = if is_lower { (b, a) } else { (a, b) };
    let (zero, y) = (plot.across(0.0), plot.top - 14.0);
    let style = Style::LABEL.bold();
    let whole = [
        (format!("← {} better", words::label(summary, left)), left),
        (format!("{} better →", words::label(summary, right)), right),
    ];
    let rooms = [zero - plot.left, plot.right - zero];
    for (side, ((words, policy), room)) in whole.into_iter().zip(rooms).enumerate() {
        if room < style.width(&words) + 12.0 {
            continue;
        }
        let style = style.color(theme::policy(policy));
        let (x, style) = if side == 0 { (zero - 8.0, style.right()) } else { (zero + 8.0, style) };
        canvas.text(&words, (x, y), style);
    }
}

fn draw_bar(
    canvas: &Canvas,
    plot: &Plot,
    summary: &SensitivitySummary,
    (row, bar): (usize, &Bar),
    base: &Reading,
) {
    let y = rows::middle(plot, row);
    let ends = [&bar.readings[bar.ends.0], &bar.readings[bar.ends.1]];
    let means = ends.map(|end| end.mean);
    if means.iter().any(|mean| !mean.is_finite()) {
        canvas.text("undefined", (plot.left + 8.0, y), Style::TICK);
        return;
    }
    let (low, high) = (means[0].min(means[1]), means[0].max(means[1]));
    for (from, to, color) in parts(summary, (low, high), base.zone) {
        let (from, to) = (plot.across(from), plot.across(to));
        canvas.rectangle((from, y - HALF), (to.max(from + 1.0), y + HALF), color, 0.85);
    }
    let input = &summary.inputs[bar.input];
    // Of words all values lie on the bar.
    for reading in &bar.readings {
        let x = plot.across(reading.mean);
        canvas.line(&[(x, y - HALF - 2.0), (x, y + HALF + 2.0)], theme::INK, 1.4);
    }
    if bar.is_idle {
        return;
    }
    let left = usize::from(means[0] > means[1]);
    for (end, place) in [(left, plot.across(low) - 6.0), (1 - left, plot.across(high) + 6.0)] {
        let style = Style::TICK.color(theme::INK);
        let style = if end == left { style.right() } else { style };
        let words = style.fitted(&words::bare(input, ends[end]), END);
        let width = style.width(&words);
        let from = if end == left { place - width } else { place };
        // Lines behind must not run through the words.
        canvas.rectangle((from - 2.0, y - 7.0), (from + width + 2.0, y + 7.0), theme::PAPER, 0.75);
        canvas.text(&words, (place, y), style);
    }
}

/// A bar in parts, by whom the difference favours.
fn parts(
    summary: &SensitivitySummary,
    (low, high): (f64, f64),
    zone: f64,
) -> Vec<(f64, f64, RGBColor)> {
    let color = |middle: f64| match words::favoured(summary, middle, zone) {
        Some(policy) => theme::policy(policy),
        None => theme::AXIS,
    };
    let mut edges = vec![low];
    edges.extend([-zone, zone].into_iter().filter(|edge| *edge > low && *edge < high));
    edges.push(high);
    edges.dedup();
    let part = |pair: &[f64]| (pair[0], pair[1], color(0.5 * (pair[0] + pair[1])));
    if edges.len() < 2 {
        vec![(low, high, color(low))]
    } else {
        edges.windows(2).map(part).collect()
    }
}

/// What the measure is at both ends, and what that does to the verdict.
fn numbers_of(canvas: &Canvas, plot: &Plot, (row, bar): (usize, &Bar), numbers: &Numbers) {
    let (x, y) = (plot.right + 14.0, rows::middle(plot, row));
    let [first, second] = [bar.ends.0, bar.ends.1].map(|k| numbers.bare(bar.readings[k].mean));
    let turns = match bar.turn {
        Turn::Turns(_) => " ⇄",
        Turn::Stands | Turn::Changes(_) => "",
    };
    let words =
        if bar.is_idle { "no effect".into() } else { format!("{first} to {second}{turns}") };
    let style = if turns.is_empty() { Style::LABEL } else { Style::LABEL.bold() };
    canvas.text(&words, (x, y), style);
}
