//! What one person is paid in a replication, period by period, and by which rule.

use super::Failure;
use super::replicate::Design;
use crate::sales::pay::{PayLine, PayRule, Payroll, YearSoFar, deal_pay, in_cents, part_of};
use crate::sales::{Awarded, Credited, Handle, Observer, Paid, Planned, Pooled, SeatId};

/// What the people in one seat are paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Payslips {
    /// In order of time.
    pub slips: Vec<Payslip>,
    /// By seat: whether anybody in it was ever on a plan.
    pub on_plan: Vec<bool>,
}

/// What a person is paid for a pay period, or for a part of it. Money in the scenario's currency;
/// credit in the unit of the plan; times in hours since the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Payslip {
    /// Number of the person in the seat: another number, another person.
    pub hire: u32,
    /// Whether it is the first of somebody who came to the seat after the start.
    pub is_new: bool,
    /// Plan (index).
    pub plan: usize,
    /// Number of the period in the run, from 1.
    pub period: u32,
    /// For the time from here to there.
    pub from: f64,
    /// See [`Payslip::from`].
    pub to: f64,
    /// Whether variable pay of it counts in the measures.
    pub measured: bool,
    /// Credit asked of this time; 0 = no quota.
    pub quota: f64,
    /// Credit.
    pub credit: f64,
    /// Credit as a share of the quota, if there is one.
    pub attainment: Option<f64>,
    /// The fiscal year before, where the plan counts by it.
    pub year: Option<YearSoFar>,
    /// What was credited, in order.
    pub deals: Vec<Credited>,
    /// By deal: pay by its size, before weight and scale; 0 where the plan has no such rates.
    pub deal_pay: Vec<f64>,
    /// Money for single leads, in order.
    pub awards: Vec<Awarded>,
    /// The team's pool, if a share of one is paid.
    pub pool: Option<PoolSlip>,
    /// What is paid for what.
    pub lines: Vec<PayLine>,
    /// The sum of the lines.
    pub total: f64,
    /// What was owed to the company before and is owed after it.
    pub owed: (f64, f64),
}

/// A team's pool at the end of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolSlip {
    /// The team's credit, in the unit of the pool.
    pub credit: f64,
    /// Money in the pool.
    pub money: f64,
    /// Who share it, and the part that is this person's.
    pub members: usize,
    /// See [`PoolSlip::members`].
    pub share: f64,
    /// What the pool consists of.
    pub lines: Vec<PayLine>,
}

impl Payslips {
    /// Fixed and variable pay over all slips.
    pub fn totals(&self) -> (f64, f64) {
        let lines = || self.slips.iter().flat_map(|slip| &slip.lines);
        let is_salary = |line: &&PayLine| line.rule == PayRule::Salary;
        let sum = |lines: &mut dyn Iterator<Item = &PayLine>| {
            in_cents(lines.map(|line| line.amount).sum())
        };
        let fixed = sum(&mut lines().filter(is_salary));
        (fixed, sum(&mut lines().filter(|line| !is_salary(line))))
    }
}

/// Keeps the pay slips of one seat.
struct Accountant<'a> {
    payroll: &'a Payroll,
    seat: usize,
    found: Payslips,
    /// What is owed to the company so far, and by which person.
    owed: (u32, f64),
    deals: Vec<Credited>,
    awards: Vec<Awarded>,
    /// The pool shared out last: plan, when, and what of it is for this seat.
    pool: Option<(usize, f64, PoolSlip)>,
}

impl Observer for Accountant<'_> {
    fn planned(&mut self, fact: &Planned) {
        self.found.on_plan[fact.seat] |= fact.plan.is_some();
        if fact.seat == self.seat {
            self.owed.1 = 0.0; // nothing is carried over from plan to plan
        }
    }

    fn credited(&mut self, fact: &Credited) {
        if fact.seat == self.seat {
            self.deals.push(*fact);
        }
    }

    fn awarded(&mut self, fact: &Awarded) {
        if fact.seat == self.seat {
            self.awards.push(*fact);
        }
    }

    fn pooled(&mut self, fact: &Pooled<'_>) {
        let seat = SeatId::at(self.seat);
        if let Some(at) = fact.seats.iter().position(|other| *other == seat) {
            self.pool = Some((fact.plan, fact.at, pool_slip(fact, at)));
        }
    }

    fn paid(&mut self, fact: &Paid<'_>) {
        if fact.seat != self.seat {
            return;
        }
        let plan = &self.payroll.plans[fact.plan];
        let pool = self.pool.take().filter(|(of, at, _)| *of == fact.plan && *at >= fact.to);
        let deals = std::mem::take(&mut self.deals);
        let owed_before = if self.owed.0 == fact.hire { self.owed.1 } else { 0.0 };
        self.owed = (fact.hire, fact.balance);
        let pool = pool.map(|(_, _, pool)| pool);
        let mut awards = std::mem::take(&mut self.awards);
        awards.sort_by(|a, b| a.at.total_cmp(&b.at));
        let last = self.found.slips.last().map_or(0, |slip| slip.hire);
        self.found.slips.push(Payslip {
            is_new: fact.hire != last,
            hire: fact.hire,
            plan: fact.plan,
            period: plan.period.number_at(self.payroll.fiscal_start_hours, fact.to),
            from: fact.from,
            to: fact.to,
            measured: fact.measured,
            quota: fact.quota,
            credit: fact.credit,
            attainment: (fact.quota > 0.0).then(|| fact.credit / fact.quota),
            year: plan.cumulative.then_some(fact.year),
            deal_pay: deals.iter().map(|deal| deal_pay(&plan.tiers, deal.credit)).collect(),
            deals,
            awards,
            lines: fact.lines.to_vec(),
            pool,
            total: in_cents(fact.lines.iter().map(|line| line.amount).sum()),
            owed: (owed_before, fact.balance),
        });
    }
}

fn pool_slip(fact: &Pooled<'_>, at: usize) -> PoolSlip {
    PoolSlip {
        credit: fact.credit,
        money: fact.money,
        members: fact.seats.len(),
        share: part_of(fact.weights, at),
        lines: fact.lines.to_vec(),
    }
}

impl Design<'_> {
    /// The pay slips of whoever sits in `seat` under a policy in a replication.
    ///
    /// # Errors
    ///
    /// [`Failure`] if leads go round in circles without time passing.
    ///
    /// # Panics
    ///
    /// If the scenario has no plans, or the policy no such seat.
    pub fn payslips(
        &self,
        policy: usize,
        replication: u32,
        seat: usize,
    ) -> Result<Payslips, Failure> {
        let seats = self.setups[policy].seats().len();
        assert!(seat < seats, "a seat of the policy");
        let accountant = Accountant {
            payroll: self.scenario.system.payroll.as_ref().expect("a scenario with plans"),
            seat,
            found: Payslips { slips: Vec::new(), on_plan: vec![false; seats] },
            owed: (0, 0.0),
            deals: Vec::new(),
            awards: Vec::new(),
            pool: None,
        };
        let (_, seen) = self.observe(policy, replication, accountant)?;
        Ok(seen.found)
    }
}
