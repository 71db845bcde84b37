//! `results.json` of every study is what `posse schema --results` says.

use super::studies::STUDIES;
use super::{Place, TINY};
use crate::schema::accepts;
use serde_json::Value;

fn schema() -> Value {
    let text = Place::new().posse(&["schema", "--results"]).result();
    serde_json::from_str(&text).expect("the schema is JSON")
}

#[test]
fn the_results_of_every_study_are_valid() {
    let schema = schema();
    let vary = ["sensitivity", "tiny.toml", "--vary", "people.seller.count=1..4", "-n", "8"];
    let methods = ["--method=morris", "--method=sobol", "--method=value"];
    let more = methods.map(|method| [&vary[..], &[method]].concat());
    let goal = ["compare", "tiny.toml", "--until-decided", "--max-runs", "128"].to_vec();
    let pick = ["compare", "tiny.toml", "--pick", "subset"].to_vec();
    let studies = STUDIES.map(<[_]>::to_vec);
    for study in studies.into_iter().chain(more).chain([goal, pick, vec!["run", "tiny.toml"]]) {
        let place = Place::tiny();
        let ran = place.posse(&[&study[..], &["-q", "-o", "out"]].concat());
        let results: Value = place.json("out/results.json");
        assert!(accepts(&schema, &schema, &results), "{study:?}: {}", ran.err);
    }
}

#[test]
fn the_results_of_uncertain_worlds_are_valid() {
    let schema = schema();
    let range = "advance = { value = 0.4, uncertain = \"0.3 to 0.5\" }";
    let text = TINY.replacen("advance = 0.4", range, 1);
    assert_ne!(text, TINY);
    let place = Place::new().with("tiny.toml", text);
    place.posse(&["compare", "tiny.toml", "-n", "40", "-q", "-o", "out"]).result();
    let results: Value = place.json("out/results.json");
    assert!(results["uncertainty"].is_object());
    assert!(accepts(&schema, &schema, &results));
}

#[test]
fn what_is_no_result_is_not_valid() {
    let schema = schema();
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-n", "4", "-q", "-o", "out"]).result();
    let results: Value = place.json("out/results.json");
    for (key, value) in [("seed", Value::from("one")), ("schema", "posse/result/9".into())] {
        let mut other = results.clone();
        other[key] = value;
        assert!(!accepts(&schema, &schema, &other), "{key}");
    }
    let mut other = results;
    other["more"] = Value::from(1);
    assert!(!accepts(&schema, &schema, &other));
}
