//! Dividing the difference in one measure, replication by replication.

use crate::stats::{DEFAULT_LEVEL, Interval, Tally, interactions, pairs, shapley};

/// A mean over replications and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean; NaN if it was never defined.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

impl Spread {
    fn of(tally: &Tally) -> Self {
        let (mean, error) = (tally.mean(), tally.standard_error());
        let count = usize::try_from(tally.count()).unwrap_or(usize::MAX);
        let interval = Interval::Student.around(mean, error, count, DEFAULT_LEVEL);
        Self { mean, standard_error: error, interval }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.interval.1 - self.interval.0)
    }

    /// Whether the interval excludes 0.
    pub fn is_clear(&self) -> bool {
        self.interval.0 > 0.0 || self.interval.1 < 0.0
    }
}

/// What a part contributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartFinding {
    /// Its share of the difference: its Shapley value.
    pub share: Spread,
    /// What it changes where everything else is as in the first policy.
    pub alone: Spread,
    /// What it adds where everything else is as in the second policy.
    pub last: Spread,
}

/// What made the difference in one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The first policy's value.
    pub from: Spread,
    /// The second policy's value.
    pub to: Spread,
    /// The difference: the second less the first.
    pub whole: Spread,
    /// By part.
    pub parts: Vec<PartFinding>,
    /// By pair of parts: how much more both do together than each alone.
    pub interactions: Vec<(usize, usize, Spread)>,
    /// Replications left out since the measure was undefined for some mixed policy.
    pub undefined: u32,
}

/// The tallies of one measure.
#[derive(Clone, Debug)]
pub(super) struct Splitting {
    ends: [Tally; 3],
    parts: Vec<[Tally; 3]>,
    pairs: Vec<Tally>,
    undefined: u32,
}

impl Splitting {
    pub(super) fn new(parts: usize) -> Self {
        Self {
            ends: [Tally::new(); 3],
            parts: vec![[Tally::new(); 3]; parts],
            pairs: vec![Tally::new(); pairs(parts).count()],
            undefined: 0,
        }
    }

    /// Takes in the values of all mixed policies in the next replication.
    pub(super) fn add(&mut self, worth: &[f64]) {
        if worth.iter().any(|value| value.is_nan()) {
            self.undefined += 1;
            return;
        }
        let all = worth.len() - 1;
        for (tally, value) in
            self.ends.iter_mut().zip([worth[0], worth[all], worth[all] - worth[0]])
        {
            tally.add(value);
        }
        for (bit, (tallies, share)) in self.parts.iter_mut().zip(shapley(worth)).enumerate() {
            let part = 1 << bit;
            let (alone, last) = (worth[part] - worth[0], worth[all] - worth[all & !part]);
            for (tally, value) in tallies.iter_mut().zip([share, alone, last]) {
                tally.add(value);
            }
        }
        for (tally, value) in self.pairs.iter_mut().zip(interactions(worth)) {
            tally.add(value);
        }
    }

    pub(super) fn finding(&self) -> Finding {
        let [from, to, whole] = self.ends.map(|tally| Spread::of(&tally));
        let part = |tallies: &[Tally; 3]| {
            let [share, alone, last] = tallies.map(|tally| Spread::of(&tally));
            PartFinding { share, alone, last }
        };
        let couples = pairs(self.parts.len()).zip(&self.pairs);
        Finding {
            from,
            to,
            whole,
            parts: self.parts.iter().map(part).collect(),
            interactions: couples.map(|((i, j), tally)| (i, j, Spread::of(tally))).collect(),
            undefined: self.undefined,
        }
    }
}
