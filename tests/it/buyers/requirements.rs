//! Fit as what is required against what is offered.

use posse::engine::law::Law;
use posse::engine::random::Place;
use posse::sales::buyer::{Requirement, Tables};

use super::lab::{Lab, assert_mean, beta, fixed};

fn requirement(name: &str, level: Law, offered: f64, weight: f64) -> Requirement {
    Requirement { capability: Place::of(name), level, offered, weight }
}

fn tables(lab: &Lab, requirements: Vec<Requirement>) -> Tables {
    let mut buying = lab.buying.clone();
    buying.requirements = requirements;
    lab.tables().with_requirements(std::iter::once(&buying))
}

fn fits(lab: &Lab, requirements: Vec<Requirement>, n: u32) -> Vec<f64> {
    let tables = tables(lab, requirements);
    (0..n).map(|lead| lab.known(&tables, lead).fit()).collect()
}

#[test]
fn a_shortfall_costs_fit_by_the_square_of_its_size_and_by_its_weight() {
    let lab = Lab::of(1);
    let asked = vec![
        requirement("speed", fixed(0.9), 0.7, 4.0),
        requirement("price", fixed(0.5), 0.2, 10.0),
        requirement("looks", fixed(0.3), 0.8, 50.0),
    ];
    let expected = (-0.5 * (4.0 * 0.04 + 10.0 * 0.09_f64)).exp();
    for fit in fits(&lab, asked, 3) {
        assert!((fit - expected).abs() < 1e-12, "{fit} {expected}");
    }
}

#[test]
fn what_is_believed_at_first_has_the_moments_of_the_fits() {
    let lab = Lab::of(1);
    let asked = || {
        vec![
            requirement("speed", beta(2.0, 2.0), 0.5, 8.0),
            requirement("price", beta(3.0, 1.5), 0.4, 5.0),
        ]
    };
    let fits = fits(&lab, asked(), 40_000);
    let prior = tables(&lab, asked()).prior(0, 0);
    assert_mean(&fits, prior.mean(), "mean fit");
    let squares: Vec<f64> = fits.iter().map(|fit| (fit - prior.mean()).powi(2)).collect();
    assert_mean(&squares, prior.sd() * prior.sd(), "variance of fits");
}

#[test]
fn the_order_of_requirements_and_one_without_weight_change_no_bit() {
    let lab = Lab::of(1);
    let speed = requirement("speed", beta(2.0, 2.0), 0.5, 8.0);
    let price = requirement("price", beta(3.0, 1.5), 0.4, 5.0);
    let idle = requirement("looks", beta(2.0, 1.0), 0.1, 0.0);
    let bits = |asked: Vec<Requirement>| -> Vec<u64> {
        fits(&lab, asked, 200).into_iter().map(f64::to_bits).collect()
    };
    let one = bits(vec![speed.clone(), price.clone()]);
    assert_eq!(one, bits(vec![price.clone(), speed.clone()]));
    assert_eq!(one, bits(vec![idle, speed, price]));
}
