//! Shared attention: a person works on everything in hand at once, each piece at an equal share of
//! the person's speed (processor sharing). Virtual time grows by 1/n of working time while n pieces
//! are in hand, so that each piece ends at a fixed virtual instant: its finish tag.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::sales::handle::{SeatId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::record::Leaving;

impl<O: Observer> SalesModel<'_, O> {
    /// One more piece of work in hand.
    pub(super) fn share_attention(
        &mut self,
        seat: SeatId,
        visit: VisitId,
        work_hours: f64,
        events: &mut Events,
    ) {
        self.advance_virtual(seat, events.now());
        let record = &mut self.floor.seats[seat];
        record.shared.push((record.virtual_hours + work_hours, visit));
        self.schedule_first_finish(seat, events);
        // The next piece goes to whoever has taken none for longest.
        if self.floor.seats[seat].listed {
            self.floor.unlink(seat, &self.ctx);
        }
        self.floor.seats[seat].idle_since = events.now();
        self.floor.rosters.note(seat);
        self.floor.list(seat, &self.ctx);
    }

    /// The piece with the least finish tag is done.
    pub(super) fn finish_shared(
        &mut self,
        seat: SeatId,
        now: Time,
        events: &mut Events,
    ) -> VisitId {
        self.advance_virtual(seat, now);
        let first = self.first_finish(seat).expect("something is in hand");
        let (_, visit) = self.floor.seats[seat].shared.swap_remove(first);
        self.book_shared(visit);
        self.schedule_first_finish(seat, events);
        self.may_prospect_first(seat);
        let record = &self.floor.seats[seat];
        if record.shared.is_empty() && record.leaves_next != Leaving::Stays {
            self.set_down(seat, now, events);
        }
        visit
    }

    /// Everything in hand goes back to the queues: the person leaves.
    pub(super) fn put_back_shared(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        self.advance_virtual(seat, now);
        let record = &mut self.floor.seats[seat];
        let (done_at, available) = (record.virtual_hours, record.available);
        let pieces = std::mem::take(&mut record.shared);
        record.touch += 1;
        for (tag, visit) in pieces {
            let record = &mut self.flow.visits[visit];
            let left = ((tag - done_at) * available / record.touch_hours).clamp(0.0, 1.0);
            self.flow.leads[record.lead].work_hours += record.touch_hours * (1.0 - left);
            self.stop(visit, seat, left, events);
        }
    }

    /// A piece is dropped before its end.
    pub(super) fn drop_shared(&mut self, seat: SeatId, visit: VisitId, events: &mut Events) {
        self.advance_virtual(seat, events.now());
        self.floor.seats[seat].shared.retain(|(_, v)| *v != visit);
        self.schedule_first_finish(seat, events);
    }

    /// Books the working time up to the end of the run.
    pub(super) fn close_shared(&mut self, seat: SeatId, now: Time) {
        if !self.floor.seats[seat].shared.is_empty() {
            self.advance_virtual(seat, now);
        }
    }

    fn first_finish(&self, seat: SeatId) -> Option<usize> {
        let shared = &self.floor.seats[seat].shared;
        (0..shared.len()).min_by(|a, b| shared[*a].0.total_cmp(&shared[*b].0))
    }

    fn schedule_first_finish(&mut self, seat: SeatId, events: &mut Events) {
        let first = self.first_finish(seat);
        let record = &mut self.floor.seats[seat];
        record.touch += 1;
        let Some(first) = first else { return };
        let left = (record.shared[first].0 - record.virtual_hours).max(0.0);
        let work = left * record.shared.len() as f64;
        let end = self.ctx.calendar(record).after(events.now(), work);
        schedule(events, end, Event::TouchEnds(seat, record.touch));
    }

    /// Moves virtual time to now and books the working time since.
    fn advance_virtual(&mut self, seat: SeatId, now: Time) {
        let record = &mut self.floor.seats[seat];
        let since = std::mem::replace(&mut record.virtual_since, now);
        if record.shared.is_empty() {
            return;
        }
        let calendar = self.ctx.calendar(record);
        record.virtual_hours += calendar.between(since, now) / record.shared.len() as f64;
        let (from, to) = (since.max(self.tallies.window.from), now.min(self.tallies.window.to));
        if from < to {
            let busy = calendar.between(from, to);
            self.book_share(seat, busy);
        }
    }

    /// Books working time, in equal shares to the phases of what is in hand.
    fn book_share(&mut self, seat: SeatId, busy: f64) {
        let record = &self.floor.seats[seat];
        let worked = busy * record.available;
        let share = worked / record.shared.len() as f64;
        let role = &mut self.tallies.roles[record.account];
        role.busy += busy;
        role.worked += worked;
        self.tallies.seats[seat].busy += busy;
        for (_, visit) in &record.shared {
            let stage = self.flow.desks[self.flow.visits[*visit].stage].description;
            role.touch[stage.phase as usize] += share;
        }
    }

    /// Books the hours of a finished piece to its lead.
    fn book_shared(&mut self, visit: VisitId) {
        let record = &self.flow.visits[visit];
        let (hours, lead) = (record.touch_hours, record.lead);
        self.flow.leads[lead].work_hours += hours;
    }
}
