//! Laws given by lists and columns of numbers.

use super::law::made;
use super::parameters::Quantity;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::tree::{Node, Table};
use super::value;
use crate::engine::law::Law;

/// `discrete` and `empirical`.
pub(super) fn lists(
    span: Span,
    table: &Table,
    quantity: Quantity,
    cx: &mut Reading<'_>,
) -> Option<Law> {
    if let (Some(file), Some(column)) = (table.get("file"), table.get("column")) {
        let values = column_of(file, column, quantity, cx)?;
        return made(span, Law::empirical(&values), cx);
    }
    let values = many(table.get("values")?, quantity, cx)?;
    let Some(node) = table.get("weights") else {
        return made(span, Law::empirical(&values), cx);
    };
    let weights = many(node, Quantity::Number, cx)?;
    let sum: f64 = weights.iter().sum();
    if weights.len() != values.len() || sum <= 0.0 {
        let (v, w) = (values.len(), weights.len());
        let fault = Fault::new(format!("{v} values need {v} weights above 0, found {w}"));
        cx.log.error(node.span, fault);
        return None;
    }
    let pairs: Vec<(f64, f64)> =
        values.into_iter().zip(weights.into_iter().map(|weight| weight / sum)).collect();
    made(span, Law::discrete(&pairs), cx)
}

/// `discrete = { "1" = 0.8, "3" = 0.2 }`: weights by value.
pub(super) fn outcomes(
    span: Span,
    table: &Table,
    quantity: Quantity,
    cx: &mut Reading<'_>,
) -> Option<Law> {
    let mut pairs = Vec::new();
    for entry in &table.0 {
        let mut value = Node::unwritten(&entry.key);
        value.span = entry.at;
        let (value, weight) =
            (cx.quantity(&value, quantity), cx.quantity(&entry.node, Quantity::Number));
        pairs.push((value?, weight?));
    }
    let sum: f64 = pairs.iter().map(|pair| pair.1).sum();
    if sum <= 0.0 {
        cx.log.error(span, Fault::new("the weights must sum to more than 0"));
        return None;
    }
    let pairs: Vec<(f64, f64)> = pairs.iter().map(|(value, w)| (*value, w / sum)).collect();
    made(span, Law::discrete(&pairs), cx)
}

pub(super) fn many(node: &Node, quantity: Quantity, cx: &mut Reading<'_>) -> Option<Vec<f64>> {
    let list = cx.list(node)?;
    let values: Vec<Option<f64>> = list.iter().map(|item| cx.quantity(item, quantity)).collect();
    values.into_iter().collect()
}

/// The numbers of one column of a comma-separated file with a head line; times are in hours.
fn column_of(
    file: &Node,
    column: &Node,
    quantity: Quantity,
    cx: &mut Reading<'_>,
) -> Option<Vec<f64>> {
    let (name, head) = (cx.text(file)?, cx.text(column)?);
    let Some(text) = (cx.load)(&name) else {
        cx.log.error(file.span, Fault::new(format!("cannot read `{name}`")));
        return None;
    };
    let cells = |line: &str| -> Vec<String> {
        line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
    };
    let mut lines = text.lines();
    let heads = cells(lines.next().unwrap_or_default());
    let Some(place) = heads.iter().position(|known| *known == head) else {
        let fault = Fault::new(format!("`{name}` has no column `{head}`"));
        cx.log.error(column.span, fault.among(&head, heads.iter().map(String::as_str)));
        return None;
    };
    let mut values = Vec::new();
    for (number, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cell = cells(line).into_iter().nth(place).unwrap_or_default();
        let value = cell.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0);
        let value = value.or_else(|| value::of_text(&cell, quantity, cx.clock).ok());
        let Some(value) = value else {
            let row = number + 2;
            let message = format!("`{name}` line {row}: `{cell}` is not {}", quantity.form());
            cx.log.error(file.span, Fault::new(message));
            return None;
        };
        values.push(value);
    }
    Some(values)
}
