//! `why`: the difference between two policies divided over the rules in which they differ.

use std::path::Path;

use super::attention::Attention;
use super::compare::policy_named;
use super::equal_cost::{self, Records};
use super::job::{self, folder, now};
use super::stop::Stop;
use super::sweep_progress::SweepProgress;
use super::{Code, WhyOptions, files, problems, talk};
use crate::experiment::Reached;
use crate::experiment::scaling::{self, Scaling};
use crate::experiment::why::{Question, Why};
use crate::report::{self, FolderOptions, RunFacts, Screen};
use crate::scenario::Scenario;

/// Runs of each mixed policy unless something else is asked for.
const RUNS: u32 = 64;

pub(super) fn why(options: &WhyOptions) -> Code {
    let (file, names) = asked(&options.words);
    let Some(mut scenario) = files::load(file) else { return Code::Refused };
    scenario.seed = options.study.seed.unwrap_or(scenario.seed);
    let pair = match pair(&scenario, names) {
        Ok(pair) => pair,
        Err(message) => return refused(&message),
    };
    if let Err(message) = Question::new(&scenario, pair) {
        return refused(&message);
    }
    let folder = folder(options.study.out.as_deref(), &format!("{}-why", scenario.name), false);
    let files = FolderOptions {
        force: options.study.force,
        charts: true,
        sources: job::sources(file, &scenario),
        ..FolderOptions::default()
    };
    let runs = u64::from(options.replications.unwrap_or(RUNS));
    let _lock = match job::claim(&folder, (&scenario, runs), &files) {
        Ok(lock) => lock,
        Err(code) => return code,
    };
    let (threads, pool) = match job::pool(options.study.jobs) {
        Ok(pool) => pool,
        Err(code) => return code,
    };
    let stop = Stop::listen();
    let scaling = match pool
        .install(|| scale(&mut scenario, (file, pair), (&folder, &stop, options.study.quiet)))
    {
        Ok(scaling) => scaling,
        Err(code) => return code,
    };
    pool.install(|| answer(options, &scenario, pair, (scaling, threads, (&folder, files), &stop)))
}

/// The scenario file, if the first word is one, and the names of policies.
fn asked(words: &[String]) -> (Option<&Path>, &[String]) {
    match words.split_first() {
        Some((first, names)) if words.len() == 3 || is_file(first) => {
            (Some(Path::new(first)), names)
        }
        _ => (None, words),
    }
}

fn is_file(word: &str) -> bool {
    let path = Path::new(word);
    path.extension().is_some_and(|extension| extension == "toml") || path.is_file()
}

/// The two policies named, or the first two.
fn pair(scenario: &Scenario, names: &[String]) -> Result<(usize, usize), String> {
    match names {
        [] if scenario.policies.len() >= 2 => Ok((0, 1)),
        [] => Err(format!("scenario `{}` has one policy: there is no other", scenario.name)),
        [a, b] => {
            let pair = (policy_named(scenario, a)?, policy_named(scenario, b)?);
            if pair.0 == pair.1 {
                return Err(format!(
                    "`{a}` differs in nothing from itself\nhint: name two policies"
                ));
            }
            Ok(pair)
        }
        [one, ..] => Err(format!(
            "expected two policies, found `{one}` alone\nhint: e.g. `posse why hero team`, or \
             `posse why mine.toml hero team`"
        )),
    }
}

fn refused(message: &str) -> Code {
    problems::plain(message);
    Code::Refused
}

type Recorded = (Scaling, (String, Vec<u8>));

/// Puts the factors of equal cost of the scenario as written into it, where it asks for them.
fn scale(
    scenario: &mut Scenario,
    (file, pair): (Option<&Path>, (usize, usize)),
    (folder, stop, quiet): (&Path, &Stop, bool),
) -> Result<Option<Recorded>, Code> {
    let names = [pair.0, pair.1].map(|policy| scenario.policies[policy].name.clone());
    let is_asked = |name: &str| names.iter().any(|asked| asked == name);
    if scaling::needed(scenario, &is_asked).is_empty() {
        return Ok(None);
    }
    let own = job::folder(None, &scenario.name, false);
    let records = Records { file, folders: vec![folder.to_owned(), own], keeps: true };
    let scaling = equal_cost::factors((scenario, &is_asked), &records, (stop, quiet))?;
    let record = equal_cost::record(&scaling, &scenario.scaling_hash());
    scaling.apply(&mut scenario.policies);
    Ok(Some((scaling, record)))
}

fn answer(
    options: &WhyOptions,
    scenario: &Scenario,
    pair: (usize, usize),
    (scaled, threads, (folder, files), stop): (
        Option<Recorded>,
        usize,
        (&Path, FolderOptions),
        &Stop,
    ),
) -> Code {
    let question = Question::new(scenario, pair).expect("asked before");
    let runs = options.replications.unwrap_or(RUNS);
    if !options.study.quiet {
        talk::say(&asked_about(&question, runs));
    }
    let progress = SweepProgress::new(options.study.quiet);
    let words = format!("of each of {} policies", question.mixes());
    let seen = |reached: &Reached| progress.show((reached.runs, reached.planned), words.clone());
    let mixed = question.mixed(runs);
    let found = question.answer(&mixed, &mut (), &seen, &Attention::new(*stop, None));
    let seconds = progress.finish();
    let mut why = match found {
        Ok(why) => why,
        Err(failure) => {
            problems::plain(&failure.to_string());
            return Code::Failed;
        }
    };
    let (scaling, record) = scaled.map_or((None, None), |(s, record)| (Some(s), Some(record)));
    why.warnings.extend(scaling.as_ref().map(|scaling| {
        let words = report::factors_in_words(scaling);
        format!("variable pay is scaled as in the scenario ({words}): mixed policies cost what they cost")
    }));
    why.scaling = scaling;
    let facts = RunFacts { created: now(), threads, seconds, reused: 0 };
    let extra = record.into_iter().collect();
    let files = FolderOptions { facts, extra, ..files };
    if let Err(error) = report::write_why(&why, folder, &files) {
        problems::plain(&error.to_string());
        return Code::Failed;
    }
    tell(options, &why, (folder, threads, seconds))
}

/// What is asked, and how much there is to run.
fn asked_about(question: &Question<'_>, runs: u32) -> String {
    let names: Vec<&str> = question.parts().iter().map(|part| part.name()).collect();
    let (rules, differ) = if names.len() == 1 { ("rule", "differs") } else { ("rules", "differ") };
    format!(
        "{} {rules} {differ} ({}): {} policies between the two, {runs} runs of each",
        names.len(),
        names.join(", "),
        question.mixes()
    )
}

fn tell(options: &WhyOptions, why: &Why, (folder, threads, seconds): (&Path, usize, f64)) -> Code {
    let told = if options.study.json {
        talk::result(&report::why_json(why))
    } else {
        let screen = Screen { width: talk::result_columns(), color: true, folder: Some(folder) };
        talk::result(&report::why_screen(why, screen))
    };
    if !options.study.quiet && !options.study.json {
        let plural = if threads == 1 { "" } else { "s" };
        talk::say(&format!("{seconds:.1} s on {threads} thread{plural}"));
    }
    if why.runs < why.planned {
        talk::say(&format!("interrupted after {} of {} runs", why.runs, why.planned));
        return Code::Interrupted;
    }
    told
}
