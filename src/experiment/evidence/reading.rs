//! Numbers read from the runs of worlds. Every number is the mean of one value for each
//! replication, so that its error is that of a mean: a ratio of means is linearised (delta method),
//! which leaves its mean exact.

use super::watch::{Part, Run, World};

/// The worlds of a study, run.
#[derive(Clone, Debug)]
pub struct Worlds(Vec<World>);

/// A policy of a world, by their places.
pub(super) type Case = (usize, &'static str);

/// By replication.
pub(super) type Values = Vec<f64>;

impl Worlds {
    pub(super) fn new(worlds: Vec<World>) -> Self {
        Self(worlds)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn runs(&self, (world, policy): Case) -> &[Run] {
        let world = &self.0[world];
        let at = world.policies.iter().position(|name| name == policy);
        &world.runs[at.unwrap_or_else(|| panic!("no policy `{policy}`"))]
    }

    /// A measure.
    pub(super) fn measure(&self, case: Case, key: &str) -> Values {
        let at = self.0[case.0].measures.iter().position(|measure| measure.key == key);
        let at = at.unwrap_or_else(|| panic!("no measure `{key}`"));
        self.runs(case).iter().map(|run| run.values[at]).collect()
    }

    /// Credit of a group.
    pub(super) fn credit(&self, case: Case, group: &str) -> Values {
        let at = self.0[case.0].groups.iter().position(|name| name == group);
        let at = at.unwrap_or_else(|| panic!("no group `{group}`"));
        self.runs(case).iter().map(|run| run.credit[at]).collect()
    }

    /// Something of the run.
    pub(super) fn of(&self, case: Case, read: impl Fn(&Run) -> f64) -> Values {
        self.runs(case).iter().map(read).collect()
    }

    /// The change of a measure from one case to another, relative.
    pub(super) fn change(&self, key: &str, from: Case, to: Case) -> Values {
        change(&self.measure(from, key), &self.measure(to, key))
    }

    /// The same of the ratio of two measures.
    pub(super) fn change_of_ratio(
        &self,
        (above, below): (&str, &str),
        from: Case,
        to: Case,
    ) -> Values {
        let of = |case| ratio(&self.measure(case, above), &self.measure(case, below));
        change(&of(from), &of(to))
    }

    /// The same of the credit of a group.
    pub(super) fn change_of(&self, group: &str, from: Case, to: Case) -> Values {
        change(&self.credit(from, group), &self.credit(to, group))
    }

    /// What is counted in the last part of a pay period, relative to the mean of the others.
    pub(super) fn at_end(&self, case: Case, read: fn(&Part) -> f64) -> Values {
        let (last, others) = (|run: &Run| read(&run.last()), |run: &Run| run.mean_of_others(read));
        change(&self.of(case, others), &self.of(case, last))
    }

    /// A ratio in the last part of a pay period, relative to that of the others.
    pub(super) fn ratio_at_end(
        &self,
        case: Case,
        above: fn(&Part) -> f64,
        below: fn(&Part) -> f64,
    ) -> Values {
        let end = |read: fn(&Part) -> f64| self.of(case, |run| read(&run.last()));
        let others = |read: fn(&Part) -> f64| self.of(case, |run| run.mean_of_others(read));
        change(&ratio(&others(above), &others(below)), &ratio(&end(above), &end(below)))
    }
}

/// Mean of `above` over mean of `below`, linearised: values whose mean is that ratio.
pub(super) fn ratio(above: &[f64], below: &[f64]) -> Values {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (top, bottom) = (mean(above), mean(below));
    if bottom == 0.0 {
        return vec![f64::NAN; above.len()];
    }
    let ratio = top / bottom;
    above.iter().zip(below).map(|(a, b)| ratio + (a - ratio * b) / bottom).collect()
}

/// The relative change from one mean to another.
pub(super) fn change(from: &[f64], to: &[f64]) -> Values {
    ratio(to, from).iter().map(|ratio| ratio - 1.0).collect()
}

/// The difference of two numbers.
///
/// # Panics
///
/// If one comes of more runs than the other.
pub(super) fn less(a: &[f64], b: &[f64]) -> Values {
    assert!(a.len() == b.len(), "two worlds of a study have as many runs each");
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}
