//! What an import has read, dropped and repaired, in words and as JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::findings::{Act, Finding, Findings, Kind};
use super::layout::Field;
use crate::records::{EventLog, Outcome};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// Its name.
    pub name: String,
    /// What it was taken for.
    pub what: String,
    /// Its encoding.
    pub encoding: &'static str,
    /// What stands between its cells.
    pub delimiter: Option<char>,
    /// How many rows, or changes, it has.
    pub rows: usize,
    /// Columns that say nothing about the course of a deal, and were not read.
    pub unread: Vec<String>,
    /// What none of its columns means, though such exports can have one.
    pub absent: Vec<Field>,
}

/// The form of a report as JSON.
pub const REPORT_SCHEMA: &str = "posse/import/1";

/// The report on an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The files.
    pub files: Vec<ReadFile>,
    /// What was found.
    pub findings: Findings,
    /// How many rows of tables of deals named each stage or status, before anything was dropped.
    pub seen: Vec<(String, usize)>,
    /// Deals in the log: open, won, lost.
    pub deals: [usize; 3],
    /// Owners in the log.
    pub owners: usize,
    /// Labels of the stages in the log, in order.
    pub stages: Vec<String>,
    /// When the log begins to be whole, and when it ends.
    pub observed: [Option<String>; 2],
}

/// Rows of a kind that are named on the screen; JSON names them all.
const NAMED: usize = 8;

impl Report {
    pub(super) fn new(
        files: Vec<ReadFile>,
        findings: Findings,
        seen: Vec<(String, usize)>,
        log: &EventLog,
    ) -> Self {
        let count = |outcome| log.deals.iter().filter(|deal| deal.outcome == outcome).count();
        let owners = log.deals.iter().flat_map(|deal| {
            let of_visits = deal.visits.iter().map(|visit| visit.owner);
            let later = deal.handovers.iter().map(|handover| Some(handover.to));
            of_visits.chain(later).chain([deal.owner]).flatten()
        });
        let time = |moment: Option<crate::records::Moment>| moment.map(|moment| moment.to_string());
        Self {
            files,
            findings,
            seen,
            deals: Outcome::ALL.map(count),
            owners: owners.collect::<BTreeSet<_>>().len(),
            stages: log.stages.iter().map(|stage| stage.label.clone()).collect(),
            observed: [time(log.observed_from), time(log.observed_until)],
        }
    }

    /// Won deals of those won or lost; `None` if there are none.
    pub fn win_rate(&self) -> Option<f64> {
        let [_, won, lost] = self.deals;
        (won + lost > 0).then(|| won as f64 / (won + lost) as f64)
    }

    /// The report as it is shown on a screen.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            let delimiter = match file.delimiter {
                Some('\t') => ", tabs".to_owned(),
                Some(delimiter) => format!(", `{delimiter}`"),
                None => String::new(),
            };
            _ = writeln!(
                text,
                "read {}: {}, {} rows ({}{delimiter})",
                file.name, file.what, file.rows, file.encoding
            );
            if !file.unread.is_empty() {
                _ = writeln!(text, "  columns not read: {}", file.unread.join(", "));
            }
            let absent: Vec<&str> = file.absent.iter().map(|field| field.name()).collect();
            if !absent.is_empty() {
                _ = writeln!(text, "  no column says: {}", absent.join(", "));
            }
        }
        let [open, won, lost] = self.deals;
        let rate = self
            .win_rate()
            .map_or(String::new(), |rate| format!(" ({:.1} % of those won or lost)", 100.0 * rate));
        _ = writeln!(
            text,
            "deals {}: won {won}{rate}, lost {lost}, open {open}",
            open + won + lost
        );
        _ = writeln!(text, "owners {}; stages: {}", self.owners, self.stages.join(" → "));
        let [from, until] =
            self.observed.each_ref().map(|time| time.as_deref().unwrap_or("the first deal"));
        _ = writeln!(text, "ends of deals are known from {from} to {until}");
        for act in [Act::Dropped, Act::Repaired, Act::Noted] {
            self.act(act, &mut text);
        }
        text
    }

    fn act(&self, act: Act, text: &mut String) {
        let of_act = self.findings.0.iter().filter(|(kind, _)| kind.act() == act);
        for (place, (kind, finding)) in of_act.enumerate() {
            if place == 0 {
                _ = writeln!(text, "{}:", act.name());
            }
            _ = write!(text, "  {:>6}  {}", finding.rows.len(), kind.words());
            if !finding.examples.is_empty() {
                _ = write!(text, ": `{}`", finding.examples.join("`, `"));
            }
            _ = writeln!(text, " ({})", self.rows(finding));
        }
    }

    /// Where something was found: the first rows in each file.
    fn rows(&self, finding: &Finding) -> String {
        let of_file = |(file, read): (u16, &ReadFile)| {
            let runs = finding.runs(file);
            let run = |(first, last): &(u32, u32)| {
                if first == last { first.to_string() } else { format!("{first}-{last}") }
            };
            let named: Vec<String> = runs.iter().take(NAMED).map(run).collect();
            let more = if runs.len() > NAMED { ", …" } else { "" };
            let name =
                if self.files.len() > 1 { format!(" of {}", read.name) } else { String::new() };
            (!runs.is_empty()).then(|| format!("rows {}{more}{name}", named.join(", ")))
        };
        (0..).zip(&self.files).filter_map(of_file).collect::<Vec<_>>().join("; ")
    }

    /// The report as JSON; every row is named, in runs of first and last.
    pub fn json(&self) -> Value {
        let file = |file: &ReadFile| {
            json!({
                "name": file.name,
                "what": file.what,
                "encoding": file.encoding,
                "delimiter": file.delimiter.map(String::from),
                "rows": file.rows,
                "columns_not_read": file.unread,
                "no_column_says": file.absent.iter().map(|field| field.name()).collect::<Vec<_>>(),
            })
        };
        let finding = |kind: &Kind| {
            let finding = &self.findings.0[kind];
            let rows = (0..)
                .zip(&self.files)
                .map(|(file, read)| (read.name.clone(), json!(finding.runs(file))));
            let rows =
                rows.filter(|(_, runs)| runs.as_array().is_some_and(|runs| !runs.is_empty()));
            json!({
                "act": kind.act().name(),
                "kind": kind.key(),
                "what": kind.words(),
                "count": finding.rows.len(),
                "examples": finding.examples,
                "rows": rows.collect::<serde_json::Map<_, _>>(),
            })
        };
        let [open, won, lost] = self.deals;
        json!({
            "schema": REPORT_SCHEMA,
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
            "seen": self.seen.iter().map(|(name, count)| (name.clone(), json!(count))).collect::<serde_json::Map<_, _>>(),
            "deals": { "all": open + won + lost, "won": won, "lost": lost, "open": open },
            "win_rate_of_closed": self.win_rate(),
            "owners": self.owners,
            "stages": self.stages,
            "observed_from": self.observed[0],
            "observed_until": self.observed[1],
            "findings": self.findings.0.keys().map(finding).collect::<Vec<_>>(),
        })
    }
}
