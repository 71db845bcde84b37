//! `payslip --deals`: what plans pay for events that happened, or were made up, without a simulation.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Code, PayslipOptions, files, number, problems, talk};
use crate::plans::credit::Files;
use crate::plans::date::{Period, Stretch};
use crate::plans::ledger::Ledger;
use crate::plans::need;
use crate::plans::people::{self, Person};
use crate::plans::plan::{PlanBook, Who};
use crate::plans::sheet::{Mistake, Sheet};
use crate::plans::slip::{Slip, slips};
use crate::report;
use crate::scenario::nearest;

/// Mistakes that are shown; what is wrong beyond them is likely to follow from them.
const MOST_MISTAKES: usize = 100;

pub(super) fn payslip(options: &PayslipOptions, deals: &Path) -> Code {
    let Some((text, draft)) = files::load_draft(options.file.as_deref()) else {
        return Code::Refused;
    };
    let (mut book, warnings) = match draft.book() {
        Ok(read) => read,
        Err(error) => {
            text.refuse(&error);
            return Code::Refused;
        }
    };
    problems::show(&warnings, &draft.files, &text.folder);
    if let Err(message) = choose(&mut book, options.plan.as_deref()) {
        return talk::refuse(&message);
    }
    let (ledger, people) = match lists(&book, deals, options.people.as_deref()) {
        Ok(lists) => lists,
        Err(code) => return code,
    };
    let missing = need::missing(&book, &ledger, &people);
    if !missing.is_empty() {
        let messages: Vec<String> =
            missing.into_iter().map(|(message, hint)| format!("{message}\nhint: {hint}")).collect();
        return talk::refuse_all(&messages);
    }
    let files = Files::new(&book, &ledger, &people);
    let (Some(first), Some(last)) = (ledger.events.first(), ledger.events.last()) else {
        return talk::refuse(&format!(
            "nothing happens in `{}`: it has no events",
            deals.display()
        ));
    };
    let mut all = slips(&files, Stretch { first: first.day, last: last.day });
    for note in need::doubts(&book, &ledger, &people).into_iter().chain(files.notes()) {
        talk::say(&format!("note: {note}"));
    }
    match asked(&mut all, options, &book, &people) {
        Ok(()) => talk::result(&String::from_utf8_lossy(&report::slips_csv(&all))),
        Err(messages) => talk::refuse_all(&messages),
    }
}

/// Leaves only the plan that is asked for.
fn choose(book: &mut PlanBook, plan: Option<&str>) -> Result<(), String> {
    let Some(name) = plan else { return Ok(()) };
    let names: Vec<String> = book.plans.iter().map(|plan| plan.name.clone()).collect();
    if !names.iter().any(|known| known == name) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near =
            nearest(name, &names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        return Err(format!(
            "no plan `{name}`\nhint: {near}expected one of `{}`",
            names.join("`, `")
        ));
    }
    book.plans.retain(|plan| plan.name == name);
    Ok(())
}

/// Only the slips of the person and the period that are asked for.
fn asked(
    slips: &mut Vec<Slip>,
    options: &PayslipOptions,
    book: &PlanBook,
    people: &[Person],
) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    if let Some(name) = &options.person {
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        if !names.contains(&name.as_str()) {
            let near = nearest(name, &names)
                .map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let shown = names.iter().take(20).copied().collect::<Vec<_>>().join("`, `");
            wrong.push(format!("no person `{name}`\nhint: {near}people are named `{shown}`"));
        }
        slips.retain(|slip| slip.person == *name);
    }
    if let Some(number::PayPeriod(name)) = &options.period {
        let found = Period::of_name(name, book.fiscal);
        let known: BTreeSet<String> = slips.iter().map(|slip| slip.period.name()).collect();
        slips.retain(|slip| Some(slip.period) == found);
        if slips.is_empty() && wrong.is_empty() {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = match (known.first(), known.last()) {
                (Some(first), Some(last)) => format!("there are some for `{first}` to `{last}`"),
                _ => "there are none at all".to_owned(),
            };
            wrong.push(format!("no pay slip for `{name}`\nhint: {hint}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The events and the people, or what is wrong with their lists.
fn lists(
    book: &PlanBook,
    deals: &Path,
    people: Option<&Path>,
) -> Result<(Ledger, Vec<Person>), Code> {
    let rules = book.plans.iter().flat_map(|plan| &plan.parts).flat_map(|part| &part.credit);
    let stages: BTreeSet<String> = rules
        .filter_map(|rule| match &rule.who {
            Who::Stage(stage) if stage != "close" => Some(stage.clone()),
            _ => None,
        })
        .collect();
    let sheet = sheet(deals)?;
    let ledger = Ledger::read(&sheet, &stages).map_err(|mistakes| refuse(deals, &mistakes))?;
    let listed = people.map(self::sheet).transpose()?;
    let home = people.map_or_else(PathBuf::new, Path::to_path_buf);
    let read = people::read(listed.as_ref(), &ledger, book);
    Ok((ledger, read.map_err(|mistakes| refuse(&home, &mistakes))?))
}

/// Shows the mistakes of a list, each with its place.
pub(super) fn refuse(path: &Path, mistakes: &[Mistake]) -> Code {
    for mistake in mistakes.iter().take(MOST_MISTAKES) {
        let column = match mistake.column.as_str() {
            "" => String::new(),
            column => format!(", column `{column}`"),
        };
        let place = match mistake.line {
            0 => String::new(),
            line => format!("{}:{line}{column}: ", path.display()),
        };
        let hint = match mistake.help.as_str() {
            "" => String::new(),
            help => format!("\nhint: {help}"),
        };
        talk::error(&format!("{place}{}{hint}", mistake.message));
    }
    if mistakes.len() > 1 {
        talk::say(&format!("{} mistakes in `{}`", mistakes.len(), path.display()));
    }
    Code::Refused
}

/// A list as it stands in a file: comma-separated, lines that begin with `#` are left out.
pub(super) fn sheet(path: &Path) -> Result<Sheet, Code> {
    let hint = "docs/plans.md says which columns a list of events or people has";
    let unread = |error| talk::fail(&files::unreadable_list(path, &error, hint));
    let text = files::whole(path).map_err(unread)?;
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_slice());
    let wrong = |error: &csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        let what = match error.kind() {
            csv::ErrorKind::Utf8 { .. } => "text that is not UTF-8",
            _ => "no list of comma-separated values",
        };
        talk::refuse(&format!("{}:{line}: {what}", path.display()))
    };
    let header = reader.headers().map_err(|error| wrong(&error))?;
    let mut sheet = Sheet { header: header.iter().map(bare).collect(), rows: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(|error| wrong(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        sheet.rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(sheet)
}

/// The name of a column without the mark that some programs put before a text.
fn bare(name: &str) -> String {
    name.trim_start_matches('\u{feff}').to_owned()
}
