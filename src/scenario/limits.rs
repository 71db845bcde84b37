//! The most and the least that a period pays.

use super::marks::Basis;
use super::problem::Fault;
use super::reader::Reading;
use super::record::Record;
use super::scope::Scope;
use crate::sales::pay::{Band, Curve, Draw, Mark, Plan, Terms, in_cents};

/// Reads `cap` and `draw` into a plan whose commission and bonuses are read.
///
/// A cap in attainment is a last band at a rate of 0.
pub(super) fn limits(scope: &Scope<'_>, basis: Basis, plan: &mut Plan, cx: &mut Reading<'_>) {
    plan.draw = draw(scope, cx);
    let Some(node) = scope.node("cap", cx) else { return };
    match basis.mark(&node, scope.kind("cap"), cx) {
        Some(Mark::Credit(money)) => {
            plan.cap = Some(money);
            check_money(scope, money, basis, plan, cx);
        }
        Some(from @ Mark::Attainment(share)) => {
            check_attainment(scope, share, basis, plan, cx);
            plan.commission.push(Band { from, rate: 0.0 });
        }
        None => {}
    }
}

/// `draw = 3000` or `{ amount = 3000, recoverable = true }`.
fn draw(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Draw> {
    let node = scope.node("draw", cx)?;
    let kind = scope.kind("draw");
    if node.table().is_none() {
        let amount = cx.one(&node, kind)?;
        return Some(Draw { amount, recoverable: false });
    }
    let item = Record::new(&node, kind.tables().next()?, cx)?;
    let recoverable = item.flag("recoverable", cx);
    Some(Draw { amount: item.need_one("amount", cx)?, recoverable })
}

/// A cap in money lies above the draw, and above what is paid at quota.
fn check_money(scope: &Scope<'_>, cap: f64, basis: Basis, plan: &Plan, cx: &mut Reading<'_>) {
    if let (Some(draw), Some(node)) = (plan.draw, scope.written("draw"))
        && draw.amount > cap
    {
        let message = format!("the draw of {} lies above the cap of {cap}", draw.amount);
        cx.log.error(node.span, Fault::new(message));
    }
    let (Some(quota), Some(node)) = (basis.quota, scope.written("cap")) else { return };
    let bare = Plan { cap: None, draw: None, ..plan.clone() };
    let pay = in_cents(Curve::of_plan(&bare, &Terms::new(quota, 1.0)).pay(in_cents(quota)));
    if quota > 0.0 && cap < pay {
        let fault =
            Fault::new(format!("cap below quota: {pay} is paid at quota, the cap is {cap}"));
        cx.log.error(node.span, fault.help("what is earned at quota must not be capped"));
    }
}

/// A cap in attainment lies at quota or above it, and above all bands and bonuses.
fn check_attainment(
    scope: &Scope<'_>,
    share: f64,
    basis: Basis,
    plan: &Plan,
    cx: &mut Reading<'_>,
) {
    let (Some(quota), Some(node)) = (basis.quota, scope.written("cap")) else { return };
    let cap = Mark::Attainment(share).credit(quota);
    let found = node.found();
    if share < 1.0 {
        let fault = Fault::new(format!("cap below quota: nothing is paid from {found} of it on"));
        cx.log.error(node.span, fault.help("what is earned at quota must not be capped"));
    }
    let bands = plan.commission.iter().filter(|band| band.from.credit(quota) >= cap).count();
    let bonuses = plan.bonuses.iter().filter(|bonus| bonus.at.credit(quota) > cap).count();
    for (count, what) in [(bands, "a band begins"), (bonuses, "a bonus lies")] {
        if count > 0 {
            let message = format!("{what} beyond the cap of {found}, where nothing is paid");
            cx.log.error(node.span, Fault::new(message));
        }
    }
}
