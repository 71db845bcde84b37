//! Once all facts of an instant are known, idle people take work.

use super::flow::Flow;
use super::{Events, SalesModel};
use crate::sales::handle::{CalendarId, CrewId, Handle, SeatId, StageId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::policy::{Order, Ownership, Pick, Routing};
use crate::sales::purpose;
use crate::sales::record::State;

impl<O: Observer> SalesModel<'_, O> {
    #[inline(always)]
    pub(super) fn give_work(&mut self, events: &mut Events) {
        if self.floor.freed.is_some() {
            self.give_next(events);
        }
        if !self.floor.callers.is_empty() {
            self.call_owners(events);
        }
        while self.floor.dirty & self.flow.waiting & self.floor.callable != 0 {
            let mut dirty = self.floor.dirty & self.flow.waiting;
            self.floor.dirty = 0;
            while dirty != 0 {
                let stage = self.stage_of(dirty);
                dirty &= dirty - 1;
                self.serve(stage, events);
            }
        }
        self.floor.dirty = 0;
    }

    /// Who has just ended a touch takes the next visit at once, where that is plain: nothing else is
    /// to be matched now, nobody else could be called for it, and there is nothing to choose from.
    /// Else this is one of the idle.
    #[inline(always)]
    fn give_next(&mut self, events: &mut Events) {
        let seat = std::mem::replace(&mut self.floor.freed, Handle::NONE);
        let record = &self.floor.seats[seat];
        if record.listed || !self.floor.is_available(seat, &self.ctx) {
            return self.floor.list(seat, &self.ctx);
        }
        let crew = &self.floor.crews[record.crew];
        let desk = (crew.desks | crew.overflow) & self.flow.waiting;
        if desk.is_power_of_two()
            && crew.is_alone
            && crew.first.is_none()
            && self.floor.dirty & self.flow.waiting & self.floor.callable == 0
            && self.is_first_come_everywhere()
            && !self.ctx.policy.preempt
            && self.floor.shifts.are_on(crew.calendar, events.now())
            && let Some(visit) = self.flow.queues.first_visit(Flow::desk(self.stage_of(desk)))
            && self.begin(seat, visit, events)
        {
            return;
        }
        self.floor.put_among_idle(seat);
    }

    /// Idle people with work of their own take it, in order of their key.
    fn call_owners(&mut self, events: &mut Events) {
        let mut callers = std::mem::take(&mut self.floor.callers);
        callers.sort_unstable();
        callers.dedup();
        for seat in callers.drain(..) {
            let own = self.flow.own(seat);
            while !self.flow.queues.is_empty(own) {
                if !self.floor.is_free(seat) {
                    self.preempt_own(seat, events);
                    break;
                }
                let calendar = self.floor.seats[seat].calendar;
                if !self.floor.shifts.are_on(calendar, events.now()) {
                    self.floor.shifts.await_next(calendar, events);
                    break;
                }
                let Some(visit) = self.choose_work(seat) else { break };
                if !self.begin(seat, visit, events) && !self.begin_what_fits(seat, events) {
                    break;
                }
            }
        }
        self.floor.callers = callers;
    }

    /// Finds people for the queue of a stage until one of the two runs out.
    #[inline(always)]
    fn serve(&mut self, stage: StageId, events: &mut Events) {
        let bit = self.flow.desks[stage].bit;
        self.floor.blocked.clear();
        while self.flow.waiting & self.floor.callable & bit != 0 {
            let Some((seat, desks)) = self.caller(stage, events) else {
                if self.ctx.policy.preempt && self.preempt_at(stage, events) {
                    continue;
                }
                return;
            };
            let work = if desks & self.flow.waiting == bit && self.is_first_come_everywhere() {
                self.flow.queues.first_visit(Flow::desk(stage)) // nothing to choose from
            } else {
                self.choose_work(seat)
            };
            let started = match work {
                Some(visit) => {
                    self.begin(seat, visit, events) || self.begin_what_fits(seat, events)
                }
                None => false,
            };
            if !started {
                let crew = self.floor.seats[seat].crew;
                self.floor.blocked.push(crew);
            }
        }
    }

    /// Where work that fits into the shift may overtake work that does not: the first in order
    /// that fits.
    fn begin_what_fits(&mut self, seat: SeatId, events: &mut Events) -> bool {
        if !self.ctx.policy.overtake {
            return false;
        }
        let record = &self.floor.seats[seat];
        let claims = self.ctx.policy.owner == Ownership::Shared || record.wip < record.limit;
        let mut desks = self.floor.crews[record.crew].desks & self.flow.waiting;
        let mut visits = self.flow.queues.waiting(self.flow.own(seat));
        while claims && desks != 0 {
            let stage = self.stage_of(desks);
            desks &= desks - 1;
            visits.extend(self.flow.queues.waiting(Flow::desk(stage)));
        }
        let (place, touch) = (record.name.place, record.touch);
        visits.sort_by_cached_key(|visit| {
            let lots = if self.ctx.policy.order == Order::Random {
                let entity = self.flow.leads[self.flow.visits[*visit].lead].entity;
                self.ctx.luck.at(entity, purpose::QUEUE_RANDOM, place, touch).next_u64()
            } else {
                0
            };
            let precedence = self.precedence(*visit);
            (precedence.class(), lots, precedence)
        });
        visits.into_iter().any(|visit| self.begin(seat, visit, events))
    }

    /// Whether everybody finds the same work first at a desk.
    #[inline]
    pub(super) fn is_first_come_everywhere(&self) -> bool {
        !self.floor.is_work_owned && self.ctx.policy.routing != Routing::Claim
    }

    /// The idle person who takes the next visit of a stage, of those who work it, else of those
    /// who help out; and the stages that the person works.
    #[inline(always)]
    fn caller(&mut self, stage: StageId, events: &mut Events) -> Option<(SeatId, u64)> {
        match self.flow.desks[stage].crews[..] {
            [crew] if self.ctx.policy.pick == Pick::LongestIdle => self.first_of(crew, events),
            _ => self.best_caller(stage, events),
        }
    }

    /// Who of a crew has been idle for longest, and the stages that the crew works; None if nobody
    /// can start anything now.
    #[inline(always)]
    fn first_of(&mut self, index: CrewId, events: &mut Events) -> Option<(SeatId, u64)> {
        let crew = &self.floor.crews[index];
        if crew.first.is_none() || self.is_blocked(index) {
            return None;
        }
        if !self.floor.shifts.are_on(crew.calendar, events.now()) {
            self.floor.shifts.await_next(crew.calendar, events);
            return None;
        }
        Some((crew.first, crew.desks))
    }

    /// The best of all crews.
    fn best_caller(&mut self, stage: StageId, events: &mut Events) -> Option<(SeatId, u64)> {
        let (desk_bit, crews) = (self.flow.desks[stage].bit, self.flow.desks[stage].crews.len());
        let mut best = None;
        let mut helps = false;
        for at in 0..crews {
            let index = self.flow.desks[stage].crews[at];
            let crew = &self.floor.crews[index];
            if crew.first.is_none() || self.is_blocked(index) {
                continue;
            }
            if !helps && crew.desks & desk_bit == 0 {
                if best.is_some() {
                    break;
                }
                helps = true;
            }
            if let Some(first) = self.first_of(index, events) {
                best = Some(self.better_caller(best, first, stage));
            }
        }
        best
    }

    /// Whether a crew cannot start anything now at the desk being served.
    #[inline]
    fn is_blocked(&self, crew: CrewId) -> bool {
        !self.floor.blocked.is_empty() && self.floor.blocked.contains(&crew)
    }

    /// The best idle person of a crew, of whom `first` has been idle for longest, or `best`; with
    /// the stages that each works.
    #[inline(always)]
    fn better_caller(
        &self,
        best: Option<(SeatId, u64)>,
        first: (SeatId, u64),
        stage: StageId,
    ) -> (SeatId, u64) {
        if self.ctx.policy.pick != Pick::LongestIdle {
            return self.most_worthy(best.unwrap_or(first), first, stage);
        }
        let Some(other) = best else { return first };
        let key = |s: SeatId| {
            let seat = &self.floor.seats[s];
            (seat.idle_since, seat.name.key)
        };
        if key(other.0) <= key(first.0) { other } else { first }
    }

    /// The same where something else counts than the time spent idle.
    fn most_worthy(
        &self,
        best: (SeatId, u64),
        first: (SeatId, u64),
        stage: StageId,
    ) -> (SeatId, u64) {
        let (mut best, (mut seat, desks)) = (best, first);
        while seat.is_some() {
            let key = |s: SeatId| self.floor.seats[s].name.key;
            let (a, b) = (self.merit(seat, stage), self.merit(best.0, stage));
            if a > b || (a >= b && key(seat) < key(best.0)) {
                best = (seat, desks);
            }
            seat = self.floor.seats[seat].next;
        }
        best
    }

    /// What the rule looks at when several could take the next visit; more is better.
    fn merit(&self, seat: SeatId, stage: StageId) -> f64 {
        match self.ctx.policy.pick {
            Pick::LongestIdle => -self.floor.seats[seat].idle_since.hours(),
            Pick::Fastest => self.observed(seat, stage),
            Pick::Cheapest => -self.floor.seats[seat].cost_per_week,
            Pick::Random => {
                let Some((_, visit)) = self.flow.queues.head(Flow::desk(stage)) else { return 0.0 };
                let lead = &self.flow.leads[self.flow.visits[visit].lead];
                let place = self.floor.seats[seat].name.place;
                let occurrence = lead.touches;
                self.ctx.luck.at(lead.entity, purpose::PICK_SEAT, place, occurrence).unit()
            }
        }
    }

    /// A visit of a higher class takes the person who works on the lowest, latest begun.
    fn preempt_at(&mut self, stage: StageId, events: &mut Events) -> bool {
        let Some((_, visit)) = self.flow.queues.head(Flow::desk(stage)) else { return false };
        let class = self.class(visit);
        let now = events.now();
        let is_able = |s: &SeatId| self.is_interruptible(*s, class) && self.works(*s, stage);
        let able: Vec<_> = self.floor.seats.ids().filter(is_able).collect();
        let (shifts, seats) = (&mut self.floor.shifts, &self.floor.seats);
        let mut at_work = able.clone();
        at_work.retain(|s| shifts.are_on(seats[*s].calendar, now));
        let taken = at_work.into_iter().max_by_key(|s| {
            let seat = &self.floor.seats[*s];
            (self.class(seat.visit), seat.started, std::cmp::Reverse(seat.name.key))
        });
        let Some(seat) = taken else {
            for seat in able {
                self.floor.shifts.await_next(self.floor.seats[seat].calendar, events);
            }
            return false;
        };
        self.fits(seat, visit, events) && {
            self.put_back(seat, events);
            !self.floor.is_free(seat) || self.begin(seat, visit, events)
        }
    }

    /// The same within a person's own work.
    fn preempt_own(&mut self, seat: SeatId, events: &mut Events) {
        if !self.ctx.policy.preempt || self.floor.seats[seat].visit.is_none() {
            return;
        }
        let Some((_, visit)) = self.flow.queues.head(self.flow.own(seat)) else { return };
        if !self.is_interruptible(seat, self.class(visit)) {
            return;
        }
        let calendar = self.floor.seats[seat].calendar;
        if !self.floor.shifts.are_on(calendar, events.now()) {
            self.floor.shifts.await_next(calendar, events);
            return;
        }
        if !self.fits(seat, visit, events) {
            return;
        }
        self.put_back(seat, events);
        if self.floor.is_free(seat) {
            self.begin(seat, visit, events);
        }
    }

    /// Whether the visit fits into the rest of the seat's shift; if not, the next shift is awaited.
    fn fits(&mut self, seat: SeatId, visit: VisitId, events: &mut Events) -> bool {
        let fits = self.plan(seat, visit, events.now()).is_some();
        if !fits {
            self.floor.shifts.await_next(self.floor.seats[seat].calendar, events);
        }
        fits
    }

    fn is_interruptible(&self, seat: SeatId, class: u8) -> bool {
        let visit = self.floor.seats[seat].visit;
        visit.is_some()
            && self.flow.visits[visit].state != State::NoteTouched
            && self.class(visit) > class
    }

    pub(super) fn class(&self, visit: VisitId) -> u8 {
        let lead = &self.flow.leads[self.flow.visits[visit].lead];
        self.ctx.system.channels.get(lead.channel.place()).map_or(0, |c| c.class)
    }

    pub(super) fn shift_starts(&mut self, calendar: CalendarId) {
        self.floor.shifts.begin(calendar);
        self.floor.dirty |= self.flow.waiting;
        if self.floor.is_prospected {
            self.blocks_due_in(calendar);
        }
        for seat in self.floor.seats.ids() {
            if self.floor.seats[seat].crew.is_some()
                && self.floor.seats[seat].calendar == calendar
                && self.has_own_work(seat)
            {
                self.floor.callers.push(seat);
            }
        }
    }
}
