//! How the values of every run are written, as a word on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::report::RunsForm;

const FORMS: [(&str, RunsForm); 2] = [("csv", RunsForm::Csv), ("none", RunsForm::None)];

/// Understands the word.
pub(super) fn forms() -> impl TypedValueParser<Value = RunsForm> {
    let words = PossibleValuesParser::new(FORMS.map(|(word, _)| word));
    words.map(|word| FORMS.into_iter().find(|(known, _)| *known == word).expect("a known word").1)
}

/// The word.
pub(super) fn name(form: RunsForm) -> &'static str {
    FORMS.into_iter().find(|(_, known)| *known == form).expect("a known form").0
}
