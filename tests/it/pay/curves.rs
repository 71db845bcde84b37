//! What a plan pays as a function of credit.

use posse::sales::pay::{Bonus, Curve, Draw, Mark, Plan, Terms, YearSoFar};

use super::lab::{attainment, bonus, close, credit, linear, plan, pool};

fn curve(plan: &Plan) -> Curve {
    Curve::of_plan(plan, &Terms::new(plan.quota, 1.0))
}

/// 10 % up to a quota of 1,000, 20 % beyond, 50 for reaching it, at most 300.
fn classic() -> Plan {
    Plan {
        commission: vec![attainment(0.0, 0.10), attainment(1.0, 0.20)],
        bonuses: vec![bonus(1.0, 50.0)],
        cap: Some(300.0),
        ..plan(1000.0)
    }
}

#[test]
fn bands_bonus_and_cap_pay_as_written() {
    let classic = curve(&classic());
    for (credit, money) in [
        (0.0, 0.0),
        (500.0, 50.0),
        (999.0, 99.9),
        (1000.0, 150.0),
        (1500.0, 250.0),
        (1750.0, 300.0),
        (5000.0, 300.0),
    ] {
        assert!(close(classic.pay(credit), money, 1e-12), "{credit}: {}", classic.pay(credit));
    }
    assert_eq!(classic.is_linear(), None);
    assert!(close(classic.gain(900.0, 200.0), 170.0 - 90.0, 1e-12));
}

#[test]
fn a_cap_that_a_bonus_jumps_over_holds_from_there() {
    let jumpy = curve(&Plan { cap: Some(120.0), ..classic() });
    assert!(close(jumpy.pay(999.0), 99.9, 1e-12));
    assert!(close(jumpy.pay(1000.0), 120.0, 1e-12));
    assert!(close(jumpy.pay(2000.0), 120.0, 1e-12));
    let nothing = curve(&Plan { cap: Some(0.0), ..classic() });
    assert_eq!(nothing, Curve::nothing());
}

#[test]
fn the_general_plan_becomes_the_simple_one() {
    let straight = linear(0.1);
    let of = |change: &dyn Fn(&mut Plan)| {
        let mut plan = Plan { commission: vec![attainment(0.0, 0.1)], ..plan(1000.0) };
        change(&mut plan);
        curve(&plan)
    };
    let expected = curve(&straight);
    assert_eq!(expected.is_linear(), Some(0.1));
    assert_eq!(of(&|p| p.cap = Some(f64::INFINITY)), expected, "a cap out of reach");
    assert_eq!(of(&|p| p.bonuses = vec![bonus(1.0, 0.0)]), expected, "a bonus of 0");
    assert_eq!(of(&|p| p.commission.push(attainment(1.0, 0.1))), expected, "equal bands");
    assert_eq!(of(&|p| p.team = Some(pool(0.0, 9.0))), expected, "a team's part of weight 0");
    let all_pool = pool(1.0, 0.1);
    assert_eq!(Curve::of_pool(&all_pool, 1.0), expected, "a pool of one person");
    assert_eq!(of(&|p| p.team = Some(all_pool.clone())), Curve::nothing(), "all in the pool");
    let mixed = of(&|p| p.team = Some(pool(0.3, 0.1)));
    assert!(close(mixed.pay(400.0) + Curve::of_pool(&pool(0.3, 0.1), 1.0).pay(400.0), 40.0, 1e-12));
}

#[test]
fn scale_acts_on_every_amount() {
    let once = curve(&classic());
    let twice = Curve::of_plan(&classic(), &Terms::new(1000.0, 2.0));
    for credit in [0.0, 700.0, 1000.0, 1600.0, 3000.0] {
        assert!(close(twice.pay(credit), 2.0 * once.pay(credit), 1e-12));
    }
}

#[test]
fn a_draw_is_a_floor_unless_it_is_a_loan() {
    let with = |recoverable| {
        let draw = Some(Draw { amount: 80.0, recoverable });
        curve(&Plan { draw, ..classic() })
    };
    let floor = with(false);
    for (credit, money) in [(0.0, 80.0), (799.0, 80.0), (900.0, 90.0), (1000.0, 150.0)] {
        assert!(close(floor.pay(credit), money, 1e-12));
    }
    assert!(close(floor.slope(100.0, 1.0), 0.0, 1e-12), "the next unit changes nothing");
    assert_eq!(with(true), curve(&classic()));
    let high = curve(&Plan { draw: Some(Draw { amount: 120.0, recoverable: false }), ..classic() });
    assert!(close(high.pay(999.0), 120.0, 1e-12), "crossed by the jump");
    assert!(close(high.pay(1000.0), 150.0, 1e-12));
    assert!(close(high.pay(1100.0), 170.0, 1e-12));
}

#[test]
fn a_part_of_a_period_has_its_part_of_the_amounts() {
    let half = Terms { employed: 0.5, ..Terms::new(500.0, 1.0) };
    let (half, whole) = (Curve::of_plan(&classic(), &half), curve(&classic()));
    for credit in [0.0, 200.0, 499.0, 500.0, 600.0, 2000.0] {
        assert!(close(half.pay(credit), 0.5 * whole.pay(2.0 * credit), 1e-12));
    }
}

#[test]
fn without_a_quota_no_attainment_is_reached() {
    let plan = Plan { quota: 0.0, cap: None, ..classic() };
    assert_eq!(curve(&plan).is_linear(), Some(0.1));
}

#[test]
fn a_later_band_begins_where_its_own_mark_says() {
    let plan = Plan { commission: vec![credit(800.0, 0.1), attainment(1.0, 0.3)], ..plan(1000.0) };
    assert!(close(curve(&plan).pay(1200.0), 20.0 + 60.0, 1e-12));
    let lower = Curve::of_plan(&plan, &Terms::new(500.0, 1.0));
    assert!(close(lower.pay(1200.0), 210.0, 1e-12), "from 500 on 30 %");
}

#[test]
fn cumulative_plans_pay_the_year_so_far() {
    let cumulative = Plan { cumulative: true, cap: None, ..classic() };
    let after = |credit: f64, commission: f64| Terms {
        year: YearSoFar { credit, quota: 1000.0, commission },
        ..Terms::new(1000.0, 1.0)
    };
    let behind = Curve::of_plan(&cumulative, &after(600.0, 60.0));
    assert!(close(behind.pay(1400.0), 140.0 + 50.0, 1e-12), "the year's quota, met together");
    assert!(close(behind.pay(1399.0), 139.9, 1e-12));
    assert!(close(behind.pay(1500.0), 160.0 + 50.0, 1e-12));
    let ahead = Curve::of_plan(&cumulative, &after(1500.0, 200.0));
    assert!(close(ahead.pay(100.0), 0.0, 1e-12), "paid at 20 % what the year now has at 10 %");
    assert!(close(ahead.pay(500.0), 0.0 + 50.0, 1e-12));
    assert!(close(ahead.pay(600.0), 20.0 + 50.0, 1e-12));
    let fresh = Terms { year: YearSoFar { quota: 1.0, ..YearSoFar::default() }, ..after(0.0, 0.0) };
    let plain = Plan { cumulative: false, ..cumulative };
    assert_eq!(Curve::of_plan(&plain, &fresh), curve(&plain), "others do not look back");
}

#[test]
fn a_curve_is_rebuilt_in_place() {
    let floor = Some(Draw { amount: 30.0, recoverable: false });
    let mut reused = curve(&Plan { draw: floor, ..classic() });
    reused.set_to_plan(&linear(0.3), &Terms::new(0.0, 1.0));
    assert_eq!(reused, curve(&linear(0.3)));
    reused.set_to_plan(&classic(), &Terms::new(1000.0, 1.0));
    assert_eq!(reused, curve(&classic()));
    reused.set_to_pool(&pool(0.5, 0.2), 2.0);
    assert_eq!(reused, Curve::of_pool(&pool(0.5, 0.2), 2.0));
}

#[test]
fn commission_alone_leaves_bonuses_and_draw_out() {
    let plan = Plan { draw: Some(Draw { amount: 80.0, recoverable: false }), ..classic() };
    let mut commission = Curve::nothing();
    commission.set_to_commission(&plan, &Terms::new(1000.0, 1.0));
    assert!(close(commission.pay(1000.0), 100.0, 1e-12));
    assert!(close(commission.pay(5000.0), 300.0, 1e-12));
    assert!(close(commission.pay(0.0), 0.0, 1e-12));
}

#[test]
fn without_chance_the_expectation_is_the_pay_and_the_slope_the_rate() {
    let classic = curve(&classic());
    for mean in [0.0, 400.0, 999.0, 1200.0, 4000.0] {
        let rate = if mean < 1000.0 {
            0.1
        } else if mean < 1750.0 {
            0.2
        } else {
            0.0
        };
        for sd in [0.0, 1e-300, 1e-9, 0.1] {
            assert!(close(classic.expected(mean, sd), classic.pay(mean), 1e-9), "{mean} ± {sd}");
            assert!(close(classic.slope(mean, sd), rate, 1e-9), "{mean} ± {sd}");
        }
    }
    assert!(close(classic.expected(1000.0, 0.0), 150.0, 1e-12), "at the jump itself");
    assert!(close(classic.slope(1000.0, 0.0), 0.2, 1e-12), "at the jump itself");
}

#[test]
fn what_is_booked_is_not_lost_by_bad_luck() {
    let curve = curve(&Plan { cap: None, ..classic() });
    let (mean, sd) = (1050.0, 100.0);
    assert!(curve.expected(mean, sd) < curve.pay(mean), "the bonus may be missed");
    assert!(close(curve.expected_beyond(1000.0, mean, sd), 160.0, 1e-12));
    assert_eq!(curve.is_linear_beyond(1000.0), Some(0.2));
    assert_eq!(curve.is_linear_beyond(999.0), None);
}

#[test]
fn a_bonus_in_credit_needs_no_quota() {
    let at = Bonus { at: Mark::Credit(300.0), amount: 10.0 };
    let plan = Plan { bonuses: vec![at], ..linear(0.0) };
    assert!(close(curve(&plan).pay(300.0), 10.0, 1e-12));
    assert!(close(curve(&plan).pay(299.9), 0.0, 1e-12));
}
