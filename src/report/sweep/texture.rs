//! Cells on a map: their places, fills, dots and hatching, and what is written over them.

use super::ground::Places;
use crate::experiment::sweep::SweepSummary;
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::plot::Plot;
use crate::report::theme;
use crate::stats::Verdict;
use plotters::style::RGBColor;

/// Overlap of neighbouring cells in pixels: without it the paper shines through.
pub(super) const OVERLAP: f64 = 0.6;

/// The lower left and the upper right corner of a cell.
pub(super) fn corners(plot: &Plot, x: &Places, y: &Places, index: usize) -> (Point, Point) {
    let (column, row) = (index % x.middles.len(), index / x.middles.len());
    let low = plot.point(x.edges[column], y.edges[row]);
    let high = plot.point(x.edges[column + 1], y.edges[row + 1]);
    (low, high)
}

/// Fills a cell, a little over its upper and right neighbours, which are filled later.
pub(super) fn fill(
    canvas: &Canvas,
    (low, high): (Point, Point),
    color: RGBColor,
    (x, y, index): (&Places, &Places, usize),
) {
    let is_last = |place: usize, count: usize| place + 1 == count;
    let columns = x.middles.len();
    let right = if is_last(index % columns, columns) { 0.0 } else { OVERLAP };
    let above = if is_last(index / columns, y.middles.len()) { 0.0 } else { OVERLAP };
    canvas.rectangle((low.0, high.1 - above), (high.0 + right, low.1), color, 1.0);
}

/// Dots where it does not matter, hatching where it cannot be told.
pub(super) fn texture(canvas: &Canvas, (low, high): (Point, Point), verdict: Verdict) {
    match verdict {
        Verdict::Better | Verdict::Worse => {}
        Verdict::Tie => dots(canvas, low, high),
        Verdict::Undecided => hatching(canvas, low, high),
        Verdict::Withheld => {
            canvas.rectangle((low.0, high.1), (high.0, low.1), theme::GRID, 1.0);
            canvas.line(&[low, high], theme::AXIS, 1.0);
            canvas.line(&[(low.0, high.1), (high.0, low.1)], theme::AXIS, 1.0);
        }
    }
}

fn dots(canvas: &Canvas, low: Point, high: Point) {
    const APART: f64 = 16.0;
    let places = |from: f64, to: f64| {
        let count = ((to - from) / APART).round().max(1.0);
        let step = (to - from) / count;
        let mut at = from + 0.5 * step;
        std::iter::from_fn(move || {
            let place = at;
            at += step;
            (place < to).then_some(place)
        })
    };
    for x in places(low.0, high.0) {
        for y in places(high.1, low.1) {
            canvas.dot((x, y), 1.6, theme::MUTED);
        }
    }
}

/// Lines that rise to the right; those of neighbouring cells meet.
fn hatching(canvas: &Canvas, low: Point, high: Point) {
    const APART: f64 = 8.0;
    let (left, right, top, bottom) = (low.0, high.0, high.1, low.1);
    let mut sum = ((left + top) / APART).ceil() * APART;
    while sum < right + bottom {
        let start = if sum - left <= bottom { (left, sum - left) } else { (sum - bottom, bottom) };
        let end = if sum - right >= top { (right, sum - right) } else { (sum - top, top) };
        canvas.line(&[start, end], theme::AXIS, 1.0);
        sum += APART;
    }
}

pub(super) fn frame(canvas: &Canvas, plot: &Plot) {
    let (left, right, top, bottom) = (plot.left, plot.right, plot.top, plot.bottom);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    canvas.line(&corners, theme::AXIS, 1.0);
}

/// Names a region in the middle of its widest row, where there is room for the words and nothing
/// written yet.
pub(super) fn region(
    canvas: &Canvas,
    (plot, x, y): (&Plot, &Places, &Places),
    (is_in, words): (&[bool], &str),
    taken: Option<Label>,
) {
    let style = Style::LABEL.bold();
    let (width, height) = (style.width(words) + 16.0, 22.0);
    let columns = x.middles.len();
    let mut best: Option<(f64, Point)> = None;
    for row in 0..y.middles.len() {
        let mut column = 0;
        while column < columns {
            let start = column;
            while column < columns && is_in[row * columns + column] {
                column += 1;
            }
            if column == start {
                column += 1;
                continue;
            }
            let (from, to) = (plot.across(x.edges[start]), plot.across(x.edges[column]));
            let depth = depth(is_in, (columns, y.middles.len()), (start, column), row) as f64;
            let (top, bottom) = (plot.up(y.edges[row + 1]), plot.up(y.edges[row]));
            let room = (to - from - width).min((2.0 * depth + 1.0) * (bottom - top) - height);
            let middle = (0.5 * (from + to), 0.5 * (top + bottom));
            let own = Label { middle, width, height };
            if taken.is_some_and(|taken| taken.overlaps(own)) {
                continue;
            }
            if room >= 0.0 && best.is_none_or(|(most, _)| room > most + 1e-6) {
                best = Some((room, middle));
            }
        }
    }
    if let Some((_, (x, y))) = best {
        let (half, up) = (0.5 * width, 0.5 * height);
        canvas.rectangle((x - half, y - up), (x + half, y + up), theme::PAPER, 0.82);
        canvas.text(words, (x, y), style.centre());
    }
}

/// How many rows above and below hold the whole stretch of columns too.
fn depth(
    is_in: &[bool],
    (columns, rows): (usize, usize),
    (from, to): (usize, usize),
    row: usize,
) -> usize {
    let is_whole =
        |row: usize| is_in[row * columns + from..row * columns + to].iter().all(|is| *is);
    let fits = |depth: &usize| {
        row >= *depth && row + depth < rows && is_whole(row - depth) && is_whole(row + depth)
    };
    (1..rows).take_while(fits).count()
}

/// Words on a map.
#[derive(Clone, Copy)]
pub(super) struct Label {
    middle: Point,
    width: f64,
    height: f64,
}

impl Label {
    fn overlaps(self, other: Self) -> bool {
        let apart = |a: f64, b: f64, sizes: f64| (a - b).abs() >= 0.5 * sizes;
        !apart(self.middle.0, other.middle.0, self.width + other.width)
            && !apart(self.middle.1, other.middle.1, self.height + other.height)
    }
}

/// Marks the scenario as written; the room it takes.
pub(super) fn base(
    canvas: &Canvas,
    (plot, x, y): (&Plot, &Places, &Places),
    summary: &SweepSummary,
) -> Option<Label> {
    let at = plot.point(x.base(&summary.axes[0])?, y.base(&summary.axes[1])?);
    let (words, style) = ("the scenario as written", Style::TICK.bold().color(theme::INK));
    let width = style.width(words);
    let left = if at.0 + width + 20.0 < plot.right { at.0 + 12.0 } else { at.0 - 12.0 - width };
    let (from, to) = ((left - 4.0, at.1 - 9.0), (left + width + 4.0, at.1 + 9.0));
    canvas.rectangle(from, to, theme::PAPER, 0.82);
    canvas.text(words, (left, at.1), style);
    canvas.mean(at, theme::INK);
    Some(Label { middle: (left + 0.5 * width, at.1), width: width + 40.0, height: 20.0 })
}
