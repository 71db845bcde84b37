//! Durations that end for one of several causes, or never.

use super::lifetime::Duration;
use crate::math::ln;

/// Stands in for a probability that rounding takes to 0.
const LEAST: f64 = 1e-12;

/// Durations that look alike: seen from `entry` on, ended between `low` and `high` for `cause`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spell {
    /// From this age on it would have been seen (left truncation); 0: from the start.
    pub entry: f64,
    /// The earliest end. If it had not ended when last seen: its age then.
    pub low: f64,
    /// The latest end; equal to `low` where the end is known exactly, infinite where none was seen.
    pub high: f64,
    /// What ended it; `None` if it had not ended.
    pub cause: Option<usize>,
    /// How many there are of it.
    pub count: f64,
}

/// Of those that begin, a share ends for each cause after a time with the law of that cause, and a
/// share never ends (Larson and Dinse 1985; with one cause the cure model of Boag 1949).
#[derive(Debug, Clone, PartialEq)]
pub struct CompetingRisks {
    /// Shares that end for each cause in the end; what is left to 1 never ends.
    pub shares: Vec<f64>,
    /// How long they last.
    pub laws: Vec<Duration>,
}

impl CompetingRisks {
    /// Share that never ends.
    pub fn never(&self) -> f64 {
        (1.0 - self.shares.iter().sum::<f64>()).max(0.0)
    }

    /// Share that has not ended by `age`.
    pub fn survival(&self, age: f64) -> f64 {
        let lasting = self.shares.iter().zip(&self.laws).map(|(p, law)| p * law.survival(age));
        self.never() + lasting.sum::<f64>()
    }

    /// Share that has ended for `cause` by `age`: the cumulative incidence.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn incidence(&self, cause: usize, age: f64) -> f64 {
        self.shares[cause] * (1.0 - self.laws[cause].survival(age))
    }

    /// Chance that one that has not ended by `age` will yet end for `cause`.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn still(&self, cause: usize, age: f64) -> f64 {
        let survival = self.survival(age);
        if survival > LEAST {
            self.shares[cause] * self.laws[cause].survival(age) / survival
        } else {
            0.0
        }
    }

    /// Log-likelihood of spells.
    ///
    /// # Panics
    /// If a spell names a cause that there is not.
    pub fn ln_likelihood(&self, spells: &[Spell]) -> f64 {
        let of = |spell: &Spell| {
            let here = match spell.cause {
                None => ln(self.survival(spell.low).max(LEAST)),
                Some(cause) if spell.high > spell.low => {
                    let law = &self.laws[cause];
                    let inside = law.survival(spell.low) - law.survival(spell.high);
                    ln((self.shares[cause] * inside).max(LEAST))
                }
                Some(cause) => {
                    ln(self.shares[cause].max(LEAST)) + self.laws[cause].ln_density(spell.low)
                }
            };
            let is_late = spell.entry > 0.0;
            let seen = if is_late { ln(self.survival(spell.entry).max(LEAST)) } else { 0.0 };
            spell.count * (here - seen)
        };
        spells.iter().map(of).sum()
    }
}
