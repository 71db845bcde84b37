//! What `search` is asked: what the best design is worth, and what it gains.

use super::frame::{Asked, Frame, Measures, Statistic, measured};
use super::{Answers, Value};
use crate::experiment::search::SearchSummary;
use crate::sales::Measure;

const KNOWN: &[Statistic] =
    &[measured("mean"), measured("low"), measured("high"), measured("standard_error")];

/// What can be asked: of the best design, of the scenario as written, of what the best gains.
pub(in crate::cli) fn frame(measure: &Measure, currency: &str) -> Frame {
    let subject = |name: &str| (name.to_owned(), KNOWN.to_vec());
    Frame {
        subjects: ["best", "written", "gain"].map(subject).into(),
        policies: 2,
        usual: None,
        measures: Measures::Named(vec![measure.clone()]),
        counts: &["possible", "near", "warnings"],
        currency: currency.to_owned(),
    }
}

/// What it answers.
pub(in crate::cli) fn answers(found: &SearchSummary, asked: &Asked) -> Answers {
    let value = match *asked {
        Asked::Count(0) => Value::of_count(found.race.possible()),
        Asked::Count(1) => {
            Value::of_count(found.race.candidates.iter().filter(|of| of.is_near_best).count())
        }
        Asked::Count(_) => Value::of_count(found.race.warnings.len()),
        Asked::Of { subject, statistic, .. } => {
            let of = match subject {
                0 => &found.winner().estimate,
                1 => &found.found.written.estimate,
                _ => &found.winner().gain,
            };
            Value::Number(match statistic.name {
                "mean" => of.mean,
                "low" => of.interval.0,
                "high" => of.interval.1,
                _ => of.standard_error,
            })
        }
    };
    vec![(String::new(), value)]
}
