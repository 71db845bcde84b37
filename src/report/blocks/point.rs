//! The blocks of one design point: found, trusted or not, written.

use super::files::{file, head_of};
use super::{Origin, form};
use crate::experiment::Block;
use crate::report::folder::{self, Error};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The blocks of one design point.
#[derive(Debug)]
pub struct Point {
    /// Where they lie; new ones go to the first.
    pub(super) folders: Vec<PathBuf>,
    /// The numbers of those that are there.
    pub(super) known: BTreeSet<u32>,
    pub(super) origin: Origin,
}

impl Point {
    /// Whether there is a file for this block.
    pub fn has(&self, number: u32) -> bool {
        self.known.contains(&number)
    }

    /// Whether there is any block.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many runs of this block there are, by the first lines of its files.
    pub fn runs(&self, number: u32) -> u32 {
        let of = |folder: &PathBuf| head_of(&file(folder, number)).map_or(0, |head| head.runs);
        self.folders.iter().map(of).max().unwrap_or(0)
    }

    /// The numbers of the blocks that are there.
    pub fn numbers(&self) -> Vec<u32> {
        self.known.iter().copied().collect()
    }

    /// The block of this number, the longest if there are several; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`Unusable`] if there is a file, but damaged or of other runs.
    pub fn find(&self, number: u32) -> Result<Option<Block>, Unusable> {
        let texts = self.folders.iter().filter_map(|folder| fs::read(file(folder, number)).ok());
        let (mut seen, mut longest) = (false, None::<Block>);
        for text in texts {
            seen = true;
            let found = form::block(&text, number, &self.origin);
            longest = longest.into_iter().chain(found).max_by_key(Block::end);
        }
        match longest {
            None if seen => Err(Unusable { number }),
            longest => Ok(longest),
        }
    }

    /// Writes a block, whole or not at all, in place of an earlier one of its number.
    ///
    /// # Errors
    ///
    /// If it cannot be written; what was there before is still there.
    pub fn write(&mut self, block: &Block) -> Result<(), Error> {
        let folder = &self.folders[0];
        let path = file(folder, block.number());
        let fresh = folder.join(format!(".{}.new-{}", block.number(), std::process::id()));
        let text = form::text(block, &self.origin);
        let written = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&fresh, text))
            .and_then(|()| fs::rename(&fresh, &path));
        if written.is_err() {
            // What cannot be written cannot always be removed either.
            let _ = fs::remove_file(&fresh);
        }
        written.map_err(folder::failure(&path))?;
        self.known.insert(block.number());
        Ok(())
    }
}

/// A block that is damaged or not of this experiment; it must be run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "runs {} to {} are damaged or not of this experiment: they are run again",
    .number * Block::RUNS, .number * Block::RUNS + (Block::RUNS - 1)
)]
pub struct Unusable {
    /// The number of the block.
    pub number: u32,
}
