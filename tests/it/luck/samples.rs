//! Samples: they follow their law, as other people's code knows it, and never change their bits.

use posse::engine::law::{Distribution, Law};
use posse::engine::random::{Generator, Luck, Place};
use statrs::distribution as theirs;
use statrs::distribution::{ContinuousCDF, DiscreteCDF};

use super::laws::ks_distance;
use super::{Entity, every_law, samples, site};

const N: u32 = 100_000;

/// The KS distance that a true sample exceeds once in a thousand times.
fn critical() -> f64 {
    1.95 / f64::from(N).sqrt()
}

fn has_steps(name: &str) -> bool {
    ["fixed", "discrete", "empirical", "poisson", "negative binomial"]
        .iter()
        .any(|steps| name.starts_with(steps))
}

#[test]
fn samples_of_every_law_follow_its_cdf() {
    for (name, law) in every_law() {
        let distance = ks_distance(&samples(&law, 1, N), !has_steps(name), |x| law.cdf(x));
        assert!(distance < critical(), "{name}: KS distance {distance}");
    }
}

#[test]
fn samples_under_the_referee_follow_the_same_laws() {
    let luck = Luck::with_generator(Generator::Philox10, 1, 0);
    for (name, law) in every_law() {
        let draw = |n| law.sample(&mut luck.at(Entity::new(1, n), 1, Place::NONE, 0));
        let sample: Vec<f64> = (0..u64::from(N)).map(draw).collect();
        let distance = ks_distance(&sample, !has_steps(name), |x| law.cdf(x));
        assert!(distance < critical(), "{name}: KS distance {distance}");
    }
}

#[test]
fn samples_have_the_moments_of_their_law() {
    for (name, law) in every_law() {
        let sample = samples(&law, 2, N);
        let n = f64::from(N);
        let mean = sample.iter().sum::<f64>() / n;
        let error = law.standard_deviation() / n.sqrt();
        assert!((mean - law.mean()).abs() <= 4.0 * error, "{name}: mean {mean}");
        let squares = |power| sample.iter().map(|x| (x - law.mean()).powi(power)).sum::<f64>() / n;
        let error = ((squares(4) - squares(2).powi(2)) / n).sqrt();
        assert!((squares(2) - law.variance()).abs() <= 5.0 * error, "{name}: {}", squares(2));
    }
}

#[test]
fn standard_normal_numbers_follow_the_normal_law_into_the_tails() {
    let sample: Vec<f64> = (0..N).map(|i| site(3, i).normal()).collect();
    let normal = theirs::Normal::standard();
    assert!(ks_distance(&sample, true, |x| normal.cdf(x)) < critical());
    // 2 million numbers, tail beyond 3.65 (the ziggurat's last edge): 524 expected, deviation 23
    let tail = (0..20_u64).flat_map(|n| {
        let luck = Luck::new(5, n);
        (0..N).map(move |i| luck.at(Entity::new(1, 2), 3, Place::NONE, i).normal())
    });
    let beyond: Vec<f64> = tail.filter(|z| z.abs() > 3.65).collect();
    let expected = 2e6 * 2.0 * normal.cdf(-3.65);
    assert!((beyond.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{}", beyond.len());
    let above = beyond.iter().filter(|z| **z > 0.0).count() as f64;
    assert!((2.0 * above - beyond.len() as f64).abs() < 4.0 * expected.sqrt());
    let beyond_law = |z: f64| (normal.cdf(-3.65) - normal.cdf(-z)) / normal.cdf(-3.65);
    let sizes: Vec<f64> = beyond.iter().map(|z| z.abs()).collect();
    assert!(ks_distance(&sizes, true, beyond_law) < 1.95 / expected.sqrt());
}

#[test]
fn standard_exponential_numbers_follow_the_exponential_law_into_the_tail() {
    let sample: Vec<f64> = (0..N).map(|i| site(4, i).exponential()).collect();
    assert!(ks_distance(&sample, true, |x| 1.0 - (-x).exp()) < critical());
    // 2 million numbers beyond 7.69 (the ziggurat's last edge): 914 expected
    let tail = (0..20_u64).flat_map(|n| {
        let luck = Luck::new(5, n);
        (0..N).map(move |i| luck.at(Entity::new(1, 2), 4, Place::NONE, i).exponential())
    });
    let beyond: Vec<f64> = tail.filter(|x| *x > 7.69).map(|x| x - 7.69).collect();
    let expected = 2e6 * (-7.69_f64).exp();
    assert!((beyond.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{}", beyond.len());
    assert!(ks_distance(&beyond, true, |x| 1.0 - (-x).exp()) < 1.95 / expected.sqrt());
}

#[test]
fn samples_agree_with_the_distribution_functions_of_statrs() {
    let check = |name: &str, cdf: &dyn Fn(f64) -> f64| {
        let law = &every_law().into_iter().find(|law| law.0 == name).expect("a listed law").1;
        let distance = ks_distance(&samples(law, 5, N), !has_steps(name), cdf);
        assert!(distance < critical(), "{name}: KS distance {distance}");
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
    let whole = |x: f64| x as u64;
    let sigma = 1.64_f64.ln().sqrt();
    let lognormal = theirs::LogNormal::new(20_f64.ln() - sigma * sigma / 2.0, sigma).unwrap();
    check("lognormal", &|x| lognormal.cdf(x));
    check("exponential", &|x| theirs::Exp::new(1.0 / 3.0).unwrap().cdf(x));
    check("uniform", &|x| theirs::Uniform::new(1.0, 5.0).unwrap().cdf(x));
    check("gamma", &|x| theirs::Gamma::new(2.5, 0.25).unwrap().cdf(x));
    check("gamma below 1", &|x| theirs::Gamma::new(0.3, 0.5).unwrap().cdf(x));
    check("erlang", &|x| theirs::Erlang::new(3, 0.5).unwrap().cdf(x));
    check("weibull", &|x| theirs::Weibull::new(1.4, 10.0).unwrap().cdf(x));
    check("beta", &|x| theirs::Beta::new(2.0, 5.0).unwrap().cdf(x));
    check("beta below 1", &|x| theirs::Beta::new(0.2, 0.4).unwrap().cdf((x + 1.0) / 4.0));
    check("triangular", &|x| theirs::Triangular::new(2.0, 9.0, 4.0).unwrap().cdf(x));
    check("poisson", &|x| theirs::Poisson::new(3.7).unwrap().cdf(whole(x)));
    check("poisson, many", &|x| theirs::Poisson::new(700.0).unwrap().cdf(whole(x)));
    check("negative binomial", &|x| theirs::NegativeBinomial::new(4.0, 0.3).unwrap().cdf(whole(x)));
}

#[test]
fn rand_distr_on_keyed_draws_follows_the_same_laws() {
    let check = |law: Law, continuous: bool, oracle: &dyn Fn(u32) -> f64| {
        let sample: Vec<f64> = (0..N).map(oracle).collect();
        let distance = ks_distance(&sample, continuous, |x| law.cdf(x));
        assert!(distance < critical(), "{law}: KS distance {distance}");
    };
    macro_rules! agree {
        ($law:expr, $continuous:expr, $oracle:expr) => {
            let oracle = $oracle.unwrap();
            check($law.unwrap(), $continuous, &|i| oracle.sample(&mut site(6, i)));
        };
    }
    agree!(Law::gamma(2.5, 4.0), true, rand_distr::Gamma::new(2.5, 4.0));
    agree!(Law::gamma(0.3, 2.0), true, rand_distr::Gamma::new(0.3, 2.0));
    agree!(Law::weibull(1.4, 10.0), true, rand_distr::Weibull::new(10.0, 1.4));
    agree!(Law::lognormal(1.0, 0.8), true, rand_distr::LogNormal::new(1.0, 0.8));
    agree!(Law::exponential(4.0), true, rand_distr::Exp::new(0.25));
    agree!(Law::beta(2.0, 5.0, 0.0, 1.0), true, rand_distr::Beta::new(2.0, 5.0));
    agree!(
        Law::pert(2.0, 4.0, 9.0),
        true,
        rand_distr::Pert::new(2.0, 9.0).with_shape(4.0).with_mode(4.0)
    );
    agree!(Law::triangular(2.0, 4.0, 9.0), true, rand_distr::Triangular::new(2.0, 9.0, 4.0));
    agree!(Law::poisson(3.7), false, rand_distr::Poisson::new(3.7));
}

#[test]
fn a_changed_parameter_keeps_the_luck() {
    let (short, long) = (Law::exponential(1.0).unwrap(), Law::exponential(4.0).unwrap());
    let (calm, wild) = (Law::lognormal(0.0, 0.1).unwrap(), Law::lognormal(0.0, 0.9).unwrap());
    for i in 0..1000 {
        let pair = |a: &Law, b: &Law| (a.sample(&mut site(7, i)), b.sample(&mut site(7, i)));
        let (a, b) = pair(&short, &long);
        assert!((4.0 * a - b).abs() < 1e-12 * b);
        let (a, b) = pair(&calm, &wild);
        assert!((9.0 * a.ln() - b.ln()).abs() < 1e-12);
    }
}

#[test]
fn counts_rise_with_their_mean_under_the_same_luck() {
    let (few, many) = (Law::poisson(3.0).unwrap(), Law::poisson(3.5).unwrap());
    assert!((0..10_000).all(|i| few.sample(&mut site(8, i)) <= many.sample(&mut site(8, i))));
}

#[test]
fn extreme_parameters_still_give_numbers_of_the_law() {
    for law in [
        Law::gamma(1e-3, 1.0),
        Law::gamma(1e6, 1e-6),
        Law::beta(1e-3, 1e-3, 0.0, 1.0),
        Law::beta(1e5, 1e5, 0.0, 1.0),
        Law::weibull(0.05, 1.0),
        Law::negative_binomial(0.01, 1e-4),
        Law::negative_binomial(1e6, 0.5),
        Law::poisson(1e-9),
        Law::poisson(1e6),
        Law::lognormal(0.0, 5.0),
    ] {
        let law = law.unwrap();
        for i in 0..200 {
            let x = law.sample(&mut site(9, i));
            assert!(x.is_finite() && x >= 0.0, "{law}: {x}");
        }
    }
}

/// FNV-1a over the bits of samples: one number that changes when any bit does.
fn fingerprint(sample: impl IntoIterator<Item = f64>) -> u64 {
    sample
        .into_iter()
        .flat_map(|x| x.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The golden numbers of this module. They must be the same on every machine, in every build; if
/// they change, every result of every simulation changes.
#[test]
fn bits_of_100_000_samples_of_every_law_are_pinned() {
    let mut found: Vec<(&str, u64)> =
        every_law().into_iter().map(|(n, law)| (n, fingerprint(samples(&law, 10, N)))).collect();
    found.push(("words", fingerprint((0..N).map(|i| f64::from_bits(site(10, i).next_u64())))));
    found.push(("open unit", fingerprint((0..N).map(|i| site(10, i).open_unit()))));
    found.push(("normal", fingerprint((0..N).map(|i| site(10, i).normal()))));
    let golden = [
        ("fixed", 0xf632_797f_d407_5f25),
        ("exponential", 0x7d4b_6b0f_849b_9070),
        ("uniform", 0xb366_e8da_a14c_5dc5),
        ("lognormal", 0x9707_d716_a4c7_d4ab),
        ("gamma", 0x1032_1225_0547_3e7b),
        ("gamma below 1", 0xf0bc_728f_91ae_a8cf),
        ("erlang", 0x2560_756d_9895_e207),
        ("weibull", 0xaa8c_5c69_748e_f8b1),
        ("weibull below 1", 0x2e75_8d80_0ce1_6afe),
        ("hyperexponential", 0x2084_a646_9ed3_b4a9),
        ("log-logistic", 0x4b4e_0b7a_96b2_7fdf),
        ("beta", 0x1df2_80f3_096f_927d),
        ("beta below 1", 0x2e8a_a7f7_68a0_a043),
        ("triangular", 0xbe94_ae4b_3b13_896b),
        ("pert", 0xb34b_f651_339b_459c),
        ("discrete", 0x7cce_4451_8e3d_7ca0),
        ("empirical", 0x5d0e_8613_3768_5598),
        ("poisson", 0x901b_cc50_429c_5d64),
        ("poisson, many", 0x3403_56ac_21a2_0907),
        ("negative binomial", 0xd419_08a2_6bd6_b815),
        ("words", 0x0677_4cdc_58a6_68ed),
        ("open unit", 0xf64c_97df_73e5_c0f4),
        ("normal", 0x3902_8c53_2226_d566),
    ];
    assert_eq!(found, golden, "{found:#018x?}");
}

/// Quantile functions call every function of the portable math.
#[test]
fn bits_of_the_quantiles_of_every_law_are_pinned() {
    let quantiles = every_law().into_iter().flat_map(|(_, law)| {
        (1..200).map(move |i| law.quantile(f64::from(i) / 200.0)).collect::<Vec<_>>()
    });
    assert_eq!(fingerprint(quantiles), 0x710a_e219_ed0c_567b);
}

#[test]
fn bits_of_sine_and_normal_cdf_are_pinned() {
    use posse::math::{cos, normal_cdf, sin};
    let grid = || (-5000..5000).map(|i| f64::from(i) * 0.001_7);
    let values = grid().flat_map(|x| [sin(x * 300.0), cos(x * 300.0), normal_cdf(x)]);
    assert_eq!(fingerprint(values), 0xb6a7_f224_cf9c_9391);
}
