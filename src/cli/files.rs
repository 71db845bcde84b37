//! Reading scenarios from files, with everything they name.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, PoisonError, RwLock};

use super::{host, problems, talk};
use crate::report::Source;
use crate::scenario::{self, Draft, LARGEST_TEXT, Said, Scenario, Severity};

/// The name of the built-in scenario: what `compare` runs when it is given no file, and a base that
/// is always at hand.
pub(super) const BUILT_IN_NAME: &str = "hero-vs-team.toml";
/// Files that are always at hand: name and text.
const BUILT_IN: [(&str, &str); 1] =
    [(BUILT_IN_NAME, include_str!("../../scenarios/hero-vs-team.toml"))];

/// The records of the factors of market cost of built-in scenarios: name and text.
pub(super) const RECORDS: [(&str, &str); 1] =
    [("hero-vs-team.scale.json", include_str!("../../scenarios/hero-vs-team.scale.json"))];
/// The records of what moves the answers of built-in scenarios: name and text.
const INFLUENCES: [(&str, &str); 1] =
    [("hero-vs-team.influence.json", include_str!("../../scenarios/hero-vs-team.influence.json"))];

/// The text of such a record.
pub(super) fn record(name: &str) -> Option<&'static str> {
    INFLUENCES.iter().find(|file| file.0 == name).map(|file| file.1)
}

/// The built-in scenario as a file of a record.
pub(super) fn built_in_source() -> Source {
    let [(name, text)] = BUILT_IN;
    Source { name: name.to_owned(), text: text.to_owned() }
}

/// The text of a built-in file.
fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|file| file.0 == name).map(|file| file.1)
}

/// The scenarios asked for, or the built-in one.
pub(super) fn asked(files: &[PathBuf]) -> Vec<Option<&Path>> {
    if files.is_empty() { vec![None] } else { files.iter().map(|f| Some(f.as_path())).collect() }
}

/// The file that is read from standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What standard input held; it can be read only once.
static INPUT: OnceLock<Vec<u8>> = OnceLock::new();

/// Files of a record, which stand above those of the disk.
static GIVEN: RwLock<Vec<Source>> = RwLock::new(Vec::new());

/// Lets all files from now on be those of a record; of a host's call, of this call.
pub(super) fn give(sources: &[Source]) {
    if !host::keep(sources) {
        *GIVEN.write().unwrap_or_else(PoisonError::into_inner) = sources.to_vec();
    }
}

/// The text of a file of this name, if files are those of a record or of a host.
pub(super) fn given(name: &str) -> Option<String> {
    let given = || {
        let given = GIVEN.read().unwrap_or_else(PoisonError::into_inner);
        host::named(&given, name).map(str::to_owned)
    };
    host::file(name).or_else(given)
}

/// The last part of a path.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A scenario's text and how to find what it names.
pub(super) struct Text {
    /// The name of the file, for messages.
    pub(super) name: String,
    bytes: Vec<u8>,
    /// Where its bases and data lie.
    pub(super) folder: PathBuf,
}

impl Text {
    /// Reads a scenario's text (`None` = the built-in one), or says why not.
    fn read(path: Option<&Path>) -> Option<Self> {
        let (name, bytes) = match path {
            None => {
                let text = built_in(BUILT_IN_NAME).expect("the built-in scenario is built in");
                (BUILT_IN_NAME.to_owned(), text.as_bytes().to_vec())
            }
            Some(path) => match read(path) {
                Ok(text) if text.len() > LARGEST_TEXT => {
                    let shown = path.display();
                    talk::error(&format!("`{shown}` has over 4 MB: too large for a scenario"));
                    return None;
                }
                Ok(text) if path == Path::new(STANDARD_INPUT) => ("standard input".into(), text),
                Ok(text) => (path.display().to_string(), text),
                Err(error) => {
                    talk::error(&unreadable(path, &error));
                    return None;
                }
            },
        };
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        Some(Self { name, bytes, folder })
    }

    /// The text of a file that the scenario names.
    pub(super) fn beside(&self, name: &str) -> Option<String> {
        given(name).or_else(|| beside(&self.folder, name))
    }

    /// Shows the mistakes, and how many there are.
    pub(super) fn refuse(&self, error: &scenario::Error) {
        problems::show(&error.problems, &error.files, &self.folder);
        let mistakes = error.problems.iter().filter(|p| p.severity == Severity::Error).count();
        if mistakes > 1 {
            talk::say(&format!("{mistakes} mistakes in `{}`", self.name));
        }
    }
}

/// The text of a file that a scenario in this folder names.
pub(super) fn beside(folder: &Path, name: &str) -> Option<String> {
    match fs::read_to_string(folder.join(name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => at_hand(folder, name),
        text => text.ok(),
    }
}

/// The built-in file of this name, also where a base in another folder asks for it.
fn at_hand(home: &Path, name: &str) -> Option<String> {
    let path = Path::new(name);
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_folder = folder.as_os_str().is_empty() || home.join(folder).is_dir();
    let file = path.file_name()?.to_str()?;
    built_in(file).filter(|_| is_folder).map(str::to_owned)
}

/// Reads a scenario (`None` = the built-in one); its warnings go to stderr. Problems too: then
/// there is nothing to return.
pub(super) fn load(path: Option<&Path>) -> Option<Scenario> {
    let text = Text::read(path)?;
    match Scenario::parse(&text.bytes, &text.name, &|name| text.beside(name)) {
        Ok(scenario) => {
            problems::show(&scenario.warnings, &scenario.files, &text.folder);
            Some(scenario)
        }
        Err(error) => {
            text.refuse(&error);
            None
        }
    }
}

/// Reads a scenario to be compared with another; its warnings go to stderr. Problems too: then there is
/// nothing to return.
pub(super) fn load_said(path: &Path) -> Option<Said> {
    let text = Text::read(Some(path))?;
    match Said::read(&text.bytes, &text.name, &|name| text.beside(name)) {
        Ok(said) => {
            problems::show(&said.scenario.warnings, &said.scenario.files, &text.folder);
            Some(said)
        }
        Err(error) => {
            text.refuse(&error);
            None
        }
    }
}

/// Reads a scenario's text (`None` = the built-in one) without its values; problems go to stderr.
pub(super) fn load_draft(path: Option<&Path>) -> Option<(Text, Draft)> {
    let text = Text::read(path)?;
    match Draft::read(&text.bytes, &text.name, &|name| text.beside(name)) {
        Ok(draft) => Some((text, draft)),
        Err(error) => {
            text.refuse(&error);
            None
        }
    }
}

/// No more of a file than a scenario may have, and a little.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if let Some(text) = given(&name_of(path)) {
        return Ok(text.into_bytes());
    }
    let most = LARGEST_TEXT as u64 + 1;
    let mut text = Vec::new();
    if path != Path::new(STANDARD_INPUT) {
        File::open(path)?.take(most).read_to_end(&mut text)?;
        return Ok(text);
    }
    if let Some(known) = INPUT.get() {
        return Ok(known.clone());
    }
    io::stdin().lock().take(most).read_to_end(&mut text)?;
    Ok(INPUT.get_or_init(|| text).clone())
}

/// Why a file that is no scenario cannot be read; `hint` helps if there is none.
pub(super) fn unreadable_list(path: &Path, error: &io::Error, hint: &str) -> String {
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound => format!("no file `{shown}`\nhint: {hint}"),
        _ => format!("cannot read `{shown}`: {}", talk::words(error)),
    }
}

/// All of a file that is no scenario, however long.
pub(super) fn whole(path: &Path) -> io::Result<Vec<u8>> {
    match given(&name_of(path)) {
        Some(text) => Ok(text.into_bytes()),
        None if path == Path::new(STANDARD_INPUT) => {
            let mut text = Vec::new();
            io::stdin().lock().read_to_end(&mut text)?;
            Ok(text)
        }
        None => fs::read(path),
    }
}

/// Why a file cannot be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            format!("no file `{shown}`\nhint: `posse init` writes a scenario to start from")
        }
        ErrorKind::IsADirectory => {
            format!("`{shown}` is a folder\nhint: name the scenario file in it")
        }
        _ => format!("cannot read `{shown}`: {}", talk::words(error)),
    }
}
