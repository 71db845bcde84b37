//! `sweep`: the same comparison in many worlds.

use std::path::PathBuf;

use super::equal_cost::{self, Recorded};
use super::files::{self, Text};
use super::job::{self, folder, now};
use super::keeper::{self, Keeper};
use super::stop::Stop;
use super::sweep_plan::plan;
use super::sweep_progress::SweepProgress;
use super::{Code, SweepOptions, check, problems, talk};
use crate::experiment::sweep::{self, Plan, Reached, SweepSummary};
use crate::report::{self, Blocks, FolderOptions, Origin, RunFacts, Screen};
use crate::scenario::{Axis, Scenario, Variation};

/// Everything that is settled before the first run.
struct Job<'a> {
    options: &'a SweepOptions,
    scenario: Scenario,
    /// The factors of equal cost of the scenario as written, once they are known.
    scaling: Option<Recorded>,
    axes: Vec<Axis>,
    plan: Plan,
    cells: Vec<Scenario>,
    folder: PathBuf,
}

pub(super) fn sweep(options: &SweepOptions) -> Code {
    let Some(mut job) = Job::new(options) else { return Code::Refused };
    let files = FolderOptions {
        force: options.study.force,
        extends: options.extend,
        charts: true,
        sources: job::sources(options.file.as_deref(), &job.scenario),
        ..FolderOptions::default()
    };
    let runs = job.cells.len() as u64 * u64::from(job.plan.most_runs);
    let _lock = match job::claim(&job.folder, (&job.scenario, runs), &files) {
        Ok(lock) => lock,
        Err(code) => return code,
    };
    let (threads, pool) = match job::pool(options.study.jobs) {
        Ok(pool) => pool,
        Err(code) => return code,
    };
    let stop = Stop::listen();
    let world = (&job.scenario, job.cells.as_mut_slice());
    let place = (options.file.as_deref(), job.folder.as_path());
    let words = "these factors of the base case hold in every cell";
    let found =
        pool.install(|| equal_cost::of_worlds(world, place, (&stop, options.study.quiet), words));
    match found {
        Ok(scaling) => job.scaling = scaling,
        Err(code) => return code,
    }
    let (blocks, kept) = match job.kept() {
        Ok(kept) => kept,
        Err(code) => return code,
    };
    let files = FolderOptions { blocks: Some(blocks), ..files };
    pool.install(|| job.run((threads, &stop), files, kept))
}

impl<'a> Job<'a> {
    fn new(options: &'a SweepOptions) -> Option<Self> {
        let (text, draft) = files::load_draft(options.file.as_deref())?;
        let load = |name: &str| text.beside(name);
        let mut scenario = shown(&text, draft.scenario(&load))?;
        problems::show(&scenario.warnings, &scenario.files, &text.folder);
        scenario.seed = options.study.seed.unwrap_or(scenario.seed);
        let variation = shown(&text, Variation::read(draft, &options.vary))?;
        let plan = match plan(options, &variation.axes, &scenario) {
            Ok(plan) => plan,
            Err(messages) => {
                for message in &messages {
                    problems::plain(message);
                }
                return None;
            }
        };
        let (mut cells, warnings) = shown(&text, variation.cells(&plan.cells, &load))?;
        problems::show(&warnings, &variation.files, &text.folder);
        for cell in &mut cells {
            cell.seed = scenario.seed;
        }
        let folder =
            folder(options.study.out.as_deref(), &format!("{}-sweep", scenario.name), false);
        let scaling = None;
        Some(Self { options, scenario, scaling, axes: variation.axes, plan, cells, folder })
    }

    /// Where finished runs are kept, and for each cell what is kept already. A cell is known by
    /// what its runs depend on, so that those of another grid are found again.
    fn kept(&self) -> Result<(Blocks, Vec<Keeper>), Code> {
        let mut points: Vec<(String, Origin)> = Vec::new();
        for cell in &self.cells {
            let measures = sweep::measures(cell).into_iter().map(|measure| measure.key).collect();
            let origin = Origin { measures, ..keeper::origin(cell) };
            // Points of a design may be the same scenario.
            let is_twin = |other: &&(String, Origin)| other.1 == origin;
            let twins = points.iter().filter(is_twin).count();
            let suffix = if twins == 0 { String::new() } else { format!("-{twins}") };
            points.push((format!("{}{suffix}", &origin.scenario[..16]), origin));
        }
        keeper::open_points(&self.folder, points, (self.options.extend, self.options.study.quiet))
    }

    fn run(
        &self,
        (threads, stop): (usize, &Stop),
        files: FolderOptions,
        kept: Vec<Keeper>,
    ) -> Code {
        let progress = SweepProgress::new(self.options.study.quiet);
        let cells = self.plan.cells.len();
        let seen = |reached: &Reached| {
            let words = reached_in_words(reached, &self.scenario, cells);
            progress.show((reached.runs, reached.planned), words);
        };
        let swept = sweep::run(&self.cells, &self.plan, kept, &seen, &|| stop.is_wanted());
        let seconds = progress.finish();
        match swept {
            Ok(swept) => {
                let reused = u32::try_from(swept.reused).unwrap_or(u32::MAX);
                let facts = RunFacts { created: now(), threads, seconds, reused };
                let about = (self.axes.as_slice(), &self.plan);
                let mut warnings = check::warnings_of_cells(&self.cells, "cell");
                warnings.extend(self.scenario.uncertainty.as_ref().map(|uncertainty| {
                    let inputs = uncertainty.inputs().len();
                    format!(
                        "{inputs} uncertain inputs stand at their values as written in every cell"
                    )
                }));
                warnings.extend(self.scaling.as_ref().map(|(scaling, _)| {
                    let words = report::factors_in_words(scaling);
                    format!("the factors of equal cost are those of the base case: {words}")
                }));
                let mut summary =
                    sweep::summarise(&self.scenario, about, &self.cells, &swept, warnings);
                summary.warnings.extend(check::warning_of_pay(&self.cells, &summary));
                summary.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
                self.finish(&summary, FolderOptions { facts, ..files })
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

    fn finish(&self, summary: &SweepSummary, files: FolderOptions) -> Code {
        let options = self.options;
        let RunFacts { seconds, threads, reused, .. } = files.facts;
        let record = self.scaling.as_ref().map(|(_, record)| record.clone());
        let files = FolderOptions { extra: record.into_iter().collect(), ..files };
        if let Err(error) = report::write_sweep(summary, &self.folder, &files) {
            let code = job::not_written(&error, &self.folder);
            return if summary.is_interrupted { Code::Interrupted } else { code };
        }
        let told = if options.study.json {
            talk::result(&report::sweep_json(summary))
        } else {
            let (width, folder) = (talk::result_columns(), Some(self.folder.as_path()));
            talk::result(&report::sweep_screen(summary, Screen { width, color: true, folder }))
        };
        if !options.study.quiet && !options.study.json {
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

/// `best so far: lone hero in 203, team in 12, level in 8, open 161 of 384 cells`, and which round it
/// is after the first.
fn reached_in_words(reached: &Reached, scenario: &Scenario, cells: usize) -> String {
    let policies = scenario.policies.iter().zip(&reached.best);
    let best = policies.filter(|(_, count)| **count > 0);
    let mut parts: Vec<String> =
        best.map(|(policy, count)| format!("{} in {count}", policy.label)).collect();
    if reached.level > 0 {
        parts.push(format!("level in {}", reached.level));
    }
    let open = cells - reached.best.iter().sum::<usize>() - reached.level;
    parts.push(format!("open {open} of {cells} cells"));
    let round = if reached.round > 1 {
        format!(" · round {}, where the answer is not clear", reached.round)
    } else {
        String::new()
    };
    format!("best so far: {}{round}", parts.join(", "))
}
