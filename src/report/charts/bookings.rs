//! When in a pay period deals are booked, and what is given away for it: one panel for each policy.

use super::endings;
use super::panels::{HEAD, Panels, draw_head};
use crate::experiment::{BookingPart, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;
use crate::sales::pay::Period;

const HEIGHT: f64 = 310.0;
const DISCOUNTS: f64 = 62.0;
const BETWEEN: f64 = 34.0;
const FOOT: f64 = 46.0;
/// Parts at the end of a period that are told of.
const LAST: usize = 2;

/// A panel for each policy that booked anything.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let books = |part: &BookingPart| part.bookings > 0.0;
    let shown: Vec<(usize, &[BookingPart])> = super::with_pay(summary)
        .map(|(policy, pay)| (policy, pay.calendar.as_slice()))
        .filter(|(_, parts)| parts.iter().any(books))
        .collect();
    shown.first()?;
    let parts = || shown.iter().flat_map(|(_, parts)| parts.iter());
    let share = Axis::covering(parts().map(|part| part.bookings).chain([0.0]), 4);
    let most = parts().map(|part| part.discount).fold(0.01, f64::max);
    let discount = Axis::covering([0.0, most], 2);
    let formats = [share.to, discount.to].map(|most| Format::of_unit(Unit::Share, "", [most]));
    let figure = Figure {
        name: "bookings".to_owned(),
        title: headline(summary, &shown),
        subtitle:
            "Above: share of bookings in each thirteenth of the closer’s pay period; dashed = \
                   evenly spread. Below: discounts as a share of list prices"
                .into(),
        description: described(summary, &shown),
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    panels.gutter = Plot::gutter(&share, &formats[0]).max(Plot::gutter(&discount, &formats[1]));
    Some(figure.draw(summary, panels.total_height(), |canvas, all| {
        for (index, (policy, parts)) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            draw_head(canvas, space, summary, *policy, &words(summary, (*policy, parts)));
            let [top, bottom] = plots(space, [&share, &discount], parts.len());
            top.draw_y(canvas, &formats[0], panels.is_first(index));
            bottom.draw_y(canvas, &formats[1], panels.is_first(index));
            draw_bars(canvas, &top, parts.iter().map(|part| part.bookings), *policy);
            draw_bars(canvas, &bottom, parts.iter().map(|part| part.discount), *policy);
            let even = top.up(1.0 / parts.len() as f64);
            canvas.dashed(&[(top.left, even), (top.right, even)], theme::INK, 1.2);
            canvas.text("mean discount", (bottom.left, bottom.top - 11.0), Style::NOTE);
            bottom.draw_x(canvas, |tick| format!("{}", tick + 0.5));
            let foot = (bottom.right, bottom.bottom + 31.0);
            canvas.text(&part_of(summary, *policy), foot, Style::NOTE.right());
        }
    }))
}

/// How long the pay periods of a policy last, if all are alike.
fn period(summary: &Summary, policy: usize) -> Option<Period> {
    summary.policies[policy].pay.as_ref()?.period
}

/// What a bar stands for.
fn part_of(summary: &Summary, policy: usize) -> String {
    match period(summary, policy) {
        Some(Period::Quarter) => "week of the quarter".into(),
        Some(period) => format!("thirteenth of the {}", period.name()),
        None => "thirteenth of the pay period".into(),
    }
}

/// The share of a policy's bookings in the last parts of a period.
fn late(summary: &Summary, policy: usize) -> f64 {
    let measure = finding::measure(summary, "late_bookings");
    let late = measure.and_then(|measure| finding::estimate(summary, policy, measure));
    late.map_or(f64::NAN, |late| late.mean)
}

fn headline(summary: &Summary, shown: &[(usize, &[BookingPart])]) -> String {
    let one = |(policy, _): &(usize, &[BookingPart])| {
        let share = late(summary, *policy);
        (share, format!("{} under {}", percent(share), finding::label(summary, *policy)))
    };
    let found: Vec<(f64, String)> = shown.iter().map(one).collect();
    let even = percent(LAST as f64 / shown[0].1.len() as f64);
    let quarters =
        shown.iter().all(|(policy, _)| period(summary, *policy) == Some(Period::Quarter));
    format!(
        "Bookings in the last {LAST} of {} {} ({even} if even): {}",
        shown[0].1.len(),
        if quarters { "weeks of a quarter" } else { "parts of a pay period" },
        finding::each(&found, percent)
    )
}

fn words(summary: &Summary, (policy, parts): (usize, &[BookingPart])) -> String {
    let most = parts.iter().map(|part| part.discount).fold(0.0, f64::max);
    let late = percent(late(summary, policy));
    if most > 0.0 {
        format!("{late} in the last {LAST}; discounts up to {}", endings::share(most))
    } else {
        format!("{late} in the last {LAST}; no discounts")
    }
}

fn described(summary: &Summary, shown: &[(usize, &[BookingPart])]) -> String {
    let one = |(policy, parts): &(usize, &[BookingPart])| {
        let list = |value: fn(&BookingPart) -> f64| {
            parts.iter().map(|part| endings::share(value(part))).collect::<Vec<_>>().join(", ")
        };
        format!(
            "{}: bookings by part {}; discounts {}.",
            finding::label(summary, *policy),
            list(|part| part.bookings),
            list(|part| part.discount)
        )
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The plot of bookings and the one of discounts.
fn plots(space: Space, y: [&Axis; 2], parts: usize) -> [Plot; 2] {
    let ticks = (0..parts).step_by(3).map(|part| part as f64 + 0.5).collect();
    let x = Axis { from: 0.0, to: parts as f64, ticks };
    let plot = |top: f64, bottom: f64, y: &Axis| Plot {
        left: space.left,
        right: space.right - 8.0,
        top,
        bottom,
        x: x.clone(),
        y: y.clone(),
    };
    let bottom = space.bottom - FOOT;
    let middle = bottom - DISCOUNTS;
    [plot(space.top + HEAD + 4.0, middle - BETWEEN, y[0]), plot(middle, bottom, y[1])]
}

fn draw_bars(canvas: &Canvas, plot: &Plot, values: impl Iterator<Item = f64>, policy: usize) {
    let count = plot.x.to;
    for (part, value) in values.enumerate() {
        let at = part as f64;
        let late = at + LAST as f64 >= count;
        let corners =
            ((plot.across(at) + 0.8, plot.up(value)), (plot.across(at + 1.0) - 0.8, plot.bottom));
        if value > 0.0 {
            canvas.rectangle(
                corners.0,
                corners.1,
                theme::policy(policy),
                if late { 1.0 } else { 0.45 },
            );
        }
    }
}
