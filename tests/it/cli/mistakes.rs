//! Wrong files and wrong scenarios.

use super::{Place, TINY};

fn checked(place: &Place, file: &str) -> String {
    place.posse(&["check", file]).refusal(2)
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let message = checked(&Place::new(), "nope.toml");
    let expected =
        "error: no file `nope.toml`\nhint: `posse init` writes a scenario to start from\n";
    assert_eq!(message, expected);
}

#[test]
fn a_folder_is_no_scenario() {
    let expected = "error: `.` is a folder\nhint: name the scenario file in it\n";
    assert_eq!(checked(&Place::new(), "."), expected);
}

#[test]
fn an_empty_file_says_how_to_begin() {
    let message = checked(&Place::new().with("empty.toml", " \n\n"), "empty.toml");
    insta::assert_snapshot!(message, @r#"
    error: the text is empty
    --> empty.toml
     = hint: a scenario has at least a channel and a stage; `posse init` writes one
    "#);
}

#[test]
fn bytes_that_are_no_text_are_shown_where_they_are() {
    let message = checked(&Place::new().with("bytes.toml", b"name = \"\xff\"\n"), "bytes.toml");
    insta::assert_snapshot!(message, @r#"
    error: the text is not UTF-8
     --> bytes.toml:1:9
      |
    1 | name = "
      |         ^
      |
      = hint: save it as UTF-8
    "#);
}

#[test]
fn a_huge_file_is_not_read_to_the_end() {
    let message = checked(&Place::new().with("huge.toml", vec![b'#'; 5 << 20]), "huge.toml");
    assert_eq!(message, "error: `huge.toml` has over 4 MB: too large for a scenario\n");
}

#[test]
fn what_is_missing_at_the_end_is_shown_after_the_last_line() {
    let message = checked(&Place::new().with("short.toml", "name = \"x\"\n\n\n"), "short.toml");
    insta::assert_snapshot!(message, @r#"
    error: the scenario has no stages
     --> short.toml:1:11
      |
    1 | name = "x"
      |           ^
      |
      = hint: e.g. `[stages.close]` with `advance = 0.25`
    "#);
}

#[test]
fn every_mistake_is_shown_at_once_in_its_line() {
    let text = TINY.replace("touch =", "tuoch =").replace("weeks = 6", "weeks = \"six\"");
    let message = checked(&Place::new().with("tiny.toml", text), "tiny.toml");
    insta::assert_snapshot!(message, @r#"
    error: stage `close` has no `touch`
     --> tiny.toml:7:9
      |
    7 | [stages.close]
      |         ^^^^^
      |
      = hint: how much work is it? e.g. `touch = "1.5 h"`

    error: unknown key `tuoch`
     --> tiny.toml:9:1
      |
    9 | tuoch = "2 h"
      | ^^^^^ did you mean `touch`?
      |
      = hint: expected one of `kind`, `role`, `touch`, `work`, `touches`, `buyer`, `advance`,
              `next`, `lost`, `skill`, `home`, `phase`, `cost`, `room`, `when_full`, `patience`,
              `timebox`, `due`, `parallel`, `reach`, `give_up`, `attempts`, `retry`, `missed`,
              `gone`, `reply`, `per_year`, `slight`, `lead`, `relief`, `step`

    error: expected a number, found `"six"`
      --> tiny.toml:18:9
       |
    18 | weeks = "six"
       |         ^^^^^

    3 mistakes in `tiny.toml`
    "#);
}

#[test]
fn a_mistake_over_several_lines_is_shown_in_its_first() {
    let text = TINY.replace("weeks = 6", "weeks = [\n  1,\n  2,\n]");
    let message = checked(&Place::new().with("tiny.toml", text), "tiny.toml");
    insta::assert_snapshot!(message, @r#"
    error: expected a number, found a list
      --> tiny.toml:18:9
       |
    18 | weeks = [
       |         ^
    "#);
}

#[test]
fn of_a_very_long_line_only_a_part_is_shown() {
    let text = format!("question = \"{}\" oops {}\n", "x".repeat(9_000), "y".repeat(9_000));
    let message = checked(&Place::new().with("long.toml", text), "long.toml");
    assert!(message.contains("oops"), "{message}");
    assert!(message.lines().all(|line| line.chars().count() < 120), "{message}");
}

#[test]
fn a_mistake_in_the_base_is_shown_in_the_base() {
    let place = Place::new().with("deep/base.toml", "advnce = 3\n");
    let place = place.with("deep/child.toml", "base = \"base.toml\"\n");
    let message = checked(&place, "deep/child.toml");
    assert!(
        message.contains("error: unknown key `advnce`\n --> deep/base.toml:1:1\n"),
        "{message}"
    );
}

#[test]
fn the_built_in_scenario_is_a_base_wherever_one_is() {
    let place = Place::new().with("mine.toml", "base = \"hero-vs-team.toml\"\nrun.weeks = 26\n");
    let text = place.posse(&["check", "mine.toml"]).result();
    assert!(text.contains("measured until 182.0 weeks"), "{text}");
}

#[test]
fn an_unknown_policy_is_refused_with_the_nearest_one() {
    for words in
        [["run", "tiny.toml", "--policy", "fwe"], ["compare", "tiny.toml", "--placebo", "fwe"]]
    {
        let message = Place::tiny().posse(&words).refusal(2);
        let expected = "error: no policy `fwe` in scenario `tiny`\n\
                        hint: did you mean `few`? expected one of `few`, `many meetings`\n";
        assert_eq!(message, expected);
    }
}

#[test]
fn a_run_that_is_not_made_cannot_be_traced() {
    let message = Place::tiny().posse(&["compare", "tiny.toml", "--trace", "5,6"]).refusal(2);
    let expected = "error: no run 6 to trace\nhint: the runs are numbered from 0 to 5\n";
    assert_eq!(message, expected);
}

#[test]
fn more_work_than_people_can_do_is_a_warning() {
    let text = TINY.replace("5 per week", "50 per week").replace("count = 2", "count = 1");
    let place = Place::new().with("tiny.toml", text);
    let text = place.posse(&["check", "tiny.toml"]).result();
    let expected = "warning: few: `seller` needs 100 h a week for 40 h of capacity: the queue will \
                    grow without end\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_queue_is_said_to_grow_until_leads_give_up_where_they_do() {
    let two = TINY.replace("5 per week", "50 per week").replace("count = 2", "count = 1");
    let two = format!(
        "{two}[people.closer]\ncount = 1\n[stages.last]\nrole = \"closer\"\ntouch = \"4 h\"\n"
    );
    let grows = |place: &Place, role: &str| {
        let text = place.posse(&["check", "tiny.toml"]).result();
        let line = text.lines().find(|line| line.contains(&format!("`{role}` needs")));
        line.expect("a warning").split("will grow ").nth(1).expect("how long").to_owned()
    };
    let (left, endless) = ("until leads give up", "without end");
    for (first, last, expected) in [
        ("", "", [endless, endless]),
        // whoever was touched once has kept his interest
        ("interest = \"40 d\"\n", "", [left, endless]),
        ("", "patience = \"5 d\"", [endless, left]),
        ("", "timebox = \"5 d\"", [endless, left]),
        ("", "room = 5", [endless, endless]),
        ("", "room = 5\nwhen_full = \"lost\"", [endless, left]),
    ] {
        let place = Place::new().with("tiny.toml", format!("{first}{two}{last}\n"));
        let found = [grows(&place, "seller"), grows(&place, "closer")];
        assert_eq!(found, expected, "{first}{last}");
    }
}
