//! The command line: options, one function for each command, exit codes.
//!
//! Results go to stdout, talk and progress to stderr.

mod check;
mod compare;
mod explain;
mod files;
mod init;
mod job;
mod problems;
mod progress;
mod require;
mod stop;
mod talk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// How a command ended, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// Done.
    Done = 0,
    /// A run failed, or its files could not be written.
    Failed = 1,
    /// Wrong usage, or a scenario with mistakes.
    Refused = 2,
    /// A condition of `--require` is not met.
    NotMet = 3,
    /// Interrupted; what was finished is written and marked.
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// Should a company sell with lone heroes or as a team? A simulator of sales systems.
#[derive(Debug, Parser)]
#[command(name = "posse", version, about, max_term_width = 100, args_override_self = true)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare the policies of scenarios, on the same luck, and say which is better
    Compare(CompareOptions),
    /// Run one policy of a scenario
    Run(RunOptions),
    /// Tell what happened to one lead, under two policies or more, and where their paths part
    Explain(ExplainOptions),
    /// Check scenarios: the model as understood, load, assumptions
    Check {
        /// Scenario files; none = the built-in one
        files: Vec<PathBuf>,
    },
    /// Start a scenario of your own from a commented template
    Init(InitOptions),
    /// Print the JSON Schema of scenario files (for editors)
    Schema,
}

#[derive(Debug, Args)]
struct CompareOptions {
    /// Scenario files; none = the built-in comparison of lone heroes and a team
    files: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
    /// Add a copy of this policy: every difference to it must be exactly 0
    #[arg(long, value_name = "POLICY")]
    placebo: Option<String>,
}

#[derive(Debug, Args)]
struct RunOptions {
    /// The scenario file; none = the built-in one
    file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long)]
    policy: Option<String>,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
struct ExplainOptions {
    /// The scenario file; none = the built-in one
    file: Option<PathBuf>,
    /// Number of the lead, from 0, among all that arrive in the run (the same under every policy)
    #[arg(long, value_name = "N", value_parser = number_of_lead, allow_negative_numbers = true)]
    lead: u64,
    /// Count the leads of this channel only, as `deals.csv` does
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    /// Number of the run, from 0
    #[arg(long, value_name = "RUN", default_value = "0", value_parser = number_of_run,
        allow_negative_numbers = true)]
    replication: u32,
    /// The policies, e.g. `hero,team` (default: the first two of the scenario)
    #[arg(long, value_name = "POLICIES", value_delimiter = ',')]
    policies: Vec<String>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Print the story as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct InitOptions {
    /// The folder to write to
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Which template
    #[arg(long, default_value = "funnel")]
    template: init::Template,
}

/// How to run and what to do with the results.
#[derive(Debug, Args)]
struct How {
    /// Runs of each policy, on the same luck (default: as the scenario says)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>`, of a single policy
    /// `output/<scenario>-<policy>`); with several scenarios, one folder for each inside it
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
    /// Print `results.json` on stdout instead of the first screen; with several scenarios, one
    /// after the other
    #[arg(long)]
    json: bool,
    /// Say nothing but results, mistakes and conditions not met
    #[arg(long, short)]
    quiet: bool,
    /// End with exit code 3 unless this holds, e.g. `team.return_on_sales.mean > 10 %` or
    /// `return_on_sales.difference.low > 1 pp`; may be given several times
    #[arg(long, value_name = "CONDITION")]
    require: Vec<String>,
    /// Also write every lead and every touch of these runs (numbers from 0, e.g. `0,7`) to
    /// `deals.csv` and `people.csv`, and what buyers and sellers found out to `notes.csv`
    #[arg(long, value_name = "RUNS", value_delimiter = ',', value_parser = number_of_run)]
    trace: Vec<u32>,
}

fn runs(text: &str) -> Result<u32, String> {
    whole(text, 1, 10_000_000)
}

fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, i64::MAX as u64)
}

fn threads(text: &str) -> Result<u16, String> {
    whole(text, 1, 1_024)
}

fn number_of_lead(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::from(u32::MAX))
}

fn number_of_run(text: &str) -> Result<u32, String> {
    whole(text, 0, 10_000_000)
}

/// A whole number within limits, both included.
fn whole<T: TryFrom<u64>>(text: &str, low: u64, high: u64) -> Result<T, String> {
    let number = text.trim().parse::<u64>().ok().filter(|n| (low..=high).contains(n));
    number
        .and_then(|n| T::try_from(n).ok())
        .ok_or_else(|| format!("expected a whole number from {low} to {high}"))
}

/// Reads the arguments, does what they say and returns the exit code.
pub fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => {
            // Help and version go to stdout with code 0, mistakes to stderr with code 2.
            let _ = error.print();
            return if error.use_stderr() { Code::Refused } else { Code::Done }.into();
        }
    };
    let code = match options.command {
        Command::Compare(options) => compare::compare(&options),
        Command::Run(options) => compare::run(&options),
        Command::Explain(options) => explain::explain(&options),
        Command::Check { files } => check::check(&files),
        Command::Init(options) => init::init(&options.folder, options.template),
        Command::Schema => talk::result(&init::schema()),
    };
    code.into()
}
