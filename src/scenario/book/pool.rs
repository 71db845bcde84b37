//! What only a simulated world can supply: pools, quotas that follow results, anniversaries.

use num_traits::Zero;

use super::bends::table_of;
use super::numbers::{number, share, word};
use super::part::{Home, part};
use crate::plans::attribute::Filter;
use crate::plans::exact::{Exact, one, whole, zero};
use crate::plans::plan::{Division, On, Part, Pool, Quota, Ratchet, Whose};
use crate::scenario::problem::{Fault, Log, Span};
use crate::scenario::tree::{Node, Table};

/// Keys of a plan that a list of events cannot tell, each with what may be written for one.
const ONLY_SIMULATED: [(&str, &str); 3] = [
    ("team", "who shares a pool, and for how many hours, is known to a simulation only"),
    (
        "renewal",
        "anniversaries of customers are known to a simulation only: count `on = \"months 13..\"`",
    ),
    (
        "ratchet",
        "a quota that follows results is known to a simulation only: write each year's `quota`",
    ),
];

/// What a pool may count.
const COUNTED: [&str; 5] = ["revenue", "margin", "value", "deals", "meetings"];

/// Refuses what a list of events cannot tell.
pub(super) fn refuse_on_events(plan: &Table, log: &mut Log) {
    for (key, why) in ONLY_SIMULATED {
        if let Some(entry) = plan.entry(key) {
            let fault = Fault::new(format!("`{key}` cannot be reckoned on a list of events"));
            log.error(entry.at, fault.help(why));
        }
    }
}

/// `team = { weight = 0.5, count = "value", commission = 0.05, split = "hours" }`.
pub(super) fn pool(plan: &Table, home: &Home<'_>, log: &mut Log) -> Option<Pool> {
    let entry = plan.entry("team")?;
    let table = table_of(&entry.node, "{ weight = 0.5, commission = 0.05 }", log)?;
    let weight = table.get("weight").and_then(|node| share(node, log));
    if table.get("weight").is_none() {
        let fault = Fault::new("how much does the pool count? `weight` is missing");
        log.error(entry.at, fault.help("e.g. `weight = 0.5`: pool and own part count alike"));
    }
    if let Some(node) = table.get("count") {
        word(node, "count", &COUNTED.map(|what| (what, ())), log);
    }
    let only = Table(
        table
            .0
            .iter()
            .filter(|e| !matches!(e.key.as_str(), "weight" | "split" | "credit"))
            .cloned()
            .collect(),
    );
    let empty = Table::default();
    let home = Home { plan: &empty, quota: Quota::None, target: zero(), ..*home };
    let part = part((&entry.node, &only), "", &home, false, log);
    refuse_more(&part, entry.at, log);
    let words =
        [("equal", Division::Equal), ("credit", Division::Credit), ("hours", Division::Hours)];
    let split = table.get("split").and_then(|node| word(node, "split", &words, log));
    Some(Pool { weight: weight.unwrap_or_else(zero), part, split: split.unwrap_or_default() })
}

/// A pool counts all deals of the company when they are won.
fn refuse_more(part: &Part, at: Span, log: &mut Log) {
    let count = &part.count;
    let is_plain = count.on == On::Booking
        && count.whose == Whose::Own
        && count.over.is_zero()
        && count.filter == Filter::default();
    if !is_plain {
        let fault = Fault::new("a pool counts every deal of the company when it is won");
        log.error(at, fault.help("e.g. `count = \"margin\"`"));
    }
}

/// `ratchet = { growth = 0.02, follow = 0.3 }`.
pub(super) fn ratchet(plan: &Table, has_quota: bool, log: &mut Log) -> Option<Ratchet> {
    let entry = plan.entry("ratchet")?;
    let table = table_of(&entry.node, "{ growth = 0.02, follow = 0.3 }", log)?;
    if !has_quota {
        let fault = Fault::new("`ratchet` needs a `quota` that follows");
        log.error(entry.at, fault);
    }
    let follow = Node::default_of("0.3");
    let growth = table.get("growth").map_or(Some(zero()), |node| growth(node, log));
    let follow = share(table.get("follow").unwrap_or(&follow), log);
    growth.zip(follow).map(|(growth, follow)| Ratchet { growth, follow })
}

fn growth(node: &Node, log: &mut Log) -> Option<Exact> {
    let growth = number(node, log)?;
    if growth < -one() || growth > whole(10) {
        let message = format!("out of range: must be from -1 to 10, found {}", node.found());
        log.error(node.span, Fault::new(message));
        return None;
    }
    Some(growth)
}

/// The share of a yearly price that each anniversary pays.
pub(super) fn renewal(plan: &Table, log: &mut Log) -> Exact {
    plan.get("renewal").and_then(|node| share(node, log)).unwrap_or_else(zero)
}
