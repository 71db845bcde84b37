//! `deals.csv`, `people.csv` and `notes.csv`: every lead, every touch and everything that was said
//! or found out in the runs asked for.

use super::notes::{self, Value};
use super::tables::{finished, number, table, write};
use crate::experiment::{Design, Trace};

/// A policy (index), a replication and what was seen.
pub type Seen = (usize, u32, Trace);

/// `deals.csv`: a line for each lead that ended.
pub fn deals_csv(design: &Design<'_>, seen: &[Seen]) -> Vec<u8> {
    let scenario = design.scenario;
    let columns = "scenario policy replication channel lead segment measured arrived_h \
                   first_touch_h ended_h exit phase revenue work_hours touches";
    let mut table = table(columns);
    for (policy, replication, trace) in seen {
        for deal in &trace.deals {
            write(
                &mut table,
                &[
                    scenario.name.as_str(),
                    &scenario.policies[*policy].name,
                    &replication.to_string(),
                    channel_name(design, deal.channel),
                    &deal.number.to_string(),
                    &scenario.system.segments[deal.segment].name,
                    if deal.measured { "yes" } else { "no" },
                    &number(deal.arrived),
                    &number(deal.first_touch.unwrap_or(f64::NAN)),
                    &number(deal.at),
                    &scenario.system.exits[deal.exit].name,
                    deal.phase.name(),
                    &number(deal.revenue),
                    &number(deal.work_hours),
                    &deal.touches.to_string(),
                ],
            );
        }
    }
    finished(table)
}

/// `people.csv`: a line for each touch, with who did it.
pub fn people_csv(design: &Design<'_>, seen: &[Seen]) -> Vec<u8> {
    let scenario = design.scenario;
    let columns = "scenario policy replication group person stage channel lead ready_h started_h \
                   ended_h content_hours resumed";
    let mut table = table(columns);
    for (policy, replication, trace) in seen {
        let seats = design.setups[*policy].seats();
        for touch in &trace.touches {
            let start = &touch.start;
            let seat = start.seat.map(|s| &seats[s]);
            let group = seat.map_or("", |s| scenario.system.groups[s.group].name.as_str());
            let person = seat.map_or(String::new(), |s| s.number.to_string());
            write(
                &mut table,
                &[
                    scenario.name.as_str(),
                    &scenario.policies[*policy].name,
                    &replication.to_string(),
                    group,
                    &person,
                    &scenario.system.stages[start.stage].name,
                    channel_name(design, start.channel),
                    &start.number.to_string(),
                    &number(start.ready),
                    &number(start.at),
                    &number(touch.ended),
                    &number(start.content_hours),
                    if start.resumed { "yes" } else { "no" },
                ],
            );
        }
    }
    finished(table)
}

/// `notes.csv`: a line for each thing that was said or found out; what a note does not hold is
/// empty.
pub fn notes_csv(design: &Design<'_>, seen: &[Seen]) -> Vec<u8> {
    let scenario = design.scenario;
    let mut table = csv::Writer::from_writer(Vec::new());
    let about = ["scenario", "policy", "replication", "channel", "lead", "at_h", "note"];
    write(&mut table, &[&about[..], &notes::FIELDS].concat());
    for (policy, replication, trace) in seen {
        for noted in &trace.notes {
            let held = notes::fields(&noted.note);
            let mut row = vec![
                scenario.name.clone(),
                scenario.policies[*policy].name.clone(),
                replication.to_string(),
                channel_name(design, noted.channel).to_owned(),
                noted.number.to_string(),
                number(noted.at),
                notes::name(&noted.note).to_owned(),
            ];
            row.extend(notes::FIELDS.iter().map(|field| {
                match held.iter().find(|(name, _)| name == field) {
                    Some((_, Value::Number(value))) => number(*value),
                    Some((_, Value::Word(word))) => (*word).to_owned(),
                    None => String::new(),
                }
            }));
            write(&mut table, &row);
        }
    }
    finished(table)
}

pub(super) fn channel_name<'a>(design: &'a Design<'_>, channel: usize) -> &'a str {
    design.scenario.system.channels.get(channel).map_or("backlog", |c| c.name.as_str())
}
