//! Demand that people make, in words: money spent on channels, its aim, customers who talk, people who
//! prospect.

use std::fmt::Write;

use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::{Channel, Policy, Prospect, Prospecting, Rules};
use crate::scenario::Scenario;

/// What is spent on a channel; nothing where its leads have a price.
pub(super) fn spend(channel: &Channel, currency: &str, text: &mut String) {
    let Some(spend) = &channel.spend else { return };
    let _ = writeln!(
        text,
        "  {:<14} {:.0} {currency} a week spent, {:.0} before: in the long run {:.0} % of the leads of before",
        "",
        spend.per_week,
        spend.reference,
        100.0 * spend.lasting_factor()
    );
}

/// Where a policy aims what is spent; nothing where it does not.
pub(super) fn aim(scenario: &Scenario, policy: &Policy, text: &mut String) {
    if policy.aim.is_empty() {
        return;
    }
    let name = |segment: usize| &scenario.system.segments[segment].name;
    let weights =
        policy.aim.iter().map(|(segment, weight)| format!("{} × {weight}", name(*segment)));
    let _ = writeln!(text, "    aim          {}", weights.collect::<Vec<_>>().join(", "));
}

/// What customers say of us; nothing where they do not talk.
pub(super) fn word(scenario: &Scenario, text: &mut String) {
    let Some(word) = scenario.system.buyers.as_ref().and_then(|buyers| buyers.word) else { return };
    let channel = &scenario.system.channels[word.channel].name;
    let _ = writeln!(
        text,
        "  {:<14} glad customers refer {:.2} leads a year each, through {channel}; those who regret \
         warn {:.2} times a year",
        "", word.refer_per_year, word.warn_per_year
    );
}

/// What prospecting finds; nothing where nobody can.
pub(super) fn prospecting(scenario: &Scenario, text: &mut String) {
    let Some(world) = &scenario.system.prospecting else { return };
    let Prospecting { per_hour, list, used_per_lead, takes, .. } = world;
    let _ = writeln!(
        text,
        "  {:<14} an hour of prospecting finds {per_hour} leads on a fresh list of {list:.0} accounts, \
         {used_per_lead} of which each lead uses up for {:.0} weeks; who leaves takes {:.0} % of the open ones along",
        scenario.system.channels[world.channel].name,
        world.rest_hours / HOURS_PER_WEEK,
        100.0 * takes
    );
}

/// Who prospects under a policy, and what fixed hours find in the long run.
pub(super) fn prospects(scenario: &Scenario, policy: &Policy, text: &mut String) {
    let Some(world) = &scenario.system.prospecting else { return };
    let mut fixed = 0.0;
    for (_, role) in Rules::new(&scenario.system, policy).roles {
        let when = match role.prospect {
            None => continue,
            Some(Prospect::Idle) => "whenever there is no other work".to_owned(),
            Some(Prospect::Weekly(hours)) => {
                fixed += hours * f64::from(role.heads);
                format!("{hours} h a week each, before other work")
            }
        };
        let _ = writeln!(text, "    prospecting  {}: {when}", role.name);
    }
    if fixed > 0.0 {
        let found = world.lasting(fixed);
        let _ = writeln!(
            text,
            "    {:<12} fixed hours find {found:.1} leads a week in the long run",
            ""
        );
    }
}

/// What policies differ in where nobody works.
pub(super) fn without_people(scenario: &Scenario) -> &'static str {
    let aims = scenario.policies.iter().any(|policy| !policy.aim.is_empty());
    match (scenario.system.buyers.is_some(), aims) {
        (false, false) => "leads never wait, and policies make no difference",
        (true, false) => "leads never wait; policies differ only in how they deal with buyers",
        (false, true) => "leads never wait; policies differ only in where they aim money",
        (true, true) => {
            "leads never wait; policies differ only in buyers and in where they aim money"
        }
    }
}
