//! Marks are reached at equality, and every line is right to the cent: decimal arithmetic, by hand.

#![expect(clippy::float_cmp, reason = "amounts are right to the cent, not nearly")]

use posse::sales::pay::{
    Base, Curve, Mark, Payout, PeriodSums, Plan, Terms, Tier, deal_pay, reckon, reckon_pool,
    split_cents,
};

use super::lab::{attainment, bonus, linear, plan, pool};
use super::market::written;

fn paid(plan: &Plan, credit: f64) -> f64 {
    let sums = PeriodSums { credit, ..PeriodSums::new(Terms::new(plan.quota, 1.0)) };
    reckon(plan, &sums, &mut 0.0, &mut Vec::new())
}

/// 1.1 · 100,000 is 110,000.000 000 000 01 in binary.
#[test]
fn a_bonus_is_paid_at_its_mark_and_not_a_cent_below() {
    let plan =
        written("quota = 100000\ncommission = 0.05\nbonus = [{ at = \"110 %\", amount = 5000 }]");
    let [at, below] = [110_000.0, 109_999.99].map(|credit| paid(&plan, credit));
    assert_eq!((at, below), (10_500.0, 5_500.0));
    let payout = Payout::of_plan(&plan, &[109_999.99, 110_000.0, 1.1 * 100_000.0, 110_001.0]);
    let pay: Vec<f64> = payout.points.iter().map(|point| point.pay).collect();
    assert_eq!(pay, [5_500.0, 10_500.0, 10_500.0, 10_500.05]);
}

/// Every mark of whole per cents under quotas that people write, from both sides of it.
#[test]
fn any_mark_of_any_quota_is_reached_at_equality() {
    for quota in [1.0, 3.0, 7.0, 12.5, 80_000.0, 135_000.0, 187_500.0, 333_333.33, 1e9 + 0.01] {
        for percent in 1..=300_u32 {
            // In ten-thousandths of a unit, halves away from zero: whole numbers all the way.
            let exact = (quota * 100.0_f64).round() * f64::from(percent);
            let mark = (exact / 100.0).round() / 100.0;
            let share = f64::from(percent) / 100.0;
            let plan = Plan { bonuses: vec![bonus(share, 1000.0)], ..plan(quota) };
            assert_eq!(
                (paid(&plan, mark), paid(&plan, mark - 0.01)),
                (1000.0, 0.0),
                "{share} of {quota}"
            );
            let curve = Curve::of_plan(&plan, &Terms::new(quota, 1.0));
            assert_eq!(
                (curve.pay(mark), curve.pay(mark - 0.01)),
                (1000.0, 0.0),
                "{share} of {quota}"
            );
            assert_eq!(Mark::Attainment(share).credit(quota).to_bits(), mark.to_bits());
        }
    }
}

/// Ten deals of 0.1 are 0.999 999 999 999 999 9 in binary; three of 11,000 at a margin of 0.7 are
/// 23,099.999 999 999 996.
#[test]
fn a_sum_that_is_noisy_in_binary_reaches_its_mark() {
    let tenths: f64 = (0..10).map(|_| 0.1).sum();
    let margins: f64 = (0..3).map(|_| 11_000.0 * 0.7).sum();
    assert!(tenths < 1.0 && margins < 23_100.0, "the trap is there");
    let plan = |quota: f64| Plan { bonuses: vec![bonus(1.0, 1000.0)], ..plan(quota) };
    assert_eq!((paid(&plan(1.0), tenths), paid(&plan(23_100.0), margins)), (1000.0, 1000.0));
}

#[test]
fn a_size_of_deal_is_reached_at_equality() {
    let tiers = [Tier { from: 0.0, rate: 0.02 }, Tier { from: 23_100.0, rate: 0.04 }];
    let deal: f64 = (0..3).map(|_| 11_000.0 * 0.7).sum();
    assert_eq!((deal_pay(&tiers, deal) * 100.0).round(), 92_400.0);
    assert_eq!((deal_pay(&tiers, 23_099.99) * 100.0).round(), 46_200.0);
}

/// A year of 300 % in four parts: quotas of a tenth of a unit sum to less than they should.
#[test]
fn a_cumulative_plan_reaches_the_year_at_equality() {
    use posse::sales::pay::YearSoFar;
    let plan = Plan { bonuses: vec![bonus(1.0, 50.0)], cumulative: true, ..plan(0.3) };
    let year = YearSoFar { credit: 0.1, quota: 0.1, commission: 0.0 };
    let terms = Terms { year, ..Terms::new(0.2, 1.0) };
    let sums = PeriodSums { credit: 0.2, ..PeriodSums::new(terms) };
    assert_eq!(reckon(&plan, &sums, &mut 0.0, &mut Vec::new()), 50.0);
    assert_eq!(Curve::of_plan(&plan, &terms).pay(0.2), 50.0);
}

/// 100.50 · 0.01 is 1.005, and 1.004 999 999 999 999 9 in binary; rounded once, halves away from 0.
#[test]
fn a_line_is_rounded_once_from_its_exact_product() {
    for (credit, rate, money) in [
        (100.5, 0.01, 1.01),
        (1_234.5, 0.05, 61.73),
        (35.0, 0.0333, 1.17),
        (1.0, 0.145, 0.15),
        (8.0, 0.05, 0.40),
        // Not the neighbour of a half that looks like one: 61.724 999 75.
        (1_234.499_995, 0.05, 61.73),
        (1_234.49, 0.05, 61.72),
        (9.99, 0.450_450_45, 4.50),
    ] {
        assert_eq!(paid(&linear(rate), credit), money, "{credit} · {rate}");
    }
    // 2,050 · 0.1 · (1 − 0.3) · 0.7 = 100.45; 100.5 · 0.05 · 0.5 · 0.6 = 1.507 5.
    for (credit, rate, weight, scale, money) in [
        (2_050.0, 0.1, 0.3, 0.7, 100.45),
        (100.5, 0.05, 0.5, 0.6, 1.51),
        (1.0, 0.3, 0.9, 0.5, 0.02),
    ] {
        let plan = Plan { team: Some(pool(weight, 0.0)), ..linear(rate) };
        let terms = Terms::new(0.0, scale);
        let sums = PeriodSums { credit, ..PeriodSums::new(terms) };
        assert_eq!(reckon(&plan, &sums, &mut 0.0, &mut Vec::new()), money);
    }
}

#[test]
fn the_factors_of_a_line_are_what_is_multiplied() {
    let plan = Plan {
        commission: vec![attainment(0.0, 0.1), attainment(1.0, 0.2)],
        bonuses: vec![bonus(1.0, 500.0)],
        team: Some(pool(0.25, 0.05)),
        ..plan(1000.0)
    };
    let terms = Terms { employed: 0.5, ..Terms::new(1000.0, 1.2) };
    let sums = PeriodSums { credit: 1600.0, ..PeriodSums::new(terms) };
    let mut lines = Vec::new();
    reckon(&plan, &sums, &mut 0.0, &mut lines);
    lines.extend(reckon_pool(plan.team.as_ref().expect("a pool"), 4000.0, 1.2));
    let seen: Vec<(Vec<f64>, f64)> = lines
        .iter()
        .map(|line| (line.factors.iter().map(|(_, value)| *value).collect(), line.amount))
        .collect();
    let expected = [
        (vec![1000.0, 0.1, 0.75, 1.2], 90.0),
        (vec![600.0, 0.2, 0.75, 1.2], 108.0),
        (vec![500.0, 0.75, 1.2, 0.5], 225.0),
        (vec![4000.0, 0.05, 0.25, 1.2], 60.0),
    ];
    assert_eq!(seen, expected);
}

/// Remainders of 1/3 and 2/3 of a cent; weights that are sums of tenths.
#[test]
fn a_pool_is_divided_by_exact_remainders() {
    let thrice: f64 = (0..3).map(|_| 0.1).sum();
    let mut shares = Vec::new();
    // 0.3 in binary, and 0.3 as a sum, are the same weight: the smaller key has the cent.
    split_cents(0.01, &[0.3, thrice], &[1, 2], &mut shares);
    assert_eq!(shares, [0.01, 0.0]);
    split_cents(0.01, &[thrice, 0.3], &[1, 2], &mut shares);
    assert_eq!(shares, [0.01, 0.0]);
    split_cents(1e9, &[1.0, 2.0, 4.0], &[1, 2, 3], &mut shares);
    assert_eq!(shares, [142_857_142.86, 285_714_285.71, 571_428_571.43]);
}

/// The table of a pool is what its slip pays.
#[test]
fn the_table_of_a_pool_is_in_whole_cents() {
    let team = pool(0.5, 0.01);
    let plan = Plan { base: Base::Revenue, team: Some(team.clone()), ..plan(0.0) };
    let payout = Payout::of_pool(&plan, &team, &[201.0]);
    // 201 · 0.01 · 0.5 = 1.005.
    assert_eq!(payout.points[0].pay, 1.01);
}
