//! The health of the studies: what is as it should be, and where to look.

use super::book::Book;
use super::choice::full;
use crate::experiment::{About, Check as Checked, Summary};
use crate::report::finding::capitalised;
use crate::report::{health, scale};

/// A check: whether all is well, and what it found.
type Check = (bool, String);

/// The list with its heading.
pub(super) fn list(book: &Book<'_>, summary: &Summary) -> String {
    // What inputs do to the answer, a sensitivity analysis knows best.
    let influence = book.sensitivities.iter().find_map(|of| of.sourced_influence());
    let evidence = |check: Checked| match (check.about, influence) {
        (About::Evidence(_), Some(_)) => Checked::evidence(summary.inputs, influence),
        (about, _) => Checked { about, ..check },
    };
    let all = Checked::all(summary).into_iter().map(evidence);
    let mut checks: Vec<Check> =
        all.map(|check| (check.is_good, health::sentence(summary, &check))).collect();
    checks.extend(pay(summary));
    checks.extend(warnings(book, summary));
    let line = |(is_good, text): &Check| {
        let tag = if *is_good {
            "<span class=\"tag s\">good</span>"
        } else {
            "<span class=\"tag w\">look here</span>"
        };
        format!("<li class=\"badge\">{tag}<span>{}</span></li>", book.words.said(text))
    };
    checks.sort_by_key(|(is_good, _)| !*is_good);
    let lines: String = checks.iter().map(line).collect();
    format!("<h3>Health of this study</h3><ul class=\"health\">{lines}</ul>")
}

fn pay(summary: &Summary) -> Vec<Check> {
    let sentences = scale::sentences(summary).into_iter();
    sentences.map(|sentence| (true, full(&format!("Cost of pay: {sentence}")))).collect()
}

/// What the studies warn of, each thing once.
fn warnings(book: &Book<'_>, summary: &Summary) -> Vec<Check> {
    let mut all: Vec<&String> = summary.warnings.iter().collect();
    all.extend(book.why.iter().flat_map(|why| &why.warnings));
    all.extend(book.sweeps.iter().flat_map(|sweep| &sweep.warnings));
    all.extend(book.sensitivities.iter().flat_map(|of| &of.warnings));
    let mut told: Vec<&String> = Vec::new();
    for warning in all {
        if !told.contains(&warning) {
            told.push(warning);
        }
    }
    told.into_iter().map(|warning| (false, full(&capitalised(warning)))).collect()
}
