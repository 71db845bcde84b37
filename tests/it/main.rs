//! Integration tests: one binary, one module for each family of promises.

mod arrivals;
mod bank_campaign;
mod calendar;
mod experiment;
mod luck;
mod nominal;
#[cfg(feature = "report")]
mod report;
mod readme;
mod scenario;
mod scenario_errors;
mod stats;
