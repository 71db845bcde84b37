//! The text as a tree of values that know where they stand.

use toml::de::{DeTable, DeValue};

use super::problem::{Fault, Log, SourceFile, Span};

/// A value and its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Number(f64),
    Flag(bool),
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Keys in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Table(pub(super) Vec<Entry>);

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Span,
    pub(super) node: Node,
}

impl Table {
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.key.as_str())
    }
}

impl Node {
    /// A value that nobody wrote: a default.
    pub(super) fn unwritten(text: &str) -> Self {
        let value = match text {
            "true" => Value::Flag(true),
            "false" => Value::Flag(false),
            _ => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => Value::Whole(whole),
                (_, Ok(number)) => Value::Number(number),
                _ if text.contains(", ") => {
                    Value::List(text.split(", ").map(Self::unwritten).collect())
                }
                _ => Value::Text(text.to_owned()),
            },
        };
        Self { span: Span::default(), value }
    }

    /// A default in the words of the table of parameters.
    ///
    /// # Panics
    ///
    /// If it begins like a table and is none.
    pub(super) fn default_of(words: &'static str) -> Self {
        if !words.starts_with('{') {
            return Self::unwritten(words);
        }
        let text = format!("default = {words}");
        let (document, errors) = DeTable::parse_recoverable(&text);
        assert!(errors.is_empty(), "the default `{words}` is no table");
        let mut faults = Vec::new();
        let table = Reader { file: 0, faults: &mut faults }.table(document.get_ref());
        table.get("default").expect("the only key").clone()
    }

    pub(super) fn table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    pub(super) fn list(&self) -> Option<&[Node]> {
        if let Value::List(list) = &self.value { Some(list) } else { None }
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Whole(whole) => Some(whole as f64),
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The value in words, for "found …".
    pub(super) fn found(&self) -> String {
        match &self.value {
            Value::Text(text) if text.chars().count() > 40 => {
                format!("`\"{}…\"`", text.chars().take(40).collect::<String>())
            }
            Value::Text(text) => format!("`\"{text}\"`"),
            Value::Whole(whole) => format!("`{whole}`"),
            Value::Number(number) => format!("`{number}`"),
            Value::Flag(flag) => format!("`{flag}`"),
            Value::Date(date) => format!("the date `{date}`"),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// Reads a TOML text; syntax errors go to the log.
pub(super) fn read(file: SourceFile, log: &mut Log) -> Table {
    let number = log.files.len();
    let end = file.text.len();
    let mut faults = Vec::new();
    let (document, errors) = DeTable::parse_recoverable(&file.text);
    let table = Reader { file: number, faults: &mut faults }.table(document.get_ref());
    for error in &errors {
        let span = error.span().unwrap_or(end..end);
        let span = Span { file: number, start: span.start.min(end), end: span.end.min(end) };
        faults.push((span, Fault::new(error.message().trim())));
    }
    log.files.push(file);
    for (span, fault) in faults {
        log.error(span, fault);
    }
    table
}

/// Whether a letter can stand in a table and in a chart: what XML allows, and no other control
/// characters.
pub(super) fn is_drawn(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r')
        || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

struct Reader<'a> {
    file: usize,
    faults: &'a mut Vec<(Span, Fault)>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let key: &toml::Spanned<std::borrow::Cow<'_, str>> = key;
            self.check_text(self.span(&key.span()), key.get_ref());
            Entry {
                key: key.get_ref().to_string(),
                at: self.span(&key.span()),
                node: self.node(value),
            }
        };
        Table(table.iter().map(entry).collect())
    }

    fn node(&mut self, value: &toml::Spanned<DeValue<'_>>) -> Node {
        let span = self.span(&value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => {
                self.check_text(span, text);
                Value::Text(text.to_string())
            }
            DeValue::Integer(whole) => match i64::from_str_radix(whole.as_str(), whole.radix()) {
                Ok(whole) => Value::Whole(whole),
                Err(_) => self.refuse(span, "too large a number", whole.as_str()),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Number(number),
                _ => self.refuse(span, "expected a finite number", number.as_str()),
            },
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(list) => Value::List(list.iter().map(|n| self.node(n)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { span, value }
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span { file: self.file, start: range.start, end: range.end }
    }

    /// Reports letters that no report can show: they would end in the drawing of a chart.
    fn check_text(&mut self, span: Span, text: &str) {
        if let Some(letter) = text.chars().find(|letter| !is_drawn(*letter)) {
            let code = u32::from(letter);
            let fault = Fault::new(format!("a control character (U+{code:04X}) in a text"));
            self.faults.push((span, fault.help("take it out: it cannot be shown")));
        }
    }

    /// Reports a number that is none and goes on with 1.
    fn refuse(&mut self, span: Span, message: &str, found: &str) -> Value {
        let found: String = found.chars().take(40).collect();
        self.faults.push((span, Fault::new(format!("{message}, found `{found}`"))));
        Value::Whole(1)
    }
}
