//! `compare --pick`: the best of many policies, who may be it, and what happens when time is short.

use std::fmt::Write;

use super::studies::results;
use super::{Place, TINY, kill_thrice};

/// So many policies that lose more and more of their week to meetings.
fn many(policies: u32, minutes: u32) -> Place {
    let mut text = TINY.replace("5 per week", "20 per week");
    text.truncate(text.find("[policies.few]").unwrap());
    text += "[measure]\nprimary = \"contribution\"\nindifference = { contribution = 500 }\n";
    text += "[run]\nweeks = 20\nwarm_up = \"1 week\"\nrun_out = \"1 week\"\nreplications = 64\n";
    for policy in 0..policies {
        let hours = f64::from(policy * minutes) / 60.0;
        let rules = format!("rules = {{ meetings = \"{hours} h per week\" }}");
        write!(text, "[policies.\"meetings {policy}\"]\n{rules}\n").unwrap();
    }
    Place::new().with("many.toml", text)
}

#[test]
fn the_best_of_many_is_named_with_who_is_as_good_and_who_was_dropped_when() {
    let place = many(8, 300);
    let screen = place.posse(&["compare", "many.toml", "--pick", "best", "-o", "out"]).result();
    assert!(screen.starts_with("meetings 0 is as good as the best of 8"), "{screen}");
    let found = &place.json("out/results.json")["race"];
    assert_eq!((&found["winner"], &found["decided"]), (&"meetings 0".into(), &true.into()));
    assert!(found["regret"].as_f64().unwrap() <= 500.0, "{found}");
    let worst = &found["candidates"]["meetings 7"];
    assert_eq!((&worst["stands"], &worst["replications"]), (&"dropped".into(), &16.into()));
    let table = place.text("out/race.csv");
    assert_eq!(table.lines().count(), 9);
    assert!(table.lines().nth(1).unwrap().contains(",meetings 0,"), "{table}");
    for file in ["race.svg", "race.png", "manifest.json"] {
        assert!(place.path("out").join(file).exists(), "{file}");
    }
}

#[test]
fn a_pick_that_is_not_decided_says_what_is_proven_and_ends_with_code_4() {
    let place = many(3, 1);
    let words = ["compare", "many.toml", "--pick", "best", "--max-runs", "32", "-o", "out"];
    let ran = place.posse(&words);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("not decided after 96 runs"), "{}", ran.err);
    assert_eq!(place.json("out/results.json")["race"]["decided"], false);
    let words = ["compare", "many.toml", "--pick", "subset", "--max-runs", "32", "-o", "set"];
    place.posse(&words).result();
    let possible = &place.json("set/results.json")["race"]["possibly_best"];
    assert_eq!(possible.as_array().unwrap().len(), 3);
}

#[test]
fn a_pick_that_was_stopped_goes_on_to_the_same_bytes_on_any_number_of_threads() {
    let place = many(6, 60);
    let words =
        |more: &[&'static str]| [&["compare", "many.toml", "--pick", "best", "-q"], more].concat();
    place.posse(&words(&["-o", "whole", "-j", "1"])).result();
    place.posse(&words(&["-o", "part", "--max-runs", "16"]));
    let ran = place.posse(&words(&["-o", "part", "--extend", "-j", "3"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(results(&place, "part"), results(&place, "whole"));
    let verified = place.posse(&["verify", "part"]).result();
    assert!(verified.contains("the same bits"), "{verified}");
}

#[test]
fn a_pick_that_was_killed_goes_on_to_the_same_bytes() {
    let place = many(8, 10);
    let words = |folder| ["compare", "many.toml", "--pick", "best", "-q", "--extend", "-o", folder];
    kill_thrice(&place, &words("part"), "part");
    for folder in ["part", "whole"] {
        let ran = place.posse(&words(folder));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    assert_eq!(results(&place, "part"), results(&place, "whole"));
}

#[test]
fn conditions_ask_how_a_policy_stands() {
    let place = many(4, 600);
    let pick = |condition: &'static str| {
        place.posse(&["compare", "many.toml", "--pick", "best", "--require", condition]).code
    };
    assert_eq!(pick("meetings 0.contribution.stands == winner"), Some(0));
    assert_eq!(pick("meetings 3.contribution.stands == winner"), Some(3));
    assert_eq!(pick("meetings 0.contribution.regret <= 500"), Some(0));
}

#[test]
fn what_cannot_be_picked_is_refused() {
    let place = Place::tiny().with("no.toml", format!("{TINY}[measure]\nprimary = \"leads\"\n"));
    let refused =
        |words: &[&str]| place.posse(&[&["compare", "--pick", "best"], words].concat()).refusal(2);
    let two = refused(&["tiny.toml", "no.toml"]);
    assert!(two.contains("`--pick` is of one scenario"), "{two}");
    let no = refused(&["no.toml"]);
    assert!(no.contains("neither more nor less `leads` is better"), "{no}");
    for words in [["-n", "5"], ["--precision", "1"], ["--placebo", "few"]] {
        let text = refused(&[&["tiny.toml"], &words[..]].concat());
        assert!(text.contains("cannot be used with"), "{text}");
    }
    let text = TINY.split("[policies.\"many").next().unwrap().to_owned() + "[run]\nweeks = 6\n";
    let one = Place::new().with("one.toml", text);
    let one = one.posse(&["compare", "one.toml", "--pick", "best"]).refusal(2);
    assert!(one.contains("has 1 policies"), "{one}");
}
