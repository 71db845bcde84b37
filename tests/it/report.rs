//! Reports say what the numbers say, and say it the same each time.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod blocks;
mod contour;
mod drawings;
mod files;
mod fixture;
mod folders;
mod market;
mod paid;
mod words;
