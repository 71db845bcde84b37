//! Scenarios with mistakes, by the thousand: `fuzz [CHECKED] [RUN] [FIRST]`.
//!
//! Mutants FIRST to FIRST + CHECKED of the shipped scenarios are read; of those that are accepted,
//! RUN at most go through `posse check` and `posse compare -n 2`, each with a limit of memory and
//! time. What may not happen is printed with the number of the mutant, whose text stays in
//! `target/fuzz`: an abort, no end, a refusal without a place, a number that is none in the output.
//! Exit code 1 if anything was found. The limit of memory needs a Unix shell.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

mod corpus;
mod limited;

use std::error::Error;
use std::fs;
use std::io::Read;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::thread::spawn;
use std::time::Duration;

use corpus::Corpus;

/// A command that takes longer is taken to have no end.
const TIME: Duration = Duration::from_mins(1);

fn main() -> ExitCode {
    if std::env::var_os(limited::AS_COMMAND).is_some() {
        return posse::cli::main();
    }
    match fuzz() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(found) => {
            println!("{found} findings");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn fuzz() -> Result<usize, Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let checked = numbers.next().unwrap_or(Ok(10_000))?;
    let run = numbers.next().unwrap_or(Ok(2_000))?;
    let first = numbers.next().unwrap_or(Ok(0))?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/fuzz");
    let corpus = Corpus::new(root, folder.clone())?;
    let (mut findings, mut accepted, mut ran) = (0, 0, 0);
    for number in first..first + checked {
        let mutant = corpus.mutant(number);
        let read = catch_unwind(|| corpus.read(&mutant));
        let mut found = match &read {
            Err(_) => vec!["abort while it is read".to_owned()],
            Ok(Err(error)) => unplaced(error).into_iter().collect(),
            Ok(Ok(_)) => Vec::new(),
        };
        if let Ok(Ok(scenario)) = &read {
            accepted += 1;
            if ran < run && corpus::is_quick(scenario) {
                ran += 1;
                let file = folder.join(format!("mutant-{number}.toml"));
                fs::write(&file, &mutant.text)?;
                found.extend(run_it(&file)?);
                if found.is_empty() {
                    fs::remove_file(&file)?;
                }
            }
        }
        for what in &found {
            println!("mutant {number} of {}: {what}", mutant.name);
        }
        findings += found.len();
    }
    println!("{checked} read, {accepted} accepted, {ran} of them run: {findings} findings");
    Ok(findings)
}

/// What is wrong with a refusal.
fn unplaced(error: &posse::scenario::Error) -> Option<String> {
    if error.problems.is_empty() {
        return Some("refused without a word".into());
    }
    let is_unplaced = |problem: &&posse::scenario::Problem| {
        let file = error.files.get(problem.file);
        problem.line == 0 || file.is_none_or(|file| file.text.get(problem.span.clone()).is_none())
    };
    error.problems.iter().find(is_unplaced).map(|p| format!("refused without a place: {p}"))
}

/// What is wrong with `check` and `compare` of a scenario that was accepted.
fn run_it(file: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let out = file.with_extension("results");
    let (path, folder) = (file.to_string_lossy(), out.to_string_lossy());
    let mut found = Vec::new();
    for words in [
        &["check", &*path][..],
        &["compare", &*path, "-n", "2", "--force", "--quiet", "-j", "1", "-o", &*folder],
    ] {
        found.extend(ended_badly(words)?.map(|how| format!("`{}`: {how}", words[0])));
    }
    if let Ok(text) = fs::read_to_string(out.join("results.json")) {
        found.extend(without_reason(&serde_json::from_str(&text)?));
    }
    for left in [out.clone(), PathBuf::from(format!("{folder}.unfinished"))] {
        if left.exists() {
            fs::remove_dir_all(left)?;
        }
    }
    Ok(found)
}

/// How the command ended, if it may not end so.
fn ended_badly(words: &[&str]) -> Result<Option<String>, Box<dyn Error>> {
    let mut command = limited::posse(&std::env::current_exe()?, words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let said = [text_of(child.stdout.take()), text_of(child.stderr.take())];
    let Some(status) = limited::end(&mut child, TIME)? else {
        return Ok(Some(format!("no end within {TIME:?}")));
    };
    let [out, err] = said.map(|said| said.join().unwrap_or_default());
    let last = err.lines().last().unwrap_or("");
    Ok(match status.code() {
        None | Some(101 | 134) => Some(format!("aborted: {last}")),
        Some(1..) if err.trim().is_empty() => Some("failed without a word".into()),
        Some(2) if words[0] == "compare" => {
            Some(format!("`check` accepts it, `compare` not: {last}"))
        }
        _ => ["NaN", "inf "].iter().find(|w| out.contains(**w)).map(|w| format!("prints `{w}`")),
    })
}

fn text_of(from: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            let _ = from.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Means that are not there although every run had a value.
fn without_reason(results: &serde_json::Value) -> Option<String> {
    let Some(policies) = results["policies"].as_object() else {
        return Some("results without policies".into());
    };
    let measures = policies.values().filter_map(|policy| policy["measures"].as_object()).flatten();
    let mut silent = measures.filter(|(_, m)| m["mean"].is_null() && m["undefined"] == 0);
    silent.next().map(|(key, _)| format!("`{key}` is undefined without a reason"))
}
