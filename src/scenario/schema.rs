//! The JSON Schema, written from the table of parameters.

use super::parameters::{Kind, Parameter, Quantity};

/// The whole schema as JSON text.
pub(super) fn write(table: &[Parameter]) -> String {
    let head =
        "\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"posse scenario\"";
    let range = "\"definitions\":{\"uncertain\":{\"type\":\"object\",\"description\":\"Only a range is \
                 known: every run draws a value.\",\"properties\":{\"value\":{\"type\":[\"number\",\
                 \"string\"]},\"uncertain\":{\"type\":\"string\"}},\"required\":[\"uncertain\"],\
                 \"additionalProperties\":false}}";
    format!("{{{head},{range},{}}}\n", section(table, "").trim_start_matches(','))
}

/// The members of an object schema.
fn section(table: &[Parameter], path: &str) -> String {
    let mut named = Vec::new();
    let mut others = "false".to_owned();
    for parameter in table {
        let (parent, key) = parameter.path.rsplit_once('.').unwrap_or(("", parameter.path));
        if parent != path {
            continue;
        }
        let schema = value(table, parameter);
        if key == "*" {
            others = schema;
        } else {
            named.push(format!("{}:{schema}", quote(key)));
        }
    }
    let properties = named.join(",");
    format!(
        ",\"type\":\"object\",\"properties\":{{{properties}}},\"additionalProperties\":{others}"
    )
}

fn value(table: &[Parameter], parameter: &Parameter) -> String {
    let mut text = format!("\"description\":{}", quote(parameter.doc));
    if !parameter.default.is_empty() && !parameter.default.starts_with('{') {
        text.push_str(",\"default\":");
        let default = parameter.default;
        let is_bare = default.parse::<f64>().is_ok() || matches!(default, "true" | "false");
        text.push_str(&if is_bare { default.to_owned() } else { quote(default) });
    }
    let rule = match parameter.kind {
        Kind::Section | Kind::Names if parameter.path == "people.*" => {
            let object = section(table, parameter.path);
            let object = object.trim_start_matches(',');
            format!(",\"anyOf\":[{{\"type\":\"integer\",\"minimum\":0}},{{{object}}}]")
        }
        Kind::Section | Kind::Names => section(table, parameter.path),
        Kind::Text => ",\"type\":\"string\"".to_owned(),
        Kind::Flag => ",\"type\":\"boolean\"".to_owned(),
        Kind::Whole(low, high) => {
            format!(",\"type\":\"integer\",\"minimum\":{low},\"maximum\":{high}")
        }
        Kind::One(Quantity::Number | Quantity::Share, low, high) => format!(
            ",\"anyOf\":[{{\"type\":\"string\"}},\
             {{\"type\":\"number\",\"minimum\":{low},\"maximum\":{high}}}]"
        ),
        Kind::One(Quantity::Money | Quantity::YearlyRate, ..) => {
            ",\"type\":[\"number\",\"string\"]".to_owned()
        }
        Kind::One(..) => ",\"type\":[\"string\",\"number\"]".to_owned(),
        Kind::Law(_) => ",\"type\":[\"string\",\"number\",\"object\"]".to_owned(),
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
            format!(",\"enum\":[{}]", words.join(","))
        }
        Kind::Form(words) => format!(",\"$comment\":{}", quote(words)),
    };
    let is_number = matches!(parameter.kind, Kind::One(..) | Kind::Whole(..));
    if is_number && !parameter.evidence.starts_with('C') {
        let rule = rule.trim_start_matches(',');
        let either = format!("[{{{rule}}},{{\"$ref\":\"#/definitions/uncertain\"}}]");
        return format!("{{{text},\"anyOf\":{either}}}");
    }
    format!("{{{text}{rule}}}")
}

/// A JSON string.
fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
