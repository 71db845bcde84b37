//! A policy made ready to run over its world: roles, seats and who may work what.

use super::aim::Aimed;
use super::people::Group;
use super::policy::{Policy, Prospect};
use super::system::SalesSystem;
use crate::engine::random::{Place, name_key};

/// Weeks of a fiscal year.
const WEEKS_PER_YEAR: f64 = 52.0;

/// More stages than this are refused when a scenario is read: sets of stages are bit masks.
pub const STAGES_AT_MOST: usize = 64;

/// A role under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The job's or the group's name.
    pub name: String,
    /// The group its people come from.
    pub group: usize,
    /// How many seats it has at the start.
    pub heads: u32,
    /// The stages it works, as a bit mask.
    pub stages: u64,
    /// Stages it may help out in when idle, as a bit mask.
    pub overflow: u64,
    /// Owned leads at most.
    pub limit: u32,
    /// When its people look for leads.
    pub prospect: Option<Prospect>,
    /// What a person costs per week, without variable pay.
    pub cost_per_week: f64,
    /// What the market pays such a person per week, with what comes on top of pay.
    pub market_per_week: f64,
    /// The plan its people are paid by.
    pub plan: Option<usize>,
    /// Whether it works one phase only where its group works several.
    pub is_specialist: bool,
}

/// The roles of every policy and the seats they are filled from.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The policy.
    pub policy: Policy,
    /// Its roles; indices into the list shared by all policies of a scenario.
    pub roles: Vec<(usize, Role)>,
    /// What of the wins of the whole funnel the people can handle, 0 to 1; 1 until it is set up.
    pub(super) throughput: f64,
    /// By role: what of them one of its people can handle, as far as it is set up.
    pub(super) parts: Vec<f64>,
    /// Whom money spent on channels brings, and what is spent.
    pub(super) aimed: Aimed,
}

/// A job that exists whatever the policy: number k of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatName {
    /// The group.
    pub group: usize,
    /// Number in the group, from 1.
    pub number: u32,
    /// Order among seats: a hash of group and number.
    pub key: u64,
    /// The 24-bit number of the seat in keys of chance.
    pub place: Place,
}

/// Every name under which a role can be reported: jobs and groups, in order of the system.
pub(super) fn role_names(system: &SalesSystem) -> Vec<String> {
    let names = |g: &Group| {
        std::iter::once(g.name.clone()).chain(g.jobs.iter().map(|j| j.name.clone())).collect()
    };
    system.groups.iter().flat_map(|g| -> Vec<String> { names(g) }).collect()
}

impl Rules {
    /// Makes `policy` ready for `system`.
    ///
    /// # Panics
    ///
    /// If the policy names a job that the system does not have; a scenario that was read is checked.
    pub fn new(system: &SalesSystem, policy: &Policy) -> Self {
        let names = role_names(system);
        let index = |name: &str| names.iter().position(|n| n == name).expect("a declared role");
        let mut roles = Vec::new();
        for (g, group) in system.groups.iter().enumerate() {
            let all = stages_of_group(system, g);
            let made: Vec<_> = policy.roles.iter().filter(|r| r.group == g).collect();
            if made.is_empty() {
                let role = Role {
                    name: group.name.clone(),
                    group: g,
                    heads: group.count,
                    stages: all,
                    overflow: 0,
                    limit: limit_of(policy, &group.name),
                    prospect: prospect_of(policy, &group.name),
                    cost_per_week: group.cost_per_week,
                    market_per_week: group.cost_per_week,
                    plan: None,
                    is_specialist: false,
                };
                let role = on_plan(role, system, policy);
                roles.push((index(&group.name), role));
            }
            for rule in made {
                let job = &group.jobs[rule.job];
                let stages = rule.stages.iter().fold(0, |mask, s| mask | 1 << s) & all;
                let role = Role {
                    name: job.name.clone(),
                    group: g,
                    heads: rule.heads,
                    stages,
                    overflow: if policy.overflow { all & !stages } else { 0 },
                    limit: limit_of(policy, &job.name),
                    prospect: prospect_of(policy, &job.name),
                    cost_per_week: job.cost_per_week,
                    market_per_week: job.cost_per_week,
                    plan: None,
                    is_specialist: phases_of(system, stages) == 1 && phases_of(system, all) > 1,
                };
                let role = on_plan(role, system, policy);
                roles.push((index(&job.name), role));
            }
        }
        let aimed = Aimed::new(system, policy);
        Self { policy: policy.clone(), roles, throughput: 1.0, parts: Vec::new(), aimed }
    }

    /// People at the start, over all roles of `group`.
    pub fn heads(&self, group: usize) -> u32 {
        self.roles.iter().filter(|(_, r)| r.group == group).map(|(_, r)| r.heads).sum()
    }

    /// What all people cost per week at the start, without variable pay.
    pub fn cost_per_week(&self) -> f64 {
        self.roles.iter().map(|(_, r)| f64::from(r.heads) * r.cost_per_week).sum()
    }

    /// What all people would cost per week at the start, if they were paid as the market does.
    pub fn market_per_week(&self) -> f64 {
        self.roles.iter().map(|(_, r)| f64::from(r.heads) * r.market_per_week).sum()
    }
}

/// The role with the plan that the policy gives it: then its fixed cost is the plan's salary, loaded.
fn on_plan(mut role: Role, system: &SalesSystem, policy: &Policy) -> Role {
    let Some(payroll) = &system.payroll else { return role };
    if let Some((_, plan)) = policy.pay.plans.iter().find(|(name, _)| *name == role.name) {
        let salary = payroll.plans[*plan].salary_per_year;
        role.cost_per_week = salary * system.groups[role.group].loading / WEEKS_PER_YEAR;
        role.plan = Some(*plan);
    }
    role
}

/// The seats that `rules` (one or, with a change of policy, two) need, in order of their key.
pub(super) fn seat_names(system: &SalesSystem, rules: &[&Rules]) -> Vec<SeatName> {
    let mut seats = Vec::new();
    for (group, description) in system.groups.iter().enumerate() {
        for place in 0..most_heads(system, rules, group) {
            // the name in keys of chance counts from 0
            let (name, number) = (format!("{}/{place}", description.name), place + 1);
            seats.push(SeatName { group, number, key: name_key(&name), place: Place::of(&name) });
        }
    }
    seats.sort_by_key(|s| s.key);
    seats
}

/// The most people that a group has under any of `rules`, at any date.
pub(super) fn most_heads(system: &SalesSystem, rules: &[&Rules], group: usize) -> u32 {
    let planned = system.groups[group].headcount.iter().map(|(_, n)| *n);
    rules.iter().map(|r| r.heads(group)).chain(planned).max().unwrap_or(0)
}

fn stages_of_group(system: &SalesSystem, group: usize) -> u64 {
    let works = |s: &usize| system.stages[*s].groups.contains(&group);
    (0..system.stages.len()).filter(works).fold(0, |mask, s| mask | 1 << s)
}

fn phases_of(system: &SalesSystem, stages: u64) -> usize {
    let has = |phase| {
        system
            .stages
            .iter()
            .enumerate()
            .any(|(s, stage)| stages >> s & 1 == 1 && stage.phase == phase)
    };
    super::Phase::ALL.into_iter().filter(|p| has(*p)).count()
}

fn limit_of(policy: &Policy, role: &str) -> u32 {
    said_of(&policy.wip_per_person, role).unwrap_or(u32::MAX)
}

fn prospect_of(policy: &Policy, role: &str) -> Option<Prospect> {
    said_of(&policy.prospect, role)
}

/// What a rule says of a role: by its name, else of all others.
fn said_of<T: Copy>(said: &[(Option<String>, T)], role: &str) -> Option<T> {
    let named = said.iter().find(|(name, _)| name.as_deref() == Some(role));
    let general = said.iter().find(|(name, _)| name.is_none());
    named.or(general).map(|(_, value)| *value)
}
