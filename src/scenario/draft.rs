//! A scenario's text before its values are checked, and the scenarios made from it.

use std::collections::BTreeSet;

use super::parse::{build, decode, failure, stem};
use super::problem::{Error, Log, SourceFile};
use super::reader::Reading;
use super::tree::Table;
use super::value::Clock;
use super::{Scenario, inherit, keys};

/// A scenario file merged with its bases: its keys are known, its values not yet checked. From it
/// the scenario is made as written, or with other values at some of its keys.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) table: Table,
    /// The texts that were read: the scenario, then its bases.
    pub files: Vec<SourceFile>,
}

impl Draft {
    /// Reads a text and its bases; see [`Scenario::parse`] for `name` and `load`.
    ///
    /// # Errors
    ///
    /// What is wrong with the syntax and the keys, each with its place.
    pub fn read(
        text: &[u8],
        name: &str,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let (table, log) = read(text, name, load)?;
        if log.has_errors() {
            return Err(failure(log));
        }
        Ok(Self { table, files: log.finish().1 })
    }

    /// The scenario as written.
    ///
    /// # Errors
    ///
    /// Every mistake in its values.
    pub fn scenario(&self, load: &dyn Fn(&str) -> Option<String>) -> Result<Scenario, Error> {
        checked(&self.table, Log::of(self.files.clone()), load)
    }
}

/// The merged text and the mistakes in its keys. Unreadable text is an error at once.
pub(super) fn read(
    text: &[u8],
    name: &str,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<(Table, Log), Error> {
    let text = decode(text, name)?;
    let file = SourceFile { name: name.to_owned(), text };
    let mut log = Log::default();
    let table = inherit::read(file, load, &mut log);
    if log.has_errors() {
        return Err(failure(log));
    }
    keys::check(&table, "", &mut log);
    if keys::is_too_large(&table, &mut log) {
        return Err(failure(log));
    }
    Ok((table, log))
}

/// The scenario of a merged text, or everything that is wrong with it.
pub(super) fn checked(
    table: &Table,
    log: Log,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<Scenario, Error> {
    let stem = log.files.first().map_or(String::new(), |file| stem(&file.name).to_owned());
    let (clock, read) = (Clock::default(), BTreeSet::new());
    let mut cx = Reading { log, clock, inputs: Vec::new(), read, load };
    let scenario = build(table, &stem, &mut cx);
    if cx.log.has_errors() {
        return Err(failure(cx.log));
    }
    let inputs = cx.inputs;
    let (warnings, files) = cx.log.finish();
    Ok(Scenario { inputs, warnings, files, ..scenario })
}
