//! What a change does: `effect OLD` compares the working tree with the git revision OLD over a corpus
//! of scenarios, the shipped ones and generated ones (shipped ones with a few values changed, the same
//! every time), a few runs of each. Prints which verdicts, which numbers and which pictures changed;
//! *moved* are means that differ by more than two standard errors of their difference. A scenario that the old
//! revision refuses as it ships now is run there as it shipped then, and is said to be so. The old
//! revision is built once, in `target/effect`, and kept. The comparison takes 90 seconds at most: as
//! many generated scenarios as fit. Needs git and cargo.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it watches the clock and prints"
)]

#[path = "../corpus/mod.rs"]
mod corpus;
mod difference;
#[path = "../limited/mod.rs"]
mod limited;
mod side;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use corpus::Corpus;
use difference::{Difference, difference};
use side::Side;

/// Runs of each policy.
const RUNS: &str = "4";
/// No scenario is begun later: the last ones end before 90 seconds have passed.
const LAST_START: Duration = Duration::from_secs(80);
const WORKERS: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A scenario of the corpus, as a file in the folder of each side; what is generated has a text.
struct Case {
    file: String,
    text: Option<String>,
}

/// What was found, by number of the case.
type Found = Vec<(u64, Case, Difference)>;

fn main() -> ExitCode {
    if std::env::var_os(limited::AS_COMMAND).is_some() {
        return posse::cli::main();
    }
    let Some(old) = std::env::args().nth(1) else {
        eprintln!("usage: effect OLD (a git revision)");
        return ExitCode::from(2);
    };
    match effect(&old) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn effect(old: &str) -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = root.join("target/effect");
    let binaries = [side::old_binary(root, &place, old)?, std::env::current_exe()?];
    let begun = Instant::now();
    let corpus = Corpus::new(root, place.join("corpus"))?;
    let shipped = shipped(root)?;
    let [before, after] = binaries;
    let before = Side::new(root, before, place.join("old"))?.with_own(&side::tree(&place));
    let after = Side::new(root, after, place.join("new"))?;
    let (next, found) = (AtomicU64::new(0), Mutex::new(Found::new()));
    let work = || {
        while begun.elapsed() < LAST_START {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = case((&shipped, &corpus), number) else { continue };
            let difference = difference(&before.made_of(&case), &after.made_of(&case));
            found.lock().expect("no worker panicked").push((number, case, difference));
        }
    };
    std::thread::scope(|scope| (0..WORKERS).for_each(|_| drop(scope.spawn(work))));
    let mut found = found.into_inner().expect("no worker panicked");
    found.sort_by_key(|(number, ..)| *number);
    tell(&found);
    eprintln!("{:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The names of the shipped scenarios.
fn shipped(root: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(root.join("scenarios"))?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Outcome<Vec<String>>>()?;
    names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "toml"));
    names.sort();
    Ok(names)
}

/// The case of a number: first the shipped scenarios, then of the mutants those that are accepted and
/// soon run.
fn case((shipped, corpus): (&[String], &Corpus), number: u64) -> Option<Case> {
    let Some(number) = number.checked_sub(shipped.len() as u64) else {
        let file = shipped[usize::try_from(number).expect("few scenarios ship")].clone();
        return Some(Case { file, text: None });
    };
    let mutant = corpus.mutant(number);
    let scenario = corpus.read(&mutant).ok().filter(corpus::is_quick);
    scenario.map(|_| Case { file: format!("{number}-{}", mutant.name), text: Some(mutant.text) })
}

fn tell(found: &Found) {
    /// Lines said of one scenario.
    const MOST: usize = 12;
    let mut total = Difference::default();
    let mut different = 0;
    for (_, case, d) in found {
        if d.words.is_empty() && d.changed == 0 {
            continue;
        }
        different += 1;
        println!("{}: {} numbers changed, {} of them moved", case.file, d.changed, d.moved);
        d.words.iter().take(MOST).for_each(|words| println!("    {words}"));
        if d.words.len() > MOST {
            println!("    and {} more", d.words.len() - MOST);
        }
        total.verdicts += d.verdicts;
        total.changed += d.changed;
        total.moved += d.moved;
        total.pictures += d.pictures;
    }
    let late = found.iter().filter(|(_, _, d)| d.is_late).count();
    let shipped = found.iter().filter(|(_, case, d)| case.text.is_none() && !d.is_late).count();
    println!(
        "{shipped} shipped and {} generated scenarios, {RUNS} runs of each policy: {different} differ; \
         {} verdicts, {} numbers ({} by more than two errors) and {} pictures changed; {late} not \
         compared, since one side took too long",
        found.len() - shipped - late,
        total.verdicts,
        total.changed,
        total.moved,
        total.pictures
    );
}
