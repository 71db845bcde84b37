//! What a customer truly is. Only the world and the measures read it.

use super::customers::leaving_rate;
use super::world::{MONTH_HOURS, Needs};
use super::{Account, Buyers, Customers};
use crate::engine::random::{Entity, Luck, Place};
use crate::math::exp;
use crate::sales::purpose;

/// The luck of one lead.
#[derive(Clone, Copy)]
pub struct LeadLuck<'a> {
    /// All luck of the replication.
    pub luck: &'a Luck,
    /// The lead.
    pub lead: Entity,
}

impl LeadLuck<'_> {
    /// The uniform number of this purpose, 0 to 1.
    #[inline]
    pub(in crate::sales) fn unit(self, purpose: u8) -> f64 {
        self.luck.at(self.lead, purpose, Place::NONE, 0).unit()
    }

    /// The standard normal number of this purpose.
    #[inline]
    pub(super) fn normal(self, purpose: u8) -> f64 {
        self.luck.at(self.lead, purpose, Place::NONE, 0).normal()
    }

    /// The threshold of this purpose: exponential with mean 1.
    #[inline]
    pub(super) fn threshold(self, purpose: u8) -> f64 {
        self.luck.at(self.lead, purpose, Place::NONE, 0).exponential()
    }
}

/// The latent truth of a lead, the same under every policy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Truth {
    /// Needs against the offering, 0 to 1.
    pub(super) fit: f64,
    /// Perceived fit before any dialogue, 0 to 1.
    pub(super) first_wants: f64,
    /// Factor on the value to the customer.
    pub(super) value_factor: f64,
    /// Whether something makes delivery impossible.
    pub(super) breaker: bool,
}

impl Truth {
    /// Draws it; `fit` is the channel's law at the lead's rank.
    pub(super) fn draw(needs: &Needs, fit: f64, luck: LeadLuck<'_>) -> Self {
        let error = needs.wants_bias + needs.wants_spread * luck.normal(purpose::WANTS);
        Self {
            fit,
            first_wants: (fit + error).clamp(0.0, 1.0),
            value_factor: exp(needs.value_spread * luck.normal(purpose::VALUE)),
            breaker: luck.unit(purpose::BREAKER) < needs.breaker * (1.0 - fit) * (1.0 - fit),
        }
    }

    /// The customer's surplus at a discount (a share of the price), in money.
    pub(super) fn customer_surplus(&self, needs: &Needs, price: f64, discount: f64) -> f64 {
        price * (self.value_share(needs) - (1.0 - discount) - needs.switching)
    }

    /// Value to the customer as a share of the price.
    fn value_share(&self, needs: &Needs) -> f64 {
        (needs.value_floor + needs.value_slope * self.fit) * self.value_factor
    }

    /// The provider's surplus at a discount with standard labour, in money.
    pub(super) fn provider_surplus(
        &self,
        needs: &Needs,
        price: f64,
        margin: f64,
        discount: f64,
    ) -> f64 {
        let gross = price * (1.0 - discount) * margin;
        let labour = needs.standard_hours * needs.hour_cost;
        let churn = self.churn_within_year(needs, 0.0);
        gross - price * self.serve_share(needs) - churn * 0.5 * gross - labour
    }

    /// Cost to serve as a share of the price.
    fn serve_share(&self, needs: &Needs) -> f64 {
        let misfit = needs.serve_misfit * (needs.serve_below - self.fit).max(0.0);
        let broken = if self.breaker { needs.serve_broken } else { 1.0 };
        (needs.serve_base + misfit) * broken
    }

    fn churn_within_year(&self, needs: &Needs, strain: f64) -> f64 {
        if self.breaker { 1.0 } else { needs.churn_within_year(self.fit, strain) }
    }

    /// Whether a sale is good for both sides, at a discount.
    pub(super) fn is_good(&self, needs: &Needs, price: f64, margin: f64, discount: f64) -> bool {
        !self.breaker
            && self.customer_surplus(needs, price, discount) >= 0.0
            && self.provider_surplus(needs, price, margin, discount) >= 0.0
    }

    /// Months until the customer leaves who would leave at this rate a year; some time within the year,
    /// whatever the contract, where a deal-breaker was sold.
    fn months_to_churn(&self, customers: &Customers, leaves: f64, threshold: f64) -> f64 {
        if self.breaker {
            return 12.0 * (1.0 - exp(-threshold));
        }
        if leaves == 0.0 {
            f64::INFINITY
        } else {
            customers.leaving_month(12.0 * threshold / leaves)
        }
    }
}

/// Below this fit customers call more often, by so much for each unit that is missing.
const FITS: f64 = 0.5;
const CALLS_OF_MISFITS: f64 = 2.0;

/// What a win comes to: settled when it is booked, since the day of churn has its own luck.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sale {
    /// Price less discount and refunds of the first year, in money.
    pub revenue: f64,
    /// Gross margin of it less the cost to serve, in money.
    pub gross_margin: f64,
    /// The customer's surplus, in money.
    pub customer_surplus: f64,
    /// The provider's surplus with standard labour, in money.
    pub provider_surplus: f64,
    /// Whether both gain and nothing is broken.
    pub is_good: bool,
    /// Hours until the customer leaves; infinite = never.
    pub churn_hours: f64,
    /// The customer as one whom somebody may look after.
    pub account: Account,
    /// What is expected of the customer beyond the first year's luck.
    pub expected: Expected,
}

/// What a customer is expected to be at the win, whatever luck has in store: by fit, what was promised
/// and gain. Money as booked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// Revenue of the years after the first within the horizon, discounted.
    pub later_revenue: f64,
    /// Gross margin of it less the cost to serve.
    pub later_margin: f64,
    /// The price of the first year less discount, and its gross margin less the cost to serve, if the
    /// customer stays it out.
    pub whole_revenue: f64,
    /// See [`Expected::whole_revenue`].
    pub whole_margin: f64,
    /// What of the price is still paid a year later, and that with what the account has grown.
    pub kept: f64,
    /// See [`Expected::kept`].
    pub kept_and_grown: f64,
    /// Prices paid at anniversaries within the horizon, discounted.
    pub renewed: f64,
    /// Years that the customer stays within the horizon.
    pub years: f64,
}

impl Sale {
    pub(super) fn settle(
        truth: &Truth,
        buyers: &Buyers,
        (price, discount): (f64, f64),
        margin: f64,
        promised: f64,
        luck: LeadLuck<'_>,
    ) -> Self {
        let needs = &buyers.needs;
        let customers = buyers.years();
        let strain = customers.strain(promised, truth.fit);
        let leaves = leaving_rate(truth.churn_within_year(needs, strain));
        let threshold = luck.threshold(purpose::CHURN);
        let months = truth.months_to_churn(&customers, leaves, threshold);
        let unearned = (1.0 - months / 12.0).max(0.0);
        let revenue = price * (1.0 - discount) * (1.0 - unearned);
        let is_good = truth.is_good(needs, price, margin, discount);
        let gain = if is_good { truth.value_share(needs) - (1.0 - discount) } else { 0.0 };
        let grows = customers.growth(gain);
        let expected = Expected::of(truth, buyers, (price, discount), margin, (leaves, grows));
        let year = (expected.whole_revenue, expected.whole_margin);
        Self {
            revenue,
            gross_margin: revenue * margin - price * truth.serve_share(needs),
            customer_surplus: truth.customer_surplus(needs, price, discount),
            provider_surplus: truth.provider_surplus(needs, price, margin, discount),
            is_good,
            churn_hours: months * MONTH_HOURS,
            account: Account {
                breaks: truth.breaker.then_some(months / 12.0),
                gain: gain.clamp(0.0, 1.0),
                calls: 1.0 + CALLS_OF_MISFITS * (FITS - truth.fit).max(0.0),
                ..Account::new((leaves, grows), year, threshold)
            },
            expected,
        }
    }
}

impl Expected {
    /// Adds another customer.
    pub fn add(&mut self, other: &Self) {
        self.later_revenue += other.later_revenue;
        self.later_margin += other.later_margin;
        self.whole_revenue += other.whole_revenue;
        self.whole_margin += other.whole_margin;
        self.kept += other.kept;
        self.kept_and_grown += other.kept_and_grown;
        self.renewed += other.renewed;
        self.years += other.years;
    }

    /// Of a customer who leaves, and whose account grows, at these rates a year. One to whom a deal-breaker
    /// was sold leaves within the first, at any time alike.
    fn of(
        truth: &Truth,
        buyers: &Buyers,
        (price, discount): (f64, f64),
        margin: f64,
        (leaves, grows): (f64, f64),
    ) -> Self {
        let (needs, customers) = (&buyers.needs, buyers.years());
        let paid = price * (1.0 - discount);
        let whole_margin = paid * margin - price * truth.serve_share(needs);
        let first = Self { whole_revenue: paid, whole_margin, ..Self::default() };
        if truth.breaker {
            return Self { years: 0.5, ..first };
        }
        let later = customers.later(leaves, grows);
        Self {
            later_revenue: paid * later,
            later_margin: whole_margin * later,
            kept: paid * exp(-leaves),
            kept_and_grown: paid * exp(grows - leaves),
            renewed: paid * customers.renewed(leaves, grows),
            years: customers.stays(leaves),
            ..first
        }
    }
}
