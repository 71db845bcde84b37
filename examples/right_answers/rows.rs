//! The questions: what is asked, and what is right.

mod files;
mod flow;
mod pay;
mod values;
mod verdicts;

use super::asked::{Answer, Place, Result};

/// A question.
pub(super) struct Row {
    /// The file of `tests/right-answers`, or what it is about.
    pub(super) name: &'static str,
    /// The right answer.
    pub(super) right: &'static str,
    pub(super) ask: fn(&Place) -> Result<Answer>,
}

/// All questions.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    let values = values::ROWS.iter().chain(&flow::ROWS);
    values.chain(&pay::ROWS).chain(&verdicts::ROWS).chain(&files::ROWS)
}

const fn row(name: &'static str, right: &'static str, ask: fn(&Place) -> Result<Answer>) -> Row {
    Row { name, right, ask }
}
