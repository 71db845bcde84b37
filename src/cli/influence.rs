//! The record of how much of what moves an answer has a source, beside the scenario.

use std::path::Path;

use super::{files, market_cost, talk};
use crate::experiment::Summary;
use crate::experiment::sensitivity::SensitivitySummary;
use crate::report;

/// The end of its name: `NAME.influence.json` of `NAME.toml`.
const RECORD: &str = "influence.json";

/// Whether a record of a scenario can be written; says why not.
pub(super) fn can_keep(file: Option<&Path>) -> bool {
    let Some(file) = file.filter(|file| *file != Path::new(files::STANDARD_INPUT)) else {
        talk::error(
            "`--record` needs a scenario file to write beside\nhint: name it, e.g. `mine.toml`",
        );
        return false;
    };
    match report::check_record(&market_cost::record_beside(file, RECORD)) {
        Ok(()) => true,
        Err(error) => {
            talk::error(&error.to_string());
            false
        }
    }
}

/// Writes the record of a study of all inputs, or adds it to the files of the host that called.
pub(super) fn keep(file: &Path, found: &SensitivitySummary) -> Result<(), report::Error> {
    let Some(text) = report::influence_json(found) else {
        talk::say("nothing moves the answer: there is no influence to record");
        return Ok(());
    };
    market_cost::write_record(&market_cost::record_beside(file, RECORD), text)
}

/// What the record beside a scenario (none = the built-in one) says of these results, if it is of this
/// world, these policies and this measure.
pub(super) fn told(file: Option<&Path>, summary: &Summary) -> Option<f64> {
    let text = if let Some(file) = file {
        market_cost::text_of(&market_cost::record_beside(file, RECORD))?
    } else {
        let name = files::BUILT_IN_NAME.strip_suffix("toml").unwrap_or_default();
        files::record(&format!("{name}{RECORD}"))?.to_owned()
    };
    report::read_influence(&text, summary)
}
