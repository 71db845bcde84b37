//! Quotas that follow results, and what that takes away from working for them.

use super::exact::in_cents;
use super::plan::Plan;
use super::{Curve, Terms};

/// The derivative by the quota is taken between this share of it less and more.
const NUDGE: f64 = 0.01;

/// The quota of the next period, in whole hundredths of a unit: `clamp(q·(1 + growth) + follow·(attained − q), q₀/2, 2·q₀)` with q
/// this period's and q₀ the plan's; the same as this period's without a ratchet. Both of a whole
/// period: a part of one tells too little.
pub fn next_quota(plan: &Plan, quota: f64, attained: f64) -> f64 {
    let Some(ratchet) = plan.ratchet else { return quota };
    let follows = quota * (1.0 + ratchet.growth) + ratchet.follow * (attained - quota);
    in_cents(follows.max(plan.quota / 2.0).min(plan.quota * 2.0))
}

/// What one more unit of this period's credit changes in the next period's expected pay by raising
/// its quota: money per unit of credit, 0 or less. `attained` is what this period is expected to
/// come to under `terms`, `mean` and `sd` what the next one is. 0 without a ratchet, and where the
/// quota has reached its bounds. Looks one period ahead; `curve` is overwritten.
pub fn ratchet_slope(
    plan: &Plan,
    terms: &Terms,
    attained: f64,
    (mean, sd): (f64, f64),
    curve: &mut Curve,
) -> f64 {
    let Some(ratchet) = plan.ratchet else { return 0.0 };
    let next = next_quota(plan, terms.quota, attained);
    if next <= plan.quota / 2.0 || next >= plan.quota * 2.0 {
        return 0.0;
    }
    let mut pay_under = |quota: f64| {
        curve.set_to_plan(plan, &Terms::new(quota, terms.scale));
        curve.expected(mean, sd)
    };
    let change = pay_under(next * (1.0 + NUDGE)) - pay_under(next * (1.0 - NUDGE));
    ratchet.follow * change / (2.0 * NUDGE * next)
}
