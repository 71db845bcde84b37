//! Points on the scale of credit: bands, bonuses, rates by the size of a deal.

use super::grammar;
use super::parameters::Kind;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::record::records;
use super::scope::Scope;
use super::tree::{Node, Value};
use crate::sales::pay::{Band, Base, Bonus, Mark, Tier};

/// What marks and rates refer to: of a plan, or of its pool.
#[derive(Clone, Copy)]
pub(super) struct Basis {
    pub(super) base: Base,
    /// 0 = none; nothing if its own value is a mistake.
    pub(super) quota: Option<f64>,
}

impl Basis {
    /// Credit or a share of the quota.
    pub(super) fn mark(self, node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<Mark> {
        let is_share = node.text().is_some_and(|text| text.trim().ends_with('%'));
        if is_share {
            let share = cx.one(node, grammar::NUMBER)?;
            if self.quota == Some(0.0) {
                let message = format!("{} of which quota? there is none", node.found());
                let help = "add `quota`, or write credit, e.g. `187500`";
                cx.log.error(node.span, Fault::new(message).help(help));
                return None;
            }
            return Some(Mark::Attainment(share));
        }
        if !matches!(node.value, Value::Text(_) | Value::Whole(_) | Value::Number(_)) {
            let message = format!("expected credit or an attainment, found {}", node.found());
            let help = "e.g. `187500`, or `\"100 %\"` of the quota";
            cx.log.error(node.span, Fault::new(message).help(help));
            return None;
        }
        cx.one(node, kind).map(Mark::Credit)
    }

    /// Money per unit of credit; warned of if it is more than the credit.
    pub(super) fn rate(self, node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<f64> {
        let rate = cx.one(node, kind)?;
        let is_money = matches!(self.base, Base::Revenue | Base::Margin | Base::Value);
        if is_money && rate > 1.0 {
            let message = format!("a rate of {rate} pays {rate} times what is credited");
            let help = format!("for {rate} per cent write `\"{rate} %\"`");
            cx.log.warning(node.span, Fault::new(message).help(help));
        }
        Some(rate)
    }
}

/// A mark as written.
struct Written {
    /// What it comes to, or nothing if that is not known.
    credit: Option<f64>,
    found: String,
    span: Span,
}

impl Written {
    fn new(mark: Mark, node: &Node, basis: Basis) -> Self {
        let credit = match mark {
            Mark::Credit(credit) => Some(credit),
            Mark::Attainment(_) => basis.quota.map(|quota| mark.credit(quota)),
        };
        Self { credit, found: node.found(), span: node.span }
    }
}

/// Reports every mark that does not lie above the one before it.
fn check_ascent(what: &str, marks: &[Written], cx: &mut Reading<'_>) {
    for pair in marks.windows(2) {
        let [before, mark] = pair else { continue };
        let (Some(low), Some(high)) = (before.credit, mark.credit) else { continue };
        if high > low {
            continue;
        }
        let message = format!("{what} must ascend, found {} after {}", mark.found, before.found);
        let mut fault = Fault::new(message);
        if before.found.contains('%') != mark.found.contains('%') {
            fault = fault.help(format!("under this quota that is {high} after {low}"));
        }
        cx.log.error(mark.span, fault);
    }
}

/// `commission = 0.10` or a list of bands.
pub(super) fn bands(scope: &Scope<'_>, basis: Basis, cx: &mut Reading<'_>) -> Vec<Band> {
    let Some(node) = scope.node("commission", cx) else { return Vec::new() };
    let kind = scope.kind("commission");
    if node.list().is_none() {
        let rate = basis.rate(&node, kind, cx);
        return rate.map(|rate| Band { from: Mark::Credit(0.0), rate }).into_iter().collect();
    }
    let (mut bands, mut marks) = (Vec::new(), Vec::new());
    let start = Node { span: node.span, value: Value::Whole(0) };
    for (place, item) in records(&node, kind, cx).iter().enumerate() {
        let from = if place == 0 && item.get("from").is_none() {
            Some(&start)
        } else {
            item.need("from", cx)
        };
        let mark = from.and_then(|node| Some((basis.mark(node, item.kind("from"), cx)?, node)));
        let rate = item.need("rate", cx);
        let rate = rate.and_then(|node| basis.rate(node, item.kind("rate"), cx));
        let Some((from, node)) = mark else { continue };
        marks.push(Written::new(from, node, basis));
        bands.extend(rate.map(|rate| Band { from, rate }));
    }
    check_ascent("bands", &marks, cx);
    bands
}

pub(super) fn bonuses(scope: &Scope<'_>, basis: Basis, cx: &mut Reading<'_>) -> Vec<Bonus> {
    let Some(node) = scope.node("bonus", cx) else { return Vec::new() };
    let (mut bonuses, mut marks) = (Vec::new(), Vec::new());
    for item in records(&node, scope.kind("bonus"), cx) {
        let mark = item.need("at", cx);
        let mark = mark.and_then(|node| Some((basis.mark(node, item.kind("at"), cx)?, node)));
        let amount = item.need_one("amount", cx);
        let Some((at, node)) = mark else { continue };
        marks.push(Written::new(at, node, basis));
        bonuses.extend(amount.map(|amount| Bonus { at, amount }));
    }
    check_ascent("bonuses", &marks, cx);
    bonuses
}

pub(super) fn tiers(scope: &Scope<'_>, basis: Basis, cx: &mut Reading<'_>) -> Vec<Tier> {
    let Some(node) = scope.node("deal_rates", cx) else { return Vec::new() };
    let (mut tiers, mut marks) = (Vec::new(), Vec::new());
    for item in records(&node, scope.kind("deal_rates"), cx) {
        let from = item.need("from", cx);
        let from = from.and_then(|node| Some((cx.one(node, item.kind("from"))?, node)));
        let rate = item.need("rate", cx);
        let rate = rate.and_then(|node| basis.rate(node, item.kind("rate"), cx));
        let Some((from, node)) = from else { continue };
        marks.push(Written::new(Mark::Credit(from), node, basis));
        tiers.extend(rate.map(|rate| Tier { from, rate }));
    }
    check_ascent("rates by size", &marks, cx);
    tiers
}
