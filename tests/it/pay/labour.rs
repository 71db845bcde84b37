//! What pay is worth to whoever can earn elsewhere.

#![expect(clippy::float_cmp, reason = "what the limits are is exact")]

use posse::math::{normal_cdf, normal_density};
use posse::sales::pay::{Curve, Draw, Labour, Plan, Terms};

use super::lab::{attainment, bonus, close, linear};

fn curve(plan: &Plan) -> Curve {
    Curve::of_plan(plan, &Terms::new(plan.quota, 1.0))
}

/// The variance of pay by summing over small steps of credit.
fn summed(curve: &Curve, mean: f64, sd: f64) -> f64 {
    let steps = 400_000;
    let z = |step: i32| (f64::from(step) + 0.5) * 1e-4;
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        let term = |step: i32| of(curve.pay(mean + sd * z(step))) * normal_density(z(step)) * 1e-4;
        (-steps..steps).map(term).sum()
    };
    let expected = sum(&|pay| pay);
    sum(&|pay| (pay - expected) * (pay - expected))
}

#[test]
fn the_variance_of_pay_has_closed_forms_for_lines_and_bonuses() {
    let (mean, sd) = (900.0, 250.0);
    let (pay, variance) = curve(&linear(0.1)).mean_and_variance(mean, sd);
    assert!(close(pay, 90.0, 1e-12) && close(variance, 625.0, 1e-12), "{pay} {variance}");
    let plan = Plan { quota: 1000.0, bonuses: vec![bonus(1.0, 50.0)], ..Plan::new("bonus") };
    let chance = normal_cdf(-0.4);
    let (pay, variance) = curve(&plan).mean_and_variance(mean, sd);
    assert!(close(pay, 50.0 * chance, 1e-12));
    assert!(close(variance, 2500.0 * chance * (1.0 - chance), 1e-12));
    let certain = curve(&plan).mean_and_variance(1200.0, 0.0);
    assert_eq!(certain, (50.0, 0.0));
}

#[test]
fn the_variance_of_any_curve_is_that_of_its_payouts() {
    let bands = vec![attainment(0.0, 0.05), attainment(0.8, 0.2), attainment(1.2, 0.1)];
    let rich = Plan {
        quota: 1000.0,
        commission: bands,
        bonuses: vec![bonus(0.9, 20.0), bonus(1.0, 40.0)],
        cap: Some(200.0),
        draw: Some(Draw { amount: 15.0, recoverable: false }),
        ..Plan::new("rich")
    };
    for (mean, sd) in [(300.0, 200.0), (900.0, 150.0), (1000.0, 400.0), (2000.0, 300.0)] {
        let (pay, variance) = curve(&rich).mean_and_variance(mean, sd);
        assert!(close(pay, curve(&rich).expected(mean, sd), 1e-12));
        let summed = summed(&curve(&rich), mean, sd);
        assert!(close(variance, summed, 1e-3), "{mean} ± {sd}: {variance} {summed}");
    }
}

#[test]
fn nobody_stays_or_comes_for_nothing_and_equal_pay_moves_nobody() {
    let labour = Labour { elasticity: 4.0, risk: 2.0 };
    assert_eq!(labour.departures(1.0, Some(0.3)), 0.3);
    assert_eq!(labour.departures(1.0, None), 0.0);
    assert_eq!(labour.departures(2.0, None), 0.0);
    assert_eq!(labour.accepts(1.0), 0.5);
    assert_eq!(labour.departures(0.0, Some(0.3)), f64::INFINITY);
    assert_eq!(labour.departures(0.0, None), f64::INFINITY);
    assert_eq!(labour.accepts(0.0), 0.0);
    assert!(close(labour.departures(0.5, Some(0.3)), 0.3 * 16.0, 1e-12));
    assert!(close(labour.accepts(2.0), 16.0 / 17.0, 1e-12));
    let indifferent = Labour { elasticity: 0.0, risk: 2.0 };
    assert_eq!(indifferent.departures(0.0, Some(0.3)), 0.3);
    assert_eq!(indifferent.accepts(0.0), 0.5);
    // Where nobody ever leaves, nobody does for pay.
    assert_eq!(labour.departures(0.0, Some(0.0)), 0.0);
}

#[test]
fn risk_costs_a_little_where_it_is_small_and_never_everything() {
    let labour = Labour { elasticity: 4.0, risk: 2.0 };
    assert_eq!(labour.certain(100.0, 0.0), 100.0);
    // Mean less γ/2 times variance over mean.
    assert!(close(labour.certain(100.0, 1.0), 99.99, 1e-7));
    assert!(close(labour.certain(100.0, 10_000.0), 50.0, 1e-12));
    assert!(labour.certain(100.0, 1e12) > 0.0);
    assert_eq!(labour.certain(0.0, 0.0), 0.0);
    let bold = Labour { risk: 0.0, ..labour };
    assert_eq!(bold.certain(100.0, 1e6), 100.0);
}
