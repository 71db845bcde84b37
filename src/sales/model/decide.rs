//! The committee learns, aligns, is told what cannot be done, and decides.

use super::converse::Next;
use super::{Events, SalesModel};
use crate::engine::Time;
use crate::sales::buyer::{Decision, LeadLuck, Meeting};
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::{Note, Observer};
use crate::sales::record::Visit;
use crate::sales::stage::{Conversation, Target};

/// What a closer of skill 1 takes off the conflict of those who cannot make up their mind, while they loop.
const CLOSING_RELIEF: f64 = 0.04;

impl<O: Observer> SalesModel<'_, O> {
    pub(super) fn after_lesson(&mut self, visit: VisitId, seat: SeatId, now: Time) -> Next {
        let (world, rules) = (self.ctx.market().world, &self.ctx.policy.buyers);
        let record = &self.flow.visits[visit];
        let (lead, hours) = (record.lead, record.talk_hours);
        let customer = &self.flow.leads[lead];
        let longest = customer.its(&self.flow.stage(record.stage).touch).mean();
        let skill = self.skill_shown(seat, visit);
        let luck = LeadLuck { luck: &self.ctx.luck, lead: customer.entity };
        let buyer = &mut self.market.buyers[lead];
        let pupils = buyer.learn(world, rules, (hours, longest), skill, now.hours());
        if buyer.loops > 0 && buyer.prefers_status_quo(world, luck) {
            buyer.challenge(world, rules.mix, hours, skill);
        }
        let coverage = buyer.committee.coverage(now.hours());
        let is_taught = buyer.is_taught(world, now.hours());
        self.note(lead, now, Note::Lesson { pupils, coverage });
        if is_taught { Next::Ahead } else { Next::Again }
    }

    pub(super) fn after_session(&mut self, visit: VisitId, seat: SeatId, now: Time) -> Next {
        let (market, rules) = (self.ctx.market(), &self.ctx.policy.buyers);
        let world = market.world;
        let lead = self.flow.visits[visit].lead;
        let skill = self.skill_shown(seat, visit);
        let buyer = &mut self.market.buyers[lead];
        buyer.align(world, rules, skill, now.hours());
        let alignment = buyer.committee.alignment();
        let is_taught = buyer.is_taught(world, now.hours());
        let is_aligned = buyer.is_aligned(world);
        self.note(lead, now, Note::Session { alignment });
        match (is_taught, is_aligned) {
            (false, _) if market.educate.is_some() => Next::Teach,
            (_, true) => Next::Ahead,
            (_, false) => Next::Again,
        }
    }

    pub(super) fn after_validation(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        seat: SeatId,
        now: Time,
    ) -> Next {
        let world = self.ctx.market().world;
        let record = &self.flow.visits[visit];
        let (lead, hours, touches) = (record.lead, record.talk_hours, record.touches);
        let skill = self.skill_shown(seat, visit);
        let buyer = &mut self.market.buyers[lead];
        if buyer.validate(world, hours, skill) {
            self.note(lead, now, Note::BreakerFound);
            return Next::End(world.leaves.cannot_deliver);
        }
        if touches < talk.sessions {
            return Next::Again;
        }
        buyer.is_validated = true;
        Next::Ahead
    }

    /// The proposal is written; the buyer takes time, then the committee meets.
    pub(super) fn after_proposal(&mut self, visit: VisitId, seat: SeatId, now: Time) -> Next {
        let Visit { lead, stage, .. } = self.flow.visits[visit];
        let (world, rules) = (self.ctx.market().world, &self.ctx.policy.buyers);
        if rules.persuade {
            let skill = self.skill_at(seat, stage, world.skills.close);
            self.market.buyers[lead].pitch(world, 1.0, skill, now.hours());
        }
        self.note(lead, now, Note::Proposed);
        Next::Again
    }

    /// The committee votes.
    pub(super) fn hold_meeting(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        events: &mut Events,
    ) {
        let now = events.now();
        let record = &self.flow.visits[visit];
        let (lead, seat, stage) = (record.lead, record.seat, record.stage);
        self.update(lead, now);
        let world = self.ctx.market().world;
        let luck = LeadLuck { luck: &self.ctx.luck, lead: self.flow.leads[lead].entity };
        let close = self.skill_at(seat, stage, world.skills.close);
        let buyer = &mut self.market.buyers[lead];
        let undecided = buyer.loops > 0 && !buyer.prefers_status_quo(world, luck);
        let relief = if undecided { CLOSING_RELIEF * close } else { 0.0 };
        let meeting = buyer.meet(world, relief, luck, now.hours());
        buyer.has_met = true;
        buyer.has_bought = matches!(meeting.decision, Decision::Buys | Decision::BuysFromRival);
        self.count_meeting(&meeting, now);
        self.count_vote(lead, &meeting, now);
        self.note(lead, now, Note::Met(meeting));
        self.act_on(visit, talk, &meeting, events);
    }

    fn act_on(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        meeting: &Meeting,
        events: &mut Events,
    ) {
        let lead = self.flow.visits[visit].lead;
        let leaves = self.ctx.market().world.leaves;
        let next = match meeting.decision {
            Decision::Buys => {
                self.go(visit, talk.then, Handle::NONE, events);
                return;
            }
            Decision::BuysFromRival => Next::End(leaves.competitor),
            Decision::Declines => Next::End(leaves.declined),
            Decision::Derails => Next::NoDecision,
            Decision::FallsShort => match self.short_of(lead, events.now()) {
                Some(stage) => {
                    self.market.buyers[lead].loops += 1;
                    self.refresh(lead, events.now());
                    self.go(visit, Target::Stage(stage.place()), Handle::NONE, events);
                    return;
                }
                None => Next::NoDecision,
            },
        };
        self.follow(visit, talk, next, Handle::NONE, events);
    }

    /// The stage that a committee goes back to which is not of one mind: what was short, if loops
    /// are left.
    fn short_of(&self, lead: LeadId, now: Time) -> Option<StageId> {
        let market = self.ctx.market();
        let buyer = &self.market.buyers[lead];
        if buyer.loops >= market.world.committee.loops {
            return None;
        }
        let untaught = !buyer.is_taught(market.world, now.hours());
        let apart = !buyer.is_aligned(market.world);
        market.educate.filter(|_| untaught).or_else(|| market.align.filter(|_| apart))
    }
}
