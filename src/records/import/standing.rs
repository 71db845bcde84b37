//! How the table of deals says that a deal stands.

use super::findings::{Findings, Kind};
use super::history::Sources;
use super::raw::Facts;
use super::stages::Means;
use crate::records::{Label, Moment, Outcome};

/// How a table says that a deal stands.
#[derive(Default)]
pub(super) struct Standing {
    pub(super) is_told: bool,
    pub(super) outcome: Option<Outcome>,
    pub(super) closed: Option<Moment>,
    pub(super) stage: Option<Label>,
    /// When it entered this stage.
    pub(super) moved: Option<Moment>,
}

impl Sources<'_> {
    /// How the table says that a deal stands.
    pub(super) fn table(&self, facts: &Facts, findings: &mut Findings) -> Standing {
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
}
