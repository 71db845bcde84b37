//! The scenarios that `effect` and `fuzz` look at: those that ship, and mutants of them.

#[path = "../../tests/it/fuzz/mutate.rs"]
mod mutate;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mutate::Original;
use posse::experiment::scaling::is_scaled;
use posse::scenario::{Error, Scenario};

/// More runs than any shipped scenario asks for: a mutant with more would take too long.
const MOST_RUNS: u32 = 100_000;

/// The shipped scenarios as they are now, and a folder with everything that they read.
pub(super) struct Corpus {
    folder: PathBuf,
    originals: Vec<Original>,
}

/// A shipped scenario with a mistake or two.
pub(super) struct Mutant<'a> {
    /// The file that it was.
    pub(super) name: &'a str,
    pub(super) text: String,
}

impl Corpus {
    /// Fills an empty folder.
    pub(super) fn new(root: &Path, folder: PathBuf) -> io::Result<Self> {
        fill(root, &folder)?;
        Ok(Self { folder, originals: mutate::originals(root) })
    }

    /// The mutant of a number, the same every time. Pay is not scaled to market cost: the factors
    /// would be sought for minutes.
    pub(super) fn mutant(&self, number: u64) -> Mutant<'_> {
        let (name, text) = mutate::mutant(&self.originals, number);
        Mutant { name, text: text.replace("\"market\"", "1") }
    }

    /// Reads a mutant.
    pub(super) fn read(&self, mutant: &Mutant<'_>) -> Result<Scenario, Error> {
        let load = |name: &str| fs::read_to_string(self.folder.join(name)).ok();
        Scenario::parse(mutant.text.as_bytes(), mutant.name, &load)
    }
}

/// Copies the files of the scenarios, in which what is changed may lie too, into an empty folder.
pub(super) fn fill(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(root.join("scenarios"))? {
        let entry = entry?;
        if entry.path().is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Whether the scenario is run in seconds.
pub(super) fn is_quick(scenario: &Scenario) -> bool {
    scenario.replications < MOST_RUNS && !scenario.policies.iter().any(is_scaled)
}
