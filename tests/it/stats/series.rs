//! Warm-up, trend and batches of a series.

use posse::stats::{Estimate, Mser5, batch_means, lag_one_autocorrelation, mser5, slope};

use super::{assert_close, numbers};

#[track_caller]
fn assert_cut(found: Option<Mser5>, expected: &Mser5) {
    let found = found.expect("a series of at least ten");
    assert_eq!((found.deleted, found.at_boundary), (expected.deleted, expected.at_boundary));
    assert_close(found.statistic, expected.statistic, 1e-10);
    let (without, expected_without) =
        (found.statistic_without_deletion, expected.statistic_without_deletion);
    assert_close(without, expected_without, 1e-10);
    assert_close(found.truncated_mean, expected.truncated_mean, 1e-12);
}

/// Case S-MSER-1: exponential ramp plus AR(1).
#[test]
fn mser_5_cuts_a_ramp() {
    let expected = Mser5 {
        deleted: 105,
        statistic: 0.002_576_566_480_527_83,
        statistic_without_deletion: 0.026_487_164_370_993_6,
        truncated_mean: 10.030_467_606_779_7,
        at_boundary: false,
    };
    assert_cut(mser5(&numbers(include_str!("ramp.txt"))), &expected);
}

/// Case S-MSER-2: delays of an M/M/1 queue at load 0.8 that starts empty.
#[test]
fn mser_5_cuts_the_start_of_an_empty_queue() {
    let expected = Mser5 {
        deleted: 280,
        statistic: 0.043_878_574_988_061_2,
        statistic_without_deletion: 0.063_607_325_556_238,
        truncated_mean: 2.739_787_418_055_56,
        at_boundary: false,
    };
    assert_cut(mser5(&numbers(include_str!("mm1_delays.txt"))), &expected);
}

/// Case S-MSER-3: a pure trend; 203 observations, so the last three fill no batch.
#[test]
fn mser_5_says_when_no_cut_in_the_first_half_is_enough() {
    let trend: Vec<f64> = (0..203_u8).map(|i| f64::from(i) / 100.0).collect();
    let expected = Mser5 {
        deleted: 100,
        statistic: 0.004_156_25,
        statistic_without_deletion: 0.008_328_125,
        truncated_mean: 1.51,
        at_boundary: true,
    };
    assert_cut(mser5(&trend), &expected);
}

#[test]
fn mser_5_deletes_nothing_from_a_steady_series() {
    let cut = mser5(&[4.2; 60]).expect("a series of at least ten");
    assert_eq!((cut.deleted, cut.at_boundary), (0, false));
    assert_eq!(mser5(&[1.0; 9]), None);
}

#[test]
fn the_slope_is_that_of_least_squares() {
    // 1, 3, 2, 5 against 0, 1, 2, 3: slope 5.5/5 = 1.1; residuals −0.1, 0.8, −1.3, 0.6, squares
    // 2.7; se = √(2.7/2/5).
    let line = slope(&[1.0, 3.0, 2.0, 5.0]);
    assert_close(line.per_step, 1.1, 1e-14);
    assert_close(line.standard_error, 0.27_f64.sqrt(), 1e-14);
    assert!(line.is_flat(3.0));
    assert!(!line.is_flat(2.0));
}

#[test]
fn a_constant_series_is_flat_and_a_straight_trend_is_not() {
    assert!(slope(&[0.1; 50]).is_flat(3.0));
    let trend: Vec<f64> = (0..50_u8).map(f64::from).collect();
    assert!(!slope(&trend).is_flat(3.0));
    assert!(!slope(&[1.0, 2.0]).is_flat(3.0));
    assert!(slope(&[1.0]).per_step.is_nan());
}

/// Case S-BM-1: the delays of S-MSER-2 after the first 200.
#[test]
fn batch_means_give_an_interval_for_one_long_run() {
    let series = &numbers(include_str!("mm1_delays.txt"))[200..];
    let batches = batch_means(series, 20);
    assert_close(batches[0], 10.039_264_225, 1e-12);
    assert_close(batches[19], 3.984_407_375, 1e-12);
    let estimate = Estimate::of(&batches);
    assert_close(estimate.mean, 3.657_054_597_5, 1e-12);
    assert_close(estimate.half_width(), 1.555_812_087_531_65, 1e-12);
    assert_close(lag_one_autocorrelation(&batches), 0.287_704_845_450_791, 1e-12);
}

#[test]
fn observations_that_fill_no_batch_are_dropped() {
    assert_eq!(batch_means(&[1.0, 3.0, 5.0, 7.0, 100.0], 2), [2.0, 6.0]);
    assert_eq!(batch_means(&[1.0, 3.0, 5.0, 7.0, 100.0], 3), [1.0, 3.0, 5.0]);
}
