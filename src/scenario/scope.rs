//! Sections of a scenario, read key by key, with defaults from the table of parameters.

use super::law;
use super::parameters::{self, Kind, Parameter, join};
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::tree::{Node, Table};
use crate::engine::law::Law;

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

    /// Notes every key of it as an input, with the defaults of those that are not written: it is read as a whole.
    pub(super) fn read_all(&self, cx: &mut Reading<'_>) {
        for key in parameters::keys_of(&self.pattern) {
            let names = self.table.into_iter().flat_map(Table::keys).filter(|_| key == "*");
            let is_told_elsewhere = !self.pattern_of(key).starts_with(&self.pattern);
            let own = (key != "*" && !is_told_elsewhere) || self.written(key).is_some();
            for key in names.chain(Some(key).filter(|_| own)) {
                if !self.kind(key).is_merged() {
                    let _ = self.node(key, cx);
                } else if self.written(key).is_some() {
                    self.section(key).read_all(cx);
                }
            }
        }
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
