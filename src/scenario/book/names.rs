//! Names and times that plans refer to.

use crate::plans::date::Day;
use crate::plans::plan::Count;
use crate::scenario::parameters::Quantity;
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Value};
use crate::scenario::value::{self, Clock};

/// What the file names.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Names<'a> {
    /// The plans.
    pub(in crate::scenario) plans: &'a [String],
    /// The measures that are defined so far.
    pub(super) measures: &'a [(String, Count)],
    /// The parts of the plan that is read.
    pub(super) parts: &'a [String],
    /// The stages of the funnel; nothing = there is none, so that any word is one.
    pub(super) stages: Option<&'a [String]>,
    /// When the run begins, and what its units of time mean.
    pub(super) run: Run,
}

/// When a run begins: its first day, and what `wd` means.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Run {
    /// The day of hour 0.
    pub(in crate::scenario) start: Day,
    /// Its units of time.
    pub(in crate::scenario) clock: Clock,
}

impl Names<'_> {
    /// The name of a stage that the funnel has.
    pub(super) fn stage(&self, node: &Node, log: &mut Log) -> Option<String> {
        let Some(name) = node.text() else {
            let fault = Fault::new(format!("expected the name of a stage, found {}", node.found()));
            log.error(node.span, fault);
            return None;
        };
        let Some(stages) = self.stages.filter(|_| name != CLOSE) else {
            return Some(name.to_owned());
        };
        if !stages.iter().any(|stage| stage == name) {
            let fault = Fault::new(format!("no stage named `{name}`"));
            let known = stages.iter().map(String::as_str).chain([CLOSE]);
            log.error(node.span, fault.among(name, known));
            return None;
        }
        Some(name.to_owned())
    }

    /// The name of a plan.
    pub(super) fn plan(&self, node: &Node, log: &mut Log) -> Option<String> {
        let name = node.text().unwrap_or_default();
        if self.plans.iter().any(|plan| plan == name) {
            return Some(name.to_owned());
        }
        let fault = Fault::new(format!("no plan named `{name}`"));
        log.error(node.span, fault.among(name, self.plans.iter().map(String::as_str)));
        None
    }
}

/// What names whoever closed, among the stages.
pub(in crate::scenario) const CLOSE: &str = "close";

/// The day on which something begins: a date, the start of a week of the run (`"week 40"`), or a time after
/// its start; and whether it was a date.
pub(super) fn moment(node: &Node, run: Run, log: &mut Log) -> Option<(Day, bool)> {
    let date = match &node.value {
        Value::Date(text) | Value::Text(text) => Day::of_text(text),
        _ => None,
    };
    if let Some(day) = date {
        return Some((day, true));
    }
    let text = node.text().unwrap_or_default().trim();
    let week = text.strip_prefix("week ").and_then(|number| number.trim().parse::<i32>().ok());
    let days = match week.filter(|week| (1..=52_000).contains(week)) {
        Some(week) => Some(7 * (week - 1)),
        None => value::of_text(text, Quantity::Elapsed, run.clock).ok().and_then(whole_days),
    };
    if days.is_none() {
        let message = format!("expected a date such as `2027-05-01`, found {}", node.found());
        let help =
            "or the start of a week of the run, e.g. `\"week 40\"`, or whole days after its start";
        log.error(node.span, Fault::new(message).help(help));
    }
    days.map(|days| (run.start.plus_days(days), false))
}

#[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
fn whole_days(hours: f64) -> Option<i32> {
    let days = hours / 24.0;
    let is_whole = (0.0..=364_000.0).contains(&days) && (days - days.round()).abs() < 1e-9;
    is_whole.then(|| days.round() as i32)
}
