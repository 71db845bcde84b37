//! A week is over: results are remembered.

use super::PayOffice;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;

impl<O: Observer> PayOffice<'_, '_, O> {
    /// A week is over; of pools, at normal effort of all who are on a plan.
    pub(crate) fn remember(&mut self) {
        for seat in self.seats.ids() {
            self.remember_week(seat);
        }
        let pace = self.payroll.mean_pace();
        self.payroll.pools.iter_mut().for_each(|pool| pool.results.end_week(pace));
    }

    fn remember_week(&mut self, seat: SeatId) {
        if self.payroll.plan_of(seat).is_some() {
            let account = &mut self.payroll.accounts[seat];
            account.memory.end_week(account.view.pace);
        }
    }
}
