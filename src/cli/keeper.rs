//! Keeps finished runs in the output folder, and says so when that does not work.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::{Code, talk};
use crate::experiment::{Block, Keep};
use crate::report::{Blocks, Origin, Point};
use crate::sales::Catalogue;
use crate::scenario::Scenario;

/// Finished runs as files; what cannot be kept or used again is told, and the run goes on.
pub(super) struct Keeper {
    /// `None` where nothing is kept.
    point: Option<Point>,
    quiet: bool,
    /// Whether files can be written.
    keeps: bool,
}

impl Keeper {
    /// Keeps the runs of one design point; silent about files it cannot use if `quiet`.
    fn new(point: Point, quiet: bool) -> Self {
        Self { point: Some(point), quiet, keeps: true }
    }

    /// Keeps nothing.
    pub(super) fn none() -> Self {
        Self { point: None, quiet: true, keeps: false }
    }

    fn is_empty(&self) -> bool {
        self.point.as_ref().is_none_or(Point::is_empty)
    }
}

impl Keep for Keeper {
    fn has(&self, number: u32) -> bool {
        self.point.as_ref().is_some_and(|point| point.has(number))
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        let found = self.point.as_ref()?.find(number);
        if let (Err(unusable), false) = (&found, self.quiet) {
            talk::say(&unusable.to_string());
        }
        found.ok().flatten()
    }

    fn keep(&mut self, block: &Block) {
        let Some(point) = self.point.as_mut().filter(|_| self.keeps) else { return };
        if let Err(error) = point.write(block) {
            self.keeps = false;
            if !self.quiet {
                let message = error.to_string();
                let why = message.lines().next().unwrap_or_default();
                talk::say(&format!("{why}: finished runs are not kept, the run goes on"));
            }
        }
    }
}

/// Where the finished runs of each design point are kept beside `folder`, and what is kept already.
/// Tells what goes wrong, and returns the code to end with.
pub(super) fn open(
    folder: &Path,
    points: Vec<(String, Origin)>,
    (extends, quiet): (bool, bool),
) -> Result<(Blocks, Vec<Keeper>), Code> {
    let shown = folder.display();
    if !extends && !quiet && Blocks::runs_left(folder) > 0 {
        talk::say(&format!(
            "an unfinished run of `{shown}` is replaced; `--extend` would continue it"
        ));
    }
    let blocks = Blocks::open(folder, extends).map_err(|error| talk::fail(&error.to_string()))?;
    let keepers: Vec<Keeper> =
        found(&blocks, points)?.into_iter().map(|point| Keeper::new(point, quiet)).collect();
    // A study whose points are found on the way has none yet.
    let is_known = !keepers.is_empty();
    if extends && !quiet && is_known && keepers.iter().all(Keeper::is_empty) {
        talk::say(&format!("no finished runs in `{shown}` yet: nothing to extend"));
    }
    Ok((blocks, keepers))
}

/// Where the finished runs of a point that was found on the way are kept, or why they cannot be used.
pub(super) fn one(
    blocks: &Blocks,
    (name, origin): (&str, Origin),
    quiet: bool,
) -> Result<Keeper, String> {
    let point = blocks.of(name, origin).map_err(|foreign| foreign.to_string())?;
    Ok(Keeper::new(point, quiet))
}

/// What is kept in a folder that is only read.
pub(super) fn readers(folder: &Path, origins: Vec<(String, Origin)>) -> Result<Vec<Keeper>, Code> {
    let reader = |point| Keeper { point: Some(point), quiet: true, keeps: false };
    Ok(points(folder, origins)?.into_iter().map(reader).collect())
}

/// The points of a folder that is only read.
pub(super) fn points(folder: &Path, points: Vec<(String, Origin)>) -> Result<Vec<Point>, Code> {
    let blocks = Blocks::open(folder, true).map_err(|error| talk::fail(&error.to_string()))?;
    found(&blocks, points)
}

fn found(blocks: &Blocks, points: Vec<(String, Origin)>) -> Result<Vec<Point>, Code> {
    let point = |(name, origin): (String, Origin)| {
        blocks.of(&name, origin).map_err(|foreign| talk::refuse(&foreign.to_string()))
    };
    points.into_iter().map(point).collect()
}

/// What the replications of a scenario depend on.
pub(super) fn origin(scenario: &Scenario) -> Origin {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    Origin {
        scenario: scenario.replication_hash(),
        seed: scenario.seed,
        first: 0,
        policies: scenario.policies.iter().map(|policy| policy.name.clone()).collect(),
        measures: catalogue.measures().iter().map(|measure| measure.key.clone()).collect(),
    }
}

/// Points with names of their own. A point is known by what its runs depend on, so that those of
/// another design are found again.
pub(super) fn named(origins: impl Iterator<Item = Origin>) -> Vec<(String, Origin)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let name = |origin: Origin| {
        let mut name = origin.scenario[..16].to_owned();
        if origin.first > 0 {
            let _ = write!(name, "-from-{}", origin.first);
        }
        // Points of a design may be the same scenario.
        let twins = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(0);
        if *twins > 0 {
            let _ = write!(name, "-{twins}");
        }
        (name, origin)
    };
    origins.map(name).collect()
}
