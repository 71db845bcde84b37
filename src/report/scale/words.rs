//! What was done to pay for market cost, in words.

use crate::experiment::Summary;
use crate::experiment::scaling::{Scaled, Scaling};
use crate::report::finding;
use crate::report::format::Format;
use crate::sales::Unit;

/// What was done to the pay of the policies of a summary, a sentence for each that is scaled.
pub(in crate::report) fn sentences(summary: &Summary) -> Vec<String> {
    let Some(scaling) = &summary.scaling else { return Vec::new() };
    let label = |name: &str| {
        let policy = summary.policies.iter().position(|policy| policy.name == name);
        policy.map(|policy| finding::label(summary, policy))
    };
    scale_sentences(scaling, &label)
}

/// What was done to pay, a sentence for each policy that has a label.
pub fn scale_sentences(scaling: &Scaling, label: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let sentence = |scaled: &Scaled| {
        let (own, factor, written) = (label(&scaled.policy)?, factor(scaled), written(scaled));
        Some(format!(
            "{own}: variable pay × {factor}, so that its plans pay what the market does in a usual \
             year; as written they pay {written}"
        ))
    };
    scaling.policies.iter().filter_map(sentence).collect()
}

/// The factors in a few words: `team × 0.62 (as written 8.1 % above market)`.
pub fn factors_in_words(scaling: &Scaling) -> String {
    let words = |scaled: &Scaled| {
        let written =
            written(scaled).replace(" more", " above market").replace(" less", " below market");
        format!("{} × {} (as written {written})", scaled.policy, factor(scaled))
    };
    let all: Vec<String> = scaling.policies.iter().map(words).collect();
    all.join(", ").replace(['\u{A0}', '\u{202F}'], " ")
}

fn factor(scaled: &Scaled) -> String {
    format!("{:.2}", scaled.factor)
}

/// `8.1 % more`: what plans as written pay against the market.
fn written(scaled: &Scaled) -> String {
    const DIGITS: f64 = 0.01;
    let beyond = scaled.written.mean / scaled.market.mean - 1.0;
    let format = Format::of_unit(Unit::Share, "", [DIGITS]);
    let word = if beyond < 0.0 { "less" } else { "more" };
    format!("{} {word}", format.value(beyond.abs()))
}
