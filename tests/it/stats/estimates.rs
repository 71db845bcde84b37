//! Tallies, quantiles, estimates, proportions, ratios.

use posse::stats::{
    Estimate, PooledRatio, QuantileRanks, Tally, quantile, quantile_interval, wilson_interval,
};

use super::{assert_close, numbers};

fn tally(values: &[f64]) -> Tally {
    values.iter().copied().collect()
}

#[test]
fn the_variance_divides_by_one_less_than_the_count() {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squared deviations 9+1+1+1+0+0+4+16 = 32; not 32/8 = 4.
    let tally = tally(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    assert_close(tally.mean(), 5.0, 1e-15);
    assert_close(tally.variance(), 32.0 / 7.0, 1e-15);
    assert_close(tally.sd(), 2.138_089_935_299_395, 1e-15);
    assert_eq!((tally.count(), tally.min(), tally.max()), (8, 2.0, 9.0));
}

#[test]
fn a_tally_of_nothing_or_of_one_number_says_so() {
    let empty = Tally::new();
    assert!(empty.mean().is_nan() && empty.variance().is_nan());
    assert!(empty.min().is_nan() && empty.max().is_nan());
    let one = tally(&[3.0]);
    assert_close(one.mean(), 3.0, 0.0);
    assert!(one.variance().is_nan() && one.standard_error().is_nan());
}

/// Case S-MOM-1: NIST `StRD`, certified standard deviations.
#[test]
fn moments_survive_a_mean_that_is_large_against_the_spread() {
    let tally_1 = tally(&[10_000_001.0, 10_000_003.0, 10_000_002.0]);
    assert_close(tally_1.mean(), 10_000_002.0, 1e-15);
    assert_close(tally_1.sd(), 1.0, 1e-9);
    for (level, tolerance) in [(1.2, 1e-12), (1_000_000.2, 1e-8), (10_000_000.2, 1e-7)] {
        let pairs = (0..500).flat_map(|_| [level - 0.1, level + 0.1]);
        let tally: Tally = std::iter::once(level).chain(pairs).collect();
        assert_close(tally.mean(), level, tolerance);
        assert_close(tally.sd(), 0.1, tolerance);
    }
}

/// Case S-MOM-1.
#[test]
fn merged_tallies_are_the_tally_of_everything() {
    let mut left = tally(&[1e9 + 4.0, 1e9 + 7.0]);
    left.merge(&Tally::new());
    left.merge(&tally(&[1e9 + 13.0, 1e9 + 16.0]));
    assert_close(left.mean(), 1_000_000_010.0, 1e-12);
    assert_close(left.variance(), 30.0, 1e-12);
    let mut empty = Tally::new();
    empty.merge(&left);
    assert_eq!(empty, left);
}

#[test]
fn quantiles_interpolate_between_order_statistics() {
    // 15, 20, 35, 40, 50: position 0.4 · 4 = 1.6, thus 20 + 0.6 · 15.
    let values = [35.0, 20.0, 15.0, 50.0, 40.0];
    assert_close(quantile(&values, 0.4), 29.0, 1e-15);
    assert_close(quantile(&values, 0.0), 15.0, 0.0);
    assert_close(quantile(&values, 1.0), 50.0, 0.0);
    assert_close(quantile(&[7.0], 0.3), 7.0, 0.0);
    assert!(quantile(&[], 0.5).is_nan());
}

/// Case S-QCI-1.
#[test]
fn quantile_intervals_need_no_distribution() {
    for (count, p, level, lower, upper, coverage) in [
        (100, 0.5, 0.95, 40, 61, 0.964_799_799_782_295),
        (100, 0.9, 0.95, 84, 96, 0.955_690_107_191_223),
        (1000, 0.95, 0.95, 936, 964, 0.958_095_268_222_654),
        (1000, 0.99, 0.99, 981, 998, 0.994_032_208_218_481),
        (50, 0.99, 0.95, 48, 51, 0.986_182_729_169_4),
    ] {
        let ranks = QuantileRanks::new(count, p, level);
        assert_eq!((ranks.lower, ranks.upper), (lower, upper));
        assert_close(ranks.coverage, coverage, 1e-11);
    }
}

#[test]
fn a_quantile_interval_the_sample_is_too_small_for_is_open() {
    let sorted: Vec<f64> = (1..=50).map(f64::from).collect();
    assert_eq!(quantile_interval(&sorted, 0.99, 0.95), (48.0, f64::INFINITY));
    assert_eq!(quantile_interval(&sorted, 0.01, 0.95), (f64::NEG_INFINITY, 3.0));
    assert_eq!(quantile_interval(&[], 0.5, 0.95), (f64::NEG_INFINITY, f64::INFINITY));
}

/// Published: Law, Simulation Modeling and Analysis, bank example, 2.03 ± 0.32 at 90 %; case
/// S-SEQ-1, first stage.
#[test]
fn an_estimate_has_a_student_interval() {
    let delays = [1.53, 1.66, 1.24, 2.34, 2.0, 1.69, 2.69, 2.86, 1.7, 2.6];
    let estimate = Estimate::at_level(&delays, 0.9);
    assert_close(estimate.mean, 2.031, 1e-12);
    assert_close(estimate.half_width(), 0.322_283_404_941_779, 1e-9);
    // By hand for 1, 2, 3: se = 1/√3, t(2) = 4.302653 at 95 %.
    let small = Estimate::of(&[1.0, 2.0, 3.0]);
    assert_close(small.standard_error, 0.577_350_269_189_625_8, 1e-15);
    assert_close(small.interval.0, -0.484_137_712_137_5, 1e-9);
    assert_close(small.interval.1, 4.484_137_712_137_5, 1e-9);
}

/// Case S-REPDEL-1.
#[test]
fn replications_without_their_beginning_estimate_the_steady_state() {
    let series = numbers(include_str!("replications.txt"));
    let means: Vec<f64> = series.chunks(40).map(|run| tally(&run[12..]).mean()).collect();
    let estimate = Estimate::at_level(&means, 0.9);
    assert_eq!(estimate.count, 8);
    assert_close(estimate.mean, 4.778_728_125, 1e-9);
    assert_close(estimate.half_width(), 0.141_591_275_826_167, 1e-9);
}

#[test]
fn undefined_values_are_counted_and_left_out() {
    let estimate = Estimate::of(&[f64::NAN, 10.0, 30.0, f64::NAN, 20.0]);
    assert_eq!((estimate.count, estimate.undefined), (3, 2));
    assert_close(estimate.mean, 20.0, 1e-15);
    assert_close(estimate.undefined_share(), 0.4, 1e-15);
    let quantiles = [estimate.p05, estimate.p25, estimate.p50, estimate.p75, estimate.p95];
    for (found, expected) in quantiles.into_iter().zip([11.0, 15.0, 20.0, 25.0, 29.0]) {
        assert_close(found, expected, 1e-14);
    }
}

#[test]
fn too_few_values_exclude_nothing() {
    let everything = (f64::NEG_INFINITY, f64::INFINITY);
    let none = Estimate::of(&[f64::NAN]);
    assert!(none.mean.is_nan() && none.p50.is_nan() && none.standard_error.is_nan());
    assert_eq!(none.interval, everything);
    let one = Estimate::of(&[4.0]);
    assert_close(one.mean, 4.0, 0.0);
    assert_eq!(one.interval, everything);
}

#[test]
fn values_that_never_vary_have_an_interval_without_width() {
    let estimate = Estimate::of(&[0.1; 30]);
    assert_eq!(estimate.interval, (0.1, 0.1));
}

/// Case S-PROP-1.
#[test]
fn win_rates_have_wilson_intervals() {
    for (wins, decisions, low, high) in [
        (0, 20, 0.0, 0.161_125_158_052_819),
        (7, 40, 0.087_454_137_460_359_2, 0.319_499_903_317_877),
        (120, 800, 0.126_931_864_377_082, 0.176_413_348_966_891),
    ] {
        let interval = wilson_interval(wins, decisions, 0.95);
        assert_close(interval.0, low, 1e-12);
        assert_close(interval.1, high, 1e-12);
    }
    assert_eq!(wilson_interval(0, 0, 0.95), (0.0, 1.0));
    assert_close(wilson_interval(20, 20, 0.95).1, 1.0, 0.0);
}

#[test]
fn a_pooled_ratio_divides_totals_and_has_a_jackknife_error() {
    // y = 2, 3, 7 over x = 1, 2, 3: 12/6 = 2. Without one pair: 10/5, 9/4, 5/3; mean 71/36,
    // squared deviations (1 + 100 + 121)/36²; se = √(2/3 · 222/1296).
    let pooled = PooledRatio::of(&[2.0, 3.0, f64::NAN, 7.0], &[1.0, 2.0, 5.0, 3.0]);
    assert_eq!((pooled.count, pooled.undefined), (3, 1));
    assert_close(pooled.ratio, 2.0, 1e-15);
    let error = (2.0 / 3.0 * 222.0 / 1296.0_f64).sqrt();
    assert_close(pooled.standard_error, error, 1e-14);
    assert_close(pooled.interval.1, 2.0 + 4.302_652_729_749_46 * error, 1e-12);
}

#[test]
fn a_pooled_ratio_uses_years_whose_own_ratio_is_undefined() {
    let pooled = PooledRatio::of(&[5.0, 1.0, 2.0], &[0.0, 1.0, 1.0]);
    assert_close(pooled.ratio, 4.0, 1e-15);
    let nothing = PooledRatio::of(&[1.0, 2.0], &[0.0, 0.0]);
    assert!(nothing.ratio.is_nan() && nothing.standard_error.is_nan());
    assert_eq!(nothing.interval, (f64::NEG_INFINITY, f64::INFINITY));
}

#[test]
fn with_equal_denominators_the_jackknife_is_the_ordinary_standard_error() {
    let values = [3.0, 1.0, 4.0, 1.0, 5.0];
    let pooled = PooledRatio::of(&values, &[1.0; 5]);
    assert_close(pooled.standard_error, Estimate::of(&values).standard_error, 1e-14);
}
