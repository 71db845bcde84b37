//! Progress of `why` on stderr.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::experiment::why::Question;

/// Where no line can be drawn over and over, one is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Shows how many runs of all mixed policies are done, and how long it will take.
pub(super) struct WhyProgress {
    bar: ProgressBar,
    plain: bool,
    runs: u32,
    started: Instant,
    shown: Instant,
}

impl WhyProgress {
    /// Says how much there is to do; silent if `quiet`.
    pub(super) fn new(question: &Question<'_>, runs: u32, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        if !quiet {
            let names: Vec<&str> = question.parts().iter().map(|part| part.name()).collect();
            talk::say(&format!(
                "{} rules differ ({}): {} policies between the two, {runs} runs of each",
                names.len(),
                names.join(", "),
                question.mixes()
            ));
        }
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(u64::from(runs)), target);
        let style = "  {wide_bar:.dim} {pos}/{len} runs of each, {eta} left";
        bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
        let started = Instant::now();
        Self { bar, plain: !quiet && !terminal, runs, started, shown: started }
    }

    /// Takes note of how many runs of each are done.
    pub(super) fn show(&mut self, done: u32) {
        if self.plain && self.shown.elapsed() >= PLAIN_EVERY {
            self.shown = Instant::now();
            let left =
                self.started.elapsed().mul_f64(f64::from(self.runs - done) / f64::from(done));
            let left = humantime::format_duration(Duration::from_secs(left.as_secs()));
            talk::say(&format!("{done} of {} runs of each, about {left} left", self.runs));
        }
        self.bar.set_position(u64::from(done));
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}
