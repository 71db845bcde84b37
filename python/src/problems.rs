//! Scenarios as they are read: what they hold, or every mistake with its place.

use posse::experiment::scaling::is_scaled;
use posse::scenario::{Draft, Error, Problem, Scenario, Severity, SourceFile};
use pyo3::prelude::*;

/// A mistake or a warning: whether it stops the run, file, line, column, the value found, what is
/// wrong, and what is allowed.
type Found = (bool, String, usize, usize, String, String, String);

/// What a scenario holds that people ask for before it runs.
#[derive(IntoPyObject)]
pub(crate) struct Facts {
    name: String,
    question: String,
    currency: String,
    policies: Vec<String>,
    replications: u32,
    seed: u64,
    primary: String,
    world: String,
    is_scaled: bool,
}

/// Reads a scenario: what it holds (`None` if it has mistakes), and its mistakes and warnings.
#[pyfunction]
pub(crate) fn read(name: &str, text: &str, load: &Bound<'_, PyAny>) -> (Option<Facts>, Vec<Found>) {
    let load = |name: &str| text_of(load, name);
    match Scenario::parse(text.as_bytes(), name, &load) {
        Ok(scenario) => {
            let warnings = found(&scenario.warnings, &scenario.files);
            (Some(facts(scenario)), warnings)
        }
        Err(error) => (None, told(&error)),
    }
}

/// Every mistake in a text with plans, which need not be a scenario.
#[pyfunction]
pub(crate) fn plans(name: &str, text: &str, load: &Bound<'_, PyAny>) -> Vec<Found> {
    let load = |name: &str| text_of(load, name);
    let read = Draft::read(text.as_bytes(), name, &load).and_then(|draft| draft.plans(&load));
    read.err().map_or(Vec::new(), |error| told(&error))
}

/// The text of a file; what cannot be read is not there, and the scenario's mistakes say so.
fn text_of(load: &Bound<'_, PyAny>, name: &str) -> Option<String> {
    load.call1((name,)).ok()?.extract().ok()
}

fn facts(scenario: Scenario) -> Facts {
    Facts {
        policies: scenario.policies.iter().map(|policy| policy.name.clone()).collect(),
        is_scaled: scenario.policies.iter().any(is_scaled),
        name: scenario.name,
        question: scenario.question,
        currency: scenario.currency,
        replications: scenario.replications,
        seed: scenario.seed,
        primary: scenario.primary,
        world: scenario.world,
    }
}

fn told(error: &Error) -> Vec<Found> {
    found(&error.problems, &error.files)
}

fn found(problems: &[Problem], files: &[SourceFile]) -> Vec<Found> {
    let one = |problem: &Problem| {
        let file = files.get(problem.file);
        let value = file.and_then(|file| file.text.get(problem.span.clone())).unwrap_or("");
        let hint = [problem.label.as_str(), problem.help.as_str()];
        let hint: Vec<&str> = hint.into_iter().filter(|part| !part.is_empty()).collect();
        (
            problem.severity == Severity::Error,
            file.map_or(String::new(), |file| file.name.clone()),
            problem.line,
            problem.column,
            value.to_owned(),
            problem.message.clone(),
            hint.join(" "),
        )
    };
    problems.iter().map(one).collect()
}
