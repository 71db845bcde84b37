//! What one person is paid in a replication, period by period, and by which rule.

use super::Failure;
use super::replicate::Design;
use crate::sales::pay::{
    PayLine, PayRule, Payroll, Plan, YearSoFar, deal_pay, own_weight, reckon_pool,
};
use crate::sales::{Awarded, Credited, Observer, Paid, Planned, Pooled};

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
    pub lines: Vec<SlipLine>,
    /// The sum of the lines.
    pub total: f64,
    /// What was owed to the company before and is owed after it.
    pub owed: (f64, f64),
}

/// A line of a pay slip: `amount` is the product of its factors less `before`, rounded to a cent;
/// where it has no factors, it is what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct SlipLine {
    /// What it is for.
    pub rule: PayRule,
    /// What is multiplied; factors of 1 are left out.
    pub factors: Vec<(Factor, f64)>,
    /// Variable pay before this line, where the line brings it to a limit.
    pub before: f64,
    /// Money, in whole cents.
    pub amount: f64,
}

/// What a factor of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Fixed pay a year.
    Salary,
    /// The period's part of a year.
    OfYear,
    /// The part of the period for which the person is on the plan.
    Employed,
    /// Credit within a band.
    Credit,
    /// Money per unit of credit.
    Rate,
    /// An amount that the plan or the events of the period name.
    Amount,
    /// What the team's part leaves to a person's own.
    OwnPart,
    /// The team's part.
    TeamPart,
    /// The policy's factor on all variable pay.
    Scale,
    /// The person's share of the pool.
    Share,
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
    pub lines: Vec<SlipLine>,
}

impl Payslips {
    /// Fixed and variable pay over all slips.
    pub fn totals(&self) -> (f64, f64) {
        let lines = || self.slips.iter().flat_map(|slip| &slip.lines);
        let is_salary = |line: &&SlipLine| line.rule == PayRule::Salary;
        let fixed: f64 = lines().filter(is_salary).map(|line| line.amount).sum();
        (fixed, lines().filter(|line| !is_salary(line)).map(|line| line.amount).sum())
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
        let seat = u32::try_from(self.seat).expect("few seats");
        if let Some(at) = fact.seats.iter().position(|other| *other == seat) {
            let plan = &self.payroll.plans[fact.plan];
            self.pool = Some((fact.plan, fact.at, pool_slip(plan, fact, at)));
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
            lines: slip_lines(plan, fact, pool.as_ref()),
            pool,
            total: fact.lines.iter().map(|line| line.amount).sum(),
            owed: (owed_before, fact.balance),
        });
    }
}

fn slip_lines(plan: &Plan, fact: &Paid<'_>, pool: Option<&PoolSlip>) -> Vec<SlipLine> {
    let mut variable = 0.0;
    let line = |line: &PayLine| {
        let factors = factors(plan, fact, pool, line);
        let limits = matches!(line.rule, PayRule::Cap | PayRule::Draw);
        let before = if limits { variable } else { 0.0 };
        variable += if line.rule == PayRule::Salary { 0.0 } else { line.amount };
        SlipLine { rule: line.rule, factors, before, amount: line.amount }
    };
    fact.lines.iter().map(line).collect()
}

/// What a line's amount is the product of.
fn factors(
    plan: &Plan,
    fact: &Paid<'_>,
    pool: Option<&PoolSlip>,
    line: &PayLine,
) -> Vec<(Factor, f64)> {
    let (own, scale) = ((Factor::OwnPart, own_weight(plan)), (Factor::Scale, fact.scale));
    let employed = (Factor::Employed, fact.employed);
    let of_year = (Factor::OfYear, 1.0 / f64::from(plan.period.per_year()));
    let amount = |money: f64| (Factor::Amount, money);
    let all = match line.rule {
        PayRule::Salary => vec![(Factor::Salary, plan.salary_per_year), of_year, employed],
        PayRule::Commission(band) => {
            let rate = (Factor::Rate, plan.commission[band].rate);
            vec![(Factor::Credit, line.quantity), rate, own, scale]
        }
        PayRule::Bonus(bonus) => vec![amount(plan.bonuses[bonus].amount), own, scale, employed],
        PayRule::DealRate | PayRule::Fee => vec![amount(line.quantity), own, scale],
        PayRule::Spiff | PayRule::Prize => vec![amount(line.quantity), scale],
        PayRule::Team => {
            pool.map_or(Vec::new(), |pool| vec![amount(pool.money), (Factor::Share, pool.share)])
        }
        PayRule::Cap => vec![amount(plan.cap.unwrap_or(f64::INFINITY)), scale, employed],
        PayRule::Draw => vec![amount(plan.draw.map_or(0.0, |d| d.amount)), scale, employed],
        PayRule::PaidBefore | PayRule::Recovery | PayRule::Clawback | PayRule::CarriedOver => {
            Vec::new()
        }
    };
    without_ones(all)
}

/// The first factor, and of the others those that change anything.
fn without_ones(mut factors: Vec<(Factor, f64)>) -> Vec<(Factor, f64)> {
    let mut first = true;
    factors.retain(|(_, value)| std::mem::take(&mut first) || (value - 1.0).abs() > 0.0);
    factors
}

fn pool_slip(plan: &Plan, fact: &Pooled<'_>, at: usize) -> PoolSlip {
    let team = plan.team.as_ref().expect("a pool has a team");
    let sum: f64 = fact.weights.iter().map(|weight| weight.max(0.0)).sum();
    let members = fact.seats.len();
    let share = if sum > 0.0 { fact.weights[at] / sum } else { 1.0 / members as f64 };
    let line = |line: PayLine| {
        let first = match line.rule {
            PayRule::Commission(band) => {
                vec![(Factor::Credit, line.quantity), (Factor::Rate, team.commission[band].rate)]
            }
            PayRule::Bonus(bonus) => vec![(Factor::Amount, team.bonuses[bonus].amount)],
            _ => unreachable!("a pool pays commission and bonuses"),
        };
        let weights = [(Factor::TeamPart, team.weight), (Factor::Scale, fact.scale)];
        let factors = without_ones([&first[..], &weights].concat());
        SlipLine { rule: line.rule, factors, before: 0.0, amount: line.amount }
    };
    let lines = reckon_pool(team, fact.credit, fact.scale).into_iter().map(line).collect();
    PoolSlip { credit: fact.credit, money: fact.money, members, share, lines }
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
