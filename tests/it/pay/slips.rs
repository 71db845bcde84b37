//! Pay slips: which lines, in which order, and what is owed.

use posse::sales::pay::{
    Draw, PayLine, PayRule, PeriodSums, Plan, PoolShare, Terms, Tier, YearSoFar, clawback_share,
    commission_in, deal_pay, reckon, split_cents,
};

use super::lab::{attainment, bonus, cents, close, linear, plan, pool};

fn sums(plan: &Plan, credit: f64) -> PeriodSums {
    PeriodSums { credit, ..PeriodSums::new(Terms::new(plan.quota, 1.0)) }
}

/// Total, lines and what is owed after one period.
fn slip(plan: &Plan, sums: &PeriodSums, owed: f64) -> (f64, Vec<(PayRule, f64)>, f64) {
    let (mut owed, mut lines) = (owed, Vec::new());
    let total = reckon(plan, sums, &mut owed, &mut lines);
    assert!(close(cents(&lines), total * 100.0, 1e-12), "lines sum to the total");
    let of = |line: &PayLine| (line.rule, line.amount);
    (total, lines.iter().map(of).collect(), owed)
}

#[test]
fn lines_come_in_the_order_of_reckoning() {
    let plan = Plan {
        commission: vec![attainment(0.0, 0.1), attainment(1.0, 0.2)],
        bonuses: vec![bonus(0.5, 30.0), bonus(1.0, 70.0), bonus(2.0, 900.0)],
        cap: Some(400.0),
        team: Some(pool(0.5, 0.1)),
        ..plan(1000.0)
    };
    let sums = PeriodSums {
        salary: 5000.0,
        deal_pay: 20.0,
        fees: 10.0,
        pool: PoolShare { money: 66.67, part: 0.5, paid: 33.34 },
        spiffs: 40.0,
        prize: 250.0,
        clawback: 450.0,
        ..sums(&plan, 1500.0)
    };
    let (total, lines, owed) = slip(&plan, &sums, 0.0);
    let expected = [
        (PayRule::Salary, 5000.0),
        (PayRule::Commission(0), 50.0),
        (PayRule::Commission(1), 50.0),
        (PayRule::Bonus(0), 15.0),
        (PayRule::Bonus(1), 35.0),
        (PayRule::DealRate, 10.0),
        (PayRule::Fee, 5.0),
        (PayRule::Team, 33.34),
        (PayRule::Spiff, 40.0),
        (PayRule::Prize, 250.0),
        (PayRule::Cap, -88.34),
        (PayRule::Clawback, -450.0),
        (PayRule::CarriedOver, 50.0),
    ];
    assert_eq!(lines, expected);
    assert!(close(total, 5000.0, 1e-12), "salary is never clawed back");
    assert!(close(owed, 50.0, 1e-12));
}

#[test]
fn a_band_pays_on_the_credit_within_it() {
    let plan =
        Plan { commission: vec![attainment(0.2, 0.1), attainment(1.0, 0.2)], ..plan(1000.0) };
    let mut lines = Vec::new();
    reckon(&plan, &sums(&plan, 1500.0), &mut 0.0, &mut lines);
    let seen: Vec<(f64, f64)> =
        lines.iter().map(|line| (line.factors[0].1, line.factors[1].1)).collect();
    assert_eq!(seen, [(800.0, 0.1), (500.0, 0.2)]);
    reckon(&plan, &sums(&plan, 199.0), &mut 0.0, &mut lines);
    assert!(lines.is_empty(), "nothing below the first band, and no lines of before");
}

#[test]
fn a_recoverable_draw_is_paid_back_out_of_later_periods() {
    let draw = Some(Draw { amount: 300.0, recoverable: true });
    let plan = Plan { draw, ..linear(0.1) };
    // Gross 100, 250, 500, 700: advanced 200 and 50, paid back 200 and 50.
    let mut owed = 0.0;
    let mut totals = Vec::new();
    for (credit, debt) in [(1000.0, 200.0), (2500.0, 250.0), (5000.0, 50.0), (7000.0, 0.0)] {
        let (total, _, after) = slip(&plan, &sums(&plan, credit), owed);
        assert!(close(after, debt, 1e-12), "owed after {credit}: {after}");
        totals.push(total);
        owed = after;
    }
    assert_eq!(totals, [300.0, 300.0, 300.0, 650.0]);
    assert!(close(totals.iter().sum(), 100.0 + 250.0 + 500.0 + 700.0, 1e-12), "a loan");
}

#[test]
fn a_draw_that_is_not_recoverable_is_a_gift() {
    let draw = Some(Draw { amount: 300.0, recoverable: false });
    let plan = Plan { draw, ..linear(0.1) };
    let (total, lines, owed) = slip(&plan, &sums(&plan, 1000.0), 0.0);
    assert_eq!((total, owed), (300.0, 0.0));
    assert_eq!(lines, [(PayRule::Commission(0), 100.0), (PayRule::Draw, 200.0)]);
    assert!(close(slip(&plan, &sums(&plan, 9000.0), 0.0).0, 900.0, 1e-12));
}

#[test]
fn a_clawback_that_pay_cannot_bear_is_carried_over() {
    let plan = linear(0.1);
    let clawed = PeriodSums { clawback: 250.0, ..sums(&plan, 1000.0) };
    let (total, lines, owed) = slip(&plan, &clawed, 0.0);
    assert_eq!((total, owed), (0.0, 150.0));
    let clawback = [(PayRule::Clawback, -250.0), (PayRule::CarriedOver, 150.0)];
    assert_eq!(lines[1..], clawback);
    let (total, lines, owed) = slip(&plan, &sums(&plan, 1200.0), owed);
    assert_eq!((total, owed), (0.0, 30.0));
    assert_eq!(lines[1..], [(PayRule::Recovery, -120.0)]);
    let (total, _, owed) = slip(&plan, &sums(&plan, 1200.0), owed);
    assert_eq!((total, owed), (90.0, 0.0));
}

#[test]
fn without_draw_clawback_and_cap_pay_is_gross() {
    let plan = linear(0.07);
    let (total, lines, owed) = slip(&plan, &sums(&plan, 12_345.6), 0.0);
    assert_eq!(lines, [(PayRule::Commission(0), 864.19)]);
    assert_eq!((total, owed), (864.19, 0.0));
}

#[test]
fn cumulative_plans_net_what_the_year_has_paid() {
    let plan = Plan {
        commission: vec![attainment(0.0, 0.1), attainment(1.0, 0.2)],
        bonuses: vec![bonus(1.0, 50.0)],
        cumulative: true,
        ..plan(1000.0)
    };
    let mut year = YearSoFar::default();
    let mut totals = Vec::new();
    // Year so far 1,500 of 1,000; 1,700 of 2,000; 3,000 of 3,000; 4,500 of 4,000.
    for credit in [1500.0, 200.0, 1300.0, 1500.0] {
        let sums =
            PeriodSums { credit, ..PeriodSums::new(Terms { year, ..Terms::new(1000.0, 1.0) }) };
        let mut lines = Vec::new();
        totals.push(reckon(&plan, &sums, &mut 0.0, &mut lines));
        year = YearSoFar {
            credit: year.credit + credit,
            quota: year.quota + 1000.0,
            commission: year.commission + commission_in(&lines),
        };
    }
    assert_eq!(totals, [200.0 + 50.0, 0.0, 100.0 + 50.0, 200.0 + 50.0]);
    assert!(close(year.commission, 500.0, 1e-12), "the year's commission on the year's quota");
}

#[test]
fn a_deal_rate_holds_for_the_whole_deal() {
    let tier = |from, rate| Tier { from, rate };
    let tiers = [tier(1000.0, 0.02), tier(5000.0, 0.04)];
    for (size, money) in [(999.0, 0.0), (1000.0, 20.0), (4999.0, 99.98), (5000.0, 200.0)] {
        assert!(close(deal_pay(&tiers, size), money, 1e-12), "{size}");
    }
}

#[test]
fn the_share_that_goes_back_falls_with_time() {
    let plan = Plan { clawback: vec![(100.0, 1.0), (200.0, 0.5)], ..linear(0.1) };
    let shares = [0.0, 99.9, 100.0, 199.9, 200.0].map(|hours| clawback_share(&plan, hours));
    let bits = |shares: [f64; 5]| shares.map(f64::to_bits);
    assert_eq!(bits(shares), bits([1.0, 1.0, 0.5, 0.5, 0.0]));
    assert!(close(clawback_share(&linear(0.1), 0.0), 0.0, 1e-15));
}

#[test]
fn cents_left_over_go_to_the_largest_remainders_then_to_the_smaller_key() {
    let split = |pool: f64, weights: &[f64], keys: &[u64]| {
        let mut shares = vec![9.0];
        split_cents(pool, weights, keys, &mut shares);
        shares
    };
    assert_eq!(split(100.0, &[1.0, 1.0, 1.0], &[7, 3, 5]), [33.33, 33.34, 33.33]);
    assert_eq!(split(0.02, &[1.0, 1.0, 1.0], &[7, 3, 5]), [0.0, 0.01, 0.01]);
    assert_eq!(split(10.0, &[1.0, 2.0, 0.0], &[1, 2, 3]), [3.33, 6.67, 0.0]);
    assert_eq!(split(10.0, &[0.0, 0.0], &[1, 2]), [5.0, 5.0], "equally if nobody has any");
    assert_eq!(split(10.0, &[], &[]), [0.0; 0]);
    assert_eq!(split(10.004, &[3.0], &[1]), [10.0]);
}
