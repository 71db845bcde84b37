//! `export`: a run as a company's records, and back again.

use std::fs;

use posse::records::import::{Input, Options, import};
use posse::records::{EventLog, Outcome, read_log};
use posse::report::export::xes;

use super::Place;

fn log_of(place: &Place, name: &str) -> EventLog {
    read_log(fs::File::open(place.path(name)).unwrap()).unwrap()
}

/// What a CRM can tell of each deal, without pseudonyms.
fn told(log: &EventLog) -> Vec<String> {
    let deal = |deal: &posse::records::Deal| {
        let visits: Vec<String> = deal
            .visits
            .iter()
            .map(|visit| {
                format!("{} {} {:?}", log.stage(visit.stage).label, visit.entered, visit.left)
            })
            .collect();
        format!(
            "{} {} {:?} {:?} {:?} {visits:?}",
            deal.id, deal.created, deal.outcome, deal.closed, deal.amount
        )
    };
    log.deals.iter().map(deal).collect()
}

#[test]
fn the_log_of_a_run_holds_every_lead_that_the_run_tells_of() {
    let place = Place::tiny();
    place.posse(&["export", "tiny.toml", "-o", "log.csv", "--replication", "2"]).result();
    place.posse(&["run", "tiny.toml", "--trace", "2", "-o", "out"]).result();
    let log = log_of(&place, "log.csv");
    let traced = place.text("out/deals.csv");
    let of_few = |line: &&str| line.contains(",2,web,");
    let exit = |name: &'static str| {
        traced.lines().filter(of_few).filter(move |l| l.contains(name)).count()
    };
    let count = |outcome| log.deals.iter().filter(|deal| deal.outcome == outcome).count();
    assert_eq!(count(Outcome::Won), exit(",won,"));
    assert_eq!(count(Outcome::Won) + count(Outcome::Lost), traced.lines().filter(of_few).count());
    assert!(count(Outcome::Won) > 2 && log.deals.len() > 20);
    let sum: f64 = log.deals.iter().filter_map(|deal| deal.amount).sum();
    assert!((sum - 1000.0 * count(Outcome::Won) as f64).abs() < 1e-9);
}

#[test]
fn tables_of_a_crm_come_back_as_the_log_of_the_run() {
    let place = Place::tiny();
    place.posse(&["export", "tiny.toml", "-o", "log.csv"]).result();
    place.posse(&["export", "tiny.toml", "--as", "crm", "-o", "crm"]).result();
    let tables = ["crm/Opportunity.csv", "crm/OpportunityHistory.csv"];
    place.posse(&["import", tables[0], tables[1], "-o", "again.csv"]).result();
    assert_eq!(told(&log_of(&place, "again.csv")), told(&log_of(&place, "log.csv")));
    assert!(
        place
            .text("crm/truth.csv")
            .starts_with("deal,exit,phase,work_hours,touches,fit,belief\nweb-")
    );
}

#[test]
fn xes_and_ocel_hold_the_same_deals_as_the_log() {
    let place = Place::tiny();
    let log = place.posse(&["export", "tiny.toml"]).result();
    let log = read_log(log.as_bytes()).unwrap();
    let text = place.posse(&["export", "tiny.toml", "--as", "xes"]).result();
    assert_eq!(text.matches("<trace>").count(), log.deals.len());
    let steps: usize =
        log.deals.iter().map(|deal| deal.visits.len() + usize::from(deal.closed.is_some())).sum();
    assert_eq!(text.matches("<event>").count(), steps);
    let ocel = place.posse(&["export", "tiny.toml", "--as", "ocel"]).result();
    let ocel: serde_json::Value = serde_json::from_str(&ocel).unwrap();
    assert_eq!(ocel["events"].as_array().unwrap().len(), steps);
    let objects = ocel["objects"].as_array().unwrap();
    let ids: std::collections::BTreeSet<&str> =
        objects.iter().map(|o| o["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len(), "no two objects have the same name");
    for related in ocel["events"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|e| e["relationships"].as_array().unwrap())
    {
        assert!(ids.contains(related["objectId"].as_str().unwrap()), "{related}");
    }
}

#[test]
fn what_cannot_be_exported_is_refused_all_at_once() {
    let place = Place::tiny();
    let words = ["export", "tiny.toml", "--policy", "fwe", "--replication", "6", "--as", "crm"];
    let message = place.posse(&words).refusal(2);
    for part in ["did you mean `few`", "the runs are numbered from 0 to 5", "need a folder"] {
        assert!(message.contains(part), "{message}");
    }
    let message = place.posse(&["export", "tiny.toml", "-o", "tiny.toml"]).refusal(2);
    assert!(message.contains("replace it with `--force`"), "{message}");
}

#[test]
fn signs_that_xml_reserves_are_written_as_it_wants_them() {
    let text = "case,activity,timestamp\n1,\"A<B & \"\"C\"\"\",2026-01-01\n1,Won,2026-01-02\n";
    let input = Input { name: "log.csv".into(), text: Box::new(text.as_bytes()) };
    let log = import(vec![input], &Options::default()).unwrap().log;
    assert!(xes(&log).contains("value=\"A&lt;B &amp; &quot;C&quot;\""));
}
