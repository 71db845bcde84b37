//! How a command ended.

use std::process::ExitCode;

/// How a command ended, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// Done.
    Done = 0,
    /// A run failed, or its files could not be written.
    Failed = 1,
    /// Wrong usage, or a scenario with mistakes.
    Refused = 2,
    /// A condition of `--require` is not met.
    NotMet = 3,
    /// Stopped before the precision or the decision asked for was reached.
    NotReached = 4,
    /// Interrupted; what was finished is written and marked.
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}
