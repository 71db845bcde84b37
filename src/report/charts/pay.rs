//! Who earns what: a line for each person on a plan, over the runs.

use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::{PaySummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const LINE: f64 = 17.0;
const GAP: f64 = 10.0;
const FOOT: f64 = 40.0;
const NAMES: f64 = 78.0;
/// More people than this are drawn as the best and the least paid alone.
const MOST: usize = 40;
/// Policies told of in the title.
const TOLD: usize = 3;
const BEST_AND_LEAST: [&str; 2] = ["highest paid", "lowest paid"];

/// A line of the strip: name, P5, P50, P95, and whether it is that of a rank.
struct Line {
    name: String,
    pay: [f64; 3],
    is_rank: bool,
}

/// A panel for each policy that pays somebody by a plan.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let all = super::with_pay(summary).map(|(policy, pay)| (policy, lines(summary, policy, pay)));
    let shown: Vec<(usize, Vec<Line>)> = all.filter(|(_, lines)| !lines.is_empty()).collect();
    let rows = shown.iter().map(|(_, lines)| lines.len()).max()?;
    let pays = shown.iter().flat_map(|(_, lines)| lines.iter().flat_map(|line| line.pay));
    let x = Axis::covering(pays.chain([0.0]), 6);
    let format = Format::of_unit(Unit::Money, &summary.currency, [x.to]);
    let figure = Figure {
        name: "pay".to_owned(),
        title: headline(summary, &shown),
        subtitle: format!(
            "Annual pay per person, {}. Dot = median of runs, bar = middle 90 % of runs. People differ in \
             skill and luck, drawn anew in every run: the best and the least paid of each run stand \
             on top",
            format.unit()
        ),
        description: described(summary, &shown),
    };
    let height = HEAD + GAP + LINE * rows as f64 + FOOT;
    let panels = Panels::new(shown.len(), height);
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, (policy, lines)) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            draw_head(canvas, space, summary, *policy, &words(summary, *policy));
            draw(canvas, space, (*policy, lines), (&x, &format));
        }
    }))
}

/// The best and the least paid of each run, then everybody.
fn lines(summary: &Summary, policy: usize, pay: &PaySummary) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (name, pay) in BEST_AND_LEAST.into_iter().zip(pay.best_and_least.into_iter().flatten()) {
        lines.push(Line { name: name.into(), pay, is_rank: true });
    }
    if pay.people.len() > MOST {
        return lines;
    }
    for &measure in &pay.people {
        if let Some(estimate) = finding::estimate(summary, policy, measure) {
            let label = &summary.measures[measure].label;
            let name = label.split_once(": ").map_or(label.as_str(), |(name, _)| name).to_owned();
            let pay = [estimate.p05, estimate.p50, estimate.p95];
            lines.push(Line { name, pay, is_rank: false });
        }
    }
    lines
}

/// What the best and the least paid earn.
fn headline(summary: &Summary, shown: &[(usize, Vec<Line>)]) -> String {
    let ranks = |lines: &[Line]| Some((lines.first()?.pay[1], lines.get(1)?.pay[1]));
    let ends = |(policy, lines): &(usize, Vec<Line>)| {
        let (best, least) = ranks(lines).filter(|_| lines[0].is_rank)?;
        let money = Format::of_unit(Unit::Money, &summary.currency, [best, least]);
        let label = finding::label(summary, *policy);
        let range = format!("{} to {}", money.number(least), money.value(best));
        Some((best / least, format!("{range} under {label}")))
    };
    let found: Vec<(f64, String)> = shown.iter().filter_map(ends).collect();
    if found.is_empty() {
        return "Annual pay".into();
    }
    if found.len() > TOLD {
        let ratios = || found.iter().map(|(ratio, _)| *ratio);
        let (low, high) = (ratios().fold(f64::INFINITY, f64::min), ratios().fold(0.0, f64::max));
        let range = format!("{low:.1} to {high:.1} times as much as the lowest paid");
        return format!("The highest paid earn {range}, across {} policies", found.len());
    }
    let words = finding::listed(&found.into_iter().map(|(_, words)| words).collect::<Vec<_>>());
    format!("Annual pay, from the lowest to the highest: {words}")
}

/// Cost of pay and how unequal it is.
fn words(summary: &Summary, policy: usize) -> String {
    let mean = |key: &str| {
        let measure = finding::measure(summary, key)?;
        Some((measure, finding::estimate(summary, policy, measure)?.mean))
    };
    let cost = mean("pay_cost").map(|(measure, cost)| {
        format!("cost of pay {}", finding::format(summary, measure).value(cost))
    });
    let ratio = mean("pay_top_to_bottom").map(|(_, ratio)| format!("highest {ratio:.1} × lowest"));
    [cost, ratio].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn described(summary: &Summary, shown: &[(usize, Vec<Line>)]) -> String {
    let one = |(policy, lines): &(usize, Vec<Line>)| {
        let money = Format::of_unit(Unit::Money, &summary.currency, lines.iter().map(|l| l.pay[2]));
        let lines = lines.iter().map(|line| {
            let [low, middle, high] = line.pay.map(|pay| money.number(pay));
            format!("{} {middle} ({low} to {high})", line.name)
        });
        let lines = lines.collect::<Vec<_>>().join(", ");
        format!(
            "{}: {}; {}: {lines}.",
            finding::label(summary, *policy),
            words(summary, *policy),
            money.unit()
        )
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn draw(
    canvas: &Canvas,
    space: Space,
    (policy, lines): (usize, &[Line]),
    (x, format): (&Axis, &Format),
) {
    let top = space.top + HEAD;
    let ranks = lines.iter().filter(|line| line.is_rank).count();
    let height = |line: usize| {
        let gap = if line < ranks { 0.0 } else { GAP };
        top + gap + (line as f64 + 0.5) * LINE
    };
    let bottom = space.bottom - FOOT;
    let plot = Plot {
        left: space.left + NAMES,
        right: space.right - 14.0,
        top,
        bottom,
        x: x.clone(),
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    };
    for &tick in &plot.x.ticks {
        let at = plot.across(tick);
        canvas.line(&[(at, top), (at, bottom)], theme::GRID, 1.0);
    }
    for (index, line) in lines.iter().enumerate() {
        let y = height(index);
        let style = if line.is_rank { Style::TICK.bold().color(theme::INK) } else { Style::TICK };
        canvas.text(&style.fitted(&line.name, NAMES - 8.0), (space.left, y), style);
        let [low, middle, high] = line.pay.map(|pay| plot.across(pay));
        let color = theme::policy(policy);
        canvas.rectangle(
            (low, y - 1.5),
            (high, y + 1.5),
            color,
            if line.is_rank { 1.0 } else { 0.5 },
        );
        canvas.dot((middle, y), if line.is_rank { 5.0 } else { 4.0 }, theme::PAPER);
        canvas.dot((middle, y), if line.is_rank { 4.0 } else { 3.0 }, color);
    }
    let steps = format.for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.number(tick));
    canvas.text("pay a year", (plot.right, plot.bottom + 31.0), Style::NOTE.right());
}
