//! What all commands with a study of many runs have in common: they go on after a kill, keep what is
//! done when they are interrupted or late, and tell programs how far they are.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use super::{Place, Ran, TINY, until};

/// [`TINY`] with runs that take some milliseconds each.
fn longer() -> Place {
    let text = TINY.replace("weeks = 6", "weeks = 500").replace("5 per week", "20 per week");
    Place::new().with("tiny.toml", text)
}

/// Each study with its words: some hundred milliseconds of runs.
pub(super) const STUDIES: [&[&str]; 5] = [
    &["compare", "tiny.toml", "-n", "80"],
    &["sweep", "tiny.toml", "--vary", "people.seller.count=1..4", "-n", "20"],
    &["sensitivity", "tiny.toml", "--vary", "people.seller.count=1..4", "-n", "20"],
    &["why", "tiny.toml", "-n", "80"],
    &["evidence", "lazear", "-n", "40"],
];

/// All results of a folder but the manifest, which knows the time.
pub(super) fn results(place: &Place, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = place.entries(folder).into_iter().filter(|f| f != "manifest.json" && f != "blocks");
    files.map(|file| (file.clone(), fs::read(place.path(folder).join(file)).unwrap())).collect()
}

/// Blocks of a run that is not finished.
fn blocks(place: &Place, folder: &str) -> usize {
    let entries = |path| fs::read_dir(path).into_iter().flatten().flatten();
    let inner = |path: std::path::PathBuf| if path.is_dir() { entries(path).count() } else { 1 };
    entries(place.path(&format!("{folder}.unfinished/blocks"))).map(|e| inner(e.path())).sum()
}

#[test]
fn every_study_goes_on_to_the_same_bytes_after_it_was_killed() {
    for study in STUDIES {
        let place = longer();
        let words = |folder| [study, &["-q", "--extend", "-o", folder]].concat();
        place.posse(&words("whole")).result();
        for milliseconds in [0, 30, 5] {
            let before = blocks(&place, "part");
            let mut command = place.command(&words("part"));
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            until(|| blocks(&place, "part") > before || child.try_wait().unwrap().is_some());
            std::thread::sleep(Duration::from_millis(milliseconds));
            let _ = child.kill();
            child.wait().unwrap();
        }
        place.posse(&words("part")).result();
        assert_eq!(results(&place, "part"), results(&place, "whole"), "{study:?}");
        assert_eq!(blocks(&place, "part"), 0);
    }
}

#[test]
#[cfg(unix)]
fn every_study_keeps_what_is_done_when_it_is_interrupted() {
    for study in STUDIES {
        let place = longer();
        let words = [study, &["-o", "out", "-n", "100000"]].concat();
        let mut command = place.command(&words);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        until(|| blocks(&place, "out") > 0);
        super::interrupt(child.id());
        let ran = Ran::from(child.wait_with_output().unwrap());
        assert_eq!(ran.code, Some(130), "{}", ran.err);
        let last = ran.err.lines().last().unwrap();
        assert!(last.starts_with("interrupted after "), "{last}");
        assert!(last.ends_with(" runs, which are kept: `--extend` goes on"), "{last}");
        let words = [study, &["-o", "out", "--extend"]].concat();
        let ran = place.posse(&words);
        assert!(ran.err.contains(" runs used again"), "{study:?}: {}", ran.err);
    }
}

#[test]
fn a_study_that_may_take_no_time_says_how_far_it_came() {
    for study in STUDIES {
        let place = longer();
        let words = [study, &["-o", "out", "-n", "100000", "--max-time", "50ms"]].concat();
        let ran = place.posse(&words);
        assert_eq!(ran.code, Some(4), "{study:?}: {}", ran.err);
        let last = ran.err.lines().last().unwrap();
        assert!(last.starts_with("the time was up after "), "{last}");
    }
}

#[test]
fn programs_read_how_far_a_study_is() {
    for study in STUDIES {
        let place = Place::tiny();
        let ran = place.posse(&[study, &["-q", "-n", "4", "--progress", "json"]].concat());
        let lines: Vec<Value> =
            ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let last = lines.last().unwrap();
        assert!(last["runs"].as_u64().unwrap() > 0, "{study:?}");
        assert_eq!(last["runs"], last["planned"]);
        assert_eq!((&last["seconds_left"], &last["reused"]), (&0.0.into(), &0.into()));
        assert!(last["words"].is_string());
    }
}
