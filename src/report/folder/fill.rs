//! The files of a folder, written one after the other, and hashed while they are written.

use super::{Error, failure};
use crate::report::manifest::{MANIFEST, in_digits};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A file too large for the memory: its name, and what writes it.
pub(in crate::report) type Streamed<'a> =
    (&'static str, &'a dyn Fn(&mut (dyn Write + Send)) -> io::Result<()>);

/// The text of the manifest of files (name, SHA-256).
pub(super) type Manifest<'a> = &'a dyn Fn(&[(String, String)]) -> Vec<u8>;

/// The files of a folder, but for its manifest.
pub(in crate::report) struct Files<'a> {
    /// Name and contents.
    pub(in crate::report) whole: Vec<(String, Vec<u8>)>,
    pub(in crate::report) streamed: Option<Streamed<'a>>,
}

impl From<Vec<(String, Vec<u8>)>> for Files<'_> {
    fn from(whole: Vec<(String, Vec<u8>)>) -> Self {
        Self { whole, streamed: None }
    }
}

/// Writes the files and their manifest into `folder` and returns their names; messages speak of
/// `target`, where they will be.
pub(super) fn fill(
    folder: &Path,
    target: &Path,
    (files, manifest): (&Files<'_>, Manifest<'_>),
) -> Result<Vec<String>, Error> {
    fs::create_dir(folder).map_err(failure(target))?;
    let put = |name: &str, write: &dyn Fn(&mut (dyn Write + Send)) -> io::Result<()>| {
        let hash = written(&folder.join(name), write).map_err(failure(&target.join(name)))?;
        Ok((name.to_owned(), hash))
    };
    let mut hashed = Vec::new();
    for (name, contents) in &files.whole {
        hashed.push(put(name, &|to| to.write_all(contents))?);
    }
    if let Some((name, write)) = files.streamed {
        hashed.push(put(name, write)?);
    }
    let text = manifest(&hashed);
    hashed.push(put(MANIFEST, &|to| to.write_all(&text))?);
    Ok(hashed.into_iter().map(|(name, _)| name).collect())
}

/// Writes a file and returns its SHA-256.
fn written(
    path: &Path,
    write: &dyn Fn(&mut (dyn Write + Send)) -> io::Result<()>,
) -> io::Result<String> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut to = Hashed { file: BufWriter::new(File::create(path)?), hash: Sha256::new() };
    write(&mut to)?;
    to.flush()?;
    Ok(in_digits(to.hash))
}

/// A file, and the hash of what was written into it.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
