//! Hours of a visit to each stage: waiting for a person, in hand, with the buyer.

use crate::experiment::{StageHours, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::Space;
use crate::report::format::Format;
use crate::report::theme;
use crate::sales::Unit;
use plotters::style::RGBColor;

/// Height of one bar with its gap.
pub(super) const LINE: f64 = 24.0;
const NAMES: f64 = 110.0;
const NUMBERS: f64 = 64.0;
const QUEUE: (&str, f64) = ("waiting for a person", 0.85);
const TOUCH: (&str, f64) = ("in hand", 0.45);
const BUYER: (&str, f64) = ("with the buyer", 0.18);

/// The longest visit of all policies and stages, in hours.
pub(super) fn longest(summary: &Summary) -> f64 {
    let hours = summary.policies.iter().flat_map(|policy| policy.stage_hours.iter().map(total));
    hours.filter(|hours| hours.is_finite()).fold(0.0, f64::max)
}

/// What the shades mean, over the bars.
pub(super) fn draw_key(canvas: &Canvas, space: Space) {
    canvas.text("Hours per visit", (space.left, space.top + 4.0), Style::LABEL.bold());
    let mut x = space.left + NAMES;
    for (name, opacity) in [QUEUE, TOUCH, BUYER] {
        let y = space.top + 4.0;
        canvas.rectangle((x, y - 5.0), (x + 14.0, y + 5.0), theme::INK, opacity);
        canvas.text(name, (x + 19.0, y), Style::TICK);
        x += 19.0 + Style::TICK.width(name) + 16.0;
    }
}

/// One bar for each stage, on the scale of the longest.
pub(super) fn draw(canvas: &Canvas, space: Space, summary: &Summary, of: (usize, f64)) {
    let (policy, longest) = of;
    let format = Format::of_unit(Unit::Hours, "", [longest]);
    let color = theme::policy(policy);
    let stages = summary.stages.iter().zip(&summary.policies[policy].stage_hours);
    for (line, ((name, _), hours)) in stages.enumerate() {
        let y = space.top + (line as f64 + 0.5) * LINE;
        let style = Style::TICK.color(theme::INK);
        canvas.text(&style.fitted(name, NAMES - 12.0), (space.left, y), style);
        let end = draw_bar(
            canvas,
            (space.left + NAMES, space.right - NUMBERS),
            y,
            (hours, longest, color),
        );
        let text = if hours.visits > 0.0 { format.value(total(hours)) } else { "no visits".into() };
        canvas.text(&text, (end + 8.0, y), Style::TICK);
    }
}

/// Draws the three parts and returns where they end.
fn draw_bar(
    canvas: &Canvas,
    (left, right): (f64, f64),
    y: f64,
    (hours, longest, color): (&StageHours, f64, RGBColor),
) -> f64 {
    let scale = if longest > 0.0 { (right - left) / longest } else { 0.0 };
    let mut x = left;
    for (part, (_, opacity)) in [(hours.queue, QUEUE), (hours.touch, TOUCH), (hours.buyer, BUYER)] {
        let width = if part.is_finite() { part.max(0.0) * scale } else { 0.0 };
        canvas.rectangle((x, y - 7.0), (x + width, y + 7.0), color, opacity);
        x += width;
    }
    x
}

fn total(hours: &StageHours) -> f64 {
    hours.queue + hours.touch + hours.buyer
}
