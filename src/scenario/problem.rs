//! Mistakes in a scenario: where, what was found, what is allowed.

use std::fmt;
use std::ops::Range;

/// A text that was read: the scenario itself or one of its bases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The file's name, as messages show it.
    pub name: String,
    /// Its whole text.
    pub text: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It can run, but is probably not what was meant.
    Warning,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the run.
    pub severity: Severity,
    /// The file, as an index into [`Error::files`] (or [`super::Scenario::files`]).
    pub file: usize,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// The column of the first byte in characters, from 1.
    pub column: usize,
    /// What is wrong, with the value found.
    pub message: String,
    /// The words beside the span, e.g. "did you mean `routing`?"; may be empty.
    pub label: String,
    /// What is allowed, or what to do; may be empty.
    pub help: String,
}

/// Everything that is wrong with a scenario.
#[derive(Clone, Debug, thiserror::Error)]
pub struct Error {
    /// The mistakes, in the order of the text.
    pub problems: Vec<Problem>,
    /// The texts that they are in.
    pub files: Vec<SourceFile>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (k, problem) in self.problems.iter().enumerate() {
            let file = self.files.get(problem.file).map_or("scenario", |file| file.name.as_str());
            let newline = if k == 0 { "" } else { "\n" };
            write!(f, "{newline}{file}:{}:{}: {problem}", problem.line, problem.column)?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if !self.label.is_empty() {
            write!(f, "; {}", self.label)?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  hint: {}", self.help)?;
        }
        Ok(())
    }
}

/// A place in one of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) file: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What is wrong with a value, before it is known where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Says what was probably meant, if anything is near, and lists what is allowed.
    pub(super) fn among<'a>(
        mut self,
        found: &str,
        allowed: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut words: Vec<&str> = Vec::new();
        for word in allowed {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let allowed = words;
        if let Some(near) = nearest(found, &allowed) {
            self.label = format!("did you mean `{near}`?");
        }
        if !allowed.is_empty() {
            self.help = format!("expected {}", one_of(&allowed));
        }
        self
    }
}

/// How many problems are reported; what is wrong beyond them is likely to follow from them.
const MOST: usize = 100;

/// The files read so far and the mistakes found in them.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) files: Vec<SourceFile>,
    problems: Vec<Problem>,
}

impl Log {
    /// A log of texts that were read without a mistake.
    pub(super) fn of(files: Vec<SourceFile>) -> Self {
        Self { files, ..Self::default() }
    }

    pub(super) fn error(&mut self, span: Span, fault: Fault) {
        self.push(Severity::Error, span, fault);
    }

    pub(super) fn warning(&mut self, span: Span, fault: Fault) {
        self.push(Severity::Warning, span, fault);
    }

    /// Whether no more problems are taken.
    pub(super) fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    pub(super) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// The text at `span`, as written.
    pub(super) fn text(&self, span: Span) -> &str {
        self.files.get(span.file).and_then(|f| f.text.get(span.start..span.end)).unwrap_or("")
    }

    /// The problems of this severity, in the order of the text, and the files.
    pub(super) fn finish(mut self) -> (Vec<Problem>, Vec<SourceFile>) {
        self.problems.sort_by_key(|problem| (problem.file, problem.span.start));
        (self.problems, self.files)
    }

    fn push(&mut self, severity: Severity, span: Span, fault: Fault) {
        if self.is_full() {
            return;
        }
        let text = self.files.get(span.file).map_or("", |file| file.text.as_str());
        let (line, column) = line_and_column(text, span.start);
        let Fault { message, label, help } = fault;
        let (file, span) = (span.file, span.start..span.end);
        let problem = Problem { severity, file, span, line, column, message, label, help };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// The line and the column in characters of a byte, both from 1.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The allowed word that was probably meant.
pub(crate) fn nearest<'a>(found: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let found = found.to_lowercase();
    let length = found.chars().count();
    allowed
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&found, &word.to_lowercase()), *word))
        .filter(|(distance, word)| *distance <= word.chars().count().max(length).max(4) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// "one of `a`, `b`", or "`a`" where there is no choice.
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    if quoted.len() == 1 { quoted.concat() } else { format!("one of {}", quoted.join(", ")) }
}
