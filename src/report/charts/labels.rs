//! Places for labels beside crowded marks.

use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::{finding, theme};

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area(pub(super) f64, pub(super) f64, pub(super) f64, pub(super) f64);

impl Area {
    fn overlap(self, other: Self) -> f64 {
        let width = self.2.min(other.2) - self.0.max(other.0);
        let height = self.3.min(other.3) - self.1.max(other.1);
        width.max(0.0) * height.max(0.0)
    }
}

/// How much a pixel of distance weighs against a square pixel covered.
const AWAY: f64 = 2.0;

/// The top left corner for a label of `size` near `mark` that covers least of `taken` and stays
/// within `bounds`; among equals the first of: right above, right below, left above, left below,
/// then farther away.
pub(super) fn place(mark: Point, size: Point, bounds: Area, taken: &[Area]) -> Point {
    let (width, height) = size;
    let corners = [12.0, 22.0, 34.0, 50.0, 70.0, 95.0].into_iter().flat_map(|away: f64| {
        let (right, left) = (mark.0 + away.min(22.0), mark.0 - away.min(22.0) - width);
        let (above, below) = (mark.1 - away - height, mark.1 + away);
        [(right, above), (right, below), (left, above), (left, below)].map(|corner| (corner, away))
    });
    let within = |(x, y): Point| {
        let x = x.min(bounds.2 - width).max(bounds.0);
        (x, y.min(bounds.3 - height).max(bounds.1))
    };
    let covered = |(x, y): Point| {
        let area = Area(x - 3.0, y - 3.0, x + width + 3.0, y + height + 3.0);
        taken.iter().map(|other| area.overlap(*other)).sum::<f64>()
    };
    let mut best = (within((mark.0 + 12.0, mark.1 - 12.0 - height)), f64::INFINITY);
    for (corner, away) in corners {
        let cost = covered(within(corner)) + AWAY * away;
        if cost < best.1 {
            best = (within(corner), cost);
        }
    }
    best.0
}

/// Height of a line of a name.
pub(super) const NAME_LINE: f64 = 16.0;

/// A policy's label in at most three lines of this width, which hold all of it.
pub(super) fn name_lines(summary: &Summary, policy: usize, width: f64) -> Vec<String> {
    Style::LABEL.bold().wrapped(&finding::label(summary, policy), width, 3)
}

/// Writes these lines of a policy's name in its colour; their middle is at the height of `at`.
pub(super) fn draw_name(canvas: &Canvas, policy: usize, lines: &[String], at: Point) {
    let style = Style::LABEL.bold().color(theme::policy(policy));
    let top = at.1 - 0.5 * NAME_LINE * (lines.len() as f64 - 1.0);
    for (line, words) in lines.iter().enumerate() {
        canvas.text(words, (at.0, top + NAME_LINE * line as f64), style);
    }
}
