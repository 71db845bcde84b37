//! What can only be said of the whole: ways out, people for every stage, names that collide.

use super::buyer_rules;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::scope::Scope;
use crate::engine::random::Place;
use crate::sales::{
    Nominal, Order, Ownership, Policy, Routing, STAGES_AT_MOST, SalesSystem, ShiftEnd, Stage,
    StageKind, Target,
};

/// Whether there are no more stages than the model can hold.
pub(super) fn are_few_stages(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) -> bool {
    let Some(stage) = system.stages.get(STAGES_AT_MOST) else { return true };
    let (found, span) = (system.stages.len(), root.section("stages").section(&stage.name).span);
    let fault = Fault::new(format!("{found} stages; at most {STAGES_AT_MOST} are allowed"));
    cx.log.error(span, fault.help("this is the first of those that are too many"));
    false
}

/// Warns of time with the buyer that never passes: after the only touch the lead is at its end.
pub(super) fn last_words(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    for stage in system.stages.iter().filter(|stage| stage.buyer.is_some()) {
        let touches = match &stage.kind {
            StageKind::Chance(chance) => chance.touches,
            StageKind::Contact(_) => 1,
            StageKind::Buyer(_) | StageKind::Parallel { .. } | StageKind::Account(_) => continue,
        };
        let ends = |target: &Target| matches!(target, Target::Exit(_));
        if touches > 1 || !targets(&stage.kind).iter().all(ends) {
            continue;
        }
        let scope = root.section("stages").section(&stage.name);
        let span = scope.written("buyer").map_or(scope.span, |node| node.span);
        let message = format!("`buyer` has no effect: after its touch `{}` is over", stage.name);
        let help = "it is the time before the next touch or the next stage; for a time before the \
                    end add a stage without `role`, e.g. `[stages.sign]` with `touch = \"10 d\"`";
        cx.log.warning(span, Fault::new(message).help(help));
    }
}

/// Warns of patience where nobody waits and of a home where nobody works: at stages without people.
pub(super) fn idle_patience(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    let is_served_at_once = |stage: &&Stage| stage.groups.is_empty();
    for stage in system.stages.iter().filter(is_served_at_once).filter(|s| s.patience.is_some()) {
        let scope = root.section("stages").section(&stage.name);
        let span = scope.written("patience").map_or(scope.span, |node| node.span);
        let message =
            format!("`patience` has no effect: `{}` needs nobody, so nobody waits", stage.name);
        cx.log.warning(span, Fault::new(message).help("`timebox` limits the whole stay"));
    }
    for stage in system.stages.iter().filter(is_served_at_once).filter(|s| s.home.is_some()) {
        let scope = root.section("stages").section(&stage.name);
        let span = scope.written("home").map_or(scope.span, |node| node.span);
        let message = format!("`home` has no effect: `{}` needs nobody", stage.name);
        cx.log.warning(span, Fault::new(message));
    }
    let waits = |stage: &Stage| !stage.groups.is_empty() || stage.room.is_some();
    if let Some(node) = root.written("interest").filter(|_| !system.stages.iter().any(waits)) {
        let message = "`interest` has no effect: without people every lead is touched at once";
        cx.log.warning(node.span, Fault::new(message));
    }
}

/// Checks the funnel as a graph.
pub(super) fn funnel(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    let next: Vec<Vec<Target>> = system.stages.iter().map(|stage| targets(&stage.kind)).collect();
    let section = root.section("stages");
    let span = |stage: usize| section.section(&system.stages[stage].name).span;
    let mut reached = vec![false; next.len()];
    let is_account = |stage: &usize| system.stages[*stage].kind.account().is_some();
    let mut open: Vec<usize> = system.channels.iter().filter_map(|channel| channel.entry).collect();
    if open.len() < system.channels.len() || system.channels.is_empty() {
        open.push(system.entry);
    }
    open.extend(system.backlog.iter().map(|(stage, _)| *stage));
    while let Some(stage) = open.pop() {
        if std::mem::replace(&mut reached[stage], true) {
            continue;
        }
        open.extend(next[stage].iter().filter_map(|target| match target {
            Target::Stage(stage) => Some(*stage),
            Target::Exit(_) => None,
        }));
    }
    let mut ends: Vec<bool> = system
        .stages
        .iter()
        .map(|stage| stage.timebox.is_some() || stage.patience.is_some())
        .collect();
    let mut changed = true;
    while changed {
        changed = false;
        // from the back, since most routes lead forward
        for stage in (0..next.len()).rev().filter(|stage| !ends[*stage]).collect::<Vec<_>>() {
            ends[stage] = next[stage].iter().any(|target| match target {
                Target::Stage(stage) => ends[*stage],
                Target::Exit(_) => true,
            });
            changed |= ends[stage];
        }
    }
    for (stage, definition) in system.stages.iter().enumerate() {
        let name = &definition.name;
        if is_account(&stage) {
            if reached[stage] {
                let message = format!("`{name}` is work on customers: no lead comes there");
                let help = "leads go to other stages, or to `won`";
                cx.log.error(span(stage), Fault::new(message).help(help));
            }
        } else if !reached[stage] {
            let fault = Fault::new(format!("no lead ever reaches the stage `{name}`"));
            cx.log.warning(span(stage), fault);
        } else if !ends[stage] {
            let fault = Fault::new(format!("cycle without exit: leads never leave from `{name}`"));
            let help = "give a stage of the cycle a chance to reach `won`, `lost` or another exit";
            cx.log.error(span(stage), fault.help(help));
        }
    }
    // a time box or patience ends a stay, but chances must end a lead too, for every channel and
    // segment
    if !cx.log.has_errors()
        && let Err(error) = Nominal::new(system)
    {
        let help = "every lead needs a chance to reach `won`, `lost` or another exit";
        cx.log.error(section.span, Fault::new(error.to_string()).help(help));
    }
}

/// Everywhere a lead can go with a chance above 0. Branches lead back to their block; that the
/// block goes on is said by the block.
fn targets(kind: &StageKind) -> Vec<Target> {
    match kind {
        StageKind::Chance(chance) => chance
            .routes
            .values()
            .iter()
            .flat_map(|routes| &routes.0)
            .filter(|(_, chance)| *chance > 0.0)
            .map(|(target, _)| *target)
            .collect(),
        StageKind::Contact(contact) => vec![contact.then, Target::Exit(contact.lost)],
        StageKind::Buyer(conversation) => vec![conversation.then],
        StageKind::Parallel { branches, then } => {
            branches.iter().map(|stage| Target::Stage(*stage)).chain([*then]).collect()
        }
        StageKind::Account(_) => Vec::new(),
    }
}

/// Checks that somebody works every stage, under every policy.
pub(super) fn staffing(
    system: &SalesSystem,
    policies: &[Policy],
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let is_staffed = |group: &usize| {
        let group = &system.groups[*group];
        group.count > 0 || group.headcount.iter().any(|(_, count)| *count > 0)
    };
    for stage in system.stages.iter().filter(|stage| !stage.groups.is_empty()) {
        let scope = root.section("stages").section(&stage.name);
        let span = scope.written("role").map_or(scope.span, |node| node.span);
        if !stage.groups.iter().any(is_staffed) {
            let name = &system.groups[stage.groups[0]].name;
            let fault =
                Fault::new(format!("nobody is in `{name}`, so nobody works `{}`", stage.name));
            cx.log.error(span, fault.help(format!("give [people.{name}] a `count` from 1")));
            continue;
        }
        let number = system.stages.iter().position(|other| other.name == stage.name);
        for policy in policies {
            let is_worked = stage.groups.iter().filter(|group| is_staffed(group)).any(|group| {
                let mut roles = policy.roles.iter().filter(|role| role.group == *group).peekable();
                roles.peek().is_none()
                    || roles.any(|role| number.is_some_and(|stage| role.stages.contains(&stage)))
            });
            if !is_worked {
                let section = root.section("policies").section(&policy.name);
                let message =
                    format!("policy `{}`: no role works the stage `{}`", policy.name, stage.name);
                cx.log.error(section.span, Fault::new(message));
            }
        }
    }
}

/// Checks that roles fit the funnel, and warns of rules that have no effect.
pub(super) fn rules(
    system: &SalesSystem,
    policies: &[Policy],
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    for policy in policies {
        let name = &policy.name;
        let scope = root.section("policies").section(name);
        for role in &policy.roles {
            let group = &system.groups[role.group];
            let job = &group.jobs[role.job].name;
            let foreign = role.stages.iter().map(|stage| &system.stages[*stage]);
            for stage in foreign.filter(|stage| !stage.groups.contains(&role.group)) {
                let message = format!(
                    "policy `{name}`: role `{job}` cannot work `{}`, which is not work of `{}`",
                    stage.name, group.name
                );
                let help = format!("stages name their people: `role = \"{}\"`", group.name);
                cx.log.error(
                    scope.section("roles").section(job).span,
                    Fault::new(message).help(help),
                );
            }
        }
        let owns = policy.owner == Ownership::Named
            || !matches!(policy.routing, Routing::Pull | Routing::Claim);
        let dull = [
            (
                policy.order == Order::Deadline
                    && system.stages.iter().all(|stage| stage.due_hours.is_none()),
                "the order `deadline` needs a stage with `due`",
            ),
            (
                policy.order == Order::OwnPay && policy.pay.plans.is_empty(),
                "the order `own pay` needs people who are on a plan",
            ),
            (
                !owns && !policy.wip_per_person.is_empty(),
                "limits per person count owned leads, and nobody owns any without `owner = \"named\"`",
            ),
            (policy.overflow && policy.roles.is_empty(), "`overflow` needs roles"),
            (
                policy.routing != Routing::Territory && !policy.territory.is_empty(),
                "`territory` needs `routing = \"territory\"`",
            ),
            (
                policy.overtake
                    && system.groups.iter().all(|group| group.shift_end != ShiftEnd::DoNotStart),
                "`overtake` needs people with `shift_end = \"do not start\"`",
            ),
            (
                (policy.preempt || policy.order == Order::Class)
                    && system.channels.iter().all(|channel| channel.class == 0),
                "priorities need channels of different `class`",
            ),
        ];
        for (_, why) in dull.iter().filter(|(is_dull, _)| *is_dull) {
            let fault = Fault::new(format!("policy `{name}`: a rule has no effect: {why}"));
            cx.log.warning(scope.span, fault);
        }
        buyer_rules::dull_rules(&scope, system, cx);
    }
}

/// Refuses names whose luck would be the same: two names with one 24-bit place.
pub(super) fn places(names: &[(String, Span)], cx: &mut Reading<'_>) {
    for (k, (name, span)) in names.iter().enumerate() {
        let place = Place::of(name);
        let twin = names[..k].iter().find(|other| other.0 != *name && Place::of(&other.0) == place);
        if let Some((twin, _)) = twin {
            let message = format!("the names `{twin}` and `{name}` would share their luck");
            let help = "their 24-bit hashes are equal, by bad luck (1 in 16 million): rename one";
            cx.log.error(*span, Fault::new(message).help(help));
        }
    }
}
