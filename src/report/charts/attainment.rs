//! What plans with a quota pay over attainment, and which attainments came about: one panel for each
//! policy and plan.

use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::{PlanSummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent, truncated};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const HEIGHT: f64 = 330.0;
/// Of it, the payout and what stands below each of the two plots.
const PAYOUT: f64 = 128.0;
const FOOT: f64 = 40.0;
const BETWEEN: f64 = 34.0;
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
    let pays = shown.iter().flat_map(|(_, plan)| cut(&plan.payout, end)).map(|corner| corner.1);
    let money = Axis::covering(pays.chain([0.0]), 3);
    let shares = shown.iter().flat_map(|(_, plan)| bars(plan, end)).map(|bar| bar.1);
    let share = Axis::covering(shares.chain([0.0]), 3);
    let formats = [
        Format::of_unit(Unit::Money, &summary.currency, [money.to]),
        Format::of_unit(Unit::Share, "", [share.to]),
    ];
    let figure = Figure {
        name: "attainment".to_owned(),
        title: headline(summary, &shown),
        subtitle: format!(
            "Above: commission and bonuses of a period by attainment of the quota, {}. Below: share of \
             people’s periods by attainment; dark = at or over quota{}",
            formats[0].unit(),
            left_out(summary)
        ),
        description: described(summary, &shown),
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    let gutters = [Plot::gutter(&money, &formats[0]), Plot::gutter(&share, &formats[1])];
    panels.gutter = gutters[0].max(gutters[1]);
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, (policy, plan)) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            draw_head(canvas, space, summary, *policy, &words(plan));
            let x = across(end);
            let [top, bottom] = plots(space, [&money, &share], &x);
            for (plot, format) in [&top, &bottom].into_iter().zip(&formats) {
                plot.draw_y(canvas, format, panels.is_first(index));
                let quota = plot.across(1.0);
                canvas.dashed(&[(quota, plot.top), (quota, plot.bottom)], theme::AXIS, 1.2);
            }
            draw_payout(canvas, &top, (*policy, plan), end);
            draw_at_quota(canvas, &top, (*policy, plan), &summary.currency);
            draw_bars(canvas, &bottom, (*policy, plan), end);
            bottom.draw_x(canvas, |tick| {
                let more = if tick >= end { "+" } else { "" };
                format!("{}{more}", percent(tick))
            });
            let name = (bottom.right, bottom.bottom + 31.0);
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

/// The line up to `end`.
fn cut(corners: &[(f64, f64)], end: f64) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = Vec::new();
    for &(at, pay) in corners {
        if at <= end {
            line.push((at, pay));
            continue;
        }
        if let Some(&(from, before)) = line.last().filter(|last| last.0 < end) {
            line.push((end, before + (pay - before) * (end - from) / (at - from)));
        }
        break;
    }
    line
}

fn headline(summary: &Summary, shown: &[Panel]) -> String {
    let one = |(policy, plan): &Panel| {
        let label = finding::label(summary, *policy);
        let several = shown.iter().filter(|(other, _)| other == policy).count() > 1;
        let of =
            if several { format!(" ({})", truncated(&plan.name, NAME)) } else { String::new() };
        (plan.reached, format!("{} under {label}{of}", percent(plan.reached)))
    };
    let found: Vec<(f64, String)> = shown.iter().map(one).collect();
    let shares = || found.iter().map(|(share, _)| *share);
    if found.len() > TOLD {
        let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        let range = format!("{} to {}", percent(low), percent(high));
        return format!("Pay periods with quota reached: {range} by policy and plan");
    }
    let words = finding::listed(&found.into_iter().map(|(_, words)| words).collect::<Vec<_>>());
    format!("Pay periods with quota reached: {words}")
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

fn words(plan: &PlanSummary) -> String {
    let reached = percent(plan.reached);
    format!("{reached} at or over quota: {}, by {}", plan.name, plan.period.name())
}

fn described(summary: &Summary, shown: &[Panel]) -> String {
    let one = |(policy, plan): &Panel| {
        let (label, words) = (finding::label(summary, *policy), words(plan));
        format!("{label}, plan {words}; {}.", at_quota(plan, &summary.currency))
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

/// The plot of the payout and the one of attainments.
fn plots(space: Space, y: [&Axis; 2], x: &Axis) -> [Plot; 2] {
    let top = space.top + HEAD + 4.0;
    let plot = |top: f64, bottom: f64, y: &Axis| Plot {
        left: space.left,
        right: space.right - 22.0,
        top,
        bottom,
        x: x.clone(),
        y: y.clone(),
    };
    let second = top + PAYOUT + BETWEEN;
    [plot(top, top + PAYOUT, y[0]), plot(second, space.bottom - FOOT, y[1])]
}

fn draw_payout(canvas: &Canvas, plot: &Plot, (policy, plan): Panel, end: f64) {
    let line: Vec<_> =
        cut(&plan.payout, end).iter().map(|(at, pay)| plot.point(*at, *pay)).collect();
    canvas.line(&line, theme::policy(policy), 2.5);
}

fn draw_at_quota(canvas: &Canvas, plot: &Plot, (policy, plan): Panel, currency: &str) {
    let (x, y) = plot.point(1.0, plan.at_quota);
    canvas.mean((x, y), theme::policy(policy));
    let words = at_quota(plan, currency);
    let style = Style::TICK.color(theme::policy(policy));
    // The line rises to the right: there is room above it at the left, or below it at the right.
    if style.width(&words) + 12.0 < x - plot.left {
        canvas.text(&words, (x - 9.0, (y - 13.0).max(plot.top + 8.0)), style.right());
    } else {
        canvas.text(&words, (x + 9.0, (y + 13.0).min(plot.bottom - 8.0)), style);
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
