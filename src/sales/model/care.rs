//! Work on customers is done, or is not: what that changes is booked on the day.

use super::{Events, SalesModel};
use crate::engine::Time;
use crate::sales::buyer::Change;
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::{AccountEvent, Note, Observer};
use crate::sales::stage::AccountWork;

impl<O: Observer> SalesModel<'_, O> {
    /// A touch of work on a customer is done, by `seat`.
    pub(super) fn customer_is_worked(
        &mut self,
        visit: VisitId,
        work: AccountWork,
        seat: SeatId,
        events: &mut Events,
    ) {
        let (lead, stage) = (self.flow.visits[visit].lead, self.flow.visits[visit].stage);
        let (now, customers) = (events.now(), self.years());
        let age = self.market.customers[lead].age(now);
        self.market.customers[lead].reading = 0.0;
        match work {
            AccountWork::Serve { .. } => {}
            AccountWork::Renew { relief, .. } => {
                let in_time = self.market.customers[lead].renewal == visit;
                let share =
                    relief * self.skill_at(seat, stage, self.flow.stage(stage).skill).min(1.0);
                let customer = &mut self.market.customers[lead];
                if in_time && share > 0.0 {
                    let relief = customer.account.relief(&customers, share);
                    let change = customer.account.is_exposed(&customers, age, -relief);
                    self.book_change(lead, (change, 0.0), AccountEvent::Renewed, now);
                }
                self.market.customers[lead].renewal = Handle::NONE;
            }
            AccountWork::Expand { step, .. } => {
                let account = &mut self.market.customers[lead].account;
                let (price, sold) = (step * account.price_at(age), account.breaks.is_none());
                let change = account.expands(&customers, age, step);
                self.book_change(lead, (change, step), AccountEvent::Expanded, now);
                if sold {
                    self.credit_expansion(lead, seat, price, now);
                }
            }
        }
        self.close_task(visit, events);
    }

    /// A customer has waited too long.
    pub(super) fn call_is_missed(&mut self, visit: VisitId, events: &mut Events) {
        let (lead, stage) = (self.flow.visits[visit].lead, self.flow.visits[visit].stage);
        let (now, customers) = (events.now(), self.years());
        if self.tallies.covers(now) {
            self.tallies.buyers.accounts.missed += 1;
        }
        if let Some(AccountWork::Serve { slight, .. }) = self.account_work(stage) {
            let customer = &mut self.market.customers[lead];
            let age = customer.age(now);
            let change = customer.account.is_exposed(&customers, age, slight);
            self.book_change(lead, (change, 0.0), AccountEvent::Missed, now);
        }
        self.close_task(visit, events);
    }

    /// Books what a change is worth, on the day.
    fn book_change(
        &mut self,
        lead: LeadId,
        (change, step): (Change, f64),
        event: AccountEvent,
        now: Time,
    ) {
        self.market.records.week_later += change.margin;
        if self.tallies.covers(now) {
            let tally = &mut self.tallies.buyers;
            tally.expected.later_revenue += change.revenue;
            tally.expected.later_margin += change.margin;
            tally.accounts.margin += change.margin;
        }
        let record = &self.flow.leads[lead];
        let name = (record.channel, record.number);
        self.paying(|office| office.account_changes(name, &change, step, now));
        self.note(lead, now, Note::Account { event, margin: change.margin });
    }

    /// What a touch of work on a customer is worth now, in money; by it `value per hour` orders.
    pub(super) fn worth_of_account_work(&self, lead: LeadId, stage: StageId, now: Time) -> f64 {
        let (customers, customer) = (self.years(), &self.market.customers[lead]);
        let (account, age) = (&customer.account, customer.age(now));
        match self.account_work(stage) {
            Some(AccountWork::Serve { slight, .. }) => {
                -account.change_by(&customers, age, slight).margin
            }
            Some(AccountWork::Renew { relief, .. }) => {
                let relief = account.relief(&customers, relief);
                account.change_by(&customers, age, -relief).margin
            }
            Some(AccountWork::Expand { step, .. }) => {
                account.expansion_by(&customers, age, step).margin
            }
            None => 0.0,
        }
    }
}
