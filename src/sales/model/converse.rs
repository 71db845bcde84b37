//! Conversations with buyers: when they can be held, what they do, what follows.

use super::learn::Years;
use super::{Events, SalesModel};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::buyer::{Answer, Buyer, HourPrice, LeadLuck, Question, Skills, Unready, WaitEnd};
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::{Note, Noted, Observer};
use crate::sales::purpose;
use crate::sales::record::Visit;
use crate::sales::stage::{Conversation, Exit, Target, Topic};

/// Standard deviation of the error with which a lead's interest is seen by those who pick.
const INTEREST_ERROR: f64 = 0.15;

/// What follows a conversation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// Another one at the same stage.
    Again,
    /// The stage has done its work.
    Ahead,
    /// Back to teaching.
    Teach,
    /// The deal ends by this exit.
    End(usize),
    /// The deal ends without a decision.
    NoDecision,
    /// The buyer is not ready: nurture (pushed or not), or let go.
    NotReady { nurture: bool, pushed: bool },
}

impl<O: Observer> SalesModel<'_, O> {
    #[inline]
    pub(super) fn luck_of(&self, lead: LeadId) -> LeadLuck<'_> {
        LeadLuck { luck: &self.ctx.luck, lead: self.flow.leads[lead].entity }
    }

    /// Draws the truth about a lead if nobody has asked yet.
    pub(super) fn know(&mut self, lead: LeadId) -> &mut Buyer {
        let market = self.ctx.market();
        let record = &self.flow.leads[lead];
        let channel = record.channel.place();
        let luck = LeadLuck { luck: &self.ctx.luck, lead: record.entity };
        let buyer = &mut self.market.buyers[lead];
        let origin = (channel, market.prospects(channel));
        buyer.know(market.world, &market.tables, origin, luck);
        buyer
    }

    /// Dialogue begins, if it has not yet: the window runs, a committee forms.
    fn begin_deal(&mut self, lead: LeadId, now: Time) {
        self.know(lead);
        let market = self.ctx.market();
        let record = &self.flow.leads[lead];
        let buying = &self.ctx.segment(record).buying;
        let luck = LeadLuck { luck: &self.ctx.luck, lead: record.entity };
        let buyer = &mut self.market.buyers[lead];
        if !buyer.has_begun {
            buyer.begin(market.world, &market.tables, buying, luck, now.hours());
            buyer.has_passed |= !market.has_gate;
        }
    }

    /// A visit comes to a conversation, for the first time or again: it waits for a seller, or for
    /// the buyer, or there is nothing left to talk about.
    pub(super) fn come_to_talk(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        ready: Time,
        events: &mut Events,
    ) {
        let now = events.now();
        let lead = self.flow.visits[visit].lead;
        if talk.about != Topic::Qualify {
            self.begin_deal(lead, now);
            self.update(lead, now);
        }
        let world = self.ctx.market().world;
        let buyer = &mut self.market.buyers[lead];
        let is_done = match talk.about {
            Topic::Qualify => false,
            Topic::Educate => buyer.is_taught(world, now.hours()),
            Topic::Align => buyer.is_aligned(world),
            Topic::Validate => buyer.is_validated,
            Topic::Decide => {
                buyer.everybody_joins(now.hours());
                false
            }
        };
        let belief = buyer.belief.mean();
        let stage = self.flow.visits[visit].stage;
        if self.flow.visits[visit].touches == 0 && self.market.buyers[lead].is_known {
            self.market.records.comes(stage, belief);
        }
        if talk.about != Topic::Qualify {
            self.refresh(lead, now);
        }
        if is_done {
            self.pass_on(visit, talk.then, events);
        } else if talk.about == Topic::Align
            && let half = self.market.buyers[lead].half_joined()
            && half > now.hours()
        {
            let meets = self.ctx.business.next_opening(Time::from_hours(half));
            self.with_buyer(visit, meets, events);
        } else {
            self.make_ready(visit, ready, events);
        }
    }

    /// Straight on to the next stage: nothing is left to do here.
    fn pass_on(&mut self, visit: VisitId, target: Target, events: &mut Events) {
        match target {
            Target::Exit(exit) => {
                let lead = self.flow.visits[visit].lead;
                self.end_lead(lead, exit, events);
            }
            Target::Stage(stage) => {
                self.flow.visits[visit].next_stage = StageId::at(stage);
                self.go_on(visit, events);
            }
        }
    }

    /// Brings the exposures of a deal up to now, before anything of it changes.
    pub(super) fn update(&mut self, lead: LeadId, now: Time) {
        let world = self.ctx.market().world;
        let joined = self.market.buyers[lead].wait_until(world, now.hours());
        if joined > 0 {
            self.note(lead, now, Note::Joined { members: joined });
        }
    }

    /// Foresees how the deal ends if nothing of it changes any more.
    pub(super) fn refresh(&mut self, lead: LeadId, now: Time) {
        let world = self.ctx.market().world;
        let buyer = &mut self.market.buyers[lead];
        buyer.set_lapse(world, now.hours());
        buyer.due = buyer.ends(world);
        buyer.joins_next = buyer.next_join();
    }

    /// The stage's rule after a conversation, or after a proposal.
    pub(super) fn after_conversation(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        seat: SeatId,
        events: &mut Events,
    ) {
        let now = events.now();
        let record = &self.flow.visits[visit];
        let (lead, hours) = (record.lead, record.talk_hours);
        let started = record.started;
        self.know(lead);
        if talk.about == Topic::Qualify && self.market.buyers[lead].is_ready {
            self.begin_deal(lead, now);
        }
        self.update(lead, now);
        if talk.about != Topic::Decide {
            self.market.buyers[lead].is_contacted(now.hours());
            self.market.buyers[lead].gives_hours(started.hours(), hours);
        }
        let next = match talk.about {
            Topic::Qualify => self.after_dialogue(visit, lead, seat, now),
            Topic::Educate => self.after_lesson(visit, seat, now),
            Topic::Align => self.after_session(visit, seat, now),
            Topic::Validate => self.after_validation(visit, talk, seat, now),
            Topic::Decide => self.after_proposal(visit, seat, now),
        };
        if talk.about == Topic::Qualify {
            self.count_first_dialogue(lead, now);
        }
        self.refresh(lead, now);
        self.follow(visit, talk, next, seat, events);
    }

    /// Does what follows a conversation; a deal that has waited too long meanwhile ends.
    pub(super) fn follow(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        next: Next,
        seat: SeatId,
        events: &mut Events,
    ) {
        let lead = self.flow.visits[visit].lead;
        let now = events.now();
        match next {
            Next::End(exit) => self.end_lead(lead, exit, events),
            Next::NoDecision => self.end_undecided(lead, events),
            Next::NotReady { nurture, pushed } => self.put_off(lead, nurture, pushed, events),
            Next::Again | Next::Ahead | Next::Teach
                if self.market.buyers[lead].due.0 <= now.hours() =>
            {
                self.wait_ends(lead, events);
            }
            Next::Again => {
                self.flow.visits[visit].next_stage = Handle::NONE;
                self.proceed(visit, events);
            }
            Next::Ahead => self.go(visit, talk.then, seat, events),
            Next::Teach => {
                let stage = self.ctx.market().educate.expect("there is a stage to go back to");
                self.go(visit, Target::Stage(stage.place()), seat, events);
            }
        }
    }

    /// A deal that waited too long ends.
    pub(super) fn wait_ends(&mut self, lead: LeadId, events: &mut Events) {
        let how = self.market.buyers[lead].due.1;
        self.note(lead, events.now(), Note::Waited(how));
        if how == WaitEnd::WalksAway {
            let exit = self.ctx.market().world.leaves.declined;
            self.end_lead(lead, exit, events);
        } else {
            self.end_undecided(lead, events);
        }
    }

    /// No decision: of one kind or the other, unless a rival takes the deal.
    pub(super) fn end_undecided(&mut self, lead: LeadId, events: &mut Events) {
        let world = self.ctx.market().world;
        let (buyer, luck) = (&self.market.buyers[lead], self.luck_of(lead));
        let exit = if buyer.rival_takes(world, luck) {
            world.leaves.competitor
        } else if buyer.prefers_status_quo(world, luck) {
            world.leaves.status_quo
        } else {
            world.leaves.indecision
        };
        self.end_lead(lead, exit, events);
    }

    fn after_dialogue(&mut self, visit: VisitId, lead: LeadId, seat: SeatId, now: Time) -> Next {
        let market = self.ctx.market();
        let (world, rules) = (market.world, &self.ctx.policy.buyers);
        if !self.market.buyers[lead].is_ready {
            return self.after_unready_dialogue(lead, now);
        }
        let stage = self.flow.visits[visit].stage;
        let skills = Skills {
            qualify: self.skill_shown(seat, visit),
            educate: self.skill_at(seat, stage, world.skills.educate),
            close: self.skill_at(seat, stage, world.skills.close),
        };
        let hours = self.flow.visits[visit].talk_hours;
        let luck = LeadLuck { luck: &self.ctx.luck, lead: self.flow.leads[lead].entity };
        let buyer = &mut self.market.buyers[lead];
        if !buyer.talk(world, rules.mix, hours, skills, luck, now.hours()) {
            self.note(lead, now, Note::Offended);
            return Next::End(world.leaves.declined);
        }
        let talked = Note::Dialogue {
            belief: buyer.belief.mean(),
            doubt: buyer.belief.sd(),
            wants: buyer.wants(),
            fit: buyer.fit(),
        };
        self.note(lead, now, talked);
        self.ask_gate(visit, lead, now)
    }

    /// What the policy does with a buyer who turns out not to be ready.
    fn after_unready_dialogue(&mut self, lead: LeadId, now: Time) -> Next {
        self.note(lead, now, Note::NotReady);
        let rules = &self.ctx.policy.buyers;
        let buyer = &mut self.market.buyers[lead];
        buyer.deal_dialogues += 1;
        match rules.unready {
            Unready::Discard => Next::NotReady { nurture: false, pushed: false },
            Unready::Nurture => Next::NotReady { nurture: true, pushed: false },
            Unready::Push if buyer.deal_dialogues < rules.gate.dialogues => Next::Again,
            Unready::Push => Next::NotReady { nurture: true, pushed: true },
        }
    }

    fn ask_gate(&mut self, visit: VisitId, lead: LeadId, now: Time) -> Next {
        let world = self.ctx.market().world;
        let question = self.question(visit, lead, now);
        let gate = &self.ctx.policy.buyers.gate;
        let answer = gate.answer(world, &question);
        let expected = gate.expected(world, &question);
        self.note(lead, now, Note::Gate { answer, expected, hour_price: question.hour_price });
        let delay = if question.own_value > 0.0 { gate.hold_hours } else { 0.0 };
        let buyer = &mut self.market.buyers[lead];
        match answer {
            Answer::Again => Next::Again,
            Answer::Go => {
                buyer.has_passed = true;
                self.count_gate(lead, now);
                let seat = self.flow.leads[lead].closer;
                self.paying(|office| office.credit_meeting(lead, seat, now));
                Next::Ahead
            }
            Answer::No => {
                if buyer.no_from.is_infinite() {
                    buyer.no_from = now.hours() + delay;
                }
                if buyer.no_from > now.hours() {
                    return Next::Again; // nobody wants to be the one who said no
                }
                self.count_gate(lead, now);
                let good = self.is_good(lead);
                let leaves = &world.leaves;
                Next::End(if good { leaves.disqualified_wrong } else { leaves.disqualified_right })
            }
        }
    }

    fn question(&mut self, visit: VisitId, lead: LeadId, now: Time) -> Question {
        let price = self.value(lead);
        let stage = self.flow.visits[visit].stage;
        let onward = match self.flow.stage(stage).kind.conversation().map(|talk| talk.then) {
            Some(Target::Stage(next)) => StageId::at(next),
            Some(Target::Exit(_)) | None => stage,
        };
        let (win_chance, hours_left) = self.prospects(lead, onward);
        let record = &self.flow.leads[lead];
        let law = record.its(&self.flow.stage(stage).touch);
        let (own_value, own_hour_price, own_meeting) = self.own_worth(lead, price);
        let buyer = &self.market.buyers[lead];
        let strain = buyer.strain_seen(self.ctx.market().world, now.hours());
        Question {
            belief: buyer.belief,
            strain,
            dialogue_hours: buyer.dialogue_hours,
            dialogues: buyer.deal_dialogues,
            standard_hours: law.mean(),
            price,
            margin: self.ctx.segment(record).margin,
            win_chance,
            hours_left,
            hour_price: self.hour_price(Years::All),
            own_value,
            own_hour_price,
            own_meeting,
        }
    }

    /// The price of an hour of the bottleneck under the policy's rule: by all years of customers that
    /// count, or by the first alone.
    pub(super) fn hour_price(&self, by: Years) -> f64 {
        match (self.ctx.policy.buyers.gate.hour_price, by) {
            (HourPrice::Fixed(price), _) => price,
            (HourPrice::Observed, Years::All) => self.market.records.hour_price,
            (HourPrice::Observed, Years::First) => self.market.records.first_hour_price,
        }
    }

    /// The skill that the stage of a visit asks for, of whoever sits there, lifted by advice.
    pub(super) fn skill_shown(&self, seat: SeatId, visit: VisitId) -> f64 {
        let Visit { stage, advised, .. } = self.flow.visits[visit];
        let advised = if advised.is_nan() { 1.0 } else { advised };
        self.skill_at(seat, stage, self.flow.stage(stage).skill) * advised
    }

    /// The exit of a lead that wins: good for both sides or not.
    pub(super) fn leaf_of_win(&mut self, lead: LeadId) -> usize {
        let regretted = self.ctx.market().world.leaves.won_regretted;
        if self.is_glad(lead) { Exit::WON } else { regretted }
    }

    /// Whether a sale to this lead would be good for both sides.
    pub(super) fn is_good(&mut self, lead: LeadId) -> bool {
        let price = self.value(lead);
        let world = self.ctx.market().world;
        let margin = self.ctx.segment(&self.flow.leads[lead]).margin;
        self.know(lead).is_good(world, price, margin)
    }

    /// Whether a sale at the discount granted is good for both sides.
    fn is_glad(&mut self, lead: LeadId) -> bool {
        let price = self.value(lead);
        let world = self.ctx.market().world;
        let margin = self.ctx.segment(&self.flow.leads[lead]).margin;
        self.know(lead).is_glad(world, price, margin)
    }

    /// Tells the observer.
    #[inline]
    pub(super) fn note(&mut self, lead: LeadId, now: Time, note: Note) {
        let record = &self.flow.leads[lead];
        let (channel, number) = (record.channel.place(), record.number);
        self.observer.noted(&Noted { channel, number, at: now.hours(), note });
    }

    /// The buyer comes back to a conversation after time of their own.
    pub(super) fn talk_goes_on(
        &mut self,
        visit: VisitId,
        talk: &Conversation,
        events: &mut Events,
    ) {
        if talk.about == Topic::Decide && self.flow.visits[visit].touches > 0 {
            self.hold_meeting(visit, talk, events);
        } else if talk.about == Topic::Align {
            self.come_to_talk(visit, talk, events.now(), events);
        } else {
            self.make_ready(visit, events.now(), events);
        }
    }

    /// Whether a visit waits for a committee that has the proposal.
    pub(super) fn is_proposed(&self, visit: VisitId) -> bool {
        let record = &self.flow.visits[visit];
        let talk = self.flow.stage(record.stage).kind.conversation();
        record.next_stage.is_none()
            && record.touches > 0
            && talk.is_some_and(|talk| talk.about == Topic::Decide)
    }

    /// The committee has the proposal and decides at `at`, unless the seller moves that.
    pub(super) fn await_decision(&mut self, visit: VisitId, at: Time, events: &mut Events) {
        let lead = self.flow.visits[visit].lead;
        self.market.buyers[lead].decides = at.hours();
        self.with_buyer(visit, at, events);
        self.look_at_new_proposal(lead, events);
    }

    /// When the buyer has time for what comes next, `answers` at the earliest.
    pub(super) fn when_buyer_has_time(&self, visit: VisitId, answers: Time) -> Time {
        let record = &self.flow.visits[visit];
        let buyer = &self.market.buyers[record.lead];
        let next = if record.next_stage.is_none() { record.stage } else { record.next_stage };
        let stage = &self.flow.stage(next);
        if stage.kind.conversation().is_none_or(|talk| talk.about == Topic::Decide) {
            return answers;
        }
        let lead = &self.flow.leads[record.lead];
        let law = lead.its(&stage.touch);
        let most = self.ctx.segment(lead).buying.contact_hours_per_week;
        let admitted = buyer.admits(answers.hours(), law.mean(), most);
        if admitted > answers.hours() {
            self.ctx.business.next_opening(Time::from_hours(admitted))
        } else {
            answers
        }
    }

    /// How keen a lead looks to somebody who picks: what it wants, seen with an error.
    pub(super) fn interest_seen(&mut self, lead: LeadId) -> f64 {
        let entity = self.flow.leads[lead].entity;
        let error = self.ctx.luck.at(entity, purpose::INTEREST_NOISE, Place::NONE, 0).normal();
        self.know(lead).wants() + INTEREST_ERROR * error
    }

    /// What is known of a lead changes hands: what is written down survives.
    pub(super) fn hand_over(&mut self, lead: LeadId, sender: SeatId, now: Time) {
        if !self.market.buyers[lead].is_known {
            return;
        }
        self.update(lead, now);
        let record = &self.flow.leads[lead];
        let prior = self.ctx.market().tables.prior(record.channel.place());
        let written = self.documentation(sender);
        self.market.buyers[lead].changes_hands(prior, written);
        self.refresh(lead, now);
    }
}
