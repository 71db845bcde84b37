//! Who works: as the log shows it, or as a list of people says.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::Fit;
use super::keys::keys;
use crate::records::import::pseudonym;
use crate::records::{Deal, EventLog, Label, Moment};

/// Share of a stage's visits below which a role only helps out there.
const HELPS_OUT: f64 = 0.05;
/// Names that are told of one after the other.
const TOLD: usize = 12;

/// Somebody on a list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name, as the CRM has it.
    pub name: String,
    /// The role; may be empty.
    pub role: String,
    /// The first day; `None` = long ago.
    pub from: Option<Moment>,
    /// The first day after leaving; `None` = none is known.
    pub until: Option<Moment>,
    /// The plan of pay, by its name in the scenario.
    pub plan: Option<String>,
}

/// Who works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    /// Groups of people with the same role and plan.
    pub groups: Vec<Group>,
    /// What of a list could not be taken over, in words.
    pub notes: Vec<String>,
}

/// People with the same role and plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its key in the scenario.
    pub key: String,
    /// Who is in it, those there at the start first; empty if there is no list.
    pub names: Vec<String>,
    /// How many are there at the start.
    pub count: u64,
    /// How many from later days on.
    pub headcount: Vec<(Moment, u64)>,
    /// Their plan of pay, by its name in the scenario.
    pub plan: Option<String>,
    /// The share of their visits to stages that each stage has; 0 = others work there.
    pub work: Vec<f64>,
}

impl Group {
    /// How many there are: at the start or, if they all come later, then.
    pub fn heads(&self) -> u64 {
        let later = self.headcount.iter().map(|step| step.1);
        std::iter::once(self.count).chain(later).find(|count| *count > 0).unwrap_or(0)
    }
}

impl Roster {
    /// Those who moved a deal in the last quarter of the log: one group that works everywhere.
    pub fn of_owners(fit: &Fit) -> Self {
        let count = fit.people.active as u64;
        let seller = Group {
            key: "seller".into(),
            names: Vec::new(),
            count,
            headcount: Vec::new(),
            plan: None,
            work: shares(&fit.funnel.visits()),
        };
        let groups = if count > 0 { vec![seller] } else { Vec::new() };
        Self { groups, notes: Vec::new() }
    }

    /// The people of a list who are there at the end of the log or come later. Which stages a role works is
    /// taken from the deals of its people, found by name or pseudonym. `None` if nobody is there.
    pub fn of_list(members: &[Member], fit: &Fit, log: &EventLog) -> Option<Self> {
        let start = fit.window.until;
        let mut notes = Vec::new();
        let is_there = |member: &&Member| member.until.is_none_or(|until| until > start);
        let (here, gone): (Vec<&Member>, Vec<&Member>) = members.iter().partition(is_there);
        note(&mut notes, &names(&gone), "left before the log ends (not in the scenario)");
        let owned = Owned::of(&here, fit, log);
        owned.compare(&here, fit, &mut notes);
        let is_working = |member: &&&Member| !owned.is_idle(&member.role);
        let (working, idle): (Vec<&Member>, Vec<&Member>) =
            here.iter().partition(|member| is_working(member));
        note(
            &mut notes,
            &names(&idle),
            "have a role that owns no deal of the log (not in the scenario)",
        );
        let groups = groups(&working, start, &owned);
        (!groups.is_empty()).then_some(Self { groups, notes })
    }

    /// Whether anybody is on a plan of pay.
    pub fn has_plans(&self) -> bool {
        self.groups.iter().any(|group| group.plan.is_some())
    }

    /// Who works a stage: each group, with the share of its working time that the stage takes.
    pub(super) fn at(&self, stage: usize) -> impl Iterator<Item = (&Group, f64)> {
        let of = move |group: &'_ Group| group.work.get(stage).copied().unwrap_or(0.0);
        self.groups.iter().map(move |group| (group, of(group))).filter(|(_, share)| *share > 0.0)
    }
}

/// The groups of a list, in its order; those of one role are numbered.
fn groups(members: &[&Member], start: Moment, owned: &Owned) -> Vec<Group> {
    let mut kinds: Vec<(&str, &Option<String>, Vec<&Member>)> = Vec::new();
    for member in members {
        let found = kinds.iter_mut().find(|kind| (kind.0, kind.1) == (&member.role, &member.plan));
        match found {
            Some(kind) => kind.2.push(member),
            None => kinds.push((&member.role, &member.plan, vec![member])),
        }
    }
    let keys = keys(kinds.iter().map(|kind| if kind.0.is_empty() { "seller" } else { kind.0 }));
    let group = |((role, plan, mut members), key): ((&str, &Option<String>, Vec<&Member>), _)| {
        members.sort_by_key(|member| member.from.filter(|from| *from > start));
        let steps = steps(&members, start);
        Group {
            key,
            names: names(&members).into_iter().map(str::to_owned).collect(),
            count: steps[0].1,
            headcount: steps[1..].to_vec(),
            plan: plan.clone(),
            work: owned.work(role),
        }
    };
    kinds.into_iter().zip(keys).map(group).collect()
}

/// How many of these are there at the start, and from each day on which that changes.
fn steps(members: &[&Member], start: Moment) -> Vec<(Moment, u64)> {
    let days = members.iter().flat_map(|member| [member.from, member.until]).flatten();
    let days: BTreeSet<Moment> = days.filter(|day| *day > start).collect();
    let mut steps: Vec<(Moment, u64)> = Vec::new();
    for day in std::iter::once(start).chain(days) {
        let is_there = |member: &&&Member| {
            member.from.is_none_or(|from| from <= day)
                && member.until.is_none_or(|until| until > day)
        };
        let count = members.iter().filter(is_there).count() as u64;
        if steps.last().is_none_or(|last| last.1 != count) {
            steps.push((day, count));
        }
    }
    steps
}

/// What the people of a list have owned.
struct Owned {
    /// Visits to each stage, by role.
    roles: BTreeMap<String, Vec<f64>>,
    /// Those of the list, and of the log, that were found in the other.
    members: BTreeSet<String>,
    owners: BTreeSet<String>,
    /// Visits to each stage by whoever.
    all: Vec<f64>,
}

impl Owned {
    fn of(members: &[&Member], fit: &Fit, log: &EventLog) -> Self {
        let stages = &fit.funnel.stages;
        let mut by_name: BTreeMap<String, &Member> = BTreeMap::new();
        for member in members {
            by_name.insert(plain(&member.name), member);
            by_name.insert(pseudonym(&member.name), member);
        }
        let nothing = vec![0.0; stages.len()];
        let mut owned = Self {
            roles: BTreeMap::new(),
            members: BTreeSet::new(),
            owners: BTreeSet::new(),
            all: fit.funnel.visits(),
        };
        let place = |key: &str| stages.iter().position(|stage| stage.key == key);
        for (owner, stage) in log.deals.iter().flat_map(|deal| stays(deal, log)) {
            let name = log.word(Some(owner));
            let Some(member) = by_name.get(&plain(name)) else { continue };
            owned.members.insert(member.name.clone());
            owned.owners.insert(name.to_owned());
            let of_role = owned.roles.entry(member.role.clone()).or_insert(nothing.clone());
            // A log without stages has one, in which every deal is.
            let at = if stages.len() == 1 { Some(0) } else { stage.and_then(place) };
            if let Some(at) = at {
                of_role[at] += 1.0;
            }
        }
        owned
    }

    /// Whether a role owns nothing, though others do.
    fn is_idle(&self, role: &str) -> bool {
        !self.roles.is_empty()
            && self.roles.get(role).is_none_or(|work| work.iter().all(|n| *n <= 0.0))
    }

    /// The share of a role's visits that each stage has, where it does more than help out.
    fn work(&self, role: &str) -> Vec<f64> {
        let Some(own) = self.roles.get(role) else { return shares(&self.all) };
        let unseen = own.iter().sum::<f64>() / self.all.iter().sum::<f64>().max(1e-9);
        let mut kept = own.clone();
        for (at, visits) in kept.iter_mut().enumerate() {
            let of_all: Vec<f64> = self.roles.values().map(|work| work[at]).collect();
            let (sum, most) = of_all.iter().fold((0.0, 0.0_f64), |(s, m), n| (s + n, m.max(*n)));
            if *visits < HELPS_OUT * sum && *visits < most {
                *visits = 0.0;
            }
            // Where nobody on the list was seen, everybody works.
            if sum <= 0.0 {
                *visits = unseen * self.all[at];
            }
        }
        shares(&kept)
    }

    /// Says who is on the list alone, and who in the log alone.
    fn compare(&self, members: &[&Member], fit: &Fit, notes: &mut Vec<String>) {
        if self.members.is_empty() {
            notes.push(
                "nobody on the list owns a deal of the log: everybody works every stage".into(),
            );
            return;
        }
        let unseen = members.iter().filter(|member| !self.members.contains(&member.name));
        let unseen: Vec<&str> = unseen.map(|member| member.name.as_str()).collect();
        note(notes, &unseen, "own no deal of the log");
        let unlisted = fit
            .people
            .owners
            .iter()
            .filter(|owner| owner.is_active && !self.owners.contains(&owner.name));
        let unlisted: Vec<&str> = unlisted.map(|owner| owner.name.as_str()).collect();
        note(
            notes,
            &unlisted,
            "moved a deal in the last quarter, but are not on the list (not in the scenario)",
        );
    }
}

/// Who had a deal, and in which stage.
fn stays<'l>(deal: &'l Deal, log: &'l EventLog) -> Vec<(Label, Option<&'l str>)> {
    if deal.visits.is_empty() {
        return deal.owner.map(|owner| (owner, None)).into_iter().collect();
    }
    let stay = |visit: &'l crate::records::Visit| {
        Some((visit.owner?, Some(log.stage(visit.stage).key.as_str())))
    };
    deal.visits.iter().filter_map(stay).collect()
}

fn shares(visits: &[f64]) -> Vec<f64> {
    let all: f64 = visits.iter().sum();
    visits.iter().map(|n| n / all.max(1e-9)).collect()
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

fn names<'m>(members: &[&'m Member]) -> Vec<&'m str> {
    members.iter().map(|member| member.name.as_str()).collect()
}

/// Notes what holds of some people, if there are any.
fn note(notes: &mut Vec<String>, names: &[&str], what: &str) {
    if names.is_empty() {
        return;
    }
    let more = names.len().saturating_sub(TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown = names.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
    notes.push(format!("{} {what}: {shown}{more}", names.len()));
}
