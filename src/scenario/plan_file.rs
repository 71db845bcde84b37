//! The plans of a file, which need not be a whole scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::draft::Draft;
use super::parse::{failure, stem};
use super::problem::{Error, Fault, Log, Problem, SourceFile, Span, line_and_column};
use super::reader::{FIRST_DAY, Reading};
use super::scope::Scope;
use super::value::Clock;
use super::{date, plans, world};
use crate::plans::plan::PlanBook;
use crate::sales::pay::Plan;

/// What a file says of plans.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// The name: the file's stem, unless the file says otherwise.
    pub name: String,
    /// The currency, for reading only.
    pub currency: String,
    /// The plans, in the order of the file; at least one. Stages in them are positions in the file's
    /// funnel or, where it has none, among the names that the plans use.
    pub plans: Vec<Plan>,
    /// What is probably not meant.
    pub warnings: Vec<Problem>,
}

impl PlanFile {
    /// SHA-256 of the plans as understood, in hexadecimal.
    pub fn hash(&self) -> String {
        let digest = Sha256::digest(format!("{:#?}", self.plans).as_bytes());
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
            text
        })
    }
}

impl Draft {
    /// Whether plans were refused, with this error, for nothing but what a list of events can tell: then
    /// [`Draft::book`] has them.
    pub fn is_for_events(error: &Error) -> bool {
        plans::are_for_events(error)
    }

    /// The plans as they are reckoned on lists of events and people, and what is probably not meant.
    ///
    /// # Errors
    ///
    /// Every mistake in the plans; a file without any.
    pub fn book(&self) -> Result<(PlanBook, Vec<Problem>), Error> {
        let mut cx = self.reading(&|_| None);
        let root = Scope::root(&self.table);
        let start = root.node("start", &mut cx).and_then(|node| date::day(&node, &mut cx));
        cx.start = start.unwrap_or(FIRST_DAY);
        let (name, currency) = self.called(&root, &mut cx);
        let run = plans::run(&cx);
        let mut book = super::book::book(&self.table, None, run, &mut cx.log);
        super::book::refuse_on_events(&self.table, &mut cx.log);
        if book.plans.is_empty() {
            refuse_none(&self.files, &mut cx.log);
        }
        if cx.log.has_errors() {
            return Err(failure(cx.log));
        }
        (book.name, book.currency) = (name, currency);
        Ok((book, cx.log.finish().0))
    }

    /// The line and the column of a key path such as `plans.ae.commission`; of a key that is not written, of what
    /// it stands in.
    pub fn place_of(&self, path: &str) -> (usize, usize) {
        let (mut table, mut at) = (Some(&self.table), None);
        for key in path.split('.') {
            let Some(entry) = table.and_then(|table| table.entry(key)) else { break };
            (table, at) = (entry.node.table(), Some(entry.at));
        }
        let at = at.unwrap_or_default();
        let text = self.files.get(at.file).map_or("", |file| file.text.as_str());
        line_and_column(text, at.start)
    }

    /// The plans alone: the file need not have stages, channels or people, and what else it says is
    /// not looked at.
    ///
    /// # Errors
    ///
    /// Every mistake in the plans; a file without any.
    pub fn plans(&self, load: &dyn Fn(&str) -> Option<String>) -> Result<PlanFile, Error> {
        let mut cx = self.reading(load);
        let root = Scope::root(&self.table);
        world::calendars(&root, &mut cx);
        let (name, currency) = self.called(&root, &mut cx);
        let stages: Vec<String> =
            root.section("stages").sections().into_iter().map(|stage| stage.name).collect();
        let stages = (!stages.is_empty()).then_some(stages.as_slice());
        let payroll = plans::payroll(&root, stages, &mut cx);
        if payroll.is_none() {
            refuse_none(&self.files, &mut cx.log);
        }
        if cx.log.has_errors() {
            return Err(failure(cx.log));
        }
        let plans = payroll.map(|payroll| payroll.plans).unwrap_or_default();
        Ok(PlanFile { name, currency, plans, warnings: cx.log.finish().0 })
    }

    fn reading<'l>(&self, load: &'l dyn Fn(&str) -> Option<String>) -> Reading<'l> {
        let (log, clock, read) = (Log::of(self.files.clone()), Clock::default(), BTreeSet::new());
        let (inputs, spelled) = (Vec::new(), BTreeMap::new());
        Reading { log, clock, start: FIRST_DAY, inputs, read, spelled, load }
    }

    /// The name of the file, and its currency.
    fn called(&self, root: &Scope<'_>, cx: &mut Reading<'_>) -> (String, String) {
        let stem = self.files.first().map_or("", |file| stem(&file.name));
        let name = root.text("name", cx).unwrap_or_else(|| stem.to_owned());
        (name, root.text("currency", cx).unwrap_or_default())
    }
}

/// Says that a file has no plans.
fn refuse_none(files: &[SourceFile], log: &mut Log) {
    let end = files.first().map_or(0, |file| file.text.len());
    let nowhere = Span { file: 0, start: end, end };
    let fault = Fault::new("the file has no plans");
    log.error(nowhere, fault.help("e.g. `[plans.classic]` with `commission = 0.10`"));
}
