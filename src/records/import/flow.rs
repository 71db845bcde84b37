//! The flow of deals, as Pipedrive's API tells it in JSON: what changed, newest first.

use std::fmt;
use std::io::Read;

use serde::Deserializer as _;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::findings::{Kind, Row};
use super::raw::{Event, Manner, Raw, Step};
use super::rows::outcome_named;
use super::settle::Settling;
use super::times::{self, Order, When};
use crate::records::Label;

/// Reads a flow; returns how many changes there were. Rows are numbered by deal.
pub(super) fn read(input: impl Read, zone: i64, file: u16, raw: &mut Raw) -> Result<usize, String> {
    let mut flow =
        Flow { raw, zone, row: Row { file, row: 0 }, settling: Settling::default(), count: 0 };
    let mut json = Deserializer::from_reader(input);
    json.deserialize_any(&mut flow).map_err(|error| format!("no flow of deals: {error}"))?;
    let (newest, count) = (flow.settling.newest, flow.count);
    if count == 0 {
        return Err("no flow of deals: it holds no `dealChange`".to_owned());
    }
    raw.manners.push(Manner { order: Order::DayFirst, mark: 0, has_starts: false, newest });
    Ok(count)
}

struct Flow<'r> {
    raw: &'r mut Raw,
    zone: i64,
    row: Row,
    settling: Settling,
    count: usize,
}

/// One page of a deal, an object of pages by deal, or a list of pages or changes.
impl<'de> Visitor<'de> for &mut Flow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pages of the flow of deals")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "data" => self.page(&map.next_value()?, ""),
                _ => {
                    if let Value::Object(page) = map.next_value()? {
                        self.page(page.get("data").unwrap_or(&Value::Null), &key);
                    }
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            match value.get("data") {
                Some(page @ Value::Array(_)) => self.page(page, ""),
                _ => self.page(&Value::Array(vec![value]), ""),
            }
        }
        Ok(())
    }
}

impl Flow<'_> {
    /// The changes of a page; `deal` is the deal's number, if the page has it.
    fn page(&mut self, page: &Value, deal: &str) {
        self.row.row += 1;
        let changes = page.as_array().map_or(&[][..], Vec::as_slice);
        for change in changes.iter().rev() {
            let is_change = change.get("object").and_then(Value::as_str) == Some("dealChange");
            self.count += 1;
            if is_change {
                self.change(&change["data"], deal, change);
            } else {
                self.raw.findings.add(Kind::Unused, self.row);
            }
        }
    }

    fn change(&mut self, data: &Value, deal: &str, change: &Value) {
        let told = word(&data["item_id"]);
        let is_clear = told.is_empty() || deal.is_empty() || told == deal;
        let id = if told.is_empty() { deal.to_owned() } else { told };
        if id.is_empty() || !is_clear {
            return self.raw.findings.add(Kind::NoDeal, self.row);
        }
        let time = [&data["log_time"], &change["timestamp"]].map(word);
        let time = time.iter().find(|time| !time.is_empty()).map_or("", String::as_str);
        let Some(mut when) = self.time(time) else { return };
        let (old, new) = (word(&data["old_value"]), word(&data["new_value"]));
        let formatted = |name: &str, plain: &str| {
            let text = data["additional_data"].get(name).map_or(String::new(), word);
            if text.is_empty() { plain.to_owned() } else { text }
        };
        let mut amount = None;
        let step = match data["field_key"].as_str().unwrap_or("") {
            "add_time" => {
                let Some(added) = self.time(&new) else { return };
                when = added;
                Step::Created
            }
            "stage_id" => {
                let from = self.raw.stage(&formatted("old_value_formatted", &old), self.row);
                let Some(to) = self.raw.stage(&formatted("new_value_formatted", &new), self.row)
                else {
                    return self.raw.findings.add(Kind::NoStage, self.row);
                };
                Step::Stage { from, to }
            }
            "status" => match outcome_named(&new) {
                Some(outcome) => Step::Status(outcome),
                None => return self.raw.findings.show(Kind::NoOutcome, self.row, &new),
            },
            "user_id" | "owner_id" => {
                let from = self.label(&formatted("old_value_formatted", &old));
                let Some(to) = self.label(&formatted("new_value_formatted", &new)) else {
                    return self.raw.findings.add(Kind::Unused, self.row);
                };
                Step::Owner { from, to }
            }
            "value" => {
                let value =
                    new.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
                if value.is_none() {
                    return self.raw.findings.show(Kind::Amount, self.row, &new);
                }
                amount = Some([value; 2]);
                Step::Amount
            }
            _ => return self.raw.findings.add(Kind::Unused, self.row),
        };
        let changed_by = self.label(&word(&data["user_id"]));
        let case = self.raw.case(&id);
        self.raw.events.push(Event {
            case,
            when,
            row: self.row,
            step,
            owner: None,
            changed_by,
            amount,
            currency: None,
            is_completion: false,
        });
    }

    fn label(&mut self, text: &str) -> Option<Label> {
        self.raw.words.label(text)
    }

    fn time(&mut self, text: &str) -> Option<When> {
        let when = times::read(text, self.zone).filter(|when| !when.is_ambiguous());
        match when {
            Some(when) => self.settling.see_newest(when),
            None => self.raw.findings.show(Kind::NoTime, self.row, text),
        }
        when
    }
}

/// A text or a number, in words.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
