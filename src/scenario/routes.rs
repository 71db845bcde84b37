//! Where leads go: targets, chances and exits.

use super::leaves;
use super::parameters::{self, Kind, Quantity};
use super::problem::{Fault, Span};
use super::reader::{Reading, Scope, find};
use super::tree::{Node, Table};
use super::world::check_sum;
use crate::sales::buyer::Leaves;
use crate::sales::{ByLead, Exit, ExitFamily, Routes, Target};

/// What stages may refer to.
pub(super) struct Names {
    pub(super) stages: Vec<String>,
    pub(super) channels: Vec<String>,
    pub(super) segments: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) jobs: Vec<String>,
}

/// The exits, made as they are named.
pub(super) struct Exits(pub(super) Vec<Exit>);

const STANDARD: [(&str, ExitFamily); 6] = [
    ("won", ExitFamily::Won),
    ("never worked", ExitFamily::NeverWorked),
    ("lost", ExitFamily::Lost),
    ("no decision", ExitFamily::NoDecision),
    ("gone cold", ExitFamily::GoneCold),
    ("turned away", ExitFamily::TurnedAway),
];

/// The families in the order of the parameter `exits.*.family`.
const FAMILIES: [ExitFamily; 7] = [
    ExitFamily::Won,
    ExitFamily::Lost,
    ExitFamily::NoDecision,
    ExitFamily::GoneCold,
    ExitFamily::NeverWorked,
    ExitFamily::TurnedAway,
    ExitFamily::NotReady,
];

/// How a scenario writes a family.
fn family_word(family: ExitFamily) -> &'static str {
    let place = FAMILIES.iter().position(|known| *known == family);
    match (place, parameters::at("exits.*.family").map(|parameter| parameter.kind)) {
        (Some(place), Some(Kind::Choice(words))) => words[place],
        _ => unreachable!("the table of parameters lists the families"),
    }
}

impl Exits {
    /// The exits of the scenario, and where it has buyers, theirs.
    pub(super) fn read(root: &Scope<'_>, has_buyers: bool, cx: &mut Reading<'_>) -> (Self, Leaves) {
        let exit = |(name, family): (&str, ExitFamily)| Exit { name: name.to_owned(), family };
        let mut exits = Self(STANDARD.into_iter().take(2).map(exit).collect());
        let leaves = if has_buyers { leaves::leaves(&mut exits) } else { Leaves::default() };
        for scope in root.section("exits").sections() {
            let family = scope.choice("family", cx).map_or(ExitFamily::Lost, |k| FAMILIES[k]);
            let number = exits.named(&scope.name, family);
            if exits.0[number].family != family {
                let message = format!("the exit `{}` has a family of its own", scope.name);
                let help = format!("its family is `{}`", family_word(exits.0[number].family));
                cx.log.error(scope.span, Fault::new(message).help(help));
            }
        }
        (exits, leaves)
    }

    /// The number of the exit with this name, made in this family if it is new.
    pub(super) fn named(&mut self, name: &str, family: ExitFamily) -> usize {
        if let Some(number) = self.0.iter().position(|exit| exit.name == name) {
            return number;
        }
        let standard = STANDARD.iter().find(|(known, _)| *known == name);
        let family = standard.map_or(family, |(_, family)| *family);
        self.0.push(Exit { name: name.to_owned(), family });
        self.0.len() - 1
    }

    /// The stage or exit that a route names.
    fn target(
        &mut self,
        name: &str,
        span: Span,
        names: &Names,
        cx: &mut Reading<'_>,
    ) -> Option<Target> {
        if let Some(stage) = names.stages.iter().position(|stage| stage == name) {
            return Some(Target::Stage(stage));
        }
        let is_standard = STANDARD.iter().any(|(known, _)| *known == name);
        if is_standard || self.0.iter().any(|exit| exit.name == name) {
            return Some(Target::Exit(self.named(name, ExitFamily::Lost)));
        }
        let known = names.stages.iter().map(String::as_str);
        let exits = self.0.iter().map(|exit| exit.name.as_str()).chain(["lost"]);
        let fault = Fault::new(format!("no stage or exit named `{name}`"));
        cx.log.error(span, fault.among(name, known.chain(exits)));
        None
    }
}

/// How a chance stage goes on, before chances are turned into routes.
pub(super) struct Onward {
    /// Where a lead goes that advances.
    pub(super) ahead: Target,
    /// The exit of one that does not.
    pub(super) lost: usize,
}

/// The target of `next = "NAME"`, or the one that follows from the order of the file; a stage that
/// `talks` with buyers has exits of its own.
pub(super) fn onward(
    scope: &Scope<'_>,
    follows: Target,
    talks: bool,
    names: &Names,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> Onward {
    let lost = if talks {
        "buyer declined".to_owned()
    } else {
        scope.text("lost", cx).unwrap_or_else(|| "lost".to_owned())
    };
    let lost = exits.named(&lost, ExitFamily::Lost);
    let target = scope.node("next", cx).and_then(|node| {
        let name = node.text()?;
        exits.target(name, node.span, names, cx)
    });
    Onward { ahead: target.unwrap_or(follows), lost }
}

/// Routes from `next = { … }` or from `advance`, and how fast the chance falls with the wait.
pub(super) fn routes(
    scope: &Scope<'_>,
    onward: &Onward,
    names: &Names,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> (ByLead<Routes>, Option<f64>) {
    let sure = || ByLead::Same(Routes(vec![(onward.ahead, 1.0)]));
    if let Some(node) = scope.written("next").filter(|node| node.text().is_none()) {
        scope.node("next", cx);
        if let Some(advance) = scope.written("advance") {
            let fault = Fault::new("`advance` and a table `next` contradict each other");
            cx.log.error(advance.span, fault.help("write all chances into `next`"));
        }
        let mut read = |node: &Node, cx: &mut Reading<'_>| explicit(node, names, exits, cx);
        return (by_lead(node, names, cx, &mut read).unwrap_or_else(sure), None);
    }
    let Some(node) = scope.node("advance", cx) else { return (sure(), None) };
    let two_ways = |p: f64| {
        let mut routes = vec![(onward.ahead, p)];
        if p < 1.0 {
            routes.push((Target::Exit(onward.lost), 1.0 - p));
        }
        Routes(routes)
    };
    if let Some(table) = node.table()
        && table.get("at_once").is_some()
    {
        return falling(&node, table, cx)
            .map_or_else(|| (sure(), None), |(p, decay)| (ByLead::Same(two_ways(p)), Some(decay)));
    }
    let mut read = |node: &Node, cx: &mut Reading<'_>| cx.share(node).map(two_ways);
    (by_lead(&node, names, cx, &mut read).unwrap_or_else(sure), None)
}

/// `{ at_once = 0.3, decay = "0.7 per h", of = "wait" }`.
fn falling(node: &Node, table: &Table, cx: &mut Reading<'_>) -> Option<(f64, f64)> {
    const KEYS: [&str; 3] = ["at_once", "decay", "of"];
    for entry in table.0.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
        let fault = Fault::new(format!("unknown key `{}` in `advance`", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, KEYS));
    }
    if let Some(of) = table.get("of")
        && of.text() != Some("wait")
    {
        let message = format!("`of` must be `\"wait\"`, found {}", of.found());
        cx.log.error(of.span, Fault::new(message));
    }
    let at_once = cx.share(table.get("at_once")?)?;
    let Some(decay) = table.get("decay") else {
        let fault = Fault::new("`at_once` needs a `decay`");
        cx.log.error(node.span, fault.help("e.g. `decay = \"0.7 per h\"`"));
        return None;
    };
    Some((at_once, cx.quantity(decay, Quantity::Rate)?))
}

/// `{ demo = 0.6, qualify = 0.1, lost = 0.3 }`: the first stage named counts as the way ahead; then
/// come other stages, then exits, by name.
fn explicit(node: &Node, names: &Names, exits: &mut Exits, cx: &mut Reading<'_>) -> Option<Routes> {
    let table = node.table().ok_or_else(|| {
        Fault::new(format!("expected a name or a table of chances, found {}", node.found()))
    });
    let table = cx.accept(node.span, table)?;
    let mut routes = Vec::new();
    for entry in table.0.iter().filter(|entry| entry.key != "rest") {
        let target = exits.target(&entry.key, entry.at, names, cx);
        let chance = cx.share(&entry.node);
        routes.push((target?, chance?, entry.key.clone()));
    }
    let sum: f64 = routes.iter().map(|route| route.1).sum();
    if let Some(rest) = table.get("rest") {
        let name = cx.text(rest)?;
        if sum > 1.0 + 1e-6 {
            check_sum(sum, "the chances of `next`", node.span, cx);
            return None;
        }
        routes.push((exits.target(&name, rest.span, names, cx)?, (1.0 - sum).max(0.0), name));
    } else if !check_sum(sum, "the chances of `next`", node.span, cx) {
        return None;
    }
    let is_stage = |route: &&(Target, f64, String)| matches!(route.0, Target::Stage(_));
    let ahead = routes.iter().find(is_stage).or(routes.first())?.0;
    routes.sort_by(|a, b| {
        let class = |target: Target| match target {
            _ if target == ahead => 0,
            Target::Stage(_) => 1,
            Target::Exit(_) => 2,
        };
        class(a.0).cmp(&class(b.0)).then_with(|| a.2.cmp(&b.2))
    });
    let total: f64 = routes.iter().map(|route| route.1).sum();
    Some(Routes(routes.into_iter().map(|(target, p, _)| (target, p / total)).collect()))
}

/// One value, or `{ by = "channel", NAME = …, default = … }`.
pub(super) fn by_lead<T: Clone>(
    node: &Node,
    names: &Names,
    cx: &mut Reading<'_>,
    read: &mut dyn FnMut(&Node, &mut Reading<'_>) -> Option<T>,
) -> Option<ByLead<T>> {
    let Some((table, by)) = node.table().and_then(|table| Some((table, table.get("by")?))) else {
        return read(node, cx).map(ByLead::Same);
    };
    let known = match by.text() {
        Some("channel") => &names.channels,
        Some("segment") => &names.segments,
        _ => {
            let message = format!("`by` must be `channel` or `segment`, found {}", by.found());
            cx.log.error(by.span, Fault::new(message));
            return None;
        }
    };
    let default = table.get("default").and_then(|node| read(node, cx));
    let mut values = vec![default; known.len()];
    let what = by.text().unwrap_or_default();
    for entry in table.0.iter().filter(|e| e.key != "by" && e.key != "default") {
        let place = find(cx, entry.at, what, &entry.key, known);
        let value = read(&entry.node, cx);
        if let (Some(place), Some(value)) = (place, value) {
            values[place] = Some(value);
        }
    }
    if let Some(missing) = values.iter().position(Option::is_none) {
        let fault = Fault::new(format!("nothing said for {what} `{}`", known[missing]));
        cx.log.error(node.span, fault.help("name it, or give a `default`"));
        return None;
    }
    let values: Vec<T> = values.into_iter().flatten().collect();
    Some(if what == "channel" { ByLead::Channel(values) } else { ByLead::Segment(values) })
}
