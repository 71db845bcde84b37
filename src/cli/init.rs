//! `init`: a commented scenario to start from, and the schema that editors check it with.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::look_options::Template;
use super::{Code, files, talk};

const SCHEMA_FILE: &str = "scenario.schema.json";

impl Template {
    /// Its file: name and text.
    pub(super) fn file(self) -> (&'static str, &'static str) {
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

/// Writes a template and the schema; never over a file of the user's.
pub(super) fn init(folder: &Path, template: Template) -> Code {
    let (name, text) = template.file();
    let folder = folder.strip_prefix(".").unwrap_or(folder);
    let (target, schema_file) = (folder.join(name), folder.join(SCHEMA_FILE));
    let foreign = |path: &Path| {
        talk::refuse(&format!(
            "`{}` is already there\nhint: choose another folder, e.g. `posse init my-question`",
            path.display()
        ))
    };
    if target.exists() {
        return foreign(&target);
    }
    let schema = schema();
    let old = fs::read_to_string(&schema_file).ok();
    let is_ours = |old: &str| old.contains("\"title\":\"posse scenario\"");
    if schema_file.exists() && !old.as_deref().is_some_and(is_ours) {
        return foreign(&schema_file);
    }
    // What is known of the template's factors of market cost need not be sought again.
    let record = files::RECORDS
        .iter()
        .find(|(record, _)| record.strip_suffix(".scale.json") == name.strip_suffix(".toml"));
    let record_file = record.map(|(name, text)| (folder.join(name), *text));
    if let Some((path, _)) = record_file.as_ref().filter(|(path, _)| path.exists()) {
        return foreign(path);
    }
    let made = if folder.as_os_str().is_empty() { Ok(()) } else { fs::create_dir_all(folder) };
    let text = format!("#:schema ./{SCHEMA_FILE}\n{text}");
    let written = made.and_then(|()| write_new(&target, &text)).and_then(|()| {
        if old.as_deref() == Some(&schema) {
            return Ok(());
        }
        let _ = fs::remove_file(&schema_file);
        write_new(&schema_file, &schema).inspect_err(|_| drop(fs::remove_file(&target)))
    });
    let written = written.and_then(|()| match &record_file {
        Some((path, text)) => write_new(path, text).inspect_err(|_| drop(fs::remove_file(&target))),
        None => Ok(()),
    });
    if let Err(error) = written {
        let why = match error.kind() {
            ErrorKind::AlreadyExists => "a file is in the way".to_owned(),
            _ => talk::words(&error),
        };
        return talk::fail(&format!("cannot write `{}`: {why}", target.display()));
    }
    let target = target.display();
    talk::result(&format!(
        "wrote {target}{} and {}\n\
         next: posse check {target}      what it says, and whether people can bear the load\n      \
         posse compare {target}    the answer\n",
        record_file.map_or(String::new(), |(path, _)| format!(", {}", path.display())),
        schema_file.display()
    ))
}

/// Writes a file that is not there yet, whole or not at all.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
}
