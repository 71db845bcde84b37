//! What a run is to reach, and how long it may take.

use super::How;
use crate::experiment::Goal;
use crate::sales::Catalogue;
use crate::scenario::{Scenario, of_measure, unfit};

/// The most runs where nobody says how many.
const MOST_RUNS: u32 = 10_000;

/// The goal of the options, if they have one.
pub(super) fn goal(how: &How, decided: bool) -> Option<Goal> {
    let goal = Goal { decided, precision: how.precision.as_ref().map(|(zone, _)| *zone) };
    (goal != Goal::default()).then_some(goal)
}

/// How many runs there are at most; whoever is quick wants no more than without a goal.
pub(super) fn most_runs(
    how: &How,
    (goal, is_quick): (Option<Goal>, bool),
    scenario: &Scenario,
) -> u32 {
    let planned = how.replications.unwrap_or(scenario.replications);
    match goal {
        None => planned,
        Some(_) if is_quick => how.max_runs.unwrap_or(planned),
        Some(_) => how.max_runs.unwrap_or(MOST_RUNS),
    }
}

/// What of the options does not fit together, or not to the scenario.
pub(super) fn wrong(
    how: &How,
    (goal, is_quick): (Option<Goal>, bool),
    scenario: &Scenario,
    shown: usize,
) -> Vec<String> {
    let mut wrong = Vec::new();
    if goal.is_none() && how.max_runs.is_some() {
        wrong.push(
            "`--max-runs` limits `--precision` and `--until-decided`, and neither is given\n\
             hint: for a fixed number of runs use `-n`"
                .to_owned(),
        );
    }
    let Some(goal) = goal else { return wrong };
    let asked = if goal.decided { "--until-decided" } else { "--precision" };
    if how.replications.is_some() && !is_quick {
        wrong.push(format!(
            "`-n` fixes the number of runs, `{asked}` takes as many as it needs\n\
             hint: leave out one of them; `--max-runs` is the most there may be"
        ));
    }
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let primary = catalogue.measures().iter().find(|measure| measure.key == scenario.primary);
    let Some(primary) = primary else { return wrong };
    if goal.decided && shown < 2 {
        wrong.push(format!(
            "nothing to decide: scenario `{}` has one policy\n\
             hint: `--precision` runs until its {} is known well enough",
            scenario.name, primary.label
        ));
    } else if goal.decided && primary.better.is_none() {
        wrong.push(format!(
            "nothing to decide: neither more nor less `{}` is better\n\
             hint: choose another `primary` under `[measure]`, or use `--precision`",
            primary.key
        ));
    }
    let asked = how.precision.as_ref().and_then(|(_, text)| of_measure(text));
    if let Some(message) = asked.and_then(|width| unfit(width, primary.unit)) {
        wrong.push(format!(
            "`--precision`: {message}\nhint: the unit of `{}`: {}; `2 %` would be of the first \
             policy's mean",
            primary.key,
            primary.unit.name()
        ));
    }
    wrong
}
