//! The gate: of good fits and of other leads, how many it lets through; a row for each policy.

use super::labels::{draw_name, name_lines};
use crate::experiment::Summary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::percent;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

const ROW: f64 = 58.0;
const FOOT: f64 = 46.0;
const NAMES: f64 = 170.0;
const NUMBERS: f64 = 150.0;
/// Policies told of in the title one by one.
const TOLD: usize = 2;

/// A policy with a gate: shares let through of other leads and of good fits, and how often a good fit is
/// believed to fit better than another lead.
struct Row {
    policy: usize,
    others: f64,
    good: f64,
    ranked: f64,
}

/// One row for each policy with a gate.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let row = |(policy, buyers): (usize, &crate::experiment::BuyerSummary)| {
        let (others, good) = buyers.gate_point?;
        Some(Row { policy, others, good, ranked: buyers.gate_area })
    };
    let rows: Vec<Row> = super::with_buyers(summary).filter_map(row).collect();
    rows.first()?;
    let figure = Figure {
        name: "gate".to_owned(),
        title: headline(summary, &rows),
        subtitle: "Share of leads let through. Full dot = good fits, hollow dot = other leads: the farther \
                   apart, the better the gate. Right: how often a good fit is believed to fit better than \
                   another lead (50 % is chance)"
            .into(),
        description: described(summary, &rows),
    };
    let height = ROW * rows.len() as f64 + FOOT;
    Some(figure.draw(summary, height, |canvas, space| {
        let plot = plot(space);
        for &tick in &plot.x.ticks {
            let x = plot.across(tick);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], theme::GRID, 1.0);
        }
        plot.draw_x(canvas, percent);
        canvas.text("let through", (plot.right, plot.bottom + 33.0), Style::NOTE.right());
        for (place, row) in rows.iter().enumerate() {
            let y = plot.top + (place as f64 + 0.5) * ROW;
            let name = name_lines(summary, row.policy, NAMES - 16.0);
            draw_name(canvas, row.policy, &name, (space.left, y));
            draw(canvas, &plot, row, y);
            let x = plot.right + 22.0;
            canvas.text(&format!("right in {}", percent(row.ranked)), (x, y), Style::TICK);
        }
    }))
}

fn headline(summary: &Summary, rows: &[Row]) -> String {
    let shares = |of: fn(&Row) -> f64| {
        let all = || rows.iter().map(of);
        let (low, high) = (all().fold(1.0, f64::min), all().fold(0.0, f64::max));
        let [low, high] = [low, high].map(percent);
        if low == high { low } else { format!("{low} to {high}") }
    };
    if rows.len() > TOLD {
        let (good, others) = (shares(|row| row.good), shares(|row| row.others));
        return format!("Gates let {good} of good fits through, and {others} of other leads");
    }
    let one = |row: &Row| {
        let (good, others) = (percent(row.good), percent(row.others));
        format!("{} lets {good} of good fits through and {others} of other leads", {
            finding::label(summary, row.policy)
        })
    };
    finding::capitalised(&rows.iter().map(one).collect::<Vec<_>>().join("; "))
}

fn described(summary: &Summary, rows: &[Row]) -> String {
    let one = |row: &Row| {
        let [good, others, ranked] = [row.good, row.others, row.ranked].map(percent);
        format!(
            "{}: lets {good} of good fits and {others} of others through; a good fit is believed to fit \
             better than another lead in {ranked} of pairs.",
            finding::label(summary, row.policy)
        )
    };
    rows.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn plot(space: Space) -> Plot {
    Plot {
        left: space.left + NAMES,
        right: space.right - NUMBERS,
        top: space.top,
        bottom: space.bottom - FOOT,
        x: Axis { from: 0.0, to: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] },
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    }
}

/// Both shares, and what lies between them.
fn draw(canvas: &Canvas, plot: &Plot, row: &Row, y: f64) {
    let color = theme::policy(row.policy);
    let [others, good] = [row.others, row.good].map(|share| plot.across(share));
    canvas.rectangle((others.min(good), y - 3.0), (others.max(good), y + 3.0), color, 0.3);
    canvas.ring((others, y), 6.0, color);
    canvas.dot((good, y), 6.0, color);
    // The higher share is told at its right, the lower one at its left.
    let is_right = good >= others;
    let told = |x: f64, share: f64, right: bool| {
        let style = Style::TICK.color(color);
        let (x, style) = if right { (x + 11.0, style) } else { (x - 11.0, style.right()) };
        canvas.text(&percent(share), (x, y - 13.0), style);
    };
    told(good, row.good, is_right);
    told(others, row.others, !is_right);
}
