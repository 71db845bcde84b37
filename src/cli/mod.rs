//! The command line: options, one function for each command, exit codes.
//!
//! Results go to stdout, talk and progress to stderr.

mod check;
mod compare;
mod files;
mod init;
mod problems;
mod progress;
mod require;
mod stop;

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
#[command(name = "posse", version, about, max_term_width = 100)]
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
    /// Paired runs of each policy (default: as the scenario says)
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    replications: Option<u32>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long)]
    seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>`); with several scenarios, one folder
    /// for each inside it
    #[arg(long, short)]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
    /// Print `results.json` on stdout instead of the first screen
    #[arg(long)]
    json: bool,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
    /// Fail with exit code 3 unless this holds, e.g. "team.return_on_sales.mean > 10 %" or
    /// "return_on_sales.difference.low > 1 pp"; may be given several times
    #[arg(long, value_name = "CONDITION")]
    require: Vec<String>,
    /// Also write every lead and every touch of these runs (numbers from 0) to `deals.csv` and
    /// `people.csv`
    #[arg(long, value_name = "RUN", value_delimiter = ',')]
    trace: Vec<u32>,
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
        Command::Check { files } => check::check(&files),
        Command::Init(options) => init::init(&options.folder, options.template),
        Command::Schema => {
            anstream::println!("{}", init::schema());
            Code::Done
        }
    };
    code.into()
}
