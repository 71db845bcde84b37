//! The world of a scenario as one text: every value that is read, defaults included, in the units of
//! the model and sorted by key. The same world gives the same text, however it is written and whatever
//! the program's own types look like.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::keys::form_of;
use super::parameters::{self, Kind, Quantity, join};
use super::tree::{Node, Table, Value};
use super::value::{self, Clock};
use crate::sales::{Extent, Horizon, RunOut};

/// Sections that tell nothing of the world: evidence, what is judged, what a search may change, and how long and how often it is
/// run, of which the horizon is told by itself.
const APART: [&str; 5] = ["sources", "targets", "measure", "run", "search"];
/// Keys of presentation.
const ASIDE: [&str; 4] = ["name", "question", "currency", "policies.*.label"];

/// Whether the key at this pattern says something of the world or of the policies.
pub(super) fn is_of_world(pattern: &str) -> bool {
    let section = pattern.split('.').next().unwrap_or(pattern);
    !APART.contains(&section) && !ASIDE.contains(&pattern)
}

/// The world that was read from a merged text, as one text: `values` are those of its keys; how long it
/// runs is the `horizon`.
pub(super) fn world(table: &Table, horizon: &Horizon, values: &BTreeMap<String, String>) -> String {
    let mut lines = values.clone();
    for (path, names) in sections(table) {
        let names: Vec<String> = names.into_iter().map(quoted).collect();
        lines.insert(path, format!("[{}]", names.join(", ")));
    }
    lines.insert("run".to_owned(), run(horizon));
    lines.iter().map(|(path, value)| [path, " = ", value, "\n"].concat()).collect()
}

fn run(horizon: &Horizon) -> String {
    let extent = |extent| match extent {
        Extent::Hours(hours) => format!("{hours} h"),
        Extent::Leads(leads) => format!("{leads} leads"),
    };
    let run_out = match horizon.run_out {
        RunOut::Hours(hours) => format!("{hours} h"),
        RunOut::Drain => "drain".to_owned(),
    };
    [extent(horizon.warm_up), extent(horizon.until), run_out].join(", ")
}

/// The sections of the world: they are there, though they be empty. Each with its path and, where it holds
/// named things, their names, which have an order.
pub(super) fn sections(table: &Table) -> Vec<(String, Vec<&str>)> {
    let mut found = Vec::new();
    collect(table, ("", ""), &mut found);
    found
}

fn collect<'t>(
    table: &'t Table,
    (path, pattern): (&str, &str),
    found: &mut Vec<(String, Vec<&'t str>)>,
) {
    for entry in &table.0 {
        let Some(parameter) = parameters::under(pattern, &entry.key) else { continue };
        if !parameter.kind.is_merged() || !is_of_world(parameter.path) {
            continue;
        }
        let (path, inner) = (join(path, &entry.key), entry.node.table());
        let is_named = parameter.kind == Kind::Names;
        let names = inner.into_iter().flat_map(Table::keys).filter(|_| is_named);
        found.push((path.clone(), names.collect()));
        if let Some(inner) = inner {
            collect(inner, (&path, parameter.path), found);
        }
    }
}

/// A value of this kind in the units of the model.
pub(super) fn spelled(node: &Node, kind: Kind, clock: Clock) -> String {
    match &node.value {
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => (number + 0.0).to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.clone(),
        Value::Text(text) => quantity(text, kind, clock).unwrap_or_else(|| quoted(text)),
        Value::List(items) => {
            let entry = |place: usize| match kind.entry().unwrap_or(kind) {
                Kind::Row(_, kinds) if kind.entry().is_none() => kinds.get(place).copied(),
                entry => Some(entry),
            };
            let item = |(place, item)| spelled(item, entry(place).unwrap_or(kind), clock);
            let items: Vec<String> = items.iter().enumerate().map(item).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => format!("{{{}}}", entries(table, kind, clock).join(", ")),
    }
}

/// The entries of a small table, sorted, with the defaults of keys that it leaves out.
fn entries(table: &Table, kind: Kind, clock: Clock) -> Vec<String> {
    let form = form_of(table, kind);
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    for parameter in form.iter().flat_map(|form| form.keys) {
        if !parameter.default.is_empty() && parameter.path != "*" {
            let node = Node::default_of(parameter.default);
            values.insert(parameter.path, spelled(&node, parameter.kind, clock));
        }
    }
    for entry in &table.0 {
        let inner = form.and_then(|form| form.key(&entry.key));
        let inner = inner.map_or(kind, |parameter| parameter.kind);
        values.insert(&entry.key, spelled(&entry.node, inner, clock));
    }
    values.into_iter().map(|(key, value)| format!("{} = {value}", quoted(key))).collect()
}

/// A text as the number that it is for a value of this kind; what kind of number, where several may
/// be meant.
fn quantity(text: &str, kind: Kind, clock: Clock) -> Option<String> {
    let quantities: Vec<Quantity> = kind.alternatives().iter().filter_map(quantity_of).collect();
    let read =
        |quantity: &Quantity| Some((*quantity, value::of_text(text, *quantity, clock).ok()?));
    let (quantity, number) = quantities.iter().find_map(read)?;
    let number = number + 0.0;
    Some(match quantities.as_slice() {
        [_] => number.to_string(),
        _ => format!("{number} {}", quantity.name()),
    })
}

fn quantity_of(kind: &Kind) -> Option<Quantity> {
    match kind {
        Kind::One(quantity, ..) | Kind::Law(quantity) => Some(*quantity),
        _ => None,
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\r', "\\r").replace('\n', "\\n"))
}

/// What stands for the contents of a file: their hash, whatever ends its lines.
pub(super) fn file(text: &str) -> String {
    digits_of(text.replace("\r\n", "\n").as_bytes())
}

/// SHA-256 in hexadecimal.
pub(super) fn digits_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        text
    })
}
