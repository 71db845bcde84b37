//! What people on plans can expect of a usual week: the planner's view of it first, then what the
//! company brings, then their own results. No quota, no plan enters.

use super::{PayOffice, Payroll};
use crate::sales::handle::{ById, Handle, PlanId, SeatId};
use crate::sales::observer::Observer;
use crate::sales::pay::{Overlay, Plan};
use crate::sales::planned_week::{Doing, PlannedWeek};

/// What people bring to the stages they work: ability × hours a week, summed.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    /// By stage; of those from which leads are won, and of those that hold meetings.
    pub by_stage: Vec<f64>,
    pub closing: f64,
    pub meeting: f64,
    /// Of everybody on a plan; how many they are, and their paces, summed.
    pub paid: f64,
    pub heads: f64,
    pub pace: f64,
    /// By plan: how many are on it.
    pub members: ById<PlanId, f64>,
}

impl Crowd {
    /// The part that one person brings of everybody's on plans.
    pub(super) fn part(&self, weight: f64) -> f64 {
        if self.paid > 0.0 { weight / self.paid } else { 0.0 }
    }

    /// The mean pace of the others on plans, without that of one of them; 1 of nobody.
    pub(super) fn pace_of_others(&self, own: f64) -> f64 {
        if self.heads > 1.0 { (self.pace - own) / (self.heads - 1.0) } else { 1.0 }
    }

    fn clear(&mut self) {
        self.by_stage.fill(0.0);
        self.members.fill(0.0);
        (self.closing, self.meeting, self.paid) = (0.0, 0.0, 0.0);
        (self.heads, self.pace) = (0.0, 0.0);
    }
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Finds what is expected of everybody before own results: of what the funnel brings, each has the
    /// part of ability × hours among all who do the same.
    pub(super) fn plan_ahead(&mut self) {
        self.weigh();
        for seat in self.seats.ids() {
            if let Some(plan) = self.payroll.plan_of(seat) {
                self.payroll.accounts[seat].planned = self.planned(seat, plan);
                self.payroll.accounts[seat].rate_by_size = self.rate_by_size(plan);
            }
        }
        self.plan_overlays();
    }

    /// Adds up what people bring.
    fn weigh(&mut self) {
        let mut crowd = std::mem::take(&mut self.payroll.crowd);
        crowd.by_stage.resize(self.ctx.system.stages.len(), 0.0);
        if crowd.members.is_empty() {
            crowd.members = self.payroll.by_plan.iter().map(|_| 0.0).collect();
        }
        crowd.clear();
        let planned = self.payroll.planned;
        for seat in self.seats.ids() {
            let Some(at) = self.role_of(seat) else { continue };
            let role = &self.ctx.roles[at].1;
            let weight = self.weight_of(seat);
            let most = self.ctx.parts[at] * self.ability_in_job(seat) / self.ctx.throughput;
            let account = &mut self.payroll.accounts[seat];
            (account.weight, account.stages, account.most) = (weight, role.stages, most);
            account.lags = planned.lag_hours(role.stages);
            let account = &self.payroll.accounts[seat];
            if !account.is_there {
                continue;
            }
            for (stage, sum) in crowd.by_stage.iter_mut().enumerate() {
                *sum += if role.stages >> stage & 1 == 1 { weight } else { 0.0 };
            }
            crowd.closing += if role.stages & planned.closing != 0 { weight } else { 0.0 };
            crowd.meeting += if role.stages & planned.meeting != 0 { weight } else { 0.0 };
            if account.plan.is_some() {
                crowd.paid += weight;
                crowd.heads += 1.0;
                crowd.pace += account.view.pace;
                crowd.members[account.plan] += 1.0;
            }
        }
        self.payroll.crowd = crowd;
    }

    /// The role of a seat, among those in force.
    fn role_of(&self, seat: SeatId) -> Option<usize> {
        let account = self.seats[seat].account.place();
        self.ctx.roles.iter().position(|(name, _)| *name == account)
    }

    /// Ability × hours a week of whoever is in a seat, or looks at the job.
    pub(super) fn weight_of(&self, seat: SeatId) -> f64 {
        let record = &self.seats[seat];
        record.ability * self.ctx.calendar(record).hours_per_week() * record.available
    }

    /// θ: the ability of the person in multiples of the mean of the group in the same job.
    pub(super) fn ability_in_job(&self, seat: SeatId) -> f64 {
        let record = &self.seats[seat];
        let Some(at) = self.role_of(seat) else { return 1.0 };
        let spread = &self.ctx.system.groups[record.name.group].skill;
        let stages = self.ctx.roles[at].1.stages;
        let usual = self.ctx.mean_over(stages, |stage, description| {
            spread.factor(description.skill) * self.ctx.setup.titles.factor(record.account, stage)
        });
        record.ability / (record.pace * usual)
    }

    /// What is expected of a person's week before any result of his own.
    fn planned(&self, seat: SeatId, plan: &Plan) -> PlannedWeek {
        let brings = |base, doing: Doing| self.payroll.brings(self.ctx, seat, (base, doing));
        PlannedWeek::of(plan, &self.ctx.policy.pay.split, brings)
    }

    /// Money for each unit of credit by rates that go by the size of a deal that one closes.
    fn rate_by_size(&self, plan: &Plan) -> f64 {
        if plan.tiers.is_empty() {
            return 0.0;
        }
        let upstream: f64 = self.ctx.policy.pay.split.iter().map(|(_, share)| share).sum();
        self.payroll.planned.rate_by_size(&plan.tiers, plan.base, 1.0 - upstream)
    }

    /// Adds what people are credited with out of what people on other plans are.
    fn plan_overlays(&mut self) {
        let payroll = &mut *self.payroll;
        for plan in &payroll.planned.plan_order {
            for overlay in &payroll.terms.plans[*plan].overlays {
                let Overlay::Plan { plan: other, share: part } = *overlay else { continue };
                let on = |payroll: &Payroll<'_>, plan| -> Vec<SeatId> {
                    payroll.members(PlanId::at(plan)).to_vec()
                };
                let sources = on(payroll, other);
                let all: f64 = sources.iter().map(|s| payroll.accounts[*s].planned.credit).sum();
                let members = on(payroll, *plan);
                for seat in &members {
                    payroll.accounts[*seat].planned.credit += part * all / members.len() as f64;
                }
            }
        }
    }
}

impl Payroll<'_> {
    /// Own credit a week at normal effort, and the variance a week makes of it.
    pub(crate) fn usual_week(&self, seat: SeatId, plan: &Plan) -> (f64, f64) {
        let account = &self.accounts[seat];
        account.memory.own.usual(account.planned.credit, self.planned.expected(plan.base).square)
    }

    /// Credit of a pool in a week at normal effort, and the variance a week makes of it.
    pub(super) fn pool_week(&self, at: usize, throughput: f64) -> (f64, f64) {
        let base = self.team_of(at).base;
        self.pools[at]
            .results
            .usual(self.flow(throughput, base), self.planned.expected(base).square)
    }

    /// ν: what a unit of credit is worth to a person whatever it pays, because selling is the job. Money.
    pub(crate) fn norm_per_credit(&self, seat: SeatId) -> f64 {
        self.accounts[seat].view.norm_per_credit
    }
}
