//! What `sensitivity` is asked: what each input does, by the method chosen.

use super::frame::{Asked, Frame, Kind, Measures, Statistic, measured};
use super::{Answers, Value};
use crate::experiment::sensitivity::{Findings, Method, Question, SensitivitySummary};

const SWING: &[Statistic] = &[measured("swing"), measured("low"), measured("high")];
const EFFECT: &[Statistic] = &[measured("effect"), measured("low"), measured("high")];
const WORTH: &[Statistic] = &[measured("worth"), measured("low"), measured("high")];
const SHARES: &[Statistic] = &[share("first"), share("total"), share("low"), share("high")];

const fn share(name: &'static str) -> Statistic {
    Statistic { name, kind: Kind::Share }
}

/// What can be asked of inputs with these keys.
pub(in crate::cli) fn frame<'k>(
    inputs: impl Iterator<Item = &'k [String]>,
    (question, method): (&Question, Method),
    currency: &str,
) -> Frame {
    let statistics = match method {
        Method::Tornado => SWING,
        Method::Morris(_) => EFFECT,
        Method::Sobol(_) => SHARES,
        Method::Value(_) => WORTH,
    };
    Frame {
        subjects: inputs.map(|keys| (keys.join(","), statistics.to_vec())).collect(),
        policies: 0,
        usual: None,
        measures: Measures::Only(Box::new(question.measure.clone())),
        counts: &["warnings"],
        currency: currency.to_owned(),
    }
}

/// What was found of an input: the figure itself, and the ends of its interval.
pub(in crate::cli) fn answers(summary: &SensitivitySummary, asked: &Asked) -> Answers {
    let value = match *asked {
        Asked::Count(_) => Value::of_count(summary.warnings.len()),
        Asked::Of { subject, statistic, .. } => {
            let (own, first, (low, high)) = of_input(&summary.findings, subject);
            Value::Number(match statistic.name {
                "low" => low,
                "high" => high,
                "first" => first,
                _ => own,
            })
        }
    };
    vec![(String::new(), value)]
}

/// Of an input: the figure, of Sobol' the first index, and the interval of the figure; NaN where
/// nothing was found.
fn of_input(findings: &Findings, input: usize) -> (f64, f64, (f64, f64)) {
    let nothing = f64::NAN;
    let found = match findings {
        Findings::Tornado { bars, .. } => bars
            .iter()
            .find(|bar| bar.input == input)
            .map(|bar| (bar.swing, nothing, bar.swing_interval)),
        Findings::Morris(screened) => screened
            .iter()
            .find(|one| one.input == input)
            .map(|one| (one.effects.mu_star, nothing, one.effects.mu_star_interval)),
        Findings::Sobol { inputs, .. } => inputs.iter().find(|one| one.input == input).map(|one| {
            let total = one.index.total;
            (total.value, one.index.first.value, total.interval)
        }),
        Findings::Value(found) => found
            .inputs
            .iter()
            .find(|one| one.input == input)
            .map(|one| (one.worth.value, nothing, one.worth.interval)),
    };
    found.unwrap_or((nothing, nothing, (nothing, nothing)))
}
