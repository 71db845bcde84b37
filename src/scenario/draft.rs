//! A scenario's text before its values are checked, and the scenarios made from it.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Axis;
use super::parse::{build, decode, failure, stem};
use super::problem::{Error, Log, SourceFile};
use super::reader::{FIRST_DAY, Reading};
use super::search::Search;
use super::tree::Table;
use super::uncertain::{self, Uncertainty};
use super::value::Clock;
use super::{Scenario, inherit, keys, spelling};

/// A scenario file merged with its bases: its keys are known, its values not yet checked. From it
/// the scenario is made as written, or with other values at some of its keys.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) table: Table,
    /// The inputs of which only a range is known; the table holds their values.
    pub(super) uncertain: Vec<Axis>,
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
        let (draft, log) = read(text, name, load)?;
        if log.has_errors() {
            return Err(failure(log));
        }
        Ok(draft)
    }

    /// The scenario as written.
    ///
    /// # Errors
    ///
    /// Every mistake in its values.
    pub fn scenario(&self, load: &dyn Fn(&str) -> Option<String>) -> Result<Scenario, Error> {
        self.complete(Log::of(self.files.clone()), load)
    }

    /// The same with what is known to be wrong already.
    pub(super) fn complete(
        &self,
        log: Log,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Scenario, Error> {
        let scenario = checked(&self.table, log, load)?;
        let search = Search::of(self, &scenario, load)?;
        Ok(Scenario { uncertainty: Uncertainty::of(self, load)?, search, ..scenario })
    }
}

/// The draft and the mistakes in its keys. Unreadable text is an error at once.
pub(super) fn read(
    text: &[u8],
    name: &str,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<(Draft, Log), Error> {
    let text = decode(text, name)?;
    let file = SourceFile { name: name.to_owned(), text };
    let mut log = Log::default();
    let mut table = inherit::read(file, load, &mut log);
    if log.has_errors() {
        return Err(failure(log));
    }
    let uncertain = uncertain::take(&mut table, &mut log);
    keys::check(&table, "", &mut log);
    if keys::is_too_large(&table, &mut log) {
        return Err(failure(log));
    }
    Ok((Draft { table, uncertain, files: log.files.clone() }, log))
}

/// The scenario of a merged text with nothing uncertain, or everything that is wrong with it.
pub(super) fn checked(
    table: &Table,
    log: Log,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<Scenario, Error> {
    understood(table, log, load).map(|(scenario, _)| scenario)
}

/// The same with what its keys say of the world, in the units of the model.
pub(super) fn understood(
    table: &Table,
    log: Log,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<(Scenario, BTreeMap<String, String>), Error> {
    let stem = log.files.first().map_or(String::new(), |file| stem(&file.name).to_owned());
    let (clock, read) = (Clock::default(), BTreeSet::new());
    let (inputs, spelled) = (Vec::new(), BTreeMap::new());
    let mut cx = Reading { log, clock, start: FIRST_DAY, inputs, read, spelled, load };
    let scenario = build(table, &stem, &mut cx);
    if cx.log.has_errors() {
        return Err(failure(cx.log));
    }
    keys::check_read(table, &cx.read, &mut cx.log);
    let world = spelling::world(table, &scenario.horizon, &cx.spelled);
    let world = spelling::digits_of(world.as_bytes());
    let inputs = cx.inputs;
    let (warnings, files) = cx.log.finish();
    Ok((Scenario { world, inputs, warnings, files, ..scenario }, cx.spelled))
}
