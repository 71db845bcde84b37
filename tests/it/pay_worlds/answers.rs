//! People answer their pay: more effort where it pays, advice asked for and given, deals moved to
//! where they pay more; and not at all where a friction is off.

use super::lab::{WORLD, bits, mean, parse};
use posse::experiment::Design;

const FRICTIONS: [&str; 6] = ["effort", "patience", "advice", "duty", "timing", "labour"];

const PLANS: &str = r#"
[plans.alone]
salary = "75000 per year"
quota = 150000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
[plans.flat]
salary = "150000 per year"
[plans.pool]
salary = "75000 per year"
team = { weight = 1, count = "revenue", commission = 0.13 }
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
pub(super) fn only(frictions: &[&str]) -> String {
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
