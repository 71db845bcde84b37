//! How the values of every run are written, as a word on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::report::RunsForm;

const PARQUET: &str = "parquet";

/// Understands the word.
pub(super) fn forms() -> impl TypedValueParser<Value = RunsForm> {
    PossibleValuesParser::new(["csv", PARQUET, "none"]).try_map(|word| match word.as_str() {
        "csv" => Ok(RunsForm::Csv),
        PARQUET => parquet(),
        _ => Ok(RunsForm::None),
    })
}

#[cfg(feature = "parquet")]
#[expect(clippy::unnecessary_wraps, reason = "not every build has it")]
fn parquet() -> Result<RunsForm, String> {
    Ok(RunsForm::Parquet)
}

#[cfg(not(feature = "parquet"))]
fn parquet() -> Result<RunsForm, String> {
    Err("this posse was built without Parquet; `cargo install --path . --features parquet` builds one \
         with it"
        .to_owned())
}

/// The word.
pub(super) fn name(form: RunsForm) -> &'static str {
    match form {
        RunsForm::Csv => "csv",
        #[cfg(feature = "parquet")]
        RunsForm::Parquet => PARQUET,
        RunsForm::None => "none",
    }
}
