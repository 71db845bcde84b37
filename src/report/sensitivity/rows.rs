//! Rows of a chart, one for each input: names at the left, a scale below.

use super::words;
use crate::experiment::sensitivity::SensitivitySummary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::Space;
use crate::report::format::count;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

/// Inputs drawn.
pub(super) const MOST: usize = 15;
/// Height of a row.
pub(super) const ROW: f64 = 36.0;
/// Room for names.
const NAMES: f64 = 236.0;
/// Room above and below the rows.
const HEAD: f64 = 26.0;
const FOOT: f64 = 44.0;

/// Height of a picture of so many rows.
pub(super) fn height(rows: usize) -> f64 {
    HEAD + ROW * rows as f64 + FOOT
}

/// The ground of so many rows over `x`, with so much room at the right.
pub(super) fn plot(space: Space, x: Axis, rows: usize, right: f64) -> Plot {
    let (top, bottom) = (space.top + HEAD, space.top + HEAD + ROW * rows as f64);
    let y = Axis { from: 0.0, to: 1.0, ticks: Vec::new() };
    Plot { left: space.left + NAMES, right: space.right - right, top, bottom, x, y }
}

/// The middle of a row.
pub(super) fn middle(plot: &Plot, row: usize) -> f64 {
    plot.top + ROW * (row as f64 + 0.5)
}

/// Upright lines at the ticks, and their numbers below.
pub(super) fn grid(canvas: &Canvas, plot: &Plot, label: impl Fn(f64) -> String) {
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], theme::GRID, 1.0);
    }
    plot.draw_x(canvas, label);
}

/// The name of an input, and under it what it ranges over.
pub(super) fn name(canvas: &Canvas, plot: &Plot, row: usize, (name, under): (&str, &str)) {
    let (room, y) = (room(plot), middle(plot, row));
    let style = Style::LABEL.bold();
    canvas.text(&style.fitted(name, room), (theme::MARGIN, y - 7.0), style);
    canvas.text(&Style::TICK.fitted(under, room), (theme::MARGIN, y + 8.0), Style::TICK);
}

/// Width for names.
fn room(plot: &Plot) -> f64 {
    plot.left - theme::MARGIN - 18.0
}

/// The name of an input of the summary.
pub(super) fn input(canvas: &Canvas, plot: &Plot, row: usize, of: (&SensitivitySummary, usize)) {
    let input = &of.0.inputs[of.1];
    let key = input.keys.join(", ");
    let range = words::range(input);
    let both = format!("{range} · {key}");
    let is_fitting = Style::TICK.width(&both) <= room(plot);
    let under = if key != input.label && is_fitting { both } else { range };
    name(canvas, plot, row, (&input.label, &under));
}

/// How many inputs are not drawn.
pub(super) fn rest(canvas: &Canvas, plot: &Plot, all: usize) {
    if all > MOST {
        let words = format!("and {} more with less", count(&(all - MOST)));
        canvas.text(&words, (theme::MARGIN, plot.bottom + 15.0), Style::TICK);
    }
}
