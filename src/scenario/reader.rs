//! Reading a section key by key, with defaults from the table of parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::parameters::{self, Kind, Parameter, Quantity, join};
use super::problem::{Fault, Log, Span};
use super::tree::{Node, Table, Value};
use super::value::{self, Clock};
use super::{Input, date, inherit, law, spelling};
use crate::engine::law::Law;

/// The day of hour 0 unless said otherwise: 2026-01-05, a Monday.
pub(super) const FIRST_DAY: i64 = 20_458;

/// What reading a scenario needs and collects.
pub(super) struct Reading<'a> {
    pub(super) log: Log,
    pub(super) clock: Clock,
    /// The day of hour 0, counted from 1970-01-01.
    pub(super) start: i64,
    pub(super) inputs: Vec<Input>,
    /// The paths of the inputs.
    pub(super) read: BTreeSet<String>,
    /// Those of the world with their values in the units of the model, and the files that they name.
    pub(super) spelled: BTreeMap<String, String>,
    /// Gives the text of a file that the scenario names.
    pub(super) load: &'a dyn Fn(&str) -> Option<String>,
}

impl Reading<'_> {
    /// Notes an input that the model reads.
    pub(super) fn note(&mut self, path: String, pattern: &str, node: &Node, default: Option<&str>) {
        let Some(parameter) = parameters::at(pattern) else { return };
        if parameter.kind.is_merged() || !self.read.insert(path.clone()) {
            return;
        }
        if spelling::is_of_world(pattern) {
            let value = spelling::spelled(node, parameter.kind, self.clock);
            self.spelled.insert(path.clone(), value);
        }
        let value = default.unwrap_or_else(|| self.log.text(node.span)).to_owned();
        let source = if default.is_some() || parameter.evidence == "C" {
            parameter.source()
        } else {
            super::Source::Assumed
        };
        self.inputs.push(Input { path, value, source, is_default: default.is_some() });
    }

    /// The value, or nothing and a problem.
    pub(super) fn accept<T>(&mut self, span: Span, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.log.error(span, fault)).ok()
    }

    /// The text of a file that a value names. Its path starts at the folder of the file that the
    /// value stands in.
    pub(super) fn beside(&mut self, node: &Node) -> Option<String> {
        let name = self.text(node)?;
        let home = self.log.files.get(node.span.file).map_or("", |file| file.name.as_str());
        let path = if node.span.file == 0 { name.clone() } else { inherit::beside(home, &name) };
        let text = (self.load)(&path);
        match &text {
            Some(text) => {
                self.spelled.insert(format!("file \"{path}\""), spelling::file(text));
            }
            None => self.log.error(node.span, Fault::new(format!("cannot read `{name}`"))),
        }
        text
    }

    /// A quantity within the widest limits; of the values of laws.
    pub(super) fn quantity(&mut self, node: &Node, quantity: Quantity) -> Option<f64> {
        let limits = value::widest(quantity);
        self.accept(node.span, value::read(node, quantity, limits, self.clock))
    }

    /// A number of this kind.
    ///
    /// # Panics
    ///
    /// If none of the kind's alternatives is a number.
    pub(super) fn one(&mut self, node: &Node, kind: Kind) -> Option<f64> {
        if kind.is_moment() {
            return date::instant(node, self);
        }
        let number = |kind: &Kind| matches!(kind, Kind::One(..) | Kind::Whole(..));
        match kind.alternatives().iter().find(|kind| number(kind)) {
            Some(Kind::One(quantity, low, high)) => {
                let read = value::read(node, *quantity, (*low, *high), self.clock);
                self.accept(node.span, read)
            }
            Some(Kind::Whole(low, high)) => self.whole(node, *low, *high).map(|whole| whole as f64),
            _ => panic!("{} is no number", kind.form()),
        }
    }

    /// A whole number of this kind that is not large.
    pub(super) fn small(&mut self, node: &Node, kind: Kind) -> Option<u32> {
        let (low, high) = kind.whole().expect("a whole number");
        self.whole(node, low, high).and_then(|whole| u32::try_from(whole).ok())
    }

    /// The numbers in a list of this kind.
    pub(super) fn ones(&mut self, node: &Node, kind: Kind) -> Vec<f64> {
        let entry = kind.entry().expect("a list");
        let list = self.list(node).unwrap_or_default();
        list.iter().filter_map(|item| self.one(item, entry)).collect()
    }

    pub(super) fn whole(&mut self, node: &Node, low: u64, high: u64) -> Option<u64> {
        let found = node.found();
        let result = match node.value {
            Value::Whole(whole) => match u64::try_from(whole) {
                Ok(whole) if (low..=high).contains(&whole) => Ok(whole),
                Err(_) if low == 0 => {
                    Err(Fault::new(format!("must not be negative, found {found}")))
                }
                _ => Err(Fault::new(format!(
                    "out of range: must be from {low} to {high}, found {found}"
                ))),
            },
            _ => Err(Fault::new(format!("expected a whole number, found {found}"))),
        };
        self.accept(node.span, result)
    }

    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        let result = node
            .text()
            .map(str::to_owned)
            .ok_or_else(|| Fault::new(format!("expected text, found {}", node.found())));
        self.accept(node.span, result)
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        let result = node
            .list()
            .ok_or_else(|| Fault::new(format!("expected a list, found {}", node.found())));
        self.accept(node.span, result)
    }

    pub(super) fn flag(&mut self, node: &Node) -> Option<bool> {
        let result = match node.value {
            Value::Flag(flag) => Ok(flag),
            _ => Err(Fault::new(format!("expected `true` or `false`, found {}", node.found()))),
        };
        self.accept(node.span, result)
    }

    /// What a word for this key means.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &str,
        node: &Node,
        pairs: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(node)?;
        let meant = pairs.iter().find(|pair| pair.0 == text).map(|pair| pair.1);
        if meant.is_none() {
            let fault = Fault::new(format!("unknown value `\"{text}\"` for `{key}`"));
            self.log.error(node.span, fault.among(&text, pairs.iter().map(|pair| pair.0)));
        }
        meant
    }

    /// A list of pairs of a time and a number, of this kind, with ascending times.
    pub(super) fn steps(&mut self, node: &Node, kind: Kind) -> Vec<(f64, f64)> {
        let Some(Kind::Row(written, [when, what])) = kind.entry() else {
            panic!("{} is no list of pairs", kind.form())
        };
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for item in self.list(node).unwrap_or_default() {
            let Some([at, level]) = item.list() else {
                let message = format!("expected `{written}`, found {}", item.found());
                self.log.error(item.span, Fault::new(message));
                continue;
            };
            let hours = self.one(at, *when);
            let level = self.one(level, *what);
            let (Some(hours), Some(level)) = (hours, level) else { continue };
            if steps.last().is_some_and(|last| last.0 >= hours) {
                let message = format!("times must ascend, found {}", at.found());
                self.log.error(at.span, Fault::new(message));
                continue;
            }
            steps.push((hours, level));
        }
        steps
    }
}

/// A table of the scenario, or an absent one.
#[derive(Clone)]
pub(super) struct Scope<'t> {
    pub(super) table: Option<&'t Table>,
    /// Where messages about the whole section point.
    pub(super) span: Span,
    /// The name it stands under.
    pub(super) name: String,
    path: String,
    pattern: String,
}

impl<'t> Scope<'t> {
    pub(super) fn root(table: &'t Table) -> Self {
        let (path, pattern, name) = (String::new(), String::new(), String::new());
        Self { table: Some(table), span: Span::default(), name, path, pattern }
    }

    /// The section under this key, empty if it is absent.
    pub(super) fn section(&self, key: &str) -> Self {
        let entry = self.table.and_then(|table| table.entry(key));
        Self {
            table: entry.and_then(|entry| entry.node.table()),
            span: entry.map_or(self.span, |entry| entry.at),
            name: key.to_owned(),
            path: join(&self.path, key),
            pattern: parameters::under(&self.pattern, key)
                .map_or_else(String::new, |parameter| parameter.path.to_owned()),
        }
    }

    /// The same section with other contents.
    pub(super) fn over<'o>(&self, table: &'o Table) -> Scope<'o> {
        let Self { span, name, path, pattern, .. } = self.clone();
        Scope { table: Some(table), span, name, path, pattern }
    }

    /// The sections in a table of named things.
    pub(super) fn sections(&self) -> Vec<Self> {
        let table = self.table.into_iter().flat_map(Table::keys);
        table.map(|key| self.section(key)).collect()
    }

    /// The path of a key in it.
    pub(super) fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }

    pub(super) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// What the scenario says, without defaults.
    pub(super) fn written(&self, key: &str) -> Option<&'t Node> {
        self.table.and_then(|table| table.get(key))
    }

    /// What the scenario says, or the default; noted as an input.
    pub(super) fn node(&self, key: &str, cx: &mut Reading<'_>) -> Option<Node> {
        let (path, pattern) = (join(&self.path, key), self.pattern_of(key));
        if let Some(node) = self.written(key) {
            cx.note(path, &pattern, node, None);
            return Some(node.clone());
        }
        let default = parameters::at(&pattern)?.default;
        if default.is_empty() {
            return None;
        }
        let mut node = Node::default_of(default);
        node.span = self.span;
        cx.note(path, &pattern, &node, Some(default));
        Some(node)
    }

    /// What the scenario says, or the default in this case; noted as an input.
    pub(super) fn node_or(&self, key: &str, case: &str, cx: &mut Reading<'_>) -> Node {
        self.node(key, cx).unwrap_or_else(|| {
            let (pattern, node) = (self.pattern_of(key), self.usual(key, case));
            let default = parameters::usual(&pattern, case);
            cx.note(join(&self.path, key), &pattern, &node, Some(default));
            node
        })
    }

    /// The default of a key in this case, as the table of parameters has it.
    pub(super) fn usual(&self, key: &str, case: &str) -> Node {
        let default = parameters::usual(&self.pattern_of(key), case);
        Node { span: self.span, ..Node::default_of(default) }
    }

    pub(super) fn one(&self, key: &str, cx: &mut Reading<'_>) -> Option<f64> {
        let node = self.node(key, cx)?;
        cx.one(&node, self.kind(key))
    }

    pub(super) fn whole(&self, key: &str, cx: &mut Reading<'_>) -> Option<u64> {
        let node = self.node(key, cx)?;
        let (low, high) = self.kind(key).whole().expect("a key that takes a whole number");
        cx.whole(&node, low, high)
    }

    pub(super) fn small(&self, key: &str, cx: &mut Reading<'_>) -> Option<u32> {
        self.whole(key, cx).and_then(|whole| u32::try_from(whole).ok())
    }

    pub(super) fn text(&self, key: &str, cx: &mut Reading<'_>) -> Option<String> {
        let node = self.node(key, cx)?;
        cx.text(&node)
    }

    pub(super) fn flag(&self, key: &str, cx: &mut Reading<'_>) -> bool {
        self.node(key, cx).and_then(|node| cx.flag(&node)).unwrap_or(false)
    }

    /// What the word chosen means.
    pub(super) fn word<T: Copy>(
        &self,
        key: &str,
        pairs: &[(&'static str, T)],
        cx: &mut Reading<'_>,
    ) -> Option<T> {
        let node = self.node(key, cx)?;
        cx.word(key, &node, pairs)
    }

    /// The times or other numbers in a list; none if the key is absent.
    pub(super) fn ones(&self, key: &str, cx: &mut Reading<'_>) -> Vec<f64> {
        self.node(key, cx).map(|node| cx.ones(&node, self.kind(key))).unwrap_or_default()
    }

    pub(super) fn law(&self, key: &str, cx: &mut Reading<'_>) -> Option<Law> {
        let node = self.node(key, cx)?;
        let quantity = self.kind(key).law().expect("a key that takes a law");
        law::read(&node, quantity, cx)
    }

    /// The kind of a key's value.
    ///
    /// # Panics
    ///
    /// If the section has no such key.
    pub(super) fn kind(&self, key: &str) -> Kind {
        self.parameter(key).kind
    }

    /// A key's default, as the table of parameters has it.
    ///
    /// # Panics
    ///
    /// If the section has no such key.
    pub(super) fn default(&self, key: &str) -> &'static str {
        self.parameter(key).default
    }

    fn parameter(&self, key: &str) -> &'static Parameter {
        let pattern = self.pattern_of(key);
        parameters::at(&pattern).unwrap_or_else(|| panic!("no parameter `{pattern}`"))
    }

    fn pattern_of(&self, key: &str) -> String {
        parameters::under(&self.pattern, key)
            .map_or_else(|| join(&self.pattern, key), |parameter| parameter.path.to_owned())
    }
}

/// Names that can be meant, and their numbers.
pub(super) fn find(
    cx: &mut Reading<'_>,
    span: Span,
    what: &str,
    name: &str,
    names: &[String],
) -> Option<usize> {
    let place = names.iter().position(|known| known == name);
    if place.is_none() {
        let mut fault = Fault::new(format!("no {what} named `{name}`"));
        if names.is_empty() {
            fault = fault.help(format!("the scenario has no {what}"));
        }
        cx.log.error(span, fault.among(name, names.iter().map(String::as_str)));
    }
    place
}
