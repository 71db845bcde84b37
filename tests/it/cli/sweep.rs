//! `sweep`: what is typed, written, refused, and continued.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

#[cfg(unix)]
use super::interrupt;
use super::{Place, Ran, TINY, until};

const COUNT: &str = "people.seller.count=1..4";
const PATIENCE: &str = "stages.close.patience=1 d,9 d";

/// What must be the same bytes however a result came about.
const RESULTS: [&str; 3] =
    ["results.json", "sweep.csv", "map_return_on_sales_many_meetings_minus_few.svg"];

fn results(place: &Place, folder: &str) -> Vec<String> {
    RESULTS.iter().map(|file| place.text(&format!("{folder}/{file}"))).collect()
}

#[test]
fn a_sweep_of_two_keys_writes_maps_and_tables() {
    let place = Place::tiny();
    let words = ["sweep", "tiny.toml", "--vary", COUNT, "--vary", PATIENCE, "-n", "6", "-q"];
    let told = place.posse(&words).result();
    assert!(told.contains("\n ○ few   ● many meetings   · too close to matter"), "{told}");
    let told = told.replace("\n ", " ");
    assert!(told.contains("8 cells, 24 runs of each policy"), "{told}");
    let expected = [
        "blocks",
        "manifest.json",
        "map_contribution_many_meetings_minus_few.png",
        "map_contribution_many_meetings_minus_few.svg",
        "map_return_on_sales_many_meetings_minus_few.png",
        "map_return_on_sales_many_meetings_minus_few.svg",
        "results.json",
        "sweep.csv",
    ];
    assert_eq!(place.entries("output/tiny-sweep"), expected);
    assert_eq!(place.entries("output/tiny-sweep/blocks").len(), 8);
    assert_eq!(place.json("output/tiny-sweep/manifest.json")["scenario"]["name"], "tiny");
}

#[test]
fn a_sweep_of_one_key_draws_lines_and_one_of_points_slices() {
    let place = Place::tiny();
    let words = ["sweep", "tiny.toml", "--vary", COUNT, "-n", "4", "-q", "-o", "line"];
    place.posse(&words).result();
    assert!(
        place.entries("line").contains(&"line_contribution_many_meetings_minus_few.svg".into())
    );
    let advance = "stages.close.advance=20 %..60 %";
    let all = ["--vary", COUNT, "--vary", advance, "--vary", "deal.value=500..2000"];
    for design in ["lhs", "sobol"] {
        let mut words = vec!["sweep", "tiny.toml", "-n", "2", "-q", "--design", design];
        words.extend(["--points", "16", "-o", design]);
        words.extend(all);
        let told = place.posse(&words).result();
        assert!(told.contains("16 points"), "{told}");
        assert!(place.entries(design).contains(&"slices.csv".to_owned()));
        let json = place.json(&format!("{design}/results.json"));
        assert_eq!(json["design"]["kind"], design);
        assert_eq!(json["cells"].as_array().unwrap().len(), 16);
    }
}

#[test]
fn json_is_the_file_and_nothing_else() {
    let place = Place::tiny();
    let words = ["sweep", "tiny.toml", "--vary", COUNT, "-n", "3", "--json", "-o", "out"];
    assert_eq!(place.posse(&words).result(), place.text("out/results.json"));
}

#[test]
fn what_does_not_fit_the_design_is_refused_all_at_once() {
    let place = Place::tiny().with(
        "one.toml",
        TINY.replace(
            "[policies.\"many meetings\"]\nrules = { meetings = \"20 h per week\" }\n",
            "",
        ),
    );
    let three = ["--vary", COUNT, "--vary", PATIENCE, "--vary", "deal.value=1,2"];
    let one = ["--vary", COUNT];
    for (file, vary, more, expected) in [
        (
            "tiny.toml",
            &three[..],
            &[][..],
            "error: a grid has one or two axes, found 3\nhint: use `--design sobol` or `--design lhs`\n",
        ),
        (
            "tiny.toml",
            &one,
            &["--cells", "4x4", "--points", "9"],
            "error: `--points` is not for a grid\nhint: use `--cells 24x16`\n\
             error: `--cells` does not fit 1 axis\nhint: `--cells 4`\n",
        ),
        (
            "tiny.toml",
            &one,
            &["--cells", "4", "--design", "sobol"],
            "error: `--cells` is for a grid\nhint: use `--points 64`\n",
        ),
        (
            "tiny.toml",
            &one,
            &["-n", "9", "--max-runs", "8"],
            "error: `--max-runs 8` is less than the 9 runs of every cell\n\
             hint: give as many or more; as many = the same number for every cell\n",
        ),
        (
            "tiny.toml",
            &["--vary", "deal.value=1..9:5"],
            &["--design", "lhs"],
            "error: the number of values of `deal.value` is for a grid\n\
             hint: leave out what follows the colon; points lie anywhere\n",
        ),
        (
            "tiny.toml",
            &["--vary", "deal.value=1..999", "--vary", "deal.margin=0..1"],
            &["--cells", "999x999"],
            "error: 998001 cells are too many\nhint: at most 4096\n",
        ),
        (
            "tiny.toml",
            &one,
            &["-n", "10000000", "--max-runs", "10000000", "--design", "lhs", "--points", "400"],
            "error: 400 cells of up to 10000000 runs are too many\n\
             hint: at most 1000000000 runs in all cells together\n",
        ),
        (
            "one.toml",
            &one,
            &[],
            "error: scenario `one` has one policy: a sweep compares two or more\n\
             hint: add a second one under [policies]\n",
        ),
    ] {
        let words = [&["sweep", file], vary, more].concat();
        assert_eq!(place.posse(&words).refusal(2), expected);
    }
    assert_eq!(place.entries("."), ["one.toml", "tiny.toml"]);
}

#[test]
fn a_mistake_in_what_is_varied_is_shown_in_the_command_line() {
    let words =
        ["sweep", "tiny.toml", "--vary", "people.seler.count=1..3", "--vary", "deal.margin=0..2"];
    let message = Place::tiny().posse(&words).refusal(2);
    insta::assert_snapshot!(message, @r"
    error: the scenario has no `people.seler`
     --> command line:1:8
      |
    1 | --vary people.seler.count=1..3
      |        ^^^^^^^^^^^^^^^^^^ did you mean `seller`?
      |
      = hint: expected `seller`
    ");
    let words = ["sweep", "tiny.toml", "--vary", "deal.margin=0..2", "--cells", "3"];
    let message = Place::tiny().posse(&words).refusal(2);
    insta::assert_snapshot!(message, @r#"
    error: a share lies between 0 and 1, found `2`
     --> command line:1:20
      |
    1 | --vary deal.margin=0..2
      |                    ^^^^
      |
      = hint: for 2 per cent write `"2 %"`; in 1 of 3 cells, first where `deal.margin = 2`
    "#);
}

#[test]
fn nothing_to_vary_is_wrong_usage() {
    let message = Place::tiny().posse(&["sweep", "tiny.toml"]).refusal(2);
    assert!(message.contains("--vary <KEY=VALUES>"), "{message}");
    let words = ["sweep", "tiny.toml", "--vary", COUNT, "--cells", "4by4"];
    let message = Place::tiny().posse(&words).refusal(2);
    assert!(message.contains("expected columns and rows such as `24x16`"), "{message}");
}

#[test]
fn a_cell_that_fails_is_named() {
    let text = TINY.replace(
        "touch = \"2 h\"\nadvance = 0.4",
        "touch = \"2 h\"\nnext = { close = 0.999999, won = 0.000001 }",
    );
    let place = Place::new().with("loop.toml", text);
    let words = ["sweep", "loop.toml", "--vary", "stages.close.touch=2 h..0 h", "-q"];
    assert!(place.posse(&words).refusal(2).contains("a range rises"));
    let words = ["sweep", "loop.toml", "--vary", "stages.close.touch=0 h,2 h", "-q", "-n", "2"];
    let message = place.posse(&words).refusal(1);
    let expected = "error: where `stages.close.touch = 0 h`: policy `few`, replication 0: leads go \
                    round without time passing";
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn a_sweep_goes_on_from_any_part_of_its_blocks_to_the_same_bytes() {
    let place = Place::tiny();
    let words = |folder| {
        let axes = ["--vary", COUNT, "--vary", PATIENCE];
        [&["sweep", "tiny.toml", "-n", "70", "--max-runs", "140", "-o", folder][..], &axes].concat()
    };
    place.posse(&words("whole")).result();
    let whole = results(&place, "whole");
    for trial in 0..6 {
        place.posse(&[&words("part")[..], &["-q"]].concat()).result();
        let mut number = 0;
        for cell in place.entries("part/blocks") {
            for block in place.entries(&format!("part/blocks/{cell}")) {
                let path = place.path(&format!("part/blocks/{cell}/{block}"));
                number += 1;
                match (number + trial) % 5 {
                    0 | 1 => fs::remove_file(path).unwrap(),
                    2 => {
                        let text = fs::read(&path).unwrap();
                        fs::write(&path, &text[..text.len() / 2]).unwrap();
                    }
                    _ => {}
                }
            }
        }
        let ran = place.posse(&[&words("part")[..], &["--extend"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.err.contains("are damaged or not of this experiment"), "{}", ran.err);
        assert_eq!(results(&place, "part"), whole);
    }
}

#[test]
fn a_killed_sweep_goes_on_to_the_same_bytes() {
    let text = TINY.replace("weeks = 6", "weeks = 500").replace("5 per week", "20 per week");
    let place = Place::new().with("tiny.toml", text);
    let words = |folder| {
        let axes = ["--vary", COUNT, "--vary", PATIENCE, "--extend"];
        [&["sweep", "tiny.toml", "-n", "80", "-o", folder, "-q"][..], &axes].concat()
    };
    place.posse(&words("whole")).result();
    let blocks = || {
        let folder = place.path("part.unfinished/blocks");
        let cells = fs::read_dir(folder).into_iter().flatten().flatten();
        cells.flat_map(|cell| fs::read_dir(cell.path()).into_iter().flatten()).count()
    };
    for milliseconds in [0, 25, 60, 10, 40] {
        let before = blocks();
        let mut command = place.command(&words("part"));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until(|| blocks() > before || child.try_wait().unwrap().is_some());
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
    }
    place.posse(&words("part")).result();
    assert_eq!(results(&place, "part"), results(&place, "whole"));
    assert_eq!(place.entries("."), ["part", "tiny.toml", "whole"]);
}

#[test]
#[cfg(unix)]
fn an_interrupted_sweep_keeps_what_it_finished_and_goes_on() {
    let place = Place::tiny();
    let words = |runs| {
        let axes = ["--vary", COUNT, "--vary", PATIENCE, "-o", "out"];
        [&["sweep", "tiny.toml", "-n", runs, "--max-runs", runs][..], &axes].concat()
    };
    let mut command = place.command(&words("1000000"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    until(|| place.path("out.unfinished/blocks").exists());
    interrupt(child.id());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{}", ran.err);
    let expected = " of 8000000 runs, which are kept: `--extend` goes on\n";
    assert!(ran.err.ends_with(expected), "{}", ran.err);
    assert_eq!(place.json("out/results.json")["interrupted"], true);
    let ran = place.posse(&[&words("20")[..], &["--extend"]].concat());
    assert!(ran.err.contains(" of 160 runs used again"), "{}", ran.err);
    assert_eq!(place.json("out/results.json")["interrupted"], serde_json::Value::Null);
}

#[test]
fn a_finer_grid_uses_the_cells_of_the_coarser_one_again() {
    let place = Place::tiny();
    let words = |cells| {
        let more = ["--max-runs", "9", "-o", "out", "--extend", "--cells", cells];
        [&["sweep", "tiny.toml", "--vary", "deal.value=1000..3000", "-n", "9"][..], &more].concat()
    };
    assert_eq!(place.posse(&words("3")).code, Some(0));
    let told = place.posse(&words("5")).err;
    assert!(told.contains(" · 27 of 45 runs used again"), "{told}");
    let other_seed = [&words("5")[..], &["--seed", "2"]].concat();
    let message = place.posse(&other_seed).refusal(2);
    assert!(message.starts_with("error: `out` holds runs with seed 1, not 2\n"), "{message}");
}
