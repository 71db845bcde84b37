//! Why a run with a goal ended, in one sentence.

use super::finding;
use super::format::{count, plural};
use crate::experiment::{End, Stopping, Summary};

/// Why the run ended and whether it reached what it was to reach; `None` if it had no goal.
pub fn stopping_sentence(summary: &Summary) -> Option<String> {
    let stopping = summary.stopping.as_ref()?;
    let runs = plural(summary.replications.into(), "run");
    let end = match stopping.end {
        End::Goal => format!("after {runs}"),
        End::Runs => format!("after {runs}, the maximum"),
        End::Time => format!("after {runs}, at the time limit"),
        End::Interrupted => format!("after {runs}, interrupted"),
    };
    let found: Vec<String> =
        [verdicts(summary, stopping), width(summary, stopping)].into_iter().flatten().collect();
    let words = finding::listed(&found);
    let more =
        stopping.runs_needed.map(|runs| format!("; about {} would be enough", rounded(runs)));
    Some(format!("{end}: {words}{}", more.unwrap_or_default()))
}

/// Which verdicts are settled, if that was asked.
fn verdicts(summary: &Summary, stopping: &Stopping) -> Option<String> {
    if !stopping.goal.decided {
        return None;
    }
    let measure = &summary.measures[summary.primary].label;
    let pairs = finding::pairs(summary, summary.primary).count();
    let name = |(a, b): &(usize, usize)| {
        format!("{} against {}", finding::label(summary, *b), finding::label(summary, *a))
    };
    Some(match (&stopping.open[..], pairs) {
        ([], 0 | 1) => format!("the verdict in {measure} is settled"),
        ([], _) => format!("the verdicts on all {pairs} pairs in {measure} are settled"),
        ([open], _) => format!("the verdict in {measure} is open for {}", name(open)),
        (open, _) if open.len() > 3 => {
            format!("{} of {pairs} verdicts in {measure} are open", open.len())
        }
        (open, _) => {
            let open = finding::listed(&open.iter().map(name).collect::<Vec<_>>());
            format!("the verdicts in {measure} are open for {open}")
        }
    })
}

/// How precisely the primary measure is known, if a width was asked.
fn width(summary: &Summary, stopping: &Stopping) -> Option<String> {
    let (half, asked) = stopping.precision?;
    let measure = &summary.measures[summary.primary].label;
    let format = finding::format(summary, summary.primary);
    let what = match summary.policies.len() {
        1 => measure.clone(),
        2 => format!("the difference in {measure}"),
        _ => format!("every difference in {measure}"),
    };
    if !half.is_finite() {
        return Some(format!(
            "{what} cannot be estimated yet (requested: ±{})",
            format.size(shortened(asked))
        ));
    }
    let (half_words, asked_words) = (format.size(shortened(half)), format.size(shortened(asked)));
    Some(if half <= asked {
        format!("{what} is known to ±{half_words} (requested: ±{asked_words})")
    } else {
        format!("{what} is known to ±{half_words} only (requested: ±{asked_words})")
    })
}

/// The number with three digits that count.
fn shortened(width: f64) -> f64 {
    format!("{width:.2e}").parse().unwrap_or(width)
}

/// A number of runs with two digits that count.
fn rounded(runs: u64) -> String {
    let mut scale = 1;
    while runs / scale >= 100 {
        scale *= 10;
    }
    let rounded = runs.div_ceil(scale) * scale;
    format!("{} runs", count(&rounded))
}
