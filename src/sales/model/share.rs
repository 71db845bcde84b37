//! Colleagues teach each other, in pairs, once a week.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;
use crate::sales::record::Presence;

/// Nobody learns more than this share of the first gap to the best.
const LEARNED_AT_MOST: f64 = 0.5;

impl<O: Observer> SalesModel<'_, O> {
    /// Every week each person of a group meets another; in each skill the weaker learns of the
    /// stronger, as far as the stronger cares to teach.
    pub(super) fn share_knowledge(&mut self, now: Time) {
        let rate =
            self.ctx.system.frictions.learning_per_hour * self.ctx.policy.sharing_hours_per_week;
        if rate <= 0.0 {
            return;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "weeks of a run"
        )]
        let week = (now.hours() / HOURS_PER_WEEK).round() as usize;
        for group in 0..self.ctx.system.groups.len() {
            let is_there = |seat: &SeatId| {
                let record = &self.floor.seats[*seat];
                record.name.group == group && record.presence == Presence::Present
            };
            let members: Vec<_> = self.floor.seats.ids().filter(is_there).collect();
            let best_at = |skill: usize| {
                let first = members.iter().map(|seat| self.floor.skill[(*seat, skill)].first);
                first.fold(0.0, f64::max)
            };
            let best: Vec<f64> = (0..self.ctx.system.skills.len()).map(best_at).collect();
            for (a, b) in pairs(members.len(), week) {
                self.teach_each_other(members[a], members[b], rate, &best);
            }
        }
    }

    /// Two people meet; by skill, `best` is the most that anybody in the group has brought along.
    fn teach_each_other(&mut self, a: SeatId, b: SeatId, rate: f64, best: &[f64]) {
        for (skill, best) in best.iter().enumerate() {
            let of = |seat: SeatId| (seat, skill);
            let (low, high) = if self.floor.skill[of(a)].now < self.floor.skill[of(b)].now {
                (a, b)
            } else {
                (b, a)
            };
            let first = |seat: SeatId| self.floor.skill[of(seat)].first;
            let most = first(low) + LEARNED_AT_MOST * (best - first(low)).max(0.0);
            let cares = self.duty(high);
            let gap = self.floor.skill[of(high)].now - self.floor.skill[of(low)].now;
            let learned = (self.floor.skill[of(low)].now + (rate * cares).min(1.0) * gap).min(most);
            self.floor.skill[of(low)].now = learned.max(self.floor.skill[of(low)].now);
        }
    }
}

/// Who meets whom in a week, of so many: in turn everybody meets everybody (the circle method); of an
/// odd number one sits out.
fn pairs(count: usize, week: usize) -> impl Iterator<Item = (usize, usize)> {
    let seats = count + count % 2;
    let ring = seats.max(2) - 1;
    let at = move |place: usize| if place == 0 { 0 } else { 1 + (place - 1 + week) % ring };
    (0..seats / 2).map(move |k| (at(k), at(seats - 1 - k))).filter(move |(a, b)| *a.max(b) < count)
}
