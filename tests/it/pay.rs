//! Pay.

mod lab;
mod oracle;
