//! What work on a customer changes of the years that are booked as expected.
//!
//! A customer leaves at the end of the first term by which his exposure has passed a threshold, exponential
//! with mean 1. Exposure grows evenly, as fast as the law of churn says; a call that he misses adds to it, a
//! renewal that is worked in time takes some away. Since the threshold has no memory, what is still expected
//! of him changes by `e^(−change)`, whatever has happened before: what is booked of all changes and at the
//! win comes to what customers bring, on average.

use super::Customers;
use crate::math::{exp, exp_m1};

/// A customer whom somebody may look after. Times in years since the win; money as booked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Account {
    /// The rate a year at which such customers leave, and at which the account grows.
    pub leaves: f64,
    /// See [`Account::leaves`].
    pub grows: f64,
    /// Exposure at which this one leaves.
    pub threshold: f64,
    /// When one leaves to whom a deal-breaker was sold, whatever anybody does.
    pub breaks: Option<f64>,
    /// What the first year's price and margin less cost to serve come to.
    pub price: f64,
    /// See [`Account::price`].
    pub margin: f64,
    /// How glad the customer is, 0 to 1; and how often he calls, in multiples of the usual.
    pub gain: f64,
    /// See [`Account::gain`].
    pub calls: f64,
    /// Exposure that work, or the want of it, has added; and what of it no end of a term has seen yet.
    pub added: f64,
    pub(super) pending: f64,
    /// What expansions have made of the account, as a factor.
    pub(super) size: f64,
}

/// What a change is worth, expected and discounted to the win. Money.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// Revenue of years after the first.
    pub revenue: f64,
    /// Gross margin of it less the cost to serve.
    pub margin: f64,
    /// Prices at anniversaries.
    pub renewed: f64,
}

impl Account {
    /// Of a customer just won, of whom nothing has been missed yet: rates of leaving and growing, first
    /// year's price and margin.
    pub fn new((leaves, grows): (f64, f64), (price, margin): (f64, f64), threshold: f64) -> Self {
        Self {
            leaves,
            grows,
            threshold,
            breaks: None,
            price,
            margin,
            gain: 0.0,
            calls: 1.0,
            added: 0.0,
            pending: 0.0,
            size: 1.0,
        }
    }

    /// Whether the customer leaves with the end of term `number`, from 1; if not, what was added is part of
    /// what is known.
    pub fn leaves_with_term(&mut self, customers: &Customers, number: u32) -> bool {
        let exposure = self.leaves * customers.term * f64::from(number) + self.added;
        self.pending = 0.0;
        exposure > self.threshold
    }

    /// Exposure changes by so much at an age: what that is worth.
    pub fn is_exposed(&mut self, customers: &Customers, age: f64, exposure: f64) -> Change {
        let change = self.change_by(customers, age, exposure);
        self.added += exposure;
        self.pending += exposure;
        change
    }

    /// What such a change of exposure would be worth.
    pub fn change_by(&self, customers: &Customers, age: f64, exposure: f64) -> Change {
        let share = exp_m1(-exposure) * exp(-self.pending);
        let years = share * self.beyond_term(customers, age);
        self.worth(years, share * self.anniversaries_beyond_term(customers, age))
    }

    /// The account grows by a step at an age: what that is worth.
    pub fn expands(&mut self, customers: &Customers, age: f64, step: f64) -> Change {
        let change = self.expansion_by(customers, age, step);
        self.size *= 1.0 + step;
        change
    }

    /// What such a step would be worth: from the second year on, since the first is as signed.
    pub fn expansion_by(&self, customers: &Customers, age: f64, step: f64) -> Change {
        let kept = exp(-self.pending);
        let years = self.in_term(customers, age) + kept * self.beyond_term(customers, age);
        let anniversaries = self.anniversaries_in_term(customers, age)
            + kept * self.anniversaries_beyond_term(customers, age);
        self.worth(step * years, step * anniversaries)
    }

    /// What a renewal takes off the exposure of a term that is worked in time, where it takes off this share.
    pub fn relief(&self, customers: &Customers, share: f64) -> f64 {
        self.leaves * customers.term * share
    }

    fn worth(&self, years: f64, anniversaries: f64) -> Change {
        // nothing later is expected of one to whom a deal-breaker was sold
        let size = if self.breaks.is_some() { 0.0 } else { self.size };
        let (revenue, margin) = (years * size * self.price, years * size * self.margin);
        Change { revenue, margin, renewed: anniversaries * size * self.price }
    }

    /// Years that count from the end of the term on, expected now; discounted, with growth.
    fn beyond_term(&self, customers: &Customers, age: f64) -> f64 {
        let terms = customers.terms_by(age);
        let from = (customers.term * (terms + 1.0)).max(1.0);
        if from >= customers.years {
            return 0.0;
        }
        customers.staying(self.leaves, self.rate(customers), from)
            * exp(self.leaves * customers.term * terms)
    }

    /// Anniversaries from the end of the term on, expected now; as [`Customers::renewed`] counts them.
    fn anniversaries_beyond_term(&self, customers: &Customers, age: f64) -> f64 {
        let terms = customers.terms_by(age);
        let first = first_from(customers.term * (terms + 1.0));
        customers.renewed_from(self.leaves, self.grows, first)
            * exp(self.leaves * customers.term * terms)
    }

    /// Anniversaries in what is left of the term.
    fn anniversaries_in_term(&self, customers: &Customers, age: f64) -> f64 {
        let end = first_from(customers.term * (customers.terms_by(age) + 1.0));
        let years = first_from(age.next_up())..end;
        let counted = |year: u32| {
            exp(self.grows * f64::from(year))
                * customers.discounted(year)
                * customers.counted_of(year)
        };
        years.map(counted).sum()
    }

    /// Years that count of what is left of the term: the customer is bound.
    fn in_term(&self, customers: &Customers, age: f64) -> f64 {
        let end = (customers.term * (customers.terms_by(age) + 1.0)).min(customers.years);
        let from = age.max(1.0);
        if from < end {
            super::customers::years_between(self.rate(customers), from, end)
        } else {
            0.0
        }
    }

    /// The price of a year at an age.
    pub fn price_at(&self, age: f64) -> f64 {
        self.price * self.size * exp(self.grows * age)
    }

    /// At which rate later money counts less.
    fn rate(&self, customers: &Customers) -> f64 {
        crate::math::ln(1.0 + customers.discount) - self.grows
    }
}

/// The first anniversary that is not before an age.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few years")]
fn first_from(age: f64) -> u32 {
    (age - 1e-9).ceil().max(1.0) as u32
}
