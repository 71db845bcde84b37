//! What of a difference is organisation, attitude and pay: lines and tables for the screen, and JSON.

use serde::Serialize;

use super::finding;
use super::format::{Format, UNDEFINED, truncated};
use super::known::Known;
use crate::experiment::why::Finding;
use crate::experiment::{Cell, Summary, TraitsSummary};
use crate::sales::Traits;
use crate::stats::Mean;

const NAMES: [&str; 3] = ["organisation", "attitude", "pay"];
const LABEL: usize = 22;
/// Pairs of traits are named whose interaction is more than this of the smallest share.
const MATTERS: f64 = 0.5;

/// Head and rows of the tables: what each trait is of the difference, and what every combination comes to.
pub(super) fn tables(summary: &Summary) -> Vec<(Vec<String>, Vec<Vec<String>>)> {
    let Some(traits) = &summary.traits else { return Vec::new() };
    split_table(summary, traits).into_iter().chain([cell_table(summary, traits)]).collect()
}

/// What only a pair of traits does together, in words; `None` where nothing to speak of does.
pub(super) fn together(summary: &Summary) -> Option<String> {
    let (measure, finding) = summary.traits.as_ref()?.splits.first()?;
    let least =
        finding.parts.iter().map(|part| part.share.mean.abs()).fold(f64::INFINITY, f64::min);
    let most = finding.interactions.iter().filter(|(.., mean)| mean.is_clear());
    let (i, j, mean) = most.max_by(|a, b| a.2.mean.abs().total_cmp(&b.2.mean.abs()))?;
    let format = finding::format(summary, *measure);
    (mean.mean.abs() > MATTERS * least).then(|| {
        format!(
            "{} and {} together bring {} that neither brings alone; it is shared out equally",
            NAMES[*i],
            NAMES[*j],
            error_of(&format, mean, true)
        )
    })
}

fn ends(traits: &TraitsSummary) -> Option<(&Traits, &Traits)> {
    let [a, b, ..] = traits.cells.as_slice() else { return None };
    Some((&a.traits, &b.traits))
}

fn named(traits: &Traits) -> [&str; 3] {
    [&traits.organisation, &traits.attitude, &traits.pay]
}

/// By trait: what of the difference it is.
fn split_table(
    summary: &Summary,
    traits: &TraitsSummary,
) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let (a, b) = ends(traits).filter(|_| !traits.splits.is_empty())?;
    let label = |policy: usize| truncated(&summary.policies[policy].label, LABEL);
    let mut header = vec!["What makes the difference".to_owned(), String::new()];
    let measures = traits.splits.iter().map(|(measure, _)| &summary.measures[*measure].label);
    // All of them are over the same years, which the table above says.
    header.extend(measures.map(|label| label.split(" over ").next().unwrap_or(label).to_owned()));
    let mut rows = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        let way = format!("{} → {}", named(a)[at], named(b)[at]);
        let mut row = vec![finding::capitalised(name), way];
        row.extend(traits.splits.iter().map(|(measure, found)| {
            error_of(&finding::format(summary, *measure), &found.parts[at].share, true)
        }));
        rows.push(row);
    }
    let mut all = vec!["All three".to_owned(), format!("{} → {}", label(0), label(1))];
    let whole = |(measure, found): &(usize, Finding)| {
        error_of(&finding::format(summary, *measure), &found.whole, true)
    };
    all.extend(traits.splits.iter().map(whole));
    rows.push(all);
    Some((header, rows))
}

/// The primary measure by attitude and organisation, each organisation with the pay that suits it.
fn cell_table(summary: &Summary, traits: &TraitsSummary) -> (Vec<String>, Vec<Vec<String>>) {
    let organisations = distinct(traits, |traits| &traits.organisation);
    let attitudes = distinct(traits, |traits| &traits.attitude);
    let measure = &summary.measures[summary.primary];
    let mut header = vec![truncated(&measure.label, LABEL + 8)];
    header.extend(organisations.iter().map(|name| (*name).to_owned()));
    let row = |attitude: &&String| {
        let cells = organisations.iter().map(|organisation| {
            let cell = suited(traits, organisation, attitude);
            cell.map_or_else(|| UNDEFINED.to_owned(), |cell| value(summary, cell))
        });
        std::iter::once((*attitude).clone()).chain(cells).collect()
    };
    (header, attitudes.iter().map(row).collect())
}

/// The cell of an organisation and an attitude with the pay of the first policy of that organisation.
fn suited<'a>(traits: &'a TraitsSummary, organisation: &str, attitude: &str) -> Option<&'a Cell> {
    let of = || traits.cells.iter().filter(|cell| cell.traits.organisation == organisation);
    let pay = &of().next()?.traits.pay;
    of().find(|cell| cell.traits.attitude == attitude && cell.traits.pay == *pay)
}

fn distinct(traits: &TraitsSummary, of: fn(&Traits) -> &String) -> Vec<&String> {
    let mut found: Vec<&String> = Vec::new();
    for cell in &traits.cells {
        let name = of(&cell.traits);
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn value(summary: &Summary, cell: &Cell) -> String {
    let format = finding::format(summary, summary.primary);
    match &cell.value {
        _ if cell.drifts => "no lasting state".to_owned(),
        None => UNDEFINED.to_owned(),
        Some(value) => {
            let fine = format.for_difference(value.mean, value.half_width());
            format!("{} {}", format.value(value.mean), fine.error(value.half_width()))
        }
    }
}

fn error_of(format: &Format, mean: &Mean, signed: bool) -> String {
    let format = format.for_difference(mean.mean, mean.half_width());
    let shown = if signed { format.difference(mean.mean) } else { format.value(mean.mean) };
    format!("{shown} {}", format.error(mean.half_width())).trim_end().to_owned()
}

/// The table of traits in `results.json`.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    cells: Vec<ToldCell<'a>>,
    splits: Vec<ToldSplit<'a>>,
}

#[derive(Serialize)]
struct ToldCell<'a> {
    policy: &'a str,
    label: &'a str,
    organisation: &'a str,
    attitude: &'a str,
    pay: &'a str,
    mean: Option<f64>,
    half_width: Option<f64>,
    drifts: bool,
}

#[derive(Serialize)]
struct ToldSplit<'a> {
    measure: &'a str,
    difference: Known,
    organisation: Known,
    attitude: Known,
    pay: Known,
    together: Vec<ToldPair>,
}

#[derive(Serialize)]
struct ToldPair {
    traits: [&'static str; 2],
    #[serde(flatten)]
    known: Known,
}

/// The table of traits for `results.json`.
pub(super) fn told(summary: &Summary) -> Option<Told<'_>> {
    let traits = summary.traits.as_ref()?;
    let cell = |cell: &'_ Cell| {
        let known = cell.value.as_ref();
        (known.map(|value| value.mean), known.map(crate::stats::Estimate::half_width))
    };
    let cells = traits.cells.iter().map(|of| {
        let (mean, half_width) = cell(of);
        let [organisation, attitude, pay] = named(&of.traits);
        let (policy, label) = (of.name.as_str(), of.label.as_str());
        ToldCell { policy, label, organisation, attitude, pay, mean, half_width, drifts: of.drifts }
    });
    let split = |(measure, found): &(usize, Finding)| {
        let share = |at: usize| Known::of(&found.parts[at].share);
        let pair = |(i, j, mean): &(usize, usize, Mean)| ToldPair {
            traits: [NAMES[*i], NAMES[*j]],
            known: Known::of(mean),
        };
        ToldSplit {
            measure: &summary.measures[*measure].key,
            difference: Known::of(&found.whole),
            organisation: share(0),
            attitude: share(1),
            pay: share(2),
            together: found.interactions.iter().map(pair).collect(),
        }
    };
    Some(Told { cells: cells.collect(), splits: traits.splits.iter().map(split).collect() })
}
