//! A deal's history, and what it is made of.

use super::findings::{Findings, Kind, Row};
use super::raw::{Amounts, Manner, Raw};
use super::stages::Meanings;
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

impl Sources<'_> {
    pub(super) fn manner(&self, row: Row) -> &Manner {
        &self.raw.manners[usize::from(row.file)]
    }

    pub(super) fn moment(
        &self,
        when: Option<When>,
        row: Row,
        findings: &mut Findings,
    ) -> Option<Moment> {
        let when = when?;
        let moment = when.at(self.manner(row).order);
        if moment.is_none() {
            findings.add(Kind::Time, row);
        }
        moment
    }

    pub(super) fn amount(
        &self,
        amounts: Option<Amounts>,
        row: Row,
        findings: &mut Findings,
    ) -> Option<f64> {
        let amount = amounts?[self.manner(row).mark];
        if amount.is_none() {
            findings.add(Kind::Amount, row);
        }
        amount
    }
}
