//! What a scenario may say: one table for the grammar, the defaults, the schema and the manual.

use super::table::TABLE;
use super::{Source, schema};

/// One key of a scenario, or a family of keys (`*` stands for a name).
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The key path, e.g. `channels.*.cost`.
    pub path: &'static str,
    /// The form of its value.
    pub kind: Kind,
    /// The value that holds when the scenario is silent; empty = nothing.
    pub default: &'static str,
    /// The evidence for the default: `M study`, `B benchmark`, `D` derived, `A` assumed, or `C` for
    /// a choice.
    pub evidence: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A table whose keys are parameters of their own.
    Section,
    /// A table of named things.
    Names,
    /// Words.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number in this range, both ends included.
    Whole(u64, u64),
    /// One value of a quantity in this range, both ends included.
    One(Quantity, f64, f64),
    /// A law of chance of a quantity; may differ by channel or segment if so marked.
    Law(Quantity),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Something else, in words.
    Form(&'static str),
}

/// What is measured, hence which units fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A plain number.
    Number,
    /// A share of 1, or per cent.
    Share,
    /// Time on the calendar, in hours.
    Elapsed,
    /// Time of work, in hours.
    Work,
    /// Money in the scenario's currency.
    Money,
    /// Money per week.
    MoneyRate,
    /// Events per calendar hour.
    Rate,
    /// Events per hour of work.
    WorkRate,
    /// Ends per calendar hour and case: a rate, or the share that ends in a time.
    Hazard,
    /// Events per year.
    YearlyRate,
}

impl Quantity {
    /// How such a value is written, for "expected …".
    pub fn form(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Share => "a share such as `0.25` or `\"25 %\"`",
            Self::Elapsed | Self::Work => "a time such as `\"90 min\"`, `\"4 h\"` or `\"2 wd\"`",
            Self::Money => "an amount of money such as `12000`",
            Self::MoneyRate => "money per time such as `\"150000 per year\"`",
            Self::Rate => "a rate such as `\"50 per week\"`",
            Self::WorkRate => "a rate such as `\"0.25 per h\"`",
            Self::Hazard => {
                "a share in a time such as `\"3 % per wd\"`, or a rate such as `\"0.03 per wd\"`"
            }
            Self::YearlyRate => "a rate such as `\"25 % per year\"`",
        }
    }
}

impl Kind {
    /// How such a value is written.
    pub fn form(self) -> String {
        match self {
            Self::Section | Self::Names => "a table".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Whole(low, high) => format!("a whole number from {low} to {high}"),
            Self::One(quantity, low, high) => {
                let range = match (quantity, low == 0.0) {
                    (Quantity::Number | Quantity::Share, _) => format!(", {low} to {high}"),
                    (_, true) => ", 0 or more".to_owned(),
                    _ => String::new(),
                };
                format!("{}{range}", quantity.form())
            }
            Self::Law(quantity) => format!("{}, or a law", quantity.form()),
            Self::Choice(words) => super::problem::one_of(words),
            Self::Form(words) => words.to_owned(),
        }
    }

    /// Whether tables of this form are merged key by key when a file overrides its base.
    pub(super) fn is_merged(self) -> bool {
        matches!(self, Self::Section | Self::Names)
    }
}

impl Parameter {
    /// The evidence for the default.
    pub fn source(&self) -> Source {
        Source::parse(self.evidence).unwrap_or(Source::Assumed)
    }
}

impl Source {
    /// Reads a label and its words: `M`, `B`, `D`, `A` or `C`, then where it comes from.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (label, words) = text.split_once(' ').unwrap_or((text, ""));
        let words = words.trim().to_owned();
        match label {
            "M" => Some(Self::Measured(words)),
            "B" => Some(Self::Benchmark(words)),
            "D" => Some(Self::Derived(words)),
            "A" => Some(Self::Assumed),
            "C" => Some(Self::Choice),
            _ => None,
        }
    }

    /// The label: M, B, D, A or C.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Measured(_) => "M",
            Self::Benchmark(_) => "B",
            Self::Derived(_) => "D",
            Self::Assumed => "A",
            Self::Choice => "C",
        }
    }
}

/// Every parameter, in the order of the manual.
pub fn parameters() -> &'static [Parameter] {
    TABLE
}

/// The parameter at a pattern such as `channels.*.cost`.
pub(super) fn at(pattern: &str) -> Option<&'static Parameter> {
    TABLE.iter().find(|parameter| parameter.path == pattern)
}

/// The pattern of a key under a table's pattern: the key itself, or a free name.
pub(super) fn under(pattern: &str, key: &str) -> Option<&'static Parameter> {
    at(&join(pattern, key)).or_else(|| at(&join(pattern, "*")))
}

/// The keys that a table at this pattern may hold; `*` for free names.
pub(super) fn keys_of(pattern: &str) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter_map(move |parameter| {
        let (parent, key) = parameter.path.rsplit_once('.').unwrap_or(("", parameter.path));
        (parent == pattern).then_some(key)
    })
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The table of parameters as Markdown, for the model's documentation.
pub fn parameter_table_markdown() -> String {
    let mut text =
        String::from("| key | value | default | evidence | what it is |\n|---|---|---|---|---|\n");
    for parameter in TABLE {
        let Parameter { path, kind, default, evidence, doc } = parameter;
        let default = if default.is_empty() { "–".to_owned() } else { format!("`{default}`") };
        let evidence = if evidence.is_empty() { String::new() } else { format!("[{evidence}]") };
        let form = kind.form().replace('|', "\\|");
        text +=
            &["| `", path, "` | ", &form, " | ", &default, " | ", &evidence, " | ", doc, " |\n"]
                .concat();
    }
    text
}

/// The JSON Schema of a scenario, for editors.
pub fn json_schema() -> String {
    schema::write(TABLE)
}
