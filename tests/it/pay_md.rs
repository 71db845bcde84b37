//! docs/pay.md tells the truth: its examples are read, its commands run, its numbers are reckoned.

use posse::sales::pay::{Payout, Plan};
use posse::scenario::{Draft, Scenario};

const TEXT: &str = include_str!("../../docs/pay.md");

/// What the examples that are no plans stand in.
const WORLD: &str = r#"
[buyers]
[channels.web]
arrivals = "5 per week"
[people.seller]
cost = "100000 per year"
[stages.qualify]
kind = "qualify"
role = "seller"
[stages.decide]
kind = "decide"
role = "seller"
[plans.classic]
commission = 0.1
[policies.first.pay]
plans = { seller = "classic" }
"#;

/// The code blocks of a language with what follows each.
fn blocks(language: &str) -> Vec<(&'static str, &'static str)> {
    let fence = format!("```{language}\n");
    let mut found = Vec::new();
    let mut rest = TEXT;
    while let Some((_, after)) = rest.split_once(&fence) {
        let (block, after) = after.split_once("```").expect("a block ends");
        found.push((block, after.split("```").next().unwrap_or_default()));
        rest = after;
    }
    found
}

fn plans(text: &str) -> Vec<Plan> {
    let load = |_: &str| None;
    let draft = Draft::read(text.as_bytes(), "pay.md", &load);
    let plans = draft.and_then(|draft| draft.plans(&load));
    plans.unwrap_or_else(|error| panic!("{error}\n{text}")).plans
}

#[test]
fn the_examples_are_read_without_a_mistake() {
    let mut counts = [0, 0];
    for (block, _) in blocks("toml") {
        if block.contains("[plans.") {
            counts[0] += 1;
            assert!(!plans(block).is_empty());
            continue;
        }
        counts[1] += 1;
        let text = format!("{WORLD}{block}");
        let behaviour = "[behaviour]\n";
        let text = if block.contains("[behaviour]") { text } else { text + behaviour };
        match Scenario::parse(text.as_bytes(), "pay.md", &|_| None) {
            Ok(scenario) => assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings),
            Err(error) => panic!("{error}\n{text}"),
        }
    }
    assert_eq!(counts, [11, 2]);
}

#[test]
fn what_the_examples_pay_is_what_the_text_says() {
    let mut told = 0;
    for (block, after) in blocks("toml") {
        let Some(line) = after.trim_start().strip_prefix("Pays: ") else { continue };
        let plans = plans(block);
        let line = line.lines().next().expect("a line").trim_end_matches('.');
        for entry in line.split(", ") {
            let words: Vec<&str> = entry.split_whitespace().filter(|word| *word != "%").collect();
            let [name @ .., mark, money] = words.as_slice() else { panic!("{entry}") };
            let name = name.join(" ");
            let named = |plan: &&Plan| name.is_empty() || plan.name == name;
            let plan = plans.iter().find(named).expect("a plan of the block");
            let mark: f64 = mark.parse().expect("a mark");
            let credit = if entry.contains('%') { plan.quota * mark / 100.0 } else { mark };
            let pay = Payout::of_plan(plan, &[credit]).points[0].pay;
            let expected: f64 = money.parse().expect("money");
            assert!((pay - expected).abs() < 1e-6, "{entry}: {pay}");
            told += 1;
        }
    }
    assert!(told > 25, "{told}");
}

/// Runs every command that is about a payout.
#[test]
#[cfg(feature = "cli")]
fn the_commands_do_what_they_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenarios = folder.path().join("scenarios");
    std::fs::create_dir(&scenarios).expect("a folder");
    for name in ["plans.toml", "funnel.toml"] {
        let from = std::path::Path::new("scenarios").join(name);
        std::fs::copy(from, scenarios.join(name)).expect("a copy");
    }
    let mut ran = 0;
    for line in blocks("sh").iter().flat_map(|block| block.0.lines()) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_posse"));
        let output = command.current_dir(folder.path()).args(words).output().expect("it runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*errors), (Some(0), ""), "{line}");
        ran += 1;
    }
    assert!(ran >= 3 && folder.path().join("payout/payout.png").exists());
}
