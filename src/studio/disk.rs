//! The file behind the page: read, and written whole or not at all, unless somebody else wrote it.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::scenario::LARGEST_TEXT;

/// What a file of Windows may begin with.
const MARK: &str = "\u{feff}";

/// How a save ended.
pub(super) enum Saved {
    Done,
    /// The file says something else than what was read: this.
    Conflict(String),
}

/// The text of a file, without the mark at its beginning.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let is_large = fs::metadata(path).is_ok_and(|about| about.len() > LARGEST_TEXT as u64);
    if is_large {
        return Err(format!("`{}` has over 4 MB: too large for a scenario", path.display()));
    }
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    Ok(text.strip_prefix(MARK).map_or_else(|| text.clone(), str::to_owned))
}

/// Writes `text` if the file still holds what was read from it.
pub(super) fn save(path: &Path, text: &str, was: &str) -> Result<Saved, String> {
    let raw = match fs::read_to_string(path) {
        Ok(raw) => raw,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Saved::Conflict(String::new()));
        }
        Err(error) => return Err(format!("cannot read `{}`: {error}", path.display())),
    };
    let mark = if raw.starts_with(MARK) { MARK } else { "" };
    if &raw[mark.len()..] != was {
        return Ok(Saved::Conflict(raw[mark.len()..].to_owned()));
    }
    // A link leads to the file that is meant.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    write(&target, format!("{mark}{text}").as_bytes()).map(|()| Saved::Done)
}

/// Makes a file that is not there yet.
pub(super) fn create(path: &Path, text: &str) -> Result<(), String> {
    let made = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("`{}` is already there; choose another name", path.display())
        }
        _ => format!("cannot write `{}`: {error}", path.display()),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        let _ = fs::remove_file(path);
        format!("cannot write `{}`: {error}", path.display())
    })
}

/// Writes a file whole or not at all, with the rights it had.
pub(super) fn write(target: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut fresh = target.as_os_str().to_owned();
    fresh.push(format!(".{}.new", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let written = fs::write(&fresh, bytes).and_then(|()| {
        if let Ok(old) = fs::metadata(target) {
            fs::set_permissions(&fresh, old.permissions())?;
        }
        fs::rename(&fresh, target)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&fresh);
        format!("cannot write `{}`: {error}", target.display())
    })
}
