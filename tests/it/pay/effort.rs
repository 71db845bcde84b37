//! How hard people work: closed forms, and what effort must do whatever the numbers.

use posse::math::powf;
use posse::sales::pay::behaviour::Effort;
use posse::sales::pay::{
    Curve, Part, Plan, Prospect, Terms, best_effort, least_effort, most_effort,
};
use proptest::prelude::*;

use super::lab::{attainment, bonus, close, linear, plan, pool};

const PEOPLE: Effort = Effort { response: 0.40, elasticity: 0.5, norm: 0.265, stake: 0.5 };
/// Credit a week, and the money a week that a normal plan pays for it.
const RATE: f64 = 1000.0;
const STAKE: f64 = 100.0;

/// A quarter that begins, with a normal plan's cost of effort.
fn prospect(curve: &Curve) -> Prospect<'_> {
    Prospect {
        own: Part {
            curve,
            counts: 1.0,
            booked: 0.0,
            mean: 0.0,
            variance: 0.0,
            rate_per_week: RATE,
            variance_per_week: RATE * RATE,
            least_sd: 100.0,
        },
        pool: None,
        year: None,
        prizes: None,
        money_per_week: 0.0,
        weeks: 13.0,
        books: 1.0,
        stake_per_week: STAKE,
    }
}

/// A quarter of which so much counts as certain and is expected before the weeks left.
fn with_credit<'a>(booked: f64, mean: f64, prospect: &Prospect<'a>) -> Prospect<'a> {
    Prospect { own: Part { booked, mean, ..prospect.own }, ..*prospect }
}

/// The effort where a week earns so many stakes.
fn answer(reward: f64) -> f64 {
    powf(0.265 + 0.735 * reward, 1.0 / 2.6)
}

fn curve(plan: &Plan) -> Curve {
    Curve::of_plan(plan, &Terms::new(plan.quota, 1.0))
}

fn output(effort: f64) -> f64 {
    powf(effort, PEOPLE.response)
}

#[test]
fn effort_under_a_straight_line_is_a_power_of_norm_and_reward() {
    for (times, effort) in [(1.0, 1.0), (0.5, 0.838_465), (2.0, 1.236_056), (1000.0, 2.010_378)] {
        let pay = curve(&linear(times * STAKE / RATE));
        let found = best_effort(&PEOPLE, &prospect(&pay));
        assert!((found - effort).abs() < 1e-6, "{times}: {found}");
    }
    let nothing = Curve::nothing();
    let salaried = best_effort(&PEOPLE, &prospect(&nothing));
    assert!((salaried - 0.6).abs() < 1e-4, "salary only: {salaried}");
    assert!((output(salaried) - 0.815).abs() < 1e-3);
    let gift = Prospect { stake_per_week: 0.0, ..prospect(&nothing) };
    assert!(close(best_effort(&PEOPLE, &gift), salaried, 1e-12), "nothing for nothing");
}

#[test]
fn at_the_ends_pay_is_nothing_or_all() {
    let (double, nothing) = (curve(&linear(2.0 * STAKE / RATE)), Curve::nothing());
    let devoted = Effort { norm: 1.0, ..PEOPLE };
    assert!(close(best_effort(&devoted, &prospect(&double)), 1.0, 1e-12), "pay moves nobody");
    assert!(close(best_effort(&devoted, &prospect(&nothing)), 1.0, 1e-12));
    let mercenary = Effort { norm: 0.0, ..PEOPLE };
    let found = best_effort(&mercenary, &prospect(&double));
    assert!(close(found, powf(2.0, 1.0 / 2.6), 1e-12), "pay is all: {found}");
    assert!(close(best_effort(&mercenary, &prospect(&nothing)), 0.05, 1e-12), "next to nothing");
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
            let at = prospect(own);
            let own = Part { counts: 0.8, ..at.own };
            best_effort(&PEOPLE, &Prospect { own, money_per_week: -16.0, ..at })
        };
        let (found, exact) = (with(&bent), with(&straight));
        assert!((found / exact - 1.0).abs() < 5e-3, "{times}: {found} for {exact}");
    }
}

#[test]
fn an_equal_pool_weakens_effort_the_more_share_it() {
    let team = Curve::of_pool(&pool(1.0, STAKE / RATE), 1.0);
    let shared = |people: u32, regard: f64| {
        let pool = Part {
            curve: &team,
            counts: (1.0 + regard) / f64::from(people),
            mean: 5000.0,
            variance: 9e6,
            ..prospect(&team).own
        };
        let nothing = Curve::nothing();
        output(best_effort(&PEOPLE, &Prospect { pool: Some(pool), ..prospect(&nothing) }))
    };
    assert!(close(shared(1, 0.0), 1.0, 1e-12), "a pool of one is one's own pay");
    for (people, loss) in [(2, 0.068_05), (4, 0.115_98), (12, 0.158_29), (100_000, 0.184_79)] {
        assert!(
            (1.0 - shared(people, 0.0) - loss).abs() < 1e-5,
            "{people}: {}",
            shared(people, 0.0)
        );
    }
    assert!(close(shared(12, 11.0), 1.0, 1e-12), "who counts each of the others as oneself");
    assert!(
        close(shared(2, 1.0), 1.0, 1e-12),
        "two who think as much of each other as of themselves"
    );
}

#[test]
fn a_mixed_plan_adds_up_what_both_parts_pay() {
    let (own, team) = (curve(&linear(0.03)), Curve::of_pool(&pool(1.0, 0.14), 1.0));
    let part = Part { curve: &team, counts: 0.5, ..prospect(&team).own };
    let mixed = Prospect { pool: Some(part), ..prospect(&own) };
    assert!(close(best_effort(&PEOPLE, &mixed), 1.0, 1e-12), "3 % and half of 14 %");
    let pooled_bonus = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(20_000.0) };
    let team = curve(&pooled_bonus);
    let near = Part { curve: &team, mean: 7000.0, variance: 4e6, ..part };
    let found = best_effort(&PEOPLE, &Prospect { pool: Some(near), ..prospect(&own) });
    assert!(found > 1.02 * answer(0.3), "a bonus of the team in reach spurs: {found}");
}

#[test]
fn what_is_far_away_or_taken_back_spurs_less() {
    let pay = curve(&linear(STAKE / RATE));
    let base = prospect(&pay);
    let far = Prospect { own: Part { counts: 0.5, ..base.own }, ..base };
    assert!(close(best_effort(&PEOPLE, &far), answer(0.5), 1e-12));
    let paid_beside = Prospect { money_per_week: STAKE, ..base };
    assert!(close(best_effort(&PEOPLE, &paid_beside), answer(2.0), 1e-12));
    let ratcheted = Prospect { money_per_week: -0.5 * STAKE, ..base };
    assert!(close(best_effort(&PEOPLE, &ratcheted), answer(0.5), 1e-12));
    let slow = Prospect { books: 0.25, ..base };
    assert!(close(best_effort(&PEOPLE, &slow), answer(0.25), 1e-12), "the rest books too late");
}

/// Two days before the end, 100 short of a bonus, with 200 a week at e = 1.
#[test]
fn nobody_reckons_to_the_last_unit() {
    let plan = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(13_000.0) };
    let pay = curve(&plan);
    let base = with_credit(0.0, 12_900.0, &Prospect { weeks: 0.2, ..prospect(&pay) });
    let sure = Part { variance_per_week: 0.0, least_sd: 0.0, ..base.own };
    let salaried = least_effort(&PEOPLE);
    let last = Prospect { own: sure, ..base };
    assert!(close(best_effort(&PEOPLE, &last), salaried, 1e-12), "sure of it without effort");
    let unsure = Prospect { own: Part { least_sd: 100.0, ..sure }, ..base };
    assert!(best_effort(&PEOPLE, &unsure) > 1.0);
    let straight = curve(&linear(STAKE / RATE));
    let over = Prospect { weeks: 0.0, ..prospect(&straight) };
    assert!(close(best_effort(&PEOPLE, &over), salaried, 1e-12), "no time, no effort");
}

#[test]
fn a_bonus_earned_spurs_no_more() {
    let plan = Plan { bonuses: vec![bonus(1.0, 500.0)], ..plan(13_000.0) };
    let pay = curve(&plan);
    let earned = with_credit(13_000.0, 13_000.0, &prospect(&pay));
    assert!(close(best_effort(&PEOPLE, &earned), least_effort(&PEOPLE), 1e-12));
    let safe = with_credit(0.0, 13_000.0, &Prospect { weeks: 1.0, ..prospect(&pay) });
    assert!(
        best_effort(&PEOPLE, &safe) > 1.05 * least_effort(&PEOPLE),
        "if it can be lost, it does"
    );
}

/// A small bonus moves people a little: there is no least effort to be lifted off.
#[test]
fn a_small_bonus_is_felt() {
    let little = Plan { bonuses: vec![bonus(1.0, 30.0)], ..plan(10_500.0) };
    let pay = curve(&little);
    let spread = with_credit(0.0, 0.0, &prospect(&pay));
    let found = best_effort(&PEOPLE, &spread);
    assert!(found > 1.01 * least_effort(&PEOPLE), "{found}");
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
        let at = with_credit(booked, booked, &Prospect { weeks, ..prospect(&pay) });
        let at = Prospect { own: Part { least_sd: sd, ..at.own }, ..at };
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
        people in (0.0..1.0f64, 0.05..3.0f64, prop_oneof![Just(0.0), Just(1.0), 0.0..1.0f64]),
    ) {
        let (response, elasticity, norm) = people;
        let people = Effort { response, elasticity, norm, stake: 0.5 };
        let plan = Plan {
            commission: vec![attainment(0.0, amounts.1), attainment(1.0, amounts.2)],
            bonuses: vec![bonus(1.0, amounts.0)],
            ..plan(quota)
        };
        let pay = curve(&plan);
        let own = Part {
            mean: credit.0,
            variance: spread.0,
            rate_per_week: credit.1,
            variance_per_week: spread.0,
            least_sd: spread.1,
            ..prospect(&pay).own
        };
        let at = Prospect {
            own,
            weeks,
            money_per_week: money.1 * credit.1,
            stake_per_week: money.0,
            ..prospect(&pay)
        };
        let found = best_effort(&people, &at);
        let (least, most) = (least_effort(&people), most_effort(&people));
        prop_assert!(found >= least && found <= most, "{found}");
    }
}
