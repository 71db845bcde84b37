//! The loop over replications: run them, or take those that are kept.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::block::{Block, Keep};
use super::replicate::{Design, Workspace};
use super::results::Results;
use super::{Continue, Failure};
use crate::sales::{LEAD_TIME_CAUSES, Outcome};
use crate::scenario::Scenario;
use crate::stats::Incidence;

/// Replications between two questions whether to go on, where the caller does not say.
const STEP: u32 = 32;

/// Runs all replications of `scenario`; after each step `watch` sees the results so far and
/// decides whether to go on.
///
/// # Errors
///
/// [`Failure`] of the first replication (in order of number) that failed.
pub fn run(
    scenario: &Scenario,
    mut watch: impl FnMut(&Results) -> Continue,
) -> Result<Results, Failure> {
    run_kept(scenario, &mut (), |results| {
        let goes_on = results.replications == 0 || watch(results) == Continue::Yes;
        if goes_on { STEP } else { 0 }
    })
}

/// Runs all replications of `scenario` but those that `kept` holds; before each step `pace` sees the
/// results so far and says how many replications come next (a block that is kept is taken whole),
/// 0 = no more. Neither how they are divided nor what is kept changes a number.
///
/// # Errors
///
/// [`Failure`] of the first replication (in order of number) that failed; what was finished before
/// it is kept.
pub fn run_kept(
    scenario: &Scenario,
    kept: &mut impl Keep,
    mut pace: impl FnMut(&Results) -> u32,
) -> Result<Results, Failure> {
    let design = Design::new(scenario);
    let mut results = Results::new(&design);
    let mut block = Block::new(0, scenario.policies.len());
    // A block of which more is kept than is wanted is run as far as wanted, and stays as it is.
    let mut keeps = true;
    while results.replications < scenario.replications {
        let next = results.replications;
        let size = pace(&results);
        if size == 0 {
            break;
        }
        if next.is_multiple_of(Block::RUNS) {
            let found = kept.find(next / Block::RUNS);
            keeps = found.as_ref().is_none_or(|found| found.end() <= scenario.replications);
            if let Some(found) = found.filter(|_| keeps) {
                results.reuse(&found);
                block = found;
                continue;
            }
        }
        let end = scenario.replications.min(next.saturating_add(size));
        for piece in step(&design, next..until_kept(kept, next..end)) {
            let piece = piece?;
            results.take(&piece);
            if piece.first.is_multiple_of(Block::RUNS) {
                block = piece;
            } else {
                block.append(piece);
            }
            if keeps {
                kept.keep(&block);
            }
        }
    }
    Ok(results)
}

/// The end of a range of replications, or the first block within it that may be kept.
fn until_kept(kept: &impl Keep, wanted: Range<u32>) -> u32 {
    let blocks = wanted.start / Block::RUNS + 1..wanted.end.div_ceil(Block::RUNS);
    blocks.into_iter().find(|number| kept.has(*number)).map_or(wanted.end, |n| n * Block::RUNS)
}

/// The lead times of a block, by policy, from all threads.
type Pooled = Mutex<Vec<Incidence>>;

/// Runs some replications and returns them by block. Lead times are pooled on the side: they are
/// whole counts, whose sums do not depend on the order.
fn step(design: &Design<'_>, replications: Range<u32>) -> Vec<Result<Block, Failure>> {
    let first_block = replications.start / Block::RUNS;
    let blocks = first_block..replications.end.div_ceil(Block::RUNS);
    let causes = vec![Incidence::new(LEAD_TIME_CAUSES); design.setups.len()];
    let pooled: Vec<Pooled> = blocks.clone().map(|_| Mutex::new(causes.clone())).collect();
    let outcomes = outcomes(design, replications.clone(), |replication, policy, times| {
        let block = (replication / Block::RUNS - first_block) as usize;
        if let Ok(mut pooled) = pooled[block].lock() {
            pooled[policy].merge(times);
        }
    });
    let mut outcomes = outcomes.into_iter();
    let pieces = blocks.zip(pooled).map(|(number, pooled)| {
        let first = replications.start.max(number * Block::RUNS);
        let end = replications.end.min((number + 1) * Block::RUNS);
        let outcomes = outcomes.by_ref().take((end - first) as usize).collect::<Result<_, _>>()?;
        let lead_times = pooled.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Block { first, outcomes, lead_times })
    });
    pieces.collect()
}

/// The outcomes of some replications, in order; `lead_times` is called with replication, policy
/// and its lead times, in any order.
fn outcomes<'a>(
    design: &'a Design<'a>,
    replications: Range<u32>,
    lead_times: impl Fn(u32, usize, &Incidence) + Sync,
) -> Vec<Result<Vec<Outcome>, Failure>> {
    in_order(design, replications, |workspace, replication| {
        let mut seen = |policy, times: &Incidence| lead_times(replication, policy, times);
        workspace.replicate(replication, &mut seen)
    })
}

/// What `one` makes of each replication, on all threads, in order.
pub(super) fn in_order<'a, T: Send>(
    design: &'a Design<'a>,
    replications: Range<u32>,
    one: impl Fn(&mut Workspace<'a>, u32) -> T + Send + Sync,
) -> Vec<T> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        replications.into_par_iter().map_init(|| Workspace::new(design), one).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        let mut workspace = Workspace::new(design);
        replications.map(|r| one(&mut workspace, r)).collect()
    }
}
