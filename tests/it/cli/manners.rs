//! What people expect of every command: help for shells and manuals, standard input, a dry run, and one
//! meaning of an option.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;

use super::studies::{STUDIES, results};
use super::{Place, Ran, TINY};

const COMMANDS: [&str; 20] = [
    "compare",
    "run",
    "sweep",
    "sensitivity",
    "why",
    "scale",
    "explain",
    "payout",
    "payslip",
    "lint",
    "studio",
    "check",
    "shard",
    "merge",
    "verify",
    "evidence",
    "init",
    "schema",
    "completions",
    "man",
];

/// A command that is given a text on standard input.
fn fed(place: &Place, words: &[&str], text: &str) -> Ran {
    let mut command = place.command(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing may have ended by now.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Ran::from(child.wait_with_output().unwrap())
}

#[test]
fn a_scenario_may_come_on_standard_input() {
    for study in &STUDIES[..4] {
        let named = format!("name = \"tiny\"\n{TINY}");
        let place = Place::new().with("tiny.toml", &named);
        let words = |folder| -> Vec<&str> { [*study, &["-q", "-o", folder][..]].concat() };
        place.posse(&words("file")).result();
        let by_pipe = words("pipe").into_iter().map(|w| if w == "tiny.toml" { "-" } else { w });
        let by_pipe: Vec<&str> = by_pipe.collect();
        fed(&place, &by_pipe, &named).result();
        assert_eq!(results(&place, "file"), results(&place, "pipe"), "{study:?}");
    }
    let place = Place::tiny();
    let wrong = fed(&place, &["check", "-"], &TINY.replace("count", "cuont")).refusal(2);
    assert!(wrong.contains("cuont") && wrong.contains("did you mean `count`"), "{wrong}");
    let said = fed(&place, &["scale", "-"], TINY).refusal(2);
    assert!(said.contains("name a file instead of `-`"), "{said}");
}

#[test]
fn parts_of_a_scenario_on_standard_input_are_merged() {
    let place = Place::new();
    for part in ["1/2", "2/2"] {
        let words = ["shard", part, "compare", "-", "-n", "100", "-q", "-o", &part[..1]];
        fed(&place, &words, TINY).result();
    }
    place.posse(&["merge", "1", "2", "-o", "out", "-q"]).result();
    fed(&place, &["compare", "-", "-n", "100", "-q", "-o", "whole"], TINY).result();
    assert_eq!(results(&place, "out"), results(&place, "whole"));
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let expected = [
        "would make 80 runs of each of 2 policies of `tiny`\nwould write `output/tiny`\n",
        "would make 4 cells of 20 runs (at most 80 where the verdict is open) of each of 2 policies",
        "would make 1 input, 3 points of 20 runs: 60 runs of each policy of `tiny`\n",
        "would make 1 rule differs (sharing): 2 policies between the two, 80 runs of each",
        "would make 1 field studies",
    ];
    for (study, expected) in STUDIES.iter().zip(expected) {
        let place = Place::tiny();
        let told = place.posse(&[study, &["--dry-run"][..]].concat()).result();
        assert!(told.starts_with(expected), "{told}");
        assert_eq!(place.entries("."), ["tiny.toml"]);
    }
}

#[test]
fn a_dry_run_tells_what_stands_in_the_way() {
    let place = Place::tiny().with("other.toml", format!("name = \"other\"\n{TINY}"));
    place.posse(&["compare", "tiny.toml", "-q", "-o", "out"]).result();
    let said = place.posse(&["compare", "other.toml", "--dry-run", "-o", "out"]).refusal(1);
    assert!(said.contains("`out` holds the results of another scenario"), "{said}");
    let words = ["compare", "tiny.toml", "--dry-run", "--require", "wnis.mean > 1"];
    assert!(place.posse(&words).refusal(2).contains("did you mean"), "conditions are read too");
}

#[test]
fn every_command_has_completions_and_a_manual_page() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.posse(&["completions", shell]).result();
        let missing: Vec<_> =
            COMMANDS.iter().filter(|command| !script.contains(*command)).collect();
        assert!(missing.is_empty(), "{shell}: {missing:?}");
    }
    for command in COMMANDS {
        let page = place.posse(&["man", command]).result();
        assert!(page.contains(&format!(".TH posse-{command} 1")), "{page}");
    }
    assert!(place.posse(&["man"]).result().contains(".SH SUBCOMMANDS"));
    let said = place.posse(&["man", "comapre"]).refusal(2);
    assert!(
        said.starts_with("error: no command `comapre`\nhint: did you mean `compare`? "),
        "{said}"
    );
}

#[test]
fn a_letter_stands_for_the_same_option_in_every_command() {
    let mut names = BTreeMap::new();
    let mut pages = String::new();
    for command in COMMANDS {
        pages += &Place::new().posse(&[command, "--help"]).result();
    }
    for line in pages.lines().map(str::trim) {
        let Some((letter, rest)) = line.strip_prefix('-').and_then(|rest| rest.split_once(", --"))
        else {
            continue;
        };
        let name = rest.split([' ', '<']).next().unwrap();
        let known = names.entry(letter.to_owned()).or_insert_with(|| name.to_owned());
        assert_eq!(known, name, "-{letter}");
    }
    assert!(names.len() >= 5, "{names:?}");
}
