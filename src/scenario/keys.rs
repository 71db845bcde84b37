//! Keys that a scenario may not have.

use std::collections::BTreeSet;

use super::former;
use super::parameters::{self, Form, Kind, join, keys_of};
use super::problem::{Fault, Log, Span};
use super::table::TABLE;
use super::tree::{Entry, Node, Table, Value};
use super::words::LEAVES;

const LONGEST_NAME: usize = 60;
const MOST_NAMES: usize = 1000;

/// Reports every unknown key and every section that is none.
pub(super) fn check(table: &Table, pattern: &str, log: &mut Log) {
    for entry in &table.0 {
        if log.is_full() {
            return;
        }
        let Some(parameter) = parameters::under(pattern, &entry.key) else {
            log.error(entry.at, unknown(pattern, entry));
            continue;
        };
        // Paths of keys, and measures such as `exit.lost`, have names of their own.
        let has_own = matches!(pattern, "sources" | "measure.indifference" | "targets");
        let is_free = parameter.path.ends_with('*') && !has_own;
        let is_leaf = pattern == "exits" && LEAVES.iter().any(|leaf| leaf.0 == entry.key);
        if is_free && !is_leaf && !is_name(&entry.key) {
            let fault = Fault::new(format!("`{}` is not a name", entry.key));
            let help = "names are made of letters, digits, spaces, `-` and `_`, at most 60";
            log.error(entry.at, fault.help(help));
        }
        match (&entry.node.value, parameter.kind) {
            (Value::Table(inner), Kind::Section | Kind::Names) => {
                check(inner, parameter.path, log);
            }
            (Value::Whole(_), Kind::Section) if parameter.path == "people.*" => {}
            (_, Kind::Section | Kind::Names) => {
                let found = entry.node.found();
                let form = if parameter.path == "people.*" { "a whole number or " } else { "" };
                let message = format!("`{}` expects {form}a table, found {found}", entry.key);
                log.error(entry.node.span, Fault::new(message));
            }
            (_, kind) => check_value(&entry.node, kind, log),
        }
    }
}

/// Reports every unknown key in the small tables of a value.
fn check_value(node: &Node, kind: Kind, log: &mut Log) {
    match &node.value {
        Value::List(items) => {
            let Some(entry) = kind.entry() else { return };
            for item in items {
                check_value(item, entry, log);
            }
        }
        Value::Table(table) => {
            let Some(form) = form_of(table, kind) else { return };
            for entry in &table.0 {
                if let Some(parameter) = form.key(&entry.key) {
                    check_value(&entry.node, parameter.kind, log);
                    continue;
                }
                let fault = Fault::new(format!("unknown key `{}` in {}", entry.key, form.what));
                log.error(entry.at, fault.among(&entry.key, form.known()));
            }
        }
        _ => {}
    }
}

/// The form that a table is meant to have: that with most of its keys. Nothing if it may be a law or
/// of several forms and has a key of none of them.
pub(super) fn form_of(table: &Table, kind: Kind) -> Option<&'static Form> {
    let known = |form: &Form| table.keys().filter(|key| form.has(key)).count();
    let forms: Vec<&'static Form> = kind.tables().collect();
    let is_sure = forms.len() == 1 && kind.law().is_none();
    let form = forms.into_iter().rev().max_by_key(|form| known(form))?;
    (is_sure || known(form) > 0).then_some(form)
}

/// Warns of every key that nothing reads: it is written in vain.
pub(super) fn check_read(table: &Table, read: &BTreeSet<String>, log: &mut Log) {
    let mut unread = Vec::new();
    collect_unread(table, ("", ""), read, &mut unread);
    for (path, at) in unread {
        log.warning(at, Fault::new(format!("`{path}` has no effect: nothing here reads it")));
    }
}

fn collect_unread(
    table: &Table,
    (path, pattern): (&str, &str),
    read: &BTreeSet<String>,
    unread: &mut Vec<(String, Span)>,
) {
    for entry in &table.0 {
        let Some(parameter) = parameters::under(pattern, &entry.key) else { continue };
        let path = join(path, &entry.key);
        match &entry.node.value {
            // what is read as a whole, or told to be idle as a whole
            _ if read.contains(&path) => {}
            Value::Table(inner) if parameter.kind.is_merged() => {
                collect_unread(inner, (&path, parameter.path), read, unread);
            }
            _ if parameter.kind.is_merged() => {}
            // evidence and inheritance are no inputs of the model
            _ if pattern == "sources" || parameter.path == "policies.*.like" => {}
            _ => unread.push((path, entry.at)),
        }
    }
}

/// Reports tables with more named things than anybody can oversee.
pub(super) fn is_too_large(table: &Table, log: &mut Log) -> bool {
    let mut is = false;
    for entry in &table.0 {
        let Some(inner) = entry.node.table() else { continue };
        if inner.0.len() > MOST_NAMES {
            let message = format!("`{}` has {} entries", entry.key, inner.0.len());
            log.error(entry.at, Fault::new(message).help(format!("at most {MOST_NAMES}")));
            is = true;
        }
        is |= is_too_large(inner, log);
    }
    is
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits)
}

fn unknown(pattern: &str, entry: &Entry) -> Fault {
    let key = entry.key.as_str();
    let of_plans = super::book::former::key(pattern, entry);
    if let Some(former) = of_plans.or_else(|| former::of(&join(pattern, key))) {
        return former;
    }
    let elsewhere = TABLE.iter().find(|parameter| {
        parameter.path.rsplit('.').next() == Some(key) && !parameter.path.starts_with(pattern)
    });
    if pattern.starts_with("policies") {
        let rules = parameters::at(&join("policies.*.rules", key));
        if pattern == "policies.*" && rules.is_some() {
            return Fault::new(format!("unknown key `{key}`"))
                .help(format!("it is a rule: write `rules = {{ {key} = … }}`"));
        }
        if pattern != "policies.*.pay" && parameters::at(&join("policies.*.pay", key)).is_some() {
            return Fault::new(format!("unknown key `{key}`"))
                .help(format!("it is a rule on pay: write `pay = {{ {key} = … }}`"));
        }
        let is_of_policy = |path: &str| path.starts_with("policies");
        if elsewhere.is_some_and(|parameter| !is_of_policy(parameter.path)) || is_world(key) {
            return Fault::new(format!(
                "a policy holds rules only; `{key}` belongs to the world, the same for every policy"
            ));
        }
    }
    let allowed: Vec<&str> = keys_of(pattern).filter(|known| *known != "*").collect();
    let mut fault = Fault::new(format!("unknown key `{key}`")).among(key, allowed);
    if let Some(parameter) = elsewhere
        && fault.label.is_empty()
    {
        let home = parameter.path.rsplit_once('.').map_or("the top level", |(home, _)| home);
        fault.label = format!("`{key}` belongs to `{}`", home.replace('*', "NAME"));
    }
    fault
}

/// Words of the world that are no keys of their own.
fn is_world(key: &str) -> bool {
    ["win_rate", "accuracy", "speed", "conversion", "price", "behaviour", "effort"].contains(&key)
}
