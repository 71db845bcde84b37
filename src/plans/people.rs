//! Who is paid by which plan, from when to when, and on which terms of their own.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Signed;

use super::date::{Day, Stretch};
use super::exact::{Exact, of_text, whole};
use super::ledger::{Kind, Ledger};
use super::plan::{Plan, PlanBook};
use super::sheet::{Mistake, Reader, Sheet};

/// The first and the last day that anything may happen.
const EVER: Stretch = Stretch { first: Day(-25_567), last: Day(376_199) };

/// The column that says who a row is about.
const NAME: [&str; 2] = ["person", "name"];

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
#[derive(Clone, Debug, PartialEq)]
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
        (people, mistakes) = listed(sheet, Some(book));
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

/// The people of a list alone. Without plans nobody looks whether there are those that it names: all are on the first.
///
/// # Errors
///
/// Every mistake in the list.
pub fn of_list(sheet: &Sheet, book: Option<&PlanBook>) -> Result<Vec<Person>, Vec<Mistake>> {
    let (mut people, mistakes) = listed(sheet, book);
    employed(&mut people, &Ledger::default());
    if mistakes.is_empty() { Ok(people) } else { Err(mistakes) }
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

    /// First and last day with the company; nothing where the list does not say.
    pub fn spell(&self) -> (Option<Day>, Option<Day>) {
        let terms = |term: Option<&OwnTerms>| term.map_or(EVER, |term| term.days);
        let first = self.there.first.max(terms(self.terms.first()).first);
        let last = self.there.last.min(terms(self.terms.last()).last);
        ((first > EVER.first).then_some(first), (last < EVER.last).then_some(last))
    }

    /// The terms that hold on a day: else those that come next, or that came last.
    ///
    /// # Panics
    ///
    /// If the person has none.
    pub fn terms_on(&self, day: Day) -> &OwnTerms {
        let current = self.terms.iter().find(|terms| terms.days.last >= day);
        current.or(self.terms.last()).expect("everybody has terms")
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

/// The columns that a list must and may have.
const COLUMNS: &str =
    "columns, separated by commas: `name,role,start,plan,quota,from,to,salary,target,manager`";

/// The people of a list, and every mistake in it.
fn listed(sheet: &Sheet, book: Option<&PlanBook>) -> (Vec<Person>, Vec<Mistake>) {
    let (mut people, mut mistakes) = (Vec::new(), Vec::new());
    if sheet.first_of(&NAME).is_none() {
        let message = "the list of people has no column `name` or `person`".to_owned();
        mistakes.push(Mistake { line: 1, column: String::new(), message, help: COLUMNS.into() });
        return (people, mistakes);
    }
    for (line, cells) in &sheet.rows {
        let mut row = Reader { sheet, line: *line, cells, mistakes: &mut mistakes };
        let beyond = cells.iter().skip(sheet.header.len()).filter(|cell| !cell.trim().is_empty());
        if beyond.count() > 0 {
            let message =
                format!("{} cells, but the header has {}", cells.len(), sheet.header.len());
            row.wrong(None, message, "a cell that holds a comma stands in quotes");
            continue;
        }
        if let Some((person, terms)) = person(&mut row, book) {
            join(&mut people, person, terms, &mut row);
        }
    }
    (people, mistakes)
}

/// Who a row is about, and the terms that it gives.
fn person(row: &mut Reader<'_>, book: Option<&PlanBook>) -> Option<(Person, OwnTerms)> {
    let sheet = row.sheet;
    let column = |name| sheet.column(name);
    let name = row.text(sheet.first_of(&NAME)).to_owned();
    if name.is_empty() {
        row.wrong(sheet.first_of(&NAME), "who? the person is missing".to_owned(), "");
        return None;
    }
    let mut terms = OwnTerms::of(book.map_or(Some(0), |book| plan_named(row, book))?);
    terms.days.first = row.day(column("from")).unwrap_or(terms.days.first);
    terms.days.last = row.day(column("to")).unwrap_or(terms.days.last);
    if terms.days.days() == 0 {
        row.wrong(column("to"), "the last day is before the first".to_owned(), "");
    }
    terms.salary = yearly(row, column("salary"));
    terms.target = yearly(row, column("target"));
    terms.quotas = quotas(row, book.map(|book| &book.plans[terms.plan]));
    let hired = row.day(sheet.first_of(&["hired", "start"]));
    let manager = row.text(column("manager")).to_owned();
    let text = |at: usize| (sheet.header[at].trim().to_lowercase(), row.text(Some(at)).to_owned());
    let attributes = (0..sheet.header.len()).map(text).filter(|cell| !cell.1.is_empty());
    let attributes = attributes.collect();
    Some((Person { hired, manager, attributes, ..Person::new(&name, terms.clone()) }, terms))
}

/// The quotas of a row, by part of the plan.
fn quotas(row: &mut Reader<'_>, plan: Option<&Plan>) -> BTreeMap<String, Exact> {
    let mut quotas = BTreeMap::new();
    for (at, header) in row.sheet.header.iter().enumerate() {
        let Some(part) = header.trim().strip_prefix("quota").map(str::trim) else { continue };
        let Some(quota) = yearly(row, Some(at)) else { continue };
        let of_plan = plan.map_or(&[][..], |plan| &plan.parts);
        if plan.is_some() && !part.is_empty() && of_plan.iter().all(|known| known.name != part) {
            let names: Vec<&str> = of_plan.iter().map(|known| known.name.as_str()).collect();
            let help = format!("parts: `{}`", names.join("`, `"));
            row.wrong(Some(at), format!("the plan has no part named `{part}`"), &help);
        }
        quotas.insert(part.to_owned(), quota);
    }
    quotas
}

/// Adds a person, or what follows for one who is there already.
fn join(people: &mut Vec<Person>, person: Person, terms: OwnTerms, row: &mut Reader<'_>) {
    let name = &person.name;
    match people.iter_mut().find(|known| known.name == *name) {
        Some(known)
            if known.terms.last().is_some_and(|last| last.days.last >= terms.days.first) =>
        {
            let message = format!("`{name}` is on two plans on {}", terms.days.first);
            let help = "a person's rows follow each other: `from`, `to`";
            row.wrong(row.sheet.column("from"), message, help);
        }
        Some(known) => known.terms.push(terms),
        None => people.push(person),
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
    let amount = of_text(number).filter(|amount| !amount.is_negative());
    if amount.is_none() {
        let help = "e.g. `90000`, or `22500 per quarter`";
        row.wrong(column, format!("expected an amount a year, 0 or more, found `{text}`"), help);
    }
    Some(amount? * whole(times))
}
