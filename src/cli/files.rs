//! Reading scenarios from files, with everything they name.

use std::fs;
use std::path::{Path, PathBuf};

use super::problems;
use crate::scenario::Scenario;

/// The built-in scenario: what `compare` runs when it is given no file.
const BUILT_IN: (&str, &str) =
    ("hero-vs-team.toml", include_str!("../../scenarios/hero-vs-team.toml"));

/// The scenarios asked for, or the built-in one.
pub(super) fn asked(files: &[PathBuf]) -> Vec<Option<&Path>> {
    if files.is_empty() { vec![None] } else { files.iter().map(|f| Some(f.as_path())).collect() }
}

/// Reads a scenario (`None` = the built-in one); its warnings go to stderr. Problems too: then
/// there is nothing to return.
pub(super) fn load(path: Option<&Path>) -> Option<Scenario> {
    let (name, text) = match path {
        None => (BUILT_IN.0.to_owned(), BUILT_IN.1.as_bytes().to_vec()),
        Some(path) => match fs::read(path) {
            Ok(text) => (path.display().to_string(), text),
            Err(error) => {
                problems::plain(&format!(
                    "cannot read `{}`: {}",
                    path.display(),
                    error.to_string().to_lowercase()
                ));
                return None;
            }
        },
    };
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(".")).to_owned();
    let beside = |name: &str| fs::read_to_string(folder.join(name)).ok();
    match Scenario::parse(&text, &name, &beside) {
        Ok(scenario) => {
            problems::show(&scenario.warnings, &scenario.files);
            Some(scenario)
        }
        Err(error) => {
            problems::show(&error.problems, &error.files);
            None
        }
    }
}
