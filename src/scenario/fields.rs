//! The keys of a scenario one by one, as a form shows them: those that are written, and those that may be.

use std::ops::Range;

use super::axis::readable;
use super::parameters::{Kind, Parameter, cases, keys_of, under};
use super::problem::{Error, Log, Problem, SourceFile};
use super::tree::{Node, Table, Value};
use super::{Scenario, draft, inherit, parse};

/// Parts of a scenario: how people call them, and the keys of the first level that they hold.
pub const PARTS: [(&str, &[&str]); 7] = [
    ("Customers", &["segments", "deal", "buyers", "customers"]),
    ("Leads", &["channels", "prospecting", "interest", "backlog"]),
    ("Funnel", &["stages", "exits"]),
    ("People", &["people", "frictions", "behaviour", "hours", "holidays", "calendars"]),
    ("Pay plans", &["plans", "fiscal_start", "measures"]),
    ("Policies", &["policies"]),
    (
        "Question and runs",
        &[
            "name", "question", "currency", "compare", "measure", "targets", "search", "run",
            "start", "calendar",
        ],
    ),
];

/// Keys that say what a file is made of, not what the scenario is.
pub const SETTLED: [&str; 3] = ["base", "remove", "sources"];

/// One key of a scenario.
#[derive(Clone, Debug)]
pub struct Field {
    /// The keys on the way to it, its own last; entries of a list are numbered from 0.
    pub keys: Vec<String>,
    /// What the table of parameters says of it.
    pub parameter: &'static Parameter,
    /// What the scenario says; `None` = nothing, so that the default holds.
    pub written: Option<Written>,
    /// Of a list of small tables: the keys of each entry.
    pub entries: Vec<Vec<Self>>,
}

/// A value in a text.
#[derive(Clone, Debug)]
pub struct Written {
    /// As it stands there.
    pub text: String,
    /// The file, as an index into [`Fields::files`]: 0 = the scenario itself, else one of its bases.
    pub file: usize,
    /// The bytes of its key and of itself.
    pub span: Range<usize>,
    /// Whether it is one value behind its key, and no table with a head of its own.
    pub is_value: bool,
}

/// All keys of a scenario, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The keys, in the order of the table of parameters; named things in that of the text.
    pub all: Vec<Field>,
    /// The scenario, if it can run.
    pub scenario: Option<Scenario>,
    /// Every mistake; if there is none, what is probably not meant.
    pub problems: Vec<Problem>,
    /// The texts that were read: the scenario, then its bases.
    pub files: Vec<SourceFile>,
}

impl Fields {
    /// Reads a text and its bases; see [`Scenario::parse`] for `name` and `load`.
    ///
    /// # Errors
    ///
    /// A text that is no TOML, or a base that cannot be read: then there are no keys.
    pub fn read(
        text: &[u8],
        name: &str,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut log = Log::default();
        let source = SourceFile { name: name.to_owned(), text: parse::decode(text, name)? };
        let table = inherit::read(source, load, &mut log);
        if log.has_errors() {
            return Err(parse::failure(log));
        }
        let mut all = Vec::new();
        walk((&table, ""), &[], &log, &mut all);
        let files = std::mem::take(&mut log.files);
        let made = draft::read(text, name, load).and_then(|(draft, log)| draft.complete(log, load));
        let (scenario, problems) = match made {
            Ok(scenario) => (Some(scenario.clone()), scenario.warnings),
            Err(error) => (None, error.problems),
        };
        Ok(Self { all, scenario, problems, files })
    }

    /// The key that a problem is about: of those whose key and value it lies in, the innermost.
    pub fn of(&self, problem: &Problem) -> Option<&Field> {
        let entries = self.all.iter().flat_map(|field| field.entries.iter().flatten());
        let holds = |field: &&Field| {
            let written = field.written.as_ref().filter(|at| at.file == problem.file);
            let span = written.map(|at| &at.span);
            span.is_some_and(|span| {
                span.contains(&problem.span.start) && span.end >= problem.span.end
            })
        };
        let length = |field: &&Field| field.written.as_ref().map_or(0, |at| at.span.len());
        self.all.iter().chain(entries).filter(holds).min_by_key(length)
    }
}

impl Field {
    /// How people call it.
    pub fn label(&self) -> String {
        match self.parameter.name {
            "" => readable(&self.keys[self.keys.len() - 1..]),
            name => name.to_owned(),
        }
    }

    /// Its value where the scenario says nothing, also where that depends on the case; may be empty.
    pub fn default(&self) -> String {
        if !self.parameter.default.is_empty() {
            return self.parameter.default.to_owned();
        }
        let key = self.keys.iter().rev().nth(1).map_or("", String::as_str);
        let mut cases = cases(self.parameter.path);
        if self.parameter.path.starts_with("stages.") {
            return cases
                .find(|case| case.0 == key)
                .map_or(String::new(), |case| case.1.to_owned());
        }
        cases.map(|(case, value)| format!("{value} ({case})")).collect::<Vec<_>>().join(", ")
    }

    /// The words that it may be, if it is one of a few.
    pub fn choices(&self) -> &'static [&'static str] {
        match self.parameter.kind {
            Kind::Choice(words) => words,
            Kind::Flag => &["true", "false"],
            _ => &[],
        }
    }

    /// Of a list of small tables: how an entry is written.
    pub fn entry(&self) -> Option<&'static str> {
        let entry = self.parameter.kind.entry()?;
        entry.tables().next().map(|form| form.example)
    }
}

/// All keys below a table: first those that it may have, then those that it names.
fn walk((table, pattern): (&Table, &str), above: &[String], log: &Log, all: &mut Vec<Field>) {
    let below = |key: &str| [above, &[key.to_owned()]].concat();
    for key in keys_of(pattern).filter(|key| *key != "*") {
        let Some(parameter) = under(pattern, key) else { continue };
        if above.is_empty() && SETTLED.contains(&key) {
            continue;
        }
        match table.entry(key) {
            Some(entry) => one(parameter, entry, below(key), log, all),
            // What a section of its own switches on is not offered key by key.
            None if parameter.kind.is_merged() && above.is_empty() => {}
            None if parameter.kind.is_merged() => {
                walk((&Table::default(), parameter.path), &below(key), log, all);
            }
            None => {
                all.push(Field { keys: below(key), parameter, written: None, entries: Vec::new() });
            }
        }
    }
    let is_named = |key: &str| !keys_of(pattern).any(|known| known == key);
    for entry in table.0.iter().filter(|entry| is_named(&entry.key)) {
        if let Some(parameter) = under(pattern, &entry.key) {
            one(parameter, entry, below(&entry.key), log, all);
        }
    }
}

/// A key that is written: itself, or all that is in it.
fn one(
    parameter: &'static Parameter,
    entry: &super::tree::Entry,
    keys: Vec<String>,
    log: &Log,
    all: &mut Vec<Field>,
) {
    if let (Some(inner), true) = (entry.node.table(), parameter.kind.is_merged()) {
        return walk((inner, parameter.path), &keys, log, all);
    }
    let span = entry.at.start.min(entry.node.span.start)..entry.node.span.end;
    let written = Some(written(&entry.node, span, log));
    let entries = entries(&entry.node, parameter.kind, &keys, log);
    all.push(Field { keys, parameter, written, entries });
}

fn written(node: &Node, span: Range<usize>, log: &Log) -> Written {
    let text = log.text(node.span).to_owned();
    let is_value = match node.value {
        Value::Table(_) => text.starts_with('{'),
        Value::List(_) => text.starts_with('[') && !text.starts_with("[["),
        _ => true,
    };
    Written { text, file: node.span.file, span, is_value }
}

/// The keys of the entries of a list of small tables.
fn entries(node: &Node, kind: Kind, keys: &[String], log: &Log) -> Vec<Vec<Field>> {
    let Some(form) = kind.entry().and_then(|entry| entry.tables().next()) else {
        return Vec::new();
    };
    let items = node.list().unwrap_or_default().iter().enumerate();
    let of = |(number, item): (usize, &Node)| {
        let table = item.table()?;
        let fields = form.keys.iter().map(|parameter| {
            let keys = [keys, &[number.to_string(), parameter.path.to_owned()]].concat();
            let entry = table.entry(parameter.path);
            let written =
                entry.map(|entry| written(&entry.node, entry.at.start..entry.node.span.end, log));
            Field { keys, parameter, written, entries: Vec::new() }
        });
        Some(fields.collect())
    };
    items.filter_map(of).collect()
}
