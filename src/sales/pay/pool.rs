//! How a pool of money is divided.

use super::exact::{Sum, in_cents};

/// The part of a pool that the weight at this place stands for; equal parts if no weight is above 0.
pub fn part_of(weights: &[f64], at: usize) -> f64 {
    let sum: f64 = weights.iter().map(|weight| weight.max(0.0)).sum();
    if sum > 0.0 { weights[at].max(0.0) / sum } else { 1.0 / weights.len() as f64 }
}

/// Divides a pool of money by `weights` into whole cents: each gets its share rounded down, the cents
/// left over go to the largest remainders, of equal ones to the smaller key. Equal shares if no
/// weight is above 0. Weights count to the millionth. Writes into `shares`, which sum to the pool
/// (rounded to a cent).
///
/// # Panics
///
/// If there are not as many keys as weights.
pub fn split_cents(pool: f64, weights: &[f64], keys: &[u64], shares: &mut Vec<f64>) {
    assert_eq!(weights.len(), keys.len(), "a key for each weight");
    shares.clear();
    let pool = whole_cents(pool);
    let parts = whole_parts(weights);
    let all: i128 = parts.iter().sum();
    let of = |at: usize| pool.saturating_mul(parts[at]);
    let mut cents: Vec<i128> = (0..parts.len()).map(|at| of(at) / all).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(of(at) % all), keys[at]));
    let mut left = pool - cents.iter().sum::<i128>();
    for at in order {
        if left < 1 {
            break;
        }
        cents[at] += 1;
        left -= 1;
    }
    shares.extend(cents.iter().map(|cents| *cents as f64 / 100.0));
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number")]
fn whole_cents(money: f64) -> i128 {
    (in_cents(money) * 100.0).round() as i128
}

/// Weights in millionths; all 1 if none is above 0.
fn whole_parts(weights: &[f64]) -> Vec<i128> {
    let millionths = |weight: &f64| Sum::from(weight.max(0.0)).millionths();
    let parts: Vec<i128> = weights.iter().map(millionths).collect();
    if parts.iter().any(|part| *part > 0) { parts } else { vec![1; parts.len()] }
}
