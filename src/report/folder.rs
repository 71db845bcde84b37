//! The output folder: written whole or not at all.

use super::FolderOptions;
use super::manifest::{MANIFEST, scenario_of};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why a folder was not written. Whatever was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds files that posse did not write.
    #[error(
        "`{}` is not a folder of posse's and not empty\nhint: choose another folder, or replace \
         it with `--force`", .0.display()
    )]
    NotOurs(PathBuf),
    /// The folder holds another scenario's results.
    #[error(
        "`{}` holds the results of another scenario, `{scenario}`\nhint: choose another folder, \
         or replace it with `--force`", path.display()
    )]
    OtherScenario {
        /// The folder.
        path: PathBuf,
        /// The scenario whose results it holds.
        scenario: String,
    },
    /// The file is no record of factors.
    #[error(
        "`{}` is not a record that posse wrote\nhint: move it away, or rename the scenario",
        .0.display()
    )]
    NotARecord(PathBuf),
    /// The path names something that is not a folder.
    #[error("`{}` is not a folder\nhint: choose another path", .0.display())]
    NotAFolder(PathBuf),
    /// The path has no last name, so that no folder can take its place.
    #[error("`{}` cannot be replaced by results\nhint: name a folder, e.g. `results`", .0.display())]
    NoName(PathBuf),
    /// The disk is full.
    #[error("no space left to write `{}`\nhint: free some space and run again", .0.display())]
    DiskFull(PathBuf),
    /// The system refused to write.
    #[error(
        "cannot write `{}`: {}\nhint: check that the folder above it exists and is writable",
        path.display(), in_lower_case(source)
    )]
    NotWritable {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Makes the folder `target` of exactly these files (name, contents) and returns their paths.
///
/// A folder of the same `scenario` is replaced whole; anything else that is there only with
/// `force`. The files are first written beside it, then take its place at once, and the blocks of
/// finished replications with them.
pub(super) fn replace(
    target: &Path,
    scenario: &str,
    files: &[(String, Vec<u8>)],
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    check(target, scenario, options.force)?;
    let (parent, name) = split(target)?;
    fs::create_dir_all(&parent).map_err(failure(&parent))?;
    let (fresh, old) = (beside(&parent, &name, "new"), beside(&parent, &name, "old"));
    let hand_over = || options.blocks.as_ref().map_or(Ok(()), |blocks| blocks.hand_over(&fresh));
    let written = fill(&fresh, target, files)
        .and_then(|()| hand_over().map_err(failure(target)))
        .and_then(|()| swap(&fresh, target, &old));
    if written.is_err() {
        if let Some(blocks) = &options.blocks {
            blocks.take_back(&fresh).map_err(failure(target))?;
        }
        // Nothing more can be done if even this fails; the error below says what is wrong.
        let _ = fs::remove_dir_all(&fresh);
    }
    written?;
    Ok(files.iter().map(|(name, _)| target.join(name)).collect())
}

/// Whether `target` may be replaced.
pub(super) fn check(target: &Path, scenario: &str, force: bool) -> Result<(), Error> {
    split(target)?;
    let metadata = match fs::symlink_metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failure(target)(error)),
    };
    if !metadata.is_dir() {
        return Err(Error::NotAFolder(target.into()));
    }
    let mut entries = fs::read_dir(target).map_err(failure(target))?;
    if force || entries.next().is_none() {
        return Ok(());
    }
    let marker = fs::read(target.join(MANIFEST)).ok();
    match marker.and_then(|text| scenario_of(&text)) {
        Some(found) if found == scenario => Ok(()),
        Some(found) => Err(Error::OtherScenario { path: target.into(), scenario: found }),
        None => Err(Error::NotOurs(target.into())),
    }
}

/// Whether a folder can be made where `target` will be; leaves nothing behind.
pub(super) fn probe(target: &Path) -> Result<(), Error> {
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
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{role}-{}", std::process::id()));
    parent.join(hidden)
}

/// Writes the files into `folder`; messages speak of `target`, where they will be.
fn fill(folder: &Path, target: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    // Left by a process of the same number that was killed.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir(folder).map_err(failure(target))?;
    for (name, contents) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failure(&target.join(name)))?;
        }
        fs::write(&path, contents).map_err(failure(&target.join(name)))?;
    }
    Ok(())
}

/// Puts `fresh` where `target` is; if that fails, `target` stays as it was.
fn swap(fresh: &Path, target: &Path, old: &Path) -> Result<(), Error> {
    if !target.exists() {
        return fs::rename(fresh, target).map_err(failure(target));
    }
    fs::rename(target, old).map_err(failure(target))?;
    if let Err(error) = fs::rename(fresh, target) {
        let _ = fs::rename(old, target);
        return Err(failure(target)(error));
    }
    fs::remove_dir_all(old).map_err(failure(old))
}

pub(super) fn failure(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |source| match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull(path.into()),
        _ => Error::NotWritable { path: path.into(), source },
    }
}

fn in_lower_case(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
