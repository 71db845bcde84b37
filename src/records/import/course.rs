//! A deal's way through its events.

use super::findings::{Findings, Kind, Row};
use super::history::{Sources, Stay};
use super::raw::{Event, Step};
use super::stages::Means;
use crate::records::{Label, Moment, Outcome};

/// A deal's way through its events.
pub(super) struct Course<'r> {
    sources: &'r Sources<'r>,
    pub(super) visits: Vec<Stay>,
    pub(super) handovers: Vec<(Moment, Label)>,
    pub(super) ended: Option<(Outcome, Moment)>,
    owner: Option<Label>,
    pub(super) created: Option<Moment>,
    was_reopened: bool,
    /// Who had the deal before the last hand-over.
    giver: Option<Label>,
}

impl<'r> Course<'r> {
    pub(super) fn new(sources: &'r Sources<'r>) -> Self {
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

    pub(super) fn take(&mut self, at: Moment, event: &Event, findings: &mut Findings) {
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
