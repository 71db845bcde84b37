//! Commands that get so much memory and time and no more.

#![allow(clippy::disallowed_types, reason = "it watches the clock")]

use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Set for the copies of a program that are to be the command `posse`.
pub(super) const AS_COMMAND: &str = "POSSE_AS_COMMAND";
/// Address space of a command, in kilobytes (on Unix).
const MEMORY: &str = "4000000";
/// `posse` with these words, by this binary, in a shell that limits its memory.
pub(super) fn posse(binary: &Path, words: &[&str]) -> Command {
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")]).arg(binary);
        shell
    } else {
        Command::new(binary)
    };
    command.args(words).env(AS_COMMAND, "1").stdin(Stdio::null());
    command
}

/// How it ended; `None` if it had to be killed because this time was up.
pub(super) fn end(child: &mut Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > time {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        sleep(Duration::from_millis(5));
    }
}
