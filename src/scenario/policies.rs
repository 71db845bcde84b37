//! The rules under test.

use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::{Reading, Scope, find};
use super::tree::{Entry, Node, Table, Value};
use super::value::{self, WEEK};
use crate::sales::{
    Group, Order, Ownership, Pick, Policy, Prefer, RoleRule, Routing, Start, TerritoryKey,
    TerritoryRule,
};

const ROUTINGS: [Routing; 7] = [
    Routing::Pull,
    Routing::Claim,
    Routing::RoundRobin,
    Routing::Random,
    Routing::LeastLoaded,
    Routing::BySkill,
    Routing::Territory,
];
const PICKS: [Pick; 4] = [Pick::LongestIdle, Pick::Fastest, Pick::Random, Pick::Cheapest];
const ORDERS: [Order; 9] = [
    Order::Fifo,
    Order::Lifo,
    Order::Oldest,
    Order::Newest,
    Order::Random,
    Order::Class,
    Order::Biggest,
    Order::ValuePerHour,
    Order::Deadline,
];
const PREFERENCES: [Prefer; 3] = [Prefer::Own, Prefer::New, Prefer::Index];
const MOST: u64 = 1_000_000;

/// What rules may refer to.
pub(super) struct World<'a> {
    pub(super) groups: &'a [Group],
    pub(super) stages: &'a [String],
    pub(super) channels: &'a [String],
    pub(super) segments: &'a [String],
}

/// All policies compared, in order; one plain policy where there are none.
pub(super) fn policies(root: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<Policy> {
    let section = root.section("policies");
    let Some(table) = section.table.filter(|table| !table.0.is_empty()) else {
        if let Some(node) = root.written("compare") {
            cx.log.error(node.span, Fault::new("`compare` needs [policies] to compare"));
        }
        return vec![Policy::plain("plain")];
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
    for name in all.iter().filter(|name| !compared.contains(name)) {
        policy(&sections.section(name), &all, world, cx);
    }
    policies
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

/// The entry of a policy with the rules and roles of the one that it is like.
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
    if let (None, Some(roles)) = (mine.entry("roles"), theirs.entry("roles")) {
        mine.0.push(roles.clone());
    }
    let Some(rules) = theirs.entry("rules") else { return };
    let Some(place) = mine.0.iter().position(|entry| entry.key == "rules") else {
        mine.0.push(rules.clone());
        return;
    };
    if let (Value::Table(mine), Some(theirs)) = (&mut mine.0[place].node.value, rules.node.table())
    {
        for rule in &theirs.0 {
            if mine.entry(&rule.key).is_none() {
                mine.0.push(rule.clone());
            }
        }
    }
}

fn policy(
    scope: &Scope<'_>,
    compared: &[String],
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Policy {
    let rules = scope.section("rules");
    let mut policy = Policy::plain(&scope.name);
    policy.label = scope.text("label", cx).unwrap_or_else(|| scope.name.clone());
    policy.routing = rules.choice("routing", cx).map_or(policy.routing, |k| ROUTINGS[k]);
    policy.pick = rules.choice("pick", cx).map_or(policy.pick, |k| PICKS[k]);
    policy.order = rules.choice("order", cx).map_or(policy.order, |k| ORDERS[k]);
    policy.preempt = rules.flag("preempt", cx);
    policy.overtake = rules.flag("overtake", cx);
    policy.prefer = rules.choice("prefer", cx).map_or(policy.prefer, |k| PREFERENCES[k]);
    policy.owner = match rules.choice("owner", cx) {
        Some(0) => Ownership::Named,
        _ => Ownership::Shared,
    };
    limits(&rules, &mut policy, world, cx);
    policy.meeting_hours_per_week = meetings(&rules, cx);
    policy.documentation = rules.one("documentation", cx).unwrap_or(0.0);
    policy.roles = roles(scope, world, cx);
    policy.overflow = rules.flag("overflow", cx);
    policy.territory = territory(&rules, world, cx);
    policy.start = start(scope, compared, cx);
    if policy.routing == Routing::Territory && policy.territory.is_empty() {
        let message = format!("policy `{}` routes by territory but has none", scope.name);
        let help = "e.g. `territory = { smb = [\"rep 1\", \"rep 2\"] }`";
        cx.log.error(rules.span, Fault::new(message).help(help));
    }
    policy
}

/// `wip = 25` or `wip = { ae = 12, close = 20, total = 30 }`.
fn limits(rules: &Scope<'_>, policy: &mut Policy, world: &World<'_>, cx: &mut Reading<'_>) {
    let Some(node) = rules.node("wip", cx) else { return };
    let limit = |node: &Node, cx: &mut Reading<'_>| {
        if matches!(node.value, Value::Whole(0)) {
            let fault = Fault::new("a limit of 0 on work in progress lets nothing begin");
            cx.log.error(node.span, fault.help("limits are whole numbers from 1"));
            return None;
        }
        cx.whole(node, 1, MOST).and_then(|limit| u32::try_from(limit).ok())
    };
    let Some(table) = node.table() else {
        policy.wip_per_person.extend(limit(&node, cx).map(|limit| (None, limit)));
        return;
    };
    let people: Vec<&str> = world
        .groups
        .iter()
        .flat_map(|group| {
            group.jobs.iter().map(|job| job.name.as_str()).chain([group.name.as_str()])
        })
        .collect();
    for entry in &table.0 {
        let Some(limit) = limit(&entry.node, cx) else { continue };
        let key = entry.key.as_str();
        if let Some(stage) = world.stages.iter().position(|stage| stage == key) {
            policy.wip_per_stage.push((stage, limit));
        } else if people.contains(&key) {
            policy.wip_per_person.push((Some(key.to_owned()), limit));
        } else if key == "total" {
            policy.wip_total = Some(limit);
        } else if key == "others" {
            policy.wip_per_person.push((None, limit));
        } else {
            let fault = Fault::new(format!("no group, job or stage named `{key}`"));
            let stages = world.stages.iter().map(String::as_str);
            let names = people.iter().copied().chain(stages).chain(["total", "others"]);
            cx.log.error(entry.at, fault.among(key, names));
        }
    }
}

/// Hours per week: `"3 h per week"` or `"3 h"`.
fn meetings(rules: &Scope<'_>, cx: &mut Reading<'_>) -> f64 {
    let Some(node) = rules.node("meetings", cx) else { return 0.0 };
    let text = node.text().unwrap_or_default();
    let (time, per) = text.split_once(" per ").unwrap_or((text, "week"));
    let hours = value::of_text(time, Quantity::Work, cx.clock);
    let weeks = value::of_text(&format!("1 {per}"), Quantity::Elapsed, cx.clock);
    match (hours, weeks) {
        (Ok(hours), Ok(per)) if (0.0..=WEEK).contains(&(hours * WEEK / per)) => hours * WEEK / per,
        _ => {
            let message = format!(
                "expected a time per week such as `\"3 h per week\"`, found {}",
                node.found()
            );
            cx.log.error(node.span, Fault::new(message));
            0.0
        }
    }
}

fn roles(scope: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<RoleRule> {
    let mut roles = Vec::new();
    let jobs: Vec<(usize, usize, String)> = world
        .groups
        .iter()
        .enumerate()
        .flat_map(|(g, group)| {
            group.jobs.iter().enumerate().map(move |(j, job)| (g, j, job.name.clone()))
        })
        .collect();
    let names: Vec<String> = jobs.iter().map(|job| job.2.clone()).collect();
    for role in scope.section("roles").sections() {
        let heads = role.small("heads", cx);
        if role.written("heads").is_none() {
            cx.log.error(role.span, Fault::new(format!("role `{}` has no `heads`", role.name)));
        }
        let mut stages = Vec::new();
        let Some(node) = role.node("stages", cx) else {
            cx.log.error(role.span, Fault::new(format!("role `{}` has no `stages`", role.name)));
            continue;
        };
        for item in cx.list(&node).unwrap_or_default() {
            let Some(name) = cx.text(item) else { continue };
            stages.extend(find(cx, item.span, "stage", &name, world.stages));
        }
        let job = find(cx, role.span, "job", &role.name, &names);
        if let (Some(job), Some(heads)) = (job, heads) {
            let (group, job, _) = jobs[job];
            roles.push(RoleRule { group, job, heads, stages });
        }
    }
    roles
}

/// `territory = { smb = ["rep 1", "rep 2"] }`.
fn territory(rules: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<TerritoryRule> {
    let Some(node) = rules.node("territory", cx) else { return Vec::new() };
    let Some(table) = node.table() else {
        let message = format!("expected a table from channel or segment, found {}", node.found());
        cx.log.error(node.span, Fault::new(message));
        return Vec::new();
    };
    let mut territory = Vec::new();
    let names: Vec<String> = world.channels.iter().chain(world.segments).cloned().collect();
    for entry in &table.0 {
        let Some(place) = find(cx, entry.at, "channel or segment", &entry.key, &names) else {
            continue;
        };
        let of = match place.checked_sub(world.channels.len()) {
            None => TerritoryKey::Channel(place),
            Some(segment) => TerritoryKey::Segment(segment),
        };
        let items = entry.node.list().map_or_else(|| vec![entry.node.clone()], <[Node]>::to_vec);
        let people = items.iter().filter_map(|item| person(item, world, cx)).collect();
        territory.push(TerritoryRule { of, people });
    }
    territory
}

/// `"rep 2"`: the second person of the group `rep`.
fn person(node: &Node, world: &World<'_>, cx: &mut Reading<'_>) -> Option<(usize, u32)> {
    let text = cx.text(node)?;
    let split = text.rsplit_once(' ').and_then(|(name, number)| {
        let group = world.groups.iter().position(|group| group.name == name)?;
        let number = number.parse::<u32>().ok()?.checked_sub(1)?;
        (number < world.groups[group].count).then_some((group, number))
    });
    if split.is_none() {
        let fault = Fault::new(format!("nobody is called `{text}`"));
        cx.log
            .error(node.span, fault.help("write the group and a number from 1, e.g. `\"rep 2\"`"));
    }
    split
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
    let at_hours = match start.text().and_then(|text| text.trim().strip_prefix("week ")) {
        Some(number) => {
            let weeks =
                Node { span: start.span, value: Value::Text(format!("{} weeks", number.trim())) };
            cx.quantity(&weeks, Quantity::Elapsed)?
        }
        None => cx.quantity(&start, Quantity::Elapsed)?,
    };
    let name = cx.text(&before)?;
    if name == scope.name {
        cx.log.error(before.span, Fault::new(format!("`{name}` cannot come before itself")));
        return None;
    }
    let before = find(cx, before.span, "policy among those compared", &name, compared)?;
    Some(Start { at_hours, before })
}
