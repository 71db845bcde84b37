//! Measures of work on customers: what was due, what was missed, what it brought.

use super::catalogue::Entry;
use super::measure::Direction::{Higher, Lower};
use super::measure::Unit::{Count, Money, Share};
use super::outcome::{Books, ratio};

/// What is counted of work on customers in the window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AccountTally {
    /// Calls, renewals and chances to sell more that came; and those that nobody worked in time.
    pub due: u64,
    pub missed: u64,
    /// Customers who left.
    pub left: u64,
    /// What was done and missed has added to the gross margin expected of later years, in money.
    pub margin: f64,
    /// Over its weeks: customers who were looked after.
    pub customers: u64,
    pub weeks: u64,
}

fn accounts<'a>(b: &'a Books<'_>) -> &'a AccountTally {
    &b.tallies.buyers.accounts
}

/// Measures where people work on customers (definitions: MODEL.md, "Measures").
pub(super) const ACCOUNTS: &[Entry] = &[
    ("customers", "Customers looked after", Count, Some(Higher), None, |b| {
        ratio(accounts(b).customers as f64, accounts(b).weeks as f64)
    }),
    ("account_calls", "Work on customers that was due", Count, None, None, |b| {
        accounts(b).due as f64
    }),
    ("account_missed", "Share of it that nobody did in time", Share, Some(Lower), None, |b| {
        ratio(accounts(b).missed as f64, accounts(b).due as f64)
    }),
    ("customers_left", "Customers who left", Count, Some(Lower), None, |b| accounts(b).left as f64),
    (
        "account_margin",
        "Later margin that work on customers added or cost",
        Money,
        Some(Higher),
        None,
        |b| accounts(b).margin,
    ),
];
