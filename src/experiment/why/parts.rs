//! The parts of a policy: rules that can be exchanged between two policies one by one.

use std::collections::BTreeMap;

use crate::sales::pay::PayRules;
use crate::sales::{Policy, SalesSystem};

/// A part of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// How a lead finds its person, and what is worked first.
    Pull,
    /// Limits on work in progress.
    WipLimit,
    /// Whom it goes on with, and what becomes of those who are not ready.
    Gate,
    /// How conversations are spent.
    Dialogue,
    /// Whom money spent on channels is to bring.
    Aim,
    /// Who looks for leads, and when.
    Prospecting,
    /// Who does what.
    Roles,
    /// Helping out and advice.
    Help,
    /// Meetings, records, teaching each other.
    Sharing,
    /// Plans, discounts and the factor on variable pay.
    Pay,
    /// [`Part::Roles`] and [`Part::Pay`] in one: where a plan says nothing of the other's roles.
    RolesAndPay,
}

/// What several parts of a policy are about together, as a manager asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Who does what, in which order and with whom.
    Organisation,
    /// How buyers are chosen and talked with.
    Attitude,
    /// What people are paid for.
    Pay,
    /// Roles and pay where they can only be exchanged together; all of the organisation with them.
    OrganisationAndPay,
}

impl Family {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Attitude => "attitude to the buyer",
            Self::Pay => "pay",
            Self::OrganisationAndPay => "organisation and pay",
        }
    }
}

impl Part {
    /// What it is about together with others; roles that cannot be parted from pay take the whole
    /// organisation with them.
    fn family(self, all: &[Self]) -> Family {
        match self {
            Self::Gate | Self::Dialogue | Self::Aim => Family::Attitude,
            _ if all.contains(&Self::RolesAndPay) => Family::OrganisationAndPay,
            Self::Pay => Family::Pay,
            _ => Family::Organisation,
        }
    }

    /// Every part of a policy once.
    const ALL: [Self; 10] = [
        Self::Pull,
        Self::WipLimit,
        Self::Gate,
        Self::Dialogue,
        Self::Aim,
        Self::Prospecting,
        Self::Roles,
        Self::Help,
        Self::Sharing,
        Self::Pay,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::WipLimit => "WIP limit",
            Self::Gate => "gate",
            Self::Dialogue => "dialogue",
            Self::Aim => "aim",
            Self::Prospecting => "prospecting",
            Self::Roles => "roles",
            Self::Help => "help",
            Self::Sharing => "sharing",
            Self::Pay => "pay",
            Self::RolesAndPay => "roles and pay",
        }
    }

    /// What it is about, in words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Pull => "how a lead finds its person, and what is worked first",
            Self::WipLimit => "how many leads at a time",
            Self::Gate => "whom it goes on with, what becomes of the unready",
            Self::Dialogue => "how conversations are spent",
            Self::Aim => "whom money spent on channels is to bring",
            Self::Prospecting => "who looks for leads, and when",
            Self::Roles => "who does what, and how many people",
            Self::Help => "helping out, advice",
            Self::Sharing => "meetings, records, teaching each other",
            Self::Pay => "plans, discounts, the factor on variable pay",
            Self::RolesAndPay => "who does what, and the plans written for it",
        }
    }

    /// Puts this part of `from` in the place of that of `to`.
    fn copy(self, from: &Policy, to: &mut Policy) {
        match self {
            Self::Pull => {
                (to.routing, to.pick, to.owner) = (from.routing, from.pick, from.owner);
                (to.order, to.prefer) = (from.order, from.prefer);
                (to.preempt, to.overtake) = (from.preempt, from.overtake);
                to.territory.clone_from(&from.territory);
            }
            Self::WipLimit => {
                to.wip_per_person.clone_from(&from.wip_per_person);
                to.wip_per_stage.clone_from(&from.wip_per_stage);
                to.wip_total = from.wip_total;
            }
            Self::Gate => {
                to.buyers.gate.clone_from(&from.buyers.gate);
                to.buyers.unready = from.buyers.unready;
            }
            Self::Dialogue => {
                to.buyers.mix = from.buyers.mix;
                to.buyers.persuade = from.buyers.persuade;
                to.buyers.teaching = from.buyers.teaching;
            }
            Self::Aim => to.aim.clone_from(&from.aim),
            Self::Prospecting => to.prospect.clone_from(&from.prospect),
            Self::Roles => to.roles.clone_from(&from.roles),
            Self::Help => {
                to.overflow = from.overflow;
                to.pay.advice = from.pay.advice;
            }
            Self::Sharing => {
                to.meeting_hours_per_week = from.meeting_hours_per_week;
                to.sharing_hours_per_week = from.sharing_hours_per_week;
                to.documentation = from.documentation;
            }
            Self::Pay => to.pay = PayRules { advice: to.pay.advice, ..from.pay.clone() },
            Self::RolesAndPay => {
                Self::Roles.copy(from, to);
                Self::Pay.copy(from, to);
            }
        }
    }
}

/// By family that these parts are of, in order: which of the parts (indices).
pub(super) fn families(parts: &[Part]) -> Vec<(Family, Vec<usize>)> {
    let mut families: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        families.entry(part.family(parts)).or_default().push(index);
    }
    families.into_iter().collect()
}

/// The parts in which two policies differ.
///
/// # Panics
///
/// If they differ in something that is no part of a policy.
pub(super) fn parts(system: &SalesSystem, a: &Policy, b: &Policy) -> Vec<Part> {
    let differs = |part: &Part| {
        let mut mixed = a.clone();
        part.copy(b, &mut mixed);
        mixed != *a
    };
    let mut parts: Vec<Part> = Part::ALL.into_iter().filter(differs).collect();
    let both = [Part::Roles, Part::Pay];
    if both.iter().all(|part| parts.contains(part))
        && !(is_paid(system, a, b) && is_paid(system, b, a))
    {
        parts.retain(|part| !both.contains(part));
        parts.push(Part::RolesAndPay);
    }
    let mut whole = a.clone();
    for part in &parts {
        part.copy(b, &mut whole);
    }
    (whole.name, whole.label) = (b.name.clone(), b.label.clone());
    whole.traits.clone_from(&b.traits);
    assert!(whole == *b, "what differs between two policies is a part of them");
    parts
}

/// Whether the pay of `paying` says by which plan each role of `working` is paid that is paid by
/// one there.
fn is_paid(system: &SalesSystem, working: &Policy, paying: &Policy) -> bool {
    let on_plans = role_names(system, working);
    let mut on_plans = on_plans.filter(|role| plan_in(&working.pay.plans, role).is_some());
    on_plans.all(|role| plan_of(&paying.pay, role).is_some())
}

fn role_names<'a>(system: &'a SalesSystem, policy: &'a Policy) -> impl Iterator<Item = &'a str> {
    system.groups.iter().enumerate().flat_map(|(number, group)| {
        let made = policy.roles.iter().filter(move |role| role.group == number);
        let jobs: Vec<&str> = made.map(|role| group.jobs[role.job].name.as_str()).collect();
        if jobs.is_empty() { vec![group.name.as_str()] } else { jobs }
    })
}

fn plan_in(plans: &[(String, usize)], role: &str) -> Option<usize> {
    plans.iter().find(|(name, _)| name == role).map(|(_, plan)| *plan)
}

fn plan_of(pay: &PayRules, role: &str) -> Option<usize> {
    plan_in(&pay.plans, role).or_else(|| plan_in(&pay.elsewhere, role))
}

/// Policy `a` with the parts of `b` whose bits are set in `mask`.
pub(super) fn mixed(
    system: &SalesSystem,
    (a, b): (&Policy, &Policy),
    parts: &[Part],
    mask: usize,
) -> Policy {
    let taken = parts.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1);
    let taken: Vec<Part> = taken.map(|(_, part)| *part).collect();
    let mut policy = a.clone();
    for part in &taken {
        part.copy(b, &mut policy);
    }
    let plan = |role: &str| Some((role.to_owned(), plan_of(&policy.pay, role)?));
    policy.pay.plans = role_names(system, &policy).filter_map(plan).collect();
    let names: Vec<&str> = taken.iter().map(|part| part.name()).collect();
    if !names.is_empty() {
        policy.name = format!("{} with {} of {}", a.name, names.join(", "), b.name);
    }
    policy
}
