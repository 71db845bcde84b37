//! Finished replications in a row: the unit in which an experiment is kept, continued and merged.

use crate::sales::Outcome;
use crate::stats::Incidence;

/// Finished replications of every policy, from number `first` on: a whole block of
/// [`Block::RUNS`], or the beginning of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The number of its first replication, a multiple of [`Block::RUNS`].
    pub first: u32,
    /// By replication, by policy; at most [`Block::RUNS`] replications.
    pub outcomes: Vec<Vec<Outcome>>,
    /// By policy: lead times pooled over these replications; none where only values are kept.
    pub lead_times: Vec<Incidence>,
}

impl Block {
    /// Replications in a whole block. Part of the form in which results are kept: a change makes
    /// what was kept before useless.
    pub const RUNS: u32 = 64;

    /// Its number: block k holds the replications from k · [`Block::RUNS`] on.
    pub fn number(&self) -> u32 {
        self.first / Self::RUNS
    }

    /// The number of the replication after its last one.
    ///
    /// # Panics
    ///
    /// If it has more replications than there are numbers.
    pub fn end(&self) -> u32 {
        let runs = u32::try_from(self.outcomes.len()).expect("a block has few replications");
        self.first.checked_add(runs).expect("replications are numbered by 32 bits")
    }

    /// Adds the replications that follow, in order.
    pub(super) fn append(&mut self, next: Self) {
        debug_assert_eq!(self.end(), next.first, "replications are added in their order");
        self.outcomes.extend(next.outcomes);
        pool(&mut self.lead_times, &next.lead_times);
    }
}

/// Adds lead times to those of replications before, of which there may be none.
pub(super) fn pool(pooled: &mut Vec<Incidence>, times: &[Incidence]) {
    if pooled.is_empty() {
        pooled.extend_from_slice(times);
    } else {
        for (pooled, times) in pooled.iter_mut().zip(times) {
            pooled.merge(times);
        }
    }
}

/// Where finished replications are kept; `()` keeps none.
pub trait Keep {
    /// Whether anything of this block may be kept: asked often, answered without reading.
    fn has(&self, number: u32) -> bool;

    /// What is kept of this block and can be trusted: its first replications, or all.
    fn find(&mut self, number: u32) -> Option<Block>;

    /// Keeps a block in place of what was kept of it before: called again as the block grows.
    fn keep(&mut self, block: &Block);
}

impl<K: Keep + ?Sized> Keep for &mut K {
    fn has(&self, number: u32) -> bool {
        (**self).has(number)
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        (**self).find(number)
    }

    fn keep(&mut self, block: &Block) {
        (**self).keep(block);
    }
}

impl Keep for () {
    fn has(&self, _: u32) -> bool {
        false
    }

    fn find(&mut self, _: u32) -> Option<Block> {
        None
    }

    fn keep(&mut self, _: &Block) {}
}
