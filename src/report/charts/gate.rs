//! The gate as a test of fit: how well good fits are told from others, and where it says yes.

use super::labels::{Area, place};
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
        name: "gate",
        title: format!(
            "Chance that qualification believes more of a good fit than of another lead: {}",
            finding::each(&areas, percent)
        ),
        subtitle: "Curves: what a gate at each level of believed fit would let through; above the \
                   dashed line is better than chance. Ringed dots: what the policy let through"
            .into(),
        description: described(summary, &shown),
    };
    Some(figure.draw(summary, SIDE + FOOT, |canvas, space| {
        let plot = plot(space);
        draw_axes(canvas, &plot);
        let curves: Vec<Vec<Point>> = shown.iter().map(|(_, buyers)| curve(&plot, buyers)).collect();
        for ((policy, _), curve) in shown.iter().zip(&curves) {
            canvas.line(curve, theme::policy(*policy), 2.5);
        }
        let mut taken: Vec<Area> = curves.iter().flatten().map(|at| around(*at, 5.0)).collect();
        let points = shown.iter().filter_map(|(_, buyers)| buyers.gate_point);
        taken.extend(points.map(|(x, y)| around(plot.point(x, y), 8.0)));
        for (policy, buyers) in &shown {
            draw_label(canvas, &plot, (summary, *policy, buyers), &mut taken);
        }
        for (policy, (x, y)) in shown.iter().filter_map(|(p, b)| Some((p, b.gate_point?))) {
            canvas.mean(plot.point(x, y), theme::policy(*policy));
        }
    }))
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

fn around((x, y): Point, reach: f64) -> Area {
    Area(x - reach, y - reach, x + reach, y + reach)
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

/// The label of a policy's curve: beside the point where its gate works, or else the middle.
fn draw_label(
    canvas: &Canvas,
    plot: &Plot,
    (summary, policy, buyers): (&Summary, usize, &BuyerSummary),
    taken: &mut Vec<Area>,
) {
    let color = theme::policy(policy);
    let middle = buyers.gate[buyers.gate.len() / 2];
    let (others, good) = buyers.gate_point.unwrap_or(middle);
    let at = plot.point(others, good);
    let name = format!("{}, area {}", finding::label(summary, policy), area(buyers));
    let bold = Style::LABEL.bold().color(color);
    let lines = buyers.gate_point.map(of_each).map(|[good, others]| format!("{good}, {others}"));
    let plain = Style::LABEL.color(color);
    let name = bold.fitted(&name, 300.0);
    let words = lines.unwrap_or_default();
    let width = bold.width(&name).max(plain.width(&words));
    let bounds = Area(plot.left + 6.0, plot.top - 4.0, plot.right, plot.bottom - 4.0);
    let (x, y) = place(at, (width, 32.0), bounds, taken);
    draw_leader(canvas, at, Area(x, y, x + width, y + 32.0), policy);
    canvas.rectangle((x - 3.0, y), (x + width + 3.0, y + 32.0), theme::PAPER, 0.8);
    canvas.text(&name, (x, y + 8.0), bold);
    canvas.text(&words, (x, y + 24.0), plain);
    taken.push(Area(x, y, x + width, y + 32.0));
}

/// A thin line from a label to its mark, where it stands away from it.
fn draw_leader(canvas: &Canvas, mark: Point, label: Area, policy: usize) {
    const NEAR: f64 = 26.0;
    let end = (mark.0.clamp(label.0, label.2), mark.1.clamp(label.1, label.3));
    let (across, down) = (end.0 - mark.0, end.1 - mark.1);
    if across.hypot(down) > NEAR {
        canvas.line(&[mark, end], theme::policy(policy), 0.8);
    }
}
