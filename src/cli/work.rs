//! What differs between the commands that run a study.

use std::path::{Path, PathBuf};

use super::Code;
use super::keeper::Keeper;
use super::require::{Answers, Asked, Frame};
use super::watching::{Manner, Watching};
use crate::experiment::{End, Failure, Reached, Study};
use crate::report::handover::Chapter;
use crate::report::{self, Blocks, FolderOptions, Origin, Screen};
use crate::scenario::Scenario;

/// What a command does with a study; the rest is the same for all of them.
pub(super) trait Work {
    /// What is found.
    type Found;

    /// What the folder is about: the name, and the most runs of each policy over all points.
    fn about(&self) -> (&str, u64);

    /// The scenario and its file; none where both are built in.
    fn origin(&self) -> (Option<&Scenario>, Option<&Path>);

    /// What is run, in words: `600 runs of each of 3 policies`.
    fn planned(&self) -> String;

    /// Finds the factors of market cost that are needed, and tells what goes wrong.
    fn settle(&mut self, folder: &Path, manner: Manner) -> Result<(), Code>;

    /// The points that are run: name, and what their runs depend on.
    fn points(&self) -> Vec<(String, Origin)>;

    /// Takes note of where the runs of further points are kept; `None` where nothing is.
    fn keep_in(&mut self, _blocks: Option<&Blocks>) {}

    /// What is run, and how many runs each point has in the first round.
    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure>;

    /// The record of the factors of market cost, if there are any: name and contents.
    fn factors(&self) -> Option<(String, Vec<u8>)> {
        None
    }

    /// Whether the number of runs is only the most there may be.
    fn is_open(&self) -> bool {
        false
    }

    /// Runs what is not kept, or says why it failed.
    fn run(&mut self, kept: Vec<Keeper>, watching: &Watching)
    -> Result<Ended<Self::Found>, String>;

    /// Writes the folder.
    fn write(&self, found: &Self::Found, folder: &Path, files: FolderOptions) -> Written;

    /// What was found as it is printed: on a screen, or as JSON.
    fn told(&self, found: &Self::Found, screen: Option<Screen<'_>>) -> String;

    /// What a report makes of it; `None` where there is none.
    fn chapter(&self, _found: &Self::Found) -> Option<Chapter> {
        None
    }

    /// What `--require` can ask of it.
    fn frame(&self) -> Frame;

    /// What it answers.
    fn answers(&self, found: &Self::Found, asked: &Asked) -> Answers;

    /// Says what is not as it should be, and returns the code of it.
    fn judge(&self, _found: &Self::Found) -> Code {
        Code::Done
    }
}

/// Whether a folder was written.
pub(super) type Written = Result<Vec<PathBuf>, report::Error>;

/// How a study ended.
pub(super) struct Ended<F> {
    /// `None` where the runs there are say nothing yet.
    pub(super) found: Option<F>,
    pub(super) reached: Reached,
    /// Why there are not all runs; [`End::Runs`] if there are.
    pub(super) end: End,
}
