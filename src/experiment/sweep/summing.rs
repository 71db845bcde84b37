//! From the tallies of a sweep to its findings, cell by cell.

use super::best::Best;
use super::plan::{Layout, Plan};
use super::regimes::regimes;
use super::summary::{CellSummary, PairCell, SweepAxis, SweepSummary};
use super::{CellTallies, Swept};
use crate::scenario::{Axis, Level, Levels, Scenario};

/// The findings of a sweep of `scenario`; `warnings` are passed on.
pub fn summarise(
    scenario: &Scenario,
    (axes, plan): (&[Axis], &Plan),
    cells: &[Scenario],
    swept: &Swept,
    warnings: Vec<String>,
) -> SweepSummary {
    let axes: Vec<SweepAxis> =
        axes.iter().enumerate().map(|(k, axis)| axis_summary(axis, k, plan)).collect();
    let summaries: Vec<CellSummary> = swept
        .cells
        .iter()
        .zip(cells.iter().zip(&plan.cells))
        .map(|(tallies, (scenario, levels))| cell(tallies, scenario, levels, swept))
        .collect();
    let contribution = swept.measures.iter().position(|m| m.key == "contribution");
    let mut shown = vec![swept.primary];
    let has_money = |measure: &usize| {
        summaries.iter().any(|cell| cell.means.iter().any(|of| of[*measure] != 0.0))
    };
    shown.extend(contribution.filter(|m| *m != swept.primary).filter(has_money));
    let pairs = summaries.first().map_or(0, |cell| cell.pairs.len());
    let regimes = shown.iter().flat_map(|measure| (0..pairs).map(move |pair| (*measure, pair)));
    let regimes =
        regimes.map(|(measure, pair)| self::regimes(&summaries, &axes, plan, (measure, pair)));
    SweepSummary {
        scenario: scenario.name.clone(),
        hash: scenario.hash(),
        world: scenario.world_hash(),
        currency: scenario.currency.clone(),
        seed: scenario.seed,
        layout: plan.layout,
        regimes: regimes.collect(),
        axes,
        policies: scenario.policies.iter().map(|p| (p.name.clone(), p.label.clone())).collect(),
        measures: swept.measures.clone(),
        primary: swept.primary,
        runs: plan.runs,
        most_runs: plan.most_runs,
        events: swept.cells.iter().map(|cell| cell.events).sum(),
        cells: summaries,
        scaling: None,
        warnings,
        is_interrupted: !swept.is_complete,
    }
}

fn axis_summary(axis: &Axis, number: usize, plan: &Plan) -> SweepAxis {
    let levels = match (plan.layout, &axis.levels) {
        (Layout::Grid { columns, .. }, _) if number == 0 => {
            plan.cells[..columns].iter().map(|cell| cell[0].clone()).collect()
        }
        (Layout::Grid { columns, .. }, _) => {
            plan.cells.iter().step_by(columns).map(|cell| cell[number].clone()).collect()
        }
        (_, Levels::List(levels)) => levels.clone(),
        (_, Levels::Range { from, to, .. }) => {
            [*from, *to].map(|end| Level::number(end, &axis.unit)).to_vec()
        }
    };
    SweepAxis {
        keys: axis.keys.clone(),
        label: axis.label.clone(),
        unit: axis.unit.clone(),
        levels,
        is_numeric: axis.is_numeric(),
        base: axis.base.clone(),
    }
}

fn cell(
    tallies: &CellTallies,
    scenario: &Scenario,
    levels: &[Level],
    swept: &Swept,
) -> CellSummary {
    let pairs: Vec<Vec<PairCell>> = (0..tallies.pairs.len())
        .map(|pair| {
            let measures = swept.measures.iter().enumerate();
            measures
                .map(|(m, measure)| of_pair(tallies, scenario, pair, (m, &measure.key)))
                .collect()
        })
        .collect();
    let primary = pairs.iter().map(|measures| &measures[swept.primary]);
    let of = |policy| (0..swept.measures.len()).map(|m| tallies.mean(policy, m)).collect();
    let means = (0..tallies.policies.len()).map(of);
    CellSummary {
        levels: levels.to_vec(),
        runs: tallies.runs,
        means: means.collect(),
        best: Best::of(primary.map(|pair| (pair.a, pair.b, pair.verdict)), tallies.policies.len()),
        pairs,
    }
}

fn of_pair(
    tallies: &CellTallies,
    scenario: &Scenario,
    pair: usize,
    measure: (usize, &str),
) -> PairCell {
    let (of, zone) = (&tallies.pairs[pair], tallies.zone(scenario, pair, measure));
    let tally = &of.measures[measure.0];
    PairCell {
        a: of.a,
        b: of.b,
        count: tally.pairs() - tally.undefined(),
        undefined: tally.undefined(),
        mean: tally.mean(),
        standard_error: tally.standard_error(),
        interval: tally.interval(),
        improvement: tally.direction().improvement(tally.mean()),
        improvement_interval: tally.improvement(),
        share_better: tally.share_better(),
        zone,
        verdict: tally.verdict(zone),
    }
}
