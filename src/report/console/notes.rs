//! What stands below the table: price, bottlenecks, limits, files, what to try next.

use super::{Page, difference, runs};
use crate::experiment::{PairSummary, Summary, Transition};
use crate::report::finding::{self, Leader, Standing};
use crate::report::format::{count, percent, simulated};
use crate::report::health;
use crate::report::scale;
use crate::report::stopping::stopping_sentence;
use crate::report::uncertainty;
use crate::stats::Verdict;

/// Utilisation from which a role counts as scarce.
const SCARCE: f64 = 0.85;
/// Share of undefined runs up to which nothing is said of them.
const MOST_UNDEFINED: f64 = 0.01;
/// Prices named at most.
const MOST_PRICES: usize = 4;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.blank();
    if let Some(sentence) = stopping_sentence(summary) {
        page.note("stopped", &sentence);
    }
    for sentence in single_years(summary).into_iter().chain(undefined(summary)) {
        page.note("single runs", &sentence);
    }
    for sentence in scale::sentences(summary) {
        page.note("market cost", &sentence);
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
    page.note("health", &health::line(summary));
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
        let is_carried = other.comparison.support.is_interval_carried();
        let worse = is_carried && finding::seen_from(other, winner).improvement().1 < 0.0;
        let measure = &summary.measures[other.measure];
        worse && measure.better.is_some() && !measure.key.contains('.')
    };
    let same = |other: &&PairSummary| (other.a, other.b) == (pair.a, pair.b);
    let prices: Vec<&PairSummary> =
        summary.comparisons.iter().filter(same).filter(is_worse).collect();
    let named = prices.iter().take(MOST_PRICES).map(|other| {
        let format = finding::format(summary, other.measure);
        let label = &summary.measures[other.measure].label;
        let seen = finding::seen_from(other, winner);
        format!("{label} {}", difference(&format, &seen))
    });
    let named = named.collect::<Vec<_>>().join(" · ");
    let more = match prices.len().saturating_sub(MOST_PRICES) {
        0 => String::new(),
        more => format!(" · and {more} more"),
    };
    let winner = finding::label(summary, winner);
    if prices.is_empty() {
        return Some(format!("none found: {winner} is not worse on any measure"));
    }
    Some(format!("{winner} is worse on: {named}{more}"))
}

/// Where the mean of the ratios of single runs says something else than the ratio of sums.
fn single_years(summary: &Summary) -> Vec<String> {
    let name = &summary.measures[summary.primary].label;
    let format = finding::format(summary, summary.primary);
    let other = |pair: &PairSummary| {
        let (other, mean) = (pair.other_verdict()?, pair.comparison.difference.mean_of_ratios?);
        let [a, b] = [pair.a, pair.b].map(|policy| finding::label(summary, policy));
        let verdict = match other {
            Verdict::Better => format!("{b} is better"),
            Verdict::Worse => format!("{a} is better"),
            Verdict::Tie => "the difference is too small to matter".to_owned(),
            Verdict::Undecided => "there is no clear answer yet".to_owned(),
            Verdict::Withheld => return None,
        };
        let fine = format.for_difference(mean.mean, mean.half_width());
        Some(format!(
            "if {name} is averaged over {} instead of taken over all of them together, {verdict}: {b} \
             minus {a} {} {}",
            simulated(summary.measured_weeks),
            fine.difference(mean.mean),
            fine.error(mean.half_width())
        ))
    };
    finding::pairs(summary, summary.primary).filter_map(other).collect()
}

/// Which of the measures shown are undefined in some runs, and in how many.
fn undefined(summary: &Summary) -> Vec<String> {
    let of_policy = |measure: usize, policy: usize| {
        let estimate = finding::estimate(summary, policy, measure)?;
        let (count, name) = (estimate.count + estimate.undefined, &summary.measures[measure].label);
        (estimate.undefined_share() > MOST_UNDEFINED).then(|| {
            let years = finding::of_years(summary, estimate.undefined_share(), count);
            let whole = match estimate.mean_of_ratios {
                Some(_) => {
                    "its percentiles are those of the others, its value that of all together"
                }
                None => "its mean and percentiles are those of the others",
            };
            format!(
                "{name} of {} is undefined in {years}; {whole}",
                finding::label(summary, policy)
            )
        })
    };
    let policies = 0..summary.policies.len();
    let rows = super::table::rows(summary);
    rows.flat_map(|m| policies.clone().filter_map(move |p| of_policy(m, p))).collect()
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
    let ahead = format!("ahead at the end in {}", finding::of_years(summary, ahead_share, runs));
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
        return "let the simulation finish: these results are partial".into();
    }
    match finding::leader(summary, summary.primary) {
        Leader::Open => return "more runs: four times as many halve every ±".into(),
        Leader::Withheld if !summary.drifts.is_empty() => {
            return "more people, fewer leads, or a longer `run.warm_up`".into();
        }
        Leader::Withheld => {
            return "find out why the measure is undefined: does a policy sell nothing?".into();
        }
        Leader::None | Leader::One(_) | Leader::Level(_) => {}
    }
    let scarce = summary.policies.iter().enumerate().find_map(|(index, policy)| {
        let (role, share) = policy.bottleneck.as_ref()?;
        (*share >= SCARCE).then(|| (role, finding::label(summary, index)))
    });
    match scarce {
        Some((role, label)) => {
            format!("add one {role} to {label}, or reduce the leads: does the result still hold?")
        }
        None => "change the assumption you trust least: does the result still hold?".into(),
    }
}

fn explain(page: &mut Page, summary: &Summary) {
    let whenever = if summary.stopping.is_some() { ", valid whenever the run stops" } else { "" };
    let luck = if finding::is_adjusted(summary) {
        " The luck of single deals is taken out of differences, as far as its chances are known."
    } else {
        ""
    };
    page.dim(&format!(
        "± is half the 95 % confidence interval of the estimate{whenever}; it shrinks with more runs.{luck} \
         “Middle 50 %” shows how much single {} vary; it does not shrink.",
        simulated(summary.measured_weeks)
    ));
    page.dim(&format!(
        "{} · scenario {} · seed {} · {} events",
        runs(summary),
        summary.scenario,
        summary.seed,
        count(&summary.events)
    ));
}
