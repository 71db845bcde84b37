//! The JSON Schema: it accepts what the reader accepts, and editors see the mistakes that it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use posse::scenario::{Scenario, json_schema};
use regex_lite::Regex;
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(&json_schema()).expect("the schema is JSON")
}

/// Whether a value is valid under a schema that uses these keywords of draft 7 and no others.
pub(crate) fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(rules) = schema.as_object() else {
        return schema.as_bool().expect("a schema is a table or a flag");
    };
    rules.iter().all(|(rule, set)| match rule.as_str() {
        "$schema" | "title" | "description" | "default" | "definitions" => true,
        "$ref" => {
            let path = set.as_str().and_then(|path| path.strip_prefix('#')).expect("a place in it");
            accepts(root, root.pointer(path).expect("the place exists"), value)
        }
        "anyOf" => list(set).iter().any(|schema| accepts(root, schema, value)),
        "not" => !accepts(root, set, value),
        "type" => match set.as_array() {
            Some(types) => types.iter().any(|name| is_of_type(name, value)),
            None => is_of_type(set, value),
        },
        "enum" => list(set).contains(value),
        "minimum" => value.as_f64().is_none_or(|number| number >= set.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= set.as_f64().expect("a number")),
        "pattern" => value.as_str().is_none_or(|text| {
            Regex::new(set.as_str().expect("a text")).expect("an expression").is_match(text)
        }),
        "properties" => value.as_object().is_none_or(|table| {
            table
                .iter()
                .all(|(key, value)| set.get(key).is_none_or(|rule| accepts(root, rule, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|table| {
            let known = rules.get("properties");
            let is_known = |key: &String| known.is_some_and(|known| known.get(key).is_some());
            table.iter().all(|(key, value)| is_known(key) || accepts(root, set, value))
        }),
        "propertyNames" => value.as_object().is_none_or(|table| {
            table.keys().all(|key| accepts(root, set, &Value::String(key.clone())))
        }),
        "required" => value.as_object().is_none_or(|table| {
            list(set).iter().all(|key| table.contains_key(key.as_str().expect("a key")))
        }),
        "items" => value.as_array().is_none_or(|entries| {
            entries.iter().enumerate().all(|(place, entry)| match set.as_array() {
                Some(rules) => rules.get(place).is_none_or(|rule| accepts(root, rule, entry)),
                None => accepts(root, set, entry),
            })
        }),
        "minItems" => value.as_array().is_none_or(|entries| entries.len() >= count(set)),
        "maxItems" => value.as_array().is_none_or(|entries| entries.len() <= count(set)),
        "minProperties" => value.as_object().is_none_or(|table| table.len() >= count(set)),
        "maxProperties" => value.as_object().is_none_or(|table| table.len() <= count(set)),
        _ => panic!("a keyword that this test cannot judge: `{rule}`"),
    })
}

fn is_of_type(name: &Value, value: &Value) -> bool {
    match name.as_str().expect("the name of a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("a type that no schema of posse's has: {other}"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|count| usize::try_from(count).ok()).expect("a count")
}

fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(whole) => json!(whole),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(entries) => entries.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            let members = table.into_iter().map(|(key, value)| (key, json_of(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

fn is_valid(schema: &Value, text: &str) -> bool {
    let value: toml::Value = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    accepts(schema, schema, &json_of(value))
}

/// Every scenario that ships.
fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["scenarios", "scenarios/evidence", "examples"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let paths = files.map(|file| file.expect("a file").path());
    paths.filter(|path| path.extension().is_some_and(|kind| kind == "toml")).collect()
}

#[test]
fn every_scenario_that_ships_is_valid() {
    let schema = schema();
    let paths = shipped();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        let text = fs::read_to_string(&path).expect("a text");
        assert!(is_valid(&schema, &text), "{}", path.display());
    }
}

/// A small scenario with a place for one more line at each of its tables.
fn with(table: &str, line: &str) -> String {
    let tables = [
        ("top", ""),
        ("channels.web", "arrivals = \"5 per week\"\n"),
        ("stages.call", "role = \"rep\"\ntouch = \"1 h\"\nadvance = 0.5\n"),
        ("stages.sell", "role = \"rep\"\ntouch = \"1 h\"\n"),
        ("people.rep", "count = 2\n"),
        ("people.rep.interruptions", "rate = \"0.1 per h\"\nlasts = \"5 min\"\n"),
        ("people.rep.turnover", "per_year = 0.1\n"),
        ("deal", "value = 100\n"),
        ("frictions", ""),
        ("buyers.needs", ""),
        ("buyers.time", ""),
        ("plans.classic", "quota = 1000\n"),
        ("policies.one.pay", ""),
        ("policies.one.pay.plans", "rep = \"classic\"\n"),
        ("policies.one.rules", ""),
    ];
    let mut text = Vec::new();
    for (name, lines) in tables {
        let key = line.split_once(" = ").map_or("", |(key, _)| key);
        if name != "top" {
            text.push(format!("[{name}]"));
        }
        let is_kept = |own: &&str| name != table || !own.starts_with(&format!("{key} = "));
        text.extend(lines.lines().filter(is_kept).map(str::to_owned));
        if name == table {
            text.push(line.to_owned());
        }
    }
    text.join("\n")
}

fn mistakes(text: &str) -> Option<String> {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).err().map(|error| error.to_string())
}

#[test]
fn an_editor_sees_wrong_units_laws_keys_and_shares() {
    let schema = schema();
    assert!(is_valid(&schema, &with("top", "")));
    assert_eq!(mistakes(&with("top", "")), None);
    for (table, line) in [
        ("stages.call", "touch = \"5 hurs\""),
        ("stages.call", "touch = \"5 % per week\""),
        ("stages.call", "touch = 5"),
        ("stages.call", "touch = { lognromal = { mean = \"1 h\", cv = 1 } }"),
        ("stages.call", "touch = { lognormal = { mean = \"1 h\", sd = 1 } }"),
        ("stages.call", "touch = { lognormal = { mean = \"1 EUR\", cv = 1 } }"),
        ("stages.call", "touch = { exponential = \"1 kg\" }"),
        ("stages.call", "touch = \"1 to 2 kg\""),
        ("stages.call", "touch = { by = \"chanel\", web = \"1 h\" }"),
        ("stages.call", "advance = \"140 %\""),
        ("stages.call", "advance = 1.4"),
        ("stages.call", "advance = \"40 % per week\""),
        ("stages.call", "advance = { at_once = 0.3, decya = \"0.7 per h\" }"),
        ("stages.call", "next = { sell = 0.5, lost = \"150 %\" }"),
        ("stages.call", "patience = { after = \"1 d\", exits = \"gone cold\" }"),
        ("stages.call", "kind = \"chanse\""),
        ("channels.web", "arrivals = \"5 per wek\""),
        ("channels.web", "arrivals = \"5 h\""),
        ("channels.web", "arrivals = { per_weke = 5 }"),
        ("channels.web", "arrivals = { per_week = 5, dispersoin = 4 }"),
        ("channels.web", "arrivals = { per_week = 5, dispersion = 0.5 }"),
        (
            "channels.web",
            "arrivals = { per_hour = 1, wave = { amplitude = 1.5, period = \"1 d\" } }",
        ),
        (
            "channels.web",
            "arrivals = { per_hour = 1, wave = { amplitude = 0.5, perod = \"1 d\" } }",
        ),
        ("channels.web", "arrivals = { rate = [[\"0 h\", 3, 4]], repeat = \"1 d\" }"),
        ("channels.web", "arrivals = { at = [\"1 kg\"] }"),
        ("people.rep", "cost = \"100\""),
        ("people.rep", "headcount = [[\"4 weeks\", 2.5]]"),
        ("plans.classic", "commission = [{ frm = 0, rate = 0.1 }]"),
        ("plans.classic", "commission = [{ from = 0, rate = -0.1 }]"),
        ("plans.classic", "bonus = [{ at = \"100 %\", amuont = 5 }]"),
        (
            "plans.classic",
            "spiff = [{ for = \"deal\", amount = 5, from = \"week 1\", to = \"week 2\" }]",
        ),
        ("plans.classic", "clawback = { \"3 mo\" = 1.5 }"),
        ("plans.classic", "clawback = { \"3 moo\" = 0.5 }"),
        ("plans.classic", "clawback = { soon = 0.5 }"),
        ("stages.call", "touch = { discrete = { \"1 kg\" = 1 } }"),
        ("stages.call", "touch = { discrete = { \"1\" = 1 } }"),
        ("channels.web", "batch = { discrete = { \"1 h\" = 1 } }"),
        ("policies.one.pay", "scale = \"equalcost\""),
        ("policies.one.rules", "gate.hour_price = \"observd\""),
        ("plans.classic", "draw = { amount = 5, recoverabel = true }"),
        ("policies.one.rules", "wip = { rep = 0 }"),
        ("policies.one.rules", "wip = 0"),
        ("policies.one.rules", "routing = \"pul\""),
        ("policies.one.rules", "meetings = 3"),
        ("top", "run = { run_out = \"drian\" }"),
        ("top", "run = { until = \"50 deals\" }"),
        ("top", "stagse = {}"),
        ("top", "run = { replications = 0 }"),
        ("stages.call", "tuoch = \"1 h\""),
        ("stages.call", "touches = \"two\""),
        ("people.rep", "shift_end = \"dance\""),
        ("top", "sources = { \"channels.web.arrivals\" = \"X own records\" }"),
    ] {
        let text = with(table, line);
        assert!(!is_valid(&schema, &text), "the schema accepts `{line}`");
        assert!(mistakes(&text).is_some(), "the reader accepts `{line}`");
    }
}

#[test]
fn keys_that_are_values_are_written_as_values() {
    let schema = schema();
    for (table, line) in [
        ("plans.classic", "clawback = { \"3 mo\" = 1, \"26 weeks\" = \"50 %\" }"),
        ("stages.call", "touch = { discrete = { \"30 min\" = 1, \"2 h\" = 3 } }"),
        ("stages.call", "touch = { discrete = { values = [\"1 h\"], weights = [1] } }"),
        ("channels.web", "batch = { discrete = { \"1\" = 0.5, \"3\" = 0.5 } }"),
        ("deal", "value = { discrete = { \"100\" = 1, \"2 k\" = 1 } }"),
    ] {
        let text = with(table, line);
        assert_eq!(mistakes(&text), None, "{line}");
        assert!(is_valid(&schema, &text), "{line}");
    }
}

#[test]
fn what_is_assumed_may_be_a_range_and_what_is_chosen_may_not() {
    let schema = schema();
    for (table, line) in [
        ("stages.call", "touches = { uncertain = \"1 to 3\" }"),
        (
            "stages.call",
            "touch = { lognormal = { mean = { uncertain = \"1 h to 2 h\" }, cv = 1 } }",
        ),
        ("frictions", "switching = { value = 0.1, uncertain = \"0 to 0.2\" }"),
        ("channels.web", "arrivals = { per_week = { uncertain = \"4 to 6\" }, dispersion = 4 }"),
    ] {
        assert!(is_valid(&schema, &with(table, line)), "{line}");
    }
    for (table, line) in [
        ("frictions", "switching = { valeu = 0.1, uncertain = \"0 to 0.2\" }"),
        ("people.rep", "count = { uncertain = \"2 to 4\" }"),
        ("policies.one.rules", "wip = { uncertain = \"2 to 4\" }"),
    ] {
        assert!(!is_valid(&schema, &with(table, line)), "{line}");
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_how_values_are_written() {
    let schema = schema();
    let keys = [
        ("buyers.needs", "value_slope"),
        ("stages.call", "advance"),
        ("stages.call", "due"),
        ("frictions", "hand_off_note"),
        ("channels.web", "cost"),
        ("people.rep", "cost"),
        ("people.rep.interruptions", "rate"),
        ("frictions", "learning"),
        ("buyers.time", "stall"),
        ("people.rep.turnover", "per_year"),
        ("stages.call", "touch"),
        ("channels.web", "arrivals"),
        ("policies.one.pay", "scale"),
        ("policies.one.rules", "gate.hour_price"),
    ];
    let values = [
        "0.5",
        "1",
        "0",
        "-1",
        "true",
        "[]",
        "\"\"",
        "\"0.5\"",
        "\"0.5 %\"",
        "\"50%\"",
        "\"100 %\"",
        "\"100.1 %\"",
        "\"5 h\"",
        "\"5h\"",
        "\" 5  hours \"",
        "\"1_000 h\"",
        "\"5 wd\"",
        "\"5 working days\"",
        "\"5 kg\"",
        "\"5\"",
        "\"5 k\"",
        "\"5 M\"",
        "\"5 per week\"",
        "\"5/week\"",
        "\"5 k per month\"",
        "\"0.5 % per wd\"",
        "\"0.5 per wd\"",
        "\"5 h per week\"",
        "\"-5 h\"",
        "\"1e-1\"",
        "\"1e-1 h\"",
        "\".5 %\"",
        "\"1 h to 2 h\"",
        "\"1 to 2 h\"",
        "\"h\"",
        "\"per week\"",
        "\"5 per\"",
        "\"5 hours per\"",
        "{ exponential = \"5 h\" }",
        "{ fixed = 0.5 }",
        "{ uniform = { low = \"1 h\", high = \"2 h\" } }",
    ];
    for (table, key) in keys {
        for value in values {
            let text = with(table, &format!("{key} = {value}"));
            let mistakes = mistakes(&text);
            // of a text with a unit the schema does not know the size
            let is_written =
                mistakes.as_ref().is_none_or(|mistake| mistake.contains("out of range"));
            let agrees = is_valid(&schema, &text) == is_written;
            let why = mistakes.unwrap_or_else(|| "only the reader takes it".to_owned());
            assert!(agrees, "`{key} = {value}`: {why}");
        }
    }
}
