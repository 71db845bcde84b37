//! Buyers: what the world says of their needs, their committees and their time.

use super::parameters::{Kind, Quantity};
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::record::Record;
use super::rules::hours_per_week;
use super::scope::Scope;
use super::tree::Node;
use super::value;
use crate::engine::law::Law;
use crate::sales::buyer::{
    BuyerSkills, Buyers, Buying, BuyingTime, CommitteeEffects, CommitteeSize, Customers,
    DialogueEffects, Leaves, MONTH_HOURS, Needs, Prospects, Readiness, Rivals, WordOfMouth,
};

/// The section [buyers].
pub(super) fn buyers(
    scope: &Scope<'_>,
    skills: BuyerSkills,
    leaves: Leaves,
    (customers, word): (Option<Customers>, Option<WordOfMouth>),
    cx: &mut Reading<'_>,
) -> Buyers {
    Buyers {
        skills,
        leaves,
        needs: needs(&scope.section("needs"), cx),
        dialogue: dialogue(&scope.section("dialogue"), cx),
        committee: committee(&scope.section("committee"), cx),
        time: time(&scope.section("time"), cx),
        readiness: readiness(&scope.section("readiness"), cx),
        rival: rival(&scope.section("rival"), cx),
        customers,
        word,
    }
}

/// Replaces values by what the section says of them, or the table of parameters.
macro_rules! read {
    ($value:ident, $scope:ident, $cx:ident: $($field:ident = $key:literal),* $(,)?) => {
        $($value.$field = $scope.one($key, $cx).unwrap_or($value.$field);)*
    };
}

fn needs(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Needs {
    let mut needs = Needs::default();
    read!(needs, scope, cx:
        wants_bias = "wants_bias", wants_spread = "wants_spread", value_floor = "value_floor",
        value_slope = "value_slope", value_spread = "value_spread", switching = "switching",
        breaker = "breaker", breaker_found_per_hour = "breaker_found", serve_base = "serve_base",
        serve_misfit = "serve_misfit", serve_below = "serve_below", serve_broken = "serve_broken",
        churn_level = "churn_level", churn_slope = "churn_slope", churn_centre = "churn_centre",
        standard_hours = "standard_hours", hour_cost = "hour_cost",
    );
    needs
}

fn dialogue(scope: &Scope<'_>, cx: &mut Reading<'_>) -> DialogueEffects {
    let mut dialogue = DialogueEffects::default();
    read!(dialogue, scope, cx:
        noise = "noise", teaching = "teaching", challenge_boost = "challenge_boost",
        offence_per_hour = "offence", pressure_per_hour = "pressure",
        persuading_hours = "persuading", reference_pitch = "reference_pitch",
        converged = "converged", persuasion = "persuasion", half_life_hours = "half_life",
        most_charisma = "most_charisma",
    );
    dialogue
}

fn committee(scope: &Scope<'_>, cx: &mut Reading<'_>) -> CommitteeEffects {
    let mut committee = CommitteeEffects::default();
    committee.education = positive(scope, "education", committee.education, cx);
    committee.join = law(scope, "join", committee.join, cx);
    committee.loops = scope.small("loops", cx).unwrap_or(committee.loops);
    read!(committee, scope, cx:
        self_taught = "self_taught", contraction = "contraction", learned = "learned",
        aligned = "aligned",
        offset_spread = "offset_spread", blocker = "blocker", vote_centre = "vote_centre",
        vote_scale = "vote_scale", declined_below = "declined_below", quorum = "quorum",
        conflict_most = "conflict_most", conflict_relief = "conflict_relief",
        conflict_least = "conflict_least", status_quo = "status_quo",
    );
    ordered(scope, "declined_below", committee.declined_below, "quorum", committee.quorum, cx);
    let (least, most) = (committee.conflict_least, committee.conflict_most);
    ordered(scope, "conflict_least", least, "conflict_most", most, cx);
    committee
}

fn time(scope: &Scope<'_>, cx: &mut Reading<'_>) -> BuyingTime {
    let mut time = BuyingTime::default();
    read!(time, scope, cx:
        stall_after_hours = "stall_after", stall_per_hour = "stall",
        walk_away_per_hour = "walk_away", no_gain_below = "no_gain_below",
        lapse_per_hour = "lapse", urgent = "urgent", urgent_window = "urgent_window",
        urgent_alignment = "urgent_alignment",
    );
    time
}

fn readiness(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Readiness {
    let mut readiness = Readiness::default();
    readiness.wake = scope.law("wake", cx).unwrap_or(readiness.wake);
    read!(readiness, scope, cx: never = "never");
    if let Some(per_week) = scope.one("nurture_cost", cx) {
        readiness.nurture_cost_per_month = per_week * MONTH_HOURS / value::WEEK;
    }
    readiness
}

fn rival(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Rivals {
    let mut rival = Rivals::default();
    rival.fit = law(scope, "fit", rival.fit, cx);
    read!(rival, scope, cx: noise = "noise", takes = "takes");
    rival
}

/// Two keys of which the first must not exceed the second.
fn ordered(scope: &Scope<'_>, low: &str, least: f64, high: &str, most: f64, cx: &mut Reading<'_>) {
    if least > most {
        let written = scope.written(low).or(scope.written(high));
        let span = written.map_or(scope.span, |node| node.span);
        let message = format!("`{low}` must not exceed `{high}`, found {least} and {most}");
        cx.log.error(span, Fault::new(message));
    }
}

/// A law, or another one where none is given.
pub(super) fn law(scope: &Scope<'_>, key: &str, otherwise: Law, cx: &mut Reading<'_>) -> Law {
    scope.law(key, cx).unwrap_or(otherwise)
}

fn positive(scope: &Scope<'_>, key: &str, otherwise: Law, cx: &mut Reading<'_>) -> Law {
    let Some(law) = scope.law(key, cx) else { return otherwise };
    let span = scope.written(key).map_or(scope.span, |node| node.span);
    refuse_zero(&law, key, span, cx);
    law
}

/// Reports a law of times that may be 0.
pub(super) fn refuse_zero(law: &Law, key: &str, span: Span, cx: &mut Reading<'_>) {
    if law.cdf(0.0) > 0.0 {
        let fault = Fault::new(format!("`{key}` must be longer than 0, and this law may be 0"));
        cx.log.error(span, fault);
    }
}

/// Reports what only buyers have, where the scenario does not speak of them.
pub(super) fn refuse_without(scope: &Scope<'_>, keys: &[&str], cx: &mut Reading<'_>) {
    for key in keys {
        if let Some(entry) = scope.table.and_then(|table| table.entry(key)) {
            let fault = Fault::new(format!("`{key}` needs buyers, and the scenario has none"));
            cx.log.error(entry.at, fault.help(ADD));
        }
    }
}

/// What to add where buyers are missing.
pub(super) const ADD: &str = "add the section `[buyers]`, even an empty one";

/// How a segment buys.
pub(super) fn buying(segment: &Scope<'_>, has_buyers: bool, cx: &mut Reading<'_>) -> Buying {
    let standard = Buying::default();
    if !has_buyers {
        refuse_without(segment, &["committee"], cx);
        return standard;
    }
    let scope = segment.section("committee");
    let members =
        scope.node("members", cx).and_then(|node| members(&node, scope.kind("members"), cx));
    let contact = scope.node("contact", cx).and_then(|node| contact(&node, cx));
    Buying {
        members: members.unwrap_or(standard.members),
        window: scope.law("window", cx).unwrap_or(standard.window),
        finance: scope.one("finance", cx).unwrap_or(standard.finance),
        rival: scope.one("rival", cx).unwrap_or(standard.rival),
        contact_hours_per_week: contact.unwrap_or(standard.contact_hours_per_week),
    }
}

fn contact(node: &Node, cx: &mut Reading<'_>) -> Option<f64> {
    let hours = hours_per_week(node, cx)?;
    if hours > 0.0 {
        return Some(hours);
    }
    let fault = Fault::new("with no `contact` nobody can talk with the buyer");
    cx.log.error(node.span, fault.help("leave it out for any number of hours"));
    None
}

/// `members = 5`, or `{ least = 3, most = 8, mean = 5.2 }`.
fn members(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<CommitteeSize> {
    if node.table().is_none() {
        let least = cx.small(node, kind)?;
        return Some(CommitteeSize { least, more: 0, chance: 0.0 });
    }
    let item = Record::new(node, kind.tables().next()?, cx)?;
    let form = item.form();
    let missing = form.needs.iter().find(|key| item.get(key).is_none());
    if let Some(missing) = missing {
        let fault = Fault::new(format!("{} needs `{missing}`", form.what));
        cx.log.error(node.span, fault.help(format!("e.g. `{}`", form.example)));
        return None;
    }
    let (_, largest) = item.kind("most").whole()?;
    let least = cx.small(item.get("least")?, item.kind("least"))?;
    let most = cx.small(item.get("most")?, Kind::Whole(u64::from(least), largest))?;
    let (low, high) = (f64::from(least), f64::from(most));
    let mean = cx.one(item.get("mean")?, Kind::One(Quantity::Number, low, high))?;
    let more = most - least;
    let chance = if more == 0 { 0.0 } else { (mean - low) / f64::from(more) };
    Some(CommitteeSize { least, more, chance: chance.min(1.0) })
}

/// Who comes through a channel.
pub(super) fn prospects(channel: &Scope<'_>, has_buyers: bool, cx: &mut Reading<'_>) -> Prospects {
    let standard = Prospects::default();
    if !has_buyers {
        refuse_without(channel, &["fit", "ready"], cx);
        return standard;
    }
    Prospects {
        fit: law(channel, "fit", standard.fit, cx),
        ready: channel.one("ready", cx).unwrap_or(standard.ready),
    }
}
