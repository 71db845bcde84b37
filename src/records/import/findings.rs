//! What was dropped, repaired and noted while an export was read: nothing of it in silence.

use std::collections::BTreeMap;

/// Where something stands: the file (its place among the inputs) and the row, numbered from 1 as an editor
/// numbers lines; the header is row 1. In JSON, deals are counted instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The input, from 0.
    pub file: u16,
    /// The row.
    pub row: u32,
}

/// What an importer does about something that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It is not in the log.
    Dropped,
    /// It is in the log, otherwise than it was written.
    Repaired,
    /// It is in the log as written; whoever reads the log should know.
    Noted,
}

impl Act {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Repaired => "repaired",
            Self::Noted => "noted",
        }
    }
}

macro_rules! kinds {
    ($($kind:ident $act:ident $key:literal $words:literal;)*) => {
        /// What can be found in an export.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $words] $kind,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// What is done about it.
            pub fn act(self) -> Act {
                match self { $(Self::$kind => Act::$act,)* }
            }

            /// Its name in `log.import.json`.
            pub fn key(self) -> &'static str {
                match self { $(Self::$kind => $key,)* }
            }

            /// What it is, in words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$kind => $words,)* }
            }
        }
    };
}

kinds! {
    Ragged Dropped "ragged-row" "rows with more or fewer cells than the header";
    Footer Dropped "footer" "rows after the end of the table, such as the name of the report";
    Broken Dropped "line-break" "rows in which a number, date, stage or owner holds a line break";
    NoDeal Dropped "no-deal-number" "rows without a clear number of a deal";
    NoTime Dropped "no-time" "rows of a history without a readable time";
    NoStage Dropped "no-stage" "rows of a history without a stage";
    Deleted Dropped "deleted" "rows and deals that are marked as deleted";
    Duplicate Dropped "duplicate" "rows that repeat another row";
    Superseded Dropped "superseded" "rows of a deal that stands in the table more than once; the one changed last counts";
    OtherPipeline Dropped "other-pipeline" "deals of other pipelines";
    NoCreation Dropped "no-creation" "deals without any date at which they can begin";
    NoEnd Dropped "no-end" "deals that are closed, but nobody knows when";
    NoOutcome Dropped "no-outcome" "deals of which it cannot be read whether they are won, lost or open";
    AfterExport Dropped "after-export" "events and deals later than the date of the export";
    Unused Dropped "unused-row" "rows about other things than stages, owners and outcomes";
    Encoding Repaired "encoding" "cells that are no UTF-8 and were read as Windows-1252";
    Amount Repaired "amount" "amounts that cannot be read or are negative, taken as unknown";
    Time Repaired "time" "dates that cannot be read, taken as not given";
    CreatedLater Repaired "created-later" "deals created later than their first event, which is taken as their creation";
    BackFilled Repaired "back-filled" "deals entered only when they were over: their outcome counts, they have no stages and no duration";
    ClosedEarlier Repaired "closed-earlier" "deals closed before they entered their last stage: taken as closed when they entered it";
    SameDay Repaired "same-day" "deals closed on the day of their creation, without an hour: taken as closed when created";
    Contradiction Repaired "contradiction" "deals whose rows disagree on how they ended: the history counts before the table, the table’s status before its stage";
    Spelling Repaired "spelling" "stages written with other capitals, spaces or marks than at first, taken as the same";
    Expected Noted "expected-close" "expected close dates of open deals: they are no events, and are not read";
    Undated Noted "undated-stage" "deals of which the export does not say when they entered a stage";
    Stageless Noted "no-stages" "deals without any stage";
    NoTable Noted "not-in-table" "deals with a history that are missing from the table of deals";
    Disorder Noted "out-of-order" "deals and rows that changed before they were created or entered the stage";
    Blank Noted "blank" "rows with an empty owner, amount, currency, pipeline, source, segment or date of the last move, though there is such a column";
    Unended Noted "no-end-in-history" "deals whose history does not show their end; the table of deals does";
    Gap Noted "gap" "histories in which a move starts from another stage than the one before led to, or from none";
    Reopened Noted "reopened" "deals reopened after they were closed";
    Reentered Noted "re-entered" "deals that came back to a stage";
    Unmoved Noted "unmoved" "rows of a history that change no stage, such as a new amount or date";
    ChangedBy Noted "changed-by" "rows whose owner is not known: whoever changed the deal is taken for its owner";
    Rare Noted "rare" "stages, owners, sources, segments and pipelines that stand in a single deal: a slip of the pen?";
    Idle Noted "idle" "open deals older than 99 % of closed ones ever became: they may never be closed";
    Together Noted "created-together" "deals created in the same second as at least 5 % of all: a migration? then this is no arrival";
    Currencies Noted "currencies" "deals in another currency than most; amounts are not converted";
    Pipelines Noted "pipelines" "deals in another pipeline than most; `--pipeline` imports one alone";
    Truncated Noted "truncated" "deals from before the first end of a deal that the export shows: earlier ends are missing";
}

/// Findings of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// Where.
    pub rows: Vec<Row>,
    /// Up to three things that were found, as written.
    pub examples: Vec<String>,
}

/// All findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(pub BTreeMap<Kind, Finding>);

const EXAMPLES: usize = 3;

impl Findings {
    pub(super) fn add(&mut self, kind: Kind, row: Row) {
        self.0.entry(kind).or_default().rows.push(row);
    }

    /// Adds a finding with what was found.
    pub(super) fn show(&mut self, kind: Kind, row: Row, found: &str) {
        self.add(kind, row);
        let examples = &mut self.0.entry(kind).or_default().examples;
        if examples.len() < EXAMPLES && !examples.iter().any(|example| example == found) {
            examples.push(found.chars().take(40).collect());
        }
    }

    /// How many findings of a kind there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.0.get(&kind).map_or(0, |finding| finding.rows.len())
    }
}

impl Finding {
    /// The rows of a file, in runs: `4, 7-9`.
    pub fn runs(&self, file: u16) -> Vec<(u32, u32)> {
        let mut rows: Vec<u32> =
            self.rows.iter().filter(|row| row.file == file).map(|row| row.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for row in rows {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == row => *last = row,
                _ => runs.push((row, row)),
            }
        }
        runs
    }
}
