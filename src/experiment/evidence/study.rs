//! What is held against the model: studies, their numbers, and what is expected of each.

use super::reading::{Case, Values, Worlds, less};
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// A published finding and how it is replicated.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// The number of its row, e.g. `V-I3`.
    pub id: &'static str,
    /// How users call it; also the name of its first scenario.
    pub name: &'static str,
    /// Authors and year.
    pub source: &'static str,
    /// The setting in a few words.
    pub setting: &'static str,
    /// What the study measured, in words.
    pub measured: &'static str,
    /// The inputs that were chosen so that this row holds; empty = the row is held out.
    pub calibrates: &'static str,
    /// What of the finding the model has no mechanism for, and why; empty = all of it has.
    pub missing: &'static str,
    /// Its worlds. None where nothing is run.
    pub worlds: &'static [WorldFile],
    /// The same worlds, in order, with other numbers where the study leaves them open; none = there is
    /// one setting only.
    pub others: &'static [WorldFile],
    /// What is other in them, in words.
    pub other: &'static str,
    /// Worlds of other studies that these start from.
    pub bases: &'static [WorldFile],
    /// What is looked at; none where the model has no mechanism.
    pub tests: &'static [Test],
}

/// A scenario: name of the file, text.
pub type WorldFile = (&'static str, &'static str);

/// One number of a study.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// What it is, in words.
    pub what: &'static str,
    /// What is expected of it.
    pub expected: Expected,
    /// What the study measured, if it gives a number.
    pub measured: Option<Measured>,
    /// What was predicted of it before it was run, if anything was.
    pub predicted: Option<Predicted>,
    /// How it is read from the runs.
    pub(super) read: Reading,
}

/// How a number, a share (0.1 = 10 %), is read from the runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    /// The relative change of a measure from one policy to another.
    Change(&'static str, Case, Case),
    /// The same of the ratio of two measures.
    RatioChange((&'static str, &'static str), Case, Case),
    /// The same of the credit of a group.
    ChangeOf(&'static str, Case, Case),
    /// The change of the first group's credit, less that of the second.
    Apart(&'static str, &'static str, Case, Case),
    /// By replication, values whose mean is the number.
    Of(fn(&Worlds) -> Values),
}

/// What a study measured: a share, and an interval of it (the share itself where none is given).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The lower end.
    pub low: f64,
    /// The number.
    pub mean: f64,
    /// The upper end.
    pub high: f64,
    /// Where it stands.
    pub from: &'static str,
}

/// What docs/predictions.md says of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    /// The first two cells of its line there.
    pub line: (&'static str, &'static str),
    /// The number as it stands there.
    pub words: &'static str,
    /// Its lower and upper end as shares, infinite if open; equal if it is a single number.
    pub range: (f64, f64),
}

/// What a number, a share, must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Within these bounds, neither of which lies beyond 0.
    Within(f64, f64),
    /// Above 0.
    Positive,
    /// Below 0.
    Negative,
    /// Below this.
    Below(f64),
    /// Nearer to 0 than this.
    Nothing(f64),
}

impl Expected {
    /// Whether an interval lies in the direction expected, all of it.
    pub(super) fn has_direction(self, (low, high): (f64, f64)) -> bool {
        match self {
            Self::Positive | Self::Within(0.0.., _) => low > 0.0,
            Self::Negative | Self::Within(..) => high < 0.0,
            Self::Below(limit) => high < limit,
            Self::Nothing(limit) => low > -limit && high < limit,
        }
    }

    /// Whether a mean is of the size expected; `None` where no size is.
    pub(super) fn has_size(self, mean: f64) -> Option<bool> {
        match self {
            Self::Within(least, most) => Some((least..=most).contains(&mean)),
            Self::Positive | Self::Negative | Self::Below(_) | Self::Nothing(_) => None,
        }
    }
}

impl Predicted {
    /// Whether this is what came out. The mean must lie in the range; a single number stands for what
    /// is half to one and a half times as large, and for every number that chance cannot tell from it.
    pub fn is_met(&self, estimate: &Estimate) -> bool {
        let (low, high) = self.range;
        if low < high {
            return (low..=high).contains(&estimate.mean);
        }
        let (from, to) = estimate.interval;
        let (half, more) = (0.5 * low, 1.5 * low);
        let is_near = (half.min(more)..=half.max(more)).contains(&estimate.mean);
        is_near || (from..=to).contains(&low)
    }
}

impl Test {
    /// A number that is looked at.
    pub(super) const fn new(what: &'static str, expected: Expected, read: Reading) -> Self {
        Self { what, expected, measured: None, predicted: None, read }
    }

    /// With what the study measured.
    pub(super) const fn measured(self, mean: f64, from: &'static str) -> Self {
        self.measured_within((mean, mean, mean), from)
    }

    /// With what the study measured: lower end, number, upper end.
    pub(super) const fn measured_within(
        self,
        (low, mean, high): (f64, f64, f64),
        from: &'static str,
    ) -> Self {
        Self { measured: Some(Measured { low, mean, high, from }), ..self }
    }

    /// With what was predicted: the first cells of its line, the number there, and its range.
    pub(super) const fn predicted(
        self,
        line: (&'static str, &'static str),
        words: &'static str,
        range: (f64, f64),
    ) -> Self {
        Self { predicted: Some(Predicted { line, words, range }), ..self }
    }
}

impl Reading {
    /// By replication: values whose mean is the number.
    pub(super) fn values(self, worlds: &Worlds) -> Values {
        match self {
            Self::Change(key, from, to) => worlds.change(key, from, to),
            Self::RatioChange(keys, from, to) => worlds.change_of_ratio(keys, from, to),
            Self::ChangeOf(group, from, to) => worlds.change_of(group, from, to),
            Self::Apart(a, b, from, to) => {
                less(&worlds.change_of(a, from, to), &worlds.change_of(b, from, to))
            }
            Self::Of(read) => read(worlds),
        }
    }

    /// The same of what the people in question are paid; `None` where no two policies are compared.
    pub(super) fn pay(self, worlds: &Worlds) -> Option<Values> {
        let of = |group, from, to| worlds.change(&format!("role.{group}.pay"), from, to);
        match self {
            Self::Change(_, from, to) | Self::RatioChange(_, from, to) => {
                Some(worlds.change("pay_mean", from, to))
            }
            Self::ChangeOf(group, from, to) => Some(of(group, from, to)),
            Self::Apart(a, b, from, to) => Some(less(&of(a, from, to), &of(b, from, to))),
            Self::Of(_) => None,
        }
    }
}

impl Study {
    /// Its worlds, parsed, then those of the other setting.
    ///
    /// # Panics
    ///
    /// If one of them has a mistake: they come with posse and are tested.
    pub fn scenarios(&self) -> Vec<Scenario> {
        let files = || self.worlds.iter().chain(self.others);
        let load = |name: &str| {
            let found = files().chain(self.bases).find(|(file, _)| *file == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        let parse = |(file, text): &WorldFile| {
            Scenario::parse(text.as_bytes(), file, &load).unwrap_or_else(|e| panic!("{file}: {e}"))
        };
        files().map(parse).collect()
    }

    /// Its scenarios with so many replications of each policy, or as many as each says.
    pub fn worlds(&self, replications: Option<u32>) -> Vec<Scenario> {
        let mut worlds = self.scenarios();
        for world in &mut worlds {
            world.replications = replications.unwrap_or(world.replications);
        }
        worlds
    }
}
