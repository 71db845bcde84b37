//! The hand-over: finished studies of one world as one page that opens anywhere, made for a manager.
//!
//! Findings are sentences made of the studies' numbers; every chart has words and a table beside it; the
//! page is complete without its script.

mod alive;
mod batch;
mod board;
mod book;
mod choice;
mod code;
mod commands;
mod curve;
mod customers;
mod decision;
mod dots;
mod drawing;
mod fan;
mod forest;
mod funnel;
mod health;
mod inputs;
mod levers;
mod live;
mod map;
mod method;
mod numbers;
mod options;
mod people;
mod phases;
mod reasons;
mod rests;
mod settling;
mod sheet;
mod slides;
mod table;
mod tornado;
mod turns;
mod words;

use book::Book;

pub use alive::{Answer, answer, moved, payout, reached};
pub use batch::{Entry, index};
pub use book::{Chapter, Compared, Input, Look, Studied};
pub use code::Logo;
pub use levers::{Lever, Live, Moves};
pub use numbers::Numbers;
pub use settling::Reached;
pub use sheet::{REGULAR, SEMI_BOLD, STYLE, is_page};

/// The page of these studies.
///
/// # Errors
///
/// If there are none, if they are of different worlds, or if two compare policies or tell why.
pub fn page(studies: &[Studied], look: &Look) -> Result<String, String> {
    let book = Book::of(studies, look)?;
    Ok(sheet::sheet(&book, look))
}

/// The same as slides, as the contents of a `.pptx`: a title, five charts, notes to each.
///
/// # Errors
///
/// As [`page`], or if no study among them compares or runs policies.
pub fn slides(studies: &[Studied], look: &Look) -> Result<Vec<u8>, String> {
    let book = Book::of(studies, look)?;
    let found = book.comparison.ok_or(
        "slides need the charts of a comparison\nhint: add the folder of a `compare` or a `run`",
    )?;
    Ok(slides::slides(&book, &found.summary, look))
}

/// Whether the contents of a file are slides of ours.
pub fn are_slides(contents: &[u8]) -> bool {
    slides::is_ours(contents)
}
