//! Keys that plans had formerly, each with what is written in their place.

use super::count;
use super::names::Names;
use crate::plans::plan::{CreditRule, What};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Entry, Node};

/// Who is credited; what counts stood here formerly.
pub(super) fn credit(node: &Node, names: &Names<'_>, log: &mut Log) -> Vec<CreditRule> {
    let is_counted = |text: &&str| What::WORDS.iter().any(|word| word.0 == *text);
    if let Some(word) = node.text().filter(is_counted) {
        let fault = Fault::new("`credit` says who is credited; what counts is said by `count`");
        log.error(node.span, fault.help(format!("write `count = \"{word}\"`")));
        return Vec::new();
    }
    count::credit(node, names, log)
}

/// What is said of a key that a plan (`plans.*`) or its pool (`plans.*.team`) had formerly.
pub(in crate::scenario) fn key(pattern: &str, entry: &Entry) -> Option<Fault> {
    let help = match (pattern, entry.key.as_str()) {
        ("plans.*", "cumulative") => "write the quota of the year, `period = \"year\"` and \
             `advance = { every = \"quarter\", quota = \"so far\", take_back = \"never\" }`; a bonus is a part \
             with `when = { self = \"100 %\", counts = \"year so far\" }`"
            .to_owned(),
        ("plans.*", "overlay") => format!("write `credit = [{}]`", overlays(&entry.node)),
        ("plans.*", "fees") => fees(&entry.node),
        ("plans.*", "deal_rates") => format!(
            "write a part, `parts.by_size = {{ commission = {{ by = \"credit\", {} }} }}`",
            by_size(&entry.node)
        ),
        ("plans.*", "claw_bonuses") => {
            "write `how` into `clawback`: `\"reckon again\"` takes bonuses back, too, `\"own share\"` does not"
                .to_owned()
        }
        ("plans.*.team", "credit") => {
            format!("write `count = \"{}\"`", entry.node.text().unwrap_or("revenue"))
        }
        _ => return None,
    };
    Some(Fault::new(format!("`{}` is written in another way now", entry.key)).help(help))
}

/// The value of a key of a small table as it would be written.
fn said(item: &Node, key: &str) -> Option<String> {
    let node = item.table()?.get(key)?;
    Some(node.found().trim_matches('`').to_owned())
}

fn overlays(node: &Node) -> String {
    let rule = |item: &Node| {
        let (name, of) =
            ["stage", "plan"].into_iter().find_map(|key| Some((key, said(item, key)?)))?;
        let share = said(item, "share").map_or(String::new(), |share| format!(", share = {share}"));
        Some(format!("{{ {name} = {of}{share}, extra = true }}"))
    };
    let close = "{ stage = \"close\", extra = true }".to_owned();
    let rules = node.list().unwrap_or_default().iter().filter_map(rule);
    [close].into_iter().chain(rules).collect::<Vec<_>>().join(", ")
}

fn fees(node: &Node) -> String {
    let part = |item: &Node| {
        let stage = said(item, "stage")?;
        let (count, pay) = match said(item, "amount") {
            Some(amount) => ("deals", amount),
            None => ("revenue", said(item, "rate")?),
        };
        Some(format!(
            "`parts.fee = {{ count = \"{count}\", credit = [{{ stage = {stage}, extra = true }}], commission = {pay} }}`"
        ))
    };
    let parts: Vec<String> = node.list().unwrap_or_default().iter().filter_map(part).collect();
    match parts.as_slice() {
        [] => "write a part that pays for a stage, with `credit = [{ stage = \"respond\", extra = true }]`"
            .to_owned(),
        parts => format!("write a part for each: {}", parts.join(" and ")),
    }
}

fn by_size(node: &Node) -> String {
    let row = |item: &Node| {
        Some(format!("\"{} or more\" = {}", said(item, "from")?, said(item, "rate")?))
    };
    let rows: Vec<String> = node.list().unwrap_or_default().iter().rev().filter_map(row).collect();
    if rows.is_empty() { "\"5000 or more\" = 0.04".to_owned() } else { rows.join(", ") }
}
