//! A won deal as pay sees it, and when it was booked.

use super::PayOffice;
use crate::engine::Time;
use crate::sales::handle::LeadId;
use crate::sales::observer::Observer;
use crate::sales::pay::tally::PERIOD_PARTS;
use crate::sales::pay::{Base, Period};

/// What a won deal is worth to the company, for credit. Money.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deal {
    pub lead: LeadId,
    pub revenue: f64,
    pub margin: f64,
    pub value: f64,
    /// 1 of a deal, 0 of more for a customer.
    pub deals: f64,
    /// The discount given, as a share of the price.
    pub discount: f64,
    /// Hours after the win when the customer leaves.
    pub churn_hours: f64,
    /// Prices expected at anniversaries, discounted; and the growth of the account, as a rate a year.
    pub renewed: f64,
    pub grows: f64,
}

impl Deal {
    pub(super) fn of(&self, base: Base) -> f64 {
        match base {
            Base::Revenue => self.revenue,
            Base::Margin => self.margin,
            Base::Value => self.value,
            Base::Deals => self.deals,
            Base::Meetings => 0.0,
        }
    }
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// When in the closer's period a deal was booked, and at which discount.
    pub(super) fn count_booking(&mut self, deal: &Deal, now: Time) {
        if !self.tallies.covers(now) {
            return;
        }
        let (price, discount) = (deal.revenue, deal.discount);
        let tally = &mut self.tallies.pay;
        tally.wins += 1;
        tally.discounted += u64::from(discount > 0.0);
        tally.discount += discount;
        let list = price / (1.0 - discount);
        tally.discount_money += list - price;
        let plan = self.payroll.plan_of(self.flow.leads[deal.lead].closer);
        let kind = plan.map(|plan| plan.period).unwrap_or_default();
        let part = period_part(kind, self.payroll.period_ends[kind as usize], now.hours());
        let books = &mut self.tallies.pay.books;
        books.wins[part] += 1.0;
        books.bookings[part] += price;
        books.discounts[part] += list - price;
    }
}

/// Which part of a period that ends at `end` an instant lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
fn period_part(kind: Period, end: f64, now: f64) -> usize {
    let through = 1.0 - (end - now) / kind.hours();
    ((through.max(0.0) * PERIOD_PARTS as f64) as usize).min(PERIOD_PARTS - 1)
}
