//! Progress on stderr: runs done, time left, the difference so far; and how often to look.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::experiment::Results;
use crate::report;
use crate::stats::Estimate;

/// On a terminal one line is drawn over and over; elsewhere a line is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);
/// The live difference is computed at most this often.
const LIVE_EVERY: Duration = Duration::from_millis(250);
/// Replications between two looks should take this long: Ctrl-C and progress wait for them.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// Columns below which there is no room for a bar.
const WIDE: usize = 90;
/// Replications at a time at most, however short they are: their outcomes are in memory at once.
const MOST: u128 = 2_048;

/// Shows how far an experiment is.
pub(super) struct Progress {
    bar: ProgressBar,
    plain: bool,
    is_compared: bool,
    primary: String,
    currency: String,
    planned: u32,
    threads: u32,
    started: Instant,
    shown: Instant,
}

impl Progress {
    /// Progress of `planned` replications on `threads`; silent if `quiet`. If policies are compared,
    /// it tells the difference so far in the primary measure.
    pub(super) fn new(
        (planned, threads): (u32, usize),
        (primary, currency): (&str, &str),
        is_compared: bool,
        quiet: bool,
    ) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(u64::from(planned)), target);
        // The difference matters more than a picture of the time.
        let picture = if talk::message_columns() < WIDE { "" } else { "{bar:20}  " };
        let style = format!("  {picture}{{pos}}/{{len}} runs  {{eta}} left  {{wide_msg}}");
        bar.set_style(ProgressStyle::with_template(&style).expect("a valid template"));
        let now = Instant::now();
        Self {
            bar,
            plain: !quiet && !terminal,
            is_compared,
            primary: primary.to_owned(),
            currency: currency.to_owned(),
            planned,
            threads: u32::try_from(threads).unwrap_or(u32::MAX),
            started: now,
            shown: now,
        }
    }

    /// Takes note of the results so far, and says how many replications should come next.
    pub(super) fn show(&mut self, results: &Results) -> u32 {
        let done = results.replications;
        let elapsed = self.started.elapsed();
        if done > 0 {
            self.bar.set_position(u64::from(done));
        }
        let every = if self.plain { PLAIN_EVERY } else { LIVE_EVERY };
        if done > 0 && self.shown.elapsed() >= every {
            self.shown = Instant::now();
            let live = if self.is_compared { self.live(results) } else { String::new() };
            if self.plain {
                let runs = (done - results.reused, done, self.planned);
                talk::say(&plain_line(runs, elapsed, &live));
            } else {
                self.bar.set_message(live);
            }
        }
        // What was kept from before took no time.
        next(done - results.reused, elapsed, self.threads)
    }

    /// The difference so far between the second policy and the first, with its error.
    fn live(&self, results: &Results) -> String {
        let Some(measure) = results.measure(&self.primary).filter(|_| results.policies.len() > 1)
        else {
            return String::new();
        };
        let [a, b] = [0, 1].map(|p| &results.policies[p]);
        let pairs = a.values[measure].iter().zip(&b.values[measure]);
        let differences: Vec<f64> = pairs.map(|(a, b)| b - a).collect();
        if differences.iter().all(|d| d.is_nan()) {
            return String::new();
        }
        let estimate = Estimate::of(&differences);
        let measure = &results.measures[measure];
        let difference = report::difference_words(measure, &self.currency, &estimate);
        format!("{} − {}: {difference}", b.label, a.label)
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}

/// How many replications take about as long as one look may wait.
fn next(done: u32, elapsed: Duration, threads: u32) -> u32 {
    let microseconds = elapsed.as_micros().max(1);
    let per_look = u128::from(done) * LOOK_EVERY.as_micros() / microseconds;
    // What the first ones take says little: go on by small steps.
    let most = 4 * u128::from(done);
    let number = per_look.min(most).min(MOST);
    u32::try_from(number).unwrap_or(u32::MAX).max(threads.max(2))
}

/// A line for files and pipes: `400 of 1000 runs after 20s, about 30s left`.
fn plain_line((made, done, planned): (u32, u32, u32), elapsed: Duration, live: &str) -> String {
    let per_run = elapsed.as_secs_f64() / f64::from(made.max(1));
    let left = per_run * f64::from(planned.saturating_sub(done));
    let left = Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX);
    let whole = |time: Duration| humantime::format_duration(Duration::from_secs(time.as_secs()));
    let (elapsed, left) = (whole(elapsed), whole(left));
    let separator = if live.is_empty() { "" } else { " · " };
    format!("{done} of {planned} runs after {elapsed}, about {left} left{separator}{live}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_comes_soon_however_long_a_replication_takes() {
        let next = |done, milliseconds| next(done, Duration::from_millis(milliseconds), 2);
        assert_eq!(next(0, 0), 2, "nothing is known yet");
        assert_eq!(next(2, 10_000), 2, "five seconds each");
        assert_eq!(next(2, 1), 8, "fast, but only two seen");
        assert_eq!(next(1_000, 10_000), 40);
    }

    #[test]
    fn a_plain_line_says_how_long_it_takes() {
        let line = plain_line((250, 250, 1_000), Duration::from_secs(20), "B − A: +1.0 pp ±0.1");
        assert_eq!(line, "250 of 1000 runs after 20s, about 1m left · B − A: +1.0 pp ±0.1");
    }
}
