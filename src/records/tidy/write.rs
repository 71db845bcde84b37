//! An event log, written.

use std::io::{self, Write};

use super::COLUMNS;
use crate::records::{Deal, EventLog, Label, Moment, Visit};

/// Writes a log.
///
/// # Errors
///
/// Those of `out`.
pub fn write_log(log: &EventLog, out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for deal in &log.deals {
        if deal.visits.is_empty() {
            write_row(&mut table, log, deal, None, deal.owner)?;
        }
        let mut handovers = deal.handovers.iter().peekable();
        for (number, visit) in deal.visits.iter().enumerate() {
            let mut part = visit.clone();
            let mut owner = visit.owner;
            while let Some(handover) = handovers
                .next_if(|h| h.at >= part.entered && visit.left.is_none_or(|left| h.at <= left))
            {
                let until = Visit { left: Some(handover.at), ..part.clone() };
                write_row(&mut table, log, deal, Some((number, &until)), owner)?;
                (part.entered, part.dated) = (handover.at, true);
                owner = Some(handover.to);
            }
            write_row(&mut table, log, deal, Some((number, &part)), owner)?;
        }
    }
    table.flush()
}

fn write_row(
    table: &mut csv::Writer<impl Write>,
    log: &EventLog,
    deal: &Deal,
    visit: Option<(usize, &Visit)>,
    owner: Option<Label>,
) -> io::Result<()> {
    let time = |moment: Option<Moment>| moment.map_or(String::new(), |m| m.to_string());
    let of_visit = |value: &dyn Fn(usize, &Visit) -> String| {
        visit.map_or(String::new(), |(number, visit)| value(number, visit))
    };
    table.write_record([
        deal.id.as_str(),
        log.word(deal.pipeline),
        log.word(deal.channel),
        log.word(deal.segment),
        &deal.amount.map_or(String::new(), |amount| amount.to_string()),
        log.word(deal.currency),
        &deal.created.to_string(),
        deal.outcome.name(),
        &time(deal.closed),
        &of_visit(&|number, _| (number + 1).to_string()),
        &of_visit(&|_, visit| log.stage(visit.stage).key.clone()),
        &of_visit(&|_, visit| log.stage(visit.stage).label.clone()),
        &of_visit(&|_, visit| (visit.stage.0 + 1).to_string()),
        &of_visit(&|_, visit| visit.entered.to_string()),
        &of_visit(&|_, visit| time(visit.left)),
        &of_visit(&|_, visit| if visit.dated { "yes" } else { "no" }.to_owned()),
        log.word(owner),
        &time(log.observed_from),
        &time(log.observed_until),
    ])?;
    Ok(())
}
