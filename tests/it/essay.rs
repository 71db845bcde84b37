//! The pages of docs/essay/ stand on runs: their commands, charts and numbers are there and of now.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posse::experiment::sweep;
use posse::scenario::{Draft, Variation};

const FOLDER: &str = "docs/essay";

/// Every page but the index: its name and text.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = names("md")
        .into_iter()
        .filter(|name| name != "README.md")
        .map(|name| (name.clone(), read(&name)))
        .collect();
    pages.sort();
    pages
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(FOLDER).join(name)).unwrap()
}

/// Names of the files with this ending.
fn names(ending: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.into_string().unwrap());
    names.filter(|name| name.ends_with(&format!(".{ending}"))).collect()
}

/// What the program wrote into a page.
fn written(text: &str) -> &str {
    let (_, rest) = text.split_once("<!-- posse:begin ").expect("a block begins");
    rest.split_once("<!-- posse:end -->").expect("a block ends").0
}

/// The commands in a page, each on one line.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let text = blocks.collect::<Vec<_>>().join("").replace("\\\n  ", "");
    text.lines().map(str::to_owned).collect()
}

/// The words of a command, quotes taken off.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let of_part = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    };
    parts.flat_map(of_part).collect()
}

/// A command without its numbers of runs.
fn without_runs(command: &str) -> String {
    let mut words = words(command);
    for at in (1..words.len()).rev() {
        if ["-n", "--max-runs"].contains(&words[at - 1].as_str()) {
            words.remove(at);
        }
    }
    words.join(" ")
}

/// What follows each `--vary` of a command.
fn varied(words: &[String]) -> Vec<String> {
    let pairs = words.windows(2).filter(|pair| pair[0] == "--vary");
    pairs.map(|pair| pair[1].clone()).collect()
}

#[test]
fn the_index_leads_to_every_page_and_to_no_other() {
    let index = read("README.md");
    let links = index.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let pages_linked =
        links.filter(|link| !link.contains('/') && link.strip_suffix(".md").is_some());
    let links: BTreeSet<String> = pages_linked.map(Into::into).collect();
    let pages: BTreeSet<String> = pages().into_iter().map(|(name, _)| name).collect();
    assert!(pages.len() >= 7);
    assert_eq!(links, pages);
}

#[test]
fn every_chart_is_there_and_every_chart_there_is_shown() {
    let mut shown = BTreeSet::new();
    for (name, text) in pages() {
        let charts = text.split("![").skip(1).map(|rest| rest.split("](").nth(1).unwrap());
        let charts: Vec<&str> = charts.map(|rest| rest.split(')').next().unwrap()).collect();
        assert!(!charts.is_empty(), "{name} shows no chart");
        shown.extend(charts.into_iter().map(str::to_owned));
    }
    assert_eq!(shown, names("png"));
}

#[test]
fn what_pages_quote_was_made_by_this_version() {
    let version = format!("posse {}", env!("CARGO_PKG_VERSION"));
    for (name, text) in pages() {
        let written = written(&text);
        assert!(written.contains(&format!("threads, {version}.")), "{name} is of another version");
        let screens = written.split("```text\n").skip(1);
        for screen in screens.map(|rest| rest.split("```").next().unwrap()) {
            let says = screen.contains("posse ");
            assert!(!says || screen.contains(&version), "{name} quotes another version");
        }
    }
}

#[test]
fn the_commands_of_pages_vary_what_there_is() {
    for (name, text) in pages() {
        let commands = commands(written(&text));
        assert!(!commands.is_empty(), "{name} has no command");
        for command in commands {
            let words = words(command.strip_prefix("posse ").expect("a posse command"));
            let file = Path::new(&words[1]);
            let load = |base: &str| fs::read_to_string(file.with_file_name(base)).ok();
            let draft = Draft::read(&fs::read(file).unwrap(), &words[1], &load).unwrap();
            draft.scenario(&load).unwrap();
            let asked = varied(&words);
            assert_eq!(asked.is_empty(), words[0] != "sweep", "{command}");
            if asked.is_empty() {
                continue;
            }
            let variation = Variation::read(draft, &asked).unwrap();
            // Of every row the first and the last cell: nothing new can be wrong between them.
            let (_, cells) = if words.contains(&"sobol".to_owned()) {
                sweep::sobol_points(&variation.axes, 2)
            } else {
                sweep::grid(&variation.axes, (2, 2))
            };
            let corners = [cells.first(), cells.last()].map(|cell| cell.unwrap().clone());
            if let Err(error) = variation.cells(&corners, &load) {
                panic!("{command}\n{error}");
            }
        }
    }
}

#[test]
fn a_scenario_says_the_command_of_its_page_and_where_the_answer_is() {
    for (name, text) in pages() {
        for command in commands(written(&text)) {
            let file = &words(&command)[2];
            let scenario = fs::read_to_string(file).unwrap();
            let header = scenario.lines().take_while(|line| line.starts_with('#'));
            let header: Vec<&str> =
                header.map(|line| line.trim_start_matches(['#', ' '])).collect();
            let header = header.join("\n").replace("\\\n", "");
            let is_said = header.lines().any(|line| {
                line.starts_with("posse ") && without_runs(line) == without_runs(&command)
            });
            assert!(is_said, "{file} does not say\n{command}");
            assert!(header.contains(&format!("{FOLDER}/{name}")), "{file} does not name {name}");
        }
    }
}
