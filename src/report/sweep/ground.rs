//! The ground that maps and lines stand on: where values lie, ticks, axis names.

use super::words;
use crate::experiment::sweep::SweepAxis;
use crate::report::canvas::{Canvas, Style};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

/// An axis whose values have a breadth: their middles, their edges, and a scale over all of them.
pub(super) struct Places {
    pub(super) middles: Vec<f64>,
    /// One more than middles.
    pub(super) edges: Vec<f64>,
    pub(super) scale: Axis,
    /// What stands at the ticks of the scale.
    pub(super) names: Vec<String>,
}

/// Ticks with names at most.
const MOST_TICKS: usize = 9;

impl Places {
    pub(super) fn of(axis: &SweepAxis) -> Self {
        let middles: Vec<f64> = if axis.is_numeric {
            axis.levels.iter().map(|level| level.number).collect()
        } else {
            (0..axis.levels.len()).map(|index| index as f64).collect()
        };
        let edges = edges(&middles);
        let (from, to) = (edges[0], edges[edges.len() - 1]);
        let (ticks, names) = if axis.is_numeric && axis.levels.len() > MOST_TICKS {
            round_ticks(&middles)
        } else {
            (middles.clone(), axis.levels.iter().map(|level| words::bare(axis, level)).collect())
        };
        Self { middles, edges, scale: Axis { from, to, ticks }, names }
    }

    /// As [`Places::of`], for points that lie anywhere between the ends of the axis.
    pub(super) fn of_points(axis: &SweepAxis) -> Self {
        let mut places = Self::of(axis);
        if axis.is_numeric {
            let ends = [places.middles[0], places.middles[places.middles.len() - 1]];
            let pad = 0.04 * (ends[1] - ends[0]);
            let (ticks, names) = round_ticks(&ends);
            let (from, to) = (ends[0] - pad, ends[1] + pad);
            (places.scale, places.names) = (Axis { from, to, ticks }, names);
        }
        places
    }

    /// Where the scenario's own value lies, if it is on the axis.
    pub(super) fn base(&self, axis: &SweepAxis) -> Option<f64> {
        let base = axis.base.as_ref()?;
        if !axis.is_numeric {
            let place = axis.levels.iter().position(|level| level == base)?;
            return Some(place as f64);
        }
        let is_on = (self.scale.from..=self.scale.to).contains(&base.number);
        is_on.then_some(base.number)
    }
}

fn edges(middles: &[f64]) -> Vec<f64> {
    let half = |a: f64, b: f64| 0.5 * (b - a);
    let [first, .., last] = middles else {
        return middles.iter().flat_map(|middle| [middle - 0.5, middle + 0.5]).collect();
    };
    let (second, before_last) = (middles[1], middles[middles.len() - 2]);
    let between = middles.windows(2).map(|pair| pair[0] + half(pair[0], pair[1]));
    let ends = (first - half(*first, second), last + half(before_last, *last));
    [ends.0].into_iter().chain(between).chain([ends.1]).collect()
}

/// Round values among those of the axis.
fn round_ticks(middles: &[f64]) -> (Vec<f64>, Vec<String>) {
    let (from, to) = (middles[0], middles[middles.len() - 1]);
    let is_whole = to - from >= 4.0 && middles.iter().all(|middle| middle.fract() == 0.0);
    let round = Axis::covering([from, to], MOST_TICKS - 2);
    let inside = round.ticks.into_iter().filter(|tick| {
        (from - 1e-9 * to.abs()..=to + 1e-9 * to.abs()).contains(tick)
            && (!is_whole || tick.fract() == 0.0)
    });
    let ticks: Vec<f64> = inside.collect();
    let step = if let [first, second, ..] = ticks[..] { second - first } else { to - from };
    let names = ticks.iter().map(|tick| words::short(*tick, 0.1 * step)).collect();
    (ticks, names)
}

/// An axis's name with its unit.
pub(super) fn axis_name(axis: &SweepAxis) -> String {
    if axis.unit.is_empty() { axis.label.clone() } else { format!("{}, {}", axis.label, axis.unit) }
}

/// The bottom line with ticks, and the name of the axis with its key.
pub(super) fn draw_x(canvas: &Canvas, plot: &Plot, places: &Places, axis: &SweepAxis) {
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], theme::AXIS, 1.0);
    let room = (plot.right - plot.left) / places.names.len().max(1) as f64;
    for (tick, name) in places.scale.ticks.iter().zip(&places.names) {
        let x = plot.across(*tick);
        canvas.line(&[(x, plot.bottom), (x, plot.bottom + 4.0)], theme::AXIS, 1.0);
        let name = Style::TICK.fitted(name, room.max(24.0));
        canvas.text(&name, (x, plot.bottom + 15.0), Style::TICK.centre());
    }
    let (name, style) = (axis_name(axis), Style::LABEL.bold());
    let (y, key) = (plot.bottom + 37.0, axis.keys.join(", "));
    canvas.text(&name, (plot.left, y), style);
    let left = plot.left + style.width(&name) + 10.0;
    let key = Style::TICK.fitted(&key, plot.right - left);
    canvas.text(&key, (left, y), Style::TICK);
}

/// The ticks of the left side, and above it the name of the axis with its key.
pub(super) fn draw_y(canvas: &Canvas, plot: &Plot, places: &Places, axis: &SweepAxis) {
    for (tick, name) in places.scale.ticks.iter().zip(&places.names) {
        let y = plot.up(*tick);
        canvas.line(&[(plot.left - 4.0, y), (plot.left, y)], theme::AXIS, 1.0);
        let name = Style::TICK.fitted(name, plot.left - theme::MARGIN - 8.0);
        canvas.text(&name, (plot.left - 8.0, y), Style::TICK.right());
    }
    let (name, style) = (axis_name(axis), Style::LABEL.bold());
    canvas.text(&name, (theme::MARGIN, plot.top - 15.0), style);
    let left = theme::MARGIN + style.width(&name) + 10.0;
    canvas.text(&axis.keys.join(", "), (left, plot.top - 15.0), Style::TICK);
}

/// Width that the names of the left side need, with their gap.
pub(super) fn gutter(places: &Places) -> f64 {
    let widths = places.names.iter().map(|name| Style::TICK.width(name));
    widths.fold(0.0, f64::max).min(120.0) + 12.0
}
