//! What times out: patience, time boxes, a lead's interest.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::observer::Observer;
use crate::sales::purpose;
use crate::sales::record::State;

impl<O: Observer> SalesModel<'_, O> {
    /// Sets the visit's alarm for the earliest thing that may time out; an earlier one is void.
    pub(super) fn arm(&mut self, visit: u32, events: &mut Events) {
        let time =
            self.patience_ends(visit).min(self.box_ends(visit)).min(self.interest_ends(visit));
        let record = &mut self.visits[visit as usize];
        record.alarm += 1;
        if time < Time::NEVER {
            let alarm = record.alarm;
            schedule(events, time.max(events.now()), Event::Alarm(visit, alarm));
        }
    }

    pub(super) fn alarm_rings(&mut self, visit: u32, alarm: u32, events: &mut Events) {
        let record = &self.visits[visit as usize];
        if record.alarm != alarm || !self.leads[record.lead as usize].alive {
            return;
        }
        let (lead, now) = (record.lead, events.now());
        let stage = self.stage(record.stage);
        if self.interest_ends(visit) <= now {
            self.end_lead(lead, Self::lapsed(), events);
        } else if self.patience_ends(visit) <= now {
            let exit = stage.patience.as_ref().expect("only patience ends").exit;
            self.end_lead(lead, exit, events);
        } else if self.box_ends(visit) <= now {
            if matches!(record.state, State::Touched | State::NoteTouched) {
                self.visits[visit as usize].expired = true;
            } else {
                let exit = stage.timebox.as_ref().expect("only a time box ends").exit;
                self.end_lead(lead, exit, events);
            }
        } else {
            self.arm(visit, events);
        }
    }

    /// Patience runs while the visit waits, in the stage.
    fn patience_ends(&self, visit: u32) -> Time {
        let record = &self.visits[visit as usize];
        let waits = matches!(record.state, State::Waiting) && record.admitted;
        if waits && record.patience.is_finite() {
            Time::from_hours(record.waits_since.hours() + record.patience)
        } else {
            Time::NEVER
        }
    }

    fn box_ends(&self, visit: u32) -> Time {
        let record = &self.visits[visit as usize];
        match &self.stage(record.stage).timebox {
            Some(limit) if record.admitted && !record.expired => {
                Time::from_hours(record.entered.hours() + limit.after)
            }
            _ => Time::NEVER,
        }
    }

    /// A lead nobody has touched loses interest.
    fn interest_ends(&self, visit: u32) -> Time {
        let lead = &self.leads[self.visits[visit as usize].lead as usize];
        match &self.setup.system.interest {
            Some(law) if lead.first_touch == Time::NEVER => {
                let mut draws = self.luck.at(lead.entity, purpose::INTEREST, Place::NONE, 0);
                Time::from_hours(lead.arrived.hours() + law.sample(&mut draws))
            }
            _ => Time::NEVER,
        }
    }
}
