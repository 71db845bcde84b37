//! docs/evidence.md holds the table of studies as `posse evidence` gives it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use posse::experiment::evidence::{
    Evidence, Expected, Finding, Forecaster, STUDIES, ScoreSummary, replicate, score_summaries,
};
use posse::stats::Estimate;

const BEGIN: &str = "<!-- evidence:begin -->\n";
const END: &str = "<!-- evidence:end -->";
const REFRESH: &str = "cargo test --release --test it refresh_evidence_md -- --ignored";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/evidence.md")
}

/// docs/evidence.md before, between and after the markers.
fn parts(text: &str) -> (&str, &str, &str) {
    let (before, rest) = text.split_once(BEGIN).expect("a marker for the beginning");
    let (table, after) = rest.split_once(END).expect("a marker for the end");
    (before, table, after)
}

/// What the command gives.
fn rows() -> Vec<Evidence> {
    let studies: Vec<_> = STUDIES.iter().collect();
    let worlds: Vec<_> = studies.iter().flat_map(|study| study.worlds(None)).collect();
    let kept = vec![(); worlds.len()];
    let (rows, _) = replicate(&studies, &worlds, kept, &|_| {}, &|| false).expect("runs that end");
    rows.expect("studies that are not stopped")
}

/// The table of numbers, and the summary of scores.
fn written(rows: &[Evidence]) -> String {
    let head = "row | study | number | measured | expected | predicted | the model gives | \
                other setting | verdict";
    let mut text = format!("| {head} |\n|{}\n", " --- |".repeat(9));
    for row in rows {
        for finding in &row.findings {
            let _ = writeln!(text, "| {} |", cells(row, finding).join(" | "));
        }
        if row.findings.is_empty() {
            let _ = writeln!(
                text,
                "| {} | {} | {} | – | – | – | – | – | not modelled |",
                row.study.id, row.study.source, row.study.setting
            );
        }
    }
    text.push_str(
        "\n| forecast | signs | sizes | mean interval score |\n| --- | --- | --- | --- |\n",
    );
    for (who, summary) in Forecaster::ALL.iter().zip(score_summaries(rows)) {
        let ScoreSummary { signs, of_signs, sizes, of_sizes, interval, of_intervals } = summary;
        let _ = writeln!(
            text,
            "| {} | {signs} of {of_signs} | {sizes} of {of_sizes} | {interval:.1} over {of_intervals} |",
            who.name(),
        );
    }
    text
}

fn cells(row: &Evidence, finding: &Finding) -> [String; 9] {
    let (study, test) = (row.study, finding.test);
    let mark = if study.calibrates.is_empty() { "" } else { " †" };
    let measured = test.measured.map_or("sign".to_owned(), |found| {
        let one = |share: f64| format!("{:+}", (1000.0 * share).round() / 10.0);
        if found.low < found.high {
            format!("{} … {} %", one(found.low), one(found.high))
        } else {
            format!("{} %", one(found.mean))
        }
    });
    let predicted = test.predicted.map_or("–".to_owned(), |predicted| {
        let is_met = predicted.is_met(&finding.found.estimate);
        format!("{}: {}", predicted.words, if is_met { "met" } else { "**not met**" })
    });
    let other = finding.other.map_or("–".to_owned(), |other| {
        let hangs = if finding.hangs_on_setting() { "**: hangs on the setting" } else { "" };
        let bold = if hangs.is_empty() { "" } else { "**" };
        format!("{}, {bold}{}{hangs}", number(&other.estimate), other.judgement.name())
    });
    [
        format!("{}{mark}", study.id),
        study.source.to_owned(),
        test.what.to_owned(),
        measured,
        expectation(test.expected),
        predicted,
        number(&finding.found.estimate),
        other,
        finding.found.judgement.name().to_owned(),
    ]
}

fn number(estimate: &Estimate) -> String {
    format!("{:+.1} ±{:.1} %", 100.0 * estimate.mean, 100.0 * estimate.half_width())
}

fn expectation(expected: Expected) -> String {
    match expected {
        Expected::Within(low, high) => format!("{:+.0} … {:+.0} %", 100.0 * low, 100.0 * high),
        Expected::Positive => "above 0".into(),
        Expected::Negative => "below 0".into(),
        Expected::Below(limit) => format!("below {:.0} %", 100.0 * limit),
        Expected::Nothing(limit) => format!("0 ±{} %", 100.0 * limit),
    }
}

#[test]
fn every_number_of_a_study_has_its_line_on_the_page() {
    let text = fs::read_to_string(path()).expect("docs/evidence.md");
    let (_, table, _) = parts(&text);
    let lines: Vec<Vec<&str>> =
        table.lines().map(|line| line.split(" | ").map(str::trim).collect()).collect();
    let numbers =
        STUDIES.iter().flat_map(|study| study.tests.iter().map(move |test| (study, test)));
    for (study, test) in numbers {
        let is_it =
            |line: &&Vec<&str>| line.len() == 9 && line[1] == study.source && line[2] == test.what;
        let found: Vec<_> = lines.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{}, {}: run `{REFRESH}`", study.source, test.what);
        assert_eq!(found[0][4], expectation(test.expected), "{}: run `{REFRESH}`", test.what);
        let words = test.predicted.map_or("–", |predicted| predicted.words);
        assert!(found[0][5].starts_with(words), "{}: run `{REFRESH}`", test.what);
    }
}

/// Takes as long as the command.
#[test]
#[ignore = "runs all studies"]
fn the_page_of_studies_holds_what_the_command_gives() {
    let text = fs::read_to_string(path()).expect("docs/evidence.md");
    let (_, table, _) = parts(&text);
    assert!(table == written(&rows()), "docs/evidence.md is out of date: run `{REFRESH}`");
}

/// Writes the tables; does nothing else.
#[test]
#[ignore = "writes docs/evidence.md"]
fn refresh_evidence_md() {
    let text = fs::read_to_string(path()).expect("docs/evidence.md");
    let (before, _, after) = parts(&text);
    fs::write(path(), [before, BEGIN, &written(&rows()), END, after].concat())
        .expect("docs/evidence.md is written");
}
