//! The rows of a table, read into what they say.

use std::io;

use csv::ByteRecord;

use super::columns::{Columns, plain};
use super::findings::{Kind, Row};
use super::layout::{Field, Layout, Shape};
use super::raw::{Case, Event, Facts, Manner, Raw, Step};
use super::settle::Settling;
use super::table::Table;
use super::{Options, times};
use crate::records::{Label, Outcome};

/// How the name of an activity begins that enters or leaves a stage.
const ENTERS: &str = "enter:";
const LEAVES: [&str; 2] = ["exit:", "leave:"];

/// A table that is being read.
pub(super) struct Rows<'a> {
    pub(super) raw: &'a mut Raw,
    pub(super) options: &'a Options,
    pub(super) columns: &'a Columns,
    shape: Shape,
    /// The row that is read now.
    pub(super) at: Row,
    pub(super) settling: Settling,
    has_starts: bool,
    /// Rows with a single cell since the last good one.
    stubs: Vec<Row>,
}

/// Reads all rows; returns how many there were.
pub(super) fn read(
    table: &mut Table<'_>,
    (layout, columns): (&Layout, &Columns),
    options: &Options,
    file: u16,
    raw: &mut Raw,
) -> io::Result<Result<usize, Vec<String>>> {
    let at = Row { file, row: 0 };
    // The CRM puts its clocks in the order of the stages.
    for (_, stage) in &columns.clocks {
        raw.stage(stage, at);
    }
    let settling = Settling::default();
    let mut rows = Rows {
        raw,
        options,
        columns,
        shape: layout.shape,
        at,
        settling,
        has_starts: false,
        stubs: Vec::new(),
    };
    let (mut record, mut count) = (ByteRecord::new(), 0);
    let mut used: Vec<usize> = columns.places.values().flatten().copied().collect();
    used.extend(columns.clocks.iter().map(|(place, _)| *place));
    let titles = table.header.len();
    while let Some((row, last)) = table.next(&mut record)? {
        rows.at.row = row;
        count += 1;
        let lines = (row..=last).map(|row| Row { file, row });
        if record.len() != titles {
            let is_stub = record.iter().filter(|cell| !cell.is_empty()).count() <= 1;
            if is_stub && row == last {
                rows.stubs.push(rows.at);
            } else {
                lines.for_each(|line| rows.raw.findings.add(Kind::Ragged, line));
            }
            continue;
        }
        for stub in std::mem::take(&mut rows.stubs) {
            rows.raw.findings.add(Kind::Ragged, stub);
        }
        let is_broken = |cell: &[u8]| cell.trim_ascii().iter().any(|byte| *byte < b' ');
        if used.iter().any(|place| record.get(*place).is_some_and(is_broken)) {
            lines.for_each(|line| rows.raw.findings.add(Kind::Broken, line));
            continue;
        }
        rows.row(&record);
    }
    for stub in std::mem::take(&mut rows.stubs) {
        rows.raw.findings.add(Kind::Footer, stub);
    }
    let (has_starts, newest) = (rows.has_starts, rows.settling.newest);
    Ok(rows.settling.settled(options, &table.header, columns).map(|(order, mark)| {
        raw.manners.push(Manner { order, mark, has_starts, newest });
        count
    }))
}

impl Rows<'_> {
    fn find(&mut self, kind: Kind) {
        self.raw.findings.add(kind, self.at);
    }

    fn row(&mut self, row: &ByteRecord) {
        let id = self.cell(row, Field::Deal);
        if id.is_empty() {
            return self.find(Kind::NoDeal);
        }
        let deleted = self.flag(row, Field::Deleted);
        if deleted.is_some_and(|deleted| deleted) {
            if self.shape == Shape::Deals {
                let case = self.raw.case(&id);
                self.raw.deleted.insert(case);
            }
            return self.find(Kind::Deleted);
        }
        if self.shape == Shape::Deals {
            return self.deal(row, &id);
        }
        let Some(when) = self.time(row, Field::At, Kind::NoTime) else {
            return self.find_time(row);
        };
        let template = Event {
            case: Case(0),
            when,
            row: self.at,
            step: Step::Created,
            owner: self.label(row, Field::Owner),
            changed_by: self.label(row, Field::ChangedBy),
            amount: None,
            currency: self.label(row, Field::Currency),
            is_completion: false,
        };
        match self.shape {
            Shape::Stages => self.stage_row(row, &id, template),
            _ => self.field_row(row, &id, template),
        }
    }

    /// An empty time of a history is as bad as an unreadable one, which has been told of.
    fn find_time(&mut self, row: &ByteRecord) {
        if self.cell(row, Field::At).is_empty() {
            self.find(Kind::NoTime);
        }
    }

    fn push(&mut self, id: &str, event: Event) {
        let case = self.raw.case(id);
        self.raw.events.push(Event { case, ..event });
    }

    fn stage_row(&mut self, row: &ByteRecord, id: &str, mut event: Event) {
        let name = self.cell(row, Field::Stage);
        if LEAVES.iter().any(|prefix| name.starts_with(prefix)) {
            return self.find(Kind::Unmoved);
        }
        let Some(to) = self.raw.stage(name.strip_prefix(ENTERS).unwrap_or(&name), self.at) else {
            return self.find(Kind::NoStage);
        };
        let from = self.cell(row, Field::FromStage);
        let from = self.raw.stage(&from, self.at);
        let life = self.cell(row, Field::Lifecycle).to_lowercase();
        event.is_completion = life == "complete";
        self.has_starts |= life == "start";
        event.amount = self.amount(row, Field::Amount, &mut event.currency);
        self.chance(row, to);
        event.step = Step::Stage { from, to };
        let superseded = self.time(row, Field::Modified, Kind::Time);
        if superseded.is_some_and(|superseded| superseded.is_before(event.when)) {
            self.find(Kind::Disorder);
        }
        self.blanks(row, &[Field::Owner, Field::ChangedBy, Field::Amount, Field::Currency]);
        self.push(id, event);
    }

    /// Tells of cells that should say something.
    fn blanks(&mut self, row: &ByteRecord, fields: &[Field]) {
        for field in fields {
            if self.columns.places.contains_key(field) && self.cell(row, *field).is_empty() {
                self.raw.findings.show(Kind::Blank, self.at, field.name());
            }
        }
    }

    fn field_row(&mut self, row: &ByteRecord, id: &str, mut event: Event) {
        let (what, new) = (plain(&self.cell(row, Field::What)), self.cell(row, Field::New));
        event.step = match what.as_str() {
            "created" => Step::Created,
            "createdate" | "addtime" => {
                let Some(when) = self.time_of(&new, Kind::Time) else { return };
                event.when = when;
                Step::Created
            }
            "stagename" | "stage" | "dealstage" | "stageid" => {
                let old = self.cell(row, Field::Old);
                match (self.raw.stage(&old, self.at), self.raw.stage(&new, self.at)) {
                    (from, Some(to)) => Step::Stage { from, to },
                    _ => return self.find(Kind::NoStage),
                }
            }
            "status" => match outcome_named(&new) {
                Some(outcome) => Step::Status(outcome),
                None => return self.raw.findings.show(Kind::NoOutcome, self.at, &new),
            },
            "owner" | "ownerid" | "userid" | "hubspotownerid" => {
                let from = self.label(row, Field::Old);
                let Some(to) = self.raw.words.label(&new) else { return self.find(Kind::Unused) };
                Step::Owner { from, to }
            }
            "amount" | "value" if new.is_empty() => {
                return self.raw.findings.show(Kind::Blank, self.at, Field::Amount.name());
            }
            "amount" | "value" => {
                event.amount = self.amount_of(&new, &mut event.currency);
                Step::Amount
            }
            _ => return self.find(Kind::Unused),
        };
        self.blanks(row, &[Field::ChangedBy]);
        self.push(id, event);
    }

    fn deal(&mut self, row: &ByteRecord, id: &str) {
        let stage = self.cell(row, Field::Stage);
        let stage = self.raw.stage(&stage, self.at);
        if let Some(stage) = stage {
            self.chance(row, stage);
        }
        let mut currency = self.label(row, Field::Currency);
        let mut facts = Facts {
            row: self.at,
            created: self.time(row, Field::Created, Kind::Time),
            closed: self.time(row, Field::Closed, Kind::Time),
            won: self.time(row, Field::Won, Kind::Time),
            lost: self.time(row, Field::Lost, Kind::Time),
            moved: self.time(row, Field::Moved, Kind::Time),
            modified: self.time(row, Field::Modified, Kind::Time),
            stage,
            owner: self.label(row, Field::Owner),
            amount: self.amount(row, Field::Amount, &mut currency),
            pipeline: self.label(row, Field::Pipeline),
            channel: self.label(row, Field::Channel),
            segment: self.label(row, Field::Segment),
            is_expected: !self.cell(row, Field::Expected).is_empty(),
            ..Facts::default()
        };
        facts.currency = currency;
        let status = self.cell(row, Field::Status);
        facts.status = outcome_named(&status);
        let flags = [Field::IsWon, Field::IsClosed].map(|field| {
            let is_written = !self.cell(row, field).is_empty();
            (self.flag(row, field), is_written)
        });
        (facts.is_won, facts.is_closed) = (flags[0].0, flags[1].0);
        facts.is_unclear = !status.is_empty() && facts.status.is_none()
            || flags.iter().any(|(flag, is_written)| *is_written && flag.is_none());
        if status.eq_ignore_ascii_case("deleted") {
            let case = self.raw.case(id);
            self.raw.deleted.insert(case);
            return self.find(Kind::Deleted);
        }
        let later = [facts.modified, facts.moved].into_iter().flatten();
        if facts
            .created
            .is_some_and(|created| later.into_iter().any(|when| when.is_before(created)))
        {
            self.find(Kind::Disorder);
        }
        self.blanks(
            row,
            &[
                Field::Owner,
                Field::Amount,
                Field::Currency,
                Field::Pipeline,
                Field::Channel,
                Field::Segment,
                Field::Moved,
            ],
        );
        let case = self.raw.case(id);
        self.clocks(row, case, facts.owner);
        self.keep(case, facts);
    }

    /// The instants at which a deal entered its stages, in a row of a table of deals.
    fn clocks(&mut self, row: &ByteRecord, case: Case, owner: Option<Label>) {
        let columns = self.columns;
        for (place, stage) in &columns.clocks {
            let text = self.text(row, *place);
            if text.is_empty() {
                continue;
            }
            let (Some(when), Some(to)) =
                (self.time_of(&text, Kind::Time), self.raw.stage(stage, self.at))
            else {
                continue;
            };
            self.raw.events.push(Event {
                case,
                when,
                row: self.at,
                step: Step::Stage { from: None, to },
                owner,
                changed_by: None,
                amount: None,
                currency: None,
                is_completion: false,
            });
        }
    }

    /// Keeps a deal's row; of several the one changed last.
    fn keep(&mut self, case: Case, facts: Facts) {
        let old = &mut self.raw.facts[case.0 as usize];
        let Some(before) = old else {
            *old = Some(facts);
            return;
        };
        let time = |facts: &Facts| facts.modified.and_then(|when| when.at(times::Order::DayFirst));
        let is_repeated = Facts { row: before.row, ..facts } == *before;
        let is_newer = time(&facts) >= time(before);
        let loser = if is_newer { before.row } else { facts.row };
        if is_newer {
            *old = Some(facts);
        }
        self.raw.findings.add(if is_repeated { Kind::Duplicate } else { Kind::Superseded }, loser);
    }
}

/// The outcome that a status names.
pub(super) fn outcome_named(status: &str) -> Option<Outcome> {
    match status.to_lowercase().as_str() {
        "open" => Some(Outcome::Open),
        "won" => Some(Outcome::Won),
        "lost" => Some(Outcome::Lost),
        _ => None,
    }
}
