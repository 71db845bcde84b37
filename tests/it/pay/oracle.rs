//! Effort planned anew each week against the best there is: dynamic programming.
//!
//! A quarter of 13 weeks; a quota of 1, which a person at e = 1 meets on average; credit of a week
//! normal with standard deviation 0.30/√13 of the quota at e = 1 and variance proportional to the
//! credit expected. The oracle knows what it will do in every state to come; the rule takes one
//! effort for the rest of the quarter and thinks again next week.

use std::fmt::Write;

use posse::engine::math::{exp, ln, normal_density, powf};
use posse::sales::pay::behaviour::Effort;
use posse::sales::pay::{Band, Curve, Draw, Plan, Prospect, Terms, best_effort, most_effort};

use super::lab::{attainment, bonus, plan};

const WEEKS: usize = 13;
const MEAN: f64 = 1.0 / WEEKS as f64;
const VARIANCE: f64 = 0.30 * 0.30 / WEEKS as f64;
pub(super) const PEOPLE: Effort =
    Effort { response: 0.40, elasticity: 0.5, least: 0.60, stake: 0.5 };
/// A linear plan that pays 1 a quarter at normal output makes people work at e = 1.
const COST: f64 = PEOPLE.response * MEAN;
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

/// What a week at this effort costs beyond one at the least.
fn cost(effort: f64) -> f64 {
    let costliness = 1.0 + 1.0 / PEOPLE.elasticity;
    COST * (powf(effort, costliness) - powf(PEOPLE.least, costliness)) / costliness
}

/// The best that can be done, by backward induction.
fn optimum(pay: &Curve) -> Habit {
    let (least, most) = (PEOPLE.least, most_effort(&PEOPLE));
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
            (value[state], habit[week][state]) = best_of(&choices, |pace| match week == WEEKS - 1 {
                true => pay.expected(credit(state) + MEAN * pace, (VARIANCE * pace).sqrt()),
                false => mean_after(&next, credit(state), pace),
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
fn rule(pay: &Curve) -> Habit {
    let of = |week: usize| std::array::from_fn(|state| effort_at(pay, credit(state), WEEKS - week));
    (0..WEEKS).map(of).collect()
}

/// The rule's effort with so much credit and so many weeks to go.
pub(super) fn effort_at(pay: &Curve, credit: f64, weeks: usize) -> f64 {
    let prospect = Prospect {
        own: pay,
        booked: 0.0,
        own_mean: credit,
        own_variance: 0.0,
        pool: None,
        rate_per_week: MEAN,
        variance_per_week: VARIANCE,
        weeks: weeks as f64,
        least_sd: LEAST_SD,
        pay_weight: 1.0,
        per_credit: 0.0,
        cost_per_week: COST,
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
            utility[state] = match week == WEEKS - 1 {
                true => pay.expected(from + MEAN * pace, (VARIANCE * pace).sqrt()),
                false => mean_after(&utility_after, from, pace),
            } - cost(effort);
        }
    }
    (at(&sales, 0.0), at(&utility, 0.0))
}

fn with(commission: &[Band], extra: impl FnOnce(&mut Plan)) -> Curve {
    let mut plan = plan(1.0);
    plan.commission = commission.to_vec();
    extra(&mut plan);
    Curve::of_plan(&plan, &Terms::new(1.0, 1.0))
}

/// Name, pay.
fn plans() -> Vec<(&'static str, Curve)> {
    let quota_and_cap = [attainment(1.0, 3.0), attainment(1.33, 0.0)];
    vec![
        ("linear", with(&[attainment(0.0, 1.0)], |_| ())),
        ("half rate", with(&[attainment(0.0, 0.5)], |_| ())),
        ("quota and cap", with(&quota_and_cap, |_| ())),
        ("bonus", with(&[attainment(0.0, 0.5)], |p| p.bonuses = vec![bonus(1.0, 0.5)])),
        ("accelerator", with(&[attainment(0.0, 1.0), attainment(1.0, 2.0)], |_| ())),
        ("big bonus", with(&[], |p| p.bonuses = vec![bonus(1.0, 1.0)])),
        ("far bonus a", with(&[attainment(0.0, 0.5)], |p| p.bonuses = vec![bonus(1.25, 0.5)])),
        ("far bonus b", with(&[], |p| p.bonuses = vec![bonus(1.25, 1.0)])),
    ]
}

#[test]
fn planning_anew_each_week_sells_what_the_optimum_sells() {
    let mut table = String::new();
    for (name, pay) in plans() {
        let (best, best_utility) = outcome(&optimum(&pay), &pay);
        let (found, utility) = outcome(&rule(&pay), &pay);
        let gap = found / best - 1.0;
        writeln!(
            table,
            "{name}: {best:.4} {found:.4} {:+.2} % utility {best_utility:.4} {:+.2} %",
            100.0 * gap,
            100.0 * (utility / best_utility - 1.0)
        )
        .expect("a string");
    }
    for left in [13, 8, 3, 1] {
        for a in [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1] {
            for (n, p) in plans().iter().filter(|p| p.0.contains("bonus")) {
                write!(table, "{left} {a} {n} {:.3}  ", effort_at(p, a, left)).unwrap();
            }
            writeln!(table).unwrap();
        }
    }
    let pay = with(&[attainment(0.0, 0.5), attainment(1.2, 0.8)], |p| {p.bonuses = vec![bonus(1.0, 0.5)]; });
    let start = std::time::Instant::now();
    let mut sum = 0.0;
    for i in 0..100_000 { sum += effort_at(&pay, i as f64 * 1e-5, 1 + i % 13); }
    writeln!(table, "{sum} {:?} per 100k", start.elapsed());
    panic!("{table}");
}
