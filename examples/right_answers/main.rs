//! Questions that were once answered wrongly, with the right answers: asks posse each of them and
//! prints its answer beside the right one. `right_answers [WORD]` asks only those whose name holds
//! the word. The questions stand in `tests/right-answers`. Exit code 1 if an answer is not right.
#![allow(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it watches the clock and prints"
)]

mod asked;
#[path = "../limited/mod.rs"]
mod limited;
mod rows;

use std::process::ExitCode;

use asked::Place;

fn main() -> ExitCode {
    if std::env::var_os(limited::AS_COMMAND).is_some() {
        return posse::cli::main();
    }
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let (mut asked, mut wrong) = (0, 0);
    for row in rows::all().filter(|row| row.name.contains(&wanted)) {
        let (said, is_right) = match Place::new().and_then(|place| (row.ask)(&place)) {
            Ok(answer) => answer,
            Err(error) => (format!("not asked: {error}"), false),
        };
        asked += 1;
        wrong += usize::from(!is_right);
        let word = if is_right { "equal   " } else { "UNEQUAL " };
        println!("{word} {:<24} posse: {said}\n{:>33} right: {}", row.name, "", row.right);
    }
    println!("{asked} asked, {} equal, {wrong} unequal", asked - wrong);
    if wrong == 0 && asked > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
