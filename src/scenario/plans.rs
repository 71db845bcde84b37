//! Plans of pay, by name.

use super::awards::{self, Names};
use super::marks::{self, Basis};
use super::problem::{Error, Fault, Severity};
use super::reader::Reading;
use super::scope::Scope;
use super::words::{CREDITS, PERIODS, SPLITS};
use super::{behaviour, limits};
use crate::plans::date::{Day, Every, Fiscal};
use crate::sales::pay::{Base, Overlay, Payroll, Plan, Ratchet, Split, Team};

const WEEKS_PER_YEAR: f64 = 52.0;

/// What the company pays by, if the scenario has plans.
pub(super) fn payroll(
    root: &Scope<'_>,
    stages: &[String],
    cx: &mut Reading<'_>,
) -> Option<Payroll> {
    let scopes = root.section("plans").sections();
    if scopes.is_empty() {
        refuse_without(root, &["behaviour", "fiscal_start"], cx);
        return None;
    }
    let names: Vec<String> = scopes.iter().map(|scope| scope.name.clone()).collect();
    let names = Names { stages, plans: &names };
    let plans: Vec<Plan> = scopes.iter().map(|scope| plan(scope, &names, cx)).collect();
    check_overlays(&plans, &scopes, cx);
    Some(Payroll {
        plans,
        behaviour: behaviour::behaviour(&root.section("behaviour"), cx),
        fiscal_start_hours: fiscal_start(root, cx),
    })
}

/// Reports what only plans make sense of, where the scenario has none.
pub(super) fn refuse_without(scope: &Scope<'_>, keys: &[&str], cx: &mut Reading<'_>) {
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        if keys.contains(&entry.key.as_str()) {
            let message = format!("`{}` needs plans, and the scenario has none", entry.key);
            let help = "e.g. `[plans.classic]` with `commission = 0.10`";
            cx.log.error(entry.at, Fault::new(message).help(help));
        }
    }
}

/// Hours from the start of the run to that of a fiscal year: a time, or the next day with this month and date.
fn fiscal_start(root: &Scope<'_>, cx: &mut Reading<'_>) -> f64 {
    let date = root
        .written("fiscal_start")
        .and_then(|node| node.text())
        .map(|text| format!("2001-{text}"));
    let Some(first) = date.and_then(|date| Day::of_text(&date)) else {
        return root.one("fiscal_start", cx).unwrap_or(0.0);
    };
    let _ = root.node("fiscal_start", cx);
    let start = Day(i32::try_from(cx.start).unwrap_or(0));
    let this = Fiscal(first.month().rem_euclid(12)).period(start, Every::Year).stretch();
    let days = if this.first == start { 0 } else { this.last.0 + 1 - start.0 };
    24.0 * f64::from(days)
}

/// What can be done with a plan that no simulated world can pay by.
const RECKONED_ON_EVENTS: &str =
    "`posse payslip --deals` reckons it on a list of events, `posse lint` looks for its traps";

/// Whether plans were refused for nothing but what a list of events can tell.
pub(super) fn are_for_events(error: &Error) -> bool {
    let mut errors = error.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.all(|problem| problem.help == RECKONED_ON_EVENTS)
}

/// Keys of plans that a simulated world cannot supply yet, and the words of a key that it knows in another
/// form. They are reckoned on lists of events.
const ON_EVENTS: [&str; 29] = [
    "ote",
    "mix",
    "target",
    "weight",
    "parts",
    "count",
    "of",
    "not",
    "weigh",
    "season",
    "target_follows_season",
    "ramp",
    "months_from",
    "ramp_amounts",
    "pays",
    "goals",
    "when",
    "unless",
    "times",
    "times_deal",
    "in",
    "from",
    "to",
    "most",
    "least",
    "credit_most",
    "paid",
    "hold",
    "advance",
];
/// Keys of small tables that are the same.
const ON_EVENTS_WITHIN: [(&str, &[&str]); 4] = [
    ("commission", &["times", "reaches_back", "when", "unless", "by"]),
    ("spiff", &["in", "of", "most", "rate"]),
    ("clawback", &["within", "how"]),
    ("draw", &["months"]),
];

/// Whether a quota is a plain amount of a period.
fn is_amount(node: &super::tree::Node) -> bool {
    let is_exact = node.text().is_some_and(|text| text.contains("per ") || text.contains("of "));
    !is_exact && node.list().is_none() && node.table().is_none()
}

/// Refuses what only a list of events can tell.
fn refuse_on_events(scope: &Scope<'_>, cx: &mut Reading<'_>) -> bool {
    let mut found: Vec<(&str, super::problem::Span)> = Vec::new();
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        let key = entry.key.as_str();
        if ON_EVENTS.contains(&key) || key == "outside" {
            found.push((key, entry.at));
        }
        let within = ON_EVENTS_WITHIN.iter().find(|known| known.0 == key).map(|known| known.1);
        let items = entry.node.list().unwrap_or(std::slice::from_ref(&entry.node));
        for inner in items.iter().filter_map(|item| item.table()).flat_map(|table| &table.0) {
            if within.is_some_and(|within| within.contains(&inner.key.as_str())) {
                found.push((inner.key.as_str(), inner.at));
            }
        }
        let is_rules = key == "credit" && entry.node.list().is_some();
        let is_timed = key == "quota" && !is_amount(&entry.node);
        if is_rules || is_timed {
            found.push((key, entry.node.span));
        }
    }
    for (key, at) in &found {
        let fault = Fault::new(format!("the simulated world cannot pay by `{key}` yet"));
        cx.log.error(*at, fault.help(RECKONED_ON_EVENTS));
    }
    !found.is_empty()
}

fn plan(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Plan {
    let mut plan = Plan::new(&scope.name);
    if refuse_on_events(scope, cx) {
        return plan;
    }
    plan.salary_per_year = scope.one("salary", cx).map_or(0.0, per_year);
    plan.period = scope.word("period", &PERIODS, cx).unwrap_or(plan.period);
    let basis = basis(scope, cx);
    (plan.base, plan.quota) = (basis.base, basis.quota.unwrap_or(0.0));
    plan.cumulative = scope.flag("cumulative", cx);
    plan.commission = marks::bands(scope, basis, cx);
    plan.bonuses = marks::bonuses(scope, basis, cx);
    plan.tiers = marks::tiers(scope, basis, cx);
    plan.team = team(&scope.section("team"), cx);
    limits::limits(scope, basis, &mut plan, cx);
    plan.overlays = awards::overlays(scope, names, cx);
    plan.fees = awards::fees(scope, names, cx);
    plan.spiffs = awards::spiffs(scope, cx);
    plan.prizes = awards::prizes(scope, cx);
    plan.clawback = awards::clawback(scope, cx);
    plan.claws_bonuses = scope.flag("claw_bonuses", cx);
    plan.renewal = scope.one("renewal", cx).unwrap_or(0.0);
    plan.ratchet = ratchet(&scope.section("ratchet"), basis, cx);
    plan
}

/// Money per week as money per year, without the noise of the two divisions.
fn per_year(per_week: f64) -> f64 {
    let exact = per_week * WEEKS_PER_YEAR;
    let rounded = (exact * 1e4).round() / 1e4;
    if rounded.is_finite() { rounded } else { exact }
}

/// What is credited, and the quota of it.
fn basis(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Basis {
    let base = scope.word("credit", &CREDITS, cx).unwrap_or(Base::Revenue);
    Basis { base, quota: scope.one("quota", cx) }
}

fn team(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Team> {
    scope.table?;
    let weight = scope.one("weight", cx);
    if scope.written("weight").is_none() {
        let fault = Fault::new("how much does the pool count? `weight` is missing");
        cx.log.error(scope.span, fault.help("e.g. `weight = 0.5`: pool and own part count alike"));
    }
    let basis = basis(scope, cx);
    Some(Team {
        weight: weight.unwrap_or(0.0),
        base: basis.base,
        quota: basis.quota.unwrap_or(0.0),
        commission: marks::bands(scope, basis, cx),
        bonuses: marks::bonuses(scope, basis, cx),
        split: scope.word("split", &SPLITS, cx).unwrap_or(Split::Equal),
    })
}

fn ratchet(scope: &Scope<'_>, basis: Basis, cx: &mut Reading<'_>) -> Option<Ratchet> {
    scope.table?;
    if basis.quota == Some(0.0) {
        let fault = Fault::new("`ratchet` needs a `quota` that follows");
        cx.log.error(scope.span, fault);
    }
    let (growth, follow) = (scope.one("growth", cx), scope.one("follow", cx));
    Some(Ratchet { growth: growth?, follow: follow? })
}

/// Refuses overlays on plans whose credit is of another unit, and credits that go round in a ring.
fn check_overlays(plans: &[Plan], scopes: &[Scope<'_>], cx: &mut Reading<'_>) {
    for (number, plan) in plans.iter().enumerate() {
        let span = scopes[number].written("overlay").map_or(scopes[number].span, |node| node.span);
        for other in overlaid(plan).filter(|other| unit(&plans[*other]) != unit(plan)) {
            let other = &plans[other];
            let message = format!(
                "`{}` counts {} and cannot take a share of the credit of `{}`, in {}",
                plan.name,
                unit(plan),
                other.name,
                unit(other)
            );
            cx.log.error(span, Fault::new(message));
        }
        let Some(ring) = ring(plans, number) else { continue };
        // a ring is told once, by the first plan in it
        if ring.iter().min() == Some(&number) {
            let names = ring.iter().chain([&number]).map(|plan| plans[*plan].name.as_str());
            let names: Vec<&str> = names.collect();
            let message = format!("credit goes round in a ring: `{}`", names.join("` ← `"));
            let help = "a plan cannot be credited with what it credits, straight or on a detour";
            cx.log.error(span, Fault::new(message).help(help));
        }
    }
}

/// The plans whose credit a plan takes a share of.
fn overlaid(plan: &Plan) -> impl Iterator<Item = usize> {
    plan.overlays.iter().filter_map(|overlay| match overlay {
        Overlay::Plan { plan, .. } => Some(*plan),
        Overlay::Stage { .. } => None,
    })
}

fn unit(plan: &Plan) -> &'static str {
    match plan.base {
        Base::Revenue | Base::Margin | Base::Value => "money",
        Base::Deals => "deals",
        Base::Meetings => "meetings",
    }
}

/// The shortest way of credit from a plan back to itself, that plan first.
fn ring(plans: &[Plan], start: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![start]];
    let mut seen = vec![false; plans.len()];
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        for other in overlaid(&plans[*way.last()?]) {
            if other == start {
                return Some(way);
            }
            if !std::mem::replace(&mut seen[other], true) {
                ways.push([way.as_slice(), &[other]].concat());
            }
        }
    }
    None
}
