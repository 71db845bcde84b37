//! The table of studies on the screen.

use std::fmt::Write as _;

use super::score::summary_lines;
use super::words::{elsewhere, expectation, number, prediction};
use crate::experiment::evidence::{Evidence, Finding, Judgement};
use crate::report::format::{plural, truncated};

/// Columns of a finding but for its words: number, expectation, verdict.
const NUMBERS: usize = 48;
/// Columns of its words.
const WORDS: (usize, usize) = (20, 52);

/// The table, as wide as `columns` if that is possible.
pub fn evidence_text(rows: &[Evidence], columns: usize) -> String {
    let mut text = String::new();
    for row in rows {
        text.push_str(&head(row));
        for finding in &row.findings {
            text.push_str(&line(finding, columns));
        }
        text.push('\n');
    }
    text.push_str(&summary(rows));
    text
}

/// What was studied and what became of it.
fn head(row: &Evidence) -> String {
    let study = row.study;
    let mark = if study.calibrates.is_empty() { "" } else { " (calibrated)" };
    let hangs = if row.hangs_on_setting() { ", hangs on the setting" } else { "" };
    let verdict = row.judgement.name().to_uppercase();
    let mut text = format!(
        "{:<6}{verdict}{mark}{hangs}: {} [{}]\n      {}\n      measured: {}\n",
        study.id, study.source, study.name, study.setting, study.measured
    );
    let more = [
        ("calibrates", study.calibrates),
        ("why", study.missing),
        ("other setting", if row.other.is_some() { study.other } else { "" }),
    ];
    for (what, words) in more.iter().filter(|(_, words)| !words.is_empty()) {
        let _ = writeln!(text, "      {what}: {words}");
    }
    text
}

/// A finding: words, number ± error, expectation, verdict; then what was predicted, and what the other
/// setting gives.
fn line(finding: &Finding, columns: usize) -> String {
    let words = columns.saturating_sub(6 + NUMBERS).clamp(WORDS.0, WORDS.1);
    let mut text = format!(
        "      {:<words$}{:>17}  {:<18} {}\n",
        truncated(finding.test.what, words),
        number(&finding.found.estimate),
        expectation(finding.test.expected),
        finding.found.judgement.name(),
    );
    let predicted = prediction(finding).map(|words| format!("predicted {words}"));
    let other = elsewhere(finding).map(|words| format!("other setting {words}"));
    let more: Vec<String> = predicted.into_iter().chain(other).collect();
    if !more.is_empty() {
        let _ = writeln!(text, "        {}", more.join("; "));
    }
    text
}

/// How many rows came to what, and how to read them.
fn summary(rows: &[Evidence]) -> String {
    let count = |wanted| rows.iter().filter(|row| row.judgement == wanted).count();
    let counts = Judgement::ALL.map(|wanted| (count(wanted), wanted.name()));
    let counts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    let model = summary_lines(rows).into_iter().next().unwrap_or_default();
    format!(
        "{}: {}\n{model}\n\
         pass: every number is as expected; sign only: every direction, but not every size; fail:\n\
         some direction is not shown at 95 %. A verdict hangs on the setting if other numbers, where the\n\
         study leaves them open, give another. Calibrated rows have chosen inputs of the model: where\n\
         they agree they prove nothing. All others are held out. `--score` compares with simpler forecasts.\n",
        plural(rows.len() as u64, "row"),
        counts.join(", ")
    )
}
