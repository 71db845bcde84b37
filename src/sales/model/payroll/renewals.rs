//! Renewals: what each anniversary of a customer pays to whoever has the account.

use super::deal::Deal;
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::math::exp;
use crate::sales::buyer::{Change, Customers, MONTH_HOURS};
use crate::sales::handle::{ChannelId, Handle, SeatId};
use crate::sales::model::context::Context;
use crate::sales::observer::{Award, Awarded, Observer};
use crate::sales::pay::{in_cents, own_weight, plus};

const YEAR_HOURS: f64 = 12.0 * MONTH_HOURS;
/// A customer who leaves with an anniversary has left before it, whatever the last digit says.
const SAME_INSTANT_HOURS: f64 = 1e-6;

/// A customer whose anniversaries pay whoever sits in a seat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Renewal {
    /// When the customer was won, and how long it stays, in hours.
    won_hours: f64,
    stays_hours: f64,
    /// What of a price an anniversary pays, the price of the first year with what was added to it, and the
    /// account's growth a year.
    rate: f64,
    price: f64,
    grows: f64,
    /// The next anniversary, from 1.
    year: u32,
    channel: ChannelId,
    number: u64,
}

impl Renewal {
    /// Hours from the win to the next anniversary.
    fn age_hours(&self) -> f64 {
        f64::from(self.year) * YEAR_HOURS
    }

    /// What the next anniversary pays.
    fn amount(&self, customers: &Customers) -> f64 {
        let grown = exp(self.grows * f64::from(self.year));
        in_cents(self.rate * self.price * grown * customers.counted_of(self.year))
    }
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// A deal is won that will pay whoever has the account at its anniversaries. What that is expected to
    /// cost, discounted, is a cost of the win.
    pub(super) fn agree_renewal(&mut self, seat: SeatId, deal: &Deal, now: Time) {
        let Some(plan) = self.payroll.plan_of(seat).filter(|plan| plan.renewal > 0.0) else {
            return;
        };
        let rate = plan.renewal * own_weight(plan) * self.payroll.accounts[seat].scale;
        if !self.payroll.pays(seat) || rate <= 0.0 || deal.renewed <= 0.0 {
            return;
        }
        if self.tallies.covers(now) {
            self.book_renewal(seat, rate * deal.renewed);
        }
        let record = &self.flow.leads[deal.lead];
        self.payroll.renewals[seat].push(Renewal {
            won_hours: now.hours(),
            // whom people look after leaves on a day that is not known yet
            stays_hours: if self.ctx.setup.accounts.is_empty() {
                deal.churn_hours
            } else {
                f64::INFINITY
            },
            rate,
            price: deal.revenue,
            grows: deal.grows,
            year: 1,
            channel: record.channel,
            number: record.number,
        });
    }

    /// Pays every anniversary that has come.
    pub(super) fn pay_renewals(&mut self, now: Time) {
        for seat in self.seats.ids() {
            self.pay_renewals_of(seat, now);
        }
    }

    /// The same of the accounts of one seat.
    pub(super) fn pay_renewals_of(&mut self, seat: SeatId, now: Time) {
        let mut accounts = std::mem::take(&mut self.payroll.renewals[seat]);
        if !accounts.is_empty() {
            let customers = self.ctx.market().world.years();
            accounts.retain_mut(|account| self.goes_on(seat, account, &customers, now));
        }
        self.payroll.renewals[seat] = accounts;
    }

    /// Pays the anniversaries of an account up to now; says whether more are to come.
    fn goes_on(
        &mut self,
        seat: SeatId,
        account: &mut Renewal,
        customers: &Customers,
        now: Time,
    ) -> bool {
        while account.won_hours + account.age_hours() <= now.hours() {
            let stays = account.stays_hours > account.age_hours() + SAME_INSTANT_HOURS;
            self.payroll.company.renews(stays);
            if !stays {
                return false;
            }
            self.pay_renewal(seat, account, customers, now);
            account.year += 1;
            if customers.counted_of(account.year) <= 0.0 {
                return false;
            }
        }
        true
    }

    /// Pays an anniversary to the person in the seat. Where there was nobody on a plan that day nobody is
    /// paid, and what it was booked with at the win is no cost any more.
    fn pay_renewal(&mut self, seat: SeatId, account: &Renewal, customers: &Customers, now: Time) {
        let (at, amount) = (account.won_hours + account.age_hours(), account.amount(customers));
        let counts = self.tallies.covers(now);
        let person = &mut self.payroll.accounts[seat];
        if !(person.plan.is_some() && person.is_there && person.since_hours <= at) {
            if counts {
                self.book_renewal(seat, -amount * customers.discounted(account.year));
            }
            return;
        }
        person.sums.renewals = plus(person.sums.renewals, amount);
        if counts {
            self.tallies.pay.seats[seat.place()].variable += amount;
        }
        self.observer.awarded(&Awarded {
            seat: seat.place(),
            hire: self.seats[seat].hire,
            channel: account.channel.place(),
            number: account.number,
            at,
            award: Award::Renewal { year: account.year },
            amount,
        });
    }

    /// Something has been done for a customer, or not: anniversaries are expected to cost more or less, and
    /// those to come pay by what the account has grown by this step.
    pub(crate) fn account_changes(
        &mut self,
        name: (ChannelId, u64),
        change: &Change,
        step: f64,
        now: Time,
    ) {
        let Some((seat, at)) = self.renewal_of(name) else { return };
        let renewal = &mut self.payroll.renewals[seat][at];
        renewal.price *= 1.0 + step;
        let cost = renewal.rate * change.renewed;
        if self.tallies.covers(now) {
            self.book_renewal(seat, cost);
        }
    }

    /// A customer who is looked after leaves.
    pub(crate) fn customer_leaves(&mut self, name: (ChannelId, u64), now: Time) {
        if let Some((seat, at)) = self.renewal_of(name) {
            let renewal = &mut self.payroll.renewals[seat][at];
            renewal.stays_hours = now.hours() - renewal.won_hours;
        }
    }

    /// Whose account a customer is, and where it stands among those of the seat.
    fn renewal_of(&self, (channel, number): (ChannelId, u64)) -> Option<(SeatId, usize)> {
        let is = |renewal: &Renewal| (renewal.channel, renewal.number) == (channel, number);
        let found = |seat| Some((seat, self.payroll.renewals[seat].iter().position(is)?));
        self.payroll.renewals.ids().find_map(found)
    }

    /// Books what renewals cost the company.
    fn book_renewal(&mut self, seat: SeatId, money: f64) {
        let record = &self.seats[seat];
        let loading = self.ctx.system.groups[record.name.group].loading;
        self.tallies.roles[record.account].variable += money * loading;
    }
}

impl Payroll<'_> {
    /// Money that a deal of the usual price is expected to bring the person in a seat at its anniversaries,
    /// where money in so many hours counts `weight`: customers stay as the company has seen them stay.
    pub(super) fn renewal_per_win(
        &self,
        ctx: &Context<'_>,
        seat: SeatId,
        weight: impl Fn(f64) -> f64,
    ) -> f64 {
        let Some(plan) = self.plan_of(seat).filter(|plan| plan.renewal > 0.0) else { return 0.0 };
        let Some(buyers) = &ctx.setup.buyers else { return 0.0 };
        let stay = self.company.staying(buyers.world.needs.usual_stay());
        let customers = buyers.world.years();
        let (mut prices, mut still, mut year) = (0.0, stay, 1);
        while customers.counted_of(year) > 0.0 {
            prices += weight(f64::from(year) * YEAR_HOURS) * still * customers.counted_of(year);
            (still, year) = (still * stay, year + 1);
        }
        let price = self.planned.expected(crate::sales::pay::Base::Revenue).deal;
        plan.renewal * own_weight(plan) * self.accounts[seat].scale * price * prices
    }
}
