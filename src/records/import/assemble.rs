//! What is said of a deal, put in order: one history.

use super::findings::{Findings, Kind, Row};
use super::raw::{Amounts, Case, Event, Facts, Manner, Raw, Step};
use super::stages::{Meanings, Means};
use super::times::When;
use crate::records::{Label, Moment, Outcome};

/// A deal's history before the stages have their places.
pub(super) struct History {
    pub(super) row: Row,
    pub(super) created: Moment,
    pub(super) outcome: Outcome,
    pub(super) closed: Option<Moment>,
    pub(super) visits: Vec<Stay>,
    pub(super) handovers: Vec<(Moment, Label)>,
    pub(super) owner: Option<Label>,
    pub(super) amount: Option<f64>,
    pub(super) currency: Option<Label>,
}

/// A visit to a stage.
pub(super) struct Stay {
    pub(super) stage: Label,
    pub(super) entered: Moment,
    pub(super) left: Option<Moment>,
    pub(super) dated: bool,
    pub(super) owner: Option<Label>,
}

/// What histories are made of.
pub(super) struct Sources<'r> {
    pub(super) raw: &'r Raw,
    pub(super) meanings: &'r Meanings,
    /// Nothing after it is read.
    pub(super) until: Moment,
    /// Whether a table or a history tells owners: then who changed a deal is not taken for one.
    pub(super) has_owners: bool,
    /// Whether there is a table of deals at all.
    pub(super) has_facts: bool,
    /// Seconds that local time is ahead of UTC.
    pub(super) zone: i64,
}

const DAY: i64 = 86_400;

impl Sources<'_> {
    fn manner(&self, row: Row) -> &Manner {
        &self.raw.manners[usize::from(row.file)]
    }

    fn moment(&self, when: Option<When>, row: Row, findings: &mut Findings) -> Option<Moment> {
        let when = when?;
        let moment = when.at(self.manner(row).order);
        if moment.is_none() {
            findings.add(Kind::Time, row);
        }
        moment
    }

    fn amount(&self, amounts: Option<Amounts>, row: Row, findings: &mut Findings) -> Option<f64> {
        let amount = amounts?[self.manner(row).mark];
        if amount.is_none() {
            findings.add(Kind::Amount, row);
        }
        amount
    }

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

    /// How the table says that a deal stands.
    fn table(&self, facts: &Facts, findings: &mut Findings) -> Standing {
        let (row, won, lost) = (facts.row, facts.won.is_some(), facts.lost.is_some());
        let by_flags = match (facts.is_won, facts.is_closed) {
            (Some(true), _) => Some(Outcome::Won),
            (_, Some(true)) => Some(Outcome::Lost),
            (_, Some(false)) => Some(Outcome::Open),
            _ => None,
        };
        let by_times = match (won, lost) {
            (true, false) => Some(Outcome::Won),
            (false, true) => Some(Outcome::Lost),
            _ => None,
        };
        let means = facts.stage.map(|stage| self.meanings.of_stage(stage));
        let (by_stage, stage) = match means {
            Some(Means::End(outcome)) => (Some(outcome), None),
            Some(Means::Stage(stage)) => (None, Some(stage)),
            None => (None, None),
        };
        let votes = [facts.status, by_flags, by_times, by_stage];
        let outcome = votes.into_iter().flatten().next();
        let differs = |vote: Outcome| Some(vote) != outcome;
        let is_open_stage = by_stage.is_none() && stage.is_some() && facts.status.is_none();
        if votes.into_iter().flatten().any(differs)
            || is_open_stage && by_flags.is_some_and(|flags| flags != Outcome::Open)
        {
            findings.add(Kind::Contradiction, row);
        }
        let outcome = outcome.or((!facts.is_unclear).then_some(Outcome::Open));
        let mut time = |when| self.moment(when, row, findings);
        let dated = match outcome {
            Some(Outcome::Won) => time(facts.won),
            Some(Outcome::Lost) => time(facts.lost),
            _ => None,
        };
        let moved = time(facts.moved);
        let closed = time(facts.closed);
        let is_moved_to_end = by_stage.is_some() && moved.is_some();
        let closed = dated.or(if is_moved_to_end { moved } else { closed }).or(closed);
        if outcome == Some(Outcome::Open) && (facts.is_expected || facts.closed.is_some()) {
            findings.add(Kind::Expected, row);
        }
        let moved = moved.filter(|_| by_stage.is_none());
        Standing { is_told: true, outcome, closed, stage, moved }
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

/// How a table says that a deal stands.
#[derive(Default)]
struct Standing {
    is_told: bool,
    outcome: Option<Outcome>,
    closed: Option<Moment>,
    stage: Option<Label>,
    /// When it entered this stage.
    moved: Option<Moment>,
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

/// A deal's way through its events.
struct Course<'r> {
    sources: &'r Sources<'r>,
    visits: Vec<Stay>,
    handovers: Vec<(Moment, Label)>,
    ended: Option<(Outcome, Moment)>,
    owner: Option<Label>,
    created: Option<Moment>,
    was_reopened: bool,
    /// Who had the deal before the last hand-over.
    giver: Option<Label>,
}

impl<'r> Course<'r> {
    fn new(sources: &'r Sources<'r>) -> Self {
        Self {
            sources,
            visits: Vec::new(),
            handovers: Vec::new(),
            ended: None,
            owner: None,
            created: None,
            was_reopened: false,
            giver: None,
        }
    }

    fn take(&mut self, at: Moment, event: &Event, findings: &mut Findings) {
        let changed_by = event.changed_by.filter(|_| !self.sources.has_owners);
        if changed_by.is_some() {
            findings.add(Kind::ChangedBy, event.row);
        }
        let owner = event.owner.or(changed_by);
        match event.step {
            Step::Created => {
                self.created = Some(at);
                self.owner = owner.or(self.owner);
            }
            Step::Amount => findings.add(Kind::Unmoved, event.row),
            Step::Owner { from, to } => self.hand_over(at, from, to),
            Step::Status(Outcome::Open) => {
                let stage = self.visits.last().map(|stay| stay.stage);
                if let (true, Some(stage)) = (self.reopen(event.row, findings), stage) {
                    self.visits.push(self.stay(at, stage));
                }
            }
            Step::Status(outcome) => self.close(at, outcome, event.row, findings),
            Step::Stage { from, to } => {
                self.begin(at, from, event.row, findings);
                let before = self.owner;
                self.owner = owner.or(before);
                match self.sources.meanings.of_stage(to) {
                    Means::End(outcome) => self.close(at, outcome, event.row, findings),
                    Means::Stage(stage) => self.enter(at, stage, before, (event.row, findings)),
                }
            }
        }
    }

    fn stay(&self, entered: Moment, stage: Label) -> Stay {
        Stay { stage, entered, left: None, dated: true, owner: self.owner }
    }

    /// What a move tells of the stage before it.
    fn begin(&mut self, at: Moment, from: Option<Label>, row: Row, findings: &mut Findings) {
        let is_first = self.visits.is_empty() && self.ended.is_none();
        if from.is_none() && is_first && self.created.is_some_and(|created| created < at) {
            findings.add(Kind::Gap, row);
        }
        let means = from.map(|from| self.sources.meanings.of_stage(from));
        let Some(Means::Stage(from)) = means else { return };
        match (self.visits.last(), self.created) {
            (None, Some(entered)) => self.visits.push(self.stay(entered, from)),
            (Some(last), _) if last.stage != from && self.ended.is_none() => {
                findings.add(Kind::Gap, row);
            }
            (None, None) => findings.add(Kind::Gap, row),
            _ => {}
        }
    }

    fn enter(
        &mut self,
        at: Moment,
        stage: Label,
        before: Option<Label>,
        (row, findings): (Row, &mut Findings),
    ) {
        if self.ended.is_some() {
            self.reopen(row, findings);
        } else if let Some(last) = self.visits.last_mut() {
            if last.stage == stage {
                findings.add(Kind::Unmoved, row);
                if let Some(to) = self.owner.filter(|_| before.is_some() && before != self.owner) {
                    self.handovers.push((at, to));
                }
                return;
            }
            last.left = Some(at);
        }
        self.visits.push(self.stay(at, stage));
    }

    fn close(&mut self, at: Moment, outcome: Outcome, row: Row, findings: &mut Findings) {
        if let Some((before, _)) = self.ended {
            if before == outcome {
                return findings.add(Kind::Unmoved, row);
            }
            findings.add(Kind::Contradiction, row);
        }
        if let Some(last) = self.visits.last_mut() {
            last.left = Some(last.left.unwrap_or(at));
        }
        self.ended = Some((outcome, at));
    }

    /// Whether it was closed before.
    fn reopen(&mut self, row: Row, findings: &mut Findings) -> bool {
        let was_closed = self.ended.take().is_some();
        if was_closed && !self.was_reopened {
            self.was_reopened = true;
            findings.add(Kind::Reopened, row);
        }
        was_closed
    }

    fn hand_over(&mut self, at: Moment, from: Option<Label>, to: Label) {
        // Salesforce writes a change of owner twice: the name, and the number, which other tables have.
        let is_number = |label: Label| self.sources.raw.words.word(label).starts_with("005");
        let before = self.handovers.last().filter(|(before, _)| *before == at).map(|(_, to)| *to);
        if before.is_some_and(is_number) && !is_number(to) {
            return;
        }
        let named = if before.is_some() { self.giver } else { None };
        for stay in
            self.visits.iter_mut().filter(|stay| stay.owner.is_none() || stay.owner == named)
        {
            stay.owner = from.or(stay.owner);
        }
        if before.is_some() {
            self.handovers.pop();
        }
        self.giver = from;
        self.owner = Some(to);
        if self.visits.last().is_some_and(|stay| stay.left.is_none() && stay.owner != Some(to)) {
            self.handovers.push((at, to));
        }
    }
}
