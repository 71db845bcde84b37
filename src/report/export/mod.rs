//! A run as the records of a company: an event log, in the forms that process mining reads, and tables as a
//! CRM exports them, with the hidden truth apart.

mod course;
mod crm;
mod ocel;
mod xes;

use std::io;

pub use course::log_of_run;
pub use crm::{crm_tables, truth_csv};
pub use ocel::ocel;
pub use xes::xes;

use crate::records::{EventLog, Moment, Outcome};

/// Something that happens to a deal.
struct Happening<'l> {
    at: Moment,
    /// What: a stage that it enters, or its end.
    what: &'l str,
    /// Whose hands it is in then; empty if in nobody's.
    owner: &'l str,
}

/// What happens to a deal, in order.
fn happenings<'l>(log: &'l EventLog, deal: &'l crate::records::Deal) -> Vec<Happening<'l>> {
    let mut all = Vec::new();
    for visit in &deal.visits {
        let what = log.stage(visit.stage).label.as_str();
        all.push(Happening { at: visit.entered, what, owner: log.word(visit.owner) });
    }
    if let Some(at) = deal.closed {
        let what = if deal.outcome == Outcome::Won { "Won" } else { "Lost" };
        all.push(Happening { at, what, owner: log.word(deal.owner) });
    }
    all
}

/// The event log as CSV (`docs/event-log.md`).
///
/// # Errors
///
/// None: it is written into memory.
pub fn log_csv(log: &EventLog) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    crate::records::write_log(log, &mut text)?;
    Ok(text)
}
