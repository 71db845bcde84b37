//! Policies side by side, with what differs from the first one marked.

use serde_json::{Value, json};

use super::edit;
use super::view::{View, path};
use crate::scenario::Field;

/// Rules that are copied from the policy that another one is like.
const COPIED: [&str; 3] = ["roles", "rules", "pay"];

/// A policy: its name, and its fields without those of others.
struct Column<'v> {
    name: &'v str,
    fields: Vec<&'v Field>,
}

impl<'v> Column<'v> {
    fn field(&self, keys: &[String]) -> Option<&'v Field> {
        self.fields.iter().find(|field| field.keys[2..] == *keys).copied()
    }

    fn text(&self, key: &str) -> Option<String> {
        let text = self.field(&[key.to_owned()])?.written.as_ref()?;
        Some(edit::shown(&text.text))
    }
}

/// Every rule of the policies that are compared, one row each; nothing where there are none.
pub(super) fn side_by_side(view: &View<'_>) -> Value {
    let mut all: Vec<Column<'_>> = Vec::new();
    for field in view.fields.all.iter().filter(|field| field.keys[0] == "policies") {
        let Some(name) = field.keys.get(1) else { continue };
        match all.iter_mut().find(|column| column.name == name) {
            Some(column) => column.fields.push(field),
            None => all.push(Column { name, fields: vec![field] }),
        }
    }
    let compare = view.fields.all.iter().find(|field| field.keys == ["compare"]);
    let compare = compare.and_then(|field| field.written.as_ref()).map(|at| at.text.as_str());
    let named = compare.and_then(list).unwrap_or_default();
    let shown: Vec<&Column<'_>> = if named.is_empty() {
        all.iter().collect()
    } else {
        named.iter().filter_map(|name| all.iter().find(|column| column.name == name)).collect()
    };
    let heads = shown.iter().map(|column| {
        json!({ "name": column.name, "label": column.text("label").unwrap_or(column.name.to_owned()) })
    });
    json!({ "heads": heads.collect::<Vec<_>>(), "sections": sections(view, &shown, &all) })
}

fn sections(view: &View<'_>, shown: &[&Column<'_>], all: &[Column<'_>]) -> Vec<Value> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for field in shown.iter().flat_map(|column| &column.fields) {
        if !rows.iter().any(|row| *row == field.keys[2..]) {
            rows.push(field.keys[2..].to_vec());
        }
    }
    let mut sections: Vec<(String, Vec<Value>)> = Vec::new();
    for keys in rows {
        let title = match &keys[..] {
            [_] => "Who it is".to_owned(),
            [first, middle @ .., _] if first == "rules" && middle.is_empty() => "Rules".to_owned(),
            [first, middle @ .., _] if first == "rules" => super::view::title(middle),
            [above @ .., _] => super::view::title(above),
            [] => continue,
        };
        let row = row(view, &keys, shown, all);
        match sections.iter_mut().find(|section| section.0 == title) {
            Some(section) => section.1.push(row),
            None => sections.push((title, vec![row])),
        }
    }
    let section = |(title, rows)| json!({ "title": title, "rows": rows });
    sections.into_iter().map(section).collect()
}

fn row(view: &View<'_>, keys: &[String], shown: &[&Column<'_>], all: &[Column<'_>]) -> Value {
    let values: Vec<Option<String>> =
        shown.iter().map(|column| effective(column, keys, all, all.len())).collect();
    let cells = shown.iter().zip(&values).map(|(column, value)| {
        let Some(field) = column.field(keys) else { return Value::Null };
        let mut cell = view.field(field);
        cell["differs"] = json!(*value != values[0]);
        if field.written.is_none() && value.is_some() {
            // What holds, said by the policy that it is like or by default.
            cell["default"] = json!(value);
        }
        cell
    });
    let label = shown.iter().find_map(|column| column.field(keys)).map(Field::label);
    let is_set = shown.iter().any(|column| column.field(keys).is_some_and(|f| f.written.is_some()));
    let differs = values.iter().any(|value| *value != values[0]);
    json!({ "id": path(keys), "label": label, "set": is_set || differs, "differs": differs,
        "cells": cells.collect::<Vec<_>>() })
}

/// What holds for a policy: its own value, that of the policy it is like, or the default.
fn effective(
    column: &Column<'_>,
    keys: &[String],
    all: &[Column<'_>],
    steps: usize,
) -> Option<String> {
    let own = column.field(keys).and_then(|field| field.written.as_ref());
    if let Some(own) = own {
        return Some(edit::shown(&own.text));
    }
    let model = column.text("like").filter(|_| COPIED.contains(&keys[0].as_str()) && steps > 0);
    let model = model.and_then(|like| all.iter().find(|other| other.name == like));
    let inherited = model.and_then(|model| effective(model, keys, all, steps - 1));
    let default = || column.field(keys).map(|field| edit::shown(&field.default()));
    inherited.or_else(default).filter(|value| !value.is_empty())
}

/// The texts in a list.
fn list(written: &str) -> Option<Vec<String>> {
    let value: toml_edit::Value = written.parse().ok()?;
    Some(value.as_array()?.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}
