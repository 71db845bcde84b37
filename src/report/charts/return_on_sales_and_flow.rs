//! The picture of the question: Return on Sales against Flow, one mark for each policy.

use super::labels::{Area, place};
use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::stats::Estimate;

const HEIGHT: f64 = 400.0;

/// A policy with both measures defined.
struct Mark<'a> {
    policy: usize,
    label: String,
    flow: &'a Estimate,
    profit: &'a Estimate,
}

/// Return on Sales against decisions (or else wins) per week.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let profit = finding::measure(summary, "return_on_sales")?;
    let flow = ["decisions_per_week", "wins_per_week"]
        .into_iter()
        .filter_map(|key| finding::measure(summary, key))
        .find(|&flow| !marks(summary, flow, profit).is_empty())?;
    let marks = marks(summary, flow, profit);
    let (x, y) = (finding::format(summary, flow), finding::format(summary, profit));
    let x_name = &finding::capitalised(&finding::noun(&summary.measures[flow]));
    let y_name = &summary.measures[profit].label;
    let described = marks.iter().map(|mark| {
        let (profit, flow) = (y.value(mark.profit.mean), x.value(mark.flow.mean));
        format!("{}: {y_name} {profit}, {x_name} {flow}", mark.label)
    });
    let description = format!("{}.", described.collect::<Vec<_>>().join(". "));
    let title = finding::two_clauses(summary, profit, flow);
    let upwards = [flow, profit].iter().all(|&m| finding::more_is_better(&summary.measures[m]));
    let hint = if upwards { "Up and to the right is better. " } else { "" };
    let figure = Figure {
        name: "return_on_sales_and_flow".into(),
        title: title.unwrap_or_else(|| description.trim_end_matches('.').to_owned()),
        subtitle: format!(
            "{hint}Dot = value over all runs; bars = middle 50 % (thick) and 90 % (thin) of runs"
        ),
        description,
    };
    Some(figure.draw(summary, HEIGHT, |canvas, space| {
        let plot = plot(space, &marks, &y);
        draw_axes(canvas, &plot, (x_name, &x), (y_name, &y));
        draw_marks(canvas, &plot, &marks, (&x, &y));
    }))
}

fn marks(summary: &Summary, flow: usize, profit: usize) -> Vec<Mark<'_>> {
    let mark = |policy: usize| {
        Some(Mark {
            policy,
            label: finding::label(summary, policy),
            flow: finding::estimate(summary, policy, flow)?,
            profit: finding::estimate(summary, policy, profit)?,
        })
    };
    (0..summary.policies.len()).filter_map(mark).collect()
}

fn plot(space: Space, marks: &[Mark], y_format: &Format) -> Plot {
    let ends = |estimate: &Estimate| [estimate.p05, estimate.mean, estimate.p95];
    let x = Axis::tight(marks.iter().flat_map(|mark| ends(mark.flow)), 11);
    let y = Axis::tight(marks.iter().flat_map(|mark| ends(mark.profit)), 8);
    let left = space.left + Plot::gutter(&y, y_format);
    let (top, bottom) = (space.top + 22.0, space.bottom - 46.0);
    Plot { left, right: space.right, top, bottom, x, y }
}

fn draw_axes(canvas: &Canvas, plot: &Plot, x: (&str, &Format), y: (&str, &Format)) {
    plot.draw_y(canvas, y.1, true);
    let steps = x.1.for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.number(tick));
    let name = |(label, format): (&str, &Format)| {
        if format.unit().is_empty() {
            label.to_owned()
        } else {
            format!("{label}, {}", format.unit())
        }
    };
    canvas.text(&name(y), (theme::MARGIN, plot.top - 18.0), Style::LABEL.bold());
    canvas.text(&name(x), (plot.right, plot.bottom + 36.0), Style::LABEL.bold().right());
}

fn draw_marks(canvas: &Canvas, plot: &Plot, marks: &[Mark], formats: (&Format, &Format)) {
    let mut taken = Vec::new();
    for mark in marks {
        taken.extend(draw_bars(canvas, plot, mark));
    }
    for mark in marks {
        let at = plot.point(mark.flow.mean, mark.profit.mean);
        canvas.mean(at, theme::policy(mark.policy));
    }
    let bounds = Area(plot.left + 6.0, plot.top - 4.0, plot.right, plot.bottom - 4.0);
    for mark in marks {
        let style = Style::LABEL.bold().color(theme::policy(mark.policy));
        let numbers = format!(
            "{} · {} a week",
            formats.1.value(mark.profit.mean),
            formats.0.value(mark.flow.mean)
        );
        let plain = Style::LABEL.color(theme::policy(mark.policy));
        let width = style.width(&mark.label).max(plain.width(&numbers));
        let at = plot.point(mark.flow.mean, mark.profit.mean);
        let (x, y) = place(at, (width, 32.0), bounds, &taken);
        canvas.rectangle((x - 3.0, y), (x + width + 3.0, y + 32.0), theme::PAPER, 0.8);
        canvas.text(&mark.label, (x, y + 8.0), style);
        canvas.text(&numbers, (x, y + 24.0), plain);
        taken.push(Area(x, y, x + width, y + 32.0));
    }
}

/// Draws the bars of both measures and returns the room they take.
fn draw_bars(canvas: &Canvas, plot: &Plot, mark: &Mark) -> [Area; 2] {
    let color = theme::policy(mark.policy);
    let (x, y) = plot.point(mark.flow.mean, mark.profit.mean);
    let across = |value| plot.across(value);
    let up = |value| plot.up(value);
    let (flow, profit) = (mark.flow, mark.profit);
    canvas.rectangle((across(flow.p05), y - 1.0), (across(flow.p95), y + 1.0), color, 1.0);
    canvas.rectangle((across(flow.p25), y - 4.0), (across(flow.p75), y + 4.0), color, 0.45);
    canvas.rectangle((x - 1.0, up(profit.p95)), (x + 1.0, up(profit.p05)), color, 1.0);
    canvas.rectangle((x - 4.0, up(profit.p75)), (x + 4.0, up(profit.p25)), color, 0.45);
    [
        Area(across(flow.p05), y - 4.0, across(flow.p95), y + 4.0),
        Area(x - 4.0, up(profit.p95), x + 4.0, up(profit.p05)),
    ]
}
