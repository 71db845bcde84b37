//! `shard`, `merge` and `verify`: the same study in parts, put together, and looked at again.

use std::path::{Path, PathBuf};

use super::doing::{Doing, Merge, What};
use super::number::{Cut, WHICH_PART};
use super::part_options::Shard;
use super::{Code, MergeOptions, ShardOptions, VerifyOptions, files, runs, talk};
use crate::experiment::Part;
use crate::report::{self, StudyRecord};

/// Blocks that are looked at again unless something else is asked for.
const BLOCKS: usize = 4;

pub(super) fn shard(options: ShardOptions) -> Result<Shard, Code> {
    let ShardOptions { part, template, command: words } = options;
    match (template, part) {
        (None, Cut::One(part)) => Ok(Shard::Run(Doing { words, what: What::Part(part) })),
        (Some(cluster), Cut::All(of)) => Ok(Shard::Print(cluster, of, words)),
        (None, Cut::All(_)) => Err(talk::refuse(WHICH_PART)),
        (Some(_), Cut::One(Part { of, .. })) => Err(talk::refuse(&format!(
            "a script runs all parts\nhint: say how many there are, here `{of}`"
        ))),
    }
}

pub(super) fn merge(options: &MergeOptions) -> Result<Doing, Code> {
    let (study, parts) = match alike(&options.parts) {
        Ok(found) => found,
        Err(message) => return Err(talk::refuse(&message)),
    };
    files::give(&study.sources);
    let flags =
        [("--force", options.force), ("--json", options.json), ("--quiet", options.manner.quiet)];
    let values = [
        ("--progress", Some(options.manner.progress.name().to_owned())),
        ("--jobs", options.manner.jobs.map(|jobs| jobs.to_string())),
        ("--out", options.out.as_ref().map(|out| out.display().to_string())),
        ("--runs", options.runs.map(|form| runs::name(form).to_owned())),
    ];
    let mut words = study.command;
    let name = words.first().map_or("", String::as_str);
    if options.runs.is_some() && !["compare", "run"].contains(&name) {
        return Err(talk::refuse(&format!(
            "`{name}` does not write the values of every run\nhint: leave out `--runs`"
        )));
    }
    words
        .extend(flags.iter().filter(|(_, is_asked)| *is_asked).map(|(flag, _)| (*flag).to_owned()));
    for (option, value) in values {
        words.extend(value.into_iter().flat_map(|value| [option.to_owned(), value]));
    }
    let (folders, fingerprint) = (options.parts.clone(), study.fingerprint);
    Ok(Doing { words, what: What::Merge(Merge { folders, fingerprint, parts }) })
}

pub(super) fn verify(options: &VerifyOptions) -> Result<Doing, Code> {
    let folder = &options.folder;
    let study = match recorded(folder) {
        Ok(study) => study,
        Err(message) => return Err(talk::refuse(&message)),
    };
    files::give(&study.sources);
    let mut words = study.command;
    if options.manner.quiet {
        words.push("--quiet".to_owned());
    }
    words.extend(["--progress".to_owned(), options.manner.progress.name().to_owned()]);
    if let Some(jobs) = options.manner.jobs {
        words.extend(["--jobs".to_owned(), jobs.to_string()]);
    }
    let few = options.blocks.map_or(BLOCKS, |blocks| blocks as usize);
    let blocks = (!options.all).then_some(few);
    Ok(Doing { words, what: What::Verify(folder.clone(), blocks) })
}

/// Which parts there are, of how many; `None` if they were not cut alike.
type Numbers = Option<(Vec<u32>, u32)>;

/// The study whose parts all these folders are, and which parts.
fn alike(folders: &[PathBuf]) -> Result<(StudyRecord, Numbers), String> {
    let mut first: Option<(StudyRecord, &Path)> = None;
    let (mut numbers, mut counts) = (Vec::new(), Vec::new());
    for folder in folders {
        let study = recorded(folder)?;
        let Some((number, of)) = study.part else {
            return Err(format!(
                "`{}` is no part of a study\nhint: `posse shard 1/5 COMMAND …` makes parts",
                folder.display()
            ));
        };
        numbers.push(number);
        counts.push(of);
        match &first {
            None => first = Some((study, folder)),
            Some((other, _)) if other.fingerprint == study.fingerprint => {}
            Some((other, of)) => return Err(unlike((other, of), (&study, folder))),
        }
    }
    let (study, _) = first.ok_or("no parts")?;
    numbers.sort_unstable();
    numbers.dedup();
    let is_alike = counts.iter().all(|of| *of == counts[0]);
    Ok((study, is_alike.then(|| (numbers, counts[0]))))
}

/// What was run into a folder, if this version can go on with it.
pub(super) fn recorded(folder: &Path) -> Result<StudyRecord, String> {
    let shown = folder.display();
    let mark = report::mark(folder).ok_or_else(|| {
        let unfinished = PathBuf::from(format!("{shown}.unfinished"));
        let hint = if unfinished.exists() {
            "it is not finished: the command that makes it goes on with it"
        } else {
            "name a folder that posse wrote"
        };
        format!("`{shown}` holds no results of posse\nhint: {hint}")
    })?;
    let ours = env!("CARGO_PKG_VERSION");
    if mark.version != ours {
        let theirs = mark.version;
        return Err(format!(
            "`{shown}` was written by posse {theirs}, and this is {ours}\nhint: use posse {theirs}"
        ));
    }
    if let Some(changed) = mark.changed {
        return Err(format!(
            "`{}` was changed after posse wrote it\nhint: run the study anew",
            changed.display()
        ));
    }
    mark.study.ok_or_else(|| {
        format!("`{shown}` does not say what was run\nhint: run the study anew to have it there")
    })
}

/// How two parts differ.
fn unlike(one: (&StudyRecord, &Path), other: (&StudyRecord, &Path)) -> String {
    let [(one, at_one), (other, at_other)] =
        [one, other].map(|(study, folder)| (study.command.join(" "), folder.display()));
    let hint = if one == other {
        "the scenario differs, or its seed".to_owned()
    } else {
        format!("one is `{one}`, the other `{other}`")
    };
    format!("`{at_one}` and `{at_other}` are parts of different studies\nhint: {hint}")
}
