//! Where leads go: targets, chances and exits.

use super::leaves;
use super::parameters::Form;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::record::Record;
use super::scope::{Scope, find};
use super::tree::Node;
use super::words::{BY, By, EXIT_FAMILIES, word};
use super::world::check_sum;
use crate::sales::buyer::Leaves;
use crate::sales::{ByLead, Exit, ExitFamily, Prospecting, Routes, Target};

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

impl Exits {
    /// The exits of the scenario, and where it has buyers, theirs.
    pub(super) fn read(root: &Scope<'_>, has_buyers: bool, cx: &mut Reading<'_>) -> (Self, Leaves) {
        let exit = |(name, family): (&str, ExitFamily)| Exit { name: name.to_owned(), family };
        let mut exits = Self(STANDARD.into_iter().take(2).map(exit).collect());
        let named = |name: &str, family| exits.named(name, family);
        let leaves = if has_buyers { leaves::leaves(named) } else { Leaves::default() };
        if root.section("prospecting").is_present() {
            exits.named(Prospecting::LEFT, ExitFamily::Lost);
        }
        for scope in root.section("exits").sections() {
            let family = scope.word("family", &EXIT_FAMILIES, cx).unwrap_or(ExitFamily::Lost);
            let number = exits.named(&scope.name, family);
            if exits.0[number].family != family {
                let message = format!("the exit `{}` has a family of its own", scope.name);
                let help =
                    format!("its family is `{}`", word(&EXIT_FAMILIES, &exits.0[number].family));
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
        let form = scope.kind("next").tables().next().expect("`next` may be a table");
        let mut read = |node: &Node, cx: &mut Reading<'_>| explicit(node, form, names, exits, cx);
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
    let kind = scope.kind("advance");
    let falls = kind.tables().find(|form| form.has("at_once")).expect("a form with `at_once`");
    if node.table().is_some_and(|table| table.get("at_once").is_some()) {
        return falling(&node, falls, cx)
            .map_or_else(|| (sure(), None), |(p, decay)| (ByLead::Same(two_ways(p)), Some(decay)));
    }
    let mut read = |node: &Node, cx: &mut Reading<'_>| cx.one(node, kind).map(two_ways);
    (by_lead(&node, names, cx, &mut read).unwrap_or_else(sure), None)
}

/// `{ at_once = 0.3, decay = "0.7 per h" }`.
fn falling(node: &Node, form: &'static Form, cx: &mut Reading<'_>) -> Option<(f64, f64)> {
    let item = Record::new(node, form, cx)?;
    let at_once = item.one("at_once", cx)?;
    if item.get("decay").is_none() {
        let fault = Fault::new("`at_once` needs a `decay`");
        cx.log.error(node.span, fault.help("e.g. `decay = \"0.7 per h\"`"));
    }
    Some((at_once, item.one("decay", cx)?))
}

/// `{ demo = 0.6, qualify = 0.1, lost = 0.3 }`: the first stage named counts as the way ahead; then
/// come other stages, then exits, by name.
fn explicit(
    node: &Node,
    form: &'static Form,
    names: &Names,
    exits: &mut Exits,
    cx: &mut Reading<'_>,
) -> Option<Routes> {
    let table = node.table().ok_or_else(|| {
        Fault::new(format!("expected a name or a table of chances, found {}", node.found()))
    });
    cx.accept(node.span, table)?;
    let item = Record::new(node, form, cx)?;
    let table = item.table();
    let mut routes = Vec::new();
    for entry in table.0.iter().filter(|entry| !form.has(&entry.key)) {
        let target = exits.target(&entry.key, entry.at, names, cx);
        let chance = item.one(&entry.key, cx);
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
    let Some((what, lead)) = BY.into_iter().find(|(word, _)| by.text() == Some(*word)) else {
        let message = format!("`by` must be `channel` or `segment`, found {}", by.found());
        cx.log.error(by.span, Fault::new(message));
        return None;
    };
    let known = match lead {
        By::Channel => &names.channels,
        By::Segment => &names.segments,
    };
    let default = table.get("default").and_then(|node| read(node, cx));
    let mut values = vec![default; known.len()];
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
    Some(match lead {
        By::Channel => ByLead::Channel(values),
        By::Segment => ByLead::Segment(values),
    })
}
