//! Effort against published results. Posse's effort makes credit at e^α and costs e^(1 + 1/η): with
//! α = η = 1 output is linear and the cost is the c·e²/2 of the textbooks.

use posse::math::normal_cdf;
use posse::sales::pay::behaviour::Effort;
use posse::sales::pay::{Contest, Curve, Part, Plan, Prospect, Terms, best_effort};

use super::lab::{bonus, close, linear, plan, pool};

const TEXTBOOK: Effort = Effort { response: 1.0, elasticity: 1.0, norm: 0.0, stake: 1.0 };

/// One decision for one period: effort makes `productivity` a unit, at c·e²/2.
fn once(own: &Curve, productivity: f64, c: f64, sd: f64) -> Prospect<'_> {
    let own = Part {
        curve: own,
        counts: 1.0,
        booked: 0.0,
        mean: 0.0,
        variance: sd * sd,
        rate_per_week: productivity,
        variance_per_week: 0.0,
        least_sd: 0.0,
    };
    Prospect {
        own,
        pool: None,
        year: None,
        prizes: None,
        money_per_week: 0.0,
        weeks: 1.0,
        books: 1.0,
        stake_per_week: c,
    }
}

/// With so much credit already expected.
fn beginning_at<'a>(mean: f64, prospect: &Prospect<'a>) -> Prospect<'a> {
    Prospect { own: Part { mean, ..prospect.own }, ..*prospect }
}

fn curve(plan: &Plan) -> Curve {
    Curve::of_plan(plan, &Terms::new(plan.quota, 1.0))
}

/// Five people share what they make, 100 a unit of effort at a cost of 20·e²/2: each gives a fifth
/// of the effort that would be best for all, and 36 % of the surplus is left (Holmstrom, Bell J.
/// Econ. 13, 1982).
#[test]
fn sharing_equally_makes_people_ride_free() {
    let (output, nothing) = (Curve::of_pool(&pool(1.0, 1.0), 1.0), Curve::nothing());
    let with_share = |share: f64| {
        let part = Part {
            curve: &output,
            counts: share,
            booked: 0.0,
            mean: 300.0,
            variance: 2500.0,
            rate_per_week: 100.0,
            variance_per_week: 0.0,
            least_sd: 0.0,
        };
        best_effort(&TEXTBOOK, &Prospect { pool: Some(part), ..once(&nothing, 100.0, 20.0, 0.0) })
    };
    let (nash, best) = (with_share(0.2), with_share(1.0));
    assert!(close(nash, 1.0, 1e-8), "{nash}");
    assert!(close(best, 5.0, 1e-8), "{best}");
    let surplus = |effort: f64| 5.0 * (100.0 * effort - 20.0 * effort * effort / 2.0);
    assert!(close(surplus(nash), 450.0, 1e-8));
    assert!(close(surplus(nash) / surplus(best), 0.36, 1e-8));
}

/// 40 leads, each won with 10 % + 2 % a unit of effort, worth 5,000 at 5 %, at 100·e²/2.
#[test]
fn effort_that_wins_more_often_follows_the_commission() {
    let pay = curve(&linear(0.05));
    let wins = |effort: f64| 40.0 * (0.1 + 0.02 * effort);
    let at = beginning_at(
        5000.0 * wins(0.0),
        &once(&pay, 5000.0 * (wins(1.0) - wins(0.0)), 100.0, 9000.0),
    );
    let effort = best_effort(&TEXTBOOK, &at);
    assert!(close(effort, 2.0, 1e-8), "{effort}");
    let commission = pay.expected(5000.0 * wins(effort), 9000.0);
    assert!(close(commission, 1400.0, 1e-8));
    assert!(close(commission - 100.0 * effort * effort / 2.0, 1200.0, 1e-8));
}

/// A wage of a + β·x for x = e + noise, at 2·e²/2: effort β/2, and the pay that follows. What β
/// should be depends on the aversion to risk, which posse's people do not have (Holmstrom & Milgrom,
/// Econometrica 55, 1987).
#[test]
fn effort_under_a_linear_wage_is_its_slope_over_the_cost() {
    let table = [
        (0.1, 0.05, 0.10125, 0.10625),
        (0.2, 0.1, 0.105, 0.125),
        (0.4, 0.2, 0.12, 0.2),
        (0.5, 0.25, 0.13125, 0.25625),
        (1.0, 0.5, 0.225, 0.725),
    ];
    for (slope, effort, fixed, pay) in table {
        let wage = curve(&linear(slope));
        let found = best_effort(&TEXTBOOK, &once(&wage, 1.0, 2.0, 1.5f64.sqrt()));
        assert!(close(found, effort, 1e-8), "{slope}: {found}");
        assert!(close(fixed + wage.expected(found, 1.5f64.sqrt()), pay, 1e-8));
    }
}

/// The top of n equals has 1,000, the noise is normal with standard deviation 20, the cost 50·e²/2
/// (Lazear & Rosen, JPE 89, 1981).
#[test]
fn effort_in_a_tournament_falls_with_the_number_of_rivals() {
    let expected = [
        (2, 0.282_094_791_773_878),
        (3, 0.282_094_791_773_878),
        (5, 0.232_592_894_728_104),
        (10, 0.153_875_273_083_517),
    ];
    let nothing = Curve::nothing();
    for (people, effort) in expected {
        // In the equilibrium everybody's best answer to the others is what they do.
        let rivals = vec![(effort, 20.0); people - 1];
        let prizes = Some(Contest { prizes: &[1000.0], rivals: &rivals, scale: 1.0 });
        let at = Prospect { prizes, ..once(&nothing, 1.0, 50.0, 20.0) };
        let found = best_effort(&TEXTBOOK, &at);
        // The search over all efforts from 0.05 to 8 is coarse.
        assert!((found / effort - 1.0).abs() < 0.03, "{people}: {found}");
    }
}

/// A bonus of 100 for sales of N(e, 10²) at or above a quota, at e²/2: (quota, best effort, its
/// utility, chance), from a brute-force search outside this crate. Two efforts can be locally best;
/// a quota far away is given up.
const BONUS: [(f64, f64, f64, f64); 5] = [
    (-10.0, 1.952_855_757_994_32, 86.494_403_523_525_4, 0.884_012_263_292_903),
    (0.0, 3.722_388_924_992_28, 57.586_160_781_444_6, 0.645_142_504_358_972),
    (5.0, 3.968_245_092_167_05, 38.017_700_024_462_9, 0.458_911_845_802_168),
    (10.0, 3.156_561_613_764_11, 19.705_962_924_461_9, 0.246_879_035_352_065),
    (20.0, 0.608_674_955_800_697, 2.439_017_682_200_14, 0.026_242_602_831_096_3),
];

/// The bonus's curve, shifted so that all credit is above 0; and the shift.
fn bonus_at(quota: f64) -> (Curve, f64) {
    let shift = 100.0;
    (curve(&Plan { bonuses: vec![bonus(1.0, 100.0)], ..plan(quota + shift) }), shift)
}

/// Sales of N(e, 1), a bonus for 4: at the least effort the next bit is not worth its cost, and yet
/// a leap is if the bonus is large enough (worth 1.1 at e = 4.8 for 16; less than nothing for 11).
#[test]
fn a_bonus_is_tried_for_or_let_go() {
    let answer = |amount: f64| {
        let pay = curve(&Plan { bonuses: vec![bonus(1.0, amount)], ..plan(104.0) });
        let at = beginning_at(100.0, &once(&pay, 1.0, 1.0, 1.0));
        assert!(pay.slope(100.5, 1.0) < 0.5, "no slope to follow");
        best_effort(&TEXTBOOK, &at)
    };
    assert!((answer(16.0) - 4.8).abs() < 0.1, "{}", answer(16.0));
    assert!(close(answer(11.0), 0.05, 1e-12), "{}", answer(11.0));
}

#[test]
fn the_best_answer_to_a_bonus_is_the_global_one() {
    for (quota, effort, utility, chance) in BONUS {
        let (pay, shift) = bonus_at(quota);
        let of = |e: f64| pay.expected(shift + e, 10.0) - e * e / 2.0;
        let at = beginning_at(shift, &once(&pay, 1.0, 1.0, 10.0));
        let found = best_effort(&TEXTBOOK, &at);
        eprintln!("{quota}: {found:.5} for {effort:.5}, worth {:.5} for {utility:.5}", of(found));
        assert!((of(found) / utility - 1.0).abs() < 1e-4, "{quota}: worth {}", of(found));
        assert!((found / effort - 1.0).abs() < 0.02, "{quota}: {found}");
        // What is maximised is the published objective to the last digit given.
        assert!(close(of(effort), utility, 1e-9), "{quota}");
        assert!(close(pay.slope(shift + effort, 10.0), effort, 1e-5), "{quota}: first order");
        assert!(close(normal_cdf((effort - quota) / 10.0), chance, 1e-9), "{quota}");
    }
}
