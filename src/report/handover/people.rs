//! People and pay: who earns what, and what a board asks about it.

use super::board;
use super::book::Book;
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::options::{of_measures, said_of, values};
use super::table::Table;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{Format, simulated};
use crate::report::plot::Axis;
use crate::sales::Unit;

const ROW: f64 = 27.0;
const NARROW_ROW: f64 = 40.0;
const FOOT: f64 = 26.0;
const RANKS: [&str; 2] = ["best paid", "least paid"];
const KEYS: [&str; 8] = [
    "pay_mean",
    "pay_cost",
    "pay_top_to_bottom",
    "quota_reached",
    "effort",
    "quit_rate",
    "quits",
    "utilisation",
];

/// A line of the strip: policy, rank, pay of P5, P50, P95.
type Line = (usize, usize, [f64; 3]);

/// The section; people alone where nobody is paid by a plan.
pub(super) fn section(book: &Book<'_>, summary: &Summary) -> String {
    let lines = lines(summary);
    let paid = values(summary, "pay_mean").map(|words| format!("Average pay a year: {words}"));
    let title = paid.or_else(|| said_of(summary, ["effort", "quit_rate"]));
    let title = title.unwrap_or_else(|| "The people and their time".to_owned());
    let heading = format!("<h2>{}</h2>", book.words.said(&title));
    let strip = if lines.is_empty() { String::new() } else { strip(book, summary, &lines) };
    let measures: Vec<usize> =
        KEYS.iter().filter_map(|key| finding::measure(summary, key)).collect();
    let table = of_measures(summary, "People and pay", &measures);
    format!(
        "<section id=\"people\">{heading}{strip}<h3>What people earn and do</h3>{}{}</section>",
        table.html(&book.words),
        board::questions(book, summary)
    )
}

fn lines(summary: &Summary) -> Vec<Line> {
    let of = |(policy, of): (usize, &crate::experiment::PolicySummary)| {
        let ranks = of.pay.as_ref()?.best_and_least?;
        Some([(policy, 0, ranks[0]), (policy, 1, ranks[1])])
    };
    summary.policies.iter().enumerate().filter_map(of).flatten().collect()
}

fn strip(book: &Book<'_>, summary: &Summary, lines: &[Line]) -> String {
    let axis = Axis::covering(lines.iter().flat_map(|line| line.2).chain([0.0]), 5);
    let format = Format::of_unit(Unit::Money, &summary.currency, [axis.to]);
    let runs = simulated(summary.measured_weeks);
    let about = format!(
        "Pay a year of the best and the least paid person, {}. Dot: median; bar: 90 of 100 {runs}.",
        format.unit()
    );
    let told = lines.iter().map(|(policy, rank, pay)| {
        let [low, middle, high] = pay.map(|value| format.number(value));
        let label = finding::label(summary, *policy);
        format!("{label}, {}: {middle} ({low} to {high})", RANKS[*rank])
    });
    let description = told.collect::<Vec<_>>().join("; ");
    let title = "Pay of the best and the least paid person";
    let picture = Picture { name: "pay", title, description: &description, caption: "" };
    let picture =
        picture.html(&book.words, |drawing| draw(drawing, summary, lines, (&axis, &format)));
    format!(
        "<div class=\"keep\"><p class=\"sub\">{}</p>{picture}</div>{}",
        book.words.said(&about),
        twin(book, summary, lines, &format)
    )
}

fn draw(
    drawing: &mut Drawing<'_>,
    summary: &Summary,
    lines: &[Line],
    (axis, format): (&Axis, &Format),
) -> f64 {
    let is_narrow = drawing.is_narrow();
    let (names, row) = if is_narrow { (0.0, NARROW_ROW) } else { (250.0, ROW) };
    let room = drawing.width - names - 52.0;
    let place = |value: f64| names + (value - axis.from) / (axis.to - axis.from) * room;
    let bottom = row * lines.len() as f64 + 4.0;
    let steps = format.for_steps(axis.step());
    drawing.grid(axis, (0.0, bottom), place, |tick| steps.number(tick));
    for (index, (policy, rank, pay)) in lines.iter().enumerate() {
        let top = row * index as f64;
        let (name, y) =
            if is_narrow { (top + 10.0, top + 27.0) } else { (top + 0.5 * row, top + 0.5 * row) };
        let class = color(*policy);
        let [low, middle, high] = pay.map(place);
        drawing.rectangle(&format!("p{class} half"), (low, y - 3.0), (high - low, 6.0));
        drawing.dot(&format!("p{class} ring"), (middle, y), 5.0);
        drawing.text("", (high + 7.0, y), Anchor::Start, &format.number(pay[1]));
        let most = if is_narrow { 200.0 } else { names - 96.0 };
        let label = fitted(&finding::label(summary, *policy), most);
        drawing.text(&format!("b t{class}"), (0.0, name), Anchor::Start, &label);
        let at = if is_narrow { drawing.width } else { names - 12.0 };
        drawing.text("m", (at, name), Anchor::End, RANKS[*rank]);
    }
    bottom + FOOT
}

fn twin(book: &Book<'_>, summary: &Summary, lines: &[Line], format: &Format) -> String {
    let row = |(policy, rank, pay): &Line| {
        let mut row = vec![finding::label(summary, *policy), RANKS[*rank].to_owned()];
        row.extend(pay.map(|value| format.value(value)));
        row
    };
    let head = ["Option", "Person", "5 of 100 below", "Median", "5 of 100 above"];
    let about = "Pay of the best and the least paid".to_owned();
    let head = head.map(str::to_owned).into();
    Table { about, head, rows: lines.iter().map(row).collect(), ..Table::default() }
        .twin(&book.words)
}
