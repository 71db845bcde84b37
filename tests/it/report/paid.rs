//! Summaries of scenarios with plans: invented numbers of a plausible size.

use super::{fixture, market};
use posse::experiment::{
    Activity, BookingPart, PaySummary, PlanSummary, RoleHours, RolePay, Summary,
};
use posse::sales::pay::{Base, Period};
use posse::sales::{Measure, Unit};
use posse::stats::Estimate;

const PEOPLE: u32 = 6;
const CLASSES: usize = 31;
const PARTS: usize = 13;

/// The measures that reports read of pay, with a value for a policy whose plan asks for `drive`.
fn measures(drive: f64) -> Vec<(&'static str, &'static str, Unit, f64)> {
    vec![
        ("pay_cost", "Cost of pay", Unit::Money, 1.9e6 + 3e5 * drive),
        ("pay_cost_share", "Cost of pay as a share of revenue", Unit::Share, 0.40 + 0.05 * drive),
        ("pay_mean", "Annual pay per person", Unit::Money, 1.4e5),
        ("pay_top_to_bottom", "Ratio of highest to lowest pay", Unit::Number, 1.2 + 2.0 * drive),
        ("quota_reached", "Share of pay periods at or over quota", Unit::Share, 0.6 - 0.3 * drive),
        ("effort", "Effort, 1 = normal", Unit::Number, 0.8 + 0.3 * drive),
        ("quits", "People who left", Unit::Count, 2.0 + 3.0 * drive),
        ("discount_mean", "Mean discount on wins", Unit::Share, 0.03 * drive),
    ]
}

/// A summary with plans: `drive` says how much each policy's plan asks for, 0 to 1.
pub(super) fn with_pay(mut summary: Summary, drive: &[f64]) -> Summary {
    let mut add = |key: String, label: String, unit: Unit, value: &dyn Fn(f64) -> [f64; 2]| {
        summary.measures.push(Measure {
            key,
            label,
            unit,
            better: None,
            phase: None,
            ratio_of: None,
        });
        for (policy, drive) in summary.policies.iter_mut().zip(drive) {
            policy.estimates.push(Some(Estimate::of(&value(*drive))));
        }
    };
    for (at, (key, label, unit, _)) in measures(0.0).into_iter().enumerate() {
        let value = |drive: f64| {
            let mean = measures(drive)[at].3;
            [0.9 * mean, 1.1 * mean]
        };
        add(key.into(), label.into(), unit, &value);
    }
    for person in 0..PEOPLE {
        let value = |drive: f64| {
            let middle = 1e5 + 1e4 * f64::from(person);
            [middle * (1.0 - 0.4 * drive), middle * (1.0 + 0.9 * drive)]
        };
        let (key, label) =
            (format!("person.seller.{person}.pay"), format!("seller {person}: pay a year"));
        add(key, label, Unit::Money, &value);
    }
    let people = summary.measures.len() - PEOPLE as usize;
    for (policy, drive) in summary.policies.iter_mut().zip(drive) {
        policy.pay = Some(pay(*drive, people));
    }
    summary
}

fn pay(drive: f64, people: usize) -> PaySummary {
    PaySummary {
        period: Some(Period::Quarter),
        plans: if drive > 0.0 { vec![plan("accelerator", drive)] } else { Vec::new() },
        without_quota: if drive > 0.0 { Vec::new() } else { vec!["pool".into()] },
        calendar: (0..PARTS).map(|part| booked(part, drive)).collect(),
        people: (people..people + PEOPLE as usize).collect(),
        best_and_least: Some([
            [1.2e5, 1.3e5, 1.4e5 + 2e5 * drive],
            [9e4 - 3e4 * drive, 9.2e4, 9.5e4],
        ]),
        roles: hours(drive).into_iter().map(|of| role_pay(of, drive)).collect(),
        hours: hours(drive),
    }
}

fn role_pay(of: RoleHours, drive: f64) -> RolePay {
    let pay = [1.0e5 - 2e4 * drive, 1.1e5, 1.15e5 + 9e4 * drive];
    RolePay { role: of.role, heads: of.heads, pay, market: 1.2e5 }
}

fn plan(name: &str, drive: f64) -> PlanSummary {
    let weight = |class: usize| {
        let away = (class as f64 / 10.0 - 0.8) / (0.3 + 0.5 * drive);
        (-0.5 * away * away).exp()
    };
    let all: f64 = (0..CLASSES).map(weight).sum();
    let class = |class: usize| {
        let to = if class + 1 == CLASSES { f64::INFINITY } else { (class + 1) as f64 / 10.0 };
        (class as f64 / 10.0, to, weight(class) / all)
    };
    PlanSummary {
        name: name.into(),
        period: Period::Quarter,
        base: Base::Revenue,
        quota: 135_000.0,
        periods: 70.0,
        reached: (10..CLASSES).map(|class| weight(class) / all).sum(),
        attained: (0..CLASSES).map(class).collect(),
        at_quota: 20_000.0,
        payout: vec![(0.0, 0.0), (1.0, 15_000.0), (1.0, 20_000.0), (3.1, 20_000.0 + 6e4 * drive)],
    }
}

fn booked(part: usize, drive: f64) -> BookingPart {
    let late = if part + 2 >= PARTS { drive } else { 0.0 };
    let all = PARTS as f64 + 2.0 * drive;
    BookingPart {
        bookings: (1.0 + late) / all,
        wins: (1.0 + late) / all,
        discount: if part + 1 == PARTS { 0.08 * drive } else { 0.0 },
    }
}

fn hours(drive: f64) -> Vec<RoleHours> {
    let role = |name: &str, heads: u32, busy: f64| {
        let week = 38.0 * f64::from(heads);
        let shares = [0.2 * busy, 0.3 * busy, 0.2 * busy, 0.25, 0.01, 0.74 - 0.7 * busy];
        assert_eq!(shares.len(), Activity::ALL.len());
        RoleHours { role: name.into(), heads, hours: shares.map(|share| share * week) }
    };
    if drive > 0.5 {
        return vec![role("closer", 6, 0.7)];
    }
    vec![role("caller", 2, 0.95), role("consultant", 3, 0.8), role("engineer", 1, 0.3)]
}

/// Two policies, one with a quota.
pub(super) fn two() -> Summary {
    with_pay(fixture::team_win(), &[0.8, 0.0])
}

/// Every fixture with plans and its name.
pub(super) fn all() -> Vec<(&'static str, Summary)> {
    let mut odd = with_pay(fixture::odd(), &[1.0, 0.6]);
    if let Some(pay) = &mut odd.policies[0].pay {
        // Nobody booked anything, people are not reported one by one, nobody was there to work.
        pay.calendar =
            vec![BookingPart { bookings: f64::NAN, wins: f64::NAN, discount: 0.0 }; PARTS];
        (pay.people, pay.best_and_least) = (Vec::new(), None);
        pay.roles[0].role = "a role whose name is as long as the name of a role ever was".into();
        pay.hours = vec![RoleHours { role: "closer".into(), heads: 0, hours: [0.0; 6] }];
        let mut flat =
            plan("a plan with a name that no panel has room for, whatever its width", 0.1);
        (flat.payout, flat.at_quota) = (vec![(0.0, 0.0), (3.1, 0.0)], 0.0);
        pay.plans.push(flat);
        pay.without_quota = (0..9).map(|plan| format!("plan {plan}")).collect();
    }
    let mut crowd = with_pay(fixture::single(), &[0.7]);
    if let Some(pay) = &mut crowd.policies[0].pay {
        pay.people = pay.people.iter().copied().cycle().take(30).collect();
    }
    vec![
        ("two with plans", two()),
        ("one with plans", with_pay(fixture::single(), &[0.9])),
        ("a crowd with plans", crowd),
        ("three with plans", with_pay(fixture::three(), &[0.9, 0.4, 0.7])),
        ("many with plans", with_pay(fixture::many(), &[0.9, 0.4, 0.7, 0.2, 0.5])),
        ("odd with plans", odd),
        ("buyers and plans", with_pay(market::two(), &[0.8, 0.3])),
    ]
}
