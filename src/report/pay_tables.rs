//! Tables of what pay came to: attainment, pay of people, bookings, hours; written where there are
//! plans.

use super::tables::{finished, number, table, write};
use crate::experiment::{Activity, PaySummary, PolicySummary, Summary};

/// `attainment.csv`, `pay.csv`, `bookings.csv` and `hours.csv`: (name, contents); none where the
/// scenario has no plans.
pub fn pay_tables(summary: &Summary) -> Vec<(String, Vec<u8>)> {
    if with_pay(summary).next().is_none() {
        return Vec::new();
    }
    vec![
        ("attainment.csv".to_owned(), attainment_csv(summary)),
        ("pay.csv".to_owned(), pay_csv(summary)),
        ("bookings.csv".to_owned(), bookings_csv(summary)),
        ("hours.csv".to_owned(), hours_csv(summary)),
    ]
}

fn with_pay(summary: &Summary) -> impl Iterator<Item = (&PolicySummary, &PaySummary)> {
    summary.policies.iter().filter_map(|policy| Some((policy, policy.pay.as_ref()?)))
}

/// Corners of the payout, then shares of periods by attainment, of plans with a quota.
fn attainment_csv(summary: &Summary) -> Vec<u8> {
    let columns = "scenario policy plan what attainment_from attainment_to pay share";
    let mut table = table(columns);
    for (policy, pay) in with_pay(summary) {
        for plan in &pay.plans {
            let mut row = |what: &str, numbers: [f64; 4]| {
                let names = [summary.scenario.as_str(), &policy.name, &plan.name, what];
                let numbers = numbers.map(number);
                write(&mut table, &[&names[..], &numbers.each_ref().map(String::as_str)].concat());
            };
            for (at, pay) in &plan.payout {
                row("payout", [*at, *at, *pay, f64::NAN]);
            }
            for (from, to, share) in &plan.attained {
                row("periods", [*from, *to, f64::NAN, *share]);
            }
        }
    }
    finished(table)
}

/// Pay a year of the best and the least paid of each run, then of each person.
fn pay_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy person p05 p50 p95");
    for (policy, pay) in with_pay(summary) {
        let mut row = |person: &str, pay: [f64; 3]| {
            let names = [summary.scenario.as_str(), &policy.name, person];
            let numbers = pay.map(number);
            write(&mut table, &[&names[..], &numbers.each_ref().map(String::as_str)].concat());
        };
        let ranks = pay.best_and_least.into_iter().flatten();
        for (name, pay) in ["highest paid", "lowest paid"].into_iter().zip(ranks) {
            row(name, pay);
        }
        for &measure in &pay.people {
            if let Some(estimate) = &policy.estimates[measure] {
                let label = &summary.measures[measure].label;
                let name = label.split_once(": ").map_or(label.as_str(), |(name, _)| name);
                row(name, [estimate.p05, estimate.p50, estimate.p95]);
            }
        }
    }
    finished(table)
}

/// Bookings, wins and discounts by thirteenth of the closer's pay period.
fn bookings_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy part bookings_share wins_share discount");
    for (policy, pay) in with_pay(summary) {
        for (part, shares) in (1..).zip(&pay.calendar) {
            let part: i32 = part;
            let numbers = [shares.bookings, shares.wins, shares.discount].map(number);
            let names = [summary.scenario.as_str(), &policy.name, &part.to_string()];
            write(&mut table, &[&names[..], &numbers.each_ref().map(String::as_str)].concat());
        }
    }
    finished(table)
}

/// Hours a week of each role by what they go to.
fn hours_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy role heads activity hours_per_week");
    for (policy, pay) in with_pay(summary) {
        for role in &pay.hours {
            for (activity, hours) in Activity::ALL.into_iter().zip(role.hours) {
                let (heads, hours) = (role.heads.to_string(), number(hours));
                let names = [summary.scenario.as_str(), &policy.name, &role.role];
                let rest = [heads.as_str(), activity_name(activity), &hours];
                write(&mut table, &[names, rest].concat());
            }
        }
    }
    finished(table)
}

/// The word for an activity.
fn activity_name(activity: Activity) -> &'static str {
    match activity {
        Activity::Engage => "engage",
        Activity::Select => "select",
        Activity::Drive => "drive",
        Activity::Administration => "administration",
        Activity::Interruptions => "interruptions",
        Activity::Idle => "idle",
    }
}
