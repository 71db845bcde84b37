//! What is in a folder of results: what posse wrote, by its manifest, and what it did not.

use crate::report::blocks::is_block;
use crate::report::manifest::{MANIFEST, Marked, hexadecimal_of, marked};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// The entries of a folder, as paths within it.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Files that posse wrote.
    pub(super) known: Vec<PathBuf>,
    /// Everything else: files, links and whole folders.
    pub(super) foreign: Vec<PathBuf>,
    /// What the manifest says, if there is one.
    pub(super) manifest: Option<Marked>,
}

impl Contents {
    /// Looks into `folder`; links are not followed.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let manifest = fs::read(folder.join(MANIFEST)).ok().and_then(|text| marked(&text));
        let mut contents = Self { manifest, ..Self::default() };
        let ours = contents.manifest.iter().flat_map(|marked| &marked.files);
        let mut ours: BTreeSet<PathBuf> =
            ours.map(|(name, _)| PathBuf::from(name)).filter(|path| is_within(path)).collect();
        if contents.manifest.is_some() {
            ours.insert(MANIFEST.into());
        }
        contents.walk(folder, Path::new(""), &ours)?;
        Ok(contents)
    }

    fn walk(&mut self, folder: &Path, within: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(folder.join(within))? {
            let entry = entry?;
            let path = within.join(entry.file_name());
            let is_folder = entry.file_type()?.is_dir();
            let is_kept =
                self.manifest.is_some() && path.starts_with(crate::report::blocks::BLOCKS);
            if is_folder && (is_kept || ours.iter().any(|file| file.starts_with(&path))) {
                self.walk(folder, &path, ours)?;
            } else if !is_folder && (ours.contains(&path) || is_kept && is_block(&path)) {
                self.known.push(path);
            } else {
                self.foreign.push(path);
            }
        }
        Ok(())
    }

    /// The first file in `folder`, of those that the manifest lists, that is not as it was written.
    pub(super) fn changed(&self, folder: &Path) -> Option<PathBuf> {
        let mut listed = self.manifest.iter().flat_map(|marked| &marked.files);
        let path = |(name, sha256): &(String, String)| {
            let path = PathBuf::from(name);
            let is_there = self.known.contains(&path);
            let found = hexadecimal_of(&folder.join(&path)).ok().filter(|_| is_there)?;
            (found != *sha256).then_some(path)
        };
        listed.find_map(path)
    }

    /// Moves what posse did not write from `from`, of which these are the contents, to `to`, and
    /// removes the rest.
    pub(super) fn leave_for(&self, from: &Path, to: &Path) -> io::Result<()> {
        for path in &self.foreign {
            let target = to.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::rename(from.join(path), target)?;
        }
        for path in &self.known {
            fs::remove_file(from.join(path))?;
        }
        remove_empty(from)
    }
}

/// Removes a folder in which there are only folders.
fn remove_empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

/// Whether a path leads nowhere but into the folder that it is joined to.
fn is_within(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}
