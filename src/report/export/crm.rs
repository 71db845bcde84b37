//! Tables as Salesforce exports them, and what no CRM holds.

use std::collections::BTreeMap;

use super::happenings;
use crate::experiment::{Design, Trace};
use crate::records::{EventLog, Moment, Outcome};
use crate::report::tables::{finished, number, write};
use crate::report::traces::channel_name;
use crate::sales::Note;

/// The names of the tables and their text: `Opportunity.csv` and `OpportunityHistory.csv`.
pub fn crm_tables(log: &EventLog) -> [(&'static str, Vec<u8>); 2] {
    [("Opportunity.csv", opportunities(log)), ("OpportunityHistory.csv", history(log))]
}

/// `2026-01-05 09:30:00`, as Data Export writes it.
fn time(moment: Moment) -> String {
    moment.to_string().replace('T', " ").replace('Z', "")
}

/// What the last stage of a deal is called.
fn end(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "",
        Outcome::Won => "Closed Won",
        Outcome::Lost => "Closed Lost",
    }
}

fn flag(is_so: bool) -> &'static str {
    if is_so { "1" } else { "0" }
}

fn opportunities(log: &EventLog) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    write(
        &mut table,
        &[
            "Id",
            "IsDeleted",
            "StageName",
            "Amount",
            "CloseDate",
            "Type",
            "LeadSource",
            "IsClosed",
            "IsWon",
            "OwnerId",
            "CreatedDate",
            "LastStageChangeDate",
            "SystemModstamp",
        ],
    );
    let until = log.observed_until.unwrap_or(Moment(0));
    for deal in &log.deals {
        let last = deal.visits.last();
        let stands = last.map_or(end(Outcome::Open), |visit| log.stage(visit.stage).label.as_str());
        let is_closed = deal.closed.is_some();
        let changed = deal.closed.or(last.map(|visit| visit.entered)).unwrap_or(deal.created);
        write(
            &mut table,
            &[
                deal.id.as_str(),
                "0",
                if is_closed { end(deal.outcome) } else { stands },
                &deal.amount.map_or(String::new(), |amount| format!("{amount:.2}")),
                &time(deal.closed.unwrap_or(until)),
                log.word(deal.segment),
                log.word(deal.channel),
                flag(is_closed),
                flag(deal.outcome == Outcome::Won),
                log.word(deal.owner),
                &time(deal.created),
                &time(changed),
                &time(changed),
            ],
        );
    }
    finished(table)
}

fn history(log: &EventLog) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    write(
        &mut table,
        &[
            "Id",
            "OpportunityId",
            "CreatedById",
            "CreatedDate",
            "StageName",
            "FromOpportunityStageName",
            "ValidThroughDate",
            "IsDeleted",
        ],
    );
    let until = log.observed_until.unwrap_or(Moment(0));
    let mut id = 0_u64;
    for deal in &log.deals {
        let steps = happenings(log, deal);
        let name = |step: usize| {
            let is_end = step + 1 == steps.len() && deal.closed.is_some();
            if is_end { end(deal.outcome) } else { steps[step].what }
        };
        for (place, step) in steps.iter().enumerate() {
            id += 1;
            write(
                &mut table,
                &[
                    id.to_string().as_str(),
                    &deal.id,
                    step.owner,
                    &time(step.at),
                    name(place),
                    if place > 0 { name(place - 1) } else { "" },
                    &time(steps.get(place + 1).map_or(until, |next| next.at)),
                    "0",
                ],
            );
        }
    }
    finished(table)
}

/// `truth.csv`: of each lead that ended, what no CRM holds: why it ended, how far it came, the hours of work,
/// and the last known true fit and belief where buyers are told of.
pub fn truth_csv(design: &Design<'_>, trace: &Trace) -> Vec<u8> {
    let system = &design.scenario.system;
    let mut table = csv::Writer::from_writer(Vec::new());
    write(&mut table, &["deal", "exit", "phase", "work_hours", "touches", "fit", "belief"]);
    let mut learned: BTreeMap<(usize, u64), (f64, f64)> = BTreeMap::new();
    for noted in &trace.notes {
        if let Note::Dialogue { fit, belief, .. } = noted.note {
            learned.insert((noted.channel, noted.number), (fit, belief));
        }
    }
    for deal in &trace.deals {
        let dialogue = learned.get(&(deal.channel, deal.number));
        let (fit, belief) = dialogue.copied().unwrap_or((f64::NAN, f64::NAN));
        write(
            &mut table,
            &[
                format!("{}-{}", channel_name(design, deal.channel), deal.number).as_str(),
                &system.exits[deal.exit].name,
                deal.phase.name(),
                &number(deal.work_hours),
                &deal.touches.to_string(),
                &number(fit),
                &number(belief),
            ],
        );
    }
    finished(table)
}
