//! How hard people work: closed forms, and what effort must do whatever the numbers.

use posse::math::powf;
use posse::sales::pay::behaviour::Effort;
use posse::sales::pay::{Curve, Plan, Pool, Prospect, Terms, best_effort, most_effort};
use proptest::prelude::*;

use super::lab::{attainment, bonus, close, linear, plan, pool};

const PEOPLE: Effort = Effort { response: 0.40, elasticity: 0.5, least: 0.60, stake: 0.5 };
/// Credit a week, and the money a week that a normal plan pays for it.
const RATE: f64 = 1000.0;
const STAKE: f64 = 100.0;

/// A quarter that begins, with a normal plan's cost of effort.
fn prospect(own: &Curve) -> Prospect<'_> {
    Prospect {
        own,
        booked: 0.0,
        own_mean: 0.0,
        own_variance: 0.0,
        pool: None,
        rate_per_week: RATE,
        variance_per_week: RATE * RATE,
        weeks: 13.0,
        least_sd: 100.0,
        pay_weight: 1.0,
        per_credit: 0.0,
        cost_per_week: PEOPLE.response * STAKE,
    }
}

fn curve(plan: &Plan) -> Curve {
    Curve::of_plan(plan, &Terms::new(plan.quota, 1.0))
}

fn output(effort: f64) -> f64 {
    powf(effort, PEOPLE.response)
}

#[test]
fn effort_under_a_straight_line_is_a_power_of_the_reward() {
    for (times, effort) in [(1.0, 1.0), (0.5, 0.765_98), (2.0, 1.305_51), (1000.0, 2.225_02)] {
        let pay = curve(&linear(times * STAKE / RATE));
        let found = best_effort(&PEOPLE, &prospect(&pay));
        assert!((found - effort).abs() < 6e-5, "{times}: {found}");
    }
    let nothing = Curve::nothing();
    assert!(close(best_effort(&PEOPLE, &prospect(&nothing)), 0.6, 1e-12), "salary only");
    let gift = Prospect { cost_per_week: 0.0, ..prospect(&nothing) };
    assert!(close(best_effort(&PEOPLE, &gift), 0.6, 1e-12), "nothing for nothing");
}

/// The search, made to look at a straight line by a kink that bends nothing worth the name.
#[test]
fn the_search_finds_the_closed_form() {
    for times in [0.6, 0.9, 1.3, 2.4, 6.0, 40.0] {
        let rate = times * STAKE / RATE;
        let bent = Plan {
            commission: vec![attainment(0.0, rate), attainment(1.0, rate * (1.0 + 1e-9))],
            ..plan(13.0 * RATE)
        };
        let (bent, straight) = (curve(&bent), curve(&linear(rate)));
        assert_eq!(bent.is_linear(), None);
        let with = |own| {
            let at = Prospect { pay_weight: 0.8, per_credit: -0.02, ..prospect(own) };
            best_effort(&PEOPLE, &at)
        };
        let (found, exact) = (with(&bent), with(&straight));
        assert!((found / exact - 1.0).abs() < 5e-3, "{times}: {found} for {exact}");
    }
}

#[test]
fn an_equal_pool_of_many_leaves_the_least_effort() {
    let team = Curve::of_pool(&pool(1.0, STAKE / RATE), 1.0);
    let shared = |people: u32, felt: f64| {
        let share = 1.0 / f64::from(people);
        let pool = Pool {
            curve: &team,
            share,
            felt: felt * (1.0 - share),
            booked: 0.0,
            mean: 5000.0,
            sd: 3000.0,
            rate_per_week: RATE,
        };
        let nothing = Curve::nothing();
        output(best_effort(&PEOPLE, &Prospect { pool: Some(pool), ..prospect(&nothing) }))
    };
    assert!(close(shared(1, 0.0), 1.0, 1e-12), "a pool of one is one's own pay");
    for (people, loss) in [(2, 0.101), (4, 0.185), (12, 0.185), (100_000, 0.185)] {
        assert!((1.0 - shared(people, 0.0) - loss).abs() < 5e-4, "{people}");
    }
    assert!(close(shared(12, 1.0), 1.0, 1e-12), "who feels the others' gain as one's own");
    let pressed = powf(0.25 + 0.75 / 4.0, 0.4 / 2.6);
    assert!(close(shared(4, 0.25), pressed, 1e-9), "a quarter of it felt");
}

#[test]
fn a_mixed_plan_adds_up_what_both_parts_pay() {
    let (own, team) = (curve(&linear(0.03)), Curve::of_pool(&pool(1.0, 0.14), 1.0));
    let part = Pool {
        curve: &team,
        share: 0.5,
        felt: 0.0,
        booked: 0.0,
        mean: 0.0,
        sd: 1.0,
        rate_per_week: RATE,
    };
    let mixed = Prospect { pool: Some(part), ..prospect(&own) };
    assert!(close(best_effort(&PEOPLE, &mixed), 1.0, 1e-12), "3 % and half of 14 %");
    let pooled_bonus = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(20_000.0) };
    let team = curve(&pooled_bonus);
    let near = Pool { curve: &team, mean: 7000.0, sd: 2000.0, ..part };
    let found = best_effort(&PEOPLE, &Prospect { pool: Some(near), ..prospect(&own) });
    assert!(found > 0.63, "a bonus of the team in reach spurs: {found}");
}

#[test]
fn what_is_far_away_or_taken_back_spurs_less() {
    let pay = curve(&linear(STAKE / RATE));
    let far = Prospect { pay_weight: 0.5, ..prospect(&pay) };
    assert!(close(best_effort(&PEOPLE, &far), powf(0.5, 1.0 / 2.6), 1e-12));
    let prized = Prospect { per_credit: STAKE / RATE, ..prospect(&pay) };
    assert!(close(best_effort(&PEOPLE, &prized), powf(2.0, 1.0 / 2.6), 1e-12));
    let ratcheted = Prospect { per_credit: -0.5 * STAKE / RATE, ..prospect(&pay) };
    assert!(close(best_effort(&PEOPLE, &ratcheted), powf(0.5, 1.0 / 2.6), 1e-12));
}

/// Two days before the end, 100 short of a bonus, with 200 a week at e = 1.
#[test]
fn nobody_reckons_to_the_last_unit() {
    let plan = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(13_000.0) };
    let pay = curve(&plan);
    let last = Prospect {
        own_mean: 12_900.0,
        variance_per_week: 0.0,
        weeks: 0.2,
        least_sd: 0.0,
        ..prospect(&pay)
    };
    assert!(close(best_effort(&PEOPLE, &last), 0.6, 1e-12), "sure of it without effort");
    assert!(best_effort(&PEOPLE, &Prospect { least_sd: 100.0, ..last }) > 1.0);
    let straight = curve(&linear(STAKE / RATE));
    let over = Prospect { weeks: 0.0, ..prospect(&straight) };
    assert!(close(best_effort(&PEOPLE, &over), 0.6, 1e-12), "no time, no effort");
}

#[test]
fn a_bonus_earned_spurs_no_more() {
    let plan = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(13_000.0) };
    let pay = curve(&plan);
    let earned = Prospect { booked: 13_000.0, own_mean: 13_000.0, ..prospect(&pay) };
    assert!(close(best_effort(&PEOPLE, &earned), 0.6, 1e-12));
    let safe = Prospect { booked: 0.0, ..earned };
    assert!(
        best_effort(&PEOPLE, &Prospect { weeks: 1.0, ..safe }) > 0.6,
        "if it can be lost, it does"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is left of the period, whatever the quota.
    #[test]
    fn a_linear_plan_at_the_reference_rate_makes_effort_one(
        quota in 0.0..1e6f64, weeks in 0.001..52.0f64, booked in 0.0..1e6f64, sd in 0.0..1e5f64,
    ) {
        let plan = Plan { quota, ..linear(STAKE / RATE) };
        let pay = curve(&plan);
        let at = Prospect { booked, own_mean: booked, least_sd: sd, weeks, ..prospect(&pay) };
        prop_assert!(close(best_effort(&PEOPLE, &at), 1.0, 1e-12));
    }

    #[test]
    fn effort_stays_in_its_range_whatever_the_numbers(
        quota in prop_oneof![Just(0.0), 0.0..1e6f64],
        amounts in (0.0..1e6f64, 0.0..2.0f64, 0.0..2.0f64),
        weeks in prop_oneof![Just(0.0), 0.0..52.0f64],
        money in (prop_oneof![Just(0.0), 0.0..1e5f64], -1.0..1.0f64),
        spread in (prop_oneof![Just(0.0), 0.0..1e12f64], prop_oneof![Just(0.0), 0.0..1e6f64]),
        credit in (0.0..2e6f64, prop_oneof![Just(0.0), 0.0..1e5f64]),
        people in (0.0..1.0f64, 0.05..3.0f64, prop_oneof![Just(0.0), 0.0..3.0f64]),
    ) {
        let (response, elasticity, least) = people;
        let people = Effort { response, elasticity, least, stake: 0.5 };
        let plan = Plan {
            commission: vec![attainment(0.0, amounts.1), attainment(1.0, amounts.2)],
            bonuses: vec![bonus(1.0, amounts.0)],
            ..plan(quota)
        };
        let pay = curve(&plan);
        let at = Prospect {
            own_mean: credit.0,
            own_variance: spread.0,
            rate_per_week: credit.1,
            variance_per_week: spread.0,
            weeks,
            least_sd: spread.1,
            per_credit: money.1,
            cost_per_week: money.0,
            ..prospect(&pay)
        };
        let found = best_effort(&people, &at);
        prop_assert!(found >= least && found <= most_effort(&people).max(least), "{found}");
    }
}
