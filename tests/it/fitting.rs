//! What is fitted to a company's records: known answers of public data, and known truths.

mod logs;
mod scenario;
mod targets;
mod truth;
