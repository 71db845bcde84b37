//! What a scenario may say: one table for the grammar, the defaults, the schema and the manual.

use super::Source;
use super::table::{CASES, OF_PARTS, TABLE};

/// One key of a scenario, or a family of keys (`*` stands for a name).
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// How people call it; empty = as its key says.
    pub name: &'static str,
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
    /// A date.
    Date,
    /// The name of such a thing, e.g. of `a stage`.
    Name(&'static str),
    /// Text that follows a pattern.
    Phrase(&'static Phrase),
    /// A small table within a value.
    Table(&'static Form),
    /// A list with entries of this kind.
    List(&'static Kind),
    /// A list with one entry of each of these kinds, and how it is written.
    Row(&'static str, &'static [Kind]),
    /// Text that follows a pattern, or tables of it, by key path.
    Paths(&'static Phrase),
    /// A value of one of these kinds.
    Either(&'static [Kind]),
}

/// Text that follows a pattern, e.g. `week 26`.
#[derive(Debug, PartialEq, Eq)]
pub struct Phrase {
    /// How it is written, for "expected …".
    pub form: &'static str,
    /// The whole text as a regular expression (ECMA 262); `{number}` stands for a number that is not
    /// negative, `{unit}` for a unit of time.
    pub pattern: &'static str,
}

/// The form of a small table within a value, e.g. of a band of a commission.
#[derive(Debug, PartialEq)]
pub struct Form {
    /// What messages call it, e.g. `a band`.
    pub what: &'static str,
    /// How one is written.
    pub example: &'static str,
    /// The keys that it must have.
    pub needs: &'static [&'static str],
    /// What its free names are, where they are values: at most one.
    pub names: &'static [Quantity],
    /// Its keys, with paths that begin in it; `*` stands for a name.
    pub keys: &'static [Parameter],
}

/// What is measured, hence which units fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A plain number.
    Number,
    /// A share of 1, or per cent.
    Share,
    /// The same, which may be negative.
    SignedShare,
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
    pub(super) const ALL: [Self; 11] = [
        Self::Number,
        Self::Share,
        Self::SignedShare,
        Self::Elapsed,
        Self::Work,
        Self::Money,
        Self::MoneyRate,
        Self::Rate,
        Self::WorkRate,
        Self::Hazard,
        Self::YearlyRate,
    ];

    /// What the schema calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Share => "share",
            Self::SignedShare => "signed-share",
            Self::Elapsed => "time",
            Self::Work => "work",
            Self::Money => "money",
            Self::MoneyRate => "money-rate",
            Self::Rate => "rate",
            Self::WorkRate => "work-rate",
            Self::Hazard => "hazard",
            Self::YearlyRate => "yearly-rate",
        }
    }

    /// How such a value is written, for "expected …".
    pub fn form(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Share => "a share such as `0.25` or `\"25 %\"`",
            Self::SignedShare => "a share from -1 to 1 such as `-0.05` or `\"25 %\"`",
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
                    (Quantity::Number | Quantity::Share, _) if high < 1e9 => {
                        format!(", {low} to {high}")
                    }
                    (_, true) => ", 0 or more".to_owned(),
                    _ => String::new(),
                };
                format!("{}{range}", quantity.form())
            }
            Self::Law(quantity) => format!("{}, or a law", quantity.form()),
            Self::Choice(words) => super::problem::one_of(words),
            Self::Date => "a date such as `2026-01-05`".to_owned(),
            Self::Name(what) => format!("the name of {what}"),
            Self::Phrase(phrase) | Self::Paths(phrase) => phrase.form.to_owned(),
            Self::Table(form) => format!("a table such as `{}`", form.example),
            Self::List(entry) => format!("a list, each entry {}", entry.form()),
            Self::Row(written, _) => format!("`{written}`"),
            Self::Either(kinds) => {
                let mut forms: Vec<String> = kinds.iter().map(|kind| kind.form()).collect();
                let last = forms.pop().unwrap_or_default();
                format!("{}; or {last}", forms.join("; "))
            }
        }
    }

    /// The kinds that a value of this kind may be of.
    pub(super) fn alternatives(&self) -> &[Self] {
        if let Self::Either(kinds) = self { kinds } else { std::slice::from_ref(self) }
    }

    /// The forms of the small tables that it may be.
    pub(super) fn tables(&self) -> impl Iterator<Item = &'static Form> {
        self.alternatives().iter().filter_map(|kind| match kind {
            Self::Table(form) => Some(*form),
            _ => None,
        })
    }

    /// The kind of its entries where it is a list.
    pub(super) fn entry(&self) -> Option<Self> {
        self.alternatives().iter().find_map(|kind| match kind {
            Self::List(entry) => Some(**entry),
            _ => None,
        })
    }

    /// Whose chances it gives where it is a law.
    pub(super) fn law(&self) -> Option<Quantity> {
        self.alternatives().iter().find_map(|kind| match kind {
            Self::Law(quantity) => Some(*quantity),
            _ => None,
        })
    }

    /// The smallest and the largest whole number that it may be.
    pub(super) fn whole(&self) -> Option<(u64, u64)> {
        self.alternatives().iter().find_map(|kind| match kind {
            Self::Whole(low, high) => Some((*low, *high)),
            _ => None,
        })
    }

    /// Whether its numbers are whole.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.alternatives().first(), Some(Self::Whole(..)))
    }

    /// Whether it is an instant of the run.
    pub(super) fn is_moment(self) -> bool {
        let kinds = self.alternatives();
        kinds.contains(&Self::Date) && kinds.iter().any(|kind| matches!(kind, Self::One(..)))
    }

    /// Whether tables of this form are merged key by key when a file overrides its base.
    pub(super) fn is_merged(self) -> bool {
        matches!(self, Self::Section | Self::Names)
    }
}

impl Form {
    /// The parameter of a key in it: of the key itself, or of a free name.
    pub(super) fn key(&self, key: &str) -> Option<&'static Parameter> {
        self.named(key).or_else(|| self.named("*"))
    }

    /// The keys that it may hold, names aside.
    pub(super) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|parameter| parameter.path).filter(|key| *key != "*")
    }

    /// Whether a key is one of its own, not a free name.
    pub(super) fn has(&self, key: &str) -> bool {
        key != "*" && self.named(key).is_some()
    }

    fn named(&self, key: &str) -> Option<&'static Parameter> {
        self.keys.iter().find(|parameter| parameter.path == key)
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

/// The pattern of a part of a plan.
const PART: &str = "plans.*.parts.*";

/// The parameter at a pattern such as `channels.*.cost`.
pub(super) fn at(pattern: &str) -> Option<&'static Parameter> {
    TABLE.iter().find(|parameter| parameter.path == pattern).or_else(|| {
        let key = pattern.strip_prefix(PART)?.strip_prefix('.')?;
        OF_PARTS.contains(&key).then(|| at(&join("plans.*", key)))?
    })
}

/// The defaults of a key that depend on more than the key: the case and the value.
pub(super) fn cases(path: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    CASES.iter().filter(move |case| case.0 == path).map(|(_, case, value)| (*case, *value))
}

/// The default of a key in a case that the table knows.
///
/// # Panics
///
/// If it does not.
pub(super) fn usual(path: &str, case: &str) -> &'static str {
    let found = cases(path).find(|(known, _)| *known == case);
    found.unwrap_or_else(|| panic!("no default of `{path}` where {case}")).1
}

/// The pattern of a key under a table's pattern: the key itself, or a free name.
pub(super) fn under(pattern: &str, key: &str) -> Option<&'static Parameter> {
    at(&join(pattern, key)).or_else(|| at(&join(pattern, "*")))
}

/// The keys that a table at this pattern may hold; `*` for free names.
pub(super) fn keys_of(pattern: &str) -> impl Iterator<Item = &'static str> {
    let own = TABLE.iter().filter_map(move |parameter| {
        let (parent, key) = parameter.path.rsplit_once('.').unwrap_or(("", parameter.path));
        (parent == pattern).then_some(key)
    });
    own.chain(OF_PARTS.into_iter().filter(move |_| pattern == PART))
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The table of parameters as Markdown, for the model's documentation. The keys of a small table within
/// a value follow it where it is named first; `N` stands for the number of an entry in a list.
pub fn parameter_table_markdown() -> String {
    let mut text =
        String::from("| key | value | default | evidence | what it is |\n|---|---|---|---|---|\n");
    let mut told = Vec::new();
    for parameter in TABLE {
        rows(parameter.path, parameter, &mut told, &mut text);
    }
    text
}

/// The rows of a parameter and of the keys in it, each form but once.
fn rows(path: &str, parameter: &Parameter, told: &mut Vec<&'static Form>, text: &mut String) {
    let Parameter { kind, default, evidence, doc, .. } = parameter;
    let of_cases: Vec<String> =
        cases(path).map(|(case, value)| format!("{case}: `{value}`")).collect();
    let default = match (default.is_empty(), of_cases.is_empty()) {
        (true, true) => "–".to_owned(),
        (true, false) => of_cases.join("; "),
        (false, _) => format!("`{default}`"),
    };
    let form = kind.form().replace('|', "\\|");
    *text += &["| `", path, "` | ", &form, " | ", &default, " | [", evidence, "] | ", doc, " |\n"]
        .concat();
    let entry = kind.entry();
    let of_entries = entry.iter().flat_map(Kind::tables).map(|form| (join(path, "N"), form));
    for (home, form) in kind.tables().map(|form| (path.to_owned(), form)).chain(of_entries) {
        if !told.iter().any(|known| std::ptr::eq(*known, form)) {
            told.push(form);
            for key in form.keys {
                rows(&join(&home, key.path), key, told, text);
            }
        }
    }
}
