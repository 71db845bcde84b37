//! The files of blocks: their names, and what their first lines say.

use super::BLOCKS;
use super::form::{self, Head};
use crate::experiment::Block;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

const EXTENSION: &str = "block";
/// The first line of a block is not longer than this, in bytes.
const LONGEST_HEAD: u64 = 1 << 20;

pub(super) fn file(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number}.{EXTENSION}"))
}

/// The numbers of the blocks in a folder.
pub(super) fn numbers(folder: &Path) -> Vec<u32> {
    let number = |path: PathBuf| {
        let is_block = path.extension().is_some_and(|e| e == EXTENSION);
        let number: u32 = path.file_stem()?.to_str()?.parse().ok()?;
        (is_block && number <= u32::MAX / Block::RUNS).then_some(number)
    };
    entries(folder).into_iter().filter_map(number).collect()
}

/// The blocks in a folder and in those of its design points, as paths within it.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = numbers(folder).iter().map(|n| file(Path::new(""), *n)).collect();
    for inner in entries(folder).into_iter().filter(|path| path.is_dir()) {
        let name = inner.file_name().map(OsString::from).unwrap_or_default();
        found.extend(numbers(&inner).iter().map(|n| file(Path::new(&name), *n)));
    }
    found
}

/// Puts a block in a second place, whole or not at all: as another name of the same file where that can
/// be, for a block is never changed, only replaced.
pub(super) fn place(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder)?;
    let name = to.file_stem().unwrap_or_default().display().to_string();
    let fresh = folder.join(format!(".{name}.new-{}", std::process::id()));
    let _ = fs::remove_file(&fresh);
    fs::hard_link(from, &fresh).or_else(|_| fs::copy(from, &fresh).map(|_| ()))?;
    fs::rename(&fresh, to)
}

/// Whether this is a block that was not written to its end.
pub(super) fn is_scrap(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with('.') && name.contains(".new-"))
}

/// Whether a path within a folder of results is that of a block, or of what was to become one.
pub(in crate::report) fn is_block(path: &Path) -> bool {
    let parts = path.components().count();
    let is_named = path.extension().is_some_and(|e| e == EXTENSION)
        && path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .is_some_and(|n| n.parse::<u32>().is_ok());
    path.starts_with(BLOCKS) && (2..=3).contains(&parts) && (is_named || is_scrap(path))
}

pub(in crate::report) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

/// The head of the first block in a folder that can be read.
pub(super) fn first_head(folder: &Path) -> Option<Head> {
    let mut numbers = numbers(folder);
    numbers.sort_unstable();
    numbers.into_iter().find_map(|number| head_of(&file(folder, number)))
}

pub(super) fn head_of(path: &Path) -> Option<Head> {
    let mut line = Vec::new();
    let mut file = BufReader::new(File::open(path).ok()?.take(LONGEST_HEAD));
    file.read_until(b'\n', &mut line).ok()?;
    form::head(&line)
}
