//! `init`: a commented scenario to start from, and the schema that editors check it with.

use std::fs;
use std::path::Path;

use clap::ValueEnum;

use super::{Code, problems};

/// The templates, from the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// A funnel without people: volumes, conversion, money
    Minimal,
    /// Two ways to share the work of one small sales floor
    Funnel,
    /// The built-in comparison of lone heroes, a team and disciplined generalists
    HeroVsTeam,
}

const SCHEMA_FILE: &str = "scenario.schema.json";

impl Template {
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Minimal => ("minimal.toml", include_str!("../../scenarios/minimal.toml")),
            Self::Funnel => ("funnel.toml", include_str!("../../scenarios/funnel.toml")),
            Self::HeroVsTeam => {
                ("hero-vs-team.toml", include_str!("../../scenarios/hero-vs-team.toml"))
            }
        }
    }
}

/// The JSON Schema of scenario files.
pub(super) fn schema() -> String {
    crate::scenario::json_schema()
}

/// Writes a template and the schema; never over a file that is there.
pub(super) fn init(folder: &Path, template: Template) -> Code {
    let (name, text) = template.file();
    let text = format!("#:schema ./{SCHEMA_FILE}\n{text}");
    let target = folder.join(name);
    if target.exists() {
        problems::plain(&format!(
            "`{}` is already there\nhint: choose another folder, e.g. `posse init my-question`",
            target.display()
        ));
        return Code::Refused;
    }
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&target, text))
        .and_then(|()| fs::write(folder.join(SCHEMA_FILE), schema()));
    if let Err(error) = written {
        let why = error.to_string().to_lowercase();
        problems::plain(&format!("cannot write to `{}`: {why}", folder.display()));
        return Code::Failed;
    }
    anstream::println!("wrote {} and {SCHEMA_FILE}", target.display());
    anstream::println!("next: posse compare {}", target.display());
    Code::Done
}
