//! Effort planned anew each week against the best there is: dynamic programming.
//!
//! A quarter of 13 weeks; a quota of 1, which a person at e = 1 meets on average; credit of a week
//! normal with standard deviation 0.30/√13 of the quota at e = 1 and variance proportional to the
//! credit expected. The oracle knows what it will do in every state to come; the rule takes one
//! effort for the rest of the quarter and thinks again next week.

use posse::math::{exp, ln, normal_density, powf};
use posse::sales::pay::behaviour::Effort;
use posse::sales::pay::{
    Band, Bonus, Curve, Part, Plan, Prospect, Terms, best_effort, least_effort, most_effort,
};

use super::lab::{attainment, bonus, plan};

const WEEKS: usize = 13;
const MEAN: f64 = 1.0 / WEEKS as f64;
const VARIANCE: f64 = 0.30 * 0.30 / WEEKS as f64;
const PEOPLE: Effort = Effort { response: 0.40, elasticity: 0.5, norm: 0.265, stake: 0.5 };
/// A linear plan that pays 1 a quarter at normal output makes people work at e = 1.
const STAKE: f64 = MEAN;
const LEAST_SD: f64 = 0.02;

/// States: credit so far.
const LOWEST: f64 = -0.6;
const STEP: f64 = 0.01;
const STATES: usize = 400;
/// Efforts that the oracle may choose.
const EFFORTS: usize = 61;

/// What somebody does in each week and state.
type Habit = Vec<[f64; STATES]>;

fn credit(state: usize) -> f64 {
    LOWEST + STEP * state as f64
}

/// A function of credit between the states.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to states")]
fn at(values: &[f64; STATES], credit: f64) -> f64 {
    let place = ((credit - LOWEST) / STEP).clamp(0.0, (STATES - 1) as f64 - 1e-9);
    let (state, part) = (place as usize, place.fract());
    values[state] * (1.0 - part) + values[state + 1] * part
}

/// Its mean after a week at `pace`, from `credit`.
fn mean_after(values: &[f64; STATES], credit: f64, pace: f64) -> f64 {
    let sd = (VARIANCE * pace).sqrt();
    let noise = (-18..=18).map(|step| 0.25 * f64::from(step));
    let (sum, weight) = noise.fold((0.0, 0.0), |(sum, weight), z| {
        let density = normal_density(z);
        (sum + density * at(values, credit + MEAN * pace + sd * z), weight + density)
    });
    sum / weight
}

fn pace(effort: f64) -> f64 {
    powf(effort, PEOPLE.response)
}

/// What a week at this effort costs beyond what the norm makes it worth.
fn cost(effort: f64) -> f64 {
    let costliness = 1.0 + 1.0 / PEOPLE.elasticity;
    let toil = PEOPLE.response * powf(effort, costliness) / costliness;
    STAKE * (toil - PEOPLE.norm * pace(effort))
}

/// What expected pay counts for.
fn worth_of(pay: f64) -> f64 {
    (1.0 - PEOPLE.norm) * pay
}

/// The best that can be done, by backward induction.
fn optimum(pay: &Curve) -> Habit {
    let (least, most) = (least_effort(&PEOPLE), most_effort(&PEOPLE));
    let ratio = ln(most / least) / (EFFORTS - 1) as f64;
    let choices: Vec<(f64, f64, f64)> = (0..EFFORTS)
        .map(|at| least * exp(ratio * at as f64))
        .map(|effort| (effort, pace(effort), cost(effort)))
        .collect();
    let mut habit = vec![[0.0; STATES]; WEEKS];
    let mut value = [0.0; STATES];
    for week in (0..WEEKS).rev() {
        let next = value;
        for state in 0..STATES {
            (value[state], habit[week][state]) = best_of(&choices, |pace| {
                if week == WEEKS - 1 {
                    worth_of(pay.expected(credit(state) + MEAN * pace, (VARIANCE * pace).sqrt()))
                } else {
                    mean_after(&next, credit(state), pace)
                }
            });
        }
    }
    habit
}

/// The best value and choice of effort, between the choices by a parabola.
fn best_of(choices: &[(f64, f64, f64)], worth: impl Fn(f64) -> f64) -> (f64, f64) {
    let values: Vec<f64> = choices.iter().map(|(_, pace, cost)| worth(*pace) - cost).collect();
    let best = (0..EFFORTS).max_by(|a, b| values[*a].total_cmp(&values[*b])).expect("an effort");
    if best == 0 || best == EFFORTS - 1 {
        return (values[best], choices[best].0);
    }
    let (before, after) = (values[best - 1], values[best + 1]);
    let top = 0.5 * (before - after) / (before - 2.0 * values[best] + after);
    let effort = choices[best].0 * powf(choices[1].0 / choices[0].0, top);
    (worth(pace(effort)) - cost(effort), effort)
}

/// The rule: the best constant effort for the weeks left, chosen anew each week.
fn planned_anew(pay: &Curve) -> Habit {
    let effort = |week, state| effort_at(pay, 0.0, credit(state), WEEKS - week);
    (0..WEEKS).map(|week| std::array::from_fn(|state| effort(week, state))).collect()
}

/// The rule's effort with so much credit, of which `booked` is certain, and so many weeks to go.
fn effort_at(pay: &Curve, booked: f64, credit: f64, weeks: usize) -> f64 {
    let own = Part {
        curve: pay,
        counts: 1.0,
        booked,
        mean: credit,
        variance: 0.0,
        rate_per_week: MEAN,
        variance_per_week: VARIANCE,
        least_sd: LEAST_SD,
    };
    let prospect = Prospect {
        own,
        pool: None,
        year: None,
        prizes: None,
        money_per_week: 0.0,
        weeks: weeks as f64,
        books: 1.0,
        stake_per_week: STAKE,
    };
    best_effort(&PEOPLE, &prospect)
}

/// Expected credit of the quarter, and pay less cost.
fn outcome(habit: &Habit, pay: &Curve) -> (f64, f64) {
    let (mut sales, mut utility) = ([0.0; STATES], [0.0; STATES]);
    for (week, efforts) in habit.iter().enumerate().rev() {
        let (sales_after, utility_after) = (sales, utility);
        for state in 0..STATES {
            let (from, effort) = (credit(state), efforts[state]);
            let pace = pace(effort);
            sales[state] = MEAN * pace + mean_after(&sales_after, from, pace);
            let earned = if week == WEEKS - 1 {
                worth_of(pay.expected(from + MEAN * pace, (VARIANCE * pace).sqrt()))
            } else {
                mean_after(&utility_after, from, pace)
            };
            utility[state] = earned - cost(effort);
        }
    }
    (at(&sales, 0.0), at(&utility, 0.0))
}

fn with(commission: &[Band], extra: &[Bonus]) -> Curve {
    let plan = Plan { commission: commission.to_vec(), bonuses: extra.to_vec(), ..plan(1.0) };
    Curve::of_plan(&plan, &Terms::new(1.0, 1.0))
}

/// Pay in units of what a linear plan pays at quota; and the expected sales of the oracle and the
/// rule, as measured.
fn plans() -> Vec<(&'static str, Curve, f64, f64)> {
    let all = |rate| attainment(0.0, rate);
    vec![
        ("linear", with(&[all(1.0)], &[]), 1.000, 1.000),
        ("half rate", with(&[all(0.5)], &[]), 0.932, 0.932),
        ("quota and cap", with(&[attainment(1.0, 3.0), attainment(1.33, 0.0)], &[]), 1.001, 0.998),
        ("bonus", with(&[all(0.5)], &[bonus(1.0, 0.5)]), 1.012, 1.011),
        ("accelerator", with(&[all(1.0), attainment(1.0, 2.0)], &[]), 1.059, 1.058),
        ("big bonus", with(&[], &[bonus(1.0, 1.0)]), 1.011, 1.009),
        ("bonus at 125 %", with(&[all(0.5)], &[bonus(1.25, 0.5)]), 0.997, 0.996),
        ("big bonus at 125 %", with(&[], &[bonus(1.25, 1.0)]), 0.978, 0.969),
    ]
}

/// Shows the figures that docs/effort.md quotes.
#[test]
fn planning_anew_each_week_sells_what_the_optimum_sells() {
    let measured = plans().into_iter().map(|(name, pay, oracle, rule)| {
        let (best, most) = outcome(&optimum(&pay), &pay);
        let (sold, gained) = outcome(&planned_anew(&pay), &pay);
        let (gap, lost) = (sold / best - 1.0, gained / most - 1.0);
        eprintln!(
            "{name}: oracle {best:.4}, rule {sold:.4} ({:+.2} %); pay less cost {most:.4} ({:+.2} %)",
            100.0 * gap,
            100.0 * lost,
        );
        (name, (best, oracle), (sold, rule), gap, lost)
    });
    for (name, (best, oracle), (sold, rule), gap, lost) in measured.collect::<Vec<_>>() {
        assert!(lost < 1e-4, "{name}: the oracle is beaten by {lost}: it is none");
        assert!(
            (best - oracle).abs() < 1e-3 && (sold - rule).abs() < 1e-3,
            "{name}: not as written"
        );
        assert!(gap.abs() < 0.01, "{name}: {gap}");
    }
}

/// Three weeks to go: far from the bonus it is not worth the effort, within reach it is, once earned
/// there is nothing left to earn.
#[test]
fn effort_is_highest_in_sight_of_the_bonus() {
    let pay = with(&[], &[bonus(1.0, 1.0)]);
    let effort = |credit: f64| effort_at(&pay, credit, credit, 3);
    for (credit, expected) in [(0.3, 0.60), (0.7, 1.366), (1.0, 0.60), (1.2, 0.60)] {
        assert!((effort(credit) - expected).abs() < 0.01, "{credit}: {}", effort(credit));
    }
    assert!(effort(0.7) > effort(0.55) && effort(0.7) > effort(0.9), "an inverted U");
}

/// Twenty-five efforts and a parabola against a thousand efforts, in states of every kind.
#[test]
fn a_search_of_twenty_five_efforts_misses_next_to_nothing() {
    let (mut states, mut missed, mut worst) = (0, 0, 0.0f64);
    for (_, pay, _, _) in plans() {
        for (credit, weeks) in (0..28).flat_map(|c| (1..=WEEKS).map(move |w| (c, w))) {
            let (credit, weeks) = (0.05 * f64::from(credit), weeks);
            let worth = |effort: f64| {
                let worked = weeks as f64 * pace(effort);
                let sd = (VARIANCE * worked).sqrt().max(LEAST_SD);
                worth_of(pay.expected(credit + MEAN * worked, sd)) - weeks as f64 * cost(effort)
            };
            let (least, most) = (least_effort(&PEOPLE), most_effort(&PEOPLE));
            let fine = (0..=1000).map(|k| least * exp(ln(most / least) * f64::from(k) / 1000.0));
            let best = fine.map(worth).fold(f64::NEG_INFINITY, f64::max);
            let gain = best - worth(least);
            let lost = best - worth(effort_at(&pay, 0.0, credit, weeks));
            states += 1;
            missed += u32::from(lost > 0.01 * gain + 1e-6);
            worst = worst.max(lost / (gain + 1e-6));
        }
    }
    eprintln!("{missed} of {states} states lose over 1 % of the gain; the worst {worst}");
    assert!(missed <= states / 500, "{missed} of {states}");
}
