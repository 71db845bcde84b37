//! `search`: the best design, what is said of it, limits, mistakes, and going on after a stop.

use std::fs;

use serde_json::Value;

use super::studies::results;
use super::{Place, TINY, kill_thrice};
use crate::schema::accepts;

/// [`TINY`] as a question of how many sellers there should be, and how many hours of meetings.
fn world(limits: &str) -> String {
    let section = format!(
        "[measure]\nprimary = \"contribution\"\nindifference = {{ contribution = 300 }}\n[search]\npolicy = \
         \"many meetings\"\nlevers = [\"Sellers: people.seller.count=1..8\", \"Meetings: policies.many \
         meetings.rules.meetings=0..30 h per week:11\"]\nlimits = [{limits}]\n"
    );
    let text = TINY.replace("5 per week", "40 per week").replace("weeks = 6", "weeks = 12");
    text.replace("[run]", &format!("{section}[run]"))
        .replace("\"20 h per week\"", "\"0 h per week\"")
}

const SEARCH: [&str; 4] = ["search", "world.toml", "--budget", "600"];

fn searched(limits: &str) -> (Place, Value) {
    let place = Place::new().with("world.toml", world(limits));
    let ran = place.posse(&[&SEARCH[..], &["-q", "-o", "out"]].concat());
    assert!(matches!(ran.code, Some(0 | 4)), "{}", ran.err);
    let found = place.json("out/results.json");
    (place, found)
}

#[test]
fn the_best_design_is_found_confirmed_and_written_as_a_scenario() {
    let (place, found) = searched("");
    // 40 leads of 2 h a week keep two sellers busy; meetings only cost time.
    let values: Vec<f64> =
        found["best"]["values"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    assert!((2.0..=4.0).contains(&values[0]) && values[1] <= 9.0, "{values:?}");
    assert_eq!(found["best"]["replications"], 256);
    let fresh = &found["flattery"]["fresh"];
    assert_eq!(*fresh, found["best"]["mean"]);
    let schema = place.posse(&["schema", "--results"]).result();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(accepts(&schema, &schema, &found));
    for file in ["trials.csv", "levers.csv", "race.csv", "race.png", "levers.svg", "best.toml"] {
        assert!(place.path("out").join(file).exists(), "{file}");
    }
    fs::copy(place.path("out/best.toml"), place.path("best.toml")).unwrap();
    let compared = place.posse(&["compare", "best.toml", "-n", "8", "--json"]).result();
    let compared: Value = serde_json::from_str(&compared).unwrap();
    assert_eq!(compared["scenario"]["name"], "world-best");
}

#[test]
fn a_limit_on_heads_is_kept_and_one_on_a_measure_is_settled_by_fresh_luck() {
    let (_, found) = searched("\"heads <= 2\", \"wins >= 20\"");
    let limits = found["best"]["limits"].as_array().unwrap();
    assert_eq!((&limits[0]["kept"], &limits[0]["text"]), (&"yes".into(), &"heads <= 2".into()));
    assert!(found["best"]["values"][0].as_f64().is_none_or(|sellers| sellers <= 2.0), "{found}");
    assert_ne!(limits[1]["kept"], "no");
}

#[test]
fn a_limit_that_nothing_keeps_is_said_to_be_beyond_reach() {
    let (place, found) = searched("\"wins >= 100 k\"");
    assert_eq!(found["none_keeps_the_limits"], true);
    assert_eq!(found["best"]["limits"][0]["kept"], "no");
    let ran = place.posse(&[&SEARCH[..], &["-o", "again"]].concat());
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.out.contains("no finalist is likely to keep the limits"), "{}", ran.out);
}

#[test]
fn a_search_that_was_killed_goes_on_to_the_same_bytes_on_any_number_of_threads() {
    let (place, _) = searched("");
    let words = [&SEARCH[..], &["-q", "-o", "part", "--extend", "-j", "3"]].concat();
    kill_thrice(&place, &words, "part");
    assert!(matches!(place.posse(&words).code, Some(0 | 4)));
    assert_eq!(results(&place, "part"), results(&place, "out"));
}

#[test]
fn the_worst_world_of_a_policy_is_found_among_those_that_are_possible() {
    let text = world("").replacen(
        "advance = 0.4",
        "advance = { value = 0.4, uncertain = \"0.2 to 0.6\" }",
        1,
    );
    let text = text.replace("\"0 h per week\"", "\"25 h per week\"");
    let place = Place::new().with("world.toml", text);
    let words = [&SEARCH[..], &["--against", "many meetings", "-q", "-o", "out"]].concat();
    assert!(matches!(place.posse(&words).code, Some(0 | 4)));
    let found = place.json("out/results.json");
    // The more each win is worth fighting for, the more the hours of meetings cost.
    assert!(found["best"]["values"][0].as_f64().unwrap() > 0.5, "{}", found["best"]);
    assert!(
        found["best"]["mean"].as_f64().unwrap() < found["as_written"]["mean"].as_f64().unwrap()
    );
    assert!(place.path("out/worst.toml").exists());
}

/// More sellers win more and cost more; meetings only cost time.
#[test]
fn two_measures_are_traded_off_along_a_front_that_nothing_found_beats() {
    let traded = "trade_off = \"selling_cost.people\"\nlimits = [";
    let text = world("\"heads <= 7\"").replace("limits = [", traded);
    let place = Place::new().with("world.toml", text);
    let ran = place.posse(&["search", "world.toml", "--budget", "1000", "-o", "out"]);
    assert!(matches!(ran.code, Some(0 | 4)), "{}", ran.err);
    assert!(ran.out.contains("designs to choose from: Contribution from"), "{}", ran.out);
    let found = place.json("out/results.json");
    let schema = place.posse(&["schema", "--results"]).result();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(accepts(&schema, &schema, &found));
    let designs = found["front"]["designs"].as_array().unwrap();
    let worth = |of: &Value| [0, 1].map(|at| of["worth"][at]["mean"].as_f64().unwrap());
    let on: Vec<[f64; 2]> =
        designs.iter().filter(|of| of["stands"] == "front").map(worth).collect();
    // The fewest people cost the least, and the best pay for more.
    assert!(on.len() >= 2, "{designs:?}");
    let beats = |a: &[f64; 2], b: &[f64; 2]| a[0] > b[0] + 300.0 && a[1] <= b[1];
    assert!(!on.iter().any(|a| on.iter().any(|b| beats(a, b))), "{on:?}");
    let cheapest = designs.iter().min_by(|a, b| worth(a)[1].total_cmp(&worth(b)[1])).unwrap();
    assert_eq!(cheapest["values"][0].as_f64(), Some(1.0), "{designs:?}");
    assert_eq!(place.text("out/front.csv").lines().count(), designs.len() + 1);
    assert!(place.text("out/trials.csv").lines().next().unwrap().contains("selling_cost.people"));
    assert!(place.path("out/front.png").exists() && place.path("out/front.svg").exists());
}

#[test]
fn every_mistake_in_what_may_be_searched_has_its_place() {
    let refused = |from: &str, to: &str| {
        let text = world("\"heads <= 4\"").replace(from, to);
        let place = Place::new().with("world.toml", text);
        place.posse(&SEARCH).refusal(2)
    };
    let cases = [
        ("people.seller.count=1..8", "people.seler.count=1..8", "no `people.seler`"),
        ("people.seller.count=1..8", "people.seller.count=8..1", "a range rises"),
        ("policies.many meetings.rules", "policies.few.rules", "is of another policy than"),
        ("heads <= 4", "heads = 4", "expected `<=` or `>=`"),
        ("heads <= 4", "wns >= 4", "no measure `wns`"),
        ("heads <= 4", "win_rate >= 20 d", "`20 d`"),
        ("heads <= 4", "p95 of wins >= 4", "the most there may be"),
        ("policy = \"many meetings\"", "policy = \"meny meetings\"", "no policy"),
        ("levers = [", "lever = [", "unknown key `lever`"),
        ("levers = [", "trade_off = \"contribution\"\nlevers = [", "the primary measure already"),
        ("levers = [", "trade_off = \"win\"\nlevers = [", "did you mean `wins`?"),
        ("levers = [", "trade_off = \"leads\"\nlevers = [", "neither more nor less"),
    ];
    for (from, to, message) in cases {
        let text = refused(from, to);
        let plain = text.replace('\n', " ");
        assert!(plain.contains(message), "{to}: {text}");
        assert!(text.contains("world.toml:"), "{text}");
    }
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let place = Place::tiny().with("world.toml", world(""));
    let refused = |words: &[&str]| place.posse(words).refusal(2);
    assert!(refused(&["search", "tiny.toml"]).contains("does not say what may be changed"));
    assert!(refused(&["search", "world.toml", "--budget", "9"]).contains("from 500 to"));
    let against = refused(&["search", "world.toml", "--against", "few"]);
    assert!(against.contains("nothing in scenario `world` is uncertain"), "{against}");
    let text = world("").replace("levers = [", "trade_off = \"wins\"\nlevers = [");
    let two = Place::new().with("two.toml", text);
    let few = two.posse(&["search", "two.toml", "--budget", "600"]).refusal(2);
    assert!(few.contains("two measures need a `--budget` of at least 1000"), "{few}");
    assert!(refused(&["search", "world.toml", "--report"]).contains("no page on a search"));
    assert!(refused(&["shard", "1/2", "search", "world.toml"]).contains("no study"));
}
