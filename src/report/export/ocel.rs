//! OCEL 2.0 as JSON: deals and people are objects, which events belong to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::happenings;
use crate::records::{Deal, EventLog};

/// The event log as OCEL 2.0.
pub fn ocel(log: &EventLog) -> Value {
    let mut events: Vec<Value> = Vec::new();
    let (mut people, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for deal in &log.deals {
        for happening in happenings(log, deal) {
            let mut related = vec![json!({ "objectId": deal_id(deal), "qualifier": "deal" })];
            if !happening.owner.is_empty() {
                people.insert(happening.owner);
                let id = person_id(happening.owner);
                related.push(json!({ "objectId": id, "qualifier": "owner" }));
            }
            kinds.insert(happening.what);
            events.push(json!({
                "id": format!("event {}", events.len() + 1),
                "type": happening.what,
                "time": happening.at.to_string(),
                "attributes": [],
                "relationships": related,
            }));
        }
    }
    let mut objects: Vec<Value> = log.deals.iter().map(|deal| object(log, deal)).collect();
    let person = |name: &&str| json!({ "id": person_id(name), "type": "person", "attributes": [], "relationships": [] });
    objects.extend(people.iter().map(person));
    let kind = |name: &&str| json!({ "name": name, "attributes": [] });
    json!({
        "objectTypes": [
            { "name": "deal", "attributes": attributes() },
            { "name": "person", "attributes": [] },
        ],
        "eventTypes": kinds.iter().map(kind).collect::<Vec<_>>(),
        "objects": objects,
        "events": events,
    })
}

/// What deals and people are called, so that neither has the other's name.
fn deal_id(deal: &Deal) -> String {
    format!("deal {}", deal.id)
}

fn person_id(name: &str) -> String {
    format!("person {name}")
}

/// The attributes of deals: name and type.
fn attributes() -> Vec<Value> {
    let of_type = |(name, kind): (&str, &str)| json!({ "name": name, "type": kind });
    [("channel", "string"), ("segment", "string"), ("outcome", "string"), ("amount", "float")]
        .map(of_type)
        .to_vec()
}

fn object(log: &EventLog, deal: &Deal) -> Value {
    let created = deal.created.to_string();
    let known = deal.closed.unwrap_or(deal.created).to_string();
    let mut values: BTreeMap<&str, (&str, Value)> = BTreeMap::new();
    for (name, word) in [("channel", log.word(deal.channel)), ("segment", log.word(deal.segment))] {
        if !word.is_empty() {
            values.insert(name, (&created, json!(word)));
        }
    }
    values.insert("outcome", (&known, json!(deal.outcome.name())));
    if let Some(amount) = deal.amount {
        values.insert("amount", (&known, json!(amount)));
    }
    let value = |(name, (time, value)): (&&str, &(&str, Value))| json!({ "name": name, "time": time, "value": value });
    let values: Vec<Value> = values.iter().map(value).collect();
    json!({ "id": deal_id(deal), "type": "deal", "attributes": values, "relationships": [] })
}
