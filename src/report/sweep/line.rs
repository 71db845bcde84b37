//! One axis: the difference along it, with its interval, the zone and the break-even.

use super::ground::{self, Places};
use super::map::file_name;
use super::{findings, turns, words};
use crate::experiment::sweep::{PairCell, Regimes, SweepSummary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::capitalised;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Direction;

const HEIGHT: f64 = 400.0;
const HEAD: f64 = 26.0;
const FOOT: f64 = 50.0;

/// A chart for each pair of the first policy with another, in each measure that has regimes.
pub(super) fn charts(summary: &SweepSummary) -> Vec<Chart> {
    let shown = summary.regimes.iter().filter(|regimes| regimes.a == 0);
    shown.map(|regimes| chart(summary, regimes)).collect()
}

fn chart(summary: &SweepSummary, regimes: &Regimes) -> Chart {
    let measure = &summary.measures[regimes.measure];
    let format = words::format(summary, regimes.measure);
    let [a, b] = [regimes.a, regimes.b].map(|policy| words::label(summary, policy));
    let title = findings::pair(summary, regimes);
    let unit = format.in_unit();
    let zone = words::zone(summary, regimes, &format);
    let grey =
        if zone.is_empty() { String::new() } else { format!("; grey = too close to matter{zone}") };
    let band = if summary.axes[0].is_numeric { "band" } else { "bars" };
    let names = [regimes.b, regimes.a].map(|policy| &summary.policies[policy].0);
    let is_primary = regimes.measure == summary.primary;
    let figure = Figure {
        name: file_name(&format!("line {} {} minus {}", measure.key, names[0], names[1])),
        title: if is_primary { title } else { format!("{} · {title}", measure.label) },
        subtitle: format!(
            "Difference in {}{unit}, {b} minus {a}, on the same luck. Dots = cells, filled where \
             decided; {band} = 95 % interval{grey}",
            measure.label
        ),
        description: capitalised(&words::shares(summary, regimes)),
    };
    figure.draw_from(&words::provenance(summary), HEIGHT, |canvas, space| {
        draw(canvas, space, summary, (regimes, &format));
    })
}

fn draw(
    canvas: &Canvas,
    space: Space,
    summary: &SweepSummary,
    (regimes, format): (&Regimes, &Format),
) {
    let cells: Vec<&PairCell> =
        summary.cells.iter().map(|cell| &cell.pairs[regimes.pair][regimes.measure]).collect();
    let places = Places::of(&summary.axes[0]);
    let plot = plot(space, &places, &cells, format);
    draw_zone(canvas, &plot, &places, &cells);
    let steps = format.for_steps(plot.y.step());
    for &tick in &plot.y.ticks {
        let y = plot.up(tick);
        let (color, width) = if tick == 0.0 { (theme::MUTED, 1.4) } else { (theme::GRID, 1.0) };
        canvas.line(&[(plot.left, y), (plot.right, y)], color, width);
        canvas.text(&steps.signed(tick), (plot.left - 8.0, y), Style::TICK.right());
    }
    ground::draw_x(canvas, &plot, &places, &summary.axes[0]);
    draw_sides(canvas, &plot, summary, regimes);
    draw_band(canvas, &plot, &places, (&cells, summary.axes[0].is_numeric), regimes);
    draw_flips(canvas, &plot, summary, regimes);
    draw_base(canvas, &plot, &places, summary);
}

fn plot(space: Space, places: &Places, cells: &[&PairCell], format: &Format) -> Plot {
    let ends = cells.iter().flat_map(|cell| {
        [cell.interval.0, cell.interval.1, cell.mean, 1.2 * cell.zone, -1.2 * cell.zone]
    });
    let y = Axis::covering(ends.chain([0.0]), 7);
    let left = space.left + Plot::gutter(&y, format) + 6.0;
    let (top, bottom) = (space.top + HEAD, space.bottom - FOOT);
    Plot { left, right: space.right, top, bottom, x: places.scale.clone(), y }
}

/// Grey where differences do not matter; the zone of a share of a mean differs from cell to cell.
fn draw_zone(canvas: &Canvas, plot: &Plot, places: &Places, cells: &[&PairCell]) {
    let (first, last) = (places.edges[0], places.edges[places.edges.len() - 1]);
    let side = |sign: f64| -> Vec<Point> {
        let ends = [(first, cells[0]), (last, cells[cells.len() - 1])];
        let middle = places.middles.iter().copied().zip(cells.iter().copied());
        let all = [ends[0]].into_iter().chain(middle).chain([ends[1]]);
        all.map(|(x, cell)| plot.point(x, sign * cell.zone)).collect()
    };
    let mut area = side(1.0);
    area.extend(side(-1.0).into_iter().rev());
    canvas.polygon(&area, theme::ZONE, 1.0);
}

/// Whose side is above and whose below 0.
fn draw_sides(canvas: &Canvas, plot: &Plot, summary: &SweepSummary, regimes: &Regimes) {
    let lower = summary.measures[regimes.measure].better == Some(Direction::Lower);
    let (above, below) = if lower { (regimes.a, regimes.b) } else { (regimes.b, regimes.a) };
    for (policy, y, arrow) in [(above, plot.top - 14.0, "↑"), (below, plot.bottom - 12.0, "↓")]
    {
        let style = Style::LABEL.bold().color(theme::policy(policy));
        let words = format!("{arrow} {} better", words::label(summary, policy));
        let width = style.width(&words);
        canvas.rectangle(
            (plot.right - width - 8.0, y - 9.0),
            (plot.right, y + 9.0),
            theme::PAPER,
            0.8,
        );
        canvas.text(&words, (plot.right - 4.0, y), style.right());
    }
}

fn draw_band(
    canvas: &Canvas,
    plot: &Plot,
    places: &Places,
    (cells, is_numeric): (&[&PairCell], bool),
    regimes: &Regimes,
) {
    let known: Vec<(f64, &PairCell)> = places
        .middles
        .iter()
        .copied()
        .zip(cells.iter().copied())
        .filter(|(_, cell)| cell.mean.is_finite())
        .collect();
    let at = |(x, value): (f64, f64)| plot.point(x, value);
    let end = |value: f64, side: f64| if value.is_finite() { value } else { side };
    let low = |cell: &PairCell| end(cell.interval.0, plot.y.from);
    let high = |cell: &PairCell| end(cell.interval.1, plot.y.to);
    if is_numeric {
        let mut area: Vec<Point> = known.iter().map(|(x, cell)| at((*x, high(cell)))).collect();
        area.extend(known.iter().rev().map(|(x, cell)| at((*x, low(cell)))));
        canvas.polygon(&area, theme::INK, 0.14);
        let line: Vec<Point> = known.iter().map(|(x, cell)| at((*x, cell.mean))).collect();
        canvas.line(&line, theme::INK, 2.2);
    }
    for (x, cell) in known {
        let (x, middle) = at((x, cell.mean));
        if !is_numeric {
            let ends = [plot.up(low(cell)), plot.up(high(cell))];
            canvas.line(&[(x, ends[0]), (x, ends[1])], theme::INK, 2.0);
        }
        match cell.verdict {
            crate::stats::Verdict::Better => canvas.mean((x, middle), theme::policy(regimes.b)),
            crate::stats::Verdict::Worse => canvas.mean((x, middle), theme::policy(regimes.a)),
            crate::stats::Verdict::Tie => canvas.mean((x, middle), theme::AXIS),
            _ => {
                canvas.mean((x, middle), theme::INK);
                canvas.dot((x, middle), 3.4, theme::PAPER);
            }
        }
    }
}

/// Each break-even with its interval on the line of 0.
fn draw_flips(canvas: &Canvas, plot: &Plot, summary: &SweepSummary, regimes: &Regimes) {
    let axis = &summary.axes[0];
    let zero = plot.up(0.0);
    for crossing in regimes.rows.iter().flat_map(|row| &row.crossings) {
        let x = plot.across(crossing.at);
        let ends = [crossing.low.unwrap_or(plot.x.from), crossing.high.unwrap_or(plot.x.to)];
        let ends = ends.map(|end| plot.across(end));
        canvas.rectangle((ends[0], zero - 3.5), (ends[1], zero + 3.5), theme::INK, 0.35);
        canvas.line(&[(x, zero - 8.0), (x, zero + 8.0)], theme::INK, 2.2);
        let style = Style::TICK.bold().color(theme::INK);
        let words = turns::break_even(axis, std::slice::from_ref(crossing));
        // The line runs through 0: the words stand in a corner that it leaves free.
        let width = style.width(&words);
        let lower = summary.measures[regimes.measure].better == Some(Direction::Lower);
        let is_right = x + width + 24.0 < plot.right;
        let left = if is_right { x + 16.0 } else { x - 16.0 - width };
        let is_below = (crossing.to_b != lower) == is_right;
        let y = if is_below { zero + 24.0 } else { zero - 24.0 };
        let (from, to) = ((left - 4.0, y - 9.0), (left + width + 4.0, y + 9.0));
        canvas.rectangle(from, to, theme::PAPER, 0.85);
        canvas.text(&words, (left, y), style);
    }
}

fn draw_base(canvas: &Canvas, plot: &Plot, places: &Places, summary: &SweepSummary) {
    let Some(base) = places.base(&summary.axes[0]) else { return };
    let (x, style) = (plot.across(base), Style::TICK);
    canvas.dashed(&[(x, plot.top), (x, plot.bottom)], theme::MUTED, 1.2);
    let words = "the scenario as written";
    let width = style.width(words);
    let left = if x + width + 14.0 < plot.right { x + 6.0 } else { x - 6.0 - width };
    canvas.rectangle(
        (left - 3.0, plot.top + 4.0),
        (left + width + 3.0, plot.top + 20.0),
        theme::PAPER,
        0.85,
    );
    canvas.text(words, (left, plot.top + 12.0), style);
}
