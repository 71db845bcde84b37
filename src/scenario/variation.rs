//! Scenarios with other values at some keys, all checked before any of them runs.

use super::Scenario;
use super::axis::{Axis, Level, axis};
use super::draft::{Draft, checked};
use super::parse::failure;
use super::problem::{Error, Fault, Log, Problem, Severity, SourceFile, Span};
use super::tree::Table;

/// The name under which messages show what was asked for beside the scenario.
pub const COMMAND_LINE: &str = "command line";

/// What a sweep varies in a scenario.
#[derive(Clone, Debug)]
pub struct Variation {
    draft: Draft,
    /// What its cells are called.
    cells: &'static str,
    /// One for each `--vary`, in order.
    pub axes: Vec<Axis>,
    /// The texts of the draft, then the [`COMMAND_LINE`].
    pub files: Vec<SourceFile>,
}

impl Variation {
    /// Understands what is to be varied in a scenario, each as `key=from..to`,
    /// `key=from..to:count` or `key=value,value`.
    ///
    /// # Errors
    ///
    /// Every mistake in `asked`, each with its place.
    pub fn read(draft: Draft, asked: &[String]) -> Result<Self, Error> {
        const OPTION: &str = "--vary ";
        let mut files = draft.files.clone();
        let file = files.len();
        let text: String = asked.iter().flat_map(|words| [OPTION, words, "\n"]).collect();
        files.push(SourceFile { name: COMMAND_LINE.to_owned(), text });
        let mut log = Log::of(files);
        let (mut axes, mut start): (Vec<Axis>, usize) = (Vec::new(), 0);
        for words in asked {
            let from = start + OPTION.len();
            start = from + words.len() + 1;
            match axis(&draft.table, words, Span { file, start: from, end: start - 1 }) {
                Ok(next) => {
                    let mut taken = axes.iter().flat_map(|axis| &axis.keys);
                    if let Some(key) = taken.find(|key| next.keys.contains(key)) {
                        log.error(next.span, Fault::new(format!("`{key}` is varied twice")));
                    }
                    axes.push(next);
                }
                Err((span, fault)) => log.error(span, fault),
            }
        }
        if log.has_errors() {
            return Err(failure(log));
        }
        Ok(Self { draft, cells: "cells", axes, files: log.finish().1 })
    }

    /// What is uncertain in a scenario, each input over its range.
    pub fn uncertain(draft: Draft) -> Self {
        let axes = draft.uncertain.clone();
        Self::over(draft, axes)
    }

    pub(super) fn over(draft: Draft, axes: Vec<Axis>) -> Self {
        let files = draft.files.clone();
        Self { draft, cells: "worlds", axes, files }
    }

    /// The same without the axes that `refusal` finds, alone, to be of no use; they go, with the
    /// reason, to `left_out`.
    pub(super) fn kept(
        mut self,
        refusal: impl Fn(&Self) -> Option<String>,
        left_out: &mut Vec<(String, String)>,
    ) -> Self {
        let all = std::mem::take(&mut self.axes);
        let mut alone = self.clone();
        for axis in all {
            alone.axes = vec![axis];
            match refusal(&alone) {
                None => self.axes.append(&mut alone.axes),
                Some(why) => left_out.push((alone.axes[0].keys[0].clone(), why)),
            }
        }
        self
    }

    /// The scenarios with the values of each cell (in the order of the axes) in place of the
    /// written ones, every check of a scenario applied to every one of them; and what is probably
    /// not meant. They hold neither inputs nor texts.
    ///
    /// # Errors
    ///
    /// Every mistake in any cell, each once, with the cells that have it; an axis that changes
    /// nothing.
    ///
    /// # Panics
    ///
    /// If a cell has not as many values as there are axes.
    pub fn cells(
        &self,
        cells: &[Vec<Level>],
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Vec<Scenario>, Vec<Problem>), Error> {
        let mut seen = Seen { total: cells.len(), found: Vec::new() };
        let mut scenarios = Vec::new();
        for cell in cells {
            match self.with(cell, load) {
                Ok(mut scenario) => {
                    seen.add(&std::mem::take(&mut scenario.warnings), self, cell);
                    (scenario.inputs, scenario.files) = (Vec::new(), Vec::new());
                    scenarios.push(scenario);
                }
                Err(error) => seen.add(&error.problems, self, cell),
            }
        }
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        let mut problems = seen.told(self.cells);
        if !problems.iter().any(is_error) {
            problems.extend(self.idle(cells, load));
        }
        if problems.iter().any(is_error) {
            problems.retain(is_error);
            return Err(Error { problems, files: self.files.clone() });
        }
        Ok((scenarios, problems))
    }

    /// The scenario with these values, and nothing uncertain.
    pub(super) fn with(
        &self,
        cell: &[Level],
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Scenario, Error> {
        checked(&self.table_at(cell), Log::of(self.files.clone()), load)
    }

    /// The merged text with these values.
    pub(super) fn table_at(&self, cell: &[Level]) -> Table {
        assert!(self.axes.len() == cell.len(), "each cell has a value on every axis");
        let mut table = self.draft.table.clone();
        for (axis, level) in self.axes.iter().zip(cell) {
            axis.put(level, &mut table);
        }
        table
    }

    /// Axes of which no value makes a difference to the model, all else as in the first cell.
    fn idle(&self, cells: &[Vec<Level>], load: &dyn Fn(&str) -> Option<String>) -> Vec<Problem> {
        let mut log = Log::of(self.files.clone());
        let [first, _, ..] = cells else { return Vec::new() };
        for (place, axis) in self.axes.iter().enumerate() {
            let mut models = Vec::new();
            for cell in cells {
                if !models.is_empty() && cell[place] == first[place] {
                    continue;
                }
                let mut trial = first.clone();
                trial[place] = cell[place].clone();
                // What fits in its own cell may not fit in this one; then it makes a difference.
                models.push(self.with(&trial, load).ok().map(|scenario| scenario.canonical()));
                if models.last() != models.first() {
                    break;
                }
            }
            if models.len() > 1 && models.iter().all(|model| *model == models[0]) {
                let fault =
                    Fault::new(format!("varying `{}` changes nothing", axis.keys.join(",")));
                let help = "nothing in this scenario reads it, e.g. a rule of a policy that is not \
                            compared";
                log.error(axis.span, fault.help(help));
            }
        }
        log.finish().0
    }
}

/// Problems of all cells, each with the first cell that has it and how many have it.
struct Seen {
    total: usize,
    found: Vec<(Problem, String, usize)>,
}

impl Seen {
    fn add(&mut self, problems: &[Problem], variation: &Variation, cell: &[Level]) {
        for problem in problems {
            let is_same = |(known, ..): &&mut (Problem, String, usize)| {
                known.span == problem.span
                    && known.file == problem.file
                    && kind(&known.message) == kind(&problem.message)
            };
            if let Some((.., count)) = self.found.iter_mut().find(is_same) {
                *count += 1;
                continue;
            }
            let values = variation.axes.iter().zip(cell);
            let values = values.map(|(axis, level)| format!("`{} = {}`", axis.keys[0], level.text));
            let first = values.collect::<Vec<_>>().join(", ");
            self.found.push((problem.clone(), first, 1));
        }
    }

    fn told(self, cells: &str) -> Vec<Problem> {
        let total = self.total;
        let told = self.found.into_iter().map(|(mut problem, first, count)| {
            // A mistake of every cell is one of the scenario or of the whole axis.
            if count < total {
                let more = format!("in {count} of {total} {cells}, first where {first}");
                let gap = if problem.help.is_empty() { "" } else { "; " };
                problem.help = format!("{}{gap}{more}", problem.help);
            }
            problem
        });
        let mut told: Vec<Problem> = told.collect();
        told.sort_by_key(|problem| (problem.file, problem.span.start));
        told
    }
}

/// A message without the value found.
fn kind(message: &str) -> &str {
    message.split_once(", found ").map_or(message, |(kind, _)| kind)
}
