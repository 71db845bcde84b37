//! The payout curves: a panel for each plan, pay over attainment or credit.

use super::{Payouts, words};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::charts::Panels;
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::listed;
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;
use crate::sales::pay::Payout;

const HEIGHT: f64 = 278.0;
const HEAD: f64 = 78.0;
const FOOT: f64 = 40.0;
/// As many panels as can be looked at.
const MOST: usize = 24;
/// Plans whose pay at quota is told in the title.
const TOLD: usize = 3;

pub(super) fn chart(payouts: Payouts) -> Option<Chart> {
    let lines = || payouts.all.iter().filter(|payout| payout.points.len() > 1);
    let shown: Vec<&Payout> = lines().take(MOST).collect();
    shown.first()?;
    let more = lines().count() - shown.len();
    let more = if more > 0 { format!("; {more} more in payout.csv") } else { String::new() };
    let figure = Figure {
        name: "payout".to_owned(),
        title: title(payouts),
        subtitle: format!(
            "Variable pay of one period, in the same scale everywhere, by attainment of the quota or, \
             without one, by credit. Dashed: the quota{more}"
        ),
        description: described(payouts),
    };
    let source = format!("plans of {} · posse {}", payouts.name, env!("CARGO_PKG_VERSION"));
    let panels = Panels::new(shown.len(), HEIGHT);
    let pays = shown.iter().flat_map(|payout| payout.corners.iter().map(|corner| corner.1));
    let most = pays.clone().fold(0.0, f64::max);
    let y = Axis::covering(pays.chain([0.0, if most > 0.0 { most } else { 1.0 }]), 4);
    let format = Format::of_unit(Unit::Money, payouts.currency, [y.from, y.to]);
    Some(figure.draw_from(&source, panels.total_height(), |canvas, space| {
        for (index, payout) in shown.iter().enumerate() {
            let scale = (&y, &format, payouts.currency);
            draw(canvas, panels.space(space, index), (payout, index), scale);
        }
    }))
}

/// What plans pay at quota: each, if there are few.
fn title(payouts: Payouts) -> String {
    let own = payouts.all.iter().filter(|payout| !payout.is_pool);
    let paid: Vec<(&Payout, f64)> =
        own.filter_map(|payout| Some((payout, payout.at_quota?))).collect();
    let money = |pay: f64| Format::of_unit(Unit::Money, payouts.currency, [pay]).value(pay);
    if paid.is_empty() {
        return format!("What the plans of {} pay for results", payouts.name);
    }
    if paid.len() > TOLD {
        let pays = || paid.iter().map(|(_, pay)| *pay);
        let (low, high) = (pays().fold(f64::INFINITY, f64::min), pays().fold(0.0, f64::max));
        let range = format!("{} to {} a period", money(low), money(high));
        return format!("Variable pay at quota: {range} across {} plans", paid.len());
    }
    let each = paid.iter().map(|(payout, pay)| {
        let (name, period) = (words::name(payout), payout.period.name());
        format!("{} a {period} under {name}", money(*pay))
    });
    format!("Variable pay at quota: {}", listed(&each.collect::<Vec<_>>()))
}

fn described(payouts: Payouts) -> String {
    let one = |payout: &Payout| {
        let ends = [payout.points.first(), payout.points.last()];
        let ends = ends.into_iter().flatten().map(|point| {
            let at = point.attainment.map_or(words::money(point.credit), words::percent);
            format!("{} at {at}", words::money(point.pay))
        });
        let ends = ends.collect::<Vec<_>>().join(", ");
        format!("{}: {ends}.", words::head(payout, payouts.currency))
    };
    payouts.all.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn draw(
    canvas: &Canvas,
    space: Space,
    (payout, index): (&Payout, usize),
    (y, format, currency): (&Axis, &Format, &str),
) {
    let color = theme::policy(index);
    let room = space.right - space.left;
    let style = Style::LABEL.bold().color(color);
    let names = style.wrapped(&words::name(payout), room, 2);
    for (place, name) in names.iter().enumerate() {
        canvas.text(name, (space.left, space.top + 6.0 + 16.0 * place as f64), style);
    }
    let below = space.top + 7.0 + 16.0 * names.len() as f64;
    let (what, scale) = (about(payout), scale(payout));
    let line = format!("{what}{}", fixed(payout, currency));
    canvas.text(&Style::TICK.fitted(&line, room), (space.left, below), Style::TICK);

    let line: Vec<(f64, f64)> =
        payout.corners.iter().map(|(credit, pay)| (credit * scale, *pay)).collect();
    let x = across(payout, &line);
    let plot = Plot {
        left: space.left + Plot::gutter(y, format),
        right: space.right - 14.0,
        top: space.top + HEAD,
        bottom: space.bottom - FOOT,
        x,
        y: y.clone(),
    };
    plot.draw_y(canvas, format, true);
    let unit = format.unit();
    canvas.text(unit, (plot.left - 8.0, plot.top - 15.0), Style::NOTE.right());
    draw_x(canvas, &plot, payout);
    if payout.quota > 0.0 && (plot.x.from..=plot.x.to).contains(&(payout.quota * scale)) {
        let at = plot.across(payout.quota * scale);
        canvas.dashed(&[(at, plot.top), (at, plot.bottom)], theme::AXIS, 1.2);
    }
    let points: Vec<Point> = line.iter().map(|(x, pay)| plot.point(*x, *pay)).collect();
    canvas.line(&points, color, 2.5);
}

/// What a unit of credit is on the axis: a share of the quota, or credit itself.
fn scale(payout: &Payout) -> f64 {
    if payout.quota > 0.0 { 1.0 / payout.quota } else { 1.0 }
}

fn about(payout: &Payout) -> String {
    format!("{}, by {}", words::credit(payout.base), payout.period.name())
}

fn fixed(payout: &Payout, currency: &str) -> String {
    if payout.salary <= 0.0 {
        return String::new();
    }
    let format = Format::of_unit(Unit::Money, currency, [payout.salary]);
    format!(", on {} fixed", format.value(payout.salary))
}

/// The axis of attainment or credit, over the whole line and no more.
fn across(payout: &Payout, line: &[(f64, f64)]) -> Axis {
    let ends = [line.first(), line.last()].map(|corner| corner.map_or(0.0, |corner| corner.0));
    let factor = if payout.quota > 0.0 { 100.0 } else { 1.0 };
    let mut axis = Axis::covering(ends.map(|end| end * factor), 4);
    axis.ticks = axis.ticks.iter().map(|tick| tick / factor).collect();
    (axis.from, axis.to) = (ends[0], ends[1]);
    axis.ticks.retain(|tick| (axis.from..=axis.to * (1.0 + 1e-9)).contains(tick));
    axis
}

fn draw_x(canvas: &Canvas, plot: &Plot, payout: &Payout) {
    let highest = plot.x.ticks.iter().copied().fold(0.0, f64::max);
    let thousands = payout.quota <= 0.0 && highest >= 1e4;
    let label = |tick: f64| match payout.quota {
        quota if quota > 0.0 => words::percent(tick),
        _ if thousands => format!("{}k", words::money(tick / 1e3)),
        _ => words::money(tick),
    };
    plot.draw_x(canvas, label);
    let name = if payout.quota > 0.0 { "attainment" } else { words::credit(payout.base) };
    canvas.text(name, (plot.right, plot.bottom + 31.0), Style::NOTE.right());
}
