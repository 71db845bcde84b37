//! Progress of pilot runs on stderr.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::experiment::scaling::Piloting;

/// Where no line can be drawn over and over, one is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Shows how far the search for factors is, and about how long it will take.
pub(super) struct ScaleProgress {
    bar: ProgressBar,
    plain: bool,
    started: Instant,
    shown: Instant,
}

impl ScaleProgress {
    /// No run yet; silent if `quiet`.
    pub(super) fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = "  equal cost: {pos} pilot runs after {elapsed}, {wide_msg}";
        bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
        let started = Instant::now();
        Self { bar, plain: !quiet && !terminal, started, shown: started }
    }

    /// Takes note of what comes next.
    pub(super) fn show(&mut self, piloting: &Piloting<'_>) {
        let Piloting { label, factor, runs, ahead } = *piloting;
        let left = left(self.started.elapsed(), runs, ahead);
        let now = format!("{left} · {label}, variable pay × {factor:.2}");
        if self.plain && self.shown.elapsed() >= PLAIN_EVERY {
            self.shown = Instant::now();
            let seconds = Duration::from_secs(self.started.elapsed().as_secs());
            let after = humantime::format_duration(seconds);
            talk::say(&format!("equal cost: {runs} pilot runs after {after}, {now}"));
        }
        self.bar.set_position(runs);
        self.bar.set_message(now);
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}

/// About how long `ahead` more runs take, where so many took so long.
fn left(elapsed: Duration, runs: u64, ahead: u64) -> String {
    if runs == 0 {
        return "time left not known yet".to_owned();
    }
    let seconds = elapsed.as_secs_f64() * ahead as f64 / runs as f64;
    match seconds {
        few if few < 10.0 => "a few seconds left".to_owned(),
        some if some < 90.0 => format!("about {:.0} s left", (some / 10.0).ceil() * 10.0),
        many => format!("about {:.0} min left", (many / 60.0).ceil()),
    }
}
