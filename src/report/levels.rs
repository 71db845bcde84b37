//! Values of levers and axes as they stand in files: a number, or a word.

use crate::experiment::sweep::Level;
use crate::report::tables::number;
use serde_json::{Value, json};

/// A value in JSON.
pub(super) fn place(level: &Level) -> Value {
    if level.number.is_nan() { json!(level.text) } else { json!(level.number) }
}

/// A value in a column of a table.
pub(super) fn entry(level: &Level) -> String {
    if level.number.is_nan() { level.text.clone() } else { number(level.number) }
}

/// The name of the column of a lever or an axis: its keys, and the unit of its numbers.
pub(super) fn column(keys: &[String], unit: &str) -> String {
    let keys = keys.join(",");
    if unit.is_empty() { keys } else { format!("{keys} [{unit}]") }
}
