//! Small tables within a value, e.g. the bands of a commission.

use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::Reading;
use super::tree::{Node, Value};

/// The longest list.
const MOST: usize = 1000;

/// A table whose keys are known beforehand, and which is no section of its own.
pub(super) struct Record<'n> {
    node: &'n Node,
    what: &'static str,
}

/// The records of a list, e.g. `bonus = [{ at = "100 %", amount = 5000 }]`.
///
/// `what` is what one of them is called, `example` how one is written.
pub(super) fn records<'n>(
    node: &'n Node,
    (what, example): (&'static str, &str),
    keys: &[&str],
    cx: &mut Reading<'_>,
) -> Vec<Record<'n>> {
    let Some(items) = node.list() else {
        let message = format!("expected a list of tables, found {}", node.found());
        cx.log.error(node.span, Fault::new(message).help(format!("e.g. `[{example}]`")));
        return Vec::new();
    };
    if items.len() > MOST {
        let fault = Fault::new(format!("a list of {}", items.len()));
        cx.log.error(node.span, fault.help(format!("at most {MOST}")));
        return Vec::new();
    }
    items.iter().filter_map(|item| record(item, (what, example), keys, cx)).collect()
}

/// One of them.
pub(super) fn record<'n>(
    node: &'n Node,
    (what, example): (&'static str, &str),
    keys: &[&str],
    cx: &mut Reading<'_>,
) -> Option<Record<'n>> {
    let Some(table) = node.table() else {
        let message = format!("{what} is a table, found {}", node.found());
        cx.log.error(node.span, Fault::new(message).help(format!("e.g. `{example}`")));
        return None;
    };
    for entry in table.0.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
        let fault = Fault::new(format!("unknown key `{}` in {what}", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, keys.iter().copied()));
    }
    Some(Record { node, what })
}

impl<'n> Record<'n> {
    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.table().and_then(|table| table.get(key))
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &str, cx: &mut Reading<'_>) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            let fault = Fault::new(format!("{} needs `{key}`", self.what));
            cx.log.error(self.node.span, fault);
        }
        found
    }

    /// A quantity that must be there.
    pub(super) fn quantity(
        &self,
        key: &str,
        quantity: Quantity,
        cx: &mut Reading<'_>,
    ) -> Option<f64> {
        self.need(key, cx).and_then(|node| cx.quantity(node, quantity))
    }

    /// A flag, `false` unless given.
    pub(super) fn flag(&self, key: &str, cx: &mut Reading<'_>) -> bool {
        let Some(node) = self.get(key) else { return false };
        if let Value::Flag(flag) = node.value {
            return flag;
        }
        let message = format!("expected `true` or `false`, found {}", node.found());
        cx.log.error(node.span, Fault::new(message));
        false
    }

    /// The table as a whole.
    pub(super) fn node(&self) -> &'n Node {
        self.node
    }
}
