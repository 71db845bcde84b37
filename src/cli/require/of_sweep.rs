//! What `sweep` is asked: a condition must hold in every cell.

use super::frame::{Asked, Frame, JUDGED, Statistic, measured};
use super::{Answers, Value};
use crate::experiment::sweep::{self, CellSummary, PairCell, SweepSummary};
use crate::scenario::Scenario;

const MEAN: &[Statistic] = &[measured("mean")];
const DIFFERENCE: &[Statistic] =
    &[measured("mean"), measured("low"), measured("high"), measured("standard_error")];

/// What can be asked of every cell.
pub(in crate::cli) fn frame(scenario: &Scenario) -> Frame {
    let names: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    let measures = (sweep::measures(scenario), scenario.currency.as_str());
    Frame::of_policies(&names, (MEAN, &[DIFFERENCE, JUDGED].concat()), measures)
}

/// What the cells answer.
pub(in crate::cli) fn answers(summary: &SweepSummary, asked: &Asked) -> Answers {
    let Asked::Of { subject, measure, statistic } = *asked else {
        return vec![(String::new(), Value::of_count(summary.warnings.len()))];
    };
    let pair = subject.checked_sub(summary.policies.len());
    let of_cell = |cell: &CellSummary| {
        let value = match pair {
            None => Value::Number(cell.means[subject][measure]),
            Some(pair) => of_pair(&cell.pairs[pair][measure], statistic),
        };
        (place(summary, cell), value)
    };
    summary.cells.iter().map(of_cell).collect()
}

fn of_pair(pair: &PairCell, statistic: Statistic) -> Value {
    Value::Number(match statistic.name {
        "mean" => pair.mean,
        "low" => pair.interval.0,
        "high" => pair.interval.1,
        "standard_error" => pair.standard_error,
        "b_better_share" => pair.share_better,
        _ => return Value::Word(pair.verdict.name()),
    })
}

/// Where a cell lies, as the options write its values.
fn place(summary: &SweepSummary, cell: &CellSummary) -> String {
    let values = summary.axes.iter().zip(&cell.levels);
    let at = values.map(|(axis, level)| format!("`{} = {}`", axis.keys[0], level.text));
    at.collect::<Vec<_>>().join(", ")
}
