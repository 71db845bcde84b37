//! Runs that end when it is enough, or when the budget is spent.

use super::{Place, Ran, TINY};

/// Two policies with this many leads and hours of meetings a week, judged by contribution.
fn judged(arrivals: u32, meetings: u32, zone: u32) -> String {
    let measure = format!(
        "[measure]\nprimary = \"contribution\"\nindifference = {{ contribution = {zone} }}\n"
    );
    TINY.replace("[policies.few]", &format!("{measure}[policies.few]"))
        .replace("5 per week", &format!("{arrivals} per week"))
        .replace("20 h per week", &format!("{meetings} h per week"))
}

/// Policies that earn so differently that the first look tells.
fn clear() -> Place {
    Place::new().with("clear.toml", judged(60, 20, 600))
}

/// A difference near the edge of what matters, which some looks can tell.
fn close() -> Place {
    Place::new().with("close.toml", judged(25, 10, 450))
}

fn stopping(place: &Place, folder: &str) -> serde_json::Value {
    place.json(&format!("{folder}/results.json"))["stopping"].clone()
}

/// What the note of the first screen says, as one line.
fn note(screen: &str) -> String {
    let lines = screen.lines().skip_while(|line| !line.starts_with(" stopped "));
    let mut words = lines.clone().next().unwrap_or_default().trim_start_matches(" stopped");
    let mut text = words.trim().to_owned();
    for line in lines.skip(1).take_while(|line| line.starts_with("               ")) {
        words = line.trim();
        text = format!("{text} {words}");
    }
    text
}

#[test]
fn a_clear_case_is_decided_at_the_first_look() {
    let place = clear();
    let text = place.posse(&["compare", "clear.toml", "--until-decided", "-o", "o"]).result();
    let sentence = "after 64 runs: the verdict in Contribution is settled";
    assert_eq!(note(&text), sentence);
    assert!(text.contains("valid whenever the run stops"), "{text}");
    let found = stopping(&place, "o");
    assert_eq!(found["sentence"], sentence);
    assert_eq!((&found["reached"], &found["stopped_by"]), (&true.into(), &"goal".into()));
    assert_eq!((&found["looks"], &found["until_decided"]), (&1.into(), &true.into()));
    let results = place.json("o/results.json");
    assert_eq!((&results["replications"], results.get("interrupted")), (&64.into(), None));
}

#[test]
fn a_settled_verdict_is_told_at_once_and_the_runs_go_on() {
    let place = clear();
    let words = ["compare", "clear.toml", "-n", "200", "-o", "o"];
    let ran = place.posse(&words);
    let told: Vec<&str> =
        ran.err.lines().skip_while(|line| !line.starts_with("settled ")).take(3).collect();
    assert_eq!(told[0], "settled after 64 runs: the verdict in Contribution");
    assert!(told[1].starts_with("  many meetings − few: −"), "{told:?}");
    assert!(told[1].ends_with(", worse"), "{told:?}");
    assert!(told[2].starts_with("  136 more runs follow"), "{told:?}");
    assert!(told[2].ends_with("(`--quick` stops here)"), "{told:?}");
    let results = place.json("o/results.json");
    assert_eq!((&results["replications"], results.get("stopping")), (&200.into(), None));
    for quiet in [&["-q"][..], &["--progress", "json"]] {
        let again = place.posse(&[&words[..], &["--force"], quiet].concat());
        assert!(!again.err.contains("settled"), "{}", again.err);
    }
}

#[test]
fn who_is_quick_stops_with_the_verdict_or_when_the_runs_end() {
    let place = clear().with("close.toml", judged(25, 10, 450));
    place.posse(&["compare", "clear.toml", "--quick", "-n", "200", "-o", "o"]).result();
    let found = stopping(&place, "o");
    assert_eq!((&found["reached"], &found["looks"]), (&true.into(), &1.into()));
    assert_eq!(place.json("o/results.json")["replications"], 64);
    let ran = place.posse(&["compare", "close.toml", "--quick", "-n", "64", "-o", "part", "-q"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert_eq!(place.json("part/results.json")["replications"], 64);
}

#[test]
fn a_run_that_stops_by_itself_stops_at_the_same_run_on_any_number_of_threads() {
    let found = ["1", "2", "3"].map(|jobs| {
        let place = close();
        let words = ["compare", "close.toml", "--until-decided", "-j", jobs, "-o", "o", "-q"];
        place.posse(&words).result();
        ["results.json", "measures.csv", "weekly.csv"].map(|f| place.text(&format!("o/{f}")))
    });
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

#[test]
fn a_budget_too_small_ends_with_code_4_and_can_be_extended() {
    let place = close();
    let at_once = ["compare", "close.toml", "--until-decided", "-o", "whole", "-q"];
    place.posse(&at_once).result();
    let whole = stopping(&place, "whole");
    assert!(whole["looks"].as_u64().unwrap() > 3, "{whole}");

    let words = ["compare", "close.toml", "--until-decided", "--max-runs", "300", "-o", "part"];
    let ran = place.posse(&words);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    let told = "after 300 runs, the maximum: the verdict in Contribution is open for many meetings \
                against few; about ";
    assert!(note(&ran.out).starts_with(told), "{}", ran.out);
    assert!(ran.err.lines().last().unwrap().starts_with(&format!("not reached {told}")));
    let found = stopping(&place, "part");
    assert_eq!((&found["reached"], &found["stopped_by"]), (&false.into(), &"max_runs".into()));
    assert_eq!(found["looks"], 5, "after every 64 runs and at the end");
    assert_eq!(found["undecided"], serde_json::json!([["few", "many meetings"]]));
    assert!(found["runs_needed"].as_u64().unwrap() > 300);

    let words = ["compare", "close.toml", "--until-decided", "--extend", "-o", "part"];
    let ran = place.posse(&words);
    assert!(ran.err.contains(" · 300 of "), "{}", ran.err);
    assert_eq!(place.text("part/results.json"), place.text("whole/results.json"));
}

#[test]
fn a_run_stops_at_the_precision_asked() {
    let place = close();
    let words = ["compare", "close.toml", "--precision", "100", "-o", "o"];
    let text = note(&place.posse(&words).result());
    let found = stopping(&place, "o");
    let half = found["half_width"].as_f64().unwrap();
    assert!(half <= 100.0 && found["precision"] == 100.0 && found["reached"] == true, "{found}");
    assert!(text.contains(" runs: the difference in Contribution is known to ±"), "{text}");
    assert!(text.ends_with(" (requested: ±0.1 k€)"), "{text}");
    let results = place.json("o/results.json");
    let pairs = results["comparisons"].as_array().unwrap();
    let primary = pairs.iter().find(|pair| pair["measure"] == "contribution").unwrap();
    let (low, high) = (&primary["difference"]["ci95"][0], &primary["difference"]["ci95"][1]);
    let width = high.as_f64().unwrap() - low.as_f64().unwrap();
    assert!((0.5 * width - half).abs() < 1e-9, "the interval reported is the one judged");

    let words = ["compare", "close.toml", "--precision", "1", "--max-runs", "70", "-o", "few"];
    let ran = place.posse(&words);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    let told = note(&ran.out);
    assert!(told.ends_with("cannot be estimated yet (requested: ±0.001 k€)"), "{told}");
}

#[test]
fn a_width_is_in_points_in_percent_or_in_the_unit_of_the_measure() {
    let place = close().with("share.toml", TINY);
    for (scenario, width, asked) in [
        ("share.toml", "50 pp", Some(0.5)),
        ("close.toml", "0.1k", Some(100.0)),
        ("close.toml", "0.0002 M", Some(200.0)),
        ("close.toml", " 20% ", None),
    ] {
        let words =
            ["compare", scenario, "--precision", width, "--max-runs", "64", "-o", "o", "--force"];
        let ran = place.posse(&words);
        assert!(ran.code == Some(0) || ran.code == Some(4), "{}", ran.err);
        let found = stopping(&place, "o")["precision"].as_f64().unwrap();
        assert!(asked.is_none_or(|asked| (found / asked - 1.0).abs() < 1e-12), "{width}: {found}");
    }
}

#[test]
fn a_single_policy_is_run_until_its_mean_is_known() {
    let place = close();
    let words = ["run", "close.toml", "--precision", "4 %", "-o", "o"];
    let text = note(&place.posse(&words).result());
    assert!(text.contains(" runs: Contribution is known to ±"), "{text}");
    assert!(stopping(&place, "o")["looks"].as_u64().unwrap() >= 1);
}

#[test]
fn both_goals_must_be_reached() {
    let place = close();
    let words = ["compare", "close.toml", "--until-decided", "--precision", "0.2 %", "-o", "o"];
    let text = note(&place.posse(&words).result());
    assert!(
        text.contains(": the verdict in Contribution is settled and the difference in"),
        "{text}"
    );
    assert!(stopping(&place, "o")["looks"].as_u64().unwrap() > 1);
}

/// Metamorphic relation M-06: where nothing varies, one look is enough and the error is 0.
#[test]
fn what_never_varies_is_known_at_the_first_look() {
    let text = TINY
        .replace("arrivals = \"5 per week\"", "arrivals = { at = [\"200 h\", \"201 h\"] }")
        .replace("advance = 0.4", "advance = 1");
    let place = Place::new().with("tiny.toml", text);
    place.posse(&["run", "tiny.toml", "--precision", "0.0001 pp", "-o", "o"]).result();
    let found = stopping(&place, "o");
    assert_eq!((&found["looks"], &found["half_width"]), (&1.into(), &0.0.into()));
    assert_eq!(place.json("o/results.json")["replications"], 64);
    // Two policies that never differed are no tie: how much they differ in a rare run is unknown.
    let words = ["compare", "tiny.toml", "--until-decided", "--max-runs", "64", "-o", "pair"];
    assert_eq!(place.posse(&words).code, Some(4));
    assert_eq!(place.json("pair/results.json")["comparisons"][0]["support"], "no difference");
}

#[test]
fn the_runs_that_time_allowed_are_those_of_a_fixed_number() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-n", "10000000", "--max-time", "300ms", "-o", "timed"];
    let ran = place.posse(&words);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    let done = place.json("timed/results.json")["replications"].to_string();
    let told = format!(
        "the time was up after {done} of 10000000 runs, which are kept: `--extend` goes on"
    );
    assert_eq!(ran.err.lines().last(), Some(told.as_str()));
    place.posse(&["compare", "tiny.toml", "-n", &done, "-o", "fixed", "-q"]).result();
    for file in ["measures.csv", "weekly.csv"] {
        assert_eq!(place.text(&format!("timed/{file}")), place.text(&format!("fixed/{file}")));
    }
}

#[test]
fn time_that_is_up_before_the_goal_ends_with_code_4() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "--precision", "0.0001 pp", "--max-runs", "10000000"];
    let ran = place.posse(&[&words[..], &["--max-time", "200ms", "-o", "o"]].concat());
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(note(&ran.out).contains(" runs, at the time limit: the difference in Return"));
    assert_eq!(stopping(&place, "o")["stopped_by"], "max_time");
}

#[test]
fn a_condition_that_is_not_met_outweighs_a_goal_not_reached() {
    let place = close();
    let words = ["compare", "close.toml", "--until-decided", "--max-runs", "64", "-q", "-o", "o"];
    assert_eq!(place.posse(&words).code, Some(4));
    let require = ["--require", "few.wins.mean > 1 M"];
    assert_eq!(place.posse(&[&words[..], &require].concat()).code, Some(3));
}

#[test]
fn a_verdict_with_its_error_is_told_early() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-n", "10000000", "--max-time", "2s", "-o", "o"];
    let err = place.posse(&words).err;
    let is_progress = |line: &&str| line.contains(" of 10000000 runs after 1s, ");
    let first = err.lines().find(is_progress).unwrap_or_else(|| panic!("{err}"));
    assert!(first.contains(" · many meetings − few: "), "{err}");
    assert!(first.contains('±'), "{err}");
}

#[test]
fn a_trace_of_a_run_that_was_not_made_is_told() {
    let place = clear();
    let words = ["compare", "clear.toml", "--until-decided", "--trace", "0,70", "-q", "-o", "o"];
    let ran = place.posse(&words);
    assert_eq!(ran.err, "run 70 is not traced: there were 64 runs\n");
    let deals = place.text("o/deals.csv");
    assert!(deals.lines().skip(1).all(|line| line.split(',').nth(2) == Some("0")), "{deals}");
}

fn refused(words: &[&str]) -> String {
    let place = close().with("volume.toml", format!("{TINY}[measure]\nprimary = \"leads\"\n"));
    Ran::refusal(place.posse(words), 2)
}

#[test]
fn wrong_widths_times_and_numbers_are_refused_with_what_is_allowed() {
    for (option, values, allowed) in [
        (
            "--precision",
            &["0", "-1 pp", "half", "", "pp", "nan", "inf", "3 km"][..],
            "expected a width over 0: `0.5 pp` (percentage points), `2 %` (of the first policy's \
             mean) or a number in the unit of the primary measure, e.g. `20 k`",
        ),
        (
            "--max-time",
            &["0s", "30", "soon", "", "-5s", "400 days", "2 years"],
            "expected a time over 0 and up to a year, e.g. `30s`, `10min`, `1h 30min`",
        ),
        (
            "--max-runs",
            &["0", "2.5", "-1", "10000001"],
            "expected a whole number from 1 to 10000000",
        ),
    ] {
        for value in values {
            let message = refused(&["compare", "close.toml", option, value]);
            assert!(message.lines().next().unwrap().ends_with(allowed), "{message}");
        }
    }
}

#[test]
fn goals_that_do_not_fit_are_refused_all_at_once() {
    let message = refused(&["compare", "close.toml", "--max-runs", "500"]);
    insta::assert_snapshot!(message, @"
    error: `--max-runs` limits `--precision` and `--until-decided`, and neither is given
    hint: for a fixed number of runs use `-n`
    ");
    let words = ["compare", "close.toml", "-n", "500", "--precision", "1 pp"];
    insta::assert_snapshot!(refused(&words), @"
    error: `-n` fixes the number of runs, `--precision` takes as many as it needs
    hint: leave out one of them; `--max-runs` is the most there may be
    error: `--precision`: percentage points are of shares
    hint: the unit of `contribution`: money; `2 %` would be of the first policy's mean
    ");
    insta::assert_snapshot!(refused(&["compare", "volume.toml", "--until-decided"]), @"
    error: nothing to decide: neither more nor less `leads` is better
    hint: choose another `primary` under `[measure]`, or use `--precision`
    ");
}

#[test]
fn a_precision_is_in_the_unit_of_the_measure() {
    let place = Place::tiny();
    for (width, why) in [("5 k", "a share has no `k` or `M`"), ("5", "a share is a part of 1")] {
        let words = ["compare", "tiny.toml", "--max-runs", "64", "--precision", width];
        let message = place.posse(&words).refusal(2);
        assert!(message.starts_with(&format!("error: `--precision`: {why}")), "{message}");
    }
}

#[test]
fn one_policy_has_nothing_to_decide() {
    let text = TINY.split("[policies").next().unwrap().to_owned();
    let place = Place::new().with("one.toml", text);
    let message = place.posse(&["compare", "one.toml", "--until-decided"]).refusal(2);
    insta::assert_snapshot!(message, @"
    error: nothing to decide: scenario `one` has one policy
    hint: `--precision` runs until its Return on Sales is known well enough
    ");
}
