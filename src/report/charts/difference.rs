//! The paired difference of the primary measure: fifty equally likely runs against the zone of
//! differences that do not matter.

use super::dots::{quantile_dots, stacked};
use super::labels::{NAME_LINE, draw_name, name_lines};
use crate::experiment::{PairSummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::{self, Standing};
use crate::report::format::{Format, of_runs};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Direction;
use plotters::style::RGBColor;

const ROW: f64 = 144.0;
const FOOT: f64 = 30.0;
const DOTS: usize = 50;
const NAMES: f64 = 150.0;
const NUMBERS: f64 = 150.0;
/// More pairs than this are too many: then only those against the first policy are shown.
const MOST_PAIRS: usize = 3;

/// One row of the chart.
struct Row<'a> {
    pair: &'a PairSummary,
    dots: Vec<f64>,
}

/// Every pair of policies (many: each against the first).
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let rows = rows(summary);
    let zone = rows.first()?.pair.zone;
    let measure = &summary.measures[summary.primary];
    let format = finding::format(summary, summary.primary);
    let described = rows.iter().map(|row| described(summary, row.pair, &format));
    let description = described.collect::<Vec<_>>().join(" ");
    let grey = if zone > 0.0 {
        let zone = format.size(zone);
        format!("; hollow, in the grey band = differences below {zone}, which do not matter")
    } else {
        String::new()
    };
    let unit = format.in_unit();
    let figure = Figure {
        name: "difference".into(),
        title: finding::sentence(summary, summary.primary)?,
        subtitle: format!(
            "Difference in {}{unit}, with the same random events. Small dots = {DOTS} equally likely \
             runs{grey}. Black dot = {}; black bars = middle 50 % and 90 % of runs",
            measure.label,
            finding::estimated_difference(measure)
        ),
        description,
    };
    let height = rows.len() as f64 * ROW + FOOT;
    Some(figure.draw(summary, height, |canvas, space| {
        let plot = plot(space, &rows);
        draw_ground(canvas, &plot, zone, &format);
        for (index, row) in rows.iter().enumerate() {
            let top = plot.top + index as f64 * ROW;
            draw_row(canvas, &plot, top, summary, row);
            draw_names(canvas, &plot, top, summary, row.pair);
            draw_numbers(canvas, &plot, top, summary, (row.pair, &format));
        }
    }))
}

fn rows(summary: &Summary) -> Vec<Row<'_>> {
    let all: Vec<&PairSummary> = finding::pairs(summary, summary.primary)
        .filter(|pair| pair.comparison.difference.mean.is_finite())
        .collect();
    let few = all.len() <= MOST_PAIRS;
    let of = |pair: &&PairSummary| few || pair.a == 0;
    let row = |pair| Row { pair, dots: quantile_dots(&differences(summary, pair), DOTS) };
    all.into_iter().filter(of).map(row).collect()
}

fn differences(summary: &Summary, pair: &PairSummary) -> Vec<f64> {
    let runs = |policy: usize| &summary.policies[policy].primary_by_run;
    runs(pair.a).iter().zip(runs(pair.b)).map(|(a, b)| b - a).collect()
}

fn described(summary: &Summary, pair: &PairSummary, format: &Format) -> String {
    let difference = &pair.comparison.difference;
    let format = format.for_difference(difference.mean, difference.half_width());
    format!(
        "{} minus {}: {} {}, middle 50 % of runs {} to {}.",
        finding::label(summary, pair.b),
        finding::label(summary, pair.a),
        finding::estimated_difference(&summary.measures[summary.primary]),
        format.difference(difference.mean),
        format.signed(difference.p25),
        format.signed(difference.p75),
    )
}

/// The zero line has room for words on both sides.
fn plot(space: Space, rows: &[Row]) -> Plot {
    let ends = rows.iter().flat_map(|row| {
        let difference = &row.pair.comparison.difference;
        let zone = row.pair.zone;
        let bars = [difference.p05, difference.mean, difference.p95, 1.3 * zone, -1.3 * zone];
        row.dots.iter().copied().chain(bars).collect::<Vec<_>>()
    });
    let (low, high) =
        ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    let least = 0.28 * (high - low);
    let x = Axis::tight([low.min(-least), high.max(least)], 7);
    let y = Axis { from: 0.0, to: 1.0, ticks: Vec::new() };
    let (left, right) = (space.left + NAMES, space.right - NUMBERS);
    Plot { left, right, top: space.top, bottom: space.bottom - FOOT, x, y }
}

fn draw_ground(canvas: &Canvas, plot: &Plot, zone: f64, format: &Format) {
    let (low, high) = (plot.across(-zone), plot.across(zone));
    canvas.rectangle((low, plot.top), (high, plot.bottom), theme::ZONE, 1.0);
    let zero = plot.across(0.0);
    canvas.line(&[(zero, plot.top), (zero, plot.bottom)], theme::MUTED, 1.2);
    let steps = format.for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.signed(tick));
}

/// Colour of a difference: that of the policy it favours.
fn color(summary: &Summary, pair: &PairSummary, difference: f64) -> RGBColor {
    let lower = summary.measures[pair.measure].better == Some(Direction::Lower);
    if (difference > 0.0) == lower { theme::policy(pair.a) } else { theme::policy(pair.b) }
}

fn draw_row(canvas: &Canvas, plot: &Plot, top: f64, summary: &Summary, row: &Row) {
    let base = top + ROW - 36.0;
    let width = plot.right - plot.left;
    let stack = stacked(&row.dots, &plot.x, width, base - top - 26.0, 14.0);
    for &(x, level, value) in &stack.dots {
        let at = (plot.left + x, base - (level as f64 + 0.5) * stack.step);
        let (radius, color) = (0.42 * stack.step, color(summary, row.pair, value));
        if value.abs() <= row.pair.zone {
            canvas.ring(at, radius, color);
        } else {
            canvas.dot(at, radius, color);
        }
    }
    let difference = &row.pair.comparison.difference;
    let (y, ink) = (base + 13.0, theme::INK);
    let x = |value| plot.across(value);
    canvas.rectangle((x(difference.p05), y - 0.7), (x(difference.p95), y + 0.7), ink, 1.0);
    canvas.rectangle((x(difference.p25), y - 2.5), (x(difference.p75), y + 2.5), ink, 1.0);
    canvas.mean((x(difference.mean), y), theme::INK);
}

fn draw_names(canvas: &Canvas, plot: &Plot, top: f64, summary: &Summary, pair: &PairSummary) {
    let style = Style::LABEL.bold();
    let middle = top + ROW - 78.0;
    let names = [pair.b, pair.a].map(|policy| name_lines(summary, policy, NAMES - 16.0));
    let below = 18.0 + NAME_LINE * (names[1].len() as f64 - 1.0) / 2.0;
    let above = 18.0 + NAME_LINE * (names[0].len() as f64 - 1.0) / 2.0;
    let minus = middle + 18.0;
    draw_name(canvas, pair.b, &names[0], (theme::MARGIN, minus - above));
    canvas.text("minus", (theme::MARGIN, minus), Style::TICK);
    draw_name(canvas, pair.a, &names[1], (theme::MARGIN, minus + below));
    let name = |policy: usize| finding::label(summary, policy);
    let (zero, y) = (plot.across(0.0), top + 8.0);
    let lower = summary.measures[pair.measure].better == Some(Direction::Lower);
    let (left, right) = if lower { (pair.b, pair.a) } else { (pair.a, pair.b) };
    let room = [zero - plot.left - 8.0, plot.right - zero - 8.0];
    let fitted =
        |policy: usize, room: f64| style.fitted(&name(policy), room - style.width("← better "));
    let words = format!("← {} better", fitted(left, room[0]));
    canvas.text(&words, (zero - 8.0, y), style.color(theme::policy(left)).right());
    let words = format!("{} better →", fitted(right, room[1]));
    canvas.text(&words, (zero + 8.0, y), style.color(theme::policy(right)));
}

fn draw_numbers(
    canvas: &Canvas,
    plot: &Plot,
    top: f64,
    summary: &Summary,
    (pair, format): (&PairSummary, &Format),
) {
    let difference = &pair.comparison.difference;
    let format = format.for_difference(difference.mean, difference.half_width());
    let standing = finding::standing(pair);
    let (policy, color, verdict) = match standing {
        Standing::Ahead { winner, .. } => (winner, theme::policy(winner), ""),
        Standing::Tie => (pair.b, theme::MUTED, "too close to matter"),
        Standing::Undecided => (pair.b, theme::MUTED, "can’t tell yet"),
        Standing::Withheld => (pair.b, theme::MUTED, "no verdict"),
    };
    let (x, y) = (plot.right + 18.0, top + ROW - 78.0);
    let mean =
        format!("{} {}", format.difference(difference.mean), format.error(difference.half_width()));
    canvas.text(mean.trim_end(), (x, y), Style::LABEL.bold().color(color));
    if standing == Standing::Withheld {
        canvas.text(verdict, (x, y + 18.0), Style::TICK.bold());
        return;
    }
    let comparison = finding::seen_from(pair, policy);
    let share = of_runs(comparison.share_better, comparison.difference.count, "runs");
    let name = finding::label(summary, policy);
    let room = theme::WIDTH - theme::MARGIN - x;
    let name = Style::TICK.fitted(&name, room - Style::TICK.width(" better in"));
    canvas.text(&format!("{name} better in"), (x, y + 18.0), Style::TICK);
    canvas.text(&share, (x, y + 34.0), Style::TICK);
    canvas.text(verdict, (x, y + 52.0), Style::TICK.bold());
}
