//! One panel for each policy, side by side, in rows of at most three.

use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::Space;
use crate::report::{finding, theme};
use plotters::style::RGBColor;

const MOST_IN_ROW: usize = 3;
const GAP: f64 = 22.0;

/// Panels of equal size.
#[derive(Clone, Copy)]
pub(in crate::report) struct Panels {
    count: usize,
    columns: usize,
    height: f64,
    /// Room left of each row for the numbers of its axis.
    pub(super) gutter: f64,
}

impl Panels {
    /// Room for `count` panels of the given height.
    pub(in crate::report) fn new(count: usize, height: f64) -> Self {
        let rows = count.div_ceil(MOST_IN_ROW);
        Self { count, columns: count.div_ceil(rows), height, gutter: 0.0 }
    }

    /// Height of all rows.
    pub(in crate::report) fn total_height(self) -> f64 {
        let rows = self.count.div_ceil(self.columns);
        rows as f64 * (self.height + GAP) - GAP
    }

    /// The space of panel `index`, its name included, its axis numbers excluded.
    pub(in crate::report) fn space(self, all: Space, index: usize) -> Space {
        let (row, column) = (index / self.columns, index % self.columns);
        let width = all.right - all.left - self.gutter - (self.columns - 1) as f64 * GAP;
        let width = width / self.columns as f64;
        let left = all.left + self.gutter + column as f64 * (width + GAP);
        let top = all.top + row as f64 * (self.height + GAP);
        Space { left, right: left + width, top, bottom: top + self.height }
    }

    /// Whether panel `index` is the first of its row.
    pub(super) fn is_first(self, index: usize) -> bool {
        index.is_multiple_of(self.columns)
    }

    /// How many panels stand side by side.
    pub(super) fn columns(self) -> usize {
        self.columns
    }
}

/// Writes a policy's name over its panel and a line of plain words under it.
pub(super) fn draw_head(
    canvas: &Canvas,
    space: Space,
    summary: &Summary,
    policy: usize,
    words: &str,
) {
    let color = theme::policy(policy);
    draw_head_in(canvas, space, (summary, policy, color), words);
}

/// As [`draw_head`], with the name in a colour of its own: where colour means something else.
pub(super) fn draw_head_in(
    canvas: &Canvas,
    space: Space,
    (summary, policy, color): (&Summary, usize, RGBColor),
    words: &str,
) {
    let style = Style::LABEL.bold().color(color);
    let room = space.right - space.left;
    let name = style.fitted(&finding::label(summary, policy), room);
    canvas.text(&name, (space.left, space.top + 6.0), style);
    canvas.text(&Style::TICK.fitted(words, room), (space.left, space.top + 23.0), Style::TICK);
}

/// Height of what [`draw_head`] writes, with a gap.
pub(super) const HEAD: f64 = 42.0;
