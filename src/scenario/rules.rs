//! Single rules of a policy: limits, meetings, roles, territories.

use super::parameters::{Kind, Quantity};
use super::problem::Fault;
use super::reader::Reading;
use super::scope::{Scope, find};
use super::tree::{Node, Value};
use super::value::{self, WEEK};
use crate::sales::{Group, Policy, RoleRule, TerritoryKey, TerritoryRule};

/// What rules may refer to.
pub(super) struct World<'a> {
    pub(super) groups: &'a [Group],
    pub(super) stages: &'a [String],
    pub(super) channels: &'a [String],
    pub(super) segments: &'a [String],
    pub(super) plans: &'a [String],
    pub(super) has_buyers: bool,
    pub(super) has_prospecting: bool,
}

/// `wip = 25` or `wip = { ae = 12, close = 20, total = 30 }`.
pub(super) fn limits(
    rules: &Scope<'_>,
    policy: &mut Policy,
    world: &World<'_>,
    cx: &mut Reading<'_>,
) {
    let Some(node) = rules.node("wip", cx) else { return };
    let kind = rules.kind("wip");
    let limit = |node: &Node, kind: Kind, cx: &mut Reading<'_>| {
        if matches!(node.value, Value::Whole(0)) {
            let fault = Fault::new("a limit of 0 on work in progress lets nothing begin");
            cx.log.error(node.span, fault.help("limits are whole numbers from 1"));
            return None;
        }
        cx.small(node, kind)
    };
    let Some(table) = node.table() else {
        policy.wip_per_person.extend(limit(&node, kind, cx).map(|limit| (None, limit)));
        return;
    };
    let people = people_of(world);
    let form = kind.tables().next().expect("limits may be a table");
    for entry in &table.0 {
        let kind = form.key(&entry.key).expect("any name").kind;
        let Some(limit) = limit(&entry.node, kind, cx) else { continue };
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
            let own: Vec<&str> = form.known().collect();
            let names = people.iter().copied().chain(stages).chain(own.iter().copied());
            cx.log.error(entry.at, fault.among(key, names));
        }
    }
}

/// The names of all jobs and groups.
pub(super) fn people_of<'a>(world: &World<'a>) -> Vec<&'a str> {
    let names = |group: &'a Group| {
        group.jobs.iter().map(|job| job.name.as_str()).chain([group.name.as_str()])
    };
    world.groups.iter().flat_map(names).collect()
}

/// Hours per week: `"3 h per week"` or `"3 h"`.
pub(super) fn weekly_hours(rules: &Scope<'_>, key: &str, cx: &mut Reading<'_>) -> f64 {
    rules.node(key, cx).and_then(|node| hours_per_week(&node, cx)).unwrap_or(0.0)
}

/// Working time per week, at most a whole week.
pub(super) fn hours_per_week(node: &Node, cx: &mut Reading<'_>) -> Option<f64> {
    let text = node.text().unwrap_or_default();
    let (time, per) = text.split_once(" per ").unwrap_or((text, "week"));
    let hours = value::of_text(time, Quantity::Work, cx.clock);
    let weeks = value::of_text(&format!("1 {per}"), Quantity::Elapsed, cx.clock);
    match (hours, weeks) {
        (Ok(hours), Ok(per)) if (0.0..=WEEK).contains(&(hours * WEEK / per)) => {
            Some(hours * WEEK / per)
        }
        _ => {
            let message = format!(
                "expected a time per week such as `\"3 h per week\"`, found {}",
                node.found()
            );
            cx.log.error(node.span, Fault::new(message));
            None
        }
    }
}

pub(super) fn roles(scope: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<RoleRule> {
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
pub(super) fn territory(
    rules: &Scope<'_>,
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Vec<TerritoryRule> {
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
        let number = number.parse::<u32>().ok()?;
        (1..=world.groups[group].count).contains(&number).then_some((group, number))
    });
    if split.is_none() {
        let fault = Fault::new(format!("nobody is called `{text}`"));
        cx.log
            .error(node.span, fault.help("write the group and a number from 1, e.g. `\"rep 2\"`"));
    }
    split
}
