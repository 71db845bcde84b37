//! Colleagues teach each other, in pairs, once a week.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::observer::Observer;
use crate::sales::record::Presence;

/// Nobody learns more than this share of the first gap to the best.
const LEARNED_AT_MOST: f64 = 0.5;

impl<O: Observer> SalesModel<'_, O> {
    /// Every week each person of a group meets another; in each skill the weaker learns of the
    /// stronger, as far as the stronger cares to teach.
    pub(super) fn share_knowledge(&mut self, now: Time) {
        let rate = self.system.frictions.learning_per_hour * self.policy.sharing_hours_per_week;
        if rate <= 0.0 {
            return;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "weeks of a run"
        )]
        let week = (now.hours() / HOURS_PER_WEEK).round() as usize;
        for group in 0..self.system.groups.len() {
            let mut members = std::mem::take(&mut self.blocked);
            members.clear();
            members.extend((0..self.seat_count()).filter(|seat| {
                let record = &self.seats[*seat as usize];
                record.name.group == group && record.presence == Presence::Present
            }));
            for (a, b) in pairs(members.len(), week) {
                self.teach_each_other(members[a], members[b], rate, &members);
            }
            self.blocked = members;
        }
    }

    fn teach_each_other(&mut self, a: u32, b: u32, rate: f64, members: &[u32]) {
        let skills = self.system.skills.len();
        for skill in 0..skills {
            let of = |seat: u32| seat as usize * skills + skill;
            let (low, high) = if self.skill[of(a)] < self.skill[of(b)] { (a, b) } else { (b, a) };
            let first = |seat: u32| self.first_skill[of(seat)];
            let best = members.iter().map(|seat| first(*seat)).fold(0.0, f64::max);
            let most = first(low) + LEARNED_AT_MOST * (best - first(low)).max(0.0);
            let cares = self.accounts.get(high as usize).map_or(1.0, |account| account.view.duty);
            let gap = self.skill[of(high)] - self.skill[of(low)];
            let learned = (self.skill[of(low)] + (rate * cares).min(1.0) * gap).min(most);
            self.skill[of(low)] = learned.max(self.skill[of(low)]);
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
