//! A part of a study: some of its blocks, run wherever there is a machine for them.

use std::ops::Range;

use super::Failure;
use super::block::{Block, Keep};
use super::runner::{Analysis, Reached, Runner, Watch};
use super::study::{Point, Study};
use crate::sales::Outcome;
use crate::stats::Incidence;

/// Runs of one point, whole blocks but for the last of the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The point.
    pub point: usize,
    /// Its first run, the beginning of a block.
    pub first: u32,
    /// The run after its last one.
    pub end: u32,
}

/// Part number `number`, from 1, of `of` parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Part {
    /// Its share of a study whose points have so many `runs` each: as many blocks as any other part, or
    /// one less; none if there are more parts than blocks.
    pub fn slices(self, runs: &[u32]) -> Vec<Slice> {
        let blocks = |runs: &u32| u64::from(runs.div_ceil(Block::RUNS));
        let all: u64 = runs.iter().map(blocks).sum();
        let cut = |number: u32| u64::from(number) * all / u64::from(self.of);
        let own = cut(self.number - 1)..cut(self.number);
        let mut before = 0;
        let mut slices = Vec::new();
        for (point, runs) in runs.iter().enumerate() {
            let here = before..before + blocks(runs);
            before = here.end;
            let shared = own.start.max(here.start)..own.end.min(here.end);
            if !shared.is_empty() {
                let [first, end] = [shared.start, shared.end].map(|block| block - here.start);
                slices.push(of_blocks(point, first..end, *runs));
            }
        }
        slices
    }
}

/// These blocks of a point with so many runs.
pub fn of_blocks(point: usize, blocks: Range<u64>, runs: u32) -> Slice {
    let run = |block: u64| u32::try_from(block * u64::from(Block::RUNS)).unwrap_or(u32::MAX);
    Slice { point, first: run(blocks.start), end: run(blocks.end).min(runs) }
}

/// Runs some slices of a study but for what is `kept` (one place for each slice, in which blocks have
/// the numbers of the point). Returns how far it came, and whether it was not stopped.
///
/// # Errors
///
/// The point and the [`Failure`] of the first replication that failed.
///
/// # Panics
///
/// If there is not one place to keep for each slice.
pub fn run_slices<K: Keep + Send>(
    study: &Study<'_>,
    slices: &[Slice],
    kept: Vec<K>,
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<(Reached, bool), (usize, Failure)> {
    let point = |slice: &Slice| {
        let point = &study.points[slice.point];
        Point { first: point.first + slice.first, most: slice.end - slice.first, ..point.clone() }
    };
    let points: Vec<Point<'_>> = slices.iter().map(point).collect();
    let most: Vec<u32> = points.iter().map(|point| point.most).collect();
    let shifted = kept.into_iter().zip(slices);
    let kept = shifted.map(|(kept, slice)| Shifted { kept, by: slice.first / Block::RUNS });
    let seen = |reached: &Reached, _: &Nothing| seen(reached);
    let cut = Study { points, record: study.record.clone() };
    let runner = Runner { study: &cut, kept: kept.collect(), seen: &seen, watch };
    match runner.run(Nothing, |_, _| most.clone()) {
        Ok(ran) => Ok((ran.reached, ran.is_complete)),
        Err((slice, failure)) => Err((slices[slice].point, failure)),
    }
}

/// What is kept of a point, by a slice of it that counts its blocks from 0.
struct Shifted<K> {
    kept: K,
    by: u32,
}

impl<K: Keep> Keep for Shifted<K> {
    fn has(&self, number: u32) -> bool {
        self.kept.has(number + self.by)
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        let found = self.kept.find(number + self.by)?;
        Some(Block { first: found.first - self.by * Block::RUNS, ..found })
    }

    fn keep(&mut self, block: &Block) {
        self.kept.keep(&Block { first: block.first + self.by * Block::RUNS, ..block.clone() });
    }
}

/// Makes nothing of runs: they are only kept.
struct Nothing;

impl Analysis for Nothing {
    fn take(&mut self, _: usize, _: &[Vec<Outcome>], _: &[Incidence]) {}
}
