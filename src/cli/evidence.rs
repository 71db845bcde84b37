//! `evidence`: studies of pay, replicated in small worlds.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{Code, EvidenceOptions, problems, talk};
use crate::experiment::evidence::{STUDIES, Study};
use crate::report;
use crate::scenario::nearest;

pub(super) fn evidence(options: &EvidenceOptions) -> Code {
    let studies = match asked(&options.studies) {
        Ok(studies) => studies,
        Err(messages) => {
            for message in &messages {
                problems::plain(message);
            }
            return Code::Refused;
        }
    };
    if let Some(message) = options.csv.as_deref().and_then(foreign) {
        problems::plain(&message);
        return Code::Refused;
    }
    let mut rows = Vec::new();
    for study in studies {
        if !options.quiet && !study.worlds.is_empty() {
            talk::say(&format!("{} {} …", study.id, study.name));
        }
        let worlds = study.worlds(options.replications);
        let kept = vec![(); worlds.len()];
        match study.replicate(&worlds, kept, &|_| {}, &|| false) {
            Ok(row) => rows.extend(row),
            Err(failure) => {
                problems::plain(&failure.to_string());
                return Code::Failed;
            }
        }
    }
    if let Some(path) = &options.csv
        && let Err(message) = write(path, &report::evidence_csv(&rows))
    {
        problems::plain(&message);
        return Code::Failed;
    }
    talk::result(&if options.json {
        report::evidence_json(&rows)
    } else {
        report::evidence_text(&rows, talk::result_columns())
    })
}

/// The studies of these names or numbers; all of them if none is given.
fn asked(names: &[String]) -> Result<Vec<&'static Study>, Vec<String>> {
    let is_named =
        |study: &Study, name: &str| study.name == name || study.id.eq_ignore_ascii_case(name);
    let unknown = |name: &&String| !STUDIES.iter().any(|study| is_named(study, name));
    let wrong: Vec<String> = names.iter().filter(unknown).map(|name| no_study(name)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let wanted =
        |study: &&Study| names.is_empty() || names.iter().any(|name| is_named(study, name));
    Ok(STUDIES.iter().filter(wanted).collect())
}

fn no_study(name: &str) -> String {
    let names: Vec<&str> = STUDIES.iter().map(|study| study.name).collect();
    let meant = nearest(name, &names).map_or(String::new(), |n| format!("did you mean `{n}`? "));
    format!(
        "no study `{name}`\nhint: {meant}expected a number such as `V-I3`, or one of `{}`",
        names.join("`, `")
    )
}

/// Why a file is not replaced: only a table of this command is.
fn foreign(path: &Path) -> Option<String> {
    let shown = path.display();
    match fs::read(path) {
        Ok(old) if old.starts_with(report::EVIDENCE_HEAD.as_bytes()) => None,
        Ok(_) => Some(format!(
            "`{shown}` is there and is no table of evidence\nhint: choose another file"
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(format!("cannot read `{shown}`: {}", talk::words(&error))),
    }
}

/// Writes a file whole or not at all.
fn write(path: &Path, contents: &[u8]) -> Result<(), String> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".new-{}", std::process::id()));
    let written = fs::write(&beside, contents).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        format!("cannot write `{}`: {}", path.display(), talk::words(&error))
    })
}
