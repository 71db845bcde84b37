//! Logarithm, exponential and arctangent with the same bits on every machine.
//!
//! The platform's mathematics library may round differently from machine to machine; here are only
//! operations that IEEE 754 defines exactly. Relative errors are a few units in the last place.

const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// Natural logarithm, by exponent and the series of 2·artanh((m − 1)/(m + 1)).
///
/// # Panics
/// If `x` is not a positive, normal, finite number.
pub(super) fn ln(x: f64) -> f64 {
    assert!(x.is_normal() && x > 0.0, "the logarithm is for positive normal numbers, not {x}");
    // Split x = m·2^k with m in [√½, √2).
    let shifted = x.to_bits().wrapping_sub(std::f64::consts::FRAC_1_SQRT_2.to_bits());
    let exponent = shifted.cast_signed() >> 52;
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub((exponent << 52).cast_unsigned()));
    let k = exponent as f64;
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let mut series = 0.0;
    for odd in [23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = (series + 1.0 / odd) * square;
    }
    k * LN_2_HIGH + (k * LN_2_LOW + (2.0 * s + 2.0 * s * series))
}

/// Exponential of a number that is at most 0; below −700 it is 0.
///
/// # Panics
/// If `x` is positive or NaN.
pub(super) fn exp_of_negative(x: f64) -> f64 {
    assert!(x <= 0.0, "the exponential here is for numbers up to 0, not {x}");
    if x < -700.0 {
        return 0.0;
    }
    let k = (x * std::f64::consts::LOG2_E).round();
    let remainder = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    // Taylor series in Horner form; |remainder| ≤ ½ ln 2.
    let mut series = 1.0;
    for n in (1_u8..=15).rev() {
        series = 1.0 + series * remainder / f64::from(n);
    }
    #[expect(clippy::cast_possible_truncation, reason = "k is a whole number in −1010..=0")]
    let biased_exponent = 1023 + k as i64;
    series * f64::from_bits((biased_exponent << 52).cast_unsigned())
}

/// Arctangent, by two reductions and its series.
pub(super) fn atan(x: f64) -> f64 {
    if x < 0.0 {
        return -atan(-x);
    }
    if x > 1.0 {
        return std::f64::consts::FRAC_PI_2 - atan(1.0 / x);
    }
    let half = |x: f64| x / (1.0 + (1.0 + x * x).sqrt());
    let quarter_angle = half(half(x));
    let square = quarter_angle * quarter_angle;
    let mut series = 0.0;
    for n in (0_u8..=12).rev() {
        let term = 1.0 / f64::from(2 * n + 1);
        series = term - series * square;
    }
    4.0 * quarter_angle * series
}

#[cfg(test)]
mod tests {
    use super::{atan, exp_of_negative, ln};

    fn assert_close(found: f64, expected: f64) {
        let error = (found - expected).abs();
        assert!(error <= 1e-15 * expected.abs() + 1e-300, "{found:e} is not {expected:e}");
    }

    #[test]
    fn the_portable_functions_agree_with_the_platform_to_the_last_places() {
        for i in 1_u32..20_000 {
            let x = f64::from(i) * 0.001_3;
            assert_close(ln(x), x.ln());
            assert_close(atan(x), x.atan());
            assert_close(exp_of_negative(-x), (-x).exp());
        }
        for x in [1e-300, 1e-16, 0.5, 1.0, 2.0, 1e16, 1e300] {
            assert_close(ln(x), f64::ln(x));
        }
        for x in [0.0, -1e-20, -0.5, -1.0, -100.0, -650.0] {
            assert!((exp_of_negative(x) / f64::exp(x) - 1.0).abs() < 1e-15);
        }
    }
}
