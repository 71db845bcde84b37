//! Sobol' indices: the share of each input by itself and with its interactions.

use super::rows::{self, MOST};
use super::words;
use crate::experiment::sensitivity::{SensitivitySummary, Shared};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::percent;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::stats::Index;

/// Room at the right for numbers.
const NUMBERS: f64 = 96.0;
/// How far the two dots of a row lie from its middle.
const APART: f64 = 6.0;

/// The chart; `None` where nothing varies.
pub(super) fn chart(summary: &SensitivitySummary, inputs: &[Shared]) -> Option<Chart> {
    let known: Vec<&Shared> =
        inputs.iter().filter(|of| of.index.total.value.is_finite()).take(MOST).collect();
    if known.is_empty() {
        return None;
    }
    let figure = Figure {
        name: "sobol".into(),
        title: words::headline(summary),
        subtitle: format!(
            "Share of the variance of {} over all inputs, without that of luck (Sobol’ indices). \
             Filled = by itself (first-order), ring = with its interactions (total); lines = 95 % \
             intervals",
            words::subject(summary)
        ),
        description: described(summary, &known),
    };
    let rows = known.len();
    let source = words::provenance(summary);
    Some(figure.draw_from(&source, rows::height(rows), |canvas, space| {
        draw(canvas, space, summary, (&known, inputs.len()));
    }))
}

fn described(summary: &SensitivitySummary, inputs: &[&Shared]) -> String {
    let each = inputs.iter().map(|of| {
        let (first, total) = (percent(of.index.first.value), percent(of.index.total.value));
        format!("{}: {first} by itself, {total} in all", words::noun(summary, of.input))
    });
    format!("{}.", each.collect::<Vec<_>>().join("; "))
}

fn draw(
    canvas: &Canvas,
    space: Space,
    summary: &SensitivitySummary,
    (inputs, all): (&[&Shared], usize),
) {
    let ends = inputs.iter().map(|of| of.index.total.value.max(of.index.first.value).min(1.0));
    let most = ends.fold(0.1, f64::max);
    let x = Axis::covering([0.0, (1.15 * most).min(1.0)], 5);
    let plot = rows::plot(space, x, inputs.len(), NUMBERS);
    rows::grid(canvas, &plot, percent);
    let y = plot.top - 14.0;
    canvas.text("by itself · in all", (plot.right + 14.0, y), Style::TICK);
    for (row, of) in inputs.iter().enumerate() {
        rows::input(canvas, &plot, row, (summary, of.input));
        let y = rows::middle(&plot, row);
        let (first, total) = (of.index.first, of.index.total);
        line(canvas, &plot, first, y - APART);
        canvas.mean((plot.across(first.value), y - APART), theme::INK);
        line(canvas, &plot, total, y + APART);
        canvas.mean((plot.across(total.value), y + APART), theme::INK);
        canvas.dot((plot.across(total.value), y + APART), 3.2, theme::PAPER);
        let share = |index: Index| percent(index.value.clamp(0.0, 1.0));
        let words = format!("{} · {}", share(first), share(total));
        canvas.text(&words, (plot.right + 14.0, y), Style::LABEL);
    }
    rows::rest(canvas, &plot, all);
}

fn line(canvas: &Canvas, plot: &Plot, index: Index, y: f64) {
    let end = |value: f64, side: f64| if value.is_finite() { value } else { side };
    let ends = [end(index.interval.0, plot.x.from), end(index.interval.1, plot.x.to)];
    let ends = ends.map(|value| plot.across(value));
    canvas.line(&[(ends[0], y), (ends[1], y)], theme::AXIS, 2.0);
}
