//! Customers over the years: who stays, what a win brings both sides.

use super::book::Book;
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::options::{listed, of_measures, said};
use super::table::Table;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{Format, percent};
use crate::report::plot::{Axis, nudged};
use crate::sales::Unit;

const HEIGHT: f64 = 190.0;
const HEAD: f64 = 12.0;
const FOOT: f64 = 30.0;
const GUTTER: f64 = 44.0;
/// Months after the sale at which it is counted who has left.
const CHURN: [(&str, f64); 5] = [
    ("churn_3", 3.0),
    ("churn_6", 6.0),
    ("churn_12", 12.0),
    ("churn_24", 24.0),
    ("churn_36", 36.0),
];
const KEYS: [&str; 9] = [
    "win_win_rate",
    "regretted_wins",
    "customer_surplus",
    "gross_retention",
    "net_retention",
    "life",
    "revenue.later",
    "cac_ratio",
    "payback_months",
];

/// Share of customers lost: by policy, by month.
struct Churn {
    months: Vec<f64>,
    /// Policy, and its shares.
    lines: Vec<(usize, Vec<f64>)>,
}

/// The section; nothing where the scenario has no buyers.
pub(super) fn section(book: &Book<'_>, summary: &Summary) -> Option<String> {
    let measures: Vec<usize> =
        KEYS.iter().filter_map(|key| finding::measure(summary, key)).collect();
    let churn = churn(summary);
    if measures.is_empty() && churn.months.is_empty() {
        return None;
    }
    let title = listed(summary, "churn_12").or_else(|| listed(summary, "win_win_rate"));
    let title = title.unwrap_or_else(|| "What becomes of customers".to_owned());
    let sentences: Vec<String> =
        ["customer_surplus", "net_retention"].iter().filter_map(|key| said(summary, key)).collect();
    let lines = if churn.months.len() > 1 { lines(book, summary, &churn) } else { String::new() };
    let later = finding::measure(summary, "revenue.later").is_some();
    let note = if later {
        "Contribution counts what customers are expected to pay within the horizon of the scenario."
    } else {
        "Contribution counts the deals won in the window; what loyal customers buy later is not in it."
    };
    Some(format!(
        "<section id=\"customers\"><h2>{}</h2><p>{}</p>{lines}{}<p class=\"sub\">{}</p></section>",
        book.words.said(&title),
        book.words.said(&sentences.join(" ")),
        of_measures(summary, "Customers", &measures).html(&book.words),
        book.words.said(note)
    ))
}

fn churn(summary: &Summary) -> Churn {
    let known: Vec<(usize, f64)> = CHURN
        .iter()
        .filter_map(|(key, months)| Some((finding::measure(summary, key)?, *months)))
        .filter(|(measure, _)| {
            (0..summary.policies.len()).any(|p| finding::estimate(summary, p, *measure).is_some())
        })
        .collect();
    let line = |policy: usize| {
        let share = |(measure, _): &(usize, f64)| {
            finding::estimate(summary, policy, *measure).map_or(f64::NAN, |of| of.mean)
        };
        (policy, known.iter().map(share).collect())
    };
    let lines = (0..summary.policies.len()).map(line).collect();
    Churn { months: known.iter().map(|(_, months)| *months).collect(), lines }
}

fn lines(book: &Book<'_>, summary: &Summary, churn: &Churn) -> String {
    let told = churn.lines.iter().map(|(policy, shares)| {
        let shares = shares.iter().zip(&churn.months);
        let words = shares.map(|(share, months)| format!("{} after {months}", percent(*share)));
        format!("{}: {}", finding::label(summary, *policy), words.collect::<Vec<_>>().join(", "))
    });
    let description = format!("{}; months.", told.collect::<Vec<_>>().join("; "));
    let title = "Customers lost again since the sale";
    let picture = Picture { name: "churn", title, description: &description, caption: "" };
    format!(
        "<div class=\"keep\"><p class=\"sub\">{}</p>{}</div>{}",
        book.words.said("Customers lost again, % of wins, by months since the sale."),
        picture.html(&book.words, |drawing| draw(drawing, summary, churn)),
        twin(book, summary, churn)
    )
}

fn draw(drawing: &mut Drawing<'_>, summary: &Summary, churn: &Churn) -> f64 {
    let shares = churn.lines.iter().flat_map(|(_, shares)| shares.iter().copied());
    let axis = Axis::covering(shares.chain([0.0]), 4);
    let format = Format::of_unit(Unit::Share, "", [axis.to]).for_steps(axis.step());
    let names = if drawing.is_narrow() { 92.0 } else { 170.0 };
    let (right, bottom) = (drawing.width - names, HEAD + HEIGHT);
    let up = |share: f64| bottom - (share - axis.from) / (axis.to - axis.from) * HEIGHT;
    let longest = churn.months.last().copied().unwrap_or(1.0);
    let across = |months: f64| GUTTER + months / longest * (right - GUTTER);
    for &tick in &axis.ticks {
        let class = if tick == 0.0 { "ax" } else { "g" };
        drawing.line(class, (GUTTER, up(tick)), (right, up(tick)));
        drawing.text("m", (GUTTER - 6.0, up(tick)), Anchor::End, &format.value(tick));
    }
    for months in &churn.months {
        let text = format!("{months}");
        drawing.text("m", (across(*months), bottom + 14.0), Anchor::Middle, &text);
    }
    drawing.text("m", (right + 18.0, bottom + 14.0), Anchor::Start, "months");
    let ends: Vec<f64> =
        churn.lines.iter().map(|(_, shares)| up(shares.last().copied().unwrap_or(0.0))).collect();
    let heights = nudged(&ends, 16.0, (HEAD, bottom));
    for ((policy, shares), height) in churn.lines.iter().zip(heights) {
        let class = color(*policy);
        let of = churn.months.iter().zip(shares).filter(|(_, share)| share.is_finite());
        let points = of.map(|(months, share)| (across(*months), up(*share)));
        let points: Vec<(f64, f64)> = [(across(0.0), up(0.0))].into_iter().chain(points).collect();
        drawing.path(&format!("s{class} median"), &points, false);
        points.iter().skip(1).for_each(|at| drawing.dot(&format!("p{class} ring"), *at, 4.0));
        let name = fitted(&finding::label(summary, *policy), names - 14.0);
        drawing.text(&format!("b t{class}"), (right + 10.0, height), Anchor::Start, &name);
    }
    bottom + FOOT
}

fn twin(book: &Book<'_>, summary: &Summary, churn: &Churn) -> String {
    let format = Format::of_unit(Unit::Share, "", [0.1]);
    let row = |(at, months): (usize, &f64)| {
        let shares = churn.lines.iter().map(|(_, shares)| format.value(shares[at]));
        [format!("{months}")].into_iter().chain(shares).collect()
    };
    let labels = churn.lines.iter().map(|(policy, _)| finding::label(summary, *policy));
    let head = ["Months".to_owned()].into_iter().chain(labels).collect();
    let rows = churn.months.iter().enumerate().map(row).collect();
    Table { about: "Customers lost again".to_owned(), head, rows, ..Table::default() }
        .twin(&book.words)
}
