//! Who is there at the start: the people who would be after a long time under the rules in force. Who
//! accepts an offer readily and seldom leaves is found more often.

use super::SalesModel;
use super::payroll::PayOffice;
use crate::engine::Time;
use crate::engine::random::Place;
use crate::math;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;
use crate::sales::purpose::{self, person_entity};

/// So many people are looked at for a seat at most; the last one is taken.
const MOST_CANDIDATES: u32 = 64;
/// Abilities at which the greatest weight is looked for, in standard deviations: one in ten thousand lies
/// beyond either end.
const ABILITIES: [f64; 5] = [-3.719, -1.86, 0.0, 1.86, 3.719];

impl<O: Observer> SalesModel<'_, O> {
    /// Draws whoever sits in seats of the labour market anew, in proportion to the chance to come and the
    /// time that such a person stays (von Neumann's rejection).
    pub(super) fn select_staff(&mut self) {
        if self.behaviour().is_none_or(|behaviour| behaviour.labour.is_none()) {
            return;
        }
        let mut is_selected = false;
        self.paying(|office| PayOffice::find_levels(office));
        for seat in self.floor.seats.ids() {
            if self.is_selective(seat) {
                self.select(seat);
                is_selected = true;
            }
        }
        if is_selected {
            self.look_at_pay(Time::START);
        }
    }

    /// Whether people of different ability come to a seat and leave it.
    fn is_selective(&self, seat: SeatId) -> bool {
        let group = &self.ctx.system.groups[self.floor.seats[seat].name.group];
        let leaves = group.turnover.as_ref().is_some_and(|turnover| turnover.per_year > 0.0);
        leaves && group.skill.sd > 0.0 && self.is_in_market(seat)
    }

    fn select(&mut self, seat: SeatId) {
        let most = ABILITIES.map(|z| self.weight_at(seat, z)).into_iter().fold(0.0, f64::max);
        let person = person_entity(self.floor.seats[seat].name.place.number(), 0);
        for candidate in 0..MOST_CANDIDATES {
            self.draw_skills(seat, 0, candidate);
            let weight = self.paying(|office| office.staying(seat)).unwrap_or(most);
            let luck = self.ctx.luck.at(person, purpose::SELECTION, Place::NONE, candidate).unit();
            if luck * most < weight {
                return;
            }
        }
    }

    /// How much more often somebody whose skills lie so many standard deviations above the middle is found
    /// in a seat than among those who look at the job.
    fn weight_at(&mut self, seat: SeatId, z: f64) -> f64 {
        let sd = self.ctx.system.groups[self.floor.seats[seat].name.group].skill.sd;
        let wanted = math::exp(sd * z - sd * sd / 2.0);
        let weight = self.paying(|office| office.staying_at(seat, wanted));
        weight.filter(|weight| weight.is_finite()).unwrap_or(0.0)
    }
}
