//! Options of `import`: how an export is to be read.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::records::Moment;
use crate::records::import::{Field, Mark, Options, Order, Source};
use crate::scenario::nearest;

/// What says how an export is to be read.
#[derive(Debug, Args)]
pub(super) struct ReadOptions {
    /// Whose export it is (default: what its columns show); `log`: an event log, or any table with `--map`
    #[arg(long = "as", value_name = "CRM")]
    source: Option<Crm>,
    /// What a column means, e.g. `--map "Signed on=closed"`: `deal`, `stage`, `at`, `created`, `closed`,
    /// `status`, `owner`, `amount`, `channel`, `segment`, ... (docs/import.md); may be given several times
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = mapped)]
    map: Vec<(String, Field)>,
    /// A stage that means won, if its name does not say so; may be given several times
    #[arg(long, value_name = "STAGE")]
    won: Vec<String>,
    /// A stage that means lost
    #[arg(long, value_name = "STAGE")]
    lost: Vec<String>,
    /// Date of the export: nothing later is read, open deals are watched until then (default: the newest
    /// time in it)
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Moment>,
    /// How far times without a zone are ahead of UTC, e.g. `+01:00`
    #[arg(long, value_name = "OFFSET", default_value = "+00:00", value_parser = zone,
        allow_hyphen_values = true)]
    zone: i64,
    /// Whether 03/04/2017 is in April or in March (default: what other dates in the file show)
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateOrder>,
    /// Whether 1,234 is a thousand or a little more than one (default: what other amounts in the file show)
    #[arg(long, value_name = "MARK")]
    decimal: Option<DecimalMark>,
    /// Only deals of this pipeline
    #[arg(long, value_name = "NAME")]
    pipeline: Option<String>,
    /// Keep the names of owners; otherwise they become pseudonyms, the same for the same name
    #[arg(long)]
    names: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportOptions {
    /// Exports that belong together, such as the deals and their history, or `-` for standard input
    #[arg(required = true, value_name = "EXPORT")]
    pub(super) exports: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) read: ReadOptions,
    /// Write the event log to this file, and what was dropped and repaired beside it, e.g. to
    /// `log.import.json` (default: the log goes to stdout)
    #[arg(long, short, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Replace a file that is no event log, or no report on an import
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Crm {
    Salesforce,
    Hubspot,
    Pipedrive,
    Log,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DateOrder {
    DayFirst,
    MonthFirst,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DecimalMark {
    Point,
    Comma,
}

impl ReadOptions {
    /// The options as the importer takes them.
    pub(super) fn taken(&self) -> Options {
        let source = |crm: Crm| match crm {
            Crm::Salesforce => Source::Salesforce,
            Crm::Hubspot => Source::Hubspot,
            Crm::Pipedrive => Source::Pipedrive,
            Crm::Log => Source::Log,
        };
        let order = |order: DateOrder| match order {
            DateOrder::DayFirst => Order::DayFirst,
            DateOrder::MonthFirst => Order::MonthFirst,
        };
        let mark = |mark: DecimalMark| match mark {
            DecimalMark::Point => Mark::Point,
            DecimalMark::Comma => Mark::Comma,
        };
        Options {
            source: self.source.map(source),
            maps: self.map.clone(),
            won: self.won.clone(),
            lost: self.lost.clone(),
            as_of: self.as_of,
            zone: self.zone,
            dates: self.dates.map(order),
            decimal: self.decimal.map(mark),
            names: self.names,
            pipeline: self.pipeline.clone(),
        }
    }
}

fn mapped(text: &str) -> Result<(String, Field), String> {
    let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let (column, name) = text.rsplit_once('=').ok_or("expected `COLUMN=FIELD`")?;
    let found = Field::ALL.iter().find(|field| field.name() == name.trim());
    found.map(|field| (column.trim().to_owned(), *field)).ok_or_else(|| {
        let meant = nearest(name.trim(), &names)
            .map_or(String::new(), |near| format!("did you mean `{near}`? "));
        format!("no field `{name}`; {meant}expected one of `{}`", names.join("`, `"))
    })
}

/// A date alone means the end of that day.
fn date(text: &str) -> Result<Moment, String> {
    const LAST_SECOND: i64 = 86_399;
    let moment = Moment::parse(text).ok_or("expected a date such as `2026-01-31`")?;
    Ok(if text.len() == 10 { moment.plus(LAST_SECOND) } else { moment })
}

fn zone(text: &str) -> Result<i64, String> {
    Options::zone_of(text).ok_or_else(|| "expected an offset such as `+01:00`".to_owned())
}
