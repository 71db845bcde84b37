//! Anniversaries of customers pay whoever has the account.

use std::collections::BTreeMap;

use super::lab::{Slips, WORLD, bits, mean, of_sales, parse};
use crate::scenario_errors::refused;
use posse::experiment::Design;
use posse::sales::{Award, Awarded, Observer};

const TURNOVER: &str =
    "turnover = { per_year = \"50 % per year\", replace = { exponential = \"3 weeks\" } }";

/// A world whose customers count for so long, and a plan.
fn world(customers: &str, plan: &str) -> String {
    format!(
        "{WORLD}[customers]\n{customers}\n[plans.care]\nsalary = \"60000 per year\"\n{plan}\n\
         [policies.one.pay]\nplans = {{ rep = \"care\" }}\n"
    )
}

/// What anniversaries have paid, by lead and year.
#[derive(Default)]
struct Paid(Vec<Awarded>);

impl Observer for Paid {
    fn awarded(&mut self, fact: &Awarded) {
        if matches!(fact.award, Award::Renewal { .. }) {
            self.0.push(*fact);
        }
    }
}

fn all_bits(text: &str) -> Vec<(String, u64)> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    bits(&design, &design.observe(0, 0, ()).expect("a run that ends").0, |_| true)
}

#[test]
fn a_rate_of_nothing_changes_no_bit_and_neither_does_any_rate_within_one_year() {
    let behaviour = "[behaviour]\n";
    let of = |customers: &str, plan: &str| all_bits(&(world(customers, plan) + behaviour));
    let (three, one) = ("horizon = \"3 years\"", "horizon = \"1 year\"");
    assert_eq!(of(three, "commission = 0.1"), of(three, "commission = 0.1\nrenewal = 0"));
    assert_eq!(of(one, "commission = 0.1"), of(one, "commission = 0.1\nrenewal = 0.5"));
    assert_ne!(of(three, "commission = 0.1"), of(three, "commission = 0.1\nrenewal = 0.5"));
}

#[test]
fn without_behaviour_renewals_are_paid_and_nothing_else_changes() {
    let sold = |plan: &str| {
        let scenario = parse(&world("horizon = \"3 years\"", plan));
        let design = Design::new(crate::ready(&scenario));
        let sold = |key: &str| of_sales(key) && key != "cac_ratio";
        bits(&design, &design.observe(0, 1, ()).expect("a run that ends").0, sold)
    };
    assert_eq!(sold("commission = 0.1"), sold("commission = 0.1\nrenewal = 0.1"));
}

/// Years of run, so that those before the window are as long as customers count.
const YEARS: &str = "weeks = 520, warm_up = \"104 weeks\"";

/// The mean, and its standard error, of what a window pays at anniversaries less what its wins were booked
/// with, in money a year; and what they were booked with.
fn paid_less_booked(customers: &str, plan: &str, turnover: &str) -> (f64, f64, f64) {
    let text = world(customers, plan).replace(TURNOVER, turnover);
    let scenario = parse(&text.replace("weeks = 26, warm_up = \"13 weeks\"", YEARS));
    let design = Design::new(crate::ready(&scenario));
    let measures = design.catalogue.measures();
    let (mut differences, mut booked_in_all) = (Vec::new(), 0.0);
    for replication in 0..16 {
        let (outcome, paid) =
            design.observe(0, replication, Paid::default()).expect("a run that ends");
        let from = 104.0 * 168.0;
        let paid: f64 = paid.0.iter().filter(|fact| fact.at >= from).map(|fact| fact.amount).sum();
        // before what comes on top of pay
        let booked = outcome.value(measures, "pay_variable") / 1.25;
        differences.push((paid - booked) / 10.0);
        booked_in_all += booked / 160.0;
    }
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt(), booked_in_all)
}

#[test]
fn in_balance_anniversaries_pay_what_wins_were_booked_with() {
    let plain = "horizon = \"3 years\"\ndiscount = 0\ngrow = 0";
    let rich = "horizon = \"3 years\"\ndiscount = 0\ngrow = \"40 % per year\"\nterm = 0";
    let often =
        "turnover = { per_year = \"80 % per year\", replace = { exponential = \"20 weeks\" } }";
    for (customers, turnover) in [(plain, TURNOVER), (rich, TURNOVER), (rich, often)] {
        let (mean, error, booked) = paid_less_booked(customers, "renewal = 0.1", turnover);
        assert!(booked > 10_000.0, "{booked}");
        assert!(error < 0.05 * booked, "{error} of {booked} a year");
        assert!(mean.abs() < 4.0 * error, "{customers}: {mean} ± {error} of {booked} a year");
    }
}

#[test]
fn each_anniversary_pays_the_rate_of_the_grown_price_until_the_customer_leaves() {
    let customers = "horizon = \"4 years\"\ngrow = \"30 % per year\"\nterm = \"12 mo\"";
    let text = world(customers, "commission = 0.01\nrenewal = 0.1").replace(TURNOVER, "");
    let long = text.replace("weeks = 26, warm_up = \"13 weeks\"", "weeks = 260, warm_up = \"0 h\"");
    let scenario = parse(&long);
    let design = Design::new(crate::ready(&scenario));
    let (_, paid) = design.observe(0, 0, Paid::default()).expect("a run that ends");
    let (_, slips) = design.observe(0, 0, Slips::default()).expect("a run that ends");
    let credits = slips.credits.iter().map(|c| ((c.channel, c.number), (c.at, c.credit)));
    let won: BTreeMap<_, _> = credits.collect();
    let (mut years, mut grown) = (BTreeMap::<_, u32>::new(), 0);
    for fact in &paid.0 {
        let (at, price) = won[&(fact.channel, fact.number)];
        let Award::Renewal { year } = fact.award else { unreachable!("only renewals") };
        let before = years.insert((fact.channel, fact.number), year).unwrap_or(0);
        assert_eq!(year, before + 1, "anniversaries come in order, and after the last none");
        assert!((fact.at - at - f64::from(year) * 8736.0).abs() < 1e-6);
        let growth = (10.0 * fact.amount / price).ln() / f64::from(year);
        assert!((-1e-4..0.3 + 1e-4).contains(&growth), "{growth}");
        grown += u32::from(growth > 0.01);
    }
    assert!(grown > 20 && years.values().any(|years| *years == 3), "{grown}");
    assert!(years.values().all(|years| *years <= 3), "the fourth year is the last");
    let slipped: f64 = slips.slips.iter().map(|slip| slip.amount("Renewal")).sum();
    let awarded: f64 = paid.0.iter().map(|fact| fact.amount).sum();
    assert!((slipped - awarded).abs() < 0.01, "slips {slipped}, single {awarded}");
}

#[test]
fn what_anniversaries_bring_makes_people_work_harder_the_less_the_more_impatient_they_are() {
    let effort = |plan: &str, half: &str| {
        let behaviour = format!("[behaviour]\npatience.half = \"{half}\"\n");
        mean(&parse(&(world("horizon = \"4 years\"", plan) + &behaviour)), 0, "effort", 3)
    };
    let rich = "commission = 0.05\nrenewal = 0.10";
    let none = effort("commission = 0.05", "26 weeks");
    let (calm, hasty) = (effort(rich, "104 weeks"), effort(rich, "2 weeks"));
    let patient_none = effort("commission = 0.05", "104 weeks");
    assert!(calm > patient_none + 0.02, "{calm} against {patient_none}");
    assert!(hasty - effort("commission = 0.05", "2 weeks") < 0.3 * (calm - patient_none), "{none}");
}

refused! {
    a_renewal_rate_is_a_share: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans.care]
renewal = 2
"# => [
        "5:11: a share lies between 0 and 1, found `2`\n  hint: for 2 per cent write `\"2 %\"`",
    ];
}
