//! What the studio is given by the program around it.

use std::path::Path;

use crate::experiment::scaling::Scaling;
use crate::report::handover::Input;
use crate::scenario::Scenario;

/// How files that a text names are found.
pub(super) type Load<'l> = &'l dyn Fn(&str) -> Option<String>;

/// A scenario to start from: its file, what it is for, its text, and other files that go with it.
pub struct Start {
    /// The name of its file.
    pub name: &'static str,
    /// The question it answers.
    pub title: &'static str,
    /// What is in it.
    pub about: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What the studio is given by the program around it.
pub struct House {
    /// The text of a file that a scenario in this folder names.
    pub load: fn(&Path, &str) -> Option<String>,
    /// The factors of market cost that are recorded of a scenario in this file.
    pub factors: fn(&Scenario, &Path) -> Option<Scaling>,
    /// What to warn of without a run, of so many policies.
    pub warnings: fn(&Scenario, usize) -> Vec<String>,
    /// The facts of a scenario with their evidence.
    pub inputs: fn(&Scenario) -> Vec<Input>,
    /// What one may start from.
    pub starts: Vec<Start>,
    /// Whether to end.
    pub ends: Box<dyn Fn() -> bool + Send + Sync>,
}
