//! What becomes of a study: its numbers, in one setting or two, and how they are judged.

use super::reading::Worlds;
use super::score::{self, ScoreSummary, Scores};
use super::study::{Expected, Study, Test};
use crate::stats::Estimate;

/// What becomes of a test, or of a row. Ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// As expected.
    Pass,
    /// In the direction expected, beyond chance, but not of the size.
    SignOnly,
    /// Not shown in the direction expected.
    Fail,
    /// The model has nothing to say.
    NotModelled,
}

impl Judgement {
    /// All of them, from good to bad.
    pub const ALL: [Self; 4] = [Self::Pass, Self::SignOnly, Self::Fail, Self::NotModelled];

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::SignOnly => "sign only",
            Self::Fail => "fail",
            Self::NotModelled => "not modelled",
        }
    }
}

impl Expected {
    /// Judges an estimate. Direction first: the whole interval must lie on the right side of 0 (of
    /// the limit, for [`Expected::Below`] and [`Expected::Nothing`]); then the size: the mean must lie
    /// within the bounds.
    pub fn judge(self, estimate: &Estimate) -> Judgement {
        match (self.has_direction(estimate.interval), self.has_size(estimate.mean)) {
            (true, Some(false)) => Judgement::SignOnly,
            (true, _) => Judgement::Pass,
            (false, _) => Judgement::Fail,
        }
    }
}

/// A number with its judgement.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The number.
    pub estimate: Estimate,
    /// What becomes of it.
    pub judgement: Judgement,
}

/// A test with what came out.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// What was looked at.
    pub test: &'static Test,
    /// What came out.
    pub found: Found,
    /// What came out in the other setting, if there is one.
    pub other: Option<Found>,
    /// How well the model forecast what was measured, and how well two simpler ones did.
    pub scores: Scores,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The study.
    pub study: &'static Study,
    /// Replications of each policy.
    pub replications: u32,
    /// One for each test.
    pub findings: Vec<Finding>,
    /// The worst of them.
    pub judgement: Judgement,
    /// The worst of them in the other setting, if there is one.
    pub other: Option<Judgement>,
}

/// The judgement of a row: the worst of its tests; without any, the model has nothing to say.
pub fn judgement(of_tests: impl IntoIterator<Item = Judgement>) -> Judgement {
    of_tests.into_iter().max().unwrap_or(Judgement::NotModelled)
}

/// How well each forecaster did over all numbers of these rows, in the order of
/// [`super::Forecaster::ALL`].
pub fn score_summaries(rows: &[Evidence]) -> [ScoreSummary; 3] {
    let scores = rows.iter().flat_map(|row| &row.findings).map(|finding| finding.scores);
    score::summaries(&scores.collect::<Vec<_>>())
}

impl Finding {
    /// Whether the other setting would be judged otherwise.
    pub fn hangs_on_setting(&self) -> bool {
        self.other.is_some_and(|other| other.judgement != self.found.judgement)
    }
}

impl Evidence {
    /// Whether the row would be judged otherwise in the other setting.
    pub fn hangs_on_setting(&self) -> bool {
        self.other.is_some_and(|other| other != self.judgement)
    }
}

impl Study {
    /// Judges what its worlds gave, in one setting or two.
    pub(super) fn judged(&'static self, settings: &[Worlds], replications: u32) -> Evidence {
        let find = |test: &'static Test| {
            let found = |worlds: &Worlds| {
                let estimate = Estimate::of(&test.read.values(worlds));
                Found { estimate, judgement: test.expected.judge(&estimate) }
            };
            Finding {
                test,
                found: found(&settings[0]),
                other: settings.get(1).map(found),
                scores: Scores::of(test, settings),
            }
        };
        let findings: Vec<Finding> =
            if settings.is_empty() { Vec::new() } else { self.tests.iter().map(find).collect() };
        let others = || findings.iter().filter_map(|finding| finding.other);
        Evidence {
            study: self,
            replications,
            judgement: judgement(findings.iter().map(|finding| finding.found.judgement)),
            other: (settings.len() > 1).then(|| judgement(others().map(|other| other.judgement))),
            findings,
        }
    }
}
