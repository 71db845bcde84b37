//! What times out: patience, time boxes, a lead's interest.
//!
//! A visit has one alarm. It rings when something may have timed out; if nothing has, because the
//! visit went on in time, it is set anew. So it never has to be moved back, only forward. Alarms of
//! later days stand in a diary: most are void when their day comes and never become events.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::handle::VisitId;
use crate::sales::observer::Observer;
use crate::sales::purpose;
use crate::sales::record::State;

const HOURS_PER_DAY: f64 = 24.0;
/// The diary ends here.
const LAST_DAY: u32 = 100_000;

impl<O: Observer> SalesModel<'_, O> {
    /// Makes the visit's alarm ring no later than the earliest thing that may time out.
    pub(super) fn arm(&mut self, visit: VisitId, events: &mut Events) {
        let time = self.times_out(visit);
        let record = &mut self.flow.visits[visit];
        if time < record.alarm_at {
            record.alarm += 1;
            record.alarm_at = time;
            let alarm = record.alarm;
            self.note_alarm(visit, alarm, time, events);
        }
    }

    /// Puts an alarm into the diary, or among the events if it rings today (or in centuries).
    fn note_alarm(&mut self, visit: VisitId, alarm: u32, time: Time, events: &mut Events) {
        let day = day_of(time);
        if day <= day_of(events.now()) || day > LAST_DAY {
            schedule(events, time.max(events.now()), Event::Alarm(visit, alarm));
            return;
        }
        if self.flow.diary.len() <= day as usize {
            self.flow.diary.resize_with(day as usize + 1, Vec::new);
        }
        let page = &mut self.flow.diary[day as usize];
        if page.is_empty() {
            let start = Time::from_hours(f64::from(day) * HOURS_PER_DAY);
            schedule(events, start, Event::Day(day));
        }
        page.push((visit, alarm));
    }

    /// A day begins: of its alarms, those that may still ring become events.
    pub(super) fn day_begins(&mut self, day: u32, events: &mut Events) {
        let mut page = std::mem::take(&mut self.flow.diary[day as usize]);
        for (visit, alarm) in page.drain(..) {
            let record = &self.flow.visits[visit];
            if record.alarm == alarm && self.flow.leads[record.lead].is_there() {
                let time = self.times_out(visit);
                self.flow.visits[visit].alarm_at = time;
                if time < Time::NEVER {
                    self.note_alarm(visit, alarm, time, events);
                }
            }
        }
        self.flow.diary[day as usize] = page;
    }

    /// The earliest instant at which something may time out, as things stand.
    fn times_out(&self, visit: VisitId) -> Time {
        let of_visit = self.patience_ends(visit).min(self.box_ends(visit));
        of_visit.min(self.interest_ends(visit)).min(self.deal_changes(visit))
    }

    /// Something may time out now; a wait that begins in this instant is first offered to whoever is
    /// idle.
    pub(super) fn alarm_rings(&mut self, visit: VisitId, alarm: u32, events: &mut Events) {
        let record = &self.flow.visits[visit];
        if record.state == State::Waiting && record.waits_since == events.now() {
            self.flow.put_off.push((visit, alarm));
        } else {
            self.ring(visit, alarm, events);
        }
    }

    /// Alarms that were put off until idle people had taken work.
    pub(super) fn ring_what_was_put_off(&mut self, events: &mut Events) {
        let mut late = std::mem::take(&mut self.flow.put_off);
        for (visit, alarm) in late.drain(..) {
            self.ring(visit, alarm, events);
        }
        self.flow.put_off = late;
    }

    fn ring(&mut self, visit: VisitId, alarm: u32, events: &mut Events) {
        let record = &mut self.flow.visits[visit];
        if record.alarm != alarm || !self.flow.leads[record.lead].is_there() {
            return;
        }
        record.alarm_at = Time::NEVER;
        let record = &self.flow.visits[visit];
        let (lead, now) = (record.lead, events.now());
        let stage = self.flow.stage(record.stage);
        if self.interest_ends(visit) <= now {
            self.end_lead(lead, Self::lapsed(), events);
        } else if self.patience_ends(visit) <= now {
            if self.flow.leads[lead].is_customer {
                self.call_is_missed(visit, events);
                return;
            }
            let exit = stage.patience.as_ref().expect("only patience ends").exit;
            self.end_lead(lead, exit, events);
        } else if self.deal_changes(visit) <= now {
            if self.market.buyers[lead].due.0 <= now.hours() {
                self.wait_ends(lead, events);
                return;
            }
            self.update(lead, now);
            self.refresh(lead, now);
            self.arm(visit, events);
        } else if self.box_ends(visit) <= now {
            if matches!(record.state, State::Touched | State::NoteTouched) {
                self.flow.visits[visit].expired = true;
            } else {
                let exit = stage.timebox.as_ref().expect("only a time box ends").exit;
                self.end_lead(lead, exit, events);
            }
        } else {
            self.arm(visit, events);
        }
    }

    /// Patience runs while the visit waits, in the stage.
    fn patience_ends(&self, visit: VisitId) -> Time {
        let record = &self.flow.visits[visit];
        let waits = matches!(record.state, State::Waiting) && record.admitted;
        if waits && record.patience.is_finite() {
            Time::from_hours(record.waits_since.hours() + record.patience)
        } else {
            Time::NEVER
        }
    }

    fn box_ends(&self, visit: VisitId) -> Time {
        let record = &self.flow.visits[visit];
        match &self.flow.stage(record.stage).timebox {
            Some(limit) if record.admitted && !record.expired => {
                Time::from_hours(record.entered.hours() + limit.after)
            }
            _ => Time::NEVER,
        }
    }

    /// When a deal with buyers ends by itself or somebody joins, who may change when it does; not
    /// while somebody is at work on it.
    fn deal_changes(&self, visit: VisitId) -> Time {
        let lead = self.flow.visits[visit].lead;
        let record = &self.flow.leads[lead];
        if self.ctx.setup.buyers.is_none() || record.touched > 0 || record.is_customer {
            return Time::NEVER;
        }
        let buyer = &self.market.buyers[lead];
        let hours = buyer.due.0.min(buyer.joins_next);
        if hours.is_finite() { Time::from_hours(hours) } else { Time::NEVER }
    }

    /// A lead nobody has touched loses interest.
    fn interest_ends(&self, visit: VisitId) -> Time {
        let lead = &self.flow.leads[self.flow.visits[visit].lead];
        match &self.ctx.system.interest {
            Some(law) if lead.first_touch == Time::NEVER => {
                let mut draws = self.ctx.luck.at(lead.entity, purpose::INTEREST, Place::NONE, 0);
                Time::from_hours(lead.arrived.hours() + law.sample(&mut draws))
            }
            _ => Time::NEVER,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a day, saturating")]
fn day_of(time: Time) -> u32 {
    (time.hours() / HOURS_PER_DAY) as u32
}
