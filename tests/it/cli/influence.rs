//! Which share of what moves an answer has a source: recorded beside the scenario, told by `compare`.

use super::Place;

/// Two policies that differ in what a routing brings; of four inputs that move the answer, one has a source.
const FLOOR: &str = r#"
[channels.web]
arrivals = "40 per week"
cost = 10
[deal]
value = 1000
margin = 0.5
[stages.call]
role = "rep"
touch = "4 h"
advance = 0.4
[people.rep]
count = 2
cost = "40000 per year"
[policies.one]
[policies.two.rules]
meetings = "8 h per week"
[run]
weeks = 8
warm_up = "1 week"
run_out = "1 week"
replications = 8
[sources]
"deal.value" = "M our own orders of last year"
"#;

fn floor() -> Place {
    Place::new().with("mine.toml", FLOOR)
}

/// The line on health of a comparison.
fn health(place: &Place) -> String {
    let ran = place.posse(&["compare", "mine.toml", "--quiet", "--force"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let from = ran.out.find(" health ").expect("a line on health");
    ran.out[from..].split(" try next").next().expect("what comes after").to_owned()
}

#[test]
fn compare_tells_what_a_study_of_all_inputs_recorded_until_the_world_changes() {
    let place = floor();
    let count = "inputs have no source";
    // A line that is broken goes on under its first word.
    let told = health(&place).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(count), "{told}");
    let study = ["sensitivity", "mine.toml", "--inputs", "25%", "--record", "-n", "8", "--quiet"];
    let told = place.posse(&study).result();
    assert!(told.contains("of what moves the answer has a source"), "{told}");
    let recorded = health(&place);
    assert!(!recorded.contains(count) && recorded.contains("what moves the answer"), "{recorded}");
    // What is in the record is what the study found.
    let record = std::fs::read_to_string(place.path("mine.influence.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    let sourced = record["sourced"].as_f64().expect("a share");
    assert!(sourced > 0.0 && sourced < 1.0, "{sourced}");
    let place = place.with("mine.toml", FLOOR.replace("advance = 0.4", "advance = 0.5"));
    assert!(!health(&place).contains("what moves the answer"), "of another world");
}

#[test]
fn a_record_is_written_over_nothing_else_and_needs_a_file() {
    let place = floor().with("mine.influence.json", "my own notes");
    let study = ["sensitivity", "mine.toml", "--inputs", "25%", "--record", "-n", "2", "--quiet"];
    let ran = place.posse(&study);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("mine.influence.json"), "{}", ran.err);
    let kept = std::fs::read_to_string(place.path("mine.influence.json")).expect("still there");
    assert_eq!(kept, "my own notes");
    let ran = place.posse(&["sensitivity", "--inputs", "25%", "--record", "-n", "2"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("needs a scenario file"), "{}", ran.err);
}
