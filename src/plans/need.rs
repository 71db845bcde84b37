//! What plans ask of a list of events that it does not tell.

use std::collections::BTreeSet;

use super::attribute::{By, Filter};
use super::ledger::{Kind, Ledger};
use super::people::Person;
use super::plan::{Bonus, On, Part, Plan, PlanBook, Quota, What};

/// Attributes that every event has.
const KNOWN: [&str; 11] = [
    "size", "credit", "term", "prepaid", "discount", "month", "quarter", "year", "person",
    "tenure", "plan",
];

/// What keeps the plans from being reckoned: attributes that neither list tells. Each a message and a hint.
pub fn missing(book: &PlanBook, ledger: &Ledger, people: &[Person]) -> Vec<(String, String)> {
    let mut columns: BTreeSet<&str> = ledger.attributes.iter().map(String::as_str).collect();
    columns.extend(people.iter().flat_map(|person| person.attributes.keys().map(String::as_str)));
    let mut all = Vec::new();
    for plan in used(book, people) {
        let mut asked: BTreeSet<&str> = BTreeSet::new();
        for part in &plan.parts {
            asked.extend(attributes(part));
        }
        for name in asked {
            if columns.contains(name) || KNOWN.contains(&name) {
                continue;
            }
            let message = format!(
                "plan `{}` tells deals apart by `{name}`, and no list has such a column",
                plan.name
            );
            let found: Vec<&str> = columns.iter().copied().collect();
            let found = if found.is_empty() {
                "none".to_owned()
            } else {
                format!("`{}`", found.join("`, `"))
            };
            all.push((
                message,
                format!("add the column `{name}` to the events; attributes there are: {found}"),
            ));
        }
    }
    all
}

/// What is probably not meant: events that nobody counts, people on no plan, events that never happen.
pub fn doubts(book: &PlanBook, ledger: &Ledger, people: &[Person]) -> Vec<String> {
    let mut doubts = BTreeSet::new();
    let names: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let parts: Vec<&Part> = used(book, people).flat_map(|plan| &plan.parts).collect();
    for event in &ledger.events {
        for share in &event.people {
            if !names.contains(share.person.as_str()) {
                let person = &share.person;
                doubts
                    .insert(format!("`{person}` is not in the list of people and is paid nothing"));
            }
        }
        if let Kind::Other(word) = &event.kind {
            let counts = |what: &What| what_names(what).iter().any(|name| is_named(name, word));
            if !parts.iter().any(|part| counts(&part.count.what)) {
                doubts.insert(format!("no plan counts the event `{word}`"));
            }
        }
    }
    let happens = |kind: &Kind| ledger.events.iter().any(|event| event.kind == *kind);
    for part in &parts {
        let events = part.paid.iter().map(|paid| paid.on).chain([part.count.on]);
        for (on, kind, word) in [
            (On::Invoice, Kind::Invoice, "invoice"),
            (On::Cash, Kind::Cash, "cash"),
            (On::Start, Kind::Start, "start"),
        ] {
            if events.clone().any(|event| event == on) && !happens(&kind) {
                doubts.insert(format!(
                    "a plan counts or pays on `{word}`, and no such event happens"
                ));
            }
        }
        for name in what_names(&part.count.what) {
            let is_there = ledger.events.iter().any(|event| match &event.kind {
                Kind::Other(word) => is_named(&name, word),
                _ => event.name.eq_ignore_ascii_case(&name),
            });
            if !is_there {
                doubts.insert(format!("a plan counts `{name}`, and no event is called so"));
            }
        }
    }
    doubts.into_iter().collect()
}

/// The plans that somebody is on.
fn used<'b>(book: &'b PlanBook, people: &'b [Person]) -> impl Iterator<Item = &'b Plan> {
    let on =
        |number: usize| people.iter().any(|p| p.terms.iter().any(|terms| terms.plan == number));
    book.plans.iter().enumerate().filter(move |plan| on(plan.0)).map(|plan| plan.1)
}

/// `references` counts each `reference`.
fn is_named(name: &str, word: &str) -> bool {
    let name = name.to_lowercase();
    name == word || name.strip_suffix('s') == Some(word)
}

fn what_names(what: &What) -> Vec<String> {
    match what {
        What::Counted(name) | What::Measured(name) => vec![name.clone()],
        What::Ratio(above, below) => [what_names(above), what_names(below)].concat(),
        What::Points(points) => points.iter().flat_map(|of| what_names(&of.0)).collect(),
        _ => Vec::new(),
    }
}

/// The attributes that a part asks for.
fn attributes(part: &Part) -> Vec<&str> {
    let mut names: Vec<&str> = Filter::attributes(&part.count.filter).collect();
    names.extend(part.weigh.iter().filter_map(By::attribute));
    names.extend(part.commission.iter().filter_map(By::attribute));
    names.extend(part.times_deal.iter().filter_map(By::attribute));
    names.extend(part.bonus.iter().filter_map(|bonus: &Bonus| bonus.amount.attribute()));
    if let Quota::Yearly(quota) = &part.quota {
        names.extend(quota.attribute());
    }
    names
}
