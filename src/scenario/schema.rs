//! The JSON Schema, written from the table of parameters.

use super::law::{self, Part};
use super::parameters::{Form, Kind, Parameter, Quantity};
use super::value::{is_plain, widest};
use super::{parameters, patterns};

/// A range instead of a number. What is assumed may be one, a choice may not.
const UNCERTAIN: &str = "{\"type\":\"object\",\"description\":\"Only a range is known: every run draws \
     a value.\",\"properties\":{\"value\":{\"type\":[\"number\",\"string\"]},\"uncertain\":{\"type\":\
     \"string\",\"pattern\":\" to \"}},\"required\":[\"uncertain\"],\"additionalProperties\":false}";
const REFERENCE: &str = "{\"$ref\":\"#/definitions/uncertain\"}";

/// The JSON Schema (draft 7) of a scenario, for editors.
pub fn json_schema() -> String {
    let body = section("");
    let mut definitions = vec![format!("\"uncertain\":{UNCERTAIN}")];
    for quantity in Quantity::ALL {
        let scalar = any(&[&one(quantity, widest(quantity)), REFERENCE]);
        definitions.push(format!("\"{}\":{{{scalar}}}", quantity.name()));
        if body.contains(&law_of(quantity)) {
            definitions.push(format!("\"law-of-{}\":{{{}}}", quantity.name(), law(quantity)));
        }
    }
    format!(
        "{{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"posse scenario\",\
         \"definitions\":{{{}}},{body}}}\n",
        definitions.join(","),
    )
}

/// The members of the schema of a section.
fn section(path: &str) -> String {
    let keys = parameters::keys_of(path).filter_map(|key| {
        let parameter = parameters::at(&parameters::join(path, key))?;
        Some((key, described(parameter, !parameter.evidence.starts_with('C'))))
    });
    object(keys)
}

/// The members of the schema of a small table.
fn small_table(form: &Form, is_fact: bool) -> String {
    let keys = form.keys.iter().map(|parameter| (parameter.path, described(parameter, is_fact)));
    let names = form.names.first().map_or(String::new(), |quantity| named(*quantity, form.known()));
    format!("{}{}{names}", object(keys), required(form.needs.iter().copied()))
}

/// The member that says that the keys of a table are values of a quantity, but for its `own` ones.
fn named<'k>(quantity: Quantity, own: impl Iterator<Item = &'k str>) -> String {
    let value = text(&patterns::quantity(quantity, 0.0));
    let own: Vec<String> = own.map(quote).collect();
    if own.is_empty() {
        return format!(",\"propertyNames\":{{{value}}}");
    }
    let own = own.join(",");
    format!(",\"propertyNames\":{{\"anyOf\":[{{{value}}},{{\"enum\":[{own}]}}]}}")
}

/// The member that lists the keys a table must have.
fn required<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let keys: Vec<String> = keys.map(quote).collect();
    if keys.is_empty() { String::new() } else { format!(",\"required\":[{}]", keys.join(",")) }
}

/// The members of the schema of a table with these keys; `*` stands for any other.
fn object<'a>(keys: impl Iterator<Item = (&'a str, String)>) -> String {
    let (mut named, mut others) = (Vec::new(), "false".to_owned());
    for (key, schema) in keys {
        if key == "*" {
            others = schema;
        } else {
            named.push(format!("{}:{schema}", quote(key)));
        }
    }
    let properties = named.join(",");
    format!("\"type\":\"object\",\"properties\":{{{properties}}},\"additionalProperties\":{others}")
}

/// The schema of a key: what it is, its default, its value.
fn described(parameter: &Parameter, is_fact: bool) -> String {
    let Parameter { path, kind, default, doc, .. } = parameter;
    let rule = match kind {
        Kind::Section if *path == "people.*" => {
            any(&["{\"type\":\"integer\",\"minimum\":0}", &format!("{{{}}}", section(path))])
        }
        Kind::Section | Kind::Names => section(path),
        _ => value(*kind, is_fact),
    };
    format!("{{\"description\":{}{},{rule}}}", quote(doc), default_of(*kind, default))
}

fn default_of(kind: Kind, default: &str) -> String {
    let bare = |text: &str| {
        let is_bare = text.parse::<f64>().is_ok() || matches!(text, "true" | "false");
        if is_bare { text.to_owned() } else { quote(text) }
    };
    if default.is_empty() || default.starts_with('{') {
        return String::new();
    }
    if kind.entry().is_some() {
        let entries: Vec<String> = default.split(", ").map(bare).collect();
        return format!(",\"default\":[{}]", entries.join(","));
    }
    format!(",\"default\":{}", bare(default))
}

/// The members of the schema of a value.
fn value(kind: Kind, is_fact: bool) -> String {
    let nested = |kind: &Kind| format!("{{{}}}", value(*kind, is_fact));
    match kind {
        Kind::Section | Kind::Names => unreachable!("a section is no value"),
        Kind::Text | Kind::Name(_) => "\"type\":\"string\"".to_owned(),
        Kind::Flag => "\"type\":\"boolean\"".to_owned(),
        Kind::Whole(low, high) => number("integer", (low, high), is_fact),
        Kind::One(quantity, low, high) => {
            let one = one(quantity, (low, high));
            if is_fact { any(&[&one, REFERENCE]) } else { any(&[&one]) }
        }
        Kind::Law(quantity) => law_of(quantity),
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
            format!("\"enum\":[{}]", words.join(","))
        }
        Kind::Date => text("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        Kind::Phrase(phrase) => text(&patterns::phrase(phrase)),
        Kind::Paths(phrase) => {
            let text = format!("{{{}}}", text(&patterns::phrase(phrase)));
            any(&[&text, "{\"type\":\"object\"}"])
        }
        Kind::Table(form) => small_table(form, is_fact),
        Kind::List(entry) => format!("\"type\":\"array\",\"items\":{}", nested(entry)),
        Kind::Row(_, kinds) => {
            let items: Vec<String> = kinds.iter().map(nested).collect();
            let count = kinds.len();
            format!(
                "\"type\":\"array\",\"items\":[{}],\"minItems\":{count},\"maxItems\":{count}",
                items.join(",")
            )
        }
        Kind::Either(kinds) => {
            let schemas: Vec<String> = kinds.iter().map(nested).collect();
            any(&schemas.iter().map(String::as_str).collect::<Vec<_>>())
        }
    }
}

/// The member that refers to the law of a quantity.
fn law_of(quantity: Quantity) -> String {
    any(&[&format!("{{\"$ref\":\"#/definitions/law-of-{}\"}}", quantity.name())])
}

/// The schemas of one value of a quantity, as alternatives.
fn one(quantity: Quantity, (low, high): (f64, f64)) -> String {
    let written = format!("{{{}}}", text(&patterns::quantity(quantity, low)));
    let bare = if is_plain(quantity) {
        format!("{{{}}}", number("number", (low, high), false))
    } else if low <= 0.0 {
        format!("{{{}}}", number("number", (0.0, 0.0), false))
    } else {
        return written;
    };
    format!("{bare},{written}")
}

/// The members of the schema of a law: a value, an interval, or a table with its family as the key.
fn law(quantity: Quantity) -> String {
    let scalar = format!("{{\"$ref\":\"#/definitions/{}\"}}", quantity.name());
    let interval = format!("{{{}}}", text(&patterns::interval(quantity)));
    let families: Vec<String> = law::FAMILIES
        .iter()
        .flat_map(|(family, forms)| {
            let schema = self::family(family, forms, quantity);
            let joined = [" ", "_", "-"].map(|joint| family.replace(' ', joint));
            let spellings = if family.contains(' ') { &joined[..] } else { &joined[..1] };
            spellings.iter().map(|name| format!("{}:{schema}", quote(name))).collect::<Vec<_>>()
        })
        .collect();
    let table = format!(
        "{{\"type\":\"object\",\"properties\":{{{}}},\"additionalProperties\":false,\
         \"minProperties\":1,\"maxProperties\":1}}",
        families.join(",")
    );
    any(&[&scalar, &interval, &table])
}

/// The schema of a family's parameters.
fn family(family: &str, forms: &[&[&str]], quantity: Quantity) -> String {
    let part = |key: &str| match law::part(key) {
        Part::Own => format!("{{\"$ref\":\"#/definitions/{}\"}}", quantity.name()),
        Part::Plain => "{\"$ref\":\"#/definitions/number\"}".to_owned(),
        Part::Signed => {
            format!("{{{}}}", any(&[&one(Quantity::Number, (-100.0, 100.0)), REFERENCE]))
        }
        Part::Owns => {
            let name = quantity.name();
            format!("{{\"type\":\"array\",\"items\":{{\"$ref\":\"#/definitions/{name}\"}}}}")
        }
        Part::Plains => {
            "{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/number\"}}".to_owned()
        }
        Part::Text => "{\"type\":\"string\"}".to_owned(),
    };
    let mut schemas = Vec::new();
    for form in forms {
        let members = object(form.iter().map(|key| (law::bare(key), part(key))));
        let required = required(form.iter().map(|key| law::bare(key)));
        schemas.push(format!("{{{members}{required}}}"));
    }
    schemas.extend(law::short_part(family).map(part));
    if family == "discrete" {
        schemas.push(format!(
            "{{\"type\":\"object\",\"additionalProperties\":{{\"$ref\":\"#/definitions/number\"}}{}}}",
            named(quantity, std::iter::empty())
        ));
    }
    format!("{{{}}}", any(&schemas.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// The members of the schema of a number.
fn number<T: std::fmt::Display>(kind: &str, (low, high): (T, T), is_fact: bool) -> String {
    let rule = format!("\"type\":\"{kind}\",\"minimum\":{low},\"maximum\":{high}");
    if is_fact { any(&[&format!("{{{rule}}}"), REFERENCE]) } else { rule }
}

/// The members of the schema of a text that matches this as a whole.
fn text(pattern: &str) -> String {
    format!("\"type\":\"string\",\"pattern\":{}", quote(&format!("^ *({pattern}) *$")))
}

fn any(schemas: &[&str]) -> String {
    format!("\"anyOf\":[{}]", schemas.join(","))
}

/// A JSON string.
fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
