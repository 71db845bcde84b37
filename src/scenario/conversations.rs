//! Stages that talk with buyers, the exits that buyers bring, and the rules of a policy for both.

use super::buyers::{ADD, refuse_zero};
use super::problem::{Fault, one_of};
use super::reader::{Reading, Scope};
use super::routes::Exits;
use super::tree::{Node, Value};
use crate::engine::law::Law;
use crate::sales::buyer::{
    BuyerRules, BuyerSkills, DialogueMix, Gate, HourPrice, Leaves, Message, Objective, Teaching,
    Unready,
};
use crate::sales::{
    ByLead, Conversation, ExitFamily, Phase, SalesSystem, StageKind, Target, Topic,
};

/// What conversations are about, in the order of the words of `stages.*.kind` from the fourth on.
const TOPICS: [Topic; 5] =
    [Topic::Qualify, Topic::Educate, Topic::Align, Topic::Validate, Topic::Decide];

/// The words of `kind` before the first conversation.
const OTHERS: usize = 3;

/// The topic of the stage whose `kind` is this word of the choice.
pub(super) fn topic(kind: usize) -> Option<Topic> {
    kind.checked_sub(OTHERS).map(|place| TOPICS[place])
}

/// The skill that a conversation asks for.
pub(super) fn skill(topic: Topic) -> &'static str {
    match topic {
        Topic::Qualify => "qualify",
        Topic::Educate => "educate",
        Topic::Align => "facilitate",
        Topic::Validate => "technical",
        Topic::Decide => "close",
    }
}

/// The length of a session: of teaching the longest, of a vote that of writing the proposal.
pub(super) fn session(topic: Topic) -> &'static str {
    match topic {
        Topic::Qualify => "{ lognormal = { mean = \"1.5 h\", cv = 0.5 } }",
        Topic::Educate => "2 h",
        Topic::Align => "3 h",
        Topic::Validate => "{ lognormal = { mean = \"8 h\", cv = 0.5 } }",
        Topic::Decide => "{ lognormal = { mean = \"4 h\", cv = 0.5 } }",
    }
}

pub(super) fn phase(topic: Topic) -> Phase {
    if topic == Topic::Qualify { Phase::Select } else { Phase::Drive }
}

/// The rule of a stage that talks with buyers.
pub(super) fn conversation(
    scope: &Scope<'_>,
    about: Topic,
    then: Target,
    touch: &ByLead<Law>,
    cx: &mut Reading<'_>,
) -> StageKind {
    let key = if scope.written("work").is_some() { "work" } else { "touch" };
    let span = scope.written(key).map_or(scope.span, |node| node.span);
    for law in touch.values() {
        refuse_zero(law, key, span, cx);
    }
    let validates = about == Topic::Validate;
    let sessions = if validates { scope.small("touches", cx).unwrap_or(1) } else { 1 };
    StageKind::Buyer(Conversation { about, sessions, then })
}

/// Checks the stages that talk with buyers as a whole: `kinds` by stage, in the order of `scopes`.
pub(super) fn check(
    scopes: &[Scope<'_>],
    kinds: &[usize],
    is_branch: impl Fn(usize) -> bool,
    has_buyers: bool,
    cx: &mut Reading<'_>,
) {
    let talks = |stage: usize| topic(kinds[stage]);
    for (stage, scope) in scopes.iter().enumerate() {
        let Some(about) = talks(stage) else { continue };
        let (name, word) = (&scope.name, WORDS[kinds[stage]]);
        let span = scope.written("kind").map_or(scope.span, |node| node.span);
        if !has_buyers {
            let message = format!("stage `{name}` talks with buyers, and the scenario has none");
            cx.log.error(span, Fault::new(message).help(ADD));
        }
        if matches!(about, Topic::Qualify | Topic::Decide)
            && let Some(first) = (0..stage).find(|other| talks(*other) == Some(about))
        {
            let first = &scopes[first].name;
            let message = format!("`{first}` and `{name}` are both of kind `{word}`");
            let help = "a deal has one gate (`qualify`) and one vote (`decide`)";
            cx.log.error(span, Fault::new(message).help(help));
        }
        if about != Topic::Validate && is_branch(stage) {
            let message = format!("`{name}`, of kind `{word}`, cannot be a branch");
            let help = "of the conversations with buyers only `validate` can go on beside others";
            cx.log.error(span, Fault::new(message).help(help));
        }
    }
}

/// The words of `stages.*.kind`, in their order.
pub(super) const WORDS: [&str; OTHERS + TOPICS.len()] =
    ["chance", "contact", "parallel", "qualify", "educate", "align", "validate", "decide"];

/// The skills that conversations ask for, added to those that stages named.
pub(super) fn skills(known: &mut Vec<String>) -> BuyerSkills {
    let mut number = |topic: Topic| {
        let name = skill(topic);
        known.iter().position(|skill| skill == name).unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        })
    };
    BuyerSkills {
        qualify: number(Topic::Qualify),
        educate: number(Topic::Educate),
        facilitate: number(Topic::Align),
        technical: number(Topic::Validate),
        close: number(Topic::Decide),
    }
}

/// Exits that buyers bring, and their families.
pub(super) const LEAVES: [(&str, ExitFamily); 9] = [
    ("won, regretted", ExitFamily::Won),
    ("disqualified, right", ExitFamily::Lost),
    ("disqualified, wrong", ExitFamily::Lost),
    ("buyer declined", ExitFamily::Lost),
    ("cannot deliver", ExitFamily::Lost),
    ("lost to competitor", ExitFamily::Lost),
    ("no decision, status quo", ExitFamily::NoDecision),
    ("no decision, indecision", ExitFamily::NoDecision),
    ("not ready", ExitFamily::NotReady),
];

/// The first of them say who was right.
const VERDICTS: usize = 3;

/// Makes the exits that buyers bring.
pub(super) fn leaves(exits: &mut Exits) -> Leaves {
    let mut number = |place: usize| exits.named(LEAVES[place].0, LEAVES[place].1);
    Leaves {
        won_regretted: number(0),
        disqualified_right: number(1),
        disqualified_wrong: number(2),
        declined: number(3),
        cannot_deliver: number(4),
        competitor: number(5),
        status_quo: number(6),
        indecision: number(7),
        not_ready: number(8),
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
    let held: Vec<Topic> = talks.map(|talk| talk.about).collect();
    for (rule, topics) in RULES {
        let Some(entry) = rules.table.and_then(|table| table.entry(rule)) else { continue };
        let (why, help) = if system.buyers.is_none() {
            ("buyers, and the scenario has none".to_owned(), ADD.to_owned())
        } else if topics.iter().all(|topic| !held.contains(topic)) {
            let words: Vec<&str> = topics.iter().map(|topic| word(*topic)).collect();
            ("a conversation that the funnel does not hold".to_owned(), kinds(&words))
        } else {
            continue;
        };
        let name = &policy.name;
        let message = format!("policy `{name}`: a rule has no effect: `{rule}` needs {why}");
        cx.log.warning(entry.at, Fault::new(message).help(help));
    }
}

fn kinds(words: &[&str]) -> String {
    format!("a stage whose `kind` is {}", one_of(words))
}

/// The word for a topic in `kind`.
fn word(topic: Topic) -> &'static str {
    let place = TOPICS.iter().position(|known| *known == topic);
    WORDS[OTHERS + place.expect("a topic of the list")]
}

/// Checks that stages name the exits of buyers for what they are.
pub(super) fn named_leaves(stages: &[Scope<'_>], cx: &mut Reading<'_>) {
    for (key, node) in stages.iter().flat_map(exits_named) {
        let Some(name) = node.text() else { continue };
        let Some(place) = LEAVES.iter().position(|leaf| leaf.0 == name) else { continue };
        let is_spoken = LEAVES[place].1.is_spoken();
        let (message, help) = if place < VERDICTS {
            let message =
                format!("`{name}` is a verdict on what the buyer needs, not an exit of a stage");
            (message, "the model knows who was right; name another exit, e.g. `buyer declined`")
        } else if key == "lost" && !is_spoken {
            let message = format!("`lost` is a spoken no, and `{name}` is none");
            (message, "name an exit of the family `lost`")
        } else if !matches!(key, "lost" | "next") && is_spoken {
            let message =
                format!("nobody speaks where `{key}` ends a lead, and `{name}` is a spoken no");
            (message, "name an exit of another family, e.g. `gone cold` or `no decision`")
        } else {
            continue;
        };
        cx.log.error(node.span, Fault::new(message).help(help));
    }
}

/// The exits (and stages) that a stage names, and the keys that do.
fn exits_named(stage: &Scope<'_>) -> Vec<(&'static str, Node)> {
    let mut named = Vec::new();
    for key in ["lost", "gone", "when_full", "patience", "timebox", "next"] {
        let Some(node) = stage.written(key) else { continue };
        let Some(table) = node.table() else {
            named.push((key, node.clone()));
            continue;
        };
        for entry in &table.0 {
            if matches!(entry.key.as_str(), "exit" | "rest") {
                named.push((key, entry.node.clone()));
            } else if key == "next" {
                named.push((key, Node { span: entry.at, value: Value::Text(entry.key.clone()) }));
            }
        }
    }
    named
}

/// How a policy deals with buyers.
pub(super) fn rules(scope: &Scope<'_>, cx: &mut Reading<'_>) -> BuyerRules {
    const UNREADY: [Unready; 3] = [Unready::Nurture, Unready::Discard, Unready::Push];
    let standard = BuyerRules::default();
    BuyerRules {
        gate: gate(&scope.section("gate"), cx),
        mix: mix(&scope.section("dialogue"), cx),
        persuade: scope.flag("persuade", cx),
        unready: scope.choice("unready", cx).map_or(standard.unready, |k| UNREADY[k]),
        teaching: teaching(&scope.section("teaching"), cx),
    }
}

fn gate(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Gate {
    const OBJECTIVES: [Option<Objective>; 4] =
        [Some(Objective::Private), Some(Objective::Firm), Some(Objective::Mutual), None];
    let standard = Gate::default();
    let price = scope.node("hour_price", cx).and_then(|node| hour_price(&node, cx));
    Gate {
        cutoff: scope.one("cutoff", cx).unwrap_or(standard.cutoff),
        objective: scope.choice("objective", cx).and_then(|k| OBJECTIVES[k]),
        threshold: scope.one("threshold", cx).unwrap_or(standard.threshold),
        hour_price: price.unwrap_or(standard.hour_price),
        depth: scope.one("depth", cx).unwrap_or(standard.depth),
        margin: scope.one("margin", cx).unwrap_or(standard.margin),
        dialogues: scope.small("dialogues", cx).unwrap_or(standard.dialogues),
        hold_hours: scope.one("hold", cx).unwrap_or(standard.hold_hours),
        blame: scope.one("blame", cx).unwrap_or(standard.blame),
    }
}

/// `"observed"`, or an amount of money.
fn hour_price(node: &Node, cx: &mut Reading<'_>) -> Option<HourPrice> {
    if node.text() == Some("observed") {
        return Some(HourPrice::Observed);
    }
    if !matches!(node.value, Value::Whole(_) | Value::Number(_)) {
        let message =
            format!("expected `\"observed\"` or money for an hour, found {}", node.found());
        cx.log.error(node.span, Fault::new(message).help("e.g. `hour_price = 120`"));
        return None;
    }
    cx.quantity(node, super::parameters::Quantity::Money).map(HourPrice::Fixed)
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
    const MESSAGES: [Message; 3] = [Message::General, Message::Group, Message::Individual];
    Teaching {
        in_groups: scope.flag("groups", cx),
        coverage: scope.one("coverage", cx),
        alignment: scope.one("alignment", cx),
        message: scope.choice("message", cx).map_or(Message::General, |k| MESSAGES[k]),
    }
}
