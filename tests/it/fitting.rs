//! What is fitted to a company's records: known answers of public data, and known truths.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers far below the limits of their types"
)]

mod backtests;
mod logs;
mod scenario;
mod targets;
mod truth;
