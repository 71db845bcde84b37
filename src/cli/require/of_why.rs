//! What `why` is asked: what each rule contributes, and the whole difference.

use super::frame::{Asked, Frame, Measures, Statistic, measured};
use super::{Answers, Value};
use crate::experiment::sweep;
use crate::experiment::why::{Question, Why};
use crate::scenario::Scenario;

const WHOLE: &[Statistic] =
    &[measured("mean"), measured("low"), measured("high"), measured("standard_error")];
const RULE: &[Statistic] = &[
    measured("mean"),
    measured("low"),
    measured("high"),
    measured("standard_error"),
    measured("alone"),
    measured("last"),
];

/// What can be asked of the rules in which two policies differ.
pub(in crate::cli) fn frame(question: &Question<'_>, scenario: &Scenario) -> Frame {
    let rules = question.parts().iter().map(|part| (part.name().to_owned(), RULE.to_vec()));
    Frame {
        subjects: std::iter::once(("difference".to_owned(), WHOLE.to_vec())).chain(rules).collect(),
        policies: 0,
        usual: Some(0),
        measures: Measures::Named(sweep::measures(&question.mixed(1))),
        counts: &["warnings"],
        currency: scenario.currency.clone(),
    }
}

/// What is found of the difference.
pub(in crate::cli) fn answers(why: &Why, asked: &Asked) -> Answers {
    let value = match *asked {
        Asked::Count(_) => Value::of_count(why.warnings.len()),
        Asked::Of { subject, measure, statistic } => {
            let finding = &why.findings[measure];
            let rule = subject.checked_sub(1).map(|part| &finding.parts[part]);
            let share = rule.map_or(&finding.whole, |rule| &rule.share);
            Value::Number(match (statistic.name, rule) {
                ("mean", _) => share.mean,
                ("low", _) => share.interval.0,
                ("high", _) => share.interval.1,
                ("alone", Some(rule)) => rule.alone.mean,
                ("last", Some(rule)) => rule.last.mean,
                _ => share.standard_error,
            })
        }
    };
    vec![(String::new(), value)]
}
