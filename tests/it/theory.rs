//! Simulated systems against what theory says of them.
//!
//! Every system is a scenario as a user would write it. Expected values are reference values
//! computed independently of this crate (scipy, mpmath, direct formulas), each with the noise that
//! an estimate of it may have. The rule: the standard error over replications is at most that
//! noise, and the estimate lies within four standard errors of the value. Seeds are never chosen.

mod assignment;
mod edges;
mod funnels;
mod identities;
mod judge;
mod lab;
mod networks;
mod office;
mod people;
mod priorities;
mod properties;
mod queues;
mod replications;
mod traces;
mod transients;
