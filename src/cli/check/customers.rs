//! What is done for customers, in words.

use crate::sales::AccountWork;
use crate::sales::calendar::HOURS_PER_WEEK;

/// When work on customers is due, and what it changes.
pub(super) fn work(work: &AccountWork) -> String {
    match work {
        AccountWork::Serve { per_year, slight } => format!(
            "customers, who call {per_year} times a year; a missed call loses {:.1} % (cost to serve \
             is paid as well: does it stand for these hours?)",
            100.0 * slight
        ),
        AccountWork::Renew { lead_hours, relief } => format!(
            "customers, from {:.0} days before each term ends; keeps {:.0} % of those who would leave",
            7.0 * lead_hours / HOURS_PER_WEEK,
            100.0 * relief
        ),
        AccountWork::Expand { per_year, step } => format!(
            "customers, {per_year} times a year where they gain most; adds {:.0} % to the account",
            100.0 * step
        ),
    }
}
