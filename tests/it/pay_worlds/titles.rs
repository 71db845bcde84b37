//! A title is no skill: cheaper people are not more for the money where the work is at home in a dearer
//! job.

use super::lab::parse;
use posse::experiment::Design;

/// Two ways to spend 300,000 on people: three juniors or two seniors.
fn staffed(world: &str, home: &str) -> String {
    let world = world.replace("HOME", home);
    format!(
        "{world}[people.rep.jobs.junior]\ncost = \"100000 per year\"\n[people.rep.jobs.senior]\n\
         cost = \"150000 per year\"\n\
         [policies.juniors.roles]\njunior = {{ heads = 3, stages = STAGES }}\n\
         [policies.seniors.roles]\nsenior = {{ heads = 2, stages = STAGES }}\n"
    )
}

/// More work than either can do.
const SOLO: &str = r#"
run = { weeks = 26, warm_up = "4 weeks", run_out = "0 h", replications = 1, seed = 3 }
deal = { value = 1000, margin = 0.6 }
channels.web = { arrivals = "40 per week" }
stages.sell = { role = "rep", touch = { exponential = "4 h" }, patience = "1 week" HOME }
[people.rep]
count = 3
"#;

fn means(text: &str, policy: usize, keys: &[&str], replications: u32) -> Vec<f64> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let mut sums = vec![0.0; keys.len()];
    for replication in 0..replications {
        let (outcome, ()) = design.observe(policy, replication, ()).expect("a run that ends");
        for (sum, key) in sums.iter_mut().zip(keys) {
            *sum += outcome.value(design.catalogue.measures(), key) / f64::from(replications);
        }
    }
    sums
}

#[test]
fn three_juniors_do_the_work_of_two_seniors_where_the_work_is_the_seniors() {
    let text = |home: &str| staffed(SOLO, home).replace("STAGES", "[\"sell\"]");
    let of = |text: &str, policy| means(text, policy, &["wins", "selling_cost.people"], 24);
    let home = text(", home = \"senior\"");
    let (juniors, seniors) = (of(&home, 0), of(&home, 1));
    assert!((juniors[1] / seniors[1] - 1.0).abs() < 1e-9, "{juniors:?} {seniors:?}");
    assert!((juniors[0] / seniors[0] - 1.0).abs() < 0.02, "{juniors:?} {seniors:?}");
    // Where the stage names no home a title costs without being worth it.
    let none = text("");
    let (juniors, seniors) = (of(&none, 0), of(&none, 1));
    assert!((juniors[0] / seniors[0] - 1.5).abs() < 0.05, "{juniors:?} {seniors:?}");
}
