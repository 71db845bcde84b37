//! What the organisation makes of its own records.

use posse::experiment::Design;
use posse::sales::{Note, Noted, Observer};
use posse::scenario::Scenario;

/// What the gate expects of each deal, in the order in which it is asked.
#[derive(Default)]
struct Gates(Vec<f64>);

impl Observer for Gates {
    fn noted(&mut self, fact: &Noted) {
        if let Note::Gate { expected, .. } = fact.note {
            self.0.push(expected);
        }
    }
}

/// The gate's expectations of two leads, the second of which comes when the first is past the gate:
/// of a channel whose customers fit badly, and of one whose customers fit well, as said. Nothing but
/// the chance to win tells deals apart: their worth is 1000 whoever buys.
fn expected(poor: &str, good: &str) -> [f64; 2] {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 2 }}
run = {{ hours = 100, warm_up = "0 h", run_out = "0 h", replications = 1 }}
deal = {{ value = 1000, margin = 1 }}
channels.poor = {{ arrivals = {{ at = ["{poor}"] }}, fit = 0.02 }}
channels.good = {{ arrivals = {{ at = ["{good}"] }}, fit = 0.98 }}
[buyers.needs]
serve_base = 0
serve_misfit = 0
churn_level = -20
churn_slope = 0
[stages.talk]
kind = "qualify"
role = "rep"
touch = "1 h"
[stages.vote]
kind = "decide"
role = "rep"
touch = "60 h"
[policies.p.rules.gate]
objective = "firm"
hour_price = 0
"#
    );
    let scenario = Scenario::parse(text.as_bytes(), "test.toml", &|_| None);
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let (_, seen) = design.observe(0, 0, Gates::default()).expect("a run that ends");
    seen.0.try_into().expect("two leads at the gate")
}

#[test]
fn a_belief_at_most_doubles_the_chance_to_win_and_leaves_at_least_a_fifth_of_it() {
    let [poor_first, good_second] = expected("0 h", "1.5 h");
    let [good_first, poor_second] = expected("1.5 h", "0 h");
    // whoever comes first is like all who came; of the second the belief differs by 0.96
    assert!((good_second / good_first - 2.0).abs() < 1e-6, "{good_second} {good_first}");
    assert!((poor_second / poor_first - 0.2).abs() < 1e-6, "{poor_second} {poor_first}");
}

#[test]
fn before_there_are_results_an_hour_is_worth_what_a_planner_expects_of_it() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 169, warm_up = "0 h", run_out = "0 h", replications = 1 }
deal = { value = 1000, margin = 1 }
channels.web = { arrivals = { at = ["0 h"] }, batch = 400, cost = 0, fit = 0.5 }
[buyers]
[stages.talk]
kind = "qualify"
role = "rep"
touch = "1 h"
buyer = "1000 h"
[stages.vote]
kind = "decide"
role = "rep"
touch = "1 h"
"#;
    let scenario = Scenario::parse(text.as_bytes(), "test.toml", &|_| None);
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let (outcome, ()) = design.observe(0, 0, ()).expect("a run that ends");
    // a planner expects 0.27 wins of a lead and 1.6 hours for it, which counts for 50 hours beside
    // the 167 of the week, in which nobody has won; of 168 hours 167 were busy
    let planned = 0.27 * 1000.0 / 1.6;
    let worth = 50.0 * planned / (167.0 + 50.0);
    let price = 0.15 * worth * (167.0 / 168.0 - 0.7) / 0.3;
    let found = outcome.value(design.catalogue.measures(), "hour_price");
    assert!((found - price).abs() < 1e-9, "{found}, not {price}");
}
