//! The rules under test.

use super::aim;
use super::parameters;
use super::problem::Fault;
use super::reader::Reading;
use super::rules::World;
use super::scope::{Scope, find};
use super::tree::{Entry, Node, Table, Value};
use super::words::{ORDERS, OWNERS, PICKS, PREFERENCES, ROUTINGS};
use super::{buyer_rules, pay_rules, plans, prospecting, rules, traits};
use crate::sales::{Ownership, Policy, Routing, Start};

/// All policies compared, in order, one plain policy where there are none; and where two with traits are
/// compared, the others with traits.
pub(super) fn policies(
    root: &Scope<'_>,
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> (Vec<Policy>, Vec<Policy>) {
    let section = root.section("policies");
    let Some(table) = section.table.filter(|table| !table.0.is_empty()) else {
        if let Some(node) = root.written("compare") {
            cx.log.error(node.span, Fault::new("`compare` needs [policies] to compare"));
        }
        let label = "as it is".to_owned();
        return (vec![Policy { label, ..Policy::plain("plain") }], Vec::new());
    };
    let all: Vec<String> = table.keys().map(str::to_owned).collect();
    let compared = match root.node("compare", cx) {
        Some(node) => compared(&node, &all, cx),
        None => all.clone(),
    };
    let models = Table(table.0.iter().map(|entry| with_model(entry, table, &all, cx)).collect());
    let sections = section.over(&models);
    let mut policies = Vec::new();
    for name in &compared {
        policies.push(policy(&sections.section(name), &compared, world, cx));
    }
    // what is not compared is checked all the same
    let others = all.iter().filter(|name| !compared.contains(name));
    let others = others.map(|name| policy(&sections.section(name), &all, world, cx));
    let others: Vec<Policy> = others.collect();
    let everybody: Vec<&Policy> = policies.iter().chain(&others).collect();
    traits::check(&everybody, &sections, cx);
    let is_pair = policies.len() == 2 && policies.iter().all(|policy| policy.traits.is_some());
    let cells: Vec<Policy> =
        others.into_iter().filter(|other| is_pair && other.traits.is_some()).collect();
    let paid: Vec<&Policy> = policies.iter().chain(&cells).collect();
    pay_rules::market_cost(&paid, &sections, cx);
    (policies, cells)
}

fn compared(node: &Node, all: &[String], cx: &mut Reading<'_>) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for item in cx.list(node).unwrap_or_default() {
        let Some(name) = cx.text(item) else { continue };
        if chosen.contains(&name) {
            cx.log.error(item.span, Fault::new(format!("`{name}` is compared twice")));
        } else if find(cx, item.span, "policy", &name, all).is_some() {
            chosen.push(name);
        }
    }
    if chosen.is_empty() {
        cx.log.error(node.span, Fault::new("`compare` names no policy"));
    }
    chosen
}

/// The entry of a policy with the rules, roles and pay of the one that it is like.
fn with_model(entry: &Entry, table: &Table, all: &[String], cx: &mut Reading<'_>) -> Entry {
    let mut result = entry.clone();
    let mut current = entry.clone();
    for _ in 0..=all.len() {
        let Some(like) = current.node.table().and_then(|inner| inner.get("like")).cloned() else {
            return result;
        };
        let Some(name) = cx.text(&like) else { return result };
        if find(cx, like.span, "policy", &name, all).is_none() {
            return result;
        }
        let Some(model) = table.entry(&name) else { return result };
        if let (Value::Table(mine), Some(theirs)) = (&mut result.node.value, model.node.table()) {
            copy(mine, theirs);
        }
        current = model.clone();
    }
    cx.log.error(entry.at, Fault::new(format!("policy `{}` is like itself", entry.key)));
    result
}

fn copy(mine: &mut Table, theirs: &Table) {
    for (key, pattern) in
        [("roles", "policies.*.roles"), ("rules", "policies.*.rules"), ("pay", "policies.*.pay")]
    {
        let Some(rules) = theirs.entry(key) else { continue };
        let Some(own) = mine.0.iter_mut().find(|entry| entry.key == key) else {
            mine.0.push(rules.clone());
            continue;
        };
        if let (Value::Table(own), Some(rules)) = (&mut own.node.value, rules.node.table()) {
            copy_rules(own, rules, pattern);
        }
    }
}

/// Rules that are not mine; of a rule that is a section, key by key.
fn copy_rules(mine: &mut Table, theirs: &Table, pattern: &str) {
    for rule in &theirs.0 {
        let Some(own) = mine.0.iter_mut().find(|own| own.key == rule.key) else {
            mine.0.push(rule.clone());
            continue;
        };
        let Some(parameter) = parameters::under(pattern, &rule.key) else { continue };
        if let (Value::Table(own), Some(rule)) = (&mut own.node.value, rule.node.table())
            && parameter.kind.is_merged()
        {
            copy_rules(own, rule, parameter.path);
        }
    }
}

fn policy(
    scope: &Scope<'_>,
    compared: &[String],
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Policy {
    let section = scope.section("rules");
    let mut policy = Policy::plain(&scope.name);
    policy.label = scope.text("label", cx).unwrap_or_else(|| scope.name.clone());
    policy.traits = traits::traits(scope, cx);
    policy.routing = section.word("routing", &ROUTINGS, cx).unwrap_or(policy.routing);
    policy.pick = section.word("pick", &PICKS, cx).unwrap_or(policy.pick);
    policy.order = section.word("order", &ORDERS, cx).unwrap_or(policy.order);
    policy.preempt = section.flag("preempt", cx);
    policy.overtake = section.flag("overtake", cx);
    policy.prefer = section.word("prefer", &PREFERENCES, cx).unwrap_or(policy.prefer);
    policy.owner = section.word("owner", &OWNERS, cx).unwrap_or(Ownership::Shared);
    rules::limits(&section, &mut policy, world, cx);
    policy.meeting_hours_per_week = rules::weekly_hours(&section, "meetings", cx);
    policy.sharing_hours_per_week = rules::weekly_hours(&section, "sharing", cx);
    policy.documentation = section.one("documentation", cx).unwrap_or(0.0);
    policy.roles = rules::roles(scope, world, cx);
    policy.overflow = section.flag("overflow", cx);
    policy.territory = rules::territory(&section, world, cx);
    policy.aim = aim::aim(&section, world, cx);
    prospecting::rule(&section, &mut policy, world, cx);
    if world.has_buyers {
        policy.buyers = buyer_rules::rules(&section, cx);
    }
    if world.plans.is_empty() {
        plans::refuse_without(scope, &["pay"], cx);
    } else {
        policy.pay = pay_rules::rules(&scope.section("pay"), &policy.roles, world, cx);
    }
    policy.start = start(scope, compared, cx);
    if policy.routing == Routing::Territory && policy.territory.is_empty() {
        let message = format!("policy `{}` routes by territory but has none", scope.name);
        let help = "e.g. `territory = { smb = [\"rep 1\", \"rep 2\"] }`";
        cx.log.error(section.span, Fault::new(message).help(help));
    }
    policy
}

/// `start = "week 26"` or `"26 weeks"`, and `before`.
fn start(scope: &Scope<'_>, compared: &[String], cx: &mut Reading<'_>) -> Option<Start> {
    let (start, before) = (scope.node("start", cx), scope.node("before", cx));
    let (start, before) = match (start, before) {
        (Some(start), Some(before)) => (start, before),
        (None, None) => return None,
        (Some(node), None) => {
            let fault =
                Fault::new("`start` needs `before`: the policy whose rules hold until then");
            cx.log.error(node.span, fault);
            return None;
        }
        (None, Some(node)) => {
            cx.log.error(node.span, Fault::new("`before` needs `start`, e.g. `\"week 26\"`"));
            return None;
        }
    };
    let at_hours = cx.one(&start, scope.kind("start"))?;
    let name = cx.text(&before)?;
    if name == scope.name {
        cx.log.error(before.span, Fault::new(format!("`{name}` cannot come before itself")));
        return None;
    }
    let before = find(cx, before.span, "policy among those compared", &name, compared)?;
    Some(Start { at_hours, before })
}
