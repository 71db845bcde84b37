//! Leads enter stages, wait, and leave them.

use super::flow::Flow;
use super::stay::{Stay, name_in_queue};
use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::law::Law;
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::policy::{Order, Ownership, Routing};
use crate::sales::purpose;
use crate::sales::queue::{Lot, Precedence};
use crate::sales::record::State;
use crate::sales::stage::{ByLead, Exit, Phase, Stage, StageKind, Target, Topic};

/// What one standard hour of work still to do costs a lead's attraction to someone who picks.
const EFFORT_WEIGHT: f64 = 0.02;
/// Work on a customer takes at least so long, in hours, where it is weighed.
const LEAST_HOURS: f64 = 0.1;

impl<O: Observer> SalesModel<'_, O> {
    /// A new lead comes in, unless the funnel is full.
    #[inline(always)]
    pub(super) fn let_in(&mut self, lead: LeadId, stage: StageId, events: &mut Events) {
        let visit = self.flow.open_visit(lead);
        let full = self.ctx.policy.wip_total.is_some_and(|limit| self.flow.inside_funnel() > limit);
        if full {
            let queue = self.flow.outside_funnel();
            self.flow.visits[visit].next_stage = stage;
            self.wait_outside(visit, queue, events);
        } else {
            self.enter(visit, stage, events);
        }
    }

    fn wait_outside(&mut self, visit: VisitId, queue: usize, events: &mut Events) {
        let now = events.now();
        let record = &mut self.flow.visits[visit];
        (record.state, record.ready, record.waits_since) = (State::Outside, now, now);
        let lead = record.lead;
        self.flow.clock(lead, now, self.ctx.business);
        self.flow.leads[lead].queued += 1;
        self.line_up(queue, visit);
        self.arm(visit, events);
    }

    /// Puts a visit where the order of the policy wants it.
    pub(super) fn line_up(&mut self, queue: usize, visit: VisitId) {
        if let Some((class, lot)) = self.lot(visit) {
            self.flow.queues.draw_lots(queue, visit, class, lot);
        } else {
            let precedence = self.precedence(visit);
            self.flow.queues.push(queue, visit, precedence);
        }
    }

    /// The class and the luck of a visit where lots decide who is next.
    fn lot(&self, visit: VisitId) -> Option<(u8, Lot)> {
        let record = &self.flow.visits[visit];
        let lead = &self.flow.leads[record.lead];
        let claimed = lead.owner.is_none() && self.ctx.policy.routing == Routing::Claim;
        if self.ctx.policy.order != Order::Random || claimed || record.state == State::Note {
            return None;
        }
        let (place, touches) =
            (self.flow.stage(record.stage).place, self.flow.been_of(record).touches);
        let mut draws = self.ctx.luck.at(lead.entity, purpose::QUEUE_RANDOM, place, touches);
        let lot = Lot { takes: draws.unit(), leaves: draws.unit() };
        Some((self.class_in_queue(visit), lot))
    }

    /// The class that goes before everything else in a queue; notes are of class 0.
    fn class_in_queue(&self, visit: VisitId) -> u8 {
        let by_class = self.ctx.policy.order == Order::Class || self.ctx.policy.preempt;
        if by_class { self.class(visit).saturating_add(1) } else { 1 }
    }

    /// A visit comes to a stage: in if there is room or if the lead has been here before.
    #[inline(always)]
    pub(super) fn enter(&mut self, visit: VisitId, stage: StageId, events: &mut Events) {
        let now = events.now();
        let record = &mut self.flow.visits[visit];
        record.turn_to(stage);
        let been = &mut self.flow.been[(record.lead, stage.place())];
        been.visits += 1;
        let (visits, touches) = (been.visits, been.touches);
        let (lead, desk) = (&mut self.flow.leads[record.lead], &mut self.flow.desks[stage]);
        lead.phase = lead.phase.max(desk.description.phase);
        lead.been_to |= 1 << stage.place();
        if visits == 1 && desk.present >= desk.limit {
            self.find_full(visit, stage, events);
        } else if desk.is_first_come && lead.owner.is_none() {
            let mut stay = Stay { visit: record, lead, desk };
            stay.is_let_in(now, self.tallies.window);
            stay.waits(now, now, self.ctx.business);
            self.flow.waiting |= stay.desk.bit;
            self.flow.queues.push(Flow::desk(stage), visit, stay.in_order_of_coming());
            self.floor.dirty |= stay.desk.bit;
            stay.foresee(visits, touches, &self.ctx.luck);
            if self.ctx.setup.has_alarms {
                self.arm(visit, events);
            }
        } else {
            self.admit(visit, events);
        }
    }

    fn find_full(&mut self, visit: VisitId, stage: StageId, events: &mut Events) {
        let desk = &self.flow.desks[stage];
        let room = desk.description.room;
        let turned_away = room.filter(|r| desk.present >= r.places).and_then(|r| r.when_full);
        if let Some(exit) = turned_away {
            let lead = self.flow.visits[visit].lead;
            self.end_lead(lead, exit, events);
        } else {
            let queue = self.flow.outside(stage);
            self.wait_outside(visit, queue, events);
        }
    }

    /// The stage lets a visit in, whatever that costs and starts.
    fn admit(&mut self, visit: VisitId, events: &mut Events) {
        let now = events.now();
        let visits = self.flow.been_of(&self.flow.visits[visit]).visits;
        let mut stay = Stay::of(visit, &mut self.flow);
        stay.is_let_in(now, self.tallies.window);
        let was_outside = stay.visit.state == State::Outside;
        let description = stay.desk.description;
        if let Some(patience) = &description.patience {
            let entity = stay.lead.entity;
            // a customer comes more than once
            let again = description.kind.account().map_or(0, |_| visits - 1);
            let mut draws = self.ctx.luck.at(entity, purpose::PATIENCE, description.place, again);
            stay.visit.patience = patience.after.sample(&mut draws);
        }
        let ready = if was_outside {
            stay.waits_no_more(now, self.ctx.business, self.tallies.window);
            stay.visit.ready
        } else {
            now
        };
        self.pay_for_entry(description, now);
        match &description.kind {
            StageKind::Parallel { branches, .. } => self.fork(visit, branches, events),
            StageKind::Buyer(talk) => self.come_to_talk(visit, talk, ready, events),
            StageKind::Chance(_) | StageKind::Contact(_) | StageKind::Account(_) => {
                self.make_ready(visit, ready, events);
            }
        }
    }

    fn pay_for_entry(&mut self, description: &Stage, now: Time) {
        self.market.records.week_value -= description.cost_on_entry;
        if self.tallies.covers(now) {
            self.tallies.sums.stage_cost += description.cost_on_entry;
            if description.phase == Phase::Engage {
                self.tallies.sums.engage_stage_cost += description.cost_on_entry;
            }
        }
    }

    fn fork(&mut self, visit: VisitId, branches: &[usize], events: &mut Events) {
        let lead = self.flow.visits[visit].lead;
        self.flow.visits[visit].state = State::Forked;
        self.arm(visit, events);
        self.flow.visits[visit].branches = u16::try_from(branches.len()).expect("few stages");
        for branch in branches.iter().map(|branch| StageId::at(*branch)) {
            if !self.flow.leads[lead].alive {
                return; // a branch found no room and ended the lead
            }
            let child = self.flow.open_visit(lead);
            self.flow.visits[child].parent = visit;
            self.flow.visits[child].reading = self.reading_of(lead, branch);
            self.enter(child, branch, events);
        }
    }

    /// What somebody else than its owner has to read up on before working on a lead at a stage.
    fn reading_of(&self, lead: LeadId, stage: StageId) -> f64 {
        let owner = self.flow.leads[lead].owner;
        if owner.is_none() || self.works(owner, stage) { 0.0 } else { self.reading_up(owner) }
    }

    /// One branch has advanced; the last one takes the lead on.
    fn join(&mut self, child: VisitId, events: &mut Events) {
        let parent = self.flow.visits[child].parent;
        self.leave_stage(child, events);
        self.flow.close_visit(child);
        let record = &mut self.flow.visits[parent];
        record.branches -= 1;
        if record.branches > 0 {
            return;
        }
        let stage = record.stage;
        let StageKind::Parallel { then, .. } = &self.flow.stage(stage).kind else {
            unreachable!("only a parallel stage forks");
        };
        self.go(parent, *then, Handle::NONE, events);
    }

    /// A visit waits for a touch: with its owner, with whom a push rule names, or at the desk.
    pub(super) fn make_ready(&mut self, visit: VisitId, ready: Time, events: &mut Events) {
        let mut stay = Stay::of(visit, &mut self.flow);
        stay.waits(ready, events.now(), self.ctx.business);
        if stay.desk.description.groups.is_empty() {
            self.begin_alone(visit, events);
            return;
        }
        self.queue_up(visit);
        if self.ctx.setup.has_alarms {
            self.arm(visit, events);
        }
    }

    /// Puts a waiting visit into the queue where it belongs under the rules in force.
    pub(super) fn queue_up(&mut self, visit: VisitId) {
        let stay = Stay::of(visit, &mut self.flow);
        let (stage, bit) = (stay.visit.stage, stay.desk.bit);
        let (lead, owner) = (stay.visit.lead, stay.lead.owner);
        let in_order_of_coming = stay.in_order_of_coming();
        let owner = if owner.is_none() && !self.ctx.is_push() {
            Handle::NONE
        } else {
            self.whose(visit, lead, stage)
        };
        let queue = if owner.is_none() { Flow::desk(stage) } else { self.flow.own(owner) };
        if self.ctx.is_in_order_of_coming {
            self.flow.queues.push(queue, visit, in_order_of_coming);
        } else {
            self.line_up(queue, visit);
        }
        if owner.is_none() {
            self.flow.waiting |= bit;
            self.floor.dirty |= bit;
        } else {
            self.floor.is_work_owned = true;
            if self.floor.is_free(owner) || self.ctx.policy.preempt {
                self.floor.callers.push(owner);
            }
        }
    }

    /// Who owns the lead of a visit that waits at a stage: nobody who has no business there, and
    /// under a push rule whom it names.
    fn whose(&mut self, visit: VisitId, lead: LeadId, stage: StageId) -> SeatId {
        let owner = self.flow.leads[lead].owner;
        let goes_on = self.flow.visits[visit].touches > 0
            && self.floor.helps(owner, self.flow.desks[stage].bit);
        if owner.is_some() && !goes_on && !self.works(owner, stage) {
            self.release(lead);
        }
        if self.flow.leads[lead].owner.is_none() && self.ctx.is_push() {
            self.push_to_person(lead, stage);
        }
        self.flow.leads[lead].owner
    }

    /// Whether the seat's role works the stage.
    #[inline]
    pub(super) fn works(&self, seat: SeatId, stage: StageId) -> bool {
        self.floor.works(seat, self.flow.desks[stage].bit)
    }

    /// What decides when this visit's turn comes.
    pub(super) fn precedence(&mut self, visit: VisitId) -> Precedence {
        let record = &self.flow.visits[visit];
        let lead = &self.flow.leads[record.lead];
        let bit = self.flow.desks[record.stage].bit;
        let (ready, name) = (record.ready.hours(), name_in_queue(lead, bit));
        if matches!(record.state, State::Note) {
            return Precedence::new(0, ready, ready, name);
        }
        if self.ctx.is_in_order_of_coming {
            return Precedence::new(1, ready, ready, name);
        }
        let class = self.class_in_queue(visit);
        let claimed = lead.owner.is_none() && self.ctx.policy.routing == Routing::Claim;
        let index =
            if claimed { -self.attraction(record.lead, record.stage) } else { self.index(visit) };
        Precedence::new(class, index, ready, name)
    }

    fn index(&mut self, visit: VisitId) -> f64 {
        let record = &self.flow.visits[visit];
        let (lead, stage) = (&self.flow.leads[record.lead], record.stage);
        match self.ctx.policy.order {
            Order::Fifo | Order::Class => record.ready.hours(),
            Order::Lifo => -record.ready.hours(),
            Order::Oldest => lead.arrived.hours(),
            Order::Newest => -lead.arrived.hours(),
            Order::Random => 0.0, // lots decide
            Order::Biggest => -self.value(record.lead),
            Order::ValuePerHour if lead.is_customer => {
                let hours = self.flow.stage(stage).touch.values()[0].mean().max(LEAST_HOURS);
                -self.worth_of_account_work(record.lead, stage, record.ready) / hours
            }
            Order::ValuePerHour => {
                let margin = self.ctx.segment(lead).margin;
                let (chance, hours) = self.outlook(record.lead, stage);
                -self.value(record.lead) * margin * chance / hours
            }
            Order::OwnPay => self.own_pay_index(record.lead, stage),
            Order::Deadline => {
                let due = self.flow.stage(stage).due_hours.unwrap_or(f64::MAX / 2.0);
                record.entered.hours() + due
            }
        }
    }

    /// The chance to win and the standard hours left of a lead from a stage on, as the organisation
    /// sees it: by its records where there are buyers, else as planned.
    pub(super) fn outlook(&self, lead: LeadId, stage: StageId) -> (f64, f64) {
        if self.ctx.setup.buyers.is_some() {
            return self.prospects(lead, stage);
        }
        let record = &self.flow.leads[lead];
        self.ctx.setup.outlook(stage, record.channel, record.segment)
    }

    /// How much a lead attracts someone who picks, without the person's own taste:
    /// `ln value + interest seen − 0.02 · hours left`.
    fn attraction(&mut self, lead: LeadId, stage: StageId) -> f64 {
        let value = self.value(lead).max(1e-9);
        let hours = self.outlook(lead, stage).1;
        let interest = if self.ctx.setup.buyers.is_some() { self.interest_seen(lead) } else { 0.0 };
        crate::math::ln(value) + interest - EFFORT_WEIGHT * hours
    }

    /// Takes a visit out of its stage, in the books and in fact, and lets the next one in.
    #[inline(always)]
    pub(super) fn leave_stage(&mut self, visit: VisitId, events: &mut Events) {
        let record = &mut self.flow.visits[visit];
        if !record.admitted {
            return;
        }
        record.admitted = false;
        let stage = record.stage;
        let desk = &mut self.flow.desks[stage];
        desk.present -= 1;
        desk.tally.area += self.tallies.inside(record.entered, events.now());
        // Without a limit nobody waits outside.
        if desk.limit < u32::MAX {
            self.admit_waiting(stage, events);
        }
    }

    /// Lets the first lead outside a stage in, if there is room now.
    pub(super) fn admit_waiting(&mut self, stage: StageId, events: &mut Events) {
        if self.flow.desks[stage].present < self.flow.desks[stage].limit
            && let Some(next) = self.flow.queues.first_visit(self.flow.outside(stage))
        {
            self.flow.queues.remove(next);
            self.admit(next, events);
        }
    }

    /// Lets the next lead into the funnel if it is no longer full.
    #[inline(always)]
    pub(super) fn let_next_in(&mut self, events: &mut Events) {
        let Some(limit) = self.ctx.policy.wip_total else { return };
        while self.flow.inside_funnel() < limit
            && let Some((_, next)) = self.flow.queues.head(self.flow.outside_funnel())
        {
            self.flow.queues.remove(next);
            let record = &self.flow.visits[next];
            let (lead, stage) = (record.lead, record.next_stage);
            self.flow.clock(lead, events.now(), self.ctx.business);
            self.flow.leads[lead].queued -= 1;
            self.enter(next, stage, events);
        }
    }

    /// Sends a visit on its way after a touch by `seat` (NONE = nobody's).
    #[inline(always)]
    pub(super) fn go(&mut self, visit: VisitId, target: Target, seat: SeatId, events: &mut Events) {
        let record = &mut self.flow.visits[visit];
        match target {
            Target::Exit(exit) => {
                let lead = record.lead;
                self.end_lead(lead, exit, events);
            }
            Target::Stage(stage) => {
                let stage = StageId::at(stage);
                record.next_stage = stage;
                if seat.is_some() && self.hands_off(visit, seat, stage) {
                    self.ask_for_note(visit, seat, events);
                } else {
                    self.proceed(visit, events);
                }
            }
        }
    }

    /// A visit leaves for its next stage, or comes again, after the buyer's time.
    #[inline(always)]
    pub(super) fn proceed(&mut self, visit: VisitId, events: &mut Events) {
        match &self.flow.stage(self.flow.visits[visit].stage).buyer {
            None => self.go_on(visit, events),
            Some(law) => self.ask_buyer(visit, law, events),
        }
    }

    #[inline(never)]
    fn ask_buyer(&mut self, visit: VisitId, laws: &ByLead<Law>, events: &mut Events) {
        let record = &self.flow.visits[visit];
        let lead = &self.flow.leads[record.lead];
        let law = lead.its(laws);
        let place = self.flow.stage(record.stage).place;
        let entity = self.flow.leads[record.lead].entity;
        let touches = self.flow.been_of(record).touches;
        let mut draws = self.ctx.luck.at(entity, purpose::BUYER_DELAY, place, touches);
        let now = events.now();
        let hours = law.sample(&mut draws) * self.date_factor(visit, now);
        let answers = self.ctx.business.answered(now, hours);
        if self.ctx.setup.buyers.is_none() {
            self.with_buyer(visit, answers, events);
        } else if self.is_proposed(visit) {
            self.await_decision(visit, answers, events);
        } else {
            let answers = self.when_buyer_has_time(visit, answers);
            self.with_buyer(visit, answers, events);
        }
    }

    /// How much longer the buyer takes before the next session: longer where a group has to meet.
    fn date_factor(&self, visit: VisitId, now: Time) -> f64 {
        let (record, rules) = (&self.flow.visits[visit], &self.ctx.policy.buyers);
        let talk = self.flow.stage(record.stage).kind.conversation();
        if !rules.teaching.in_groups || talk.is_none_or(|talk| talk.about != Topic::Educate) {
            return 1.0;
        }
        self.market.buyers[record.lead].date_factor(self.ctx.market().world, rules, now.hours())
    }

    /// The next move is the buyer's, who makes it at `answers`.
    pub(super) fn with_buyer(&mut self, visit: VisitId, answers: Time, events: &mut Events) {
        let record = &mut self.flow.visits[visit];
        (record.state, record.started) = (State::WithBuyer, events.now());
        let life = record.life;
        schedule(events, answers, Event::BuyerReady(visit, life));
        if self.ctx.setup.buyers.is_some() {
            self.arm(visit, events);
        }
    }

    pub(super) fn buyer_ready(&mut self, visit: VisitId, life: u32, events: &mut Events) {
        let record = &self.flow.visits[visit];
        if record.life != life || record.state != State::WithBuyer {
            return;
        }
        let area = self.tallies.inside(record.started, events.now());
        self.flow.desks[record.stage].tally.buyer_area += area;
        self.flow.visits[visit].state = State::Between;
        self.go_on(visit, events);
    }

    pub(super) fn go_on(&mut self, visit: VisitId, events: &mut Events) {
        let record = &self.flow.visits[visit];
        let (lead, next) = (record.lead, record.next_stage);
        if next.is_none() {
            match &self.flow.desks[record.stage].description.kind {
                StageKind::Buyer(talk) => self.talk_goes_on(visit, talk, events),
                _ => self.make_ready(visit, events.now(), events),
            }
            return;
        }
        let forked_here = record.parent.is_some() && self.flow.visits[record.parent].stage == next;
        if forked_here {
            self.join(visit, events);
            return;
        }
        if self.ctx.policy.owner == Ownership::Shared {
            self.release(lead);
        }
        self.leave_stage(visit, events);
        self.enter(visit, next, events);
    }

    /// The exit of a lead whose interest has lapsed.
    pub(super) fn lapsed() -> usize {
        Exit::NEVER_WORKED
    }
}
