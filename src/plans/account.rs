//! A person's account on a plan: its slips, what has been reckoned, and what stands on them.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Of;
use super::credit::{Files, Removed};
use super::date::{Every, Period, Stretch};
use super::due::Due;
use super::exact::{Cents, Exact, zero};
use super::plan::{Part, Plan};

/// How often a plan pays: as often as the part that is paid most often.
pub(super) fn pays_every(plan: &Plan) -> Every {
    let of_part =
        |part: &Part| part.advance.as_ref().map_or(part.every, |a| a.every.min(part.every));
    plan.parts.iter().map(of_part).min().unwrap_or(plan.every)
}

/// Lines of slips by slip and name.
pub(super) type Lines = BTreeMap<(usize, String), Cents>;

/// A period of a part that has been reckoned.
pub(super) struct Booked {
    /// The part, as a place in the plan.
    pub(super) part: usize,
    pub(super) period: Period,
    /// What it brings, and when.
    pub(super) dues: Vec<Due>,
    /// The deals that counted.
    pub(super) deals: BTreeSet<usize>,
    /// As it was reckoned last.
    pub(super) reckoned: Lines,
    /// What stands on slips, or will.
    pub(super) lines: Lines,
}

/// The variable pay of a slip that falls due before the plan's caps.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record {
    /// Within the caps.
    pub(super) inside: Cents,
    /// Outside them.
    pub(super) outside: Cents,
}

/// A person's account on a plan.
pub(super) struct Account<'f, 'a> {
    pub(super) files: &'f Files<'a>,
    pub(super) of: Of<'f>,
    pub(super) slips: Vec<Period>,
    pub(super) booked: Vec<Booked>,
    /// Deals that are left out, by part.
    pub(super) removed: Vec<Removed>,
    pub(super) records: Vec<Record>,
    /// What is owed from earlier slips.
    pub(super) owed: Cents,
}

impl<'f, 'a> Account<'f, 'a> {
    /// An account over these days; none if the person is not on the plan then.
    pub(super) fn open(
        files: &'f Files<'a>,
        of: Of<'f>,
        days: Stretch,
        owed: Cents,
    ) -> Option<Self> {
        let days = days.within(of.days());
        if days.days() == 0 {
            return None;
        }
        let every = pays_every(of.plan);
        let mut slips = vec![files.book.fiscal.period(days.first, every)];
        while slips.last().is_some_and(|last| last.stretch().last < days.last) {
            slips.extend(slips.last().map(|last| last.next()));
        }
        let (booked, records) = (Vec::new(), Vec::new());
        let removed = vec![Removed::new(); of.plan.parts.len()];
        Some(Self { files, of, slips, booked, removed, records, owed })
    }

    /// The slip that a day lies in, if there is one.
    pub(super) fn slip_of(&self, due: &Due) -> Option<usize> {
        let at = self.slips.partition_point(|slip| slip.stretch().last < due.day);
        (at < self.slips.len()).then_some(at)
    }

    /// What falls due, summed by slip and line, each rounded once.
    pub(super) fn lines_of(&self, dues: &[Due]) -> Lines {
        let mut sums: BTreeMap<(usize, String), Exact> = BTreeMap::new();
        for due in dues {
            if let Some(at) = self.slip_of(due) {
                *sums.entry((at, due.line.clone())).or_insert_with(zero) += &due.amount;
            }
        }
        sums.into_iter().map(|(key, sum)| (key, Cents::of(&sum))).collect()
    }

    /// Variable pay of each slip so far after the plan's caps.
    pub(super) fn capped(&self) -> Vec<Cents> {
        let mut paid: Vec<Cents> = self.records.iter().map(|record| record.inside).collect();
        for (every, cap) in &self.of.plan.caps {
            let mut sums: BTreeMap<i32, Cents> = BTreeMap::new();
            for (at, amount) in paid.iter_mut().enumerate() {
                let period = self.files.book.fiscal.period(self.slips[at].stretch().first, *every);
                let most = Cents::of(&(cap * self.of.employed(period)));
                let sum = sums.entry(period.stretch().first.0).or_default();
                *amount = (*amount).min(Cents((most - *sum).0.max(0)));
                *sum += *amount;
            }
        }
        let outside = self.records.iter().map(|record| record.outside);
        paid.into_iter().zip(outside).map(|(inside, outside)| inside + outside).collect()
    }
}
