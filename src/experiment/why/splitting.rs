//! Dividing the difference in one measure, replication by replication.

use super::parts::{Family, Part, families};
use crate::sales::{Controls, Measure, Outcome};
use crate::stats::{Interval, Mean, Tally, interactions, linearised, pairs, shapley, without_luck};
use std::ops::Range;

/// What a part contributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartFinding {
    /// Its share of the difference: its Shapley value.
    pub share: Mean,
    /// What it changes where everything else is as in the first policy.
    pub alone: Mean,
    /// What it adds where everything else is as in the second policy.
    pub last: Mean,
}

/// What made the difference in one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The first policy's value.
    pub from: Mean,
    /// The second policy's value.
    pub to: Mean,
    /// The difference: the second less the first.
    pub whole: Mean,
    /// By part.
    pub parts: Vec<PartFinding>,
    /// By family of parts, in order: their shares together.
    pub families: Vec<(Family, Mean)>,
    /// By pair of parts: how much more both do together than each alone.
    pub interactions: Vec<(usize, usize, Mean)>,
    /// Replications left out since the measure was undefined for some mixed policy.
    pub undefined: u32,
}

/// What all mixed policies are worth in one measure, by policy, by replication.
#[derive(Clone, Debug)]
pub(super) struct Worths {
    /// Where the measure stands in an outcome; of a ratio, where its two sides do.
    places: (usize, Option<usize>),
    values: Vec<Vec<f64>>,
    /// Of a ratio: what stands below the line.
    below: Vec<Vec<f64>>,
    /// Which of a run's controls go with the measure.
    beside: Range<usize>,
}

impl Worths {
    /// Of the measure that stands at this place.
    pub(super) fn new(place: usize, measures: &[Measure]) -> Self {
        let sides = measures[place].sides(measures);
        let places = sides.map_or((place, None), |(above, below)| (above, Some(below)));
        let beside = Controls::beside(&measures[place], measures);
        Self { places, values: Vec::new(), below: Vec::new(), beside }
    }

    /// Takes in the outcomes of all mixed policies in the next replication.
    pub(super) fn add(&mut self, outcomes: &[Outcome]) {
        append(&mut self.values, outcomes, self.places.0);
        if let Some(below) = self.places.1 {
            append(&mut self.below, outcomes, below);
        }
    }

    /// The difference divided over `parts`, without the luck of the policies' controls. A ratio is divided as
    /// the ratio of sums.
    pub(super) fn split(&self, parts: &[Part], controls: &[ControlsByRun]) -> Splitting {
        let ratios = self.values.iter().zip(&self.below).map(|(y, x)| linearised(y, x));
        let ratios: Vec<Vec<f64>> = ratios.collect();
        let values = if self.places.1.is_some() { &ratios } else { &self.values };
        let values: Vec<Vec<f64>> =
            values.iter().zip(controls).map(|of| self.adjusted(of)).collect();
        let mut splitting = Splitting::new(parts.len(), families(parts));
        for run in 0..values.first().map_or(0, Vec::len) {
            splitting.add(&values.iter().map(|of| of[run]).collect::<Vec<f64>>());
        }
        splitting
    }

    fn adjusted(&self, (values, controls): (&Vec<f64>, &ControlsByRun)) -> Vec<f64> {
        let controls: Vec<&[f64]> =
            controls[self.beside.clone()].iter().map(Vec::as_slice).collect();
        without_luck(values, &controls)
    }
}

/// The controls of a policy: by control, by run.
pub(super) type ControlsByRun = [Vec<f64>; Controls::COUNT];

fn append(rows: &mut Vec<Vec<f64>>, outcomes: &[Outcome], place: usize) {
    rows.resize(outcomes.len(), Vec::new());
    for (row, outcome) in rows.iter_mut().zip(outcomes) {
        row.push(outcome.values[place]);
    }
}

/// The tallies of one measure.
#[derive(Clone, Debug)]
pub(in crate::experiment) struct Splitting {
    ends: [Tally; 3],
    parts: Vec<[Tally; 3]>,
    families: Vec<(Family, Vec<usize>, Tally)>,
    pairs: Vec<Tally>,
    undefined: u32,
}

impl Splitting {
    pub(in crate::experiment) fn new(parts: usize, families: Vec<(Family, Vec<usize>)>) -> Self {
        let together = |(family, parts)| (family, parts, Tally::new());
        Self {
            ends: [Tally::new(); 3],
            parts: vec![[Tally::new(); 3]; parts],
            families: families.into_iter().map(together).collect(),
            pairs: vec![Tally::new(); pairs(parts).count()],
            undefined: 0,
        }
    }

    /// Takes in the values of all mixed policies in the next replication.
    pub(in crate::experiment) fn add(&mut self, worth: &[f64]) {
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
        let shares = shapley(worth);
        for (_, parts, tally) in &mut self.families {
            tally.add(parts.iter().map(|part| shares[*part]).sum());
        }
        for (bit, (tallies, share)) in self.parts.iter_mut().zip(shares).enumerate() {
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

    pub(in crate::experiment) fn finding(&self) -> Finding {
        let [from, to, whole] = self.ends.map(|tally| mean(&tally));
        let part = |tallies: &[Tally; 3]| {
            let [share, alone, last] = tallies.map(|tally| mean(&tally));
            PartFinding { share, alone, last }
        };
        let couples = pairs(self.parts.len()).zip(&self.pairs);
        Finding {
            from,
            to,
            whole,
            parts: self.parts.iter().map(part).collect(),
            families: self
                .families
                .iter()
                .map(|(family, _, tally)| (*family, mean(tally)))
                .collect(),
            interactions: couples.map(|((i, j), tally)| (i, j, mean(tally))).collect(),
            undefined: self.undefined,
        }
    }
}

fn mean(tally: &Tally) -> Mean {
    Mean::of(tally, Interval::Student)
}
