//! What a sweep runs: from the options to cells, or everything that does not fit.

use super::world_options::{DesignKind, Shape, SweepOptions};
use crate::experiment::sweep::{self, Layout, MOST_CELLS, Plan};
use crate::scenario::{Axis, Level, Levels, Scenario};
use crate::stats::SOBOL_DIMENSIONS;

/// Runs of each policy in every cell unless something else is asked for.
const RUNS: u32 = 200;
/// How many times as many a cell may get where the answer is not clear.
const MORE: u32 = 4;
/// The most runs in all cells together.
const MOST_RUNS: u64 = 1_000_000_000;
const POINTS: u32 = 64;
/// Values on the axes of a grid: of the only one; of the first and the second.
const ONE_AXIS: u32 = 12;
const TWO_AXES: (u32, u32) = (12, 8);

/// The cells and how often they are run, or everything that does not fit.
pub(super) fn plan(
    options: &SweepOptions,
    axes: &[Axis],
    scenario: &Scenario,
) -> Result<Plan, Vec<String>> {
    let mut wrong = Vec::new();
    if scenario.policies.len() < 2 {
        wrong.push(format!(
            "scenario `{}` has one policy: a sweep compares two or more\nhint: add a second one \
             under [policies]",
            scenario.name
        ));
    }
    let runs = options.replications.unwrap_or(RUNS);
    let most_runs = options.max_runs.unwrap_or(runs.saturating_mul(MORE));
    if most_runs < runs {
        wrong.push(format!(
            "`--max-runs {most_runs}` is less than the {runs} runs of every cell\nhint: give as \
             many or more; as many = the same number for every cell"
        ));
    }
    let cells = if options.design == DesignKind::Grid {
        grid(options, axes)
    } else {
        points(options, axes, scenario.seed)
    };
    let cells = cells.map_err(|messages| wrong.extend(messages));
    let Ok((layout, cells)) = cells else { return Err(wrong) };
    let all = cells.len() as u64 * u64::from(most_runs);
    if all > MOST_RUNS {
        let count = cells.len();
        wrong.push(format!(
            "{count} cells of up to {most_runs} runs are too many\nhint: at most {MOST_RUNS} runs in \
             all cells together"
        ));
    }
    if wrong.is_empty() { Ok(Plan { layout, cells, runs, most_runs }) } else { Err(wrong) }
}

type Cells = (Layout, Vec<Vec<Level>>);

fn grid(options: &SweepOptions, axes: &[Axis]) -> Result<Cells, Vec<String>> {
    let mut wrong = Vec::new();
    if axes.len() > 2 {
        wrong.push(format!(
            "a grid has one or two axes, found {}\nhint: use `--design sobol` or `--design lhs`",
            axes.len()
        ));
    }
    if options.points.is_some() {
        wrong.push("`--points` is not for a grid\nhint: use `--cells 24x16`".to_owned());
    }
    let counts = match (options.cells, axes.len()) {
        (None, 1) => (ONE_AXIS, 1),
        (None, _) => TWO_AXES,
        (Some(Shape { columns, rows: None }), 1) => (columns, 1),
        (Some(Shape { columns, rows: Some(rows) }), 2) => (columns, rows),
        (Some(shape), count) => {
            let (columns, rows) = (shape.columns, shape.rows.unwrap_or(shape.columns));
            let fit = if count == 1 { format!("{columns}") } else { format!("{columns}x{rows}") };
            let plural = if count == 1 { "axis" } else { "axes" };
            wrong.push(format!("`--cells` does not fit {count} {plural}\nhint: `--cells {fit}`"));
            TWO_AXES
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let is_many = |axis: &Axis, count: u32| axis.grid(count).len();
    let number =
        is_many(&axes[0], counts.0) * axes.get(1).map_or(1, |axis| is_many(axis, counts.1));
    if number > MOST_CELLS {
        return Err(vec![format!("{number} cells are too many\nhint: at most {MOST_CELLS}")]);
    }
    Ok(sweep::grid(axes, counts))
}

fn points(options: &SweepOptions, axes: &[Axis], seed: u64) -> Result<Cells, Vec<String>> {
    let mut wrong = Vec::new();
    if options.cells.is_some() {
        wrong.push("`--cells` is for a grid\nhint: use `--points 64`".to_owned());
    }
    let has_steps = |axis: &&Axis| matches!(axis.levels, Levels::Range { steps: Some(_), .. });
    if let Some(axis) = axes.iter().find(has_steps) {
        wrong.push(format!(
            "the number of values of `{}` is for a grid\nhint: leave out what follows the colon; \
             points lie anywhere",
            axis.keys[0]
        ));
    }
    let count = options.points.unwrap_or(POINTS);
    let is_sobol = options.design == DesignKind::Sobol;
    if is_sobol && axes.len() > SOBOL_DIMENSIONS {
        wrong.push(format!(
            "Sobol' points have at most {SOBOL_DIMENSIONS} axes, found {}\nhint: use `--design lhs`",
            axes.len()
        ));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(if is_sobol {
        sweep::sobol_points(axes, count)
    } else {
        sweep::latin_hypercube(axes, count, seed)
    })
}
