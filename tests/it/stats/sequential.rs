//! Stopping when it is enough: planned sizes, and intervals that hold whenever one stops.

use posse::experiment::next_look;
use posse::stats::Direction::HigherIsBetter;
use posse::stats::{Comparison, DEFAULT_LEVEL, Estimate, Interval, Tally, Verdict};

use super::normal_numbers::Numbers;
use super::{assert_close, numbers};

/// Case S-SEQ-1: ten delays of a bank (Law and Kelton) and synthetic ones after them.
fn bank_delays() -> Vec<f64> {
    numbers(include_str!("bank_delays.txt"))
}

/// Case S-SEQ-1, planning from ten delays with mean 2.03 and variance 0.31, at 90 %: published as 16
/// replications for ±0.25 and 27 for 10 % of the true mean, that is, γ/(1 + γ) of the estimate.
#[test]
fn the_planned_number_of_replications_is_the_published_one() {
    let planned = |half_width| Interval::Student.size_for(0.31, half_width, 10, 0.9);
    assert_eq!(planned(0.25), Some(16));
    assert_eq!(planned(0.1 / 1.1 * 2.03), Some(27));
    let first = Estimate::at_level(&bank_delays()[..10], 0.9);
    assert_close(first.mean, 2.031, 1e-12);
    assert_close(first.half_width(), 0.322_283_404_941_779, 1e-9);
}

/// Case S-SEQ-1: a look after every value from the tenth on.
#[test]
fn the_sequential_procedures_stop_where_the_case_says() {
    let delays = bank_delays();
    let first = |is_enough: fn(&Estimate) -> bool| {
        let estimates = (10..=delays.len()).map(|n| Estimate::at_level(&delays[..n], 0.9));
        estimates.into_iter().find(is_enough).expect("precise enough")
    };
    let absolute = first(|e| e.half_width() <= 0.25);
    assert_eq!(absolute.count, 23);
    assert_close(absolute.mean, 2.010_869_565_217_39, 1e-9);
    assert_close(absolute.half_width(), 0.244_848_057_942_723, 1e-9);
    let relative = first(|e| e.half_width() / e.mean.abs() <= 0.1 / 1.1);
    assert_eq!(relative.count, 33);
    assert_close(relative.mean, 2.080_606_060_606_06, 1e-9);
    assert_close(relative.half_width(), 0.185_265_968_143_916, 1e-9);
}

#[test]
fn a_planned_number_is_the_smallest_that_does() {
    for interval in [Interval::Student, Interval::Sequence] {
        for half_width in [0.5, 0.1, 0.013] {
            let size = interval.size_for(2.0, half_width, 2, 0.95).unwrap();
            let half = |n: u64| interval.multiplier(n, 0.95) * (2.0 / n as f64).sqrt();
            assert!(half(size) <= half_width && half(size - 1) > half_width, "{size}");
        }
        assert_eq!(interval.size_for(0.0, 0.0, 64, 0.95), Some(64), "what never varies is known");
        assert_eq!(interval.size_for(1.0, 0.0, 64, 0.95), None);
        assert_eq!(interval.size_for(1.0, 1e-9, 64, 0.95), None);
    }
}

/// At the end of the interval the mixture of likelihood ratios is exactly 1 / (1 − level).
#[test]
fn the_sequence_is_the_mixture_turned_round() {
    for (n, level) in [(20_u32, 0.5), (64, 0.95), (100, 0.9), (1_000, 0.95), (10_000_000, 0.99)] {
        let t = Interval::Sequence.multiplier(u64::from(n), level);
        let (n, r) = (f64::from(n), f64::from(n) / 32.0);
        let squared = t * t / (n - 1.0);
        let ratio = (1.0 + squared) / (1.0 + squared / (1.0 + r));
        let log_mixture = 0.5 * n * ratio.ln() - 0.5 * (1.0 + r).ln();
        assert_close(log_mixture, -(1.0 - level).ln(), 1e-6);
    }
    assert!(Interval::Sequence.multiplier(5, 0.95).is_infinite(), "five values say nothing");
}

/// How many of 1,000 samples of a standard normal law have an interval at some size up to 2,000
/// that does not cover 0.
fn ever_missed(interval: Interval) -> f64 {
    let mut numbers = Numbers::new(11);
    let multipliers: Vec<f64> =
        (0..=2_000).map(|n| interval.multiplier(n, DEFAULT_LEVEL)).collect();
    let samples = (0..1_000).filter(|_| {
        let mut tally = Tally::new();
        (1..=2_000).any(|n| {
            tally.add(numbers.normal());
            tally.mean().abs() > multipliers[n] * tally.standard_error()
        })
    });
    samples.count() as f64 / 1_000.0
}

#[test]
fn whoever_looks_after_every_value_is_still_misled_in_at_most_5_percent() {
    let (sequence, student) = (ever_missed(Interval::Sequence), ever_missed(Interval::Student));
    assert!((0.005..=0.05).contains(&sequence), "{sequence}");
    assert!(student > 0.3, "an interval for a fixed size does not do: {student}");
}

/// A law of differences with mean 0 and variance 1.
type Law = fn(&mut Numbers) -> f64;

const LAWS: [(&str, Law); 4] = [
    ("normal", |numbers| numbers.normal()),
    ("skewed up", |numbers| numbers.exponential() - 1.0),
    ("skewed down", |numbers| 1.0 - numbers.exponential()),
    ("very skewed", |numbers| {
        // Lognormal with coefficient of variation 1.5.
        let variance = 3.25_f64.ln();
        ((variance.sqrt() * numbers.normal() - 0.5 * variance).exp() - 1.0) / 1.5
    }),
];

/// Runs one experiment until `is_enough` or `most` replications, by the looks of the command, and
/// returns the comparison it stops with.
fn stopped(
    law: Law,
    mean: f64,
    most: u32,
    numbers: &mut Numbers,
    is_enough: impl Fn(&Comparison) -> bool,
) -> Comparison {
    let (mut b, mut done) = (Vec::new(), 0);
    loop {
        let look = next_look(done).min(most);
        b.extend((done..look).map(|_| mean + law(numbers)));
        done = look;
        let a = vec![0.0; b.len()];
        let found = Comparison::paired_by(&a, &b, HigherIsBetter, Interval::Sequence);
        if look == most || is_enough(&found) {
            return found;
        }
    }
}

fn is_decided(zone: f64) -> impl Fn(&Comparison) -> bool {
    move |found| found.verdict(zone) != Verdict::Undecided
}

/// How many of 1,000 experiments report an interval that covers `mean` when they stop.
fn coverage(
    (seed, law, mean, most): (u64, Law, f64, u32),
    is_enough: impl Fn(&Comparison) -> bool,
) -> f64 {
    let mut numbers = Numbers::new(seed);
    let covers = |found: &Comparison| {
        let (low, high) = found.difference.interval;
        low <= mean && mean <= high
    };
    let reported = (0..1_000).map(|_| stopped(law, mean, most, &mut numbers, &is_enough));
    reported.filter(covers).count() as f64 / 1_000.0
}

#[test]
fn the_interval_after_a_decision_covers_in_at_least_94_percent() {
    for (seed, (name, law)) in (21..).zip(LAWS) {
        // Clear, narrow, a tie, just beyond the zone, and on its edge, where nothing settles it.
        for (mean, zone) in [(0.4, 0.0), (0.25, 0.05), (0.0, 0.2), (-0.3, 0.1), (0.1, 0.1)] {
            let found = coverage((seed, law, mean, 1_024), is_decided(zone));
            assert!(found >= 0.94, "{name}, mean {mean}, zone {zone}: {found}");
        }
    }
}

#[test]
fn the_interval_at_the_precision_asked_covers_in_at_least_94_percent() {
    for (seed, (name, law)) in (31..).zip(LAWS) {
        for width in [0.4, 0.25, 0.12] {
            let is_precise = |found: &Comparison| found.difference.half_width() <= width;
            let found = coverage((seed, law, 0.3, 2_048), is_precise);
            assert!(found >= 0.94, "{name}, width {width}: {found}");
        }
    }
}

#[test]
fn a_wrong_verdict_is_rarer_than_one_in_twenty() {
    for (seed, (name, law)) in (41..).zip(LAWS) {
        let mut numbers = Numbers::new(seed);
        // A difference exactly as large as the zone: neither verdict is true beyond the edge.
        let verdicts = (0..1_000)
            .map(|_| stopped(law, 0.1, 1_024, &mut numbers, is_decided(0.1)).verdict(0.1));
        let settled = verdicts.filter(|verdict| *verdict != Verdict::Undecided).count();
        assert!(settled <= 50, "{name}: {settled} of 1,000 settled what cannot be settled");
    }
}

/// Case S-KN-1: 200 replications of four systems, of which the third is best. Kim and Nelson's
/// procedure with a zone of 0.5 selects it; so do the verdicts, and none says otherwise on the way.
#[test]
fn the_best_of_four_systems_is_the_one_a_published_procedure_selects() {
    let values = numbers(include_str!("four_systems.txt"));
    let system =
        |k: usize, n: usize| -> Vec<f64> { values.chunks(4).take(n).map(|row| row[k]).collect() };
    let verdict = |other: usize, look: usize| {
        let (a, b) = (system(other, look), system(2, look));
        Comparison::paired_by(&a, &b, HigherIsBetter, Interval::Sequence).verdict(0.0)
    };
    for (other, first) in [(0, 64), (1, 128), (3, 64)] {
        for look in [64, 128, 192] {
            let expected = if look < first { Verdict::Undecided } else { Verdict::Better };
            assert_eq!(verdict(other, look), expected, "system {other} after {look}");
        }
    }
}
