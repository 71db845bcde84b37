//! Which samples of differences carry a verdict, and which are left undecided.

use posse::stats::Direction::HigherIsBetter;
use posse::stats::{Comparison, Estimate, Interval, PairedTally, Support, Verdict};

use super::normal_numbers::Numbers;

fn of(differences: &[f64]) -> Comparison {
    Comparison::paired(&vec![0.0; differences.len()], differences, HigherIsBetter)
}

/// `count` differences of which `differing` are `size` and the others 0.
fn rare(count: usize, differing: usize, size: f64) -> Comparison {
    of(&(0..count).map(|k| if k < differing { size } else { 0.0 }).collect::<Vec<f64>>())
}

/// How many of 1,000 samples are not enough.
fn refused(count: usize, mut draw: impl FnMut() -> f64) -> usize {
    let mut sample = || of(&(0..count).map(|_| draw()).collect::<Vec<f64>>());
    (0..1_000).filter(|_| sample().support != Support::Enough).count()
}

#[test]
fn equal_pairs_bound_how_often_they_differ_but_not_by_how_much() {
    let comparison = rare(64, 0, 0.0);
    assert_eq!(comparison.support, Support::NoDifference);
    assert_eq!(comparison.verdict(1e12), Verdict::Undecided);
    // Wilson's upper end for no case in 64: z² / (n + z²).
    let z = 1.959_963_984_540_054_f64;
    assert!((comparison.most_unseen() - z * z / (64.0 + z * z)).abs() < 1e-12);
}

#[test]
fn too_few_differences_decide_nothing_whatever_the_zone() {
    for differing in 1..10 {
        let comparison = rare(64, differing, -10.0);
        assert_eq!(comparison.support, Support::FewDifferences, "{differing}");
        assert_eq!(comparison.verdict(1_000.0), Verdict::Undecided);
    }
}

#[test]
fn ten_differences_that_point_one_way_are_enough_for_that_way_and_not_for_a_tie() {
    for (count, differing) in [(64, 12), (640, 20)] {
        let comparison = rare(count, differing, -10.0);
        assert_eq!(comparison.support, Support::Skewed);
        assert_eq!(comparison.verdict(0.0), Verdict::Worse);
        assert_eq!(comparison.verdict(1_000.0), Verdict::Undecided);
    }
    assert_eq!(rare(640, 30, -10.0).verdict(1_000.0), Verdict::Tie);
}

#[test]
fn one_run_that_carries_the_whole_difference_decides_nothing() {
    let mut differences: Vec<f64> = (0..200).map(|k| f64::from(k % 7) - 3.0).collect();
    assert_eq!(of(&differences).support, Support::Enough);
    differences[17] = 1e7;
    let comparison = of(&differences);
    assert_eq!(comparison.support, Support::Lopsided);
    assert_eq!(comparison.verdict(1e9), Verdict::Undecided);
}

#[test]
fn a_difference_that_is_the_same_in_every_run_is_enough() {
    assert_eq!(of(&[1_000.0; 8]).verdict(10.0), Verdict::Better);
    // But for rounding.
    let mut nearly = vec![1_000.0; 64];
    nearly[5] += 1e-9;
    assert_eq!(of(&nearly).support, Support::Enough);
}

#[test]
fn ordinary_samples_carry_a_verdict() {
    let mut numbers = Numbers::new(11);
    for count in [3, 5, 10, 20] {
        let found = refused(count, || numbers.normal());
        assert!(found <= 30, "{found} of 1,000 normal samples of {count} refused");
    }
    assert!(refused(64, || numbers.normal()) <= 5);
    assert!(refused(400, || numbers.exponential()) <= 5);
}

#[test]
fn an_infinite_value_is_undefined_like_one_that_is_not_a_number() {
    let estimate = Estimate::of(&[1.0, f64::INFINITY, 3.0, f64::NAN, f64::NEG_INFINITY]);
    assert_eq!((estimate.count, estimate.undefined), (2, 3));
    assert!((estimate.mean - 2.0).abs() < 1e-15);
    let comparison = Comparison::paired(
        &[1.0, f64::INFINITY, 1.0],
        &[2.0, f64::INFINITY, f64::INFINITY],
        HigherIsBetter,
    );
    assert_eq!((comparison.difference.count, comparison.difference.undefined), (1, 2));
    assert_eq!(comparison.verdict(0.0), Verdict::Withheld);
    // A difference too large for a number is undefined too.
    let comparison = Comparison::paired(&[-f64::MAX], &[f64::MAX], HigherIsBetter);
    assert_eq!(comparison.difference.undefined, 1);
    let huge = Estimate::of(&[f64::MAX, -f64::MAX, f64::MAX]);
    assert_eq!(huge.interval, (f64::NEG_INFINITY, f64::INFINITY));
}

#[test]
fn the_running_comparison_refuses_what_the_whole_one_does() {
    let mut numbers = Numbers::new(12);
    for size in [0.0, 1.0, 40.0] {
        let a: Vec<f64> = (0..90).map(|_| numbers.normal()).collect();
        let b: Vec<f64> =
            a.iter().enumerate().map(|(k, a)| a + if k == 3 { size } else { 0.0 }).collect();
        let mut tally = PairedTally::new(HigherIsBetter);
        a.iter().zip(&b).for_each(|(a, b)| tally.add(*a, *b));
        let whole = Comparison::paired_by(&a, &b, HigherIsBetter, Interval::Student);
        assert_eq!(tally.support(), whole.support);
        assert_ne!(tally.support(), Support::Enough);
    }
}
