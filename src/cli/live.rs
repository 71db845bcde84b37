//! What is known of a comparison while it runs, in a few words.

use super::progress::Progress;
use super::watching::Watching;
use crate::experiment::{
    self, Ahead, Failure, Goal, Keep, Looks, PairSummary, Results, primary_pairs,
};
use crate::report;
use crate::scenario::Scenario;
use crate::stats::{Interval, Verdict};

/// Waits for the first moment at which all verdicts of a comparison are settled, says so, and lets it go on.
pub(super) struct First<'a> {
    scenario: &'a Scenario,
    compared: usize,
    /// `None` once that is said.
    looks: Option<Looks<'a>>,
}

impl<'a> First<'a> {
    /// Of a comparison of the first `compared` policies; `None` of a single one.
    pub(super) fn of(scenario: &'a Scenario, compared: usize) -> Option<Self> {
        let goal = Goal { decided: true, precision: None };
        let looks = Some(Looks::new(scenario, compared, goal));
        (compared > 1).then_some(Self { scenario, compared, looks })
    }

    /// Makes the first runs of the policies compared before those of others, if there are others, and looks at
    /// them.
    pub(super) fn ahead(
        &mut self,
        kept: &impl Keep,
        watching: &Watching,
    ) -> Result<Ahead, Failure> {
        let ahead = experiment::run_ahead(self.scenario, self.compared, kept, watching)?;
        if let Some(ahead) = &ahead {
            self.room(&experiment::results_ahead(ahead, self.scenario)?, &watching.progress);
        }
        Ok(ahead.unwrap_or_default())
    }

    /// How many runs there are until the next look.
    pub(super) fn room(&mut self, results: &Results, progress: &Progress) -> u32 {
        match self.looks.as_mut().map_or(u32::MAX, |looks| looks.room(results)) {
            0 => {
                self.looks = None;
                progress.say(&settled(self.scenario, results, self.compared));
                u32::MAX
            }
            room => room,
        }
    }
}

/// That all verdicts are settled, and which they are.
fn settled(scenario: &Scenario, results: &Results, compared: usize) -> String {
    let pairs = primary_pairs(scenario, results, compared, Interval::Sequence);
    let told: Vec<String> = pairs
        .iter()
        .map(|pair| format!("\n  {}, {}", told(scenario, results, pair), word(pair.verdict()).0))
        .collect();
    let follows = match scenario.replications - results.replications {
        0 => "the other policies follow".to_owned(),
        left => format!("{left} more runs follow, which make everything more precise"),
    };
    format!(
        "settled after {} runs: {} in {}{}\n  {follows} (`--quick` stops here)",
        results.replications,
        if told.len() == 1 { "the verdict" } else { "all verdicts" },
        pairs.first().map_or("", |pair| &results.measures[pair.measure].label),
        told.concat()
    )
}

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
    format!("{}{decided}", told(scenario, results, first))
}

/// The difference of a pair with its error.
fn told(scenario: &Scenario, results: &Results, pair: &PairSummary) -> String {
    let (measure, difference) = (&results.measures[pair.measure], &pair.comparison.difference);
    let difference = report::difference_words(measure, &scenario.currency, difference);
    let [a, b] = [pair.a, pair.b].map(|policy| &results.policies[policy].label);
    format!("{b} − {a}: {difference}")
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
