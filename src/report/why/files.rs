//! `results.json` and `why.csv`. See `docs/why.md`.

use crate::experiment::why::{Finding, Why};
use crate::report::json::{Described, Head, Ordered, text};
use crate::report::known::Known;
use crate::report::scale::Found;
use crate::report::tables::{finished, number, table, write};
use crate::stats::Mean;
use serde::Serialize;

/// The schema of `results.json`.
pub const WHY_SCHEMA: &str = "posse/why/1";

/// The text of `results.json`: the same bytes for the same answer. Undefined numbers are `null`.
pub fn why_json(why: &Why) -> String {
    text(&Answer::of(why))
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    replications: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    a: &'a str,
    b: &'a str,
    labels: Ordered<'a, &'a str>,
    primary: &'a str,
    zone: f64,
    measures: Vec<OfMeasure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Found>,
    warnings: &'a [String],
    events: u64,
}

#[derive(Serialize)]
struct OfMeasure<'a> {
    measure: &'a str,
    #[serde(flatten)]
    described: Described<'a>,
    a: Known,
    b: Known,
    difference: Known,
    parts: Vec<OfPart>,
    interactions: Vec<Together>,
    undefined: u32,
}

#[derive(Serialize)]
struct OfPart {
    part: &'static str,
    share: Known,
    alone: Known,
    last: Known,
}

#[derive(Serialize)]
struct Together {
    parts: [&'static str; 2],
    #[serde(flatten)]
    known: Known,
}

impl<'a> Answer<'a> {
    fn of(why: &'a Why) -> Self {
        let measures = why.measures.iter().zip(&why.findings);
        Self {
            head: Head::of(
                WHY_SCHEMA,
                [&why.scenario, &why.hash, &why.world],
                (&why.currency, why.seed),
            ),
            replications: why.runs,
            interrupted: why.runs < why.planned,
            a: &why.policies[0].0,
            b: &why.policies[1].0,
            labels: Ordered::labels(&why.policies),
            primary: &why.measures[why.primary].key,
            zone: why.zone,
            measures: measures
                .map(|(measure, finding)| of_measure(why, measure, finding))
                .collect(),
            scaling: why.scaling.as_ref().map(Found::of),
            warnings: &why.warnings,
            events: why.events,
        }
    }
}

fn of_measure<'a>(
    why: &Why,
    measure: &'a crate::sales::Measure,
    finding: &Finding,
) -> OfMeasure<'a> {
    let part = |(part, found): (&crate::experiment::why::Part, _)| {
        let crate::experiment::why::PartFinding { share, alone, last } = found;
        let [share, alone, last] = [&share, &alone, &last].map(Known::of);
        OfPart { part: part.name(), share, alone, last }
    };
    let together = |(i, j, spread): &(usize, usize, Mean)| Together {
        parts: [*i, *j].map(|part| why.parts[part].name()),
        known: Known::of(spread),
    };
    OfMeasure {
        measure: &measure.key,
        described: Described::of(measure),
        a: Known::of(&finding.from),
        b: Known::of(&finding.to),
        difference: Known::of(&finding.whole),
        parts: why.parts.iter().zip(finding.parts.iter().copied()).map(part).collect(),
        interactions: finding.interactions.iter().map(together).collect(),
        undefined: finding.undefined,
    }
}

/// `why.csv`: a line for each measure and part (its share, what it does alone and as the last),
/// pair of parts (what both do together) and the whole difference.
pub fn why_csv(why: &Why) -> Vec<u8> {
    let columns = "scenario a b measure unit what part with value standard_error low high";
    let mut table = table(columns);
    for (measure, finding) in why.measures.iter().zip(&why.findings) {
        let mut line = |what: &str, (part, with): (&str, &str), spread: &Mean| {
            let [a, b] = [0, 1].map(|side| why.policies[side].0.as_str());
            let mut row: Vec<String> =
                [&why.scenario, a, b, &measure.key, measure.unit.name(), what, part, with]
                    .map(str::to_owned)
                    .into();
            let (low, high) = spread.interval;
            row.extend([spread.mean, spread.standard_error, low, high].map(number));
            write(&mut table, &row);
        };
        line("a", ("", ""), &finding.from);
        line("b", ("", ""), &finding.to);
        line("difference", ("", ""), &finding.whole);
        for (part, found) in why.parts.iter().zip(&finding.parts) {
            line("share", (part.name(), ""), &found.share);
            line("alone", (part.name(), ""), &found.alone);
            line("last", (part.name(), ""), &found.last);
        }
        for (i, j, spread) in &finding.interactions {
            let [one, other] = [*i, *j].map(|part| why.parts[part].name());
            line("interaction", (one, other), spread);
        }
    }
    finished(table)
}
