//! Buyers against closed forms: what they learn, whom they ask, how long they wait, how they decide.
//!
//! Every promise is checked on the library's own buyers, without a scenario. Seeds are fixed and
//! never chosen; shares and means lie within four standard errors of what a formula says.

mod belief;
mod committee;
mod customers;
mod dialogue;
mod lab;
mod luck;
mod truth;
mod vote;
mod waiting;
