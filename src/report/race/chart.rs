//! The race as a chart: a bar for each candidate, as long as it ran.

use super::words;
use crate::experiment::race::{Candidate, RaceSummary};
use crate::math::ln;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::{Format, count};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::stats::Standing;
use plotters::style::RGBColor;

/// Candidates drawn.
const MOST: usize = 24;
const ROW: f64 = 24.0;
const HEAD: f64 = 22.0;
const FOOT: f64 = 44.0;
const NAMES: f64 = 220.0;
/// Room at the right for numbers.
const NUMBERS: f64 = 176.0;
/// Runs at the first look.
const FIRST: f64 = 16.0;

pub(in crate::report) fn chart(race: &RaceSummary) -> Chart {
    let (order, format) = (race.order(), words::format(race));
    let unit = format.in_unit();
    let figure = Figure {
        name: "race".into(),
        title: words::headline(race),
        subtitle: format!(
            "Bars = runs until dropped or at rest (doubling scale). Behind = {}{unit}, winner minus this one; \
             at most = nobody is better than this one by more (95 %, all at once)",
            race.measure.label
        ),
        description: described(race, &order, &format),
    };
    let rows = order.len().min(MOST);
    let height = HEAD + ROW * rows as f64 + FOOT;
    figure.draw_from(&words::provenance(race), height, |canvas, space| {
        draw(canvas, space, race, (&order, &format));
    })
}

fn described(race: &RaceSummary, order: &[usize], format: &Format) -> String {
    let row = |own: &usize| {
        let of = &race.candidates[*own];
        format!(
            "{}: {} after {} runs, {}",
            words::label(race, *own),
            format.value(of.estimate.mean),
            count(&of.runs),
            word(of)
        )
    };
    order.iter().take(MOST).map(row).collect::<Vec<_>>().join("; ")
}

fn word(of: &Candidate) -> &'static str {
    match of.standing {
        Standing::Runs | Standing::Rests if of.is_near_best => "as good as the best",
        Standing::Runs => "still running",
        Standing::Rests => "at rest",
        Standing::Dropped(_) => "dropped",
        Standing::Withheld => "undefined in too many runs",
    }
}

/// Doublings of the first look.
fn doublings(runs: f64) -> f64 {
    ln(runs.max(FIRST / 2.0) / FIRST) / std::f64::consts::LN_2 + 1.0
}

fn draw(canvas: &Canvas, space: Space, race: &RaceSummary, (order, format): (&[usize], &Format)) {
    let shown = &order[..order.len().min(MOST)];
    let most = race.candidates.iter().map(|of| of.runs).max().unwrap_or(0);
    let mut ticks: Vec<f64> = std::iter::successors(Some(FIRST), |tick| Some(2.0 * tick))
        .take_while(|tick| *tick <= 1.05 * f64::from(most))
        .collect();
    while ticks.len() > 8 {
        ticks = ticks.into_iter().step_by(2).collect();
    }
    let x = Axis { from: 0.0, to: doublings(f64::from(most)).max(1.0), ticks: Vec::new() };
    let plot = Plot {
        left: space.left + NAMES,
        right: space.right - NUMBERS,
        top: space.top + HEAD,
        bottom: space.top + HEAD + ROW * shown.len() as f64,
        x,
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    };
    for tick in ticks {
        let x = plot.across(doublings(tick));
        canvas.line(&[(x, plot.top), (x, plot.bottom)], theme::GRID, 1.0);
        canvas.text(&count(&tick), (x, plot.bottom + 15.0), Style::TICK.centre());
    }
    canvas.text("runs", (plot.right, plot.bottom + 31.0), Style::TICK.right());
    let columns = [plot.right + 0.5 * NUMBERS, space.right];
    for (title, x) in ["behind", "at most"].into_iter().zip(columns) {
        canvas.text(title, (x, plot.top - 12.0), Style::TICK.right());
    }
    for (row, own) in shown.iter().enumerate() {
        let y = plot.top + ROW * (row as f64 + 0.5);
        draw_row(canvas, &plot, (race, *own, format), (y, columns));
    }
    if order.len() > shown.len() {
        let words = format!("and {} more behind these", count(&(order.len() - shown.len())));
        canvas.text(&words, (theme::MARGIN, plot.bottom + 15.0), Style::TICK);
    }
}

fn draw_row(
    canvas: &Canvas,
    plot: &Plot,
    (race, own, format): (&RaceSummary, usize, &Format),
    (y, columns): (f64, [f64; 2]),
) {
    let of = &race.candidates[own];
    let is_winner = race.winner == Some(own);
    let style = if is_winner { Style::LABEL.bold() } else { Style::LABEL };
    let name = style.fitted(words::label(race, own), NAMES - 18.0);
    canvas.text(&name, (theme::MARGIN, y), style);
    let (color, opacity) = color(of, is_winner);
    let end = plot.across(doublings(f64::from(of.runs)));
    canvas.rectangle((plot.left, y - 6.0), (end, y + 6.0), color, opacity);
    let numbers = [
        (if is_winner { String::new() } else { number(format, of.behind, race.zone) }, columns[0]),
        (number(format, of.regret, race.zone), columns[1]),
    ];
    for (words, x) in numbers {
        canvas.text(&words, (x, y), style.right());
    }
}

fn number(format: &Format, value: f64, zone: f64) -> String {
    if value.is_finite() { format.for_difference(value, zone).number(value) } else { "?".into() }
}

fn color(of: &Candidate, is_winner: bool) -> (RGBColor, f64) {
    match of.standing {
        _ if is_winner => (theme::policy(1), 0.95),
        Standing::Runs | Standing::Rests if of.is_near_best => (theme::policy(1), 0.55),
        Standing::Runs | Standing::Rests => (theme::policy(1), 0.28),
        Standing::Dropped(_) | Standing::Withheld => (theme::AXIS, 0.55),
    }
}
