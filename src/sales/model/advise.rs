//! Sellers ask better colleagues for advice, who give it or not.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::observer::{Note, Observer};
use crate::sales::pay::Advice;
use crate::sales::record::{NONE, Presence};

const WEEKS_PER_YEAR: f64 = 52.0;

impl<O: Observer> SalesModel<'_, O> {
    /// Before a conversation: is it worth asking, and worth answering? Advice lifts the skill of
    /// this conversation and takes both their time.
    pub(super) fn ask_advice(&mut self, seat: u32, visit: u32, now: Time) {
        let Some(advice) =
            self.behaviour().and_then(|b| b.advice).filter(|_| self.policy.pay.advice)
        else {
            return;
        };
        let record = &self.visits[visit as usize];
        let (lead, stage) = (record.lead, record.stage as usize);
        let description = self.stage(record.stage);
        if !record.advised.is_nan()
            || !record.rest.is_nan()
            || !description.kind.is_with_customer()
            || description.kind.conversation().is_none()
            || self.plan_of(seat).is_none()
        {
            return;
        }
        self.visits[visit as usize].advised = 1.0;
        let Some((colleague, ratio)) = self.best_colleague(seat, stage) else { return };
        self.value(lead);
        let chance = self.prospects(lead, stage).0;
        let more = (chance * advice.matters * advice.closes * (ratio - 1.0)).min(1.0 - chance);
        let own = more * self.worth_to(seat, lead);
        if own <= advice.ask_hours * self.hour_cost(seat) {
            return;
        }
        self.count_asked(now);
        let helped = now.hours() - self.accounts[seat as usize].helped_at(colleague);
        let owes = helped <= advice.memory_hours;
        let thanks = if owes { advice.reciprocity * own } else { 0.0 };
        let shared = more * self.felt_worth(colleague, lead);
        if shared + thanks <= advice.give_hours * self.hour_cost(colleague) {
            return;
        }
        self.give_advice((seat, colleague), visit, &advice, ratio, now);
    }

    fn give_advice(
        &mut self,
        (seat, colleague): (u32, u32),
        visit: u32,
        advice: &Advice,
        ratio: f64,
        now: Time,
    ) {
        let record = &mut self.visits[visit as usize];
        record.advised = 1.0 + advice.closes * (ratio - 1.0);
        record.reading += advice.ask_hours;
        let lead = record.lead;
        self.seats[colleague as usize].owed_hours += advice.give_hours;
        self.accounts[colleague as usize].note_help(seat, now.hours());
        self.note(lead, now, Note::Advised);
        if self.tallies.covers(now) {
            self.tallies.pay.advice_given += 1;
            self.tallies.pay.advice_hours += advice.give_hours + advice.ask_hours;
        }
    }

    fn count_asked(&mut self, now: Time) {
        if self.tallies.covers(now) {
            self.tallies.pay.advice_asked += 1;
        }
    }

    /// Who in the group is seen to be best at a stage, if better than this person, and by what
    /// factor in truth (at least 1).
    fn best_colleague(&self, seat: u32, stage: usize) -> Option<(u32, f64)> {
        let group = self.seats[seat as usize].name.group;
        let others = (0..self.seat_count()).filter(|other| {
            let record = &self.seats[*other as usize];
            *other != seat && record.name.group == group && record.presence == Presence::Present
        });
        let best = others.max_by(|a, b| {
            let by_skill = self.observed(*a, stage).total_cmp(&self.observed(*b, stage));
            by_skill.then(self.seats[*b as usize].name.key.cmp(&self.seats[*a as usize].name.key))
        })?;
        if self.observed(best, stage) <= self.observed(seat, stage) {
            return None;
        }
        let skill = self.system.stages[stage].skill;
        let ratio = self.skill_of(best, skill) / self.skill_of(seat, skill);
        Some((best, ratio.max(1.0)))
    }

    /// What winning a deal is worth to the person who works it: own pay and what the pool brings.
    fn worth_to(&self, seat: u32, lead: u32) -> f64 {
        let view = &self.accounts[seat as usize].view;
        let credit = self.credit_at_stake(lead, seat);
        view.own_slope * credit + self.felt_worth(seat, lead)
    }

    /// What a deal is worth to somebody through the pool.
    pub(super) fn felt_worth(&self, seat: u32, lead: u32) -> f64 {
        let Some(at) = self.own_pool(seat) else { return 0.0 };
        let payroll = self.system.payroll.as_ref().expect("pools need plans");
        let Some(team) = payroll.plans[self.pools[at].plan].team.as_ref() else { return 0.0 };
        let record = &self.leads[lead as usize];
        let margin = self.system.segments[record.segment as usize].margin;
        let credit = team.base.of_price(record.value, margin);
        self.accounts[seat as usize].view.pool_slope * credit
    }

    /// What an hour costs a person: the stake of an hour's work.
    fn hour_cost(&self, seat: u32) -> f64 {
        let stake = self.system.payroll.as_ref().map_or(0.5, crate::sales::pay::Payroll::stake);
        let record = &self.seats[seat as usize];
        let hours = self.system.calendars[record.calendar as usize].hours_per_week();
        stake * self.market_pay(seat) / (WEEKS_PER_YEAR * hours.clamp(1.0, HOURS_PER_WEEK))
    }

    /// The factor that advice puts on the skill of the conversation in hand.
    #[inline]
    pub(super) fn advised(&self, visit: u32) -> f64 {
        let factor = self.visits[visit as usize].advised;
        if factor.is_nan() || visit == NONE { 1.0 } else { factor }
    }
}
