//! Market cost: the factors as recorded, or found in reference years before policies are compared.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::place::{folder, pool};
use super::progress::{Counts, Progress};
use super::study_options::MannerOptions;
use super::watching::Manner;
use super::{Code, files, host, talk};
use crate::experiment::Continue;
use crate::experiment::scaling::{self, Progressing, Scaling, Unsolved, Wanted, is_scaled};
use crate::report::{self, Source};
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
    /// Whether what is found is recorded beside the file.
    pub(super) keeps: bool,
}

/// All policies of a scenario.
pub(super) const ALL: &Wanted<'static> = &|_| true;

/// Whether a scenario has policies that wait for their factor.
pub(super) fn is_asked(scenario: &Scenario) -> bool {
    scenario.policies.iter().any(is_scaled)
}

/// The factors of a scenario as it was read, of the policies `wanted` by name at least: from the
/// records that fit, and what reference runs find. Tells what goes wrong, and returns the code to end
/// with.
pub(super) fn factors(
    (scenario, wanted): (&Scenario, &Wanted<'_>),
    records: &Records<'_>,
    manner: Manner,
) -> Result<Scaling, Code> {
    let quiet = manner.quiet;
    let fingerprint = scenario.scaling_hash();
    let needed = scaling::needed(scenario, wanted);
    let (mut known, mut from, mut unfit) = (None::<Scaling>, Vec::new(), None);
    for (name, text, is_own) in records.texts(scenario) {
        match report::read_scale(&text, &fingerprint) {
            Some(found) => {
                from.push(format!("`{name}`"));
                match &mut known {
                    Some(known) => known.merge(found),
                    None => known = Some(found),
                }
            }
            None if is_own => unfit = unfit.or(Some(name)),
            None => {}
        }
        if let Some(scaling) = known.as_ref().filter(|known| holds(known, &needed)) {
            if !quiet {
                let (from, words) = (from.join(" and "), report::factors_in_words(scaling));
                talk::say(&format!("factors of market cost from {from}: {words}"));
            }
            return Ok(known.expect("just seen"));
        }
    }
    if let (Some(name), None, false) = (unfit, &known, quiet) {
        talk::say(&format!("`{name}` is not of this scenario and version: seeking anew"));
    }
    let keep = records.file.filter(|_| records.keeps);
    seek((scenario, wanted, known.as_ref()), keep, manner)
}

/// The factors that are recorded of the scenario of a file as it was read, if any are; nothing is sought.
pub(super) fn recorded(scenario: &Scenario, file: &Path) -> Option<Scaling> {
    let folders = vec![folder(None, &scenario.name, false)];
    let records = Records { file: Some(file), folders, keeps: false };
    let fingerprint = scenario.scaling_hash();
    let texts = records.texts(scenario).into_iter();
    let mut found = texts.filter_map(|(_, text, _)| report::read_scale(&text, &fingerprint));
    let mut all = found.next()?;
    found.for_each(|further| all.merge(further));
    Some(all)
}

/// Whether the factors of all these policies are known.
pub(super) fn holds(scaling: &Scaling, needed: &[String]) -> bool {
    needed.iter().all(|name| scaling.of(name).is_some())
}

/// Puts the factors of the policies `wanted` by name into a scenario as it was read, if any of them
/// waits for one: those recorded beside the file or in the folder of its results, or those that
/// reference runs find.
pub(super) fn settle(
    scenario: &mut Scenario,
    wanted: &Wanted<'_>,
    (file, manner): (Option<&Path>, MannerOptions),
) -> Result<(), Code> {
    if !scaling::needed(scenario, wanted).is_empty() {
        let folders = vec![folder(None, &scenario.name, false)];
        let records = Records { file, folders, keeps: true };
        let (_, pool) = pool(manner.jobs)?;
        let asked = (&*scenario, wanted);
        let scaling = pool.install(|| factors(asked, &records, Manner::of(manner)))?;
        scaling.apply(&mut scenario.policies);
    }
    Ok(())
}

/// The factors that hold in every world, in words.
pub(super) fn of_base((scaling, _): &Recorded) -> String {
    let words = report::factors_in_words(scaling);
    format!("the factors of market cost are those of the base case: {words}")
}

/// Puts factors in the place of market cost in many worlds: those of the scenario as written, in
/// every one, which is `told`. Returns them with their record, if any policy asks for them.
pub(super) fn of_worlds(
    (scenario, worlds): (&Scenario, &mut [Scenario]),
    (file, results): (Option<&Path>, &Path),
    manner: Manner,
    told: &str,
) -> Result<Option<Recorded>, Code> {
    if !worlds.iter().any(is_asked) {
        return Ok(None);
    }
    let mut base = scenario.clone();
    for world in worlds.iter() {
        // Market cost may be what differs between them.
        for (policy, of_world) in base.policies.iter_mut().zip(&world.policies) {
            if is_scaled(of_world) {
                policy.pay.scale = of_world.pay.scale;
            }
        }
    }
    let folders = vec![results.to_owned(), folder(None, &base.name, false)];
    // What is of another scenario than the file's does not belong beside it.
    let keeps = base.scaling_hash() == scenario.scaling_hash();
    let scaling = factors((&base, ALL), &Records { file, folders, keeps }, manner)?;
    for world in worlds {
        scaling.apply(&mut world.policies);
    }
    if !manner.quiet {
        talk::say(told);
    }
    let record = record(&scaling, &base.scaling_hash());
    Ok(Some((scaling, record)))
}

/// What is known of the factors of a scenario, and what reference runs find of those `wanted`. Whenever
/// one is found, all that are known are recorded beside the file `keep`.
pub(super) fn seek(
    (scenario, wanted, known): (&Scenario, &Wanted<'_>, Option<&Scaling>),
    keep: Option<&Path>,
    manner: Manner,
) -> Result<Scaling, Code> {
    let progress = Progress::new(manner.way, manner.quiet, false);
    let (mut found, mut kept) = (None, None);
    let ended = scaling::solve_some(
        scenario,
        (wanted, known),
        |reached| {
            let Progressing { runs, planned, .. } = *reached;
            progress.show(Counts { runs, reused: 0, planned }, || sought(reached));
            if manner.stop.is_wanted() { Continue::No } else { Continue::Yes }
        },
        |scaling| {
            // Nothing lies beside standard input.
            let target = keep.filter(|file| *file != Path::new(files::STANDARD_INPUT)).map(beside);
            kept = target.filter(|path| keep_record(path, scaling, scenario).is_ok());
            found = Some(scaling.clone());
        },
    );
    let seconds = progress.finish();
    let place = kept.map(|path| format!("`{}`", path.display()));
    match (ended, found) {
        (Ok(()), Some(scaling)) => {
            if !manner.quiet {
                let (runs, words) = (scaling.runs(), report::factors_in_words(&scaling));
                let kept = place.map_or(String::new(), |place| format!(", kept in {place}"));
                talk::say(&format!(
                    "factors of market cost found in {seconds:.1} s, {runs} reference runs{kept}: {words}"
                ));
            }
            Ok(scaling)
        }
        (Err(error @ Unsolved::Interrupted), _) => {
            let rest = place.map_or("nothing is written".to_owned(), |place| {
                format!("those found are kept in {place}")
            });
            talk::say(&format!("{error}: {rest}"));
            Err(Code::Interrupted)
        }
        (Err(error), _) => {
            talk::error(&error.to_string());
            Err(Code::Failed)
        }
        (Ok(()), None) => unreachable!("sought only where some are needed"),
    }
}

/// For what policy a factor is sought.
fn sought(reached: &Progressing<'_>) -> String {
    format!("reference runs for market cost: {}", reached.label)
}

/// The record as a file of a folder of results.
pub(super) fn record(scaling: &Scaling, fingerprint: &str) -> (String, Vec<u8>) {
    (RECORD.to_owned(), report::scale_json(scaling, fingerprint).into_bytes())
}

/// The record beside a scenario file: `NAME.scale.json` of `NAME.toml`.
pub(super) fn beside(file: &Path) -> PathBuf {
    record_beside(file, RECORD)
}

/// A record of any kind beside a scenario file.
pub(super) fn record_beside(file: &Path, kind: &str) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{}.{kind}", name.strip_suffix(".toml").unwrap_or(&name)))
}

/// Writes the factors beside their scenario.
pub(super) fn keep_record(
    path: &Path,
    scaling: &Scaling,
    scenario: &Scenario,
) -> Result<(), report::Error> {
    write_record(path, report::scale_json(scaling, &scenario.scaling_hash()))
}

/// Writes a record beside its scenario, or adds it to the files of the host that called.
pub(super) fn write_record(path: &Path, text: String) -> Result<(), report::Error> {
    let source = Source { name: files::name_of(path), text };
    if host::keep(std::slice::from_ref(&source)) {
        return Ok(());
    }
    report::write_record(path, &source.text)
}

fn record_of(file: &str) -> String {
    format!("{}.{RECORD}", file.strip_suffix(".toml").unwrap_or(file))
}

/// The text of a file that may be a record.
pub(super) fn text_of(path: &Path) -> Option<String> {
    if let Some(text) = files::given(&files::name_of(path)) {
        return Some(text);
    }
    let mut text = String::new();
    File::open(path).ok()?.take(LARGEST_RECORD).read_to_string(&mut text).ok()?;
    Some(text)
}

impl Records<'_> {
    /// All records there may be, in the order in which they count: name, text, and whether it is
    /// meant to be of this scenario. Those beside its bases (a base that differs in nothing that
    /// factors depend on has the same), its own, the built-in ones, those in folders of results.
    fn texts(&self, scenario: &Scenario) -> Vec<(String, String, bool)> {
        let mut texts = Vec::new();
        let read = |path: PathBuf, is_own: bool| {
            text_of(&path).map(|text| (path.display().to_string(), text, is_own))
        };
        let beside_file = self.file.and_then(Path::parent).unwrap_or(Path::new(""));
        for base in scenario.files.iter().skip(1) {
            texts.extend(read(beside_file.join(record_of(&base.name)), false));
        }
        texts.extend(self.file.map(beside).and_then(|path| read(path, true)));
        for (name, text) in files::RECORDS {
            texts.push((name.to_owned(), text.to_owned(), false));
        }
        let mut folders: Vec<&PathBuf> = Vec::new();
        for folder in self.folders.iter().filter(|folder| folder.join(RECORD).exists()) {
            if !folders.contains(&folder) {
                folders.push(folder);
                let path = folder.join(RECORD);
                texts.extend(read(path, true));
            }
        }
        texts
    }
}
