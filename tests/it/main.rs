//! Integration tests: one binary, one module for each family of promises.

#![expect(clippy::disallowed_methods, reason = "the platform's mathematics is the referee of ours")]

mod accounts;
mod architecture;
mod arrivals;
mod bank_campaign;
mod browser;
mod buyer_worlds;
mod buyers;
mod calendar;
#[cfg(feature = "cli")]
mod cli;
mod controls;
mod customers;
mod essay;
mod event_list;
mod evidence;
mod evidence_md;
mod experiment;
#[cfg(feature = "cli")]
mod fitting;
mod fuzz;
mod golden;
mod health;
mod keys_md;
mod levers;
mod luck;
mod market_cost;
mod memory;
mod nominal;
#[cfg(feature = "report")]
mod parts;
mod pay;
mod pay_md;
mod pay_worlds;
mod payout;
mod plans;
mod prospecting;
mod python;
mod queue;
mod ranking;
mod readme;
#[cfg(feature = "report")]
mod records;
#[cfg(feature = "report")]
mod report;
mod rings;
mod run_out;
mod scenario;
mod scenario_buyers;
mod scenario_buyers_errors;
mod scenario_errors;
mod scenario_pay;
mod scenario_pay_errors;
mod schema;
mod sensitivity;
mod spend;
mod stats;
#[cfg(feature = "cli")]
mod studio;
mod sweep;
mod theory;
mod traits;
mod uncertain;
mod values;
mod why;
mod word;
mod world_hash;

/// A scenario in which no policy waits for its factor of market cost.
fn ready(scenario: &posse::scenario::Scenario) -> posse::experiment::Ready<'_> {
    posse::experiment::Ready::of(scenario).expect("factors for every policy")
}
