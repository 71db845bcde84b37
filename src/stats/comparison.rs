//! Two systems side by side under common random numbers.

use super::controls::row;
use super::estimate::Estimate;
use super::interval::{DEFAULT_LEVEL, Interval};
use super::mean::Mean;
use super::paired_tally::{MOST_UNDEFINED, PairedTally};
use super::proportion::wilson_interval;
use super::ratio::quotient;
use super::support::Support;
use super::tally::Tally;
use super::verdict::{self, Direction, Verdict, difference};

/// Paired comparison of `b` with `a`: value i of both stems from the same replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Which way the measure improves.
    pub direction: Direction,
    /// The difference b − a; a pair with either side undefined is undefined. Of ratios: mean, error
    /// and interval are those of the difference between the ratios of sums.
    pub difference: Estimate,
    /// The same mean, error and interval with the luck of controls, where [`Comparison::difference`] has
    /// them without it.
    pub plain: Option<Mean>,
    /// Whether the sample can carry a verdict.
    pub support: Support,
    /// Share of the defined pairs in which `b` is strictly better, 0 to 1; NaN if there are none.
    pub share_better: f64,
    /// Share of the defined pairs in which both are equal, 0 to 1; NaN if there are none.
    pub share_tied: f64,
    /// How many times more replications independent samples would need for the same standard
    /// error: (Var a + Var b) / Var(b − a). None below two pairs, or if the difference never varies.
    pub variance_reduction: Option<f64>,
}

impl Comparison {
    /// Compares `b` with `a` at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn paired(a: &[f64], b: &[f64], direction: Direction) -> Self {
        Self::paired_at_level(a, b, direction, DEFAULT_LEVEL)
    }

    /// Compares `b` with `a` with an interval of the given level: the paired-t method (Law, 2015,
    /// §10.2.1). What is not finite is undefined.
    ///
    /// # Panics
    /// If the samples differ in length, or `level` is not strictly between 0 and 1.
    pub fn paired_at_level(a: &[f64], b: &[f64], direction: Direction, level: f64) -> Self {
        Self::new(&[], (a, b), direction, (Interval::Student, level))
    }

    /// Compares `b` with `a` with an interval of this kind at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn paired_by(a: &[f64], b: &[f64], direction: Direction, interval: Interval) -> Self {
        Self::paired_beside(&[], (a, b), direction, interval)
    }

    /// The same beside `controls`, lists of numbers by replication whose true mean is 0: mean, error and
    /// interval of the difference are without their luck, where that tells more ([`super::Adjusted`]). All
    /// else is as without controls.
    ///
    /// # Panics
    /// If the samples or the controls differ in length, or there are more than [`super::MOST_CONTROLS`].
    pub fn paired_beside(
        controls: &[&[f64]],
        sides: (&[f64], &[f64]),
        direction: Direction,
        interval: Interval,
    ) -> Self {
        Self::new(controls, sides, direction, (interval, DEFAULT_LEVEL))
    }

    /// Compares the ratio of sums of `b` with that of `a`, each as (above the line, below the line)
    /// by replication, with an interval of this kind at [`DEFAULT_LEVEL`]: by the delta method on
    /// pairs. Shares and quantiles are those of the ratios of single replications.
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn of_ratios(
        a: (&[f64], &[f64]),
        b: (&[f64], &[f64]),
        direction: Direction,
        interval: Interval,
    ) -> Self {
        Self::of_ratios_beside(&[], (a, b), direction, interval)
    }

    /// The same beside controls: see [`Comparison::paired_beside`].
    ///
    /// # Panics
    /// As [`Comparison::paired_beside`].
    pub fn of_ratios_beside(
        controls: &[&[f64]],
        (a, b): Ratios<'_>,
        direction: Direction,
        interval: Interval,
    ) -> Self {
        assert_pairs(a.0, b.0);
        let rows = |(above, below): (&[f64], &[f64])| {
            assert_pairs(above, below);
            above.iter().copied().zip(below.iter().copied()).collect::<Vec<(f64, f64)>>()
        };
        let single = |rows: &[(f64, f64)]| {
            rows.iter().map(|(above, below)| quotient(*above, *below)).collect::<Vec<f64>>()
        };
        let (a, b) = (rows(a), rows(b));
        let mut tally = PairedTally::of_ratios(direction);
        for (run, (a, b)) in a.iter().zip(&b).enumerate() {
            tally.add_ratios_beside(&row(controls, run), *a, *b);
        }
        Self::told(&tally, (&single(&a), &single(&b)), (interval, DEFAULT_LEVEL))
    }

    fn new(
        controls: &[&[f64]],
        (a, b): (&[f64], &[f64]),
        direction: Direction,
        how: (Interval, f64),
    ) -> Self {
        assert_pairs(a, b);
        let mut tally = PairedTally::new(direction);
        for (run, (a, b)) in a.iter().zip(b).enumerate() {
            tally.add_beside(&row(controls, run), *a, *b);
        }
        Self::told(&tally, (a, b), how)
    }

    /// What `tally` came to, of these values of single replications.
    fn told(tally: &PairedTally, (a, b): (&[f64], &[f64]), how: (Interval, f64)) -> Self {
        let (interval, level) = how;
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| difference(*a, *b)).collect();
        let difference = Estimate {
            mean: tally.mean(),
            standard_error: tally.standard_error(),
            interval: tally.interval_by(interval, level),
            mean_of_ratios: tally.mean_of_ratios(interval),
            ..Estimate::new(&differences, interval, level)
        };
        Self {
            direction: tally.direction(),
            difference,
            plain: tally.adjusted().map(|_| tally.plain(interval, level)),
            support: tally.support(),
            share_better: tally.share_better(),
            share_tied: tally.share_tied(),
            variance_reduction: variance_reduction(a, b),
        }
    }

    /// The same comparison from the other side: `a` against `b`.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            difference: self.difference.negated(),
            plain: self.plain.map(Mean::negated),
            share_better: (1.0 - self.share_better - self.share_tied).max(0.0),
            ..*self
        }
    }

    /// With 95 % confidence no more than this share of all pairs differs, where none did (upper end
    /// of Wilson's interval).
    pub fn most_unseen(&self) -> f64 {
        wilson_interval(0, self.difference.count as u64, DEFAULT_LEVEL).1
    }

    /// Judges `b` against `a`, where differences up to `zone` (in the measure's unit) do not
    /// matter.
    ///
    /// Better, if the whole interval improves by more than the zone; worse, if the whole interval
    /// worsens by more; a tie, if it lies within the zone, even if it excludes 0. What the sample
    /// cannot carry ([`Support`]) is undecided.
    ///
    /// # Panics
    /// If `zone` is negative or NaN.
    pub fn verdict(&self, zone: f64) -> Verdict {
        verdict::verdict(self.improvement(), self.support, zone)
    }

    /// Of ratios: the verdict that the mean of the ratios of single replications would give.
    ///
    /// # Panics
    /// If `zone` is negative or NaN.
    pub fn verdict_of_single_runs(&self, zone: f64) -> Option<Verdict> {
        let mean = self.difference.mean_of_ratios?;
        let is_known = self.difference.undefined_share() <= MOST_UNDEFINED;
        let support = if is_known { self.support } else { Support::Undefined };
        Some(verdict::verdict(self.direction.improvement_within(mean.interval), support, zone))
    }

    /// Interval of the improvement of `b` over `a`: positive is better.
    pub fn improvement(&self) -> (f64, f64) {
        self.direction.improvement_within(self.difference.interval)
    }
}

/// Two systems, each as (above the line, below the line) by replication.
type Ratios<'a> = ((&'a [f64], &'a [f64]), (&'a [f64], &'a [f64]));

fn assert_pairs(a: &[f64], b: &[f64]) {
    assert!(a.len() == b.len(), "{} values cannot be paired with {}", a.len(), b.len());
}

fn variance_reduction(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mut of_a, mut of_b, mut of_difference) = (Tally::new(), Tally::new(), Tally::new());
    for (a, b) in a.iter().zip(b) {
        let difference = difference(*a, *b);
        if !difference.is_nan() {
            of_a.add(*a);
            of_b.add(*b);
            of_difference.add(difference);
        }
    }
    let variance = of_difference.variance();
    (variance > 0.0).then(|| (of_a.variance() + of_b.variance()) / variance)
}
