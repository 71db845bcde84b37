//! A scenario that starts from another one and says only what differs.

use super::parameters::{self, join};
use super::problem::{Fault, Log, SourceFile, Span, nearest};
use super::reader::beside;
use super::tree::{self, Entry, Node, Table, Value};
use super::uncertain;

/// How long a chain of bases may be.
const GENERATIONS: usize = 8;

/// Reads a text and all its bases, and merges them.
pub(super) fn read(
    file: SourceFile,
    load: &dyn Fn(&str) -> Option<String>,
    log: &mut Log,
) -> Table {
    let mut table = tree::read(file, log);
    let mut names = vec![log.files[0].name.clone()];
    let mut generations = Vec::new();
    while let Some(base) = table.get("base").cloned() {
        generations.push(table);
        table = Table::default();
        let Some(name) = base.text() else {
            let message = format!("`base` expects the name of a file, found {}", base.found());
            log.error(base.span, Fault::new(message));
            break;
        };
        let path = if names.len() == 1 {
            name.to_owned()
        } else {
            beside(names.last().map_or("", String::as_str), name)
        };
        if names.contains(&path) || names.len() > GENERATIONS {
            let message = format!("`{name}` is its own base, or the chain of bases is too long");
            log.error(base.span, Fault::new(message).help(format!("at most {GENERATIONS} files")));
            break;
        }
        let Some(text) = load(&path) else {
            log.error(base.span, Fault::new(format!("cannot read the base `{name}`")));
            break;
        };
        names.push(path.clone());
        table = tree::read(SourceFile { name: path, text }, log);
    }
    while let Some(child) = generations.pop() {
        if let Some(list) = child.get("remove") {
            remove(list, &mut table, log);
        }
        merge(&mut table, &child, "");
    }
    table.0.retain(|entry| !matches!(entry.key.as_str(), "base" | "remove"));
    table
}

/// Sections merge key by key; everything else replaces.
fn merge(base: &mut Table, child: &Table, pattern: &str) {
    for entry in &child.0 {
        let Some(old) = base.0.iter_mut().find(|old| old.key == entry.key) else {
            base.0.push(entry.clone());
            continue;
        };
        let parameter = parameters::under(pattern, &entry.key);
        match (&mut old.node.value, &entry.node.value, parameter) {
            (Value::Table(base), Value::Table(child), Some(parameter))
                if parameter.kind.is_merged() =>
            {
                merge(base, child, parameter.path);
            }
            _ => {
                let mut entry = entry.clone();
                uncertain::inherit_value(&mut entry.node, &old.node);
                *old = entry;
            }
        }
    }
}

/// A key at this place.
pub(super) fn entry(key: &str, at: Span, node: Node) -> Entry {
    Entry { key: key.to_owned(), at, node }
}

fn remove(list: &Node, table: &mut Table, log: &mut Log) {
    let Some(items) = list.list() else {
        let message = format!("`remove` expects a list of key paths, found {}", list.found());
        log.error(list.span, Fault::new(message));
        return;
    };
    for item in items {
        let Some(path) = item.text() else {
            log.error(item.span, Fault::new(format!("expected text, found {}", item.found())));
            continue;
        };
        if !take(table, path) {
            let known = paths(table, "");
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let mut fault = Fault::new(format!("nothing to remove: the base has no `{path}`"));
            if let Some(near) = nearest(path, &known) {
                fault.label = format!("did you mean `{near}`?");
            }
            log.error(item.span, fault);
        }
    }
}

/// Takes a key path out of a table; whether it was there. A `*` stands for every name.
fn take(table: &mut Table, path: &str) -> bool {
    let (key, rest) = path.split_once(['.', ' ']).unwrap_or((path, ""));
    if key == "*" && !rest.is_empty() {
        let inner = table.0.iter_mut().filter_map(|entry| match &mut entry.node.value {
            Value::Table(inner) => Some(inner),
            _ => None,
        });
        return inner.filter_map(|inner| take(inner, rest).then_some(())).count() > 0;
    }
    let Some(place) = table.0.iter().position(|entry| entry.key == path || entry.key == key) else {
        return false;
    };
    if rest.is_empty() || table.0[place].key == path {
        table.0.remove(place);
        return true;
    }
    match &mut table.0[place].node.value {
        Value::Table(inner) => take(inner, rest),
        _ => false,
    }
}

/// Every key path down to the third level.
fn paths(table: &Table, above: &str) -> Vec<String> {
    let mut all = Vec::new();
    for entry in &table.0 {
        let path = join(above, &entry.key);
        if let Some(inner) = entry.node.table()
            && path.matches('.').count() < 2
        {
            all.extend(paths(inner, &path));
        }
        all.push(path);
    }
    all
}
