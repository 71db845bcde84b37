//! Pay meets the funnel: what is in the pipeline, when people look at their pay, and what they were
//! paid for.

use super::payroll::{Deal, PayOffice};
use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::sales::buyer::Sale;
use crate::sales::handle::{Handle, LeadId, SeatId};
use crate::sales::observer::Observer;
use crate::sales::pay::{Behaviour, Plan};
use crate::sales::record::State;

impl<'a, O: Observer> SalesModel<'a, O> {
    /// Lets the payroll do something, if people are paid by plans.
    pub(super) fn paying<R>(
        &mut self,
        act: impl FnOnce(&mut PayOffice<'_, 'a, O>) -> R,
    ) -> Option<R> {
        let Self { ctx, observer, flow, floor, payroll, tallies, .. } = self;
        let payroll = payroll.as_mut()?;
        Some(act(&mut PayOffice { payroll, ctx, flow, seats: &mut floor.seats, tallies, observer }))
    }

    /// What people do about their pay, if the world has any of it.
    #[inline]
    pub(super) fn behaviour(&self) -> Option<&'a Behaviour> {
        self.ctx.system.payroll.as_ref().map(|payroll| &payroll.behaviour)
    }

    /// The plan that a seat is on.
    pub(super) fn plan_of(&self, seat: SeatId) -> Option<&'a Plan> {
        self.payroll.as_ref()?.plan_of(seat)
    }

    /// The share of unpaid duties that somebody does.
    #[inline]
    pub(super) fn duty(&self, seat: SeatId) -> f64 {
        self.payroll.as_ref().map_or(1.0, |payroll| payroll.duty(seat))
    }

    /// A week is over: results are remembered, and everybody answers.
    pub(super) fn answer_pay(&mut self, events: &mut Events) {
        let now = events.now();
        self.paying(|office| office.remember(now));
        self.look_at_pay(now);
        self.look_at_open_deals(events);
        self.weigh_offers(events);
    }

    /// Everybody reckons what the rest of the period may bring; also after a period has ended.
    pub(super) fn look_at_pay(&mut self, now: Time) {
        let Some(payroll) = &mut self.payroll else { return };
        payroll.is_answered = true;
        if !payroll.terms.behaviour.answers() {
            return;
        }
        self.find_pipeline();
        self.find_abilities();
        self.paying(|office| office.answer(now));
    }

    /// Expected credit of deals that are with the committee: they close whatever the effort.
    fn find_pipeline(&mut self) {
        if let Some(payroll) = &mut self.payroll {
            payroll.empty_pipeline();
        }
        if self.ctx.setup.buyers.is_none() {
            return;
        }
        for lead in self.flow.leads.ids() {
            if let Some(chance) = self.chance_of_decision(lead)
                && let Some(payroll) = &mut self.payroll
            {
                let due = self.market.buyers[lead].decides;
                payroll.expect_deal(&self.ctx, &self.flow.leads[lead], chance, due);
            }
        }
    }

    /// The chance that a lead is won whose committee is deciding, if it is.
    pub(super) fn chance_of_decision(&mut self, lead: LeadId) -> Option<f64> {
        let record = &self.flow.leads[lead];
        let visit = self.flow.visits.get(record.visits).filter(|_| record.alive)?;
        let (stage, is_with_buyer) = (visit.stage, visit.state == State::WithBuyer);
        if !is_with_buyer || record.closer.is_none() || !self.is_proposed(record.visits) {
            return None;
        }
        self.value(lead);
        Some(self.prospects(lead, stage).0)
    }

    /// A lead is won: everybody whom the rules name is credited.
    pub(super) fn credit_win(&mut self, lead: LeadId, price: f64, sale: Option<&Sale>, now: Time) {
        let margin = self.ctx.segment(&self.flow.leads[lead]).margin;
        let deal = Deal {
            lead,
            revenue: price,
            margin: price * margin,
            value: sale.map_or(price * margin, |sale| sale.gross_margin.max(0.0)),
            deals: 1.0,
            discount: self.discount_of(lead),
            churn_hours: sale.map_or(f64::INFINITY, |sale| sale.churn_hours),
            renewed: sale.map_or(0.0, |sale| sale.expected.renewed),
            grows: sale.map_or(0.0, |sale| sale.account.grows),
        };
        self.paying(|office| office.credit_win(&deal, now));
    }

    /// A customer takes more, at this price a year: whoever sold it is credited.
    pub(super) fn credit_expansion(&mut self, lead: LeadId, seat: SeatId, price: f64, now: Time) {
        let margin = price * self.ctx.segment(&self.flow.leads[lead]).margin;
        let deal = Deal {
            lead,
            revenue: price,
            margin,
            value: margin,
            deals: 0.0,
            discount: 0.0,
            churn_hours: f64::INFINITY,
            renewed: 0.0,
            grows: 0.0,
        };
        self.paying(|office| office.credit_expansion(seat, &deal, now));
    }

    /// Periods of this kind end, if it is time.
    pub(super) fn period_ends(&mut self, kind: u32, events: &mut Events) {
        self.close_periods(events.now());
        if self.payroll.as_ref().is_some_and(|payroll| !payroll.is_answered) {
            self.look_at_pay(events.now());
        }
        if let Some(payroll) = self.payroll.as_ref().filter(|_| !events.is_empty()) {
            schedule(events, payroll.end_of(kind as usize), Event::PeriodEnds(kind));
        }
    }

    /// The person in a seat comes under a plan, or under none.
    pub(super) fn take_plan(&mut self, seat: SeatId, plan: Option<usize>, now: Time) {
        self.paying(|office| office.take_plan(seat, plan, now));
    }

    /// Closes every pay period whose end has come.
    pub(super) fn close_periods(&mut self, now: Time) {
        self.paying(|office| office.close_periods(now));
    }
}
