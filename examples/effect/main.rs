//! What a change does: `effect OLD` compares the working tree with the git revision OLD over a corpus
//! of scenarios, the shipped ones and generated ones (shipped ones with a few values changed, the same
//! every time), a few runs of each. Prints which verdicts, which numbers and which pictures changed;
//! *moved* are means that differ by more than two standard errors of their difference. The old
//! revision is built once, in `target/effect`, and kept. The comparison takes 90 seconds at most: as
//! many generated scenarios as fit. Needs git and cargo.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it watches the clock and prints"
)]

mod limited;
#[path = "../tests/it/fuzz/mutate.rs"]
mod mutate;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mutate::Original;
use posse::experiment::scaling::is_scaled;
use posse::scenario::Scenario;
use serde_json::Value;

/// Runs of each policy.
const RUNS: &str = "8";
/// No scenario is begun later: the last ones end before 90 seconds have passed.
const LAST_START: Duration = Duration::from_secs(72);
/// Time of one side of a scenario.
const PATIENCE: Duration = Duration::from_secs(8);
const WORKERS: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A scenario of the corpus, as a file in the folder of each side; what is generated has a text.
#[derive(Clone)]
struct Case {
    file: String,
    text: Option<String>,
}

/// What one side made of a scenario.
struct Made {
    code: Option<i32>,
    results: Value,
    pictures: BTreeMap<String, Vec<u8>>,
}

/// What is different between the sides, in words; the numbers of one scenario.
#[derive(Default)]
struct Difference {
    words: Vec<String>,
    verdicts: usize,
    changed: usize,
    moved: usize,
    pictures: usize,
}

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
    let binary = old_binary(root, &place, old)?;
    let originals = mutate::originals(root);
    let begun = Instant::now();
    let folders = ["old", "new"].map(|side| place.join(side));
    for folder in &folders {
        fill(root, folder)?;
    }
    let shipped = shipped(&originals);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while begun.elapsed() < LAST_START {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let case = match (shipped.get(at), at.checked_sub(shipped.len())) {
                        (Some(case), _) => Some(case.clone()),
                        (None, Some(number)) => generated(&originals, &folders[1], number as u64),
                        (None, None) => None,
                    };
                    let Some(case) = case else { continue };
                    let made = [(&binary, &folders[0]), (&current(), &folders[1])]
                        .map(|(binary, folder)| made_of(binary, folder, &case));
                    let difference = difference(&made[0], &made[1]);
                    found.lock().expect("no worker panicked").push((at, case, difference));
                }
            });
        }
    });
    let mut found = found.into_inner().expect("no worker panicked");
    found.sort_by_key(|(at, ..)| *at);
    tell(&found);
    eprintln!("{:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

fn current() -> PathBuf {
    std::env::current_exe().expect("the path of this program")
}

/// The command as it was at a revision: built in a worktree of its own if it is not yet kept.
fn old_binary(root: &Path, place: &Path, old: &str) -> Outcome<PathBuf> {
    let sha = said(
        Command::new("git")
            .args(["rev-parse", "--short=12", &format!("{old}^{{commit}}")])
            .current_dir(root),
    )?;
    let binary = place.join(format!("posse-{sha}"));
    if binary.exists() {
        return Ok(binary);
    }
    fs::create_dir_all(place)?;
    let tree = place.join("tree");
    if tree.exists() {
        said(
            Command::new("git").args(["checkout", "--quiet", "--detach", &sha]).current_dir(&tree),
        )?;
    } else {
        let add = ["worktree", "add", "--quiet", "--detach"];
        said(Command::new("git").args(add).arg(&tree).arg(&sha).current_dir(root))?;
    }
    eprintln!("building {sha}");
    let target = place.join("build");
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--quiet", "--bin", "posse"]).current_dir(&tree);
    said(build.env("CARGO_TARGET_DIR", &target))?;
    fs::copy(
        target.join("release").join(format!("posse{}", std::env::consts::EXE_SUFFIX)),
        &binary,
    )?;
    Ok(binary)
}

/// What a command prints; an error if it fails.
fn said(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The shipped scenarios.
fn shipped(originals: &[Original]) -> Vec<Case> {
    originals.iter().map(|original| Case { file: original.name.clone(), text: None }).collect()
}

/// The generated scenario of a number, if it is accepted and soon run.
fn generated(originals: &[Original], folder: &Path, number: u64) -> Option<Case> {
    let load = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let (name, text) = mutate::mutant(originals, number);
    // the factors of equal cost would be sought anew
    let text = text.replace("\"equal cost\"", "1");
    let scenario = Scenario::parse(text.as_bytes(), name, &load).ok()?;
    let is_quick = scenario.replications < 100_000 && !scenario.policies.iter().any(is_scaled);
    is_quick.then(|| Case { file: format!("{number}-{name}"), text: Some(text) })
}

/// A folder with the scenarios that ship now, the same for both sides.
fn fill(root: &Path, folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(root.join("scenarios"))? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().ok_or("a file has a name")?))?;
        }
    }
    Ok(())
}

/// Runs a scenario by a binary, in the folder of its side.
fn made_of(binary: &Path, folder: &Path, case: &Case) -> Made {
    let file = &case.file;
    if let Some(text) = &case.text {
        // a file that cannot be written is missing on both sides, and said to end alike
        let _ = fs::write(folder.join(file), text);
    }
    let out = folder.join("out").join(file);
    let target = out.to_string_lossy();
    let words = ["compare", file, "-n", RUNS, "-j", "1", "--quiet", "-o", &*target];
    let mut command = limited::posse(binary, &words);
    let child = command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let status = child.and_then(|mut child| limited::end(&mut child, PATIENCE)).ok().flatten();
    let text = fs::read_to_string(out.join("results.json")).unwrap_or_default();
    let files = fs::read_dir(&out).into_iter().flatten().filter_map(Result::ok);
    let pictures =
        files.map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == "svg"));
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Made {
        code: status.and_then(|status| status.code()),
        results: serde_json::from_str(&text).unwrap_or(Value::Null),
        pictures: pictures.map(|p| (name(&p), fs::read(&p).unwrap_or_default())).collect(),
    }
}

fn difference(old: &Made, new: &Made) -> Difference {
    let mut found = Difference::default();
    if old.code != new.code {
        let code = |made: &Made| {
            made.code.map_or(format!("no end within {PATIENCE:?}"), |code| format!("exit {code}"))
        };
        found.words.push(format!("{} → {}", code(old), code(new)));
        return found;
    }
    found.compare_verdicts(&old.results, &new.results);
    found.compare_numbers(&old.results, &new.results);
    for (name, picture) in &new.pictures {
        if old.pictures.get(name) != Some(picture) {
            found.pictures += 1;
            found.words.push(format!("picture {name}"));
        }
    }
    for name in old.pictures.keys().filter(|name| !new.pictures.contains_key(*name)) {
        found.pictures += 1;
        found.words.push(format!("picture {name} is gone"));
    }
    found
}

impl Difference {
    fn compare_verdicts(&mut self, old: &Value, new: &Value) {
        let empty = Vec::new();
        let pairs = |results: &Value| results["comparisons"].as_array().unwrap_or(&empty).clone();
        let old = pairs(old);
        for pair in pairs(new) {
            let is_same = |o: &&Value| ["measure", "a", "b"].iter().all(|key| o[key] == pair[key]);
            let before = old.iter().find(is_same).map_or(&Value::Null, |o| &o["verdict"]);
            if *before != pair["verdict"] && !before.is_null() {
                self.verdicts += 1;
                let names =
                    [&pair["measure"], &pair["b"], &pair["a"]].map(|v| v.as_str().unwrap_or(""));
                self.words.push(format!(
                    "verdict {}, {} against {}: {before} → {}",
                    names[0], names[1], names[2], pair["verdict"]
                ));
            }
        }
    }

    fn compare_numbers(&mut self, old: &Value, new: &Value) {
        let measures = |results: &Value| {
            let policies = results["policies"].as_object().cloned().unwrap_or_default();
            let all = policies.into_iter().flat_map(|(policy, found)| {
                let measures = found["measures"].as_object().cloned().unwrap_or_default();
                measures.into_iter().map(move |(key, measure)| (format!("{policy}.{key}"), measure))
            });
            all.collect::<BTreeMap<String, Value>>()
        };
        let (old, new) = (measures(old), measures(new));
        for (name, after) in &new {
            let Some(before) = old.get(name) else {
                self.changed += 1;
                self.words.push(format!("{name} is new"));
                continue;
            };
            if before["mean"] == after["mean"] && before.is_null() == after.is_null() {
                continue;
            }
            self.changed += 1;
            let number = |measure: &Value, key: &str| measure[key].as_f64().unwrap_or(f64::NAN);
            let (m, n) = (number(before, "mean"), number(after, "mean"));
            let (s, t) = (number(before, "standard_error"), number(after, "standard_error"));
            let error = (s * s + t * t).sqrt();
            if (n - m).abs() <= 2.0 * error {
                continue;
            }
            self.moved += 1;
            self.words.push(format!("{name}: {m:.6} → {n:.6} (error {error:.2e})"));
        }
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            self.changed += 1;
            self.words.push(format!("{name} is gone"));
        }
    }
}

fn tell(found: &[(usize, Case, Difference)]) {
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
    let shipped = found.iter().filter(|(_, case, _)| case.text.is_none()).count();
    println!(
        "{shipped} shipped and {} generated scenarios, {RUNS} runs of each policy: {different} differ; \
         {} verdicts, {} numbers ({} by more than two errors) and {} pictures changed",
        found.len() - shipped,
        total.verdicts,
        total.changed,
        total.moved,
        total.pictures
    );
}
