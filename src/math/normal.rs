//! The standard normal law: density, distribution function and quantile.

use super::{exp, ln};

/// `1/sqrt(2π)`.
const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;

/// Density of the standard normal law at `z`.
pub fn normal_density(z: f64) -> f64 {
    DENSITY_AT_0 * exp_half_square(z)
}

/// `exp(-z²/2)` without the loss that squaring a large `z` brings.
///
/// `z` is split into a multiple of 1/16, whose square is exact, and a small rest (Cody 1969).
fn exp_half_square(z: f64) -> f64 {
    let z = z.abs();
    if z > 40.0 {
        return 0.0;
    }
    let coarse = (z * 16.0).floor() / 16.0;
    exp(-0.5 * coarse * coarse) * exp(-0.5 * (z - coarse) * (z + coarse))
}

/// Probability that a standard normal variable is at most `z`; relative error below 10⁻¹⁵ from -37
/// up. Further down the result fades through subnormal numbers to 0 (below -38.5); above 8.3 it is
/// 1. NaN gives NaN.
///
/// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error
/// function", Math. Comp. 23 (1969), in the form of his routine ANORM.
#[expect(
    clippy::unreadable_literal,
    clippy::excessive_precision,
    reason = "coefficients stand as they were published"
)]
pub fn normal_cdf(z: f64) -> f64 {
    const CENTRE_TOP: [f64; 5] = [
        0.065682337918207449113,
        2.2352520354606839287,
        161.02823106855587881,
        1067.6894854603709582,
        18154.981253343561249,
    ];
    const CENTRE_BOTTOM: [f64; 5] = [
        1.0,
        47.20258190468824187,
        976.09855173777669322,
        10260.932208618978205,
        45507.789335026729956,
    ];
    const FLANK_TOP: [f64; 9] = [
        1.0765576773720192317e-8,
        0.39894151208813466764,
        8.8831497943883759412,
        93.506656132177855979,
        597.27027639480026226,
        2494.5375852903726711,
        6848.1904505362823326,
        11602.651437647350124,
        9842.7148383839780218,
    ];
    const FLANK_BOTTOM: [f64; 9] = [
        1.0,
        22.266688044328115691,
        235.38790178262499861,
        1519.377599407554805,
        6485.558298266760755,
        18615.571640885098091,
        34900.952721145977266,
        38912.003286093271411,
        19685.429676859990727,
    ];
    const TAIL_TOP: [f64; 6] = [
        0.02307344176494017303,
        0.21589853405795699,
        0.1274011611602473639,
        0.022235277870649807,
        0.001421619193227893466,
        2.9112874951168792e-5,
    ];
    const TAIL_BOTTOM: [f64; 6] = [
        1.0,
        1.28426009614491121,
        0.468238212480865118,
        0.0659881378689285515,
        0.00378239633202758244,
        7.29751555083966205e-5,
    ];
    const FLANK_FROM: f64 = 0.67448975;
    const TAIL_FROM: f64 = 5.656854249492380195;
    if z.is_nan() {
        return f64::NAN;
    }
    let distance = z.abs();
    if distance <= FLANK_FROM {
        let square = z * z;
        return 0.5 + z * polynomial(&CENTRE_TOP, square) / polynomial(&CENTRE_BOTTOM, square);
    }
    let ratio = if distance <= TAIL_FROM {
        polynomial(&FLANK_TOP, distance) / polynomial(&FLANK_BOTTOM, distance)
    } else {
        let inverse = 1.0 / (z * z);
        let bend = inverse * polynomial(&TAIL_TOP, inverse) / polynomial(&TAIL_BOTTOM, inverse);
        (DENSITY_AT_0 - bend) / distance
    };
    let outside = exp_half_square(distance) * ratio;
    if z > 0.0 { 1.0 - outside } else { outside }
}

/// Quantile of the standard normal law: the `z` with [`normal_cdf`]`(z) = p`; relative error
/// about 10⁻¹⁵. `p = 0` and `p = 1` give the infinities, `p` outside `[0, 1]` or NaN gives NaN.
///
/// Algorithm AS 241 (PPND16): M. J. Wichura, Applied Statistics 37 (1988).
#[expect(
    clippy::unreadable_literal,
    clippy::excessive_precision,
    reason = "coefficients stand as they were published"
)]
pub fn normal_quantile(p: f64) -> f64 {
    const CENTRE_TOP: [f64; 8] = [
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ];
    const CENTRE_BOTTOM: [f64; 8] = [
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ];
    const FLANK_TOP: [f64; 8] = [
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ];
    const FLANK_BOTTOM: [f64; 8] = [
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ];
    const TAIL_TOP: [f64; 8] = [
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ];
    const TAIL_BOTTOM: [f64; 8] = [
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ];
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(&CENTRE_TOP, r) / polynomial(&CENTRE_BOTTOM, r);
    }
    let outside = if q < 0.0 { p } else { 1.0 - p };
    if outside == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-ln(outside)).sqrt();
    let distance = if r <= 5.0 {
        polynomial(&FLANK_TOP, r - 1.6) / polynomial(&FLANK_BOTTOM, r - 1.6)
    } else {
        polynomial(&TAIL_TOP, r - 5.0) / polynomial(&TAIL_BOTTOM, r - 5.0)
    };
    if q < 0.0 { -distance } else { distance }
}

/// Horner's scheme, highest power first.
#[inline]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}
