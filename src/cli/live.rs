//! What is known of a comparison while it runs, in a few words.

use crate::experiment::{PairSummary, Results, primary_pairs};
use crate::report;
use crate::scenario::Scenario;
use crate::stats::{Interval, Verdict};

/// The verdict so far on the second policy against the first, with the difference and its error; of
/// several pairs, how many are decided. `compared` policies, from the first, are compared; with a goal
/// the interval holds at every look.
pub(super) fn verdict(
    scenario: &Scenario,
    results: &Results,
    (compared, has_goal): (usize, bool),
) -> String {
    let interval = if has_goal { Interval::Sequence } else { Interval::Student };
    let pairs = primary_pairs(scenario, results, compared, interval);
    let Some(first) = pairs.first().filter(|pair| pair.comparison.difference.count > 0) else {
        return String::new();
    };
    let is_decided = |pair: &&PairSummary| word(pair.verdict()).1;
    let judged = results.measures[first.measure].better.is_some();
    let decided = match (pairs.len(), judged) {
        (_, false) => String::new(),
        (1, true) => format!(", {}", word(first.verdict()).0),
        (all, true) => {
            let decided = pairs.iter().filter(is_decided).count();
            format!(", {} · {decided} of {all} pairs decided", word(first.verdict()).0)
        }
    };
    let (measure, difference) = (&results.measures[first.measure], &first.comparison.difference);
    let difference = report::difference_words(measure, &scenario.currency, difference);
    let [a, b] = [first.a, first.b].map(|policy| &results.policies[policy].label);
    format!("{b} − {a}: {difference}{decided}")
}

/// A verdict in words, and whether it is one.
fn word(verdict: Verdict) -> (&'static str, bool) {
    match verdict {
        Verdict::Better => ("better", true),
        Verdict::Worse => ("worse", true),
        Verdict::Tie => ("too close to matter", true),
        Verdict::Undecided => ("can’t tell yet", false),
        Verdict::Withheld => ("no verdict", false),
    }
}
