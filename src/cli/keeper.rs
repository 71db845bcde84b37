//! Keeps finished runs in the output folder, and says so when that does not work.

use std::path::Path;

use super::{problems, talk};
use crate::experiment::{Block, Keep};
use crate::report::{Foreign, Origin, Point};
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
    pub(super) fn new(point: Point, quiet: bool) -> Self {
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

/// Says that kept runs cannot be continued.
pub(super) fn refuse(foreign: &Foreign) {
    problems::plain(&foreign.to_string());
}

/// Says where an unfinished run lies that is about to be replaced.
pub(super) fn warn_of_unfinished(folder: &Path) {
    let folder = folder.display();
    talk::say(&format!(
        "an unfinished run of `{folder}` is replaced; `--extend` would continue it"
    ));
}
