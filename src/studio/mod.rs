//! The studio: a page on this machine alone, on which a scenario is changed, run and saved.
//!
//! The page shows strings: every sentence, check and picture is made here or below. It holds the text that is
//! worked on, so that nothing is lost when the program ends; the program holds finished runs.

mod assets;
mod desk;
mod disk;
mod edit;
mod guard;
mod house;
mod http;
mod lines;
mod named;
mod page;
mod plans;
mod policies;
mod running;
mod runs;
mod server;
mod view;

pub use assets::ASSETS;
pub use edit::{append, remove, set};
pub use house::{House, Start};
pub use lines::{Line, diff};
pub use named::{copy, cut, section};
pub use server::serve;
