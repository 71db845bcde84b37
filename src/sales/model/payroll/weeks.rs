//! A week is over: results are remembered.

use super::PayOffice;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;

impl<O: Observer> PayOffice<'_, '_, O> {
    /// A week is over; of pools and the company, at normal effort of all who are on a plan.
    pub(crate) fn remember(&mut self, now: Time) {
        let pace = self.payroll.mean_pace();
        for seat in self.seats.ids() {
            self.remember_week(seat, now);
        }
        self.payroll.pools.iter_mut().for_each(|pool| pool.results.end_week(pace, 1.0));
        let hands = self.payroll.crowd.paid;
        self.payroll.company.end_week(hands, pace);
    }

    /// Nobody remembers a week in which nobody sat there.
    fn remember_week(&mut self, seat: SeatId, now: Time) {
        if self.payroll.pays(seat) {
            let since = now.hours() - self.seats[seat].came_hours;
            let account = &mut self.payroll.accounts[seat];
            account.memory.end_week(account.view.pace, (since / HOURS_PER_WEEK).clamp(0.0, 1.0));
        }
    }
}
