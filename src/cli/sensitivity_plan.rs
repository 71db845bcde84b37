//! What a sensitivity analysis runs: from the options to points, or everything that does not fit.

use super::world_options::{MethodKind, SensitivityOptions};
use crate::experiment::sensitivity::{MOST_POINTS, Method, Plan, Question, Subject, plan};
use crate::sales::{Catalogue, Measure};
use crate::scenario::{Axis, Levels, Scenario, nearest};

/// Runs of each policy at every point unless something else is asked for, by method: few where
/// there are many rows, for luck averages out over them.
const RUNS: [(MethodKind, u32); 4] = [
    (MethodKind::Tornado, 200),
    (MethodKind::Morris, 32),
    (MethodKind::Sobol, 16),
    (MethodKind::Value, 8),
];
const TRAJECTORIES: u32 = 10;
const SOBOL_ROWS: u32 = 64;
const VALUE_POINTS: u32 = 512;
/// The most runs at all points together.
const MOST_RUNS: u64 = 100_000_000;

/// The points and what is looked at, or everything that does not fit.
pub(super) fn planned(
    options: &SensitivityOptions,
    axes: &[Axis],
    scenario: &Scenario,
) -> Result<(Plan, Question), Vec<String>> {
    let mut wrong = Vec::new();
    let question = question(options, scenario).map_err(|message| wrong.push(message)).ok();
    let has_steps = |axis: &&Axis| matches!(axis.levels, Levels::Range { steps: Some(_), .. });
    if let Some(axis) = axes.iter().find(has_steps) {
        wrong.push(format!(
            "the number of values of `{}` is for a grid\nhint: leave out what follows the colon",
            axis.keys[0]
        ));
    }
    let kind = options.method;
    let runs = RUNS.iter().find(|(of, _)| *of == kind).map_or(1, |(_, runs)| *runs);
    let runs = options.replications.unwrap_or(runs);
    if runs < 2 && matches!(kind, MethodKind::Morris | MethodKind::Sobol) {
        wrong.push(format!(
            "`--method {}` tells luck from effects by two runs or more\nhint: `-n 2` or more",
            kind.name()
        ));
    }
    let method = method(options).map_err(|message| wrong.push(message)).ok();
    if let Some(method) = method {
        let points = Plan::size(method, axes);
        let all = points as u64 * u64::from(runs);
        if points > MOST_POINTS {
            wrong.push(format!(
                "{points} points are too many\nhint: at most {MOST_POINTS}: ask for fewer \
                 `--points` or `--trajectories`, or name fewer inputs"
            ));
        } else if all > MOST_RUNS {
            wrong.push(format!(
                "{points} points of {runs} runs are too many\nhint: at most {MOST_RUNS} runs at all \
                 points together"
            ));
        }
    }
    match (method, question) {
        (Some(method), Some(question)) if wrong.is_empty() => {
            Ok((plan(method, axes, runs, scenario.seed), question))
        }
        _ => Err(wrong),
    }
}

/// The method with the size that was asked for.
fn method(options: &SensitivityOptions) -> Result<Method, String> {
    let SensitivityOptions { points, trajectories, .. } = *options;
    let is_for = |option: &str, whose: &str| Err(format!("`{option}` is for {whose}"));
    match (options.method, points, trajectories) {
        (MethodKind::Morris | MethodKind::Tornado, Some(_), _) => {
            is_for("--points", "`--method sobol` and `--method value`")
        }
        (MethodKind::Tornado | MethodKind::Sobol | MethodKind::Value, _, Some(_)) => {
            is_for("--trajectories", "`--method morris`")
        }
        (MethodKind::Tornado, None, None) => Ok(Method::Tornado),
        (MethodKind::Morris, None, count) => Ok(Method::Morris(count.unwrap_or(TRAJECTORIES))),
        (MethodKind::Sobol, count, None) => Ok(Method::Sobol(count.unwrap_or(SOBOL_ROWS))),
        (MethodKind::Value, count, None) => Ok(Method::Value(count.unwrap_or(VALUE_POINTS))),
    }
}

/// What is looked at: `MEASURE`, `POLICY.MEASURE` or `POLICY-POLICY.MEASURE`.
fn question(options: &SensitivityOptions, scenario: &Scenario) -> Result<Question, String> {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let measures = catalogue.measures();
    let is_choice = options.method == MethodKind::Value;
    if is_choice && scenario.policies.len() < 2 {
        return Err(format!(
            "scenario `{}` has one policy: there is nothing to decide\nhint: add a second one under \
             [policies]",
            scenario.name
        ));
    }
    let default = if is_choice { "contribution" } else { scenario.primary.as_str() };
    let asked = options.of.as_deref().unwrap_or(default);
    let (subject, key) = subject(asked, scenario);
    let measure = measures.iter().find(|measure| measure.key == key);
    let measure = measure.ok_or_else(|| unknown(asked, key, scenario, measures))?.clone();
    let subject = match subject {
        Some(_) if is_choice => {
            return Err(format!(
                "`--of {asked}`: `--method value` is about the choice between all policies\nhint: \
                 name the measure alone: `--of {key}`"
            ));
        }
        Some(subject) => subject,
        None if is_choice => Subject::Choice,
        None if scenario.policies.len() > 1 => Subject::Difference { a: 0, b: 1 },
        None => Subject::Policy(0),
    };
    if is_choice && measure.better.is_none() {
        return Err(format!(
            "more `{key}` is neither better nor worse: nothing can be decided by it\nhint: e.g. \
             `--of contribution`"
        ));
    }
    Ok(Question { measure, subject })
}

/// Whose measure it is, if that is said, and the rest; names may hold dots and dashes, so that the
/// longest that fits counts.
fn subject<'t>(text: &'t str, scenario: &Scenario) -> (Option<Subject>, &'t str) {
    let names: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    let of_one = |a: usize| {
        let rest = text.strip_prefix(names[a])?.strip_prefix('.')?;
        Some((Some(Subject::Policy(a)), rest))
    };
    let of_two = |(b, a): (usize, usize)| {
        let rest = text.strip_prefix(names[b])?.strip_prefix('-')?;
        let rest = rest.strip_prefix(names[a])?.strip_prefix('.')?;
        Some((Some(Subject::Difference { a, b }), rest))
    };
    let policies = 0..names.len();
    let pairs = policies.clone().flat_map(|b| (0..names.len()).map(move |a| (b, a)));
    let pairs = pairs.filter(|(b, a)| a != b);
    let found = policies.filter_map(of_one).chain(pairs.filter_map(of_two));
    found.min_by_key(|(_, rest)| rest.len()).unwrap_or((None, text))
}

/// What was probably meant by a measure that is not there.
fn unknown(asked: &str, key: &str, scenario: &Scenario, measures: &[Measure]) -> String {
    let keys: Vec<&str> = measures.iter().map(|measure| measure.key.as_str()).collect();
    let names: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    let near = nearest(key, &keys).map(str::to_owned).or_else(|| {
        // A measure that exists, after a policy that does not.
        let (policy, rest) = key.split_once('.')?;
        keys.contains(&rest).then_some(())?;
        Some(format!("{}.{rest}", nearest(policy, &names)?))
    });
    let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    format!(
        "no policy or measure `{asked}`\nhint: {meant}expected `MEASURE`, `POLICY.MEASURE` or \
         `POLICY-POLICY.MEASURE` with the measures of `results.json`"
    )
}
