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
    insta::assert_snapshot!(explain(FUNNEL, &["--lead", "1"]).result(), @r#"
    Lead 1 of run 0 in s: number 0 of channel fair; arrives on Mon of week 1, 01:30

    first and last go the same way to the same end: won (at +28.5 h and at +30.5 h)

    first                                             │ last
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    +1.5 h    call: seller 1, 2.0 h, after 1.5 h in   │ +3.5 h    call: seller 1, 2.0 h, after 3.5 h in
              the queue                               │           the queue
    +27.5 h   close: seller 1, 1.0 h, after 24.0 h    │ +29.5 h   close: seller 1, 1.0 h, after 24.0 h
              with the buyer                          │           with the buyer
    +28.5 h   END: won, revenue 1 000 €               │ +30.5 h   END: won, revenue 1 000 €
    in all    3.0 h of work in 2 touches by 1         │ in all    3.0 h of work in 2 touches by 1
              person; revenue 1 000 €                 │           person; revenue 1 000 €
    "#);
}

#[test]
fn the_story_says_where_paths_part() {
    insta::assert_snapshot!(explain(MARKET, &["--lead", "0"]).result(), @r#"
    Lead 0 of run 0 in s: number 0 of channel web; arrives on Mon of week 1, 01:00

    open and strict part after qualify. Under open: the gate lets it go on at +1.0 h. Under strict: the
    gate says no at +1.0 h.

    open                                              │ strict
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    +0 min    qualify: seller 1, 1.0 h                │ +0 min    qualify: seller 1, 1.0 h
    +1.0 h    · believed fit 0.90 ± 0.01 (truly       │ +1.0 h    · believed fit 0.90 ± 0.01 (truly
              0.89), the buyer wants 0.97             │           0.89), the buyer wants 0.97
    ─────────────────────────────────────── here the paths part ───────────────────────────────────────
    +1.0 h    gate: go (by fit alone)                 │ +1.0 h    gate: no (by fit alone)
    +1.0 h    align: seller 1, 2.0 h                  │ +1.0 h    END: disqualified, wrong (phase
    +3.0 h    · alignment 0.50                        │           select)
    +3.0 h    align: seller 1, 2.0 h                  │
    +5.0 h    · alignment 1.00                        │
    +5.0 h    decide: seller 1, 3.0 h                 │
    +8.0 h    · the proposal is written               │
    +2.3 d    the committee votes: 2 of 2 yes         │
              (coverage 0.65, alignment 0.50) and     │
              buys                                    │
    +2.3 d    END: won, revenue 50.0 k€               │
    in all    8.0 h of work in 4 touches by 1         │ in all    1.0 h of work in 1 touch by 1 person;
              person; cost 1 340 € (lead 300 €, work  │           cost 430 € (lead 300 €, work at 130 €
              at 130 € an hour); revenue 50.0 k€      │           an hour); revenue 0 €
    "#);
}

#[test]
fn three_policies_stand_one_after_the_other() {
    let text = FUNNEL.replace("[run]", "[policies.third]\nrules = { order = \"random\" }\n[run]");
    let words = ["--lead", "0", "--channel", "fair", "--policies", "last,first,third"];
    insta::assert_snapshot!(explain(&text, &words).result(), @r#"
    Lead 1 of run 0 in s: number 0 of channel fair; arrives on Mon of week 1, 01:30

    last and first go the same way to the same end: won (at +30.5 h and at +28.5 h)

    last and third go the same way to the same end: won (at +30.5 h and at +30.5 h)

    last
    +3.5 h    call: seller 1, 2.0 h, after 3.5 h in the queue
    +29.5 h   close: seller 1, 1.0 h, after 24.0 h with the buyer
    +30.5 h   END: won, revenue 1 000 €
    in all    3.0 h of work in 2 touches by 1 person; revenue 1 000 €

    first
    +1.5 h    call: seller 1, 2.0 h, after 1.5 h in the queue
    +27.5 h   close: seller 1, 1.0 h, after 24.0 h with the buyer
    +28.5 h   END: won, revenue 1 000 €
    in all    3.0 h of work in 2 touches by 1 person; revenue 1 000 €

    third
    +3.5 h    call: seller 1, 2.0 h, after 3.5 h in the queue
    +29.5 h   close: seller 1, 1.0 h, after 24.0 h with the buyer
    +30.5 h   END: won, revenue 1 000 €
    in all    3.0 h of work in 2 touches by 1 person; revenue 1 000 €
    "#);
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
    insta::assert_snapshot!(err, @r#"
    error: no policy `frist` in scenario `s`
    hint: did you mean `first`? expected one of `first`, `last`
    error: the policy `last` is named twice
    error: no channel `wep` in scenario `s`
    hint: did you mean `web`? expected one of `web`, `fair`
    error: no run 2
    hint: the runs are numbered from 0 to 1
    "#);
}

#[test]
fn a_lead_that_never_arrives_is_told_from_those_that_do() {
    insta::assert_snapshot!(explain(FUNNEL, &["--lead", "3"]).refusal(2), @r#"
    error: no lead 3 in run 0
    hint: 3 leads arrive in run 0, numbered from 0 to 2
    "#);
    let of_fair = ["--lead", "1", "--channel", "fair"];
    insta::assert_snapshot!(explain(FUNNEL, &of_fair).refusal(2), @r#"
    error: no lead 1 of channel `fair` in run 0
    hint: one lead of channel `fair` arrives in run 0: number 0
    "#);
}

#[test]
fn a_lead_must_be_named_by_a_number() {
    let without = explain(TINY, &[]).refusal(2);
    assert!(without.contains("--lead <N>"), "{without}");
    let odd = explain(TINY, &["--lead", "-1"]).refusal(2);
    assert!(odd.contains("expected a whole number from 0 to 999999999999999"), "{odd}");
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
