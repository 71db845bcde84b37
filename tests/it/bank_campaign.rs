//! A real telephone campaign: what was estimated on one half of its clients meets the other half.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use posse::experiment::Design;
use posse::sales::{ByLead, Contact, Exit, Exited, Observer, StageKind, TouchStarted};
use posse::scenario::{Scenario, Source};
use serde_json::Value;

const SCENARIO: &str = include_str!("../../scenarios/bank-campaign.toml");
const ESTIMATES: &str = include_str!("../../data/bank/estimates.json");
const HOLDOUT: &str = include_str!("../../data/bank/holdout.json");
const REPLICATIONS: u32 = 20;
const SECONDS_PER_HOUR: f64 = 3600.0;

fn scenario() -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let load = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    match Scenario::parse(SCENARIO.as_bytes(), "bank-campaign.toml", &load) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What is known of each client of a campaign, as the data have it: contacts and talk times of the
/// last one, sorted; and how many took the offer.
#[derive(Default)]
struct Clients {
    in_hand: BTreeMap<u64, f64>,
    contacts: Vec<f64>,
    last_talk_seconds: Vec<f64>,
    successes: u32,
}

impl Observer for Clients {
    fn touch_started(&mut self, touch: &TouchStarted) {
        if !touch.resumed {
            self.in_hand.insert(touch.number, touch.content_hours * SECONDS_PER_HOUR);
        }
    }

    fn exited(&mut self, lead: &Exited) {
        let last = self.in_hand.remove(&lead.number).expect("a client who was called");
        if lead.measured {
            self.contacts.push(f64::from(lead.touches));
            self.last_talk_seconds.push(last);
            self.successes += u32::from(lead.exit == Exit::WON);
        }
    }
}

impl Clients {
    fn success_rate(&self) -> f64 {
        f64::from(self.successes) / self.contacts.len() as f64
    }
}

/// The clients of 20 campaigns under each policy; the seed is the scenario's.
fn campaigns() -> &'static [(String, Clients)] {
    static CAMPAIGNS: OnceLock<Vec<(String, Clients)>> = OnceLock::new();
    CAMPAIGNS.get_or_init(|| {
        let scenario = scenario();
        let design = Design::new(crate::ready(&scenario));
        let run = |policy: usize| {
            let mut clients = Clients::default();
            for replication in 0..REPLICATIONS {
                let observed = design.observe(policy, replication, clients);
                clients = observed.expect("a campaign that ends").1;
                assert!(clients.in_hand.is_empty(), "clients are left");
            }
            clients.contacts.sort_by(f64::total_cmp);
            clients.last_talk_seconds.sort_by(f64::total_cmp);
            (scenario.policies[policy].label.clone(), clients)
        };
        (0..scenario.policies.len()).map(run).collect()
    })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The least value with at least a share `percent` of the data at or below it.
fn quantile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(percent * sorted.len()).div_ceil(100) - 1]
}

/// Under every policy the figure lies in the 99 % interval of the clients nobody estimated from.
fn assert_meets_holdout(figure: &str, of: impl Fn(&Clients) -> f64) {
    let holdout = &json(HOLDOUT)["figures"][figure];
    let bound = |key: &str| holdout[key].as_f64().expect("a number");
    let (low, high) = (bound("low"), bound("high"));
    for (policy, clients) in campaigns() {
        let found = of(clients);
        assert!(
            (low..=high).contains(&found),
            "{figure}, {policy}: {found} is not from {low} to {high}"
        );
    }
}

#[test]
fn success_rate_is_that_of_the_clients_left_out() {
    assert_meets_holdout("success_rate", Clients::success_rate);
}

#[test]
fn mean_number_of_contacts_is_that_of_the_clients_left_out() {
    assert_meets_holdout("contacts_mean", |c| mean(&c.contacts));
}

#[test]
fn median_number_of_contacts_is_that_of_the_clients_left_out() {
    assert_meets_holdout("contacts_median", |c| quantile(&c.contacts, 50));
}

#[test]
fn number_of_contacts_that_5_percent_exceed_is_that_of_the_clients_left_out() {
    assert_meets_holdout("contacts_p95", |c| quantile(&c.contacts, 95));
}

#[test]
fn mean_talk_time_of_the_last_call_is_that_of_the_clients_left_out() {
    assert_meets_holdout("last_talk_seconds_mean", |c| mean(&c.last_talk_seconds));
}

#[test]
fn median_talk_time_of_the_last_call_is_that_of_the_clients_left_out() {
    assert_meets_holdout("last_talk_seconds_median", |c| quantile(&c.last_talk_seconds, 50));
}

#[test]
fn talk_time_of_the_last_call_that_5_percent_exceed_is_that_of_the_clients_left_out() {
    assert_meets_holdout("last_talk_seconds_p95", |c| quantile(&c.last_talk_seconds, 95));
}

#[test]
fn policies_change_nothing_about_clients() {
    let [(_, one), rest @ ..] = campaigns() else { panic!("no policies") };
    assert!(!rest.is_empty());
    for (policy, clients) in rest {
        assert!(clients.contacts == one.contacts, "contacts under {policy}");
        assert!(clients.last_talk_seconds == one.last_talk_seconds, "talk time under {policy}");
    }
}

/// The contact stage of the scenario and the talk times of its successful calls, in seconds.
fn calls(scenario: &Scenario) -> (&Contact, f64) {
    let stage = &scenario.system.stages[0];
    let (StageKind::Contact(contact), ByLead::Same(talk)) = (&stage.kind, &stage.touch) else {
        panic!("a contact stage with one law of talk time")
    };
    (contact, talk.mean() * SECONDS_PER_HOUR)
}

#[test]
fn scenario_holds_the_chances_that_were_estimated() {
    let scenario = scenario();
    let contact = calls(&scenario).0;
    let from_data = json(ESTIMATES);
    for pool in from_data["attempts"].as_array().expect("a list") {
        let number = |key: &str| pool[key].as_u64().expect("a whole number");
        for attempt in number("first")..=number("last") {
            let at = usize::try_from(attempt).expect("few attempts") - 1;
            let chances = [&contact.reach, &contact.give_up].map(|c| c[at.min(c.len() - 1)]);
            let estimated =
                ["success_chance", "stop_chance"].map(|key| pool[key].as_f64().expect("a chance"));
            assert_eq!(chances.map(f64::to_bits), estimated.map(f64::to_bits), "{attempt}");
        }
    }
}

#[test]
fn scenario_holds_the_mean_talk_times_that_were_measured() {
    let scenario = scenario();
    let (contact, success) = calls(&scenario);
    let failure = contact.missed.as_ref().expect("a law").mean() * SECONDS_PER_HOUR;
    let talk = &json(ESTIMATES)["talk_time"];
    for (outcome, found) in [("success", success), ("failure", failure)] {
        let measured = talk[outcome]["data"]["mean"]["value"].as_f64().expect("a mean");
        assert!((found - measured).abs() < 0.01, "{outcome}: {found} is not {measured}");
    }
}

#[test]
fn everything_taken_from_the_data_says_so() {
    let scenario = scenario();
    let measured = |key: &str| {
        let path = format!("stages.call.{key}");
        let mut inputs = scenario.inputs.iter();
        inputs.any(|i| i.path == path && matches!(&i.source, Source::Measured(_)))
    };
    for key in ["reach", "give_up", "attempts", "touch", "missed"] {
        assert!(measured(key), "{key}");
    }
    assert!(scenario.warnings.is_empty());
}

#[test]
fn halves_are_all_clients() {
    let [a, b] = [ESTIMATES, HOLDOUT].map(|text| json(text)["clients"].as_u64());
    assert_eq!(a.zip(b).map(|(a, b)| a + b), Some(45_211));
}
