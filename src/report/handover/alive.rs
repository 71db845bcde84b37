//! Pieces for a page that changes while runs come in: the answer so far, and what draws it.

use super::book::{Book, Chapter, Compared, Look, Studied};
use super::choice::{Choice, of_money};
use super::options::of_measures;
use super::settling::{self, Reached};
use super::words::Words;
use super::{curve, dots, funnel, sheet};
use crate::experiment::Summary;
use crate::report::console::shown_measures;
use crate::report::finding;
use crate::report::format::{of_runs, plural, simulated};
use crate::sales::pay::Payout;
use crate::stats::Comparison;

/// What is known so far, each piece as a part of a page.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The verdict, as a sentence.
    pub verdict: String,
    /// The difference with its error, and the runs behind it.
    pub detail: String,
    /// How the difference settles; empty where there is nothing to compare.
    pub settling: String,
    /// Fifty equally likely years; empty where there is nothing to compare.
    pub dots: String,
    /// Measures by policy.
    pub measures: String,
    /// By policy: its name, and its funnel as a picture.
    pub funnels: Vec<(String, String)>,
}

/// What was known of the difference that a page is about, in its unit.
pub fn reached(compared: &Compared) -> Option<Reached> {
    let summary = &compared.summary;
    let about = finding::measure(summary, "contribution").unwrap_or(summary.primary);
    let pair = finding::pairs(summary, about).find(|pair| pair.a == 0)?;
    let spread = &pair.comparison.difference;
    let (mean, interval) = (spread.mean, spread.interval);
    Some(Reached { runs: summary.replications, mean, interval })
}

/// What is known of a comparison, from the runs that there are.
pub fn answer(compared: Compared, reached: &[Reached]) -> Answer {
    let chapter = Chapter::Comparison(Box::new(compared));
    let studies = [Studied { chapter, inputs: Vec::new(), command: Vec::new() }];
    let look = Look::default();
    let Ok(book) = Book::of(&studies, &look) else { return Answer::default() };
    let Some(compared) = book.comparison else { return Answer::default() };
    let (summary, words) = (&compared.summary, &book.words);
    let verdict =
        finding::sentence(summary, summary.primary).unwrap_or_else(|| sheet::one(summary));
    let planned = summary.replications_planned;
    let runs = match summary.replications {
        done if done < planned => format!("{done} of {}", plural(planned.into(), "run")),
        done => plural(done.into(), "run"),
    };
    let choice = Choice::of(&book);
    let detail = choice.as_ref().map_or_else(|| runs.clone(), |choice| detail(choice, &runs));
    let policies = 0..summary.policies.len();
    let measures = of_measures(summary, "Measures by policy", &shown_measures(summary));
    let settling = choice.as_ref().map(|choice| settling::block(words, choice, reached));
    Answer {
        settling: settling.unwrap_or_default(),
        verdict: words.said(&verdict),
        detail: words.said(&detail),
        dots: choice.map_or_else(String::new, |choice| dots::block(&book, &choice)),
        measures: measures.html(words),
        funnels: policies
            .map(|policy| {
                (finding::label(summary, policy), funnel::picture(words, summary, policy))
            })
            .collect(),
    }
}

fn detail(choice: &Choice<'_>, runs: &str) -> String {
    let (summary, pair) = (choice.summary, choice.pair());
    let [a, b] = choice.labels();
    let difference = &pair.comparison.difference;
    let format = finding::format(summary, pair.measure);
    let fine = format.for_difference(difference.mean, difference.half_width());
    let size =
        format!("{} {}", fine.difference(difference.mean), fine.error(difference.half_width()));
    let time = choice.money.map_or_else(String::new, |money| of_money(summary, money.measure));
    let better =
        of_runs(pair.comparison.share_better, difference.count, &simulated(summary.measured_weeks));
    let noun = finding::capitalised(&finding::noun(&summary.measures[pair.measure]));
    format!("{noun}, {b} less {a}: {}{time} · {b} better in {better} · {runs}", size.trim_end())
}

/// How two comparisons of the same luck differ in what their second policy brings over the first: a
/// sentence.
pub fn moved(summary: &Summary, change: &Comparison) -> String {
    let measure = finding::measure(summary, "contribution").unwrap_or(summary.primary);
    let difference = &change.difference;
    let format = finding::format(summary, measure);
    let fine = format.for_difference(difference.mean, difference.half_width());
    let size =
        format!("{} {}", fine.difference(difference.mean), fine.error(difference.half_width()));
    let years = simulated(summary.measured_weeks);
    let more = of_runs(change.share_better, difference.count, &years);
    let noun = finding::noun(&summary.measures[measure]);
    let whose = match summary.policies.len() {
        1 => noun,
        _ => format!(
            "the difference in {noun} ({} less {})",
            finding::label(summary, 1),
            finding::label(summary, 0)
        ),
    };
    format!(
        "The change moves {whose} by {}. It is higher in {more} with the same luck.",
        size.trim_end()
    )
}

/// What a plan pays over its attainment, beside what it paid as saved.
pub fn payout(now: &Payout, saved: Option<&Payout>, currency: &str) -> String {
    let words = Words::new(&[], Look::default().numbers);
    curve::picture(&words, (now, saved), currency)
}
