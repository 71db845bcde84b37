//! Policies that begin in the running system.

use super::{Place, TINY};

/// From heavy meetings to light ones in the fourth week of the run.
fn switching() -> String {
    let policies = "[policies.heavy]\nrules = { meetings = \"38 h per week\" }\n[policies.light]\n\
                    start = \"week 4\"\nbefore = \"heavy\"\n[run]\n";
    let (world, rest) = TINY.split_once("[policies.few]").unwrap();
    let (_, run) = rest.split_once("[run]\n").unwrap();
    format!("{world}{policies}{run}").replace("weeks = 6", "weeks = 20")
}

#[test]
fn the_break_even_of_a_change_is_on_the_first_screen_and_in_the_results() {
    let place = Place::new().with("switch.toml", switching());
    let screen = place.posse(&["compare", "switch.toml", "--quiet"]).result();
    let start = " break-even    light, begun in week 4: ahead of heavy for good from week ";
    assert!(screen.contains(start), "{screen}");
    let results = place.json("output/switch/results.json");
    let change = &results["transitions"][0];
    assert_eq!((&change["policy"], &change["before"]), (&"light".into(), &"heavy".into()));
    assert_eq!(change["start_week"], 4.0);
    let week = change["break_even_week"].as_f64().unwrap();
    assert!((4.0..=21.0).contains(&week), "{change}");
    assert!((0.0..=1.0).contains(&change["ahead_share"].as_f64().unwrap()));
}

#[test]
fn results_without_a_change_speak_of_none() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "--quiet"]).result();
    assert!(place.json("output/tiny/results.json").get("transitions").is_none());
}

#[test]
fn a_policy_that_begins_later_runs_alone() {
    let place = Place::new().with("switch.toml", switching());
    let screen = place.posse(&["run", "switch.toml", "--policy", "light", "--quiet"]).result();
    assert!(screen.starts_with("light: Return on Sales "), "{screen}");
    let results = place.json("output/switch-light/results.json");
    let policies: Vec<_> = results["policies"].as_object().unwrap().keys().collect();
    assert_eq!(policies, ["light"]);
    assert_eq!(results["comparisons"], serde_json::json!([]));
    let compared = place.posse(&["compare", "switch.toml", "--json"]).result();
    let compared: serde_json::Value = serde_json::from_str(&compared).unwrap();
    assert_eq!(results["policies"]["light"], compared["policies"]["light"]);
}

#[test]
fn check_says_when_a_policy_begins_and_warns_where_that_cannot_be_seen() {
    let check = |text: String| {
        Place::new().with("switch.toml", text).posse(&["check", "switch.toml"]).result()
    };
    let text = check(switching());
    assert!(
        text.contains("    begins in week 4; until then the rules of `heavy` hold\n"),
        "{text}"
    );
    assert!(!text.contains("warning: light"), "{text}");
    let text = check(switching().replace("week 4", "84 h"));
    let expected = "warning: light: its rules begin in week 1, within the warm-up: what the change \
                    itself costs is not measured\n";
    assert!(text.contains(expected), "{text}");
    let text = check(switching().replace("week 4", "week 50"));
    let expected = "warning: light: its rules begin in week 50, after the measured window: nothing of it is measured\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn the_shipped_change_has_a_break_even() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/switch-to-team.toml");
    let text = Place::new().posse(&["compare", file, "-n", "2", "--json", "--quiet"]).result();
    let results: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(results["transitions"][0]["start_week"], 41.0);
}
