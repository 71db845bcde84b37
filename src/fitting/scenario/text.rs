//! The text of a scenario that is being written.

use std::fmt::Write;

use super::names::Names;
use crate::fitting::fit::Fit;
use crate::fitting::roster::Roster;
use crate::records::Moment;

pub(super) struct Text<'a> {
    pub(super) fit: &'a Fit,
    pub(super) roster: &'a Roster,
    pub(super) source: &'a str,
    pub(super) names: Names,
    pub(super) written: String,
    /// Key paths and where their numbers come from.
    pub(super) sources: Vec<(String, String)>,
}

impl Text<'_> {
    pub(super) fn line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    /// A comment, broken into lines.
    pub(super) fn comment(&mut self, words: &str) {
        let mut line = String::from("#");
        let is_gap = |letter: char| letter.is_whitespace() || letter.is_control();
        for word in words.split(is_gap).filter(|word| !word.is_empty()) {
            if line.chars().count() + word.chars().count() > 98 {
                self.line(&line);
                line = String::from("#");
            }
            let _ = write!(line, " {word}");
        }
        self.line(&line);
    }

    pub(super) fn measured(&mut self, path: String, how: &str) {
        self.sources.push((path, format!("M {}: {how}", self.source)));
    }

    /// What the company calls a thing whose key differs.
    pub(super) fn label(&mut self, label: &str, key: &str) {
        if label != key && !label.is_empty() {
            self.comment(&format!("In the CRM: {label}"));
        }
    }
}

/// The day of an instant, as TOML writes it.
pub(super) fn date(moment: Moment) -> String {
    moment.to_string()[..10].to_owned()
}
