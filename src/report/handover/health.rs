//! The health of the studies: what is as it should be, and where to look.

use super::book::Book;
use super::choice::full;
use crate::experiment::{Ledger, Summary};
use crate::report::drift;
use crate::report::finding::{self, Leader, Standing, capitalised, listed};
use crate::report::format::{count, plural};
use crate::report::scale;

/// A check: whether all is well, and what it found.
type Check = (bool, String);

/// The list with its heading.
pub(super) fn list(book: &Book<'_>, summary: &Summary) -> String {
    let mut checks = vec![precision(summary), complete(summary)];
    checks.extend(steady(summary));
    checks.push(money(summary));
    checks.extend(pay(summary));
    checks.push(evidence(summary));
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

/// Whether the error of what the verdict is about is small enough to tell.
fn precision(summary: &Summary) -> Check {
    let format = finding::format(summary, summary.primary);
    let against: Vec<_> =
        finding::pairs(summary, summary.primary).filter(|pair| pair.a == 0).collect();
    let unit = format.difference_unit();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let errors = against.iter().map(|pair| {
        let half = pair.comparison.difference.half_width();
        let fine = format.for_difference(half, half);
        format!("{}{unit} for {}", fine.error(half), finding::label(summary, pair.b))
    });
    let errors = listed(&errors.collect::<Vec<_>>());
    let told = |pair: &&crate::experiment::PairSummary| {
        matches!(finding::standing(pair), Standing::Ahead { .. } | Standing::Tie)
    };
    let is_good = against.iter().all(told);
    let name = finding::noun(&summary.measures[summary.primary]);
    if against.is_empty() {
        return (
            true,
            format!("Precision: {} of one policy.", plural(summary.replications.into(), "run")),
        );
    }
    let said = if is_good { "enough to tell" } else { "too much to tell in every case" };
    let open = finding::leader(summary, summary.primary) == Leader::Withheld;
    let said = if open { "no verdict, see page one" } else { said };
    (is_good, format!("Precision: the difference in {name} is known to {errors}: {said}."))
}

fn complete(summary: &Summary) -> Check {
    let (done, planned) = (summary.replications, summary.replications_planned);
    if done < planned {
        let [done, planned] = [done, planned].map(|runs| count(&runs));
        return (false, format!("Partial: {done} of {planned} runs were made."));
    }
    (true, format!("Complete: all {} were made.", plural(done.into(), "run")))
}

fn steady(summary: &Summary) -> Vec<Check> {
    let of = |policy: usize| drift::words(summary, &[policy]);
    let found: Vec<String> = (0..summary.policies.len()).filter_map(of).collect();
    if found.is_empty() {
        let text = "Steady: nothing that is carried from week to week moves over the window.";
        return vec![(true, text.to_owned())];
    }
    found.iter().map(|words| (false, full(&format!("Not steady: {words}")))).collect()
}

/// Whether the books of money add up.
fn money(summary: &Summary) -> Check {
    let wrong: Vec<usize> = Ledger::of(summary)
        .into_iter()
        .filter(|of| !of.is_balanced())
        .map(|of| of.policy)
        .collect();
    if wrong.is_empty() {
        let text = "Books: the parts of selling cost add up to it, and gross margin less selling cost is \
                    contribution, for every policy.";
        return (true, text.to_owned());
    }
    (false, format!("Books: the money of {} does not add up.", finding::labels(summary, &wrong)))
}

fn pay(summary: &Summary) -> Vec<Check> {
    let sentences = scale::sentences(summary).into_iter();
    sentences.map(|sentence| (true, full(&format!("Cost of pay: {sentence}")))).collect()
}

fn evidence(summary: &Summary) -> Check {
    let (total, assumed) = (summary.inputs.total, summary.inputs.assumptions);
    let sourced = count(&total.saturating_sub(assumed));
    (assumed == 0, format!("Evidence: {sourced} of {} inputs have a source.", count(&total)))
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
