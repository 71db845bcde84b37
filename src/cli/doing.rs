//! What is to become of a study: all of it, a part of it, parts put together, or a second look at it;
//! and the words by which it can be done again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{files, place};
use crate::experiment::Part;
use crate::report::handover::Studied;
use crate::report::{Source, StudyRecord};
use crate::scenario::Scenario;

/// Where studies that are read go.
pub(super) type Shelf = Arc<Mutex<Vec<Studied>>>;

/// What is to become of a study that the words of a command ask for.
#[derive(Clone, Debug)]
pub(super) struct Doing {
    /// The words after `posse`.
    pub(super) words: Vec<String>,
    pub(super) what: What,
}

/// What is to become of a study.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It is run.
    All,
    /// A part of it is run and only kept.
    Part(Part),
    /// Parts of it are put together.
    Merge(Merge),
    /// So many of its blocks in this folder are run again and compared (`None` = all).
    Verify(PathBuf, Option<usize>),
    /// What this folder holds is read for a report.
    Report(PathBuf, Shelf),
}

/// Where the results go: parts lie beside the results of the whole, unless a folder `is_named`.
pub(super) fn folder(
    asked: Option<PathBuf>,
    is_named: bool,
    (name, what): (&str, &What),
) -> Option<PathBuf> {
    let own = || place::folder(None, name, false);
    match what {
        What::All => asked,
        What::Merge(_) => Some(asked.unwrap_or_else(own)),
        What::Part(_) if is_named => asked,
        What::Part(part) => {
            let mut beside = asked.unwrap_or_else(own).into_os_string();
            beside.push(format!("-part-{}-of-{}", part.number, part.of));
            Some(beside.into())
        }
        What::Verify(folder, _) | What::Report(folder, _) => Some(folder.clone()),
    }
}

/// Folders of parts, and how they are called.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub(super) folders: Vec<PathBuf>,
    /// The fingerprint of their study.
    pub(super) fingerprint: String,
    /// Of how many parts which are there; `None` if they were not cut alike.
    pub(super) parts: Option<(Vec<u32>, u32)>,
}

/// Options on how a study is done, not on what is made of it, and how many words follow them.
const TECHNICAL: [(&str, usize); 13] = [
    ("--quiet", 0),
    ("-q", 0),
    ("--json", 0),
    ("--extend", 0),
    ("--report", 0),
    ("--force", 0),
    ("--out", 1),
    ("-o", 1),
    ("--jobs", 1),
    ("-j", 1),
    ("--max-time", 1),
    ("--progress", 1),
    ("--runs", 1),
];

impl Doing {
    /// The record of a study of `file`, without its fingerprint.
    pub(super) fn record(&self, file: Option<&Path>, scenario: Option<&Scenario>) -> StudyRecord {
        let part = match &self.what {
            What::Part(part) => Some((part.number, part.of)),
            What::All | What::Merge(_) | What::Verify(..) | What::Report(..) => None,
        };
        let sources = match (file, scenario) {
            (Some(file), Some(scenario)) => sources(file, scenario),
            _ => Vec::new(),
        };
        StudyRecord { command: self.command(file), sources, fingerprint: String::new(), part }
    }

    /// The words without options that change no result, and of all files only this one, by its name.
    fn command(&self, file: Option<&Path>) -> Vec<String> {
        let mut command = Vec::new();
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            let name = word.split('=').next().unwrap_or(word);
            let is_attached = word.starts_with("-j") || word.starts_with("-o");
            if is_attached && word.len() > 2 {
                continue;
            }
            if let Some((_, values)) = TECHNICAL.iter().find(|(option, _)| *option == name) {
                if *values > 0 && !word.contains('=') {
                    words.next();
                }
            } else if file.is_some_and(|file| Path::new(word) == file) {
                command.push(files::name_of(Path::new(word)));
            } else if !is_scenario(word) {
                command.push(word.clone());
            }
        }
        command
    }
}

/// Whether a word is another scenario's file.
fn is_scenario(word: &str) -> bool {
    Path::new(word).extension().is_some_and(|extension| extension == "toml") && !word.contains('=')
}

/// The texts of a scenario's files: its own, and those that it names.
fn sources(file: &Path, scenario: &Scenario) -> Vec<Source> {
    let own = scenario.files.iter().take(1).map(|own| (files::name_of(file), own.text.clone()));
    let named = scenario.files.iter().skip(1).map(|file| (file.name.clone(), file.text.clone()));
    own.chain(named).map(|(name, text)| Source { name, text }).collect()
}
