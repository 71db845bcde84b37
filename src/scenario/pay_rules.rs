//! What a policy says about pay.

use super::parameters::Kind;
use super::problem::Fault;
use super::reader::Reading;
use super::rules::World;
use super::scope::{Scope, find};
use super::tree::Node;
use super::value::is_numeric;
use crate::sales::pay::{PayRules, Scale};
use crate::sales::{Group, Policy, RoleRule};

/// Who is on which plan, and what sellers may do, under a policy with these roles.
pub(super) fn rules(
    scope: &Scope<'_>,
    roles: &[RoleRule],
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> PayRules {
    PayRules {
        plans: plans(&scope.section("plans"), roles, world, cx),
        elsewhere: elsewhere(&scope.section("elsewhere"), roles, world, cx),
        split: split(&scope.section("split"), world, cx),
        discount: scope.one("discount", cx).unwrap_or(0.0),
        scale: scope
            .node("scale", cx)
            .and_then(|node| scale(&node, scope.kind("scale"), cx))
            .unwrap_or_default(),
        advice: scope.flag("advice", cx),
    }
}

/// The plan of each role of the policy. A group's name stands for all of its roles that are not
/// named themselves.
fn plans(
    scope: &Scope<'_>,
    roles: &[RoleRule],
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Vec<(String, usize)> {
    let roles = names_of_roles(roles, world);
    let known: Vec<String> =
        roles.iter().flat_map(|role| [role.0.clone(), role.1.clone()]).collect();
    let mut named = Vec::new();
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        let Some(name) = scope.text(&entry.key, cx) else { continue };
        let role = known.iter().find(|known| **known == entry.key);
        if role.is_none() {
            let fault = Fault::new(format!("under this policy there is no role `{}`", entry.key));
            cx.log.error(entry.at, fault.among(&entry.key, known.iter().map(String::as_str)));
        }
        let plan = find(cx, entry.node.span, "plan", &name, world.plans);
        if let (Some(_), Some(plan)) = (role, plan) {
            named.push((entry.key.clone(), plan));
        }
    }
    let plan_of = |name: &str| named.iter().find(|known| known.0 == name).map(|known| known.1);
    let plan = |(role, group): &(String, String)| plan_of(role).or_else(|| plan_of(group));
    roles.iter().filter_map(|role| Some((role.0.clone(), plan(role)?))).collect()
}

/// The plan of jobs and groups that are no roles of the policy.
fn elsewhere(
    scope: &Scope<'_>,
    roles: &[RoleRule],
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Vec<(String, usize)> {
    let own: Vec<String> = names_of_roles(roles, world).into_iter().map(|role| role.0).collect();
    let jobs = |group: &Group| group.jobs.iter().map(|job| job.name.clone()).collect::<Vec<_>>();
    let all =
        world.groups.iter().flat_map(|group| [vec![group.name.clone()], jobs(group)].concat());
    let others: Vec<String> = all.filter(|name| !own.contains(name)).collect();
    let mut named = Vec::new();
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        let Some(name) = scope.text(&entry.key, cx) else { continue };
        if own.contains(&entry.key) {
            let fault = Fault::new(format!("`{}` is a role of this policy", entry.key));
            cx.log.error(entry.at, fault.help("its plan stands in `plans`"));
        } else if find(cx, entry.at, "other role", &entry.key, &others).is_some() {
            let plan = find(cx, entry.node.span, "plan", &name, world.plans);
            named.extend(plan.map(|plan| (entry.key.clone(), plan)));
        }
    }
    named
}

/// The roles that a policy has, each with its group.
fn names_of_roles(roles: &[RoleRule], world: &World<'_>) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for (number, group) in world.groups.iter().enumerate() {
        let made = roles.iter().filter(|role| role.group == number);
        let jobs: Vec<String> = made.map(|role| group.jobs[role.job].name.clone()).collect();
        let own = if jobs.is_empty() { vec![group.name.clone()] } else { jobs };
        names.extend(own.into_iter().map(|name| (name, group.name.clone())));
    }
    names
}

fn split(scope: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<(usize, f64)> {
    let mut split = Vec::new();
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        let stage = find(cx, entry.at, "stage", &entry.key, world.stages);
        let share = scope.one(&entry.key, cx);
        if let (Some(stage), Some(share)) = (stage, share) {
            split.push((stage, share));
        }
    }
    let sum: f64 = split.iter().map(|(_, share)| share).sum();
    if sum > 1.0 + 1e-9 {
        let sum = (sum * 1e6).round() / 1e4;
        let message = format!("the shares of a deal sum to {sum} %, to more than 100 %");
        let help = "whoever closed has the rest; what goes beyond a deal is marked `extra = true` in a plan's `credit`";
        cx.log.error(scope.span, Fault::new(message).help(help));
    }
    split
}

/// A factor, or `"market"`.
fn scale(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<Scale> {
    match node.text() {
        Some("market") => return Some(Scale::Market),
        Some("equal cost") => {
            let message = "`scale = \"equal cost\"` is no choice any more";
            let help =
                "`scale = \"market\"` pays every policy at what the market pays for its jobs";
            cx.log.error(node.span, Fault::new(message).help(help));
            return None;
        }
        _ => {}
    }
    if !is_numeric(node) {
        let message = format!("expected a factor or `\"market\"`, found {}", node.found());
        cx.log.error(node.span, Fault::new(message).help("e.g. `scale = 0.9`"));
        return None;
    }
    cx.one(node, kind).map(Scale::Factor)
}

/// What market cost needs: pay to scale. `section` is that of all policies.
pub(super) fn market_cost(policies: &[&Policy], section: &Scope<'_>, cx: &mut Reading<'_>) {
    // As written: a plan that does not exist is a mistake of its own.
    let is_paid = |name: &str| {
        let plans = section.section(name).section("pay").section("plans");
        plans.table.is_some_and(|table| !table.0.is_empty())
    };
    for policy in policies.iter().filter(|policy| policy.pay.scale == Scale::Market) {
        let name = &policy.name;
        if !is_paid(name) {
            let pay = section.section(name).section("pay");
            let fault =
                Fault::new(format!("nobody of policy `{name}` is on a plan: no pay to scale"))
                    .help("e.g. `plans = { seller = \"classic\" }`");
            cx.log.error(pay.written("scale").map_or(pay.span, |node| node.span), fault);
        }
    }
}
