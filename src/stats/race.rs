//! The best of many systems, by pairs and at any time: who cannot be the best is dropped, who cannot
//! matter rests.
//!
//! Every pair that has run equally often has an upper bound of the difference of its means, by a
//! confidence sequence: it holds at all looks at once, whichever pairs are run on and whenever one
//! stops. Only pairs with the best system need cover, and there are one less of them than systems; so
//! with the level asked for, at every time, the best is not dropped and no system is further behind it
//! than its regret says, whatever the correlations are. This is multiple comparison with the best (Hsu,
//! 1984) by sequences; dropping is that of Paulson (1964), resting that of Kalyanakrishnan et al. (2012).

use super::interval::mixed;
use super::scores::{ENOUGH, Pair, Sample, Scores, mean};
use super::verdict::Direction;
use crate::math::ln;

/// Replications between two looks, at first.
const BLOCK: u32 = 16;
/// Sequences are narrowest, in standard errors, at this many replications.
const NARROWEST: f64 = 64.0;
/// A pair of which fewer values differ (or fewer than half of them) says nothing before [`ENOUGH`]
/// replications.
const LEAST_DIFFERING: usize = 10;
/// With more undefined replications than this share, a system is withheld; looked at from `ENOUGH` on.
const MOST_UNDEFINED: f64 = 0.01;

/// Where a system stands in a race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is run on.
    Runs,
    /// It cannot be better than the leader by more than the zone.
    Rests,
    /// It was dropped for this other one, which is better.
    Dropped(usize),
    /// Too many of its replications are undefined for a fair sample.
    Withheld,
}

/// A race of systems that meet the same luck: replication r of one is paired with r of every other.
#[derive(Debug, Clone)]
pub struct Race {
    systems: usize,
    /// The chance that a pair's bounds ever miss, on either side; scale of the mixture.
    miss: f64,
    scale: f64,
    /// By system, by other: no more than this does the system exceed the other, with confidence.
    bounds: Vec<f64>,
    standings: Vec<Standing>,
    /// Means so far without the luck of controls, as improvements; NaN before the first look.
    means: Vec<f64>,
    runs: Vec<u32>,
    zone: f64,
}

impl Race {
    /// Nothing run yet; what it will claim holds with probability `level`.
    ///
    /// # Panics
    /// If there are no systems, or `level` is not strictly between 0 and 1.
    pub fn new(systems: usize, level: f64) -> Self {
        assert!(systems > 0, "a race needs systems");
        assert!(level > 0.0 && level < 1.0, "a level lies strictly between 0 and 1, not {level}");
        let pairs = (systems - 1).max(1) as f64;
        let miss = (2.0 * (1.0 - level) / pairs).min(0.5);
        let mut bounds = vec![f64::INFINITY; systems * systems];
        (0..systems).for_each(|system| bounds[system * systems + system] = 0.0);
        Self {
            systems,
            miss,
            scale: scale(miss),
            bounds,
            standings: vec![Standing::Runs; systems],
            means: vec![f64::NAN; systems],
            runs: vec![0; systems],
            zone: f64::NAN,
        }
    }

    /// Half the width of a pair's bounds after `count` values, in standard errors of their mean;
    /// infinite where so few say nothing. The formula of [`super::Interval::multiplier`] with another
    /// scale.
    pub fn multiplier(&self, count: usize) -> f64 {
        self.multiplier_of(count as f64, (count as u64).saturating_sub(1))
    }

    /// The same of a regression: [`super::Interval::multiplier`] says why both are one formula.
    fn multiplier_of(&self, weight: f64, freedom: u64) -> f64 {
        mixed(weight / self.scale, freedom, self.miss)
    }

    /// How many replications every system that runs should have at the look after `done`.
    pub fn next_look(done: u32) -> u32 {
        let step = if done < 2048 { BLOCK } else { (done / 16).div_ceil(BLOCK) * BLOCK };
        done.saturating_add(step)
    }

    /// Looks at the race when every system that runs has `count` values in `scores` (by system; of
    /// others what they had). Differences up to `zone` do not matter. The luck of controls is taken out of
    /// every pair by regression. All replications take part in the fit at every look: coefficients and
    /// residual variance are nuisance parameters of one martingale, which holds at all looks at once
    /// (Lindon, Ham, Tingley and Bojinov, 2022).
    ///
    /// # Panics
    /// If a system that runs has not so many values, or `zone` is negative or NaN.
    pub fn look(&mut self, scores: &[Scores], count: usize, better: Direction, zone: f64) {
        assert!(zone >= 0.0, "a zone of indifference cannot be {zone}");
        self.zone = zone;
        let mut running = self.running();
        for system in &running {
            let own = &scores[*system].values[..count];
            self.runs[*system] = u32::try_from(count).unwrap_or(u32::MAX);
            self.means[*system] = better.improvement(mean(own));
            let undefined = own.iter().filter(|value| !value.is_finite()).count();
            if count >= ENOUGH && undefined as f64 > MOST_UNDEFINED * count as f64 {
                self.standings[*system] = Standing::Withheld;
            }
        }
        running.retain(|system| self.standings[*system] == Standing::Runs);
        let looked: Vec<Sample<'_>> =
            running.iter().map(|system| Sample::of(&scores[*system], count)).collect();
        for (place, system) in running.iter().enumerate() {
            self.means[*system] = better.improvement(looked[place].adjusted());
            for (before, other) in running[..place].iter().enumerate() {
                self.compare((*system, *other), &looked[place].minus(&looked[before]), better);
            }
        }
        self.drop(&running);
        self.rest();
    }

    /// Narrows the bounds of a pair by what is known of its differences.
    fn compare(&mut self, (system, other): (usize, usize), pair: &Pair, better: Direction) {
        let Pair { count, differing, mean, error, weight, freedom } = *pair;
        let is_known = differing >= LEAST_DIFFERING.min(count.div_ceil(2)) || count >= ENOUGH;
        if !is_known || !mean.is_finite() || !error.is_finite() {
            return;
        }
        let half = if error == 0.0 { 0.0 } else { self.multiplier_of(weight, freedom) * error };
        let mean = better.improvement(mean);
        for (from, to, mean) in [(system, other, mean), (other, system, -mean)] {
            let bound = &mut self.bounds[from * self.systems + to];
            *bound = bound.min(mean + half);
        }
    }

    /// Drops those that run and to which another that ran is superior; of all that could go by each
    /// other, the leader stays.
    fn drop(&mut self, running: &[usize]) {
        let Some(host) = self.leader() else { return };
        for system in running.iter().copied().filter(|system| *system != host) {
            let beats = |other: &&usize| self.bounds[system * self.systems + **other] < 0.0;
            if let Some(by) = running.iter().find(beats) {
                self.standings[system] = Standing::Dropped(*by);
            }
        }
    }

    /// Lets rest who cannot exceed the leader by more than the zone, and calls back who can.
    fn rest(&mut self) {
        let Some(host) = self.leader() else { return };
        for system in 0..self.systems {
            if self.is_in(system) {
                let matters = self.bounds[system * self.systems + host] > self.zone;
                let runs = system == host || matters;
                self.standings[system] = if runs { Standing::Runs } else { Standing::Rests };
            }
        }
    }

    /// Of those still in the race and run most, the one with the highest mean; of several the first.
    fn leader(&self) -> Option<usize> {
        let most = (0..self.systems).filter(|s| self.is_in(*s)).map(|s| self.runs[s]).max()?;
        let eligible = (0..self.systems).filter(|s| self.is_in(*s) && self.runs[*s] == most);
        eligible.reduce(|best, next| if self.means[next] > self.means[best] { next } else { best })
    }

    /// Whether a system may be the best: neither dropped nor withheld.
    pub fn is_in(&self, system: usize) -> bool {
        matches!(self.standings[system], Standing::Runs | Standing::Rests)
    }

    /// Where a system stands.
    pub fn standing(&self, system: usize) -> Standing {
        self.standings[system]
    }

    /// Replications of a system at the last look that it was part of.
    pub fn runs(&self, system: usize) -> u32 {
        self.runs[system]
    }

    /// The systems that need more replications, in order.
    pub fn running(&self) -> Vec<usize> {
        (0..self.systems).filter(|s| self.standings[*s] == Standing::Runs).collect()
    }

    /// With the level of the race, no system is better than this one by more; at least 0, infinite
    /// where nothing is known yet. Of a withheld one nothing is known.
    pub fn regret(&self, system: usize) -> f64 {
        if self.standings[system] == Standing::Withheld {
            return f64::INFINITY;
        }
        let others = (0..self.systems).filter(|other| *other != system && self.is_in(*other));
        others.map(|other| self.bounds[other * self.systems + system]).fold(0.0, f64::max)
    }

    /// The system with the least regret among those in the race; of several the one with the higher
    /// mean, then the first. `None` if all are withheld.
    pub fn winner(&self) -> Option<usize> {
        let all = (0..self.systems).filter(|s| self.is_in(*s)).map(|s| (s, self.regret(s)));
        let order = |a: &(usize, f64), b: &(usize, f64)| {
            let [of_a, of_b] = [a, b].map(|of| self.means[of.0]);
            a.1.total_cmp(&b.1).then(of_b.total_cmp(&of_a)).then(a.0.cmp(&b.0))
        };
        all.min_by(order).map(|best| best.0)
    }

    /// Whether the winner is known to be best but for the zone of the last look.
    pub fn is_decided(&self) -> bool {
        self.winner().is_some_and(|winner| self.regret(winner) <= self.zone)
    }

    /// About how many more replications, over all systems, until the race is decided, if means and
    /// spreads stay as they are; `None` if nobody can tell.
    pub fn runs_left(&self, scores: &[Scores], better: Direction) -> Option<u64> {
        let host = self.leader()?;
        let count = self.runs[host] as usize;
        let mut longest = 0;
        let mut left = 0;
        for system in self.running().into_iter().filter(|system| *system != host) {
            let both = count.min(self.runs[system] as usize);
            let pair = Sample::of(&scores[system], both).minus(&Sample::of(&scores[host], both));
            let room = self.zone - better.improvement(pair.mean);
            let sd = pair.error * pair.weight.sqrt();
            let is_thin = pair.differing < LEAST_DIFFERING.min(pair.count.div_ceil(2));
            let least = if is_thin { ENOUGH as u64 } else { 0 };
            let needed = self.size_for(sd, room)?.max(least);
            longest = longest.max(needed);
            left += needed.saturating_sub(u64::from(self.runs[system]));
        }
        Some(left + longest.saturating_sub(count as u64))
    }

    /// How many values bring half the width of a bound to `half`; `None` if that is too many.
    fn size_for(&self, sd: f64, half: f64) -> Option<u64> {
        const MOST: u32 = 1 << 30;
        if !sd.is_finite() || half.is_nan() || half <= 0.0 {
            return None;
        }
        let is_enough =
            |n: u32| sd == 0.0 || self.multiplier(n as usize) * sd <= half * f64::from(n).sqrt();
        let mut looks =
            std::iter::successors(Some(BLOCK), |n| (*n < MOST).then(|| Self::next_look(*n)));
        looks.find(|n| is_enough(*n)).map(u64::from)
    }
}

/// The scale at which a sequence is narrowest at 64 values: 64 / r with r = 2 ln(1/miss) + ln(1 + r).
fn scale(miss: f64) -> f64 {
    let least = -2.0 * ln(miss);
    let r = (0..50).fold(least, |r, _| least + ln(1.0 + r));
    NARROWEST / r
}
