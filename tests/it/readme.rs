//! The README's examples, run.

use std::fs;
use std::path::Path;

use posse::scenario::Scenario;

const README: &str = include_str!("../../README.md");
const WHAT_SHIPS: &str = include_str!("../../scenarios/README.md");
const WHAT_IF: &str = include_str!("../../docs/what-if.md");

/// The code blocks of a language in the README, on the page of what ships and among the what-ifs, in order.
fn blocks(language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    [README, WHAT_SHIPS, WHAT_IF]
        .concat()
        .split(&fence)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_scenarios_in_the_readme_are_read_without_a_mistake() {
    let blocks = blocks("toml");
    assert!(blocks.len() >= 8);
    for text in blocks {
        let load = |name: &str| fs::read_to_string(Path::new("scenarios").join(name)).ok();
        if let Err(error) = Scenario::parse(text.as_bytes(), "readme.toml", &load) {
            panic!("{error}\n{text}");
        }
    }
}

#[test]
fn the_queue_among_what_ships_takes_at_most_fifteen_lines() {
    let queue = blocks("toml").into_iter().find(|t| t.contains("3.2 per h")).unwrap();
    assert!(queue.lines().count() <= 15);
}

/// Runs every command of the README that is not the test command, with few runs.
#[test]
#[cfg(feature = "cli")]
fn the_commands_in_the_readme_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let scenarios = folder.path().join("scenarios");
    fs::create_dir(&scenarios).unwrap();
    let entries = fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().path());
    for path in entries.filter(|path| path.is_file()) {
        fs::copy(&path, scenarios.join(path.file_name().unwrap())).unwrap();
    }
    let lines = blocks("sh").join("\n");
    let mut ran = 0;
    for line in lines.lines().filter(|l| !l.is_empty() && !l.starts_with("cargo test")) {
        let line = line.replace("cargo run --release -- ", "posse ");
        let arguments = words(line.strip_prefix("posse ").expect("a posse command"));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_posse"));
        command.current_dir(folder.path()).args(&arguments);
        let has_goal = line.contains("--until-decided") || line.contains("--precision");
        if ["compare", "run", "sweep", "why"].contains(&arguments[0].as_str()) {
            let limit = if has_goal { "--max-runs" } else { "--replications" };
            command.args([limit, "4", "--quiet"]);
        }
        if arguments[0] == "sweep" {
            command.args(["--max-runs", "4"]);
        }
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        // Four runs reach no goal.
        let expected = if has_goal { 4 } else { 0 };
        assert_eq!(output.status.code(), Some(expected), "{line}\n{errors}");
        ran += 1;
    }
    assert!(ran >= 8);
}

/// Splits a command line at spaces, minding double quotes.
#[cfg(feature = "cli")]
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (k, part) in line.split('"').enumerate() {
        if k % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_readme_is_read_in_a_sitting() {
    assert!(README.lines().count() <= 185, "{} lines", README.lines().count());
}

#[test]
fn the_page_of_what_ships_names_every_scenario() {
    for entry in fs::read_dir("scenarios").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap().to_string_lossy();
            assert!(WHAT_SHIPS.contains(&format!("`{name}`")), "{name}");
        }
    }
}
