//! What of a difference is organisation, attitude and pay: exact Shapley values over the three traits of two
//! policies, and a table of all policies that have traits.

use super::Results;
use super::results::PolicyResults;
use super::why::{Finding, Splitting};
use crate::sales::{Policy, Traits};
use crate::scenario::Scenario;
use crate::stats::{Estimate, Interval};

/// The three traits, in the order of their bits.
const TRAITS: usize = 3;
/// What is divided besides the primary measure.
const ALSO: &str = "contribution";

/// A policy in the table of traits.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its name, and how people read it.
    pub name: String,
    /// See [`Cell::name`].
    pub label: String,
    /// Its traits.
    pub traits: Traits,
    /// The value of the primary measure; `None` where no run defines it.
    pub value: Option<Estimate>,
    /// Whether it shows no lasting state.
    pub drifts: bool,
}

/// The table of traits, and what each trait is of the difference between the two policies compared.
#[derive(Clone, Debug)]
pub struct TraitsSummary {
    /// The two policies compared, then those that run beside them.
    pub cells: Vec<Cell>,
    /// By measure, the primary one first: index, and its difference divided over organisation, attitude
    /// and pay, in this order. None where a mixture of the two is missing.
    pub splits: Vec<(usize, Finding)>,
}

impl TraitsSummary {
    /// What the results say of a scenario whose policies have traits; `drifting` names (by index) policies
    /// without a lasting state.
    pub(super) fn of(
        scenario: &Scenario,
        results: &Results,
        drifting: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let all: Vec<&PolicyResults> = results.policies.iter().chain(&results.cells).collect();
        let pairs = || scenario.policies.iter().zip(&all).enumerate();
        let primary = results.measure(&scenario.primary)?;
        let cell = |(index, (policy, of)): (usize, (&Policy, &&PolicyResults))| {
            let value = estimate(results, of, primary);
            let (name, label) = (of.name.clone(), of.label.clone());
            let traits = policy.traits.clone()?;
            Some(Cell { name, label, traits, value, drifts: drifting(index) })
        };
        let cells: Vec<Cell> = pairs().filter_map(cell).collect();
        if results.cells.is_empty() || cells.is_empty() {
            return None;
        }
        let mixtures = mixtures(&scenario.policies);
        let also = results.measure(ALSO).filter(|also| *also != primary);
        let split = |measure: usize| {
            let mixtures = mixtures.as_ref()?.iter().map(|policy| all[*policy]);
            Some((measure, split(results, &mixtures.collect::<Vec<_>>(), measure)))
        };
        let splits = [Some(primary), also].into_iter().flatten().filter_map(split).collect();
        Some(Self { cells, splits })
    }
}

fn estimate(results: &Results, of: &PolicyResults, measure: usize) -> Option<Estimate> {
    let estimate = match results.measures[measure].sides(&results.measures) {
        Some((above, below)) => {
            Estimate::of_ratio(&of.values[above], &of.values[below], Interval::Student)
        }
        None => Estimate::by(&of.values[measure], Interval::Student),
    };
    estimate.mean.is_finite().then_some(estimate)
}

/// The policies (by index) that take each trait from the first or the second policy: bit 0 is the
/// organisation, 1 the attitude, 2 the pay. `None` where one is missing.
fn mixtures(policies: &[Policy]) -> Option<Vec<usize>> {
    let [first, second, ..] = policies else { return None };
    let (a, b) = (first.traits.as_ref()?, second.traits.as_ref()?);
    let wanted = |mask: usize| {
        let pick = |bit: usize| if mask & (1 << bit) == 0 { a } else { b };
        Traits {
            organisation: pick(0).organisation.clone(),
            attitude: pick(1).attitude.clone(),
            pay: pick(2).pay.clone(),
        }
    };
    let place = |traits: Traits| policies.iter().position(|p| p.traits.as_ref() == Some(&traits));
    (0..1 << TRAITS).map(|mask| place(wanted(mask))).collect()
}

/// The difference in a measure between the first and the last of all mixtures, divided over the traits in
/// every run; a ratio as the ratio of sums.
fn split(results: &Results, mixtures: &[&PolicyResults], measure: usize) -> Finding {
    let values: Vec<Vec<f64>> =
        mixtures.iter().map(|of| results.without_luck(of, measure)).collect();
    let mut splitting = Splitting::new(TRAITS, Vec::new());
    for run in 0..values.iter().map(Vec::len).min().unwrap_or(0) {
        splitting.add(&values.iter().map(|of| of[run]).collect::<Vec<f64>>());
    }
    splitting.finding()
}
