//! Pay periods end: what is due is reckoned and booked, and commission goes back of customers who have
//! left.

use super::PayOffice;
use super::account::{Account, Clawback};
use crate::engine::Time;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::observer::{Award, Awarded, Observer, Paid};
use crate::sales::pay::tally::{ATTAINMENT_CLASSES, PayBooks};
use crate::sales::pay::{
    PayLine, PayRule, Period, PeriodSums, Plan, Terms, YearSoFar, commission_in, in_cents,
    next_quota, plus, reckon, share_in_cents,
};

/// Variable pay of a period beyond this many times the normal is a windfall.
const WINDFALL: f64 = 2.0;

/// The kinds of periods, by their number.
pub(super) const PERIODS: [Period; 4] =
    [Period::Month, Period::Quarter, Period::HalfYear, Period::Year];

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Closes every period whose end has come.
    pub(crate) fn close_periods(&mut self, now: Time) {
        self.pay_renewals(now);
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
        self.payroll.begin_period(seat, plan, now);
        self.payroll.is_answered = false;
    }

    /// Reckons what a person is due for the period up to now, and books what has not been booked.
    /// Returns the employed share of the period, and the commission paid for it.
    pub(super) fn settle_account(&mut self, seat: SeatId, now: Time) -> (f64, f64) {
        let Some(plan) = self.payroll.plan_of(seat) else { return (0.0, 0.0) };
        self.pay_renewals_of(seat, now);
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
        // What goes back, and what renewals pay, was booked with the win.
        let booked = self.payroll.accruals[seat].money;
        let rest = variable + due - account.sums.renewals - booked;
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
        if !self.payroll.has_slips(seat) {
            return;
        }
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

    /// Nobody is left on a plan from whom commission of customers who leave later could be taken: it
    /// stays a cost of the wins, which had been booked without it.
    pub(super) fn give_up_clawbacks(&mut self, seat: SeatId) {
        for clawback in std::mem::take(&mut self.payroll.accounts[seat].clawbacks) {
            if clawback.counts {
                self.book_back(seat, -clawback.share * clawback.commission);
            }
        }
    }

    /// Books money that goes back. Costs net of clawbacks belong to the win; the person's pay falls
    /// when it is due.
    pub(super) fn book_back(&mut self, seat: SeatId, money: f64) {
        let record = &self.seats[seat];
        let loading = self.ctx.system.groups[record.name.group].loading;
        self.tallies.roles[record.account].variable -= money * loading;
        self.tallies.pay.clawed += money;
    }

    /// The period that ends is reckoned again without each deal whose customer will leave in time, in
    /// the order in which they leave: what it pays less goes back, in place of what the deal was seen
    /// to add when it was won.
    pub(super) fn reckon_clawbacks(&mut self, seat: SeatId, plan: &Plan) {
        let mut clawbacks = std::mem::take(&mut self.payroll.accounts[seat].clawbacks);
        clawbacks.sort_by(|a, b| a.due_hours.total_cmp(&b.due_hours));
        let mut sums = self.payroll.accounts[seat].sums;
        let mut pay = self.earned(plan, &sums);
        for clawback in &mut clawbacks {
            let Some((credit, by_size)) = clawback.deal.take() else { continue };
            sums.credit = in_cents(plus(sums.credit, -credit)).max(0.0);
            sums.deal_pay = plus(sums.deal_pay, -by_size).max(0.0);
            let without = self.earned(plan, &sums);
            let change = pay - without - clawback.commission;
            clawback.commission += change;
            pay = without;
            if clawback.counts {
                self.book_back(seat, clawback.share * change);
            }
        }
        self.payroll.accounts[seat].clawbacks = clawbacks;
    }

    /// Variable pay of a period without what it has to do with others: clawbacks, and a draw that is
    /// a loan.
    fn earned(&mut self, plan: &Plan, sums: &PeriodSums) -> f64 {
        let sums = PeriodSums { clawback: 0.0, salary: 0.0, ..*sums };
        let mut lines = std::mem::take(&mut self.payroll.lines);
        let total = reckon(plan, &sums, &mut 0.0, &mut lines);
        let is_loan = |line: &&PayLine| {
            line.rule == PayRule::Draw && plan.draw.is_some_and(|draw| draw.recoverable)
        };
        let lent: f64 = lines.iter().filter(is_loan).map(|line| line.amount).sum();
        self.payroll.lines = lines;
        in_cents(total - lent)
    }

    /// What goes back for customers who have left by now: taken off the list.
    pub(super) fn take_clawbacks(&mut self, seat: SeatId, now: Time) -> f64 {
        let hire = self.seats[seat].hire;
        let (account, observer) = (&mut self.payroll.accounts[seat], &mut self.observer);
        let mut due = 0.0;
        account.clawbacks.retain(|clawback| {
            let is_due = clawback.due_hours <= now.hours();
            if is_due {
                let Clawback { commission, share, .. } = *clawback;
                due = plus(due, share * commission);
                observer.awarded(&Awarded {
                    seat: seat.place(),
                    hire,
                    channel: clawback.channel.place(),
                    number: clawback.number,
                    at: clawback.due_hours,
                    award: Award::Clawback { share, commission },
                    amount: share * commission,
                });
            }
            !is_due
        });
        due
    }
}
