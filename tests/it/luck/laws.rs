//! What a law says of itself: moments, distribution function, quantiles, parametrisations.

use posse::engine::law::{Law, LawError};
use proptest::prelude::*;

use super::every_law;

/// The Kolmogorov-Smirnov distance of a sample from a law, steps of the law allowed.
pub(super) fn ks_distance(sample: &[f64], continuous: bool, cdf: impl Fn(f64) -> f64) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let (mut distance, mut seen) = (0.0_f64, 0.0);
    for ties in sorted.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
        let expected = cdf(ties[0]);
        if continuous {
            distance = distance.max((expected - seen / n).abs());
        }
        seen += ties.len() as f64;
        distance = distance.max((expected - seen / n).abs());
    }
    distance
}

pub(super) fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs()).max(1e-300)
}

/// Mean, deviation and the quantiles at 0.001, 0.1, 0.5, 0.9, 0.999: case D-DIST-1.
const QUANTILES: [f64; 5] = [0.001, 0.1, 0.5, 0.9, 0.999];

/// Reference values computed with scipy, to 15 digits.
#[test]
fn moments_and_quantiles_are_those_of_the_reference() {
    #[rustfmt::skip]
    let cases = [
        (Law::lognormal_mean_cv(20.0, 0.8), 20.0, 16.0, [1.776_917_642_308_88, 6.340_828_236_417_66, 15.617_376_188_860_6, 38.465_391_259_704_9, 137.261_532_677_153], (24.032_425_959_205_1, 0.73)),
        (Law::gamma(2.5, 4.0), 10.0, 6.324_555_320_336_76, [0.420_425_205_258_438, 3.220_615_973_924_65, 8.702_920_382_191_05, 18.472_713_799_562_2, 41.030_011_304_865_7], (12.782_218_693_758, 0.73)),
        (Law::weibull(1.4, 10.0), 9.114_233_396_381_74, 6.596_446_028_128_18, [0.071_994_285_670_110_9, 2.004_069_491_862_4, 7.696_688_332_991_88, 18.143_684_775_053_1, 39.767_325_875_576], (12.122_921_695_629_8, 0.73)),
        (Law::triangular(2.0, 4.0, 9.0), 5.0, 1.471_960_144_387_97, [2.118_321_595_661_99, 3.183_215_956_619_92, 4.816_699_867_329_62, 7.129_171_306_613_03, 8.812_917_130_661_3], (5.925_914_770_212_12, 0.73)),
        (Law::pert(2.0, 4.0, 9.0), 4.5, 1.267_731_382_092_77, [2.094_520_931_194_18, 2.904_353_459_302_8, 4.382_588_601_420_25, 6.272_702_746_347_87, 8.239_203_357_875_38], (5.282_153_524_117_43, 0.73)),
        (Law::exponential(3.0), 3.0, 3.0, [0.003_001_501_000_750_6, 0.316_081_546_973_479, 2.079_441_541_679_84, 6.907_755_278_982_14, 20.723_265_836_946_4], (3.927_999_959_951_29, 0.73)),
        (Law::uniform(1.0, 5.0), 3.0, 1.154_700_538_379_25, [1.004, 1.4, 3.0, 4.6, 4.996], (3.92, 0.73)),
        (Law::poisson(3.7), 3.7, 1.923_538_406_167_13, [0.0, 1.0, 4.0, 6.0, 11.0], (5.0, 0.830_088_295_075_957)),
        (Law::negative_binomial(4.0, 0.3), 9.333_333_333_333_33, 5.577_733_510_227_17, [0.0, 3.0, 8.0, 17.0, 35.0], (12.0, 0.754_144_136_092_238)),
    ];
    for (law, mean, sd, quantiles, (x, p)) in cases {
        let law = law.unwrap();
        assert!(close(law.mean(), mean, 1e-13), "{law}: mean {}", law.mean());
        assert!(close(law.standard_deviation(), sd, 1e-13), "{law}: {}", law.standard_deviation());
        for (level, expected) in QUANTILES.into_iter().zip(quantiles) {
            let found = law.quantile(level);
            assert!(close(found, expected, 1e-13), "{law}: quantile {level} is {found}");
        }
        assert!(close(law.cdf(x), p, 1e-13), "{law}: cdf({x}) = {}", law.cdf(x));
    }
}

#[test]
fn quantile_is_the_inverse_of_the_cdf() {
    for (name, law) in every_law() {
        for i in 1..200 {
            let p = f64::from(i) / 200.0;
            let x = law.quantile(p);
            assert!(law.cdf(x) >= p - 1e-8, "{name}: cdf({x}) = {} < {p}", law.cdf(x));
            let below = x - 1e-9 * x.abs().max(1e-9);
            assert!(law.cdf(below) <= p + 1e-8, "{name}: {x} is not the least at {p}");
        }
    }
}

#[test]
fn quantiles_at_0_and_1_are_the_ends_of_the_law() {
    let ends = |law: Result<Law, LawError>| {
        let law = law.unwrap();
        (law.quantile(0.0), law.quantile(1.0))
    };
    assert_eq!(ends(Law::exponential(2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::lognormal(1.0, 2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::gamma(0.5, 2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::weibull(0.5, 2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::log_logistic(3.0, 2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::hyperexponential(0.5, 1.0, 2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::pert(2.0, 4.0, 9.0)), (2.0, 9.0));
    assert_eq!(ends(Law::triangular(2.0, 2.0, 9.0)), (2.0, 9.0));
    assert_eq!(ends(Law::triangular(2.0, 9.0, 9.0)), (2.0, 9.0));
    assert_eq!(ends(Law::discrete(&[(7.0, 0.5), (3.0, 0.5), (99.0, 0.0)])), (3.0, 7.0));
    assert_eq!(ends(Law::empirical(&[5.0, 2.0])), (2.0, 5.0));
    assert_eq!(ends(Law::poisson(2.0)), (0.0, f64::INFINITY));
    assert_eq!(ends(Law::negative_binomial(2.0, 1.0)), (0.0, 0.0));
}

#[test]
#[should_panic(expected = "a quantile needs a probability, not 1.5")]
fn quantile_of_no_probability_is_refused() {
    let _ = Law::fixed(1.0).unwrap().quantile(1.5);
}

#[test]
fn mean_is_the_integral_of_the_quantiles() {
    for (name, law) in every_law() {
        let n = 20_000;
        let sum: f64 = (0..n).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(n))).sum();
        let found = sum / f64::from(n);
        assert!(close(found, law.mean(), 3e-3), "{name}: {found}, not {}", law.mean());
    }
}

#[test]
fn parametrisations_have_the_moments_they_name() {
    for (law, mean, cv) in [
        (Law::lognormal_mean_cv(3.0, 1e-6), 3.0, 1e-6),
        (Law::lognormal_mean_cv(3.0, 2.0), 3.0, 2.0),
        (Law::gamma_mean_cv(3.0, 0.5), 3.0, 0.5),
        (Law::gamma_mean_cv(3.0, 0.0), 3.0, 0.0),
        (Law::lognormal_mean_cv(3.0, 0.0), 3.0, 0.0),
        (Law::erlang(4, 6.0), 6.0, 0.5),
        (Law::hyperexponential_mean_cv(3.0, 2.5), 3.0, 2.5),
        (Law::hyperexponential_mean_cv(3.0, 1.0), 3.0, 1.0),
        (Law::beta_mean(0.25, 3.0), 0.25, 0.75_f64.sqrt()),
        (Law::negative_binomial_mean_dispersion(6.0, 4.0), 6.0, (4.0_f64 / 6.0).sqrt()),
        (Law::pert(0.0, 1.0, 8.0), 2.0, (2.0 * 6.0 / 7.0_f64).sqrt() / 2.0),
    ] {
        let law = law.unwrap();
        assert!(close(law.mean(), mean, 1e-13), "{law}: {}", law.mean());
        assert!((law.standard_deviation() / mean - cv).abs() <= 1e-9 * cv, "{law}");
    }
}

#[test]
fn parametrisations_have_the_quantiles_they_name() {
    let service = Law::lognormal_interval90(25.0, 35.0).unwrap();
    assert!(
        close(service.quantile(0.05), 25.0, 1e-14) && close(service.quantile(0.95), 35.0, 1e-14)
    );
    let deal = Law::lognormal_median_p90(12_000.0, 30_000.0).unwrap();
    assert!(close(deal.quantile(0.5), 12e3, 1e-14) && close(deal.quantile(0.9), 3e4, 1e-14));
    let size = Law::lognormal_median_sigma(12_000.0, 0.6).unwrap();
    assert!(close(size.quantile(0.5), 12e3, 1e-14));
    assert!(close(size.mean(), 12e3 * 0.18_f64.exp(), 1e-14));
    let sure = Law::lognormal_interval90(4.0, 4.0).unwrap();
    assert_eq!(sure, Law::fixed(4.0).unwrap());
}

#[test]
fn infinite_moments_are_infinite() {
    let heavy = Law::log_logistic(1.0, 4.0).unwrap();
    assert!(heavy.mean().is_infinite() && heavy.variance().is_infinite());
    let lighter = Law::log_logistic(1.5, 4.0).unwrap();
    assert!(lighter.mean().is_finite() && lighter.variance().is_infinite());
    let mild = Law::log_logistic(1.000_001, 1.0).unwrap();
    assert!(close(mild.mean(), 1_000_001.0, 1e-5), "{}", mild.mean());
    // (π/3) / sin(π/3) and the variance of a shape-3 log-logistic law, by mpmath
    let light = Law::log_logistic(3.0, 1.0).unwrap();
    assert!(close(light.mean(), 1.209_199_576_156_145_2, 1e-14));
    assert!(close(light.variance(), 0.956_235_537_336_089_2, 1e-13), "{}", light.variance());
}

#[test]
fn a_parameter_out_of_range_is_named_with_its_value_and_what_is_allowed() {
    let message = |law: Result<Law, LawError>| law.unwrap_err().to_string();
    assert_eq!(
        message(Law::exponential(-1.0)),
        "exponential: `mean` is -1; allowed: finite numbers above 0"
    );
    assert_eq!(
        message(Law::lognormal_mean_cv(1.0, f64::NAN)),
        "lognormal: `cv` is NaN; allowed: finite numbers from 0"
    );
    assert_eq!(
        message(Law::uniform(5.0, 1.0)),
        "uniform: `high` is 1; allowed: finite numbers above `low`"
    );
    assert_eq!(message(Law::pert(1.0, 9.0, 5.0)), "pert: `mode` is 9; allowed: `low` to `high`");
    assert_eq!(
        message(Law::discrete(&[(1.0, 0.5), (2.0, 0.4)])),
        "discrete: `sum of probabilities` is 0.9; allowed: 1"
    );
    assert_eq!(message(Law::empirical(&[])), "empirical: no values given; allowed: one or more");
    assert_eq!(
        message(Law::poisson(2.0).unwrap().scaled(2.0)),
        "poisson, mean 2: a count cannot be multiplied by 2; allowed: 1"
    );
}

#[test]
fn no_constructor_lets_a_bad_parameter_pass() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        for law in [
            Law::exponential(bad),
            Law::uniform(0.0, bad),
            Law::lognormal(0.0, bad),
            Law::lognormal_mean_cv(bad, 1.0),
            Law::lognormal_median_sigma(bad, 1.0),
            Law::lognormal_median_p90(1.0, bad),
            Law::lognormal_interval90(1.0, bad),
            Law::lognormal_interval90(bad, 1.0),
            Law::gamma(bad, 1.0),
            Law::gamma(1.0, bad),
            Law::gamma_mean_cv(1.0, bad),
            Law::erlang(2, bad),
            Law::weibull(bad, 1.0),
            Law::hyperexponential(bad, 1.0, 1.0),
            Law::hyperexponential(0.5, 1.0, bad),
            Law::hyperexponential_mean_cv(1.0, bad),
            Law::log_logistic(bad, 1.0),
            Law::beta(bad, 1.0, 0.0, 1.0),
            Law::beta(1.0, 1.0, 0.0, bad),
            Law::beta_mean(bad, 2.0),
            Law::pert(0.0, bad, 1.0),
            Law::triangular(0.0, bad, 1.0),
            Law::discrete(&[(0.0, 1.0), (1.0, bad)]),
            Law::poisson(bad),
            Law::negative_binomial(1.0, bad),
            Law::negative_binomial(bad, 0.5),
            Law::negative_binomial_mean_dispersion(1.0, bad),
            Law::exponential(1.0).and_then(|law| law.scaled(bad)),
        ] {
            assert!(law.is_err(), "{bad} passed as {law:?}");
        }
    }
    for bad in [f64::NAN, f64::INFINITY] {
        assert!(Law::fixed(bad).is_err());
        assert!(Law::lognormal(bad, 1.0).is_err());
        assert!(Law::empirical(&[1.0, bad]).is_err());
    }
    assert!(Law::erlang(0, 1.0).is_err());
}

#[test]
fn scaling_scales_quantiles_and_moments() {
    for (name, law) in every_law() {
        let Ok(scaled) = law.scaled(60.0) else {
            assert!(name.starts_with("poisson") || name.starts_with("negative"), "{name}");
            assert_eq!(law.scaled(1.0), Ok(law));
            continue;
        };
        assert!(close(scaled.mean(), 60.0 * law.mean(), 1e-13), "{name}");
        assert!(close(scaled.variance(), 3600.0 * law.variance(), 1e-12), "{name}");
        for p in [0.01, 0.3, 0.77] {
            assert!(close(scaled.quantile(p), 60.0 * law.quantile(p), 1e-12), "{name} at {p}");
        }
    }
}

proptest! {
    #[test]
    fn cdf_rises_from_0_to_1_for_any_parameters(
        shape in 0.05_f64..50.0,
        scale in 1e-3_f64..1e6,
        x in 0.0_f64..5.0,
        more in 0.0_f64..5.0,
    ) {
        for law in [
            Law::gamma(shape, scale),
            Law::weibull(shape, scale),
            Law::log_logistic(shape, scale),
            Law::lognormal_mean_cv(scale, shape),
            Law::beta(shape, 2.0, 0.0, scale),
        ] {
            let law = law.unwrap();
            let (low, high) = (law.cdf(x * scale), law.cdf((x + more) * scale));
            prop_assert!((0.0..=1.0).contains(&low) && high <= 1.0 && high >= low - 1e-13);
            let p = 0.5 * (low + high);
            prop_assert!(close(law.cdf(law.quantile(p)), p, 1e-9) || p < 1e-290);
        }
    }
}
