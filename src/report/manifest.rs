//! `manifest.json`: who wrote a folder, from what, and what is in it.

use super::study_record::StudyRecord;
use crate::experiment::Summary;
use crate::experiment::scaling::Scaling;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// The name of the file that marks a folder as posse's.
pub(super) const MANIFEST: &str = "manifest.json";
const SCHEMA: &str = "posse/manifest/1";

/// How a run went; the only place where clock time is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunFacts {
    /// When the files were made, as the caller writes times.
    pub created: String,
    /// Threads used.
    pub threads: usize,
    /// How long the experiment took.
    pub seconds: f64,
    /// Replications kept from before and not run again.
    pub reused: u32,
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    scenario: Scenario<'a>,
    version: &'static str,
    seed: u64,
    replications: u32,
    runs: u64,
    created: &'a str,
    threads: usize,
    seconds: f64,
    reused: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scaling: Vec<Scaled<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    study: Option<&'a StudyRecord>,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    name: &'a str,
    hash: &'a str,
}

/// A policy whose variable pay was scaled to market cost.
#[derive(Serialize)]
struct Scaled<'a> {
    policy: &'a str,
    factor: f64,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: String,
}

/// What the files of a folder were made from.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    pub(super) scenario: &'a str,
    pub(super) hash: &'a str,
    pub(super) seed: u64,
    /// Replications of each policy, where they differ the most.
    pub(super) replications: u32,
    /// The same over all design points together.
    pub(super) runs: u64,
    pub(super) scaling: Option<&'a Scaling>,
}

impl<'a> Made<'a> {
    pub(super) fn of(summary: &'a Summary) -> Self {
        let Summary { scenario, hash, seed, replications, scaling, .. } = summary;
        let scaling = scaling.as_ref();
        let (replications, runs) = (*replications, u64::from(*replications));
        Self { scenario, hash, seed: *seed, replications, runs, scaling }
    }
}

/// The text of the manifest of `files` (name, SHA-256).
pub(super) fn manifest(
    made: Made<'_>,
    (facts, study): (&RunFacts, Option<&StudyRecord>),
    files: &[(String, String)],
) -> Vec<u8> {
    let manifest = Manifest {
        schema: SCHEMA,
        scenario: Scenario { name: made.scenario, hash: made.hash },
        version: env!("CARGO_PKG_VERSION"),
        seed: made.seed,
        replications: made.replications,
        runs: made.runs,
        created: &facts.created,
        threads: facts.threads,
        seconds: facts.seconds,
        reused: facts.reused,
        scaling: made.scaling.map_or(Vec::new(), scaled),
        study,
        files: files.iter().map(|(name, sha256)| File { name, sha256: sha256.clone() }).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("plain data can be written");
    text.push(b'\n');
    text
}

fn scaled(scaling: &Scaling) -> Vec<Scaled<'_>> {
    scaling.policies.iter().map(|of| Scaled { policy: &of.policy, factor: of.factor }).collect()
}

/// What a manifest says of the folder in which it lies.
#[derive(Debug)]
pub(super) struct Marked {
    /// The name of the scenario.
    pub(super) scenario: String,
    /// Runs of each policy over all design points.
    pub(super) runs: u64,
    /// The files listed: name and SHA-256 in hexadecimal.
    pub(super) files: Vec<(String, String)>,
    /// The version that wrote it, and what was run.
    pub(super) version: String,
    pub(super) study: Option<StudyRecord>,
}

/// What this text says, if it is one of posse's manifests.
pub(super) fn marked(text: &[u8]) -> Option<Marked> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
        sha256: String,
    }
    #[derive(Deserialize)]
    struct Read {
        schema: String,
        scenario: Named,
        replications: u64,
        runs: Option<u64>,
        version: Option<String>,
        study: Option<StudyRecord>,
        files: Vec<Listed>,
    }
    let read: Read = serde_json::from_slice(text).ok()?;
    let files = read.files.into_iter().map(|file| (file.name, file.sha256)).collect();
    let is_ours = read.schema.starts_with("posse/manifest/");
    let runs = read.runs.unwrap_or(read.replications);
    let (scenario, study) = (read.scenario.name, read.study);
    let version = read.version.unwrap_or_default();
    is_ours.then_some(Marked { scenario, runs, files, version, study })
}

/// SHA-256 in hexadecimal.
pub(super) fn hexadecimal(contents: &[u8]) -> String {
    in_digits(Sha256::new_with_prefix(contents))
}

/// The same of a file, which may be larger than the memory.
pub(super) fn hexadecimal_of(path: &Path) -> io::Result<String> {
    let (mut file, mut hash) = (fs::File::open(path)?, Sha256::new());
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(in_digits(hash)),
            read => hash.update(&piece[..read]),
        }
    }
}

/// What a hash came to, in hexadecimal.
pub(super) fn in_digits(hash: Sha256) -> String {
    use std::fmt::Write;
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing into memory cannot fail");
        text
    })
}
