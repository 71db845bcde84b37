//! Equal cost: the factors as recorded, or found by pilot runs before policies are compared.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::job::folder;
use super::scale_progress::ScaleProgress;
use super::stop::Stop;
use super::{Code, files, problems, talk};
use crate::experiment::Continue;
use crate::experiment::scaling::{self, Scaling, Unsolved, is_scaled};
use crate::report;
use crate::scenario::Scenario;

/// The record in a folder of results.
pub(super) const RECORD: &str = "scale.json";
/// More bytes than this are no record.
const LARGEST_RECORD: u64 = 1 << 20;

/// Factors with the name and the contents of their record.
pub(super) type Recorded = (Scaling, (String, Vec<u8>));

/// Where factors may be recorded.
pub(super) struct Records<'a> {
    /// The scenario file; `None` = the built-in one.
    pub(super) file: Option<&'a Path>,
    /// Folders of results.
    pub(super) folders: Vec<PathBuf>,
}

/// Whether a scenario has policies that wait for their factor.
pub(super) fn is_asked(scenario: &Scenario) -> bool {
    scenario.policies.iter().any(is_scaled)
}

/// The factors of a scenario as it was read: the first record that fits, or what pilot runs find.
/// Tells what goes wrong, and returns the code to end with.
pub(super) fn factors(
    scenario: &Scenario,
    records: &Records<'_>,
    (stop, quiet): (&Stop, bool),
) -> Result<Scaling, Code> {
    let fingerprint = scenario.scaling_hash();
    let mut unfit = None;
    let bases = scenario.files.iter().skip(1).map(|file| file.name.as_str());
    let of_bases = records.of_bases(bases);
    for (name, text) in
        of_bases.into_iter().filter(|(_, text)| fits(text, &fingerprint)).chain(records.texts())
    {
        if let Some(scaling) = report::read_scale(&text, &fingerprint) {
            if !quiet {
                let words = report::factors_in_words(&scaling);
                talk::say(&format!("factors of equal cost from `{name}`: {words}"));
            }
            return Ok(scaling);
        }
        unfit = unfit.or(Some(name));
    }
    if let (Some(name), false) = (unfit, quiet) {
        talk::say(&format!("`{name}` is not of this scenario and version: seeking anew"));
    }
    seek(scenario, (stop, quiet))
}

fn fits(text: &str, fingerprint: &str) -> bool {
    report::read_scale(text, fingerprint).is_some()
}

/// Puts the factors into a scenario as it was read, if any policy waits for one: those recorded
/// beside the file or in the folder of its results, or those that pilot runs find.
pub(super) fn settle(scenario: &mut Scenario, file: Option<&Path>) -> Result<(), Code> {
    if is_asked(scenario) {
        let records = Records { file, folders: vec![folder(None, &scenario.name, false)] };
        let scaling = factors(scenario, &records, (&Stop::listen(), false))?;
        scaling.apply(&mut scenario.policies);
    }
    Ok(())
}

/// Puts factors in the place of equal cost in many worlds: those of the scenario as written, in
/// every one, which is `told`. Returns them with their record, if any policy asks for them.
pub(super) fn of_worlds(
    (scenario, worlds): (&Scenario, &mut [Scenario]),
    (file, results): (Option<&Path>, &Path),
    (stop, quiet): (&Stop, bool),
    told: &str,
) -> Result<Option<Recorded>, Code> {
    if !worlds.iter().any(is_asked) {
        return Ok(None);
    }
    let mut base = scenario.clone();
    for world in worlds.iter() {
        // Equal cost may be what differs between them.
        for (policy, of_world) in base.policies.iter_mut().zip(&world.policies) {
            if is_scaled(of_world) {
                policy.pay.scale = of_world.pay.scale;
            }
        }
    }
    let folders = vec![results.to_owned(), folder(None, &base.name, false)];
    let scaling = factors(&base, &Records { file, folders }, (stop, quiet))?;
    for world in worlds {
        scaling.apply(&mut world.policies);
    }
    if !quiet {
        talk::say(told);
    }
    let record = record(&scaling, &base.scaling_hash());
    Ok(Some((scaling, record)))
}

/// What pilot runs find, whatever is recorded.
pub(super) fn seek(scenario: &Scenario, (stop, quiet): (&Stop, bool)) -> Result<Scaling, Code> {
    let mut progress = ScaleProgress::new(quiet);
    let found = scaling::solve(scenario, |piloting| {
        progress.show(piloting);
        if stop.is_wanted() { Continue::No } else { Continue::Yes }
    });
    let seconds = progress.finish();
    match found {
        Ok(scaling) => {
            if !quiet {
                let (runs, words) = (scaling.runs, report::factors_in_words(&scaling));
                talk::say(&format!(
                    "factors of equal cost found in {seconds:.1} s, {runs} pilot runs: {words}"
                ));
            }
            Ok(scaling)
        }
        Err(error @ Unsolved::Interrupted) => {
            talk::say(&format!("{error}: nothing is written"));
            Err(Code::Interrupted)
        }
        Err(error) => {
            problems::plain(&error.to_string());
            Err(Code::Failed)
        }
    }
}

/// The record as a file of a folder of results.
pub(super) fn record(scaling: &Scaling, fingerprint: &str) -> (String, Vec<u8>) {
    (RECORD.to_owned(), report::scale_json(scaling, fingerprint).into_bytes())
}

/// The record beside a scenario file: `NAME.scale.json` of `NAME.toml`.
pub(super) fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(record_of(&name))
}

fn record_of(file: &str) -> String {
    format!("{}.{RECORD}", file.strip_suffix(".toml").unwrap_or(file))
}

/// The text of a file that may be a record.
pub(super) fn text_of(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(LARGEST_RECORD).read_to_string(&mut text).ok()?;
    Some(text)
}

impl Records<'_> {
    /// The records beside the bases of the scenario: a base that differs in nothing that factors
    /// depend on has the same.
    fn of_bases<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<(String, String)> {
        let folder = self.file.and_then(Path::parent).unwrap_or(Path::new(""));
        let record = |name: &str| {
            let path = folder.join(record_of(name));
            let built_in = || files::built_in(&record_of(name)).map(str::to_owned);
            Some((path.display().to_string(), text_of(&path).or_else(built_in)?))
        };
        names.filter_map(record).collect()
    }

    /// All records there are, with their names, in the order in which they count.
    fn texts(&self) -> Vec<(String, String)> {
        let own = self.file.map(beside);
        let name = record_of(match self.file {
            Some(file) => file.file_name().and_then(|name| name.to_str()).unwrap_or_default(),
            None => files::BUILT_IN_NAME,
        });
        let in_folders = self.folders.iter().map(|folder| folder.join(RECORD));
        let mut paths: Vec<PathBuf> = Vec::new();
        for path in in_folders.filter(|path| path.exists()) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let read = |path: PathBuf| Some((path.display().to_string(), text_of(&path)?));
        let built_in = files::built_in(&name).map(|text| (name.clone(), text.to_owned()));
        own.and_then(read)
            .into_iter()
            .chain(built_in)
            .chain(paths.into_iter().filter_map(read))
            .collect()
    }
}
