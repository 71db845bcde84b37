//! What the user reads: results on stdout, everything else on stderr.

use std::io::{self, ErrorKind, Write};

use annotate_snippets::{Group, Level, Renderer};

use super::{Code, host};

/// Columns where the terminal does not say.
const COLUMNS: usize = 100;

/// Prints a result. A reader that has seen enough (`| head`) is no failure; a full disk is.
pub(super) fn result(text: &str) -> Code {
    if host::result(text) {
        return Code::Done;
    }
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Code::Done,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Code::Done,
        Err(cause) => {
            error(&format!("cannot write to stdout: {}", words(&cause)));
            Code::Failed
        }
    }
}

/// Says something on stderr. Whoever closes stderr does not want to know.
pub(super) fn say(text: &str) {
    if !host::say(text) {
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    }
}

/// Shows a mistake that has no place in a file; what follows the first line stands as it is.
pub(super) fn error(message: &str) {
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let report = [Group::with_title(Level::ERROR.primary_title(first))];
    say(&Renderer::styled().render(&report));
    if !rest.is_empty() {
        say(rest);
    }
}

/// Shows a mistake in the words of a command, and returns the code of it.
pub(super) fn refuse(message: &str) -> Code {
    error(message);
    Code::Refused
}

/// Shows all mistakes in the words of a command, and returns the code of them.
pub(super) fn refuse_all(messages: &[String]) -> Code {
    for message in messages {
        error(message);
    }
    Code::Refused
}

/// Shows what went wrong, and returns the code of it.
pub(super) fn fail(message: &str) -> Code {
    error(message);
    Code::Failed
}

/// What the system said, in the manner of every other message.
pub(super) fn words(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Columns of the terminal that results go to.
pub(super) fn result_columns() -> usize {
    columns(|| terminal_size::terminal_size_of(io::stdout()))
}

/// Columns of the terminal that messages go to.
pub(super) fn message_columns() -> usize {
    columns(|| terminal_size::terminal_size_of(io::stderr()))
}

/// Help and the version are results, a mistake in the words is none.
pub(super) fn of_words(error: &clap::Error) -> Code {
    let text = error.to_string();
    if error.use_stderr() {
        if !host::say(text.trim_end()) {
            let _ = error.print();
        }
        return Code::Refused;
    }
    if !host::result(&text) {
        let _ = error.print();
    }
    Code::Done
}

type Size = (terminal_size::Width, terminal_size::Height);

/// A host has no terminal.
fn columns(size: impl Fn() -> Option<Size>) -> usize {
    let size = if host::is_there() { None } else { size() };
    size.map_or(COLUMNS, |(width, _)| usize::from(width.0))
}
