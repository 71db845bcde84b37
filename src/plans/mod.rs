//! Plans of pay, reckoned exactly: money in cents, shares as fractions, days of the calendar.
//!
//! A plan is checked data; a list of events and a list of people are what it is reckoned on. Nothing here
//! knows simulated time, files or the scenario's text. The order of reckoning stands in [`slip`].

mod account;
pub mod asked;
pub mod attribute;
mod back;
pub mod credit;
pub mod curve;
pub mod date;
pub mod due;
pub mod earn;
pub mod exact;
pub mod ledger;
pub mod lint;
pub mod need;
pub mod payout;
pub mod people;
pub mod plan;
pub mod sheet;
pub mod slip;
pub mod tables;
