//! Who earns what: a row for each role with what the market pays in it, between the highest and the lowest
//! paid of each run; all policies on one axis.

use super::labels::{NAME_LINE, draw_name, name_lines};
use crate::experiment::{PaySummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const LINE: f64 = 23.0;
const GAP: f64 = 16.0;
const FOOT: f64 = 40.0;
/// The widest column of names.
const NAMES: f64 = 300.0;
/// Policies told of in the title one by one.
const TOLD: usize = 3;
const BEST_AND_LEAST: [&str; 2] = ["highest paid", "lowest paid"];

/// A row: name, P5, P50, P95 of pay, and what the market pays; whether it is that of a rank.
struct Row {
    name: String,
    pay: [f64; 3],
    target: Option<f64>,
    is_rank: bool,
}

/// A policy with its rows.
struct Block {
    policy: usize,
    name: Vec<String>,
    words: String,
    rows: Vec<Row>,
}

/// A block for each policy that pays somebody by a plan.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let width = theme::WIDTH - 2.0 * theme::MARGIN;
    let block = |(policy, pay): (usize, &PaySummary)| Block {
        policy,
        name: name_lines(summary, policy, width),
        words: words(summary, policy),
        rows: rows(pay),
    };
    let blocks: Vec<Block> =
        super::with_pay(summary).map(block).filter(|block| !block.rows.is_empty()).collect();
    blocks.first()?;
    let all = || blocks.iter().flat_map(|block| &block.rows);
    let x =
        Axis::covering(all().flat_map(|row| row.pay.into_iter().chain(row.target)).chain([0.0]), 6);
    let format = Format::of_unit(Unit::Money, &summary.currency, [x.to]);
    let names = all().map(|row| Style::TICK.bold().width(&row.name)).fold(0.0, f64::max).min(NAMES);
    let figure = Figure {
        name: "pay".to_owned(),
        title: headline(summary),
        subtitle: format!(
            "Annual pay, {}. Dot = median of runs, bar = middle 90 % of runs: of the mean of each role, and \
             of whoever earned most and least in a run. Upright line = what the market pays in the role",
            format.unit()
        ),
        description: described(summary, &blocks),
    };
    let height = blocks.iter().map(|block| block.height() + GAP).sum::<f64>() + FOOT - GAP;
    Some(figure.draw(summary, height, |canvas, space| {
        let plot = plot(space, names + 14.0, &x);
        let mut top = space.top;
        for block in &blocks {
            block.draw(canvas, &plot, top);
            top += block.height() + GAP;
        }
        let steps = format.for_steps(plot.x.step());
        plot.draw_x(canvas, |tick| steps.number(tick));
        canvas.text("pay a year", (plot.right, plot.bottom + 31.0), Style::NOTE.right());
    }))
}

/// The highest paid, the roles, the lowest paid.
fn rows(pay: &PaySummary) -> Vec<Row> {
    let rank = |place: usize| {
        let pay = pay.best_and_least?[place];
        Some(Row { name: BEST_AND_LEAST[place].into(), pay, target: None, is_rank: true })
    };
    let roles = pay.roles.iter().map(|role| Row {
        name: format!("{} ({})", role.role, role.heads),
        pay: role.pay,
        target: Some(role.market).filter(|market| *market > 0.0),
        is_rank: false,
    });
    rank(0).into_iter().chain(roles).chain(rank(1)).collect()
}

/// How unequal pay is.
fn headline(summary: &Summary) -> String {
    let ratio = |(policy, pay): (usize, &PaySummary)| {
        let [best, least] = pay.best_and_least?;
        let ratio = best[1] / least[1];
        ratio.is_finite().then_some((policy, ratio))
    };
    let found: Vec<(usize, f64)> = super::with_pay(summary).filter_map(ratio).collect();
    let than = "times as much as the lowest paid";
    if found.is_empty() {
        return "What people earn in each role, and what the market pays".into();
    }
    if found.len() > TOLD {
        let ratios = || found.iter().map(|(_, ratio)| *ratio);
        let (low, high) = (ratios().fold(f64::INFINITY, f64::min), ratios().fold(0.0, f64::max));
        let [low, high] = [low, high].map(|ratio| format!("{ratio:.1}"));
        let range = if low == high { low } else { format!("{low} to {high}") };
        return format!("The highest paid earn {range} {than}, across {} policies", found.len());
    }
    let one = |(place, (policy, ratio)): (usize, &(usize, f64))| {
        let than = if place == 0 { than } else { "times" };
        format!("{ratio:.1} {than} with {}", finding::label(summary, *policy))
    };
    let words = finding::listed(&found.iter().enumerate().map(one).collect::<Vec<_>>());
    format!("The highest paid earn {words}")
}

/// What pay costs.
fn words(summary: &Summary, policy: usize) -> String {
    let cost = finding::measure(summary, "pay_cost").and_then(|measure| {
        let cost = finding::estimate(summary, policy, measure)?.mean;
        Some(format!("cost of pay {}", finding::format(summary, measure).value(cost)))
    });
    cost.unwrap_or_default()
}

fn described(summary: &Summary, blocks: &[Block]) -> String {
    let one = |block: &Block| {
        let highest = block.rows.iter().map(|row| row.pay[2]);
        let money = Format::of_unit(Unit::Money, &summary.currency, highest);
        let rows = block.rows.iter().map(|row| {
            let [low, middle, high] = row.pay.map(|pay| money.number(pay));
            let market = row.target.map(|pay| format!(", market {}", money.number(pay)));
            format!("{} {middle} ({low} to {high}{})", row.name, market.unwrap_or_default())
        });
        let rows = rows.collect::<Vec<_>>().join(", ");
        let label = finding::label(summary, block.policy);
        format!("{label}: {}; {}: {rows}.", block.words, money.unit())
    };
    blocks.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn plot(space: Space, names: f64, x: &Axis) -> Plot {
    Plot {
        left: space.left + names,
        right: space.right - 14.0,
        top: space.top,
        bottom: space.bottom - FOOT,
        x: x.clone(),
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    }
}

impl Block {
    fn head(&self) -> f64 {
        NAME_LINE * (self.name.len() as f64 + 1.0) + 6.0
    }

    fn height(&self) -> f64 {
        self.head() + LINE * self.rows.len() as f64
    }

    fn draw(&self, canvas: &Canvas, plot: &Plot, top: f64) {
        let left = theme::MARGIN;
        let names = NAME_LINE * self.name.len() as f64;
        draw_name(canvas, self.policy, &self.name, (left, top + 0.5 * names));
        let words = Style::TICK.fitted(&self.words, plot.right - left);
        canvas.text(&words, (left, top + names + 0.5 * NAME_LINE), Style::TICK);
        let first = top + self.head();
        for &tick in &plot.x.ticks {
            let at = plot.across(tick);
            canvas.line(&[(at, first), (at, top + self.height())], theme::GRID, 1.0);
        }
        for (place, row) in self.rows.iter().enumerate() {
            self.draw_row(canvas, plot, row, first + (place as f64 + 0.5) * LINE);
        }
    }

    fn draw_row(&self, canvas: &Canvas, plot: &Plot, row: &Row, y: f64) {
        let style = if row.is_rank { Style::TICK } else { Style::TICK.bold().color(theme::INK) };
        canvas.text(&style.fitted(&row.name, NAMES), (theme::MARGIN, y), style);
        let [low, middle, high] = row.pay.map(|pay| plot.across(pay));
        let (color, opacity) = (theme::policy(self.policy), if row.is_rank { 0.5 } else { 1.0 });
        canvas.rectangle((low, y - 1.5), (high, y + 1.5), color, opacity);
        let radius = if row.is_rank { 3.0 } else { 4.5 };
        canvas.dot((middle, y), radius + 1.2, theme::PAPER);
        canvas.dot((middle, y), radius, color);
        // Upon all else, so that no dot hides it.
        if let Some(target) = row.target {
            let at = plot.across(target);
            canvas.rectangle((at - 2.0, y - 8.0), (at + 2.0, y + 8.0), theme::PAPER, 1.0);
            canvas.rectangle((at - 1.0, y - 8.0), (at + 1.0, y + 8.0), theme::INK, 1.0);
        }
    }
}
