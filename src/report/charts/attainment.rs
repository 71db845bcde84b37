//! How often quotas were reached: attainments that came about, one panel for each policy and plan.

use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::{PlanSummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent, truncated};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const HEIGHT: f64 = 250.0;
/// Height of a line about the plan, of which there are two at most; and of what stands below the plot.
const LINE: f64 = 15.0;
const LINES: usize = 2;
const FOOT: f64 = 40.0;
/// Ends of the axis to choose from; this share of all periods must lie before it.
const ENDS: [f64; 4] = [1.5, 2.0, 2.5, 3.0];
const SHOWN: f64 = 0.98;
/// Panels told of in the title, and characters of a plan's name there.
const TOLD: usize = 3;
const NAME: usize = 24;

/// A plan of a policy.
type Panel<'a> = (usize, &'a PlanSummary);

/// A panel for each policy and plan with a quota that somebody was on.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<Panel> = super::with_pay(summary)
        .flat_map(|(policy, pay)| pay.plans.iter().map(move |plan| (policy, plan)))
        .collect();
    shown.first()?;
    let end = end(&shown);
    let shares = shown.iter().flat_map(|(_, plan)| bars(plan, end)).map(|bar| bar.1);
    let share = Axis::covering(shares.chain([0.0]), 4);
    let format = Format::of_unit(Unit::Share, "", [share.to]);
    let figure = Figure {
        name: "attainment".to_owned(),
        title: headline(summary, &shown),
        subtitle: format!(
            "Share of people’s pay periods, %, by attainment of the quota; dark = at or over quota{}",
            left_out(summary)
        ),
        description: described(summary, &shown),
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    panels.gutter = Plot::gutter(&share, &format);
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, (policy, plan)) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            let reached = format!("{} at or over quota", percent(plan.reached));
            draw_head(canvas, space, summary, *policy, &reached);
            draw_plan(canvas, space, &about(plan, &summary.currency));
            let plot = plot(space, &share, &across(end));
            plot.draw_y(canvas, &format, panels.is_first(index));
            let quota = plot.across(1.0);
            canvas.dashed(&[(quota, plot.top), (quota, plot.bottom)], theme::AXIS, 1.2);
            draw_bars(canvas, &plot, (*policy, plan), end);
            plot.draw_x(canvas, |tick| {
                let more = if tick >= end { "+" } else { "" };
                format!("{}{more}", percent(tick))
            });
            let name = (plot.right, plot.bottom + 31.0);
            canvas.text("attainment", name, Style::NOTE.right());
        }
    }))
}

/// Where the axis ends: before it lie nearly all periods of every panel.
fn end(shown: &[Panel]) -> f64 {
    let fits = |end: &f64| {
        shown.iter().all(|(_, plan)| {
            let before = plan.attained.iter().filter(|(_, to, _)| *to <= end + 1e-9);
            before.map(|(.., share)| share).sum::<f64>() >= SHOWN
        })
    };
    ENDS.into_iter().find(fits).unwrap_or(ENDS[ENDS.len() - 1])
}

/// Where each class begins and the share of periods in it, up to `end`; the last takes all beyond.
fn bars(plan: &PlanSummary, end: f64) -> Vec<(f64, f64)> {
    let mut bars: Vec<(f64, f64)> = Vec::new();
    for (from, _, share) in &plan.attained {
        match bars.last_mut() {
            Some(last) if *from > end - 0.05 => last.1 += share,
            _ => bars.push((*from, *share)),
        }
    }
    bars
}

fn headline(summary: &Summary, shown: &[Panel]) -> String {
    let one = |(policy, plan): &Panel| {
        let label = finding::label(summary, *policy);
        let several = shown.iter().filter(|(other, _)| other == policy).count() > 1;
        let of =
            if several { format!(" ({})", truncated(&plan.name, NAME)) } else { String::new() };
        (plan.reached, format!("{} with {label}{of}", percent(plan.reached)))
    };
    let found: Vec<(f64, String)> = shown.iter().map(one).collect();
    let shares = || found.iter().map(|(share, _)| *share);
    if found.len() > TOLD {
        let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        let [low, high] = [low, high].map(percent);
        let range = if low == high { low } else { format!("{low} to {high}") };
        let all = found.len();
        return format!("Quotas are reached in {range} of pay periods, across {all} plans");
    }
    let words = finding::listed(&found.into_iter().map(|(_, words)| words).collect::<Vec<_>>());
    format!("Share of pay periods in which the quota is reached: {words}")
}

/// Plans that are not drawn.
fn left_out(summary: &Summary) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in super::with_pay(summary).flat_map(|(_, pay)| &pay.without_quota) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    match names.len() {
        0 => String::new(),
        few if few <= 6 => format!(". Without a quota: {}", finding::listed(&names)),
        many => format!(". {many} more plans have no quota"),
    }
}

/// The plan, its period and what it pays at quota.
fn about(plan: &PlanSummary, currency: &str) -> String {
    format!("plan {}, by {}: {}", plan.name, plan.period.name(), at_quota(plan, currency))
}

fn described(summary: &Summary, shown: &[Panel]) -> String {
    let one = |(policy, plan): &Panel| {
        let (label, about) = (finding::label(summary, *policy), about(plan, &summary.currency));
        format!("{label}: {} at or over quota, {about}.", percent(plan.reached))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What is paid at quota, in words.
fn at_quota(plan: &PlanSummary, currency: &str) -> String {
    let money = Format::of_unit(Unit::Money, currency, [plan.at_quota]);
    format!("{} at quota", money.value(plan.at_quota))
}

fn across(end: f64) -> Axis {
    let ticks = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0].into_iter().filter(|tick| *tick <= end);
    Axis { from: 0.0, to: end, ticks: ticks.collect() }
}

fn plot(space: Space, y: &Axis, x: &Axis) -> Plot {
    Plot {
        left: space.left,
        right: space.right - 22.0,
        top: space.top + HEAD + LINE * LINES as f64,
        bottom: space.bottom - FOOT,
        x: x.clone(),
        y: y.clone(),
    }
}

/// What the plan is, below the head of a panel.
fn draw_plan(canvas: &Canvas, space: Space, words: &str) {
    let lines = Style::TICK.wrapped(words, space.right - space.left, LINES);
    for (line, words) in lines.iter().enumerate() {
        let y = space.top + HEAD - 4.0 + LINE * line as f64;
        canvas.text(words, (space.left, y), Style::TICK);
    }
}

fn draw_bars(canvas: &Canvas, plot: &Plot, (policy, plan): Panel, end: f64) {
    for (from, share) in bars(plan, end) {
        let to = (from + 0.1).min(end);
        let corners =
            [(plot.across(from) + 0.8, plot.up(share)), (plot.across(to) - 0.8, plot.bottom)];
        let opacity = if from > 0.95 { 1.0 } else { 0.4 };
        if share > 0.0 {
            canvas.rectangle(corners[0], corners[1], theme::policy(policy), opacity);
        }
    }
}
