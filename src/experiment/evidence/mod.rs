//! Studies of pay: what they measured, and what the model gives in a small world of their kind.
//!
//! A study is held against the model by tests, each a reading of one or more worlds and what is
//! expected of it. A row that fails stays: it says where the model is not to be trusted.

mod judgement;
mod reading;
mod score;
mod studies;
mod study;
mod watch;

pub use judgement::{Evidence, Finding, Found, Judgement, judgement, score_summaries};
pub use reading::Worlds;
pub use score::{ELASTICITY, Forecaster, Score, ScoreSummary, Scores, interval_score};
pub use studies::STUDIES;
pub use study::{Expected, Measured, Predicted, Study, Test, WorldFile};
use watch::World;

use super::ready::Ready;
use super::replicate::Design;
use super::replicate::Record;
use super::runner::{Reached, Watch};
use super::study::Point;
use super::{Failure, Keep, values};
use crate::scenario::Scenario;

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
/// If there is not one scenario, and one place to keep, for each world of the studies in each setting.
pub fn replicate<K: Keep + Send>(
    studies: &[&'static Study],
    worlds: &[Scenario],
    kept: Vec<K>,
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<(Option<Vec<Evidence>>, Reached), Failure> {
    let files = |study: &&Study| study.worlds.len() + study.others.len();
    let count: usize = studies.iter().map(files).sum();
    assert!(worlds.len() == count, "one scenario for each world");
    let study = study(worlds)?;
    let ran = values::collect(&study, kept, seen, watch).map_err(|(_, failure)| failure)?;
    let (found, reached, true) = ran else { return Ok((None, ran.1)) };
    let designs = study.points.iter().map(|point| Design::new(point.scenario));
    let mut read = designs.zip(&found.points).map(|(design, rows)| World::of(&design, rows));
    let mut runs = worlds.iter().map(|world| world.replications);
    let row = |study: &&'static Study| {
        let [own, other] = [study.worlds.len(), study.others.len()]
            .map(|count| Worlds::new(read.by_ref().take(count).collect()));
        let most = runs.by_ref().take(files(study)).max().unwrap_or(0);
        let settings = [own, other].into_iter().filter(|worlds| !worlds.is_empty());
        study.judged(&settings.collect::<Vec<_>>(), most)
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
