//! How a policy deals with buyers.

use super::buyers::ADD;
use super::conversations::{TOPICS, word};
use super::parameters::Kind;
use super::problem::{Fault, one_of};
use super::reader::Reading;
use super::scope::Scope;
use super::tree::Node;
use super::value::is_numeric;
use super::words::{MESSAGES, OBJECTIVES, UNREADY};
use crate::sales::buyer::{BuyerRules, DialogueMix, Gate, HourPrice, Message, Teaching};
use crate::sales::{SalesSystem, Topic};

/// How a policy deals with buyers.
pub(super) fn rules(scope: &Scope<'_>, cx: &mut Reading<'_>) -> BuyerRules {
    let standard = BuyerRules::default();
    BuyerRules {
        gate: gate(&scope.section("gate"), cx),
        mix: mix(&scope.section("dialogue"), cx),
        persuade: scope.flag("persuade", cx),
        unready: scope.word("unready", &UNREADY, cx).unwrap_or(standard.unready),
        teaching: teaching(&scope.section("teaching"), cx),
    }
}

fn gate(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Gate {
    let standard = Gate::default();
    let price = scope
        .node("hour_price", cx)
        .and_then(|node| hour_price(&node, scope.kind("hour_price"), cx));
    Gate {
        cutoff: scope.one("cutoff", cx).unwrap_or(standard.cutoff),
        objective: scope.word("objective", &OBJECTIVES, cx).flatten(),
        threshold: scope.one("threshold", cx).unwrap_or(standard.threshold),
        hour_price: price.unwrap_or(standard.hour_price),
        depth: scope.one("depth", cx).unwrap_or(standard.depth),
        margin: scope.one("margin", cx).unwrap_or(standard.margin),
        dialogues: scope.small("dialogues", cx).unwrap_or(standard.dialogues),
        hold_hours: scope.one("hold", cx).unwrap_or(standard.hold_hours),
    }
}

/// `"observed"`, or an amount of money.
fn hour_price(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<HourPrice> {
    if node.text() == Some("observed") {
        return Some(HourPrice::Observed);
    }
    if !is_numeric(node) {
        let message =
            format!("expected `\"observed\"` or money for an hour, found {}", node.found());
        cx.log.error(node.span, Fault::new(message).help("e.g. `hour_price = 120`"));
        return None;
    }
    cx.one(node, kind).map(HourPrice::Fixed)
}

fn mix(scope: &Scope<'_>, cx: &mut Reading<'_>) -> DialogueMix {
    let standard = DialogueMix::default();
    let listen = scope.one("listen", cx).unwrap_or(standard.listen);
    let challenge = scope.one("challenge", cx).unwrap_or(standard.challenge);
    if listen + challenge > 1.0 + 1e-9 {
        let sum = ((listen + challenge) * 1e6).round() / 1e6;
        let message = format!("`listen` and `challenge` sum to {sum}, to more than 1");
        let help =
            format!("`listen` is {} unless given; what is left of 1 is pitched", standard.listen);
        cx.log.error(scope.span, Fault::new(message).help(help));
    }
    DialogueMix { listen, challenge }
}

fn teaching(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Teaching {
    Teaching {
        in_groups: scope.flag("groups", cx),
        message: scope.word("message", &MESSAGES, cx).unwrap_or(Message::General),
    }
}

/// What a rule for buyers acts on, besides buyers.
const RULES: [(&str, &[Topic]); 5] = [
    ("gate", &[Topic::Qualify]),
    ("dialogue", &TOPICS),
    ("persuade", &[Topic::Decide]),
    ("unready", &[Topic::Qualify]),
    ("teaching", &[Topic::Educate, Topic::Align]),
];

/// Warns of rules for buyers in a policy (its section) that have nobody to act on.
pub(super) fn dull_rules(policy: &Scope<'_>, system: &SalesSystem, cx: &mut Reading<'_>) {
    let rules = policy.section("rules");
    let talks = system.stages.iter().filter_map(|stage| stage.kind.conversation());
    let talked_about: Vec<Topic> = talks.map(|talk| talk.about).collect();
    for (rule, topics) in RULES {
        let Some(entry) = rules.table.and_then(|table| table.entry(rule)) else { continue };
        let (why, help) = if system.buyers.is_none() {
            ("buyers, and the scenario has none".to_owned(), ADD.to_owned())
        } else if topics.iter().all(|topic| !talked_about.contains(topic)) {
            let words: Vec<&str> = topics.iter().map(|topic| word(*topic)).collect();
            ("a conversation that the funnel does not hold".to_owned(), kinds(&words))
        } else {
            continue;
        };
        let name = &policy.name;
        let message = format!("policy `{name}`: a rule has no effect: `{rule}` needs {why}");
        cx.log.warning(entry.at, Fault::new(message).help(help));
        cx.read.insert(rules.path_of(rule));
    }
}

fn kinds(words: &[&str]) -> String {
    format!("a stage whose `kind` is {}", one_of(words))
}
