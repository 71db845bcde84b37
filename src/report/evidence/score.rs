//! How well the model forecasts the studies, beside two simpler forecasts: on the screen.

use std::fmt::Write as _;

use crate::experiment::evidence::{
    Evidence, Finding, Forecaster, Measured, Score, ScoreSummary, score_summaries,
};
use crate::report::format::truncated;

/// Columns of a row's number, of what was measured, and of each forecaster.
const ID: usize = 7;
const MEASURED: usize = 16;
const SCORES: usize = 17;
/// Columns of words.
const WORDS: (usize, usize) = (20, 52);

/// The scores, as wide as `columns` if that is possible.
pub fn score_text(rows: &[Evidence], columns: usize) -> String {
    let words = columns.saturating_sub(ID + MEASURED + 3 * SCORES).clamp(WORDS.0, WORDS.1);
    let mut text = head(words);
    for row in rows {
        for finding in &row.findings {
            text.push_str(&line(row.study.id, finding, words));
        }
    }
    text.push('\n');
    for line in summary_lines(rows) {
        let _ = writeln!(text, "{line}");
    }
    text.push_str(
        "A sign is right if the whole 95 % interval lies on the side expected; a size counts only with\n\
         its sign. The interval score is the width of the forecast's interval (the model's goes over all\n\
         settings) and 40 times how far the measured number lies outside, as a multiple of that number:\n\
         less is better, and 40 is that nothing happens. Where a study gives a sign only, only the sign is\n\
         scored. `nothing happens` has no sign right but those of numbers that should not change.\n",
    );
    text
}

fn head(words: usize) -> String {
    let names = Forecaster::ALL.map(|who| format!("{:>SCORES$}", who.name()));
    let columns = format!("{:>5}{:>5}{:>7}", "sign", "size", "score");
    let under = format!("{columns:>SCORES$}").repeat(3);
    let blank = " ".repeat(ID + words);
    format!("{blank}{:>MEASURED$}{}\n{blank}{:>MEASURED$}{under}\n", "", names.concat(), "measured")
}

fn line(id: &str, finding: &Finding, words: usize) -> String {
    let scores = finding.scores.0.map(|score| format!("{:>SCORES$}", cells(&score)));
    let measured = finding.test.measured.map_or_else(|| "sign".to_owned(), |found| value(&found));
    let what = truncated(finding.test.what, words);
    let line = format!("{id:<ID$}{what:<words$}{measured:>MEASURED$}{}", scores.concat());
    format!("{}\n", line.trim_end())
}

/// What a study measured, in per cent.
fn value(measured: &Measured) -> String {
    let whole = |share: f64| format!("{:+}", (1000.0 * share).round() / 10.0);
    if measured.low < measured.high {
        format!("{} … {} %", whole(measured.low), whole(measured.high))
    } else {
        format!("{} %", whole(measured.mean))
    }
}

fn cells(score: &Score) -> String {
    let word = |is_right: bool| if is_right { "yes" } else { "no" };
    let interval = score.interval.map_or_else(String::new, |interval| format!("{interval:.1}"));
    format!("{:>5}{:>5}{interval:>7}", word(score.has_sign), score.has_size.map_or("", word))
}

/// A line for each forecaster, the model first: how many signs, sizes, and the mean score.
pub(super) fn summary_lines(rows: &[Evidence]) -> Vec<String> {
    let summaries = Forecaster::ALL.into_iter().zip(score_summaries(rows));
    let line = |(who, summary): (Forecaster, ScoreSummary)| {
        let ScoreSummary { signs, of_signs, sizes, of_sizes, interval, of_intervals } = summary;
        let score = match of_intervals {
            0 => String::new(),
            _ => format!(", mean interval score {interval:.1} over {of_intervals} numbers"),
        };
        format!("{}: {signs} of {of_signs} signs, {sizes} of {of_sizes} sizes{score}", who.name())
    };
    summaries.map(line).collect()
}
