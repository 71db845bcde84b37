//! Measured against simulated: a row for each number, on a scale that is compressed away from 0. One chart
//! holds the numbers that studies give, one those of which they give the sign only.

use plotters::style::RGBColor;

use super::words::number;
use crate::experiment::evidence::{Evidence, Expected, Finding, Found, Judgement, Study};
use crate::math::ln;
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::plural;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

const ROW: f64 = 24.0;
const HEAD: f64 = 22.0;
const FOOT: f64 = 26.0;
/// Room for words at the left, of which for authors, and for verdicts at the right.
const WORDS: f64 = 404.0;
const SOURCES: f64 = 178.0;
const VERDICTS: f64 = 124.0;
/// Below this share the scale is nearly even, beyond it each doubling takes the same room.
const EVEN: f64 = 0.05;
/// Places that may be marked, as shares without sign, and the least room between two of them.
const MARKS: [f64; 11] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
const BETWEEN_MARKS: f64 = 34.0;

/// The colour of what the model gives.
fn simulated_color() -> RGBColor {
    theme::policy(1)
}

/// A row of the chart.
type Row<'a> = (&'a Study, &'a Finding);

/// The charts: numbers measured, signs measured. Each is left out where there are none.
pub fn evidence_charts(rows: &[Evidence]) -> Vec<Chart> {
    let all = || rows.iter().flat_map(|row| row.findings.iter().map(|found| (row.study, found)));
    let (sizes, signs): (Vec<Row<'_>>, Vec<Row<'_>>) =
        all().partition(|(_, found)| found.test.measured.is_some());
    let chart = |(name, rows): (&str, Vec<Row<'_>>)| (!rows.is_empty()).then(|| draw(name, &rows));
    [("measured_sizes", sizes), ("measured_signs", signs)].into_iter().filter_map(chart).collect()
}

fn draw(name: &str, rows: &[Row<'_>]) -> Chart {
    let has_sizes = rows.iter().any(|(_, found)| found.test.measured.is_some());
    let has_other = rows.iter().any(|(_, found)| found.other.is_some());
    let other = if has_other {
        "; small dot = the other setting, in brackets its verdict where it differs"
    } else {
        ""
    };
    let (measured, grey) = if has_sizes {
        ("Ring = measured, with its interval where the study gives one. ", "the right size")
    } else {
        ("", "the right side")
    };
    let figure = Figure {
        name: name.to_owned(),
        title: title(rows, has_sizes),
        subtitle: format!(
            "Change in %, on a scale that is compressed away from 0. {measured}Dot = the model, with its \
             95 % interval{other}; grey = {grey}. † = has chosen inputs of the model"
        ),
        description: described(rows),
    };
    let source = format!("posse evidence · posse {}", env!("CARGO_PKG_VERSION"));
    let height = HEAD + rows.len() as f64 * ROW + FOOT;
    figure.draw_from(&source, height, |canvas, space| paint(canvas, space, rows))
}

/// How many came out as measured.
fn title(rows: &[Row<'_>], has_sizes: bool) -> String {
    let count = |is_so: fn(Judgement) -> bool| {
        rows.iter().filter(|(_, found)| is_so(found.found.judgement)).count()
    };
    let (all, signs) = (rows.len(), count(|judgement| judgement < Judgement::Fail));
    let sizes = count(|judgement| judgement == Judgement::Pass);
    if has_sizes {
        let numbers = plural(all as u64, "number");
        format!(
            "Of {numbers} measured in the field the model gives the sign of {signs}, the size of {sizes}"
        )
    } else {
        let signs_found = plural(all as u64, "sign");
        format!("Of {signs_found} found in the field the model gives {signs}")
    }
}

fn described(rows: &[Row<'_>]) -> String {
    let row = |(study, finding): &Row<'_>| {
        let measured = finding.test.measured.map_or_else(String::new, |measured| {
            format!(", measured {:+.1} %", 100.0 * measured.mean)
        });
        let (found, what) = (number(&finding.found.estimate), finding.test.what);
        let verdict = finding.found.judgement.name();
        format!("{}, {what}: {found}{measured}, {verdict}.", study.source)
    };
    rows.iter().map(row).collect::<Vec<_>>().join(" ")
}

fn paint(canvas: &Canvas, space: Space, rows: &[Row<'_>]) {
    let (left, right) = (space.left + WORDS, space.right - VERDICTS);
    let y = Axis { from: 0.0, to: 1.0, ticks: Vec::new() };
    let (top, bottom) = (space.top + HEAD, space.bottom - FOOT);
    let plot = Plot { left, right, top, bottom, x: axis(rows, right - left), y };
    for (index, (study, finding)) in rows.iter().enumerate() {
        let y = top + (index as f64 + 0.5) * ROW;
        if index > 0 && rows[index - 1].0.name != study.name {
            let edge = y - 0.5 * ROW;
            canvas.line(&[(space.left, edge), (space.right, edge)], theme::GRID, 1.0);
        }
        let is_first = index == 0 || rows[index - 1].0.name != study.name;
        words(canvas, (space.left, y), study, finding, is_first);
        expected(canvas, &plot, y, finding.test.expected);
        verdict(canvas, (right + 14.0, y), finding);
    }
    grid(canvas, &plot);
    for (index, (_, finding)) in rows.iter().enumerate() {
        marks(canvas, &plot, top + (index as f64 + 0.5) * ROW, finding);
    }
}

/// Who found it, where it is the first row of a study, and what it is.
fn words(canvas: &Canvas, (x, y): (f64, f64), study: &Study, finding: &Finding, is_first: bool) {
    let mark = if study.calibrates.is_empty() { "" } else { " †" };
    let source = Style::LABEL.bold();
    if is_first {
        let authors = study.source.split(';').next().unwrap_or_default();
        let words = source.fitted(&format!("{authors}{mark}"), SOURCES - 10.0);
        canvas.text(&words, (x, y), source);
    }
    let what = Style::LABEL.fitted(finding.test.what, WORDS - SOURCES - 8.0);
    canvas.text(&what, (x + SOURCES, y), Style::LABEL);
}

/// Where the number should lie.
fn expected(canvas: &Canvas, plot: &Plot, y: f64, expected: Expected) {
    let (low, high) = match expected {
        Expected::Within(low, high) => (low, high),
        Expected::Positive => (0.0, f64::INFINITY),
        Expected::Negative => (f64::NEG_INFINITY, 0.0),
        Expected::Below(limit) => (f64::NEG_INFINITY, limit),
        Expected::Nothing(limit) => (-limit, limit),
    };
    let (from, to) = (across(plot, low), across(plot, high));
    canvas.rectangle((from, y - 0.36 * ROW), (to, y + 0.36 * ROW), theme::ZONE, 1.0);
}

fn verdict(canvas: &Canvas, at: (f64, f64), finding: &Finding) {
    let name = finding.found.judgement.name();
    let style = match finding.found.judgement {
        Judgement::Pass => Style::LABEL.color(theme::WON).bold(),
        Judgement::SignOnly => Style::LABEL.color(theme::REGRETTED).bold(),
        Judgement::Fail | Judgement::NotModelled => Style::LABEL.color(theme::INK).bold(),
    };
    canvas.text(name, at, style);
    if let Some(other) = finding.other.filter(|_| finding.hangs_on_setting()) {
        let x = at.0 + style.width(name) + 6.0;
        canvas.text(&format!("({})", other.judgement.name()), (x, at.1), Style::TICK);
    }
}

/// The measured number, the model's, and that of the other setting.
fn marks(canvas: &Canvas, plot: &Plot, y: f64, finding: &Finding) {
    if let Some(measured) = finding.test.measured {
        let (low, high) = (across(plot, measured.low), across(plot, measured.high));
        canvas.line(&[(low, y), (high, y)], theme::INK, 5.0);
        let x = across(plot, measured.mean);
        canvas.dot((x, y), 7.5, theme::INK);
        canvas.dot((x, y), 5.5, theme::PAPER);
    }
    if let Some(other) = finding.other {
        simulated(canvas, plot, y + 5.0, &other, (2.8, 0.45));
    }
    simulated(canvas, plot, y, &finding.found, (4.2, 1.0));
}

/// A number of the model with its interval; dots of this radius, lines of this opacity.
fn simulated(canvas: &Canvas, plot: &Plot, y: f64, found: &Found, (radius, opacity): (f64, f64)) {
    let estimate = &found.estimate;
    if !estimate.mean.is_finite() {
        return;
    }
    let (low, high) = estimate.interval;
    let (low, high) = (across(plot, low), across(plot, high));
    canvas.rectangle((low, y - 0.9), (high, y + 0.9), simulated_color(), opacity);
    let x = across(plot, estimate.mean);
    canvas.dot((x, y), radius + 1.2, theme::PAPER);
    canvas.dot((x, y), radius, theme::tint(simulated_color(), opacity));
}

/// The axis, in places of the scale.
fn axis(rows: &[Row<'_>], pixels: f64) -> Axis {
    let of = |found: &Found| {
        let (low, high) = found.estimate.interval;
        [low, found.estimate.mean, high]
    };
    let values = rows.iter().flat_map(|(_, finding)| {
        let measured = finding.test.measured.map(|measured| [measured.low, measured.high]);
        let numbers = [Some(of(&finding.found)), finding.other.as_ref().map(of)];
        measured
            .into_iter()
            .flatten()
            .chain(numbers.into_iter().flatten().flatten())
            .collect::<Vec<_>>()
    });
    let finite = values.filter(|value| value.is_finite()).map(place);
    let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let pad = 0.04 * (high - low).max(1.0);
    let (from, to) = (low - pad, high + pad);
    let room = |a: f64, b: f64| (a - b).abs() / (to - from) * pixels;
    let mut ticks = vec![0.0];
    for sign in [-1.0, 1.0] {
        let mut last = 0.0;
        // The largest first would leave out the small ones, which are nearer to most numbers.
        for mark in MARKS.map(|mark| place(sign * mark)) {
            if mark > from && mark < to && room(mark, last) >= BETWEEN_MARKS {
                ticks.push(mark);
                last = mark;
            }
        }
    }
    Axis { from, to, ticks }
}

/// Where a share lies on the scale.
fn place(share: f64) -> f64 {
    ln(1.0 + share.abs() / EVEN).copysign(share)
}

/// Where a share lies on the sheet.
fn across(plot: &Plot, share: f64) -> f64 {
    if share.is_infinite() {
        return if share > 0.0 { plot.right } else { plot.left };
    }
    plot.across(place(share))
}

fn grid(canvas: &Canvas, plot: &Plot) {
    for &tick in &plot.x.ticks {
        let x = plot.across(tick);
        let (color, width) = if tick == 0.0 { (theme::MUTED, 1.2) } else { (theme::GRID, 1.0) };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], color, width);
        let share = MARKS.into_iter().find(|mark| (place(*mark) - tick.abs()).abs() < 1e-9);
        let percent = 100.0 * share.unwrap_or(0.0);
        let words = match tick {
            0.0 => "0".to_owned(),
            _ if tick < 0.0 => format!("−{percent}"),
            _ => format!("+{percent}"),
        };
        for y in [plot.top - 10.0, plot.bottom + 13.0] {
            canvas.text(&words, (x, y), Style::TICK.centre());
        }
    }
}
