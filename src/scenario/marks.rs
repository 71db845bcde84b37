//! Points on the scale of credit: bands, bonuses, rates by the size of a deal, caps.

use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::{Reading, Scope};
use super::record::{Record, record, records};
use super::tree::{Node, Value};
use crate::sales::pay::{Band, Bonus, Draw, Mark, Tier};

const BAND: (&str, &str) = ("a band", "{ from = \"100 %\", rate = 0.20 }");
const BONUS: (&str, &str) = ("a bonus", "{ at = \"100 %\", amount = 5000 }");
const TIER: (&str, &str) = ("a rate by size", "{ from = 5000, rate = 0.04 }");
const DRAW: (&str, &str) = ("a draw", "{ amount = 3000, recoverable = true }");

/// A share of the quota, or credit.
pub(super) fn mark(node: &Node, cx: &mut Reading<'_>) -> Option<Mark> {
    let is_share = node.text().is_some_and(|text| text.trim().ends_with('%'));
    if is_share {
        return cx.quantity(node, Quantity::Number).map(Mark::Attainment);
    }
    if !matches!(node.value, Value::Text(_) | Value::Whole(_) | Value::Number(_)) {
        let fault = Fault::new(format!("expected credit or an attainment, found {}", node.found()));
        cx.log.error(node.span, fault.help("e.g. `187500`, or `\"100 %\"` of the quota"));
        return None;
    }
    cx.quantity(node, Quantity::Money).map(Mark::Credit)
}

/// `commission = 0.10` or a list of bands.
pub(super) fn bands(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<Band> {
    let Some(node) = scope.node("commission", cx) else { return Vec::new() };
    if node.list().is_none() {
        let rate = cx.quantity(&node, Quantity::Number);
        return rate.map(|rate| Band { from: Mark::Credit(0.0), rate }).into_iter().collect();
    }
    let mut bands = Vec::new();
    for (place, item) in records(&node, BAND, &["from", "rate"], cx).iter().enumerate() {
        let from = match item.get("from") {
            None if place == 0 => Some(Mark::Credit(0.0)),
            _ => item.need("from", cx).and_then(|node| mark(node, cx)),
        };
        let rate = item.quantity("rate", Quantity::Number, cx);
        if let (Some(from), Some(rate)) = (from, rate) {
            bands.push(Band { from, rate });
        }
    }
    bands
}

pub(super) fn bonuses(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<Bonus> {
    let Some(node) = scope.node("bonus", cx) else { return Vec::new() };
    let bonus = |item: &Record<'_>, cx: &mut Reading<'_>| {
        let at = item.need("at", cx).and_then(|node| mark(node, cx));
        let amount = item.quantity("amount", Quantity::Money, cx);
        Some(Bonus { at: at?, amount: amount? })
    };
    let items = records(&node, BONUS, &["at", "amount"], cx);
    items.iter().filter_map(|item| bonus(item, cx)).collect()
}

pub(super) fn tiers(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<Tier> {
    let Some(node) = scope.node("deal_rates", cx) else { return Vec::new() };
    let tier = |item: &Record<'_>, cx: &mut Reading<'_>| {
        let from = item.quantity("from", Quantity::Money, cx);
        let rate = item.quantity("rate", Quantity::Number, cx);
        Some(Tier { from: from?, rate: rate? })
    };
    let items = records(&node, TIER, &["from", "rate"], cx);
    items.iter().filter_map(|item| tier(item, cx)).collect()
}

/// The most variable pay of a period. As an attainment it ends `commission` and `bonuses` there.
pub(super) fn cap(
    scope: &Scope<'_>,
    commission: &mut Vec<Band>,
    cx: &mut Reading<'_>,
) -> Option<f64> {
    let node = scope.node("cap", cx)?;
    match mark(&node, cx)? {
        Mark::Credit(money) => Some(money),
        from @ Mark::Attainment(_) => {
            commission.push(Band { from, rate: 0.0 });
            None
        }
    }
}

/// `draw = 3000` or `{ amount = 3000, recoverable = true }`.
pub(super) fn draw(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Draw> {
    let node = scope.node("draw", cx)?;
    if node.table().is_none() {
        let amount = cx.quantity(&node, Quantity::Money)?;
        return Some(Draw { amount, recoverable: false });
    }
    let item = record(&node, DRAW, &["amount", "recoverable"], cx)?;
    let (amount, recoverable) =
        (item.quantity("amount", Quantity::Money, cx), item.flag("recoverable", cx));
    Some(Draw { amount: amount?, recoverable })
}
