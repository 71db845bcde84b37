//! Sellers ask better colleagues for advice, who give it or not.

use super::SalesModel;
use super::payroll::Payroll;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{SeatId, StageId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::pay::Advice;
use crate::sales::record::Presence;

const WEEKS_PER_YEAR: f64 = 52.0;

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
        let owes = payroll.hours_since_help(seat, colleague, now) <= advice.memory_hours;
        let thanks = if owes { advice.reciprocity * own } else { 0.0 };
        let shared = more * payroll.felt_worth(&self.ctx, customer, colleague);
        let gives = shared + thanks > advice.give_hours * cost(colleague);
        if self.tallies.covers(now) {
            self.tallies.pay.advice_asked += 1;
        }
        if gives {
            self.give_advice((seat, colleague), visit, &advice, ratio, now);
        }
    }

    fn give_advice(
        &mut self,
        (seat, colleague): (SeatId, SeatId),
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
        if let Some(payroll) = &mut self.payroll {
            payroll.note_help(colleague, seat, now);
        }
        self.note(lead, now, Note::Advised);
        if self.tallies.covers(now) {
            self.tallies.pay.advice_given += 1;
            self.tallies.pay.advice_hours += advice.give_hours + advice.ask_hours;
        }
    }

    /// Who in the group is seen to be best at a stage, if better than this person, and by what
    /// factor in truth (at least 1).
    fn best_colleague(&self, seat: SeatId, stage: StageId) -> Option<(SeatId, f64)> {
        let group = self.floor.seats[seat].name.group;
        let others = self.floor.seats.ids().filter(|other| {
            let record = &self.floor.seats[*other];
            *other != seat && record.name.group == group && record.presence == Presence::Present
        });
        let best = others.max_by(|a, b| {
            let by_skill = self.observed(*a, stage).total_cmp(&self.observed(*b, stage));
            by_skill.then(self.floor.seats[*b].name.key.cmp(&self.floor.seats[*a].name.key))
        })?;
        if self.observed(best, stage) <= self.observed(seat, stage) {
            return None;
        }
        let skill = self.flow.stage(stage).skill;
        let ratio = self.skill_of(best, skill) / self.skill_of(seat, skill);
        Some((best, ratio.max(1.0)))
    }

    /// What an hour costs a person: the stake of an hour's work.
    fn hour_cost(&self, payroll: &Payroll<'_>, seat: SeatId) -> f64 {
        let record = &self.floor.seats[seat];
        let hours = self.ctx.calendar(record).hours_per_week().clamp(1.0, HOURS_PER_WEEK);
        payroll.terms.stake() * payroll.market_pay(record) / (WEEKS_PER_YEAR * hours)
    }
}
