//! `results.json` of a sweep. See `docs/sweep.md`.

use crate::experiment::sweep::{
    Best, CellSummary, Flips, Layout, PairCell, Regimes, SweepAxis, SweepSummary,
};
use crate::report::json::{Described, Head, Ordered, text};
use crate::report::levels::place;
use crate::report::scale::Found;
use serde::Serialize;
use serde_json::Value;

/// The schema of a sweep's `results.json`.
pub const SWEEP_SCHEMA: &str = "posse/sweep/1";

/// The text of `results.json`: the same bytes for the same summary. Undefined numbers are `null`.
pub fn sweep_json(summary: &SweepSummary) -> String {
    text(&Sweep::of(summary))
}

#[derive(Serialize)]
struct Sweep<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    design: Design,
    axes: Vec<Axis<'a>>,
    policies: Vec<&'a str>,
    labels: Ordered<'a, &'a str>,
    primary: &'a str,
    measures: Ordered<'a, Described<'a>>,
    cells: Vec<Cell<'a>>,
    regimes: Vec<Regime<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Found>,
    warnings: &'a [String],
    events: u64,
}

#[derive(Serialize)]
struct Design {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<usize>,
    replications: u32,
    max_replications: u32,
}

#[derive(Serialize)]
struct Axis<'a> {
    keys: &'a [String],
    label: &'a str,
    unit: &'a str,
    values: Vec<Value>,
    base: Option<Value>,
}

#[derive(Serialize)]
struct Cell<'a> {
    values: Vec<Value>,
    replications: u32,
    best: Option<Vec<&'a str>>,
    comparisons: Vec<Compared<'a>>,
}

#[derive(Serialize)]
struct Compared<'a> {
    measure: &'a str,
    a: &'a str,
    b: &'a str,
    difference: f64,
    standard_error: f64,
    ci95: (f64, f64),
    undefined: usize,
    b_better_share: f64,
    zone: f64,
    verdict: &'static str,
}

#[derive(Serialize)]
struct Regime<'a> {
    measure: &'a str,
    a: &'a str,
    b: &'a str,
    cells: Counts,
    flips: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Counts {
    better: usize,
    worse: usize,
    tie: usize,
    undecided: usize,
    withheld: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Value>,
    stretches: Vec<Stretched>,
    break_even: Vec<BreakEven<'a>>,
}

#[derive(Serialize)]
struct Stretched {
    from: Value,
    to: Value,
    verdict: &'static str,
}

#[derive(Serialize)]
struct BreakEven<'a> {
    at: f64,
    low: Option<f64>,
    high: Option<f64>,
    better_beyond: &'a str,
}

impl<'a> Sweep<'a> {
    fn of(summary: &'a SweepSummary) -> Self {
        let (kind, columns, rows) = match summary.layout {
            Layout::Grid { columns, rows } => ("grid", Some(columns), Some(rows)),
            Layout::LatinHypercube => ("lhs", None, None),
            Layout::Sobol => ("sobol", None, None),
        };
        let (replications, max_replications) = (summary.runs, summary.most_runs);
        Self {
            head: Head::of(
                SWEEP_SCHEMA,
                [&summary.scenario, &summary.hash, &summary.world],
                (&summary.currency, summary.seed),
            ),
            interrupted: summary.is_interrupted,
            design: Design { kind, columns, rows, replications, max_replications },
            axes: summary.axes.iter().map(axis).collect(),
            policies: summary.policies.iter().map(|policy| policy.0.as_str()).collect(),
            labels: Ordered::labels(&summary.policies),
            primary: &summary.measures[summary.primary].key,
            measures: Ordered::described(&summary.measures),
            cells: summary.cells.iter().map(|of| cell(summary, of)).collect(),
            regimes: summary.regimes.iter().map(|of| regime(summary, of)).collect(),
            scaling: summary.scaling.as_ref().map(Found::of),
            warnings: &summary.warnings,
            events: summary.events,
        }
    }
}

fn axis(axis: &SweepAxis) -> Axis<'_> {
    Axis {
        keys: &axis.keys,
        label: &axis.label,
        unit: &axis.unit,
        values: axis.levels.iter().map(place).collect(),
        base: axis.base.as_ref().map(place),
    }
}

fn name(summary: &SweepSummary, policy: usize) -> &str {
    &summary.policies[policy].0
}

fn cell<'a>(summary: &'a SweepSummary, cell: &'a CellSummary) -> Cell<'a> {
    let shown = summary.regimes.iter();
    let comparisons =
        shown.map(|of| compared(summary, of.measure, &cell.pairs[of.pair][of.measure]));
    let best = match &cell.best {
        Best::One(policy) => Some(vec![name(summary, *policy)]),
        Best::Level(policies) => Some(policies.iter().map(|p| name(summary, *p)).collect()),
        Best::Open | Best::Withheld => None,
    };
    Cell {
        values: cell.levels.iter().map(place).collect(),
        replications: cell.runs,
        best,
        comparisons: comparisons.collect(),
    }
}

fn compared<'a>(summary: &'a SweepSummary, measure: usize, pair: &PairCell) -> Compared<'a> {
    Compared {
        measure: &summary.measures[measure].key,
        a: name(summary, pair.a),
        b: name(summary, pair.b),
        difference: pair.mean,
        standard_error: pair.standard_error,
        ci95: pair.interval,
        undefined: pair.undefined,
        b_better_share: pair.share_better,
        zone: pair.zone,
        verdict: pair.verdict.name(),
    }
}

fn regime<'a>(summary: &'a SweepSummary, regimes: &'a Regimes) -> Regime<'a> {
    let [worse, better, tie, undecided, withheld] = regimes.counts;
    Regime {
        measure: &summary.measures[regimes.measure].key,
        a: name(summary, regimes.a),
        b: name(summary, regimes.b),
        cells: Counts { better, worse, tie, undecided, withheld },
        flips: regimes.rows.iter().map(|row| flips(summary, regimes, row)).collect(),
    }
}

fn flips<'a>(summary: &'a SweepSummary, regimes: &Regimes, row: &'a Flips) -> Row<'a> {
    let levels = &summary.axes[0].levels;
    Row {
        at: summary.axes.get(1).map(|axis| place(&axis.levels[row.row])),
        stretches: row
            .stretches
            .iter()
            .map(|stretch| Stretched {
                from: place(&levels[stretch.from]),
                to: place(&levels[stretch.to]),
                verdict: stretch.verdict.name(),
            })
            .collect(),
        break_even: row
            .crossings
            .iter()
            .map(|crossing| BreakEven {
                at: crossing.at,
                low: crossing.low,
                high: crossing.high,
                better_beyond: name(summary, if crossing.to_b { regimes.b } else { regimes.a }),
            })
            .collect(),
    }
}
