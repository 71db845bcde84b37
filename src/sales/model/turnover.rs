//! People leave for good, and others come in their place: at rates of the world, or as pay has it.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::engine::random::Place;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::observer::Observer;
use crate::sales::people::Turnover;
use crate::sales::purpose::{self, person_entity};
use crate::sales::record::Presence;

const HOURS_PER_YEAR: f64 = 52.0 * HOURS_PER_WEEK;
/// One candidate looks at a job for half a day before the next does, in hours.
const LEAST_BETWEEN_CANDIDATES: f64 = 12.0;

impl<O: Observer> SalesModel<'_, O> {
    /// Who is there at the start: as in a company that has been losing and hiring people for long.
    /// A seat is vacant with its long-run chance; a person's tenure is exponential.
    pub(super) fn be_there(&mut self, seat: SeatId, events: &mut Events) {
        let record = &mut self.floor.seats[seat];
        let turnover = self.ctx.system.groups[record.name.group].turnover.as_ref();
        let Some(turnover) = turnover.filter(|t| t.per_year > 0.0) else {
            self.come(seat, events);
            return;
        };
        let stay_hours = HOURS_PER_YEAR / turnover.per_year;
        let person = person_entity(record.name.place.number(), 0);
        let mut start = self.ctx.luck.at(person, purpose::START, Place::NONE, 0);
        record.came_hours = -stay_hours * start.exponential();
        let vacancy = turnover.replace.mean();
        if start.unit() < vacancy / (vacancy + stay_hours) {
            let filled = turnover.replace.sample(&mut start);
            record.vacant_since = events.now();
            self.look_for_somebody(seat, filled, events);
        } else {
            self.come(seat, events);
        }
    }

    /// Whether pay decides when people leave a seat, and who comes.
    pub(super) fn is_in_market(&self, seat: SeatId) -> bool {
        self.payroll.as_ref().is_some_and(|payroll| payroll.labour_of(seat).is_some())
    }

    /// How long somebody who has come will stay: as pay has it week by week, or decided now.
    pub(super) fn settle_stay(&mut self, seat: SeatId, events: &mut Events) {
        if self.is_in_market(seat) {
            self.floor.seats[seat].stays = self.draw_stay(seat);
            self.weigh_rest_of_week(seat, events);
        } else if self.usual_departures(seat) > 0.0 {
            let stays = self.draw_stay(seat);
            self.leave_at_usual_rate(seat, stays, events);
        }
    }

    /// The exposure at which the person in a seat leaves: 1 is used up in the mean time of a stay.
    fn draw_stay(&self, seat: SeatId) -> f64 {
        let record = &self.floor.seats[seat];
        let person = person_entity(record.name.place.number(), record.hire);
        self.ctx.luck.at(person, purpose::QUIT, Place::NONE, 0).exponential()
    }

    /// Departures a year from a seat whatever the pay.
    fn usual_departures(&self, seat: SeatId) -> f64 {
        let group = self.floor.seats[seat].name.group;
        self.ctx.system.groups[group].turnover.as_ref().map_or(0.0, |t| t.per_year)
    }

    fn leave_at_usual_rate(&mut self, seat: SeatId, stays: f64, events: &mut Events) {
        let years = stays / self.usual_departures(seat);
        let leaves = Time::from_hours(events.now().hours() + years * HOURS_PER_YEAR);
        let record = &mut self.floor.seats[seat];
        record.leaves_at = leaves;
        schedule(events, leaves, Event::SeatLeaves(seat, record.hire));
    }

    /// Somebody who stays has come under other rules: whether pay decides about leaving or not, what is
    /// left of the stay is left.
    pub(super) fn keep_stay(&mut self, seat: SeatId, was_in_market: bool, events: &mut Events) {
        let is_in_market = self.is_in_market(seat);
        let record = &self.floor.seats[seat];
        if was_in_market == is_in_market || record.presence == Presence::Vacant {
            return;
        }
        let (stays, decided) = (record.stays, record.leaves_at);
        let usual = self.usual_departures(seat);
        if !is_in_market {
            self.floor.seats[seat].stays = f64::INFINITY;
            if stays.is_finite() && usual > 0.0 {
                self.leave_at_usual_rate(seat, stays, events);
            }
            return;
        }
        let stays = if decided < Time::NEVER {
            (decided.hours() - events.now().hours()).max(0.0) / HOURS_PER_YEAR * usual
        } else if stays.is_finite() {
            stays
        } else {
            self.draw_stay(seat)
        };
        let record = &mut self.floor.seats[seat];
        (record.stays, record.leaves_at) = (stays, Time::NEVER);
        self.weigh_rest_of_week(seat, events);
    }

    /// Everybody whose pay decides about leaving compares it with what there is elsewhere, for the
    /// coming week.
    pub(super) fn weigh_offers(&mut self, events: &mut Events) {
        self.paying(|office| office.weigh_offers(events));
    }

    /// The same for one who has come in the middle of a week; at the start that is done for all.
    fn weigh_rest_of_week(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        if now > Time::START {
            let weeks = 1.0 - now.hours().rem_euclid(HOURS_PER_WEEK) / HOURS_PER_WEEK;
            self.paying(|office| office.may_leave(seat, weeks, events));
        }
    }

    /// A person leaves for good; the touch in hand goes back, owned leads need a new owner.
    pub(super) fn person_leaves(&mut self, seat: SeatId, hire: u32, events: &mut Events) {
        let record = &self.floor.seats[seat];
        let is_due = record.leaves_at == events.now();
        if record.hire != hire || record.presence == Presence::Vacant || !is_due {
            return;
        }
        if self.tallies.covers(events.now()) {
            self.tallies.pay.quits[usize::from(record.third)] += 1;
        }
        self.vacate(seat, events);
        let filled = self.time_to_fill(seat);
        self.look_for_somebody(seat, filled, events);
    }

    /// How a seat is filled that somebody has left: as the world says, or as usual.
    fn turnover_of(&self, seat: SeatId) -> &Turnover {
        let group = self.floor.seats[seat].name.group;
        let said = self.ctx.system.groups[group].turnover.as_ref();
        said.unwrap_or_else(|| &self.ctx.setup.pay().usual_turnover)
    }

    /// The time until a seat is filled, one for each candidate.
    fn time_to_fill(&self, seat: SeatId) -> f64 {
        let record = &self.floor.seats[seat];
        let person = person_entity(record.name.place.number(), record.hire);
        let occurrence = record.candidates;
        let mut draws = self.ctx.luck.at(person, purpose::REPLACE_TIME, Place::NONE, occurrence);
        self.turnover_of(seat).replace.sample(&mut draws)
    }

    /// Somebody comes when the seat is to be filled. Where pay decides, a candidate comes after half of
    /// that time, and at equal pay accepts every other time.
    fn look_for_somebody(&mut self, seat: SeatId, fill_hours: f64, events: &mut Events) {
        let hours = if self.is_in_market(seat) { fill_hours / 2.0 } else { fill_hours };
        self.floor.seats[seat].replacement_due = true;
        schedule(events, Time::from_hours(events.now().hours() + hours), Event::SeatFilled(seat));
    }

    pub(super) fn person_comes(&mut self, seat: SeatId, events: &mut Events) {
        let now = events.now();
        self.floor.seats[seat].replacement_due = false;
        if self.floor.seats[seat].crew.is_none() {
            return; // the policy has no use for the seat any more
        }
        let record = &self.floor.seats[seat];
        let (hire, candidate) = (record.hire + 1, record.candidates);
        self.draw_skills(seat, hire, candidate);
        if self.is_in_market(seat) && !self.accepts(seat, hire, candidate) {
            self.floor.seats[seat].candidates += 1;
            let filled = self.time_to_fill(seat).max(2.0 * LEAST_BETWEEN_CANDIDATES);
            self.look_for_somebody(seat, filled, events);
            return;
        }
        let record = &mut self.floor.seats[seat];
        (record.hire, record.candidates) = (hire, 0);
        record.came_hours = now.hours();
        if self.tallies.covers(now) {
            self.tallies.pay.hires[usize::from(record.third)] += 1;
            self.tallies.sums.hiring_cost += self.turnover_of(seat).hiring_cost;
        }
        self.come(seat, events);
    }

    /// Whether a candidate of the ability now noted for a seat takes the job.
    fn accepts(&mut self, seat: SeatId, hire: u32, candidate: u32) -> bool {
        let person = person_entity(self.floor.seats[seat].name.place.number(), hire);
        let luck = self.ctx.luck.at(person, purpose::OFFER, Place::NONE, candidate).unit();
        self.paying(|office| luck < office.chance_to_come(seat)).unwrap_or(true)
    }
}
