//! The event log's written form: `docs/event-log.md`.

mod read;
mod write;

use thiserror::Error;

pub use self::read::read_log;
pub use self::write::write_log;

/// The columns, in order.
pub const COLUMNS: [&str; 19] = [
    "deal",
    "pipeline",
    "channel",
    "segment",
    "amount",
    "currency",
    "created",
    "outcome",
    "closed",
    "visit",
    "stage",
    "stage_label",
    "stage_order",
    "entered",
    "left",
    "dated",
    "owner",
    "observed_from",
    "observed_until",
];

/// Something in a log that breaks a rule of `docs/event-log.md`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {message}")]
pub struct Flaw {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong, and what is allowed.
    pub message: String,
}
