//! What was done to pay for equal cost, in words.

use crate::experiment::Summary;
use crate::experiment::scaling::{Mean, Scaled, Scaling, Unscaled};
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
    let mut sentences = scale_sentences(scaling, &label, &summary.currency);
    let factors = if sentences.len() == 1 { "the factor" } else { "these factors" };
    if let Some(last) = sentences.last_mut() {
        last.push_str(". Intervals include the error of ");
        last.push_str(factors);
    }
    sentences
}

/// What was done to pay, a sentence for each policy that has a label.
pub fn scale_sentences(
    scaling: &Scaling,
    label: &dyn Fn(&str) -> Option<String>,
    currency: &str,
) -> Vec<String> {
    let first = label(&scaling.first).unwrap_or_else(|| format!("`{}`", scaling.first));
    let sentence = |scaled: &Scaled| {
        let (own, factor, gap) = (label(&scaled.policy)?, factor(scaled), gap(scaled));
        let before = unscaled(&scaled.unscaled, currency);
        Some(format!(
            "{own}: variable pay × {factor}, so that its pay costs as much as that of {first} \
             (remaining gap {gap}); unscaled: {before}"
        ))
    };
    scaling.policies.iter().filter_map(sentence).collect()
}

/// The factors in a few words: `team × 0.62 (gap +0.2 % ±0.4)`.
pub fn factors_in_words(scaling: &Scaling) -> String {
    let words =
        |scaled: &Scaled| format!("{} × {} (gap {})", scaled.policy, factor(scaled), gap(scaled));
    let all: Vec<String> = scaling.policies.iter().map(words).collect();
    all.join(", ").replace(['\u{A0}', '\u{202F}'], " ")
}

fn factor(scaled: &Scaled) -> String {
    format!("{:.2}", scaled.factor)
}

/// `+0.2 % ±0.4`: the gap is a share of a cost, no difference of shares.
fn gap(scaled: &Scaled) -> String {
    const DIGITS: f64 = 0.01;
    let format = Format::of_unit(Unit::Share, "", [DIGITS]);
    format!("{}\u{A0}% {}", format.signed(scaled.gap), format.error(scaled.error))
}

fn unscaled(unscaled: &Unscaled, currency: &str) -> String {
    let (what, unit, Mean { mean, error }) = match unscaled.return_on_sales {
        Some(share) => ("Return on Sales", Unit::Share, share),
        None => ("Contribution", Unit::Money, unscaled.contribution),
    };
    let format = Format::of_unit(unit, currency, [mean]).for_difference(mean, error);
    format!("{what} {} {}", format.value(mean), format.error(error))
}
