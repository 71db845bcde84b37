//! The stages.

use super::accounts;
use super::conversations::{self, topic};
use super::law;
use super::parameters::{Kind, Quantity};
use super::problem::Fault;
use super::reader::Reading;
use super::record::Record;
use super::routes::{Exits, Names, Onward, by_lead, onward, routes};
use super::scope::{Scope, find};
use super::tree::Node;
use super::value;
use super::words::{self, Care, PHASES, STAGE_KINDS, StageWord};
use crate::engine::law::Law;
use crate::engine::random::Place;
use crate::sales::{
    ByLead, Chance, Contact, Exit, ExitFamily, Leave, Phase, ReplyDecay, Room, Stage, StageKind,
    Target, Topic,
};

/// Keys that make sense for some kinds only.
const OF_ACCOUNTS: [(&str, &[StageWord]); 5] = [
    ("per_year", &[StageWord::Account(Care::Serve), StageWord::Account(Care::Expand)]),
    ("slight", &[StageWord::Account(Care::Serve)]),
    ("lead", &[StageWord::Account(Care::Renew)]),
    ("relief", &[StageWord::Account(Care::Renew)]),
    ("step", &[StageWord::Account(Care::Expand)]),
];
const OF_CHANCE: [&str; 2] = ["touches", "advance"];
const OF_CONTACT: [&str; 7] = ["reach", "give_up", "attempts", "retry", "missed", "gone", "reply"];
const WORKED: [&str; 9] =
    ["role", "touch", "work", "buyer", "skill", "home", "patience", "lost", "due"];

/// Reads the stages; also the names of all skills.
pub(super) fn stages(
    scopes: &[Scope<'_>],
    names: &Names,
    has_buyers: bool,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> (Vec<Stage>, Vec<String>) {
    let mut taken = Vec::new();
    let branches: Vec<Vec<usize>> =
        scopes.iter().map(|scope| branches(scope, &mut taken, names, cx)).collect();
    let parent = |stage: usize| branches.iter().position(|list| list.contains(&stage));
    let kinds: Vec<StageWord> = scopes.iter().map(|scope| kind(scope, cx)).collect();
    conversations::check(scopes, &kinds, |stage| parent(stage).is_some(), has_buyers, cx);
    let mut skills = Vec::new();
    let mut stages = Vec::new();
    for (number, scope) in scopes.iter().enumerate() {
        let is_lead_s = |next: &usize| {
            parent(*next).is_none() && !matches!(kinds[*next], StageWord::Account(_))
        };
        let after = (number + 1..scopes.len()).find(is_lead_s);
        let follows = match (parent(number), after) {
            (Some(block), _) => Target::Stage(block),
            (None, Some(next)) => Target::Stage(next),
            (None, None) => Target::Exit(Exit::WON),
        };
        let kind = kinds[number];
        let mut onward = onward(scope, follows, topic(kind).is_some(), names, exits, cx);
        if parent(number).is_some() {
            onward.ahead = follows;
        }
        let branches = &branches[number];
        stages.push(stage(scope, kind, branches, &onward, names, exits, &mut skills, cx));
    }
    (stages, skills)
}

/// The stage's kind; without a word, whether it has branches tells.
fn kind(scope: &Scope<'_>, cx: &mut Reading<'_>) -> StageWord {
    let has_branches = scope.written("parallel").is_some();
    let otherwise = if has_branches { StageWord::Parallel } else { StageWord::Chance };
    scope.word("kind", &STAGE_KINDS, cx).unwrap_or(otherwise)
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

#[expect(clippy::too_many_arguments, reason = "what a stage may refer to, each by its name")]
fn stage(
    scope: &Scope<'_>,
    kind: StageWord,
    branches: &[usize],
    onward: &Onward,
    names: &Names,
    exits: &mut Exits,
    skills: &mut Vec<String>,
    cx: &mut Reading<'_>,
) -> Stage {
    refuse_keys(scope, kind, cx);
    let groups = groups(scope, names, cx);
    let touch = touch(scope, names, kind, groups.is_empty(), cx);
    let rule = match kind {
        StageWord::Talk(about) => {
            conversations::conversation(scope, about, onward.ahead, &touch, cx)
        }
        StageWord::Account(care) => accounts::work(scope, care, cx),
        StageWord::Contact => StageKind::Contact(contact(scope, onward, exits, cx)),
        StageWord::Parallel => {
            StageKind::Parallel { branches: branches.to_vec(), then: onward.ahead }
        }
        StageWord::Chance => {
            let (routes, decay_per_hour) = routes(scope, onward, names, exits, cx);
            let touches = scope.small("touches", cx).unwrap_or(1);
            StageKind::Chance(Chance { touches, routes, decay_per_hour })
        }
    };
    let usual_phase = match kind {
        StageWord::Account(_) => Phase::Drive,
        _ => topic(kind).map_or(Phase::Engage, conversations::phase),
    };
    let patience = if matches!(kind, StageWord::Account(_)) {
        accounts::patience(scope, cx)
    } else {
        leave(scope, "patience", ExitFamily::GoneCold, exits, cx)
            .and_then(|(node, kind, exit)| Some((law::read(&node, kind.law()?, cx)?, exit)))
            .map(|(after, exit)| Leave { after, exit })
    };
    Stage {
        name: scope.name.clone(),
        place: Place::of(&scope.name),
        phase: scope.word("phase", &PHASES, cx).unwrap_or(usual_phase),
        kind: rule,
        groups,
        touch,
        buyer: buyer_time(scope, names, cx),
        skill: skill(scope, kind, skills, cx),
        home: home(scope, names, cx),
        cost_on_entry: scope.one("cost", cx).unwrap_or(0.0),
        room: room(scope, exits, cx),
        patience,
        timebox: leave(scope, "timebox", ExitFamily::NoDecision, exits, cx)
            .and_then(|(node, kind, exit)| Some((cx.one(&node, kind)?, exit)))
            .map(|(after, exit)| Leave { after, exit }),
        due_hours: scope.one("due", cx),
    }
}

/// The number of the stage's skill, which is added if it is new.
fn skill(
    scope: &Scope<'_>,
    kind: StageWord,
    skills: &mut Vec<String>,
    cx: &mut Reading<'_>,
) -> usize {
    let usual = || match kind {
        StageWord::Account(care) => accounts::skill(care).to_owned(),
        _ => topic(kind).map_or(scope.name.clone(), |about| conversations::skill(about).to_owned()),
    };
    let skill = scope.text("skill", cx).unwrap_or_else(usual);
    skills.iter().position(|known| *known == skill).unwrap_or_else(|| {
        skills.push(skill);
        skills.len() - 1
    })
}

/// The job or group that is at home in the stage.
fn home(scope: &Scope<'_>, names: &Names, cx: &mut Reading<'_>) -> Option<String> {
    let node = scope.node("home", cx)?;
    let name = cx.text(&node)?;
    let all: Vec<String> = names.groups.iter().chain(&names.jobs).cloned().collect();
    find(cx, node.span, "job or group of people", &name, &all).map(|at| all[at].clone())
}

/// Time with the buyer after a touch; may differ by lead.
fn buyer_time(scope: &Scope<'_>, names: &Names, cx: &mut Reading<'_>) -> Option<ByLead<Law>> {
    let node = scope.node("buyer", cx)?;
    let quantity = scope.kind("buyer").law().expect("a law");
    by_lead(&node, names, cx, &mut |node, cx| law::read(node, quantity, cx))
}

/// Keys that the stage's kind does not read, and the kinds that do.
fn refuse_keys(scope: &Scope<'_>, kind: StageWord, cx: &mut Reading<'_>) {
    use StageWord::{Chance, Contact, Parallel, Talk};
    let word = words::word(&STAGE_KINDS, &kind);
    let readers = |key: &str| -> &[StageWord] {
        match key {
            "touches" => &[Chance, Talk(Topic::Validate)],
            "lost" => &[Chance, Contact],
            "patience" if kind == StageWord::Account(Care::Renew) => &[Chance],
            _ if OF_CHANCE.contains(&key) => &[Chance],
            _ if OF_CONTACT.contains(&key) => &[Contact],
            "parallel" => &[Parallel],
            _ => OF_ACCOUNTS.iter().find(|(own, _)| *own == key).map_or(&[], |(_, kinds)| kinds),
        }
    };
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        let key = entry.key.as_str();
        let readers = readers(key);
        let is_account = matches!(kind, StageWord::Account(_));
        let is_work = kind == Parallel && WORKED.contains(&key)
            || is_account && accounts::OF_LEADS.contains(&key);
        if !is_work && (readers.is_empty() || readers.contains(&kind)) {
            continue;
        }
        let other = words::word(&STAGE_KINDS, readers.first().unwrap_or(&Chance));
        let message = format!(
            "`{key}` needs `kind = \"{other}\"`; the stage `{}` is of kind `{word}`",
            scope.name
        );
        cx.log.error(entry.at, Fault::new(message));
    }
    let listed = scope.written("parallel");
    if kind == Parallel && listed.is_none_or(|node| node.list().is_some_and(<[Node]>::is_empty)) {
        let message = format!("stage `{}` is of kind `parallel` without branches", scope.name);
        cx.log.error(scope.span, Fault::new(message).help("e.g. `parallel = [\"legal\"]`"));
    }
    if ![Chance, Parallel].contains(&kind)
        && let Some(next) = scope.written("next").filter(|node| node.text().is_none())
    {
        let article = if word.starts_with(['a', 'e']) { "an" } else { "a" };
        let message = format!("{article} {word} stage goes on to one place: `next` must be a name");
        cx.log.error(next.span, Fault::new(message));
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
    kind: StageWord,
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
    let node = match topic(kind) {
        Some(about) => Some(scope.node_or("touch", conversations::word(about), cx)),
        None => match kind {
            StageWord::Account(care) => Some(scope.node_or("touch", accounts::word(care), cx)),
            _ => scope.node("touch", cx),
        },
    };
    let Some(node) = node else {
        if kind != StageWord::Parallel && !needs_nobody {
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
    let mut reach = scope.ones("reach", cx);
    let give_up = scope.ones("give_up", cx);
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

/// The time to leave, its kind and the exit: `LAW` or `{ after = LAW, exit = NAME }`.
fn leave(
    scope: &Scope<'_>,
    key: &str,
    family: ExitFamily,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> Option<(Node, Kind, usize)> {
    let node = scope.node(key, cx)?;
    let kind = scope.kind(key);
    let form = kind.tables().next().expect("a form with an exit");
    if node.table().is_none_or(|table| table.get("after").is_none()) {
        let exit = form.key("exit")?.default;
        return Some((node, kind, exits.named(exit, family)));
    }
    let item = Record::new(&node, form, cx)?;
    let exit = exits.named(&item.text("exit", cx)?, family);
    Some((item.get("after")?.clone(), item.kind("after"), exit))
}
