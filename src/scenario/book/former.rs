//! Keys of plans that the language has had from its first version, as the parts that they are.

use super::numbers::{flag, number, positive, share, tables};
use super::part::Home;
use crate::plans::attribute::{By, Pattern};
use crate::plans::exact::{one, zero};
use crate::plans::plan::{Advance, Count, CreditRule, Gate, Mark, Part, Rate, Row, What, Who};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Table};

/// Reads `cumulative`, `overlay`, `fees` and `deal_rates`; refuses what only a simulated world can supply.
pub(super) fn read(table: &Table, parts: &mut Vec<Part>, home: &Home<'_>, log: &mut Log) {
    if flag(table, "cumulative", log) {
        for part in parts.iter_mut().filter(|part| part.name.is_empty()) {
            let every = part.every;
            part.every = crate::plans::date::Every::Year;
            part.advance =
                Some(Advance { every, is_so_far: true, takes_back: true, ..Advance::default() });
        }
    }
    if let (Some(node), Some(own)) = (table.get("overlay"), parts.first_mut()) {
        own.credit = overlay(node, log);
    }
    if let Some(node) = table.get("fees") {
        parts.extend(fees(node, home, log));
    }
    if let (Some(node), Some(count)) =
        (table.get("deal_rates"), parts.first().map(|p| p.count.clone()))
    {
        parts.push(by_size(node, count, home, log));
    }
    for (key, why) in [
        ("team", "who shares a pool, and for how many hours, is known to a simulation only"),
        (
            "renewal",
            "anniversaries of customers are known to a simulation only: count `on = \"months 13..\"`",
        ),
        (
            "ratchet",
            "a quota that follows results is known to a simulation only: write each year's `quota`",
        ),
    ] {
        if let Some(entry) = table.entry(key) {
            let fault = Fault::new(format!("`{key}` cannot be reckoned on a list of events"));
            log.error(entry.at, fault.help(why));
        }
    }
}

/// Credit beyond that of who closed.
fn overlay(node: &Node, log: &mut Log) -> Vec<CreditRule> {
    let rule = |who, share| CreditRule { who, share, is_extra: true };
    let mut rules = vec![rule(Who::Stage("close".to_owned()), one())];
    for (_, table) in tables(node, "{ stage = \"validate\", share = \"100 %\" }", log) {
        let Some(of) = table.get("share").and_then(|node| share(node, log)) else { continue };
        let name = |key: &str| table.get(key).and_then(Node::text).map(str::to_owned);
        let who = name("stage").map(Who::Stage).or_else(|| name("plan").map(Who::Plan));
        rules.extend(who.map(|who| rule(who, of)));
    }
    rules
}

/// Money for who worked a stage of a deal that is won.
fn fees(node: &Node, home: &Home<'_>, log: &mut Log) -> Vec<Part> {
    let mut parts = Vec::new();
    for (_, table) in tables(node, "{ stage = \"respond\", amount = 500 }", log) {
        let stage = table.get("stage").and_then(Node::text).unwrap_or_default().to_owned();
        for (key, what, name) in
            [("rate", What::Revenue, "fee"), ("amount", What::Deals, "fee a deal")]
        {
            let Some(rate) = table.get(key).and_then(|node| positive(node, log)) else { continue };
            let rule = CreditRule { who: Who::Stage(stage.clone()), share: one(), is_extra: true };
            let count = Count { what, ..Count::default() };
            let part = linear(&format!("{name} {stage}"), By::One(rate), count, home);
            parts.push(Part { credit: vec![rule], ..part });
        }
    }
    parts
}

/// A rate on the whole of a deal, by its size.
fn by_size(node: &Node, count: Count, home: &Home<'_>, log: &mut Log) -> Part {
    let mut cases = Vec::new();
    for (_, table) in tables(node, "{ from = 5000, rate = 0.04 }", log) {
        let from = table.get("from").and_then(|node| number(node, log));
        let rate = table.get("rate").and_then(|node| number(node, log));
        cases.extend(from.zip(rate).map(|(from, rate)| (Pattern::From(from), rate)));
    }
    // the first case that fits holds: the largest first
    cases.reverse();
    let table = By::Cases { by: "size".to_owned(), cases, default: Some(zero()) };
    linear("rates by size", table, count, home)
}

/// A part that pays the same for each unit.
fn linear(name: &str, rate: By<crate::plans::exact::Exact>, count: Count, home: &Home<'_>) -> Part {
    let row = |rate| {
        let (from, reaches_back) = (Mark::Credit(zero()), None);
        vec![Row { from, rate: Rate::Money(rate), reaches_back, gate: Gate::default() }]
    };
    let commission = Some(match rate {
        By::One(rate) => By::One(row(rate)),
        By::Cases { by, cases, default } => {
            let cases = cases.into_iter().map(|(pattern, rate)| (pattern, row(rate))).collect();
            By::Cases { by, cases, default: default.map(row) }
        }
    });
    Part { name: name.to_owned(), every: home.every, count, commission, ..Part::default() }
}
