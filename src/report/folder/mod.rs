//! The output folder: written whole or not at all, by one process at a time, and never at the cost
//! of what posse did not write.

mod contents;
mod error;
mod fill;
mod lock;

use super::blocks::Blocks;
use contents::Contents;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{env, fs};

pub use error::Error;
pub(super) use error::failure;
pub(super) use fill::{Files, Streamed};
pub use lock::{Holder, Lock};

/// What is to be written into a folder, and what may be replaced by it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) scenario: &'a str,
    /// Runs of each policy over all design points; beforehand the most there can be.
    pub(super) runs: u64,
    /// Replace results of another scenario, or of more runs, and write beside what posse did not
    /// write.
    pub(super) force: bool,
    /// Go on with the runs that are there.
    pub(super) extends: bool,
    /// The files from which the results are made.
    pub(super) sources: &'a [PathBuf],
}

/// Takes the folder `target` for a run that is about to begin.
///
/// What a process that was killed while it wrote the folder left beside it is put in order first.
pub(super) fn claim(
    target: &Path,
    request: &Request<'_>,
    holder: Holder<'_>,
) -> Result<Lock, Error> {
    probe(target)?;
    let lock = Lock::take(target, holder)?;
    recover(target)?;
    check(target, request)?;
    let left = Blocks::runs_left(target);
    if left > request.runs && !request.force && !request.extends {
        let path = Blocks::unfinished(target)?;
        return Err(Error::MoreRuns { path, there: left, here: request.runs });
    }
    Ok(lock)
}

/// Makes the folder `target` of exactly these files and their `manifest`, made of their names and
/// hashes, and returns their paths.
///
/// The files are first written beside it, then take its place at once, and the blocks of finished
/// replications with them. What was there and is not posse's stays.
pub(super) fn replace(
    target: &Path,
    request: &Request<'_>,
    files: (&Files<'_>, fill::Manifest<'_>),
    blocks: Option<&Blocks>,
) -> Result<Vec<PathBuf>, Error> {
    check(target, request)?;
    let (parent, name) = split(target)?;
    fs::create_dir_all(&parent).map_err(failure(&parent))?;
    let (fresh, old) = (beside(&parent, &name, "new"), beside(&parent, &name, "old"));
    let hand_over = || blocks.map_or(Ok(()), |blocks| blocks.hand_over(&fresh));
    let written = fill::fill(&fresh, target, files).and_then(|names| {
        hand_over().map_err(failure(target))?;
        swap(&fresh, target, &old).map(|()| names)
    });
    if written.is_err() {
        if let Some(blocks) = blocks {
            blocks.take_back(&fresh).map_err(failure(target))?;
        }
        // Nothing more can be done if even this fails; the error below says what is wrong.
        let _ = fs::remove_dir_all(&fresh);
    }
    Ok(written?.iter().map(|name| target.join(name)).collect())
}

/// Whether `target` may be replaced.
pub(super) fn check(target: &Path, request: &Request<'_>) -> Result<(), Error> {
    split(target)?;
    let metadata = match fs::symlink_metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failure(target)(error)),
    };
    if !metadata.is_dir() {
        return Err(Error::NotAFolder(target.into()));
    }
    holds_nothing_needed(target, request.sources)?;
    if request.force {
        return Ok(());
    }
    let contents = Contents::of(target).map_err(failure(target))?;
    let Some(manifest) = &contents.manifest else {
        let is_free = contents.foreign.is_empty();
        return if is_free { Ok(()) } else { Err(Error::NotOurs(target.into())) };
    };
    let path = || target.to_owned();
    if manifest.scenario != request.scenario {
        return Err(Error::OtherScenario { path: path(), scenario: manifest.scenario.clone() });
    }
    if let Some(entry) = contents.foreign.first() {
        return Err(Error::Foreign { path: path(), entry: entry.clone() });
    }
    if let Some(changed) = contents.changed(target) {
        return Err(Error::Changed(target.join(changed)));
    }
    if manifest.runs > request.runs && !request.extends {
        return Err(Error::MoreRuns { path: path(), there: manifest.runs, here: request.runs });
    }
    Ok(())
}

/// Whether neither a source of the results nor the working folder lies in `target`.
fn holds_nothing_needed(target: &Path, sources: &[PathBuf]) -> Result<(), Error> {
    let Ok(whole) = fs::canonicalize(target) else { return Ok(()) };
    let holds = |path: &Path| fs::canonicalize(path).is_ok_and(|path| path.starts_with(&whole));
    if env::current_dir().is_ok_and(|folder| holds(&folder)) {
        return Err(Error::HoldsWorkingFolder(target.into()));
    }
    match sources.iter().find(|path| holds(path)) {
        Some(source) => {
            Err(Error::HoldsSource { path: target.into(), source_file: source.clone() })
        }
        None => Ok(()),
    }
}

/// Whether a folder can be made where `target` will be; leaves nothing behind.
fn probe(target: &Path) -> Result<(), Error> {
    let (mut parent, name) = split(target)?;
    // What is not there yet is made later, below the first folder that is.
    while !parent.exists() {
        parent = match parent.parent().filter(|above| !above.as_os_str().is_empty()) {
            Some(above) => above.to_owned(),
            None => PathBuf::from("."),
        };
    }
    let trial = beside(&parent, &name, "trial");
    fs::create_dir(&trial).and_then(|()| fs::remove_dir(&trial)).map_err(failure(target))
}

pub(super) fn split(target: &Path) -> Result<(PathBuf, OsString), Error> {
    let name = target.file_name().ok_or_else(|| Error::NoName(target.into()))?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((parent.unwrap_or(Path::new(".")).into(), name.to_owned()))
}

/// A hidden neighbour that no other process uses.
pub(super) fn beside(parent: &Path, name: &OsString, role: &str) -> PathBuf {
    let mut hidden = hidden(name, role);
    hidden.push(std::process::id().to_string());
    parent.join(hidden)
}

/// How the names of hidden neighbours of a folder begin, before the number of their process.
fn hidden(name: &OsString, role: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{role}-"));
    hidden
}

/// Puts `fresh` where `target` is; if that fails, `target` stays as it was.
fn swap(fresh: &Path, target: &Path, old: &Path) -> Result<(), Error> {
    if !target.exists() {
        return fs::rename(fresh, target).map_err(failure(target));
    }
    let contents = Contents::of(target).map_err(failure(target))?;
    if let Some(taken) = contents.foreign.iter().find(|path| fresh.join(path).exists()) {
        return Err(Error::InTheWay(target.join(taken)));
    }
    fs::rename(target, old).map_err(failure(target))?;
    if let Err(error) = fs::rename(fresh, target) {
        let _ = fs::rename(old, target);
        return Err(failure(target)(error));
    }
    contents.leave_for(old, target).map_err(failure(old))
}

/// Puts in order what a killed process left beside `target` while it wrote it. Nobody else writes
/// it now.
fn recover(target: &Path) -> Result<(), Error> {
    for old in neighbours(target, "old")? {
        if target.exists() {
            let contents = Contents::of(&old).map_err(failure(&old))?;
            if let Some(taken) = contents.foreign.iter().find(|path| target.join(path).exists()) {
                return Err(Error::InTheWay(target.join(taken)));
            }
            contents.leave_for(&old, target).map_err(failure(&old))?;
        } else {
            fs::rename(&old, target).map_err(failure(target))?;
        }
    }
    for fresh in neighbours(target, "new")? {
        // Finished runs may have been on their way into the folder.
        Blocks::open(target, true)?.take_back(&fresh).map_err(failure(target))?;
        fs::remove_dir_all(&fresh).map_err(failure(&fresh))?;
    }
    Ok(())
}

/// The hidden neighbours of a folder that have this role.
fn neighbours(target: &Path, role: &str) -> Result<Vec<PathBuf>, Error> {
    let (parent, name) = split(target)?;
    let begins = hidden(&name, role);
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| name.strip_prefix(begins.to_str()?));
        number.is_some_and(|number| number.parse::<u32>().is_ok()) && path.is_dir()
    };
    let mut found: Vec<PathBuf> =
        super::blocks::entries(&parent).into_iter().filter(is_one).collect();
    found.sort();
    Ok(found)
}
