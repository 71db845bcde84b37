//! Training against the system: worlds with trained and untrained people, on the same luck.

use std::fs;

use posse::experiment::{self, Continue, Results};
use posse::scenario::Scenario;
use posse::stats::{Comparison, Direction};

use crate::Result;
use crate::numbers::difference;

/// The experiment whose page has these tables.
pub(crate) const ID: &str = "X10";

const SCENARIO: &str = "training-or-system.toml";
const SKILLS: [&str; 6] = ["prospect", "qualify", "educate", "facilitate", "technical", "close"];
const RUNS: u32 = 120;
const UPLIFTS: [u32; 4] = [10, 20, 30, 40];
/// The training of a single skill that is looked at, in per cent.
const ONE_SKILL: u32 = 20;

/// Two tables, in thousands a year: what trained people under each policy contribute more than
/// untrained lone heroes; and what training one skill adds under each policy.
pub(crate) fn tables(runs: Option<u32>) -> Result<String> {
    let runs = runs.unwrap_or(RUNS);
    let untrained = world(&SKILLS, 0, runs)?;
    let names: Vec<&str> = untrained.policies.iter().map(|policy| policy.label.as_str()).collect();
    let mut lines = vec![
        format!(
            "What the wins of a year contribute over three years more than under the policy {} untrained, before the price of \
             training, k€ ({runs} runs on the same luck, ± 95 %):",
            names[0]
        ),
        String::new(),
        format!("| training of all six skills | {} |", names.join(" | ")),
        "| --- | ---: | ---: | ---: |".to_owned(),
    ];
    let against_untrained = |world: &Results| {
        let cells = (0..names.len()).map(|policy| gain((&untrained, 0), (world, policy)));
        cells.collect::<Vec<_>>().join(" | ")
    };
    lines.push(format!("| none | {} |", against_untrained(&untrained)));
    for uplift in UPLIFTS {
        lines.push(format!(
            "| +{uplift} % | {} |",
            against_untrained(&world(&SKILLS, uplift, runs)?)
        ));
    }
    lines.push(format!(
        "\nWhat training one skill by {ONE_SKILL} % adds under each policy, k€ over three years:\n"
    ));
    lines.push(format!("| skill | {} |", names.join(" | ")));
    lines.push("| --- | ---: | ---: | ---: |".to_owned());
    for skill in SKILLS {
        let trained = world(&[skill], ONE_SKILL, runs)?;
        let cells = (0..names.len()).map(|policy| gain((&untrained, policy), (&trained, policy)));
        lines.push(format!("| {skill} | {} |", cells.collect::<Vec<_>>().join(" | ")));
    }
    Ok(lines.join("\n"))
}

/// All runs of the world in which everybody is better at these skills by so many per cent.
fn world(skills: &[&str], percent: u32, runs: u32) -> Result<Results> {
    let factor = 1.0 + f64::from(percent) / 100.0;
    let factors: Vec<String> = skills.iter().map(|skill| format!("{skill} = {factor}")).collect();
    let factors = factors.join("\n");
    let text = format!("base = \"{SCENARIO}\"\n[people.seller.skill]\n{factors}\n");
    let load = |name: &str| fs::read_to_string(format!("scenarios/{name}")).ok();
    let mut scenario = Scenario::parse(text.as_bytes(), "trained.toml", &load)?;
    scenario.replications = runs;
    Ok(experiment::run(&scenario, |_| Continue::Yes)?)
}

/// How much more policy and world `b` contribute than `a`, run by run.
fn gain((a, policy_a): (&Results, usize), (b, policy_b): (&Results, usize)) -> String {
    const KEY: &str = "contribution";
    let (a, b) = (a.values(policy_a, KEY), b.values(policy_b, KEY));
    let gain = Comparison::paired(a, b, Direction::HigherIsBetter).difference;
    difference(gain.mean / 1000.0, gain.half_width() / 1000.0)
}
