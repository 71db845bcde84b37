//! Progress of a sweep on stderr: cells done, what is still undecided, time left.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::experiment::sweep::Reached;

/// Where no line can be drawn over and over, one is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Shows how far a sweep is.
pub(super) struct SweepProgress {
    bar: ProgressBar,
    plain: bool,
    cells: usize,
    started: Instant,
    shown: Mutex<Instant>,
}

impl SweepProgress {
    /// Progress over so many cells; silent if `quiet`.
    pub(super) fn new(cells: usize, quiet: bool) -> Self {
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
        Self { bar, plain, cells, started, shown: Mutex::new(started) }
    }

    /// Takes note of what was reached.
    pub(super) fn show(&self, reached: Reached) {
        self.bar.set_length(reached.planned);
        self.bar.set_position(reached.runs);
        let words = words(reached, self.cells);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if self.plain && shown.elapsed() >= PLAIN_EVERY {
            *shown = Instant::now();
            let seconds = Duration::from_secs(self.started.elapsed().as_secs());
            let after = humantime::format_duration(seconds);
            talk::say(&format!(
                "{} of {} runs after {after} · {words}",
                reached.runs, reached.planned
            ));
        }
        self.bar.set_message(words);
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}

/// `120 of 384 cells, 31 of them undecided`, and which round it is after the first.
fn words(reached: Reached, cells: usize) -> String {
    let round = if reached.round > 1 {
        format!(" · round {}, where the answer is not clear", reached.round)
    } else {
        String::new()
    };
    format!("{} of {cells} cells, {} undecided{round}", reached.cells, reached.undecided)
}
