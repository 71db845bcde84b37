//! Run until decided, or until precise: looks at fixed numbers of replications, and what they
//! found.
//!
//! The looks depend on nothing but the number of replications, so that a run stops at the same one
//! on any number of threads and however often it was continued. Whether it stops depends on what
//! came out; the intervals are therefore confidence sequences, which hold at all looks at once.

use super::block::Block;
use super::results::Results;
use super::summary::PairSummary;
use super::summing::{pair, width};
use super::warnings::mark;
use crate::scenario::{Scenario, Zone};
use crate::stats::{DEFAULT_LEVEL, Estimate, Interval, Support, Verdict};

/// When an experiment has run long enough.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Goal {
    /// As soon as the verdict on every pair is settled in the primary measure.
    pub decided: bool,
    /// As soon as half the interval of every difference in the primary measure (of a single policy:
    /// of its mean) is at most this wide; relative to the mean of the pair's first policy.
    pub precision: Option<Zone>,
}

/// Why an experiment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The goal was reached.
    Goal,
    /// All replications allowed were run.
    Runs,
    /// The time was up.
    Time,
    /// It was interrupted.
    Interrupted,
}

/// How an experiment with a goal ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopping {
    /// What it was to reach.
    pub goal: Goal,
    /// Why it ended; [`End::Goal`] if and only if the goal was reached.
    pub end: End,
    /// How often the results were looked at, the last time included.
    pub looks: u32,
    /// Pairs (a, b) whose verdict is not settled; none if that was not asked.
    pub open: Vec<(usize, usize)>,
    /// Of the difference that is known worst compared with the width asked: half its interval and
    /// that width, in the measure's unit; `None` if no width was asked.
    pub precision: Option<(f64, f64)>,
    /// About how many replications would reach the goal; `None` if it is reached or nobody can
    /// tell.
    pub runs_needed: Option<u64>,
}

/// Looks at the results of an experiment and tells when its goal is reached.
#[derive(Clone, Debug)]
pub struct Looks<'a> {
    scenario: &'a Scenario,
    /// How many policies, from the first, are compared.
    compared: usize,
    goal: Goal,
    next: u32,
    /// How many there were, and after how many replications the latest.
    count: u32,
    latest: u32,
}

impl Looks<'_> {
    /// No look yet at the first `compared` policies of a scenario.
    pub fn new(scenario: &Scenario, compared: usize, goal: Goal) -> Looks<'_> {
        Looks { scenario, compared, goal, next: next_look(0), count: 0, latest: 0 }
    }

    /// How many replications there are until the next look; 0 if this was one and found the goal
    /// reached.
    pub fn room(&mut self, results: &Results) -> u32 {
        let done = results.replications;
        if done >= self.next {
            (self.count, self.latest) = (self.count + 1, done);
            self.next = next_look(done);
            if self.found(results).is_reached(self.goal) {
                return 0;
            }
        }
        self.next - done
    }

    /// The last look, at the results an experiment ended with; `end` is why, if not by the goal.
    pub fn last(self, results: &Results, end: End) -> Stopping {
        let found = self.found(results);
        Stopping {
            goal: self.goal,
            end: if found.is_reached(self.goal) { End::Goal } else { end },
            looks: self.count + u32::from(self.latest != results.replications),
            runs_needed: found.runs_needed(results.replications),
            precision: found.precision(),
            open: found.open,
        }
    }

    fn found(&self, results: &Results) -> Found {
        let pairs = primary_pairs(self.scenario, results, self.compared, Interval::Sequence);
        let mut found = Found { pairs: pairs.len(), ..Found::default() };
        for pair in pairs {
            let difference = &pair.comparison.difference;
            if self.goal.decided && !is_settled(pair.verdict()) {
                found.open.push((pair.a, pair.b));
                let to_edge = (difference.mean.abs() - pair.zone).abs();
                let can_tell = pair.comparison.support.is_interval_carried();
                found.sizes.push(size(difference, to_edge).filter(|_| can_tell));
            }
            if let Some(asked) = self.goal.precision {
                let asked = width(asked, results.mean(pair.a, pair.measure));
                found.width(difference, pair.comparison.support, asked);
            }
        }
        if let (true, Some(asked)) = (self.compared == 1, self.goal.precision) {
            let found_at = |m| Some((m, results.estimate(0, m, Interval::Sequence)?));
            let known = results.measure(&self.scenario.primary).and_then(found_at);
            if let Some((measure, estimate)) = known {
                let (support, asked) = (results.support(0, measure), width(asked, estimate.mean));
                found.width(&estimate, support, asked);
            }
        }
        found
    }
}

/// What a look found.
#[derive(Default)]
struct Found {
    /// How many pairs were looked at.
    pairs: usize,
    open: Vec<(usize, usize)>,
    /// Half a width and what it may be, one for each difference.
    widths: Vec<(f64, f64)>,
    /// Of what is not reached: how many replications would do.
    sizes: Vec<Option<u64>>,
}

impl Found {
    /// Takes in an estimate whose sample can carry its interval or not, and the width asked for.
    fn width(&mut self, estimate: &Estimate, support: Support, asked: f64) {
        let is_carried = support == Support::Enough;
        let half = if is_carried { estimate.half_width() } else { f64::INFINITY };
        self.widths.push((half, asked));
        if !is_precise(half, asked) {
            self.sizes.push(size(estimate, asked).filter(|_| is_carried));
        }
    }

    /// What cannot be looked at is not reached.
    fn is_reached(&self, goal: Goal) -> bool {
        let looked_at = (!goal.decided || self.pairs > 0)
            && (goal.precision.is_none() || !self.widths.is_empty());
        looked_at
            && self.open.is_empty()
            && self.widths.iter().all(|(half, asked)| is_precise(*half, *asked))
    }

    fn precision(&self) -> Option<(f64, f64)> {
        let share = |(half, asked): &(f64, f64)| half / asked;
        self.widths.iter().copied().max_by(|x, y| share(x).total_cmp(&share(y)))
    }

    fn runs_needed(&self, done: u32) -> Option<u64> {
        let most = self.sizes.iter().copied().try_fold(0, |most, size| Some(size?.max(most)))?;
        (most > u64::from(done)).then_some(most)
    }
}

/// All pairs of the first `compared` policies in the primary measure, with intervals of this kind.
pub fn primary_pairs(
    scenario: &Scenario,
    results: &Results,
    compared: usize,
    interval: Interval,
) -> Vec<PairSummary> {
    let Some(measure) = results.measure(&scenario.primary) else { return Vec::new() };
    let pairs = (1..compared).flat_map(|b| (0..b).map(move |a| (a, b)));
    let mut pairs: Vec<PairSummary> =
        pairs.map(|(a, b)| pair(scenario, results, (a, b, measure), interval)).collect();
    mark(scenario, results, &mut pairs);
    pairs
}

/// The number of replications at the look after `done`: every 64 at first, from 2,048 on about every
/// sixteenth of those done.
pub fn next_look(done: u32) -> u32 {
    let blocks = done / Block::RUNS;
    let more = (blocks / 16).max(1);
    blocks.saturating_add(more).saturating_mul(Block::RUNS)
}

fn is_settled(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Better | Verdict::Worse | Verdict::Tie)
}

/// NaN and infinity are not precise.
fn is_precise(half: f64, asked: f64) -> bool {
    half <= asked
}

/// About how many values would make half the interval this wide.
fn size(estimate: &Estimate, half_width: f64) -> Option<u64> {
    let variance = estimate.standard_error * estimate.standard_error * estimate.count as f64;
    if !variance.is_finite() || !half_width.is_finite() {
        return None;
    }
    let least = estimate.count as u64;
    Interval::Sequence.size_for(variance, half_width, least, DEFAULT_LEVEL)
}
