//! Plans reckoned exactly on lists of events and people.

mod cases;
mod components;
mod curves;
mod language;
mod lints;
mod lists;
mod mistakes;
mod order;
mod simulated;
mod templates;

use posse::plans::credit::Files;
use posse::plans::date::Stretch;
use posse::plans::ledger::Ledger;
use posse::plans::people;
use posse::plans::plan::{PlanBook, Who};
use posse::plans::sheet::Sheet;
use posse::plans::slip::{Slip, slips};
use posse::scenario::Draft;

/// A list from its text.
pub(crate) fn sheet(text: &str) -> Sheet {
    let lines = text.lines().enumerate().filter(|line| !line.1.is_empty());
    let mut rows = lines.map(|(at, line)| {
        let cells = line.split(',').map(|cell| cell.trim().to_owned()).collect();
        (at as u64 + 1, cells)
    });
    Sheet { header: rows.next().expect("a header").1, rows: rows.collect() }
}

/// The plans of a text, or everything that is wrong with them.
pub(crate) fn book(text: &str) -> Result<PlanBook, String> {
    let draft = Draft::read(text.as_bytes(), "p.toml", &|_| None);
    draft.and_then(|draft| draft.book()).map(|book| book.0).map_err(|error| error.to_string())
}

/// The slips of a plan on lists.
pub(crate) fn reckoned(plan: &str, events: &str, people: Option<&str>) -> Vec<Slip> {
    let book = book(plan).expect("a plan without mistakes");
    let rules = book.plans.iter().flat_map(|plan| &plan.parts).flat_map(|part| &part.credit);
    let stages = rules.filter_map(|rule| match &rule.who {
        Who::Stage(stage) => Some(stage.clone()),
        _ => None,
    });
    let ledger = Ledger::read(&sheet(events), &stages.collect()).expect("events");
    let listed = people.map(sheet);
    let people = people::read(listed.as_ref(), &ledger, &book).expect("people");
    let files = Files::new(&book, &ledger, &people);
    let (first, last) = (ledger.events[0].day, ledger.events[ledger.events.len() - 1].day);
    slips(&files, Stretch { first, last })
}

/// The amount of a line of a person's slip; 0.00 if it is not there.
pub(crate) fn line(slips: &[Slip], person: &str, period: &str, name: &str) -> String {
    let of = slips.iter().find(|slip| slip.person == person && slip.period.name() == period);
    let lines = &of.unwrap_or_else(|| panic!("no slip of {person} for {period}")).lines;
    let line = lines.iter().find(|line| line.name == name);
    line.map_or("0.00".to_owned(), |line| line.amount.to_string())
}
