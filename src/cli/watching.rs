//! What a runner heeds: the user's wish to stop, the time on the clock, and when to show and keep
//! what is done.
#![expect(clippy::disallowed_types, reason = "a limit of time is about the clock on the wall")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::progress::{Counts, Progress, Way};
use super::stop::Stop;
use super::study_options::MannerOptions;
use crate::experiment::{End, Reached, Watch};

/// What is done is shown and kept this often; the first time at once.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

/// How a command heeds its user and talks on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) stop: Stop,
    pub(super) quiet: bool,
    pub(super) way: Way,
}

impl Manner {
    /// As the options say.
    pub(super) fn of(options: MannerOptions) -> Self {
        Self { stop: Stop::listen(), quiet: options.quiet, way: options.progress }
    }
}

/// Looks on while a study runs that begins now.
pub(super) struct Watching {
    pub(super) progress: Progress,
    stop: Stop,
    began: Instant,
    until: Option<Instant>,
    /// Whether anything was run: what is stopped at once is still worth a first run.
    has_run: AtomicBool,
    is_late: AtomicBool,
}

impl Watching {
    /// Of a study that may take so much time; whether the number of runs planned is only the most.
    pub(super) fn new(manner: Manner, time: Option<Duration>, is_most: bool) -> Self {
        let began = Instant::now();
        Self {
            progress: Progress::new(manner.way, manner.quiet, is_most),
            stop: manner.stop,
            began,
            until: time.and_then(|time| began.checked_add(time)),
            has_run: AtomicBool::new(false),
            is_late: AtomicBool::new(false),
        }
    }

    /// Shows how far a study is, and `words` on it.
    pub(super) fn show(&self, reached: &Reached, words: impl FnOnce() -> String) {
        let Reached { runs, reused, planned, .. } = *reached;
        self.progress.show(Counts { runs, reused, planned }, words);
    }

    /// About how long so many more runs take, in words; `None` as long as none was made.
    pub(super) fn time_for(&self, reached: &Reached, runs: u64) -> Option<String> {
        let made = reached.runs - reached.reused;
        let seconds = self.began.elapsed().as_secs_f64() * runs as f64 / made as f64;
        let time = Duration::try_from_secs_f64(seconds.round()).ok().filter(|_| made > 0)?;
        Some(humantime::format_duration(time).to_string())
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

impl Watch for Watching {
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

/// The date and the time, for whoever reads a manifest.
pub(super) fn now() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()
}
