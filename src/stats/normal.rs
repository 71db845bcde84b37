//! The standard normal distribution.

use super::portable::{exp_of_negative, ln};

/// Probability that a standard normal number is at most `x`; relative error below 1e-12.
///
/// Within 3 standard deviations by Marsaglia's series (2004), in the tails by the continued
/// fraction of Mills' ratio (Abramowitz and Stegun 26.2.14).
pub fn normal_cdf(x: f64) -> f64 {
    if x > 0.0 { 1.0 - upper_tail(x) } else { upper_tail(-x) }
}

/// The `p`-quantile of the standard normal distribution (Wichura's algorithm AS 241, 1988);
/// relative error about 1e-16.
///
/// # Panics
/// If `p` is not strictly between 0 and 1, or so near 0 that it is subnormal.
pub fn normal_quantile(p: f64) -> f64 {
    assert!(p > 0.0 && p < 1.0, "a quantile needs a probability strictly between 0 and 1, not {p}");
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * polynomial(&CENTRE.0, r) / polynomial(&CENTRE.1, r);
    }
    let distance = (-ln(p.min(1.0 - p))).sqrt();
    let (coefficients, r) =
        if distance <= 5.0 { (&TAIL, distance - 1.6) } else { (&FAR, distance - 5.0) };
    let quantile = polynomial(&coefficients.0, r) / polynomial(&coefficients.1, r);
    if centred < 0.0 { -quantile } else { quantile }
}

/// Density of the standard normal distribution at `x`.
pub(super) fn normal_density(x: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_7;
    exp_of_negative(-0.5 * x * x) / ROOT_OF_TWO_PI
}

/// Probability that a standard normal number exceeds `x`, for `x` ≥ 0.
pub(super) fn upper_tail(x: f64) -> f64 {
    if x >= 3.0 {
        let mut fraction = x;
        for k in (1_u8..=120).rev() {
            fraction = x + f64::from(k) / fraction;
        }
        return normal_density(x) / fraction;
    }
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term > 1e-18 * sum {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    0.5 - normal_density(x) * sum
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// Numerator and denominator, lowest power first.
type Rational = ([f64; 8], [f64; 8]);

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const TAIL: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);
