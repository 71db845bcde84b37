//! How long a replication runs and which part of it is measured.

use super::calendar::HOURS_PER_WEEK;

/// Warm-up (deleted), measured window, run-out (load without measuring).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// From the start to the start of the measured window.
    pub warm_up: Extent,
    /// From the start to the end of the measured window (so at least the warm-up).
    pub until: Extent,
    /// What follows the window.
    pub run_out: RunOut,
}

impl Horizon {
    /// Whether the window ends with a week of the run, at which all pay has just been booked.
    pub fn ends_with_a_week(&self) -> bool {
        matches!(self.until, Extent::Hours(hours) if hours % HOURS_PER_WEEK == 0.0)
    }
}

/// How much a replication may take before it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Events (and arrivals) over the whole replication.
    pub events: u64,
    /// Leads in the system at once: what memory grows with.
    pub leads: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { events: 1_000_000_000, leads: 1_000_000 }
    }
}

/// A length of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// In calendar hours.
    Hours(f64),
    /// Until so many leads have arrived.
    Leads(u64),
}

/// What follows the measured window, so that measured leads can reach their exits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RunOut {
    /// This many hours with arrivals on, or until every measured lead has ended.
    Hours(f64),
    /// Arrivals stop and the run goes on until it is empty.
    Drain,
}
