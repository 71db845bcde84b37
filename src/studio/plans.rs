//! What plans pay, as one types.

use serde_json::{Value, json};

use super::house::Load;
use crate::report::handover;
use crate::sales::pay::{Payout, Plan};
use crate::scenario::{Draft, PlanFile};

/// Points of a curve, as a share of the quota.
const STEPS: u32 = 30;
const MOST: f64 = 1.5;
/// Credit shown where a plan has no quota.
const CREDIT: f64 = 1e6;

/// The payout curve of each plan and of its pool, by the plan's name; none where plans have mistakes.
pub(super) fn curves((text, saved): (&str, &str), name: &str, load: Load<'_>) -> Value {
    let Some(now) = plans(text, name, load) else { return json!({}) };
    let before = if text == saved { None } else { plans(saved, name, load) };
    let one = |plan: &Plan| {
        let old =
            before.as_ref().and_then(|file| file.plans.iter().find(|old| old.name == plan.name));
        let old = old.filter(|old| *old != plan);
        let own = handover::payout(&own(plan), old.map(own).as_ref(), &now.currency);
        let pool = pool(plan).map(|pool| {
            let old = old.and_then(self::pool);
            handover::payout(&pool, old.as_ref(), &now.currency)
        });
        (plan.name.clone(), json!([own, pool.unwrap_or_default()].concat()))
    };
    now.plans.iter().map(one).collect::<serde_json::Map<_, _>>().into()
}

fn plans(text: &str, name: &str, load: Load<'_>) -> Option<PlanFile> {
    Draft::read(text.as_bytes(), name, load).ok()?.plans(load).ok()
}

fn own(plan: &Plan) -> Payout {
    Payout::of_plan(plan, &credits(plan.quota))
}

fn pool(plan: &Plan) -> Option<Payout> {
    let team = plan.team.as_ref()?;
    Some(Payout::of_pool(plan, team, &credits(team.quota)))
}

fn credits(quota: f64) -> Vec<f64> {
    let most = if quota > 0.0 { MOST * quota } else { CREDIT };
    (0..=STEPS).map(|step| most * f64::from(step) / f64::from(STEPS)).collect()
}
