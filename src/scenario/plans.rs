//! Plans of pay, by name.

use super::behaviour;
use super::book::{self, Run};
use super::payable::{RECKONED_ON_EVENTS, World, payable};
use super::problem::{Error, Fault, Severity};
use super::reader::Reading;
use super::scope::Scope;
use crate::plans::date::{Day, Every, Fiscal};
use crate::plans::plan::{PlanBook, Who};
use crate::sales::pay::{Base, Overlay, Payroll, Plan};

/// What the company pays by, if the scenario has plans. Without a funnel (`stages`) any word names a stage.
pub(super) fn payroll(
    root: &Scope<'_>,
    stages: Option<&[String]>,
    cx: &mut Reading<'_>,
) -> Option<Payroll> {
    let scopes = root.section("plans").sections();
    if scopes.is_empty() {
        refuse_without(root, &["behaviour", "fiscal_start"], cx);
        return None;
    }
    let run = run(cx);
    let book = book::book(root.table?, stages, run, &mut cx.log);
    root.section("measures").read_all(cx);
    for scope in &scopes {
        scope.read_all(cx);
    }
    let names: Vec<String> = scopes.iter().map(|scope| scope.name.clone()).collect();
    let used = if stages.is_none() { stages_of(&book) } else { Vec::new() };
    let stages = stages.unwrap_or(&used);
    let world = World { stages, plans: &names, start: run.start };
    let plan = |scope: &Scope<'_>, cx: &mut Reading<'_>| {
        let read = book.plans.iter().find(|plan| plan.name == scope.name);
        read.map_or_else(|| Plan::new(&scope.name), |plan| payable(plan, scope, &world, cx))
    };
    let plans: Vec<Plan> = scopes.iter().map(|scope| plan(scope, cx)).collect();
    check_overlays(&plans, &scopes, cx);
    Some(Payroll {
        plans,
        behaviour: behaviour::behaviour(&root.section("behaviour"), cx),
        fiscal_start_hours: fiscal_start(root, cx),
    })
}

/// When the run begins.
pub(super) fn run(cx: &Reading<'_>) -> Run {
    Run { start: Day(i32::try_from(cx.start).unwrap_or(0)), clock: cx.clock }
}

/// The stages that plans name.
fn stages_of(book: &PlanBook) -> Vec<String> {
    let rules = book.plans.iter().flat_map(|plan| &plan.parts).flat_map(|part| &part.credit);
    let named = rules.filter_map(|rule| match &rule.who {
        Who::Stage(stage) => Some(stage.clone()),
        Who::Plan(_) | Who::Team => None,
    });
    let mut stages: Vec<String> = Vec::new();
    for stage in named {
        if !stages.contains(&stage) {
            stages.push(stage);
        }
    }
    stages
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

/// Whether plans were refused for nothing but what a list of events can tell.
pub(super) fn are_for_events(error: &Error) -> bool {
    let mut errors = error.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.all(|problem| problem.help == RECKONED_ON_EVENTS)
}

/// Refuses overlays on plans whose credit is of another unit, and credits that go round in a ring.
fn check_overlays(plans: &[Plan], scopes: &[Scope<'_>], cx: &mut Reading<'_>) {
    for (number, plan) in plans.iter().enumerate() {
        let span = scopes[number].written("credit").map_or(scopes[number].span, |node| node.span);
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
