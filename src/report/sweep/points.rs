//! Points of a design: the difference over each axis, one panel for each.

use super::ground::{self, Places};
use super::map::file_name;
use super::{findings, words};
use crate::experiment::sweep::{PairCell, Regimes, SweepSummary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::capitalised;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::stats::Verdict;

const PANEL: f64 = 190.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 26.0;
const GAP: f64 = 26.0;
const MOST_IN_ROW: usize = 3;
/// Axes shown at most.
const MOST_AXES: usize = 9;

/// A chart for each pair of the first policy with another, in each measure that has regimes.
pub(super) fn charts(summary: &SweepSummary) -> Vec<Chart> {
    let shown = summary.regimes.iter().filter(|regimes| regimes.a == 0);
    shown.map(|regimes| chart(summary, regimes)).collect()
}

fn chart(summary: &SweepSummary, regimes: &Regimes) -> Chart {
    let measure = &summary.measures[regimes.measure];
    let format = words::format(summary, regimes.measure);
    let [a, b] = [regimes.a, regimes.b].map(|policy| words::label(summary, policy));
    let unit = format.in_unit();
    let title = findings::pair(summary, regimes);
    let is_primary = regimes.measure == summary.primary;
    let names = [regimes.b, regimes.a].map(|policy| &summary.policies[policy].0);
    let figure = Figure {
        name: file_name(&format!("points {} {} minus {}", measure.key, names[0], names[1])),
        title: if is_primary { title } else { format!("{}: {title}", measure.label) },
        subtitle: format!(
            "Difference in {}{unit}, {b} minus {a}, on the same luck, over each axis. Colour = who \
             wins; grey = too close to matter{}; empty = can’t tell yet",
            measure.label,
            words::zone(summary, regimes, &format)
        ),
        description: capitalised(&words::shares(summary, regimes)),
    };
    let count = summary.axes.len().min(MOST_AXES);
    let rows = count.div_ceil(MOST_IN_ROW);
    let height = rows as f64 * (PANEL + HEAD + FOOT + GAP) - GAP;
    figure.draw_from(&words::provenance(summary), height, |canvas, space| {
        for axis in 0..count {
            draw_panel(canvas, space, (summary, regimes, &format), (axis, count));
        }
    })
}

fn draw_panel(
    canvas: &Canvas,
    all: Space,
    (summary, regimes, format): (&SweepSummary, &Regimes, &Format),
    (index, count): (usize, usize),
) {
    let cells: Vec<&PairCell> =
        summary.cells.iter().map(|cell| &cell.pairs[regimes.pair][regimes.measure]).collect();
    let y = Axis::covering(cells.iter().map(|cell| cell.mean).chain([0.0]), 5);
    let columns = count.min(MOST_IN_ROW);
    let gutter = Plot::gutter(&y, format) + 6.0;
    let width = (all.right - all.left - gutter - (columns - 1) as f64 * GAP) / columns as f64;
    let (row, column) = (index / columns, index % columns);
    let left = all.left + gutter + column as f64 * (width + GAP);
    let top = all.top + row as f64 * (PANEL + HEAD + FOOT + GAP) + HEAD;
    let axis = &summary.axes[index];
    let places = Places::of_points(axis);
    let x = places.scale.clone();
    let plot = Plot { left, right: left + width, top, bottom: top + PANEL, x, y };
    let steps = format.for_steps(plot.y.step());
    for &tick in &plot.y.ticks {
        let (color, line) = if tick == 0.0 { (theme::MUTED, 1.4) } else { (theme::GRID, 1.0) };
        canvas.line(&[(plot.left, plot.up(tick)), (plot.right, plot.up(tick))], color, line);
        if column == 0 {
            canvas.text(&steps.signed(tick), (left - 8.0, plot.up(tick)), Style::TICK.right());
        }
    }
    let style = Style::LABEL.bold();
    canvas.text(&style.fitted(&ground::axis_name(axis), width), (left, top - 13.0), style);
    plot.draw_x(canvas, |_| String::new());
    for (tick, name) in plot.x.ticks.iter().zip(&places.names) {
        canvas.text(name, (plot.across(*tick), plot.bottom + 15.0), Style::TICK.centre());
    }
    for (cell, own) in cells.iter().zip(&summary.cells) {
        let level = &own.levels[index];
        let word = || axis.levels.iter().position(|known| known == level).unwrap_or(0) as f64;
        let place = if level.number.is_nan() { word() } else { level.number };
        draw_point(canvas, plot.point(place, cell.mean), cell, regimes);
    }
}

fn draw_point(canvas: &Canvas, at: (f64, f64), cell: &PairCell, regimes: &Regimes) {
    if !cell.mean.is_finite() {
        return;
    }
    let color = match cell.verdict {
        Verdict::Better => theme::policy(regimes.b),
        Verdict::Worse => theme::policy(regimes.a),
        Verdict::Tie => theme::AXIS,
        Verdict::Undecided | Verdict::Withheld => theme::MUTED,
    };
    canvas.dot(at, 3.6, theme::PAPER);
    canvas.dot(at, 3.0, color);
    if cell.verdict == Verdict::Undecided {
        canvas.dot(at, 1.8, theme::PAPER);
    }
}
