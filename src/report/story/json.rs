//! A lead's stories as JSON. See `docs/results.md`.

use serde_json::{Map, Value, json};

use super::Told;
use crate::experiment::{Design, Step, Story};
use crate::report::buyer_tables::family_name;
use crate::report::json::text;
use crate::report::notes::{self, Value as Noted};
use crate::report::payout::words;
use crate::report::payslip::{merit, payroll};
use crate::sales::{Credited, TouchStarted};

/// The schema of what `posse explain --json` prints.
pub const STORY_SCHEMA: &str = "posse/story/1";

/// The stories as JSON; times in hours since the start of the run. What is undefined is `null`.
pub fn stories_json(design: &Design<'_>, told: &Told) -> String {
    let scenario = design.scenario;
    let lead = told.stories.first().map(|(_, story)| story.lead);
    let policies: Vec<Value> =
        told.stories.iter().map(|(policy, story)| of_policy(design, *policy, story)).collect();
    let document = json!({
        "schema": STORY_SCHEMA,
        "scenario": { "name": scenario.name, "hash": scenario.hash() },
        "seed": scenario.seed,
        "replication": told.replication,
        "lead": told.number,
        "channel": lead.map(|lead| channel(design, lead.channel)),
        "channel_lead": lead.map(|lead| lead.number),
        "arrived_h": lead.map(|lead| lead.at),
        "policies": policies,
        "partings": partings(design, told),
    });
    text(&document)
}

fn channel<'a>(design: &'a Design<'_>, channel: usize) -> &'a str {
    design.scenario.system.channels.get(channel).map_or("backlog", |c| c.name.as_str())
}

fn of_policy(design: &Design<'_>, policy: usize, story: &Story) -> Value {
    let (work_hours, touches, people) = story.effort();
    let steps: Vec<Value> = story.steps.iter().map(|step| of_step(design, policy, step)).collect();
    json!({
        "policy": design.scenario.policies[policy].name,
        "steps": steps,
        "work_hours": work_hours,
        "touches": touches,
        "people": people,
        "revenue": story.ends().map(|end| end.revenue).sum::<f64>(),
        "credits": story.credits.iter().map(|given| of_credit(design, policy, given)).collect::<Vec<_>>(),
    })
}

/// Where each further policy's way parts from that of the first; `next` = the number of the step
/// that differs, of each.
fn partings(design: &Design<'_>, told: &Told) -> Vec<Value> {
    let Some(((a, first), rest)) = told.stories.split_first() else { return Vec::new() };
    let name = |policy: usize| &design.scenario.policies[policy].name;
    let of = |(b, other): &(usize, Story)| {
        let next = first.parting(other).map(|parting| parting.next);
        json!({ "a": name(*a), "b": name(*b), "part": next.is_some(), "next": next })
    };
    rest.iter().map(of).collect()
}

fn of_step(design: &Design<'_>, policy: usize, step: &Step) -> Value {
    let system = &design.scenario.system;
    match step {
        Step::Touch { start, ended, reached, stopped } => {
            let mut touch = of_touch(design, policy, start);
            touch["at_h"] = json!(ended);
            touch["stopped"] = json!(stopped);
            if let Some(reached) = reached {
                touch["reached"] = json!(reached);
            }
            touch
        }
        Step::Note(noted) => {
            let mut map = Map::new();
            map.insert("what".into(), notes::name(&noted.note).into());
            map.insert("at_h".into(), json!(noted.at));
            for (field, value) in notes::fields(&noted.note) {
                let value = match value {
                    Noted::Number(number) => json!(number),
                    Noted::Word(word) => word.into(),
                };
                map.insert(field.into(), value);
            }
            Value::Object(map)
        }
        Step::End(end) => json!({
            "what": "end",
            "at_h": end.at,
            "exit": system.exits[end.exit].name,
            "family": family_name(system.exits[end.exit].family),
            "phase": end.phase.name(),
            "segment": system.segments[end.segment].name,
            "revenue": end.revenue,
            "work_hours": end.work_hours,
        }),
    }
}

fn of_credit(design: &Design<'_>, policy: usize, given: &Credited) -> Value {
    let seat = &design.setups[policy].seats()[given.seat];
    let plan = &payroll(design).plans[given.plan];
    json!({
        "group": design.scenario.system.groups[seat.group].name,
        "person": seat.number,
        "plan": plan.name,
        "at_h": given.at,
        "unit": words::credit(plan.base),
        "credit": given.credit,
        "merit": merit(design, given.merit),
    })
}

fn of_touch(design: &Design<'_>, policy: usize, start: &TouchStarted) -> Value {
    let system = &design.scenario.system;
    let seat = start.seat.map(|seat| &design.setups[policy].seats()[seat]);
    json!({
        "what": "touch",
        "stage": system.stages[start.stage].name,
        "group": seat.map(|seat| &system.groups[seat.group].name),
        "person": seat.map(|seat| seat.number),
        "role": start.role.map(|role| design.setups[policy].role_name(role)),
        "ready_h": start.ready,
        "started_h": start.at,
        "content_hours": start.content_hours,
        "resumed": start.resumed,
    })
}
