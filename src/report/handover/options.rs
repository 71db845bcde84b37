//! The options side by side: what each costs and brings, and how money builds up.

use super::book::Book;
use super::choice::full;
use super::table::{BELOW, Table};
use super::{fan, forest};
use crate::experiment::Summary;
use crate::report::console::shown_measures;
use crate::report::finding::{self, Leader};
use crate::report::format::{UNDEFINED, plural};
use crate::sales::Unit;

/// Measures of the table, where a scenario has them, after those of the first screen.
const MORE: [&str; 5] = ["wins", "win_rate", "never_worked_share", "churn_12", "pay_mean"];

/// The section.
pub(super) fn section(book: &Book<'_>, summary: &Summary) -> String {
    let heading = heading(summary);
    let head = format!("<h2>{}</h2>", book.words.said(&heading));
    let runs = plural(summary.replications.into(), "run");
    let note = format!(
        "Average of {runs} of each option. Below each value: the difference to {} and its error.",
        finding::label(summary, 0)
    );
    let note = if summary.policies.len() > 1 { note } else { format!("Average of {runs}.") };
    format!(
        "<section id=\"options\" class=\"page\">{}<h3>What each option costs and brings</h3>{}\
         <p class=\"sub\">{}</p>{}</section>",
        forest::block(book, summary, &head),
        of_measures(summary, "Options compared", &measures(summary)).html(&book.words),
        book.words.said(&note),
        fan::block(book, summary)
    )
}

/// Who leads, of all options.
fn heading(summary: &Summary) -> String {
    let lead = finding::leader(summary, summary.primary);
    let sentence = finding::sentence(summary, summary.primary).unwrap_or_default();
    match lead {
        Leader::One(0) if summary.policies.len() > 2 => {
            let name = finding::noun(&summary.measures[summary.primary]);
            format!("No alternative reaches the {name} of {}", finding::label(summary, 0))
        }
        Leader::One(_) => sentence,
        Leader::None => "What the policy costs and brings".to_owned(),
        _ => values(summary, "contribution").map_or(sentence, |all| format!("Contribution: {all}")),
    }
}

/// The measures to show: those of the first screen, then more.
fn measures(summary: &Summary) -> Vec<usize> {
    let first = shown_measures(summary);
    let more = MORE.iter().filter_map(|key| finding::measure(summary, key));
    let mut all: Vec<usize> = Vec::new();
    for measure in first.into_iter().chain(more) {
        if !all.contains(&measure) {
            all.push(measure);
        }
    }
    all
}

/// Measures by policy: values, and below those of all but the first the difference to it.
pub(super) fn of_measures(summary: &Summary, about: &str, measures: &[usize]) -> Table {
    let labels = (0..summary.policies.len()).map(|policy| finding::label(summary, policy));
    let known = |measure: &&usize| {
        (0..summary.policies.len()).any(|p| finding::estimate(summary, p, **measure).is_some())
    };
    Table {
        about: about.to_owned(),
        head: [String::new()].into_iter().chain(labels).collect(),
        rows: measures.iter().filter(known).map(|measure| row(summary, *measure)).collect(),
        class: "options",
        ..Table::default()
    }
}

fn row(summary: &Summary, measure: usize) -> Vec<String> {
    let format = finding::format(summary, measure);
    let mut row = vec![finding::capitalised(&finding::noun(&summary.measures[measure]))];
    for policy in 0..summary.policies.len() {
        let estimate = finding::estimate(summary, policy, measure);
        let value = estimate.map_or_else(|| UNDEFINED.into(), |of| format.value(of.mean));
        let pair = finding::pairs(summary, measure).find(|pair| (pair.a, pair.b) == (0, policy));
        let below = pair.map(|pair| &pair.comparison.difference).filter(|of| of.mean.is_finite());
        let below = below.map(|of| {
            let fine = format.for_difference(of.mean, of.half_width());
            let text = format!("{} {}", fine.difference(of.mean), fine.error(of.half_width()));
            format!("{BELOW}{}", text.trim_end())
        });
        row.push(format!("{value}{}", below.unwrap_or_default()));
    }
    row
}

/// What two measures say as a heading: who leads in them, else the first one's values.
pub(super) fn said_of(summary: &Summary, keys: [&str; 2]) -> Option<String> {
    let leads = |key: &&str| {
        let measure = finding::measure(summary, key)?;
        let is_led = matches!(finding::leader(summary, measure), Leader::One(_));
        is_led.then_some(measure)
    };
    let sentence = match keys.iter().filter_map(leads).collect::<Vec<_>>()[..] {
        [first, second] => finding::two_clauses(summary, first, second),
        [one] => finding::clause(summary, one),
        _ => keys.iter().find_map(|key| listed(summary, key)),
    };
    sentence.map(|sentence| finding::capitalised(&sentence))
}

/// What one measure says, as a sentence with its full stop: who leads, or its values where nobody does
/// and where it is a share.
pub(super) fn said(summary: &Summary, key: &str) -> Option<String> {
    let measure = finding::measure(summary, key)?;
    let is_led = matches!(finding::leader(summary, measure), Leader::One(_));
    let sentence = if is_led && summary.measures[measure].unit != Unit::Share {
        finding::clause_in_runs(summary, measure)?
    } else {
        listed(summary, key)?
    };
    Some(full(&finding::capitalised(&sentence)))
}

/// `Win rate: 22 % with A, 28 % with B`.
pub(super) fn listed(summary: &Summary, key: &str) -> Option<String> {
    let measure = finding::measure(summary, key)?;
    let noun = finding::capitalised(&finding::noun(&summary.measures[measure]));
    Some(format!("{noun}: {}", values(summary, key)?))
}

/// The mean of a measure under each policy: `152 k€ with A, 122 k€ with B`.
pub(super) fn values(summary: &Summary, key: &str) -> Option<String> {
    let measure = finding::measure(summary, key)?;
    let format = finding::format(summary, measure);
    let one = |policy: usize| {
        let mean = finding::estimate(summary, policy, measure)?.mean;
        Some(format!("{} with {}", format.value(mean), finding::label(summary, policy)))
    };
    let words: Vec<String> = (0..summary.policies.len()).filter_map(one).collect();
    (!words.is_empty()).then(|| finding::listed(&words))
}
