//! What a runner heeds: the user's wish to stop, the time on the clock, and when to show and keep
//! what is done.
#![expect(clippy::disallowed_types, reason = "a limit of time is about the clock on the wall")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::stop::Stop;
use crate::experiment::{End, Watch};

/// What is done is shown and kept this often; the first time at once.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

/// Heeds a study that begins now.
pub(super) struct Attention {
    stop: Stop,
    began: Instant,
    until: Option<Instant>,
    /// Whether anything was run: what is stopped at once is still worth a first run.
    has_run: AtomicBool,
    is_late: AtomicBool,
}

impl Attention {
    /// Of a study that may take so much time.
    pub(super) fn new(stop: Stop, time: Option<Duration>) -> Self {
        let began = Instant::now();
        let until = time.and_then(|time| began.checked_add(time));
        let (has_run, is_late) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { stop, began, until, has_run, is_late }
    }

    /// Why a study that did not come to its end was stopped.
    pub(super) fn end(&self) -> End {
        match (self.is_late.load(Ordering::Relaxed), self.stop.is_wanted()) {
            (true, _) => End::Time,
            (false, true) => End::Interrupted,
            (false, false) => End::Runs,
        }
    }
}

impl Watch for Attention {
    fn stops(&self) -> bool {
        if !self.has_run.load(Ordering::Relaxed) {
            return false;
        }
        let is_late = self.until.is_some_and(|until| Instant::now() >= until);
        if is_late {
            self.is_late.store(true, Ordering::Relaxed);
        }
        is_late || self.stop.is_wanted()
    }

    fn beat(&self) -> u64 {
        self.has_run.store(true, Ordering::Relaxed);
        let beats = self.began.elapsed().as_millis() / SHOWN_EVERY.as_millis();
        1 + u64::try_from(beats).unwrap_or(u64::MAX - 1)
    }
}
