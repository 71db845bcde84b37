//! What `compare --pick` and `search` are asked: how every candidate stands.

use super::frame::{Asked, Frame, Kind, Measures, Statistic, measured};
use super::{Answers, Value};
use crate::experiment::race::{Candidate, RaceSummary};
use crate::sales::Measure;

const STANDS: Statistic =
    Statistic { name: "stands", kind: Kind::Word(|| vec!["winner", "near", "possible", "out"]) };
/// What can be asked of a candidate.
const CANDIDATE: &[Statistic] =
    &[measured("mean"), measured("low"), measured("high"), measured("regret"), STANDS];

/// What can be asked of a race of policies with these names.
pub(in crate::cli) fn frame<'n>(
    names: impl Iterator<Item = &'n str>,
    measure: &Measure,
    currency: &str,
) -> Frame {
    let subjects: Vec<_> = names.map(|name| (name.to_owned(), CANDIDATE.to_vec())).collect();
    Frame {
        policies: subjects.len(),
        subjects,
        usual: None,
        measures: Measures::Named(vec![measure.clone()]),
        counts: &["possible", "near", "warnings"],
        currency: currency.to_owned(),
    }
}

/// What it answers.
pub(in crate::cli) fn answers(found: &RaceSummary, asked: &Asked) -> Answers {
    let value = match *asked {
        Asked::Count(0) => Value::of_count(found.possible()),
        Asked::Count(1) => {
            Value::of_count(found.candidates.iter().filter(|of| of.is_near_best).count())
        }
        Asked::Count(_) => Value::of_count(found.warnings.len()),
        Asked::Of { subject, statistic, .. } => of_candidate(found, subject, statistic.name),
    };
    vec![(String::new(), value)]
}

fn of_candidate(found: &RaceSummary, index: usize, statistic: &str) -> Value {
    let of: &Candidate = &found.candidates[index];
    Value::Number(match statistic {
        "mean" => of.estimate.mean,
        "low" => of.estimate.interval.0,
        "high" => of.estimate.interval.1,
        "regret" => of.regret,
        _ => return Value::Word(stands(found, index)),
    })
}

fn stands(found: &RaceSummary, index: usize) -> &'static str {
    let of = &found.candidates[index];
    match () {
        () if found.winner == Some(index) => "winner",
        () if of.is_near_best => "near",
        () if of.is_possibly_best() => "possible",
        () => "out",
    }
}
