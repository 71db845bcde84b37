//! One scenario: run it, write the folder, say what came out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::require::{self, Condition};
use super::stop::Stop;
use super::{Code, How, check, problems, talk};
use crate::experiment::{self, Design, Results, Summary, Trace};
use crate::report::{self, FolderOptions, RunFacts, Screen};
use crate::scenario::Scenario;

/// A scenario to run and what to do with the results.
pub(super) struct Job<'a> {
    pub(super) scenario: Scenario,
    /// How many policies, from the first, are reported; further ones only hold before them.
    pub(super) shown: usize,
    pub(super) how: &'a How,
    pub(super) conditions: &'a [Condition],
    pub(super) folder: PathBuf,
    pub(super) stop: &'a Stop,
}

/// Where the results of a scenario called `name` go.
pub(super) fn folder(how: &How, name: &str, many: bool) -> PathBuf {
    // A name is free text: it must not lead out of the folder.
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:".contains(c) { '-' } else { c }).collect();
    let safe = match safe.trim_matches([' ', '.']) {
        "" => "scenario",
        safe => safe,
    };
    match &how.out {
        None => Path::new("output").join(safe),
        Some(out) if many => out.join(safe),
        Some(out) => out.clone(),
    }
}

impl Job<'_> {
    pub(super) fn run(mut self) -> Code {
        let (how, scenario) = (self.how, &mut self.scenario);
        scenario.replications = how.replications.unwrap_or(scenario.replications);
        scenario.seed = how.seed.unwrap_or(scenario.seed);
        if let Err(messages) = self.check() {
            for message in &messages {
                problems::plain(message);
            }
            return Code::Refused;
        }
        if let Err(error) = report::check_folder(&self.folder, &self.scenario.name, how.force) {
            problems::plain(&error.to_string());
            return Code::Failed;
        }
        let threads = how.jobs.map_or_else(default_threads, usize::from);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let Ok(pool) = pool else {
            problems::plain("cannot start the threads\nhint: try fewer with `--jobs`");
            return Code::Failed;
        };
        match pool.install(|| self.experiment(threads)) {
            Err(failure) => {
                problems::plain(&failure.to_string());
                Code::Failed
            }
            Ok((results, seconds)) => {
                self.finish(results, &RunFacts { created: now(), threads, seconds })
            }
        }
    }

    /// What of the options does not fit the scenario.
    fn check(&self) -> Result<(), Vec<String>> {
        let (scenario, planned) = (&self.scenario, self.scenario.replications);
        let mut wrong: Vec<String> =
            self.conditions.iter().filter_map(|c| c.unknown(scenario, self.shown)).collect();
        wrong.extend(self.how.trace.iter().filter(|run| **run >= planned).map(|run| {
            format!("no run {run} to trace\nhint: the runs are numbered from 0 to {}", planned - 1)
        }));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The results of the policies that are reported, and the seconds they took.
    fn experiment(&self, threads: usize) -> Result<(Results, f64), experiment::Failure> {
        let scenario = &self.scenario;
        let planned = (scenario.replications, threads);
        let about = (scenario.primary.as_str(), scenario.currency.as_str());
        let is_compared = self.shown > 1;
        let mut progress = Progress::new(planned, about, is_compared, self.how.quiet);
        let results = experiment::run_paced(scenario, |results| {
            let next = progress.show(results);
            // What is interrupted at once is still worth a first run.
            if self.stop.is_wanted() && results.replications > 0 { 0 } else { next }
        });
        let seconds = progress.finish();
        let mut results = results?;
        results.policies.truncate(self.shown);
        Ok((results, seconds))
    }

    fn finish(&self, results: Results, facts: &RunFacts) -> Code {
        let scenario = &self.scenario;
        let mut warnings = check::load_warnings(scenario, self.shown);
        warnings.extend(experiment::run_warnings(scenario, &results));
        let summary = experiment::summarise(scenario, &results, warnings);
        let extra = match self.traces() {
            Ok(extra) => extra,
            Err(failure) => {
                problems::plain(&failure.to_string());
                return Code::Failed;
            }
        };
        let force = self.how.force;
        let options = FolderOptions { force, charts: true, facts: facts.clone(), extra };
        let done = results.replications;
        let values: Vec<_> = results.policies.into_iter().map(|p| p.values).collect();
        if let Err(error) = report::write_folder(&summary, &values, &self.folder, &options) {
            problems::plain(&error.to_string());
            return Code::Failed;
        }
        let told = self.tell(&summary, facts);
        let failed = require::failed(self.conditions, &summary);
        for message in &failed {
            talk::say(&format!("not met: {message}"));
        }
        let planned = scenario.replications;
        if done < planned {
            talk::say(&format!("interrupted after {done} of {planned} runs, which are kept"));
            return Code::Interrupted;
        }
        match told {
            Code::Done if !failed.is_empty() => Code::NotMet,
            told => told,
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
            talk::say(&format!("{:.1} s on {threads} thread{plural}", facts.seconds));
        }
        told
    }

    /// Deals, touches and notes of the runs asked for, as files.
    fn traces(&self) -> Result<Vec<(String, Vec<u8>)>, experiment::Failure> {
        let mut replications = self.how.trace.clone();
        replications.sort_unstable();
        replications.dedup();
        if replications.is_empty() {
            return Ok(Vec::new());
        }
        let design = Design::new(&self.scenario);
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

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

#[expect(clippy::disallowed_types, reason = "the manifest says when the files were made")]
fn now() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()
}
