//! Do the intervals cover what they promise to?

use posse::stats::Direction::HigherIsBetter;
use posse::stats::{
    Comparison, Estimate, PooledRatio, QuantileRanks, quantile_interval, wilson_interval,
};

use super::assert_close;
use super::normal_numbers::Numbers;

const REPETITIONS: u32 = 2_000;

/// Share of `repetitions` intervals that contain `truth`.
fn coverage(repetitions: u32, truth: f64, mut interval: impl FnMut() -> (f64, f64)) -> f64 {
    let covers = |(low, high): (f64, f64)| low <= truth && truth <= high;
    let covered = (0..repetitions).filter(|_| covers(interval())).count();
    covered as f64 / f64::from(repetitions)
}

/// A sample of `count` draws.
fn collect(count: usize, mut draw: impl FnMut() -> f64) -> Vec<f64> {
    (0..count).map(|_| draw()).collect()
}

#[track_caller]
fn assert_nominal(coverage: f64) {
    assert!((0.94..=0.96).contains(&coverage), "95 % intervals cover {coverage}");
}

/// Case S-COV-1: of 2,000 intervals of ten normal numbers each, 1,867 to 1,931 cover (99.9 %
/// band); here the narrower band of 94 to 96 %.
#[test]
fn the_interval_of_a_mean_covers_it_in_95_percent() {
    let mut numbers = Numbers::new(1);
    let mut sample = || collect(10, || 7.0 + 3.0 * numbers.normal());
    assert_nominal(coverage(REPETITIONS, 7.0, || Estimate::of(&sample()).interval));
}

#[test]
fn the_interval_of_a_pooled_ratio_covers_it_in_95_percent() {
    let mut numbers = Numbers::new(2);
    // Leads x and wins y of a year move together: E y / E x = 30/100.
    let mut years = || {
        let year = |_| {
            let x = 100.0 + 10.0 * numbers.normal();
            (0.2 * x + 10.0 + 3.0 * numbers.normal(), x)
        };
        (0..40).map(year).unzip()
    };
    assert_nominal(coverage(REPETITIONS, 0.3, || {
        let (y, x): (Vec<f64>, Vec<f64>) = years();
        PooledRatio::of(&y, &x).interval
    }));
}

#[test]
fn the_interval_of_a_paired_difference_covers_it_in_95_percent() {
    let mut numbers = Numbers::new(3);
    let mut pairs = || {
        let pair = |_| {
            let luck = 20.0 * numbers.normal();
            (luck + numbers.normal(), 1.5 + luck + 2.0 * numbers.normal())
        };
        (0..20).map(pair).unzip()
    };
    assert_nominal(coverage(REPETITIONS, 1.5, || {
        let (a, b): (Vec<f64>, Vec<f64>) = pairs();
        Comparison::paired(&a, &b, HigherIsBetter).difference.interval
    }));
}

#[test]
fn the_interval_of_a_quantile_covers_it_as_often_as_it_says() {
    let mut numbers = Numbers::new(4);
    // The 85 % quantile of an exponential law, from 60 values at a time.
    let exact = QuantileRanks::new(60, 0.85, 0.95).coverage;
    let truth = -0.15_f64.ln();
    let covered = coverage(REPETITIONS, truth, || {
        let mut sample = collect(60, || numbers.exponential());
        sample.sort_unstable_by(f64::total_cmp);
        quantile_interval(&sample, 0.85, 0.95)
    });
    let error = (exact * (1.0 - exact) / f64::from(REPETITIONS)).sqrt();
    assert!((covered - exact).abs() <= 3.0 * error, "{covered} instead of {exact}");
}

/// Exact coverage, summed over the binomial law of 100 decisions with win rate 0.2.
#[test]
fn the_interval_of_a_win_rate_covers_it_in_about_95_percent() {
    let (decisions, rate) = (100_u64, 0.2_f64);
    let mut probability = (1.0 - rate).powi(100);
    let mut covered = 0.0;
    for wins in 0..=decisions {
        let (low, high) = wilson_interval(wins, decisions, 0.95);
        if low <= rate && rate <= high {
            covered += probability;
        }
        probability *= (decisions - wins) as f64 / (wins + 1) as f64 * rate / (1.0 - rate);
    }
    assert_close(covered, 0.940_519_617, 1e-8);
}

/// Case S-COV-2: true coverage of 90 % intervals of exponential samples and of lognormal ones
/// (mean 1, cv 1.5), by simulation of up to a million intervals.
#[test]
fn skewed_samples_are_covered_less_often_and_by_the_known_amount() {
    let (variance, mut numbers) = ((1.0 + 1.5 * 1.5_f64).ln(), Numbers::new(7));
    for (skew, size, expected) in [
        ("exponential", 5, 0.830_757),
        ("exponential", 10, 0.853_271),
        ("exponential", 20, 0.870_898),
        ("exponential", 40, 0.883_69),
        ("lognormal", 5, 0.741_671),
        ("lognormal", 10, 0.772_009),
        ("lognormal", 40, 0.833_27),
    ] {
        let mut draw = || match skew {
            "exponential" => numbers.exponential(),
            _ => (variance.sqrt() * numbers.normal() - 0.5 * variance).exp(),
        };
        let repetitions = 8_000;
        let found = coverage(repetitions, 1.0, || {
            Estimate::at_level(&collect(size, &mut draw), 0.9).interval
        });
        let error = (found * (1.0 - found) / f64::from(repetitions)).sqrt();
        assert!((found - expected).abs() <= 4.0 * error, "{skew} {size}: {found}");
    }
}
