//! Small tables within a value, e.g. the bands of a commission.

use super::law;
use super::parameters::{Form, Kind, Parameter};
use super::problem::Fault;
use super::reader::Reading;
use super::tree::{Node, Table};
use crate::engine::law::Law;

/// A small table whose form the table of parameters knows; keys that are none were reported before.
pub(super) struct Record<'n> {
    node: &'n Node,
    table: &'n Table,
    form: &'static Form,
}

impl<'n> Record<'n> {
    /// The value as a table of this form, or a mistake.
    pub(super) fn new(node: &'n Node, form: &'static Form, cx: &mut Reading<'_>) -> Option<Self> {
        if let Some(table) = node.table() {
            return Some(Self { node, table, form });
        }
        let message = format!("{} is a table, found {}", form.what, node.found());
        let help = format!("e.g. `{}`", form.example);
        cx.log.error(node.span, Fault::new(message).help(help));
        None
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.table.get(key)
    }

    /// A number, or its default.
    pub(super) fn one(&self, key: &str, cx: &mut Reading<'_>) -> Option<f64> {
        self.value(key).and_then(|node| cx.one(&node, self.kind(key)))
    }

    /// Text, or its default.
    pub(super) fn text(&self, key: &str, cx: &mut Reading<'_>) -> Option<String> {
        self.value(key).and_then(|node| cx.text(&node))
    }

    /// A law of chance.
    pub(super) fn law(&self, key: &str, cx: &mut Reading<'_>) -> Option<Law> {
        let quantity = self.kind(key).law().expect("a key that takes a law");
        law::read(self.get(key)?, quantity, cx)
    }

    /// The kind of a key's value.
    ///
    /// # Panics
    ///
    /// If the form has no such key.
    pub(super) fn kind(&self, key: &str) -> Kind {
        self.parameter(key).kind
    }

    /// A key's default, as the table of parameters has it.
    pub(super) fn default(&self, key: &str) -> &'static str {
        self.parameter(key).default
    }

    /// What it is called, its example and its place, for messages.
    pub(super) fn form(&self) -> &'static Form {
        self.form
    }

    pub(super) fn table(&self) -> &'n Table {
        self.table
    }

    fn parameter(&self, key: &str) -> &'static Parameter {
        self.form.key(key).unwrap_or_else(|| panic!("{} has no key `{key}`", self.form.what))
    }

    /// What the scenario says, or the default.
    fn value(&self, key: &str) -> Option<Node> {
        let default = self.parameter(key).default;
        let written = self.get(key).cloned();
        written.or_else(|| {
            let span = self.node.span;
            (!default.is_empty()).then(|| Node { span, ..Node::default_of(default) })
        })
    }
}
