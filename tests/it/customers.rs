//! Customers for years in whole runs.

use std::collections::BTreeMap;

use posse::experiment::Design;
use posse::sales::Measure;
use posse::scenario::Scenario;

use crate::scenario_errors::refused;

const BUYERS: &str = include_str!("golden/buyers.toml");
const PAY: &str = include_str!("golden/pay.toml");

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// The measures of a scenario, and their values by policy and key in its first replication.
fn outcomes(text: &str) -> (Vec<Measure>, BTreeMap<(String, String), f64>) {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let measures = design.catalogue.measures().to_vec();
    let mut values = BTreeMap::new();
    for (p, policy) in scenario.policies.iter().enumerate() {
        let outcome = design.observe(p, 0, ()).expect("a run that ends").0;
        for (measure, value) in measures.iter().zip(outcome.values) {
            values.insert((policy.name.clone(), measure.key.clone()), value);
        }
    }
    (measures, values)
}

fn values(text: &str) -> BTreeMap<(String, String), f64> {
    outcomes(text).1
}

/// What of `some` is not the same to the last bit in `all`.
fn moved<K: Ord + Clone>(some: &BTreeMap<K, f64>, all: &BTreeMap<K, f64>) -> Vec<K> {
    let differs = |(key, value): &(&K, &f64)| all[*key].to_bits() != value.to_bits();
    some.iter().filter(differs).map(|(key, _)| key.clone()).collect()
}

fn with(text: &str, customers: &str) -> String {
    format!("{text}\n[customers]\n{customers}\n")
}

const LONG: &str = "horizon = \"4 years\"\npromise = 3";

#[test]
fn a_horizon_of_a_year_without_promise_and_term_changes_no_bit() {
    for text in [BUYERS, PAY] {
        let (today, asked) =
            (values(text), values(&with(text, "horizon = \"1 year\"\npromise = 0\nterm = 0")));
        assert_eq!(moved(&today, &asked), []);
        assert!(today.len() < asked.len(), "the section brings measures of its own");
    }
}

#[test]
fn first_and_later_years_add_up_and_labels_say_over_how_many_years() {
    let (measures, values) = outcomes(&with(BUYERS, LONG));
    let mut later = 0.0;
    for (policy, _) in values.keys().filter(|(_, key)| key == "revenue") {
        let of = |key: &str| values[&(policy.clone(), key.to_owned())];
        let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * b.abs(), "{policy}: {a} {b}");
        near(of("revenue"), of("revenue.first") + of("revenue.later"));
        near(of("gross_margin"), of("gross_margin.first") + of("gross_margin.later"));
        near(of("contribution"), of("gross_margin") - of("selling_cost"));
        near(of("contribution.first"), of("gross_margin.first") - of("selling_cost"));
        near(of("return_on_sales"), of("contribution") / of("revenue"));
        assert!(of("net_retention") >= of("gross_retention"));
        assert!((0.5..4.0).contains(&of("life")));
        later += of("revenue.later");
    }
    assert!(later > 0.0);
    let label = |key: &str| measures.iter().find(|m| m.key == key).expect(key).label.clone();
    assert_eq!(label("return_on_sales"), "Return on Sales over 4 years");
    assert_eq!(label("revenue"), "Revenue over 4 years");
    assert_eq!(label("selling_cost"), "Selling cost");
}

#[test]
fn two_policies_with_the_same_rules_are_the_same_to_the_last_bit() {
    let twins = with(BUYERS, LONG) + "[policies.twin]\nlike = \"team\"\n";
    let values = values(&twins);
    let of = |name: &str| -> BTreeMap<String, f64> {
        let mine = values.iter().filter(|((policy, _), _)| policy == name);
        mine.map(|((_, key), value)| (key.clone(), *value)).collect()
    };
    assert_eq!(moved(&of("team"), &of("twin")), Vec::<String>::new());
}

#[test]
fn where_everybody_wants_what_they_need_and_nobody_pitches_a_promise_changes_no_bit() {
    // a gate that looks at years is wary of wants beyond what it believes of the fit, rightly or not
    let text = BUYERS.replace("\"firm\"", "\"private\"").replace("\"mutual\"", "\"private\"");
    let honest =
        "[buyers]\nneeds = { wants_bias = 0, wants_spread = 0 }\ndialogue.persuasion = 0\n";
    let text = text.replace("[buyers]\n", honest);
    let of = |promise: u32| values(&with(&text, &format!("promise = {promise}")));
    assert_eq!(moved(&of(0), &of(20)), []);
    let usual = |promise: u32| values(&with(BUYERS, &format!("promise = {promise}")));
    assert!(!moved(&usual(0), &usual(20)).is_empty(), "usually it does");
}

#[test]
fn pay_does_not_count_later_years() {
    let text = PAY.replace("objective", "# objective");
    let (one, ten) = (
        "horizon = \"1 year\"\npromise = 0\nterm = 0",
        "horizon = \"10 years\"\npromise = 0\nterm = 0",
    );
    let (one, ten) = (values(&with(&text, one)), values(&with(&text, ten)));
    let moved = moved(&one, &ten);
    assert!(moved.iter().any(|(_, key)| key == "contribution"));
    let paid = |(_, key): &&(String, String)| key.contains("pay") && key != "pay_cost_share";
    assert_eq!(moved.iter().filter(paid).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
}

refused! {
    customers_without_buyers_are_refused: r#"[customers]
horizon = "3 years"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:2: `customers` needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
    ];

    a_horizon_is_from_one_to_ten_years: r#"[buyers]
[customers]
horizon = "11 years"
discount = 2
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"3:11: out of range: must be at most 10 years, found `"11 years"`"#,
        "4:12: out of range: must be from 0 to 1, found `2`",
    ];

    a_horizon_below_a_year_is_refused: r#"[buyers]
[customers]
horizon = "6 mo"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"3:11: out of range: must be at least 1 year, found `"6 mo"`"#,
    ];
}
