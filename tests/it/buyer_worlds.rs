//! Whole systems with buyers: what holds in any of them, and what the default world comes to.

mod bands;
mod invariants;
mod nurture;
mod records;
