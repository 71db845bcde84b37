//! Studies of pay beside what the model gives: on the screen, as CSV and as JSON.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::format::{plural, truncated};
use super::json::VERSION;
use super::manifest::{Made, hexadecimal};
use super::{Error, FolderOptions, write};
use crate::experiment::evidence::{Evidence, Expected, Finding, Judgement};

/// The schema of what `posse evidence --json` prints.
pub const EVIDENCE_SCHEMA: &str = "posse/evidence/1";

/// The first line of the CSV.
pub const EVIDENCE_HEAD: &str = "id,name,source,setting,measured,calibrated,verdict,test,expected,\
                                 estimate,low,high,test_verdict\n";

/// Columns of a finding but for its words: number, expectation, verdict.
const NUMBERS: usize = 48;
/// Columns of its words.
const WORDS: (usize, usize) = (20, 52);

/// Writes the folder of studies, whole or not at all, and returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but earlier results of the same kind, or cannot be written.
pub fn write_evidence(
    rows: &[Evidence],
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let files = vec![
        ("results.json".to_owned(), evidence_json(rows).into_bytes()),
        ("evidence.csv".to_owned(), evidence_csv(rows)),
    ];
    let worlds = rows.iter().flat_map(|row| row.study.worlds);
    let asked: Vec<&str> = worlds.map(|(_, text)| *text).collect();
    let runs = |row: &Evidence| row.study.worlds.len() as u64 * u64::from(row.replications);
    let made = Made {
        scenario: "evidence",
        hash: &hexadecimal(asked.concat().as_bytes()),
        seed: 0,
        replications: rows.iter().map(|row| row.replications).max().unwrap_or(0),
        runs: rows.iter().map(runs).sum(),
        scaling: None,
    };
    write(made, target, files, Vec::new, options)
}

/// The table, as wide as `columns` if that is possible.
pub fn evidence_text(rows: &[Evidence], columns: usize) -> String {
    let mut text = String::new();
    for row in rows {
        let study = row.study;
        let mark = if study.calibrates.is_empty() { "" } else { " (calibrated)" };
        let verdict = row.judgement.name().to_uppercase();
        let name = study.name;
        let _ = writeln!(text, "{:<6}{verdict}{mark}: {} [{name}]", study.id, study.source);
        let _ = writeln!(text, "      {}", study.setting);
        let _ = writeln!(text, "      measured: {}", study.measured);
        if !study.calibrates.is_empty() {
            let _ = writeln!(text, "      calibrates: {}", study.calibrates);
        }
        if !study.missing.is_empty() {
            let _ = writeln!(text, "      why: {}", study.missing);
        }
        for finding in &row.findings {
            text.push_str(&line(finding, columns));
        }
        text.push('\n');
    }
    text.push_str(&summary(rows));
    text
}

/// A finding in a line: words, number ± error, expectation, verdict.
fn line(finding: &Finding, columns: usize) -> String {
    let words = columns.saturating_sub(6 + NUMBERS).clamp(WORDS.0, WORDS.1);
    let estimate = &finding.estimate;
    let error = percent(estimate.half_width(), false);
    let number = format!("{} ±{error} %", percent(estimate.mean, true));
    format!(
        "      {:<words$}{number:>17}  {:<18} {}\n",
        truncated(finding.test.what, words),
        expectation(finding.test.expected),
        finding.judgement.name(),
    )
}

/// What is expected, in words.
fn expectation(expected: Expected) -> String {
    let whole = |share: f64| format!("{:+.0}", 100.0 * share);
    match expected {
        Expected::Within(low, high) => format!("{} … {} %", whole(low), whole(high)),
        Expected::Positive => "above 0".into(),
        Expected::Negative => "below 0".into(),
        Expected::Below(limit) => format!("below {:.0} %", 100.0 * limit),
    }
}

/// A share in per cent, to a tenth.
fn percent(share: f64, signed: bool) -> String {
    let percent = 100.0 * share;
    match (share.is_finite(), signed) {
        (false, _) => "–".into(),
        (true, true) => format!("{percent:+.1}"),
        (true, false) => format!("{percent:.1}"),
    }
}

/// How many rows came to what, and how to read them.
fn summary(rows: &[Evidence]) -> String {
    let count = |wanted| rows.iter().filter(|row| row.judgement == wanted).count();
    let counts = Judgement::ALL.map(|wanted| (count(wanted), wanted.name()));
    let counts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    format!(
        "{}: {}\n\
         pass: every number is as expected; sign only: every direction, but not every size; fail:\n\
         some direction is not shown at 95 %. Calibrated rows have chosen inputs of the model: where\n\
         they agree they prove nothing. All others are held out.\n",
        plural(rows.len() as u64, "row"),
        counts.join(", ")
    )
}

/// One line for each test, or for a row without any. Shares as fractions; undefined is empty.
///
/// # Panics
///
/// Never: a table in memory can be written.
pub fn evidence_csv(rows: &[Evidence]) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(EVIDENCE_HEAD.as_bytes().to_vec());
    for row in rows {
        let study = row.study;
        let calibrated = if study.calibrates.is_empty() { "no" } else { "yes" };
        let verdict = row.judgement.name();
        let first = [
            study.id,
            study.name,
            study.source,
            study.setting,
            study.measured,
            calibrated,
            verdict,
        ];
        let mut write = |rest: [String; 6]| {
            let fields = first.iter().copied().chain(rest.iter().map(String::as_str));
            table.write_record(fields).expect("a table in memory can be written");
        };
        for finding in &row.findings {
            write(fields(finding));
        }
        if row.findings.is_empty() {
            write(std::array::from_fn(|_| String::new()));
        }
    }
    table.into_inner().expect("a table in memory can be written")
}

fn fields(finding: &Finding) -> [String; 6] {
    let number = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    let estimate = &finding.estimate;
    [
        finding.test.what.to_owned(),
        expectation(finding.test.expected),
        number(estimate.mean),
        number(estimate.interval.0),
        number(estimate.interval.1),
        finding.judgement.name().to_owned(),
    ]
}

/// The rows as JSON; shares as fractions, what is undefined is `null`.
///
/// # Panics
///
/// Never: plain data can always be written.
pub fn evidence_json(rows: &[Evidence]) -> String {
    let rows: Vec<Value> = rows.iter().map(row_json).collect();
    let document = json!({ "schema": EVIDENCE_SCHEMA, "version": VERSION, "rows": rows });
    let mut text = serde_json::to_string_pretty(&document).expect("plain data can be written");
    text.push('\n');
    text
}

fn row_json(row: &Evidence) -> Value {
    let study = row.study;
    json!({
        "id": study.id,
        "name": study.name,
        "source": study.source,
        "setting": study.setting,
        "measured": study.measured,
        "is_calibrated": !study.calibrates.is_empty(),
        "calibrates": study.calibrates,
        "missing": study.missing,
        "replications": row.replications,
        "verdict": row.judgement.name(),
        "tests": row.findings.iter().map(finding_json).collect::<Vec<_>>(),
    })
}

fn finding_json(finding: &Finding) -> Value {
    let (low, high) = match finding.test.expected {
        Expected::Within(low, high) => (Some(low), Some(high)),
        Expected::Positive => (Some(0.0), None),
        Expected::Negative => (None, Some(0.0)),
        Expected::Below(limit) => (None, Some(limit)),
    };
    json!({
        "what": finding.test.what,
        "expected": { "low": low, "high": high },
        "mean": finding.estimate.mean,
        "low": finding.estimate.interval.0,
        "high": finding.estimate.interval.1,
        "verdict": finding.judgement.name(),
    })
}
