//! What happened to one lead.

use super::{Place, TINY};

/// One seller, one lead after the other, laws without spread: a story that can be told by heart.
const FUNNEL: &str = r#"
calendar = "always"
[channels.web]
arrivals = { at = ["1 h", "2 h"] }
cost = 10
[channels.fair]
arrivals = { at = ["1.5 h"] }
[deal]
value = 1000
[stages.call]
role = "seller"
touch = "2 h"
buyer = "1 d"
advance = 1
[stages.close]
role = "seller"
touch = "1 h"
advance = 1
[people.seller]
count = 1
[policies.first]
rules = { order = "fifo" }
[policies.last]
rules = { order = "lifo" }
[run]
days = 10
run_out = "0 d"
replications = 2
"#;

/// Everybody is known to fit; one policy asks for more than anybody has.
const MARKET: &str = r#"
calendar = "always"
[buyers]
[segments.one]
value = 50000
[segments.one.committee]
members = { least = 2, most = 2, mean = 2 }
window = "200 wd"
[channels.web]
arrivals = { at = ["1 h"] }
cost = 300
fit = { beta = { alpha = 900, beta = 100 } }
[stages.qualify]
kind = "qualify"
role = "seller"
touch = "1 h"
[stages.educate]
kind = "educate"
role = "seller"
touch = "2 h"
[stages.align]
kind = "align"
role = "seller"
touch = "2 h"
[stages.decide]
kind = "decide"
role = "seller"
touch = "3 h"
buyer = "2 wd"
[people.seller]
count = 1
[policies.open]
[policies.strict.rules]
gate = { cutoff = 0.99 }
[run]
days = 60
run_out = "0 d"
replications = 1
"#;

fn explain(text: &str, words: &[&str]) -> super::Ran {
    let place = Place::new().with("s.toml", text);
    place.posse(&[&["explain", "s.toml"], words].concat())
}

#[test]
fn two_policies_stand_side_by_side() {
    insta::assert_snapshot!(explain(FUNNEL, &["--lead", "1"]).result(), @"");
}

#[test]
fn the_story_says_where_paths_part() {
    insta::assert_snapshot!(explain(MARKET, &["--lead", "0"]).result(), @"");
}

#[test]
fn three_policies_stand_one_after_the_other() {
    let text = FUNNEL.replace("[run]", "[policies.third]\nrules = { order = \"random\" }\n[run]");
    let words = ["--lead", "0", "--channel", "fair", "--policies", "last,first,third"];
    insta::assert_snapshot!(explain(&text, &words).result(), @"");
}

#[test]
fn a_lead_has_one_number_under_every_policy() {
    for policy in ["first", "last"] {
        let words = ["--lead", "2", "--policies", policy, "--json"];
        let story: serde_json::Value =
            serde_json::from_str(&explain(FUNNEL, &words).result()).unwrap();
        let lead = (&story["channel"], &story["channel_lead"], &story["arrived_h"]);
        assert_eq!(lead, (&"web".into(), &1.into(), &2.0.into()));
    }
}

#[test]
fn a_story_for_machines_holds_every_step() {
    let text = explain(MARKET, &["--lead", "0", "--json"]).result();
    let story: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(story["schema"], "posse/story/1");
    let what = |policy: usize| -> Vec<String> {
        let steps = story["policies"][policy]["steps"].as_array().unwrap();
        steps.iter().map(|step| step["what"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(what(1), ["touch", "dialogue", "gate", "end"]);
    assert_eq!(story["policies"][1]["steps"][3]["exit"], "disqualified, wrong");
    assert_eq!(what(0)[..3], ["touch", "dialogue", "gate"]);
    assert_eq!(story["partings"][0]["part"], true);
    assert_eq!(story["partings"][0]["next"], serde_json::json!([2, 2]));
}

#[test]
fn a_story_is_that_of_the_run_asked_for() {
    let place = Place::tiny();
    let of = |run: &str| {
        let words = ["explain", "tiny.toml", "--lead", "3", "--json", "--replication", run];
        place.posse(&words).result()
    };
    assert_ne!(of("0"), of("1"));
    assert_eq!(of("1"), of("1"));
}

#[test]
fn a_story_agrees_with_the_table_of_deals() {
    let place = Place::tiny();
    place.posse(&["run", "tiny.toml", "--policy", "few", "--trace", "2", "--out", "o"]).result();
    let deals = place.text("o/deals.csv");
    for line in deals.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let words = ["explain", "tiny.toml", "--channel", cells[3], "--lead", cells[4], "--json"];
        let more = ["--replication", "2", "--policies", "few"];
        let text = place.posse(&[&words[..], &more].concat()).result();
        let story: serde_json::Value = serde_json::from_str(&text).unwrap();
        let steps = story["policies"][0]["steps"].as_array().unwrap();
        let end = steps.last().unwrap();
        assert_eq!(end["exit"], cells[10], "{line}");
        let at: f64 = cells[9].parse().unwrap();
        assert!((end["at_h"].as_f64().unwrap() - at).abs() < 1e-9, "{line}");
        let touches = steps.iter().filter(|s| s["what"] == "touch" && s["resumed"] == false);
        assert_eq!(touches.count().to_string(), cells[14], "{line}");
    }
}

#[test]
fn every_mistake_is_named_with_what_there_is() {
    let words = ["--lead", "0", "--policies", "frist,last,last", "--channel", "wep"];
    let more = ["--replication", "2"];
    let err = explain(FUNNEL, &[&words[..], &more].concat()).refusal(2);
    insta::assert_snapshot!(err, @"");
}

#[test]
fn a_lead_that_never_arrives_is_told_from_those_that_do() {
    insta::assert_snapshot!(explain(FUNNEL, &["--lead", "3"]).refusal(2), @"");
    let of_fair = ["--lead", "1", "--channel", "fair"];
    insta::assert_snapshot!(explain(FUNNEL, &of_fair).refusal(2), @"");
}

#[test]
fn a_lead_must_be_named_by_a_number() {
    let without = explain(TINY, &[]).refusal(2);
    assert!(without.contains("--lead <N>"), "{without}");
    let odd = explain(TINY, &["--lead", "-1"]).refusal(2);
    assert!(odd.contains("expected a whole number from 0 to 4294967295"), "{odd}");
}

#[test]
fn what_was_found_out_is_traced_where_there_are_buyers() {
    let place = Place::new().with("s.toml", MARKET).with("f.toml", FUNNEL);
    for (file, has_notes) in [("s.toml", true), ("f.toml", false)] {
        place.posse(&["compare", file, "--trace", "0", "--out", "o", "--force", "-q"]).result();
        assert_eq!(place.entries("o").contains(&"notes.csv".to_owned()), has_notes);
        if has_notes {
            let notes = place.text("o/notes.csv");
            assert!(
                notes.starts_with("scenario,policy,replication,channel,lead,at_h,note,answer,")
            );
            assert!(notes.contains(",gate,no,") && notes.contains(",gate,go,"), "{notes}");
        }
    }
}
