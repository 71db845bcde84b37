//! The command line: options, one function for each command, exit codes.
//!
//! Results go to stdout, talk and progress to stderr.

mod backtest;
mod calibrate;
mod check;
mod code;
mod compare;
mod comparison;
mod deals;
mod diff;
mod divided;
mod doing;
mod evidence;
mod explain;
mod export;
mod files;
mod fit;
mod goal;
mod host;
mod import;
mod import_options;
mod influence;
mod init;
mod init_from;
mod job;
mod keeper;
mod lint;
mod live;
mod live_page;
mod look_options;
mod manual;
mod market_cost;
mod number;
mod part_options;
mod parts;
mod payout;
mod payslip;
mod pick;
mod place;
mod problems;
mod progress;
mod report;
mod report_options;
mod require;
mod roster;
mod roster_options;
mod rows;
mod run_options;
mod runs;
mod scale;
mod search;
mod sensitivity;
mod sensitivity_plan;
mod shelf;
mod stop;
mod studio;
mod study_options;
mod sweep;
mod sweep_plan;
mod talk;
mod template;
mod watching;
mod why;
mod work;
mod world_options;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, Parser, Subcommand};

pub use code::Code;
pub use host::Host;
pub use progress::plain_line;

use crate::report::{Source, results_schema};

use doing::{Doing, What};
use import_options::ImportOptions;
use look_options::{
    BacktestOptions, DiffOptions, EvidenceOptions, ExplainOptions, ExportOptions, FitOptions,
    InitOptions, LintOptions, PayoutOptions, PayslipOptions, ScaleOptions, StudioOptions,
};
use part_options::{MergeOptions, Shard, ShardOptions, VerifyOptions};
use report_options::ReportOptions;
use run_options::{CompareOptions, How, RunOptions};
use study_options::StudyOptions;
use world_options::{SearchOptions, SensitivityOptions, SweepOptions, WhyOptions};

/// Should a company sell with lone heroes or as a team? A simulator of sales systems.
#[derive(Debug, Parser)]
#[command(name = "posse", version, about, max_term_width = 100, args_override_self = true)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare the policies of scenarios under the same random events and say which is better
    Compare(CompareOptions),
    /// Run one policy of a scenario
    Run(RunOptions),
    /// Vary one or more keys of a scenario: where does the answer change?
    Sweep(SweepOptions),
    /// Which uncertain input matters most to the answer, and which is worth measuring first?
    Sensitivity(SensitivityOptions),
    /// Attribute the difference between two policies to the rules in which they differ
    Why(WhyOptions),
    /// Find the best values of some levers of a policy or of its organisation, within limits
    Search(SearchOptions),
    /// Make one page for managers from finished studies; it opens offline and prints on A4
    Report(ReportOptions),
    /// Say what differs between two scenarios, and what that does
    Diff(DiffOptions),
    /// Find the factors on variable pay at which all policies cost the same, and save them beside the
    /// scenario
    Scale(ScaleOptions),
    /// Follow one lead under two or more policies and show where their paths diverge
    Explain(ExplainOptions),
    /// Write the events of a run as a company's records: event log, XES, OCEL 2.0, tables of a CRM
    Export(ExportOptions),
    /// Print and draw what plans pay for any credit in a period, without a simulation
    Payout(PayoutOptions),
    /// Show what one person is paid, period by period, and by which rule of the plan
    Payslip(PayslipOptions),
    /// Look for traps in plans: cliffs, dead zones, windfalls, what is paid twice, what rewards tricks
    Lint(LintOptions),
    /// Change, run and save a scenario on a page that this command serves on this machine alone
    Studio(StudioOptions),
    /// Turn exports of a CRM into one event log, and say what was dropped and repaired
    Import(ImportOptions),
    /// Check scenarios and show the model as understood, its load and its assumptions
    Check {
        /// Scenario files, or `-` for standard input; none = the built-in one
        files: Vec<PathBuf>,
    },
    /// Run a part of a study, e.g. on one of several machines: `posse shard 2/5 compare mine.toml`
    Shard(ShardOptions),
    /// Put the parts of a study together: the results are those of one run
    Merge(MergeOptions),
    /// Run a sample of a folder again and compare it bit by bit
    Verify(VerifyOptions),
    /// Replicate field studies of pay and show where the model agrees with them
    Evidence(EvidenceOptions),
    /// Fit a scenario to the histories of your own deals, as `posse import` writes them
    Fit(FitOptions),
    /// Forecast weekly wins and cycle times from what a log knew at earlier dates, and say how good that was
    Backtest(BacktestOptions),
    /// Start a scenario of your own from a commented template
    Init(InitOptions),
    /// Print the JSON Schema of scenario files (for editors), or of results
    Schema {
        /// Of `results.json`, as `compare`, `run`, `sweep`, `sensitivity`, `why` and `evidence` write it
        #[arg(long)]
        results: bool,
    },
    /// Print the completions for a shell, e.g. `posse completions bash`
    Completions {
        /// The shell
        shell: manual::Shell,
    },
    /// Print the manual page of a command, e.g. `posse man compare | man -l -`
    Man {
        /// The command; none = posse itself
        command: Option<String>,
    },
}

/// Reads the arguments, does what they say and returns the exit code.
pub fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => return talk::of_words(&error).into(),
    };
    let words = std::env::args().skip(1).collect();
    done(options.command, &Doing { words, what: What::All }).into()
}

/// Does within this process what `posse` with these words does, for a [`Host`] that takes what it
/// says. A file that the words or a scenario name is looked for among `files`, by its name, then on
/// the disk; nothing is written beside a scenario. Returns how it ended, and the files with what was
/// found for later calls, such as the factors of market cost.
pub fn call(words: &[String], files: Vec<Source>, host: Arc<dyn Host>) -> (Code, Vec<Source>) {
    let hosted = host::Hosted::new(host, files);
    let all = std::iter::once("posse").chain(words.iter().map(String::as_str));
    let code = match Options::try_parse_from(all) {
        Ok(options) => done(options.command, &Doing { words: words.to_vec(), what: What::All }),
        Err(error) => talk::of_words(&error),
    };
    (code, hosted.files())
}

/// Compares the policies of a scenario, as `posse compare` does.
fn compared(scenario: &Path) -> Code {
    let words = vec!["compare".to_owned(), scenario.to_string_lossy().into_owned()];
    match Options::try_parse_from(std::iter::once("posse").chain(words.iter().map(String::as_str)))
    {
        Ok(options) => done(options.command, &Doing { words, what: What::All }),
        Err(error) => talk::of_words(&error),
    }
}

/// Does what a command asks for.
fn done(command: Command, doing: &Doing) -> Code {
    match command {
        Command::Compare(options) => match options.pick {
            Some(what) => pick::pick(&options, what, doing),
            None => compare::compare(&options, doing),
        },
        Command::Run(options) => compare::run(&options, doing),
        Command::Sweep(options) => sweep::sweep(&options, doing),
        Command::Sensitivity(options) => sensitivity::sensitivity(&options, doing),
        Command::Why(options) => why::why(&options, doing),
        Command::Evidence(options) => evidence::evidence(&options, doing),
        Command::Shard(options) => parts::shard(options).map_or_else(|code| code, of_parts),
        Command::Merge(options) => {
            parts::merge(&options).map_or_else(|code| code, |doing| study_of(&doing))
        }
        Command::Verify(options) => {
            parts::verify(&options).map_or_else(|code| code, |doing| study_of(&doing))
        }
        Command::Search(options) => search::search(&options, doing),
        Command::Report(options) => report::report(&options, &study_of),
        Command::Diff(options) => diff::diff(&options),
        Command::Scale(options) => scale::scale(&options),
        Command::Explain(options) => explain::explain(&options),
        Command::Export(options) => export::export(&options),
        Command::Payout(options) => payout::payout(&options),
        Command::Payslip(options) => payslip::payslip(&options),
        Command::Lint(options) => lint::lint(&options),
        Command::Studio(options) => studio::studio(&options),
        Command::Import(options) => import::run(&options),
        Command::Check { files } => check::check(&files),
        Command::Backtest(options) => backtest::backtest(&options),
        Command::Fit(options) => fit::fit(&options),
        Command::Init(options) if options.from.is_empty() => {
            init::init(&options.folder, options.template)
        }
        Command::Init(options) => {
            let how = (&options.read, &options.roster);
            match init_from::init_from(&options.folder, &options.from, how) {
                Ok(scenario) => compared(&scenario),
                Err(code) => code,
            }
        }
        Command::Schema { results: false } => talk::result(&init::schema()),
        Command::Schema { results: true } => talk::result(&results_schema()),
        Command::Completions { shell } => manual::completions(shell, &mut Options::command()),
        Command::Man { command } => manual::page(command.as_deref(), Options::command()),
    }
}

/// Runs a part, or prints the script that runs all of them.
fn of_parts(shard: Shard) -> Code {
    match shard {
        Shard::Run(doing) => study_of(&doing),
        Shard::Print(cluster, of, words) => study(&words).map_or_else(
            |code| code,
            |command| match command.study() {
                Some((options, is_open)) => {
                    template::template(cluster, of, (&words, options, is_open))
                }
                None => Code::Refused,
            },
        ),
    }
}

/// Does what is to be done with the study that words ask for.
fn study_of(doing: &Doing) -> Code {
    study(&doing.words).map_or_else(|code| code, |command| done(command, doing))
}

/// The study that words ask for.
fn study(words: &[String]) -> Result<Command, Code> {
    let all = std::iter::once("posse").chain(words.iter().map(String::as_str));
    let command = Options::try_parse_from(all).map_err(|error| talk::of_words(&error))?.command;
    if command.study().is_none() {
        return Err(talk::refuse(&format!(
            "`{}` is no study that can be divided\nhint: `compare`, `run`, `sweep`, \
             `sensitivity`, `why` and `evidence` can",
            words.first().map_or("", String::as_str)
        )));
    }
    Ok(command)
}

impl Command {
    /// The options of a study, and whether the number of its runs is open; `None` of what is no study.
    fn study(&self) -> Option<(&StudyOptions, bool)> {
        match self {
            Self::Compare(CompareOptions { how, until_decided, quick, pick, .. }) => {
                let is_open = *until_decided || *quick || pick.is_some() || how.precision.is_some();
                Some((&how.study, is_open))
            }
            Self::Run(RunOptions { how, .. }) => Some((&how.study, how.precision.is_some())),
            Self::Sweep(options) => Some((&options.study, false)),
            Self::Sensitivity(options) => Some((&options.study, false)),
            Self::Why(options) => Some((&options.study, false)),
            Self::Evidence(options) => Some((&options.study, false)),
            _ => None,
        }
    }
}
