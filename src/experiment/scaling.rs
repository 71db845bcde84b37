//! Market cost: the factor on a policy's variable pay at which its plans pay what the market does.
//!
//! A plan is set before anybody knows how people will answer it. So the factor is found in reference years:
//! the policy's organisation in the scenario's world, but nobody minds pay, everybody works at normal effort,
//! and customers are dealt with in one neutral way whatever the policy says. All variable pay is
//! proportional to the factor there, so one equation gives it. What is really paid later is an outcome.

mod reference;

pub use super::ready::is_scaled;
use super::{Continue, Failure};
use crate::sales::Policy;
use crate::sales::pay::Scale;
use crate::scenario::Scenario;
use crate::stats::Estimate;
use reference::{Reference, Years};

/// The seed of reference years, whatever that of the scenario: "market" in letters.
pub const REFERENCE_SEED: u64 = u64::from_be_bytes(*b"\0\0market");
/// Reference years of a policy.
pub const REFERENCE_RUNS: u32 = 256;
/// Salaries alone are at market cost if they are no further from it, as a share.
const NEAR: f64 = 0.02;
/// The range of factors.
pub const LEAST_FACTOR: f64 = 0.2;
/// The same, from above.
pub const MOST_FACTOR: f64 = 5.0;

/// The factors of market cost of a scenario, and what they were found from.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// The seed of the reference years.
    pub seed: u64,
    /// One for each policy at market cost, in the order of the scenario.
    pub policies: Vec<Scaled>,
}

/// A policy whose variable pay is scaled to market cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// Its name.
    pub policy: String,
    /// The factor on its variable pay, with four decimals.
    pub factor: f64,
    /// What its people cost in a reference run at market pay, in money.
    pub market: Mean,
    /// What they cost there by its plans as written.
    pub written: Mean,
    /// What of that is variable pay.
    pub variable: Mean,
    /// Reference runs behind these.
    pub runs: u32,
}

/// A mean over reference runs and half its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Half the interval.
    pub error: f64,
}

/// How far reference runs are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progressing<'a> {
    /// How people read the policy that is run.
    pub label: &'a str,
    /// Reference runs so far, of all policies.
    pub runs: u64,
    /// All that are needed.
    pub planned: u64,
}

/// Why there is no factor of market cost.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unsolved {
    /// A reference run failed.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// It was stopped before it was found.
    #[error("interrupted before the factors of market cost were found")]
    Interrupted,
    /// There is nothing to multiply.
    #[error(
        "no factor of market cost for `{policy}`: its plans pay nothing but salaries in a usual year, and \
         not those that the market pays\n\
         hint: set them to the `cost` of the jobs divided by `loading`, or leave `scale` out"
    )]
    NothingVariable {
        /// The policy.
        policy: String,
    },
    /// Only an absurd factor would do.
    #[error(
        "no factor from {LEAST_FACTOR} to {MOST_FACTOR} on variable pay makes the people of `{policy}` cost \
         what the market pays: in a usual run they cost {market:.0} at market pay; its plans pay {fixed:.0} \
         whatever happens, and {variable:.0} on top, which would have to be {times:.2} times as much\n\
         hint: change the salaries or the rates of its plans"
    )]
    OutOfRange {
        /// The policy.
        policy: String,
        /// What its people cost at market pay, in money a run.
        market: f64,
        /// What they cost without variable pay.
        fixed: f64,
        /// The variable pay of its plans as written.
        variable: f64,
        /// The factor that would be needed.
        times: f64,
    },
}

impl Scaling {
    /// Adds what `others` knows of further policies of the same scenario.
    pub fn merge(&mut self, others: Self) {
        let is_new = |scaled: &Scaled| self.of(&scaled.policy).is_none();
        let new: Vec<Scaled> = others.policies.into_iter().filter(is_new).collect();
        self.policies.extend(new);
    }

    /// Puts the factors in the place of [`Scale::Market`], by the policies' names.
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

    /// Reference runs of all policies together, with plans and at market pay.
    pub fn runs(&self) -> u64 {
        self.policies.iter().map(|scaled| 2 * u64::from(scaled.runs)).sum()
    }
}

/// Which policies are wanted, by name.
pub type Wanted<'a> = dyn Fn(&str) -> bool + Sync + 'a;

/// Finds the factors of market cost of a scenario: a pure function of it. `watch` is asked every
/// few runs whether to go on.
///
/// # Errors
///
/// [`Unsolved`], for the first policy that has no factor.
pub fn solve(
    scenario: &Scenario,
    watch: impl FnMut(&Progressing<'_>) -> Continue + Send,
) -> Result<Scaling, Unsolved> {
    let mut found = Scaling { seed: REFERENCE_SEED, policies: Vec::new() };
    let all = |_: &str| true;
    solve_some(scenario, (&all, None), watch, |scaling| found = scaling.clone())?;
    Ok(found)
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
    watch: impl FnMut(&Progressing<'_>) -> Continue + Send,
    mut keep: impl FnMut(&Scaling),
) -> Result<(), Unsolved> {
    let none = Scaling { seed: REFERENCE_SEED, policies: Vec::new() };
    let mut scaling = known.cloned().unwrap_or(none);
    let order: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    let is_known = |policy: &usize| scaling.of(order[*policy]).is_some();
    let waiting: Vec<usize> =
        waiting(scenario, wanted).into_iter().filter(|policy| !is_known(policy)).collect();
    let mut reference = Reference::new(scenario, waiting.len(), watch);
    for policy in waiting {
        let scaled = scaled(order[policy], &reference.years(policy)?)?;
        scaling.policies.push(scaled);
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

/// The policies whose factors are to be found: those wanted, and those that hold before them.
fn waiting(scenario: &Scenario, wanted: &Wanted<'_>) -> Vec<usize> {
    let policies = &scenario.policies;
    let needs = |policy: &Policy| {
        let later = policies.iter().filter(|later| wanted(&later.name));
        let mut before = later.filter_map(|later| Some(&policies[later.start.as_ref()?.before]));
        wanted(&policy.name) || before.any(|before| before.name == policy.name)
    };
    (0..policies.len())
        .filter(|policy| is_scaled(&policies[*policy]) && needs(&policies[*policy]))
        .collect()
}

/// The factor x that solves fixed + x · variable = market, all three summed over the reference years; 1
/// of salaries that are at market.
fn scaled(policy: &str, years: &Years) -> Result<Scaled, Unsolved> {
    let policy = policy.to_owned();
    let [market, written, variable] =
        [&years.market, &years.written, &years.variable].map(|values| Mean::of(values));
    if variable.mean <= 0.0 {
        let is_market = (written.mean - market.mean).abs() <= NEAR * market.mean;
        let scaled =
            Scaled { policy, factor: 1.0, market, written, variable, runs: REFERENCE_RUNS };
        let error = |scaled: Scaled| Unsolved::NothingVariable { policy: scaled.policy };
        return if is_market { Ok(scaled) } else { Err(error(scaled)) };
    }
    let fixed = written.mean - variable.mean;
    let times = (market.mean - fixed) / variable.mean;
    if !(LEAST_FACTOR..=MOST_FACTOR).contains(&times) {
        let (market, variable) = (market.mean, variable.mean);
        return Err(Unsolved::OutOfRange { policy, market, fixed, variable, times });
    }
    let factor = (times * 1e4).round() / 1e4;
    Ok(Scaled { policy, factor, market, written, variable, runs: REFERENCE_RUNS })
}

impl Mean {
    fn of(values: &[f64]) -> Self {
        let estimate = Estimate::of(values);
        Self { mean: estimate.mean, error: estimate.half_width() }
    }
}
