//! Golden outcomes: every measure of a few short replications of four rich scenarios, to the last
//! bit. A change that moves one of them changes numbers, and CHANGELOG.md says so.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use posse::experiment::Design;
use posse::scenario::Scenario;

const REMAKE: &str = "cargo test --test it remake_golden_outcomes -- --ignored";
const SCENARIOS: [&str; 4] = ["floor", "buyers", "pay", "switch"];
/// Lines of a failure shown for each scenario.
const SHOWN: usize = 40;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name)
}

/// A line for each measure of each policy: policy, measure and the values of all replications, with
/// tabs between; the shortest decimals that read back as the same bits.
fn outcomes(name: &str) -> String {
    let read = |name: &str| fs::read_to_string(file(name)).expect("a scenario beside its outcomes");
    let named = format!("{name}.toml");
    let base = |name: &str| Some(read(name));
    let scenario =
        Scenario::parse(read(&named).as_bytes(), &named, &base).unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let mut text = String::new();
    for (number, policy) in scenario.policies.iter().enumerate() {
        let run = |replication| design.observe(number, replication, ()).expect("a run that ends").0;
        let runs: Vec<_> = (0..scenario.replications).map(run).collect();
        let mut line = |key: &str, values: Vec<String>| {
            writeln!(text, "{}\t{key}\t{}", policy.name, values.join("\t"))
                .expect("a text takes all");
        };
        line("events", runs.iter().map(|run| run.events.to_string()).collect());
        for (m, measure) in design.catalogue.measures().iter().enumerate() {
            line(&measure.key, runs.iter().map(|run| run.values[m].to_string()).collect());
        }
    }
    text
}

/// A line in its parts: what it speaks of, and its values.
fn parts(line: &str) -> (&str, &str) {
    let tab = line.match_indices('\t').nth(1).expect("a policy, a measure and values").0;
    (&line[..tab], line[tab + 1..].trim_end())
}

/// What differs between two texts of outcomes, a line for each measure: its old and new values.
fn moved(old: &str, new: &str) -> Vec<String> {
    let find = |text: &str, key: &str| {
        let found = text.lines().map(parts).find(|(other, _)| *other == key);
        found.map_or_else(|| "(none)".to_owned(), |(_, values)| values.replace('\t', ", "))
    };
    let gone = old.lines().map(|line| parts(line).0).filter(|key| find(new, key) == "(none)");
    let all = new.lines().map(|line| parts(line).0).chain(gone);
    let both = all.map(|key| (key, find(old, key), find(new, key)));
    let differing = both.filter(|(_, old, new)| old != new);
    differing.map(|(key, old, new)| format!("{}: {old} -> {new}", key.replace('\t', " "))).collect()
}

#[test]
fn no_number_of_the_golden_outcomes_has_moved() {
    let mut report = String::new();
    for name in SCENARIOS {
        let (old, new) = (fs::read_to_string(file(&format!("{name}.txt"))), outcomes(name));
        let moved = moved(&old.unwrap_or_default(), &new);
        if !moved.is_empty() {
            let (count, all) = (moved.len(), new.lines().count());
            let shown = moved[..count.min(SHOWN)].join("\n  ");
            writeln!(report, "{name}: {count} of {all} have moved (old -> new):\n  {shown}")
                .unwrap();
        }
    }
    assert!(
        report.is_empty(),
        "{report}If this is meant, run `{REMAKE}` and say what moved and why under **Numbers \
         change** in CHANGELOG.md."
    );
}

/// What was found by an earlier model must not be used again: records of market cost and kept runs
/// hold this hash.
#[test]
fn the_fingerprint_of_the_model_is_the_hash_of_the_golden_outcomes() {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for name in SCENARIOS {
        hash.update(fs::read(file(&format!("{name}.txt"))).expect("golden outcomes"));
    }
    let digits = hash.finalize().iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("a text takes all");
        digits
    });
    assert_eq!(
        posse::scenario::MODEL,
        digits,
        "the golden outcomes were remade: put this hash into src/scenario/hash.rs"
    );
}

#[test]
fn a_measure_that_moved_came_or_went_is_named_with_both_values() {
    let old = "p\tkept\t1\t2\np\tmoved\t1\tNaN\np\tgone\t0.5\t1\n";
    let new = "p\tkept\t1\t2\np\tmoved\t1\t3\nq\tnew\t7\t8\n";
    let found = moved(old, new);
    let expected = ["p moved: 1, NaN -> 1, 3", "q new: (none) -> 7, 8", "p gone: 0.5, 1 -> (none)"];
    assert_eq!(found, expected);
}

/// Writes the outcomes; does nothing else. Their hash in `src/scenario/hash.rs` must follow.
#[test]
#[ignore = "writes tests/it/golden"]
fn remake_golden_outcomes() {
    for name in SCENARIOS {
        fs::write(file(&format!("{name}.txt")), outcomes(name)).expect("the outcomes are written");
    }
}
