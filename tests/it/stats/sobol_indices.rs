//! Sobol' indices: two functions with known ones, with noise and without, and their intervals.
//!
//! Case S-SOBOL-1: Ishigami and Homma (1990); Saltelli and Sobol' (1995); Saltelli et al. (2008).

use std::f64::consts::PI;

use posse::stats::{Index, SobolIndices, SobolRow};

use super::assert_close;
use super::normal_numbers::Numbers;

type Function = dyn Fn(&[f64]) -> f64;

/// A function on the unit cube, its mean and variance, and its indices, first and total.
struct Known {
    name: &'static str,
    function: Box<Function>,
    mean: f64,
    variance: f64,
    first: Vec<f64>,
    total: Vec<f64>,
}

/// sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on (−π, π)³.
fn ishigami() -> Known {
    let function = |u: &[f64]| {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
    };
    Known {
        name: "Ishigami",
        function: Box::new(function),
        mean: 3.5,
        variance: 13.844_587_940_719_3,
        first: vec![0.313_905_191_147_811, 0.442_411_144_790_041, 0.0],
        total: vec![0.557_588_855_209_959, 0.442_411_144_790_041, 0.243_683_664_062_148],
    }
}

/// ∏ (|4 xᵢ − 2| + aᵢ) / (1 + aᵢ) on (0, 1)⁸.
fn g() -> Known {
    const A: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let function =
        |u: &[f64]| u.iter().zip(A).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
    let first = [0.716_192_168_879_033, 0.179_048_042_219_758, 0.023_675_774_177_819_3]
        .into_iter()
        .chain([0.007_161_921_688_790_33])
        .chain([7.161_921_688_790_33e-5; 4]);
    let total = [0.787_144_126_659_275, 0.242_198_192_818_238, 0.034_316_910_154_082_8]
        .into_iter()
        .chain([0.010_460_387_065_239_5])
        .chain([1.049_490_519_195_06e-4; 4]);
    Known {
        name: "g",
        function: Box::new(function),
        mean: 1.0,
        variance: 0.465_424_431_902_207,
        first: first.collect(),
        total: total.collect(),
    }
}

/// Rows of a design; in each run every row has luck of its own: `shared` that all its points have
/// in common and `own` that they have not.
fn rows(
    known: &Known,
    (rows, runs): (usize, usize),
    (shared, own): (f64, f64),
    source: &mut Numbers,
) -> Vec<SobolRow> {
    let inputs = known.first.len();
    let row = |_| {
        let mut point = || (0..inputs).map(|_| source.uniform()).collect::<Vec<f64>>();
        let (a, b) = (point(), point());
        let luck: Vec<f64> = (0..runs).map(|_| shared * source.normal()).collect();
        let mut outputs = |x: &[f64]| -> Vec<f64> {
            let truth = (known.function)(x);
            luck.iter().map(|luck| truth + luck + own * source.normal()).collect()
        };
        let mixed = (0..inputs).map(|input| {
            let mut x = a.clone();
            x[input] = b[input];
            outputs(&x)
        });
        let mixed = mixed.collect();
        SobolRow { a: outputs(&a), b: outputs(&b), mixed }
    };
    (0..rows).map(row).collect()
}

#[track_caller]
fn assert_within(known: &Known, what: &str, index: Index, truth: f64, most_error: f64) {
    let (name, error) = (known.name, index.standard_error);
    assert!(error < most_error, "{name} {what}: error {error}");
    let off = (index.value - truth) / error;
    assert!(off.abs() < 4.0, "{name} {what}: {} is not {truth}: {off} errors", index.value);
}

fn check(known: &Known, found: &SobolIndices, most_error: f64) {
    assert_eq!((found.inputs.len(), found.undefined), (known.first.len(), 0));
    assert_close(found.mean, known.mean, 0.05);
    let variance = known.variance;
    assert_within(known, "variance", found.variance, variance, 10.0 * most_error * variance);
    for (input, of) in found.inputs.iter().enumerate() {
        assert_within(known, "first", of.first, known.first[input], most_error);
        assert_within(known, "total", of.total, known.total[input], most_error);
    }
}

#[test]
fn the_indices_of_both_functions_come_out() {
    for known in [ishigami(), g()] {
        let rows = rows(&known, (16_384, 1), (0.0, 0.0), &mut Numbers::new(1));
        check(&known, &SobolIndices::of(&rows), 0.02);
    }
}

#[test]
fn noise_in_the_outputs_is_not_taken_for_an_effect() {
    for known in [ishigami(), g()] {
        // Noise of the mean of two runs has as much variance as the function, and half of it is
        // not shared by the points of a row: uncorrected, every total index would be 0.5 more.
        let size = known.variance.sqrt();
        let rows = rows(&known, (16_384, 2), (size, size), &mut Numbers::new(2));
        check(&known, &SobolIndices::of(&rows), 0.04);
    }
}

#[test]
fn intervals_cover() {
    for (known, noise) in [(ishigami(), 0.0), (ishigami(), 0.5), (g(), 0.0), (g(), 0.5)] {
        let mut source = Numbers::new(3);
        let size = noise * known.variance.sqrt();
        let (trials, inputs) = (300, known.first.len().min(4));
        let mut covered = vec![0; 2 * inputs];
        for _ in 0..trials {
            let rows = rows(&known, (200, 4), (size, size), &mut source);
            let found = SobolIndices::of(&rows);
            for input in 0..inputs {
                let of = found.inputs[input];
                let pairs = [(of.first, known.first[input]), (of.total, known.total[input])];
                for (place, (index, truth)) in pairs.into_iter().enumerate() {
                    let (low, high) = index.interval;
                    covered[2 * input + place] += u32::from(low <= truth && truth <= high);
                }
            }
        }
        // Ratios of skewed sums: 91 % at least with 200 rows.
        let shares = covered.iter().map(|count| f64::from(*count) / f64::from(trials));
        for share in shares {
            assert!(share > 0.91, "{} {noise}: {share}", known.name);
        }
    }
}

#[test]
fn an_output_that_no_input_moves_has_no_indices() {
    let row = |k: u32| {
        let runs = vec![f64::from(k % 3), f64::from(k % 5)];
        SobolRow { a: runs.clone(), b: runs.clone(), mixed: vec![runs] }
    };
    let found = SobolIndices::of(&(0..1).map(row).collect::<Vec<_>>());
    assert!(found.inputs[0].first.value.is_nan());
    let same = SobolRow { a: vec![2.0], b: vec![2.0], mixed: vec![vec![2.0]] };
    let found = SobolIndices::of(&vec![same; 9]);
    assert!(found.variance.value.is_nan() && found.inputs[0].total.value.is_nan());
    assert_eq!(SobolIndices::of(&[]).rows, 0);
}

#[test]
fn undefined_runs_are_left_out_row_by_row() {
    let known = ishigami();
    let mut rows = rows(&known, (50, 3), (1.0, 1.0), &mut Numbers::new(4));
    rows[7].mixed[1][2] = f64::NAN;
    rows[8].a = vec![1.0, f64::NAN, f64::NAN];
    let found = SobolIndices::of(&rows);
    assert_eq!((found.rows, found.undefined), (49, 1));
    assert!(found.inputs.iter().all(|of| of.total.value.is_finite()));
}
