//! Prospecting: what it finds, and who does it when.

use super::problem::Fault;
use super::reader::Reading;
use super::routes::Exits;
use super::rules::{World, hours_per_week, people_of};
use super::scope::{Scope, find};
use super::tree::Node;
use crate::sales::{ExitFamily, Policy, Prospect, Prospecting, SalesSystem};

/// The section [prospecting], if there is one: it adds a skill to those that stages named, and an exit of
/// leads that go with whoever found them.
pub(super) fn prospecting(
    root: &Scope<'_>,
    channels: &[String],
    (skills, exits): (&mut Vec<String>, &mut Exits),
    cx: &mut Reading<'_>,
) -> Option<Prospecting> {
    let scope = root.section("prospecting");
    if !scope.is_present() {
        return None;
    }
    let channel = scope.node("channel", cx);
    if channel.is_none() {
        let fault =
            Fault::new("[prospecting] needs the `channel` whose kind the leads found are of");
        cx.log.error(scope.span, fault.among("", channels.iter().map(String::as_str)));
    }
    let channel = channel.and_then(|node| {
        let name = cx.text(&node)?;
        find(cx, node.span, "channel", &name, channels)
    });
    let mut of = |key| scope.one(key, cx).unwrap_or(0.0);
    let prospecting = Prospecting {
        channel: channel.unwrap_or(0),
        per_hour: of("per_hour"),
        list: of("list"),
        used_per_lead: of("use"),
        rest_hours: of("rest"),
        takes: of("takes"),
        skill: skill(skills),
        left: exits.named(Prospecting::LEFT, ExitFamily::Lost),
    };
    channel.map(|_| prospecting)
}

/// The number of the skill that finds leads.
fn skill(skills: &mut Vec<String>) -> usize {
    skills.iter().position(|known| known == Prospecting::SKILL).unwrap_or_else(|| {
        skills.push(Prospecting::SKILL.to_owned());
        skills.len() - 1
    })
}

/// `prospect = "idle"`, `"6 h per week"` or `{ ae = "idle", others = "2 h per week" }`.
pub(super) fn rule(
    rules: &Scope<'_>,
    policy: &mut Policy,
    world: &World<'_>,
    cx: &mut Reading<'_>,
) {
    let Some(node) = rules.node("prospect", cx) else { return };
    if !world.has_prospecting {
        let fault = Fault::new("`prospect` needs [prospecting]: what an hour of it finds");
        cx.log.error(node.span, fault.help("e.g. `[prospecting]` with `channel = \"outbound\"`"));
        return;
    }
    let Some(table) = node.table() else {
        policy.prospect.extend(when(&node, cx).map(|rule| (None, rule)));
        return;
    };
    let people = people_of(world);
    for entry in &table.0 {
        let Some(rule) = when(&entry.node, cx) else { continue };
        let key = entry.key.as_str();
        if people.contains(&key) {
            policy.prospect.push((Some(key.to_owned()), rule));
        } else if key == "others" {
            policy.prospect.push((None, rule));
        } else {
            let fault = Fault::new(format!("no group or job named `{key}`"));
            cx.log.error(entry.at, fault.among(key, people.iter().copied().chain(["others"])));
        }
    }
}

/// When somebody prospects.
fn when(node: &Node, cx: &mut Reading<'_>) -> Option<Prospect> {
    if node.text() == Some("idle") {
        return Some(Prospect::Idle);
    }
    if node.text().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit())) {
        return hours_per_week(node, cx).map(Prospect::Weekly);
    }
    let message = format!(
        "expected `\"idle\"` or a time per week such as `\"6 h per week\"`, found {}",
        node.found()
    );
    cx.log.error(node.span, Fault::new(message));
    None
}

/// What can only be said of the whole: that somebody prospects.
pub(super) fn check(
    system: &SalesSystem,
    policies: &[Policy],
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    if system.prospecting.is_none() || cx.log.has_errors() {
        return;
    }
    let scope = root.section("prospecting");
    if policies.iter().all(|policy| policy.prospect.is_empty()) {
        let fault = Fault::new("no policy says who prospects, so nobody does");
        let help = "e.g. `rules.prospect = \"idle\"` or `\"6 h per week\"` in a policy";
        cx.log.warning(scope.span, fault.help(help));
    }
}
