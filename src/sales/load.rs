//! How much work a policy's people face, compared with what they can do: an estimate before any
//! run.

use super::handle::{Handle, RoleId, StageId};
use super::nominal::{Nominal, NominalError, offered_load};
use super::policy::{Ownership, Policy};
use super::rules::Rules;
use super::stage::{StageKind, Topic};
use super::system::SalesSystem;
use super::titles::Titles;

/// Work and capacity of a role, per week.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleLoad {
    /// The role.
    pub role: String,
    /// The group its people come from.
    pub group: usize,
    /// Its people.
    pub heads: u32,
    /// Standard hours of work that arrive per week, with what the rules add.
    pub needed_hours: f64,
    /// Hours left for touches per week.
    pub capacity_hours: f64,
    /// Whether leads that wait for it too long leave on their own.
    pub is_left: bool,
}

impl RoleLoad {
    /// Work over capacity; above 1 the queue grows without end, or until leads leave it.
    pub fn utilisation(&self) -> f64 {
        self.needed_hours / self.capacity_hours
    }
}

/// The load of each role of `policy`. A stage that several roles work is shared in proportion to
/// their heads; hand-offs, switching, leads that lapse and learning are left out.
///
/// # Errors
///
/// If leads could circle for ever.
pub fn role_loads(system: &SalesSystem, policy: &Policy) -> Result<Vec<RoleLoad>, NominalError> {
    let offered = offered_load(system)?;
    Ok(loads_of(system, &Rules::new(system, policy), &offered))
}

/// What of the wins of the whole funnel these rules have the people for, 0 to 1, as the role that is
/// shortest of hours allows; and by role what one of its people can do of them, infinite where they ask
/// nothing of it.
pub(super) fn throughput(
    system: &SalesSystem,
    rules: &Rules,
    nominal: &Nominal,
) -> (f64, Vec<f64>) {
    let loads = loads_of(system, rules, &nominal.offered_load(system));
    let ratio = |load: &RoleLoad| load.capacity_hours / load.needed_hours;
    let all = loads.iter().filter(|load| load.needed_hours > 0.0).map(ratio).fold(1.0, f64::min);
    let of_one = |load: &RoleLoad| match load.needed_hours {
        needed if needed > 0.0 => ratio(load) / f64::from(load.heads),
        _ => f64::INFINITY,
    };
    (all, loads.iter().map(of_one).collect())
}

fn loads_of(system: &SalesSystem, rules: &Rules, offered: &[f64]) -> Vec<RoleLoad> {
    let (policy, titles) = (&rules.policy, Titles::new(system));
    let loads = rules.roles.iter().map(|(account, role)| {
        let mut needed = 0.0;
        for (stage, hours) in offered.iter().enumerate() {
            if role.stages >> stage & 1 == 1 {
                let others = rules.roles.iter().filter(|(_, r)| r.stages >> stage & 1 == 1);
                let heads: u32 = others.map(|(_, r)| r.heads).sum();
                let share = f64::from(role.heads) / f64::from(heads.max(1));
                let title = titles.factor(RoleId::at(*account), StageId::at(stage));
                let is_slower = system.stages[stage].kind.is_shortened_by_skill();
                needed += hours * share / if is_slower { title } else { 1.0 };
            }
        }
        let group = &system.groups[role.group];
        let frictions = &system.frictions;
        needed *= 1.0 + frictions.documentation_cost * policy.documentation;
        if policy.owner == Ownership::Shared {
            needed *= frictions.unowned;
        }
        let speed = group.pace * if role.is_specialist { frictions.specialist } else { 1.0 };
        let calendars = group.calendars.iter().map(|calendar| &system.calendars[*calendar]);
        let left =
            |week: f64| week * (1.0 - group.admin - policy.meeting_hours_per_week / week).max(0.05);
        let hours: f64 = calendars.map(|calendar| left(calendar.hours_per_week())).sum();
        let mean_hours = hours / group.calendars.len() as f64;
        let absence = group.absence.as_ref().map_or(1.0, |a| {
            let (on, off) = (a.every.mean(), a.lasts.mean());
            on / (on + off)
        });
        RoleLoad {
            role: role.name.clone(),
            group: role.group,
            heads: role.heads,
            needed_hours: needed / speed,
            capacity_hours: f64::from(role.heads) * mean_hours * absence,
            is_left: (0..offered.len()).any(|s| role.stages >> s & 1 == 1 && is_left(system, s)),
        }
    });
    loads.collect()
}

/// Whether leads that wait too long for a stage leave: by what the stage says, because nobody has
/// touched them yet, or as deals whose buyers do not wait.
fn is_left(system: &SalesSystem, stage: usize) -> bool {
    let is_first = stage == system.entry || system.channels.iter().any(|c| c.entry == Some(stage));
    let stage = &system.stages[stage];
    let is_deal = |kind: &StageKind| match kind {
        StageKind::Buyer(conversation) => conversation.about != Topic::Qualify,
        StageKind::Account(_) => true,
        StageKind::Chance(_) | StageKind::Contact(_) | StageKind::Parallel { .. } => false,
    };
    stage.patience.is_some()
        || stage.timebox.is_some()
        || stage.room.is_some_and(|room| room.when_full.is_some())
        || is_first && system.interest.is_some()
        || is_deal(&stage.kind)
}
