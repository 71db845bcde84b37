//! Quotas that follow results.

use posse::sales::pay::{Curve, Plan, Ratchet, Terms, next_quota, ratchet_slope};

use super::lab::{attainment, bonus, close, linear, plan};

fn ratcheted(growth: f64, follow: f64) -> Plan {
    Plan {
        commission: vec![attainment(0.0, 0.1), attainment(1.0, 0.3)],
        bonuses: vec![bonus(1.0, 40.0)],
        ratchet: Some(Ratchet { growth, follow }),
        ..plan(1000.0)
    }
}

#[test]
fn the_quota_follows_growth_and_a_share_of_the_excess_within_bounds() {
    let plan = ratcheted(0.02, 0.3);
    assert!(close(next_quota(&plan, 1000.0, 1500.0), 1020.0 + 150.0, 1e-12));
    assert!(close(next_quota(&plan, 1170.0, 0.0), 1193.4 - 351.0, 1e-12));
    assert!(close(next_quota(&plan, 1000.0, 90_000.0), 2000.0, 1e-12));
    assert!(close(next_quota(&plan, 510.0, 0.0), 500.0, 1e-12));
}

#[test]
fn a_ratchet_that_follows_nothing_leaves_the_quota() {
    assert!(close(next_quota(&ratcheted(0.0, 0.0), 1000.0, 5000.0), 1000.0, 1e-12));
    assert!(close(next_quota(&linear(0.1), 700.0, 5000.0), 700.0, 1e-12));
    let mut curve = Curve::nothing();
    let none = ratchet_slope(&linear(0.1), &Terms::new(0.0, 1.0), 9.0, (9.0, 3.0), &mut curve);
    assert!(close(none, 0.0, 1e-12));
}

/// The quota moves by `follow` per unit of credit, and with it the marks at it: the accelerator's
/// −(0.3 − 0.1)·Φ and the bonus's −40·φ/σ.
#[test]
fn credit_now_costs_pay_later_where_the_quota_follows() {
    use posse::math::{normal_cdf, normal_density};
    let (mean, sd) = (1100.0, 300.0);
    let terms = Terms::new(1000.0, 2.0);
    let slope =
        ratchet_slope(&ratcheted(0.02, 0.3), &terms, 1200.0, (mean, sd), &mut Curve::nothing());
    let z = (mean - 1080.0) / sd;
    let by_quota = -2.0 * (0.2 * normal_cdf(z) + 40.0 * normal_density(z) / sd);
    assert!(close(slope, 0.3 * by_quota, 1e-4), "{slope} for {}", 0.3 * by_quota);
    let bound =
        ratchet_slope(&ratcheted(0.02, 0.3), &terms, 9e4, (mean, sd), &mut Curve::nothing());
    assert!(close(bound, 0.0, 1e-12), "a quota at its bound no longer moves");
}
