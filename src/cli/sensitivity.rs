//! `sensitivity`: which uncertain input the answer hangs on.

use std::path::PathBuf;

use super::equal_cost::{self, Recorded};
use super::files::{self, Text};
use super::job::{self, folder, now};
use super::sensitivity_plan::planned;
use super::stop::Stop;
use super::sweep_progress::SweepProgress;
use super::{Code, SensitivityOptions, check, problems, talk};
use crate::experiment::Reached;
use crate::experiment::sensitivity::{self, Plan, Question, SensitivitySummary};
use crate::report::{self, FolderOptions, RunFacts, Screen};
use crate::scenario::{Assumptions, Draft, Scenario, Variation};

/// Everything that is settled before the first run.
struct Job<'a> {
    options: &'a SensitivityOptions,
    scenario: Scenario,
    variation: Variation,
    /// Assumptions that cannot be moved, each with the reason.
    left_out: Vec<(String, String)>,
    plan: Plan,
    question: Question,
    cells: Vec<Scenario>,
    /// The factors of equal cost of the scenario as written, once they are known.
    scaling: Option<Recorded>,
    folder: PathBuf,
}

pub(super) fn sensitivity(options: &SensitivityOptions) -> Code {
    let Some(mut job) = Job::new(options) else { return Code::Refused };
    let files = FolderOptions {
        force: options.study.force,
        charts: true,
        sources: job::sources(options.file.as_deref(), &job.scenario),
        ..FolderOptions::default()
    };
    let runs = job.cells.len() as u64 * u64::from(job.plan.runs);
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
    let words = "these factors of the base case hold at every point";
    let found =
        pool.install(|| equal_cost::of_worlds(world, place, (&stop, options.study.quiet), words));
    match found {
        Ok(scaling) => job.scaling = scaling,
        Err(code) => return code,
    }
    pool.install(|| job.run((threads, &stop), files))
}

impl<'a> Job<'a> {
    fn new(options: &'a SensitivityOptions) -> Option<Self> {
        let (text, draft) = files::load_draft(options.file.as_deref())?;
        let load = |name: &str| text.beside(name);
        let mut scenario = shown(&text, draft.scenario(&load))?;
        problems::show(&scenario.warnings, &scenario.files, &text.folder);
        scenario.seed = options.study.seed.unwrap_or(scenario.seed);
        let (variation, left_out) = inputs(options, &text, draft)?;
        if variation.axes.is_empty() {
            problems::plain(&nothing_uncertain(options, &scenario.name));
            return None;
        }
        let (plan, question) = match planned(options, &variation.axes, &scenario) {
            Ok(planned) => planned,
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
        let name = format!("{}-sensitivity", scenario.name);
        let folder = folder(options.study.out.as_deref(), &name, false);
        let scaling = None;
        Some(Self {
            options,
            scenario,
            variation,
            left_out,
            plan,
            question,
            cells,
            scaling,
            folder,
        })
    }

    fn run(&self, (threads, stop): (usize, &Stop), files: FolderOptions) -> Code {
        let (points, runs) = (self.plan.cells.len(), self.plan.runs);
        let policies = self.question.subject.policies(self.scenario.policies.len()).len();
        let all = points as u64 * u64::from(runs);
        if !self.options.study.quiet {
            let inputs = self.variation.axes.len();
            let each = if policies == 1 { "one policy" } else { "each policy" };
            let plural = if inputs == 1 { "" } else { "s" };
            talk::say(&format!(
                "{inputs} input{plural}, {points} points of {runs} runs: {all} runs of {each}"
            ));
        }
        let progress = SweepProgress::new(self.options.study.quiet);
        let seen = |reached: &Reached| {
            progress.show((reached.runs, all), format!("{} of {points} points", reached.points));
        };
        let (asked, kept) = ((&self.plan, &self.question), vec![(); points]);
        let ran = sensitivity::run(&self.cells, asked, kept, &seen, &|| stop.is_wanted());
        let seconds = progress.finish();
        match ran {
            Ok(Some(ran)) => {
                let about = (self.variation.axes.as_slice(), &self.plan);
                let warnings = self.warnings();
                let mut summary =
                    sensitivity::summarise(&self.scenario, about, &self.question, &ran, warnings);
                summary.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
                summary.left_out.clone_from(&self.left_out);
                let facts = RunFacts { created: now(), threads, seconds, reused: 0 };
                self.finish(&summary, FolderOptions { facts, ..files })
            }
            Ok(None) => {
                talk::say("interrupted: nothing is written");
                Code::Interrupted
            }
            Err((cell, failure)) => {
                let values = self.variation.axes.iter().zip(&self.plan.cells[cell]);
                let at = values.map(|(axis, level)| format!("`{} = {}`", axis.keys[0], level.text));
                let at = at.collect::<Vec<_>>().join(", ");
                problems::plain(&format!("where {at}: {failure}"));
                Code::Failed
            }
        }
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = check::warnings_of_cells(&self.cells, "point");
        warnings.extend(self.scaling.as_ref().map(|(scaling, _)| {
            let words = report::factors_in_words(scaling);
            format!("the factors of equal cost are those of the base case: {words}")
        }));
        warnings
    }

    fn finish(&self, summary: &SensitivitySummary, files: FolderOptions) -> Code {
        let options = self.options;
        let (seconds, threads) = (files.facts.seconds, files.facts.threads);
        let extra = self.scaling.iter().map(|(_, record)| record.clone()).collect();
        let files = FolderOptions { extra, ..files };
        if let Err(error) = report::write_sensitivity(summary, &self.folder, &files) {
            problems::plain(&error.to_string());
            return Code::Failed;
        }
        let told = if options.study.json {
            talk::result(&report::sensitivity_json(summary))
        } else {
            let (width, folder) = (talk::result_columns(), Some(self.folder.as_path()));
            let screen = Screen { width, color: true, folder };
            talk::result(&report::sensitivity_screen(summary, screen))
        };
        if !options.study.quiet && !options.study.json {
            let plural = if threads == 1 { "" } else { "s" };
            talk::say(&format!("{seconds:.1} s on {threads} thread{plural}"));
        }
        told
    }
}

/// What is moved: the keys of the command line, every assumption, or what the scenario calls
/// uncertain; and the assumptions that cannot be moved.
fn inputs(
    options: &SensitivityOptions,
    text: &Text,
    draft: Draft,
) -> Option<(Variation, Vec<(String, String)>)> {
    let load = |name: &str| text.beside(name);
    match options.assumptions {
        Some(_) if !options.vary.is_empty() => {
            problems::plain(
                "`--assumptions` and `--vary` do not go together\nhint: every assumption, or the \
                 keys named",
            );
            None
        }
        Some(share) => {
            let found = shown(text, Assumptions::of(draft, share, &load))?;
            Some((found.variation, found.left_out))
        }
        None if options.vary.is_empty() => Some((Variation::uncertain(draft), Vec::new())),
        None => Some((shown(text, Variation::read(draft, &options.vary))?, Vec::new())),
    }
}

fn nothing_uncertain(options: &SensitivityOptions, name: &str) -> String {
    if options.assumptions.is_some() {
        return format!(
            "scenario `{name}` has no assumption that is a number\nhint: name inputs with `--vary \
             KEY=FROM..TO`"
        );
    }
    format!(
        "scenario `{name}` says of no input that it is uncertain\nhint: write its range in the \
         scenario, e.g. `advance = {{ value = 0.3, uncertain = \"0.2 to 0.5\" }}`; or `--vary \
         KEY=FROM..TO`; or `--assumptions 25%` for every assumption"
    )
}

/// The value, or nothing after its mistakes were shown.
fn shown<T>(text: &Text, result: Result<T, crate::scenario::Error>) -> Option<T> {
    result.map_err(|error| text.refuse(&error)).ok()
}
