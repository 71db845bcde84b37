//! What a policy is made of: organisation, attitude and pay. Which rule belongs to which of them, and
//! whether policies that share a trait share its rules.

use super::problem::Fault;
use super::reader::Reading;
use super::scope::Scope;
use super::tree::{Node, Table};
use crate::sales::{Policy, Traits};

/// What a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Who does what, and how work finds its person.
    Organisation,
    /// How buyers are dealt with.
    Attitude,
    /// What is paid for.
    Pay,
    /// Set by whoever runs the place so that its load is right: may differ between policies that share
    /// every trait.
    Load,
    /// The same for everybody: whether marketing keeps in touch with those who are not ready; and meetings, which
    /// cost hours here and bring nothing that is modelled. All policies with traits must agree.
    Company,
}

/// Every rule of a policy (its key below the policy) and what it belongs to.
pub const RULES: &[(&str, Trait)] = &[
    ("roles", Trait::Organisation),
    ("rules.routing", Trait::Organisation),
    ("rules.pick", Trait::Organisation),
    ("rules.order", Trait::Organisation),
    ("rules.preempt", Trait::Organisation),
    ("rules.overtake", Trait::Organisation),
    ("rules.prefer", Trait::Organisation),
    ("rules.owner", Trait::Organisation),
    ("rules.sharing", Trait::Organisation),
    ("rules.overflow", Trait::Organisation),
    ("rules.territory", Trait::Organisation),
    ("rules.prospect", Trait::Organisation),
    ("pay.advice", Trait::Organisation),
    ("rules.dialogue", Trait::Attitude),
    ("rules.persuade", Trait::Attitude),
    ("rules.teaching", Trait::Attitude),
    ("rules.gate", Trait::Attitude),
    ("rules.aim", Trait::Attitude),
    ("pay.plans", Trait::Pay),
    ("pay.elsewhere", Trait::Pay),
    ("pay.split", Trait::Pay),
    ("pay.discount", Trait::Pay),
    ("pay.scale", Trait::Pay),
    ("rules.wip", Trait::Load),
    ("rules.documentation", Trait::Load),
    ("rules.unready", Trait::Company),
    ("rules.meetings", Trait::Company),
];
/// Numbers within a rule that set the load: how many people, and how strict and thorough the gate is.
const LOAD_WITHIN: [&str; 3] = ["heads", "cutoff", "depth"];
/// Plans are named by role: those of policies with other roles are others.
const BY_ROLE: [&str; 2] = ["pay.plans", "pay.elsewhere"];

/// `traits = { organisation = "…", attitude = "…", pay = "…" }`
pub(super) fn traits(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Traits> {
    let section = scope.section("traits");
    if !section.is_present() {
        return None;
    }
    let mut of = |key: &str| {
        let found = section.text(key, cx).filter(|name| !name.is_empty());
        if found.is_none() {
            let fault = Fault::new(format!("`traits` needs the `{key}` of this policy"));
            let help =
                "e.g. `traits = { organisation = \"alone\", attitude = \"win\", pay = \"own\" }`";
            cx.log.error(section.span, fault.help(help));
        }
        found
    };
    let (organisation, attitude, pay) = (of("organisation"), of("attitude"), of("pay"));
    Some(Traits { organisation: organisation?, attitude: attitude?, pay: pay? })
}

/// Warns where two policies share a trait and differ in a rule that belongs to it: their difference would
/// be put down to something else.
pub(super) fn check(policies: &[&Policy], sections: &Scope<'_>, cx: &mut Reading<'_>) {
    for (at, policy) in policies.iter().enumerate() {
        let Some(mine) = &policy.traits else { continue };
        for other in &policies[..at] {
            let Some(theirs) = &other.traits else { continue };
            let shared = shared(mine, theirs);
            let (a, b) = (sections.section(&policy.name), sections.section(&other.name));
            let differs = |(key, of): &&(&str, Trait)| {
                let is_by_role = BY_ROLE.contains(key) && mine.organisation != theirs.organisation;
                shared.contains(of) && !is_by_role && !same(node(&a, key), node(&b, key))
            };
            if let Some((key, _)) = RULES.iter().find(differs) {
                let message = format!(
                    "`{}` and `{}` should agree in `{key}` by their `traits`, and differ",
                    policy.name, other.name
                );
                let help = "give one of them another name for that trait, or the same rule";
                cx.log.warning(a.span, Fault::new(message).help(help));
            }
        }
    }
}

fn shared(a: &Traits, b: &Traits) -> Vec<Trait> {
    let same = [
        (true, Trait::Company),
        (a.organisation == b.organisation, Trait::Organisation),
        (a.attitude == b.attitude, Trait::Attitude),
        (a.pay == b.pay, Trait::Pay),
    ];
    same.into_iter().filter(|(is_same, _)| *is_same).map(|(_, of)| of).collect()
}

fn node<'a>(policy: &Scope<'a>, key: &str) -> Option<&'a Node> {
    let mut parts = key.split('.');
    let first = policy.table?.get(parts.next()?)?;
    parts.try_fold(first, |node, part| node.table()?.get(part))
}

/// Whether two rules say the same, whatever they say of the load.
fn same(a: Option<&Node>, b: Option<&Node>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => match (a.table(), b.table()) {
            (Some(a), Some(b)) => same_table(a, b),
            _ => a.found() == b.found(),
        },
        _ => false,
    }
}

fn same_table(a: &Table, b: &Table) -> bool {
    let keys = a.keys().chain(b.keys()).filter(|key| !LOAD_WITHIN.contains(key));
    keys.into_iter().all(|key| same(a.get(key), b.get(key)))
}
