//! Every option against the first: how single years spread, and the average with its error.

use super::book::Book;
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::table::Table;
use crate::experiment::{PairSummary, Summary};
use crate::report::finding::{self, Standing};
use crate::report::format::{Format, of_runs, simulated};
use crate::report::plot::Axis;
use crate::sales::Direction;

const HEAD: f64 = 20.0;
const ROW: f64 = 40.0;
const NARROW_ROW: f64 = 52.0;
const FOOT: f64 = 26.0;

/// The chart below its heading, with its table; the heading alone where nothing is compared.
pub(super) fn block(book: &Book<'_>, summary: &Summary, heading: &str) -> String {
    let pairs: Vec<&PairSummary> = finding::pairs(summary, summary.primary)
        .filter(|pair| pair.a == 0 && pair.comparison.difference.mean.is_finite())
        .collect();
    if pairs.is_empty() {
        return heading.to_owned();
    }
    let format = finding::format(summary, summary.primary);
    let unit = format.in_unit();
    let grey = if pairs[0].zone > 0.0 { "; grey: too small to matter" } else { "" };
    let about = format!(
        "{} less that of {}{unit}. Thick bar: half of the {}; thin: 90 of 100; dot: the average{grey}.",
        summary.measures[summary.primary].label,
        finding::label(summary, 0),
        simulated(summary.measured_weeks)
    );
    format!(
        "<div class=\"keep\">{heading}<p class=\"sub\">{}</p>{}</div>{}",
        book.words.said(&about),
        picture(book, summary, (&pairs, &format)),
        twin(book, summary, (&pairs, &format))
    )
}

/// `−4.8 pp ±2.4, better in 10 of 40`.
pub(super) fn numbers(pair: &PairSummary, format: &Format) -> String {
    let of = &pair.comparison.difference;
    let fine = format.for_difference(of.mean, of.half_width());
    let share = of_runs(pair.comparison.share_better, of.count, "");
    let verdict = match finding::standing(pair) {
        Standing::Ahead { .. } => "",
        Standing::Tie => ", too close to matter",
        Standing::Undecided => ", can’t tell yet",
        Standing::Withheld => ", no verdict",
    };
    format!(
        "{} {}, better in {}{verdict}",
        fine.signed(of.mean),
        fine.error(of.half_width()),
        share.trim_end()
    )
}

fn picture(
    book: &Book<'_>,
    summary: &Summary,
    (pairs, format): (&[&PairSummary], &Format),
) -> String {
    let told = pairs
        .iter()
        .map(|pair| format!("{}: {}", finding::label(summary, pair.b), numbers(pair, format)));
    let title = finding::sentence(summary, summary.primary).unwrap_or_default();
    let description = told.collect::<Vec<_>>().join("; ");
    let caption = "All options meet the same random events. ± is the error of the average (95 %).";
    let picture = Picture { name: "forest", title: &title, description: &description, caption };
    picture.html(&book.words, |drawing| draw(drawing, summary, (pairs, format)))
}

fn draw(drawing: &mut Drawing<'_>, summary: &Summary, of: (&[&PairSummary], &Format)) -> f64 {
    let (pairs, format) = of;
    let zone = pairs[0].zone;
    let ends = pairs.iter().flat_map(|pair| {
        let of = &pair.comparison.difference;
        [of.p05, of.p95, of.mean, 1.2 * pair.zone, -1.2 * pair.zone, 0.0]
    });
    let axis = Axis::tight(ends, if drawing.is_narrow() { 4 } else { 7 });
    let (names, row) = if drawing.is_narrow() { (0.0, NARROW_ROW) } else { (170.0, ROW) };
    let right = if drawing.is_narrow() { 4.0 } else { 190.0 };
    let room = drawing.width - names - right;
    let place = |value: f64| names + (value - axis.from) / (axis.to - axis.from) * room;
    let bottom = HEAD + row * pairs.len() as f64;
    drawing.rectangle("z", (place(-zone), HEAD), (place(zone) - place(-zone), bottom - HEAD));
    let steps = format.for_steps(axis.step());
    drawing.grid(&axis, (HEAD, bottom), place, |tick| steps.signed(tick));
    let is_lower = summary.measures[summary.primary].better == Some(Direction::Lower);
    let sides = if is_lower { ["better", "worse"] } else { ["worse", "better"] };
    drawing.text("m", (place(0.0) - 8.0, 8.0), Anchor::End, &format!("← {}", sides[0]));
    drawing.text("m", (place(0.0) + 8.0, 8.0), Anchor::Start, &format!("{} →", sides[1]));
    for (index, pair) in pairs.iter().enumerate() {
        let top = HEAD + row * index as f64;
        option(drawing, summary, (pair, format), (top, row, &place));
    }
    bottom + FOOT
}

fn option(
    drawing: &mut Drawing<'_>,
    summary: &Summary,
    (pair, format): (&PairSummary, &Format),
    (top, row, place): (f64, f64, &dyn Fn(f64) -> f64),
) {
    let (of, class) = (&pair.comparison.difference, color(pair.b));
    let is_narrow = drawing.is_narrow();
    let y = if is_narrow { top + 0.68 * row } else { top + 0.5 * row };
    let bar = |from: f64, to: f64, half: f64| {
        let (from, to) = (place(from), place(to));
        ((from, y - half), (to - from, 2.0 * half))
    };
    let (at, size) = bar(of.p05, of.p95, 1.0);
    drawing.rectangle(&format!("p{class}"), at, size);
    let (at, size) = bar(of.p25, of.p75, 4.0);
    drawing.rectangle(&format!("p{class} half"), at, size);
    drawing.dot(&format!("p{class} ring"), (place(of.mean), y), 5.0);
    let label = finding::label(summary, pair.b);
    let (name, at) = if is_narrow {
        (fitted(&label, 130.0), (0.0, top + 0.26 * row))
    } else {
        (fitted(&label, 160.0), (0.0, y))
    };
    drawing.text(&format!("b t{class}"), at, Anchor::Start, &name);
    let numbers = numbers(pair, format);
    let verdict = numbers.splitn(3, ", ").nth(2).map(str::to_owned);
    let short = numbers.splitn(3, ", ").take(2).collect::<Vec<_>>().join(", ");
    drawing.text("", (drawing.width, at.1), Anchor::End, &short);
    if let Some(verdict) = verdict.filter(|_| !is_narrow) {
        drawing.text("m", (drawing.width, y + 15.0), Anchor::End, &verdict);
    }
}

fn twin(book: &Book<'_>, summary: &Summary, (pairs, format): (&[&PairSummary], &Format)) -> String {
    let head = ["Option", "Average", "±", "5 of 100 below", "Half below", "5 of 100 above"];
    let row = |pair: &&PairSummary| {
        let of = &pair.comparison.difference;
        let fine = format.for_difference(of.mean, of.half_width());
        let mut row = vec![finding::label(summary, pair.b), fine.difference(of.mean)];
        row.push(fine.error(of.half_width()));
        row.extend([of.p05, of.p50, of.p95].map(|value| format.difference(value)));
        row
    };
    let about = "Options against the first".to_owned();
    let head = head.map(str::to_owned).into();
    Table { about, head, rows: pairs.iter().map(row).collect(), ..Table::default() }
        .twin(&book.words)
}
