//! Customers who are looked after: they call, their terms end, glad ones could use more. Where no stage is
//! work on customers, nobody is kept in mind after the win.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::sales::buyer::{Account, Customers, MONTH_HOURS, Sale};
use crate::sales::handle::{Handle, LeadId, StageId, VisitId};
use crate::sales::observer::{AccountEvent, Note, Observer};
use crate::sales::policy::Ownership;
use crate::sales::purpose::ACCOUNT_GAP;
use crate::sales::record::{Been, State};
use crate::sales::stage::AccountWork;

const YEAR_HOURS: f64 = 12.0 * MONTH_HOURS;
/// Kinds of work on customers.
const KINDS: usize = 3;

/// A customer in the books of those who look after customers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Customer {
    /// Numbers the uses of this slot: events of an earlier use are void.
    life: u32,
    pub account: Account,
    won: Time,
    is_good: bool,
    /// The term that runs, from 1.
    term: u32,
    /// By kind of work: when it is due next, in hours, and how often it was before.
    due: [(f64, u32); KINDS],
    /// The renewal of this term that nobody has worked yet; NONE = there is none.
    pub renewal: VisitId,
    /// Standard hours that whoever takes over has to read up.
    pub reading: f64,
}

impl Customer {
    pub(super) fn age(&self, now: Time) -> f64 {
        (now.hours() - self.won.hours()) / YEAR_HOURS
    }

    fn at(&self, years: f64) -> f64 {
        self.won.hours() + years * YEAR_HOURS
    }

    /// When the customer is looked at next, in hours: when work is due, the term or the horizon ends, or
    /// what was sold breaks.
    fn next(&self, customers: &Customers) -> f64 {
        let due = self.due.iter().map(|(at, _)| *at).fold(f64::INFINITY, f64::min);
        let ends = self.ends(customers);
        due.min(ends).min(self.at(customers.term * f64::from(self.term)))
    }

    /// When the customer is forgotten at the latest, in hours.
    fn ends(&self, customers: &Customers) -> f64 {
        self.at(self.account.breaks.unwrap_or(customers.years).min(customers.years))
    }
}

impl<O: Observer> SalesModel<'_, O> {
    /// Whether any work is done on customers.
    #[inline]
    pub(super) fn looks_after_customers(&self) -> bool {
        !self.ctx.setup.accounts.is_empty()
    }

    /// The work on customers done at a stage.
    pub(super) fn account_work(&self, stage: StageId) -> Option<AccountWork> {
        self.flow.stage(stage).kind.account().copied()
    }

    pub(super) fn years(&self) -> Customers {
        self.ctx.market().world.years()
    }

    /// A lead is won: whoever closed it keeps the account if it is his work, else somebody takes it over.
    pub(super) fn becomes_customer(&mut self, lead: LeadId, sale: &Sale, events: &mut Events) {
        let (now, customers, setup) = (events.now(), self.years(), self.ctx.setup);
        let closer = self.flow.leads[lead].closer;
        let record = &mut self.flow.leads[lead];
        (record.is_customer, record.fills_limit, record.first_touch) = (true, false, now);
        let keeps =
            closer.is_some() && setup.accounts.iter().any(|stage| self.works(closer, *stage));
        let reading = if keeps || closer.is_none() { 0.0 } else { self.reading_up(closer) };
        if keeps && self.ctx.policy.owner == Ownership::Named {
            self.own_lead(lead, closer);
        }
        while self.market.customers.len() < self.flow.leads.len() {
            self.market.customers.push(Customer::default());
        }
        let life = self.market.customers[lead].life;
        self.market.customers[lead] = Customer {
            life,
            account: sale.account,
            won: now,
            is_good: sale.is_good,
            term: 1,
            due: [(f64::INFINITY, 0); KINDS],
            renewal: Handle::NONE,
            reading,
        };
        self.market.looked_after += 1;
        for (kind, stage) in setup.accounts.iter().enumerate() {
            self.set_due(lead, kind, *stage);
        }
        self.look_again(lead, &customers, events);
    }

    /// When work of a kind is due next.
    fn set_due(&mut self, lead: LeadId, kind: usize, stage: StageId) {
        let customers = self.years();
        let Some(work) = self.account_work(stage) else { return };
        let place = self.flow.stage(stage).place;
        let customer = &self.market.customers[lead];
        let (before, count) = customer.due[kind];
        let gap = |per_year: f64| {
            let entity = self.flow.leads[lead].entity;
            let luck = self.ctx.luck.at(entity, ACCOUNT_GAP, place, count).exponential();
            let from = if count == 0 { customer.won.hours() } else { before };
            from + luck / per_year * YEAR_HOURS
        };
        let at = match work {
            AccountWork::Serve { per_year, .. } => gap(per_year * customer.account.calls),
            AccountWork::Expand { per_year, .. } => gap(per_year * customer.account.gain),
            AccountWork::Renew { lead_hours, .. } => {
                let end = customers.term * f64::from(customer.term);
                let counts = end < customers.years && customer.account.breaks.is_none();
                let from = customer.at(end) - lead_hours.min(customers.term * YEAR_HOURS);
                if counts { from } else { f64::INFINITY }
            }
        };
        self.market.customers[lead].due[kind].0 = if at.is_nan() { f64::INFINITY } else { at };
    }

    fn look_again(&mut self, lead: LeadId, customers: &Customers, events: &mut Events) {
        let customer = &self.market.customers[lead];
        let (at, life) = (customer.next(customers), customer.life);
        let at = Time::from_hours(at).max(events.now());
        schedule(events, at, Event::CustomerDue(lead, life));
    }

    /// Something is due with a customer.
    pub(super) fn customer_due(&mut self, lead: LeadId, life: u32, events: &mut Events) {
        if self.market.customers[lead].life != life || self.market.is_closed {
            return;
        }
        let (now, customers, setup) = (events.now().hours(), self.years(), self.ctx.setup);
        let customer = &self.market.customers[lead];
        if customer.ends(&customers) <= now {
            let breaks = customer.account.breaks.is_some();
            return self.customer_goes(lead, breaks, events);
        }
        if customer.at(customers.term * f64::from(customer.term)) <= now {
            self.close_renewal(lead, events);
            let customer = &mut self.market.customers[lead];
            if customer.account.leaves_with_term(&customers, customer.term) {
                return self.customer_goes(lead, true, events);
            }
            customer.term += 1;
            for (kind, stage) in setup.accounts.iter().copied().enumerate() {
                if matches!(self.account_work(stage), Some(AccountWork::Renew { .. })) {
                    self.set_due(lead, kind, stage);
                }
            }
        }
        for (kind, stage) in setup.accounts.iter().copied().enumerate() {
            if self.market.customers[lead].due[kind].0 <= now {
                self.work_is_due(lead, (kind, stage), events);
            }
        }
        self.look_again(lead, &customers, events);
    }

    /// Work of a kind comes to its stage.
    fn work_is_due(&mut self, lead: LeadId, (kind, stage): (usize, StageId), events: &mut Events) {
        let visit = self.flow.open_visit(lead);
        let customer = &mut self.market.customers[lead];
        customer.due[kind].1 += 1;
        self.flow.visits[visit].reading = customer.reading;
        if matches!(self.account_work(stage), Some(AccountWork::Renew { .. })) {
            let customer = &mut self.market.customers[lead];
            (customer.due[kind].0, customer.renewal) = (f64::INFINITY, visit);
        } else {
            self.set_due(lead, kind, stage);
        }
        if self.tallies.covers(events.now()) {
            self.tallies.buyers.accounts.due += 1;
        }
        self.enter(visit, stage, events);
    }

    /// The term ends: its renewal comes too late.
    fn close_renewal(&mut self, lead: LeadId, events: &mut Events) {
        let visit = std::mem::replace(&mut self.market.customers[lead].renewal, Handle::NONE);
        if visit.is_some() {
            if self.tallies.covers(events.now()) {
                self.tallies.buyers.accounts.missed += 1;
            }
            self.close_task(visit, events);
        }
    }

    /// A customer leaves, or counts no longer.
    fn customer_goes(&mut self, lead: LeadId, leaves: bool, events: &mut Events) {
        let now = events.now();
        while self.flow.leads[lead].visits.is_some() {
            self.close_task(self.flow.leads[lead].visits, events);
        }
        self.release(lead);
        let customer = &mut self.market.customers[lead];
        let (won, is_good) = (customer.won, customer.is_good);
        customer.life += 1;
        if leaves {
            if self.tallies.covers(now) {
                self.tallies.buyers.accounts.left += 1;
            }
            self.note(lead, now, Note::Account { event: AccountEvent::Left, margin: 0.0 });
            let record = &self.flow.leads[lead];
            let name = (record.channel, record.number);
            self.paying(|office| office.customer_leaves(name, now));
            self.loses_a_voice(is_good, won, now);
        }
        self.market.looked_after -= 1;
        self.flow.leads[lead].is_customer = false;
        self.flow.been.row(lead).fill(Been::default());
        self.flow.leads.give_back(lead);
        self.market.buyers.give_back(lead);
    }

    /// Ends a piece of work on a customer, whatever it was doing.
    pub(super) fn close_task(&mut self, visit: VisitId, events: &mut Events) {
        let (now, record) = (events.now(), &self.flow.visits[visit]);
        let (lead, state) = (record.lead, record.state);
        self.flow.clock(lead, now, self.ctx.business);
        match state {
            State::Waiting | State::Outside => self.flow.leads[lead].queued -= 1,
            State::Touched => self.flow.leads[lead].touched -= 1,
            _ => {}
        }
        if state != State::Between {
            self.break_off(visit, events);
        }
        self.leave_stage(visit, events);
        self.flow.close_visit(visit);
    }
}
