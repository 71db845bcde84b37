//! Cumulative flow: leads by stage, lost and won over the weeks; a widening band is a queue.

use super::contribution::week_name;
use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::{Summary, WeekSummary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot, nudged};
use crate::report::theme;
use crate::sales::Unit;
use plotters::style::RGBColor;

const HEIGHT: f64 = 340.0;
const FOOT: f64 = 26.0;
const LABELS: f64 = 120.0;
/// Share of all leads that must be open for ended ones to be drawn beside them.
const LEAST_OPEN: f64 = 0.12;

/// A cumulative flow diagram for each policy that has weeks.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<usize> = (0..summary.policies.len())
        .filter(|&policy| !summary.policies[policy].weeks.is_empty())
        .collect();
    let weeks = shown.iter().map(|&policy| summary.policies[policy].weeks.len()).max()?;
    if summary.stages.is_empty() {
        return None;
    }
    let with_ended = shows_ended(summary, &shown);
    let heights = shown.iter().flat_map(|&policy| {
        let weeks = summary.policies[policy].weeks.iter();
        weeks.map(|week| open(week) + if with_ended { week.won + week.lost } else { 0.0 })
    });
    let y = Axis::covering(heights.chain([0.0]), 5);
    let format = Format::of_unit(Unit::Count, "", [if y.to < 20.0 { y.to } else { 100.0 }]);
    let figure = Figure {
        name: "cumulative_flow".into(),
        title: headline(summary, &shown, &format),
        subtitle: format!(
            "{} by where they are at the end of each week, mean over runs; a band that widens is a \
             queue that grows",
            if with_ended { "Leads" } else { "Open leads" }
        ),
        description: described(summary, &shown, &format),
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    panels.gutter = Plot::gutter(&y, &format);
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, &policy) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            let steps = if panels.columns() > 2 { 3 } else { 5 };
            let plot = plot(space, &y, Axis::weeks(weeks, steps));
            let words = counts(summary, policy, with_ended);
            draw_head(canvas, space, summary, policy, &words);
            plot.draw_y(canvas, &format, panels.is_first(index));
            draw_bands(canvas, &plot, &bands(summary, policy, with_ended), &format);
            plot.draw_x(canvas, week_name);
        }
    }))
}

fn open(week: &WeekSummary) -> f64 {
    week.in_stage.iter().sum()
}

/// Whether ended leads are drawn: not where they would press the open ones into a line.
fn shows_ended(summary: &Summary, shown: &[usize]) -> bool {
    shown.iter().any(|&policy| {
        let end = summary.policies[policy].weeks.last();
        end.is_some_and(|week| open(week) >= LEAST_OPEN * (open(week) + week.won + week.lost))
    })
}

fn plot(space: Space, y: &Axis, x: Axis) -> Plot {
    let (top, bottom) = (space.top + HEAD, space.bottom - FOOT);
    Plot { left: space.left, right: space.right - LABELS, top, bottom, x, y: y.clone() }
}

/// Open leads at the first and the last week, and what is not drawn.
fn counts(summary: &Summary, policy: usize, with_ended: bool) -> String {
    let weeks = &summary.policies[policy].weeks;
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return String::new() };
    let whole = Format::of_unit(Unit::Count, "", [100.0]);
    let open = format!("open {} → {}", whole.number(open(first)), whole.number(open(last)));
    if with_ended {
        return open;
    }
    format!("{open} · won {} · lost {}", whole.number(last.won), whole.number(last.lost))
}

/// Where most open leads are at the end.
fn headline(summary: &Summary, shown: &[usize], format: &Format) -> String {
    let fullest = |&policy: &usize| {
        let end = summary.policies[policy].weeks.last()?;
        let stages = end.in_stage.iter().zip(&summary.stages);
        let (leads, (stage, _)) = stages.max_by(|a, b| a.0.total_cmp(b.0))?;
        Some((*leads, stage.as_str(), finding::label(summary, policy)))
    };
    let fullest: Vec<(f64, &str, String)> = shown.iter().filter_map(fullest).collect();
    let Some((_, stage, _)) = fullest.first() else { return "Leads by stage".into() };
    let same = fullest.iter().all(|(_, other, _)| other == stage);
    let words = |(leads, stage, label): &(f64, &str, String)| {
        let number = format.number(*leads);
        let place = if same { number } else { format!("{stage} ({number})") };
        (*leads, format!("{place} under {label}"))
    };
    let found: Vec<(f64, String)> = fullest.iter().map(words).collect();
    let found_words = finding::each(&found, |leads| format.number(leads));
    match (same, found.len() > 3) {
        (true, _) => format!("Most open leads sit in {stage}: {found_words}"),
        (false, false) => format!("Most open leads sit in {found_words}"),
        (false, true) => format!("Open leads in the fullest stage: {found_words}"),
    }
}

fn described(summary: &Summary, shown: &[usize], format: &Format) -> String {
    let one = |&policy: &usize| {
        let end = summary.policies[policy].weeks.last()?;
        let stages = end.in_stage.iter().zip(&summary.stages);
        let stages = stages.map(|(leads, (name, _))| format!("{name} {}", format.number(*leads)));
        Some(format!(
            "{}: won {}, lost {}, {}.",
            finding::label(summary, policy),
            format.number(end.won),
            format.number(end.lost),
            stages.collect::<Vec<_>>().join(", ")
        ))
    };
    shown.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// A band: its name, colour and height in each week.
struct Band {
    name: String,
    color: RGBColor,
    heights: Vec<f64>,
}

/// Won at the bottom, then lost, then the stages from the last to the first.
fn bands(summary: &Summary, policy: usize, with_ended: bool) -> Vec<Band> {
    let weeks = &summary.policies[policy].weeks;
    let band = |name: &str, color, height: &dyn Fn(&WeekSummary) -> f64| Band {
        name: name.into(),
        color,
        heights: weeks.iter().map(height).collect(),
    };
    let mut bands = Vec::new();
    if with_ended {
        bands.push(band("won", theme::WON, &|week| week.won));
        bands.push(band("lost", theme::LOST, &|week| week.lost));
    }
    let count = summary.stages.len();
    for (index, (name, _)) in summary.stages.iter().enumerate().rev() {
        let height = |week: &WeekSummary| week.in_stage.get(index).copied().unwrap_or(0.0);
        bands.push(band(name, theme::stage(index, count), &height));
    }
    bands
}

fn draw_bands(canvas: &Canvas, plot: &Plot, bands: &[Band], format: &Format) {
    let weeks = bands.first().map_or(0, |band| band.heights.len());
    let mut floor = vec![0.0; weeks];
    let mut middles = Vec::new();
    for band in bands {
        let roof: Vec<f64> = floor.iter().zip(&band.heights).map(|(a, b)| a + b).collect();
        let mut area = edge(plot, &roof);
        area.extend(edge(plot, &floor).into_iter().rev());
        canvas.polygon(&area, band.color, 1.0);
        canvas.line(&edge(plot, &roof), theme::PAPER, 0.7);
        let end = weeks - 1;
        middles.push(plot.up(0.5 * (floor[end] + roof[end])));
        floor = roof;
    }
    let heights = nudged(&middles, 15.0, (plot.top - 4.0, plot.bottom - 4.0));
    let end = plot.across(weeks as f64);
    for ((band, middle), height) in bands.iter().zip(middles).zip(heights) {
        let number = format.number(band.heights.last().copied().unwrap_or(f64::NAN));
        let room = LABELS - 26.0 - Style::TICK.width(&number);
        let name = Style::TICK.fitted(&band.name, room);
        canvas.line(&[(end + 2.0, middle), (end + 11.0, height)], theme::AXIS, 0.8);
        canvas.text(
            &format!("{name} {number}"),
            (end + 15.0, height),
            Style::TICK.color(theme::INK),
        );
    }
}

/// Heights at the ends of the weeks; a single week is drawn as a block.
fn edge(plot: &Plot, heights: &[f64]) -> Vec<Point> {
    let start = if heights.len() == 1 { heights.first().map(|&h| (0.0, h)) } else { None };
    let weeks = heights.iter().enumerate().map(|(index, &height)| ((index + 1) as f64, height));
    start.into_iter().chain(weeks).map(|(week, height)| plot.point(week, height)).collect()
}
