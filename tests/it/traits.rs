//! Traits: which rule belongs to which, and what of a difference each is.

use posse::experiment::{Continue, Summary, run, summarise};
use posse::scenario::{RULES, Scenario, parameters};

/// Eight policies: two organisations, two attitudes, two kinds of pay; only the first differ in anything.
fn eight(compare: [&str; 2]) -> String {
    let mut policies = Vec::new();
    for (organisation, order) in [("x", "fifo"), ("y", "biggest")] {
        for (attitude, pay) in [("p", "m"), ("p", "n"), ("q", "m"), ("q", "n")] {
            policies.push(format!(
                "[policies.{organisation}{attitude}{pay}]\nrules = {{ order = \"{order}\" }}\n\
                 traits = {{ organisation = \"{organisation}\", attitude = \"{attitude}\", pay = \"{pay}\" }}\n"
            ));
        }
    }
    format!("compare = {compare:?}\n{FLOOR}{}", policies.concat())
}

const FLOOR: &str = r#"
calendar = "always"
run = { weeks = 8, warm_up = "0 h", run_out = "0 h", replications = 24 }
interest = { exponential = "2 d" }
people = { rep = 1 }
channels.web = { arrivals = "300 per week", cost = 10 }
deal = { value = { lognormal = { mean = 1000, cv = 1 } }, margin = 0.7 }
stages.call = { role = "rep", touch = { exponential = "1 h" }, advance = 0.3 }
"#;

fn summary(text: &str) -> Summary {
    let scenario = Scenario::parse(text.as_bytes(), "traits.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    let (scenario, shown) = scenario.with_cells();
    let mut results = run(&scenario, |_| Continue::Yes).expect("no cycle without time");
    results.cells = results.policies.split_off(shown);
    summarise(&scenario, &results, Vec::new())
}

#[test]
fn every_rule_of_a_policy_belongs_to_exactly_one_trait() {
    let known = |key: &str| RULES.iter().filter(|(rule, _)| *rule == key).count();
    let mut seen = 0;
    for parameter in parameters() {
        let Some(rest) = parameter.path.strip_prefix("policies.*.") else { continue };
        let parts: Vec<&str> = rest.split('.').collect();
        let key = match parts.as_slice() {
            ["roles"] => "roles".to_owned(),
            [section @ ("rules" | "pay"), rule] => format!("{section}.{rule}"),
            _ => continue,
        };
        assert_eq!(known(&key), 1, "`{key}` belongs to no trait, or to several");
        seen += 1;
    }
    assert_eq!(seen, RULES.len(), "a rule that is none has a trait");
}

#[test]
fn the_shares_of_the_traits_sum_to_the_difference_and_who_changes_nothing_has_none() {
    let summary = summary(&eight(["xpm", "yqn"]));
    let traits = summary.traits.expect("both have traits");
    assert_eq!(traits.cells.len(), 8);
    let (measure, finding) = &traits.splits[0];
    assert_eq!(*measure, summary.primary);
    let shares: Vec<f64> = finding.parts.iter().map(|part| part.share.mean).collect();
    let pair = summary.comparisons.iter().find(|pair| pair.measure == *measure).expect("compared");
    let whole = pair.comparison.difference.mean;
    assert!(whole != 0.0);
    assert!((shares.iter().sum::<f64>() - whole).abs() < 1e-12 * whole.abs().max(1.0));
    // Attitude and pay have the same rules: not nearly nothing, nothing.
    assert_eq!([shares[1], shares[2]].map(f64::to_bits), [0.0_f64, 0.0].map(f64::to_bits));
}

#[test]
fn the_other_way_round_every_share_changes_its_sign() {
    let [one, other] = [["xpm", "yqn"], ["yqn", "xpm"]].map(|pair| {
        let traits = summary(&eight(pair)).traits.expect("both have traits");
        traits.splits[0].1.parts[0].share.mean
    });
    assert!((one + other).abs() < 1e-12 * one.abs().max(1.0), "{one} {other}");
}

#[test]
fn policies_with_traits_run_beside_two_that_have_them_and_nowhere_else() {
    let cells = |text: &str| {
        Scenario::parse(text.as_bytes(), "x.toml", &|_| None).expect("no mistakes").cells.len()
    };
    assert_eq!(cells(&eight(["xpm", "yqn"])), 6);
    let three = eight(["xpm", "yqn"]).replace("[\"xpm\", \"yqn\"]", "[\"xpm\", \"yqn\", \"ypm\"]");
    assert_eq!(cells(&three), 0);
    let plain = eight(["xpm", "plain"]) + "[policies.plain]\n";
    assert_eq!(cells(&plain), 0);
}

#[test]
fn a_missing_combination_leaves_the_table_and_takes_the_shares() {
    let text = eight(["xpm", "yqn"]).replace(
        "organisation = \"y\", attitude = \"p\", pay = \"m\"",
        "organisation = \"z\", attitude = \"p\", pay = \"m\"",
    );
    let traits = summary(&text).traits.expect("both have traits");
    assert_eq!((traits.cells.len(), traits.splits.len()), (8, 0));
}

#[test]
fn policies_that_share_a_trait_and_not_its_rules_are_warned_of() {
    let text = eight(["xpm", "yqn"]).replacen("order = \"fifo\"", "order = \"lifo\"", 1);
    let scenario = Scenario::parse(text.as_bytes(), "x.toml", &|_| None).expect("it can run");
    let told: Vec<String> =
        scenario.warnings.iter().map(|problem| problem.message.clone()).collect();
    let one = "`xpn` and `xpm` should agree in `rules.order` by their `traits`, and differ";
    assert!(told.iter().any(|message| message == one), "{told:?}");
    let clean = eight(["xpm", "yqn"]);
    let scenario = Scenario::parse(clean.as_bytes(), "x.toml", &|_| None).expect("it can run");
    assert_eq!(scenario.warnings.len(), 0, "{:?}", scenario.warnings);
}

#[test]
fn traits_are_three_or_none() {
    let text = format!("{FLOOR}[policies.a]\ntraits = {{ organisation = \"x\", pay = \"\" }}\n");
    let error = Scenario::parse(text.as_bytes(), "x.toml", &|_| None).expect_err("two are missing");
    let told = error.to_string();
    for key in ["attitude", "pay"] {
        assert!(told.contains(&format!("`traits` needs the `{key}` of this policy")), "{told}");
    }
}

#[test]
fn every_policy_of_the_default_scenario_has_the_load_of_its_trials() {
    let text = include_str!("../../scenarios/hero-vs-team.toml");
    let scenario = Scenario::parse(text.as_bytes(), "hero-vs-team.toml", &|_| None);
    let (scenario, _) = scenario.expect("no mistakes").with_cells();
    let record = include_str!("../../scenarios/hero-vs-team.trials.json");
    let record: serde_json::Value = serde_json::from_str(record).expect("a record");
    let tried = record["policies"].as_array().expect("a list");
    assert_eq!((tried.len(), scenario.policies.len()), (10, 10));
    for tried in tried {
        let (name, chosen) = (tried["policy"].as_str().expect("a name"), &tried["chosen"]);
        let policy = scenario.policies.iter().find(|policy| policy.name == name).expect(name);
        let near = |key: &str, value: f64| {
            let found = chosen[key].as_f64().expect(key);
            assert!((found - value).abs() < 1e-9, "{name} {key}: {value}, tried {found}");
        };
        assert_eq!(policy.wip_per_person.len(), 1, "{name}");
        near("wip", f64::from(policy.wip_per_person[0].1));
        near("cutoff", policy.buyers.gate.cutoff);
        near("depth", policy.buyers.gate.depth);
        near("documentation", policy.documentation);
        let heads: Vec<u64> = policy.roles.iter().map(|role| u64::from(role.heads)).collect();
        let chosen: Vec<u64> = match chosen["heads"].as_array() {
            Some(heads) => heads.iter().map(|of| of.as_u64().expect("a number")).collect(),
            None => Vec::new(),
        };
        assert_eq!(heads, chosen, "{name}");
    }
}
