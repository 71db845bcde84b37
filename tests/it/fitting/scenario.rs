//! The scenario that a fit writes.

use posse::experiment::{self, Continue};
use posse::fitting::{Fit, Roster, TooLittle, fit_json, report, scenario_text};
use posse::records::EventLog;
use posse::stats::Estimate;
use serde_json::Value;

use super::logs::{log_of, scenario};

const COMPANY: &str = r#"
calendar = "always"
[calendars.office]
hours = "Mon-Fri 09:00-17:00"
[channels.web]
arrivals = { per_week = 30, dispersion = 4 }
[channels.fairs]
arrivals = { per_week = 10, dispersion = 3 }
[deal]
value = { lognormal = { median = 9000, sigma = 0.7 } }
[stages.offer]
role = "seller"
touch = "1 h"
next = { offer-on = 0.5, offer-lost = 0.3, rest = "offer-silent" }
[stages.offer-on]
touch = { lognormal = { median = "12 d", sigma = 0.8 } }
next = "deal"
[stages.offer-lost]
touch = { weibull = { scale = "9 d", shape = 0.9 } }
next = "lost"
[stages.offer-silent]
touch = "900 d"
next = "no decision"
[stages.deal]
role = "seller"
touch = "1 h"
next = { deal-on = 0.4, deal-lost = 0.45, rest = "deal-silent" }
[stages.deal-on]
touch = { gamma = { mean = "20 d", cv = 0.6 } }
next = "won"
[stages.deal-lost]
touch = { lognormal = { median = "15 d", sigma = 0.7 } }
next = "lost"
[stages.deal-silent]
touch = "900 d"
next = "no decision"
[exits."no decision"]
family = "no decision"
[people.seller]
count = 6
calendar = "office"
[policies.all]
rules = { routing = "pull" }
[run]
weeks = 104
warm_up = "0 h"
run_out = "0 h"
replications = 2
"#;

fn company() -> EventLog {
    log_of(&scenario(COMPANY), 0, 104.0)
}

#[test]
fn the_scenario_of_a_fit_wins_as_often_as_the_company_did() {
    let fit = Fit::of(&company()).expect("a fit");
    let text = scenario_text(&fit, &Roster::of_owners(&fit), "company.csv");
    let mut written = scenario(&text);
    assert!(written.warnings.is_empty(), "{:?}\n{text}", written.warnings);
    written.replications = 16;
    let results = experiment::run(&written, |_| Continue::Yes).expect("results");
    let wins = Estimate::of(results.values(0, "wins"));
    // 40 leads a week, of which 0.5 × 0.4 are won.
    let truth = 40.0 * 52.0 * 0.2;
    assert!((wins.mean / truth - 1.0).abs() < 0.12, "{} wins, not {truth}\n{text}", wins.mean);
    let rate = Estimate::of(results.values(0, "win_rate"));
    assert!((rate.mean - 0.2).abs() < 0.02, "{} won, not 0.2\n{text}", rate.mean);
}

#[test]
fn every_number_that_was_fitted_is_marked_as_measured_and_has_a_range() {
    let fit = Fit::of(&company()).expect("a fit");
    let text = scenario_text(&fit, &Roster::of_owners(&fit), "company.csv");
    for key in ["channels.web.arrivals", "deal.value", "stages.offer.next", "stages.deal-on.touch"]
    {
        assert!(text.contains(&format!("\"{key}\" = \"M company.csv: ")), "{key}\n{text}");
    }
    assert!(text.matches("uncertain = ").count() >= 12, "{text}");
    let json: Value =
        serde_json::from_str(&fit_json(&fit, &Roster::of_owners(&fit), "company.csv"))
            .expect("JSON");
    assert_eq!(json["stages"][0]["key"], "offer");
    let said = report(&fit, &Roster::of_owners(&fit));
    assert!(said.contains("people         6 have owned deals"), "{said}");
}

#[test]
fn a_log_that_holds_too_little_is_refused_with_what_it_takes() {
    let all = company();
    let few = EventLog { deals: all.deals[..12].to_vec(), ..all.clone() };
    assert_eq!(Fit::of(&few), Err(TooLittle::Deals(12)));
    let mut lost = all;
    lost.deals.retain(|deal| deal.outcome != posse::records::Outcome::Won);
    assert_eq!(Fit::of(&lost), Err(TooLittle::Wins));
}
