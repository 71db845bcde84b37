//! One scenario: run it, write the folder, say what came out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::attention::Attention;
use super::equal_cost::{self, Records};
use super::goal;
use super::keeper::{self, Keeper};
use super::progress::Progress;
use super::require::{self, Condition};
use super::stop::Stop;
use super::{Code, How, check, problems, talk};
use crate::experiment::scaling::{self, FactorErrors, Scaling};
use crate::experiment::{self, Design, End, Looks, Ready, Results, Stopping, Summary, Trace};
use crate::report::{self, Blocks, FolderOptions, Holder, Lock, RunFacts, Screen};
use crate::scenario::Scenario;

/// A scenario to run and what to do with the results.
pub(super) struct Job<'a> {
    pub(super) scenario: Scenario,
    /// The scenario as it was read, and its file (`None` = the built-in one).
    pub(super) written: (Scenario, Option<&'a Path>),
    /// The policy that the last one is a copy of, if it is one.
    pub(super) copied: Option<usize>,
    /// How many policies, from the first, are reported; further ones only hold before them.
    pub(super) shown: usize,
    pub(super) how: &'a How,
    /// Whether to run until the verdicts are settled.
    pub(super) decided: bool,
    pub(super) conditions: &'a [Condition],
    pub(super) folder: PathBuf,
    pub(super) stop: &'a Stop,
    /// The factors of equal cost, once they are known.
    pub(super) scaling: Option<Scaling>,
}

/// What was run, and how it ended.
struct Ran {
    /// Of the policies that are reported.
    results: Results,
    seconds: f64,
    /// If it had a goal.
    stopping: Option<Stopping>,
    /// Whether the time was up before the end.
    is_late: bool,
    is_interrupted: bool,
    /// What the errors of the factors of equal cost move, if there are any.
    errors: Option<FactorErrors>,
}

/// Where the results of a scenario called `name` go.
pub(super) fn folder(out: Option<&Path>, name: &str, many: bool) -> PathBuf {
    // A name is free text: it must not lead out of the folder.
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:".contains(c) { '-' } else { c }).collect();
    let safe = match safe.trim_matches([' ', '.']) {
        "" => "scenario",
        safe => safe,
    };
    match out {
        None => Path::new("output").join(safe),
        Some(out) if many => out.join(safe),
        Some(out) => out.to_owned(),
    }
}

impl Job<'_> {
    pub(super) fn run(mut self) -> Code {
        let (how, scenario) = (self.how, &mut self.scenario);
        scenario.replications = goal::most_runs(how, goal::goal(how, self.decided), scenario);
        scenario.seed = how.seed.unwrap_or(scenario.seed);
        if let Err(messages) = self.check() {
            for message in &messages {
                problems::plain(message);
            }
            return Code::Refused;
        }
        let options = FolderOptions {
            force: how.force,
            extends: how.extend,
            charts: true,
            sources: sources(self.written.1, &self.scenario),
            ..FolderOptions::default()
        };
        let runs = u64::from(self.scenario.replications);
        let _lock = match claim(&self.folder, (&self.scenario, runs), &options) {
            Ok(lock) => lock,
            Err(code) => return code,
        };
        let (threads, pool) = match pool(how.jobs) {
            Ok(pool) => pool,
            Err(code) => return code,
        };
        self.scaling = match pool.install(|| self.scale()) {
            Ok(scaling) => scaling,
            Err(code) => return code,
        };
        let (blocks, mut keeper) = match keeper::open(&self.folder, &self.scenario, how) {
            Ok(kept) => kept,
            Err(code) => return code,
        };
        match pool.install(|| self.experiment(&mut keeper)) {
            Err(failure) => {
                problems::plain(&failure.to_string());
                Code::Failed
            }
            Ok(ran) => {
                let (seconds, reused) = (ran.seconds, ran.results.reused);
                let facts = RunFacts { created: now(), threads, seconds, reused };
                self.finish(ran, FolderOptions { blocks: Some(blocks), facts, ..options })
            }
        }
    }

    /// Puts factors in the place of equal cost.
    fn scale(&mut self) -> Result<Option<Scaling>, Code> {
        let (written, file) = &self.written;
        let runs = |name: &str| self.scenario.policies.iter().any(|policy| policy.name == name);
        if scaling::needed(written, &runs).is_empty() {
            return Ok(None);
        }
        // A single policy's results lie beside those of the comparison.
        let folders = vec![self.folder.clone(), folder(None, &written.name, false)];
        let records = Records { file: *file, folders, keeps: true };
        let ways = (self.stop, self.how.quiet);
        let scaling = equal_cost::factors((written, &runs), &records, ways)?;
        let policies = &mut self.scenario.policies;
        scaling.apply(policies);
        if let Some(model) = self.copied {
            let scale = policies[model].pay.scale;
            policies.last_mut().expect("a copy").pay.scale = scale;
        }
        Ok(Some(scaling))
    }

    /// What of the options does not fit the scenario.
    fn check(&self) -> Result<(), Vec<String>> {
        let (scenario, planned) = (&self.scenario, self.scenario.replications);
        let mut wrong: Vec<String> =
            self.conditions.iter().filter_map(|c| c.unknown(scenario, self.shown)).collect();
        wrong.extend(self.how.trace.iter().filter(|run| **run >= planned).map(|run| {
            format!("no run {run} to trace\nhint: the runs are numbered from 0 to {}", planned - 1)
        }));
        let goal = goal::goal(self.how, self.decided);
        wrong.extend(goal::wrong(self.how, goal, scenario, self.shown));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn experiment(&self, keeper: &mut Keeper) -> Result<Ran, experiment::Failure> {
        let (scenario, how) = (&self.scenario, self.how);
        let goal = goal::goal(how, self.decided);
        let mut looks = goal.map(|goal| Looks::new(scenario, self.shown, goal));
        let progress = Progress::new(scenario, self.shown, goal, how.quiet);
        let attention = Attention::new(*self.stop, how.max_time);
        let pace = |results: &Results| looks.as_mut().map_or(u32::MAX, |looks| looks.room(results));
        let seen = |results: &Results| progress.show(results);
        let results = experiment::run_watched(scenario, keeper, pace, &seen, &attention);
        let seconds = progress.finish();
        let mut results = results?;
        results.policies.truncate(self.shown);
        let is_cut = results.replications < scenario.replications;
        let end = if is_cut { attention.end() } else { End::Runs };
        let stopping = looks.map(|looks| looks.last(&results, end));
        let is_reached = stopping.as_ref().is_some_and(|stopping| stopping.end == End::Goal);
        let (is_late, is_interrupted) = (end == End::Time, end == End::Interrupted && !is_reached);
        let errors = self.scaling.as_ref().map(|scaling| {
            let copy = self.copied.map(|model| {
                let names = (scenario.policies.last(), &scenario.policies[model]);
                (names.0.map_or("", |copy| copy.name.as_str()), names.1.name.as_str())
            });
            scaling::factor_errors(scenario, &results, scaling, copy)
        });
        let errors = errors.transpose()?;
        Ok(Ran { results, seconds, stopping, is_late, is_interrupted, errors })
    }

    fn finish(&mut self, ran: Ran, options: FolderOptions) -> Code {
        let (done, planned) = (ran.results.replications, self.scenario.replications);
        if ran.stopping.is_some() && !ran.is_interrupted {
            // With a goal, what was run is what was asked for.
            self.scenario.replications = done;
        }
        let summary = self.summary(&ran);
        let extra = match self.traces(done) {
            Ok(mut extra) => {
                let fingerprint = || self.written.0.scaling_hash();
                extra.extend(
                    self.scaling.as_ref().map(|found| equal_cost::record(found, &fingerprint())),
                );
                extra
            }
            Err(failure) => {
                problems::plain(&failure.to_string());
                return Code::Failed;
            }
        };
        let options = FolderOptions { extra, ..options };
        let values: Vec<_> = ran.results.policies.into_iter().map(|p| p.values).collect();
        if let Err(error) = report::write_folder(&summary, &values, &self.folder, &options) {
            let code = not_written(&error, &self.folder);
            return if ran.is_interrupted { Code::Interrupted } else { code };
        }
        let told = self.tell(&summary, &options.facts);
        let failed = require::failed(self.conditions, &summary);
        for message in &failed {
            talk::say(&format!("not met: {message}"));
        }
        let is_reached = summary.stopping.as_ref().is_none_or(|s| s.end == End::Goal);
        if ran.is_interrupted {
            talk::say(&format!("interrupted after {done} of {planned} runs, which are kept"));
            return Code::Interrupted;
        } else if !is_reached {
            let sentence = report::stopping_sentence(&summary).unwrap_or_default();
            talk::say(&format!("not reached {}", plain(&sentence)));
        } else if ran.is_late && summary.stopping.is_none() {
            talk::say(&format!("the time was up after {done} of {planned} runs, which are kept"));
        }
        match told {
            Code::Done if !failed.is_empty() => Code::NotMet,
            Code::Done if !is_reached || ran.is_late && summary.stopping.is_none() => {
                Code::NotReached
            }
            told => told,
        }
    }

    fn summary(&self, ran: &Ran) -> Summary {
        let mut warnings = check::load_warnings(&self.scenario, self.shown);
        warnings.extend(experiment::run_warnings(&self.scenario, &ran.results));
        let stopping = ran.stopping.clone();
        let summary =
            experiment::summarise_stopped(&self.scenario, &ran.results, warnings, stopping);
        match (&self.scaling, &ran.errors) {
            (Some(scaling), Some(errors)) => summary.scaled(scaling.clone(), errors),
            _ => summary,
        }
    }

    fn tell(&self, summary: &Summary, facts: &RunFacts) -> Code {
        if self.how.json {
            return talk::result(&report::results_json(summary));
        }
        let (width, folder) = (talk::result_columns(), Some(self.folder.as_path()));
        let screen = Screen { width, color: true, folder };
        let told = talk::result(&report::first_screen(summary, screen));
        if !self.how.quiet {
            let threads = facts.threads;
            let plural = if threads == 1 { "" } else { "s" };
            let reused = match facts.reused {
                0 => String::new(),
                reused => format!(" · {reused} of {} runs used again", summary.replications),
            };
            talk::say(&format!("{:.1} s on {threads} thread{plural}{reused}", facts.seconds));
        }
        told
    }

    /// Deals, touches and notes of the runs asked for, of those that were `done`, as files.
    fn traces(&self, done: u32) -> Result<Vec<(String, Vec<u8>)>, experiment::Failure> {
        let mut replications = self.how.trace.clone();
        replications.sort_unstable();
        replications.dedup();
        for run in replications.extract_if(.., |run| *run >= done) {
            talk::say(&format!("run {run} is not traced: there were {done} runs"));
        }
        if replications.is_empty() {
            return Ok(Vec::new());
        }
        let design = Design::new(Ready::of(&self.scenario)?);
        let mut seen = Vec::new();
        for replication in replications {
            for policy in 0..self.shown {
                let (_, trace) = design.observe(policy, replication, Trace::default())?;
                seen.push((policy, replication, trace));
            }
        }
        let mut files = vec![
            ("deals.csv".to_owned(), report::deals_csv(&design, &seen)),
            ("people.csv".to_owned(), report::people_csv(&design, &seen)),
        ];
        if self.scenario.system.buyers.is_some() {
            files.push(("notes.csv".to_owned(), report::notes_csv(&design, &seen)));
        }
        Ok(files)
    }
}

/// The files from which the results of a scenario are made.
pub(super) fn sources(file: Option<&Path>, scenario: &Scenario) -> Vec<PathBuf> {
    let Some(file) = file else { return Vec::new() };
    let named = scenario.files.iter().skip(1).map(|named| file.with_file_name(&named.name));
    [file.to_owned()].into_iter().chain(named).collect()
}

/// Takes the folder for the results of a scenario, of at most `runs` runs of each policy over all
/// design points, or tells why not.
pub(super) fn claim(
    folder: &Path,
    (scenario, runs): (&Scenario, u64),
    options: &FolderOptions,
) -> Result<Lock, Code> {
    let words: Vec<String> = std::env::args().collect();
    let (command, since) = (words.join(" "), now());
    let holder = Holder { command: &command, since: &since };
    report::claim_folder(folder, (&scenario.name, runs), options, holder).map_err(|error| {
        problems::plain(&error.to_string());
        Code::Failed
    })
}

/// Tells why the results were not written, and what became of the runs.
pub(super) fn not_written(error: &report::Error, folder: &Path) -> Code {
    problems::plain(&error.to_string());
    if Blocks::runs_left(folder) > 0 {
        talk::say("the finished runs are kept: `--extend` goes on with them");
    }
    Code::Failed
}

/// The text with spaces that can be searched for.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\u{A0}', '\u{202F}'], " ")
}

/// The threads asked for, or as many as there are cores, with their number; tells why not.
pub(super) fn pool(jobs: Option<u16>) -> Result<(usize, rayon::ThreadPool), Code> {
    let threads = jobs.map_or_else(default_threads, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map(|pool| (threads, pool)).map_err(|_| {
        problems::plain("cannot start the threads\nhint: try fewer with `--jobs`");
        Code::Failed
    })
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

#[expect(clippy::disallowed_types, reason = "the manifest says when the files were made")]
pub(super) fn now() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()
}
