//! What the numbers say, in words. Policies and directions come from the numbers alone.

use super::drift;
use super::format::{Format, of_runs, simulated};
pub(super) use super::named::{label, listed};
use crate::experiment::{PairSummary, Summary};
use crate::sales::{Direction, Measure, Unit};
use crate::stats::{Comparison, Estimate, Support, Verdict};

/// Who is ahead of whom in one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The winner is better by more than the zone of indifference.
    Ahead {
        winner: usize,
        loser: usize,
    },
    Tie,
    Undecided,
    Withheld,
}

/// Who is ahead among all policies in one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leader {
    /// Nobody to compare with, or no measure.
    None,
    /// Ahead of every other.
    One(usize),
    /// None of these is beaten, and they tie.
    Level(Vec<usize>),
    /// More runs are needed to tell.
    Open,
    /// Undefined in too many runs.
    Withheld,
}

/// The standing of a pair.
pub(super) fn standing(pair: &PairSummary) -> Standing {
    match pair.verdict() {
        Verdict::Better => Standing::Ahead { winner: pair.b, loser: pair.a },
        Verdict::Worse => Standing::Ahead { winner: pair.a, loser: pair.b },
        Verdict::Tie => Standing::Tie,
        Verdict::Undecided => Standing::Undecided,
        Verdict::Withheld => Standing::Withheld,
    }
}

/// All pairs of policies in one measure.
pub(super) fn pairs(summary: &Summary, measure: usize) -> impl Iterator<Item = &PairSummary> {
    summary.comparisons.iter().filter(move |pair| pair.measure == measure)
}

/// Whether differences in the primary measure are without the luck of controls.
pub(super) fn is_adjusted(summary: &Summary) -> bool {
    pairs(summary, summary.primary).any(|pair| pair.comparison.plain.is_some())
}

/// The index of the measure called `key`.
pub(super) fn measure(summary: &Summary, key: &str) -> Option<usize> {
    summary.measures.iter().position(|measure| measure.key == key)
}

/// One policy's estimate of a measure, if any run defines it.
pub(super) fn estimate(summary: &Summary, policy: usize, measure: usize) -> Option<&Estimate> {
    let estimate = summary.policies[policy].estimates.get(measure)?.as_ref()?;
    estimate.mean.is_finite().then_some(estimate)
}

/// A format that fits the estimates of all policies in one measure.
pub(super) fn format(summary: &Summary, measure: usize) -> Format {
    let means = (0..summary.policies.len())
        .filter_map(|policy| Some(estimate(summary, policy, measure)?.mean));
    Format::new(&summary.measures[measure], &summary.currency, means)
}

/// Labels of several policies: `A, B and C`.
pub(super) fn labels(summary: &Summary, policies: &[usize]) -> String {
    listed(&policies.iter().map(|&policy| label(summary, policy)).collect::<Vec<_>>())
}

/// What each policy shows, one by one (value, words); many policies: only the range.
pub(super) fn each(found: &[(f64, String)], write: impl Fn(f64) -> String) -> String {
    if found.len() <= 3 {
        return listed(&found.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>());
    }
    let values = || found.iter().map(|(value, _)| *value);
    let (low, high) =
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    format!("{} to {} across {} policies", write(low), write(high), found.len())
}

/// The comparison of `policy` (one of the pair) with the other.
pub(super) fn seen_from(pair: &PairSummary, policy: usize) -> Comparison {
    if policy == pair.b { pair.comparison } else { pair.comparison.turned() }
}

/// A share of so many runs in words: `89 of 100 simulated years`.
pub(super) fn of_years(summary: &Summary, share: f64, runs: usize) -> String {
    of_runs(share, runs, &simulated(summary.measured_weeks))
}

/// In how many of the runs that define both `policy` (one of the pair) is strictly better.
pub(super) fn years_better(summary: &Summary, pair: &PairSummary, policy: usize) -> String {
    let comparison = seen_from(pair, policy);
    of_years(summary, comparison.share_better, comparison.difference.count)
}

/// Who leads in a measure.
pub(super) fn leader(summary: &Summary, measure: usize) -> Leader {
    let standings: Vec<(usize, usize, Standing)> =
        pairs(summary, measure).map(|pair| (pair.a, pair.b, standing(pair))).collect();
    if summary.policies.len() < 2 || standings.is_empty() {
        return Leader::None;
    }
    if standings.iter().any(|(.., standing)| *standing == Standing::Withheld) {
        return Leader::Withheld;
    }
    let beaten = |policy| {
        standings
            .iter()
            .any(|(.., s)| matches!(s, Standing::Ahead { loser, .. } if *loser == policy))
    };
    let unbeaten: Vec<usize> = (0..summary.policies.len()).filter(|p| !beaten(*p)).collect();
    let among =
        |(a, b, _): &&(usize, usize, Standing)| unbeaten.contains(a) && unbeaten.contains(b);
    let ahead_of_all = |policy: usize| {
        let ahead = |(.., s): &&(usize, usize, Standing)| matches!(s, Standing::Ahead { winner, .. } if *winner == policy);
        standings.iter().filter(ahead).count() == summary.policies.len() - 1
    };
    match unbeaten[..] {
        [one] if ahead_of_all(one) => Leader::One(one),
        [_, _, ..] if standings.iter().filter(among).all(|(.., s)| *s == Standing::Tie) => {
            Leader::Level(unbeaten)
        }
        _ => Leader::Open,
    }
}

/// The verdict of a pair as a sentence without full stop.
pub(super) fn pair_sentence(summary: &Summary, pair: &PairSummary) -> String {
    capitalised(&pair_words(summary, pair))
}

fn pair_words(summary: &Summary, pair: &PairSummary) -> String {
    let (a, b) = (label(summary, pair.a), label(summary, pair.b));
    let measure = &summary.measures[pair.measure].label;
    let difference = &pair.comparison.difference;
    match standing(pair) {
        Standing::Ahead { winner, loser } => {
            let years = years_better(summary, pair, winner);
            let share = seen_from(pair, winner).share_better;
            let (winner, loser) = (label(summary, winner), label(summary, loser));
            if share > 0.5 {
                format!("{winner} beats {loser} in {years}")
            } else {
                format!("{winner} beats {loser} on average, though in only {years}")
            }
        }
        Standing::Tie => {
            format!("The difference between {a} and {b} in {measure} is too small to matter")
        }
        Standing::Undecided => {
            format!(
                "Can’t tell yet whether {a} or {b} is better in {measure}: {}",
                open(summary, pair)
            )
        }
        Standing::Withheld => match no_verdict(summary, &[pair.a, pair.b], pair.measure) {
            Some(whose) => format!("No verdict on {a} and {b}: {whose}"),
            None => format!(
                "No verdict on {a} and {b}: {measure} is undefined in {}",
                of_years(
                    summary,
                    difference.undefined_share(),
                    difference.count + difference.undefined
                )
            ),
        },
    }
}

/// Why nobody can tell yet which of a pair is better.
fn open(summary: &Summary, pair: &PairSummary) -> String {
    let comparison = &pair.comparison;
    let count = comparison.difference.count;
    match comparison.support {
        Support::NoDifference => {
            format!("no difference in {}", of_years(summary, 1.0, count))
        }
        Support::FewDifferences => {
            let share = 1.0 - comparison.share_tied;
            format!("a difference in only {}", of_years(summary, share, count))
        }
        Support::Lopsided | Support::Skewed => {
            "the difference rests on a few extreme runs".to_owned()
        }
        Support::Enough | Support::Undefined => "more runs are needed".to_owned(),
    }
}

/// Why there is no verdict: there is no lasting state, or a value is undefined in all runs.
fn no_verdict(summary: &Summary, policies: &[usize], measure: usize) -> Option<String> {
    drift::words(summary, policies).or_else(|| undefined(summary, measure))
}

/// Whose value of a measure is undefined in all runs, if anybody’s: `Return on Sales of A is
/// undefined`.
fn undefined(summary: &Summary, measure: usize) -> Option<String> {
    let is_unknown = |policy: &usize| estimate(summary, *policy, measure).is_none();
    let whose: Vec<usize> = (0..summary.policies.len()).filter(is_unknown).collect();
    whose.first()?;
    let (name, whose) = (&summary.measures[measure].label, labels(summary, &whose));
    Some(format!("{name} of {whose} is undefined"))
}

/// The verdict over all policies in one measure as a sentence; `None` where there is nothing to
/// compare.
pub(super) fn sentence(summary: &Summary, measure: usize) -> Option<String> {
    all_words(summary, measure).map(|words| capitalised(&words))
}

fn all_words(summary: &Summary, measure: usize) -> Option<String> {
    let mut pairs = pairs(summary, measure);
    let (first, more) = (pairs.next()?, pairs.next().is_some());
    if !more {
        return Some(pair_words(summary, first));
    }
    let name = &summary.measures[measure].label;
    let count = summary.policies.len();
    match leader(summary, measure) {
        Leader::None => None,
        Leader::One(winner) => {
            let others =
                if count == 3 { "both others".into() } else { format!("all {} others", count - 1) };
            Some(format!("{} beats {others} in {name}", label(summary, winner)))
        }
        Leader::Level(level) if level.len() == count => Some(format!(
            "The differences between all {count} policies in {name} are too small to matter"
        )),
        Leader::Level(level) => Some(format!(
            "{} lead in {name}; the differences between them are too small to matter",
            labels(summary, &level)
        )),
        Leader::Open => Some(format!(
            "Can’t tell yet which of the {count} policies is best in {name}: more runs are needed"
        )),
        Leader::Withheld => {
            let all: Vec<usize> = (0..count).collect();
            let why = no_verdict(summary, &all, measure).unwrap_or_else(|| {
                format!("{name} is undefined in too many {}", simulated(summary.measured_weeks))
            });
            Some(format!("No verdict on all {count} policies: {why}"))
        }
    }
}

/// Who leads in a measure as a clause: `A has the better X`; `None` for a single policy.
pub(super) fn clause(summary: &Summary, measure: usize) -> Option<String> {
    let name = noun(&summary.measures[measure]);
    let better = comparative(summary, measure);
    match leader(summary, measure) {
        Leader::None => None,
        Leader::One(winner) => Some(format!("{} has {better}", label(summary, winner))),
        Leader::Level(level) => Some(format!("{} tie in {name}", labels(summary, &level))),
        Leader::Open => Some(format!("can’t tell yet who has {better}")),
        Leader::Withheld => Some(format!("no verdict on {name}")),
    }
}

/// What the leader in a measure has: `the better X`, `more x`, `the shortest x`.
fn comparative(summary: &Summary, measure: usize) -> String {
    let Measure { unit, better, .. } = &summary.measures[measure];
    let is_less = *better == Some(Direction::Lower);
    let (of_two, of_many) = match (unit, is_less) {
        (Unit::Count | Unit::PerWeek, false) => ("more", "the most"),
        (Unit::Count | Unit::PerWeek, true) => ("fewer", "the fewest"),
        (Unit::Money | Unit::Number, false) => ("the higher", "the highest"),
        (Unit::Money | Unit::Number, true) => ("the lower", "the lowest"),
        (Unit::Hours | Unit::Days | Unit::WorkHours, true) => ("the shorter", "the shortest"),
        (Unit::Hours | Unit::Days | Unit::WorkHours, false) => ("the longer", "the longest"),
        (Unit::Share, _) => ("the better", "the best"),
    };
    let degree = if summary.policies.len() > 2 { of_many } else { of_two };
    format!("{degree} {}", noun(&summary.measures[measure]))
}

/// A measure as it reads within a sentence: `decisions per week` for `Flow: decisions`.
pub(super) fn noun(measure: &Measure) -> String {
    let label = per_week(measure);
    lower(label.split_once(": ").map_or(label.as_str(), |(_, noun)| noun))
}

/// A measure's label, with the week where it is a rate.
fn per_week(measure: &Measure) -> String {
    let is_said = measure.unit != Unit::PerWeek || measure.label.contains("week");
    if is_said { measure.label.clone() } else { format!("{} per week", measure.label) }
}

/// As [`clause`], for two policies with the share of runs that bear it out.
pub(super) fn clause_in_runs(summary: &Summary, measure: usize) -> Option<String> {
    let clause = clause(summary, measure)?;
    let mut pairs = pairs(summary, measure);
    let (pair, more) = (pairs.next()?, pairs.next().is_some());
    match standing(pair) {
        Standing::Ahead { winner, .. } if !more => {
            Some(format!("{clause} in {}", years_better(summary, pair, winner)))
        }
        _ => Some(clause),
    }
}

/// What two measures say of all policies, as one sentence.
pub(super) fn two_clauses(summary: &Summary, first: usize, second: usize) -> Option<String> {
    if let (Leader::One(one), Leader::One(other)) =
        (leader(summary, first), leader(summary, second))
        && one == other
    {
        let (better, more) = (comparative(summary, first), comparative(summary, second));
        let words = format!("{} has {better} and {more}", label(summary, one));
        return Some(capitalised(&words));
    }
    Some(capitalised(&format!("{}; {}", clause(summary, first)?, clause(summary, second)?)))
}

/// What the estimate of a measure over all runs is.
pub(super) fn estimated(measure: &Measure) -> &'static str {
    if measure.ratio_of.is_some() { "ratio of sums" } else { "mean" }
}

/// What the estimate of a difference in a measure over all runs is.
pub(super) fn estimated_difference(measure: &Measure) -> &'static str {
    if measure.ratio_of.is_some() { "difference of the ratios of sums" } else { "mean" }
}

/// Whether a measure's name and unit promise that right and up are better.
pub(super) fn more_is_better(measure: &Measure) -> bool {
    measure.better == Some(Direction::Higher)
}

/// The text with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with a small first letter, unless it is a name of several capitals.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    if text.chars().skip(1).any(char::is_uppercase) {
        return text.into();
    }
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
