//! Exports of CRMs, turned into one event log; what was dropped and repaired is told.

mod amounts;
mod assemble;
mod build;
mod cells;
mod columns;
mod course;
mod decode;
mod findings;
mod flow;
mod history;
mod layout;
mod observed;
mod raw;
mod report;
mod rows;
mod settle;
mod stages;
mod standing;
mod table;
mod times;

use std::io::{self, Cursor, Read};

pub use amounts::Mark;
pub use build::pseudonym;
pub use findings::{Act, Finding, Findings, Kind, Row};
pub use layout::{Field, Source};
pub use report::{REPORT_SCHEMA, ReadFile, Report};
pub use table::Table;
pub use times::Order;

use super::{COLUMNS, EventLog, Moment, read_log};
use columns::{Columns, plain};
use layout::{LAYOUTS, Layout};
use raw::Raw;

/// How exports are to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whose they are; `None` = what their columns show.
    pub source: Option<Source>,
    /// What columns mean, by their titles, beyond what is known.
    pub maps: Vec<(String, Field)>,
    /// Stages that mean won, and lost, if their names do not say it in English.
    pub won: Vec<String>,
    /// See [`Options::won`].
    pub lost: Vec<String>,
    /// The date of the export: nothing later is read; `None` = the newest time in it.
    pub as_of: Option<Moment>,
    /// Seconds that times without a zone are ahead of UTC.
    pub zone: i64,
    /// The order of dates such as 03/04/2017; `None` = the file shows it.
    pub dates: Option<Order>,
    /// The decimal mark of amounts; `None` = the file shows it.
    pub decimal: Option<Mark>,
    /// Names of owners as they are; otherwise pseudonyms, the same for the same name.
    pub names: bool,
    /// Only deals of this pipeline.
    pub pipeline: Option<String>,
}

impl Options {
    /// Seconds that an offset such as `+01:00` is ahead of UTC.
    pub fn zone_of(offset: &str) -> Option<i64> {
        times::offset(offset.trim()).flatten()
    }
}

/// An export.
pub struct Input<'r> {
    /// The name of its file, for messages.
    pub name: String,
    /// What is in it.
    pub text: Box<dyn Read + 'r>,
}

/// An event log, and what was done to get it.
#[derive(Debug)]
pub struct Imported {
    /// The log.
    pub log: EventLog,
    /// What was read, dropped and repaired.
    pub report: Report,
}

/// Bytes that show whether an input is a table, JSON or an event log of posse.
const SHOWN: u64 = 512;

/// Reads exports that belong together, such as the deals and their history, row by row.
///
/// # Errors
///
/// Everything because of which there can be no log, each with its file.
pub fn import(inputs: Vec<Input<'_>>, options: &Options) -> Result<Imported, Vec<String>> {
    let (mut raw, mut files, mut wrong) = (Raw::default(), Vec::new(), Vec::new());
    let mut headers: Vec<String> = Vec::new();
    let is_alone = inputs.len() == 1;
    for (file, input) in (0..).zip(inputs) {
        let name = input.name;
        let mut head = Vec::new();
        let mut text = input.text;
        if let Err(error) = text.by_ref().take(SHOWN).read_to_end(&mut head) {
            wrong.push(format!("`{name}`: {error}"));
            continue;
        }
        let begins = |with: &str| {
            String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').starts_with(with)
        };
        let is_log = begins(&COLUMNS[..4].join(","));
        let is_json = decode::first_sign(&head).is_some_and(|sign| sign == '{' || sign == '[');
        let text = Cursor::new(head.clone()).chain(text);
        if is_log && is_alone && options.source.is_none_or(|source| source == Source::Log) {
            return again(text, &name, options);
        }
        let read = if is_json {
            json(text, &name, options, file, &mut raw)
        } else {
            table(text, &name, options, (file, &mut headers), &mut raw)
        };
        match read {
            Ok(read) => files.push(read),
            Err(messages) => wrong.extend(messages.into_iter().map(|m| format!("`{name}`: {m}"))),
        }
    }
    for (column, field) in &options.maps {
        let is_there = headers.iter().any(|title| plain(title) == plain(column));
        if !is_there && !headers.is_empty() {
            let titles = headers.join("`, `");
            wrong.push(format!(
                "no file has a column `{column}`, which `--map {column}={}` names\nhint: the columns are \
                 `{titles}`",
                field.name()
            ));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    build::build(raw, files, options)
}

/// An event log of posse, as it is.
fn again(text: impl Read, name: &str, options: &Options) -> Result<Imported, Vec<String>> {
    let words = |flaw: &super::Flaw| format!("`{name}`, {flaw}");
    let mut log = read_log(text).map_err(|flaws| flaws.iter().map(words).collect::<Vec<_>>())?;
    let unfit = [
        ("--map", !options.maps.is_empty()),
        ("--won", !options.won.is_empty()),
        ("--lost", !options.lost.is_empty()),
        ("--as-of", options.as_of.is_some()),
        ("--pipeline", options.pipeline.is_some()),
    ];
    let unfit: Vec<&str> =
        unfit.iter().filter(|(_, is_given)| *is_given).map(|(word, _)| *word).collect();
    if !unfit.is_empty() {
        let words = unfit.join("`, `");
        return Err(vec![format!("`{name}` is an event log of posse; `{words}` cannot change it")]);
    }
    if !options.names {
        build::hide_names(&mut log);
    }
    let read = ReadFile {
        name: name.to_owned(),
        what: "event log of posse".to_owned(),
        encoding: "UTF-8",
        delimiter: Some(','),
        rows: log.deals.iter().map(|deal| deal.visits.len().max(1) + deal.handovers.len()).sum(),
        unread: Vec::new(),
        absent: Vec::new(),
    };
    let report = Report::new(vec![read], Findings::default(), Vec::new(), &log);
    Ok(Imported { log, report })
}

fn json(
    text: impl Read,
    name: &str,
    options: &Options,
    file: u16,
    raw: &mut Raw,
) -> Result<ReadFile, Vec<String>> {
    if options.source.is_some_and(|source| source != Source::Pipedrive) {
        return Err(vec!["JSON is read from Pipedrive alone: the flow of deals".to_owned()]);
    }
    let decoded = decode::Decoded::new(text).map_err(|error| vec![error.to_string()])?;
    let encoding = decoded.encoding();
    let rows = flow::read(io::BufReader::new(decoded), options.zone, file, raw)
        .map_err(|error| vec![error])?;
    let what = "Pipedrive flow".to_owned();
    Ok(ReadFile {
        name: name.to_owned(),
        what,
        encoding,
        delimiter: None,
        rows,
        unread: Vec::new(),
        absent: Vec::new(),
    })
}

fn table(
    text: impl Read,
    name: &str,
    options: &Options,
    (file, headers): (u16, &mut Vec<String>),
    raw: &mut Raw,
) -> Result<ReadFile, Vec<String>> {
    let mut table = Table::open(text).map_err(|error| vec![error.to_string()])?;
    headers.extend(table.header.iter().filter(|title| !title.is_empty()).cloned());
    let (layout, columns) = recognised(&table.header, options)?;
    let count = rows::read(&mut table, (layout, &columns), options, file, raw);
    let rows = count.map_err(|error| vec![error.to_string()])??;
    Ok(ReadFile {
        name: name.to_owned(),
        what: format!("{} {}", layout.source.name(), layout.name),
        encoding: table.encoding,
        delimiter: Some(table.delimiter),
        rows,
        unread: columns.unread,
        absent: columns.absent,
    })
}

/// The layout of a header, or why there is none.
fn recognised(
    header: &[String],
    options: &Options,
) -> Result<(&'static Layout, Columns), Vec<String>> {
    let is_asked = |layout: &&Layout| options.source.is_none_or(|source| source == layout.source);
    let mut found: Vec<(&Layout, Columns)> = Vec::new();
    for layout in LAYOUTS.iter().filter(is_asked) {
        let is_first = found.iter().all(|(other, _)| other.source != layout.source);
        if let Some(columns) = layout.columns(header, &options.maps).filter(|_| is_first) {
            found.push((layout, columns));
        }
    }
    // With `--map` alone any table is a log.
    if found.len() > 1 {
        let sources: Vec<&str> = found.iter().map(|(layout, _)| layout.source.name()).collect();
        let sources = sources.join("`, `");
        return Err(vec![format!(
            "this may be an export of `{sources}`\nhint: say which with `--as`"
        )]);
    }
    if let Some(found) = found.pop() {
        return Ok(found);
    }
    let missing = |layout: &&Layout| layout.missing(header, &options.maps).len();
    let nearest = LAYOUTS.iter().filter(is_asked).min_by_key(missing);
    let missing = nearest.map_or(Vec::new(), |layout| layout.missing(header, &options.maps));
    let wanted: Vec<String> =
        missing.iter().map(|field| format!("`{}` ({})", field.name(), field.words())).collect();
    let whose = match options.source {
        Some(source) => format!("no table of `{}` is known with these columns", source.name()),
        None => "no CRM is known whose export has these columns".to_owned(),
    };
    Err(vec![format!(
        "{whose}: `{}`\nhint: say which column is {}, e.g. `--as log --map \"COLUMN={}\"`",
        header.join("`, `"),
        wanted.join(", which "),
        missing.first().map_or("deal", |field| field.name()),
    )])
}
