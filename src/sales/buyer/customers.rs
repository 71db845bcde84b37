//! Customers for years: how fast they leave, and what the years after the first are expected to bring.

use crate::math::{exp, exp_m1, ln};

/// How many years of a customer count, and what they bring. Inert data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Customers {
    /// H: so many years of a customer are booked at the win, 1 or more; at 1 the first year alone.
    pub years: f64,
    /// What a year takes off money that comes later, as a share: 0.1 = 10 %.
    pub discount: f64,
    /// What a promise beyond the fit adds to the log odds of churn, per unit of fit; 0 = nothing.
    pub promise: f64,
    /// Length of a contract in years, which can be left at its end only; 0 = on any day.
    pub term: f64,
    /// Growth a year of the account of a customer who is as glad as can be, as a rate.
    pub grow: f64,
}

impl Customers {
    /// The first year alone: nothing later, no promise counts, and anybody can leave on any day.
    pub const FIRST_YEAR: Self =
        Self { years: 1.0, discount: 0.0, promise: 0.0, term: 0.0, grow: 0.0 };

    /// What the years after the first come to, in years of the first one's money, of a customer who
    /// would leave at the rate `leaves` and whose account grows at the rate `grows` (both a year):
    /// expected and discounted, `∫₁ᴴ S(t)·e^(−(ln(1 + discount) − grows)·t) dt`.
    pub fn later(&self, leaves: f64, grows: f64) -> f64 {
        self.staying(leaves, ln(1.0 + self.discount) - grows, 1.0)
    }

    /// The years of use that a customer has after the first, expected: `∫₁ᴴ S(t) dt`.
    pub fn stays_later(&self, leaves: f64) -> f64 {
        self.staying(leaves, 0.0, 1.0)
    }

    /// The years that a customer stays within the horizon, expected: `∫₀ᴴ S(t) dt`.
    pub fn stays(&self, leaves: f64) -> f64 {
        self.staying(leaves, 0.0, 0.0)
    }

    /// Prices that a customer pays at the anniversaries of the win, in prices of the first year: expected
    /// and discounted, `Σ S(j)·e^(−(ln(1 + discount) − grows)·j)`, j from 1, each as far as the year that
    /// begins counts.
    pub fn renewed(&self, leaves: f64, grows: f64) -> f64 {
        self.renewed_from(leaves, grows, 1)
    }

    /// The same of the anniversaries from this one on.
    pub(super) fn renewed_from(&self, leaves: f64, grows: f64, first: u32) -> f64 {
        let (mut prices, mut year) = (0.0, first);
        while self.counted_of(year) > 0.0 {
            let at = f64::from(year);
            let stayed =
                if self.term == 0.0 { at } else { self.term * (at / self.term + ALIKE).floor() };
            prices +=
                exp(grows * at - leaves * stayed) * self.discounted(year) * self.counted_of(year);
            year += 1;
        }
        prices
    }

    /// How much of the year that begins so many years after the win counts, 0 to 1.
    pub fn counted_of(&self, year: u32) -> f64 {
        (self.years - f64::from(year)).clamp(0.0, 1.0)
    }

    /// What money counts at the win that comes so many years later, 0 to 1.
    pub fn discounted(&self, year: u32) -> f64 {
        exp(-ln(1.0 + self.discount) * f64::from(year))
    }

    /// When somebody leaves who would leave after so many months if that were possible on any day: at
    /// the end of the term.
    pub(super) fn leaving_month(&self, months: f64) -> f64 {
        let term = 12.0 * self.term;
        if term == 0.0 { months } else { term * ((months / term).floor() + 1.0) }
    }

    /// What of the first year's money is unearned on average of those who leave within it, as a share.
    pub(super) fn unearned(&self) -> f64 {
        0.5 * (1.0 - self.term.min(1.0))
    }

    /// The growth a year of an account whose customer gains this much, as a share of the list price.
    pub(super) fn growth(&self, gain: f64) -> f64 {
        self.grow * gain.clamp(0.0, 1.0)
    }

    /// What a promise adds to the log odds of churn; both sides as shares of what could be needed.
    pub(super) fn strain(&self, promised: f64, fit: f64) -> f64 {
        self.promise * (promised - fit).max(0.0)
    }

    /// Whole terms that are over at an age.
    pub(super) fn terms_by(&self, age: f64) -> f64 {
        (age / self.term + ALIKE).floor()
    }

    /// `∫ S(t)·e^(−r·t) dt` over the years `from` to the horizon; S is the share still there.
    pub(super) fn staying(&self, leaves: f64, r: f64, from: f64) -> f64 {
        let (term, to) = (self.term, self.years);
        if term == 0.0 {
            return years_between(leaves + r, from, to);
        }
        // whole terms within, and what is left of the ones before and after
        let (first, last) = ((from / term - ALIKE).ceil(), (to / term + ALIKE).floor());
        let still = |terms: f64| exp(-leaves * term * terms);
        if last < first {
            return still(last) * years_between(r, from, to);
        }
        let before =
            still((first - 1.0).max(0.0)) * years_between(r, from, (first * term).max(from));
        let after = still(last) * years_between(r, (last * term).min(to), to);
        let each = (leaves + r) * term;
        let terms = if each == 0.0 {
            last - first
        } else {
            exp(-each * first) * exp_m1(-each * (last - first)) / exp_m1(-each)
        };
        before + terms * years_between(r, 0.0, term) + after
    }
}

/// Numbers of terms that differ by less are the same: a third of a year three times is a year.
const ALIKE: f64 = 1e-9;

/// `∫ e^(−k·t) dt` over the years `from` to `to`.
pub(super) fn years_between(k: f64, from: f64, to: f64) -> f64 {
    let length = to - from;
    if k == 0.0 { length } else { exp(-k * from) * (-exp_m1(-k * length) / k) }
}

/// The rate a year at which customers leave of whom this share leaves within a year.
pub(super) fn leaving_rate(churn: f64) -> f64 {
    let stays = 1.0 - churn;
    if stays >= 1.0 { 0.0 } else { -ln(stays.max(f64::MIN_POSITIVE)) }
}
