//! Finished replications as files: kept while a run goes on, and beside its results afterwards.
//!
//! While it runs they lie in `OUT.unfinished/blocks`, so that a run that was killed can go on, and
//! `OUT` stays as it was; when the results are written they move to `OUT/blocks`. Any file of them
//! may be missing; one that is damaged or foreign is never used.

mod bytes;
mod files;
mod form;
mod point;

use super::folder::{self, Error};
use files::{files, first_head, head_of, is_scrap, numbers};
use form::Head;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub use bytes::{read as block_of_bytes, written as block_bytes};
pub(super) use files::{entries, is_block};
pub use point::{Point, Unusable};

pub(super) const BLOCKS: &str = "blocks";

/// What the replications of a block depend on, besides the version of posse: only those that agree
/// in all of it may stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The fingerprint of what a replication depends on.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// The number of the replication that the point counts as its first.
    pub first: u32,
    /// The names of the policies, in order.
    pub policies: Vec<String>,
    /// The keys of the measures, in order.
    pub measures: Vec<String>,
}

/// The kept runs are not those of this scenario, so that they cannot be continued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{}` holds runs {difference}\nhint: to run anew, leave out `--extend`; to keep those runs, \
     choose another folder with `--out`", .folder.display()
)]
pub struct Foreign {
    /// The folder.
    pub folder: PathBuf,
    /// How they differ, in words.
    pub difference: String,
}

/// The blocks of one output folder.
#[derive(Clone, Debug)]
pub struct Blocks {
    target: PathBuf,
    unfinished: PathBuf,
    extends: bool,
}

impl Blocks {
    /// The blocks of the output folder `target`. With `extends` they are those that earlier runs
    /// left; without, what an unfinished run left is removed, and the folder begins empty.
    ///
    /// # Errors
    ///
    /// If `target` has no last name, so that nothing can lie beside it.
    pub fn open(target: &Path, extends: bool) -> Result<Self, Error> {
        let unfinished = Self::unfinished(target)?;
        let blocks = Self { target: target.to_owned(), unfinished, extends };
        if !extends {
            for left in files(&blocks.running()) {
                let _ = fs::remove_file(blocks.running().join(left));
            }
            blocks.tidy();
        }
        Ok(blocks)
    }

    /// Where the blocks of the output folder `target` lie while a run goes on.
    pub(super) fn unfinished(target: &Path) -> Result<PathBuf, Error> {
        let (_, mut name) = folder::split(target)?;
        name.push(".unfinished");
        Ok(target.with_file_name(name))
    }

    /// Runs, over all design points, that were left unfinished beside `target`.
    pub fn runs_left(target: &Path) -> u64 {
        let Ok(unfinished) = Self::unfinished(target) else { return 0 };
        let running = unfinished.join(BLOCKS);
        let heads = files(&running).into_iter().filter_map(|file| head_of(&running.join(file)));
        heads.map(|head| u64::from(head.runs)).sum()
    }

    /// Whether finished runs are kept in the output folder `target`.
    pub fn are_kept(target: &Path) -> bool {
        !files(&target.join(BLOCKS)).is_empty()
    }

    /// The blocks of one design point of an experiment; the only one is called "".
    ///
    /// # Errors
    ///
    /// [`Foreign`] if what is kept of it stems from another scenario, seed or version.
    ///
    /// # Panics
    ///
    /// If the name of the point has anything but letters, digits, `-` and `_`.
    pub fn of(&self, point: &str, origin: Origin) -> Result<Point, Foreign> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(point.chars().all(is_plain), "a design point cannot be called `{point}`");
        let (running, finished) = (self.running().join(point), self.finished().join(point));
        let foreign = |folder: &Path, difference| Foreign { folder: folder.to_owned(), difference };
        if let Some(difference) = difference(&running, &origin) {
            return Err(foreign(&self.unfinished, difference));
        }
        let is_begun = !numbers(&running).is_empty();
        let mut folders = vec![running];
        if self.extends {
            match difference(&finished, &origin) {
                None => folders.push(finished),
                // The results of before, which the unfinished run was to replace.
                Some(_) if is_begun => {}
                Some(difference) => return Err(foreign(&self.target, difference)),
            }
        }
        let known = folders.iter().flat_map(|folder| numbers(folder)).collect();
        Ok(Point { folders, known, origin })
    }

    /// Takes in the blocks of a finished folder `from`, e.g. of a part of the same study: of each block
    /// the longer one stays. What cannot be trusted is found out when it is used.
    ///
    /// # Errors
    ///
    /// If a file cannot be copied.
    pub fn gather(&self, from: &Path) -> Result<(), Error> {
        let (from, to) = (from.join(BLOCKS), self.running());
        for block in files(&from) {
            let (theirs, ours) = (from.join(&block), to.join(&block));
            let runs = |path: &Path| head_of(path).map_or(0, |head| head.runs);
            if runs(&theirs) > runs(&ours).max(runs(&self.finished().join(&block))) {
                files::place(&theirs, &ours).map_err(folder::failure(&ours))?;
            }
        }
        Ok(())
    }

    /// Where blocks lie while a run goes on, and afterwards.
    fn running(&self) -> PathBuf {
        self.unfinished.join(BLOCKS)
    }

    fn finished(&self) -> PathBuf {
        self.target.join(BLOCKS)
    }

    /// Moves all blocks into `fresh`, the folder that is about to take the place of the target.
    pub(super) fn hand_over(&self, fresh: &Path) -> io::Result<()> {
        if self.extends {
            // What a folder holds is asked once: of many blocks, each would read the whole of it.
            let mut heads = BTreeMap::new();
            for file in files(&self.finished()) {
                self.carry_over(&file, &mut heads)?;
            }
        }
        self.tidy();
        if self.running().exists() {
            fs::rename(self.running(), fresh.join(BLOCKS))?;
        }
        let _ = fs::remove_dir(&self.unfinished);
        Ok(())
    }

    /// Moves a block of the results of before to those of the run that continues them.
    fn carry_over(
        &self,
        file: &Path,
        heads: &mut BTreeMap<PathBuf, Option<Head>>,
    ) -> io::Result<()> {
        let (from, to) = (self.finished().join(file), self.running().join(file));
        let folder = to.parent().unwrap_or(&to);
        let running = heads.entry(folder.to_owned()).or_insert_with(|| first_head(folder));
        let Some(finished) = head_of(&from) else { return Ok(()) };
        let is_continued = running.as_ref().is_none_or(|running| finished.is_like(running));
        if !is_continued || to.exists() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        fs::rename(from, to)?;
        running.get_or_insert(finished);
        Ok(())
    }

    /// Undoes [`Blocks::hand_over`] when `fresh` could not take its place.
    pub(super) fn take_back(&self, fresh: &Path) -> io::Result<()> {
        if fresh.join(BLOCKS).exists() {
            fs::create_dir_all(&self.unfinished)?;
            fs::rename(fresh.join(BLOCKS), self.running())?;
        }
        self.tidy();
        Ok(())
    }

    /// Removes what a killed process was writing, and folders with nothing in them. Only what is
    /// empty goes: what cannot be removed is somebody's.
    fn tidy(&self) {
        let running = self.running();
        let folders = entries(&running).into_iter().filter(|path| path.is_dir());
        for folder in folders.chain([running.clone()]) {
            for scrap in entries(&folder).into_iter().filter(|path| is_scrap(path)) {
                let _ = fs::remove_file(scrap);
            }
            let _ = fs::remove_dir(folder);
        }
        let _ = fs::remove_dir(&self.unfinished);
    }
}

/// How the blocks of a folder, by the first that can be read, differ from this origin, in words.
fn difference(folder: &Path, origin: &Origin) -> Option<String> {
    let (found, ours) = (first_head(folder)?, Head::of(origin, 0, 0));
    if found.is_like(&ours) {
        None
    } else if found.version != ours.version {
        Some(format!("of posse {}, and this is {}", found.version, ours.version))
    } else if found.seed != ours.seed {
        Some(format!("with seed {}, not {}", found.seed, ours.seed))
    } else if found.policies != ours.policies {
        let [theirs, ours] = [&found.policies, &ours.policies].map(|p| p.join("`, `"));
        Some(format!("of the policies `{theirs}`, not `{ours}`"))
    } else if found.scenario != ours.scenario {
        Some("of the scenario as it was: it has changed since, and so would its runs".into())
    } else {
        Some("of other measures, or counted from another one".into())
    }
}
