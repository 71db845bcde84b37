//! Laws given by lists and columns of numbers.

use super::parameters::Quantity;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::sheet::{Cell, Decimals, Flaw, Sheet};
use super::tree::{Node, Table, Value};
use super::value::{self, Clock};
use crate::engine::law::{Law, LawError};

/// How many wrong cells of a column are told one by one.
const MOST_TOLD: usize = 5;

/// `discrete` and `empirical`.
pub(super) fn lists(
    span: Span,
    table: &Table,
    quantity: Quantity,
    cx: &mut Reading<'_>,
) -> Option<Law> {
    if table.get("file").is_some() {
        let values = column_of(table, quantity, cx)?;
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

/// The values of one column of a file, each by the rules of the same value in the scenario.
fn column_of(table: &Table, quantity: Quantity, cx: &mut Reading<'_>) -> Option<Vec<f64>> {
    let (file, column) = (table.get("file")?, table.get("column")?);
    let unit = table.get("unit").map_or(Some(String::new()), |node| unit_of(node, quantity, cx));
    let decimal = table.get("decimal").map_or(Some(None), |node| decimals(node, cx).map(Some));
    let (name, head) = (cx.text(file)?, cx.text(column)?);
    let text = cx.beside(file)?;
    let sheet = match Sheet::read(&text) {
        Ok(sheet) => sheet,
        Err(Flaw { line, column, message }) => {
            cx.log.error(file.span, Fault::new(format!("`{name}`:{line}:{column}: {message}")));
            return None;
        }
    };
    let place = place_of(&sheet, (column.span, &head), &name, cx)?;
    let cells: Vec<&Cell> = sheet.column(place).collect();
    let (unit, decimal) = (unit?, decimal?);
    let decimals = decimal.map_or_else(|| decimals_of(&cells, sheet.separator), Ok);
    let decimals = match decimals {
        Ok(decimals) => decimals,
        Err((cell, fault)) => {
            cx.log.error(file.span, at_cell(&name, cell, fault));
            return None;
        }
    };
    let (mut values, mut wrong) = (Vec::new(), 0);
    for cell in &cells {
        match value_of(cell, decimals, &unit, quantity, cx.clock) {
            Ok(value) => values.push(value),
            Err(fault) => {
                wrong += 1;
                if wrong <= MOST_TOLD {
                    cx.log.error(file.span, at_cell(&name, cell, fault));
                }
            }
        }
    }
    if wrong > MOST_TOLD {
        let message = format!("`{name}`: {} more cells of `{head}` are wrong", wrong - MOST_TOLD);
        cx.log.error(file.span, Fault::new(message));
    }
    if cells.is_empty() {
        cx.log.error(column.span, Fault::new(format!("`{name}` has no rows below its head line")));
    }
    (wrong == 0 && !cells.is_empty()).then_some(values)
}

/// `unit = "d"`: what follows a bare number.
fn unit_of(node: &Node, quantity: Quantity, cx: &mut Reading<'_>) -> Option<String> {
    let unit = cx.text(node)?.trim().to_owned();
    let result = value::of_text(&format!("1 {unit}"), quantity, cx.clock);
    let wrong = |help: String| {
        let message = format!("`{unit}` is no unit of {}", quantity.form());
        Fault::new(message).help(help)
    };
    cx.accept(node.span, result.map_err(wrong)).map(|_| unit)
}

/// `decimal = "."` or `","`.
fn decimals(node: &Node, cx: &mut Reading<'_>) -> Option<Decimals> {
    match node.text() {
        Some(".") => Some(Decimals::Point),
        Some(",") => Some(Decimals::Comma),
        _ => {
            let message = format!("`decimal` is `\".\"` or `\",\"`, found {}", node.found());
            cx.log.error(node.span, Fault::new(message));
            None
        }
    }
}

/// The place of the one column of this name.
fn place_of(
    sheet: &Sheet,
    (span, head): (Span, &str),
    file: &str,
    cx: &mut Reading<'_>,
) -> Option<usize> {
    let places: Vec<usize> =
        (0..sheet.head.len()).filter(|place| sheet.head[*place].text == head).collect();
    match places[..] {
        [place] => return Some(place),
        [] => {
            let fault = Fault::new(format!("`{file}` has no column `{head}`"));
            let heads = sheet.head.iter().map(|cell| cell.text.as_str());
            cx.log.error(span, fault.among(head, heads));
        }
        [_, second, ..] => {
            let Cell { line, column, .. } = sheet.head[second];
            let message = format!("`{file}`:{line}:{column}: a second column named `{head}`");
            cx.log.error(span, Fault::new(message).help("give each column a name of its own"));
        }
    }
    None
}

/// How the numbers of a column are written, or the first cell that leaves it open.
fn decimals_of<'c>(cells: &[&'c Cell], separator: char) -> Result<Decimals, (&'c Cell, Fault)> {
    let fits = |decimals: Decimals| cells.iter().all(|cell| decimals.plain(&cell.text).is_some());
    let has_commas = cells.iter().any(|cell| cell.text.contains(','));
    match (fits(Decimals::Point), fits(Decimals::Comma)) {
        (false, true) => Ok(Decimals::Comma),
        (true, true) if separator != ',' || has_commas => {
            let differs = |cell: &&&Cell| {
                Decimals::Point.plain(&cell.text) != Decimals::Comma.plain(&cell.text)
            };
            let Some(cell) = cells.iter().find(differs) else { return Ok(Decimals::Point) };
            let fault = Fault::new(format!("`{}` can be read in two ways", cell.text));
            let help = "say which sign stands before the decimals: `decimal = \".\"` or `\",\"`";
            Err((*cell, fault.help(help)))
        }
        // what is no number in either form is told cell by cell
        _ => Ok(Decimals::Point),
    }
}

fn value_of(
    cell: &Cell,
    decimals: Decimals,
    unit: &str,
    quantity: Quantity,
    clock: Clock,
) -> Result<f64, Fault> {
    let found = &cell.text;
    let Some(plain) = decimals.plain(found) else {
        return Err(Fault::new(format!("expected {}, found `{found}`", quantity.form())));
    };
    let is_bare = value::split(&plain).is_some_and(|(_, rest)| rest.is_empty());
    let text = if is_bare { format!("{plain} {unit}") } else { plain };
    let node = Node { span: Span::default(), value: Value::Text(text.trim().to_owned()) };
    let result = value::read(&node, quantity, value::widest(quantity), clock);
    let written = |fault: Fault| Fault {
        message: fault.message.replace(&node.found(), &format!("`{found}`")),
        ..fault
    };
    let result = result.map_err(written);
    if is_bare && unit.is_empty() && !value::is_plain(quantity) {
        let help = "a bare number has no unit: write it in the cells, or e.g. `unit = \"d\"` beside \
                    `column`";
        return result.map_err(|fault| fault.help(help));
    }
    result
}

fn at_cell(file: &str, cell: &Cell, fault: Fault) -> Fault {
    let Cell { line, column, .. } = cell;
    Fault { message: format!("`{file}`:{line}:{column}: {}", fault.message), ..fault }
}

/// The law, or nothing and why there is none.
pub(super) fn made(span: Span, law: Result<Law, LawError>, cx: &mut Reading<'_>) -> Option<Law> {
    cx.accept(span, law.map_err(|error| Fault::new(error.to_string())))
}
