//! No free lunch: a lever whose own mechanism is off changes nothing, and every lever of the team
//! costs something where its benefit is off.

use super::lab::{WORLD, bits, of_sales, parse};
use posse::experiment::Design;
use proptest::prelude::*;

const PLAN: &str = "[plans.alone]\nsalary = \"75000 per year\"\nquota = 150000\ncommission = 0.1\n\
                    team = { weight = 0.5, count = \"margin\", commission = 0.1 }\n";

fn world(heads: u32, leads: f64, seed: u32) -> String {
    WORLD
        .replace("count = 4", &format!("count = {heads}"))
        .replace("14 per week", &format!("{leads} per week"))
        .replace("seed = 7", &format!("seed = {seed}"))
}

/// Contribution of the first policy less that of the second, over replications: mean and its error.
fn difference(text: &str, replications: u32) -> (f64, f64) {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let of = |policy, replication| {
        let (outcome, ()) = design.observe(policy, replication, ()).expect("a run that ends");
        outcome.value(design.catalogue.measures(), "contribution")
    };
    let all: Vec<f64> = (0..replications).map(|r| of(0, r) - of(1, r)).collect();
    let n = f64::from(replications);
    let mean = all.iter().sum::<f64>() / n;
    let square: f64 = all.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (square / (n - 1.0) / n).sqrt())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_lever_without_its_mechanism_changes_nothing(
        heads in 1..5_u32, leads in 4.0..20.0_f64, seed in 1..1000_u32,
        lever in proptest::sample::select(&[
            "discount = \"20 %\"",
            "split = { talk = \"30 %\" }",
        ][..]),
    ) {
        let pay = "plans = { rep = \"alone\" }\n";
        let text = format!(
            "{}{PLAN}[policies.one.pay]\n{pay}{lever}\n[policies.two.pay]\n{pay}",
            world(heads, leads, seed)
        );
        let scenario = parse(&text);
        let design = Design::new(crate::ready(&scenario));
        let (with, ()) = design.observe(0, 0, ()).unwrap();
        let (without, ()) = design.observe(1, 0, ()).unwrap();
        prop_assert_eq!(bits(&design, &with, of_sales), bits(&design, &without, of_sales));
    }

    #[test]
    fn a_lever_of_the_team_without_its_benefit_does_not_pay(
        heads in 1..5_u32, leads in 10.0..24.0_f64, seed in 1..1000_u32,
        // time to learn of each other that teaches nothing, meetings, records that nobody reads
        lever in proptest::sample::select(&[
            "sharing = \"6 h per week\"",
            "meetings = \"6 h per week\"",
            "documentation = 1",
        ][..]),
    ) {
        let text = format!(
            "{}{PLAN}[frictions]\ndocumentation_cost = 0.3\n\
             [policies.one.rules]\n{lever}\n[policies.two]\n",
            world(heads, leads, seed)
        );
        let (gain, error) = difference(&text, 24);
        prop_assert!(gain <= 3.0 * error, "{} earns {} ± {}", lever, gain, error);
    }
}

#[test]
fn nobody_asks_those_who_know_no_more() {
    let text = format!(
        "{}{PLAN}[behaviour]\n[policies.one.pay]\nplans = {{ rep = \"alone\" }}\nadvice = true\n",
        WORLD.replace("sd = 0.3, noise = 0.1", "sd = 0")
    );
    let scenario = parse(&text);
    assert!(super::lab::mean(&scenario, 0, "advice_given", 5) == 0.0);
}
