//! What the schema of results is made of.
#![expect(clippy::needless_pass_by_value, reason = "a schema goes into the one around it")]

use serde_json::{Map, Value, json};

/// The keys with which every result begins.
pub(super) fn head(schema: &str) -> Vec<(&'static str, Value)> {
    let version = described(text(), "The version of posse.");
    vec![
        ("schema", json!({ "enum": [schema] })),
        ("version", version),
        ("scenario", named("scenario")),
        ("currency", text()),
    ]
}

/// A table of exactly these keys; those that end in `?` may be absent.
pub(super) fn object(keys: &[(&str, Value)]) -> Value {
    let is_needed = |key: &&str| !key.ends_with('?');
    let needed: Vec<&str> = keys.iter().map(|(key, _)| *key).filter(is_needed).collect();
    let property =
        |(key, schema): &(&str, Value)| (key.trim_end_matches('?').to_owned(), schema.clone());
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    })
}

/// A table with names for keys.
pub(super) fn by_name(schema: Value) -> Value {
    json!({ "type": "object", "additionalProperties": schema })
}

pub(super) fn list(schema: Value) -> Value {
    json!({ "type": "array", "items": schema })
}

pub(super) fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

pub(super) fn named(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

pub(super) fn described(mut schema: Value, words: &str) -> Value {
    schema["description"] = json!(words);
    schema
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// A number; null: undefined.
pub(super) fn number() -> Value {
    json!({ "type": ["number", "null"] })
}
