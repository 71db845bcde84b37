//! The table of studies as CSV.

use super::words::expectation;
use crate::experiment::evidence::{Evidence, Finding};

/// The first line of the CSV.
pub const EVIDENCE_HEAD: &str = "id,name,source,setting,measured,calibrated,verdict,other_verdict,\
    hangs_on_setting,test,expected,measured_low,measured_mean,measured_high,estimate,low,high,\
    test_verdict,other_estimate,other_low,other_high,other_test_verdict,predicted,predicted_low,\
    predicted_high,prediction_met,model_sign,model_size,model_score,nothing_sign,nothing_size,\
    nothing_score,pay_sign,pay_size,pay_score\n";

/// Fields of a row, and of one of its tests.
const OF_ROW: usize = 9;
const OF_TEST: usize = 26;

/// One line for each test, or for a row without any. Shares as fractions; undefined is empty.
///
/// # Panics
///
/// Never: a table in memory can be written.
pub fn evidence_csv(rows: &[Evidence]) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(EVIDENCE_HEAD.as_bytes().to_vec());
    for row in rows {
        let first = of_row(row);
        let mut write = |rest: [String; OF_TEST]| {
            table.write_record(first.iter().chain(&rest)).expect("a table in memory is written");
        };
        for finding in &row.findings {
            write(of_test(finding));
        }
        if row.findings.is_empty() {
            write(std::array::from_fn(|_| String::new()));
        }
    }
    table.into_inner().expect("a table in memory can be written")
}

fn of_row(row: &Evidence) -> [String; OF_ROW] {
    let study = row.study;
    [
        study.id.to_owned(),
        study.name.to_owned(),
        study.source.to_owned(),
        study.setting.to_owned(),
        study.measured.to_owned(),
        word(!study.calibrates.is_empty()),
        row.judgement.name().to_owned(),
        row.other.map_or("", |other| other.name()).to_owned(),
        word(row.hangs_on_setting()),
    ]
}

fn of_test(finding: &Finding) -> [String; OF_TEST] {
    let test = finding.test;
    let mut fields = vec![test.what.to_owned(), expectation(test.expected)];
    fields.extend(numbers(test.measured.map(|found| [found.low, found.mean, found.high])));
    for found in [Some(finding.found), finding.other] {
        let estimate = found.map(|found| found.estimate);
        let interval = estimate.map(|of| [of.mean, of.interval.0, of.interval.1]);
        fields.extend(numbers(interval));
        fields.push(found.map_or("", |found| found.judgement.name()).to_owned());
    }
    let predicted = test.predicted;
    fields.push(predicted.map_or("", |predicted| predicted.words).to_owned());
    fields.extend(numbers(predicted.map(|predicted| [predicted.range.0, predicted.range.1])));
    let is_met = predicted.map(|predicted| word(predicted.is_met(&finding.found.estimate)));
    fields.push(is_met.unwrap_or_default());
    for score in finding.scores.0 {
        fields.push(word(score.has_sign));
        fields.push(score.has_size.map_or_else(String::new, word));
        fields.extend(numbers(score.interval.map(|interval| [interval])));
    }
    fields.try_into().expect("as many fields as the head has")
}

/// Numbers, empty where there are none or they are not finite.
fn numbers<const N: usize>(values: Option<[f64; N]>) -> [String; N] {
    let number = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    values.map_or_else(|| std::array::from_fn(|_| String::new()), |values| values.map(number))
}

fn word(is_so: bool) -> String {
    if is_so { "yes".into() } else { "no".into() }
}
