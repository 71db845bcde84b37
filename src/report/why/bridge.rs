//! The bridge: from one policy's value to the other's, part by part.

use super::words;
use crate::experiment::why::{Finding, Why};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Direction;

const ROW: f64 = 36.0;
/// Half the height of a part's bar.
const BAR: f64 = 8.0;
const FOOT: f64 = 40.0;
/// Room at the right for the numbers.
const NUMBERS: f64 = 104.0;

pub(super) fn chart(why: &Why, measure: usize) -> Chart {
    let (finding, format) = (&why.findings[measure], words::format(why, measure));
    let about = &why.measures[measure];
    let unit = format.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let together = words::interactions(why, measure, 2);
    let together = if finding.parts.len() < 2 {
        String::new()
    } else if together.is_empty() {
        "No two rules are known to do more together than each alone.".to_owned()
    } else {
        format!("More together than each alone: {}.", together.join("; "))
    };
    let figure = Figure {
        name: format!("bridge_{}", about.key),
        title: words::headline(why, measure),
        subtitle: format!(
            "{}{unit}. Bars = what each rule adds on average over all orders in which the rules could \
             change; lines = 95 % interval. {together}",
            about.label
        ),
        description: described(why, finding, &format),
    };
    let height = (finding.parts.len() + 2) as f64 * ROW + FOOT;
    figure.draw_from(&words::provenance(why), height, |canvas, space| {
        draw(canvas, space, why, (measure, &format));
    })
}

/// The bridge in words.
fn described(why: &Why, finding: &Finding, format: &Format) -> String {
    let parts = words::descending(finding).into_iter().map(|part| {
        let share = &finding.parts[part].share;
        format!("{} {}", why.parts[part].name(), words::difference(format, share))
    });
    let [from, to] = [&finding.from, &finding.to].map(|end| format.value(end.mean));
    let parts = parts.collect::<Vec<_>>().join(", ");
    format!("{} {from}; {parts}; {} {to}", words::label(why, 0), words::label(why, 1))
}

/// A part's place on the way: from where, to where.
struct Step {
    part: usize,
    from: f64,
    to: f64,
}

fn steps(finding: &Finding) -> Vec<Step> {
    let mut at = finding.from.mean;
    let step = |part: usize| {
        let from = at;
        at += finding.parts[part].share.mean;
        Step { part, from, to: at }
    };
    words::descending(finding).into_iter().map(step).collect()
}

fn draw(canvas: &Canvas, space: Space, why: &Why, (measure, format): (usize, &Format)) {
    let finding = &why.findings[measure];
    let steps = steps(finding);
    let plot = plot(space, why, (finding, &steps));
    let row = |number: usize| plot.top + (number as f64 + 0.5) * ROW;
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        let (color, width) = if tick == 0.0 { (theme::MUTED, 1.2) } else { (theme::GRID, 1.0) };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], color, width);
        let number = format.for_steps(plot.x.step()).number(tick);
        canvas.text(&number, (x, plot.bottom + 15.0), Style::TICK.centre());
    }
    for (side, end) in [(0, &finding.from), (1, &finding.to)] {
        let y = row(side * (steps.len() + 1));
        let x = plot.across(end.mean);
        let color = theme::policy(side);
        canvas.mean((x, y), color);
        let style = Style::LABEL.bold().color(color);
        canvas.text(&words::label(why, side), (plot.left - 14.0, y), style.right());
        let number = format.value(end.mean);
        canvas.text(&number, (space.right, y), style.right());
    }
    for (number, step) in steps.iter().enumerate() {
        draw_step(canvas, &plot, (why, measure, format), (row(number + 1), step, space.right));
    }
    let last = steps.last().map_or(finding.from.mean, |step| step.to);
    let ends = [finding.from.mean].into_iter().chain(steps.iter().map(|step| step.to));
    for (number, end) in ends.enumerate() {
        let x = plot.across(end);
        let to = if end.to_bits() == last.to_bits() && number == steps.len() { 0.0 } else { BAR };
        canvas.line(&[(x, row(number)), (x, row(number + 1) - to)], theme::AXIS, 1.0);
    }
}

fn draw_step(
    canvas: &Canvas,
    plot: &Plot,
    (why, measure, format): (&Why, usize, &Format),
    (y, step, right): (f64, &Step, f64),
) {
    let share = &why.findings[measure].parts[step.part].share;
    let is_lower_better = why.measures[measure].better == Some(Direction::Lower);
    let favours_b = (share.mean > 0.0) != is_lower_better;
    let color = theme::policy(usize::from(favours_b));
    let (from, to) = (plot.across(step.from), plot.across(step.to));
    let opacity = if share.is_clear() { 0.75 } else { 0.28 };
    canvas.rectangle((from.min(to), y - BAR), (from.max(to), y + BAR), color, opacity);
    let ends = [share.interval.0, share.interval.1].map(|end| plot.across(step.from + end));
    if share.standard_error.is_finite() && share.standard_error > 0.0 {
        canvas.line(&[(ends[0], y), (ends[1], y)], theme::INK, 1.6);
    }
    canvas.text(why.parts[step.part].name(), (plot.left - 14.0, y), Style::LABEL.right());
    let number = words::difference(format, share);
    let style = if share.is_clear() { Style::LABEL } else { Style::LABEL.color(theme::MUTED) };
    canvas.text(&number, (right, y), style.right());
}

fn plot(space: Space, why: &Why, (finding, steps): (&Finding, &[Step])) -> Plot {
    let spread = |step: &Step| {
        let (low, high) = finding.parts[step.part].share.interval;
        [step.from + low, step.from + high, step.from, step.to]
    };
    let reached = steps.iter().flat_map(spread).chain([finding.from.mean, finding.to.mean]);
    let x = Axis::covering(reached, 8);
    let names = why.parts.iter().map(|part| Style::LABEL.width(part.name()));
    let labels = [0, 1].map(|side| Style::LABEL.bold().width(&words::label(why, side)));
    let gutter = names.chain(labels).fold(0.0, f64::max) + 22.0;
    let bottom = space.top + (steps.len() + 2) as f64 * ROW;
    Plot {
        left: space.left + gutter,
        right: space.right - NUMBERS,
        top: space.top,
        bottom,
        x,
        y: Axis::covering([0.0, 1.0], 2),
    }
}
