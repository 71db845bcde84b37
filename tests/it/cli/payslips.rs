//! What one person is paid, and by which rule.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, TINY};

/// Every rule of pay at once, at numbers at which each of them bites now and then.
const EVERYTHING: &str = r#"
calendar = "always"
[buyers.needs]
churn_level = 4
[segments.small]
value = { lognormal = { mean = 20000, cv = 2.5 } }
margin = 0.7
[channels.web]
arrivals = "2 per week"
fit = { beta = { alpha = 900, beta = 100 } }
[stages.respond]
kind = "contact"
role = "seller"
touch = "10 min"
[stages.qualify]
kind = "qualify"
role = "seller"
touch = "1 h"
[stages.decide]
kind = "decide"
role = "seller"
touch = "3 h"
buyer = "2 wd"
[people.seller]
count = 4
cost = "90000 per year"
loading = 1
[people.clerk]
count = 1
[plans.all]
salary = "48000 per year"
quota = 120000
commission = [{ rate = 0.04 }, { from = "30 %", rate = 0.08 }]
bonus = [{ at = "20 %", amount = 1000 }, { at = 100000, amount = 5000 }]
parts.by_size = { commission = { by = "credit", "10000 or more" = 0.01, default = 0.005 } }
cap = 12000
draw = { amount = 2000, recoverable = true }
team = { weight = 0.4, count = "margin", commission = 0.05, split = "credit" }
parts.respond = { count = "deals", credit = [{ stage = "respond", extra = true }], commission = 100, clawback = "none" }
parts.qualify = { count = "revenue", credit = [{ stage = "qualify", extra = true }], commission = 0.002, clawback = "none" }
spiff = [{ for = "deals", amount = 500, from = "week 3", to = "week 9" }]
prizes = [2000, 1000]
clawback = { "6 mo" = 1.0, "24 mo" = 0.8, how = "own share" }
[policies.one.pay]
plans = { seller = "all" }
split = { qualify = "30 %" }
scale = 0.9
[run]
weeks = 104
warm_up = "0 weeks"
run_out = "0 weeks"
replications = 3
"#;

const PEOPLE: [&str; 4] = ["seller 1", "seller 2", "seller 3", "seller 4"];

/// The pay slips of a person in a run.
fn slips(place: &Place, person: &str, run: &str) -> Vec<Value> {
    let words = ["payslip", "s.toml", "--person", person, "--replication", run, "--json"];
    let story: Value = serde_json::from_str(&place.posse(&words).result()).unwrap();
    assert_eq!(story["schema"], "posse/payslip/1");
    story["slips"].as_array().unwrap().clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

fn sum<'a>(values: impl IntoIterator<Item = &'a Value>, key: &str) -> f64 {
    values.into_iter().map(|value| number(&value[key])).sum()
}

fn list<'a>(slip: &'a Value, key: &str) -> &'a [Value] {
    slip[key].as_array().unwrap()
}

/// The amounts of a slip by rule.
fn by_rule(slip: &Value) -> BTreeMap<&str, f64> {
    let mut sums = BTreeMap::new();
    for line in list(slip, "lines") {
        *sums.entry(line["rule"].as_str().unwrap()).or_default() += number(&line["amount"]);
    }
    sums
}

#[track_caller]
fn equal(found: f64, expected: f64, within: f64, about: &impl std::fmt::Display) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}: {about}");
}

#[test]
fn every_amount_is_the_product_of_its_factors_and_amounts_sum_to_the_cent() {
    let place = Place::new().with("s.toml", EVERYTHING);
    let mut rules = BTreeSet::new();
    for run in ["0", "1", "2"] {
        for slip in PEOPLE.iter().flat_map(|person| slips(&place, person, run)) {
            let mut sum_of_cents = 0.0;
            for line in list(&slip, "lines") {
                let rule = line["rule"].as_str().unwrap();
                rules.insert(rule.to_owned());
                sum_of_cents += (number(&line["amount"]) * 100.0).round();
                let factors = list(line, "factors");
                let product: f64 = factors.iter().map(|f| number(&f["value"])).product();
                if !factors.is_empty() {
                    // A share of the pool may have a cent that was left over.
                    let within = if rule == "team" { 0.01 } else { 0.005 };
                    let amount = number(&line["amount"]) + number(&line["before"]);
                    equal(amount, product, within + 1e-6, line);
                }
            }
            equal(number(&slip["total"]) * 100.0, sum_of_cents, 1e-6, &slip);
        }
    }
    let all = [
        "bonus",
        "cap",
        "carried over",
        "clawback",
        "commission",
        "deal rates",
        "draw",
        "fees",
        "prize",
        "recovery",
        "salary",
        "spiff",
        "team",
    ];
    assert_eq!(rules.iter().map(String::as_str).collect::<Vec<_>>(), all);
}

#[test]
fn what_a_slip_pays_follows_from_its_deals_and_the_plan() {
    const OWN: f64 = 0.6 * 0.9;
    let place = Place::new().with("s.toml", EVERYTHING);
    let of_all = PEOPLE.map(|person| slips(&place, person, "1"));
    for (person, mine) in of_all.iter().enumerate() {
        let mut owed = 0.0;
        for (period, slip) in mine.iter().enumerate() {
            let amounts = by_rule(slip);
            let paid = |rule: &str| amounts.get(rule).copied().unwrap_or(0.0);
            let deals = list(slip, "deals");
            let credit = sum(deals, "credit");
            equal(number(&slip["credit"]), credit, 0.006, slip);
            equal(number(&slip["attainment"]), credit / 120_000.0, 1e-7, slip);
            let commission = 0.04 * credit.min(36_000.0) + 0.08 * (credit - 36_000.0).max(0.0);
            equal(paid("commission"), OWN * commission, 0.02, slip);
            let first = if credit >= 24_000.0 { 1_000.0 } else { 0.0 };
            let second = if credit >= 100_000.0 { 5_000.0 } else { 0.0 };
            equal(paid("bonus"), OWN * (first + second), 0.02, slip);
            let rate = |credit: f64| if credit >= 10_000.0 { 0.01 } else { 0.005 };
            let by_size: f64 =
                deals.iter().map(|deal| number(&deal["credit"])).map(|c| rate(c) * c).sum();
            equal(paid("deal rates"), OWN * by_size, 0.02, slip);
            let award = |what: &str| {
                sum(list(slip, "awards").iter().filter(|award| award["what"] == what), "amount")
            };
            equal(paid("fees"), OWN * award("fee"), 0.02, slip);
            equal(paid("spiff"), 0.9 * award("spiff"), 0.02, slip);
            equal(paid("clawback"), -award("clawback"), 0.02, slip);
            // What the others have decides on the pool and the prize.
            let credits: Vec<f64> = of_all.iter().map(|s| number(&s[period]["credit"])).collect();
            let pool = &slip["pool"];
            let share = credit / credits.iter().sum::<f64>();
            let money = 0.05 * number(&pool["credit"]) * 0.4 * 0.9;
            equal(number(&pool["money"]), money, 0.02, slip);
            equal(paid("team"), money * share, 0.02, slip);
            let rank = credits.iter().filter(|other| **other > credits[person]).count();
            let prize = [2_000.0, 1_000.0].get(rank).copied().unwrap_or(0.0);
            equal(paid("prize"), 0.9 * prize, 0.02, slip);
            let earned: f64 =
                ["commission", "bonus", "deal rates", "fees", "team", "spiff", "prize"]
                    .map(paid)
                    .iter()
                    .sum();
            let capped = earned.min(12_000.0 * 0.9);
            equal(paid("cap"), capped - earned, 0.02, slip);
            let advanced = (2_000.0 * 0.9 - capped).max(0.0);
            equal(paid("draw"), advanced, 0.02, slip);
            equal(number(&slip["owed_before"]), owed, 0.005, slip);
            let back = if advanced > 0.0 { 0.0 } else { f64::min(owed, capped - 1_800.0) };
            equal(paid("recovery"), -back, 0.02, slip);
            let left = capped + advanced - back - award("clawback");
            equal(paid("carried over"), (-left).max(0.0), 0.02, slip);
            owed += advanced - back + (-left).max(0.0);
            equal(number(&slip["owed"]), owed, 0.05, slip);
            owed = number(&slip["owed"]);
            equal(number(&slip["total"]), 12_000.0 + left.max(0.0), 0.05, slip);
        }
        assert_eq!(mine.len(), 8);
    }
}

/// Of everybody in a run: fixed and variable pay.
fn paid_in_run(place: &Place, run: &str) -> (f64, f64) {
    let slips: Vec<Value> = PEOPLE.iter().flat_map(|person| slips(place, person, run)).collect();
    let fixed: f64 = slips.iter().map(|slip| by_rule(slip)["salary"]).sum();
    (fixed, sum(&slips, "total") - fixed)
}

#[test]
fn pay_slips_and_measures_agree_on_what_is_paid() {
    let text = EVERYTHING.replace("clawback = {", "ratchet = { growth = 0.1, follow = 0 } #");
    let place = Place::new().with("s.toml", text);
    place.posse(&["run", "s.toml", "--out", "o", "-q"]).result();
    let measures = place.text("o/measures.csv");
    let measure = |run: &str, key: &str| -> f64 {
        let head = format!("s,one,{run},{key},");
        let line = measures.lines().find(|line| line.starts_with(&head)).unwrap();
        line[head.len()..].parse().unwrap()
    };
    for run in ["0", "1", "2"] {
        let (fixed, variable) = paid_in_run(&place, run);
        assert!(variable > 50_000.0);
        equal(measure(run, "pay_variable"), variable, 0.01, &run);
        equal(measure(run, "pay_cost"), fixed + variable, 0.01, &run);
        for person in PEOPLE {
            let key = format!("person.{}.pay", person.replace(' ', "."));
            let total = sum(&slips(&place, person, run), "total");
            equal(measure(run, &key), total / 2.0, 0.01, &person);
        }
    }
}

/// Two deals of a known price, one pool, one fee.
const SMALL: &str = r#"
calendar = "always"
[channels.web]
arrivals = { at = ["1 h", "3 d", "100 d"] }
[deal]
value = 40000
[stages.call]
role = "seller"
touch = "2 h"
advance = 1
[stages.close]
role = "seller"
touch = "1 h"
advance = 1
[people.seller]
count = 1
[people.clerk]
count = 1
[plans.simple]
salary = "40000 per year"
quota = 50000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
bonus = [{ at = "100 %", amount = 2500 }]
team = { weight = 0.25, count = "revenue", commission = 0.02 }
parts.fee = { count = "deals", credit = [{ stage = "call", extra = true }], commission = 100 }
[policies.one]
label = "lone hero"
[policies.one.pay]
plans = { seller = "simple" }
scale = 0.9
[run]
weeks = 26
warm_up = "0 weeks"
run_out = "0 weeks"
replications = 1
"#;

fn payslip(text: &str, words: &[&str]) -> super::Ran {
    let place = Place::new().with("s.toml", text);
    place.posse(&[&["payslip", "s.toml"], words].concat())
}

#[test]
fn a_pay_slip_says_by_which_rule_each_amount_is_paid() {
    insta::assert_snapshot!(payslip(SMALL, &["--person", "seller 1"]).result(), @r#"
    Pay slips of seller 1 under lone hero in run 0 of s; money in EUR

    quarter 1, Mon of week 1 to Sun of week 13, plan simple
      quota 50 000.00 of revenue, credit 80 000.00: attainment 160 %
      credited
        Mon of week 1    web 0              closed                                             40 000.00
        Thu of week 1    web 1              closed                                             40 000.00
      for single leads
        Mon of week 1    web 0              fee for call                                          100.00
        Thu of week 1    web 1              fee for call                                          100.00
      team’s pool: credit 80 000.00 of revenue
        commission: 80 000.00 × 0.02 × 0.25 team’s part × 0.9 scale                               360.00
      paid
        salary: 40 000.00 a year × 1/4                                                         10 000.00
        commission, band from 0: 50 000.00 × 0.1 × 0.75 own part × 0.9 scale                    3 375.00
        commission, band from 100 %: 30 000.00 × 0.2 × 0.75 own part × 0.9 scale                4 050.00
        bonus at 100 %: 2 500.00 × 0.75 own part × 0.9 scale                                    1 687.50
        fees for work upstream: 200.00 × 0.75 own part × 0.9 scale                                135.00
        team’s pool: 360.00                                                                       360.00
        sum                                                                                    19 607.50

    quarter 2, Mon of week 14 to Sun of week 26, plan simple
      quota 50 000.00 of revenue, credit 40 000.00: attainment 80 %
      credited
        Wed of week 15   web 2              closed                                             40 000.00
      for single leads
        Wed of week 15   web 2              fee for call                                          100.00
      team’s pool: credit 40 000.00 of revenue
        commission: 40 000.00 × 0.02 × 0.25 team’s part × 0.9 scale                               180.00
      paid
        salary: 40 000.00 a year × 1/4                                                         10 000.00
        commission, band from 0: 40 000.00 × 0.1 × 0.75 own part × 0.9 scale                    2 700.00
        fees for work upstream: 100.00 × 0.75 own part × 0.9 scale                                 67.50
        team’s pool: 180.00                                                                       180.00
        sum                                                                                    12 947.50

    2 pay slips: salary 20 000.00, variable pay 12 555.00, together 32 555.00
    "#);
}

#[test]
fn a_person_may_be_named_as_the_measure_is() {
    let of = |name: &str| payslip(SMALL, &["--person", name, "--period", "2"]).result();
    assert_eq!(of("person.seller.1"), of("seller 1"));
    assert!(of("seller 1").contains("quarter 2,") && !of("seller 1").contains("quarter 1,"));
}

#[test]
fn whoever_comes_new_to_a_seat_is_told_from_who_was_there() {
    let turnover = "turnover = { per_year = 3, replace = \"3 weeks\" }\n[people.clerk]";
    let text = SMALL.replace("[people.clerk]", turnover).replace("weeks = 26", "weeks = 78");
    let place = Place::new().with("s.toml", &text);
    let slips = slips(&place, "seller 1", "0");
    let mut people = 0;
    for (before, after) in slips.iter().zip(&slips[1..]) {
        let is_other = before["hire"] != after["hire"];
        assert_eq!(after["new"], is_other);
        assert!(number(&before["to_h"]) <= number(&after["from_h"]));
        people += u32::from(is_other);
    }
    assert!(people >= 2, "{people} came");
    let told = place.posse(&["payslip", "s.toml", "--person", "seller 1"]).result();
    assert_eq!(u32::try_from(told.matches("somebody new from ").count()), Ok(people));
}

#[test]
fn every_mistake_is_named_with_the_people_there_are() {
    let words = ["--person", "sellr 1", "--policy", "on", "--replication", "1"];
    insta::assert_snapshot!(payslip(SMALL, &words).refusal(2), @r#"
    error: no policy `on` in scenario `s`
    hint: did you mean `one`? expected one of `one`
    error: no person `sellr 1`
    hint: did you mean `seller 1`? people are named `seller 1`, `clerk 1`
    error: no run 1
    hint: the runs are numbered from 0 to 0
    "#);
    insta::assert_snapshot!(payslip(SMALL, &["--person", "seller 2"]).refusal(2), @r#"
    error: no person `seller 2`
    hint: people are named `seller 1`, `clerk 1`
    "#);
    insta::assert_snapshot!(payslip(SMALL, &["--person", "clerk 1"]).refusal(2), @r#"
    error: clerk 1 is on no plan under `one` in run 0
    hint: in that run, these are: seller 1
    "#);
    let late = ["--person", "seller 1", "--period", "3"];
    insta::assert_snapshot!(payslip(SMALL, &late).refusal(2), @r#"
    error: no pay slip of seller 1 for pay period 3 of run 0
    hint: there are some for periods 1 to 2
    "#);
}

#[test]
fn who_has_no_pay_slip_learns_why() {
    insta::assert_snapshot!(payslip(TINY, &["--person", "seller 1"]).refusal(2), @r#"
    error: scenario `s` has no plans: nobody has a pay slip
    hint: `[plans]` says what people are paid for, `[policies.NAME.pay]` who is on which plan
    "#);
    let nobody = SMALL.replace("plans = { seller = \"simple\" }", "");
    insta::assert_snapshot!(payslip(&nobody, &["--person", "seller 1"]).refusal(2), @r#"
    warning: nobody is on the plan `simple`
      --> s.toml:19:8
       |
    19 | [plans.simple]
       |        ^^^^^^
       |
       = hint: policies say who: `pay = { plans = { ROLE = "simple" } }`

    error: seller 1 is on no plan under `one` in run 0
    hint: nobody is: `[policies.one.pay]` says who is on which plan
    "#);
    let short = SMALL.replace("weeks = 26", "weeks = 10");
    insta::assert_snapshot!(payslip(&short, &["--person", "seller 1"]).refusal(2), @r#"
    error: no pay slip of seller 1 under `one` in run 0
    hint: the run ends before a pay period of that person does: see `[run]` and the plan’s `period`
    "#);
}
