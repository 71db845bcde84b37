//! Mistakes, shown with the lines they are in.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::scenario::{Problem, Severity, SourceFile};

/// Shows the problems of a scenario on stderr.
pub(super) fn show(problems: &[Problem], files: &[SourceFile]) {
    for problem in problems {
        anstream::eprintln!("{}\n", render(problem, files));
    }
}

/// Shows a mistake that has no place in a file.
pub(super) fn plain(message: &str) {
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let report = [Group::with_title(Level::ERROR.primary_title(first))];
    anstream::eprintln!("{}", Renderer::styled().render(&report));
    if !rest.is_empty() {
        anstream::eprintln!("{rest}");
    }
}

/// A problem as text with the line it is in.
fn render(problem: &Problem, files: &[SourceFile]) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(problem.message.as_str());
    let mut group = Group::with_title(title);
    if let Some(file) = files.get(problem.file).filter(|f| !f.text.is_empty()) {
        let length = file.text.len();
        let start = problem.span.start.min(length);
        let end = problem.span.end.clamp(start, length);
        let marked = AnnotationKind::Primary.span(start..end).label(problem.label.as_str());
        let snippet = Snippet::source(file.text.as_str()).path(file.name.as_str());
        group = group.element(snippet.annotation(marked));
    }
    if !problem.help.is_empty() {
        group = group.element(Level::HELP.message(problem.help.as_str()));
    }
    Renderer::styled().render(&[group])
}
