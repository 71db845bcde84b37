//! Pay periods end: what is due is reckoned and booked.

use super::PayOffice;
use super::account::Account;
use crate::engine::Time;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::observer::{Observer, Paid};
use crate::sales::pay::tally::{ATTAINMENT_CLASSES, PayBooks};
use crate::sales::pay::{
    PayLine, Period, PeriodSums, Plan, Terms, YearSoFar, commission_in, in_cents, next_quota,
    reckon, share_in_cents,
};

/// Variable pay of a period beyond this many times the normal is a windfall.
const WINDFALL: f64 = 2.0;

/// The kinds of periods, by their number.
pub(super) const PERIODS: [Period; 4] =
    [Period::Month, Period::Quarter, Period::HalfYear, Period::Year];

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Closes every period whose end has come.
    pub(crate) fn close_periods(&mut self, now: Time) {
        for kind in PERIODS {
            let end = self.payroll.period_ends[kind as usize];
            if end > now.hours() {
                continue;
            }
            self.divide_pools(kind, now);
            self.divide_prizes(kind);
            for seat in self.seats.ids() {
                if self.payroll.plan_of(seat).is_some_and(|plan| plan.period == kind) {
                    self.end_period(seat, now);
                }
            }
            self.payroll.period_ends[kind as usize] = end + kind.hours();
        }
    }

    /// The period of a person ends: what is due is reckoned, the next one begins.
    fn end_period(&mut self, seat: SeatId, now: Time) {
        let Some(plan) = self.payroll.plan_of(seat) else { return };
        let Account { is_there, sums: PeriodSums { credit, .. }, .. } = self.payroll.accounts[seat];
        let (employed, commission) = self.settle_account(seat, now);
        let account = &mut self.payroll.accounts[seat];
        if self.payroll.period_ends[Period::Year as usize] <= now.hours() {
            account.year = YearSoFar::default();
        } else {
            account.year.credit += credit;
            account.year.quota += in_cents(account.quota * employed);
            account.year.commission += commission;
        }
        if is_there && employed >= 1.0 {
            account.quota = next_quota(plan, account.quota, credit);
        }
        account.begin_period(plan, now.hours());
        self.payroll.is_answered = false;
    }

    /// Reckons what a person is due for the period up to now, and books what has not been booked.
    /// Returns the employed share of the period, and the commission paid for it.
    pub(super) fn settle_account(&mut self, seat: SeatId, now: Time) -> (f64, f64) {
        let Some(plan) = self.payroll.plan_of(seat) else { return (0.0, 0.0) };
        let counts = self.tallies.window.from < now && now <= self.tallies.window.to;
        let hours = plan.period.hours();
        let account = &mut self.payroll.accounts[seat];
        let employed = ((now.hours() - account.since_hours) / hours).clamp(0.0, 1.0);
        let employed = if employed > 1.0 - 1e-9 { 1.0 } else { employed };
        if employed <= 0.0 || !account.is_there {
            return (employed, 0.0);
        }
        let quota = in_cents(account.quota * employed);
        account.sums.salary =
            share_in_cents(&[plan.salary_per_year, employed], plan.period.per_year());
        account.sums.terms = Terms { quota, employed, ..account.terms() };
        if plan.claws_bonuses {
            self.reckon_clawbacks(seat, plan);
        }
        let due = self.take_clawbacks(seat, now);
        let account = &mut self.payroll.accounts[seat];
        account.sums.clawback = due;
        let mut lines = std::mem::take(&mut self.payroll.lines);
        lines.clear();
        let total = reckon(plan, &account.sums, &mut account.balance, &mut lines);
        let commission = commission_in(&lines);
        let variable = in_cents(total - account.sums.salary);
        // What goes back was booked with the win.
        let rest = variable + due - account.accrued;
        self.book_variable(seat, rest, counts);
        if counts {
            self.count_period(seat, plan, employed, variable);
        }
        self.tell_paid(seat, &lines, counts, now);
        self.payroll.lines = lines;
        (employed, commission)
    }

    fn count_period(&mut self, seat: SeatId, plan: &Plan, employed: f64, variable: f64) {
        let account = &self.payroll.accounts[seat];
        let market = self.payroll.market_pay(&self.seats[seat]) * employed
            / f64::from(plan.period.per_year());
        let stake = self.payroll.terms.stake();
        let tally = &mut self.tallies.pay;
        tally.paid_periods += 1;
        tally.windfalls += u64::from(variable > in_cents(WINDFALL * stake * market));
        if account.sums.terms.quota > 0.0 && employed >= 1.0 {
            let (credit, quota) = (account.sums.credit, account.sums.terms.quota);
            tally.periods += 1;
            tally.reached += u64::from(credit >= quota);
            tally.attainment += credit / quota;
            let class = PayBooks::class(credit, quota);
            let at = account.plan.place() * ATTAINMENT_CLASSES + class;
            tally.books.attainment[at] += 1.0;
        }
    }

    fn tell_paid(&mut self, seat: SeatId, lines: &[PayLine], measured: bool, now: Time) {
        let record = &self.seats[seat];
        let account = &self.payroll.accounts[seat];
        self.observer.paid(&Paid {
            seat: seat.place(),
            hire: record.hire,
            plan: account.plan.place(),
            from: account.since_hours,
            to: now.hours(),
            quota: account.sums.terms.quota,
            credit: account.sums.credit,
            scale: account.scale,
            employed: account.sums.terms.employed,
            year: account.year,
            measured,
            lines,
            balance: account.balance,
        });
    }
}
