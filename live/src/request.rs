//! What a page asks: two policies of a study's scenario, with some of its inputs moved.

use posse::sales::Policy;
use posse::sales::pay::Scale;
use posse::scenario::{Axis, Draft, Error, Level, Levels, Problem, Scenario, Variation};
use serde::Deserialize;

/// A request.
#[derive(Deserialize)]
pub struct Request {
    /// The scenario's file, then those that it names.
    files: Vec<File>,
    seed: u64,
    /// What is moved; may be empty.
    moved: Vec<Moved>,
    /// Of the policies whose pay is at market cost.
    factors: Vec<Factor>,
    /// Names of the two policies.
    policies: [String; 2],
    /// Keys of the measures that are told.
    pub measures: Vec<String>,
    /// Pairs of runs.
    pub runs: u32,
}

/// A file by the name by which the scenario finds it.
#[derive(Deserialize)]
struct File {
    name: String,
    text: String,
}

/// An input as `--vary` has it, and its value.
#[derive(Deserialize)]
struct Moved {
    words: String,
    value: String,
}

/// The factor on the variable pay of a policy.
#[derive(Deserialize)]
struct Factor {
    policy: String,
    factor: f64,
}

impl Request {
    /// Reads what the page wrote.
    ///
    /// # Errors
    ///
    /// If it is no request.
    pub fn read(text: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(text).map_err(|error| error.to_string())
    }

    /// The scenario of the two policies.
    ///
    /// # Errors
    ///
    /// In words, what is wrong with a value.
    pub fn scenario(&self) -> Result<Scenario, String> {
        let mut scenario = self.moved_scenario().map_err(|error| words(&error))?;
        let all: Vec<Policy> =
            scenario.policies.drain(..).chain(scenario.cells.drain(..)).collect();
        for name in &self.policies {
            let mut found = all.iter().find(|policy| policy.name == *name).cloned();
            let policy = found.as_mut().ok_or_else(|| format!("there is no policy `{name}`"))?;
            if let Some(known) = self.factors.iter().find(|known| known.policy == *name) {
                policy.pay.scale = Scale::Factor(known.factor);
            }
            scenario.policies.extend(found);
        }
        (scenario.seed, scenario.replications) = (self.seed, self.runs);
        Ok(scenario)
    }

    fn moved_scenario(&self) -> Result<Scenario, Error> {
        let load = |name: &str| {
            self.files.iter().find(|file| file.name == name).map(|file| file.text.clone())
        };
        let (name, text) = self.files.first().map_or(("", ""), |file| (&file.name, &file.text));
        let draft = Draft::read(text.as_bytes(), name, &load)?;
        if self.moved.is_empty() {
            return draft.scenario(&load);
        }
        let asked: Vec<String> = self.moved.iter().map(|moved| moved.words.clone()).collect();
        let variation = Variation::read(draft, &asked)?;
        let cell: Vec<Level> = variation
            .axes
            .iter()
            .zip(&self.moved)
            .map(|(axis, moved)| level(axis, &moved.value))
            .collect();
        let (mut scenarios, _) = variation.cells(&[cell], &load)?;
        Ok(scenarios.remove(0))
    }
}

/// A value on an axis: a number in its unit, or one of its list.
fn level(axis: &Axis, value: &str) -> Level {
    let listed = match &axis.levels {
        Levels::List(levels) => levels.iter().find(|level| level.text == value).cloned(),
        Levels::Range { .. } => None,
    };
    listed.unwrap_or_else(|| Level::number(value.parse().unwrap_or(f64::NAN), &axis.unit))
}

/// The mistakes, one line each.
fn words(error: &Error) -> String {
    let line = |problem: &Problem| match problem.help.as_str() {
        "" => problem.message.clone(),
        help => format!("{} ({help})", problem.message),
    };
    error.problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
