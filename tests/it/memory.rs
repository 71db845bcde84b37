//! A place in memory where the finished blocks of one point are kept.

use std::collections::BTreeMap;

use posse::experiment::{Block, Keep};

/// Blocks by number.
#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) BTreeMap<u32, Block>);

impl Keep for Memory {
    fn has(&self, number: u32) -> bool {
        self.0.contains_key(&number)
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        self.0.get(&number).cloned()
    }

    fn keep(&mut self, block: &Block) {
        self.0.insert(block.number(), block.clone());
    }
}
