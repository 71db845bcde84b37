//! What decides a race: a measure, which way is better, and which differences do not matter.

use crate::experiment::summing::{direction, width};
use crate::sales::{Catalogue, Controls, Measure};
use crate::scenario::{Scenario, Zone};
use crate::stats::{Direction, Scores, Tally, linearised};

/// What decides a race.
#[derive(Clone, Debug)]
pub struct Aim {
    /// The measure.
    pub measure: Measure,
    /// Which way is better.
    pub better: Direction,
    /// The measures that are kept of each run: that of the aim and, of a ratio, its two sides first.
    pub keys: Vec<String>,
    zone: Zone,
    /// Whether the measure moves with money.
    is_of_money: bool,
    is_ratio: bool,
    /// Whether the values of a second policy, behind those of the first, are taken off.
    is_difference: bool,
}

impl Aim {
    /// The measure `key` of a scenario, with its zone of indifference; `None` if it has no such measure.
    pub fn of(scenario: &Scenario, key: &str) -> Option<Self> {
        let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
        let measures = catalogue.measures();
        let measure = measures.iter().find(|measure| measure.key == key)?.clone();
        let sides = measure.sides(measures);
        let side = |at: usize| measures[at].key.clone();
        let mut keys: Vec<String> =
            sides.into_iter().flat_map(|(above, below)| [side(above), side(below)]).collect();
        keys.push(measure.key.clone());
        let zone = scenario.zones.iter().find(|(zone, _)| zone == key);
        Some(Self {
            better: direction(&measure),
            is_of_money: Controls::is_of_money(&measure, measures),
            measure,
            keys,
            zone: zone.map_or(Zone::Absolute(0.0), |(_, zone)| *zone),
            is_ratio: sides.is_some(),
            is_difference: false,
        })
    }

    /// The same turned into its opposite for the difference between two policies: what is best is where the
    /// first does worst against the second.
    #[must_use]
    pub fn against(self) -> Self {
        let better = match self.better {
            Direction::HigherIsBetter => Direction::LowerIsBetter,
            Direction::LowerIsBetter => Direction::HigherIsBetter,
        };
        Self { better, is_difference: true, ..self }
    }

    /// The mean of a candidate's values (by key, by run), or of a ratio the ratio of the means.
    pub fn mean(&self, values: &[Vec<f64>]) -> f64 {
        let own = self.mean_of(values);
        if self.is_difference { own - self.mean_of(&values[self.keys.len()..]) } else { own }
    }

    fn mean_of(&self, values: &[Vec<f64>]) -> f64 {
        let mean = |key: usize| {
            let defined = values[key].iter().copied().filter(|value| value.is_finite());
            defined.collect::<Tally>().mean()
        };
        if self.is_ratio { mean(0) / mean(1) } else { mean(0) }
    }

    /// Values by run whose mean is [`Aim::mean`] of the first `count` runs: what works on means works on
    /// them.
    pub fn score(&self, values: &[Vec<f64>], count: usize) -> Vec<f64> {
        let own = self.score_of(values, count);
        if !self.is_difference {
            return own;
        }
        let other = self.score_of(&values[self.keys.len()..], count);
        own.iter().zip(other).map(|(own, other)| own - other).collect()
    }

    /// The same beside their control, by policy and by run: votes and routes added up to one. With more
    /// controls the first look at many candidates would say less than they take out.
    pub fn scores(&self, values: &[Vec<f64>], controls: &[Vec<f64>], count: usize) -> Scores {
        let own = controls[0][..count].iter().copied();
        let control = match controls.get(1).filter(|_| self.is_difference) {
            Some(other) => own.zip(other).map(|(own, other)| own - other).collect(),
            None => own.collect(),
        };
        Scores { values: self.score(values, count), controls: vec![control] }
    }

    /// The control of a run of a policy.
    pub fn control(&self, controls: &Controls) -> f64 {
        controls.added_up(self.is_of_money)
    }

    fn score_of(&self, values: &[Vec<f64>], count: usize) -> Vec<f64> {
        if self.is_ratio {
            linearised(&values[0][..count], &values[1][..count])
        } else {
            values[0][..count].to_vec()
        }
    }

    /// The zone of indifference in the measure's unit, where this is the first candidate.
    pub fn zone(&self, first: &[Vec<f64>]) -> f64 {
        let mean = self.mean_of(first);
        width(self.zone, if mean.is_nan() { 0.0 } else { mean })
    }
}
