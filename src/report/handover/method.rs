//! How the numbers were made, and what their signs mean.

use super::book::Book;
use super::choice::window;
use super::health;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{count, plural, simulated};

/// The section.
pub(super) fn section(book: &Book<'_>, summary: &Summary) -> String {
    let paragraphs = [made(summary), signs(summary)];
    let text = paragraphs.map(|text| format!("<p>{}</p>", book.words.said(&text))).concat();
    format!(
        "<section id=\"method\" class=\"page\"><h2>How the numbers were made, and how far to trust \
         them</h2>{text}{}</section>",
        health::list(book, summary)
    )
}

fn made(summary: &Summary) -> String {
    let leads = finding::measure(summary, "leads").and_then(|leads| {
        let mean = finding::estimate(summary, 0, leads)?.mean;
        Some(format!(": about {} leads arrive{}", count(&mean.round()), window(summary)))
    });
    let labels: Vec<usize> = (0..summary.policies.len()).collect();
    let paired = if labels.len() > 1 {
        let labels = finding::capitalised(&finding::labels(summary, &labels));
        format!(
            " {labels} meet the same leads, the same customers and the same chance, so their \
             difference is not luck."
        )
    } else {
        String::new()
    };
    format!(
        "posse simulates a sales floor lead by lead and hour by hour{}; people work them as the rules of \
         each policy say, and some are won.{paired} This was done in {} of each policy, {} events in \
         all.",
        leads.unwrap_or_default(),
        plural(summary.replications.into(), "run"),
        count(&summary.events)
    )
}

fn signs(summary: &Summary) -> String {
    let runs = simulated(summary.measured_weeks);
    let luck = if finding::is_adjusted(summary) {
        " The luck of single deals is taken out of differences, as far as its chances are known."
    } else {
        ""
    };
    format!(
        "± and “the average lies between” are the error of the average, with 95 % confidence: they shrink \
         with more runs. “90 of 100 single {runs}” is how much they vary: that does not shrink.{luck}"
    )
}
