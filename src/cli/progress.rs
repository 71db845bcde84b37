//! Progress on stderr: runs done, time left, the verdict so far.
#![expect(clippy::disallowed_types, reason = "progress is about the clock on the wall")]

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk;
use crate::experiment::{Goal, PairSummary, Results, primary_pairs};
use crate::report;
use crate::scenario::Scenario;
use crate::stats::{Interval, Verdict};

/// On a terminal one line is drawn over and over; elsewhere a line is printed this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);
/// The first such line comes this early.
const PLAIN_FIRST: Duration = Duration::from_secs(1);
/// The verdict so far is computed at most this often.
const LIVE_EVERY: Duration = Duration::from_millis(250);
/// Columns below which there is no room for a bar.
const WIDE: usize = 90;
/// Shows how far an experiment is.
pub(super) struct Progress<'a> {
    bar: ProgressBar,
    plain: bool,
    scenario: &'a Scenario,
    compared: usize,
    goal: Option<Goal>,
    started: Instant,
    shown: Mutex<Option<Instant>>,
}

impl<'a> Progress<'a> {
    /// Progress of the replications of `scenario`, of which the first `compared` policies are
    /// compared; silent if `quiet`. With a goal, their number is only the most.
    pub(super) fn new(
        scenario: &'a Scenario,
        compared: usize,
        goal: Option<Goal>,
        quiet: bool,
    ) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if quiet || !terminal {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let planned = u64::from(scenario.replications);
        let bar = ProgressBar::with_draw_target(Some(planned), target);
        // The difference matters more than a picture of the time.
        let picture = if talk::message_columns() < WIDE { "" } else { "{bar:20}  " };
        let style = match goal {
            None => format!("  {picture}{{pos}}/{{len}} runs  {{eta}} left  {{wide_msg}}"),
            Some(_) => "  {pos} runs, {len} at most  {wide_msg}".to_owned(),
        };
        bar.set_style(ProgressStyle::with_template(&style).expect("a valid template"));
        Self {
            bar,
            plain: !quiet && !terminal,
            scenario,
            compared,
            goal,
            started: Instant::now(),
            shown: Mutex::new(None),
        }
    }

    /// Takes note of the results so far.
    pub(super) fn show(&self, results: &Results) {
        let elapsed = self.started.elapsed();
        self.bar.set_position(u64::from(results.replications));
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_due(*shown, elapsed) {
            *shown = Some(Instant::now());
            self.tell(results, elapsed);
        }
    }

    fn is_due(&self, shown: Option<Instant>, elapsed: Duration) -> bool {
        match (shown, self.plain) {
            (None, true) => elapsed >= PLAIN_FIRST,
            (None, false) => true,
            (Some(shown), plain) => shown.elapsed() >= if plain { PLAIN_EVERY } else { LIVE_EVERY },
        }
    }

    fn tell(&self, results: &Results, elapsed: Duration) {
        let live = self.live(results);
        if self.plain {
            let made = results.replications - results.reused;
            let runs = (made, results.replications, self.scenario.replications);
            talk::say(&plain_line(runs, self.goal.is_some(), elapsed, &live));
        } else {
            self.bar.set_message(live);
        }
    }

    /// The verdict so far on the second policy against the first, with the difference and its
    /// error; of several pairs, how many are decided.
    fn live(&self, results: &Results) -> String {
        let interval = if self.goal.is_some() { Interval::Sequence } else { Interval::Student };
        let pairs = primary_pairs(self.scenario, results, self.compared, interval);
        let Some(first) = pairs.first().filter(|pair| pair.comparison.difference.count > 0) else {
            return String::new();
        };
        let is_decided = |pair: &&PairSummary| word(pair.verdict()).1;
        let judged = results.measures[first.measure].better.is_some();
        let decided = match (pairs.len(), judged) {
            (_, false) => String::new(),
            (1, true) => format!(", {}", word(first.verdict()).0),
            (all, true) => {
                let decided = pairs.iter().filter(is_decided).count();
                format!(", {} · {decided} of {all} pairs decided", word(first.verdict()).0)
            }
        };
        let (measure, difference) =
            (&results.measures[first.measure], &first.comparison.difference);
        let difference = report::difference_words(measure, &self.scenario.currency, difference);
        let [a, b] = [first.a, first.b].map(|policy| &results.policies[policy].label);
        format!("{b} − {a}: {difference}{decided}")
    }

    /// Clears the line and returns the seconds that have passed.
    pub(super) fn finish(self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}

/// A verdict in words, and whether it is one.
fn word(verdict: Verdict) -> (&'static str, bool) {
    match verdict {
        Verdict::Better => ("better", true),
        Verdict::Worse => ("worse", true),
        Verdict::Tie => ("too close to matter", true),
        Verdict::Undecided => ("can’t tell yet", false),
        Verdict::Withheld => ("undefined too often", false),
    }
}

/// A line for files and pipes: `400 of 1000 runs after 20s, about 30s left`; with a goal `400 runs
/// after 20s, 1000 at most`.
pub fn plain_line(
    (made, done, planned): (u32, u32, u32),
    has_goal: bool,
    elapsed: Duration,
    live: &str,
) -> String {
    let whole = |time: Duration| humantime::format_duration(Duration::from_secs(time.as_secs()));
    let separator = if live.is_empty() { "" } else { " · " };
    let passed = whole(elapsed);
    if has_goal {
        return format!("{done} runs after {passed}, {planned} at most{separator}{live}");
    }
    let per_run = elapsed.as_secs_f64() / f64::from(made.max(1));
    let left = per_run * f64::from(planned.saturating_sub(done));
    let left = whole(Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX));
    format!("{done} of {planned} runs after {passed}, about {left} left{separator}{live}")
}
