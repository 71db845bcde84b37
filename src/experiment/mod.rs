//! Experiments: paired replications of every policy, and what they found.
//!
//! A [`Study`] says which worlds are run under which policies; the [`Runner`] runs what is not kept
//! and hands everything, in order, to an [`Analysis`].
//!
//! **Invariants:** a replication is a pure function of scenario and number, so threads cannot
//! matter; sums over replications are formed in their order.

mod ahead;
mod bits;
mod block;
mod buyers;
mod calibration;
mod change;
pub mod evidence;
mod health;
mod ledger;
mod part;
mod pay;
mod payslip;
pub mod race;
mod ready;
mod replicate;
mod results;
mod runner;
mod running;
pub mod scaling;
pub mod search;
pub mod sensitivity;
mod stopping;
mod story;
mod study;
mod summary;
mod summing;
pub mod sweep;
mod trace;
mod traits;
mod transition;
mod uncertainty;
mod values;
mod warnings;
pub mod why;
mod worlds;

pub use ahead::Ahead;
pub use bits::bits;
pub use block::{Block, Keep};
pub use buyers::{BuyerSummary, Ending, FlowSummary};
pub use calibration::{Calibration, Move, NotCalibrated, Target, calibrate};
pub use change::{Change, Difference, Effect, EffectRow, PolicyEffect, Thing, Valued};
pub use health::{About, Audited, Check, Failed, Flow};
pub use ledger::Ledger;
pub use part::{Part, Slice, of_blocks, run_slices};
pub use pay::{Activity, BookingPart, PaySummary, PlanSummary, RoleHours, RolePay};
pub use payslip::{Payslip, Payslips, PoolSlip};
pub use ready::Ready;
pub use replicate::{Design, Record};
pub use results::{PolicyResults, Results};
pub use runner::{Analysis, Ran, Reached, Runner, Watch};
pub use running::{results_ahead, run, run_after, run_ahead, run_kept, run_watched, study};
pub use stopping::{End, Goal, Looks, Stopping, next_look, primary_pairs};
pub use story::{Parting, Step, Story};
pub use study::{Point, Study};
pub use summary::{
    Drift, InputCount, LeadTimeSummary, PairSummary, PolicySummary, SnapshotSummary, StageHours,
    Summary, Transition, WeekSummary,
};
pub use summing::{inputs_by_source, summarise, summarise_stopped};
pub use trace::{Touch, Trace};
pub use traits::{Cell, TraitsSummary};
pub use transition::break_even;
pub use uncertainty::{Doubt, Explained, UncertainInput, UncertaintySummary, WorldsWon};
pub use warnings::run_warnings;
pub use worlds::{Drawn, drawn, shares};

/// A replication that could not be finished.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// Leads go round in circles.
    #[error(
        "policy `{policy}`, replication {replication}: leads go round without time passing at hour \
         {hour}\nhint: a loop of stages needs a touch or a buyer's delay that takes time"
    )]
    GoesRound {
        /// The policy.
        policy: String,
        /// The number of the replication.
        replication: u32,
        /// When, in hours since the start of the run.
        hour: f64,
    },
    /// More events than the budget allows.
    #[error(
        "policy `{policy}`, replication {replication}: more than {most} events or arrivals by hour \
         {hour}\nhint: are so many leads, touches or weeks meant? Then raise `run.max_events`"
    )]
    TooManyEvents {
        /// The policy.
        policy: String,
        /// The number of the replication.
        replication: u32,
        /// How many are allowed.
        most: u64,
        /// When they were used up, in hours since the start of the run.
        hour: f64,
    },
    /// More leads in the system at once than the budget allows.
    #[error(
        "policy `{policy}`, replication {replication}: more than {most} leads at once at hour \
         {hour}\nhint: a queue grows without end; if so many leads are meant, raise `run.max_leads`, \
         which costs about 1 KB of memory for each lead, policy and thread"
    )]
    TooManyLeads {
        /// The policy.
        policy: String,
        /// The number of the replication.
        replication: u32,
        /// How many are allowed.
        most: u32,
        /// When it happened, in hours since the start of the run.
        hour: f64,
    },
    /// The pay of a policy is to be scaled, and nobody has said by how much.
    #[error(
        "policy `{policy}` waits for its factor of market cost\nhint: `scaling::solve` finds it"
    )]
    WaitsForFactor {
        /// The policy.
        policy: String,
    },
    /// The values drawn for the uncertain inputs make no scenario.
    #[error("replication {replication} has no world with {drawn}: {why}\nhint: narrow the ranges")]
    NoWorld {
        /// The number of the replication.
        replication: u32,
        /// The values drawn, in words.
        drawn: String,
        /// What is wrong with them.
        why: String,
    },
}

/// Whether an experiment goes on after a step of some replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continue {
    /// It does.
    Yes,
    /// It stops with what it has.
    No,
}
