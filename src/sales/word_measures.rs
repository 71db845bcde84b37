//! Measures of word of mouth: who talks, and who has listened.

use super::catalogue::Entry;
use super::measure::Direction::{Higher, Lower};
use super::measure::Unit::{Count, Share};
use super::outcome::{Books, ratio};
use super::stage::Phase::Engage;

/// What is counted of word of mouth in the window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WordTally {
    /// Leads that were referred, wins of such leads, and leads that had been warned.
    pub referred: u64,
    pub wins: u64,
    pub warned: u64,
    /// Over its weeks: customers who refer, and who warn.
    pub glad: u64,
    pub regretting: u64,
    pub weeks: u64,
}

impl WordTally {
    /// A week begins in which so many talk.
    pub(super) fn count_week(&mut self, glad: u32, regretting: u32) {
        self.glad += u64::from(glad);
        self.regretting += u64::from(regretting);
        self.weeks += 1;
    }
}

fn word<'a>(b: &'a Books<'_>) -> &'a WordTally {
    &b.tallies.buyers.word
}

fn leads(b: &Books<'_>) -> f64 {
    b.tallies.sums.leads as f64
}

/// Measures where customers talk (definitions: MODEL.md, "Measures").
pub(super) const WORD: &[Entry] = &[
    ("referred_leads", "Leads referred by customers", Count, Some(Higher), Some(Engage), |b| {
        word(b).referred as f64
    }),
    ("referred_share", "Share of leads referred", Share, Some(Higher), Some(Engage), |b| {
        ratio(word(b).referred as f64, leads(b))
    }),
    ("referred_wins", "Wins of referred leads", Count, Some(Higher), Some(Engage), |b| {
        word(b).wins as f64
    }),
    (
        "warned_share",
        "Share of leads that had been warned",
        Share,
        Some(Lower),
        Some(Engage),
        |b| ratio(word(b).warned as f64, leads(b)),
    ),
    ("customers_who_refer", "Customers who refer", Count, Some(Higher), None, |b| {
        ratio(word(b).glad as f64, word(b).weeks as f64)
    }),
    ("customers_who_warn", "Customers who warn", Count, Some(Lower), None, |b| {
        ratio(word(b).regretting as f64, word(b).weeks as f64)
    }),
];
