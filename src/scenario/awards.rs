//! Pay beside commission: overlays, fees, SPIFFs, prizes, and what goes back.

use super::marks::Basis;
use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::{Reading, Scope, find};
use super::record::{Record, records};
use super::tree::{Node, Value};
use crate::sales::pay::{Base, Fee, Overlay, Spiff};

const OVERLAY: (&str, &str) = ("an overlay", "{ stage = \"validate\", share = \"100 %\" }");
const FEE: (&str, &str) = ("a fee", "{ stage = \"respond\", amount = 500 }");
const SPIFF: (&str, &str) =
    ("a SPIFF", "{ for = \"deals\", amount = 1000, from = \"week 40\", to = \"week 44\" }");

/// Names that plans refer to.
pub(super) struct Names<'a> {
    pub(super) stages: &'a [String],
    pub(super) plans: &'a [String],
}

pub(super) fn overlays(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Vec<Overlay> {
    let Some(node) = scope.node("overlay", cx) else { return Vec::new() };
    let items = records(&node, OVERLAY, &["stage", "plan", "share"], cx);
    items.iter().filter_map(|item| overlay(item, names, cx)).collect()
}

fn overlay(item: &Record<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Option<Overlay> {
    let share = item.quantity("share", Quantity::Share, cx);
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
            cx.log.error(item.node().span, fault.help(format!("e.g. `{}`", OVERLAY.1)));
            None
        }
    }
}

fn named(node: &Node, what: &str, names: &[String], cx: &mut Reading<'_>) -> Option<usize> {
    let name = cx.text(node)?;
    find(cx, node.span, what, &name, names)
}

pub(super) fn fees(
    scope: &Scope<'_>,
    basis: Basis,
    names: &Names<'_>,
    cx: &mut Reading<'_>,
) -> Vec<Fee> {
    let Some(node) = scope.node("fees", cx) else { return Vec::new() };
    let fee = |item: &Record<'_>, cx: &mut Reading<'_>| {
        let stage = item.need("stage", cx).and_then(|node| named(node, "stage", names.stages, cx));
        let rate = item.get("rate").map(|node| basis.rate(node, cx));
        let amount = item.get("amount").map(|node| cx.quantity(node, Quantity::Money));
        if rate.is_none() && amount.is_none() {
            let fault = Fault::new("a fee needs an `amount` for each deal, or a `rate`");
            cx.log.error(item.node().span, fault.help(format!("e.g. `{}`", FEE.1)));
            return None;
        }
        Some(Fee {
            stage: stage?,
            rate: rate.unwrap_or(Some(0.0))?,
            amount: amount.unwrap_or(Some(0.0))?,
        })
    };
    let items = records(&node, FEE, &["stage", "rate", "amount"], cx);
    items.iter().filter_map(|item| fee(item, cx)).collect()
}

pub(super) fn spiffs(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<Spiff> {
    let Some(node) = scope.node("spiff", cx) else { return Vec::new() };
    let items = records(&node, SPIFF, &["for", "amount", "from", "to"], cx);
    items.iter().filter_map(|item| spiff(item, cx)).collect()
}

fn spiff(item: &Record<'_>, cx: &mut Reading<'_>) -> Option<Spiff> {
    const EVENTS: [(&str, Base); 2] = [("deals", Base::Deals), ("meetings", Base::Meetings)];
    let event = item.need("for", cx).and_then(|node| {
        let word = cx.text(node)?;
        let event = EVENTS.iter().find(|event| event.0 == word);
        if event.is_none() {
            let fault = Fault::new(format!("unknown value `\"{word}\"` for `for`"));
            cx.log.error(node.span, fault.among(&word, EVENTS.map(|event| event.0)));
        }
        event.map(|event| event.1)
    });
    let amount = item.quantity("amount", Quantity::Money, cx);
    let from = item.need("from", cx).and_then(|node| week(node, cx));
    let to = item.need("to", cx).and_then(|node| week(node, cx));
    let (from_hours, to_hours) = (from?, to?);
    if from_hours >= to_hours {
        let fault = Fault::new("a SPIFF ends after it begins: `to` must be later than `from`");
        cx.log.error(item.node().span, fault);
    }
    Some(Spiff { event: event?, amount: amount?, from_hours, to_hours })
}

/// `"week 26"` or a time since the start of the run, in hours.
pub(super) fn week(node: &Node, cx: &mut Reading<'_>) -> Option<f64> {
    match node.text().and_then(|text| text.trim().strip_prefix("week ")) {
        Some(number) => {
            let value = Value::Text(format!("{} weeks", number.trim()));
            cx.quantity(&Node { span: node.span, value }, Quantity::Elapsed)
        }
        None => cx.quantity(node, Quantity::Elapsed),
    }
}

/// Money by rank.
pub(super) fn prizes(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<f64> {
    let Some(node) = scope.node("prizes", cx) else { return Vec::new() };
    let Some(items) = cx.list(&node) else { return Vec::new() };
    if items.is_empty() {
        let fault = Fault::new("`prizes` has no rank: there is no prize in it");
        cx.log.error(node.span, fault.help("e.g. `[10000, 5000]`, the first rank's first"));
    }
    let mut prizes: Vec<f64> = Vec::new();
    for item in items {
        let Some(prize) = cx.quantity(item, Quantity::Money) else { continue };
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
    let Some(table) = node.table() else {
        let fault = Fault::new(format!("expected shares by time, found {}", node.found()));
        cx.log.error(node.span, fault.help("e.g. `{ \"3 mo\" = 1.0, \"6 mo\" = 0.5 }`"));
        return Vec::new();
    };
    let mut steps: Vec<(f64, f64)> = Vec::new();
    let mut before = ("the win".to_owned(), 0.0);
    for entry in &table.0 {
        let time = Node { span: entry.at, value: Value::Text(entry.key.clone()) };
        let hours = cx.quantity(&time, Quantity::Elapsed);
        let share = cx.share(&entry.node);
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
