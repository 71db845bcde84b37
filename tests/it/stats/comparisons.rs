//! Paired comparisons and their verdicts.

use posse::stats::Direction::{HigherIsBetter, LowerIsBetter};
use posse::stats::{Comparison, Direction, Support, Tally, Verdict};

use super::assert_close;

/// Case S-CMP-1; the case takes A − B, here `b` is its A.
#[test]
fn a_paired_comparison_estimates_the_difference_under_common_random_numbers() {
    let b = [
        42.489, 46.959, 54.976, 59.973, 51.869, 58.42, 49.408, 54.761, 51.11, 48.695, 46.264,
        43.862, 55.533, 44.004, 43.707,
    ];
    let a = [
        41.14, 43.22, 51.471, 53.873, 44.144, 58.394, 50.98, 51.658, 49.653, 44.414, 44.304,
        40.302, 53.95, 45.542, 40.506,
    ];
    let comparison = Comparison::paired(&a, &b, HigherIsBetter);
    let difference = comparison.difference;
    assert_close(difference.mean, 2.565_266_666_666_67, 1e-12);
    assert_close(difference.half_width(), 1.407_558_562_265_05, 1e-12);
    assert_close(difference.mean / difference.standard_error, 3.908_860_309_706_88, 1e-12);
    let variance: Tally = a.iter().zip(b).map(|(a, b)| b - a).collect();
    assert_close(variance.variance(), 6.460_349_209_523_81, 1e-12);
    let reduction = comparison.variance_reduction.expect("the difference varies");
    assert_close(reduction, 9.870_195_505_736_97, 1e-11);
    assert_close(comparison.share_better, 13.0 / 15.0, 1e-15);
    assert_eq!(comparison.verdict(0.0), Verdict::Better);
}

/// A comparison whose difference b − a has mean `mean` and the 95 % interval mean ± `half`.
fn with_interval(mean: f64, half: f64, direction: Direction) -> Comparison {
    // Two opposite values around the mean, twice: sd = spread · √(4/3), t(3) = 3.182446.
    let spread = half / 3.182_446_305_284_263 * 3.0_f64.sqrt();
    let b = [mean - spread, mean + spread, mean - spread, mean + spread];
    let comparison = Comparison::paired(&[0.0; 4], &b, direction);
    assert_close(comparison.difference.half_width(), half, 1e-12);
    comparison
}

#[test]
fn the_verdict_follows_the_interval_and_the_zone() {
    let table = [
        // mean, half, direction, zone, verdict
        (10.0, 4.0, HigherIsBetter, 5.0, Verdict::Better),
        (-10.0, 4.0, HigherIsBetter, 5.0, Verdict::Worse),
        (-10.0, 4.0, LowerIsBetter, 5.0, Verdict::Better),
        (10.0, 4.0, LowerIsBetter, 5.0, Verdict::Worse),
        // Excludes 0, yet too small to matter.
        (2.0, 1.0, HigherIsBetter, 5.0, Verdict::Tie),
        (-2.0, 1.0, LowerIsBetter, 5.0, Verdict::Tie),
        (0.5, 1.0, HigherIsBetter, 5.0, Verdict::Tie),
        // Straddles an end of the zone, or both.
        (10.0, 6.0, HigherIsBetter, 5.0, Verdict::Undecided),
        (-4.0, 2.0, HigherIsBetter, 5.0, Verdict::Undecided),
        (0.0, 20.0, LowerIsBetter, 5.0, Verdict::Undecided),
        // Without a zone.
        (2.0, 1.0, HigherIsBetter, 0.0, Verdict::Better),
        (2.0, 1.0, LowerIsBetter, 0.0, Verdict::Worse),
        (0.5, 1.0, HigherIsBetter, 0.0, Verdict::Undecided),
    ];
    for (mean, half, direction, zone, expected) in table {
        let verdict = with_interval(mean, half, direction).verdict(zone);
        assert_eq!(verdict, expected, "{mean} ± {half}, {direction:?}, zone {zone}");
    }
}

#[test]
fn a_sample_without_a_difference_decides_nothing() {
    let values = [3.0, 5.0, 9.0];
    let comparison = Comparison::paired(&values, &values, HigherIsBetter);
    assert_eq!(comparison.support, Support::NoDifference);
    assert_eq!(comparison.verdict(0.0), Verdict::Undecided);
    assert_eq!(comparison.verdict(1e9), Verdict::Undecided);
    assert_close(comparison.share_tied, 1.0, 0.0);
    assert_close(comparison.share_better, 0.0, 0.0);
    assert_eq!(comparison.variance_reduction, None);
}

#[test]
fn a_constant_difference_is_judged_by_its_size() {
    let comparison = Comparison::paired(&[3.0, 5.0, 9.0], &[4.0, 6.0, 10.0], LowerIsBetter);
    assert_eq!(comparison.variance_reduction, None);
    assert_eq!(comparison.verdict(0.5), Verdict::Worse);
    assert_eq!(comparison.verdict(1.0), Verdict::Tie);
}

#[test]
fn the_share_of_runs_won_follows_the_direction_and_leaves_out_ties() {
    let (a, b) = ([1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 3.0, 4.0, 1.0, 0.0]);
    let higher = Comparison::paired(&a, &b, HigherIsBetter);
    let lower = Comparison::paired(&a, &b, LowerIsBetter);
    assert_close(higher.share_better, 0.6, 1e-15);
    assert_close(lower.share_better, 0.2, 1e-15);
    assert_close(lower.share_tied, 0.2, 1e-15);
}

#[test]
fn a_pair_with_an_undefined_side_is_dropped_whole() {
    let a = [1.0, f64::NAN, 3.0, 4.0];
    let b = [2.0, 9.0, f64::NAN, 4.0];
    let comparison = Comparison::paired(&a, &b, HigherIsBetter);
    assert_eq!((comparison.difference.count, comparison.difference.undefined), (2, 2));
    assert_close(comparison.difference.mean, 0.5, 1e-15);
    assert_close(comparison.share_better, 0.5, 1e-15);
    assert_close(comparison.share_tied, 0.5, 1e-15);
    // Var a = 4.5, Var b = 2, Var(b − a) = 0.5 over the two pairs left.
    assert_close(comparison.variance_reduction.expect("it varies"), 13.0, 1e-14);
}

#[test]
fn over_one_percent_of_undefined_pairs_withholds_the_verdict() {
    let a = vec![0.0; 200];
    let mut b = vec![1.0; 200];
    b[0] = f64::NAN;
    b[1] = f64::NAN;
    assert_eq!(Comparison::paired(&a, &b, HigherIsBetter).verdict(0.0), Verdict::Better);
    b[2] = f64::NAN;
    assert_eq!(Comparison::paired(&a, &b, HigherIsBetter).verdict(0.0), Verdict::Withheld);
    let all = Comparison::paired(&[f64::NAN], &[1.0], HigherIsBetter);
    assert_eq!(all.verdict(0.0), Verdict::Withheld);
    assert!(all.share_better.is_nan());
}

#[test]
fn one_pair_decides_nothing() {
    let comparison = Comparison::paired(&[0.0], &[100.0], HigherIsBetter);
    assert_eq!(comparison.verdict(1.0), Verdict::Undecided);
    assert_eq!(Comparison::paired(&[], &[], HigherIsBetter).verdict(0.0), Verdict::Undecided);
}

#[test]
fn swapping_the_systems_swaps_the_verdict() {
    let (a, b) = ([1.0, 2.0, 3.0, 4.0], [2.5, 3.0, 4.5, 5.0]);
    for direction in [HigherIsBetter, LowerIsBetter] {
        let forth = Comparison::paired(&a, &b, direction);
        let back = Comparison::paired(&b, &a, direction);
        let (low, high) = forth.improvement();
        assert_eq!(back.improvement(), (-high, -low));
        assert_ne!(forth.verdict(0.1), back.verdict(0.1));
    }
}
