//! Records of a company's own deals: the event log that every export of a CRM is turned into.
//!
//! An [`EventLog`] holds the history of each deal: when it was created, which stages it was in, from when
//! to when and in whose hands, and how it ended. Its written form is one CSV file, described in
//! `docs/event-log.md`; [`import`] makes it from what CRMs export.

pub mod import;
mod log;
mod moment;
mod tidy;

pub use log::{Deal, EventLog, Handover, Label, Labels, Outcome, Stage, StageId, Visit};
pub use moment::Moment;
pub use tidy::{COLUMNS, Flaw, read_log, write_log};
