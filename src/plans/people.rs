//! Who is paid by which plan, from when to when, and on which terms of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::date::{Day, Stretch};
use super::exact::{Exact, of_text, whole};
use super::ledger::{Kind, Ledger};
use super::plan::PlanBook;
use super::sheet::{Mistake, Reader, Sheet};

/// The first and the last day that anything may happen.
const EVER: Stretch = Stretch { first: Day(-25_567), last: Day(376_199) };

/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The day of joining, if it is known; months of employment count from it.
    pub hired: Option<Day>,
    /// The days of employment.
    pub there: Stretch,
    /// The plans, one after the other.
    pub terms: Vec<OwnTerms>,
    /// Whom the person reports to.
    pub manager: String,
    /// Job, territory and what else the list says.
    pub attributes: BTreeMap<String, String>,
}

/// A person's time on a plan.
#[derive(Clone, Debug)]
pub struct OwnTerms {
    /// The plan, as a place in [`PlanBook::plans`].
    pub plan: usize,
    /// The days, first and last.
    pub days: Stretch,
    /// Salary a year, in place of the plan's.
    pub salary: Option<Exact>,
    /// Target a year, in place of the plan's.
    pub target: Option<Exact>,
    /// Quotas a year, in place of the plan's, by part; an empty name is the first part with a quota.
    pub quotas: BTreeMap<String, Exact>,
}

/// The people of a list and of the events; without a list everybody is on the only plan.
///
/// # Errors
///
/// Every mistake in the list; people who are on no plan, where there are several.
pub fn read(
    sheet: Option<&Sheet>,
    ledger: &Ledger,
    book: &PlanBook,
) -> Result<Vec<Person>, Vec<Mistake>> {
    let (mut people, mut mistakes) = (Vec::new(), Vec::new());
    if let Some(sheet) = sheet {
        listed(sheet, book, &mut people, &mut mistakes);
    } else if book.plans.len() > 1 {
        let names: Vec<&str> = book.plans.iter().map(|plan| plan.name.as_str()).collect();
        let message = format!("who is on which plan? there are several: `{}`", names.join("`, `"));
        let help = "give a list of people with the columns `person,plan` (`--people people.csv`), or choose \
                    one with `--plan`";
        let (column, help) = (String::new(), help.to_owned());
        mistakes.push(Mistake { line: 0, column, message, help });
    } else {
        for name in names(ledger) {
            people.push(Person::new(&name, OwnTerms::of(0)));
        }
    }
    if mistakes.is_empty() {
        employed(&mut people, ledger);
        Ok(people)
    } else {
        Err(mistakes)
    }
}

impl Person {
    fn new(name: &str, terms: OwnTerms) -> Self {
        let (manager, attributes) = (String::new(), BTreeMap::new());
        Self {
            name: name.to_owned(),
            hired: None,
            there: EVER,
            terms: vec![terms],
            manager,
            attributes,
        }
    }

    /// The value of an attribute on a day.
    pub fn attribute(&self, name: &str, day: Day) -> Option<String> {
        match name {
            "person" => Some(self.name.clone()),
            // whole months since the day of joining
            "tenure" => {
                let hired = self.hired?;
                let months = day.month() - hired.month();
                let is_whole = hired.plus_months(months) <= day;
                Some((months - i32::from(!is_whole)).to_string())
            }
            _ => self.attributes.get(name).cloned(),
        }
    }
}

impl OwnTerms {
    fn of(plan: usize) -> Self {
        Self { plan, days: EVER, salary: None, target: None, quotas: BTreeMap::new() }
    }
}

/// Everybody whom the events name, in alphabetical order.
fn names(ledger: &Ledger) -> BTreeSet<String> {
    let shares = ledger
        .events
        .iter()
        .flat_map(|event| event.people.iter().chain(event.stages.iter().map(|stage| &stage.1)));
    shares.map(|share| share.person.clone()).collect()
}

/// Notes who joins and leaves.
fn employed(people: &mut [Person], ledger: &Ledger) {
    for person in people {
        if let Some(hired) = person.hired {
            person.there.first = hired;
        }
        let is_own = |event: &&super::ledger::Event| {
            event.people.iter().any(|share| share.person == person.name)
        };
        for event in ledger.events.iter().filter(is_own) {
            match event.kind {
                Kind::Join => (person.hired, person.there.first) = (Some(event.day), event.day),
                Kind::Leave => person.there.last = event.day,
                _ => {}
            }
        }
    }
}

fn listed(sheet: &Sheet, book: &PlanBook, people: &mut Vec<Person>, mistakes: &mut Vec<Mistake>) {
    let column = |name| sheet.column(name);
    if column("person").is_none() {
        let message = "the list of people has no column `person`".to_owned();
        let help = "columns: `person,plan,from,to,hired,salary,target,quota,manager`".to_owned();
        mistakes.push(Mistake { line: 1, column: String::new(), message, help });
        return;
    }
    for (line, cells) in &sheet.rows {
        let mut row = Reader { sheet, line: *line, cells, mistakes };
        let name = row.text(column("person")).to_owned();
        if name.is_empty() {
            row.wrong(column("person"), "who? the person is missing".to_owned(), "");
            continue;
        }
        let Some(plan) = plan_named(&mut row, book) else { continue };
        let mut terms = OwnTerms::of(plan);
        terms.days.first = row.day(column("from")).unwrap_or(terms.days.first);
        terms.days.last = row.day(column("to")).unwrap_or(terms.days.last);
        if terms.days.days() == 0 {
            row.wrong(column("to"), "the last day is before the first".to_owned(), "");
        }
        terms.salary = yearly(&mut row, column("salary"));
        terms.target = yearly(&mut row, column("target"));
        for (at, header) in sheet.header.iter().enumerate() {
            let header = header.trim();
            if let Some(part) = header.strip_prefix("quota")
                && let Some(quota) = yearly(&mut row, Some(at))
            {
                terms.quotas.insert(part.trim().to_owned(), quota);
            }
        }
        let hired = row.day(column("hired"));
        let manager = row.text(column("manager")).to_owned();
        let text =
            |at: usize| (sheet.header[at].trim().to_lowercase(), row.text(Some(at)).to_owned());
        let attributes = (0..sheet.header.len()).map(text).filter(|cell| !cell.1.is_empty());
        let attributes: BTreeMap<String, String> = attributes.collect();
        let found = people.iter_mut().find(|person| person.name == name);
        match found {
            Some(person)
                if person.terms.last().is_some_and(|last| last.days.last >= terms.days.first) =>
            {
                let message = format!("`{name}` is on two plans on {}", terms.days.first);
                row.wrong(
                    column("from"),
                    message,
                    "a person's rows follow each other: `from`, `to`",
                );
            }
            Some(person) => person.terms.push(terms),
            None => {
                let person = Person::new(&name, terms);
                people.push(Person { hired, manager, attributes, ..person });
            }
        }
    }
}

fn plan_named(row: &mut Reader<'_>, book: &PlanBook) -> Option<usize> {
    let column = row.sheet.column("plan");
    let name = row.text(column);
    if name.is_empty() && book.plans.len() == 1 {
        return Some(0);
    }
    let found = book.plans.iter().position(|plan| plan.name == name);
    if found.is_none() {
        let names: Vec<&str> = book.plans.iter().map(|plan| plan.name.as_str()).collect();
        let help = format!("plans: `{}`", names.join("`, `"));
        row.wrong(column, format!("no plan named `{name}`"), &help);
    }
    found
}

/// Money a year: a number, or an amount with its time.
fn yearly(row: &mut Reader<'_>, column: Option<usize>) -> Option<Exact> {
    let text = row.text(column);
    if text.is_empty() {
        return None;
    }
    let times = [("per year", 1), ("per half year", 2), ("per quarter", 4), ("per month", 12)];
    let written = times.iter().find_map(|(unit, times)| Some((text.strip_suffix(unit)?, *times)));
    let (number, times) = written.unwrap_or((text, 1));
    let amount = of_text(number);
    if amount.is_none() {
        let help = "e.g. `90000`, or `22500 per quarter`";
        row.wrong(column, format!("expected an amount a year, found `{text}`"), help);
    }
    Some(amount? * whole(times))
}
