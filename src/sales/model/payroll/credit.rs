//! Deals are credited: by the split of the policy, by overlays, with fees and SPIFFs.

use super::PayOffice;
use super::account::Clawback;
use super::deal::Deal;
use crate::engine::Time;
use crate::sales::handle::{Handle, LeadId, PlanId, SeatId};
use crate::sales::observer::{Award, Awarded, Credited, Merit, Observer};
use crate::sales::pay::{Base, Overlay, Plan, Spiff, clawback_share, deal_pay, own_weight, plus};

impl<O: Observer> PayOffice<'_, '_, O> {
    /// A lead is won: everybody whom the rules name is credited.
    pub(crate) fn credit_win(&mut self, deal: &Deal, now: Time) {
        self.count_booking(deal, now);
        self.payroll.company.wins(deal);
        self.payroll.by_plan.fill(0.0);
        let (policy, closer, mut rest) = (self.ctx.policy, self.flow.leads[deal.lead].closer, 1.0);
        for (stage, share) in &policy.pay.split {
            let seat = self.worker(deal.lead, *stage);
            if self.payroll.credits_closing(seat) && seat != closer {
                self.credit(seat, deal, *share, Merit::Stage(*stage), now);
                rest -= share;
            }
        }
        if self.payroll.credits_closing(closer) {
            self.credit(closer, deal, rest, Merit::Closing, now);
        }
        if self.payroll.pays(closer) {
            self.agree_renewal(closer, deal, now);
        }
        if self.tallies.covers(now) {
            self.tallies.pay.first_credit += deal.revenue;
        }
        self.credit_overlays(deal, now);
        self.pay_extras(deal, now);
        self.credit_pools(deal, now);
    }

    /// A customer takes more: whoever sold it is credited, and pools count it.
    pub(crate) fn credit_expansion(&mut self, seat: SeatId, deal: &Deal, now: Time) {
        self.payroll.company.wins(deal);
        if self.payroll.pays(seat)
            && let Some(plan) = self.payroll.plan_of(seat)
            && deal.of(plan.base) > 0.0
        {
            let credit = deal.of(plan.base);
            self.add_credit(seat, plan, credit, now);
            self.tell_credited(seat, deal.lead, (credit, Merit::Expansion), now);
        }
        self.credit_pools(deal, now);
    }

    /// A share of a deal is credited to a seat.
    fn credit(&mut self, seat: SeatId, deal: &Deal, share: f64, merit: Merit, now: Time) {
        let Some(plan) = self.payroll.plan_of(seat) else { return };
        let credit = deal.of(plan.base) * share;
        self.payroll.by_plan[self.payroll.accounts[seat].plan] += credit;
        let commission = self.add_credit(seat, plan, credit, now);
        self.tell_credited(seat, deal.lead, (credit, merit), now);
        let covered = self.tallies.covers(now);
        let share = clawback_share(plan, deal.churn_hours);
        let back = share * commission;
        self.payroll.count_commission(seat, commission, back);
        if back > 0.0 {
            let record = &self.flow.leads[deal.lead];
            self.payroll.accounts[seat].clawbacks.push(Clawback {
                due_hours: now.hours() + deal.churn_hours,
                commission,
                share,
                deal: plan.claws_bonuses.then(|| (credit, deal_pay(&plan.tiers, credit))),
                counts: covered,
                channel: record.channel,
                number: record.number,
            });
            if covered {
                self.book_back(seat, back);
            }
        }
    }

    fn tell_credited(
        &mut self,
        seat: SeatId,
        lead: LeadId,
        (credit, merit): (f64, Merit),
        now: Time,
    ) {
        if !self.payroll.has_slips(seat) {
            return;
        }
        let record = &self.flow.leads[lead];
        self.observer.credited(&Credited {
            seat: seat.place(),
            hire: self.seats[seat].hire,
            plan: self.payroll.accounts[seat].plan.place(),
            channel: record.channel.place(),
            number: record.number,
            at: now.hours(),
            credit,
            merit,
        });
    }

    fn tell_awarded(
        &mut self,
        seat: SeatId,
        lead: LeadId,
        (award, amount): (Award, f64),
        now: Time,
    ) {
        let record = &self.flow.leads[lead];
        self.observer.awarded(&Awarded {
            seat: seat.place(),
            hire: self.seats[seat].hire,
            channel: record.channel.place(),
            number: record.number,
            at: now.hours(),
            award,
            amount,
        });
    }

    /// Adds credit to a seat's account and books what it adds to pay; the part that would go back
    /// with the deal is returned.
    fn add_credit(&mut self, seat: SeatId, plan: &Plan, credit: f64, now: Time) -> f64 {
        let own = own_weight(plan);
        let account = &mut self.payroll.accounts[seat];
        let before = account.sums.credit;
        account.add_credit(credit);
        let after = account.sums.credit;
        account.memory.own.count(credit);
        let by_size = deal_pay(&plan.tiers, credit);
        account.sums.deal_pay = plus(account.sums.deal_pay, by_size);
        let by_size = own * by_size * account.scale;
        let gain = account.curve.pay(after) - account.curve.pay(before);
        let goes_back = if plan.claws_bonuses {
            gain
        } else {
            account.commission.pay(after) - account.commission.pay(before)
        };
        let covered = self.tallies.covers(now);
        self.book_variable(seat, gain + by_size, covered);
        goes_back + by_size
    }

    /// Credit on top of the deal's split.
    fn credit_overlays(&mut self, deal: &Deal, now: Time) {
        let (terms, planned) = (self.payroll.terms, self.payroll.planned);
        for plan in &planned.plan_order {
            for overlay in &terms.plans[*plan].overlays {
                match *overlay {
                    Overlay::Stage { stage, share } => {
                        let seat = self.worker(deal.lead, stage);
                        if self.payroll.is_member(seat, PlanId::at(*plan)) {
                            self.credit(seat, deal, share, Merit::Overlay(stage), now);
                            self.count_double(deal.revenue * share, now);
                        }
                    }
                    Overlay::Plan { plan: other, share } => {
                        let all = self.payroll.by_plan[PlanId::at(other)] * share;
                        self.credit_plan(PlanId::at(*plan), deal.lead, (all, other), now);
                        self.count_double(all, now);
                    }
                }
            }
        }
    }

    fn count_double(&mut self, credit: f64, now: Time) {
        if self.tallies.covers(now) {
            self.tallies.pay.double_credit += credit;
        }
    }

    /// Credit for everybody on a plan, in equal parts, out of what people on another plan have.
    fn credit_plan(&mut self, plan: PlanId, lead: LeadId, (all, other): (f64, usize), now: Time) {
        let members = self.payroll.members(plan).len();
        if members == 0 || all <= 0.0 {
            return;
        }
        let share = all / members as f64;
        self.payroll.by_plan[plan] += all;
        for at in 0..members {
            let seat = self.payroll.members(plan)[at];
            let terms = self.payroll.plan_of(seat).expect("on a plan");
            self.add_credit(seat, terms, share, now);
            self.tell_credited(seat, lead, (share, Merit::OfPlan(other)), now);
        }
    }

    /// Who worked a stage of a lead last; NONE = nobody.
    fn worker(&self, lead: LeadId, stage: usize) -> SeatId {
        self.flow.been[(lead, stage)].worker
    }

    /// Fees for work upstream, and SPIFFs for the closer.
    fn pay_extras(&mut self, deal: &Deal, now: Time) {
        let (payroll, lead) = (self.payroll.terms, deal.lead);
        for (plan, terms) in payroll.plans.iter().enumerate() {
            for (number, fee) in terms.fees.iter().enumerate() {
                let seat = self.worker(lead, fee.stage);
                if self.payroll.is_member(seat, PlanId::at(plan)) {
                    let amount = fee.amount + fee.rate * deal.revenue;
                    let account = &mut self.payroll.accounts[seat];
                    account.memory.fees[number].week += 1.0;
                    account.sums.fees = plus(account.sums.fees, amount);
                    self.tell_awarded(seat, lead, (Award::Fee(fee.stage), amount), now);
                    self.pay_other(seat, amount * own_weight(terms), now);
                }
            }
        }
        self.pay_spiff(self.flow.leads[lead].closer, lead, Base::Deals, now);
    }

    fn pay_other(&mut self, seat: SeatId, amount: f64, now: Time) {
        let account = &mut self.payroll.accounts[seat];
        let money = amount * account.scale;
        let covered = self.tallies.covers(now);
        self.book_variable(seat, money, covered);
    }

    fn pay_spiff(&mut self, seat: SeatId, lead: LeadId, event: Base, now: Time) {
        if !self.payroll.pays(seat) {
            return;
        }
        let Some(plan) = self.payroll.plan_of(seat) else { return };
        let memory = &mut self.payroll.accounts[seat].memory;
        match event {
            Base::Meetings => memory.meetings.week += 1.0,
            _ => memory.wins.week += 1.0,
        }
        let runs = |s: &&Spiff| {
            s.event == event && s.from_hours <= now.hours() && now.hours() < s.to_hours
        };
        let amount: f64 = plan.spiffs.iter().filter(runs).map(|s| s.amount).sum();
        if amount > 0.0 {
            let sums = &mut self.payroll.accounts[seat].sums;
            sums.spiffs = plus(sums.spiffs, amount);
            self.tell_awarded(seat, lead, (Award::Spiff, amount), now);
            self.pay_other(seat, amount, now);
        }
    }

    /// A lead has passed the gate: a meeting for whoever talked with it.
    pub(crate) fn credit_meeting(&mut self, lead: LeadId, seat: SeatId, now: Time) {
        self.payroll.company.meets();
        if !self.payroll.pays(seat) {
            return;
        }
        if let Some(plan) = self.payroll.plan_of(seat).filter(|plan| plan.base == Base::Meetings) {
            self.add_credit(seat, plan, 1.0, now);
            self.tell_credited(seat, lead, (1.0, Merit::Meeting), now);
        }
        self.pay_spiff(seat, lead, Base::Meetings, now);
    }
}
