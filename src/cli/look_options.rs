//! Options of the commands that look into a scenario, its pay and its studies, or start one.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::import_options::ReadOptions;
use super::roster_options::RosterOptions;
use super::study_options::{MannerOptions, StudyOptions};
use super::{number, rows};

#[derive(Debug, Args)]
pub(super) struct ScaleOptions {
    /// The scenario file, e.g. `mine.toml`; the record is `mine.scale.json`
    pub(super) file: PathBuf,
    /// Only check whether the saved record fits the scenario: exit code 0 if so, else 1
    #[arg(long)]
    pub(super) check: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
pub(super) struct ExplainOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// Number of the lead, from 0, among all that arrive in the run (the same under every policy)
    #[arg(long, value_name = "N", value_parser = number::of_lead, allow_negative_numbers = true)]
    pub(super) lead: u64,
    /// Count the leads of this channel only, as `deals.csv` does
    #[arg(long, value_name = "NAME")]
    pub(super) channel: Option<String>,
    /// Number of the run, from 0
    #[arg(long, value_name = "RUN", default_value = "0", value_parser = number::of_run,
        allow_negative_numbers = true)]
    pub(super) replication: u32,
    /// The policies, e.g. `hero,team` (default: the first two of the scenario)
    #[arg(long, value_name = "POLICIES", value_delimiter = ',')]
    pub(super) policies: Vec<String>,
    /// Random seed (default: from the scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Print the story as JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
pub(super) struct ExportOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// Number of the run, from 0
    #[arg(long, value_name = "RUN", default_value = "0", value_parser = number::of_run,
        allow_negative_numbers = true)]
    pub(super) replication: u32,
    /// The form: the event log of posse, XES, OCEL 2.0, or tables of a CRM with the truth apart
    #[arg(long = "as", value_name = "FORM", default_value = "csv")]
    pub(super) form: Form,
    /// Write to this file (`crm`: to this folder); without it, the log goes to stdout
    #[arg(long, short, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    pub(super) force: bool,
    /// Random seed (default: from the scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

/// The forms of an exported run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// The event log of docs/event-log.md
    Csv,
    /// XES, an event log in XML
    Xes,
    /// OCEL 2.0, an object-centric event log in JSON
    Ocel,
    /// Opportunity.csv and OpportunityHistory.csv as Salesforce has them, and truth.csv
    Crm,
}

#[derive(Debug, Args)]
pub(super) struct DiffOptions {
    /// The scenario file to start from, or `-` for standard input
    pub(super) a: PathBuf,
    /// The scenario file to compare with it
    pub(super) b: PathBuf,
    /// Also run the policies that both compare, with the same random events, and show what the
    /// difference does to each
    #[arg(long)]
    pub(super) run: bool,
    /// Runs of each policy (default: from the first scenario)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs, requires = "run",
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Random seed of both (default: from the first scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, requires = "run",
        allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Print the difference as JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
pub(super) struct PayoutOptions {
    /// A file with plans, a scenario or not, or `-` for standard input; none = the built-in scenario
    pub(super) file: Option<PathBuf>,
    /// Attainment of the quota: `0..150%`, or with so many rows `0..150%:31` (default: 0..150%)
    #[arg(long, value_name = "FROM..TO", value_parser = rows::attainment,
        allow_hyphen_values = true)]
    pub(super) attainment: Option<rows::Rows>,
    /// Credit of a period, for plans without a quota or, where no attainment is asked for, for all:
    /// `0..500k`, `0..40:9`
    #[arg(long, value_name = "FROM..TO", value_parser = rows::credit, allow_hyphen_values = true)]
    pub(super) credit: Option<rows::Rows>,
    /// Only these plans, e.g. `classic,pool`
    #[arg(long, value_name = "PLANS", value_delimiter = ',')]
    pub(super) plan: Vec<String>,
    /// Print the table as CSV
    #[arg(long)]
    pub(super) csv: bool,
    /// Write `payout.csv` and the drawing (`payout.svg`, `payout.png`) into this folder
    #[arg(long, short, value_name = "FOLDER", visible_alias = "output")]
    pub(super) out: Option<PathBuf>,
    /// Replace results of another scenario or of more runs; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct LintOptions {
    /// Files with plans, scenarios or not, or `-` for standard input
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Traps that are meant, e.g. `cliff,timing`: they are not told, and the exit code leaves them out
    #[arg(long, value_name = "TRAPS", value_delimiter = ',')]
    pub(super) allow: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct PayslipOptions {
    /// The scenario file, or `-` for standard input; none = the built-in one
    pub(super) file: Option<PathBuf>,
    /// The policy; none = the first
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// The person, named as in the measures: `"seller 3"` (numbers from 1); with `--deals` as in the events,
    /// none = all
    #[arg(long, value_name = "PERSON", required_unless_present = "deals")]
    pub(super) person: Option<String>,
    /// Reckon the plans on this list of events instead of a simulation, and print every slip as CSV
    #[arg(long, value_name = "EVENTS.csv", conflicts_with_all = ["policy", "replication", "seed", "json"])]
    pub(super) deals: Option<PathBuf>,
    /// Who is on which plan, from when to when (with `--deals`); none = everybody is on the only one
    #[arg(long, value_name = "PEOPLE.csv", requires = "deals")]
    pub(super) people: Option<PathBuf>,
    /// Only this plan (with `--deals`)
    #[arg(long, value_name = "PLAN", requires = "deals")]
    pub(super) plan: Option<String>,
    /// Number of the run, from 0
    #[arg(long, value_name = "RUN", default_value = "0", value_parser = number::of_run,
        allow_negative_numbers = true)]
    pub(super) replication: u32,
    /// This pay period of the run only, from 1; with `--deals` by its name: `2027-Q1`, `2027-05`, `2027-F1`
    #[arg(long, value_name = "K", value_parser = number::of_period, allow_negative_numbers = true)]
    pub(super) period: Option<number::PayPeriod>,
    /// Random seed (default: from the scenario)
    #[arg(long, value_name = "N", value_parser = number::seed, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Print the pay slips as JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
#[command(mut_arg("out", |out| out.help(
    "Folder for the table and the finished runs (default: none, nothing is kept)"
)))]
pub(super) struct EvidenceOptions {
    /// Studies by name or number, e.g. `lazear` or `V-I3`; none = all
    #[arg(value_name = "STUDY")]
    pub(super) studies: Vec<String>,
    /// Runs of each policy, all with the same random events (default: from each scenario)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs,
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    /// Also write the table to this file, a line for each number
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
    /// Print how well the model forecasts each study, beside two simpler forecasts, instead of the table
    #[arg(long)]
    pub(super) score: bool,
    #[command(flatten)]
    pub(super) study: StudyOptions,
}

#[derive(Debug, Args)]
pub(super) struct StudioOptions {
    /// The scenario file; none = choose one on the page
    pub(super) file: Option<PathBuf>,
    /// The port to listen on; 0 = any that is free
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(super) port: u16,
}

/// Options of `fit`; a log is read by one thread.
#[derive(Debug, Args)]
#[command(mut_args(|arg| {
    let is_one_of = |names: [&str; 2]| names.iter().any(|name| arg.get_id() == *name);
    match (is_one_of(["jobs", "progress"]), is_one_of(["people", "plans"])) {
        (true, _) => arg.requires("targets"),
        (_, true) => arg.conflicts_with("targets"),
        _ => arg,
    }
}))]
pub(super) struct FitOptions {
    /// The event log (`posse import` writes one), or `-` for standard input
    #[arg(required_unless_present = "targets")]
    pub(super) log: Option<PathBuf>,
    /// Instead of a log: a scenario with `[targets]`, whose assumptions are moved within their ranges until its
    /// first policy meets them
    #[arg(long, value_name = "FILE", conflicts_with = "log")]
    pub(super) targets: Option<PathBuf>,
    #[command(flatten)]
    pub(super) roster: RosterOptions,
    /// The scenario to write (default: mine.toml); all numbers of a log go beside it, into `NAME.fit.json`
    #[arg(long, short, value_name = "FILE", visible_alias = "output")]
    pub(super) out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long)]
    pub(super) force: bool,
    /// Runs with `--targets` (default: from the scenario; at least 10 for each term of a surface)
    #[arg(long, short = 'n', value_name = "N", value_parser = number::runs, requires = "targets",
        allow_negative_numbers = true)]
    pub(super) replications: Option<u32>,
    #[command(flatten)]
    pub(super) manner: MannerOptions,
}

#[derive(Debug, Args)]
pub(super) struct BacktestOptions {
    /// The event log (`posse import` writes one), or `-` for standard input
    pub(super) log: PathBuf,
    /// Print every week that was forecast as CSV
    #[arg(long)]
    pub(super) csv: bool,
    /// Write `backtest.csv`, `backtest.json` and the drawing (`backtest.svg`, `backtest.png`) into this folder
    #[arg(long, short, value_name = "FOLDER", visible_alias = "output")]
    pub(super) out: Option<PathBuf>,
    /// Replace results of another log; what posse did not write stays
    #[arg(long)]
    pub(super) force: bool,
}

/// Options of `init`; those that say how an export is read mean nothing without one.
#[derive(Debug, Args)]
#[command(mut_args(|arg| {
    let is_own = ["folder", "template", "from"].iter().any(|own| arg.get_id() == *own);
    if is_own { arg } else { arg.requires("from") }
}))]
pub(super) struct InitOptions {
    /// The folder to write to
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
    /// Which template
    #[arg(long, default_value = "funnel", conflicts_with = "from")]
    pub(super) template: Template,
    /// Instead of a template: import exports of a CRM that belong together, fit a scenario to them, and compare
    /// its policies
    #[arg(long, value_name = "EXPORT", num_args = 1..)]
    pub(super) from: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) roster: RosterOptions,
    #[command(flatten)]
    pub(super) read: ReadOptions,
}

/// The templates, from the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// A funnel without people: volumes, conversion, money
    Minimal,
    /// Two ways to share the work of one small sales floor
    Funnel,
    /// The built-in comparison of lone heroes, a team and disciplined generalists
    HeroVsTeam,
}
