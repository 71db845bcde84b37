//! `sweep`: the same comparison in many worlds.

use std::path::PathBuf;

use clap::ValueEnum;

use super::files::{self, Text};
use super::job::{default_threads, folder, now};
use super::keeper::{self, Keeper};
use super::stop::Stop;
use super::sweep_progress::SweepProgress;
use super::{Code, SweepOptions, check, problems, talk};
use crate::experiment::sweep::{self, Layout, MOST_CELLS, Plan, SweepSummary};
use crate::report::{self, Blocks, FolderOptions, Origin, RunFacts, Screen};
use crate::scenario::{Axis, Level, Levels, Scenario, Variation};
use crate::stats::SOBOL_DIMENSIONS;

/// Runs of each policy in every cell unless something else is asked for.
const RUNS: u32 = 200;
/// How many times as many a cell may get where the answer is not clear.
const MORE: u32 = 4;
const POINTS: u32 = 64;
/// Values on the axes of a grid: of the only one; of the first and the second.
const ONE_AXIS: u32 = 12;
const TWO_AXES: (u32, u32) = (12, 8);

/// How the cells of a sweep lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DesignKind {
    /// Every value of one key with every value of the other
    Grid,
    /// A Latin hypercube
    Lhs,
    /// Points of the Sobol' sequence
    Sobol,
}

/// Columns, and rows where there are two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    columns: u32,
    rows: Option<u32>,
}

/// Reads `24x16` or `24`.
pub(super) fn shape(text: &str) -> Result<Shape, String> {
    let number = |part: &str| part.trim().parse::<u32>().ok().filter(|n| (2..=1000).contains(n));
    let parts = text.split_once(['x', '×']).map_or((text, None), |(c, r)| (c, Some(r)));
    let (columns, rows) = (number(parts.0), parts.1.map(number));
    match (columns, rows) {
        (Some(columns), None) => Ok(Shape { columns, rows: None }),
        (Some(columns), Some(Some(rows))) => Ok(Shape { columns, rows: Some(rows) }),
        _ => Err("expected columns and rows such as `24x16`, each from 2 to 1000".to_owned()),
    }
}

/// Everything that is settled before the first run.
struct Job<'a> {
    options: &'a SweepOptions,
    scenario: Scenario,
    axes: Vec<Axis>,
    plan: Plan,
    cells: Vec<Scenario>,
    folder: PathBuf,
}

pub(super) fn sweep(options: &SweepOptions) -> Code {
    let Some(job) = Job::new(options) else { return Code::Refused };
    let check = report::check_folder(&job.folder, &job.scenario.name, options.force);
    if let Err(error) = check {
        problems::plain(&error.to_string());
        return Code::Failed;
    }
    let threads = options.jobs.map_or_else(default_threads, usize::from);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else {
        problems::plain("cannot start the threads\nhint: try fewer with `--jobs`");
        return Code::Failed;
    };
    let (blocks, kept) = match job.kept() {
        Ok(kept) => kept,
        Err(code) => return code,
    };
    pool.install(|| job.run(threads, blocks, kept))
}

impl<'a> Job<'a> {
    fn new(options: &'a SweepOptions) -> Option<Self> {
        let (text, draft) = files::load_draft(options.file.as_deref())?;
        let load = |name: &str| text.beside(name);
        let mut scenario = shown(&text, draft.scenario(&load))?;
        problems::show(&scenario.warnings, &scenario.files, &text.folder);
        scenario.seed = options.seed.unwrap_or(scenario.seed);
        let variation = shown(&text, Variation::read(draft, &options.vary))?;
        let plan = match plan(options, &variation.axes, &scenario) {
            Ok(plan) => plan,
            Err(messages) => {
                messages.iter().for_each(|message| problems::plain(message));
                return None;
            }
        };
        let (mut cells, warnings) = shown(&text, variation.cells(&plan.cells, &load))?;
        problems::show(&warnings, &variation.files, &text.folder);
        for cell in &mut cells {
            cell.seed = scenario.seed;
        }
        let folder = folder(options.out.as_deref(), &format!("{}-sweep", scenario.name), false);
        Some(Self { options, scenario, axes: variation.axes, plan, cells, folder })
    }

    /// Where finished runs are kept, and for each cell what is kept already. A cell is known by
    /// what its runs depend on, so that those of another grid are found again.
    fn kept(&self) -> Result<(Blocks, Vec<Keeper>), Code> {
        let (folder, options) = (self.folder.as_path(), self.options);
        if !options.extend && !options.quiet && Blocks::are_left(folder) {
            keeper::warn_of_unfinished(folder);
        }
        let blocks = Blocks::open(folder, options.extend).map_err(|error| {
            problems::plain(&error.to_string());
            Code::Failed
        })?;
        let (mut names, mut keepers) = (Vec::<String>::new(), Vec::new());
        let mut is_empty = true;
        for cell in &self.cells {
            let measures = sweep::measures(cell).into_iter().map(|measure| measure.key).collect();
            let origin = Origin { measures, ..keeper::origin(cell) };
            let mut name = origin.scenario[..16].to_owned();
            // Points of a design may be the same scenario.
            let twins = names.iter().filter(|known| **known == name).count();
            names.push(name.clone());
            if twins > 0 {
                name = format!("{name}-{twins}");
            }
            let point = blocks.of(&name, origin).map_err(|foreign| {
                keeper::refuse(&foreign);
                Code::Refused
            })?;
            is_empty &= point.is_empty();
            keepers.push(Keeper::new(point, options.quiet));
        }
        if options.extend && !options.quiet && is_empty {
            let folder = folder.display();
            talk::say(&format!("no finished runs in `{folder}` yet: nothing to extend"));
        }
        Ok((blocks, keepers))
    }

    fn run(&self, threads: usize, blocks: Blocks, kept: Vec<Keeper>) -> Code {
        let stop = Stop::listen();
        let progress = SweepProgress::new(self.plan.cells.len(), self.options.quiet);
        let seen = |reached| progress.show(reached);
        let swept = sweep::run(&self.cells, &self.plan, kept, &seen, &|| stop.is_wanted());
        let seconds = progress.finish();
        match swept {
            Ok(swept) => {
                let reused = u32::try_from(swept.reused).unwrap_or(u32::MAX);
                let facts = RunFacts { created: now(), threads, seconds, reused };
                let about = (self.axes.as_slice(), &self.plan);
                let warnings = check::warnings_of_cells(&self.cells);
                let summary =
                    sweep::summarise(&self.scenario, about, &self.cells, &swept, warnings);
                self.finish(&summary, blocks, facts)
            }
            Err((cell, failure)) => {
                let values = self.axes.iter().zip(&self.plan.cells[cell]);
                let at = values.map(|(axis, level)| format!("`{} = {}`", axis.keys[0], level.text));
                let at = at.collect::<Vec<_>>().join(", ");
                problems::plain(&format!("where {at}: {failure}"));
                Code::Failed
            }
        }
    }

    fn finish(&self, summary: &SweepSummary, blocks: Blocks, facts: RunFacts) -> Code {
        let options = self.options;
        let RunFacts { seconds, threads, reused, .. } = facts;
        let (blocks, extra) = (Some(blocks), Vec::new());
        let files = FolderOptions { force: options.force, charts: true, facts, blocks, extra };
        if let Err(error) = report::write_sweep(summary, &self.folder, &files) {
            problems::plain(&error.to_string());
            if Blocks::are_left(&self.folder) {
                talk::say("the finished runs are kept: `--extend` goes on with them");
            }
            return Code::Failed;
        }
        let told = if options.json {
            talk::result(&report::sweep_json(summary))
        } else {
            let (width, folder) = (talk::result_columns(), Some(self.folder.as_path()));
            talk::result(&report::sweep_screen(summary, Screen { width, color: true, folder }))
        };
        if !options.quiet && !options.json {
            let plural = if threads == 1 { "" } else { "s" };
            let total: u64 = summary.cells.iter().map(|cell| u64::from(cell.runs)).sum();
            let again = match reused {
                0 => String::new(),
                reused => format!(" · {reused} of {total} runs used again"),
            };
            talk::say(&format!("{seconds:.1} s on {threads} thread{plural}{again}"));
        }
        if summary.is_interrupted {
            talk::say("interrupted: what was finished is kept, and marked; `--extend` goes on");
            return Code::Interrupted;
        }
        told
    }
}

/// The value, or nothing after its mistakes were shown.
fn shown<T>(text: &Text, result: Result<T, crate::scenario::Error>) -> Option<T> {
    result.map_err(|error| text.refuse(&error)).ok()
}

/// The cells and how often they are run, or everything that does not fit.
fn plan(options: &SweepOptions, axes: &[Axis], scenario: &Scenario) -> Result<Plan, Vec<String>> {
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
