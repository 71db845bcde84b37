//! Progress over many worlds on stderr: runs done, in how many worlds, time left.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;

/// Where no line can be drawn over and over, one is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Shows how far a sweep, or what is like one, is.
pub(super) struct SweepProgress {
    bar: ProgressBar,
    plain: bool,
    started: Instant,
    shown: Mutex<Instant>,
}

impl SweepProgress {
    /// Progress from nothing; silent if `quiet`.
    pub(super) fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = "  {pos}/{len} runs  {eta} left  {wide_msg}";
        bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
        let started = Instant::now();
        let plain = !quiet && !terminal;
        Self { bar, plain, started, shown: Mutex::new(started) }
    }

    /// Takes note of so many runs of those that are planned, and what else there is to say.
    pub(super) fn show(&self, (runs, planned): (u64, u64), words: String) {
        self.bar.set_length(planned);
        self.bar.set_position(runs);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if self.plain && shown.elapsed() >= PLAIN_EVERY {
            *shown = Instant::now();
            let seconds = Duration::from_secs(self.started.elapsed().as_secs());
            let after = humantime::format_duration(seconds);
            talk::say(&format!("{runs} of {planned} runs after {after} · {words}"));
        }
        self.bar.set_message(words);
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}
