//! A round: the runs that bring every point to its target, given out piece by piece.

use crate::experiment::block::Block;
use crate::experiment::study::Point;

/// Pieces for each thread where there is too little work to give out whole blocks.
const PIECES: usize = 4;
/// How many blocks of a point may be given out, for each thread, beyond the first that is not done.
const AHEAD: usize = 8;

/// Runs of a point within one block.
#[derive(Clone, Copy, Debug)]
struct Span {
    point: usize,
    first: u32,
    end: u32,
    /// Whether one worker does all of it: something of the block may be kept.
    is_one: bool,
}

/// Some runs for one worker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) point: usize,
    pub(super) first: u32,
    pub(super) end: u32,
    /// The runs of the block in this round.
    pub(super) span: (u32, u32),
    /// Whether to look for runs that are kept.
    pub(super) looks: bool,
    /// Its place in the order of the work.
    pub(super) order: u64,
}

/// What is left of a round.
pub(super) struct Round {
    spans: Vec<Span>,
    /// The span that is given out, and the next run in it.
    at: usize,
    next: u32,
    /// Runs not yet given out, and to how many pieces these are divided; 0 = whole blocks.
    left: u64,
    pieces: usize,
    /// How many runs of a point may be given out beyond the first that is not done.
    ahead: u32,
    given: u64,
    /// By point.
    pub(super) targets: Vec<u32>,
}

impl Round {
    /// The round that brings points with so many `runs` to their `targets`; `None` if there is
    /// nothing to do. The first block of every point comes before the second of any, so that what is
    /// interrupted knows something of every point.
    pub(super) fn new(
        points: &[Point<'_>],
        runs: &[u32],
        targets: &[u32],
        threads: usize,
        has: impl Fn(usize, u32) -> bool,
    ) -> Option<Self> {
        let targets: Vec<u32> =
            targets.iter().zip(points).map(|(target, point)| *target.min(&point.most)).collect();
        let mut spans = Vec::new();
        for (point, (runs, target)) in runs.iter().zip(&targets).enumerate() {
            let mut first = *runs;
            while first < *target {
                let number = first / Block::RUNS;
                let end = (number + 1).saturating_mul(Block::RUNS).min(*target);
                let is_one = !first.is_multiple_of(Block::RUNS) || has(point, number);
                spans.push(Span { point, first, end, is_one });
                first = end;
            }
        }
        spans.sort_by_key(|span| (span.first / Block::RUNS, span.point));
        let next = spans.first()?.first;
        let left = spans.iter().map(|span| u64::from(span.end - span.first)).sum();
        let pieces = if spans.len() >= PIECES * threads { 0 } else { PIECES * threads };
        let ahead = u32::try_from(AHEAD * threads).unwrap_or(u32::MAX).saturating_mul(Block::RUNS);
        Some(Self { spans, at: 0, next, left, pieces, ahead, given: 0, targets })
    }

    /// Runs that are not yet given out.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// The point of the next piece; `None` if all are given out.
    pub(super) fn point(&self) -> Option<usize> {
        self.spans.get(self.at).map(|span| span.point)
    }

    /// Whether the next piece may be given out where its point has so many runs taken in: whoever
    /// runs far ahead of a slow piece would fill the memory.
    pub(super) fn is_near(&self, taken: u32) -> bool {
        self.next < taken.saturating_add(self.ahead)
    }

    /// The next piece.
    pub(super) fn give(&mut self) -> Option<Task> {
        let span = *self.spans.get(self.at)?;
        let first = self.next;
        let fair = self.left.checked_div(self.pieces as u64);
        let fair = fair.map_or(Block::RUNS, |fair| u32::try_from(fair).unwrap_or(Block::RUNS));
        let size = if span.is_one { span.end - first } else { fair.max(1) };
        let end = span.end.min(first + size.min(Block::RUNS));
        self.left -= u64::from(end - first);
        self.next = end;
        if end == span.end {
            self.at += 1;
            self.next = self.spans.get(self.at).map_or(0, |span| span.first);
        }
        self.given += 1;
        let (point, span, looks) = (span.point, (span.first, span.end), span.is_one);
        Some(Task { point, first, end, span, looks, order: self.given })
    }
}
