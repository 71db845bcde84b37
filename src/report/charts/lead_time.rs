//! How long a lead takes from arrival to its end, and what can be promised.

use crate::experiment::{LeadTimeSummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const ROW: f64 = 168.0;
const HEAD: f64 = 52.0;
const FOOT: f64 = 32.0;
const BINS: usize = 40;
const NAMES: f64 = 150.0;
const SHARES: [&str; 3] = ["50 %", "85 %", "95 %"];

/// A histogram for each policy with lead times, on one scale.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<usize> = (0..summary.policies.len())
        .filter(|&policy| !summary.policies[policy].lead_time.bins.is_empty())
        .collect();
    let longest = longest(summary, &shown)?;
    let x = Axis::covering([0.0, longest], 8);
    let histograms: Vec<Vec<f64>> =
        shown.iter().map(|&policy| rebinned(&summary.policies[policy].lead_time, x.to)).collect();
    let y = Axis::covering(histograms.iter().flatten().copied().chain([0.0]), 4);
    let format = Format::of_unit(Unit::Days, "", [x.to]);
    let promises: Vec<(f64, String)> =
        shown.iter().map(|&policy| promise(summary, policy, &format)).collect();
    let figure = Figure {
        name: "lead_time".into(),
        title: format!(
            "85 % of leads end within {}",
            finding::each(&promises, |days| in_days(days, &format))
        ),
        subtitle: "Days from a lead’s arrival to its end, won or not; share of leads, corrected \
                   for those still open. Dark up to the 85th percentile"
            .into(),
        description: described(summary, &shown, &format),
    };
    let height = shown.len() as f64 * ROW + FOOT - 24.0;
    Some(figure.draw(summary, height, |canvas, all| {
        for (index, (&policy, bars)) in shown.iter().zip(&histograms).enumerate() {
            let top = all.top + index as f64 * ROW;
            let space = Space { top, bottom: top + ROW, ..all };
            let plot = plot(space, &x, &y);
            draw_bars(canvas, &plot, (summary, policy), bars);
            draw_lines(canvas, &plot, &summary.policies[policy].lead_time, &format);
            draw_name(canvas, &plot, &format, (summary, policy));
            let is_last = index + 1 == shown.len();
            plot.draw_x(
                canvas,
                |tick| if is_last { tick_name(tick, &plot.x) } else { String::new() },
            );
        }
    }))
}

/// The right end of the axis: a quarter beyond the slowest 95 % line, or the last bin's start.
fn longest(summary: &Summary, shown: &[usize]) -> Option<f64> {
    let of = |&policy: &usize| {
        let lead_time = &summary.policies[policy].lead_time;
        let last = lead_time.bins.last().map_or(0.0, |bin| bin.0.max(1.0));
        lead_time.quantiles[2].map_or(last, |quantile| last.min(1.25 * quantile))
    };
    shown.iter().map(of).filter(|end| end.is_finite() && *end > 0.0).reduce(f64::max)
}

/// The shares in equal bins up to `to`; the last also holds all that took longer.
fn rebinned(lead_time: &LeadTimeSummary, to: f64) -> Vec<f64> {
    let width = to / BINS as f64;
    let mut shares = vec![0.0; BINS];
    let last = lead_time.bins.len().saturating_sub(1);
    for (index, &(from, until, share)) in lead_time.bins.iter().enumerate() {
        // The last bin is open: what it holds may lie anywhere up to the end of the axis.
        let until = if index == last { to.max(from + width) } else { until };
        for (index, bin) in shares.iter_mut().enumerate() {
            let start = index as f64 * width;
            let end = if index + 1 == BINS { f64::INFINITY } else { start + width };
            let common = until.min(end) - from.max(start);
            *bin += share * common.max(0.0) / (until - from);
        }
    }
    shares
}

fn promise(summary: &Summary, policy: usize, format: &Format) -> (f64, String) {
    let label = finding::label(summary, policy);
    let days = summary.policies[policy].lead_time.quantiles[1].unwrap_or(f64::INFINITY);
    (days, format!("{} under {label}", in_days(days, format)))
}

fn in_days(days: f64, format: &Format) -> String {
    if days.is_finite() {
        format!("{}\u{A0}days", format.number(days))
    } else {
        "a time beyond the data".into()
    }
}

fn described(summary: &Summary, shown: &[usize], format: &Format) -> String {
    let one = |&policy: &usize| {
        let quantiles = summary.policies[policy].lead_time.quantiles;
        let named = SHARES.iter().zip(quantiles).map(|(share, days)| {
            let days = days.map_or_else(|| "not within the data".into(), |days| format.value(days));
            format!("{share} within {days}")
        });
        let named = named.collect::<Vec<_>>().join(", ");
        format!("{}: {named}.", finding::label(summary, policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn plot(space: Space, x: &Axis, y: &Axis) -> Plot {
    Plot {
        left: space.left + NAMES,
        right: space.right - 14.0,
        top: space.top + HEAD,
        bottom: space.bottom - 24.0,
        x: x.clone(),
        y: y.clone(),
    }
}

fn tick_name(tick: f64, axis: &Axis) -> String {
    if tick == 0.0 {
        "0 days".into()
    } else if tick >= axis.to {
        format!("{tick}+")
    } else {
        format!("{tick}")
    }
}

fn draw_bars(canvas: &Canvas, plot: &Plot, (summary, policy): (&Summary, usize), bars: &[f64]) {
    let width = plot.x.to / bars.len() as f64;
    let promise = summary.policies[policy].lead_time.quantiles[1].unwrap_or(f64::INFINITY);
    for &tick in &plot.y.ticks {
        let y = plot.up(tick);
        canvas.line(&[(plot.left, y), (plot.right, y)], theme::GRID, 1.0);
        let places = usize::from(plot.y.step() < 0.01);
        let text = format!("{:.places$}\u{A0}%", tick * 100.0);
        canvas.text(&text, (plot.left - 8.0, y), Style::TICK.right());
    }
    for (index, &share) in bars.iter().enumerate().filter(|bar| *bar.1 > 0.0) {
        let from = index as f64 * width;
        let opacity = if from + 0.5 * width <= promise { 0.85 } else { 0.38 };
        let (left, right) = (plot.across(from) + 0.5, plot.across(from + width) - 0.5);
        let color = theme::policy(policy);
        canvas.rectangle((left, plot.up(share)), (right, plot.bottom), color, opacity);
    }
}

/// The three lines, their labels apart from each other.
fn draw_lines(canvas: &Canvas, plot: &Plot, lead_time: &LeadTimeSummary, format: &Format) {
    let lines: Vec<(&str, f64)> = SHARES
        .iter()
        .zip(lead_time.quantiles)
        .filter_map(|(share, days)| Some((*share, days.filter(|days| *days <= plot.x.to)?)))
        .collect();
    let wanted: Vec<f64> = lines.iter().map(|(_, days)| plot.across(*days)).collect();
    let bounds = (plot.left + 30.0, plot.right - 32.0);
    let places = crate::report::plot::nudged(&wanted, 66.0, bounds);
    for (((share, days), x), place) in lines.iter().zip(wanted).zip(places) {
        let roof = plot.top - 12.0;
        canvas.dashed(&[(x, plot.bottom), (x, plot.top - 2.0)], theme::INK, 1.2);
        canvas.line(&[(x, plot.top - 2.0), (place, roof)], theme::INK, 0.8);
        canvas.text(share, (place, roof - 24.0), Style::TICK.bold().color(theme::INK).centre());
        let days = format!("≤ {}", format.value(*days));
        canvas.text(&days, (place, roof - 9.0), Style::TICK.centre());
    }
}

fn draw_name(canvas: &Canvas, plot: &Plot, format: &Format, (summary, policy): (&Summary, usize)) {
    let style = Style::LABEL.bold().color(theme::policy(policy));
    let name = style.fitted(&finding::label(summary, policy), NAMES - 10.0);
    canvas.text(&name, (theme::MARGIN, plot.top - 33.0), style);
    let lines = SHARES.iter().zip(summary.policies[policy].lead_time.quantiles);
    let beyond = lines.filter_map(|(share, days)| match days {
        Some(days) if days <= plot.x.to => None,
        Some(days) => Some(format!("{share} ≤ {}", format.value(days))),
        None => Some(format!("{share} not reached")),
    });
    for (index, words) in beyond.enumerate() {
        let y = plot.top - 15.0 + 17.0 * index as f64;
        canvas.text(&words, (theme::MARGIN, y), Style::TICK);
    }
}
