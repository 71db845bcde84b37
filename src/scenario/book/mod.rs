//! The plans of a file, read exactly: the one grammar of `[plans.NAME]` and `[measures.NAME]`. What is read is
//! reckoned on lists of events, or made into what a simulated world pays by (`scenario/payable/`).

mod bends;
mod caps;
mod count;
pub(super) mod former;
mod gates;
mod names;
mod numbers;
mod part;
mod plan;
mod pool;
mod tables;
mod timing;

use super::problem::{Fault, Log};
use super::tree::{Node, Table};
use crate::plans::plan::{Count, PlanBook};
use names::Names;
pub(super) use names::{CLOSE, Run};

/// Refuses what a list of events cannot tell.
pub(super) fn refuse_on_events(root: &Table, log: &mut Log) {
    let plans = root.get("plans").and_then(Node::table);
    for table in plans.into_iter().flat_map(|plans| &plans.0).filter_map(|e| e.node.table()) {
        pool::refuse_on_events(table, log);
    }
}

/// Reads the plans, and what they refer to: the stages of the funnel, if there is one.
pub(super) fn book(root: &Table, stages: Option<&[String]>, run: Run, log: &mut Log) -> PlanBook {
    let fiscal =
        root.get("fiscal_start").and_then(|node| timing::fiscal(node, log)).unwrap_or_default();
    let listed = root.get("plans").and_then(Node::table);
    let plans: Vec<String> = listed.into_iter().flat_map(Table::keys).map(str::to_owned).collect();
    let names = Names { plans: &plans, measures: &[], parts: &[], stages, run };
    let measures = measures(root, &names, log);
    let names = Names { measures: &measures, ..names };
    let mut book = PlanBook { fiscal, ..PlanBook::default() };
    for entry in listed.into_iter().flat_map(|listed| &listed.0) {
        if let Some(table) = entry.node.table() {
            book.plans.push(plan::plan(&entry.key, (&entry.node, table), fiscal, &names, log));
        }
    }
    book.measures = measures;
    book
}

/// `[measures.billings]`: what counts, with a name.
fn measures(root: &Table, names: &Names<'_>, log: &mut Log) -> Vec<(String, Count)> {
    let mut measures: Vec<(String, Count)> = Vec::new();
    let table = root.get("measures").and_then(Node::table);
    for entry in table.into_iter().flat_map(|table| &table.0) {
        let names = Names { measures: &measures, ..*names };
        if entry.node.table().is_none() {
            let fault = Fault::new(format!(
                "expected what `{}` counts, found {}",
                entry.key,
                entry.node.found()
            ));
            log.error(entry.node.span, fault.help("e.g. `{ what = \"revenue\", on = \"cash\" }`"));
            continue;
        }
        let count = count::count(&entry.node, &names, log);
        measures.extend(count.map(|count| (entry.key.clone(), count)));
    }
    measures
}
