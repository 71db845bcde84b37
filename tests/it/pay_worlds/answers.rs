//! People answer their pay: more effort where it pays, advice asked for and given, deals moved to
//! where they pay more; and not at all where a friction is off.

use super::lab::{WORLD, bits, mean, parse};
use posse::experiment::Design;

const FRICTIONS: [&str; 7] =
    ["effort", "patience", "advice", "duty", "timing", "forecast", "quitting"];

const PLANS: &str = r#"
[plans.alone]
salary = "75000 per year"
quota = 150000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
[plans.flat]
salary = "150000 per year"
[plans.pool]
salary = "75000 per year"
team = { weight = 1, credit = "revenue", commission = 0.13 }
[policies.one.pay]
plans = { rep = "alone" }
advice = true
discount = "20 %"
[policies.two.pay]
plans = { rep = "pool" }
advice = true
discount = "20 %"
[policies.three.pay]
plans = { rep = "flat" }
"#;

/// [behaviour] with nothing in it but these frictions.
fn only(frictions: &[&str]) -> String {
    let off = FRICTIONS.iter().filter(|name| !frictions.contains(name));
    let lines: Vec<_> = off.map(|name| format!("[behaviour.{name}]\non = false\n")).collect();
    format!("[behaviour]\nown_pay = false\nregard = 0\n{}", lines.concat())
}

#[test]
fn with_every_friction_off_behaviour_changes_nothing() {
    let without = parse(&format!("{WORLD}{PLANS}"));
    let off = parse(&format!("{WORLD}{PLANS}{}", only(&[])));
    let (a, b) = (Design::new(crate::ready(&without)), Design::new(crate::ready(&off)));
    for policy in 0..3 {
        let (one, ()) = a.observe(policy, 1, ()).unwrap();
        let (two, ()) = b.observe(policy, 1, ()).unwrap();
        let forecast = |key: &str| !["effort", "duty"].contains(&key);
        assert_eq!(bits(&a, &one, forecast), bits(&b, &two, forecast));
    }
}

#[test]
fn who_is_paid_by_results_works_harder_than_who_is_not() {
    let scenario = parse(&format!("{WORLD}{PLANS}{}", only(&["effort"])));
    let effort = |policy| mean(&scenario, policy, "effort", 5);
    let (alone, pool, flat) = (effort(0), effort(1), effort(2));
    assert!((flat - 0.6).abs() < 1e-4, "salary alone: {flat}");
    assert!(alone > pool && pool > flat, "alone {alone}, in a pool {pool}");
}

#[test]
fn people_who_think_of_each_other_work_harder_for_a_pool() {
    let scenario = parse(&format!("{WORLD}{PLANS}{}", only(&["effort"])));
    let text = format!("{WORLD}{PLANS}{}", only(&["effort"])).replace("regard = 0", "regard = 1");
    let fond = parse(&text);
    let (without, with) = (mean(&scenario, 1, "effort", 5), mean(&fond, 1, "effort", 5));
    assert!(with > without, "{without} {with}");
    let (same, alike) = (mean(&scenario, 0, "effort", 5), mean(&fond, 0, "effort", 5));
    assert!((same - alike).abs() < 1e-12, "nothing is shared: {same} {alike}");
}

#[test]
fn advice_is_asked_for_under_any_plan_and_given_where_a_pool_makes_it_worth_while() {
    let scenario = parse(&format!("{WORLD}{PLANS}{}", only(&["advice"])));
    let asked = |policy| mean(&scenario, policy, "advice_asked", 10);
    let given = |policy| mean(&scenario, policy, "advice_given", 10);
    assert!(asked(0) > 0.0 && asked(1) > 0.0, "{} {}", asked(0), asked(1));
    assert!(given(0) == 0.0 && given(1) > 0.0, "{} {}", given(0), given(1));
}

#[test]
fn commission_makes_people_neglect_what_is_not_paid() {
    let scenario = parse(&format!("{WORLD}{PLANS}{}", only(&["duty"])));
    let duty = |policy| mean(&scenario, policy, "duty", 5);
    assert!(duty(0) < duty(1) && duty(1) <= duty(2), "{} {} {}", duty(0), duty(1), duty(2));
    assert!((duty(2) - 1.0).abs() < 1e-12);
}

/// A bonus that only this period's deals can reach makes sellers give discounts at its end.
const STEEP: &str = r#"
[plans.steep]
salary = "75000 per year"
quota = 100000
commission = [{ rate = 0.02 }, { from = "100 %", rate = 0.40 }]
[policies.one.pay]
plans = { rep = "steep" }
discount = "20 %"
[policies.two.pay]
plans = { rep = "steep" }
"#;

#[test]
fn steep_plans_move_decisions_to_the_end_of_the_period_where_discounts_are_allowed() {
    let scenario = parse(&format!("{WORLD}{STEEP}{}", only(&["timing", "patience"])));
    let (allowed, forbidden) = (0, 1);
    assert!(mean(&scenario, allowed, "pulled_in", 20) > 0.0);
    assert!(mean(&scenario, allowed, "discount_money", 20) > 0.0);
    assert!(mean(&scenario, forbidden, "discount_money", 20) == 0.0);
    assert!(mean(&scenario, allowed, "pushed_out", 20) > 0.0);
}

#[test]
fn the_ends_of_periods_follow_the_fiscal_year() {
    let late = |start: &str| {
        let text = format!("fiscal_start = \"{start}\"\n{WORLD}{STEEP}{}", only(&["timing"]));
        mean(&parse(&text), 0, "late_bookings", 40)
    };
    // A shift by half a quarter moves the calendar weeks of the peak, not its place in the period.
    let (standard, shifted) = (late("0 weeks"), late("6 weeks"));
    assert!((standard - shifted).abs() < 0.08, "{standard} {shifted}");
}

#[test]
fn poor_pay_drives_people_away() {
    let poor = "[plans.poor]\nsalary = \"50000 per year\"\n[plans.fair]\nsalary = \"150000 per year\"\n\
                [policies.one.pay]\nplans = { rep = \"poor\" }\n[policies.two.pay]\nplans = { rep = \"fair\" }\n";
    let scenario = parse(&format!("{WORLD}{poor}{}", only(&["quitting"])));
    let (poor, fair) = (mean(&scenario, 0, "quits", 60), mean(&scenario, 1, "quits", 60));
    // Four people at 50 % a year for half a year, less vacancies: about one; e^(1.5·2/3) = 2.7 times
    // that at a third of market pay, once the memory of better pay has faded.
    assert!((0.6..1.3).contains(&fair), "{fair}");
    assert!(poor > 1.4 * fair, "{poor} {fair}");
}
