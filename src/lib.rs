//! posse: should a company sell with lone heroes or as a team?

#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod experiment;
#[cfg(feature = "report")]
pub mod report;
pub mod sales;
pub mod scenario;
pub mod stats;
