//! The gate as a test of fit: how well good fits are told from others, and where it says yes.

use crate::experiment::{BuyerSummary, Summary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::percent;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

const SIDE: f64 = 380.0;
const FOOT: f64 = 46.0;
const GUTTER: f64 = 52.0;
const LINE: f64 = 19.0;

/// One curve for each policy with a gate.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<(usize, &BuyerSummary)> =
        super::with_buyers(summary).filter(|(_, buyers)| !buyers.gate.is_empty()).collect();
    shown.first()?;
    let area = |(policy, buyers): &(usize, &BuyerSummary)| {
        let area = buyers.gate_area;
        (area, format!("{} under {}", percent(area), finding::label(summary, *policy)))
    };
    let areas: Vec<(f64, String)> = shown.iter().map(area).collect();
    let figure = Figure {
        name: "gate".to_owned(),
        title: format!(
            "Chance that qualification ranks a good fit above another lead (AUC): {}",
            finding::each(&areas, percent)
        ),
        subtitle:
            "Curves: what a threshold at each level of believed fit would let through; above the \
                   dashed line is better than chance. Ringed dots: what the policy let through"
                .into(),
        description: described(summary, &shown),
    };
    Some(figure.draw(summary, SIDE + FOOT, |canvas, space| {
        let plot = plot(space);
        draw_axes(canvas, &plot);
        let curves: Vec<Vec<Point>> =
            shown.iter().map(|(_, buyers)| curve(&plot, buyers)).collect();
        for (at, ((policy, _), curve)) in shown.iter().zip(&curves).enumerate() {
            let hidden = curves[at + 1..].iter().filter(|later| nearly_one(curve, later)).count();
            canvas.line(curve, theme::policy(*policy), 2.5 + 2.5 * hidden as f64);
        }
        let point = |(_, buyers): &(usize, &BuyerSummary)| {
            buyers.gate_point.map(|(others, good)| vec![plot.point(others, good)])
        };
        let points: Vec<Option<Vec<Point>>> = shown.iter().map(point).collect();
        for (at, (policy, _)) in shown.iter().enumerate() {
            let Some(point) = &points[at] else { continue };
            let later = points[at + 1..].iter().flatten();
            let hidden = later.filter(|later| nearly_one(point, later)).count();
            let radius = 5.0 + 3.0 * hidden as f64;
            canvas.dot(point[0], radius + 1.5, theme::PAPER);
            canvas.dot(point[0], radius, theme::policy(*policy));
        }
        draw_labels(canvas, &plot, summary, &shown);
    }))
}

/// Whether two lines of as many points can hardly be told apart: then the first is drawn wider.
fn nearly_one(one: &[Point], other: &[Point]) -> bool {
    let square = |x: f64| x * x;
    let far = |(a, b): (&Point, &Point)| square(a.0 - b.0) + square(a.1 - b.1) > 25.0;
    one.len() == other.len() && !one.iter().zip(other).any(far)
}

fn plot(space: Space) -> Plot {
    let axis = Axis { from: 0.0, to: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] };
    Plot {
        left: space.left + GUTTER,
        right: space.right - 8.0,
        top: space.top + 22.0,
        bottom: space.bottom - FOOT,
        x: axis.clone(),
        y: axis,
    }
}

fn draw_axes(canvas: &Canvas, plot: &Plot) {
    for &tick in &plot.y.ticks {
        let y = plot.up(tick);
        canvas.line(&[(plot.left, y), (plot.right, y)], theme::GRID, 1.0);
        canvas.text(&percent(tick), (plot.left - 8.0, y), Style::TICK.right());
    }
    plot.draw_x(canvas, percent);
    canvas.dashed(&[plot.point(0.0, 0.0), plot.point(1.0, 1.0)], theme::AXIS, 1.2);
    let name = "Good fits let through";
    canvas.text(name, (theme::MARGIN, plot.top - 18.0), Style::LABEL.bold());
    let name = "Other leads let through";
    canvas.text(name, (plot.right, plot.bottom + 36.0), Style::LABEL.bold().right());
}

fn curve(plot: &Plot, buyers: &BuyerSummary) -> Vec<Point> {
    buyers.gate.iter().map(|(others, good)| plot.point(*others, *good)).collect()
}

fn described(summary: &Summary, shown: &[(usize, &BuyerSummary)]) -> String {
    let one = |(policy, buyers): &(usize, &BuyerSummary)| {
        let label = finding::label(summary, *policy);
        let through = buyers.gate_point.map_or(String::new(), |point| {
            format!(", lets {} through", of_each(point).join(" and "))
        });
        format!("{label}: area under the curve {}{through}.", area(buyers))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn area(buyers: &BuyerSummary) -> String {
    percent(buyers.gate_area)
}

fn of_each((others, good): (f64, f64)) -> [String; 2] {
    [format!("{} of good fits", percent(good)), format!("{} of others", percent(others))]
}

/// The policies with their areas and what they let through, where no good gate's curve runs: in the
/// corner below the line of chance.
fn draw_labels(canvas: &Canvas, plot: &Plot, summary: &Summary, shown: &[(usize, &BuyerSummary)]) {
    const LEFT: f64 = 0.47;
    const NAME: f64 = 150.0;
    let left = plot.across(LEFT);
    let top = plot.bottom - 14.0 - LINE * (shown.len() as f64 - 1.0);
    let corner = (left - 6.0, top - 1.5 * LINE);
    canvas.rectangle(corner, (plot.right, plot.bottom - 3.0), theme::PAPER, 1.0);
    for (line, (policy, buyers)) in shown.iter().enumerate() {
        let y = top + LINE * line as f64;
        let bold = Style::LABEL.bold().color(theme::policy(*policy));
        canvas.text(&bold.fitted(&finding::label(summary, *policy), NAME - 8.0), (left, y), bold);
        let through = buyers.gate_point.map(of_each);
        let through =
            through.map_or(String::new(), |[good, others]| format!(" · {good}, {others}"));
        let words = format!("{}{through}", area(buyers));
        canvas.text(&words, (left + NAME, y), Style::LABEL.color(theme::policy(*policy)));
    }
    let y = top - LINE;
    canvas.text("area · let through", (left + NAME, y), Style::NOTE);
}
