//! The `posse` command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    posse::cli::main()
}
