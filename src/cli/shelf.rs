//! Finished studies on their way into a report, and the page beside the results of one of them.

use super::work::Work;
use crate::report::StudyRecord;
use crate::report::handover::{self, Input, Look, Studied};
use crate::scenario::{Scenario, Source};

/// What the page is called beside the results of a study.
pub(super) const BESIDE: &str = "report.html";

/// What a study says, as a report takes it in.
pub(super) fn studied<W: Work>(work: &W, found: &W::Found, study: &StudyRecord) -> Option<Studied> {
    let chapter = work.chapter(found)?;
    let (scenario, _) = work.origin();
    let inputs = scenario.map_or(Vec::new(), inputs);
    Some(Studied { chapter, inputs, command: study.command.clone() })
}

/// The page of one study, as a file beside its results.
pub(super) fn beside(studied: &Studied) -> Result<(String, Vec<u8>), String> {
    let page = handover::page(std::slice::from_ref(studied), &Look::default())?;
    Ok((BESIDE.to_owned(), page.into_bytes()))
}

/// The facts of a scenario with their evidence.
pub(super) fn inputs(scenario: &Scenario) -> Vec<Input> {
    let input = |input: &crate::scenario::Input| {
        let (kind, source) = match &input.source {
            Source::Choice => return None,
            Source::Assumed => ("", ""),
            Source::Measured(words) => ("measured", words.as_str()),
            Source::Benchmark(words) => ("industry benchmark", words.as_str()),
            Source::Derived(words) => ("derived", words.as_str()),
        };
        Some(Input {
            key: input.path.clone(),
            value: input.value.clone(),
            is_default: input.is_default,
            kind,
            source: source.to_owned(),
        })
    };
    scenario.inputs.iter().filter_map(input).collect()
}
