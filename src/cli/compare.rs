//! `compare` and `run`: which scenarios, which policies, and how a batch ended.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::comparison::Comparison;
use super::doing::{Doing, Shelf, What};
use super::job::Job;
use super::place::folder;
use super::report::{may_write, write};
use super::stop::Stop;
use super::{Code, CompareOptions, RunOptions, files, shelf, talk};
use crate::report::handover::{self, Chapter, Entry, Look, Studied};
use crate::scenario::{Scenario, nearest};

pub(super) fn compare(options: &CompareOptions, doing: &Doing) -> Code {
    let stop = Stop::listen();
    let asked = files::asked(&options.files);
    let many = asked.len() > 1;
    if many && !matches!(doing.what, What::All) {
        return talk::refuse("parts are of one scenario\nhint: a command for each scenario");
    }
    let index = many.then(|| index_of(options));
    if let Some(Err(message)) =
        index.as_ref().map(|index| may_write(index, options.how.study.force))
    {
        return talk::refuse(&message);
    }
    let shelf = many.then(Shelf::default);
    // Every mistake of every file is told before anything runs.
    let read: Vec<_> = asked.into_iter().map(|path| (path, files::load(path))).collect();
    let mut codes = Vec::new();
    let mut taken: Vec<PathBuf> = Vec::new();
    for (path, scenario) in read {
        let one = || {
            let Some(read) = scenario else { return Code::Refused };
            let (mut scenario, shown) = match options.placebo {
                None if options.quick => (read.clone(), read.policies.len()),
                None => read.with_cells(),
                Some(_) => (read.clone(), read.policies.len() + 1),
            };
            let written = (scenario.clone(), path);
            let copied = match add_placebo(&mut scenario, options.placebo.as_deref()) {
                Ok(copied) => copied,
                Err(message) => return talk::refuse(&message),
            };
            let folder = folder(options.how.study.out.as_deref(), &scenario.name, many);
            if taken.contains(&folder) {
                return talk::refuse(&format!(
                    "another scenario before this one is called `{}` too\nhint: give this one a \
                     `name` of its own",
                    scenario.name
                ));
            }
            taken.push(folder.clone());
            if many && !options.how.study.json && !options.how.study.manner.quiet {
                talk::say(&format!("{}:", name_of(path)));
            }
            let work = Comparison {
                scenario,
                written,
                copied,
                shown,
                how: &options.how,
                decided: options.until_decided || options.quick,
                is_quick: options.quick,
                baseline: None,
                is_of_many: many,
                scaling: None,
            };
            done(work, folder, doing, shelf.as_ref())
        };
        // Only what has not begun is left out: the first scenario ends in its own words.
        let is_left_out = stop.is_wanted() && !codes.is_empty();
        let code = if is_left_out { Code::Interrupted } else { one() };
        codes.push((path, code));
        if code == Code::Interrupted {
            break;
        }
    }
    let mut ended: Vec<Code> = codes.iter().map(|(_, code)| *code).collect();
    let written = index.zip(shelf).and_then(|(index, shelf)| write_index(options, &index, &shelf));
    ended.extend(written.as_ref().and_then(|written| written.as_ref().err().copied()));
    if many && !options.how.study.manner.quiet {
        talk::say(&batch(&codes, options.files.len()));
        if let Some(Ok(index)) = written {
            talk::say(&format!("all of them on one page: `{}`", index.display()));
        }
    }
    worst(ended.into_iter())
}

pub(super) fn run(options: &RunOptions, doing: &Doing) -> Code {
    let Some(read) = files::load(options.file.as_deref()) else { return Code::Refused };
    let (mut scenario, _) = read.with_cells();
    let index = match options.policy.as_deref() {
        None => 0,
        Some(name) => match policy_named(&scenario, name) {
            Ok(index) => index,
            Err(message) => return talk::refuse(&message),
        },
    };
    let policy = scenario.policies[index].name.clone();
    // Beside the results of a comparison, not in their place.
    let folder =
        folder(options.how.study.out.as_deref(), &format!("{}-{policy}", scenario.name), false);
    let written = (scenario.clone(), options.file.as_deref());
    scenario.select_policies(&[index]);
    let work = Comparison {
        scenario,
        written,
        copied: None,
        shown: 1,
        how: &options.how,
        decided: false,
        is_quick: false,
        baseline: None,
        is_of_many: false,
        scaling: None,
    };
    done(work, folder, doing, None)
}

/// Does a comparison, or says what of the options does not fit it.
fn done(mut work: Comparison<'_>, folder: PathBuf, doing: &Doing, shelf: Option<&Shelf>) -> Code {
    if let Err(messages) = work.prepare() {
        return talk::refuse_all(&messages);
    }
    let options = &work.how.study;
    Job { work, options, folder: Some(folder), doing, shelf }.run()
}

/// Where the index of a batch goes: among the folders of its scenarios.
fn index_of(options: &CompareOptions) -> PathBuf {
    let home = options.how.study.out.as_deref().unwrap_or(Path::new("output"));
    home.join("index.html")
}

/// Writes the index of what was found, where there are several; returns its path, or the code to end with.
fn write_index(
    options: &CompareOptions,
    index: &Path,
    shelf: &Shelf,
) -> Option<Result<PathBuf, Code>> {
    let study = &options.how.study;
    let page = if study.report { shelf::BESIDE } else { "results.json" };
    let entry = |studied: Studied| match studied.chapter {
        Chapter::Comparison(found) => {
            let folder = folder(study.out.as_deref(), &found.summary.scenario, true);
            let folder = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Some(Entry { found: *found, folder, page: page.to_owned() })
        }
        Chapter::Why(_) | Chapter::Sweep(_) | Chapter::Sensitivity(_) => None,
    };
    let found = std::mem::take(&mut *shelf.lock().unwrap_or_else(PoisonError::into_inner));
    let entries: Vec<Entry> = found.into_iter().filter_map(entry).collect();
    if entries.len() < 2 {
        return None;
    }
    let text = handover::index(&entries, &Look::default());
    let written = write(index, text.as_bytes());
    Some(written.map(|()| index.to_owned()).map_err(|message| talk::fail(&message)))
}

/// Adds a copy of a policy, which must come out exactly the same, and returns that policy.
fn add_placebo(scenario: &mut Scenario, name: Option<&str>) -> Result<Option<usize>, String> {
    let Some(name) = name else { return Ok(None) };
    let index = policy_named(scenario, name)?;
    let mut copy = scenario.policies[index].clone();
    copy.name = format!("{name} placebo");
    copy.label = format!("{} (placebo)", copy.label);
    scenario.policies.push(copy);
    Ok(Some(index))
}

pub(super) fn policy_named(scenario: &Scenario, name: &str) -> Result<usize, String> {
    let names: Vec<&str> = scenario.policies.iter().map(|p| p.name.as_str()).collect();
    names.iter().position(|n| *n == name).ok_or_else(|| {
        let meant =
            nearest(name, &names).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        let allowed = names.join("`, `");
        format!(
            "no policy `{name}` in scenario `{}`\nhint: {meant}expected one of `{allowed}`",
            scenario.name
        )
    })
}

fn name_of(path: Option<&Path>) -> String {
    path.map_or_else(|| "built-in".to_owned(), |path| path.display().to_string())
}

/// How the scenarios of a batch ended, one line for each.
fn batch(codes: &[(Option<&Path>, Code)], asked: usize) -> String {
    let word = |code: Code| match code {
        Code::Done => "done",
        Code::Failed => "failed",
        Code::Refused => "refused",
        Code::NotMet => "condition not met",
        Code::NotReached => "goal not reached",
        Code::Interrupted => "interrupted",
    };
    let done = codes.iter().filter(|(_, code)| *code == Code::Done).count();
    let mut lines = vec![format!("\n{done} of {asked} scenarios done")];
    for (path, code) in codes {
        lines.push(format!("  {:<18} {}", word(*code), name_of(*path)));
    }
    let left = asked - codes.len();
    if left > 0 {
        lines.push(format!("  {left} not begun"));
    }
    lines.join("\n")
}

/// Of a batch: interrupted, else refused, else failed, else not met, else not reached.
fn worst(codes: impl Iterator<Item = Code>) -> Code {
    const ORDER: [Code; 6] = [
        Code::Done,
        Code::NotReached,
        Code::NotMet,
        Code::Failed,
        Code::Refused,
        Code::Interrupted,
    ];
    let severity = |code: &Code| ORDER.iter().position(|c| c == code);
    codes.max_by_key(severity).unwrap_or(Code::Done)
}
