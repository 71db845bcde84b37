//! The stages.

use super::law;
use super::parameters::Quantity;
use super::problem::Fault;
use super::reader::{Reading, Scope, find};
use super::routes::{Exits, Names, Onward, by_lead, onward, routes};
use super::tree::Node;
use super::value;
use crate::engine::law::Law;
use crate::engine::random::Place;
use crate::sales::{
    ByLead, Chance, Contact, Exit, ExitFamily, Leave, Phase, ReplyDecay, Room, Stage, StageKind,
    Target,
};

/// Keys that make sense for some kinds only.
const CHANCE: [&str; 2] = ["touches", "advance"];
const CONTACT: [&str; 7] = ["reach", "give_up", "attempts", "retry", "missed", "gone", "reply"];
const WORKED: [&str; 8] = ["role", "touch", "work", "buyer", "skill", "patience", "lost", "due"];

/// Reads the stages; also the names of all skills.
pub(super) fn stages(
    scopes: &[Scope<'_>],
    names: &Names,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> (Vec<Stage>, Vec<String>) {
    let mut taken = Vec::new();
    let branches: Vec<Vec<usize>> =
        scopes.iter().map(|scope| branches(scope, &mut taken, names, cx)).collect();
    let parent = |stage: usize| branches.iter().position(|list| list.contains(&stage));
    let mut skills = Vec::new();
    let mut stages = Vec::new();
    for (number, scope) in scopes.iter().enumerate() {
        let after = (number + 1..scopes.len()).find(|next| parent(*next).is_none());
        let follows = match (parent(number), after) {
            (Some(block), _) => Target::Stage(block),
            (None, Some(next)) => Target::Stage(next),
            (None, None) => Target::Exit(Exit::WON),
        };
        let mut onward = onward(scope, follows, names, exits, cx);
        if parent(number).is_some() {
            onward.ahead = follows;
        }
        stages.push(stage(scope, &branches[number], &onward, names, exits, &mut skills, cx));
    }
    (stages, skills)
}

fn branches(
    scope: &Scope<'_>,
    taken: &mut Vec<usize>,
    names: &Names,
    cx: &mut Reading<'_>,
) -> Vec<usize> {
    let Some(node) = scope.node("parallel", cx) else { return Vec::new() };
    let mut branches = Vec::new();
    for item in cx.list(&node).unwrap_or_default() {
        let Some(name) = cx.text(item) else { continue };
        let Some(stage) = find(cx, item.span, "stage", &name, &names.stages) else { continue };
        if name == scope.name || branches.contains(&stage) {
            cx.log.error(item.span, Fault::new(format!("`{name}` cannot be a branch here")));
        } else if taken.contains(&stage) {
            cx.log.error(item.span, Fault::new(format!("`{name}` is a branch of two stages")));
        } else {
            branches.push(stage);
            taken.push(stage);
        }
    }
    branches
}

fn stage(
    scope: &Scope<'_>,
    branches: &[usize],
    onward: &Onward,
    names: &Names,
    exits: &mut Exits,
    skills: &mut Vec<String>,
    cx: &mut Reading<'_>,
) -> Stage {
    let said = scope.choice("kind", cx);
    let kind = said.unwrap_or(if scope.written("parallel").is_some() { 2 } else { 0 });
    refuse_keys(scope, kind, cx);
    let groups = groups(scope, names, cx);
    let touch = touch(scope, names, kind == 2, groups.is_empty(), cx);
    let rule = match kind {
        0 => {
            let (routes, decay_per_hour) = routes(scope, onward, names, exits, cx);
            let touches = scope.small("touches", cx).unwrap_or(1);
            StageKind::Chance(Chance { touches, routes, decay_per_hour })
        }
        1 => StageKind::Contact(contact(scope, onward, exits, cx)),
        _ => StageKind::Parallel { branches: branches.to_vec(), then: onward.ahead },
    };
    let skill = scope.text("skill", cx).unwrap_or_else(|| scope.name.clone());
    let skill = skills.iter().position(|known| *known == skill).unwrap_or_else(|| {
        skills.push(skill);
        skills.len() - 1
    });
    Stage {
        name: scope.name.clone(),
        place: Place::of(&scope.name),
        phase: scope.choice("phase", cx).map_or(Phase::Engage, |k| Phase::ALL[k]),
        kind: rule,
        groups,
        touch,
        buyer: buyer_time(scope, names, cx),
        skill,
        cost_on_entry: scope.one("cost", cx).unwrap_or(0.0),
        room: room(scope, exits, cx),
        patience: leave(scope, "patience", ("gone cold", ExitFamily::GoneCold), exits, cx)
            .and_then(|(node, exit)| Some((law::read(&node, Quantity::Elapsed, cx)?, exit)))
            .map(|(after, exit)| Leave { after, exit }),
        timebox: leave(scope, "timebox", ("no decision", ExitFamily::NoDecision), exits, cx)
            .and_then(|(node, exit)| Some((cx.quantity(&node, Quantity::Elapsed)?, exit)))
            .map(|(after, exit)| Leave { after, exit }),
        due_hours: scope.one("due", cx),
    }
}

/// Time with the buyer after a touch; may differ by lead.
fn buyer_time(scope: &Scope<'_>, names: &Names, cx: &mut Reading<'_>) -> Option<ByLead<Law>> {
    let node = scope.node("buyer", cx)?;
    by_lead(&node, names, cx, &mut |node, cx| law::read(node, Quantity::Elapsed, cx))
}

fn refuse_keys(scope: &Scope<'_>, kind: usize, cx: &mut Reading<'_>) {
    let word = ["chance", "contact", "parallel"][kind];
    let mut wrong: Vec<(&str, &str)> = Vec::new();
    match kind {
        0 => wrong.extend(CONTACT.map(|key| (key, "contact"))),
        1 => wrong.extend(CHANCE.map(|key| (key, "chance"))),
        _ => {
            wrong.extend(CONTACT.map(|key| (key, "contact")));
            wrong.extend(CHANCE.map(|key| (key, "chance")));
            wrong.extend(WORKED.map(|key| (key, "chance")));
        }
    }
    if kind != 2 {
        wrong.push(("parallel", "parallel"));
    }
    for (key, other) in wrong {
        if let Some(entry) = scope.table.and_then(|table| table.entry(key)) {
            let message = format!(
                "`{key}` needs `kind = \"{other}\"`; the stage `{}` is of kind `{word}`",
                scope.name
            );
            cx.log.error(entry.at, Fault::new(message));
        }
    }
    let listed = scope.written("parallel");
    if kind == 2 && listed.is_none_or(|node| node.list().is_some_and(<[Node]>::is_empty)) {
        let message = format!("stage `{}` is of kind `parallel` without branches", scope.name);
        cx.log.error(scope.span, Fault::new(message).help("e.g. `parallel = [\"legal\"]`"));
    }
    if kind == 1
        && let Some(next) = scope.written("next").filter(|node| node.text().is_none())
    {
        let fault = Fault::new("a contact stage goes on to one place: `next` must be a name");
        cx.log.error(next.span, fault);
    }
}

fn groups(scope: &Scope<'_>, names: &Names, cx: &mut Reading<'_>) -> Vec<usize> {
    let Some(node) = scope.node("role", cx) else { return Vec::new() };
    let items = node.list().map_or_else(|| vec![node.clone()], <[Node]>::to_vec);
    let mut groups = Vec::new();
    for item in &items {
        let Some(name) = cx.text(item) else { continue };
        if names.jobs.contains(&name) && !names.groups.contains(&name) {
            let fault = Fault::new(format!("`{name}` is a job, and jobs are given by policies"));
            cx.log.error(item.span, fault.among("", names.groups.iter().map(String::as_str)));
            continue;
        }
        let group = find(cx, item.span, "group of people", &name, &names.groups);
        groups.extend(group.filter(|group| !groups.contains(group)));
    }
    groups
}

fn touch(
    scope: &Scope<'_>,
    names: &Names,
    is_parallel: bool,
    needs_nobody: bool,
    cx: &mut Reading<'_>,
) -> ByLead<Law> {
    let nothing = Law::fixed(0.0).expect("zero is a finite number");
    let quantity = if needs_nobody { Quantity::Elapsed } else { Quantity::Work };
    if let Some(node) = scope.node("work", cx) {
        if let Some(touch) = scope.written("touch") {
            cx.log.error(touch.span, Fault::new("`touch` and `work` contradict each other"));
        }
        let list = cx.list(&node).unwrap_or_default();
        let laws: Vec<Law> = list.iter().filter_map(|item| law::read(item, quantity, cx)).collect();
        if laws.is_empty() {
            cx.log.error(node.span, Fault::new("`work` needs at least one time"));
            return ByLead::Same(nothing);
        }
        return ByLead::Listed(laws);
    }
    let Some(node) = scope.node("touch", cx) else {
        if !is_parallel && !needs_nobody {
            let message = format!("stage `{}` has no `touch`", scope.name);
            let help = "how much work is it? e.g. `touch = \"1.5 h\"`";
            cx.log.error(scope.span, Fault::new(message).help(help));
        }
        return ByLead::Same(nothing);
    };
    let mut read = |node: &Node, cx: &mut Reading<'_>| law::read(node, quantity, cx);
    by_lead(&node, names, cx, &mut read).unwrap_or(ByLead::Same(nothing))
}

fn contact(scope: &Scope<'_>, onward: &Onward, exits: &mut Exits, cx: &mut Reading<'_>) -> Contact {
    let shares = |key: &str, cx: &mut Reading<'_>| -> Vec<f64> {
        scope.node(key, cx).map(|node| cx.shares(&node)).unwrap_or_default()
    };
    let mut reach = shares("reach", cx);
    let give_up = shares("give_up", cx);
    if reach.is_empty() {
        cx.log.error(scope.span, Fault::new("`reach` needs at least one chance"));
        reach.push(1.0);
    }
    let reply = scope.section("reply");
    let reply = reply.is_present().then(|| ReplyDecay {
        floor: reply.one("floor", cx).unwrap_or(0.0),
        tau_hours: reply.one("tau", cx).filter(|tau| *tau > 0.0).unwrap_or(value::WEEK),
        sensitivity: reply.one("sensitivity", cx).unwrap_or(0.0),
    });
    let gone = scope.text("gone", cx).unwrap_or_else(|| "gone cold".to_owned());
    Contact {
        reach,
        give_up,
        attempts: scope.small("attempts", cx).unwrap_or(1),
        retry: scope.law("retry", cx).unwrap_or_else(|| Law::fixed(24.0).expect("a finite number")),
        missed: scope.law("missed", cx),
        reply,
        then: onward.ahead,
        lost: exits.named(&gone, ExitFamily::GoneCold),
    }
}

fn room(scope: &Scope<'_>, exits: &mut Exits, cx: &mut Reading<'_>) -> Option<Room> {
    let when_full = scope.text("when_full", cx);
    let Some(places) = scope.small("room", cx) else {
        if let Some(node) = scope.written("when_full").filter(|_| scope.written("room").is_none()) {
            cx.log.error(node.span, Fault::new("`when_full` needs a `room` that can be full"));
        }
        return None;
    };
    let when_full = when_full.map(|name| exits.named(&name, ExitFamily::TurnedAway));
    Some(Room { places, when_full })
}

/// A time to leave and the exit: `LAW` or `{ after = LAW, exit = NAME }`.
fn leave(
    scope: &Scope<'_>,
    key: &str,
    (name, family): (&str, ExitFamily),
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> Option<(Node, usize)> {
    let node = scope.node(key, cx)?;
    let Some((table, after)) = node.table().and_then(|t| Some((t, t.get("after")?))) else {
        return Some((node.clone(), exits.named(name, family)));
    };
    for entry in table.0.iter().filter(|entry| !["after", "exit"].contains(&entry.key.as_str())) {
        let fault = Fault::new(format!("unknown key `{}` in `{key}`", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, ["after", "exit"]));
    }
    let exit = match table.get("exit") {
        Some(exit) => cx.text(exit)?,
        None => name.to_owned(),
    };
    Some((after.clone(), exits.named(&exit, family)))
}
