//! What holds for any plan.

use posse::math::normal_quantile;
use posse::sales::pay::{
    Band, Bonus, Curve, Draw, Mark, PayRule, PeriodSums, Plan, Terms, YearSoFar, reckon,
    split_cents,
};
use proptest::prelude::*;

use super::lab::{cents, close, linear, plan, pool};

fn mark() -> impl Strategy<Value = Mark> {
    prop_oneof![
        (0.0..2.5f64).prop_map(Mark::Attainment),
        (0.0..3000.0f64).prop_map(Mark::Credit),
        Just(Mark::Attainment(0.0)),
    ]
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let bands = prop::collection::vec((mark(), 0.0..0.5f64), 0..4);
    let bonuses = prop::collection::vec((mark(), 0.0..500.0f64), 0..3);
    let cap = prop::option::of(0.0..900.0f64);
    let draw = prop::option::of((0.0..300.0f64, any::<bool>()));
    let weight = prop::option::of(0.0..1.0f64);
    (bands, bonuses, cap, draw, weight, any::<bool>()).prop_map(
        |(bands, bonuses, cap, draw, weight, cumulative)| Plan {
            commission: bands.into_iter().map(|(from, rate)| Band { from, rate }).collect(),
            bonuses: bonuses.into_iter().map(|(at, amount)| Bonus { at, amount }).collect(),
            cap,
            draw: draw.map(|(amount, recoverable)| Draw { amount, recoverable }),
            team: weight.map(|weight| pool(weight, 0.1)),
            cumulative,
            ..plan(1000.0)
        },
    )
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let year = (0.0..3000.0f64, 0.0..3000.0f64, 0.0..500.0f64);
    let year = year.prop_map(|(credit, quota, commission)| YearSoFar { credit, quota, commission });
    let quota = prop_oneof![Just(0.0), 200.0..2000.0f64];
    (quota, 0.0..2.0f64, 0.0..1.0f64, year).prop_map(|(quota, scale, employed, year)| Terms {
        quota,
        scale,
        employed,
        year,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Slips and curves are written apart; they must agree to the cents that slips round to.
    #[test]
    fn a_curve_pays_what_the_slip_says(
        plan in any_plan(), terms in any_terms(), credit in 0.0..4000.0f64,
    ) {
        let curve = Curve::of_plan(&plan, &terms);
        let sums = PeriodSums { credit, ..PeriodSums::new(terms) };
        let mut lines = Vec::new();
        let total = reckon(&plan, &sums, &mut 0.0, &mut lines);
        let advanced = |rule| matches!(rule, PayRule::Draw) && plan.draw.is_some_and(|d| d.recoverable);
        let loan: f64 = lines.iter().filter(|l| advanced(l.rule)).map(|l| l.amount).sum();
        prop_assert!((curve.pay(credit) - (total - loan)).abs() < 0.05, "{} for {total}", curve.pay(credit));
    }

    /// Expected pay is the mean over the quantiles of a normal law.
    #[test]
    fn expected_pay_is_the_mean_over_the_bell_curve(
        plan in any_plan(), terms in any_terms(), mean in 0.0..3000.0f64, sd in 1.0..800.0f64,
    ) {
        const POINTS: u32 = 4000;
        let curve = Curve::of_plan(&plan, &terms);
        let at = |k: u32| mean + sd * normal_quantile((f64::from(k) + 0.5) / f64::from(POINTS));
        let summed = (0..POINTS).map(|k| curve.pay(at(k))).sum::<f64>() / f64::from(POINTS);
        let found = curve.expected(mean, sd);
        prop_assert!((found - summed).abs() < 1.0, "{found} for {summed}");
    }

    #[test]
    fn the_slope_is_the_derivative_of_the_expectation(
        plan in any_plan(), terms in any_terms(), mean in 0.0..3000.0f64, sd in 20.0..800.0f64,
    ) {
        let curve = Curve::of_plan(&plan, &terms);
        let h = 0.01 * sd;
        let derivative = (curve.expected(mean + h, sd) - curve.expected(mean - h, sd)) / (2.0 * h);
        prop_assert!((curve.slope(mean, sd) - derivative).abs() < 0.005, "{derivative}");
        prop_assert!(curve.slope(mean, sd) >= -1e-12, "more credit never pays less");
    }

    #[test]
    fn no_input_makes_pay_undefined(
        plan in any_plan(), terms in any_terms(), mean in -1e12..1e12f64,
        sd in prop_oneof![Just(0.0), Just(1e-300), 0.0..1e12f64],
    ) {
        let curve = Curve::of_plan(&plan, &terms);
        prop_assert!(curve.expected(mean, sd).is_finite());
        prop_assert!(curve.slope(mean, sd).is_finite());
    }

    #[test]
    fn lines_sum_to_the_total_and_debts_to_what_was_not_paid(
        plan in any_plan(), terms in any_terms(),
        credits in prop::collection::vec(0.0..4000.0f64, 1..6), clawback in 0.0..500.0f64,
    ) {
        let (mut owed, mut lines) = (0.0, Vec::new());
        for credit in credits {
            let sums = PeriodSums { salary: 777.77, credit, clawback, ..PeriodSums::new(terms) };
            let before = owed;
            let total = reckon(&plan, &sums, &mut owed, &mut lines);
            prop_assert!(close(cents(&lines), total * 100.0, 1e-12));
            prop_assert!(total >= 777.77 && owed >= 0.0, "salary stays");
            let lent = |line: &&posse::sales::pay::PayLine| match line.rule {
                PayRule::Draw => plan.draw.is_some_and(|draw| draw.recoverable),
                rule => matches!(rule, PayRule::Recovery | PayRule::CarriedOver),
            };
            let lent: f64 = lines.iter().filter(lent).map(|line| line.amount).sum();
            prop_assert!(close(owed - before, lent, 1e-9), "{before} + {lent} is not {owed}");
        }
    }

    /// Under a straight line it does not matter who sold.
    #[test]
    fn linear_pay_of_all_is_the_rate_on_all_sales(
        credits in prop::collection::vec(0.0..1e6f64, 1..20), rate in 0.0..0.5f64,
    ) {
        let plan = linear(rate);
        let pay = |credit: &f64| {
            let sums = PeriodSums { credit: *credit, ..PeriodSums::new(Terms::new(0.0, 1.0)) };
            reckon(&plan, &sums, &mut 0.0, &mut Vec::new())
        };
        let paid: f64 = credits.iter().map(pay).sum();
        let sold: f64 = credits.iter().sum();
        // Credit is rounded to the cent, and so is pay.
        let most = 0.005 * (1.0 + rate) * credits.len() as f64;
        prop_assert!((paid - rate * sold).abs() < most + 1e-6);
    }

    /// To the cent, whatever the weights; nobody is more than a cent from the exact share, and the
    /// order in which people stand changes nothing.
    #[test]
    fn shares_of_a_pool_sum_to_it_to_the_cent(
        pool in 0.0..1e9f64,
        people in prop::collection::vec((prop_oneof![Just(0.0), Just(1.0), 0.0..1e6f64], any::<u64>()), 1..20),
    ) {
        let (weights, keys): (Vec<f64>, Vec<u64>) = people.iter().copied().unzip();
        let mut shares = Vec::new();
        split_cents(pool, &weights, &keys, &mut shares);
        let sum: f64 = shares.iter().map(|share| (share * 100.0).round()).sum();
        prop_assert_eq!(sum.to_bits(), (pool * 100.0).round().to_bits());
        let all: f64 = weights.iter().sum();
        for (share, weight) in shares.iter().zip(&weights) {
            let exact = if all > 0.0 { pool * weight / all } else { pool / weights.len() as f64 };
            prop_assert!((share - exact).abs() < 0.0151 + 1e-9 * pool, "{share} for {exact}");
        }
        let mut mirrored = Vec::new();
        let back = |values: &[f64]| values.iter().rev().copied().collect::<Vec<f64>>();
        let keys: Vec<u64> = keys.iter().rev().copied().collect();
        split_cents(pool, &back(&weights), &keys, &mut mirrored);
        if !(1..people.len()).any(|k| people[..k].iter().any(|p| p.1 == people[k].1)) {
            prop_assert_eq!(back(&mirrored), shares);
        }
    }
}
