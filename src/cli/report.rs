//! `report`: finished studies of one world as one page for a manager.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::doing::{Doing, Shelf, What};
use super::{Code, ReportOptions, files, live_page, parts, talk};
use crate::report::handover::{self, Logo, Look};
use crate::report::{Blocks, Source, StudyRecord};

/// The largest logo that fits into the page.
const LARGEST_LOGO: usize = 100_000;

/// Makes the page of what `study` finds in the folders.
pub(super) fn report(options: &ReportOptions, study: &dyn Fn(&Doing) -> Code) -> Code {
    let mut look = match look(options) {
        Ok(look) => look,
        Err(message) => return talk::refuse(&message),
    };
    let slides = options.slides.then(|| options.out.with_extension("pptx"));
    let page = may_write(&options.out, options.force);
    if let Err(message) = page.and_then(|()| may_slide(slides.as_deref(), options.force)) {
        return talk::refuse(&message);
    }
    let shelf = Shelf::default();
    let mut sources = Vec::new();
    for folder in &options.folders {
        match read(folder, &shelf, study, &mut sources) {
            Code::Done => {}
            code => return code,
        }
    }
    let studies = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if options.live {
        let engine = live_page::engine(options.engine.as_deref());
        let live =
            engine.and_then(|engine| live_page::live(&studies, &sources, &options.lever, engine));
        look.live = match live {
            Ok(live) => Some(live),
            Err(message) => return talk::refuse(&message),
        };
    }
    let mut files = Vec::new();
    match handover::page(&studies, &look) {
        Err(message) => return talk::refuse(&message),
        Ok(page) => files.push((options.out.clone(), page.into_bytes())),
    }
    match slides.map(|path| (path, handover::slides(&studies, &look))) {
        None => {}
        Some((_, Err(message))) => return talk::refuse(&message),
        Some((path, Ok(slides))) => files.push((path, slides)),
    }
    for (path, contents) in files {
        if let Err(message) = write(&path, &contents) {
            return talk::fail(&message);
        }
        talk::result(&format!("wrote `{}`\n", path.display()));
    }
    Code::Done
}

/// Whether nothing is lost if slides are written.
fn may_slide(slides: Option<&Path>, force: bool) -> Result<(), String> {
    let Some(path) = slides.filter(|path| path.exists() && !force) else { return Ok(()) };
    if fs::read(path).is_ok_and(|contents| handover::are_slides(&contents)) {
        return Ok(());
    }
    let shown = path.display();
    Err(format!(
        "`{shown}` holds no slides of posse\nhint: choose another name with `-o`, or replace it with `--force`"
    ))
}

/// Puts the study of a folder on the shelf, from the runs that are kept there, and the files of its scenario to
/// the `sources`.
fn read(
    folder: &Path,
    shelf: &Shelf,
    of: &dyn Fn(&Doing) -> Code,
    sources: &mut Vec<Source>,
) -> Code {
    let study = match parts::recorded(folder) {
        Ok(study) => study,
        Err(message) => return talk::refuse(&message),
    };
    if let Err(message) = fits(folder, &study) {
        return talk::refuse(&message);
    }
    files::give(&study.sources);
    if sources.is_empty() {
        sources.clone_from(&study.sources);
    }
    let words = [study.command, vec!["--quiet".to_owned()]].concat();
    of(&Doing { words, what: What::Report(folder.to_owned(), shelf.clone()) })
}

/// Whether a study can be part of a report, and its runs are there.
fn fits(folder: &Path, study: &StudyRecord) -> Result<(), String> {
    let (shown, name) = (folder.display(), study.command.first().map_or("", String::as_str));
    if !["compare", "run", "sweep", "sensitivity", "why"].contains(&name) {
        return Err(format!(
            "`{shown}` holds results of `{name}`, of which there is no report\nhint: `compare`, `run`, \
             `sweep`, `sensitivity` and `why` have one"
        ));
    }
    if study.part.is_some() {
        let hint = "`posse merge` puts parts together";
        return Err(format!("`{shown}` is a part of a study\nhint: {hint}"));
    }
    if !Blocks::are_kept(folder) {
        let hint = "run the study again with `--report`";
        return Err(format!("`{shown}` has lost the runs that it kept\nhint: {hint}"));
    }
    Ok(())
}

fn look(options: &ReportOptions) -> Result<Look, String> {
    let logo = options.logo.as_deref().map(logo).transpose()?;
    Ok(Look {
        client: options.client.clone().unwrap_or_default(),
        date: options.date.clone().unwrap_or_default(),
        logo,
        numbers: options.numbers,
        live: None,
    })
}

/// Reads a logo, or says what is wrong with it.
fn logo(path: &Path) -> Result<Logo, String> {
    let shown = path.display();
    let bytes = fs::read(path)
        .map_err(|error| format!("cannot read `{shown}`: {}", talk::words(&error)))?;
    if bytes.len() > LARGEST_LOGO {
        let kilobytes = bytes.len() / 1000;
        return Err(format!("the logo `{shown}` has {kilobytes} kB\nhint: at most 100 kB"));
    }
    Logo::of(bytes).ok_or_else(|| format!("the logo `{shown}` is neither PNG nor SVG"))
}

/// Whether nothing is lost if the page is written.
pub(super) fn may_write(out: &Path, force: bool) -> Result<(), String> {
    let shown = out.display();
    if out.is_dir() {
        return Err(format!("`{shown}` is a folder\nhint: e.g. `-o {shown}/report.html`"));
    }
    let is_ours = || fs::read_to_string(out).is_ok_and(|text| handover::is_page(&text));
    if out.exists() && !force && !is_ours() {
        return Err(format!(
            "`{shown}` is no report of posse\nhint: choose another name, or replace it with `--force`"
        ));
    }
    Ok(())
}

/// Writes a file whole or not at all.
pub(super) fn write(target: &Path, contents: &[u8]) -> Result<(), String> {
    let mut fresh = target.as_os_str().to_owned();
    fresh.push(format!(".{}.new", std::process::id()));
    let fresh = PathBuf::from(fresh);
    fs::write(&fresh, contents).and_then(|()| fs::rename(&fresh, target)).map_err(|error| {
        let _ = fs::remove_file(&fresh);
        format!("cannot write `{}`: {}", target.display(), talk::words(&error))
    })
}
