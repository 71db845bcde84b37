//! Lists that people keep elsewhere (of events, of people): a header and rows of text, read with every
//! mistake at once.

use super::date::Day;
use super::exact::{Exact, of_text};

/// A list as it was read: the names of its columns, and rows with the line that each stands on.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The names of the columns.
    pub header: Vec<String>,
    /// Each row's line, from 1, and its cells.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// A mistake in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: u64,
    /// The name of the column; may be empty.
    pub column: String,
    /// What is wrong, with the value found.
    pub message: String,
    /// What is allowed; may be empty.
    pub help: String,
}

impl Sheet {
    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.trim().eq_ignore_ascii_case(name))
    }

    /// The place of the first of these columns that there is.
    pub(super) fn first_of(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.column(name))
    }
}

/// A row that is read; its mistakes are collected.
pub(super) struct Reader<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) line: u64,
    pub(super) cells: &'s [String],
    pub(super) mistakes: &'s mut Vec<Mistake>,
}

impl<'s> Reader<'s> {
    /// The text in a column; empty where there is none.
    pub(super) fn text(&self, column: Option<usize>) -> &'s str {
        column.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    pub(super) fn wrong(&mut self, column: Option<usize>, message: String, help: &str) {
        let name = column.and_then(|at| self.sheet.header.get(at)).cloned().unwrap_or_default();
        let (line, help) = (self.line, help.to_owned());
        self.mistakes.push(Mistake { line, column: name, message, help });
    }

    /// The day in a column, if there is one.
    pub(super) fn day(&mut self, column: Option<usize>) -> Option<Day> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let day = Day::of_text(text);
        if day.is_none() {
            let message = format!("expected a date such as `2027-01-14`, found `{text}`");
            self.wrong(column, message, "");
        }
        day
    }

    /// The number in a column, if there is one.
    pub(super) fn number(&mut self, column: Option<usize>) -> Option<Exact> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let number = of_text(text);
        if number.is_none() {
            let help = "a number has a point before its decimals and nothing between its thousands";
            self.wrong(column, format!("expected a number, found `{text}`"), help);
        }
        number
    }
}
