//! A visit with the lead and the desk it is at: the three records that most steps change together.
//!
//! They are looked up once for a step, not once for every line of it.

use super::flow::{Desk, Flow};
use crate::engine::Time;
use crate::engine::random::Luck;
use crate::sales::calendar::Calendar;
use crate::sales::handle::VisitId;
use crate::sales::purpose;
use crate::sales::queue::Precedence;
use crate::sales::record::{Lead, State, Visit};
use crate::sales::stage::StageKind;
use crate::sales::tallies::Window;

/// A visit, the lead that pays it, and the desk of the stage where it is.
pub(super) struct Stay<'m, 'a> {
    pub visit: &'m mut Visit,
    pub lead: &'m mut Lead,
    pub desk: &'m mut Desk<'a>,
}

impl<'m, 'a> Stay<'m, 'a> {
    /// Where `visit` is.
    #[inline(always)]
    pub(super) fn of(visit: VisitId, flow: &'m mut Flow<'a>) -> Self {
        let visit = &mut flow.visits[visit];
        let lead = &mut flow.leads[visit.lead];
        let desk = &mut flow.desks[visit.stage];
        Self { visit, lead, desk }
    }

    /// The stage lets the visit in.
    #[inline(always)]
    pub(super) fn is_let_in(&mut self, now: Time, window: Window) {
        (self.visit.admitted, self.visit.entered) = (true, now);
        self.desk.present += 1;
        self.desk.tally.visits += u64::from(window.covers(now));
    }

    /// It waits for a person, and has been ready since `ready`.
    #[inline(always)]
    pub(super) fn waits(&mut self, ready: Time, now: Time, business: &Calendar) {
        let visit = &mut *self.visit;
        (visit.state, visit.ready, visit.waits_since) = (State::Waiting, ready, now);
        self.lead.clock(now, business);
        self.lead.queued += 1;
    }

    /// It waits no more; the wait counts as one at the stage.
    #[inline(always)]
    pub(super) fn waits_no_more(&mut self, now: Time, business: &Calendar, window: Window) {
        self.desk.tally.queue_area += window.inside(self.visit.waits_since, now);
        self.lead.clock(now, business);
        self.lead.queued -= 1;
    }

    /// Nobody touches it any more.
    #[inline(always)]
    pub(super) fn is_laid_down(&mut self, now: Time, business: &Calendar, window: Window) {
        self.desk.tally.touch_area += window.inside(self.visit.started, now);
        self.lead.clock(now, business);
        self.lead.touched -= 1;
    }

    /// Draws what the next touch will take and where it will lead, if nothing else decides: the
    /// lead has been here so often and was touched so often.
    #[inline(always)]
    pub(super) fn foresee(&mut self, visits: u32, touches: u32, luck: &Luck) {
        let (lead, stage) = (&*self.lead, self.desk.description);
        let StageKind::Chance(chance) = &stage.kind else { return };
        let foreseen = &mut self.visit.foreseen;
        let mut draws = luck.at(lead.entity, purpose::TOUCH_CONTENT, stage.place, touches);
        foreseen.content = lead.its(&stage.touch).sample(&mut draws);
        foreseen.touches = touches;
        if lead.its(&chance.routes).are_several() {
            let mut draws = luck.at(lead.entity, purpose::ADVANCE, stage.place, visits - 1);
            foreseen.fate = draws.unit();
            foreseen.visits = visits;
        }
    }

    /// The precedence of whoever has been ready for longest.
    #[inline(always)]
    pub(super) fn in_order_of_coming(&self) -> Precedence {
        let ready = self.visit.ready.hours();
        Precedence::new(1, ready, ready, name_in_queue(self.lead, self.desk.bit))
    }
}

/// What tells equals in a queue apart: the lead, and of its branches the first by name.
#[inline]
pub(super) fn name_in_queue(lead: &Lead, bit: u64) -> u64 {
    lead.entity.0 << 8 | u64::from(bit.trailing_zeros()) // the kind of the entity makes room
}
