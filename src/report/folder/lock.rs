//! One process at a time writes a folder of results.
//!
//! The lock is one of the system's on a small file beside the folder: it ends with the process that
//! holds it, however that ends. The text of the file says who holds it.

use super::{Error, failure, split};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Who wants a folder, for those who come second.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The command, as it was typed.
    pub command: &'a str,
    /// When it began, as the caller writes times.
    pub since: &'a str,
}

/// The right to write a folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the system has no locks.
    file: Option<File>,
    path: PathBuf,
    /// The folder of the lock, if there was none before.
    made: Option<PathBuf>,
}

impl Lock {
    /// Takes the lock of the folder `target`, which need not be there.
    pub(super) fn take(target: &Path, holder: Holder<'_>) -> Result<Self, Error> {
        let (parent, name) = split(target)?;
        let made = Some(parent.clone()).filter(|parent| !parent.exists());
        fs::create_dir_all(&parent).map_err(failure(target))?;
        let path = parent.join(format!(".{}.lock", name.display()));
        let process = std::process::id();
        let text = format!("process {process}\n{}\n{}\n", holder.since, holder.command);
        loop {
            let mut options = OpenOptions::new();
            let file = options.read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = file.map_err(failure(target))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::InUse { path: target.into(), holder: told(&path) });
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { file: None, path, made });
                }
                Err(TryLockError::Error(error)) => return Err(failure(target)(error)),
            }
            let written = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
            written.and_then(|()| file.flush()).map_err(failure(target))?;
            // Whoever held the lock before may have removed the file between our opening and our
            // locking it: then ours is no longer the one that others find.
            let is_lost = match fs::read(&path) {
                Ok(found) => found != text.as_bytes(),
                // Some systems let nobody read what is locked.
                Err(error) => error.kind() == io::ErrorKind::NotFound,
            };
            if !is_lost {
                return Ok(Self { file: Some(file), path, made });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody else can hold what is removed.
        if self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
        if let Some(made) = &self.made {
            // It stays unless it is empty: nothing was written.
            let _ = fs::remove_dir(made);
        }
    }
}

/// Who holds a lock, in words.
fn told(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines();
    match (lines.next(), lines.next(), lines.next()) {
        (Some(process), Some(since), Some(command)) => {
            format!("{process} since {since}: `{command}`")
        }
        _ => "another process".to_owned(),
    }
}
