//! The hand-over as slides: a title, five charts with a question over each, and notes to every slide
//! (Office Open XML, ECMA-376).

mod archive;
mod parts;

use super::book::{Book, Look};
use super::sheet;
use crate::experiment::Summary;
use crate::report::charts::charts;
use crate::report::figure::Chart;
use crate::report::health;

/// Charts in the order in which they are wanted, with the question that each answers.
const QUESTIONS: [(&str, &str); 12] = [
    ("difference", "Which option is better, and how sure is that?"),
    ("contribution", "How does the money build up?"),
    ("outcomes", "Where do leads and hours go?"),
    ("pay", "Who earns what?"),
    ("utilisation", "Where is the bottleneck?"),
    ("distribution", "What do good and bad years look like?"),
    ("return_on_sales_and_flow", "Return and flow together"),
    ("cumulative_flow", "Where do leads wait?"),
    ("lead_time", "How long does it take?"),
    ("gate", "Whom do we go on with?"),
    ("attainment", "Are quotas reached?"),
    ("committee", "When do committees buy?"),
];
const CHARTS: usize = 5;

/// A slide.
struct Slide {
    title: String,
    /// What stands below the title of the first one.
    subtitle: String,
    /// The chart as PNG, and what it shows in words.
    picture: Option<(Vec<u8>, String)>,
    notes: String,
}

/// The slides of these studies as the contents of a file.
pub(super) fn slides(book: &Book<'_>, summary: &Summary, look: &Look) -> Vec<u8> {
    let mut all = vec![first(book, summary, look)];
    let drawn = charts(summary);
    let known = QUESTIONS.iter().filter_map(|(name, question)| {
        Some((drawn.iter().find(|chart| chart.name == *name)?, *question))
    });
    all.extend(known.take(CHARTS).map(|(chart, question)| slide(book, chart, question)));
    archive::archive(&parts::parts(&all))
}

/// Whether these are contents of a file of ours.
pub(super) fn is_ours(contents: &[u8]) -> bool {
    let mark = parts::MARK.as_bytes();
    contents.starts_with(b"PK") && contents.windows(mark.len()).any(|window| window == mark)
}

/// What to do, for whom, and what it rests on.
fn first(book: &Book<'_>, summary: &Summary, look: &Look) -> Slide {
    let words = [summary.question.clone(), look.client.clone(), look.date.clone()];
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    let commands: Vec<String> = book.studies.iter().map(super::book::Studied::typed).collect();
    let notes = format!(
        "Health: {}.\nNot modelled: {}.\nMade with posse {} by: {}",
        health::line(summary),
        summary.not_modelled.join("; "),
        env!("CARGO_PKG_VERSION"),
        commands.join("; ")
    );
    Slide {
        title: written(book, &sheet::title(book)),
        subtitle: written(book, &words.join("\n")),
        picture: None,
        notes: written(book, &notes),
    }
}

fn slide(book: &Book<'_>, chart: &Chart, question: &str) -> Slide {
    Slide {
        title: question.to_owned(),
        subtitle: String::new(),
        picture: Some((chart.png(), format!("{}. {}", chart.title, chart.description))),
        notes: written(book, &format!("{}.\n{}", chart.title, chart.description)),
    }
}

/// A text with its numbers as its readers write them.
fn written(book: &Book<'_>, text: &str) -> String {
    book.words.numbers.rewritten(text)
}
