//! Once all facts of an instant are known, idle people take work.

use super::{Events, SalesModel};
use crate::sales::handle::{CrewId, Handle, SeatId, StageId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::people::Attention;
use crate::sales::policy::{Order, Ownership, Pick, Routing};
use crate::sales::purpose;
use crate::sales::record::{Presence, Seat, State};

impl<O: Observer> SalesModel<'_, O> {
    #[inline(always)]
    pub(super) fn give_work(&mut self, events: &mut Events) {
        if self.freed.is_some() {
            self.give_next(events);
        }
        if !self.callers.is_empty() {
            self.call_owners(events);
        }
        while self.dirty & self.waiting & self.callable != 0 {
            let mut dirty = self.dirty & self.waiting;
            self.dirty = 0;
            while dirty != 0 {
                let stage = self.stage_of(dirty);
                dirty &= dirty - 1;
                self.serve(stage, events);
            }
        }
        self.dirty = 0;
    }

    /// Who has just ended a touch takes the next visit at once, where that is plain: nothing else is
    /// to be matched now, nobody else could be called for it, and there is nothing to choose from.
    /// Else this is one of the idle.
    #[inline(always)]
    fn give_next(&mut self, events: &mut Events) {
        let seat = std::mem::replace(&mut self.freed, Handle::NONE);
        let record = &self.seats[seat];
        if record.listed || !self.is_available(record) {
            return self.list(seat);
        }
        let crew = &self.crews[record.crew];
        let desk = (crew.desks | crew.overflow) & self.waiting;
        if desk.is_power_of_two()
            && crew.is_alone
            && crew.first.is_none()
            && self.dirty & self.waiting & self.callable == 0
            && self.is_first_come_everywhere()
            && !self.ctx.policy.preempt
            && self.shifts.are_on(crew.calendar, events.now())
            && let Some(visit) = self.queues.first_visit(Self::desk(self.stage_of(desk)))
            && self.begin(seat, visit, events)
        {
            return;
        }
        self.put_among_idle(seat);
    }

    /// Idle people with work of their own take it, in order of their key.
    fn call_owners(&mut self, events: &mut Events) {
        let mut callers = std::mem::take(&mut self.callers);
        callers.sort_unstable();
        callers.dedup();
        for seat in callers.drain(..) {
            let own = self.own(seat);
            while !self.queues.is_empty(own) {
                if !self.is_free(seat) {
                    self.preempt_own(seat, events);
                    break;
                }
                let calendar = self.seats[seat].calendar;
                if !self.shifts.are_on(calendar, events.now()) {
                    self.shifts.await_next(calendar, events);
                    break;
                }
                let Some(visit) = self.choose_work(seat) else { break };
                if !self.begin(seat, visit, events) && !self.begin_what_fits(seat, events) {
                    break;
                }
            }
        }
        self.callers = callers;
    }

    /// Whether the seat could start something now, its calendar aside.
    pub(super) fn is_free(&self, seat: SeatId) -> bool {
        let record = &self.seats[seat];
        record.presence == Presence::Present && record.visit.is_none() && record.crew.is_some()
    }

    /// Finds people for the queue of a stage until one of the two runs out.
    #[inline(always)]
    fn serve(&mut self, stage: StageId, events: &mut Events) {
        let bit = self.desks[stage].bit;
        self.blocked.clear();
        while self.waiting & self.callable & bit != 0 {
            let Some((seat, desks)) = self.caller(stage, events) else {
                if self.ctx.policy.preempt && self.preempt_at(stage, events) {
                    continue;
                }
                return;
            };
            let work = if desks & self.waiting == bit && self.is_first_come_everywhere() {
                self.queues.first_visit(Self::desk(stage)) // nothing to choose from
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
                let crew = self.seats[seat].crew;
                self.blocked.push(crew);
            }
        }
    }

    /// Where work that fits into the shift may overtake work that does not: the first in order
    /// that fits.
    fn begin_what_fits(&mut self, seat: SeatId, events: &mut Events) -> bool {
        if !self.ctx.policy.overtake {
            return false;
        }
        let record = &self.seats[seat];
        let claims = self.ctx.policy.owner == Ownership::Shared || record.wip < record.limit;
        let mut desks = self.crews[record.crew].desks & self.waiting;
        let mut visits = self.queues.waiting(self.own(seat));
        while claims && desks != 0 {
            let stage = self.stage_of(desks);
            desks &= desks - 1;
            visits.extend(self.queues.waiting(Self::desk(stage)));
        }
        let (place, touch) = (record.name.place, record.touch);
        visits.sort_by_cached_key(|visit| {
            let lots = if self.ctx.policy.order == Order::Random {
                let entity = self.leads[self.visits[*visit].lead].entity;
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
        !self.is_work_owned && self.ctx.policy.routing != Routing::Claim
    }

    /// The idle person who takes the next visit of a stage, of those who work it, else of those
    /// who help out; and the stages that the person works.
    #[inline(always)]
    fn caller(&mut self, stage: StageId, events: &mut Events) -> Option<(SeatId, u64)> {
        match self.desks[stage].crews[..] {
            [crew] if self.ctx.policy.pick == Pick::LongestIdle => self.first_of(crew, events),
            _ => self.best_caller(stage, events),
        }
    }

    /// Who of a crew has been idle for longest, and the stages that the crew works; None if nobody
    /// can start anything now.
    #[inline(always)]
    fn first_of(&mut self, index: CrewId, events: &mut Events) -> Option<(SeatId, u64)> {
        let crew = &self.crews[index];
        if crew.first.is_none() || self.is_blocked(index) {
            return None;
        }
        if !self.shifts.are_on(crew.calendar, events.now()) {
            self.shifts.await_next(crew.calendar, events);
            return None;
        }
        Some((crew.first, crew.desks))
    }

    /// The best of all crews.
    fn best_caller(&mut self, stage: StageId, events: &mut Events) -> Option<(SeatId, u64)> {
        let (desk_bit, crews) = (self.desks[stage].bit, self.desks[stage].crews.len());
        let mut best = None;
        let mut helps = false;
        for at in 0..crews {
            let index = self.desks[stage].crews[at];
            let crew = &self.crews[index];
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
        !self.blocked.is_empty() && self.blocked.contains(&crew)
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
            let seat = &self.seats[s];
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
            let key = |s: SeatId| self.seats[s].name.key;
            let (a, b) = (self.merit(seat, stage), self.merit(best.0, stage));
            if a > b || (a >= b && key(seat) < key(best.0)) {
                best = (seat, desks);
            }
            seat = self.seats[seat].next;
        }
        best
    }

    /// What the rule looks at when several could take the next visit; more is better.
    fn merit(&self, seat: SeatId, stage: StageId) -> f64 {
        match self.ctx.policy.pick {
            Pick::LongestIdle => -self.seats[seat].idle_since.hours(),
            Pick::Fastest => self.observed(seat, stage),
            Pick::Cheapest => -self.seats[seat].cost_per_week,
            Pick::Random => {
                let Some((_, visit)) = self.queues.head(Self::desk(stage)) else { return 0.0 };
                let lead = &self.leads[self.visits[visit].lead];
                let place = self.seats[seat].name.place;
                let occurrence = lead.touches;
                self.ctx.luck.at(lead.entity, purpose::PICK_SEAT, place, occurrence).unit()
            }
        }
    }

    /// A visit of a higher class takes the person who works on the lowest, latest begun.
    fn preempt_at(&mut self, stage: StageId, events: &mut Events) -> bool {
        let Some((_, visit)) = self.queues.head(Self::desk(stage)) else { return false };
        let class = self.class(visit);
        let now = events.now();
        let able: Vec<SeatId> = self
            .seats
            .ids()
            .filter(|s| self.is_interruptible(*s, class) && self.works(*s, stage))
            .collect();
        let (shifts, seats) = (&mut self.shifts, &self.seats);
        let mut at_work = able.clone();
        at_work.retain(|s| shifts.are_on(seats[*s].calendar, now));
        let taken = at_work.into_iter().max_by_key(|s| {
            let seat = &self.seats[*s];
            (self.class(seat.visit), seat.started, std::cmp::Reverse(seat.name.key))
        });
        let Some(seat) = taken else {
            for seat in able {
                self.shifts.await_next(self.seats[seat].calendar, events);
            }
            return false;
        };
        self.fits(seat, visit, events) && {
            self.put_back(seat, events);
            !self.is_free(seat) || self.begin(seat, visit, events)
        }
    }

    /// The same within a person's own work.
    fn preempt_own(&mut self, seat: SeatId, events: &mut Events) {
        if !self.ctx.policy.preempt || self.seats[seat].visit.is_none() {
            return;
        }
        let Some((_, visit)) = self.queues.head(self.own(seat)) else { return };
        if !self.is_interruptible(seat, self.class(visit)) {
            return;
        }
        let calendar = self.seats[seat].calendar;
        if !self.shifts.are_on(calendar, events.now()) {
            self.shifts.await_next(calendar, events);
            return;
        }
        if !self.fits(seat, visit, events) {
            return;
        }
        self.put_back(seat, events);
        if self.is_free(seat) {
            self.begin(seat, visit, events);
        }
    }

    /// Whether the visit fits into the rest of the seat's shift; if not, the next shift is awaited.
    fn fits(&mut self, seat: SeatId, visit: VisitId, events: &mut Events) -> bool {
        let fits = self.plan(seat, visit, events.now()).is_some();
        if !fits {
            self.shifts.await_next(self.seats[seat].calendar, events);
        }
        fits
    }

    fn is_interruptible(&self, seat: SeatId, class: u8) -> bool {
        let visit = self.seats[seat].visit;
        visit.is_some()
            && self.visits[visit].state != State::NoteTouched
            && self.class(visit) > class
    }

    pub(super) fn class(&self, visit: VisitId) -> u8 {
        let lead = &self.leads[self.visits[visit].lead];
        self.ctx.system.channels.get(lead.channel as usize).map_or(0, |c| c.class)
    }

    pub(super) fn shift_starts(&mut self, calendar: u32) {
        self.shifts.begin(calendar);
        self.dirty |= self.waiting;
        for seat in self.seats.ids() {
            if self.seats[seat].crew.is_some()
                && self.seats[seat].calendar == calendar
                && self.has_own_work(seat)
            {
                self.callers.push(seat);
            }
        }
    }

    /// Whether somebody could be called, the calendar aside.
    #[inline(always)]
    fn is_available(&self, record: &Seat) -> bool {
        let claims = self.ctx.policy.owner == Ownership::Shared || record.wip < record.limit;
        let idle = record.visit.is_none() || record.attention == Attention::Shared;
        record.presence == Presence::Present && record.crew.is_some() && claims && idle
    }

    /// Puts a seat among the idle of its crew, or takes it out, as its state says.
    #[inline(always)]
    pub(super) fn list(&mut self, seat: SeatId) {
        let record = &self.seats[seat];
        let wanted = self.is_available(record);
        if wanted == record.listed {
            return;
        }
        if wanted {
            self.put_among_idle(seat);
        } else {
            self.unlink(seat);
        }
    }

    #[inline(always)]
    fn put_among_idle(&mut self, seat: SeatId) {
        let seats = &mut self.seats;
        let crew = &mut self.crews[seats[seat].crew];
        crew.append(seats, seat);
        let stages = crew.desks | crew.overflow;
        self.dirty |= stages;
        self.callable |= stages;
    }

    #[inline(always)]
    pub(super) fn unlink(&mut self, seat: SeatId) {
        let seats = &mut self.seats;
        let crew = &mut self.crews[seats[seat].crew];
        crew.unlink(seats, seat);
        if crew.first.is_some() {
            return;
        }
        if crew.is_alone && !self.ctx.policy.preempt {
            self.callable &= !(crew.desks | crew.overflow);
        } else {
            self.find_callable();
        }
    }

    /// The stages for which somebody can be called, from the crews as they are.
    pub(super) fn find_callable(&mut self) {
        let idle = self.crews.iter().filter(|crew| crew.first.is_some());
        let stages = idle.fold(0, |stages, crew| stages | crew.desks | crew.overflow);
        self.callable = if self.ctx.policy.preempt { u64::MAX } else { stages };
    }

    #[inline]
    pub(super) fn attention(&self, seat: SeatId) -> Attention {
        self.seats[seat].attention
    }
}
