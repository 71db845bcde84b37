//! What was run, as a record in the manifest of a folder: enough to run it again anywhere.

use super::blocks::Origin;
use super::manifest::{self, MANIFEST, Made, hexadecimal, hexadecimal_of};
use super::{Error, FolderOptions, write};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyRecord {
    /// The command and its options, but for those that change no result.
    pub command: Vec<String>,
    /// The texts of the files that it names, by the names by which it finds them.
    pub sources: Vec<Source>,
    /// SHA-256 of the command and of everything that its runs depend on: the same for all parts of a
    /// study.
    pub fingerprint: String,
    /// Of a part: its number, from 1, and how many parts there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<(u32, u32)>,
}

/// A file with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The fingerprint of a study: its command, its points by name, the runs of each in the first round.
pub fn fingerprint(command: &[String], points: &[(String, Origin)], runs: &[u32]) -> String {
    let mut text = format!("{}\n{}\n", env!("CARGO_PKG_VERSION"), command.join("\n"));
    for ((name, origin), runs) in points.iter().zip(runs) {
        let _ = writeln!(text, "{name}\n{origin:?}\n{runs}");
    }
    hexadecimal(text.as_bytes())
}

/// What the manifest of a folder says of it.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The version that wrote the folder.
    pub version: String,
    /// What was run; `None` where that was not written down.
    pub study: Option<StudyRecord>,
    /// The first file that is not as it was written.
    pub changed: Option<PathBuf>,
}

/// What the manifest of `folder` says; `None` if it is no folder of posse's.
pub fn mark(folder: &Path) -> Option<Mark> {
    let marked = manifest::marked(&fs::read(folder.join(MANIFEST)).ok()?)?;
    let is_changed = |(name, sha256): &&(String, String)| {
        hexadecimal_of(&folder.join(name)).map_or(true, |found| found != *sha256)
    };
    let changed = marked.files.iter().find(is_changed).map(|(name, _)| folder.join(name));
    Some(Mark { version: marked.version, study: marked.study, changed })
}

/// Writes the folder of a part of a study of `scenario`, whole or not at all: of so many runs of each
/// policy over all points there is nothing but the blocks and the manifest.
///
/// # Errors
///
/// If the folder holds anything but the same of the same scenario, or cannot be written.
pub fn write_part(
    (scenario, runs): (&str, u64),
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let hash = options.study.as_ref().map_or("", |study| study.fingerprint.as_str());
    let made = Made { scenario, hash, seed: 0, replications: 0, runs, scaling: None };
    write(made, target, Vec::new(), Vec::new, options)
}
