//! What a sweep found: everything its report shows, computed.

use super::flips::{self, Flips};
use super::plan::{Layout, Plan};
use super::{CellTallies, Swept};
use crate::sales::Measure;
use crate::scenario::{Axis, Level, Levels, Scenario};
use crate::stats::Verdict;

/// Bins of an axis on which points lie anywhere.
const BINS: usize = 8;

/// The findings of a sweep as plain data.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// The scenario's name.
    pub scenario: String,
    /// SHA-256 of the scenario as written, in hexadecimal.
    pub hash: String,
    /// The currency.
    pub currency: String,
    /// The seed that all cells share.
    pub seed: u64,
    /// How the cells lie.
    pub layout: Layout,
    /// The axes, in order.
    pub axes: Vec<SweepAxis>,
    /// Name and label of each policy.
    pub policies: Vec<(String, String)>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Index of the measure that the verdicts are about.
    pub primary: usize,
    /// Replications of each policy in every cell of the first round.
    pub runs: u32,
    /// Replications that a cell may have at most.
    pub most_runs: u32,
    /// The cells.
    pub cells: Vec<CellSummary>,
    /// For the primary measure and contribution, every pair of policies: how the verdicts lie.
    pub regimes: Vec<Regimes>,
    /// Events handled.
    pub events: u64,
    /// What a reader must know before trusting the numbers.
    pub warnings: Vec<String>,
    /// Whether it was stopped before its last round was finished.
    pub is_interrupted: bool,
}

/// An axis as a report needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepAxis {
    /// The key paths.
    pub keys: Vec<String>,
    /// How people read it.
    pub label: String,
    /// The unit of its numbers; may be empty.
    pub unit: String,
    /// The values of a grid in order; of points the least and the greatest, or all words.
    pub levels: Vec<Level>,
    /// Whether its values are numbers.
    pub is_numeric: bool,
    /// The scenario's own value, where it can be placed.
    pub base: Option<Level>,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct CellSummary {
    /// Its values, in the order of the axes.
    pub levels: Vec<Level>,
    /// Replications of each policy.
    pub runs: u32,
    /// By policy, by measure: the mean of the defined values; NaN if there are none.
    pub means: Vec<Vec<f64>>,
    /// By pair (a before b, in order), by measure.
    pub pairs: Vec<Vec<PairCell>>,
    /// Who is best in the primary measure.
    pub best: Best,
}

/// A pair of policies in one cell and measure: b compared with a on the same luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairCell {
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Pairs of runs in which it is defined.
    pub count: usize,
    /// Pairs with a side undefined.
    pub undefined: usize,
    /// Mean of b − a.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// The mean turned so that positive is better.
    pub improvement: f64,
    /// The interval turned likewise.
    pub improvement_interval: (f64, f64),
    /// Share of the runs in which b is strictly better.
    pub share_better: f64,
    /// Differences up to this size do not matter.
    pub zone: f64,
    /// The verdict on b.
    pub verdict: Verdict,
}

/// Who is best in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Best {
    /// Better than every other.
    One(usize),
    /// None of these is beaten by anyone, and they tie.
    Level(Vec<usize>),
    /// More runs would tell.
    Open,
    /// Undefined in too many runs.
    Withheld,
}

/// How the verdicts on one pair in one measure lie over the cells.
#[derive(Clone, Debug)]
pub struct Regimes {
    /// Index of the measure.
    pub measure: usize,
    /// Index of the pair.
    pub pair: usize,
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// Cells in which a wins, b wins, they tie, it is undecided, no verdict is given.
    pub counts: [usize; 5],
    /// By axis: where a wins and where b wins, as the mean place of those cells less that of all
    /// cells, −1 to 1 of the axis; NaN where they win nowhere or the axis has no numbers.
    pub leanings: Vec<[f64; 2]>,
    /// Of a grid: row by row, where the answer turns along the first axis.
    pub rows: Vec<Flips>,
    /// Of points: by axis, how the verdicts lie in bins of it.
    pub slices: Vec<Vec<Slice>>,
}

/// Points whose value on one axis lies in a bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The bin in words or numbers: its ends, the same for a word.
    pub ends: (Level, Level),
    /// Mean of the mean differences b − a.
    pub mean: f64,
    /// As in [`Regimes::counts`].
    pub counts: [usize; 5],
}

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
    let regimes = regimes.map(|(measure, pair)| regime(&summaries, &axes, plan, (measure, pair)));
    SweepSummary {
        scenario: scenario.name.clone(),
        hash: scenario.hash(),
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
    let means = tallies.policies.iter().map(|of| of.iter().map(|tally| tally.mean()).collect());
    CellSummary {
        levels: levels.to_vec(),
        runs: tallies.runs,
        means: means.collect(),
        best: best(pairs.iter().map(|measures| &measures[swept.primary]), tallies.policies.len()),
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

/// Who is best, from the verdicts on all pairs of so many policies.
fn best<'a>(pairs: impl Iterator<Item = &'a PairCell>, policies: usize) -> Best {
    let pairs: Vec<&PairCell> = pairs.collect();
    if pairs.iter().any(|pair| pair.verdict == Verdict::Withheld) {
        return Best::Withheld;
    }
    let loser = |pair: &PairCell| match pair.verdict {
        Verdict::Better => Some(pair.a),
        Verdict::Worse => Some(pair.b),
        Verdict::Tie | Verdict::Undecided | Verdict::Withheld => None,
    };
    let is_beaten = |policy: &usize| pairs.iter().any(|pair| loser(pair) == Some(*policy));
    let unbeaten: Vec<usize> = (0..policies).filter(|policy| !is_beaten(policy)).collect();
    let has = |pair: &PairCell, policy: usize| pair.a == policy || pair.b == policy;
    if let [one] = unbeaten[..] {
        let is_ahead = |pair: &&&PairCell| has(pair, one) && loser(pair).is_some();
        let ahead = pairs.iter().filter(is_ahead).count();
        return if ahead + 1 == policies { Best::One(one) } else { Best::Open };
    }
    let is_among = |pair: &&&PairCell| unbeaten.contains(&pair.a) && unbeaten.contains(&pair.b);
    let is_level = pairs.iter().filter(is_among).all(|pair| pair.verdict == Verdict::Tie);
    if is_level && !unbeaten.is_empty() { Best::Level(unbeaten) } else { Best::Open }
}

/// The place of a verdict in [`Regimes::counts`].
fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Worse => 0,
        Verdict::Better => 1,
        Verdict::Tie => 2,
        Verdict::Undecided => 3,
        Verdict::Withheld => 4,
    }
}

fn counts<'a>(cells: impl Iterator<Item = &'a PairCell>) -> [usize; 5] {
    let mut counts = [0; 5];
    for cell in cells {
        counts[place(cell.verdict)] += 1;
    }
    counts
}

fn regime(
    cells: &[CellSummary],
    axes: &[SweepAxis],
    plan: &Plan,
    (measure, pair): (usize, usize),
) -> Regimes {
    let of: Vec<&PairCell> = cells.iter().map(|cell| &cell.pairs[pair][measure]).collect();
    let (rows, slices) = match plan.layout {
        Layout::Grid { columns, .. } => {
            let xs: Vec<f64> = axes[0].levels.iter().map(|level| level.number).collect();
            let xs = axes[0].is_numeric.then_some(xs);
            let rows = of.chunks(columns).enumerate();
            (
                rows.map(|(row, cells)| flips::of_row(row, xs.as_deref(), cells)).collect(),
                Vec::new(),
            )
        }
        Layout::LatinHypercube | Layout::Sobol => {
            let slices = (0..axes.len()).map(|axis| slices(cells, &of, (axis, &axes[axis])));
            (Vec::new(), slices.collect())
        }
    };
    Regimes {
        measure,
        pair,
        a: of[0].a,
        b: of[0].b,
        counts: counts(of.iter().copied()),
        leanings: (0..axes.len()).map(|axis| leaning(cells, &of, (axis, &axes[axis]))).collect(),
        rows,
        slices,
    }
}

/// Where on an axis a and b win.
fn leaning(cells: &[CellSummary], of: &[&PairCell], (k, axis): (usize, &SweepAxis)) -> [f64; 2] {
    let ends = [axis.levels.first(), axis.levels.last()].map(|end| end.map_or(0.0, |l| l.number));
    let mean = |is_counted: &dyn Fn(Verdict) -> bool| {
        let counted = cells.iter().zip(of).filter(|(_, pair)| is_counted(pair.verdict));
        let places: Vec<f64> = counted
            .map(|(cell, _)| (cell.levels[k].number - ends[0]) / (ends[1] - ends[0]))
            .collect();
        places.iter().sum::<f64>() / places.len() as f64
    };
    let all = mean(&|_| true);
    [Verdict::Worse, Verdict::Better].map(|wanted| mean(&|verdict| verdict == wanted) - all)
}

/// The points in bins of an axis; empty bins are left out.
fn slices(cells: &[CellSummary], of: &[&PairCell], (k, axis): (usize, &SweepAxis)) -> Vec<Slice> {
    let slice = |ends: (Level, Level), is_in: &dyn Fn(&Level) -> bool| {
        let inside = cells.iter().zip(of).filter(|(cell, _)| is_in(&cell.levels[k]));
        let inside: Vec<&PairCell> = inside.map(|(_, pair)| *pair).collect();
        let known = inside.iter().map(|pair| pair.mean).filter(|mean| !mean.is_nan());
        let (sum, count) = known.fold((0.0, 0_usize), |(sum, count), mean| (sum + mean, count + 1));
        let mean = sum / count as f64;
        (!inside.is_empty()).then(|| Slice { ends, mean, counts: counts(inside.into_iter()) })
    };
    if !axis.is_numeric || axis.levels.len() > 2 {
        let each = axis.levels.iter();
        return each.filter_map(|l| slice((l.clone(), l.clone()), &|own| own == l)).collect();
    }
    let (from, to) = (axis.levels[0].number, axis.levels[1].number);
    let edge = |bin: usize| from + (to - from) * bin as f64 / BINS as f64;
    let bin = |bin: usize| {
        let (low, high) = (edge(bin), edge(bin + 1));
        let ends = (Level::number(low, &axis.unit), Level::number(high, &axis.unit));
        let is_in = |own: &Level| {
            own.number >= low && (own.number < high || bin + 1 == BINS && own.number <= high)
        };
        slice(ends, &is_in)
    };
    (0..BINS).filter_map(bin).collect()
}
