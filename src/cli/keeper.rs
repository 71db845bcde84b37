//! Keeps finished runs in the output folder, and says so when that does not work.

use std::path::Path;

use super::{Code, How, problems, talk};
use crate::experiment::{Block, Keep};
use crate::report::{Blocks, Origin, Point};
use crate::sales::Catalogue;
use crate::scenario::Scenario;

/// Finished runs as files; what cannot be kept or used again is told, and the run goes on.
pub(super) struct Keeper {
    point: Point,
    quiet: bool,
    /// Whether files can be written.
    keeps: bool,
}

impl Keeper {
    /// Keeps the runs of one design point; silent about files it cannot use if `quiet`.
    fn new(point: Point, quiet: bool) -> Self {
        Self { point, quiet, keeps: true }
    }
}

impl Keep for Keeper {
    fn has(&self, number: u32) -> bool {
        self.point.has(number)
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        let found = self.point.find(number);
        if let (Err(unusable), false) = (&found, self.quiet) {
            talk::say(&unusable.to_string());
        }
        found.ok().flatten()
    }

    fn keep(&mut self, block: &Block) {
        if !self.keeps {
            return;
        }
        if let Err(error) = self.point.write(block) {
            self.keeps = false;
            if !self.quiet {
                let message = error.to_string();
                let why = message.lines().next().unwrap_or_default();
                talk::say(&format!("{why}: finished runs are not kept, the run goes on"));
            }
        }
    }
}

/// Where the finished runs of a scenario are kept beside `folder`, and what is kept already. Tells
/// what goes wrong, and returns the code to end with.
pub(super) fn open(
    folder: &Path,
    scenario: &Scenario,
    how: &How,
) -> Result<(Blocks, Keeper), Code> {
    let points = vec![(String::new(), origin(scenario))];
    let (blocks, mut keepers) = open_points(folder, points, (how.extend, how.quiet))?;
    Ok((blocks, keepers.remove(0)))
}

/// The same for each design point of an experiment, by name.
pub(super) fn open_points(
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
    let blocks = Blocks::open(folder, extends).map_err(|error| {
        problems::plain(&error.to_string());
        Code::Failed
    })?;
    let mut keepers = Vec::new();
    for (name, origin) in points {
        let point = blocks.of(&name, origin).map_err(|foreign| {
            problems::plain(&foreign.to_string());
            Code::Refused
        })?;
        keepers.push(Keeper::new(point, quiet));
    }
    if extends && !quiet && keepers.iter().all(|keeper| keeper.point.is_empty()) {
        talk::say(&format!("no finished runs in `{shown}` yet: nothing to extend"));
    }
    Ok((blocks, keepers))
}

/// What the replications of a scenario depend on.
pub(super) fn origin(scenario: &Scenario) -> Origin {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    Origin {
        scenario: scenario.replication_hash(),
        seed: scenario.seed,
        policies: scenario.policies.iter().map(|policy| policy.name.clone()).collect(),
        measures: catalogue.measures().iter().map(|measure| measure.key.clone()).collect(),
    }
}
