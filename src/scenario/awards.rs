//! Pay beside commission: overlays, fees, SPIFFs, prizes, and what goes back.

use super::grammar;
use super::marks::Basis;
use super::problem::Fault;
use super::reader::Reading;
use super::record::{Record, records};
use super::scope::{Scope, find};
use super::tree::{Node, Value};
use super::words::SPIFF_EVENTS;
use crate::sales::pay::{Base, Fee, Overlay, Spiff};

/// Names that plans refer to.
pub(super) struct Names<'a> {
    pub(super) stages: &'a [String],
    pub(super) plans: &'a [String],
}

pub(super) fn overlays(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Vec<Overlay> {
    let Some(node) = scope.node("overlay", cx) else { return Vec::new() };
    let items = records(&node, scope.kind("overlay"), cx);
    items.iter().filter_map(|item| overlay(item, names, cx)).collect()
}

fn overlay(item: &Record<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Option<Overlay> {
    let share = item.need_one("share", cx);
    match (item.get("stage"), item.get("plan")) {
        (Some(stage), None) => {
            let stage = named(stage, "stage", names.stages, cx);
            Some(Overlay::Stage { stage: stage?, share: share? })
        }
        (None, Some(plan)) => {
            let plan = named(plan, "plan", names.plans, cx);
            Some(Overlay::Plan { plan: plan?, share: share? })
        }
        _ => {
            let fault = Fault::new("an overlay names either a `stage` or a `plan`");
            cx.log.error(item.node().span, fault.help(format!("e.g. `{}`", item.form().example)));
            None
        }
    }
}

fn named(node: &Node, what: &str, names: &[String], cx: &mut Reading<'_>) -> Option<usize> {
    let name = cx.text(node)?;
    find(cx, node.span, what, &name, names)
}

pub(super) fn fees(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Vec<Fee> {
    let Some(node) = scope.node("fees", cx) else { return Vec::new() };
    // A rate is of the price, whatever the plan credits.
    let basis = Basis { base: Base::Revenue, quota: None };
    let fee = |item: &Record<'_>, cx: &mut Reading<'_>| {
        let stage = item.need("stage", cx).and_then(|node| named(node, "stage", names.stages, cx));
        let rate = item.get("rate").map(|node| basis.rate(node, item.kind("rate"), cx));
        let amount = item.one("amount", cx);
        if rate.is_none() && item.get("amount").is_none() {
            let fault = Fault::new("a fee needs an `amount` for each deal, or a `rate`");
            cx.log.error(item.node().span, fault.help(format!("e.g. `{}`", item.form().example)));
            return None;
        }
        Some(Fee { stage: stage?, rate: rate.unwrap_or(Some(0.0))?, amount: amount? })
    };
    let items = records(&node, scope.kind("fees"), cx);
    items.iter().filter_map(|item| fee(item, cx)).collect()
}

pub(super) fn spiffs(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<Spiff> {
    let Some(node) = scope.node("spiff", cx) else { return Vec::new() };
    let items = records(&node, scope.kind("spiff"), cx);
    items.iter().filter_map(|item| spiff(item, cx)).collect()
}

fn spiff(item: &Record<'_>, cx: &mut Reading<'_>) -> Option<Spiff> {
    let event = item.need_word("for", &SPIFF_EVENTS, cx);
    let amount = item.need_one("amount", cx);
    let moment = |key, cx: &mut Reading<'_>| {
        item.need(key, cx).and_then(|node| cx.one(node, item.kind(key)))
    };
    let (from, to) = (moment("from", cx), moment("to", cx));
    let (from_hours, to_hours) = (from?, to?);
    if from_hours >= to_hours {
        let fault = Fault::new("a SPIFF ends after it begins: `to` must be later than `from`");
        cx.log.error(item.node().span, fault);
    }
    Some(Spiff { event: event?, amount: amount?, from_hours, to_hours })
}

/// Money by rank.
pub(super) fn prizes(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<f64> {
    let Some(node) = scope.node("prizes", cx) else { return Vec::new() };
    let entry = scope.kind("prizes").entry().expect("a list");
    let Some(items) = cx.list(&node) else { return Vec::new() };
    if items.is_empty() {
        let fault = Fault::new("`prizes` has no rank: there is no prize in it");
        cx.log.error(node.span, fault.help("e.g. `[10000, 5000]`, the first rank's first"));
    }
    let mut prizes: Vec<f64> = Vec::new();
    for item in items {
        let Some(prize) = cx.one(item, entry) else { continue };
        if prizes.last().is_some_and(|better| prize > *better) {
            let message = format!("a lower rank wins no more, found {}", item.found());
            let fault = Fault::new(message).help("the first rank's prize comes first");
            cx.log.error(item.span, fault);
        }
        prizes.push(prize);
    }
    prizes
}

/// (hours after the win, share that goes back), ascending.
pub(super) fn clawback(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<(f64, f64)> {
    let Some(node) = scope.node("clawback", cx) else { return Vec::new() };
    let form = scope.kind("clawback").tables().next().expect("a table");
    let Some(table) = node.table() else {
        let fault = Fault::new(format!("expected shares by time, found {}", node.found()));
        cx.log.error(node.span, fault.help(format!("e.g. `{}`", form.example)));
        return Vec::new();
    };
    let share_of = form.key("*").expect("a share by time").kind;
    let mut steps: Vec<(f64, f64)> = Vec::new();
    let mut before = ("the win".to_owned(), 0.0);
    for entry in &table.0 {
        let time = Node { span: entry.at, value: Value::Text(entry.key.clone()) };
        let hours = cx.one(&time, grammar::TIME);
        let share = cx.one(&entry.node, share_of);
        let Some(hours) = hours else { continue };
        if hours <= before.1 {
            let message =
                format!("times of a clawback ascend, found `{}` after {}", entry.key, before.0);
            cx.log.error(entry.at, Fault::new(message));
        }
        before = (format!("`{}`", entry.key), hours);
        steps.extend(share.map(|share| (hours, share)));
    }
    steps
}
