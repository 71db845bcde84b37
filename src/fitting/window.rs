//! What an export can show: from when to when, and how finely.

use std::collections::BTreeSet;

use super::estimated::FOLDS;
use crate::math::{exp, ln};
use crate::records::{Deal, EventLog, Moment, Outcome};
use crate::stats::Spell;

const DAY: i64 = 86_400;
/// Times of day that an export without times shows at most: created, changed, closed.
const FEW_TIMES: usize = 3;
/// Ratio of the ages between which durations are told apart.
const RATIO: f64 = 1.06;
/// Durations below this (days, some 5 minutes) are not told apart.
const SHORTEST: f64 = 1.0 / 288.0;
/// Deals created before the first end, from which on nobody believes that none had ended until then.
const MANY: usize = 20;

/// The part of the past that a log shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Ends from here on are all there.
    pub from: Moment,
    /// What happened later is not known.
    pub until: Moment,
    /// Whether deals created before `from` are there only if they were still open then.
    pub is_truncated: bool,
    /// Whether the export knows dates but no times of day.
    pub is_by_day: bool,
    /// Whether it says of most deals that ended which stages they were in.
    pub has_stages: bool,
}

impl Window {
    /// The window of a log; `None` of one without deals.
    pub fn of(log: &EventLog) -> Option<Self> {
        let first = log.deals.iter().map(|deal| deal.created).min()?;
        let last = log.deals.iter().map(|deal| deal.closed.unwrap_or(deal.created)).max()?;
        let from = log.observed_from.or_else(|| silent_start(log));
        let times: BTreeSet<i64> = log
            .deals
            .iter()
            .flat_map(|deal| [Some(deal.created), deal.closed])
            .flatten()
            .map(Moment::second_of_day)
            .collect();
        Some(Self {
            from: from.map_or(first, |from| from.max(first)),
            until: log.observed_until.unwrap_or(last),
            is_truncated: from.is_some_and(|from| from > first),
            is_by_day: times.len() <= FEW_TIMES,
            has_stages: has_stages(log),
        })
    }

    /// Its length in days.
    pub fn days(&self) -> f64 {
        self.until.days_since(self.from)
    }

    /// What a stretch of a deal's life tells: from `start`, until it ended for a cause or was last seen.
    pub(super) fn spell(&self, start: Moment, end: Moment, cause: Option<usize>) -> Spell {
        let entry =
            if self.is_truncated && start < self.from { self.age(start, self.from).0 } else { 0.0 };
        let (low, high) = self.age(start, end);
        let high = if cause.is_some() { high } else { f64::INFINITY };
        Spell { entry: entry.min(low), low, high, cause, count: 1.0 }
    }

    /// Days between two instants, as the interval in which they lie.
    pub(super) fn age(&self, start: Moment, end: Moment) -> (f64, f64) {
        if self.is_by_day {
            let days = (end.0.div_euclid(DAY) - start.0.div_euclid(DAY)) as f64;
            ((days - 0.5).max(0.0), days + 0.5)
        } else {
            binned(end.days_since(start))
        }
    }
}

/// The interval of neighbouring edges that a positive quantity lies in.
pub(super) fn binned(value: f64) -> (f64, f64) {
    if value < SHORTEST {
        return (0.0, SHORTEST);
    }
    let bin = (ln(value / SHORTEST) / ln(RATIO)).floor();
    let edge = |bin: f64| SHORTEST * exp(bin * ln(RATIO));
    (edge(bin), edge(bin + 1.0))
}

fn has_stages(log: &EventLog) -> bool {
    let ended = log.deals.iter().filter(|deal| deal.outcome != Outcome::Open);
    let (staged, bare): (Vec<&Deal>, Vec<&Deal>) = ended.partition(|deal| !deal.visits.is_empty());
    staged.len() > bare.len()
}

/// The first end, if so many deals were created before it that some must have ended: then deals that
/// ended earlier are missing.
fn silent_start(log: &EventLog) -> Option<Moment> {
    let first_end = log.deals.iter().filter_map(|deal| deal.closed).min()?;
    let mut cycles: Vec<f64> = log.deals.iter().filter_map(Deal::cycle_days).collect();
    cycles.sort_by(f64::total_cmp);
    let short = cycles[cycles.len() / 4];
    let silent = |deal: &&Deal| first_end.days_since(deal.created) > short;
    let is_silent = log.deals.iter().filter(silent).count() >= MANY;
    (is_silent && log.deals.iter().any(|deal| deal.outcome != Outcome::Open)).then_some(first_end)
}

/// The fold of a deal, the same in every export.
#[expect(clippy::cast_possible_truncation, reason = "below the number of folds")]
pub(super) fn fold_of(id: &str) -> usize {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ((hash ^ (hash >> 32)) % FOLDS as u64) as usize
}
