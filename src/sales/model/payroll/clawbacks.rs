//! Commission goes back when the customer leaves.

use super::PayOffice;
use super::account::Clawback;
use crate::engine::Time;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::observer::{Award, Awarded, Observer};
use crate::sales::pay::{PayLine, PayRule, PeriodSums, Plan, in_cents, plus, reckon};

impl<O: Observer> PayOffice<'_, '_, O> {
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
        self.tallies.roles[record.account as usize].variable -= money * loading;
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
                    channel: clawback.channel as usize,
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
