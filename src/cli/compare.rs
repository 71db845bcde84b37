//! `compare` and `run`: read, run, write, tell.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::require::{self, Condition};
use super::stop::Stop;
use super::{Code, CompareOptions, How, RunOptions, check, files, problems};
use crate::experiment::{self, Continue, Design, Results, Summary, Trace};
use crate::report::{self, FolderOptions, RunFacts, Screen};
use crate::scenario::Scenario;

/// Columns where the terminal does not say.
const COLUMNS: usize = 100;

pub(super) fn compare(options: &CompareOptions) -> Code {
    let Some(conditions) = conditions(&options.how) else { return Code::Refused };
    let stop = Stop::listen();
    let asked = files::asked(&options.files);
    let many = asked.len() > 1;
    let mut codes = Vec::new();
    for path in asked {
        let code = match files::load(path) {
            None => Code::Refused,
            Some(mut scenario) => match add_placebo(&mut scenario, options.placebo.as_deref()) {
                Err(message) => refuse(&message),
                Ok(()) => one(scenario, &options.how, &conditions, many, &stop),
            },
        };
        codes.push((path.map(Path::to_owned), code));
        if code == Code::Interrupted {
            break;
        }
    }
    if many {
        tell_all(&codes);
    }
    worst(codes.iter().map(|(_, code)| *code))
}

pub(super) fn run(options: &RunOptions) -> Code {
    let Some(conditions) = conditions(&options.how) else { return Code::Refused };
    let Some(mut scenario) = files::load(options.file.as_deref()) else { return Code::Refused };
    if let Err(message) = keep_policy(&mut scenario, options.policy.as_deref()) {
        return refuse(&message);
    }
    one(scenario, &options.how, &conditions, false, &Stop::listen())
}

fn refuse(message: &str) -> Code {
    problems::plain(message);
    Code::Refused
}

fn conditions(how: &How) -> Option<Vec<Condition>> {
    let parsed: Vec<_> = how.require.iter().map(|text| Condition::parse(text)).collect();
    for error in parsed.iter().filter_map(|c| c.as_ref().err()) {
        problems::plain(error);
    }
    parsed.into_iter().collect::<Result<_, _>>().ok()
}

/// Adds a copy of a policy, which must come out exactly the same.
fn add_placebo(scenario: &mut Scenario, name: Option<&str>) -> Result<(), String> {
    let Some(name) = name else { return Ok(()) };
    let index = policy_named(scenario, name)?;
    let mut copy = scenario.policies[index].clone();
    copy.name = format!("{name} placebo");
    copy.label = format!("{} (placebo)", copy.label);
    scenario.policies.push(copy);
    Ok(())
}

fn policy_named(scenario: &Scenario, name: &str) -> Result<usize, String> {
    let names: Vec<&str> = scenario.policies.iter().map(|p| p.name.as_str()).collect();
    names.iter().position(|n| *n == name).ok_or_else(|| {
        let allowed = names.join("`, `");
        format!("no policy `{name}` in scenario `{}`\nhint: expected `{allowed}`", scenario.name)
    })
}

/// Leaves one policy in the scenario (and the one that holds before it starts).
fn keep_policy(scenario: &mut Scenario, name: Option<&str>) -> Result<(), String> {
    let index = name.map_or(Ok(0), |name| policy_named(scenario, name))?;
    scenario.select_policy(index);
    Ok(())
}

/// Runs one scenario and tells what came out.
fn one(
    mut scenario: Scenario,
    how: &How,
    conditions: &[Condition],
    many: bool,
    stop: &Stop,
) -> Code {
    scenario.replications = how.replications.unwrap_or(scenario.replications);
    scenario.seed = how.seed.unwrap_or(scenario.seed);
    let unknown: Vec<_> = conditions.iter().filter_map(|c| c.unknown(&scenario)).collect();
    if let Some(message) = unknown.first() {
        return refuse(message);
    }
    let folder = folder(how, &scenario.name, many);
    if let Err(error) = report::check_folder(&folder, &scenario.name, how.force) {
        problems::plain(&error.to_string());
        return Code::Failed;
    }
    let threads = how.jobs.map_or_else(default_threads, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let Ok(pool) = pool else {
        problems::plain("cannot start the threads\nhint: try fewer with `--jobs`");
        return Code::Failed;
    };
    let mut progress = Progress::new(scenario.replications, &scenario.primary, how.quiet);
    let results = pool.install(|| {
        experiment::run(&scenario, |results| {
            progress.show(results);
            if stop.is_wanted() { Continue::No } else { Continue::Yes }
        })
    });
    let seconds = progress.finish();
    match results {
        Err(failure) => {
            problems::plain(&failure.to_string());
            Code::Failed
        }
        Ok(results) => {
            let facts = RunFacts { created: now(), threads, seconds };
            finish(&scenario, results, how, facts, &folder, conditions)
        }
    }
}

fn finish(
    scenario: &Scenario,
    results: Results,
    how: &How,
    facts: RunFacts,
    folder: &Path,
    conditions: &[Condition],
) -> Code {
    let mut warnings = check::load_warnings(scenario);
    warnings.extend(experiment::run_warnings(scenario, &results));
    let summary = experiment::summarise(scenario, &results, warnings);
    let extra = match traces(scenario, &how.trace) {
        Ok(extra) => extra,
        Err(failure) => {
            problems::plain(&failure.to_string());
            return Code::Failed;
        }
    };
    let options = FolderOptions { force: how.force, charts: true, facts: facts.clone(), extra };
    let replications = results.replications;
    let values: Vec<_> = results.policies.into_iter().map(|p| p.values).collect();
    if let Err(error) = report::write_folder(&summary, &values, folder, &options) {
        problems::plain(&error.to_string());
        return Code::Failed;
    }
    tell(&summary, how, &facts, folder);
    let failed = require::failed(conditions, &summary);
    for message in &failed {
        anstream::eprintln!("not met: {message}");
    }
    if replications < scenario.replications {
        let (done, planned) = (replications, scenario.replications);
        anstream::eprintln!("interrupted after {done} of {planned} runs; they are kept and marked");
        return Code::Interrupted;
    }
    if failed.is_empty() { Code::Done } else { Code::NotMet }
}

fn tell(summary: &Summary, how: &How, facts: &RunFacts, folder: &Path) {
    if how.json {
        anstream::println!("{}", report::results_json(summary).trim_end());
        return;
    }
    let width = terminal_size::terminal_size().map_or(COLUMNS, |(w, _)| usize::from(w.0));
    let screen = Screen { width, color: true, folder: Some(folder) };
    anstream::print!("{}", report::first_screen(summary, screen));
    anstream::eprintln!("{:.1} s on {} threads", facts.seconds, facts.threads);
}

/// Deals and touches of the runs asked for, as files.
fn traces(
    scenario: &Scenario,
    replications: &[u32],
) -> Result<Vec<(String, Vec<u8>)>, experiment::Failure> {
    if replications.is_empty() {
        return Ok(Vec::new());
    }
    let design = Design::new(scenario);
    let mut seen = Vec::new();
    for replication in replications {
        for policy in 0..scenario.policies.len() {
            let (_, trace) = design.observe(policy, *replication, Trace::default())?;
            seen.push((policy, *replication, trace));
        }
    }
    Ok(vec![
        ("deals.csv".to_owned(), report::deals_csv(&design, &seen)),
        ("people.csv".to_owned(), report::people_csv(&design, &seen)),
    ])
}

fn folder(how: &How, name: &str, many: bool) -> PathBuf {
    match &how.out {
        None => Path::new("output").join(name),
        Some(out) if many => out.join(name),
        Some(out) => out.clone(),
    }
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

#[expect(clippy::disallowed_types, reason = "the manifest says when the files were made")]
fn now() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()
}

/// One line for each scenario of a batch.
fn tell_all(codes: &[(Option<PathBuf>, Code)]) {
    anstream::eprintln!("\n{} scenarios:", codes.len());
    for (path, code) in codes {
        let name = path.as_ref().map_or("built-in".into(), |p| p.display().to_string());
        let word = match code {
            Code::Done => "done",
            Code::Failed => "failed",
            Code::Refused => "refused",
            Code::NotMet => "condition not met",
            Code::Interrupted => "interrupted",
        };
        anstream::eprintln!("  {word:<18} {name}");
    }
}

/// Of a batch: interrupted, else refused, else failed, else not met.
fn worst(codes: impl Iterator<Item = Code>) -> Code {
    const ORDER: [Code; 5] =
        [Code::Done, Code::NotMet, Code::Failed, Code::Refused, Code::Interrupted];
    let severity = |code: &Code| ORDER.iter().position(|c| c == code);
    codes.max_by_key(severity).unwrap_or(Code::Done)
}
