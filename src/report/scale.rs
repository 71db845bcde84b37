//! `scale.json`: the factors of market cost, kept so that they need not be sought again.

mod words;

use super::folder::{self, Error, split};
use super::written::text;

use crate::experiment::scaling::{Mean, Scaled, Scaling};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

pub(super) use words::sentences;
pub use words::{factors_in_words, scale_sentences};

/// The schema of `scale.json`.
pub const SCALE_SCHEMA: &str = "posse/scale/2";

#[derive(Deserialize, Serialize)]
struct Record {
    schema: String,
    version: String,
    /// The fingerprint of what the factors depend on.
    scenario: String,
    scaling: Found,
    /// SHA-256 of the record with nothing here: whoever changes a number changes this.
    sha256: String,
}

/// The factors and what they were found from, in `scale.json` and `results.json`.
#[derive(Deserialize, Serialize)]
pub(super) struct Found {
    seed: u64,
    policies: Vec<OfPolicy>,
}

#[derive(Deserialize, Serialize)]
struct OfPolicy {
    policy: String,
    factor: f64,
    /// What people cost in a reference run: at market pay, by the plans as written, and what of that is
    /// variable.
    market: Known,
    written: Known,
    variable: Known,
    runs: u32,
}

/// A mean and half its 95 % interval.
#[derive(Clone, Copy, Deserialize, Serialize)]
struct Known {
    mean: f64,
    error: f64,
}

/// The text of `scale.json`: the same bytes for the same factors. `scenario` is the fingerprint of
/// what they depend on.
///
/// # Panics
///
/// Never: plain data can always be written.
pub fn scale_json(scaling: &Scaling, scenario: &str) -> String {
    Record {
        schema: SCALE_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.to_owned(),
        scaling: Found::of(scaling),
        sha256: String::new(),
    }
    .sealed()
}

/// The factors in the text of a `scale.json`, if this version wrote it for the scenario with this
/// fingerprint and nobody has changed it since.
pub fn read_scale(text: &str, scenario: &str) -> Option<Scaling> {
    let record: Record = serde_json::from_str(text).ok()?;
    let is_ours = record.schema == SCALE_SCHEMA && record.version == env!("CARGO_PKG_VERSION");
    if !is_ours || record.scenario != scenario {
        return None;
    }
    let scaling = record.scaling.scaling();
    // What was read, written again, is what was written, but for ends of lines.
    (scale_json(&scaling, scenario) == text.replace("\r\n", "\n")).then_some(scaling)
}

/// Whether a record `target` may and can be written; better asked before long runs.
///
/// # Errors
///
/// If the path holds anything but a record, or cannot be written.
pub fn check_record(target: &Path) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Marked {
        schema: String,
    }
    let is_record = |text: Vec<u8>| {
        let marked = serde_json::from_slice::<Marked>(&text);
        let kinds = ["posse/scale/", "posse/influence/"];
        marked.is_ok_and(|marked| kinds.iter().any(|kind| marked.schema.starts_with(kind)))
    };
    if target.exists() && !fs::read(target).is_ok_and(is_record) {
        return Err(Error::NotARecord(target.into()));
    }
    let fresh = fresh(target)?;
    fs::write(&fresh, "").and_then(|()| fs::remove_file(&fresh)).map_err(folder::failure(target))
}

/// Writes a record `target` with this text, whole or not at all.
///
/// # Errors
///
/// If the path holds anything but a record, or cannot be written.
pub fn write_record(target: &Path, text: &str) -> Result<(), Error> {
    check_record(target)?;
    let fresh = fresh(target)?;
    let written = fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, target));
    if written.is_err() {
        // What cannot be written cannot always be removed either.
        let _ = fs::remove_file(&fresh);
    }
    written.map_err(folder::failure(target))
}

/// A hidden neighbour that no other process uses.
fn fresh(target: &Path) -> Result<PathBuf, Error> {
    let (parent, name) = split(target)?;
    Ok(folder::beside(&parent, &name, "new"))
}

impl Record {
    /// The text, with the seal under it.
    fn sealed(mut self) -> String {
        use std::fmt::Write;
        for byte in Sha256::digest(text(&self).as_bytes()) {
            write!(self.sha256, "{byte:02x}").expect("writing into memory cannot fail");
        }
        text(&self)
    }
}

impl Found {
    pub(super) fn of(scaling: &Scaling) -> Self {
        let policies = scaling.policies.iter().map(OfPolicy::of).collect();
        Self { seed: scaling.seed, policies }
    }

    fn scaling(self) -> Scaling {
        let policies = self.policies.into_iter().map(OfPolicy::scaled).collect();
        Scaling { seed: self.seed, policies }
    }
}

impl OfPolicy {
    fn of(scaled: &Scaled) -> Self {
        let Scaled { policy, factor, market, written, variable, runs } = scaled.clone();
        let [market, written, variable] = [market, written, variable].map(Known::of);
        Self { policy, factor, market, written, variable, runs }
    }

    fn scaled(self) -> Scaled {
        let Self { policy, factor, market, written, variable, runs } = self;
        let [market, written, variable] = [market, written, variable].map(Known::mean);
        Scaled { policy, factor, market, written, variable, runs }
    }
}

impl Known {
    fn of(Mean { mean, error }: Mean) -> Self {
        Self { mean, error }
    }

    fn mean(self) -> Mean {
        let Self { mean, error } = self;
        Mean { mean, error }
    }
}
