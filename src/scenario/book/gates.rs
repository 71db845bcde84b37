//! If anything is paid, and times what.

use super::bends::{bends, check_ascent, mark, table_of};
use super::names::Names;
use super::numbers::{flag, positive};
use crate::plans::exact::Exact;
use crate::plans::plan::{Condition, Gate, Times, What};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Entry, Node, Table};

/// Measures that can be told from deals by themselves.
const BUILT_IN: [&str; 1] = ["margin_share"];

/// `when` and `unless` of a plan, part or row.
pub(super) fn gate(table: &Table, names: &Names<'_>, log: &mut Log) -> Gate {
    let mut read =
        |key: &str| table.get(key).map_or_else(Vec::new, |node| conditions(node, names, log));
    Gate { when: read("when"), unless: read("unless") }
}

/// `{ margin_share = "45 %" }`, or `{ any = [{ … }, { … }] }`.
fn conditions(node: &Node, names: &Names<'_>, log: &mut Log) -> Vec<Vec<Condition>> {
    let Some(table) = table_of(node, "{ margin_share = \"45 %\" }", log) else { return Vec::new() };
    let mut all = Vec::new();
    for entry in &table.0 {
        if entry.key == "counts" {
            continue;
        }
        if entry.key != "any" {
            all.extend(condition(entry, table, names, log).map(|condition| vec![condition]));
            continue;
        }
        let mut any = Vec::new();
        for (_, table) in super::numbers::tables(&entry.node, "{ base = \"70 %\" }", log) {
            for entry in table.0.iter().filter(|entry| entry.key != "counts") {
                any.extend(condition(entry, table, names, log));
            }
        }
        all.push(any);
    }
    all
}

fn condition(entry: &Entry, table: &Table, names: &Names<'_>, log: &mut Log) -> Option<Condition> {
    named(&entry.key, entry, names, log)?;
    let counts = table.get("counts").and_then(Node::text);
    if let Some(node) = table.get("counts")
        && counts != Some("year so far")
    {
        let fault = Fault::new(format!("unknown value {} for `counts`", node.found()));
        log.error(
            node.span,
            fault.help("a condition looks at its period, or at the `\"year so far\"`"),
        );
    }
    let mark = mark(&entry.node, log)?.mark;
    let is_year_so_far = counts == Some("year so far");
    Some(Condition { name: entry.key.clone(), mark, is_year_so_far })
}

/// Refuses what is neither a part nor a measure.
fn named(name: &str, entry: &Entry, names: &Names<'_>, log: &mut Log) -> Option<()> {
    let measures = names.measures.iter().map(|measure| measure.0.as_str());
    let known = measures.chain(names.parts.iter().map(String::as_str));
    let mut known = known.chain(BUILT_IN).chain(What::MEASURED).chain(["self"]);
    if known.any(|known| known == name) {
        return Some(());
    }
    let measures = names.measures.iter().map(|measure| measure.0.as_str());
    let known = measures.chain(names.parts.iter().map(String::as_str));
    let known: Vec<&str> = known.chain(BUILT_IN).chain(What::MEASURED).chain(["self"]).collect();
    let fault = Fault::new(format!("no part or measure named `{name}`")).among(name, known);
    let help = format!("{}; `[measures.{name}]` defines one", fault.help);
    log.error(entry.at, fault.help(help));
    None
}

/// `times = { margin_share = [{ share = "75 %" }, { from = "10 %", share = "100 %" }] }`, or a grid.
pub(super) fn times(node: &Node, names: &Names<'_>, log: &mut Log) -> Vec<Times> {
    let example =
        "{ margin_share = [{ share = \"75 %\" }, { from = \"10 %\", share = \"100 %\" }] }";
    let Some(table) = table_of(node, example, log) else { return Vec::new() };
    if table.get("grid").is_some() {
        return grid(node, table, names, log).into_iter().collect();
    }
    let mut all = Vec::new();
    for entry in &table.0 {
        if named(&entry.key, entry, names, log).is_none() {
            continue;
        }
        let (bends, marks) = bends(&entry.node, log);
        check_ascent("rows", &marks, None, log);
        if entry.key == "self" && bends.windows(2).any(|pair| pair[1].share < pair[0].share) {
            let fault =
                Fault::new("pay that falls: a factor that goes down as its own part goes up");
            log.error(entry.node.span, fault.help("people would turn deals away"));
        }
        all.push(Times::Line { name: entry.key.clone(), bends });
    }
    all
}

fn grid(node: &Node, table: &Table, names: &Names<'_>, log: &mut Log) -> Option<Times> {
    let wrong = |what: String, node: &Node, log: &mut Log| {
        let help = "e.g. `{ grid = [\"revenue\", \"nrr\"], from = [[\"0 %\", \"90 %\"], [\"0 %\", \"95 %\"]], \
                    share = [[\"0 %\", \"25 %\"], [\"50 %\", \"75 %\"]] }`";
        log.error(node.span, Fault::new(what).help(help));
    };
    let pair = table.get("grid").and_then(Node::list).unwrap_or_default();
    let texts: Vec<String> = pair.iter().filter_map(Node::text).map(str::to_owned).collect();
    let Ok(of) = <[String; 2]>::try_from(texts) else {
        wrong("a grid has two sides".to_owned(), node, log);
        return None;
    };
    for (name, node) in of.iter().zip(pair) {
        let entry = Entry { key: name.clone(), at: node.span, node: node.clone() };
        named(name, &entry, names, log)?;
    }
    let mut lists = |key: &str| -> Vec<Vec<Exact>> {
        let rows = table.get(key).and_then(Node::list).unwrap_or_default();
        let row = |row: &Node| {
            let cells = row.list().unwrap_or_default().iter();
            cells.filter_map(|cell| positive(cell, log)).collect()
        };
        rows.iter().map(row).collect()
    };
    let (from, share) = (lists("from"), lists("share"));
    let Ok(from) = <[Vec<Exact>; 2]>::try_from(from) else {
        wrong("a grid has marks for each of its two sides: `from`".to_owned(), node, log);
        return None;
    };
    for marks in &from {
        if marks.is_empty() || marks.windows(2).any(|pair| pair[1] <= pair[0]) {
            wrong("the marks of a grid must ascend".to_owned(), node, log);
            return None;
        }
    }
    if share.len() != from[0].len() || share.iter().any(|row| row.len() != from[1].len()) {
        let (rows, columns) = (from[0].len(), from[1].len());
        let message = format!(
            "{rows} marks of `{}` and {columns} of `{}` need {rows} rows of {columns} shares",
            of[0], of[1]
        );
        wrong(message, node, log);
        return None;
    }
    Some(Times::Grid { names: of, from, share, is_between: flag(table, "between", log) })
}
