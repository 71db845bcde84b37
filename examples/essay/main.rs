//! The essay answered: runs the experiments behind `docs/essay/` and rewrites what their pages quote.
//! `essay` remakes everything, `essay X2 X6` some of it, `essay -n 30 X2` with so many runs.
//!
//! The prose of the pages is written by hand. Between `<!-- posse:begin ID -->` and
//! `<!-- posse:end -->` stands what this program writes: the commands, their screens, tables of
//! further measures and the time taken; charts lie beside the pages.
#![allow(
    clippy::print_stderr,
    clippy::disallowed_types,
    reason = "an example talks, and takes its time"
)]

mod experiments;
mod index;
mod numbers;
mod page;
mod training;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use experiments::{EXPERIMENTS, Experiment, Run};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const DOCS: &str = "docs/essay";

fn main() -> Result<()> {
    let (runs, wanted) = arguments(std::env::args().skip(1))?;
    let is_wanted = |e: &&Experiment| wanted.is_empty() || wanted.iter().any(|id| id == e.id);
    for experiment in EXPERIMENTS.iter().filter(is_wanted) {
        eprintln!("{} {}", experiment.id, experiment.page);
        let body = remake(experiment, runs)?;
        page::rewrite(&page::path(experiment.page), experiment.id, &body)?;
    }
    index::rewrite()
}

/// How many runs instead of those in the table, and the experiments asked for (none = all).
fn arguments(mut words: impl Iterator<Item = String>) -> Result<(Option<u32>, Vec<String>)> {
    let (mut runs, mut wanted) = (None, Vec::new());
    while let Some(word) = words.next() {
        if word == "-n" {
            runs = Some(words.next().ok_or("-n needs a number")?.parse()?);
        } else if EXPERIMENTS.iter().any(|experiment| experiment.id == word) {
            wanted.push(word);
        } else {
            let ids: Vec<&str> = EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
            return Err(format!("no experiment `{word}`: there are {}", ids.join(", ")).into());
        }
    }
    Ok((runs, wanted))
}

/// Runs an experiment and returns what its page says of it.
fn remake(experiment: &Experiment, runs: Option<u32>) -> Result<String> {
    let started = Instant::now();
    let mut parts = Vec::new();
    for (number, run) in (1..).zip(experiment.runs) {
        parts.push(perform(run, &format!("{}-{number}", experiment.id), runs)?);
    }
    if experiment.id == training::ID {
        parts.push(training::tables(runs)?);
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!("{}\n\n{}", page::made(experiment.id, runs, seconds), parts.join("\n\n")))
}

/// Runs a command, keeps its chart, and returns the command, its screen and the numbers asked for.
fn perform(run: &Run, name: &str, runs: Option<u32>) -> Result<String> {
    let command = experiments::on_one_line(run.command, runs);
    let folder = PathBuf::from("output/essay").join(name);
    let output = Command::new(posse()?)
        .args(experiments::words(&command))
        .args(["--force", "--out"])
        .arg(&folder)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("`posse {command}` failed").into());
    }
    for (from, to) in run.charts {
        page::replace(&PathBuf::from(DOCS).join(to), &fs::read(folder.join(from))?)?;
    }
    let mut parts = vec![page::quoted(&command, &String::from_utf8(output.stdout)?)];
    for wanted in run.numbers {
        parts.push(numbers::table(&folder.join("sweep.csv"), wanted)?);
    }
    Ok(parts.join("\n\n"))
}

/// The program in the folder above this example's: `cargo build --release` makes it.
fn posse() -> Result<PathBuf> {
    let example = std::env::current_exe()?;
    let folder = example.parent().and_then(Path::parent).ok_or("an example without a folder")?;
    let program = folder.join(format!("posse{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        return Err(format!("no {}: run `cargo build --release`", program.display()).into());
    }
    Ok(program)
}
