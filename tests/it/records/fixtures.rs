//! The same 400 deals in every layout give the same answers.

use std::collections::BTreeMap;

use posse::records::import::{Kind, Options};
use posse::records::{EventLog, Outcome};
use serde_json::Value;

use super::{count, fixture, imported};

/// Each way in: files, whether they say what deals are worth, and in which stage open ones stand.
const WAYS: [(&[&str], bool, bool); 10] = [
    (&["salesforce_export_Opportunity.csv"], true, true),
    (&["salesforce_export_OpportunityHistory.csv"], true, true),
    (
        &["salesforce_export_Opportunity.csv", "salesforce_export_OpportunityHistory.csv"],
        true,
        true,
    ),
    (&["salesforce_OpportunityFieldHistory.csv"], true, false),
    (&["salesforce_OpportunityFieldHistory.csv", "salesforce_export_Opportunity.csv"], true, true),
    (&["hubspot_deals_export.csv"], true, true),
    (&["pipedrive_deals_export.csv"], true, true),
    (&["pipedrive_deal_flow.json"], false, false),
    (&["pipedrive_deals_export.csv", "pipedrive_deal_flow.json"], true, true),
    (&["generic_event_log.csv"], false, true),
];

fn log_of(files: &[&str]) -> (EventLog, posse::records::import::Report) {
    let texts: Vec<(&str, Vec<u8>)> = files.iter().map(|name| (*name, fixture(name))).collect();
    let inputs: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (*name, text.as_slice())).collect();
    let imported = imported(&inputs, &Options::default()).unwrap();
    (imported.log, imported.report)
}

/// Days of calendar from creation to end: deals were created at 9 and closed at 16 o'clock.
fn days(log: &EventLog, outcome: Outcome) -> Vec<f64> {
    let of_outcome = log.deals.iter().filter(|deal| deal.outcome == outcome);
    let mut days: Vec<f64> = of_outcome.map(|deal| deal.cycle_days().unwrap().floor()).collect();
    days.sort_by(f64::total_cmp);
    days
}

fn median(sorted: &[f64]) -> f64 {
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

#[test]
fn every_way_in_gives_the_expected_counts_cycles_and_sums() {
    let expected: Value = serde_json::from_slice(&fixture("expected.json")).unwrap();
    let number = |key: &str| expected[key].as_f64().unwrap();
    for (files, has_amounts, has_stages) in WAYS {
        let (log, report) = log_of(files);
        let counts = &expected["stage_counts"];
        let [won, lost] =
            ["Won", "Lost"].map(|name| usize::try_from(counts[name].as_u64().unwrap()).unwrap());
        assert_eq!(
            (count(&log, Outcome::Won), count(&log, Outcome::Lost)),
            (won, lost),
            "{files:?}"
        );
        assert_eq!(report.win_rate(), Some(number("win_rate_closed")), "{files:?}");
        for (outcome, name) in [(Outcome::Won, "won"), (Outcome::Lost, "lost")] {
            let days = days(&log, outcome);
            let mean = days.iter().sum::<f64>() / days.len() as f64;
            let wanted =
                (number(&format!("days_mean_{name}")), number(&format!("days_median_{name}")));
            assert!((mean - wanted.0).abs() < 1e-9, "{files:?}: {mean}");
            assert!((median(&days) - wanted.1).abs() < 1e-9, "{files:?}");
        }
        let won = log.deals.iter().filter(|deal| deal.outcome == Outcome::Won);
        let sum: f64 = won.filter_map(|deal| deal.amount).sum();
        let wanted = if has_amounts { number("won_value_sum") } else { 0.0 };
        assert!((sum - wanted).abs() < 1e-9, "{files:?}: {sum}");
        let mut open: BTreeMap<&str, u64> = BTreeMap::new();
        for deal in log.deals.iter().filter(|deal| deal.outcome == Outcome::Open) {
            let stage = deal.visits.last().map(|visit| log.stage(visit.stage).label.as_str());
            *open.entry(stage.unwrap_or("")).or_default() += 1;
        }
        let mut stages: Vec<u64> = open.values().copied().collect();
        stages.sort_unstable();
        let wanted = if has_stages { vec![16, 70] } else { vec![86] };
        assert_eq!(stages, wanted, "{files:?}: {open:?}");
    }
}

#[test]
fn owners_are_as_many_as_expected_and_have_pseudonyms() {
    for (files, has_stages) in WAYS.map(|(files, _, has_stages)| (files, has_stages)) {
        let (log, report) = log_of(files);
        // Without stages there is no visit, and so nobody who owns one.
        assert_eq!(
            report.owners,
            if has_stages || files[0].contains("Field") { 30 } else { 0 },
            "{files:?}"
        );
        let owners = log.deals.iter().flat_map(|deal| deal.visits.iter().map(|visit| visit.owner));
        for owner in owners.flatten() {
            assert!(log.word(Some(owner)).starts_with("person-"), "{files:?}");
        }
    }
}

#[test]
fn the_same_person_has_the_same_pseudonym_in_every_export() {
    let owners = |files: &[&str]| {
        let (log, _) = log_of(files);
        let mut owners: Vec<String> = log
            .deals
            .iter()
            .flat_map(|deal| deal.visits.iter().map(|visit| log.word(visit.owner).to_owned()))
            .collect();
        owners.sort();
        owners.dedup();
        owners
    };
    assert_eq!(owners(&["hubspot_deals_export.csv"]), owners(&["pipedrive_deals_export.csv"]));
    assert_eq!(owners(&["hubspot_deals_export.csv"]), owners(&["generic_event_log.csv"]));
}

#[test]
fn the_ends_that_are_missing_before_the_first_one_are_noticed() {
    for (files, ..) in WAYS {
        let (log, report) = log_of(files);
        let from = log.observed_from.map(|from| from.to_string());
        assert_eq!(from.as_deref(), Some("2017-03-05T00:00:00Z"), "{files:?}");
        assert_eq!(report.findings.count(Kind::Truncated), 46, "{files:?}");
    }
}

#[test]
fn expected_close_dates_are_told_of_and_are_no_events() {
    for files in [["salesforce_export_Opportunity.csv"], ["hubspot_deals_export.csv"]] {
        let (log, report) = log_of(&files);
        assert_eq!(report.findings.count(Kind::Expected), 86);
        assert!(log.observed_until.unwrap().to_string().starts_with("2017-12-3"));
    }
}
