//! Mistakes, shown with the lines they are in.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::talk;
use crate::scenario::{COMMAND_LINE, Problem, Severity, SourceFile};

/// Shows the problems of a scenario on stderr; its bases lie in `folder`.
pub(super) fn show(problems: &[Problem], files: &[SourceFile], folder: &Path) {
    let width = talk::message_columns();
    for problem in problems {
        talk::say(&format!("{}\n", render(problem, files, folder, width)));
    }
}

/// A problem as text with the line it is in.
fn render(problem: &Problem, files: &[SourceFile], folder: &Path, width: usize) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(problem.message.as_str()));
    if let Some(file) = files.get(problem.file) {
        let name = match problem.file {
            0 => file.name.clone(),
            _ if file.name == COMMAND_LINE => file.name.clone(),
            _ => folder.join(&file.name).display().to_string(),
        };
        if file.text.trim().is_empty() {
            group = group.element(Origin::path(name));
        } else {
            let span = within(&file.text, problem.span.start, problem.span.end);
            let marked = AnnotationKind::Primary.span(span).label(problem.label.as_str());
            let snippet = Snippet::source(file.text.as_str()).path(name);
            group = group.element(snippet.annotation(marked));
        }
    }
    if !problem.help.is_empty() {
        // Room for the frame and the word in front.
        let help = wrapped(&problem.help, width.saturating_sub(16));
        group = group.element(Level::HELP.with_name("hint").message(help));
    }
    Renderer::styled().term_width(width).render(&[group])
}

/// The part of a span that can be shown: of several lines, the first one.
fn within(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    // What is missing at the end is missing after the last line that says something.
    if start == text.len() {
        start = text.trim_end().len();
        end = start;
    }
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    start..end.min(line_end.max(start))
}

/// `text` in lines of about `width` characters, broken at spaces.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width.max(40) {
            lines.push('\n');
            column = 0;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines
}
