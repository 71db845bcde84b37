//! The regime map: who is better where, by how much, and where it cannot be told.

use super::contour::zero_lines;
use super::ground::{self, Places};
use super::texture::{base, corners, fill, frame, region, texture};
use super::{findings, words};
use crate::experiment::sweep::{PairCell, Regimes, SweepSummary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::capitalised;
use crate::report::format::Format;
use crate::report::plot::Plot;
use crate::report::theme;
use crate::sales::Direction;
use crate::stats::Verdict;
use plotters::style::RGBColor;

pub(super) const HEIGHT: f64 = 430.0;
/// Room above the plot for the name of its left side, below for ticks and name.
const HEAD: f64 = 26.0;
const FOOT: f64 = 50.0;
/// Room at the right for the scale of colours.
const SCALE: f64 = 170.0;

/// The map of one pair in one measure.
pub(super) fn chart(summary: &SweepSummary, regimes: &Regimes) -> Chart {
    let measure = &summary.measures[regimes.measure];
    let format = words::format(summary, regimes.measure);
    let (a, b) = (words::label(summary, regimes.a), words::label(summary, regimes.b));
    let unit = format.in_unit();
    let map = Map::new(summary, regimes, format);
    let marks = if map.break_even.is_empty() { "Dots" } else { "Line = break-even; dots" };
    let zone = words::zone(summary, regimes, &map.format);
    let is_primary = regimes.measure == summary.primary;
    let title = findings::pair(summary, regimes);
    let figure = Figure {
        name: name(summary, regimes),
        title: if is_primary { title } else { format!("{}: {title}", measure.label) },
        subtitle: format!(
            "Difference in {}{unit}, {b} minus {a}, on the same luck. {marks} = too close to \
             matter{zone}; hatching = can’t tell yet",
            measure.label
        ),
        description: capitalised(&words::shares(summary, regimes)),
    };
    figure.draw_from(&words::provenance(summary), HEIGHT, |canvas, space| map.draw(canvas, space))
}

fn is_numeric(summary: &SweepSummary) -> bool {
    summary.axes.iter().all(|axis| axis.is_numeric)
}

/// The name of the files: measure and policies.
fn name(summary: &SweepSummary, regimes: &Regimes) -> String {
    let [a, b] = [regimes.a, regimes.b].map(|policy| &summary.policies[policy].0);
    file_name(&format!("map {} {b} minus {a}", summary.measures[regimes.measure].key))
}

/// A name of letters, digits and `_` only.
pub(super) fn file_name(words: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    words.chars().map(letter).collect()
}

/// The lines along which the sign of the difference turns, drawn on to the edges of the outer cells.
///
/// Where the two do the same, run by run, the difference is exactly 0: no line goes along such
/// cells, unless they lie between cells of either sign.
fn break_even(x: &Places, y: &Places, cells: &[&PairCell]) -> Vec<Vec<Point>> {
    let (columns, rows) = (x.middles.len(), y.middles.len());
    let at = |column: usize, row: usize| cells[row * columns + column].improvement;
    let known = |column: usize, row: usize| {
        let is_met = at(column, row) != 0.0
            || is_turn(columns, column, |column| at(column, row))
            || is_turn(rows, row, |row| at(column, row));
        if is_met { at(column, row) } else { f64::NAN }
    };
    let (xs, ys) = (padded(x), padded(y));
    let inner = |index: usize, count: usize| index.saturating_sub(1).min(count - 1);
    let places = (0..ys.len()).flat_map(|row| (0..xs.len()).map(move |column| (column, row)));
    let values: Vec<f64> =
        places.map(|(column, row)| known(inner(column, columns), inner(row, rows))).collect();
    zero_lines(&xs, &ys, &values)
}

/// Whether the nearest values beside 0 before and behind a place have different signs.
fn is_turn(count: usize, place: usize, at: impl Fn(usize) -> f64) -> bool {
    let before = (0..place).rev().map(&at).find(|value| *value != 0.0);
    let behind = (place + 1..count).map(&at).find(|value| *value != 0.0);
    before.zip(behind).is_some_and(|(a, b)| a * b < 0.0)
}

struct Map<'a> {
    summary: &'a SweepSummary,
    regimes: &'a Regimes,
    format: Format,
    x: Places,
    y: Places,
    cells: Vec<&'a PairCell>,
    /// The improvement at which the colour is full.
    limit: f64,
    /// The lines where neither is better, by place on the axes.
    break_even: Vec<Vec<Point>>,
}

impl<'a> Map<'a> {
    fn new(summary: &'a SweepSummary, regimes: &'a Regimes, format: Format) -> Self {
        let cells: Vec<&PairCell> =
            summary.cells.iter().map(|cell| &cell.pairs[regimes.pair][regimes.measure]).collect();
        let (x, y) = (Places::of(&summary.axes[0]), Places::of(&summary.axes[1]));
        let limit = limit(&cells);
        let break_even = if is_numeric(summary) { break_even(&x, &y, &cells) } else { Vec::new() };
        Self { summary, regimes, format, x, y, cells, limit, break_even }
    }

    fn draw(&self, canvas: &Canvas, space: Space) {
        let plot = plot(space, &self.x, &self.y, SCALE);
        for (index, cell) in self.cells.iter().enumerate() {
            let corners = corners(&plot, &self.x, &self.y, index);
            let color = self.color(cell.improvement);
            fill(canvas, corners, color, (&self.x, &self.y, index));
        }
        for (index, cell) in self.cells.iter().enumerate() {
            texture(canvas, corners(&plot, &self.x, &self.y, index), cell.verdict);
        }
        frame(canvas, &plot);
        ground::draw_x(canvas, &plot, &self.x, &self.summary.axes[0]);
        ground::draw_y(canvas, &plot, &self.y, &self.summary.axes[1]);
        for line in &self.break_even {
            let points: Vec<Point> = line.iter().map(|(x, y)| plot.point(*x, *y)).collect();
            canvas.line(&points, theme::PAPER, 4.5);
            canvas.line(&points, theme::INK, 2.2);
        }
        let taken = base(canvas, (&plot, &self.x, &self.y), self.summary);
        let winners = [(Verdict::Worse, self.regimes.a), (Verdict::Better, self.regimes.b)];
        for (verdict, policy) in winners {
            let is_won: Vec<bool> = self.cells.iter().map(|cell| cell.verdict == verdict).collect();
            let words = format!("{} wins", words::label(self.summary, policy));
            let named = (is_won.as_slice(), capitalised(&words));
            region(canvas, (&plot, &self.x, &self.y), (named.0, &named.1), taken);
        }
        self.draw_scale(canvas, &plot);
    }

    /// White at 0, then the colour of the policy that is better.
    fn color(&self, improvement: f64) -> RGBColor {
        if improvement.is_nan() {
            return theme::PAPER;
        }
        let policy = if improvement < 0.0 { self.regimes.a } else { self.regimes.b };
        theme::tint(theme::policy(policy), improvement.abs() / self.limit)
    }

    /// The scale of colours with what its ends mean.
    fn draw_scale(&self, canvas: &Canvas, plot: &Plot) {
        const STEPS: u32 = 60;
        let (left, right) = (plot.right + 30.0, plot.right + 46.0);
        let (top, bottom) = (plot.top + 24.0, plot.bottom - 24.0);
        let height = (bottom - top) / f64::from(STEPS);
        for step in 0..STEPS {
            let share = 2.0 * (f64::from(step) + 0.5) / f64::from(STEPS) - 1.0;
            let y = bottom - f64::from(step) * height;
            let above = if step + 1 == STEPS { 0.0 } else { super::texture::OVERLAP };
            canvas.rectangle(
                (left, y - height - above),
                (right, y),
                self.color(share * self.limit),
                1.0,
            );
        }
        let lower = self.summary.measures[self.regimes.measure].better == Some(Direction::Lower);
        let steps = self.format.for_steps(0.5 * self.limit);
        let text = |share: f64| steps.difference(if lower { -share } else { share } * self.limit);
        for (share, style) in [
            (1.0, Style::LABEL.bold()),
            (0.5, Style::TICK),
            (-0.5, Style::TICK),
            (-1.0, Style::LABEL.bold()),
        ] {
            let y = 0.5 * (top + bottom) - 0.5 * share * (bottom - top);
            canvas.text(&text(share), (right + 8.0, y), style);
        }
        canvas.text("0 break-even", (right + 8.0, 0.5 * (top + bottom)), Style::TICK);
        let room = theme::WIDTH - theme::MARGIN - left;
        for (policy, y) in [(self.regimes.b, top - 16.0), (self.regimes.a, bottom + 16.0)] {
            let style = Style::LABEL.bold().color(theme::policy(policy));
            let words = format!("{} better", words::label(self.summary, policy));
            canvas.text(&style.fitted(&words, room), (left, y), style);
        }
    }
}

/// The largest improvement but for a few outliers, at a round number.
fn limit(cells: &[&PairCell]) -> f64 {
    let mut sizes: Vec<f64> = cells.iter().map(|cell| cell.improvement.abs()).collect();
    sizes.retain(|size| size.is_finite());
    sizes.sort_by(f64::total_cmp);
    let Some(last) = sizes.len().checked_sub(1) else { return 1.0 };
    let size = sizes[last - last / 50];
    if size > 0.0 { crate::report::plot::round_up(size) } else { 1.0 }
}

fn padded(places: &Places) -> Vec<f64> {
    let ends = (places.edges[0], places.edges[places.edges.len() - 1]);
    [ends.0].into_iter().chain(places.middles.iter().copied()).chain([ends.1]).collect()
}

/// A plot for a map with `right` pixels beside it.
pub(super) fn plot(space: Space, x: &Places, y: &Places, right: f64) -> Plot {
    Plot {
        left: space.left + ground::gutter(y),
        right: space.right - right,
        top: space.top + HEAD,
        bottom: space.bottom - FOOT,
        x: x.scale.clone(),
        y: y.scale.clone(),
    }
}
