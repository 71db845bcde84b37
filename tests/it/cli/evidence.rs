//! `evidence`: studies of pay on the screen, as JSON and as a file.

use serde_json::Value;

use super::Place;
use posse::experiment::evidence::STUDIES;

#[test]
fn all_rows_are_shown_and_those_that_fail_fail_nothing() {
    let ran = Place::new().posse(&["evidence", "-n", "2", "-q", "--json"]);
    let table: Value = serde_json::from_str(&ran.result()).unwrap();
    assert_eq!(table["schema"], "posse/evidence/2");
    let rows = table["rows"].as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, STUDIES.iter().map(|study| study.name).collect::<Vec<_>>());
    for row in rows {
        let tests = row["tests"].as_array().unwrap();
        assert_eq!(tests.is_empty(), row["verdict"] == "not modelled", "{row}");
        for key in ["id", "source", "setting", "measured", "is_calibrated", "replications"] {
            assert!(!row[key].is_null(), "{key} of {row}");
        }
        for test in tests {
            for key in ["what", "expected", "mean", "low", "high", "verdict", "scores"] {
                assert!(!test[key].is_null(), "{key} of {test}");
            }
        }
    }
    assert!(table["scores"]["model"]["of_signs"].as_u64() > Some(20), "{}", table["scores"]);
    assert!(rows.iter().any(|row| row["verdict"] == "fail"));
}

#[test]
fn studies_are_called_by_name_or_number() {
    let place = Place::new();
    let words = ["evidence", "lazear", "v-i1", "-n", "2"];
    let ran = place.posse(&words);
    assert!(ran.err.contains(" s on "), "{}", ran.err);
    let text = ran.result();
    assert!(text.starts_with("V-I1  NOT MODELLED: Basu"), "{text}");
    assert!(text.contains("(calibrated): Lazear 2000 [lazear]"), "{text}");
    assert!(text.contains("\n2 rows: "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn scores_stand_beside_those_of_simpler_forecasts() {
    let text = Place::new().posse(&["evidence", "lazear", "oyer", "-n", "2", "--score"]).result();
    let names: Vec<&str> =
        text.lines().next().unwrap().split("  ").filter(|t| !t.is_empty()).collect();
    assert_eq!(
        names.iter().map(|name| name.trim()).collect::<Vec<_>>(),
        ["model", "nothing happens", "pay × 0.154"]
    );
    assert_eq!(text.lines().filter(|line| line.starts_with("V-I")).count(), 10, "{text}");
    assert!(
        text.contains("\nnothing happens: 3 of 10 signs, 0 of 2 sizes, mean interval"),
        "{text}"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn a_folder_holds_the_table_and_charts_of_what_was_measured() {
    let place = Place::new();
    place.posse(&["evidence", "lazear", "holmstrom", "-n", "2", "-q", "-o", "found"]).result();
    let files = place.entries("found");
    for name in ["evidence.csv", "results.json", "measured_sizes.png", "measured_signs.svg"] {
        assert!(files.iter().any(|file| file == name), "{name} in {files:?}");
    }
    let sizes = place.text("found/measured_sizes.svg");
    assert!(sizes.contains("Of 2 numbers measured in the field the model gives the sign of"));
    assert!(sizes.contains("Lazear 2000 †") && !sizes.contains("NaN"));
    assert!(place.text("found/measured_signs.svg").contains("Of 2 signs found in the field"));
}

#[test]
fn an_unknown_study_is_refused_with_the_nearest() {
    let said = Place::new().posse(&["evidence", "lazaer", "V-I3"]).refusal(2);
    assert!(said.contains("no study `lazaer`"), "{said}");
    assert!(said.contains("did you mean `lazear`? expected a number such as `V-I3`"), "{said}");
}

#[test]
fn the_table_is_written_and_replaced_but_no_other_file_is() {
    let place = Place::new().with("notes.csv", "mine\n");
    let words = ["evidence", "lazear", "lal-srinivasan", "-n", "2", "-q", "--csv"];
    let said = place.posse(&[&words[..], &["notes.csv"]].concat()).refusal(2);
    assert!(said.contains("`notes.csv` is there and is no table of evidence"), "{said}");
    assert_eq!(place.text("notes.csv"), "mine\n");
    place.posse(&[&words[..], &["table.csv"]].concat()).result();
    let first = place.text("table.csv");
    let lines: Vec<&str> = first.lines().collect();
    assert!(
        lines[0].starts_with("id,name,source,setting,measured,calibrated,verdict,other_verdict,")
    );
    assert_eq!(lines.len(), 4, "a row without tests, and two tests: {first}");
    assert!(
        lines[1].starts_with("V-I1,lal-srinivasan,") && lines[1].contains(",not modelled,,no,,,")
    );
    place.posse(&[&words[..], &["table.csv"]].concat()).result();
    assert_eq!(place.text("table.csv"), first);
    assert_eq!(place.entries("."), ["notes.csv", "table.csv"]);
}
