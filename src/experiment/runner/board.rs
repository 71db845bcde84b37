//! What the workers share: blocks that grow, and the analysis that takes in their runs in order.

use std::collections::BTreeMap;

use super::analysis::{Analysis, Ran, Reached};
use super::round::{Round, Task};
use crate::experiment::Failure;
use crate::experiment::block::{Block, Keep, pool};
use crate::stats::Incidence;

/// What the workers share.
pub(super) struct Board<A> {
    analysis: A,
    courses: Vec<Course>,
    reached: Reached,
    /// The first piece (in the order of the work) that failed, its point, and why.
    failure: Option<(u64, usize, Failure)>,
    is_stopped: bool,
}

/// How far a point is.
#[derive(Default)]
struct Course {
    /// Runs that the analysis has taken in.
    taken: u32,
    target: u32,
    /// Blocks that are not whole, not kept or not taken in, by number.
    blocks: BTreeMap<u32, Growing>,
}

/// A block to which runs are added in order.
struct Growing {
    block: Block,
    /// Its runs in this round end here.
    end: u32,
    /// Lead times of runs that the analysis has not taken in.
    fresh: Vec<Incidence>,
    /// Of the runs that the analysis has not taken in, those that were kept.
    reused: u32,
    /// Whether some of its runs were not kept from before.
    is_new: bool,
    /// Pieces that wait for an earlier one, by their first run.
    waiting: BTreeMap<u32, Piece>,
}

/// Runs of a block that are done.
pub(super) struct Piece {
    pub(super) runs: Block,
    /// How many of them, from the first, were kept from before.
    pub(super) reused: u32,
}

impl<A: Analysis> Board<A> {
    pub(super) fn new(analysis: A, points: usize) -> Self {
        let courses = (0..points).map(|_| Course::default()).collect();
        let reached = Reached::default();
        Self { analysis, courses, reached, failure: None, is_stopped: false }
    }

    pub(super) fn targets(
        &mut self,
        pace: &mut impl FnMut(&mut A, &[u32]) -> Vec<u32>,
    ) -> Vec<u32> {
        let runs = self.runs();
        pace(&mut self.analysis, &runs)
    }

    /// By point: the runs taken in.
    pub(super) fn runs(&self) -> Vec<u32> {
        self.courses.iter().map(|course| course.taken).collect()
    }

    /// The runs of a point taken in.
    pub(super) fn taken(&self, point: usize) -> u32 {
        self.courses[point].taken
    }

    pub(super) fn begin(&mut self, round: &Round) {
        self.reached.round += 1;
        self.reached.planned += round.left();
        for (course, target) in self.courses.iter_mut().zip(&round.targets) {
            course.target = *target;
        }
        self.reached.points = self.finished();
    }

    fn finished(&self) -> usize {
        self.courses.iter().filter(|course| course.taken >= course.target).count()
    }

    /// Takes in runs that are done, and the `head` of their block if that was kept. Returns the block
    /// if it is to be kept: when its runs of this round are all there, or when `shows`.
    pub(super) fn deliver(
        &mut self,
        task: &Task,
        (head, piece): (Option<Block>, Piece),
        shows: bool,
    ) -> Option<Block> {
        let (point, number) = (task.point, task.first / Block::RUNS);
        let count = piece.runs.end() - piece.runs.first;
        self.reached.runs += u64::from(count);
        self.reached.reused += u64::from(piece.reused);
        self.reached.planned += u64::from(piece.runs.end().saturating_sub(task.span.1));
        let course = &mut self.courses[point];
        let growing = course.blocks.entry(number).or_insert_with(|| {
            let block = head.unwrap_or_else(|| Block { first: task.span.0, ..Block::default() });
            Growing::of(block, task.span.1)
        });
        growing.add(piece);
        let to_keep = growing.to_keep(shows);
        let was = course.taken < course.target;
        course.advance(point, &mut self.analysis);
        if was && course.taken >= course.target {
            self.reached.points += 1;
        }
        to_keep
    }

    /// Takes note that the study is to end.
    pub(super) fn stop(&mut self) {
        self.is_stopped = true;
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Takes note that a piece failed.
    pub(super) fn fail(&mut self, task: &Task, failure: Failure) {
        self.is_stopped = true;
        if self.failure.as_ref().is_none_or(|(earlier, ..)| *earlier > task.order) {
            self.failure = Some((task.order, task.point, failure));
        }
    }

    pub(super) fn take_failure(&mut self) -> Option<(usize, Failure)> {
        self.failure.take().map(|(_, point, failure)| (point, failure))
    }

    pub(super) fn seen(&self) -> (&Reached, &A) {
        (&self.reached, &self.analysis)
    }

    /// What there is of blocks that did not become whole, with their points.
    pub(super) fn rest(&mut self) -> Vec<(usize, Block)> {
        let mut rest = Vec::new();
        for (point, course) in self.courses.iter_mut().enumerate() {
            let blocks = std::mem::take(&mut course.blocks).into_values();
            let blocks = blocks.map(|growing| growing.block).filter(is_from_its_beginning);
            rest.extend(blocks.map(|block| (point, block)));
        }
        rest
    }

    pub(super) fn ran(self, is_complete: bool) -> Ran<A> {
        Ran { analysis: self.analysis, reached: self.reached, is_complete }
    }
}

impl Course {
    /// Hands the runs that come next to the analysis, as far as they are there.
    fn advance(&mut self, point: usize, analysis: &mut impl Analysis) {
        loop {
            let number = self.taken / Block::RUNS;
            let Some(growing) = self.blocks.get_mut(&number) else { return };
            let block = &growing.block;
            if block.end() > self.taken {
                let fresh = &block.outcomes[(self.taken - block.first) as usize..];
                analysis.reuse(std::mem::take(&mut growing.reused));
                analysis.take(point, fresh, &growing.fresh);
                growing.fresh.clear();
                self.taken = block.end();
            }
            if !growing.is_whole() {
                return;
            }
            self.blocks.remove(&number);
        }
    }
}

impl Growing {
    fn of(block: Block, end: u32) -> Self {
        let (fresh, waiting) = (Vec::new(), BTreeMap::new());
        Self { block, end, fresh, reused: 0, is_new: false, waiting }
    }

    fn add(&mut self, piece: Piece) {
        if !piece.runs.outcomes.is_empty() {
            self.waiting.insert(piece.runs.first, piece);
        }
        while let Some(next) = self.waiting.remove(&self.block.end()) {
            self.reused += next.reused;
            self.is_new |= next.runs.end() - next.runs.first > next.reused;
            pool(&mut self.fresh, &next.runs.lead_times);
            self.block.append(next.runs);
        }
    }

    /// Whether all its runs of this round are there.
    fn is_whole(&self) -> bool {
        self.block.end() >= self.end
    }

    fn to_keep(&self, shows: bool) -> Option<Block> {
        let is_due = self.is_new && (shows || self.is_whole());
        (is_due && is_from_its_beginning(&self.block)).then(|| self.block.clone())
    }
}

/// Without its beginning nothing of a block can be kept.
fn is_from_its_beginning(block: &Block) -> bool {
    block.first.is_multiple_of(Block::RUNS) && !block.outcomes.is_empty()
}

/// A place where blocks are kept, and how much of each is there: threads may come with the beginning
/// of a block after it was kept whole.
pub(super) struct Written<K> {
    pub(super) store: K,
    /// By block: the end of what is kept.
    ends: BTreeMap<u32, u32>,
}

impl<K: Keep> Written<K> {
    pub(super) fn of(store: K) -> Self {
        Self { store, ends: BTreeMap::new() }
    }

    pub(super) fn find(&mut self, number: u32) -> Option<Block> {
        let found = self.store.find(number)?;
        self.ends.insert(number, found.end());
        Some(found)
    }

    /// Keeps a block unless as much of it is there.
    pub(super) fn keep(&mut self, block: &Block) {
        let end = self.ends.entry(block.number()).or_insert(0);
        if block.end() > *end {
            *end = block.end();
            self.store.keep(block);
        }
    }
}
