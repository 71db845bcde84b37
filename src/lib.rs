//! posse: should a company sell with lone heroes or as a team?
//!
//! A discrete-event simulator of sales systems. A *scenario* describes a world (where leads come
//! from, the stages they go through, the people who work them, what working together costs) and
//! the *policies* under test: rules of organisation and nothing else. Every policy meets the same
//! luck, lead by lead, in many *replications*; the answer is the difference in Return on Sales, Flow
//! and what lies behind them, with its interval and a verdict.
//!
//! # Example
//!
//! ```
//! use posse::experiment::{self, Continue};
//! use posse::scenario::Scenario;
//! use posse::stats::Estimate;
//!
//! let text = r#"
//! [channels.web]
//! arrivals = "5 per week"
//! cost = 200
//!
//! [stages.qualify]
//! role = "seller"
//! touch = "1 to 3 h"
//! buyer = "2 wd"
//! advance = "40 %"
//!
//! [stages.close]
//! role = "seller"
//! touch = "4 to 9 h"
//! advance = "25 %"
//! phase = "drive"
//!
//! [people.seller]
//! count = 2
//! cost = "90000 per year"
//!
//! [deal]
//! value = 20000
//! margin = "70 %"
//!
//! [run]
//! replications = 8
//! "#;
//! let scenario = Scenario::parse(text.as_bytes(), "two-sellers.toml", &|_| None)?;
//! let results = experiment::run(&scenario, |_| Continue::Yes)?;
//! let first_policy = 0;
//! let wins = Estimate::of(results.values(first_policy, "wins"));
//! println!("{:.1} wins a year, in 95 % within {:?}", wins.mean, wins.interval);
//! assert!(wins.mean > 10.0 && wins.mean < 40.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//!
//! Each uses only those above it.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`math`] | logarithm, exponential, normal distribution and their kin, with the same bits everywhere |
//! | [`engine`] | clock, future event list, keyed random numbers, laws of chance |
//! | [`stats`] | estimates, intervals, comparisons, durations: knows nothing of simulation |
//! | [`plans`] | plans of pay reckoned exactly, on lists of events and people |
//! | [`sales`] | the sales system: what a scenario describes, how it runs, its measures |
//! | [`scenario`] | scenario files: parsed, checked, all mistakes at once |
//! | [`experiment`] | paired replications of every policy, and the estimates |
#![cfg_attr(
    feature = "report",
    doc = "| [`records`] | the histories of a company's own deals: read, checked, written |"
)]
#![cfg_attr(
    feature = "report",
    doc = "| [`fitting`] | what a company's own deals say of its sales system, and the scenario of it |"
)]
#![cfg_attr(
    feature = "report",
    doc = "| [`report`] | charts, tables, the first screen, files: draws what an experiment found |"
)]
#![cfg_attr(
    feature = "cli",
    doc = "| [`studio`] | a page on this machine on which a scenario is changed and run |"
)]
#![cfg_attr(feature = "cli", doc = "| [`cli`] | the `posse` command |")]
//!
//! All up to `experiment` but `records` build with `--no-default-features`: no threads, files or plots. The
//! feature `parallel` runs replications on all cores, `report` draws and writes, `cli` is the
//! command; all three are on by default.
//!
//! The model is described in `MODEL.md`, the code in `ARCHITECTURE.md`, the files of a result in
//! `docs/results.md`.

#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod experiment;
#[cfg(feature = "report")]
pub mod fitting;
pub mod math;
pub mod plans;
#[cfg(feature = "report")]
pub mod records;
#[cfg(feature = "report")]
pub mod report;
pub mod sales;
pub mod scenario;
pub mod stats;
#[cfg(feature = "cli")]
pub mod studio;
