//! Cumulative contribution week by week: one fan for each policy, the others' medians dashed.

use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot, nudged};
use crate::report::theme;
use crate::sales::Unit;

const HEIGHT: f64 = 320.0;
const FOOT: f64 = 26.0;
const ENDS: f64 = 62.0;
const LOW: usize = 0;
const MEDIAN: usize = 2;
const HIGH: usize = 4;

/// A fan for each policy that has weeks.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<usize> = (0..summary.policies.len())
        .filter(|&policy| !summary.policies[policy].weeks.is_empty())
        .collect();
    let weeks = shown.iter().map(|&policy| summary.policies[policy].weeks.len()).max()?;
    let ends = shown.iter().flat_map(|&policy| {
        let weeks = summary.policies[policy].weeks.iter();
        weeks.flat_map(|week| [week.contribution[LOW], week.contribution[HIGH]])
    });
    let y = Axis::covering(ends.chain([0.0]), 7);
    let format = Format::of_unit(Unit::Money, &summary.currency, [y.from, y.to]);
    let description = described(summary, &shown, &format);
    let title = finding::measure(summary, "contribution").and_then(|measure| {
        if shown.len() < 2 { None } else { finding::clause_in_runs(summary, measure) }
    });
    let others = match shown.len() {
        1 => "",
        2 => "; dashed = the other’s median",
        _ => "; dashed = the others’ medians",
    };
    let figure = Figure {
        name: "contribution".into(),
        title: finding::capitalised(&title.unwrap_or_else(|| headline(summary, &shown, &format))),
        subtitle: format!(
            "Cumulative contribution by week, {}. Line = median, bands = middle 50 % and 90 % of \
             runs{others}",
            format.unit()
        ),
        description,
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    panels.gutter = Plot::gutter(&y, &format);
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, &policy) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            let steps = if panels.columns() > 2 { 4 } else { 6 };
            let plot = plot(space, &y, Axis::weeks(weeks, steps));
            draw_head(canvas, space, summary, policy, &bad_run(summary, policy, &format));
            plot.draw_y(canvas, &format, panels.is_first(index));
            plot.draw_x(canvas, week_name);
            draw_fan(canvas, &plot, summary, policy);
            draw_medians(canvas, &plot, (summary, &format), &shown, policy);
        }
    }))
}

/// The name of a week on an axis.
pub(super) fn week_name(week: f64) -> String {
    if week == 0.0 { "week 0".into() } else { format!("{week}") }
}

fn plot(space: Space, y: &Axis, x: Axis) -> Plot {
    Plot {
        left: space.left,
        right: space.right - ENDS,
        top: space.top + HEAD,
        bottom: space.bottom - FOOT,
        x,
        y: y.clone(),
    }
}

fn last(summary: &Summary, policy: usize) -> [f64; 5] {
    summary.policies[policy].weeks.last().map_or([f64::NAN; 5], |week| week.contribution)
}

fn bad_run(summary: &Summary, policy: usize, format: &Format) -> String {
    format!("5 % of runs end below {}", format.value(last(summary, policy)[LOW]))
}

fn headline(summary: &Summary, shown: &[usize], format: &Format) -> String {
    let one = |&policy: &usize| {
        let median = format.value(last(summary, policy)[MEDIAN]);
        format!("{} ends at a median contribution of {median}", finding::label(summary, policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn described(summary: &Summary, shown: &[usize], format: &Format) -> String {
    let one = |&policy: &usize| {
        let end = last(summary, policy);
        format!(
            "{}: median {} at the end, middle 90 % of runs {} to {}.",
            finding::label(summary, policy),
            format.value(end[MEDIAN]),
            format.value(end[LOW]),
            format.value(end[HIGH])
        )
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A quantile over the weeks, from nothing at the start.
fn path(plot: &Plot, summary: &Summary, policy: usize, quantile: usize) -> Vec<Point> {
    let weeks = summary.policies[policy].weeks.iter().enumerate();
    let values = weeks
        .map(|(index, week)| ((index + 1) as f64, week.contribution[quantile]))
        .filter(|(_, value)| value.is_finite());
    [(0.0, 0.0)].into_iter().chain(values).map(|(week, value)| plot.point(week, value)).collect()
}

fn draw_fan(canvas: &Canvas, plot: &Plot, summary: &Summary, policy: usize) {
    let color = theme::policy(policy);
    let bands = [(LOW, HIGH, theme::NINETY_BAND), (1, 3, theme::HALF_BAND)];
    for (low, high, opacity) in bands {
        let mut area = path(plot, summary, policy, high);
        area.extend(path(plot, summary, policy, low).into_iter().rev());
        canvas.polygon(&area, color, opacity);
    }
}

/// Medians of all policies, the panel's own in bold, with their ends labelled.
fn draw_medians(
    canvas: &Canvas,
    plot: &Plot,
    (summary, format): (&Summary, &Format),
    shown: &[usize],
    own: usize,
) {
    let lines: Vec<(usize, Vec<Point>)> =
        shown.iter().map(|&policy| (policy, path(plot, summary, policy, MEDIAN))).collect();
    let ends: Vec<f64> =
        lines.iter().map(|(_, line)| line.last().map_or(plot.bottom, |end| end.1)).collect();
    let heights = nudged(&ends, 15.0, (plot.top, plot.bottom - 4.0));
    for ((policy, line), height) in lines.iter().zip(heights) {
        let color = theme::policy(*policy);
        let style = if *policy == own { Style::LABEL.bold() } else { Style::TICK };
        if *policy == own {
            canvas.line(line, color, 2.5);
        } else {
            canvas.dashed(line, color, 1.4);
        }
        if let Some(end) = line.last().filter(|_| *policy == own) {
            canvas.dot(*end, 4.0, color);
        }
        let text = format.number(last(summary, *policy)[MEDIAN]);
        canvas.text(&text, (plot.right + 9.0, height), style.color(color));
    }
}
