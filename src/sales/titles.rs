//! A title is no skill: in a stage whose home job is dearer, a cheaper job's people show less of it.

use super::handle::{Handle, RoleId, StageId};
use super::policy::Policy;
use super::rules::{Rules, role_names};
use super::system::SalesSystem;

const WEEKS_PER_YEAR: f64 = 52.0;
/// Whoever costs next to nothing gets on, though slowly.
const LEAST: f64 = 0.01;

/// By job and stage: what a person in this job shows there of a skill, as a factor.
#[derive(Clone, Debug)]
pub(super) struct Titles {
    /// By stage the market pay of its home job, if it names one; none where no stage does.
    homes: Vec<Option<f64>>,
    /// By role name.
    market_pay: Vec<f64>,
}

impl Titles {
    pub(super) fn new(system: &SalesSystem) -> Self {
        let (names, market_pay) = (role_names(system), market_pay(system));
        let pay_of =
            |home: &String| names.iter().position(|name| name == home).map(|role| market_pay[role]);
        let homes: Vec<_> =
            system.stages.iter().map(|stage| stage.home.as_ref().and_then(pay_of)).collect();
        let has_homes = homes.iter().any(Option::is_some);
        Self { homes: if has_homes { homes } else { Vec::new() }, market_pay }
    }

    /// min(1, market pay of the own job / of the home job); 1 at a stage without a home.
    #[inline]
    pub(super) fn factor(&self, role: RoleId, stage: StageId) -> f64 {
        match self.homes.get(stage.place()) {
            Some(Some(home)) if self.market_pay[role.place()] < *home => {
                (self.market_pay[role.place()] / home).max(LEAST)
            }
            _ => 1.0,
        }
    }
}

/// By role name: cost divided by loading, in money a year.
pub(super) fn market_pay(system: &SalesSystem) -> Vec<f64> {
    let of_group = |g: &super::Group| {
        let jobs = g.jobs.iter().map(|job| job.cost_per_week);
        let costs = std::iter::once(g.cost_per_week).chain(jobs);
        costs.map(|cost| cost * WEEKS_PER_YEAR / g.loading).collect::<Vec<_>>()
    };
    system.groups.iter().flat_map(of_group).collect()
}

/// The stages without a home that jobs of different market pay work, under any of the policies.
pub fn stages_of_any_title(system: &SalesSystem, policies: &[Policy]) -> Vec<usize> {
    let pay = market_pay(system);
    let rules: Vec<Rules> = policies.iter().map(|policy| Rules::new(system, policy)).collect();
    let is_of_any = |stage: &usize| {
        let all = rules.iter().flat_map(|rules| &rules.roles);
        let works = all.filter(|(_, role)| role.stages >> stage & 1 == 1);
        let (low, high) = works.fold((f64::INFINITY, 0.0_f64), |(low, high), (role, _)| {
            (low.min(pay[*role]), high.max(pay[*role]))
        });
        system.stages[*stage].home.is_none() && low < high
    };
    (0..system.stages.len()).filter(is_of_any).collect()
}
