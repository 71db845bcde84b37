//! Sobol' points: published values, evenness, and integrals with known answers.

use std::f64::consts::PI;

use posse::stats::{SOBOL_DIMENSIONS, sobol};

/// The points after the origin as R's `randtoolbox` gives them.
#[test]
fn the_first_points_are_those_that_are_published() {
    let expected = [
        (0.0, 0.0),
        (0.5, 0.5),
        (0.75, 0.25),
        (0.25, 0.75),
        (0.375, 0.375),
        (0.875, 0.875),
        (0.625, 0.125),
        (0.125, 0.625),
        (0.1875, 0.3125),
        (0.6875, 0.8125),
        (0.9375, 0.0625),
    ];
    for (index, point) in (0_u32..).zip(expected) {
        assert_eq!((sobol(index, 0), sobol(index, 1)), point);
    }
}

#[test]
fn in_every_dimension_each_slice_holds_one_point() {
    for dimension in 0..SOBOL_DIMENSIONS {
        for points in [16, 256, 4096] {
            let mut shares: Vec<f64> = (0..points).map(|index| sobol(index, dimension)).collect();
            shares.sort_by(f64::total_cmp);
            let slices = (0..points).map(|slice| f64::from(slice) / f64::from(points));
            assert_eq!(shares, slices.collect::<Vec<_>>(), "{dimension}");
        }
    }
}

/// The first two dimensions are a (0, 2)-sequence in base 2 (Sobol', 1967).
#[test]
fn in_the_plane_each_box_of_every_shape_holds_one_point() {
    const POINTS: u32 = 1024;
    for columns in (0..=10).map(|k| 1_u32 << k) {
        let rows = POINTS / columns;
        let mut held: Vec<(f64, f64)> = Vec::new();
        for index in 0..POINTS {
            let column = (sobol(index, 0) * f64::from(columns)).floor();
            let row = (sobol(index, 1) * f64::from(rows)).floor();
            held.push((column, row));
        }
        held.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        held.dedup();
        assert_eq!(held.len(), POINTS as usize, "{columns} columns");
    }
}

#[test]
#[should_panic(expected = "there are no direction numbers for 21")]
fn beyond_the_direction_numbers_there_is_nothing() {
    sobol(0, SOBOL_DIMENSIONS);
}

/// Mean, variance, first-order and total indices.
type Indices = (f64, f64, Vec<f64>, Vec<f64>);

/// Those of `f` on the unit cube of so many `axes`, from two halves of Sobol' points (Saltelli et
/// al., 2010; Jansen, 1999).
fn indices(axes: usize, points: u32, f: impl Fn(&[f64]) -> f64) -> Indices {
    let count = f64::from(points);
    let (mut values, mut first, mut total) = (Vec::new(), vec![0.0; axes], vec![0.0; axes]);
    for index in 0..points {
        let [one, other] =
            [0, axes].map(|from| (from..from + axes).map(|k| sobol(index, k)).collect::<Vec<_>>());
        let (of_one, of_other) = (f(&one), f(&other));
        values.extend([of_one, of_other]);
        for (k, coordinate) in other.iter().enumerate() {
            let mut mixed = one.clone();
            mixed[k] = *coordinate;
            let of_mixed = f(&mixed);
            first[k] += of_other * (of_mixed - of_one) / count;
            total[k] += (of_one - of_mixed) * (of_one - of_mixed) / (2.0 * count);
        }
    }
    let mean = values.iter().sum::<f64>() / (2.0 * count);
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (2.0 * count);
    let shares = |sums: Vec<f64>| sums.iter().map(|sum| sum / variance).collect();
    (mean, variance, shares(first), shares(total))
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < tolerance, "{found} is not {expected}");
    }
}

/// Case S-SOBOL-1: with 2¹⁴ base points errors below 0.02 are normal.
#[test]
fn the_indices_of_the_ishigami_function_come_out() {
    let f = |x: &[f64]| {
        let [x, y, z] = [x[0], x[1], x[2]].map(|share| PI * (2.0 * share - 1.0));
        x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
    };
    let (mean, variance, first, total) = indices(3, 1 << 14, f);
    assert_near(&[mean, variance], &[3.5, 13.844_587_940_719_3], 0.02);
    assert_near(&first, &[0.313_905_191_147_811, 0.442_411_144_790_041, 0.0], 0.02);
    let expected = [0.557_588_855_209_959, 0.442_411_144_790_041, 0.243_683_664_062_148];
    assert_near(&total, &expected, 0.02);
}

/// Case S-SOBOL-1, in twice eight dimensions.
#[test]
fn the_indices_of_the_g_function_come_out() {
    const A: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let f = |x: &[f64]| {
        let factors = x.iter().zip(A).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a));
        factors.product::<f64>()
    };
    let (mean, variance, first, total) = indices(8, 1 << 14, f);
    assert_near(&[mean, variance], &[1.0, 0.465_424_431_902_207], 0.01);
    let rest = 7.161_921_688_790_33e-5;
    let expected = [
        0.716_192_168_879_033,
        0.179_048_042_219_758,
        0.023_675_774_177_819_3,
        0.007_161_921_688_790_33,
        rest,
        rest,
        rest,
        rest,
    ];
    assert_near(&first, &expected, 0.02);
    let rest = 0.000_104_949_051_919_506;
    let expected = [
        0.787_144_126_659_275,
        0.242_198_192_818_238,
        0.034_316_910_154_082_8,
        0.010_460_387_065_239_5,
        rest,
        rest,
        rest,
        rest,
    ];
    assert_near(&total, &expected, 0.02);
}
