//! Least squares: exact polynomials, and the certified results of NIST's reference datasets.

use posse::stats::{LeastSquares, Surface};

use super::normal_numbers::Numbers;
use super::{assert_close, numbers};

/// NIST `StRD`, dataset Longley (J. W. Longley, Journal of the American Statistical Association 62,
/// 1967): employed; deflator, product, unemployed, armed forces, population, year.
const LONGLEY: &str = "
    60323  83.0 234289 2356 1590 107608 1947
    61122  88.5 259426 2325 1456 108632 1948
    60171  88.2 258054 3682 1616 109773 1949
    61187  89.5 284599 3351 1650 110929 1950
    63221  96.2 328975 2099 3099 112075 1951
    63639  98.1 346999 1932 3594 113270 1952
    64989  99.0 365385 1870 3547 115094 1953
    63761 100.0 363112 3578 3350 116219 1954
    66019 101.2 397469 2904 3048 117388 1955
    67857 104.6 419180 2822 2857 118734 1956
    68169 108.4 442769 2936 2798 120445 1957
    66513 110.8 444546 4681 2637 121950 1958
    68655 112.6 482704 3813 2552 123366 1959
    69564 114.2 502601 3931 2514 125368 1960
    69331 115.7 518173 4806 2572 127852 1961
    70551 116.9 554894 4007 2827 130081 1962";

#[test]
fn the_longley_data_give_the_certified_coefficients() {
    let all = numbers(LONGLEY);
    let column = |k: usize| all.iter().skip(k).step_by(7).copied().collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = (1..7).map(column).collect();
    let fit = LeastSquares::fit(&columns, &column(0));
    let certified = [
        15.061_872_271_373_3,
        -0.035_819_179_292_591,
        -2.020_229_803_816_83,
        -1.033_226_867_173_59,
        -0.051_104_105_653_580_7,
        1_829.151_464_613_55,
    ];
    assert_close(fit.intercept, -3_482_258.634_595_82, 1e-10);
    for (found, expected) in fit.coefficients.iter().zip(certified) {
        assert_close(*found, expected, 1e-10);
    }
    assert_close(fit.residual_variance.sqrt(), 304.854_073_561_965, 1e-12);
    assert_close(fit.r_squared, 0.995_479_004_577_296, 1e-13);
    let adjusted = 1.0 - (1.0 - fit.r_squared) * 15.0 / 9.0;
    assert_close(fit.adjusted_r_squared, adjusted, 1e-12);
}

/// NIST `StRD`, datasets Wampler1 and Wampler2: polynomials of degree 5 at 0 to 20, made to be hard.
#[test]
fn the_wampler_polynomials_come_back() {
    let powers = |x: f64| -> Vec<f64> { (1..6).map(|k| x.powi(k)).collect() };
    let columns: Vec<Vec<f64>> =
        (0..5).map(|k| (0..21).map(|x| powers(f64::from(x))[k]).collect()).collect();
    for step in [1.0_f64, 0.1] {
        let value = |x: i32| (0..6).map(|k| (step * f64::from(x)).powi(k)).sum();
        let fit = LeastSquares::fit(&columns, &(0..21).map(value).collect::<Vec<f64>>());
        assert_close(fit.intercept, 1.0, 1e-8);
        for (k, found) in (1..6).zip(&fit.coefficients) {
            assert_close(*found, step.powi(k), 1e-8);
        }
        assert_close(fit.r_squared, 1.0, 1e-14);
        assert_eq!(fit.rank, 5);
    }
}

#[test]
fn columns_that_others_make_up_count_once() {
    let first: Vec<f64> = (0..20).map(f64::from).collect();
    let second: Vec<f64> = (0..20).map(|x| f64::from(x * x % 7)).collect();
    let both: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 2.0 * a - b + 4.0).collect();
    let values: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 3.0 + a + 5.0 * b).collect();
    let fit = LeastSquares::fit(&[first, second, both.clone(), vec![7.0; 20]], &values);
    assert_eq!(fit.rank, 2);
    assert_eq!(fit.coefficients[3].to_bits(), 0.0_f64.to_bits(), "a constant column adds nothing");
    assert_close(fit.at(&[10.0, 2.0, 22.0, 7.0]), 23.0, 1e-12);
    assert_close(fit.r_squared, 1.0, 1e-13);
}

#[test]
fn nothing_but_a_mean_is_a_fit_too() {
    let fit = LeastSquares::fit(&[], &[1.0, 2.0, 6.0]);
    assert_eq!((fit.intercept, fit.rank), (3.0, 0));
    assert_close(fit.residual_variance, 7.0, 1e-15);
    assert_close(fit.adjusted_r_squared, 0.0, 1e-15);
    assert!(LeastSquares::fit(&[vec![1.0]], &[5.0]).residual_variance.is_nan());
    assert!(LeastSquares::fit(&[vec![1.0, 2.0]], &[5.0, 5.0]).r_squared.is_nan());
}

#[test]
fn a_quadratic_surface_finds_a_quadratic_function() {
    let mut source = Numbers::new(5);
    let truth = |p: &[f64]| 4.0 - 3.0 * p[0] + 2.0 * p[0] * p[0] + 100.0 * p[1] * p[1] - 0.5 * p[2];
    let mut point = || vec![source.uniform(), 10.0 + source.uniform(), 1e6 * source.uniform(), 3.0];
    let points: Vec<Vec<f64>> = (0..40).map(|_| point()).collect();
    let values: Vec<f64> = points.iter().map(|p| truth(p)).collect();
    let surface = Surface::fit(&points, &values, 2);
    assert_eq!(surface.fit.rank, 6, "the fourth input does not vary");
    for _ in 0..20 {
        let point = point();
        assert_close(surface.at(&point), truth(&point), 1e-10);
    }
    assert_close(surface.fit.adjusted_r_squared, 1.0, 1e-12);
}

#[test]
fn noise_is_not_explained() {
    let mut source = Numbers::new(6);
    let mut total = 0.0;
    for _ in 0..400 {
        let points: Vec<Vec<f64>> =
            (0..30).map(|_| (0..4).map(|_| source.uniform()).collect()).collect();
        let values: Vec<f64> = (0..30).map(|_| source.normal()).collect();
        let fit = Surface::fit(&points, &values, 2).fit;
        assert!(fit.r_squared > fit.adjusted_r_squared);
        total += fit.adjusted_r_squared;
    }
    // The standard deviation of one is about 0.15.
    assert!((total / 400.0).abs() < 0.03, "{}", total / 400.0);
}
