//! A week is over: results are remembered, and people quit whose pay is poor.

use super::PayOffice;
use crate::engine::Time;
use crate::math;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::model::{Event, Events, schedule};
use crate::sales::observer::Observer;

const WEEKS_PER_YEAR: f64 = 52.0;

impl<O: Observer> PayOffice<'_, '_, O> {
    /// A week is over; of pools, at normal effort of all who are on a plan.
    pub(crate) fn remember(&mut self) {
        for seat in self.seats.ids() {
            self.remember_week(seat);
        }
        let pace = self.payroll.mean_pace();
        self.payroll.pools.iter_mut().for_each(|pool| pool.results.end_week(pace));
    }

    fn remember_week(&mut self, seat: SeatId) {
        let Some(plan) = self.payroll.plan_of(seat) else { return };
        let market = self.payroll.market_pay(&self.seats[seat]) / WEEKS_PER_YEAR;
        let account = &mut self.payroll.accounts[seat];
        let pace = account.view.pace;
        let memory = &mut account.memory;
        memory.end_week(pace);
        if let Some(quitting) = &self.payroll.terms.behaviour.quitting {
            let paid =
                account.earned - std::mem::replace(&mut account.earned_before, account.earned);
            let pay = plan.salary_per_year / WEEKS_PER_YEAR + paid;
            let kept = math::exp(-HOURS_PER_WEEK / quitting.memory_hours);
            if memory.pay_per_week.is_nan() {
                memory.pay_per_week = market;
            }
            memory.pay_per_week = memory.pay_per_week * kept + pay * (1.0 - kept);
        }
    }

    /// Whether the person in a seat quits by pay: the exposure then counts down week by week.
    pub(crate) fn quits_by_pay(&mut self, seat: SeatId, stays: f64) -> bool {
        let by_pay =
            self.payroll.plan_of(seat).is_some() && self.payroll.terms.behaviour.quitting.is_some();
        if by_pay {
            self.payroll.accounts[seat].stays = stays;
        }
        by_pay
    }

    /// Whether anybody leaves in the coming week.
    pub(crate) fn may_quit(&mut self, events: &mut Events) {
        if let Some(quitting) = &self.payroll.terms.behaviour.quitting {
            for seat in self.seats.ids() {
                self.person_may_quit(seat, quitting.sensitivity, events);
            }
        }
    }

    /// Whether a person leaves in the coming week: the usual rate, more if pay is poor.
    fn person_may_quit(&mut self, seat: SeatId, sensitivity: f64, events: &mut Events) {
        let record = &self.seats[seat];
        let turnover = self.ctx.system.groups[record.name.group].turnover.as_ref();
        let Some(turnover) = turnover.filter(|t| t.per_year > 0.0) else { return };
        if !self.payroll.pays(seat) {
            return;
        }
        let market = self.payroll.market_pay(record) / WEEKS_PER_YEAR;
        let account = &mut self.payroll.accounts[seat];
        let pay = account.memory.pay_per_week;
        let poor = if pay.is_nan() || market <= 0.0 { 0.0 } else { 1.0 - pay / market };
        let rate = turnover.per_year / WEEKS_PER_YEAR * math::exp(sensitivity * poor);
        if account.stays < rate {
            let hours = account.stays / rate * HOURS_PER_WEEK;
            let leaves = Time::from_hours(events.now().hours() + hours);
            account.stays = f64::INFINITY;
            schedule(events, leaves, Event::SeatLeaves(seat, record.hire));
        } else {
            account.stays -= rate;
        }
    }
}
