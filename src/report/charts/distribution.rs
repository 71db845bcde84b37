//! What good and bad runs look like: half density, 50 and 90 % bars, twenty dots.

use super::density::density;
use super::dots::{quantile_dots, stacked};
use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Direction;

const ROW: f64 = 132.0;
const OUTLINE: f64 = 62.0;
const FOOT: f64 = 30.0;
const NAMES: f64 = 150.0;
const DOTS: usize = 20;

/// The primary measure over runs, one row for each policy.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let rows: Vec<usize> =
        (0..summary.policies.len()).filter(|&policy| is_defined(summary, policy)).collect();
    if rows.is_empty() {
        return None;
    }
    let measure = &summary.measures[summary.primary];
    let format = finding::format(summary, summary.primary);
    let is_less = measure.better == Some(Direction::Lower);
    let side = if is_less { "above" } else { "below" };
    let bad = |&policy: &usize| {
        let estimate = finding::estimate(summary, policy, summary.primary)?;
        let label = finding::label(summary, policy);
        let end = if is_less { estimate.p95 } else { estimate.p05 };
        Some((end, format!("{} under {label}", format.value(end))))
    };
    let bad: Vec<(f64, String)> = rows.iter().filter_map(bad).collect();
    let figure = Figure {
        name: "distribution".into(),
        title: format!("5 % of runs end {side} {}", finding::each(&bad, |low| format.value(low))),
        subtitle: format!(
            "{} over runs. Ringed dot = {}, bars = middle 50 % and 90 % of runs; small dots = \
             {DOTS} equally likely runs",
            unit_named(&measure.label, &format),
            finding::estimated(measure)
        ),
        description: described(summary, &rows, &format),
    };
    let height = rows.len() as f64 * ROW + FOOT;
    Some(figure.draw(summary, height, |canvas, space| {
        let plot = plot(summary, &rows, space);
        draw_ground(canvas, &plot, &format);
        let peak = peak(summary, &rows, &plot.x);
        for (index, &policy) in rows.iter().enumerate() {
            let base = plot.top + index as f64 * ROW + OUTLINE + 6.0;
            draw_outline(canvas, &plot, base, (summary, policy, peak));
            draw_bars(canvas, &plot, base + 12.0, (summary, policy));
            draw_dots(canvas, &plot, base + 24.0, (summary, policy));
            draw_name(canvas, base, summary, (policy, &format));
        }
    }))
}

fn is_defined(summary: &Summary, policy: usize) -> bool {
    let some = summary.policies[policy].primary_by_run.iter().any(|value| value.is_finite());
    some && finding::estimate(summary, policy, summary.primary).is_some()
}

fn unit_named(label: &str, format: &Format) -> String {
    if format.unit().is_empty() { label.into() } else { format!("{label}, {},", format.unit()) }
}

fn described(summary: &Summary, rows: &[usize], format: &Format) -> String {
    let row = |&policy: &usize| {
        let estimate = finding::estimate(summary, policy, summary.primary)?;
        Some(format!(
            "{}: {} {}, 5th percentile {}, 95th percentile {}.",
            finding::label(summary, policy),
            finding::estimated(&summary.measures[summary.primary]),
            format.value(estimate.mean),
            format.value(estimate.p05),
            format.value(estimate.p95),
        ))
    };
    rows.iter().filter_map(row).collect::<Vec<_>>().join(" ")
}

fn plot(summary: &Summary, rows: &[usize], space: Space) -> Plot {
    let values = rows.iter().flat_map(|&policy| summary.policies[policy].primary_by_run.iter());
    let x = Axis::tight(values.copied(), 8);
    let y = Axis { from: 0.0, to: 1.0, ticks: Vec::new() };
    let left = space.left + NAMES;
    Plot { left, right: space.right, top: space.top, bottom: space.bottom - FOOT, x, y }
}

fn draw_ground(canvas: &Canvas, plot: &Plot, format: &Format) {
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        let color = if tick == 0.0 { theme::AXIS } else { theme::GRID };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], color, 1.0);
    }
    let steps = format.for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.value(tick));
}

/// The highest density of all, so that outlines have equal areas.
fn peak(summary: &Summary, rows: &[usize], axis: &Axis) -> f64 {
    let outlines =
        rows.iter().filter_map(|&policy| density(&summary.policies[policy].primary_by_run, axis));
    outlines.flatten().map(|(_, height)| height).fold(0.0, f64::max)
}

fn draw_outline(
    canvas: &Canvas,
    plot: &Plot,
    base: f64,
    (summary, policy, peak): (&Summary, usize, f64),
) {
    let color = theme::policy(policy);
    canvas.line(&[(plot.left, base), (plot.right, base)], color, 1.0);
    let values = &summary.policies[policy].primary_by_run;
    let Some(outline) = density(values, &plot.x) else {
        if let Some(estimate) = finding::estimate(summary, policy, summary.primary) {
            let x = plot.across(estimate.mean);
            canvas.line(&[(x, base), (x, base - OUTLINE)], color, 2.0);
        }
        return;
    };
    let at = |&(value, height): &(f64, f64)| (plot.across(value), base - height / peak * OUTLINE);
    let line: Vec<_> = outline.iter().map(at).collect();
    let mut area = line.clone();
    area.extend([(plot.right, base), (plot.left, base)]);
    canvas.polygon(&area, color, theme::DENSITY);
    canvas.line(&line, color, 1.6);
}

fn draw_bars(canvas: &Canvas, plot: &Plot, y: f64, (summary, policy): (&Summary, usize)) {
    let Some(estimate) = finding::estimate(summary, policy, summary.primary) else { return };
    let color = theme::policy(policy);
    let x = |value| plot.across(value);
    canvas.rectangle((x(estimate.p05), y - 1.0), (x(estimate.p95), y + 1.0), color, 1.0);
    canvas.rectangle((x(estimate.p25), y - 4.0), (x(estimate.p75), y + 4.0), color, 0.45);
    canvas.mean((x(estimate.mean), y), color);
}

fn draw_dots(canvas: &Canvas, plot: &Plot, top: f64, (summary, policy): (&Summary, usize)) {
    let values = &summary.policies[policy].primary_by_run;
    if density(values, &plot.x).is_none() {
        let some = values.iter().copied().find(|value| value.is_finite());
        let at = some.map_or(plot.left, |value| plot.across(value));
        let at = at.clamp(plot.left + 40.0, plot.right - 40.0);
        canvas.text("all runs equal", (at, top + 6.0), Style::TICK.centre());
        return;
    }
    let dots = quantile_dots(values, DOTS);
    let stack = stacked(&dots, &plot.x, plot.right - plot.left, 38.0, 11.0);
    for &(x, level, _) in &stack.dots {
        let at = (plot.left + x, top + (level as f64 + 0.5) * stack.step);
        canvas.dot(at, 0.42 * stack.step, theme::policy(policy));
    }
}

fn draw_name(canvas: &Canvas, base: f64, summary: &Summary, (policy, format): (usize, &Format)) {
    let style = Style::LABEL.bold().color(theme::policy(policy));
    let name = style.fitted(&finding::label(summary, policy), NAMES - 16.0);
    canvas.text(&name, (theme::MARGIN, base - 10.0), style);
    if let Some(estimate) = finding::estimate(summary, policy, summary.primary) {
        let estimated = finding::estimated(&summary.measures[summary.primary]);
        let words = format!("{estimated} {}", format.value(estimate.mean));
        let plain = Style::LABEL.color(theme::policy(policy));
        canvas.text(&words, (theme::MARGIN, base + 8.0), plain);
    }
}
