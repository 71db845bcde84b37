//! What stands below the table: price, bottlenecks, limits, files, what to try next.

use super::{Page, difference, runs};
use crate::experiment::{PairSummary, Summary, Transition};
use crate::report::finding::{self, Leader, Standing};
use crate::report::format::{count, of_runs, percent};
use crate::report::scale;
use crate::report::stopping::stopping_sentence;
use crate::report::uncertainty;

/// Utilisation from which a role counts as scarce.
const SCARCE: f64 = 0.85;
/// Prices named at most.
const MOST_PRICES: usize = 4;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.blank();
    if let Some(sentence) = stopping_sentence(summary) {
        page.note("stopped", &sentence);
    }
    for sentence in scale::sentences(summary) {
        page.note("equal cost", &sentence);
    }
    if let Some(bottlenecks) = bottlenecks(summary) {
        page.note("bottleneck", &bottlenecks);
    }
    for transition in &summary.transitions {
        page.note("break-even", &break_even(summary, transition));
    }
    for sentence in uncertainty::sentences(summary) {
        page.note("uncertain", &sentence);
    }
    if !summary.not_modelled.is_empty() {
        page.note("not modelled", &summary.not_modelled.join("; "));
    }
    let inputs = summary.inputs;
    if inputs.total > 0 {
        let (total, assumed) = (count(&inputs.total), count(&inputs.assumptions));
        page.note("inputs", &format!("{assumed} of {total} are assumptions without a source"));
    }
    for warning in &summary.warnings {
        page.note("warning", warning);
    }
    page.note("try next", &next(summary));
    if let Some(folder) = page.screen.folder {
        let folder = folder.display();
        page.note("files", &format!("{folder}: charts (SVG and PNG), results.json, tables (CSV)"));
    }
    page.blank();
    explain(page, summary);
}

/// What the better policy of a pair pays: measures in which it is worse beyond noise.
pub(super) fn price(summary: &Summary, pair: &PairSummary) -> Option<String> {
    let Standing::Ahead { winner, .. } = finding::standing(pair) else { return None };
    let is_worse = |other: &&PairSummary| {
        let (low, high) = other.comparison.improvement();
        let worse = if winner == other.b { high < 0.0 } else { low > 0.0 };
        let measure = &summary.measures[other.measure];
        worse && measure.better.is_some() && !measure.key.contains('.')
    };
    let same = |other: &&PairSummary| (other.a, other.b) == (pair.a, pair.b);
    let prices: Vec<&PairSummary> =
        summary.comparisons.iter().filter(same).filter(is_worse).collect();
    let named = prices.iter().take(MOST_PRICES).map(|other| {
        let format = finding::format(summary, other.measure);
        let price = if winner == other.a { turned(other) } else { (*other).clone() };
        let label = &summary.measures[other.measure].label;
        format!("{label} {}", difference(&format, &price))
    });
    let named = named.collect::<Vec<_>>().join(" · ");
    let more = match prices.len().saturating_sub(MOST_PRICES) {
        0 => String::new(),
        more => format!(" · and {more} more"),
    };
    let winner = finding::label(summary, winner);
    if prices.is_empty() {
        return Some(format!("none seen: {winner} is not worse in any measure compared"));
    }
    Some(format!("{winner} is worse in: {named}{more}"))
}

/// The same pair with the difference a − b.
fn turned(pair: &PairSummary) -> PairSummary {
    let mut turned = pair.clone();
    let difference = &mut turned.comparison.difference;
    difference.mean = -difference.mean;
    turned
}

fn bottlenecks(summary: &Summary) -> Option<String> {
    let named = summary.policies.iter().enumerate().filter_map(|(index, policy)| {
        let (role, share) = policy.bottleneck.as_ref()?;
        Some(format!("{}: {role} ({} busy)", finding::label(summary, index), percent(*share)))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(" · "))
}

/// When a change of policy has paid: `team: begins in week 40, ahead of lone hero …`.
fn break_even(summary: &Summary, transition: &Transition) -> String {
    let Transition { policy, before, start_week, ahead_share, .. } = *transition;
    let (new, old) = (finding::label(summary, policy), finding::label(summary, before));
    let runs = usize::try_from(summary.replications).unwrap_or(usize::MAX);
    let ahead = format!("ahead at the end in {}", of_runs(ahead_share, runs));
    let start = format!("{new}, begun in week {}", rounded(start_week));
    match transition.break_even_week.zip(transition.weeks_to_break_even) {
        Some((week, after)) => format!(
            "{start}: ahead of {old} for good from week {} on ({} weeks later); {ahead}",
            rounded(week),
            rounded(after)
        ),
        None => format!("{start}: not ahead of {old} within the window; {ahead}"),
    }
}

/// Weeks without needless digits.
fn rounded(weeks: f64) -> String {
    let tenths = (10.0 * weeks).round() / 10.0;
    format!("{tenths}")
}

fn next(summary: &Summary) -> String {
    if summary.replications < summary.replications_planned {
        return "let it run to the end: these are partial results".into();
    }
    match finding::leader(summary, summary.primary) {
        Leader::Open => return "more runs: four times as many halve every ±".into(),
        Leader::Withheld => {
            return "find out why the measure is undefined in so many runs: no revenue?".into();
        }
        Leader::None | Leader::One(_) | Leader::Level(_) => {}
    }
    let scarce = summary.policies.iter().enumerate().find_map(|(index, policy)| {
        let (role, share) = policy.bottleneck.as_ref()?;
        (*share >= SCARCE).then(|| (role, finding::label(summary, index)))
    });
    match scarce {
        Some((role, label)) => {
            format!("one more {role} for {label}, or fewer leads: does the result hold?")
        }
        None => "change the assumption you trust least: does the result hold?".into(),
    }
}

fn explain(page: &mut Page, summary: &Summary) {
    let whenever = if summary.stopping.is_some() { ", whenever one stops" } else { "" };
    page.dim(&format!(
        "± is the error of the estimate (95 %{whenever}); it shrinks with more runs. “Half the runs” is \
         what runs look like; it does not."
    ));
    page.dim(&format!(
        "{} · scenario {} · seed {} · {} events",
        runs(summary),
        summary.scenario,
        summary.seed,
        count(&summary.events)
    ));
}
