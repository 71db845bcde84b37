//! Every kind of value against good and bad spellings.

use posse::scenario::{Scenario, parameters};

use super::with;

/// Spellings that are no value of any quantity.
const NEVER: [&str; 22] = [
    "\"\"",
    "\" \"",
    "\"1e400 h\"",
    "\"nan\"",
    "\"inf\"",
    "\"NaN h\"",
    "\"inf h\"",
    "\"٣ h\"",
    "\"½ h\"",
    "\"0x10 h\"",
    "\"1__0 h\"",
    "\"_1 h\"",
    "\"1_ h\"",
    "\"5.5.5 h\"",
    "\"1,5 h\"",
    "\"- 5 h\"",
    "\"5 h 3\"",
    "\"five\"",
    "[]",
    "{}",
    "true",
    "2026-01-05",
];

/// One key of each quantity, with what is right and what is wrong beside the above.
const KEYS: [(&str, &[&str], &[&str]); 8] = [
    (
        "stages.s.touch",
        &[
            "\"5 h\"",
            "\" 5 h \"",
            "\"5h\"",
            "\"5 hours\"",
            "\"+5 h\"",
            "\"5. h\"",
            "\"1_000 s\"",
            "0",
            "-0.0",
            "\"-0 h\"",
        ],
        &["5", "\"5\"", "\"-5 h\"", "\"5 hrs\"", "\"5 %\"", "\"1e12 h\"", "\"5 per h\""],
    ),
    (
        "stages.s.due",
        &["\"5 h\"", "\"2 wd\"", "\"5 min\""],
        &["5", "\"-5 h\"", "\"5 €\"", "\"1e9 years\""],
    ),
    (
        "stages.s.advance",
        &["0.5", "\"50 %\"", "\"50%\"", "\"0.5\"", "1", "0"],
        &["1.5", "-0.1", "\"140 %\"", "\"5 h\""],
    ),
    ("deal.margin", &["0.5", "\"50 %\"", "\"100%\"", "1"], &["50", "\"5 pp\"", "\"-1 %\""]),
    (
        "channels.web.cost",
        &["5", "\"5\"", "\"5 k\"", "\"5k\"", "\"0.005 M\"", "1e3"],
        &["-5", "\"5 EUR\"", "\"5 m\"", "1e300"],
    ),
    (
        "channels.web.arrivals",
        &["\"5 per h\"", "\"5/h\"", "\"5  per  week\"", "\"0 per h\""],
        &[
            "5",
            "\"5\"",
            "\"5 per\"",
            "\"per h\"",
            "\"-5 per h\"",
            "\"5 per 2 h\"",
            "\"1e300 per s\"",
        ],
    ),
    (
        "people.rep.cost",
        &["\"5 per week\"", "\"150 k per year\"", "\"0.1M per year\""],
        &["5", "\"5 k\"", "\"-5 per week\"", "\"5 % per week\""],
    ),
    ("people.rep.pace", &["1", "\"1\"", "\"100 %\"", "+1.0"], &["\"1 h\"", "-1", "1e300"]),
];

fn is_read(key: &str, spelling: &str) -> bool {
    let text = with(&format!("{key} = {spelling}"));
    let found = Scenario::parse(text.as_bytes(), "s.toml", &|_| None);
    if let Err(error) = &found {
        let here = error.problems.iter().any(|problem| problem.line == 1);
        assert!(here, "{key} = {spelling}: the mistake has its place: {error}");
    }
    found.is_ok()
}

#[test]
fn each_quantity_takes_its_spellings_and_no_other() {
    for (key, right, wrong) in KEYS {
        for spelling in right {
            assert!(is_read(key, spelling), "{key} = {spelling} is right");
        }
        for spelling in wrong.iter().chain(&NEVER) {
            assert!(!is_read(key, spelling), "{key} = {spelling} is wrong");
        }
    }
}

#[test]
fn a_very_long_value_is_refused_in_a_short_message() {
    for key in ["stages.s.touch", "channels.web.arrivals", "deal.value"] {
        let text = with(&format!("{key} = \"{} h\"", "9".repeat(10_000)));
        let error = Scenario::parse(text.as_bytes(), "s.toml", &|_| None).unwrap_err();
        assert!(error.to_string().len() < 600, "{error}");
    }
}

#[test]
fn numbers_that_toml_cannot_hold_are_refused_with_their_place() {
    for spelling in ["nan", "inf", "-inf", "1e400", "99999999999999999999"] {
        for key in ["deal.value", "deal.margin", "run.weeks", "people.rep.count", "run.seed"] {
            assert!(!is_read(key, spelling), "{key} = {spelling}");
        }
    }
}

#[test]
fn every_key_of_one_quantity_refuses_what_is_no_value() {
    use posse::scenario::Kind;
    for parameter in parameters() {
        let is_single = matches!(parameter.kind, Kind::One(..) | Kind::Whole(..) | Kind::Law(_));
        let mut key = parameter.path.replace("exits.*", "exits.x").replace('*', "web");
        if key.starts_with("people") || key.starts_with("stages") {
            key = key.replacen("web", if key.starts_with("people") { "rep" } else { "s" }, 1);
        }
        if !is_single || key == "backlog.web" {
            continue;
        }
        for spelling in ["\"nan\"", "\"1e400\"", "\"½\"", "[]", "true"] {
            let text = with(&format!("{key} = {spelling}"));
            // what nothing reads is told, whatever it is
            let is_told = match Scenario::parse(text.as_bytes(), "s.toml", &|_| None) {
                Err(error) => error.problems.iter().any(|problem| problem.line == 1),
                Ok(scenario) => scenario.warnings.iter().any(|warning| warning.line == 1),
            };
            assert!(is_told, "{key} = {spelling} is taken without a word");
        }
    }
}
