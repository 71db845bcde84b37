//! Progress on stderr: runs done, time left, and what is known so far.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::report;

/// On a terminal one line is drawn over and over; elsewhere a line is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);
/// The first such line comes this early.
const PLAIN_FIRST: Duration = Duration::from_secs(1);
/// For programs that read them lines come this often.
const JSON_EVERY: Duration = Duration::from_secs(1);
/// What is known so far is put in words at most this often.
const LIVE_EVERY: Duration = Duration::from_millis(250);
/// So many times as long as the words took, the runs go on without any.
const WORDS_SHARE: u32 = 20;
/// Columns below which there is no room for a bar.
const WIDE: usize = 90;

/// How progress is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Way {
    // No documentation comments here: with them the help of all commands is twice as long.
    #[default]
    Auto,
    Plain,
    Json,
}

impl Way {
    /// Its word.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Plain => "plain",
            Self::Json => "json",
        }
    }
}

/// How many runs there are, of each policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) runs: u64,
    /// Of these, those that were kept from before.
    pub(super) reused: u64,
    pub(super) planned: u64,
}

/// Shows how far a command is.
pub(super) struct Progress {
    /// `None` where lines are printed.
    bar: Option<ProgressBar>,
    /// Time between two lines; `None` where none are printed.
    every: Option<Duration>,
    is_json: bool,
    /// Whether what is planned is only the most there may be.
    is_most: bool,
    began: Instant,
    last: Mutex<Last>,
}

/// What was shown last, and when; and what is known.
#[derive(Default)]
struct Last {
    shown: Option<Instant>,
    /// How long it took to say what is known: of many runs more than a moment.
    took: Duration,
    counts: Counts,
    words: String,
}

impl Progress {
    /// Nothing yet; silent if `quiet` and no way was asked for.
    pub(super) fn new(way: Way, quiet: bool, is_most: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let has_bar = way == Way::Auto && terminal && !quiet;
        let every = match way {
            Way::Json => Some(JSON_EVERY),
            Way::Plain => Some(PLAIN_EVERY),
            Way::Auto if !quiet && !terminal => Some(PLAIN_EVERY),
            Way::Auto => None,
        };
        let (is_json, began) = (way == Way::Json, Instant::now());
        let last = Mutex::new(Last::default());
        Self { bar: has_bar.then(|| bar(is_most)), every, is_json, is_most, began, last }
    }

    /// Takes note of so many runs; `words` are asked for what is known when they are shown.
    pub(super) fn show(&self, counts: Counts, words: impl FnOnce() -> String) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.counts = counts;
        let elapsed = self.began.elapsed();
        if !self.is_due(&last, elapsed) {
            return;
        }
        let begun = Instant::now();
        last.words = words();
        (last.shown, last.took) = (Some(begun), begun.elapsed());
        match &self.bar {
            Some(bar) => {
                bar.set_length(counts.planned);
                bar.set_position(counts.runs);
                let left = left(counts, elapsed).map_or("?".to_owned(), whole);
                bar.set_prefix(left);
                bar.set_message(last.words.clone());
            }
            None => self.line(&last, elapsed),
        }
    }

    /// Says something above what is drawn, where somebody reads along.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| talk::say(text)),
            None if self.every.is_some() && !self.is_json => talk::say(text),
            None => {}
        }
    }

    fn is_due(&self, last: &Last, elapsed: Duration) -> bool {
        match (last.shown, self.every) {
            (None, None) => self.bar.is_some(),
            (None, Some(_)) => self.is_json || elapsed >= PLAIN_FIRST,
            (Some(shown), every) => {
                let pause = last.took.saturating_mul(WORDS_SHARE);
                shown.elapsed() >= every.unwrap_or(LIVE_EVERY).max(pause)
            }
        }
    }

    fn line(&self, last: &Last, elapsed: Duration) {
        let Last { counts, words, .. } = last;
        if self.is_json {
            let Counts { runs, reused, planned } = *counts;
            let seconds = left(*counts, elapsed).map(|left| left.as_secs_f64());
            let passed = elapsed.as_secs_f64();
            talk::say(&report::progress_json((runs, reused, planned), (passed, seconds), words));
        } else {
            let runs = (counts.runs - counts.reused, counts.runs, counts.planned);
            talk::say(&plain_line(runs, self.is_most, elapsed, words));
        }
    }

    /// Clears the line, or ends with the last one for programs, and returns the seconds that have
    /// passed.
    pub(super) fn finish(&self) -> f64 {
        let elapsed = self.began.elapsed();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_json && last.shown.is_some() {
            self.line(&last, elapsed);
        }
        elapsed.as_secs_f64()
    }
}

fn bar(is_most: bool) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    // What is known matters more than a picture of the time.
    let picture = if talk::message_columns() < WIDE { "" } else { "{bar:20}  " };
    let style = if is_most {
        "  {pos} runs, {len} at most  {wide_msg}".to_owned()
    } else {
        format!("  {picture}{{pos}}/{{len}} runs  {{prefix}} left  {{wide_msg}}")
    };
    bar.set_style(ProgressStyle::with_template(&style).expect("a valid template"));
    bar
}

/// About how long the rest takes; `None` as long as nothing was run.
fn left(counts: Counts, elapsed: Duration) -> Option<Duration> {
    // What was kept from before took no time.
    let made = counts.runs - counts.reused;
    let ahead = counts.planned.saturating_sub(counts.runs);
    let left = elapsed.as_secs_f64() * ahead as f64 / made as f64;
    (made > 0).then(|| Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX))
}

fn whole(time: Duration) -> String {
    humantime::format_duration(Duration::from_secs(time.as_secs())).to_string()
}

/// A line for files and pipes: `400 of 1000 runs after 20s, about 30s left`; if the number planned is
/// only the most, `400 runs after 20s, 1000 at most`. Of the runs done so many were made now.
pub fn plain_line(
    (made, done, planned): (u64, u64, u64),
    is_most: bool,
    elapsed: Duration,
    words: &str,
) -> String {
    let separator = if words.is_empty() { "" } else { " · " };
    let passed = whole(elapsed);
    if is_most {
        return format!("{done} runs after {passed}, {planned} at most{separator}{words}");
    }
    let counts = Counts { runs: done, reused: done - made, planned };
    let left =
        left(counts, elapsed).map_or(String::new(), |left| format!(", about {} left", whole(left)));
    format!("{done} of {planned} runs after {passed}{left}{separator}{words}")
}
