//! Elementary and special functions whose bits are the same on every machine.
//!
//! Only `+ - * /`, `sqrt`, integer work and literal tables are used, in a fixed order. IEEE 754
//! rounds each of these in one way only and Rust never fuses them, while `f64::exp`, `ln`, `powf`
//! and `sin` call the system's math library, whose last bit differs between systems and versions.
//! A simulation that must repeat everywhere, its statistics and its charts therefore call these
//! functions and no others; `clippy.toml` refuses the system's.
//!
//! [`exp`] and [`ln`] stay within 1 ulp of the exact value; the other functions say what to expect.
//! Supported are targets whose `f64` arithmetic is IEEE 754 double throughout: x86-64, aarch64,
//! wasm32, 32-bit x86 with SSE2. The x87 unit (i586) rounds otherwise and is not supported.

mod normal;
mod special;
#[rustfmt::skip]
mod tables;

pub use normal::{normal_cdf, normal_density, normal_quantile};
pub use special::{beta_p, gamma_p, gamma_q, ln_gamma};

use tables::{EXP_STEP, LN_2_HIGH, LN_2_LOW, LN_SLOT, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT};

/// Adding and taking away 1.5 · 2⁵² rounds a small number to the nearest whole one, and leaves
/// that whole number in the low bits of the sum.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `e` to the power of `x`, within 1 ulp.
///
/// Above 709.78 the result is infinite; below -745.13 it is 0, from -708.4 down it is subnormal.
/// NaN gives NaN. Tang's table method (ACM TOMS 15, 1989): `x = k ln2/128 + r`, a table of
/// `2^(i/128)` and a polynomial of degree 5 in `r`.
#[inline]
pub fn exp(x: f64) -> f64 {
    if x.abs() < 700.0 { exp_shifted(x, 0) } else { exp_far(x) }
}

/// `e^x / 2^shift`; the quotient must be a normal number.
#[inline]
fn exp_shifted(x: f64, shift: i64) -> f64 {
    let rounded = x * STEPS_PER_UNIT + ROUNDER;
    let steps = rounded.to_bits();
    let whole = rounded - ROUNDER;
    let r = x - whole * STEP_HIGH - whole * STEP_LOW;
    let (rest, base) = EXP_STEP[(steps & 127) as usize];
    let exponent = steps.wrapping_sub(shift.cast_unsigned() << 7) << 45;
    let scale = f64::from_bits(base.wrapping_add(exponent));
    let r2 = r * r;
    let tail = f64::from_bits(rest)
        + r
        + r2 * (0.5 + r * (1.0 / 6.0))
        + r2 * r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    scale + scale * tail
}

/// [`exp`] where its value, or a step on the way, could leave the range of normal numbers.
#[cold]
#[inline(never)]
fn exp_far(x: f64) -> f64 {
    if x.is_nan() {
        f64::NAN
    } else if x > 709.79 {
        f64::INFINITY
    } else if x < -745.2 {
        0.0
    } else if x > 0.0 {
        exp_shifted(x, 128) * power_of_two(128)
    } else {
        exp_shifted(x, -128) * power_of_two(-128)
    }
}

/// 2 to the power of `k`, for `k` from -1022 to 1023.
const fn power_of_two(k: i64) -> f64 {
    f64::from_bits((1023 + k).cast_unsigned() << 52)
}

/// Natural logarithm of `x`, within 1 ulp.
///
/// 0 gives minus infinity, a negative number or NaN gives NaN; subnormal numbers are handled.
/// Tang's table method (ACM TOMS 16, 1990): `x = 2^k z`, a table of `ln c` for centres `c` near
/// `z`, and a polynomial of degree 8 in `(z - c)/c`.
#[inline]
pub fn ln(x: f64) -> f64 {
    const SMALLEST_NORMAL: u64 = 0x0010_0000_0000_0000;
    const NORMAL_RANGE: u64 = 0x7fe0_0000_0000_0000;
    let bits = x.to_bits();
    if bits.wrapping_sub(SMALLEST_NORMAL) < NORMAL_RANGE { ln_bits(bits, 0) } else { ln_edge(x) }
}

/// Logarithm of the positive normal number with these bits, divided by `2^shift`.
#[inline]
fn ln_bits(bits: u64, shift: i64) -> f64 {
    const FIRST_Z: u64 = 0x3fe6_0000_0000_0000;
    let offset = bits.wrapping_sub(FIRST_Z);
    let slot = (offset >> 45) as usize & 127;
    let k = ((offset.cast_signed() >> 52) - shift) as f64;
    let z = f64::from_bits(bits.wrapping_sub(offset & (0xfff << 52)));
    let (centre, inverse, high, low) = LN_SLOT[slot];
    let r = (z - f64::from_bits(centre)) * f64::from_bits(inverse);
    let base = k * LN_2_HIGH + f64::from_bits(high);
    let sum = base + r;
    let rest = base - sum + r + (k * LN_2_LOW + f64::from_bits(low));
    let curve = r
        * r
        * (-0.5
            + r * (1.0 / 3.0
                - r * (0.25 - r * (0.2 - r * (1.0 / 6.0 - r * (1.0 / 7.0 - r * 0.125))))));
    rest + curve + sum
}

/// [`ln`] of everything that is not a positive normal number.
#[cold]
#[inline(never)]
fn ln_edge(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x.is_nan() || x < 0.0 {
        f64::NAN
    } else if x.is_infinite() {
        f64::INFINITY
    } else {
        ln_bits((x * power_of_two(52)).to_bits(), 52)
    }
}

/// `e^x - 1`, without the cancellation near 0; within a few ulp (Kahan's correction).
pub fn exp_m1(x: f64) -> f64 {
    let e = exp(x);
    let difference = e - 1.0;
    if difference == 0.0 {
        x
    } else if difference.abs() > 0.5 {
        difference
    } else {
        difference * (x / ln(e))
    }
}

/// `ln(1 + x)`, without the cancellation near 0; within a few ulp (Kahan's correction).
pub fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    let taken = sum - 1.0;
    if taken == 0.0 {
        x
    } else if x.abs() > 0.5 {
        ln(sum)
    } else {
        ln(sum) * (x / taken)
    }
}

/// `x` to the power of `y` as `exp(y ln x)`, for `x >= 0`.
///
/// The relative error is about `|y ln x|` ulp, so this is for scaling and moderate powers, not for
/// compounding over thousands of periods. `x = 0` gives 0, 1 or infinity as `y` is positive, 0 or
/// negative; a negative `x` gives NaN.
#[inline]
pub fn powf(x: f64, y: f64) -> f64 {
    if y == 0.0 { 1.0 } else { exp(y * ln(x)) }
}

/// `x` to the whole power `n`, by repeated squaring; a negative `n` gives 1 over the positive power.
///
/// Exact as long as the power is a whole number below 2⁵³, so for powers of ten up to 10²².
pub fn powi(x: f64, n: i32) -> f64 {
    let (mut power, mut square, mut left) = (1.0, x, n.unsigned_abs());
    while left > 0 {
        if left % 2 == 1 {
            power *= square;
        }
        square *= square;
        left /= 2;
    }
    if n < 0 { 1.0 / power } else { power }
}

/// The logistic function `1 / (1 + e^-x)`: rises from 0 through 1/2 at 0 to 1; within 2 ulp.
#[inline]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// Sine of `x` radians.
///
/// Within 1 ulp up to `|x|` = 10⁵ (away from its zeros, 10⁻¹⁶ absolute near them); beyond, the
/// absolute error is about `|x|` · 10⁻¹⁶. Infinity and NaN give NaN.
pub fn sin(x: f64) -> f64 {
    let (quarter, r, rest) = quarter_turns(x);
    match quarter {
        0 => sin_kernel(r, rest),
        1 => cos_kernel(r, rest),
        2 => -sin_kernel(r, rest),
        _ => -cos_kernel(r, rest),
    }
}

/// Cosine of `x` radians; accuracy as for [`sin`].
pub fn cos(x: f64) -> f64 {
    let (quarter, r, rest) = quarter_turns(x);
    match quarter {
        0 => cos_kernel(r, rest),
        1 => -sin_kernel(r, rest),
        2 => -cos_kernel(r, rest),
        _ => sin_kernel(r, rest),
    }
}

/// `x` less its nearest multiple of π/2, as a number and its rest, and that multiple modulo 4.
///
/// Cody and Waite: π/2 in three parts, the first two with 33 bits, so that their products with a
/// multiple below 2²⁰ are exact.
fn quarter_turns(x: f64) -> (u64, f64, f64) {
    const PER_UNIT: f64 = std::f64::consts::FRAC_2_PI;
    const HIGH: f64 = f64::from_bits(0x3ff9_21fb_5440_0000);
    const MIDDLE: f64 = f64::from_bits(0x3dd0_b461_1a60_0000);
    const LOW: f64 = f64::from_bits(0x3ba3_198a_2e03_7073);
    const FAR: f64 = 1e6;
    // `%` is exact, so far arguments lose only what π itself, as a double, lacks.
    let x = if x.abs() < FAR { x } else { x % std::f64::consts::TAU };
    if x.is_nan() {
        return (0, f64::NAN, 0.0);
    }
    let rounded = x * PER_UNIT + ROUNDER;
    let whole = rounded - ROUNDER;
    let first = x - whole * HIGH;
    let second = whole * MIDDLE;
    let reduced = first - second;
    let lost = (first - reduced) - second;
    let r = reduced + (lost - whole * LOW);
    let rest = (reduced - r) + (lost - whole * LOW);
    (rounded.to_bits() & 3, r, rest)
}

/// sin(r + rest) for |r| <= π/4: minimax polynomial of FDLIBM's `k_sin.c`.
fn sin_kernel(r: f64, rest: f64) -> f64 {
    let z = r * r;
    let p = 8.333_333_333_322_49e-3
        + z * (-1.984_126_982_985_795e-4
            + z * (2.755_731_370_707_006_8e-6
                + z * (-2.505_076_025_340_686_3e-8 + z * 1.589_690_995_211_55e-10)));
    let cube = z * r;
    r - ((z * (0.5 * rest - cube * p) - rest) - cube * -1.666_666_666_666_663_2e-1)
}

/// cos(r + rest) for |r| <= π/4: minimax polynomial of FDLIBM's `k_cos.c`.
fn cos_kernel(r: f64, rest: f64) -> f64 {
    let z = r * r;
    let p = z
        * (4.166_666_666_666_66e-2
            + z * (-1.388_888_888_887_411e-3
                + z * (2.480_158_728_947_673e-5
                    + z * (-2.755_731_435_139_066_3e-7
                        + z * (2.087_572_321_298_175e-9 + z * -1.135_964_755_778_819_5e-11)))));
    let half = 0.5 * z;
    let top = 1.0 - half;
    top + (((1.0 - top) - half) + (z * p - r * rest))
}

/// The least `x` from 0 to `high` with `cdf(x) >= p`, for a rising `cdf` and `p` from 0 to 1;
/// `p = 1` gives `high`, which may be infinite.
///
/// The bits of positive numbers are in the order of the numbers, so halving the bits finds the
/// last one in 63 steps, whatever the scale.
pub fn bisect(p: f64, high: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return high;
    }
    let (mut below, mut above) = (0, high.to_bits());
    while above - below > 1 {
        let middle = below.midpoint(above);
        if cdf(f64::from_bits(middle)) < p {
            below = middle;
        } else {
            above = middle;
        }
    }
    f64::from_bits(above)
}
