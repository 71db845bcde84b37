//! Uncertain inputs in `results.json`.

use crate::experiment::{Doubt, Explained, Summary, UncertainInput, UncertaintySummary};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Uncertain<'a> {
    inputs: Vec<Input<'a>>,
    least_runs: usize,
    pairs: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Input<'a> {
    key: &'a str,
    from: &'a str,
    to: &'a str,
    as_written: &'a str,
}

#[derive(Serialize)]
struct Pair<'a> {
    a: &'a str,
    b: &'a str,
    assumption: Share,
    by_input: Vec<Share>,
    worlds: Worlds,
    difference_as_written: AsWritten,
    zone: f64,
}

#[derive(Serialize)]
struct AsWritten {
    mean: f64,
    error: f64,
}

#[derive(Serialize)]
struct Share {
    share: f64,
    error: f64,
}

#[derive(Serialize)]
struct Worlds {
    a_wins: f64,
    b_wins: f64,
    tie: f64,
}

impl<'a> Uncertain<'a> {
    pub(super) fn of(summary: &'a Summary) -> Option<Self> {
        let UncertaintySummary { inputs, doubts, least_runs } = summary.uncertainty.as_ref()?;
        let pair = |doubt| pair(summary, doubt);
        Some(Self {
            inputs: inputs.iter().map(input).collect(),
            least_runs: *least_runs,
            pairs: doubts.iter().map(pair).collect(),
        })
    }
}

fn input(input: &UncertainInput) -> Input<'_> {
    let UncertainInput { key, from, to, base, .. } = input;
    Input { key, from: &from.text, to: &to.text, as_written: &base.text }
}

fn pair<'a>(summary: &'a Summary, doubt: &Doubt) -> Pair<'a> {
    let share = |of: &Explained| Share { share: of.share, error: of.error };
    let name = |policy: usize| summary.policies[policy].name.as_str();
    Pair {
        a: name(doubt.a),
        b: name(doubt.b),
        assumption: share(&doubt.assumptions),
        by_input: doubt.by_input.iter().map(share).collect(),
        worlds: Worlds { a_wins: doubt.worlds.a, b_wins: doubt.worlds.b, tie: doubt.worlds.tie },
        difference_as_written: AsWritten { mean: doubt.as_written.0, error: doubt.as_written.1 },
        zone: doubt.zone,
    }
}
