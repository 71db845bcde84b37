//! Measures of pay: what people earn, and what they do about it.

use super::catalogue::Entry;
use super::handle::Handle;
use super::measure::Direction::{Higher, Lower};
use super::measure::Unit::{Count, Money, Number, Share, WorkHours};
use super::outcome::{Books, ratio};
use super::pay::tally::{PERIOD_PARTS, PayTally, SeatPay};

const WEEKS_PER_YEAR: f64 = 52.0;

fn tally<'a>(b: &'a Books<'_>) -> &'a PayTally {
    &b.tallies.pay
}

/// What people on plans cost: fixed and variable, loaded.
fn pay_cost(b: &Books<'_>) -> f64 {
    let roles = b.setup.roles().filter(|(_, role)| role.plan.is_some());
    roles.map(|(name, _)| b.role(*name)).map(|role| role.cost + role.variable).sum()
}

fn variable_cost(b: &Books<'_>) -> f64 {
    b.tallies.roles.iter().map(|role| role.variable).sum()
}

/// Pay a year of a seat that was filled, before loading.
fn yearly(seat: &SeatPay) -> f64 {
    ratio(seat.fixed + seat.variable, seat.weeks) * WEEKS_PER_YEAR
}

/// Pay a year of everybody on a plan, ascending.
fn all_pay(b: &Books<'_>) -> Vec<f64> {
    let filled = tally(b).seats.iter().filter(|seat| seat.weeks > 0.0);
    let mut pay: Vec<f64> = filled.map(yearly).collect();
    pay.sort_by(f64::total_cmp);
    pay
}

/// How unequally pay is spread: 0 = the same for all, towards 1 = one has everything.
fn gini(pay: &[f64]) -> f64 {
    let (count, sum) = (pay.len() as f64, pay.iter().sum::<f64>());
    let ranked: f64 = pay.iter().enumerate().map(|(rank, pay)| (rank as f64 + 1.0) * pay).sum();
    ratio(2.0 * ranked, count * sum) - (count + 1.0) / count
}

/// Share of bookings in the last two of thirteen parts of a pay period.
fn late(parts: &[f64]) -> f64 {
    ratio(parts[PERIOD_PARTS - 2..].iter().sum(), parts.iter().sum())
}

/// Measures of pay (definitions: MODEL.md, "Measures").
pub(super) const PAY: &[Entry] = &[
    ("pay_cost", "Cost of pay", Money, Some(Lower), None, pay_cost),
    ("pay_cost_share", "Cost of pay as a share of revenue", Share, Some(Lower), None, |b| {
        ratio(pay_cost(b), b.tallies.revenue())
    }),
    ("pay_variable", "Cost of variable pay", Money, Some(Lower), None, variable_cost),
    ("pay_mean", "Annual pay per person", Money, None, None, |b| {
        let pay = all_pay(b);
        ratio(pay.iter().sum(), pay.len() as f64)
    }),
    ("pay_gini", "Inequality of pay (Gini)", Share, None, None, |b| gini(&all_pay(b))),
    ("pay_top_to_bottom", "Ratio of highest to lowest pay", Number, None, None, |b| {
        let pay = all_pay(b);
        match (pay.first(), pay.last()) {
            (Some(least), Some(most)) => ratio(*most, *least),
            _ => f64::NAN,
        }
    }),
    ("attainment", "Mean quota attainment", Share, Some(Higher), None, |b| {
        ratio(tally(b).attainment, tally(b).periods as f64)
    }),
    ("quota_reached", "Share of pay periods at or over quota", Share, Some(Higher), None, |b| {
        ratio(tally(b).reached as f64, tally(b).periods as f64)
    }),
    ("windfalls", "Share of pay periods with a windfall", Share, Some(Lower), None, |b| {
        ratio(tally(b).windfalls as f64, tally(b).paid_periods as f64)
    }),
    ("double_credit", "Credit given twice", Share, Some(Lower), None, |b| {
        ratio(tally(b).double_credit, tally(b).first_credit)
    }),
    ("clawed_back", "Commission clawed back", Money, None, None, |b| tally(b).clawed),
    ("effort", "Effort, 1 = normal", Number, Some(Higher), None, |b| {
        ratio(tally(b).effort, tally(b).effort_weeks as f64)
    }),
    ("duty", "Unpaid duties done", Share, Some(Higher), None, |b| {
        ratio(tally(b).duty, tally(b).effort_weeks as f64)
    }),
    ("advice_asked", "Requests for advice", Count, None, None, |b| tally(b).advice_asked as f64),
    ("advice_given", "Requests for advice answered", Count, None, None, |b| {
        tally(b).advice_given as f64
    }),
    ("advice_hours", "Hours of advice, both sides", WorkHours, None, None, |b| {
        tally(b).advice_hours
    }),
    ("discount_mean", "Mean discount on wins", Share, Some(Lower), None, |b| {
        ratio(tally(b).discount, tally(b).wins as f64)
    }),
    ("discounted_share", "Wins with a discount", Share, Some(Lower), None, |b| {
        ratio(tally(b).discounted as f64, tally(b).wins as f64)
    }),
    ("discount_money", "Money given away in discounts", Money, Some(Lower), None, |b| {
        tally(b).discount_money
    }),
    ("asked_in", "Requests to decide before the period ends", Count, None, None, |b| {
        tally(b).asked_in as f64
    }),
    ("pressed_lost", "Deals lost by such a request", Count, Some(Lower), None, |b| {
        tally(b).pressed_lost as f64
    }),
    ("pulled_in", "Decisions pulled into the period", Count, None, None, |b| {
        tally(b).pulled_in as f64
    }),
    ("pushed_out", "Decisions pushed to the next period", Count, None, None, |b| {
        tally(b).pushed_out as f64
    }),
    (
        "late_bookings",
        "Share of bookings in the last 2 of 13 parts of a period",
        Share,
        None,
        None,
        |b| late(&tally(b).books.bookings),
    ),
];

/// Pay of the person in one seat a year; NaN where the policy has no such seat on a plan.
pub(super) fn person_pay(b: &Books<'_>, group: usize, number: u32) -> f64 {
    let is_it = |s: &super::rules::SeatName| (s.group, s.number) == (group, number);
    let seat = b.setup.seats.iter().position(is_it);
    seat.and_then(|s| tally(b).seats.get(s)).map_or(f64::NAN, yearly)
}

/// Pay of a person in a role a year, mean.
pub(super) fn role_pay(b: &Books<'_>, role: usize) -> f64 {
    let seats = b.tallies.seats.iter().zip(&tally(b).seats);
    let mine = seats.filter(|(s, pay)| s.account.place() == role && pay.weeks > 0.0);
    let (sum, count) = mine.fold((0.0, 0.0), |(sum, n), (_, pay)| (sum + yearly(pay), n + 1.0));
    ratio(sum, count)
}
