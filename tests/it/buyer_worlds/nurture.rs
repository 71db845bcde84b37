//! Nurture is paid as it passes.

use posse::experiment::Design;
use posse::scenario::Scenario;

/// Five leads in the first hour, none of them ready, and what a window of so many weeks after so many
/// is charged for keeping in touch with them at 728 a month, which is 1 an hour: the measure, and the
/// cost of leads.
fn charged(warm_up: u32, weeks: u32, readiness: &str) -> (f64, f64) {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 5 }}
run = {{ weeks = {weeks}, warm_up = "{warm_up} weeks", run_out = "0 h", replications = 1 }}
deal = {{ value = 1000, margin = 1 }}
channels.web = {{ arrivals = {{ at = ["0 h"] }}, batch = 5, ready = 0 }}
[buyers.readiness]
nurture_cost = "728 per month"
{readiness}
[stages.talk]
kind = "qualify"
role = "rep"
touch = "1 h"
[stages.vote]
kind = "decide"
role = "rep"
touch = "1 h"
[policies.p.rules]
unready = "nurture"
"#
    );
    let scenario = Scenario::parse(text.as_bytes(), "test.toml", &|_| None);
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let (outcome, ()) = design.observe(0, 0, ()).expect("a run that ends");
    let value = |key: &str| outcome.value(design.catalogue.measures(), key);
    (value("nurture_cost"), value("selling_cost.leads"))
}

fn is(found: (f64, f64), hours: f64) {
    assert!((found.0 - hours).abs() < 1e-6 && (found.1 - hours).abs() < 1e-6, "{found:?}");
}

#[test]
fn a_window_pays_for_the_time_that_lies_in_it() {
    let never = "never = 1";
    is(charged(0, 4, never), 5.0 * (4.0 * 168.0 - 1.0));
    is(charged(3, 1, never), 5.0 * 168.0);
}

#[test]
fn who_never_becomes_ready_costs_two_years() {
    let never = "never = 1";
    is(charged(0, 200, never), 5.0 * 24.0 * 728.0);
    is(charged(100, 100, never), 5.0 * (24.0 * 728.0 + 1.0 - 100.0 * 168.0));
    is(charged(110, 4, never), 0.0);
}

/// Awake after a week, and ready.
#[test]
fn who_has_become_ready_costs_nothing_any_more() {
    is(charged(0, 2, "never = 0\nwake = \"168 h\""), 5.0 * 168.0);
}
