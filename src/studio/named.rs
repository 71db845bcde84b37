//! Things with names of their own, such as channels and policies: one more like another, or one fewer.
//!
//! Tables are copied and cut out as lines, so that comments, order and spaces stay; what comes of it is read again,
//! and taken only if it says what was meant.

use std::collections::BTreeSet;
use std::fmt::Write;

use toml_edit::{Document, DocumentMut, Item, Key, Value};

use super::edit;
use crate::scenario::Kind;

/// Sections whose tables have names that the scenario gives, and what one of them is called.
pub(super) const NAMED: [(&str, &str); 6] = [
    ("segments", "segment"),
    ("channels", "channel"),
    ("stages", "stage"),
    ("people", "group of people"),
    ("plans", "plan"),
    ("policies", "policy"),
];

/// What a text says: the keys on the way to each value, and the value.
type Said = BTreeSet<(Vec<String>, String)>;

/// The text with one more thing of this section, `to`, that is as `from` is and stands behind it; `None` if the
/// text does not hold `from`, holds `to`, or is written in a way that cannot be copied.
pub fn copy(text: &str, section: &str, from: &str, to: &str) -> Option<String> {
    let path = [section.to_owned(), from.to_owned()];
    let old = said(text)?;
    let is_of =
        |keys: &[String], name: &str| keys.len() > 1 && keys[0] == section && keys[1] == name;
    let mut expected = old.clone();
    for (keys, value) in old.iter().filter(|(keys, _)| is_of(keys, from)) {
        let mut keys = keys.clone();
        to.clone_into(&mut keys[1]);
        expected.insert((keys, value.clone()));
    }
    let is_free = !old.iter().any(|(keys, _)| is_of(keys, to));
    let new = if blocks(text, &path).is_empty() {
        edit::changed(text, |root| {
            let home = root.get_mut(section)?.as_table_like_mut()?;
            let item = home.get(from)?.clone();
            drop(home.insert(to, item));
            Some(())
        })?
    } else {
        with_lines(text, &path, to)?
    };
    (is_free && expected.len() > old.len() && said(&new)? == expected).then_some(new)
}

/// The text without the thing of this name; comments stay. `None` if it cannot be cut out.
pub fn cut(text: &str, section: &str, name: &str) -> Option<String> {
    let path = [section.to_owned(), name.to_owned()];
    let mut left = said(text)?;
    left.retain(|(keys, _)| !keys.starts_with(&path));
    let mut new = text.to_owned();
    for (start, end, _) in blocks(text, &path).into_iter().rev() {
        // With the empty line before it.
        let before = &text[..start];
        let gap = ["\n\r\n", "\n\n"].into_iter().find(|gap| before.ends_with(gap));
        new.replace_range(start - gap.map_or(0, |gap| gap.len() - 1)..end, "");
    }
    if new == text {
        new = edit::remove(text, &path)?;
    }
    (said(&new)? == left).then_some(new)
}

/// A section or key of a text alone, with its comments; `None` if the text does not hold it.
pub fn section(text: &str, name: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    let mut alone = DocumentMut::new();
    drop(alone.insert(name, document.get(name)?.clone()));
    Some(alone.to_string())
}

/// The text in which this policy is compared, too, if it says at all which ones are.
pub(super) fn compared(text: &str, policy: &str) -> Option<String> {
    let list = ["compare".to_owned()];
    let document = Document::parse(text).ok()?;
    let entries = document.get("compare")?.as_array()?.len();
    let longer = edit::append(text, &list, "\"\"")?;
    let entry = [list[0].clone(), entries.to_string()];
    edit::set(&longer, &entry, policy, Kind::Text)
}

/// The text with the lines of these tables once more, under the other name.
fn with_lines(text: &str, path: &[String], to: &str) -> Option<String> {
    let blocks = blocks(text, path);
    let mut more = String::new();
    for (start, end, keys) in &blocks {
        let block = &text[*start..*end];
        let names = keys.iter().enumerate().map(|(depth, key)| if depth == 1 { to } else { key });
        let names: Vec<String> = names.map(|name| Key::new(name).to_string()).collect();
        let body = block.find(['\n', '\r']).map_or("", |at| &block[at..]);
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let _ = write!(more, "{line_end}[{}]{body}", names.join("."));
        if !more.ends_with('\n') {
            more += line_end;
        }
    }
    let end = blocks.last()?.1;
    let (before, after) = text.split_at(end);
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    Some([before, gap, &more, after].concat())
}

/// The lines of the tables at this path and below it: from where, up to where, and their keys. Comments and empty
/// lines at the end of a table belong to what follows.
fn blocks(text: &str, path: &[String]) -> Vec<(usize, usize, Vec<String>)> {
    let mut heads: Vec<(usize, Option<Vec<String>>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            heads.push((at, keys_of(line)));
        }
        at += line.len();
    }
    heads.push((text.len(), None));
    let of = heads.windows(2).filter_map(|pair| {
        let keys = pair[0].1.clone().filter(|keys| keys.starts_with(path))?;
        Some((pair[0].0, full(text, pair[0].0, pair[1].0), keys))
    });
    of.collect()
}

/// Where a table that begins at `start` ends, which has no lines from `end` on.
fn full(text: &str, start: usize, end: usize) -> usize {
    let mut last = start;
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        at += line.len();
        let plain = line.trim();
        if !plain.is_empty() && !plain.starts_with('#') {
            last = at;
        }
    }
    last
}

/// The keys of the head of a table.
fn keys_of(line: &str) -> Option<Vec<String>> {
    let head = Document::parse(line).ok()?;
    let mut keys = Vec::new();
    let mut item = head.as_item();
    while let Some((key, below)) = item.as_table().and_then(|table| table.iter().next()) {
        keys.push(key.to_owned());
        item = below;
    }
    (!keys.is_empty()).then_some(keys)
}

fn said(text: &str) -> Option<Said> {
    let document = Document::parse(text).ok()?;
    let mut all = Said::new();
    leaves(document.as_item(), &mut Vec::new(), &mut all);
    Some(all)
}

/// What an item says. An empty table says that it is there.
fn leaves(item: &Item, keys: &mut Vec<String>, all: &mut Said) {
    if let Some(table) = item.as_table_like() {
        for (key, below) in table.iter() {
            keys.push(key.to_owned());
            leaves(below, keys, all);
            keys.pop();
        }
        all.insert((keys.clone(), String::new()));
    } else {
        let value = item.as_value().cloned().map(|value: Value| value.decorated("", ""));
        all.insert((
            keys.clone(),
            value.map_or_else(|| item.to_string(), |value| value.to_string()),
        ));
    }
}
