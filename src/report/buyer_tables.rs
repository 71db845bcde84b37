//! Tables of what buyers came to: flows, fits, gate, purchases; written where there are buyers.

use super::tables::{finished, number, table, write};
use crate::experiment::{BuyerSummary, PolicySummary, Summary};
use crate::sales::ExitFamily;

/// `outcomes.csv`, `fit_outcome.csv`, `gate.csv` and `purchases.csv`: (name, contents); none where
/// no policy dealt with buyers.
pub fn buyer_tables(summary: &Summary) -> Vec<(String, Vec<u8>)> {
    if with_buyers(summary).next().is_none() {
        return Vec::new();
    }
    vec![
        ("outcomes.csv".to_owned(), outcomes_csv(summary)),
        ("fit_outcome.csv".to_owned(), fit_outcome_csv(summary)),
        ("gate.csv".to_owned(), gate_csv(summary)),
        ("purchases.csv".to_owned(), purchases_csv(summary)),
    ]
}

fn with_buyers(summary: &Summary) -> impl Iterator<Item = (&PolicySummary, &BuyerSummary)> {
    summary.policies.iter().filter_map(|policy| Some((policy, policy.buyers.as_ref()?)))
}

/// A way that leads took: fit, furthest phase, exit; leads, hours and money a run.
fn outcomes_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy good_fit phase exit family leads work_hours money");
    for (policy, buyers) in with_buyers(summary) {
        for flow in &buyers.flows {
            let (exit, family) = &summary.exits[flow.exit];
            let row = [
                summary.scenario.as_str(),
                &policy.name,
                if flow.is_good { "yes" } else { "no" },
                flow.phase.name(),
                exit,
                family_name(*family),
                &number(flow.flow.leads),
                &number(flow.flow.work_hours),
                &number(flow.flow.money),
            ];
            write(&mut table, &row);
        }
    }
    finished(table)
}

/// Leads a run by tenth of true fit and exit.
fn fit_outcome_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy fit_from fit_to exit family leads");
    for (policy, buyers) in with_buyers(summary) {
        let classes = buyers.fits.len() as f64;
        for (class, leads) in buyers.fits.iter().enumerate() {
            let bounds = [class, class + 1].map(|bound| number(bound as f64 / classes));
            for ((exit, family), leads) in summary.exits.iter().zip(leads) {
                let row = [
                    summary.scenario.as_str(),
                    &policy.name,
                    &bounds[0],
                    &bounds[1],
                    exit,
                    family_name(*family),
                    &number(*leads),
                ];
                write(&mut table, &row);
            }
        }
    }
    finished(table)
}

/// What a gate at each cutoff of believed fit would let through, then what the policy's did.
fn gate_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy gate cutoff others_through good_through area");
    for (policy, buyers) in with_buyers(summary) {
        let mut row = |gate: &str, cutoff: f64, (others, good): (f64, f64)| {
            let numbers = [cutoff, others, good, buyers.gate_area].map(number);
            let names = [summary.scenario.as_str(), policy.name.as_str(), gate];
            write(&mut table, &[&names[..], &numbers.each_ref().map(String::as_str)].concat());
        };
        let steps = buyers.gate.len().saturating_sub(1);
        for (step, point) in buyers.gate.iter().enumerate() {
            row("curve", (steps - step) as f64 / steps as f64, *point);
        }
        if let Some(point) = buyers.gate_point {
            row("policy", f64::NAN, point);
        }
    }
    finished(table)
}

/// Committees that met, a run, by size, and the share of them that bought from anybody.
fn purchases_csv(summary: &Summary) -> Vec<u8> {
    let mut table = table("scenario policy members met bought_share");
    for (policy, buyers) in with_buyers(summary) {
        for (size, met, share) in &buyers.purchases {
            let numbers = [size.to_string(), number(*met), number(*share)];
            let names = [summary.scenario.as_str(), policy.name.as_str()];
            write(&mut table, &[&names[..], &numbers.each_ref().map(String::as_str)].concat());
        }
    }
    finished(table)
}

/// The word for a family of ends.
pub(super) fn family_name(family: ExitFamily) -> &'static str {
    match family {
        ExitFamily::Won => "won",
        ExitFamily::Lost => "lost",
        ExitFamily::NoDecision => "no decision",
        ExitFamily::GoneCold => "gone cold",
        ExitFamily::NeverWorked => "never worked",
        ExitFamily::TurnedAway => "turned away",
        ExitFamily::NotReady => "not ready",
    }
}
