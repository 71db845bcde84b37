//! The portable functions against the system's and against other people's code.

use posse::math;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use statrs::function::{beta, gamma};

/// How many representable numbers lie between two finite ones.
fn ulps(a: f64, b: f64) -> u64 {
    let ordered = |x: f64| {
        let bits = x.to_bits().cast_signed();
        if bits < 0 { i64::MIN - bits } else { bits }
    };
    ordered(a).abs_diff(ordered(b))
}

/// A grid without pattern in its low bits, from `low` to `high`.
fn grid(low: f64, high: f64, n: u32) -> impl Iterator<Item = f64> {
    let golden = 0.618_033_988_749_894_9;
    (0..n).map(move |i| low + (high - low) * (f64::from(i) * golden).fract())
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs())
}

#[test]
fn exp_is_within_one_ulp_of_the_system() {
    // the system's own result may be half an ulp off on the other side
    for (low, high) in [(-1.0, 1.0), (-30.0, 30.0), (-708.0, 709.7), (-1e-9, 1e-9)] {
        for x in grid(low, high, 100_000) {
            assert!(ulps(math::exp(x), x.exp()) <= 1, "exp({x})");
        }
    }
}

#[test]
fn exp_fades_out_through_the_subnormal_numbers() {
    for x in grid(-745.0, -708.0, 10_000) {
        assert!(ulps(math::exp(x), x.exp()) <= 1, "exp({x})");
    }
    assert_eq!(math::exp(-745.13).to_bits(), 1);
    assert_eq!(math::exp(-746.0).to_bits(), 0);
}

#[test]
fn exp_at_the_ends_is_what_ieee_754_says() {
    assert_eq!(math::exp(0.0).to_bits(), 1.0_f64.to_bits());
    assert_eq!(math::exp(-0.0).to_bits(), 1.0_f64.to_bits());
    assert!(math::exp(709.782).is_finite());
    assert_eq!(math::exp(709.79).to_bits(), f64::INFINITY.to_bits());
    assert_eq!(math::exp(f64::INFINITY).to_bits(), f64::INFINITY.to_bits());
    assert_eq!(math::exp(f64::NEG_INFINITY).to_bits(), 0);
    assert!(math::exp(f64::NAN).is_nan());
}

#[test]
fn ln_is_within_one_ulp_of_the_system() {
    for (low, high) in [(0.0, 2.0), (0.99, 1.01), (0.0, 1e6), (1e-320, 1e-300), (1e300, 1e308)] {
        for x in grid(low, high, 100_000).skip(1) {
            assert!(ulps(math::ln(x), x.ln()) <= 1, "ln({x})");
        }
    }
}

#[test]
fn ln_at_the_ends_is_what_ieee_754_says() {
    assert_eq!(math::ln(1.0).to_bits(), 0);
    assert_eq!(math::ln(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
    assert_eq!(math::ln(-0.0).to_bits(), f64::NEG_INFINITY.to_bits());
    assert_eq!(math::ln(f64::INFINITY).to_bits(), f64::INFINITY.to_bits());
    assert!(math::ln(-1.0).is_nan());
    assert!(math::ln(f64::NAN).is_nan());
    assert!(ulps(math::ln(5e-324), 5e-324_f64.ln()) <= 1);
}

#[test]
fn exp_m1_and_ln_1p_keep_their_digits_near_zero() {
    for scale in [1e-18, 1e-9, 1e-4, 0.4, 3.0] {
        for x in grid(-0.9 * scale, scale, 10_000).filter(|x| *x > -0.95 && *x != 0.0) {
            assert!(close(math::exp_m1(x), x.exp_m1(), 1e-15), "exp_m1({x})");
            assert!(close(math::ln_1p(x), x.ln_1p(), 1e-15), "ln_1p({x})");
        }
    }
}

#[test]
fn powers_are_as_exact_as_their_logarithm_allows() {
    for x in grid(0.001, 50.0, 1000) {
        for y in [-3.0, -0.5, 0.3, 1.0, 2.5] {
            let scale = 1.0 + (y * x.ln()).abs();
            assert!(close(math::powf(x, y), x.powf(y), 3e-16 * scale), "{x} to the power {y}");
        }
    }
    assert_eq!(math::powf(0.0, 2.0).to_bits(), 0);
    assert_eq!(math::powf(0.0, 0.0).to_bits(), 1.0_f64.to_bits());
    assert_eq!(math::powf(0.0, -1.0).to_bits(), f64::INFINITY.to_bits());
    assert!(math::powf(-1.0, 2.0).is_nan());
}

#[test]
fn sine_and_cosine_follow_the_system() {
    for (low, high) in [(-0.8, 0.8), (-10.0, 10.0), (-1e5, 1e5)] {
        for x in grid(low, high, 50_000) {
            assert!((math::sin(x) - x.sin()).abs() < 2.3e-16, "sin({x})");
            assert!((math::cos(x) - x.cos()).abs() < 2.3e-16, "cos({x})");
        }
    }
    assert!((math::sin(1e9) - 1e9_f64.sin()).abs() < 1e-6);
    assert!(math::sin(f64::INFINITY).is_nan() && math::cos(f64::NAN).is_nan());
}

#[test]
fn logistic_is_symmetric_and_bounded() {
    for x in grid(-40.0, 40.0, 10_000) {
        assert!(close(math::logistic(x), 1.0 / (1.0 + (-x).exp()), 1e-15));
        assert!((math::logistic(x) + math::logistic(-x) - 1.0).abs() < 3e-16);
    }
    assert_eq!(math::logistic(-1e4).to_bits(), 0);
    assert_eq!(math::logistic(1e4).to_bits(), 1.0_f64.to_bits());
}

#[test]
fn normal_cdf_agrees_with_statrs_and_with_known_tails() {
    // statrs' cdf is good to some 10^-10 only, its density loses what squaring z loses
    let normal = Normal::standard();
    for z in grid(-9.0, 9.0, 20_000) {
        assert!((math::normal_cdf(z) - normal.cdf(z)).abs() < 2e-10, "cdf({z})");
        assert!(close(math::normal_density(z), normal.pdf(z), 2e-14), "density({z})");
    }
    // computed with mpmath, 30 digits
    for (z, p) in [
        (-0.6, 0.274_253_117_750_073_6),
        (0.3, 0.617_911_422_188_952_7),
        (1.5, 0.933_192_798_731_141_9),
        (2.25, 0.987_775_527_344_955_3),
        (4.5, 0.999_996_602_326_875_3),
        (-1.0, 0.158_655_253_931_457_05),
        (-3.0, 0.001_349_898_031_630_094_6),
        (-6.0, 9.865_876_450_376_98e-10),
        (-20.0, 2.753_624_118_606_233_7e-89),
        (-37.0, 5.725_571_222_524_577e-300),
    ] {
        assert!(close(math::normal_cdf(z), p, 2e-15), "cdf({z}) = {}", math::normal_cdf(z));
    }
    assert_eq!(math::normal_cdf(f64::NEG_INFINITY).to_bits(), 0);
    assert_eq!(math::normal_cdf(f64::INFINITY).to_bits(), 1.0_f64.to_bits());
    assert!(math::normal_cdf(f64::NAN).is_nan());
}

#[test]
fn normal_quantile_inverts_the_cdf() {
    let normal = Normal::standard();
    for p in grid(1e-6, 1.0 - 1e-6, 20_000) {
        let z = math::normal_quantile(p);
        assert!((z - normal.inverse_cdf(p)).abs() < 1e-8 * (1.0 + z.abs()), "quantile({p})");
        assert!(close(math::normal_cdf(z), p, 1e-14), "cdf(quantile({p}))");
    }
    for z in grid(-37.0, -5.0, 2000) {
        assert!(close(math::normal_quantile(math::normal_cdf(z)), z, 1e-14), "at {z}");
    }
    assert_eq!(math::normal_quantile(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
    assert_eq!(math::normal_quantile(1.0).to_bits(), f64::INFINITY.to_bits());
    assert!(math::normal_quantile(-0.1).is_nan() && math::normal_quantile(1.1).is_nan());
}

#[test]
fn ln_gamma_agrees_with_statrs_and_with_factorials() {
    for x in grid(0.001, 200.0, 20_000) {
        assert!((math::ln_gamma(x) - gamma::ln_gamma(x)).abs() < 3e-14 * (1.0 + x), "at {x}");
    }
    let mut factorial = 1.0_f64;
    for n in 1..20 {
        factorial *= f64::from(n);
        let error = math::ln_gamma(f64::from(n) + 1.0) - factorial.ln();
        assert!(error.abs() < 5e-15 * (1.0 + factorial.ln()), "{n}!: {error}");
    }
    assert!(math::ln_gamma(0.0).is_nan() && math::ln_gamma(-1.5).is_nan());
}

#[test]
fn incomplete_gamma_agrees_with_statrs() {
    for a in [0.05, 0.5, 1.0, 2.5, 17.0, 150.0] {
        for x in grid(0.0, 3.0 * a + 5.0, 500).skip(1) {
            let (p, q) = (math::gamma_p(a, x), math::gamma_q(a, x));
            assert!((p - gamma::gamma_lr(a, x)).abs() < 1e-12, "P({a}, {x})");
            assert!((p + q - 1.0).abs() < 1e-15, "P + Q at ({a}, {x})");
        }
    }
}

#[test]
fn whole_powers_of_ten_are_exact() {
    for n in -22..=22 {
        let literal: f64 = format!("1e{n}").parse().unwrap();
        assert_eq!(math::powi(10.0, n).to_bits(), literal.to_bits(), "10^{n}");
    }
    assert_eq!(math::powi(-3.0, 3).to_bits(), (-27.0_f64).to_bits());
    assert_eq!(math::powi(0.0, 0).to_bits(), 1.0_f64.to_bits());
    assert_eq!(math::powi(2.0, i32::MIN).to_bits(), 0);
}

#[test]
fn incomplete_beta_agrees_with_statrs() {
    for (a, b) in [(0.2, 0.4), (1.0, 1.0), (2.0, 5.0), (30.0, 4.0), (150.0, 200.0)] {
        for x in grid(0.0, 1.0, 500).skip(1) {
            assert!((math::beta_p(a, b, x) - beta::beta_reg(a, b, x)).abs() < 1e-12, "at {x}");
        }
    }
}

/// What a lint does not know it cannot refuse: the list in `clippy.toml` names both precisions of
/// every function of `f64` that the standard library leaves to the platform.
#[test]
fn the_platforms_functions_are_refused_by_name() {
    const INEXACT: &str = "acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp exp2 exp_m1 \
        hypot ln ln_1p log log10 log2 powf powi sin sin_cos sinh tan tanh";
    let lint = include_str!("../../../clippy.toml");
    for (name, precision) in
        INEXACT.split_whitespace().flat_map(|name| [(name, "f32"), (name, "f64")])
    {
        assert!(lint.contains(&format!("\"{precision}::{name}\"")), "{precision}::{name}");
    }
}
