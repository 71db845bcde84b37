//! The payout curve of a plan as a picture, beside the curve as it was saved.

use super::drawing::{Anchor, Drawing, Picture};
use super::words::Words;
use crate::report::format::Format;
use crate::report::payout::words;
use crate::report::plot::Axis;
use crate::sales::Unit;
use crate::sales::pay::Payout;

const LEFT: f64 = 56.0;
const HEAD: f64 = 26.0;
const TALL: f64 = 190.0;
const FOOT: f64 = 38.0;

/// The picture.
pub(super) fn picture(words: &Words, of: (&Payout, Option<&Payout>), currency: &str) -> String {
    let (now, saved) = of;
    let name =
        format!("curve-{}", words::name(now).replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let ends = now.points.iter().map(|point| {
        let at = point.attainment.map_or(words::money(point.credit), words::percent);
        format!("{} at {at}", words::money(point.pay))
    });
    let changed = if saved.is_some() { "Dashed: as saved." } else { "" };
    let picture = Picture {
        name: &name,
        title: &format!("Pay of a {} for what is reached: {}", now.period.name(), words::name(now)),
        description: &format!(
            "{}. {}",
            words::head(now, currency),
            ends.collect::<Vec<_>>().join(", ")
        ),
        caption: changed,
    };
    picture.html(words, |drawing| draw(drawing, of, currency))
}

/// Fixed and variable pay at each corner.
fn line(payout: &Payout) -> Vec<(f64, f64)> {
    let scale = scale(payout);
    payout.corners.iter().map(|(credit, pay)| (credit * scale, payout.salary + pay)).collect()
}

/// What a unit of credit is on the axis: a share of the quota, or credit itself.
fn scale(payout: &Payout) -> f64 {
    if payout.quota > 0.0 { 100.0 / payout.quota } else { 1.0 }
}

fn draw(
    drawing: &mut Drawing<'_>,
    (now, saved): (&Payout, Option<&Payout>),
    currency: &str,
) -> f64 {
    let now_line = line(now);
    let saved_line = saved.map(line).unwrap_or_default();
    let all = || now_line.iter().chain(&saved_line);
    let x = Axis::tight(all().map(|corner| corner.0), 6);
    let y = Axis::covering(all().map(|corner| corner.1).chain([0.0]), 4);
    let (right, bottom) = (drawing.width - 10.0, HEAD + TALL);
    let across = |value: f64| LEFT + (value - x.from) / (x.to - x.from) * (right - LEFT);
    let up = |value: f64| bottom - (value - y.from) / (y.to - y.from) * TALL;
    let format = Format::of_unit(Unit::Money, currency, [y.to]);
    for &tick in &y.ticks {
        let class = if tick == 0.0 { "ax" } else { "g" };
        drawing.line(class, (LEFT, up(tick)), (right, up(tick)));
        drawing.text(
            "m",
            (LEFT - 6.0, up(tick)),
            Anchor::End,
            &format.for_steps(y.step()).number(tick),
        );
    }
    let unit = format!("Pay in a {}, {}", now.period.name(), format.unit());
    drawing.text("m", (0.0, 8.0), Anchor::Start, &unit);
    let is_share = now.quota > 0.0;
    for &tick in x.ticks.iter().filter(|tick| (x.from..=x.to).contains(*tick)) {
        let text = if is_share { format!("{tick:.0}\u{A0}%") } else { words::money(tick) };
        drawing.text("m", (across(tick).min(right - 14.0), bottom + 14.0), Anchor::Middle, &text);
    }
    let what = if is_share { "of the quota" } else { words::credit(now.base) };
    drawing.text("m", (right, bottom + 30.0), Anchor::End, what);
    if is_share {
        drawing.path("ax dash", &[(across(100.0), HEAD), (across(100.0), bottom)], false);
    }
    let points = |line: &[(f64, f64)]| -> Vec<(f64, f64)> {
        line.iter().map(|(x, y)| (across(*x), up(*y))).collect()
    };
    if !saved_line.is_empty() {
        drawing.path("s2 dash", &points(&saved_line), false);
    }
    drawing.path("ink2 median", &points(&now_line), false);
    bottom + FOOT
}
