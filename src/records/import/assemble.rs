//! What is said of a deal, put in order: one history.

use super::course::Course;
use super::findings::{Findings, Kind, Row};
use super::history::{History, Sources, Stay};
use super::raw::{Case, Event, Facts};
use super::standing::Standing;
use crate::records::{Label, Moment, Outcome};

const DAY: i64 = 86_400;

impl Sources<'_> {
    /// The history of a case; `None` if it cannot be told, which has been found then.
    pub(super) fn history(
        &self,
        case: Case,
        events: &[Event],
        findings: &mut Findings,
    ) -> Option<History> {
        let facts = self.raw.facts[case.0 as usize];
        let row = facts
            .map_or_else(|| events.first().map_or(Row::default(), |e| e.row), |facts| facts.row);
        if self.raw.deleted.contains(&case) {
            for event in events {
                findings.add(Kind::Deleted, event.row);
            }
            return None;
        }
        if facts.is_none() && self.has_facts {
            findings.add(Kind::NoTable, row);
        }
        let events = self.in_order(events, findings);
        let mut course = Course::new(self);
        for (at, event) in &events {
            course.take(*at, event, findings);
        }
        let table = facts.map(|facts| self.table(&facts, findings));
        let created = self.created(facts, &events, row, findings)?;
        let mut history = History {
            row,
            created,
            outcome: Outcome::Open,
            closed: None,
            visits: Vec::new(),
            handovers: Vec::new(),
            owner: None,
            amount: None,
            currency: None,
        };
        self.worth(&mut history, facts, &events, findings);
        let known = course.visits.len();
        self.end(&mut history, course, &table.unwrap_or_default(), findings)?;
        owned(&mut history, facts.and_then(|facts| facts.owner));
        if history.visits.is_empty() {
            findings.add(Kind::Stageless, row);
        } else if history.visits.iter().any(|stay| !stay.dated) {
            findings.add(Kind::Undated, row);
        }
        if known > 1 {
            came_back(&history, row, findings);
        }
        Some(history)
    }

    /// The events with their times, in order and until the end of the export.
    fn in_order<'e>(
        &self,
        events: &'e [Event],
        findings: &mut Findings,
    ) -> Vec<(Moment, &'e Event)> {
        let mut ordered: Vec<(Moment, &Event)> = Vec::with_capacity(events.len());
        for event in events {
            if event.is_completion && self.manner(event.row).has_starts {
                findings.add(Kind::Unmoved, event.row);
                continue;
            }
            match event.when.at(self.manner(event.row).order) {
                Some(at) if at <= self.until => ordered.push((at, event)),
                Some(_) => findings.add(Kind::AfterExport, event.row),
                None => findings.add(Kind::NoTime, event.row),
            }
        }
        ordered.sort_by_key(|(at, _)| *at);
        ordered.dedup_by(|next, before| {
            let is_same = next.0 == before.0
                && next.1.step == before.1.step
                && next.1.owner == before.1.owner;
            let is_repeated = is_same && next.1.amount == before.1.amount;
            if is_repeated {
                findings.add(Kind::Duplicate, next.1.row);
            }
            is_repeated
        });
        ordered
    }

    /// When a deal was created: as the table says, but not after its first event.
    fn created(
        &self,
        facts: Option<Facts>,
        events: &[(Moment, &Event)],
        row: Row,
        findings: &mut Findings,
    ) -> Option<Moment> {
        let told = facts.and_then(|facts| self.moment(facts.created, row, findings));
        if told.is_some_and(|told| told > self.until) {
            findings.add(Kind::AfterExport, row);
            return None;
        }
        let first = events.first().map(|(at, _)| *at);
        match (told, first) {
            (Some(told), Some(first)) if first < told => {
                findings.add(Kind::CreatedLater, row);
                Some(first)
            }
            (Some(told), _) => Some(told),
            (None, Some(first)) => Some(first),
            (None, None) => {
                findings.add(Kind::NoCreation, row);
                None
            }
        }
    }

    /// Amount and currency: as the table says, else as last changed.
    fn worth(
        &self,
        history: &mut History,
        facts: Option<Facts>,
        events: &[(Moment, &Event)],
        findings: &mut Findings,
    ) {
        if let Some(facts) = facts {
            history.amount = self.amount(facts.amount, facts.row, findings);
            history.currency = facts.currency;
        }
        let last = events.iter().rev().find(|(_, event)| event.amount.is_some());
        if let (None, Some((_, event))) = (history.amount, last) {
            history.amount = self.amount(event.amount, event.row, findings);
        }
        let last = events.iter().rev().find_map(|(_, event)| event.currency);
        history.currency = history.currency.or(last);
    }

    /// How and when a deal ended, and its visits until then.
    fn end(
        &self,
        history: &mut History,
        course: Course<'_>,
        table: &Standing,
        findings: &mut Findings,
    ) -> Option<()> {
        let row = history.row;
        let seen = course.ended.map(|(outcome, _)| outcome);
        let outcome = match (seen, table.outcome) {
            (Some(seen), told) => {
                if told.is_some_and(|told| told != seen) {
                    findings.add(Kind::Contradiction, row);
                }
                Some(seen)
            }
            (None, told) => told.or((!table.is_told).then_some(Outcome::Open)),
        };
        let Some(outcome) = outcome else {
            findings.add(Kind::NoOutcome, row);
            return None;
        };
        let has_history = course.created.is_some() || !course.visits.is_empty();
        if has_history && seen.is_none() && outcome != Outcome::Open {
            findings.add(Kind::Unended, row);
        }
        history.visits = course.visits;
        history.handovers = course.handovers;
        let stands = history.visits.last().map(|stay| stay.stage);
        if stands.is_some() && table.stage.is_some() && stands != table.stage && seen.is_none() {
            findings.add(Kind::Contradiction, row);
        }
        let closed = course.ended.map(|(_, at)| at).or(table.closed);
        let is_over = outcome != Outcome::Open;
        if is_over && closed.is_none() {
            findings.add(Kind::NoEnd, row);
            return None;
        }
        let closed = closed.filter(|_| is_over);
        if closed.is_some_and(|closed| closed > self.until) {
            findings.add(Kind::AfterExport, row);
            return None;
        }
        history.outcome = outcome;
        if is_over && history.visits.is_empty() && closed == Some(history.created) {
            findings.add(Kind::BackFilled, row);
        } else {
            self.guess_stage(history, table, (closed, course.created.is_some()));
        }
        history.closed = closed.map(|closed| self.repaired(history, closed, findings));
        let (created, end) = (history.created, history.closed);
        for stay in &mut history.visits {
            stay.entered = stay.entered.max(created);
        }
        if let Some(last) = history.visits.last_mut() {
            last.left = last.left.or(end);
        }
        history.handovers.retain(|(at, _)| end.is_none_or(|end| *at <= end));
        Some(())
    }

    /// The end of a deal, moved to where it is possible.
    fn repaired(&self, history: &mut History, closed: Moment, findings: &mut Findings) -> Moment {
        let last = history.visits.last().map_or(history.created, |stay| stay.entered);
        if closed >= last.max(history.created) {
            return closed;
        }
        if history.created > closed {
            let is_same_day =
                history.created < closed.plus(DAY) && closed.plus(self.zone).second_of_day() == 0;
            if is_same_day {
                findings.add(Kind::SameDay, history.row);
                return last.max(history.created);
            }
            findings.add(Kind::BackFilled, history.row);
            history.visits.clear();
            history.handovers.clear();
            history.created = closed;
            return closed;
        }
        findings.add(Kind::ClosedEarlier, history.row);
        last
    }

    /// Without a history, a deal was at some time in the stage in which it stands or from which it ended.
    fn guess_stage(
        &self,
        history: &mut History,
        table: &Standing,
        (closed, is_whole): (Option<Moment>, bool),
    ) {
        let Some(stage) = table.stage.filter(|_| history.visits.is_empty()) else { return };
        let moved = table.moved.filter(|moved| {
            *moved >= history.created
                && *moved <= self.until
                && closed.is_none_or(|closed| *moved < closed)
        });
        // A history without a move says that the deal never changed its stage.
        let dated = is_whole || moved.is_some();
        let entered = moved.filter(|_| !is_whole).unwrap_or(history.created);
        history.visits.push(Stay { stage, entered, left: None, dated, owner: None });
    }
}

/// Who owned a deal when.
fn owned(history: &mut History, of_table: Option<Label>) {
    let told = history.visits.iter().find_map(|stay| stay.owner);
    let mut owner = told.or(of_table.filter(|_| history.handovers.is_empty()));
    for stay in &mut history.visits {
        stay.owner = stay.owner.or(owner);
        owner = stay.owner;
        let last = history
            .handovers
            .iter()
            .rev()
            .find(|(at, _)| *at >= stay.entered && stay.left.is_none_or(|left| *at <= left));
        owner = last.map_or(owner, |(_, to)| Some(*to));
    }
    history.owner = if history.visits.is_empty() { of_table.or(owner) } else { owner };
}

/// A deal that came back to a stage.
fn came_back(history: &History, row: Row, findings: &mut Findings) {
    let visits = &history.visits;
    let is_back = |at: usize| visits[..at].iter().any(|before| before.stage == visits[at].stage);
    if (1..visits.len()).any(is_back) {
        findings.add(Kind::Reentered, row);
    }
}
