//! The command line: options, one function for each command, exit codes.
//!
//! Results go to stdout, talk and progress to stderr.

mod check;
mod compare;
mod equal_cost;
mod evidence;
mod explain;
mod files;
mod goal;
mod init;
mod job;
mod keeper;
mod payout;
mod payslip;
mod problems;
mod progress;
mod require;
mod scale;
mod scale_progress;
mod sensitivity;
mod sensitivity_plan;
mod stop;
mod sweep;
mod sweep_plan;
mod sweep_progress;
mod talk;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::scenario::Zone;

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
    /// Stopped before the precision or the decision asked for was reached.
    NotReached = 4,
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
    /// Sweep one or more keys of a scenario: where does the answer turn?
    Sweep(SweepOptions),
    /// Which uncertain input does the answer hang on, and which is worth measuring first?
    Sensitivity(SensitivityOptions),
    /// Divide the difference between two policies over the rules in which they differ
    Why(WhyOptions),
    /// Find the factors on variable pay that make it cost the same, and record them beside the
    /// scenario
    Scale(ScaleOptions),
    /// Tell what happened to one lead, under two policies or more, and where their paths part
    Explain(ExplainOptions),
    /// Print and draw what plans pay for any credit of a period, without a simulation
    Payout(PayoutOptions),
    /// Show what one person is paid, period by period, and by which rule of the plan
    Payslip(PayslipOptions),
    /// Check scenarios: the model as understood, load, assumptions
    Check {
        /// Scenario files; none = the built-in one
        files: Vec<PathBuf>,
    },
    /// Replicate studies of pay and say where the model agrees with them, and where not
    Evidence(EvidenceOptions),
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
    /// Run until the verdict on every pair is settled in the primary measure: better, worse or too
    /// close to matter
    #[arg(long)]
    until_decided: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are yes or no")]
struct SweepOptions {
    /// The scenario file; none = the built-in one
    file: Option<PathBuf>,
    /// A key of the scenario and its values: `people.seller.count=6..18`,
    /// `"stages.validate.advance=50 %..95 %"`, `policies.team.rules.order=fifo,lifo`;
    /// `KEY=a..b:5` for 5 values, `Words: KEY=…` to name the axis, `KEY,KEY=…` to set several alike
    #[arg(long, required = true, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// How cells lie: every value with every other (one or two keys), a Latin hypercube, or Sobol'
    /// points
    #[arg(long, value_enum, default_value = "grid")]
    design: sweep_plan::DesignKind,
    /// Cells of a grid, e.g. `24x16` or, of one key, `24` (default: 12, 12x8)
    #[arg(long, value_name = "COLUMNSxROWS", value_parser = sweep_plan::shape)]
    cells: Option<sweep_plan::Shape>,
    /// Points of a Latin hypercube or of a Sobol' sequence (default: 64)
    #[arg(long, value_name = "N", value_parser = points, allow_negative_numbers = true)]
    points: Option<u32>,
    /// Runs of each policy in every cell, on the same luck (default: 200)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Runs that a cell may get where the answer is not clear (default: four times as many)
    #[arg(long, value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    max_runs: Option<u32>,
    /// Seed of all chance, the same in every cell (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>-sweep`)
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
    /// Go on with the runs that an earlier sweep into this folder left, finished or not; the
    /// results are the same as of a sweep at once
    #[arg(long)]
    extend: bool,
    /// Print `results.json` on stdout instead of the screen
    #[arg(long)]
    json: bool,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct SensitivityOptions {
    /// The scenario file; none = the built-in one
    file: Option<PathBuf>,
    /// How inputs are moved
    #[arg(long, value_enum, default_value = "tornado")]
    method: sensitivity_plan::MethodKind,
    /// What is looked at: `MEASURE` (of the second policy less that of the first), `POLICY.MEASURE`
    /// or `POLICY-POLICY.MEASURE` (default: the primary measure; of `value` contribution)
    #[arg(long, value_name = "WHAT")]
    of: Option<String>,
    /// Move every assumption by this share of its value up and down, e.g. `25%`, instead of what
    /// the scenario calls uncertain
    #[arg(long, value_name = "SHARE", value_parser = sensitivity_plan::share,
        allow_hyphen_values = true)]
    assumptions: Option<f64>,
    /// Move this key of the scenario instead, as in `sweep`: `people.seller.count=6..18`; may be
    /// given several times
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// Runs of each policy at every point (default: 200; of `morris` 32, of `sobol` 16, of `value`
    /// 8)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Rows of `sobol`, each of as many points as there are inputs and two more (default: 64); points
    /// of `value` (default: 512)
    #[arg(long, value_name = "N", value_parser = sensitivity_points, allow_negative_numbers = true)]
    points: Option<u32>,
    /// Trajectories of `morris`, each of as many points as there are inputs and one more (default:
    /// 10)
    #[arg(long, value_name = "N", value_parser = number_of_trajectories,
        allow_negative_numbers = true)]
    trajectories: Option<u32>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>-sensitivity`)
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
    /// Print `results.json` on stdout instead of the screen
    #[arg(long)]
    json: bool,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct WhyOptions {
    /// The scenario file (none = the built-in one) and two policies (none = the first two of the
    /// scenario), e.g. `hero team` or `mine.toml hero team`
    #[arg(value_name = "FILE A B", num_args = 0..=3)]
    words: Vec<String>,
    /// Runs of each policy between the two, on the same luck (default: 64)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    jobs: Option<u16>,
    /// Folder for the results (default: `output/<scenario>-why`)
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
    /// Print `results.json` on stdout instead of the screen
    #[arg(long)]
    json: bool,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct ScaleOptions {
    /// The scenario file, e.g. `mine.toml`; the record is `mine.scale.json`
    file: PathBuf,
    /// Only say whether the record fits the scenario: exit code 0 if so, else 1
    #[arg(long)]
    check: bool,
    /// Threads (default: all cores); results do not depend on it
    #[arg(long, short, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    jobs: Option<u16>,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    quiet: bool,
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
struct PayoutOptions {
    /// A file with plans, a scenario or not; none = the built-in scenario
    file: Option<PathBuf>,
    /// Attainment of the quota: `0..150%`, or with so many rows `0..150%:31` (default: 0..150%)
    #[arg(long, value_name = "FROM..TO", value_parser = payout::attainment,
        allow_hyphen_values = true)]
    attainment: Option<payout::Rows>,
    /// Credit of a period, for plans without a quota or, where no attainment is asked for, for all:
    /// `0..500k`, `0..40:9`
    #[arg(long, value_name = "FROM..TO", value_parser = payout::credit, allow_hyphen_values = true)]
    credit: Option<payout::Rows>,
    /// Only these plans, e.g. `classic,pool`
    #[arg(long, value_name = "PLANS", value_delimiter = ',')]
    plan: Vec<String>,
    /// Print the table as CSV
    #[arg(long)]
    csv: bool,
    /// Write `payout.csv` and the drawing (`payout.svg`, `payout.png`) into this folder
    #[arg(long, short, value_name = "FOLDER", visible_alias = "output")]
    out: Option<PathBuf>,
    /// Replace the folder whatever it holds
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct PayslipOptions {
    /// The scenario file; none = the built-in one
    file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// The person, named as in the measures: `"seller 3"` (numbers from 0)
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// Number of the run, from 0
    #[arg(long, value_name = "RUN", default_value = "0", value_parser = number_of_run,
        allow_negative_numbers = true)]
    replication: u32,
    /// This pay period of the run only, from 1
    #[arg(long, value_name = "K", value_parser = number_of_period, allow_negative_numbers = true)]
    period: Option<u32>,
    /// Seed of all chance (default: as the scenario says)
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Print the pay slips as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct EvidenceOptions {
    /// Studies by name or number, e.g. `lazear` or `V-I3`; none = all
    #[arg(value_name = "STUDY")]
    studies: Vec<String>,
    /// Runs of each policy, on the same luck (default: as each scenario says)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Also write the table to this file, a line for each number
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Print the table as JSON
    #[arg(long)]
    json: bool,
    /// Say nothing but results and mistakes
    #[arg(long, short)]
    quiet: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are yes or no")]
struct How {
    /// Runs of each policy, on the same luck (default: as the scenario says)
    #[arg(long, short = 'n', value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Run until every difference in the primary measure is known to ± this: `0.5 pp`, `2 %` of the
    /// first policy's mean, or a number in its unit
    #[arg(long, value_name = "WIDTH", value_parser = width, allow_hyphen_values = true)]
    precision: Option<(Zone, String)>,
    /// Begin no more runs after this time, e.g. `30s`, `10min`: how many there are then depends on
    /// the machine, but nothing else does
    #[arg(long, value_name = "TIME", value_parser = goal::time, allow_hyphen_values = true)]
    max_time: Option<Duration>,
    /// The most runs of each policy for `--precision` and `--until-decided` (default: 10000)
    #[arg(long, value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    max_runs: Option<u32>,
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
    /// Go on where an earlier run into the folder stopped or was killed: its finished runs are used
    /// again, and the result is the same as of one run
    #[arg(long)]
    extend: bool,
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

/// A width as understood and as written.
fn width(text: &str) -> Result<(Zone, String), String> {
    goal::precision(text).map(|width| (width, text.to_owned()))
}

fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, i64::MAX as u64)
}

fn threads(text: &str) -> Result<u16, String> {
    whole(text, 1, 1_024)
}

fn points(text: &str) -> Result<u32, String> {
    whole(text, 2, crate::experiment::sweep::MOST_CELLS as u64)
}

fn sensitivity_points(text: &str) -> Result<u32, String> {
    whole(text, 16, crate::experiment::sensitivity::MOST_POINTS as u64)
}

fn number_of_trajectories(text: &str) -> Result<u32, String> {
    whole(text, 2, 1000)
}

fn number_of_lead(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::from(u32::MAX))
}

fn number_of_period(text: &str) -> Result<u32, String> {
    whole(text, 1, 1_000_000)
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
        Command::Sweep(options) => sweep::sweep(&options),
        Command::Sensitivity(options) => sensitivity::sensitivity(&options),
        Command::Why(options) => why::why(&options),
        Command::Scale(options) => scale::scale(&options),
        Command::Explain(options) => explain::explain(&options),
        Command::Payout(options) => payout::payout(&options),
        Command::Payslip(options) => payslip::payslip(&options),
        Command::Check { files } => check::check(&files),
        Command::Evidence(options) => evidence::evidence(&options),
        Command::Init(options) => init::init(&options.folder, options.template),
        Command::Schema => talk::result(&init::schema()),
    };
    code.into()
}
