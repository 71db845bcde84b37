//! The first page: what to do, what it is worth, how sure that is.

use super::book::Book;
use super::choice::{Choice, full, of_money};
use super::drawing::color;
use super::words::escaped;
use super::{dots, reasons, rests, turns};
use crate::experiment::PairSummary;
use crate::report::console::price_words;
use crate::report::finding::{self, Leader, Standing};
use crate::report::format::{of_runs, simulated};
use crate::sales::Direction;

/// The section.
pub(super) fn section(book: &Book<'_>, choice: &Choice<'_>) -> String {
    let (summary, words) = (choice.summary, &book.words);
    let question = match summary.question.as_str() {
        "" => String::new(),
        question => format!("<p class=\"q\" dir=\"auto\">{}</p>", words.said(question)),
    };
    let rests = format!(
        "<div class=\"two\"><div>{}</div><div>{}</div></div>",
        turns::change_our_mind(book),
        rests::rests(book, summary)
    );
    format!(
        "<section id=\"decision\">{question}<h1>{}</h1><p class=\"lead\">{}</p>{}{}{}{rests}</section>",
        words.said(&headline(book, choice)),
        words.said(&lead(choice)),
        figures(book, choice),
        dots::block(book, choice),
        reasons::block(book, choice),
    )
}

/// What to do, with the money in it; a tie and an open answer read as such.
pub(super) fn headline(book: &Book<'_>, choice: &Choice<'_>) -> String {
    let summary = choice.summary;
    let [a, b] = choice.labels();
    match finding::leader(summary, summary.primary) {
        Leader::One(winner) if winner == choice.a => match money_words(book, choice) {
            Some((size, false)) => {
                format!(
                    "Keep {a}. {} would earn {size} less{}.",
                    finding::capitalised(&b),
                    time(choice)
                )
            }
            _ => format!("Keep {a}: {}.", advantage(choice)),
        },
        Leader::One(winner) if winner == choice.b => match money_words(book, choice) {
            Some((size, true)) => {
                format!("Change from {a} to {b}: it would earn {size} more{}.", time(choice))
            }
            _ => format!("Change from {a} to {b}: {}.", advantage(choice)),
        },
        _ => full(&finding::sentence(summary, summary.primary).unwrap_or_default()),
    }
}

/// The time that the money is about, if the choice is about money.
fn time(choice: &Choice<'_>) -> String {
    choice.money.map_or_else(String::new, |money| of_money(choice.summary, money.measure))
}

/// How much more or less the second policy earns, and whether it is more; nothing if that may be nothing.
fn money_words(book: &Book<'_>, choice: &Choice<'_>) -> Option<(String, bool)> {
    let difference = &choice.money?.comparison.difference;
    let (low, high) = difference.interval;
    if !(low > 0.0 || high < 0.0) {
        return None;
    }
    let money = book.words.numbers.money(difference.mean, &choice.summary.currency);
    Some((money, difference.mean > 0.0))
}

/// What the winner has: `it has the better Return on Sales`.
fn advantage(choice: &Choice<'_>) -> String {
    let measure = &choice.summary.measures[choice.summary.primary];
    let degree = if measure.better == Some(Direction::Lower) { "lower" } else { "better" };
    format!("it has the {degree} {}", finding::noun(measure))
}

/// The verdict in words, and what the better policy pays for it.
fn lead(choice: &Choice<'_>) -> String {
    let mut sentences = vec![finding::pair_sentence(choice.summary, choice.primary)];
    if finding::sentence(choice.summary, choice.primary.measure).as_ref() == Some(&sentences[0])
        && !matches!(finding::standing(choice.primary), Standing::Ahead { .. })
    {
        sentences.clear(); // the headline says it
    }
    let of_money = choice.money.filter(|money| money.measure != choice.primary.measure);
    if let Some(pair) = of_money {
        let clause = finding::pair_sentence(choice.summary, pair);
        if sentences.first() != Some(&clause) {
            sentences.push(format!("In contribution: {}", lowered(&clause)));
        }
    }
    let price = price_words(choice.summary, choice.primary);
    sentences.extend(price.map(|price| price.replace(" · and ", " and ").replace(" · ", "; ")));
    sentences
        .iter()
        .map(|sentence| full(&finding::capitalised(sentence)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `Can’t tell` within a sentence; names keep their capitals.
fn lowered(sentence: &str) -> String {
    for start in ["Can’t", "The difference", "No verdict"] {
        if let Some(rest) = sentence.strip_prefix(start) {
            return format!("{}{rest}", start.to_lowercase());
        }
    }
    sentence.to_owned()
}

/// Three figures: the effect, the chance, the ratio.
fn figures(book: &Book<'_>, choice: &Choice<'_>) -> String {
    let one = |(name, value, note): (String, String, String)| {
        format!(
            "<div><dt>{}</dt><dd><span class=\"v\">{value}</span><span class=\"n\">{}</span></dd></div>",
            book.words.said(&name),
            book.words.said(&note)
        )
    };
    let all = [effect(book, choice), chance(book, choice), both(book, choice)];
    let all: String = all.into_iter().map(one).collect();
    format!("<dl class=\"kpi\">{all}</dl>")
}

fn effect(book: &Book<'_>, choice: &Choice<'_>) -> (String, String, String) {
    let (summary, pair) = (choice.summary, choice.pair());
    let [_, b] = choice.labels();
    let name = format!("Effect of switching to {b}");
    let measure = &summary.measures[pair.measure];
    let spread = &pair.comparison.difference;
    let format = finding::format(summary, pair.measure);
    let format = format.for_difference(spread.mean, spread.half_width());
    let amount = |value: f64| match choice.money {
        Some(_) => signed(value, &book.words.numbers.money(value, &summary.currency)),
        None => format.difference(value),
    };
    let (low, high) = spread.interval;
    let range = if low.is_finite() {
        format!("; the average lies between {} and {}", amount(low), amount(high))
    } else {
        String::new()
    };
    let runs = simulated(summary.measured_weeks);
    let note = format!(
        "{}{}{range}. 90 of 100 single {runs}: {} to {}.",
        finding::noun(measure),
        time(choice),
        amount(spread.p05),
        amount(spread.p95)
    );
    (name, escaped(&book.words.numbers.rewritten(&amount(spread.mean))), note)
}

fn signed(value: f64, size: &str) -> String {
    let is_nothing = !size.contains(|c: char| c.is_ascii_digit() && c != '0');
    let sign = if is_nothing {
        ""
    } else if value < 0.0 {
        "−\u{2060}"
    } else {
        "+\u{2060}"
    };
    format!("{sign}{size}")
}

fn chance(book: &Book<'_>, choice: &Choice<'_>) -> (String, String, String) {
    let (summary, pair) = (choice.summary, choice.pair());
    let [_, b] = choice.labels();
    let of = |pair: &PairSummary| {
        let comparison = &pair.comparison;
        let runs = simulated(summary.measured_weeks);
        let words = of_runs(comparison.share_better, comparison.difference.count, &runs);
        words.trim_end_matches(&runs).trim_end().to_owned()
    };
    let noun = |pair: &PairSummary| finding::noun(&summary.measures[pair.measure]);
    let mut note = format!("{}, in {}", simulated(summary.measured_weeks), noun(pair));
    if pair.measure != choice.primary.measure {
        note = format!("{note}. In {}: {}", noun(choice.primary), of(choice.primary));
    }
    let value = escaped(&book.words.numbers.rewritten(&of(pair)));
    (format!("Chance that {b} is better"), value, format!("{note}."))
}

fn both(book: &Book<'_>, choice: &Choice<'_>) -> (String, String, String) {
    let (summary, pair) = (choice.summary, choice.primary);
    let format = finding::format(summary, summary.primary);
    let value = |policy: usize| {
        let mean = finding::estimate(summary, policy, summary.primary);
        let text = mean.map_or_else(|| "–".to_owned(), |estimate| format.value(estimate.mean));
        let text = escaped(&book.words.numbers.rewritten(&text));
        format!("<span class=\"t{}\">{text}</span>", color(policy))
    };
    let spread = &pair.comparison.difference;
    let fine = format.for_difference(spread.mean, spread.half_width());
    let [a, b] = choice.labels();
    let zone = if pair.zone > 0.0 {
        format!(". Less than {} would not matter", format.size(pair.zone))
    } else {
        String::new()
    };
    let known = match finding::standing(pair) {
        Standing::Withheld => "no verdict".to_owned(),
        _ => format!("{} {}", fine.difference(spread.mean), fine.error(spread.half_width())),
    };
    let values = format!("{} <span class=\"or\">or</span> {}", value(pair.a), value(pair.b));
    let name = summary.measures[summary.primary].label.clone();
    (name, values, format!("{a} or {b}: {known}{zone}."))
}
