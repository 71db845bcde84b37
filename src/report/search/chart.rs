//! What moving each lever from the best design does: slices through the optimum.

use super::words;
use crate::experiment::search::SearchSummary;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

/// Rows drawn.
const MOST: usize = 30;
const ROW: f64 = 26.0;
const HEAD: f64 = 22.0;
const FOOT: f64 = 40.0;
const NAMES: f64 = 330.0;
/// Room at the right for numbers.
const NUMBERS: f64 = 130.0;

/// The chart; `None` where nothing was moved.
pub(super) fn chart(search: &SearchSummary) -> Option<Chart> {
    let rows = rows(search);
    if rows.is_empty() {
        return None;
    }
    let format = words::format(search);
    let unit = format.in_unit();
    let figure = Figure {
        name: "levers".into(),
        title: words::near(search),
        subtitle: format!(
            "{}{unit}: the best design with one lever moved, minus the best as it is (better is to the right). \
             Lines = 95 % interval, grey = too close to matter, hollow = beyond a limit",
            search.race.measure.label
        ),
        description: described(search, &rows, &format),
    };
    let height = HEAD + ROW * rows.len() as f64 + FOOT;
    Some(figure.draw_from(&words::provenance(search), height, |canvas, space| {
        draw(canvas, space, search, (&rows, &format));
    }))
}

/// A lever moved: what it is called, what it does, its interval, whether it is beyond a limit.
struct Row {
    name: String,
    mean: f64,
    interval: (f64, f64),
    is_beyond: bool,
}

fn rows(search: &SearchSummary) -> Vec<Row> {
    let near = search.found.neighbours.iter().zip(&search.moved);
    let row =
        |(near, to): (&crate::experiment::search::Neighbour, &crate::experiment::search::Level)| {
            let lever = &search.levers[near.lever];
            let best = lever.best.as_ref().map_or("", |best| &best.text);
            let gain = near.gain.as_ref()?;
            Some(Row {
                name: format!("{}: {best} → {}", lever.label, to.text),
                mean: gain.mean,
                interval: gain.interval,
                is_beyond: near.is_beyond,
            })
        };
    near.filter_map(row).take(MOST).collect()
}

fn described(search: &SearchSummary, rows: &[Row], format: &Format) -> String {
    let row = |row: &Row| {
        let exact = format.for_difference(row.mean, search.found.zone);
        format!("{} {}", row.name, exact.difference(row.mean))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn draw(canvas: &Canvas, space: Space, search: &SearchSummary, (rows, format): (&[Row], &Format)) {
    let zone = search.found.zone;
    let ends = rows.iter().flat_map(|row| [row.interval.0, row.interval.1, row.mean]);
    let x = Axis::covering(ends.chain([0.0, -1.2 * zone, 1.2 * zone]), 6);
    let plot = Plot {
        left: space.left + NAMES,
        right: space.right - NUMBERS,
        top: space.top + HEAD,
        bottom: space.top + HEAD + ROW * rows.len() as f64,
        x,
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    };
    let [low, high] = [-zone, zone].map(|edge| plot.across(edge));
    canvas.rectangle((low, plot.top), (high, plot.bottom), theme::ZONE, 1.0);
    let steps = format.for_steps(plot.x.step());
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        let (color, width) = if tick == 0.0 { (theme::MUTED, 1.2) } else { (theme::GRID, 1.0) };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], color, width);
        canvas.text(&steps.signed(tick), (x, plot.bottom + 15.0), Style::TICK.centre());
    }
    for (place, row) in rows.iter().enumerate() {
        let y = plot.top + ROW * (place as f64 + 0.5);
        let name = Style::LABEL.fitted(&row.name, NAMES - 18.0);
        canvas.text(&name, (theme::MARGIN, y), Style::LABEL);
        let ends = [row.interval.0, row.interval.1].map(|end| (plot.across(end), y));
        canvas.line(&ends, theme::policy(1), 1.6);
        let at = (plot.across(row.mean), y);
        if row.is_beyond {
            canvas.ring(at, 4.5, theme::policy(1));
        } else {
            canvas.dot(at, 4.5, theme::policy(1));
        }
        let half = 0.5 * (row.interval.1 - row.interval.0);
        let exact = format.for_difference(row.mean, half);
        let words = format!("{} {}", exact.signed(row.mean), exact.error(half));
        canvas.text(&words, (space.right, y), Style::LABEL.right());
    }
}
