//! The values of some measures in all runs of a study: what most analyses start from.

use super::replicate::Record;
use super::runner::{Analysis, Runner, Watch};
use super::study::Study;
use super::{Failure, Keep, Reached};
use crate::sales::{Controls, Outcome};
use crate::stats::Incidence;

/// By row (the policies run).
pub(super) type Rows = Vec<Row>;

/// What is kept of the runs of one policy.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// By key, by run.
    pub(super) values: Vec<Vec<f64>>,
    /// By control, by run.
    pub(super) controls: [Vec<f64>; Controls::COUNT],
}

impl Row {
    fn add(&mut self, outcome: &Outcome) {
        self.values.resize(outcome.values.len(), Vec::new());
        for (values, value) in self.values.iter_mut().zip(&outcome.values) {
            values.push(*value);
        }
        for (values, value) in self.controls.iter_mut().zip(outcome.controls.numbers()) {
            values.push(value);
        }
    }
}

/// The values that were kept of each run, in order.
#[derive(Clone, Debug)]
pub(super) struct Values {
    /// By point.
    pub(super) points: Vec<Rows>,
    /// Events handled.
    pub(super) events: u64,
}

impl Values {
    /// Nothing yet of a study.
    pub(super) fn new(study: &Study<'_>) -> Self {
        let keys = match &study.record {
            Record::Measures(keys) => keys.len(),
            Record::Whole(_) | Record::Watched(_) => 0,
        };
        let none = Row { values: vec![Vec::new(); keys], ..Row::default() };
        let rows = study.points.iter().map(|point| vec![none.clone(); point.rows.len()]);
        Self { points: rows.collect(), events: 0 }
    }
}

impl Analysis for Values {
    fn take(&mut self, point: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        for outcomes in runs {
            for (row, outcome) in self.points[point].iter_mut().zip(outcomes) {
                self.events += outcome.events;
                row.add(outcome);
            }
        }
    }
}

/// All runs of a study, as many as each point has at most; `None` if it was stopped before. `seen` is
/// told how far it is.
pub(super) fn collect<K: Keep + Send>(
    study: &Study<'_>,
    kept: Vec<K>,
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<(Values, Reached, bool), (usize, Failure)> {
    let seen = |reached: &Reached, _: &Values| seen(reached);
    let runner = Runner { study, kept, seen: &seen, watch };
    let most: Vec<u32> = study.points.iter().map(|point| point.most).collect();
    let ran = runner.run(Values::new(study), |_, _| most.clone())?;
    Ok((ran.analysis, ran.reached, ran.is_complete))
}
