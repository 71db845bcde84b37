//! Scales and axes: from values to places on the sheet, never outside the plot.

use super::canvas::{Canvas, Point, Style};
use super::format::Format;
use super::theme;
use crate::math::{ln, powi};

/// A range of values with its ticks.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) ticks: Vec<f64>,
}

impl Axis {
    /// An axis that covers all finite `values`, with about `count` ticks at round values.
    pub(super) fn covering(values: impl IntoIterator<Item = f64>, count: usize) -> Self {
        let (low, high) = range(values);
        let (low, high) = if high > low { (low, high) } else { widened(low) };
        let step = round_step((high - low) / count as f64);
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        Self::of_steps(first, last, step)
    }

    /// An axis that covers all finite `values` and little more; its ticks are round, its ends
    /// need not be.
    pub(super) fn tight(values: impl IntoIterator<Item = f64>, count: usize) -> Self {
        let (low, high) = range(values);
        let (low, high) = if high > low { (low, high) } else { widened(low) };
        let pad = 0.04 * (high - low);
        let (low, high) = (low - pad, high + pad);
        let step = round_step((high - low) / count as f64);
        let mut axis = Self::of_steps((low / step).ceil(), (high / step).floor(), step);
        (axis.from, axis.to) = (low, high);
        axis
    }

    /// Whole weeks from 0 to `weeks`.
    pub(super) fn weeks(weeks: usize, count: usize) -> Self {
        let to = weeks.max(1) as f64;
        let step = [1.0, 2.0, 4.0, 13.0, 26.0, 52.0, 104.0, 260.0, 520.0, 5200.0]
            .into_iter()
            .find(|step| to / step <= count as f64)
            .unwrap_or(52_000.0);
        let mut axis = Self::of_steps(0.0, (to / step).floor(), step);
        axis.to = to;
        axis
    }

    /// The distance between two ticks.
    pub(super) fn step(&self) -> f64 {
        if let [first, second, ..] = self.ticks[..] { second - first } else { self.to - self.from }
    }

    fn of_steps(first: f64, last: f64, step: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few ticks")]
        let count = (last - first).clamp(0.0, 1000.0) as usize;
        let ticks: Vec<f64> = (0..=count).map(|index| (first + index as f64) * step).collect();
        Self { from: first * step, to: last * step, ticks }
    }

    fn share(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

/// A rectangle of the sheet with a scale on each side.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) x: Axis,
    pub(super) y: Axis,
}

impl Plot {
    /// Where x = `value` is; values beyond the axis lie on its end.
    pub(super) fn across(&self, value: f64) -> f64 {
        self.left + self.x.share(value) * (self.right - self.left)
    }

    /// Where y = `value` is; values beyond the axis lie on its end.
    pub(super) fn up(&self, value: f64) -> f64 {
        self.bottom - self.y.share(value) * (self.bottom - self.top)
    }

    /// Where a point is.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        (self.across(x), self.up(y))
    }

    /// Horizontal grid lines with their numbers to the left.
    pub(super) fn draw_y(&self, canvas: &Canvas, format: &Format, numbers: bool) {
        let format = format.for_steps(self.y.step());
        for &tick in &self.y.ticks {
            let y = self.up(tick);
            let (color, width) = if tick == 0.0 { (theme::AXIS, 1.2) } else { (theme::GRID, 1.0) };
            canvas.line(&[(self.left, y), (self.right, y)], color, width);
            if numbers {
                canvas.text(&format.number(tick), (self.left - 8.0, y), Style::TICK.right());
            }
        }
    }

    /// The bottom line with ticks; `label` writes a tick's value.
    pub(super) fn draw_x(&self, canvas: &Canvas, label: impl Fn(f64) -> String) {
        canvas.line(&[(self.left, self.bottom), (self.right, self.bottom)], theme::AXIS, 1.0);
        for &tick in &self.x.ticks {
            let x = self.across(tick);
            canvas.line(&[(x, self.bottom), (x, self.bottom + 4.0)], theme::AXIS, 1.0);
            canvas.text(&label(tick), (x, self.bottom + 15.0), Style::TICK.centre());
        }
    }

    /// Width that the numbers of the y axis need, with their gap.
    pub(super) fn gutter(y: &Axis, format: &Format) -> f64 {
        let format = format.for_steps(y.step());
        let widths = y.ticks.iter().map(|tick| Style::TICK.width(&format.number(*tick)));
        widths.fold(0.0, f64::max) + 12.0
    }
}

/// Heights near the wanted ones, in the same order, at least `gap` apart and within the bounds
/// as far as there is room.
pub(super) fn nudged(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut placed = wanted.to_vec();
    let mut least = low;
    for &index in &order {
        placed[index] = placed[index].max(least);
        least = placed[index] + gap;
    }
    let mut most = high;
    for &index in order.iter().rev() {
        placed[index] = placed[index].min(most);
        most = placed[index] - gap;
    }
    placed
}

fn range(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high { (0.0, 1.0) } else { (low, high) }
}

fn widened(value: f64) -> (f64, f64) {
    let by = if value == 0.0 { 1.0 } else { 0.1 * value.abs() };
    (value - by, value + by)
}

/// A round number not below `size`, which is above 0, and not far above it.
pub(super) fn round_up(size: f64) -> f64 {
    let power = power_of_ten(size);
    let rounds = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let round = rounds.into_iter().find(|round| size / power <= round + 1e-9);
    round.unwrap_or(10.0) * power
}

/// The round number (1, 2 or 5 times a power of ten) not below `step`.
fn round_step(step: f64) -> f64 {
    let power = power_of_ten(step);
    let mantissa = step / power;
    let round = [1.0, 2.0, 5.0].into_iter().find(|round| mantissa <= round + 1e-9);
    round.unwrap_or(10.0) * power
}

/// The power of ten at or below `size`, which is above 0; the next lower one if `size` is itself a
/// power of ten and its logarithm was rounded down.
fn power_of_ten(size: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a double")]
    let exponent = (ln(size) / std::f64::consts::LN_10).floor() as i32;
    powi(10.0, exponent)
}
