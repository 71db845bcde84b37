//! The front of two measures: which systems no other one beats.

use super::estimate::Estimate;
use super::student::student_quantile;

/// The chance that any of the bounds between two systems misses.
const MISS: f64 = 0.05;

/// Where a system stands among others that are judged by two measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// No other one is better in one measure by more than matters and not worse in the other.
    Front,
    /// The values do not tell.
    Open,
    /// This other one is better in one measure by more than matters, and not worse in the other.
    Beaten(usize),
}

/// Where each system stands, by improvements in both measures by replication; the replications of all are
/// paired, and their number was fixed beforehand. Differences up to `zones` do not matter.
///
/// All differences between two systems in either measure lie within their bounds at once with 95 %: Student's
/// intervals, whose chances of missing add up (Bonferroni).
///
/// # Panics
/// If a zone is negative or NaN.
pub fn front(systems: &[[Vec<f64>; 2]], zones: [f64; 2]) -> Vec<Stands> {
    assert!(zones.iter().all(|zone| *zone >= 0.0), "zones of indifference cannot be {zones:?}");
    let count = systems.len();
    let miss = MISS / (count * count.saturating_sub(1)).max(1) as f64;
    let bounds = |better: usize, than: usize| {
        [0, 1].map(|of| more(&systems[better][of], &systems[than][of], miss))
    };
    let stands = |own: usize| {
        let mut stands = Stands::Front;
        for other in (0..count).filter(|other| *other != own) {
            let [first, second] = bounds(other, own);
            let is_better = [first.0 > zones[0], second.0 > zones[1]];
            let is_not_worse = [first.0 >= -zones[0], second.0 >= -zones[1]];
            if is_better[0] && is_not_worse[1] || is_better[1] && is_not_worse[0] {
                return Stands::Beaten(other);
            }
            let is_level = first.1 <= zones[0] && second.1 <= zones[1];
            let is_worse = first.1 < -zones[0] || second.1 < -zones[1];
            if !is_level && !is_worse {
                stands = Stands::Open;
            }
        }
        stands
    };
    (0..count).map(stands).collect()
}

/// Bounds on how much more one has than another, each missing with half this chance.
fn more(own: &[f64], than: &[f64], miss: f64) -> (f64, f64) {
    let more = Estimate::of(&own.iter().zip(than).map(|(a, b)| a - b).collect::<Vec<_>>());
    let freedom = (more.count as u64).max(2) - 1;
    let half = student_quantile(1.0 - miss / 2.0, freedom) * more.standard_error;
    (more.mean - half, more.mean + half)
}
