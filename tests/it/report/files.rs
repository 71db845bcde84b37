//! `results.json` and the tables.

use super::{fixture, market, paid};
use posse::experiment::{Drawn, Summary};
use posse::report::{RunValues, buyer_tables, measures_csv, pay_tables, results_json, weekly_csv};
use serde_json::Value;

fn parsed(summary: &posse::experiment::Summary) -> Value {
    serde_json::from_str(&results_json(summary)).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn results_have_the_keys_of_their_schema() {
    let results = parsed(&fixture::team_win());
    assert_eq!(results["schema"], "posse/result/1");
    assert_eq!(results["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(keys(&results["scenario"]), ["hash", "name", "world"]);
    assert_eq!(results["primary"], "return_on_sales");
    let primary = &results["measures"]["return_on_sales"];
    assert_eq!((&primary["unit"], &primary["better"]), (&"share".into(), &"more".into()));
    assert_eq!(results["policies"]["team"]["label"], "Team");
    let measure = &results["policies"]["team"]["measures"]["return_on_sales"];
    let spread = ["mean", "mean_of_ratios", "p05", "p25", "p50", "p75", "p95"];
    let expected = [&["ci95"][..], &spread[..], &["standard_error", "undefined", "unit"]];
    assert_eq!(keys(measure), expected.concat());
    assert_eq!(keys(&measure["mean_of_ratios"]), ["ci95", "mean", "standard_error"]);
    assert_eq!(measure["unit"], "share");
    let pair = &results["comparisons"][0];
    let expected = [
        "a",
        "b",
        "b_better_share",
        "difference",
        "measure",
        "support",
        "variance_reduction",
        "verdict",
        "zone",
    ];
    assert_eq!(keys(pair), expected);
    assert_eq!((&pair["a"], &pair["b"]), (&"hero".into(), &"team".into()));
}

#[test]
fn results_hold_the_verdict_about_b_in_one_word() {
    let word = |summary| parsed(&summary)["comparisons"][0]["verdict"].clone();
    assert_eq!(word(fixture::team_win()), "better");
    assert_eq!(word(fixture::hero_win()), "worse");
    assert_eq!(word(fixture::tie()), "tie");
    assert_eq!(word(fixture::undecided()), "undecided");
}

#[test]
fn a_volume_has_no_verdict() {
    let results = parsed(&fixture::team_win());
    let comparisons = results["comparisons"].as_array().unwrap();
    let wins = comparisons.iter().find(|pair| pair["measure"] == "wins").unwrap();
    assert!(wins["verdict"].is_null() && wins["b_better_share"].is_null());
    assert!(wins["difference"]["mean"].is_number());
}

#[test]
fn what_is_undefined_is_null() {
    let mut summary = fixture::odd();
    summary.policies[0].estimates[1] = Some(posse::stats::Estimate::of(&[2.0, f64::NAN]));
    let results = parsed(&summary);
    let measures = &results["policies"]["hero"]["measures"];
    assert!(measures["decisions_per_week"].is_null());
    let contribution = &measures["contribution"];
    assert!(contribution["standard_error"].is_null());
    assert_eq!(contribution["ci95"], serde_json::json!([null, null]));
    assert_eq!(contribution["undefined"], 1);
}

#[test]
fn only_an_interrupted_run_is_marked() {
    assert_eq!(parsed(&fixture::odd())["interrupted"], true);
    assert!(parsed(&fixture::tie()).get("interrupted").is_none());
}

#[test]
fn results_are_the_same_bytes_and_keep_every_digit() {
    let summary = fixture::tie();
    assert_eq!(results_json(&summary), results_json(&fixture::tie()));
    let mean = parsed(&summary)["policies"]["hero"]["measures"]["revenue"]["mean"].as_f64();
    assert_eq!(mean.unwrap().to_bits(), summary.policies[0].estimates[2].unwrap().mean.to_bits());
}

fn runs_table(summary: &Summary, measures: &[Vec<Vec<f64>>], drawn: &[Drawn]) -> String {
    let mut table = Vec::new();
    measures_csv(summary, RunValues { measures, drawn }, &mut table).unwrap();
    String::from_utf8(table).unwrap()
}

#[test]
fn what_a_run_drew_for_uncertain_inputs_follows_its_measures() {
    let summary = fixture::single();
    let values = vec![vec![vec![1.0, 2.0]; summary.measures.len()]];
    let key = "channels.web.cost".to_owned();
    let drawn = [Drawn { key, unit: String::new(), values: vec![80.0, 95.5] }];
    let text = runs_table(&summary, &values, &drawn);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1 + summary.measures.len()], "Base case,team,0,channels.web.cost,80");
    assert_eq!(lines.last(), Some(&"Base case,team,1,channels.web.cost,95.5"));
}

#[test]
fn the_runs_are_one_value_a_line() {
    let summary = fixture::single();
    let mut values = vec![vec![vec![0.25, f64::NAN]; summary.measures.len()]];
    values[0][2] = vec![4_100_000.0, 1e-7];
    let text = runs_table(&summary, &values, &[]);
    let head: Vec<&str> = text.lines().take(4).collect();
    assert_eq!(head[0], "scenario,policy,replication,measure,value");
    assert_eq!(head[1], "Base case,team,0,return_on_sales,0.25");
    assert_eq!(head[3], "Base case,team,0,revenue,4100000");
    assert!(text.contains("\nBase case,team,1,return_on_sales,\n"));
    assert_eq!(text.lines().count(), 1 + 2 * summary.measures.len());
}

#[test]
fn the_weeks_are_one_measure_a_line() {
    let summary = fixture::single();
    let text = String::from_utf8(weekly_csv(&summary)).unwrap();
    let head: Vec<&str> = text.lines().collect();
    assert_eq!(head[0], "scenario,policy,week,measure,mean,p05,p25,p50,p75,p95");
    assert!(head[1].starts_with("Base case,team,1,cumulative_contribution,"));
    assert_eq!(head[2], "Base case,team,1,cumulative_arrivals,70.5,,,,,");
    assert_eq!(head[5], "Base case,team,1,stage.qualify.leads,30,,,,,");
    assert_eq!(head.len(), 1 + 104 * (4 + summary.stages.len()));
}

#[test]
fn what_buyers_came_to_is_told_exit_by_exit() {
    let tables = buyer_tables(&market::two());
    let head = |(name, bytes): &(String, Vec<u8>)| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        // The last number comes from the fixture's own curves.
        let first = lines[1].rsplit_once(',').unwrap().0;
        format!("{name}, {} lines\n  {}\n  {first}\n", lines.len(), lines[0])
    };
    insta::assert_snapshot!(tables.iter().map(head).collect::<String>(), @r#"
    outcomes.csv, 39 lines
      scenario,policy,good_fit,phase,exit,family,leads,work_hours,money
      Base case,hero,yes,engage,never worked,never worked,42.68,0
    fit_outcome.csv, 241 lines
      scenario,policy,fit_from,fit_to,exit,family,leads
      Base case,hero,0,0.1,won,won
    gate.csv, 45 lines
      scenario,policy,gate,cutoff,others_through,good_through,area
      Base case,hero,curve,1,0,0
    purchases.csv, 25 lines
      scenario,policy,members,met,bought_share
      Base case,hero,1,40
    "#);
}

#[test]
fn the_flows_of_a_policy_hold_every_lead_of_its_fits() {
    let summary = market::two();
    let sum = |name: &str, column: usize| -> f64 {
        let (_, bytes) = buyer_tables(&summary).into_iter().find(|(n, _)| n == name).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let of = |line: &str| line.rsplit(',').nth(column).unwrap().parse::<f64>().unwrap();
        text.lines().skip(1).map(of).sum()
    };
    assert!((sum("outcomes.csv", 2) - sum("fit_outcome.csv", 0)).abs() < 1e-6);
}

#[test]
fn without_buyers_there_are_no_tables_of_them() {
    assert!(buyer_tables(&fixture::team_win()).is_empty());
}

#[test]
fn what_pay_came_to_is_told_plan_by_plan_and_person_by_person() {
    let tables = pay_tables(&paid::two());
    let head = |(name, bytes): &(String, Vec<u8>)| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        format!("{name}, {} lines\n  {}\n  {}\n", lines.len(), lines[0], lines[1])
    };
    insta::assert_snapshot!(tables.iter().map(head).collect::<String>(), @r"
    attainment.csv, 36 lines
      scenario,policy,plan,what,attainment_from,attainment_to,pay,share
      Base case,hero,accelerator,payout,0,0,0,
    pay.csv, 17 lines
      scenario,policy,person,p05,p50,p95
      Base case,hero,highest paid,120000,130000,300000
    bookings.csv, 27 lines
      scenario,policy,part,bookings_share,wins_share,discount
      Base case,hero,1,0.0684931506849315,0.0684931506849315,0
    hours.csv, 25 lines
      scenario,policy,role,heads,activity,hours_per_week
      Base case,hero,closer,6,engage,31.919999999999998
    ");
}

#[test]
fn without_plans_there_are_no_tables_of_pay() {
    assert!(pay_tables(&market::two()).is_empty());
}
