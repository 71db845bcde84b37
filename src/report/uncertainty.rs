//! What uncertain inputs mean, in words made of the summary's numbers alone.

use super::finding;
use super::format::percent;
use crate::experiment::{Doubt, Summary, UncertaintySummary};

/// Inputs named at most.
const NAMED: usize = 3;
/// An input that explains less than this is not named.
const LEAST: f64 = 0.01;

/// One sentence on the doubt and one on the worlds for each pair of the first policy with another;
/// why there is none, where the runs are too few.
pub(super) fn sentences(summary: &Summary) -> Vec<String> {
    let Some(uncertainty) = &summary.uncertainty else { return Vec::new() };
    if uncertainty.doubts.is_empty() {
        return vec![format!(
            "{}: every run draws its own values; from {} runs on, the effect of assumptions can be separated from random variation",
            inputs(uncertainty.inputs.len()),
            uncertainty.least_runs
        )];
    }
    let first = uncertainty.doubts.iter().filter(|doubt| doubt.a == 0);
    first.flat_map(|pair| [doubt(summary, uncertainty, pair), worlds(summary, pair)]).collect()
}

fn inputs(count: usize) -> String {
    if count == 1 { "1 input is a range".into() } else { format!("{count} inputs are ranges") }
}

/// How much of the spread of the difference is assumption, and whose.
pub(super) fn doubt(summary: &Summary, of: &UncertaintySummary, pair: &Doubt) -> String {
    let mut order: Vec<usize> = (0..of.inputs.len()).collect();
    order.sort_by(|i, j| pair.by_input[*j].share.total_cmp(&pair.by_input[*i].share));
    let named = order.iter().filter(|input| pair.by_input[**input].share >= LEAST).take(NAMED);
    let named: Vec<String> = named
        .map(|input| {
            format!("`{}` {}", of.inputs[*input].key, percent(pair.by_input[*input].share))
        })
        .collect();
    let most = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    let [a, b] = [pair.a, pair.b].map(|policy| finding::label(summary, policy));
    let assumed = pair.assumptions.share;
    format!(
        "of the variance of the difference between {b} and {a}, {} (±{}) stems from assumptions{most}; \
         {} is random variation",
        percent(assumed),
        (100.0 * pair.assumptions.error).round(),
        percent(1.0 - assumed)
    )
}

/// In how many of the worlds drawn who is better.
pub(super) fn worlds(summary: &Summary, pair: &Doubt) -> String {
    let [a, b] = [pair.a, pair.b].map(|policy| finding::label(summary, policy));
    let (value, error) = pair.as_written;
    let format = finding::format(summary, summary.primary).for_difference(value, error);
    let tie = if pair.zone > 0.0 {
        format!(", and in {} the difference is too small to matter", percent(pair.worlds.tie))
    } else {
        String::new()
    };
    format!(
        "{a} wins in {} of the worlds within the ranges, {b} in {}{tie}; with the values as written the \
         difference is {} {} (random variation averaged out by a fitted surface)",
        percent(pair.worlds.a),
        percent(pair.worlds.b),
        format.difference(value),
        format.error(error)
    )
}
