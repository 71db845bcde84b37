//! posse: should a company sell with lone heroes or as a team?

pub mod engine;
pub mod experiment;
#[cfg(feature = "report")]
pub mod report;
pub mod sales;
pub mod scenario;
pub mod stats;
