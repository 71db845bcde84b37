//! Plans of pay, by name.

use super::awards::{self, Names};
use super::behaviour;
use super::marks;
use super::reader::{Reading, Scope};
use crate::sales::pay::{Base, Payroll, Period, Plan, Ratchet, Split, Team};

const PERIODS: [Period; 4] = [Period::Month, Period::Quarter, Period::HalfYear, Period::Year];
const BASES: [Base; 5] = [Base::Revenue, Base::Margin, Base::Value, Base::Deals, Base::Meetings];
const SPLITS: [Split; 3] = [Split::Equal, Split::Credit, Split::Hours];
const WEEKS_PER_YEAR: f64 = 52.0;

/// What the company pays by, if the scenario has plans.
pub(super) fn payroll(
    root: &Scope<'_>,
    stages: &[String],
    cx: &mut Reading<'_>,
) -> Option<Payroll> {
    let scopes = root.section("plans").sections();
    let names: Vec<String> = scopes.iter().map(|scope| scope.name.clone()).collect();
    if names.is_empty() {
        return None;
    }
    let names = Names { stages, plans: &names };
    Some(Payroll {
        plans: scopes.iter().map(|scope| plan(scope, &names, cx)).collect(),
        behaviour: behaviour::behaviour(&root.section("behaviour"), cx),
        fiscal_start_hours: root.one("fiscal_start", cx).unwrap_or(0.0),
    })
}

fn plan(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Plan {
    let mut plan = Plan::new(&scope.name);
    plan.salary_per_year = scope.one("salary", cx).map_or(0.0, per_year);
    plan.period = scope.choice("period", cx).map_or(plan.period, |k| PERIODS[k]);
    plan.base = base(scope, cx);
    plan.quota = scope.one("quota", cx).unwrap_or(0.0);
    plan.cumulative = scope.flag("cumulative", cx);
    plan.commission = marks::bands(scope, cx);
    plan.bonuses = marks::bonuses(scope, cx);
    plan.tiers = marks::tiers(scope, cx);
    plan.cap = marks::cap(scope, &mut plan.commission, cx);
    plan.draw = marks::draw(scope, cx);
    plan.team = team(&scope.section("team"), cx);
    plan.overlays = awards::overlays(scope, names, cx);
    plan.fees = awards::fees(scope, names, cx);
    plan.spiffs = awards::spiffs(scope, cx);
    plan.prizes = awards::prizes(scope, cx);
    plan.clawback = awards::clawback(scope, cx);
    plan.claws_bonuses = scope.flag("claw_bonuses", cx);
    plan.ratchet = ratchet(&scope.section("ratchet"), cx);
    plan
}

/// Money per week as money per year, without the noise of the two divisions.
fn per_year(per_week: f64) -> f64 {
    let exact = per_week * WEEKS_PER_YEAR;
    let rounded = (exact * 1e4).round() / 1e4;
    if rounded.is_finite() { rounded } else { exact }
}

fn base(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Base {
    scope.choice("credit", cx).map_or(Base::Revenue, |k| BASES[k])
}

fn team(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Team> {
    scope.table?;
    let weight = scope.one("weight", cx);
    Some(Team {
        weight: weight?,
        base: base(scope, cx),
        quota: scope.one("quota", cx).unwrap_or(0.0),
        commission: marks::bands(scope, cx),
        bonuses: marks::bonuses(scope, cx),
        split: scope.choice("split", cx).map_or(Split::Equal, |k| SPLITS[k]),
    })
}

fn ratchet(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Ratchet> {
    scope.table?;
    let (growth, follow) = (scope.one("growth", cx), scope.one("follow", cx));
    Some(Ratchet { growth: growth?, follow: follow? })
}
