//! Sellers ask better colleagues for advice, who give it or not.

use super::SalesModel;
use super::payroll::Payroll;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{SeatId, StageId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::pay::Advice;

impl<O: Observer> SalesModel<'_, O> {
    /// Before a conversation: is it worth asking, and worth answering? Advice lifts the skill of
    /// this conversation and takes both their time.
    pub(super) fn ask_advice(&mut self, seat: SeatId, visit: VisitId, now: Time) {
        let Some(advice) =
            self.behaviour().and_then(|b| b.advice).filter(|_| self.ctx.policy.pay.advice)
        else {
            return;
        };
        let record = &self.flow.visits[visit];
        let (lead, stage) = (record.lead, record.stage);
        let description = self.flow.stage(record.stage);
        if !record.advised.is_nan()
            || !record.rest.is_nan()
            || !description.kind.is_with_customer()
            || description.kind.conversation().is_none()
            || self.plan_of(seat).is_none()
        {
            return;
        }
        self.flow.visits[visit].advised = 1.0;
        let Some((colleague, ratio)) = self.best_colleague(seat, stage) else { return };
        self.value(lead);
        let chance = self.prospects(lead, stage).0;
        let more = (chance * advice.matters * advice.closes * (ratio - 1.0)).min(1.0 - chance);
        let Some(payroll) = &self.payroll else { return };
        let (customer, cost) = (&self.flow.leads[lead], |seat| self.hour_cost(payroll, seat));
        let own = more * payroll.worth_to(&self.ctx, customer, seat);
        if own <= advice.ask_hours * cost(seat) {
            return;
        }
        let shared = more * payroll.felt_worth(&self.ctx, customer, colleague);
        let price = if self.is_waited_for(colleague) { cost(colleague) } else { 0.0 };
        let gives = shared > advice.give_hours * price;
        if self.tallies.covers(now) {
            self.tallies.pay.advice_asked += 1;
        }
        if gives {
            self.give_advice(colleague, visit, &advice, ratio, now);
        }
    }

    fn give_advice(
        &mut self,
        colleague: SeatId,
        visit: VisitId,
        advice: &Advice,
        ratio: f64,
        now: Time,
    ) {
        let record = &mut self.flow.visits[visit];
        record.advised = 1.0 + advice.closes * (ratio - 1.0);
        record.reading += advice.ask_hours;
        let lead = record.lead;
        self.floor.seats[colleague].owed_hours += advice.give_hours;
        self.note(lead, now, Note::Advised);
        if self.tallies.covers(now) {
            self.tallies.pay.advice_given += 1;
            self.tallies.pay.advice_hours += advice.give_hours + advice.ask_hours;
        }
    }

    /// Who in the group is seen to be best at a stage, if better than this person, and by what
    /// factor in truth (at least 1).
    fn best_colleague(&mut self, seat: SeatId, stage: StageId) -> Option<(SeatId, f64)> {
        let best = self.best_other(seat, stage)?;
        if self.observed(best, stage) <= self.observed(seat, stage) {
            return None;
        }
        let skill = self.flow.stage(stage).skill;
        let ratio = self.skill_at(best, stage, skill) / self.skill_at(seat, stage, skill);
        Some((best, ratio.max(1.0)))
    }

    /// What an hour is worth to a person who can work in it.
    fn hour_cost(&self, payroll: &Payroll<'_>, seat: SeatId) -> f64 {
        let record = &self.floor.seats[seat];
        let hours = self.ctx.calendar(record).hours_per_week() * record.available;
        payroll.hour_worth(&self.ctx, seat, hours.clamp(1.0, HOURS_PER_WEEK))
    }

    /// Whether work waits for a person: else an hour given to a colleague costs nothing.
    fn is_waited_for(&self, seat: SeatId) -> bool {
        !self.floor.seats[seat].is_idle() || self.has_own_work(seat)
    }
}
