//! Stages: which of them are ends, in which order they stand, and what their keys are.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::findings::{Findings, Kind, Row};
use super::raw::{Facts, Raw};
use crate::records::{Label, Outcome, Stage, StageId};

/// What a name of a stage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A stage that deals pass through: the first spelling of its name.
    Stage(Label),
    /// An end.
    End(Outcome),
}

/// What each name of a stage means.
pub(super) struct Meanings(BTreeMap<Label, Means>);

/// A name without what spellings differ in.
fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The end that a stage of this name is: by the options, else by its last word.
fn end(name: &str, options: &Options) -> Option<Outcome> {
    let is_named = |names: &[String]| names.iter().any(|other| bare(other) == bare(name));
    if is_named(&options.won) {
        return Some(Outcome::Won);
    }
    if is_named(&options.lost) {
        return Some(Outcome::Lost);
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let last = *words.last()?;
    let is_plain =
        words.len() == 1 || words[0] == "closed" || words[0] == "deal" && words.len() == 2;
    match last {
        "won" | "closedwon" if is_plain && options.won.is_empty() => Some(Outcome::Won),
        "lost" | "closedlost" if is_plain && options.lost.is_empty() => Some(Outcome::Lost),
        _ => None,
    }
}

impl Meanings {
    pub(super) fn of(raw: &Raw, options: &Options) -> Self {
        let mut first: BTreeMap<String, Label> = BTreeMap::new();
        let means = |(label, _): &(Label, Row)| {
            let name = raw.words.word(*label);
            let spelling = *first.entry(bare_or_whole(name)).or_insert(*label);
            let means = end(name, options).map_or(Means::Stage(spelling), Means::End);
            (*label, means)
        };
        Self(raw.stages.iter().map(means).collect())
    }

    pub(super) fn of_stage(&self, label: Label) -> Means {
        self.0.get(&label).copied().unwrap_or(Means::Stage(label))
    }

    /// Tells of names that are taken for another spelling of one seen before.
    pub(super) fn tell(&self, raw: &Raw, findings: &mut Findings) {
        for (label, row) in &raw.stages {
            let is_other = |means: Means| matches!(means, Means::Stage(first) if first != *label);
            if is_other(self.of_stage(*label)) {
                findings.show(Kind::Spelling, *row, raw.words.word(*label));
            }
        }
    }

    /// Whether a table says that a deal has ended.
    pub(super) fn is_over(&self, facts: &Facts) -> bool {
        let is_end = |stage: Label| matches!(self.of_stage(stage), Means::End(_));
        let by_flags = facts.is_won == Some(true) || facts.is_closed == Some(true);
        facts.status.is_some_and(|status| status != Outcome::Open)
            || by_flags
            || facts.stage.is_some_and(is_end)
    }

    /// Whether some name means won.
    pub(super) fn knows_won(&self) -> bool {
        self.0.values().any(|means| *means == Means::End(Outcome::Won))
    }
}

/// Names of signs alone differ by their signs.
fn bare_or_whole(name: &str) -> String {
    let bare = bare(name);
    if bare.is_empty() { name.to_owned() } else { bare }
}

/// The stages that deals were in, in order: by the chance to win that the CRM gives them, if it gives one to
/// each; else by how many stages deals had been in before; else as first seen.
pub(super) fn ordered(raw: &Raw, paths: &[Vec<Label>]) -> (Vec<Stage>, BTreeMap<Label, StageId>) {
    let mut before: BTreeMap<Label, (f64, f64)> = BTreeMap::new();
    for path in paths {
        let mut seen = BTreeSet::new();
        for stage in path {
            if !seen.contains(stage) {
                let sum = before.entry(*stage).or_default();
                *sum = (sum.0 + seen.len() as f64, sum.1 + 1.0);
                seen.insert(*stage);
            }
        }
    }
    let mean = |(sum, count): (f64, f64)| sum / count;
    let has_chances = before.keys().all(|stage| raw.chances.contains_key(stage));
    let chance = |stage: Label| if has_chances { mean(raw.chances[&stage]) } else { 0.0 };
    let first = |stage: Label| raw.stages.iter().position(|(seen, _)| *seen == stage);
    let mut stages: Vec<Label> = before.keys().copied().collect();
    stages.sort_by(|a, b| {
        chance(*a)
            .total_cmp(&chance(*b))
            .then(mean(before[a]).total_cmp(&mean(before[b])))
            .then(first(*a).cmp(&first(*b)))
    });
    let mut keys = BTreeSet::new();
    let stage = |label: &Label| Stage::named(raw.words.word(*label), &mut keys);
    let named: Vec<Stage> = stages.iter().map(stage).collect();
    let places = (0..).map(StageId);
    (named, stages.into_iter().zip(places).collect())
}
