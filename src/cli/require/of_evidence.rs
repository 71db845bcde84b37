//! What `evidence` is asked: how each field study came out, and how many came out how.

use super::frame::{Asked, Frame, Kind, Measures, Statistic};
use super::{Answers, Value};
use crate::experiment::evidence::{Evidence, Judgement, Study};

const JUDGEMENT: Statistic = Statistic {
    name: "judgement",
    kind: Kind::Word(|| Judgement::ALL.map(Judgement::name).to_vec()),
};
/// In the order of [`Judgement::ALL`].
const COUNTS: &[&str] = &["passed", "sign_only", "failed", "not_modelled"];

/// What can be asked of these studies, by name.
pub(in crate::cli) fn frame(studies: &[&'static Study]) -> Frame {
    Frame {
        subjects: studies.iter().map(|study| (study.name.to_owned(), vec![JUDGEMENT])).collect(),
        policies: 0,
        usual: None,
        measures: Measures::Nothing,
        counts: COUNTS,
        currency: String::new(),
    }
}

/// What became of the studies.
pub(in crate::cli) fn answers(rows: &[Evidence], asked: &Asked) -> Answers {
    let value = match *asked {
        Asked::Count(count) => {
            let is_so = |row: &&Evidence| row.judgement == Judgement::ALL[count];
            Value::of_count(rows.iter().filter(is_so).count())
        }
        Asked::Of { subject, .. } => Value::Word(rows[subject].judgement.name()),
    };
    vec![(String::new(), value)]
}
