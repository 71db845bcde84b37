//! Equal cost: the factor on a policy's variable pay at which its people on plans cost what those
//! of the first policy do.
//!
//! People answer their pay, so what pay costs is known only by running: pilot runs on luck of their
//! own, the same for every policy and factor, first find the factor; then it stands, and more and
//! other pilot runs tell how far off it is. Whoever judges the policies does so on yet other runs,
//! and adds what the error of the factor moves ([`factor_errors`]).

mod errors;
mod pilot;
pub mod search;

pub use super::ready::is_scaled;
use super::{Continue, Failure};
use crate::sales::Policy;
use crate::sales::pay::Scale;
use crate::scenario::Scenario;
pub(super) use errors::widen;
pub use errors::{FactorErrors, factor_errors, factor_errors_ahead};
use pilot::{Checked, Pilot, Samples, piloted};
pub use search::{LEAST as LEAST_FACTOR, MOST as MOST_FACTOR};
use search::{Next, Point, Search, in_grains};

/// The seed of pilot runs, whatever that of the scenario: "pilot" in letters.
pub const PILOT_SEED: u64 = u64::from_be_bytes(*b"\0\0\0pilot");
/// Runs on which factors are tried.
const TRIAL_RUNS: u32 = 256;
/// The largest gap, as a share, with which a factor stands.
const LARGEST_GAP: f64 = 0.01;

/// The factors of equal cost of a scenario, and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// The name of the first policy compared, whose pay sets the cost.
    pub first: String,
    /// What its pay costs in a run, over all its pilot runs, in money.
    pub target: Mean,
    /// The seed of the pilot runs.
    pub seed: u64,
    /// Pilot runs, of all policies together.
    pub runs: u64,
    /// One for each policy of equal cost, in the order of the scenario.
    pub policies: Vec<Scaled>,
}

/// A policy whose variable pay is scaled to equal cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// Its name.
    pub policy: String,
    /// The factor on its variable pay.
    pub factor: f64,
    /// How much more than the first policy's pay its pay costs, as a share of that, on runs that
    /// the factor does not stem from; below 0.01 either way.
    pub gap: f64,
    /// Half the 95 % interval of the gap; at most 0.005.
    pub error: f64,
    /// The pilot runs behind gap and error.
    pub runs: u32,
    /// What its pay costs in these runs, in money.
    pub pay_cost: Mean,
    /// What it came to without the factor.
    pub unscaled: Unscaled,
}

/// What a policy came to at factor 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unscaled {
    /// What pay costs in a run, in money.
    pub pay_cost: Mean,
    /// Contribution in a run, in money.
    pub contribution: Mean,
    /// Return on Sales, the ratio of sums; `None` where fewer than two runs have revenue.
    pub return_on_sales: Option<Mean>,
    /// Pilot runs behind these.
    pub runs: u32,
}

/// A mean over pilot runs and half its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Half the interval.
    pub error: f64,
}

/// How far pilot runs are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piloting<'a> {
    /// How people read the policy that is run.
    pub label: &'a str,
    /// The factor on its variable pay.
    pub factor: f64,
    /// Pilot runs so far, of all policies.
    pub runs: u64,
    /// How many more are expected to be needed.
    pub ahead: u64,
}

/// Why there is no factor of equal cost.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unsolved {
    /// A pilot run failed.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// It was stopped before it was found.
    #[error("interrupted before the factors of equal cost were found")]
    Interrupted,
    /// There is no cost to be equal to.
    #[error(
        "no factor of equal cost: pay of `{first}`, the first policy, costs nothing\nhint: give \
         its plans a salary, or each policy a factor, e.g. `scale = 0.8`"
    )]
    NoCost {
        /// The first policy.
        first: String,
    },
    /// No factor allowed makes pay cost the same.
    #[error(
        "no factor from {LEAST_FACTOR} to {MOST_FACTOR} on variable pay makes pay of `{policy}` cost \
         what that of `{first}` does, {target:.0} a run: at {LEAST_FACTOR} it costs {least:.0}, at \
         {MOST_FACTOR} {most:.0}\nhint: change the salaries or the rates of its plans"
    )]
    NotFound {
        /// The policy.
        policy: String,
        /// The first policy.
        first: String,
        /// What pay of the first policy costs in a run, in money.
        target: f64,
        /// What pay of the policy costs at the least factor.
        least: f64,
        /// And at the most.
        most: f64,
    },
    /// Pay differs too much from run to run.
    #[error(
        "pay of `{policy}` differs so much from run to run that after {runs} pilot runs its cost is \
         known to ±{:.1} % only\nhint: give it a factor, e.g. `scale = 0.8`, or measure longer runs",
        100.0 * error
    )]
    Imprecise {
        /// The policy.
        policy: String,
        /// Pilot runs of it.
        runs: u32,
        /// Half the interval of the gap, as a share.
        error: f64,
    },
    /// The factor found does not hold on other runs.
    #[error(
        "no factor of equal cost holds for `{policy}`: at {factor} its pay costs {:+.1} % ±{:.1} \
         compared with the first policy’s\nhint: its pay jumps near this factor; change its plans, or \
         give it a factor",
        100.0 * gap, 100.0 * error
    )]
    Unsettled {
        /// The policy.
        policy: String,
        /// The factor.
        factor: f64,
        /// How much more its pay costs, as a share.
        gap: f64,
        /// Half the interval of that.
        error: f64,
    },
}

impl Scaling {
    /// Adds what `others` knows of further policies of the same scenario.
    pub fn merge(&mut self, others: Self) {
        let is_new = |scaled: &Scaled| self.of(&scaled.policy).is_none();
        let new: Vec<Scaled> = others.policies.into_iter().filter(is_new).collect();
        self.policies.extend(new);
        self.runs += others.runs;
        // More runs of the first policy tell its cost better.
        if others.target.error < self.target.error {
            self.target = others.target;
        }
    }

    /// Puts the factors in the place of [`Scale::EqualCost`], by the policies' names.
    pub fn apply(&self, policies: &mut [Policy]) {
        for policy in policies.iter_mut().filter(|policy| is_scaled(policy)) {
            if let Some(scaled) = self.of(&policy.name) {
                policy.pay.scale = Scale::Factor(scaled.factor);
            }
        }
    }

    /// What is known of the policy with this name.
    pub fn of(&self, policy: &str) -> Option<&Scaled> {
        self.policies.iter().find(|scaled| scaled.policy == policy)
    }
}

/// Which policies are wanted, by name.
pub type Wanted<'a> = dyn Fn(&str) -> bool + Sync + 'a;

/// Finds the factors of equal cost of a scenario: a pure function of it. `watch` is asked every
/// few runs whether to go on.
///
/// # Errors
///
/// [`Unsolved`], for the first policy that has no factor.
pub fn solve(
    scenario: &Scenario,
    watch: impl FnMut(&Piloting<'_>) -> Continue + Send,
) -> Result<Scaling, Unsolved> {
    let mut found = None;
    let all = |_: &str| true;
    solve_some(scenario, (&all, None), watch, |scaling| found = Some(scaling.clone()))?;
    Ok(found.unwrap_or_else(|| Scaling {
        first: scenario.policies.first().map_or(String::new(), |policy| policy.name.clone()),
        target: Mean::of(&[]),
        seed: PILOT_SEED,
        runs: 0,
        policies: Vec::new(),
    }))
}

/// The same of those policies that are `wanted` by name and not in `known`, the factors of this
/// scenario found before. Whenever one is found, `keep` sees all that are known by then.
///
/// # Errors
///
/// [`Unsolved`], for the first policy that has no factor.
pub fn solve_some(
    scenario: &Scenario,
    (wanted, known): (&Wanted<'_>, Option<&Scaling>),
    watch: impl FnMut(&Piloting<'_>) -> Continue + Send,
    mut keep: impl FnMut(&Scaling),
) -> Result<(), Unsolved> {
    if scenario.system.payroll.is_none() {
        let first = scenario.policies.first().map_or(String::new(), |policy| policy.name.clone());
        return Err(Unsolved::NoCost { first });
    }
    // Factors are of the world as written.
    let mut scenario = Scenario { uncertainty: None, ..scenario.clone() };
    let order: Vec<String> = scenario.policies.iter().map(|policy| policy.name.clone()).collect();
    if let Some(known) = known {
        known.apply(&mut scenario.policies);
    }
    let waiting = waiting(&scenario, wanted);
    let alone = piloted(&scenario, 0, scenario.policies[0].pay.scale.factor());
    let mut pilot = Pilot::new(&alone, watch);
    let mut found = Vec::new();
    for (place, policy) in waiting.iter().enumerate() {
        pilot.begin(waiting.len() - place);
        let scaled = scale(&mut pilot, &scenario, *policy)?;
        scenario.policies[*policy].pay.scale = Scale::Factor(scaled.factor);
        found.push(scaled);
        let mut scaling = Scaling {
            first: alone.policies[0].name.clone(),
            target: pilot.target(),
            seed: PILOT_SEED,
            runs: pilot.runs,
            policies: found.clone(),
        };
        if let Some(known) = known {
            scaling.merge(known.clone());
        }
        scaling.policies.sort_by_key(|scaled| order.iter().position(|name| *name == scaled.policy));
        keep(&scaling);
    }
    Ok(())
}

/// The names of the policies whose factors are needed to run those that are `wanted`.
pub fn needed(scenario: &Scenario, wanted: &Wanted<'_>) -> Vec<String> {
    let names = waiting(scenario, wanted).into_iter();
    names.map(|policy| scenario.policies[policy].name.clone()).collect()
}

/// The policies whose factors are to be found, in the order in which they can be: one that begins
/// later needs the factor of the one before it.
fn waiting(scenario: &Scenario, wanted: &Wanted<'_>) -> Vec<usize> {
    let policies = &scenario.policies;
    let needs = |policy: &Policy| {
        let later = policies.iter().filter(|later| wanted(&later.name));
        let mut before = later.filter_map(|later| Some(&policies[later.start.as_ref()?.before]));
        wanted(&policy.name) || before.any(|before| before.name == policy.name)
    };
    let mut waiting: Vec<usize> = (0..policies.len())
        .filter(|policy| is_scaled(&policies[*policy]) && needs(&policies[*policy]))
        .collect();
    waiting.sort_by_key(|policy| policies[*policy].start.is_some());
    waiting
}

/// Finds the factor of one policy, and checks it; a factor that does not hold is corrected once.
fn scale<W: FnMut(&Piloting<'_>) -> Continue + Send>(
    pilot: &mut Pilot<'_, W>,
    scenario: &Scenario,
    policy: usize,
) -> Result<Scaled, Unsolved> {
    let (point, slope, unscaled) = search(pilot, scenario, policy)?;
    let (mut factor, mut start) = (point.factor, TRIAL_RUNS);
    let mut checked = check(pilot, scenario, (policy, factor), start)?;
    if checked.gap.abs() >= LARGEST_GAP {
        start += checked.runs;
        let (gap, theirs) = (checked.gap, checked.pay_cost.mean / (1.0 + checked.gap));
        factor = in_grains(factor - gap * theirs / slope).clamp(LEAST_FACTOR, MOST_FACTOR);
        checked = check(pilot, scenario, (policy, factor), start)?;
    }
    let (name, Checked { gap, error, runs, pay_cost }) =
        (scenario.policies[policy].name.clone(), checked);
    if gap.abs() >= LARGEST_GAP {
        return Err(Unsolved::Unsettled { policy: name, factor, gap, error });
    }
    Ok(Scaled { policy: name, factor, gap, error, runs, pay_cost, unscaled })
}

/// The factor at which trial runs meet the target, what a unit more of it costs there, and what
/// the policy came to at factor 1.
fn search<W: FnMut(&Piloting<'_>) -> Continue + Send>(
    pilot: &mut Pilot<'_, W>,
    scenario: &Scenario,
    policy: usize,
) -> Result<(Point, f64, Unscaled), Unsolved> {
    let target = Mean::of(pilot.first_costs(TRIAL_RUNS)?).mean;
    let [first, name] = [0, policy].map(|policy| scenario.policies[policy].name.clone());
    if target <= 0.0 {
        return Err(Unsolved::NoCost { first });
    }
    let mut try_at = |factor: f64| {
        let alone = piloted(scenario, policy, factor);
        pilot.runs_of(&alone, 0..TRIAL_RUNS)
    };
    let at_one = try_at(1.0)?;
    let variable = Mean::of(at_one.variable()).mean;
    let mut search = Search::new(target, Mean::of(at_one.pay_cost()).mean, variable);
    loop {
        match search.next() {
            Next::Try(factor) => search.saw(factor, Mean::of(try_at(factor)?.pay_cost()).mean),
            Next::Found(point) => return Ok((point, search.slope(&point), unscaled(&at_one))),
            Next::Nowhere { least, most } => {
                return Err(Unsolved::NotFound { policy: name, first, target, least, most });
            }
        }
    }
}

fn check<W: FnMut(&Piloting<'_>) -> Continue + Send>(
    pilot: &mut Pilot<'_, W>,
    scenario: &Scenario,
    (policy, factor): (usize, f64),
    start: u32,
) -> Result<Checked, Unsolved> {
    let alone = piloted(scenario, policy, factor);
    pilot.check(&alone, start)
}

fn unscaled(samples: &Samples) -> Unscaled {
    Unscaled {
        pay_cost: Mean::of(samples.pay_cost()),
        contribution: Mean::of(samples.contribution()),
        return_on_sales: samples.return_on_sales(),
        runs: TRIAL_RUNS,
    }
}
