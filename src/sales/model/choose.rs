//! Which piece of work a person takes, and which person a piece of work is given to.

use super::SalesModel;
use super::flow::Flow;
use crate::engine::random::Place;
use crate::math;
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::policy::{Order, Ownership, Prefer, Routing};
use crate::sales::purpose;
use crate::sales::queue::Precedence;

/// How far down a list somebody looks who picks: the first page.
const FIRST_PAGE: usize = 8;
/// Scale of the Gumbel noise of a person's taste.
const TASTE: f64 = 0.5;

impl<O: Observer> SalesModel<'_, O> {
    /// The visit an idle person takes next: own work, or work from a queue the person may claim
    /// from.
    #[inline(always)]
    pub(super) fn choose_work(&mut self, seat: SeatId) -> Option<VisitId> {
        let record = &self.floor.seats[seat];
        let may_claim = self.ctx.policy.owner == Ownership::Shared || record.wip < record.limit;
        let crew = &self.floor.crews[record.crew];
        let (desks, overflow) = (crew.desks & self.flow.waiting, crew.overflow & self.flow.waiting);
        if !self.has_own_work(seat) {
            if !may_claim {
                return None;
            }
            if desks.is_power_of_two() && self.ctx.policy.routing != Routing::Claim {
                // nothing to compare
                return self.flow.queues.first_visit(Flow::desk(self.stage_of(desks)));
            }
        }
        self.compare_work(seat, may_claim, desks, overflow)
    }

    /// The same where there is a choice.
    fn compare_work(
        &mut self,
        seat: SeatId,
        may_claim: bool,
        desks: u64,
        overflow: u64,
    ) -> Option<VisitId> {
        let own = self.flow.queues.head(self.flow.own(seat));
        if self.ctx.policy.order == Order::Random
            && self.ctx.policy.routing != Routing::Claim
            && self.ctx.policy.prefer == Prefer::Index
            && may_claim
        {
            let desks = if own.is_none() && desks == 0 { overflow } else { desks };
            return self.drawn(seat, Some(self.flow.own(seat)), desks).map(|(_, visit)| visit);
        }
        let prefer = match (self.ctx.policy.prefer, self.ctx.policy.routing) {
            (Prefer::Index, Routing::Claim) => Prefer::Own, // tastes and indices do not compare
            (prefer, _) => prefer,
        };
        if !may_claim || (own.is_some() && prefer == Prefer::Own) {
            return own.map(|(_, visit)| visit);
        }
        let claim = self
            .best_claim(seat, desks)
            .or_else(|| if own.is_none() { self.best_claim(seat, overflow) } else { None });
        match (own, claim) {
            (Some((mine, visit)), Some((other, claimed))) => {
                let takes_new = prefer == Prefer::New || other < mine;
                Some(if takes_new { claimed } else { visit })
            }
            (mine, other) => mine.or(other).map(|(_, visit)| visit),
        }
    }

    /// The stage of the first of these bits.
    #[inline]
    pub(super) fn stage_of(&self, bits: u64) -> StageId {
        self.ctx.setup.by_bit[(bits.trailing_zeros() & 63) as usize]
    }

    /// The best visit at the heads of these desks.
    fn best_claim(&mut self, seat: SeatId, mut desks: u64) -> Option<(Precedence, VisitId)> {
        if self.ctx.policy.routing == Routing::Claim {
            return self.cherry(seat, desks);
        }
        if self.ctx.policy.order == Order::Random {
            return self.drawn(seat, None, desks);
        }
        let mut best: Option<(Precedence, VisitId)> = None;
        while desks != 0 {
            let stage = self.stage_of(desks);
            desks &= desks - 1;
            if let Some(head) = self.flow.queues.head(Flow::desk(stage))
                && best.is_none_or(|(other, _)| head.0 < other)
            {
                best = Some(head);
            }
        }
        best
    }

    /// Whose turn it is where lots decide over several queues: every visit of the first class has the
    /// same chance.
    fn drawn(
        &self,
        seat: SeatId,
        own: Option<usize>,
        mut desks: u64,
    ) -> Option<(Precedence, VisitId)> {
        let mut queues: Vec<usize> = own.into_iter().collect();
        while desks != 0 {
            queues.push(Flow::desk(self.stage_of(desks)));
            desks &= desks - 1;
        }
        let head_of = |queue: &usize| self.flow.queues.head(*queue);
        let first = queues.iter().filter_map(head_of).map(|(first, _)| first.class()).min()?;
        queues.retain(|queue| head_of(queue).is_some_and(|(other, _)| other.class() == first));
        let stakes: usize = queues.iter().map(|queue| self.flow.queues.stake(*queue)).sum();
        let person = &self.floor.seats[seat];
        let entity = purpose::seat_entity(person.name.place.number());
        let luck =
            self.ctx.luck.at(entity, purpose::QUEUE_RANDOM, Place::NONE, person.touch).unit();
        let mut left = luck * stakes as f64;
        let chosen = queues.iter().find(|queue| {
            left -= self.flow.queues.stake(**queue) as f64;
            left < 0.0
        });
        head_of(chosen.or(queues.last())?)
    }

    /// What this person likes best on the first page of each desk.
    fn cherry(&mut self, seat: SeatId, mut desks: u64) -> Option<(Precedence, VisitId)> {
        let mut best: Option<(f64, Precedence, VisitId)> = None;
        let mut page = std::mem::take(&mut self.floor.page);
        while desks != 0 {
            let stage = self.stage_of(desks);
            desks &= desks - 1;
            self.flow.queues.first(Flow::desk(stage), FIRST_PAGE, &mut page);
            for (precedence, visit) in &page {
                let liking = self.liking(seat, *visit, precedence.index());
                if best.is_none_or(|(other, with, _)| {
                    (other < liking) || (other <= liking && *precedence < with)
                }) {
                    best = Some((liking, *precedence, *visit));
                }
            }
        }
        self.floor.page = page;
        best.map(|(_, precedence, visit)| (precedence, visit))
    }

    /// Attraction of a lead to one person: the common part and a taste that stays the same.
    fn liking(&self, seat: SeatId, visit: VisitId, index: f64) -> f64 {
        let lead = &self.flow.leads[self.flow.visits[visit].lead];
        let place = self.floor.seats[seat].name.place;
        let exponential =
            self.ctx.luck.at(lead.entity, purpose::CLAIM_NOISE, place, 0).exponential();
        let by_pay = self.liking_by_pay(seat, self.flow.visits[visit].lead);
        by_pay - index - TASTE * math::ln(exponential.max(f64::MIN_POSITIVE))
    }

    /// Gives a lead to the person that a push rule names; to nobody if all have their hands full.
    pub(super) fn push_to_person(&mut self, lead: LeadId, stage: StageId) {
        if self.floor.targets[stage].is_empty() {
            return;
        }
        if let Some(seat) = self.named(lead, stage) {
            self.own_lead(lead, seat);
        }
    }

    /// A lead gets an owner.
    pub(super) fn own_lead(&mut self, lead: LeadId, seat: SeatId) {
        self.flow.leads[lead].owner = seat;
        if self.flow.leads[lead].is_customer {
            return; // limits are of leads
        }
        self.floor.seats[seat].owned += 1;
        self.floor.rosters.note(seat);
        if self.flow.leads[lead].fills_limit {
            self.floor.seats[seat].wip += 1;
            self.floor.list(seat, &self.ctx);
        }
    }

    /// A lead loses its owner.
    #[inline(always)]
    pub(super) fn release(&mut self, lead: LeadId) {
        let record = &mut self.flow.leads[lead];
        let seat = std::mem::replace(&mut record.owner, Handle::NONE);
        if seat.is_none() || record.is_customer {
            return;
        }
        let owner = &mut self.floor.seats[seat];
        owner.owned -= 1;
        self.floor.rosters.note(seat);
        if record.fills_limit {
            owner.wip -= 1;
            self.floor.list(seat, &self.ctx);
        }
    }

    /// A lead that somebody talks with begins to fill its owner's limit.
    pub(super) fn fill_limit(&mut self, lead: LeadId) {
        let record = &mut self.flow.leads[lead];
        if std::mem::replace(&mut record.fills_limit, true) || record.owner.is_none() {
            return;
        }
        let owner = record.owner;
        self.floor.seats[owner].wip += 1;
        self.floor.list(owner, &self.ctx);
    }

    /// Skill of a seat's person at a stage, as results have shown it.
    pub(super) fn observed(&self, seat: SeatId, stage: StageId) -> f64 {
        let title = self.ctx.setup.titles.factor(self.floor.seats[seat].account, stage);
        self.floor.skill[(seat, self.flow.stage(stage).skill)].observed * title
    }
}
