//! A block as a file: a line that says what it is, its outcomes, a checksum of both.

use super::{Origin, bytes};
use crate::experiment::Block;
use crate::report::manifest::hexadecimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const SCHEMA: &str = "posse/block/5";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Bytes of the checksum at the end.
const CHECKSUM: usize = 32;

/// The first line of a block: where its numbers come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    schema: String,
    pub(super) version: String,
    pub(super) scenario: String,
    pub(super) seed: u64,
    /// The number of the replication that its point counts as the first.
    point_first: u32,
    pub(super) policies: Vec<String>,
    /// SHA-256 of the keys of the measures.
    measures: String,
    first: u32,
    pub(super) runs: u32,
}

impl Head {
    /// The head that a block of this origin has.
    pub(super) fn of(origin: &Origin, first: u32, runs: u32) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            version: VERSION.to_owned(),
            scenario: origin.scenario.clone(),
            seed: origin.seed,
            point_first: origin.first,
            policies: origin.policies.clone(),
            measures: hexadecimal(origin.measures.join("\n").as_bytes()),
            first,
            runs,
        }
    }

    /// Whether both speak of runs that may stand side by side.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        *self == Self { first: self.first, runs: self.runs, ..other.clone() }
    }
}

/// The contents of the file of a block.
pub(super) fn text(block: &Block, origin: &Origin) -> Vec<u8> {
    let head = Head::of(origin, block.first, block.end() - block.first);
    let mut text = serde_json::to_vec(&head).expect("plain data can be written");
    text.push(b'\n');
    text.extend(bytes::written(block));
    text.extend(Sha256::digest(&text));
    text
}

/// What the first line of a file says, if it is one of a block.
pub(super) fn head(text: &[u8]) -> Option<Head> {
    let line = text.split(|byte| *byte == b'\n').next()?;
    serde_json::from_slice(line).ok().filter(|head: &Head| head.schema == SCHEMA)
}

/// The block number `number` of this origin; `None` if the contents are anything else, or
/// damaged.
pub(super) fn block(text: &[u8], number: u32, origin: &Origin) -> Option<Block> {
    let (text, checksum) = text.split_at_checked(text.len().checked_sub(CHECKSUM)?)?;
    let is_whole = Sha256::digest(text).as_slice() == checksum;
    let head = head(text).filter(|_| is_whole)?;
    let first = number.checked_mul(Block::RUNS)?;
    let is_ours = head.is_like(&Head::of(origin, 0, 0)) && head.first == first;
    let runs = head.runs;
    if !is_ours || runs == 0 || runs > Block::RUNS || first.checked_add(runs).is_none() {
        return None;
    }
    let line = text.iter().position(|byte| *byte == b'\n')?;
    let block = bytes::read(&text[line + 1..], first, runs as usize, origin.policies.len())?;
    let measures = origin.measures.len();
    let is_complete = block.outcomes.iter().flatten().all(|o| o.values.len() == measures);
    is_complete.then_some(block)
}
