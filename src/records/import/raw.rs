//! What the rows of all inputs say, before it is put in order.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Findings, Row};
use super::times::{Order, When};
use crate::records::{Label, Labels, Outcome};

/// A deal's place in the order of first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Case(pub(super) u32);

/// An amount with a point, and with a comma, as the decimal mark; `None` if it is impossible.
pub(super) type Amounts = [Option<f64>; 2];

/// What happens in an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// The deal is created.
    Created,
    /// It enters a stage; won and lost are stages here.
    Stage { from: Option<Label>, to: Label },
    /// It ends, or is opened again.
    Status(Outcome),
    /// It changes hands.
    Owner { from: Option<Label>, to: Label },
    /// It has another value.
    Amount,
}

/// A row of a history.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) case: Case,
    pub(super) when: When,
    pub(super) row: Row,
    pub(super) step: Step,
    /// Who owns the deal, and who made the change.
    pub(super) owner: Option<Label>,
    pub(super) changed_by: Option<Label>,
    pub(super) amount: Option<Amounts>,
    pub(super) currency: Option<Label>,
    /// Whether the row tells of the end of an activity whose start may have a row of its own.
    pub(super) is_completion: bool,
}

/// A row of a table of deals.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) row: Row,
    pub(super) created: Option<When>,
    pub(super) closed: Option<When>,
    pub(super) won: Option<When>,
    pub(super) lost: Option<When>,
    pub(super) moved: Option<When>,
    pub(super) modified: Option<When>,
    pub(super) stage: Option<Label>,
    pub(super) status: Option<Outcome>,
    /// Whether the status, or a flag, is written but cannot be read.
    pub(super) is_unclear: bool,
    pub(super) is_won: Option<bool>,
    pub(super) is_closed: Option<bool>,
    pub(super) owner: Option<Label>,
    pub(super) amount: Option<Amounts>,
    pub(super) currency: Option<Label>,
    pub(super) pipeline: Option<Label>,
    pub(super) channel: Option<Label>,
    pub(super) segment: Option<Label>,
    pub(super) is_expected: bool,
}

/// How an input is to be read, once all of it has been seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) order: Order,
    /// 0 = the point is the decimal mark, 1 = the comma.
    pub(super) mark: usize,
    /// Whether starts of activities have rows of their own.
    pub(super) has_starts: bool,
    /// The newest time in it, in both readings.
    pub(super) newest: Option<When>,
}

#[derive(Default)]
pub(super) struct Raw {
    cases: BTreeMap<String, Case>,
    /// By case.
    pub(super) ids: Vec<String>,
    pub(super) facts: Vec<Option<Facts>>,
    pub(super) events: Vec<Event>,
    /// Marked as deleted in a table of deals.
    pub(super) deleted: BTreeSet<Case>,
    pub(super) words: Labels,
    /// Sum and number of the chances to win seen in each stage.
    pub(super) chances: BTreeMap<Label, (f64, f64)>,
    /// Names of stages in the order in which they were first seen.
    pub(super) stages: Vec<(Label, Row)>,
    pub(super) findings: Findings,
    /// By input.
    pub(super) manners: Vec<Manner>,
}

impl Raw {
    /// The case of a deal's number.
    pub(super) fn case(&mut self, id: &str) -> Case {
        if let Some(case) = self.cases.get(id) {
            return *case;
        }
        let case = Case(u32::try_from(self.ids.len()).expect("fewer than 2^32 deals"));
        self.cases.insert(id.to_owned(), case);
        self.ids.push(id.to_owned());
        self.facts.push(None);
        case
    }

    /// The label of a stage's name in a row; spaces are made single.
    pub(super) fn stage(&mut self, name: &str, row: Row) -> Option<Label> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = self.words.label(&name)?;
        if self.stages.iter().all(|(known, _)| *known != label) {
            self.stages.push((label, row));
        }
        Some(label)
    }
}
