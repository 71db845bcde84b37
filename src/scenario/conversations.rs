//! Stages that talk with buyers.

use super::buyers::{ADD, refuse_zero};
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::scope::Scope;
use super::words::{self, STAGE_KINDS, StageWord};
use crate::engine::law::Law;
use crate::sales::buyer::BuyerSkills;
use crate::sales::{ByLead, Conversation, Phase, StageKind, Target, Topic};

/// What conversations are about.
pub(super) const TOPICS: [Topic; 5] =
    [Topic::Qualify, Topic::Educate, Topic::Align, Topic::Validate, Topic::Decide];

/// What a stage of this kind talks about, if it talks with buyers.
pub(super) fn topic(kind: StageWord) -> Option<Topic> {
    match kind {
        StageWord::Talk(about) => Some(about),
        StageWord::Chance | StageWord::Contact | StageWord::Parallel | StageWord::Account(_) => {
            None
        }
    }
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
    kinds: &[StageWord],
    is_branch: impl Fn(usize) -> bool,
    has_buyers: bool,
    cx: &mut Reading<'_>,
) {
    for (stage, scope) in scopes.iter().enumerate() {
        let Some(about) = topic(kinds[stage]) else { continue };
        let name = &scope.name;
        let span = scope.written("kind").map_or(scope.span, |node| node.span);
        if !has_buyers {
            let message = format!("stage `{name}` talks with buyers, and the scenario has none");
            cx.log.error(span, Fault::new(message).help(ADD));
        }
        if let Some(first) = kinds[..stage].iter().position(|kind| *kind == kinds[stage]) {
            refuse_second(about, &scopes[first].name, name, span, cx);
        }
        if about != Topic::Validate && is_branch(stage) {
            let message = format!("`{name}`, of kind `{}`, cannot be a branch", word(about));
            let help = "of the conversations with buyers only `validate` can go on beside others";
            cx.log.error(span, Fault::new(message).help(help));
        }
    }
}

/// Refuses a second gate and a second vote.
fn refuse_second(about: Topic, first: &str, second: &str, span: Span, cx: &mut Reading<'_>) {
    if matches!(about, Topic::Qualify | Topic::Decide) {
        let message = format!("`{first}` and `{second}` are both of kind `{}`", word(about));
        let help = "a deal has one gate (`qualify`) and one vote (`decide`)";
        cx.log.error(span, Fault::new(message).help(help));
    }
}

/// The skills that conversations ask for, added to those that stages named.
pub(super) fn skills(known: &mut Vec<String>) -> BuyerSkills {
    let mut number = |topic: Topic| {
        let name = skill(topic);
        known.iter().position(|skill| skill == name).unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        })
    };
    for topic in TOPICS {
        number(topic);
    }
    BuyerSkills { educate: number(Topic::Educate), close: number(Topic::Decide) }
}

/// The word for a topic in `kind`.
pub(super) fn word(topic: Topic) -> &'static str {
    words::word(&STAGE_KINDS, &StageWord::Talk(topic))
}
