//! A merged scenario as a text of its own.

use std::fmt::Write;

use super::tree::{Entry, Node, Table, Value};

/// The text of a merged table under another name: whoever reads it gets the same scenario.
pub(super) fn text(table: &Table, name: &str) -> String {
    let mut text = format!("name = {}\n", quoted(name));
    let rest = table.0.iter().filter(|entry| entry.key != "name").cloned().collect();
    section(&Table(rest), "", &mut text);
    text
}

/// The keys of a table, then its tables with heads of their own. Order counts, so a table that stands
/// before a plain value is written within a line.
fn section(table: &Table, path: &str, text: &mut String) {
    let is_section = |entry: &Entry| entry.node.table().is_some_and(|inner| !inner.0.is_empty());
    let last = table.0.iter().rposition(|entry| !is_section(entry)).map_or(0, |last| last + 1);
    for entry in &table.0[..last] {
        text.extend([&key(&entry.key), " = ", &value(&entry.node), "\n"]);
    }
    for entry in &table.0[last..] {
        let path =
            if path.is_empty() { key(&entry.key) } else { format!("{path}.{}", key(&entry.key)) };
        let inner = entry.node.table().expect("a section");
        // A table that holds nothing but tables needs no head.
        if !inner.0.iter().all(is_section) {
            text.extend(["\n[", &path, "]\n"]);
        }
        section(inner, &path, text);
    }
}

fn key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { quoted(key) }
}

fn value(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Whole(whole) => whole.to_string(),
        // A number without a point would be read as a whole one.
        Value::Number(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) if table.0.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let pairs = table.0.iter().map(|e| format!("{} = {}", key(&e.key), value(&e.node)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
