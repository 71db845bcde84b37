//! Luck or assumption: how much of the spread of the difference each uncertain input explains.

use crate::experiment::{Doubt, Explained, Summary, UncertaintySummary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::{self, capitalised};
use crate::report::format::percent;
use crate::report::plot::{Axis, Plot};
use crate::report::{theme, uncertainty};

const ROW: f64 = 30.0;
const FOOT: f64 = 36.0;
/// Room at the right for the numbers.
const NUMBERS: f64 = 64.0;
/// Inputs shown at most.
const MOST: usize = 14;

/// The shares of the pair of the first two policies; left out without uncertain inputs, and with
/// too few runs.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let of = summary.uncertainty.as_ref()?;
    let doubt = of.doubts.first()?;
    let rows = rows(of, doubt);
    let measure = &summary.measures[summary.primary];
    let left_out = match of.inputs.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" {more} more inputs explain less than those shown."),
    };
    let [a, b] = [doubt.a, doubt.b].map(|policy| finding::label(summary, policy));
    let figure = Figure {
        name: "luck_or_assumption".into(),
        title: title(summary, doubt),
        subtitle: format!(
            "Share of the variance over runs of the difference in {} between {b} and {a} that a parabola \
             in each uncertain input explains; lines = error (95 %).{left_out}",
            measure.label
        ),
        description: capitalised(&uncertainty::doubt(summary, of, doubt)),
    };
    let height = rows.len() as f64 * ROW + FOOT;
    Some(figure.draw(summary, height, |canvas, space| draw(canvas, space, &rows)))
}

fn title(summary: &Summary, doubt: &Doubt) -> String {
    let [a, b] = [doubt.a, doubt.b].map(|policy| finding::label(summary, policy));
    let shares = [(&a, doubt.worlds.a), (&b, doubt.worlds.b)];
    let [(_, one), (_, other)] = shares;
    let (winner, share) = if one >= other { shares[0] } else { shares[1] };
    let assumed = percent(doubt.assumptions.share);
    format!(
        "{} wins in {} of the worlds within the ranges; {assumed} of the variance stems from assumptions",
        capitalised(winner),
        percent(share)
    )
}

struct Row<'a> {
    name: &'a str,
    share: Explained,
    is_sum: bool,
}

fn rows<'a>(of: &'a UncertaintySummary, doubt: &Doubt) -> Vec<Row<'a>> {
    let mut order: Vec<usize> = (0..of.inputs.len()).collect();
    order.sort_by(|i, j| doubt.by_input[*j].share.total_cmp(&doubt.by_input[*i].share));
    let inputs = order.into_iter().take(MOST).map(|input| Row {
        name: &of.inputs[input].key,
        share: doubt.by_input[input],
        is_sum: false,
    });
    let all = doubt.assumptions;
    let luck = Explained { share: 1.0 - all.share, ..all };
    let sums = [("all assumptions", all), ("random events", luck)];
    let sums = sums.map(|(name, share)| Row { name, share, is_sum: true });
    sums.into_iter().chain(inputs).collect()
}

fn draw(canvas: &Canvas, space: Space, rows: &[Row<'_>]) {
    let style = |row: &Row<'_>| if row.is_sum { Style::LABEL.bold() } else { Style::LABEL };
    let gutter = rows.iter().map(|row| style(row).width(row.name)).fold(0.0, f64::max) + 14.0;
    let bottom = space.top + rows.len() as f64 * ROW;
    let (left, right) = (space.left + gutter, space.right - NUMBERS);
    let (x, y) = (Axis::covering([0.0, 1.0], 6), Axis::covering([0.0, 1.0], 2));
    let plot = Plot { left, right, top: space.top, bottom, x, y };
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], theme::GRID, 1.0);
        canvas.text(&percent(tick), (x, plot.bottom + 15.0), Style::TICK.centre());
    }
    for (number, row) in rows.iter().enumerate() {
        let y = plot.top + (number as f64 + 0.5) * ROW;
        let color = if row.is_sum { theme::INK } else { theme::policy(1) };
        let at = plot.across(row.share.share);
        let ends = [-1.0, 1.0].map(|side| row.share.share + side * row.share.error);
        let ends = ends.map(|end| (plot.across(end.clamp(0.0, 1.0)), y));
        canvas.rectangle((plot.across(0.0), y - 5.0), (at, y + 5.0), color, 0.30);
        canvas.line(&ends, color, 2.0);
        canvas.dot((at, y), 4.5, color);
        canvas.text(row.name, (left - 10.0, y), style(row).right());
        canvas.text(&percent(row.share.share), (space.right, y), style(row).right());
    }
}
