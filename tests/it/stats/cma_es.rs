//! CMA-ES on functions with a known minimum.

use posse::stats::CmaEs;

use super::normal_numbers::Numbers;

/// How many values it takes until one is below `goal`, from the middle of a unit cube.
fn values_until(goal: f64, d: usize, seed: u64, f: impl Fn(&[f64]) -> f64) -> usize {
    let (mut numbers, mut law, mut count) = (Numbers::new(seed), CmaEs::new(vec![0.5; d], 0.3), 0);
    while !law.is_spent() {
        let point = |_| {
            let uniform: Vec<f64> = (0..d).map(|_| numbers.uniform()).collect();
            law.point(&uniform)
        };
        let mut points: Vec<Vec<f64>> = (0..law.children()).map(point).collect();
        points.sort_by(|a, b| f(a).total_cmp(&f(b)));
        count += points.len();
        if f(&points[0]) < goal {
            return count;
        }
        law.learn(&points);
    }
    panic!("it ended before {goal}")
}

fn sphere(x: &[f64]) -> f64 {
    x.iter().map(|x| (x - 0.2) * (x - 0.2)).sum()
}

/// Condition 10⁶.
fn ellipsoid(x: &[f64]) -> f64 {
    let weight = |k: usize| posse::math::powf(1e6, k as f64 / (x.len() - 1) as f64);
    x.iter().enumerate().map(|(k, x)| weight(k) * x * x).sum()
}

fn rosenbrock(x: &[f64]) -> f64 {
    let term = |w: &[f64]| {
        let (bend, rest) = (w[1] - w[0] * w[0], 1.0 - w[0]);
        100.0 * bend * bend + rest * rest
    };
    x.windows(2).map(term).sum()
}

#[test]
fn a_sphere_in_ten_dimensions_takes_at_most_3000_values() {
    for seed in 0..5 {
        assert!(values_until(1e-9, 10, seed, sphere) <= 3000);
    }
}

/// Hansen (2016) reports about 6,000 on both.
#[test]
fn long_valleys_straight_and_bent_are_learnt() {
    for seed in 0..3 {
        assert!(values_until(1e-9, 10, seed, ellipsoid) <= 8000);
        assert!(values_until(1e-9, 10, seed, rosenbrock) <= 9000);
    }
}

#[test]
fn one_dimension_is_enough() {
    assert!(values_until(1e-9, 1, 1, sphere) <= 300);
}
