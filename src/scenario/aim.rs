//! Where a policy aims the money that is spent on channels.

use super::problem::Fault;
use super::reader::Reading;
use super::record::Record;
use super::rules::World;
use super::scope::{Scope, find};
use crate::sales::{Policy, SalesSystem};

/// `aim = { large = 2 }`: a weight by segment; a weight of 1 is none.
pub(super) fn aim(rules: &Scope<'_>, world: &World<'_>, cx: &mut Reading<'_>) -> Vec<(usize, f64)> {
    let Some(node) = rules.node("aim", cx) else { return Vec::new() };
    let form = rules.kind("aim").tables().next().expect("an aim is a table");
    let Some(item) = Record::new(&node, form, cx) else { return Vec::new() };
    let mut aim = Vec::new();
    for entry in &item.table().0 {
        let segment = find(cx, entry.at, "segment", &entry.key, world.segments);
        let weight = item.one(&entry.key, cx).filter(|weight| (weight - 1.0).abs() > 0.0);
        aim.extend(segment.zip(weight));
    }
    aim.sort_by_key(|(segment, _)| *segment);
    aim
}

/// Only money can be aimed, and it must reach somebody.
pub(super) fn check(
    system: &SalesSystem,
    policies: &[Policy],
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    for policy in policies.iter().filter(|policy| !policy.aim.is_empty()) {
        let scope = root.section("policies").section(&policy.name);
        let rules = scope.section("rules");
        let span = rules.written("aim").map_or(scope.span, |node| node.span);
        let spent: Vec<_> = system.channels.iter().filter(|c| c.spend.is_some()).collect();
        if spent.is_empty() {
            let fault = Fault::new("`aim` needs a channel with `spend`: only money can be aimed");
            cx.log.error(span, fault.help("e.g. `channels.ads.spend.amount = \"5 k per week\"`"));
        }
        let is_missed = |s: usize| policy.aim.iter().any(|(of, weight)| *of == s && *weight == 0.0);
        for channel in spent {
            let mut shares = channel.segment_mix.iter().enumerate();
            if shares.all(|(s, share)| *share == 0.0 || is_missed(s)) {
                let message = format!("`aim` leaves nobody whom `{}` could bring", channel.name);
                cx.log.error(span, Fault::new(message).help("give some segment a weight above 0"));
            }
        }
    }
}
