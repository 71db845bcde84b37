//! The records of a company's own deals: exports in, one event log out, nothing lost in silence.

#![expect(clippy::unwrap_used, reason = "a test may fail and say so")]

mod fixtures;
mod mutations;
mod pitfalls;
mod tidy;

use std::fs;
use std::path::Path;

use posse::records::import::{Imported, Input, Options, import};
use posse::records::{EventLog, Outcome};

/// A fixture's bytes.
fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/records/fixtures");
    fs::read(folder.join(name)).unwrap()
}

/// Imports texts, each with its name.
fn imported(files: &[(&str, &[u8])], options: &Options) -> Result<Imported, Vec<String>> {
    let input = |(name, text): &(&str, &'_ [u8])| Input {
        name: (*name).to_owned(),
        text: Box::new(std::io::Cursor::new(text.to_vec())),
    };
    import(files.iter().map(input).collect(), options)
}

/// Imports one text as it is.
fn of(text: &str) -> Imported {
    imported(&[("deals.csv", text.as_bytes())], &Options::default()).unwrap()
}

/// Why a text is refused.
fn refused(text: &str, options: &Options) -> String {
    imported(&[("deals.csv", text.as_bytes())], options).unwrap_err().join("\n")
}

fn count(log: &EventLog, outcome: Outcome) -> usize {
    log.deals.iter().filter(|deal| deal.outcome == outcome).count()
}

/// A deal in one line: `1 won 2026-01-05 2026-02-01 | new 2026-01-05 ada, talks 2026-01-10 ada`.
fn told(log: &EventLog) -> Vec<String> {
    let line = |deal: &posse::records::Deal| {
        let day = |moment: posse::records::Moment| moment.to_string()[..10].to_owned();
        let closed = deal.closed.map_or(String::new(), |closed| format!(" {}", day(closed)));
        let mut stays: Vec<String> = Vec::new();
        for visit in &deal.visits {
            let mark = if visit.dated { "" } else { "?" };
            let (stage, owner) = (&log.stage(visit.stage).key, log.word(visit.owner));
            stays.push(
                format!("{stage} {}{mark} {owner}", day(visit.entered)).trim_end().to_owned(),
            );
        }
        for handover in &deal.handovers {
            stays.push(format!("to {} {}", log.word(Some(handover.to)), day(handover.at)));
        }
        let (id, outcome, created) = (&deal.id, deal.outcome.name(), day(deal.created));
        format!("{id} {outcome} {created}{closed} | {}", stays.join(", ")).trim_end().to_owned()
    };
    log.deals.iter().map(line).collect()
}
