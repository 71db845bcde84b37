//! Correlation and batches of a series.

use posse::stats::{Estimate, batch_means, lag_one_autocorrelation};

use super::{assert_close, numbers};

/// Case S-BM-1: delays of an M/M/1 queue at load 0.8 that starts empty, after the first 200.
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
