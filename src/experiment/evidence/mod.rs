//! Studies of pay: what they measured, and what the model gives in a small world of their kind.
//!
//! A study is held against the model by tests, each a reading of one or more worlds and what is
//! expected of it. A row that fails stays: it says where the model is not to be trusted.

mod reading;
mod studies;
mod watch;

pub use reading::Worlds;
pub use studies::STUDIES;
use watch::World;

use super::ready::Ready;
use super::replicate::Design;
use super::replicate::Record;
use super::runner::{Reached, Watch};
use super::study::Point;
use super::{Failure, Keep, values};
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// A published finding and how it is replicated.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// The number of its row, e.g. `V-I3`.
    pub id: &'static str,
    /// How users call it; also the name of its first scenario.
    pub name: &'static str,
    /// Authors and year.
    pub source: &'static str,
    /// The setting in a few words.
    pub setting: &'static str,
    /// What the study measured, in words.
    pub measured: &'static str,
    /// The inputs that were chosen so that this row holds; empty = the row is held out.
    pub calibrates: &'static str,
    /// What of the finding the model has no mechanism for, and why; empty = all of it has.
    pub missing: &'static str,
    /// Scenarios: name of the file, text. None where nothing is run.
    pub worlds: &'static [(&'static str, &'static str)],
    /// What is looked at; none where the model has no mechanism.
    pub tests: &'static [Test],
}

/// One number of a study.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// What it is, in words.
    pub what: &'static str,
    /// What is expected.
    pub expected: Expected,
    /// By replication: values whose mean is the number, a share (0.1 = 10 %).
    pub read: fn(&Worlds) -> Vec<f64>,
}

/// What a number, a share, must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Within these bounds, both of one sign.
    Within(f64, f64),
    /// Above 0.
    Positive,
    /// Below 0.
    Negative,
    /// Below this.
    Below(f64),
}

/// What becomes of a test, or of a row. Ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// As expected.
    Pass,
    /// In the direction expected, beyond chance, but not of the size.
    SignOnly,
    /// Not shown in the direction expected.
    Fail,
    /// The model has nothing to say.
    NotModelled,
}

impl Judgement {
    /// All of them, from good to bad.
    pub const ALL: [Self; 4] = [Self::Pass, Self::SignOnly, Self::Fail, Self::NotModelled];

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::SignOnly => "sign only",
            Self::Fail => "fail",
            Self::NotModelled => "not modelled",
        }
    }
}

/// A test with its number.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// What was looked at.
    pub test: &'static Test,
    /// The number.
    pub estimate: Estimate,
    /// What becomes of it.
    pub judgement: Judgement,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The study.
    pub study: &'static Study,
    /// Replications of each policy.
    pub replications: u32,
    /// One for each test.
    pub findings: Vec<Finding>,
    /// The worst of them.
    pub judgement: Judgement,
}

impl Expected {
    /// Judges an estimate. Direction first: the whole interval must lie on the right side of 0 (of
    /// the limit, for [`Expected::Below`]); then the size: the mean must lie within the bounds.
    pub fn judge(&self, estimate: &Estimate) -> Judgement {
        let (low, high) = estimate.interval;
        let (is_right, is_sized) = match *self {
            Self::Positive => (low > 0.0, true),
            Self::Negative => (high < 0.0, true),
            Self::Below(limit) => (high < limit, true),
            Self::Within(least, most) => {
                let is_right = if least >= 0.0 { low > 0.0 } else { high < 0.0 };
                (is_right, (least..=most).contains(&estimate.mean))
            }
        };
        match (is_right, is_sized) {
            (true, true) => Judgement::Pass,
            (true, false) => Judgement::SignOnly,
            (false, _) => Judgement::Fail,
        }
    }
}

/// The judgement of a row: the worst of its tests; without any, the model has nothing to say.
pub fn judgement(findings: &[Finding]) -> Judgement {
    findings.iter().map(|finding| finding.judgement).max().unwrap_or(Judgement::NotModelled)
}

impl Study {
    /// Its scenarios, parsed.
    ///
    /// # Panics
    ///
    /// If one of them has a mistake: they come with posse and are tested.
    pub fn scenarios(&self) -> Vec<Scenario> {
        let load = |name: &str| {
            let found = self.worlds.iter().find(|(file, _)| *file == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        let parse = |(file, text): &(&str, &str)| {
            Scenario::parse(text.as_bytes(), file, &load).unwrap_or_else(|e| panic!("{file}: {e}"))
        };
        self.worlds.iter().map(parse).collect()
    }

    /// Its scenarios with so many replications of each policy, or as many as each says.
    pub fn worlds(&self, replications: Option<u32>) -> Vec<Scenario> {
        let mut worlds = self.scenarios();
        for world in &mut worlds {
            world.replications = replications.unwrap_or(world.replications);
        }
        worlds
    }

    /// Judges what its worlds gave.
    fn judged(&'static self, worlds: &Worlds, replications: u32) -> Evidence {
        let finding = |test: &'static Test| {
            let estimate = Estimate::of(&(test.read)(worlds));
            Finding { test, estimate, judgement: test.expected.judge(&estimate) }
        };
        let findings: Vec<Finding> = self.tests.iter().map(finding).collect();
        let judgement = judgement(&findings);
        Evidence { study: self, replications, findings, judgement }
    }
}

/// Runs the `worlds` of these studies, in order, but for what is `kept` (one place for each world), and
/// judges what they give. The same version and the same numbers of runs give the same bits. Returns how
/// far it came, and nothing else if the `watch` stopped it.
///
/// # Errors
///
/// [`Failure`] of the first replication that failed.
///
/// # Panics
///
/// If there is not one scenario, and one place to keep, for each world of the studies.
pub fn replicate<K: Keep + Send>(
    studies: &[&'static Study],
    worlds: &[Scenario],
    kept: Vec<K>,
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<(Option<Vec<Evidence>>, Reached), Failure> {
    let count: usize = studies.iter().map(|study| study.worlds.len()).sum();
    assert!(worlds.len() == count, "one scenario for each world");
    let study = study(worlds)?;
    let ran = values::collect(&study, kept, seen, watch).map_err(|(_, failure)| failure)?;
    let (found, reached, true) = ran else { return Ok((None, ran.1)) };
    let designs = study.points.iter().map(|point| Design::new(point.scenario));
    let mut read = designs.zip(&found.points).map(|(design, rows)| World::of(&design, rows));
    let mut runs = worlds.iter().map(|world| world.replications);
    let row = |study: &&'static Study| {
        let count = study.worlds.len();
        let most = runs.by_ref().take(count).max().unwrap_or(0);
        study.judged(&Worlds::new(read.by_ref().take(count).collect()), most)
    };
    Ok((Some(studies.iter().map(row).collect()), reached))
}

/// The names of the numbers that are kept of a run of a world.
pub fn numbers(world: &Scenario) -> Vec<String> {
    watch::numbers(world)
}

/// What is run of the worlds of a study of pay: each policy, under the eyes of a watch of its own.
///
/// # Errors
///
/// [`Failure::WaitsForFactor`].
pub fn study(worlds: &[Scenario]) -> Result<super::Study<'_>, Failure> {
    let point = |world| Ok(Point::whole(Ready::of(world)?, world.replications));
    let points = worlds.iter().map(point).collect::<Result<_, Failure>>()?;
    Ok(super::Study { points, record: Record::Watched(watch::watched) })
}
