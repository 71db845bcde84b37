//! Progress on stderr: runs done, time left, the difference so far.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::Results;
use crate::sales::Unit;
use crate::stats::Estimate;

/// On a terminal one line is drawn over and over; elsewhere a line is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);
/// The live difference is computed at most this often.
const LIVE_EVERY: Duration = Duration::from_millis(250);

/// Shows how far an experiment is.
pub(super) struct Progress {
    bar: ProgressBar,
    plain: bool,
    primary: String,
    started: Instant,
    shown: Instant,
}

impl Progress {
    /// Progress towards `replications`; silent if `quiet`.
    pub(super) fn new(replications: u32, primary: &str, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(u64::from(replications)), target);
        let style = "  {bar:30}  {pos}/{len} runs  eta {eta}  {msg}";
        bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
        let now = Instant::now();
        let plain = !quiet && !terminal;
        Self { bar, plain, primary: primary.to_owned(), started: now, shown: now }
    }

    /// Takes note of the results so far.
    pub(super) fn show(&mut self, results: &Results) {
        let every = if self.plain { PLAIN_EVERY } else { LIVE_EVERY };
        self.bar.set_position(u64::from(results.replications));
        if self.shown.elapsed() < every {
            return;
        }
        self.shown = Instant::now();
        let live = live(results, &self.primary);
        if self.plain {
            let seconds = self.started.elapsed().as_secs();
            anstream::eprintln!("{} runs after {seconds} s  {live}", results.replications);
        } else {
            self.bar.set_message(live);
        }
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}

/// The difference so far between the second policy and the first, with its error.
fn live(results: &Results, primary: &str) -> String {
    let Some(measure) = results.measure(primary).filter(|_| results.policies.len() > 1) else {
        return String::new();
    };
    let [a, b] = [0, 1].map(|p| &results.policies[p]);
    let pairs = a.values[measure].iter().zip(&b.values[measure]);
    let differences: Vec<f64> = pairs.map(|(a, b)| b - a).collect();
    if differences.iter().all(|d| d.is_nan()) {
        return String::new();
    }
    let estimate = Estimate::of(&differences);
    let (scale, unit) = match results.measures[measure].unit {
        Unit::Share => (100.0, " pp"),
        _ => (1.0, ""),
    };
    let (mean, error) = (estimate.mean * scale, estimate.half_width() * scale);
    format!("{} − {} {mean:+.2}{unit} ±{error:.2}", b.label, a.label)
}
