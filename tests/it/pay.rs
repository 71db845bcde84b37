//! Pay: what plans come to, and how hard people work for it.
//!
//! Plans against sums by hand and against each other; expected pay and its spread against values
//! computed independently of this crate; effort against closed forms, published results and dynamic
//! programming. Seeds are fixed and never chosen.

mod curves;
mod effort;
mod exact;
mod lab;
mod labour;
mod literature;
mod market;
mod oracle;
mod payouts;
mod prizes;
mod properties;
mod ratchets;
mod shared;
mod slips;
mod to_the_cent;
