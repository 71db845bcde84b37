//! `evidence`: studies of pay, replicated in small worlds.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::doing::{Doing, What};
use super::job::Job;
use super::keeper::{self, Keeper};
use super::require::{Answers, Asked, Frame, of_evidence};
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, EvidenceOptions, talk};
use crate::experiment::evidence::{self, Evidence, STUDIES, Study};
use crate::experiment::{End, Failure, Reached, Study as Plan};
use crate::report::{self, FolderOptions, Origin, Screen};
use crate::scenario::{Scenario, nearest};

/// Studies and their worlds.
struct Replication<'a> {
    options: &'a EvidenceOptions,
    studies: Vec<&'static Study>,
    /// Of all studies, in order.
    worlds: Vec<Scenario>,
}

pub(super) fn evidence(options: &EvidenceOptions, doing: &Doing) -> Code {
    let studies = match asked(&options.studies) {
        Ok(studies) => studies,
        Err(messages) => {
            return talk::refuse_all(&messages);
        }
    };
    if let Some(message) = options.csv.as_deref().and_then(foreign) {
        return talk::refuse(&message);
    }
    let is_kept = options.study.out.is_some() || !matches!(doing.what, What::All);
    if options.study.extend && !is_kept {
        return talk::refuse("nothing is kept without a folder\nhint: name it with `--out FOLDER`");
    }
    let mut worlds: Vec<Scenario> =
        studies.iter().flat_map(|study| study.worlds(options.replications)).collect();
    for world in &mut worlds {
        world.seed = options.study.seed.unwrap_or(world.seed);
    }
    let work = Replication { options, studies, worlds };
    let options = &options.study;
    Job { work, options, folder: options.out.clone(), doing, shelf: None }.run()
}

impl Work for Replication<'_> {
    type Found = Vec<Evidence>;

    fn about(&self) -> (&str, u64) {
        let runs = self.worlds.iter().map(|world| u64::from(world.replications)).sum();
        ("evidence", runs)
    }

    fn planned(&self) -> String {
        let (studies, worlds, (_, runs)) = (self.studies.len(), self.worlds.len(), self.about());
        format!("{studies} field studies: {worlds} worlds, {runs} runs of each policy in all")
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (None, None)
    }

    fn study(&self) -> Result<(Plan<'_>, Vec<u32>), Failure> {
        let runs = self.worlds.iter().map(|world| world.replications).collect();
        Ok((evidence::study(&self.worlds)?, runs))
    }

    fn settle(&mut self, _: &Path, _: Manner) -> Result<(), Code> {
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        keeper::named(self.worlds.iter().map(|world| {
            let measures = evidence::numbers(world);
            Origin { measures, ..keeper::origin(world) }
        }))
    }

    fn run(
        &mut self,
        kept: Vec<Keeper>,
        watching: &Watching,
    ) -> Result<Ended<Vec<Evidence>>, String> {
        let worlds = self.worlds.len();
        let seen = |reached: &Reached| {
            watching.show(reached, || format!("{} of {worlds} worlds", reached.points));
        };
        let ran = evidence::replicate(&self.studies, &self.worlds, kept, &seen, watching);
        let (found, reached) = ran.map_err(|failure| failure.to_string())?;
        let end = if found.is_some() { End::Runs } else { watching.end() };
        Ok(Ended { found, reached, end })
    }

    fn write(&self, rows: &Vec<Evidence>, folder: &Path, files: FolderOptions) -> Written {
        report::write_evidence(rows, folder, &files)
    }

    fn told(&self, rows: &Vec<Evidence>, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::evidence_json(rows),
            Some(screen) if self.options.score => report::score_text(rows, screen.width),
            Some(screen) => report::evidence_text(rows, screen.width),
        }
    }

    fn frame(&self) -> Frame {
        of_evidence::frame(&self.studies)
    }

    fn answers(&self, found: &Vec<Evidence>, asked: &Asked) -> Answers {
        of_evidence::answers(found, asked)
    }

    /// Writes the table that was asked for.
    fn judge(&self, rows: &Vec<Evidence>) -> Code {
        let Some(path) = &self.options.csv else { return Code::Done };
        match write(path, &report::evidence_csv(rows)) {
            Ok(()) => Code::Done,
            Err(message) => talk::fail(&message),
        }
    }
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
