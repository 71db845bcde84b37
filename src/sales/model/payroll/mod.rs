//! Pay: people come under plans, deals are credited, periods end, and people answer.

mod account;
mod answer;
mod company;
mod credit;
mod deal;
mod ends;
mod events;
mod labour;
mod membership;
mod outlook;
mod periods;
mod pools;
mod renewals;
mod stakes;
mod weeks;

use super::context::Context;
use super::flow::Flow;
use super::{Event, Events, schedule};
use crate::engine::Time;
use crate::sales::handle::{ById, Handle, PlanId, RoleId, SeatId};
use crate::sales::observer::{Observer, Planned};
use crate::sales::pay::{self, Curve, PayLine, Plan, YearSoFar, in_cents};
use crate::sales::pay_setup::PaySetup;
use crate::sales::record::Seat;
use crate::sales::setup::Setup;
use crate::sales::tallies::Tallies;
use account::{Account, Memory, Pool};
use company::Company;
pub(super) use deal::Deal;
pub(super) use ends::{AtStake, Ends, Place};
use labour::Level;
use membership::{Accrual, Membership};
use outlook::Crowd;
use periods::PERIODS;
use renewals::Renewal;

/// What people on plans are owed and expect.
pub(super) struct Payroll<'a> {
    /// The plans, what people do about them, and what is made of them once.
    pub terms: &'a pay::Payroll,
    pub planned: &'a PaySetup,
    accounts: ById<SeatId, Account>,
    /// Who is on which plan; and by seat, variable pay that is booked of the running period.
    membership: Membership,
    accruals: ById<SeatId, Accrual>,
    pools: Vec<Pool>,
    /// By seat: customers whose anniversaries pay.
    renewals: ById<SeatId, Vec<Renewal>>,
    /// By kind of pay period: when the running one ends, in hours.
    period_ends: [f64; 4],
    /// By seat: expected credit of deals that are being decided, and its variance.
    pipeline: ById<SeatId, (f64, f64)>,
    /// By plan: what has been credited of a deal. And lines of a pay slip. Kept for their memory.
    by_plan: ById<PlanId, f64>,
    lines: Vec<PayLine>,
    /// What people bring to the stages they work; what all of it has come to; and rivals for prizes, kept for its memory.
    crowd: Crowd,
    company: Company,
    rivals: Vec<(f64, f64)>,
    /// By role: what its people bring. By plan: commission paid, and what of it goes back.
    levels: ById<RoleId, Level>,
    gone_back: ById<PlanId, (f64, f64)>,
    /// A usual period's pay, kept for its memory.
    usual_curve: Curve,
    /// Whether everybody has looked at the pay of the running period.
    pub is_answered: bool,
}

impl<'a> Payroll<'a> {
    /// Of a system that pays somebody by plans.
    pub(super) fn new(setup: &'a Setup<'a>) -> Option<Self> {
        let terms = setup.system.payroll.as_ref().filter(|_| !setup.seats.is_empty())?;
        Some(Self {
            terms,
            planned: setup.pay(),
            accounts: setup.seats.iter().map(|_| Account::none()).collect(),
            membership: Membership::of_nobody(terms.plans.len() + setup.pay().salaries.len()),
            accruals: setup.seats.iter().map(|_| Accrual::default()).collect(),
            pools: Vec::new(),
            renewals: setup.seats.iter().map(|_| Vec::new()).collect(),
            period_ends: PERIODS.map(|kind| kind.first_end(terms.fiscal_start_hours)),
            pipeline: setup.seats.iter().map(|_| (0.0, 0.0)).collect(),
            by_plan: terms.plans.iter().chain(&setup.pay().salaries).map(|_| 0.0).collect(),
            lines: Vec::new(),
            crowd: Crowd::default(),
            company: Company::default(),
            rivals: Vec::new(),
            levels: setup.role_names.iter().map(|_| Level::default()).collect(),
            gone_back: terms
                .plans
                .iter()
                .chain(&setup.pay().salaries)
                .map(|_| (0.0, 0.0))
                .collect(),
            usual_curve: Curve::nothing(),
            is_answered: false,
        })
    }

    /// Begins the first periods of a run, with empty accounts.
    pub(super) fn start(&mut self, setup: &'a Setup<'a>, events: &mut Events) {
        *self = Self::new(setup).expect("who pays goes on paying");
        for kind in PERIODS {
            if self.terms.plans.iter().any(|plan| plan.period == kind) {
                let end = Time::from_hours(self.period_ends[kind as usize]);
                schedule(events, end, Event::PeriodEnds(kind as u32));
            }
        }
    }

    /// When the running period of a kind ends.
    pub(super) fn end_of(&self, kind: usize) -> Time {
        Time::from_hours(self.period_ends[kind])
    }

    /// The plan that a seat is on.
    pub(super) fn plan_of(&self, seat: SeatId) -> Option<&'a Plan> {
        self.plan_at(self.accounts.get(seat)?.plan)
    }

    /// A plan of the scenario, or the salary of a job.
    fn plan_at(&self, plan: PlanId) -> Option<&'a Plan> {
        let salary = || self.planned.salaries.get(plan.place() - self.terms.plans.len());
        if plan.is_none() { None } else { self.terms.plans.get(plan.place()).or_else(salary) }
    }

    /// The plan of somebody in a role that the policy gives none: where effort answers pay, what the
    /// person costs is a salary like any other.
    pub(super) fn salary_of(&self, role: RoleId) -> Option<usize> {
        let salary = self.terms.plans.len() + role.place();
        self.terms.behaviour.effort.is_some().then_some(salary)
    }

    /// Whether somebody is on a plan of the scenario, of which there are slips.
    fn has_slips(&self, seat: SeatId) -> bool {
        self.accounts[seat].plan.place() < self.terms.plans.len()
    }

    /// Whether somebody on a plan sits there.
    pub(super) fn pays(&self, seat: SeatId) -> bool {
        self.accounts.get(seat).is_some_and(|account| account.plan.is_some() && account.is_there)
    }

    /// Whether somebody sits there whose plan credits what he closes.
    pub(super) fn credits_closing(&self, seat: SeatId) -> bool {
        self.pays(seat) && self.plan_of(seat).is_some_and(|plan| plan.credits_closing)
    }

    /// What the market pays for the job in a seat, in money a year.
    pub(super) fn market_pay(&self, seat: &Seat) -> f64 {
        self.planned.market_pay[seat.account.place()]
    }

    /// Whoever comes to a seat counts from now on.
    pub(super) fn joins(&mut self, seat: SeatId, now: Time) {
        self.change_account(seat, |account| account.is_there = true);
        if let Some(plan) = self.plan_of(seat) {
            self.begin_period(seat, plan, now);
        }
    }

    /// A person's period begins.
    fn begin_period(&mut self, seat: SeatId, plan: &Plan, now: Time) {
        let left = plan.period.left_in_year(self.terms.fiscal_start_hours, now.hours());
        self.accounts[seat].begin_period(plan, left, now.hours());
        self.accruals[seat].money = 0.0;
    }

    /// Hours of work are done on a touch.
    #[inline]
    pub(super) fn works(&mut self, seat: SeatId, hours: f64) {
        self.accounts[seat].hours += hours;
    }

    /// The share of unpaid duties that somebody does.
    #[inline]
    pub(super) fn duty(&self, seat: SeatId) -> f64 {
        self.accounts.get(seat).map_or(1.0, |account| account.view.duty)
    }
}

/// The payroll at work, with the people it pays and the books in which that stands.
pub(super) struct PayOffice<'m, 'a, O> {
    pub payroll: &'m mut Payroll<'a>,
    pub ctx: &'m Context<'a>,
    pub seats: &'m mut ById<SeatId, Seat>,
    pub flow: &'m Flow<'a>,
    pub tallies: &'m mut Tallies,
    pub observer: &'m mut O,
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// The person in a seat comes under a plan, or under none; what ran before is settled, unless it
    /// is the same. The person stays the same, with memories and debts.
    pub(crate) fn take_plan(&mut self, seat: SeatId, plan: Option<usize>, now: Time) {
        self.payroll.accruals[seat].is_booked_for(&self.seats[seat], self.ctx);
        let scale = self.ctx.policy.pay.scale.factor();
        let number = plan.map_or(PlanId::NONE, PlanId::at);
        let account = &self.payroll.accounts[seat];
        let is_new = account.plan != number;
        if !is_new && (plan.is_none() || account.scale.to_bits() == scale.to_bits()) {
            return;
        }
        self.settle_account(seat, now);
        let known = plan.filter(|plan| *plan < self.payroll.terms.plans.len());
        self.observer.planned(&Planned { seat: seat.place(), plan: known });
        let Some(terms) = self.payroll.plan_at(number) else {
            self.give_up_clawbacks(seat);
            self.payroll.change_account(seat, |account| {
                let is_there = account.is_there;
                *account = Account::none();
                account.is_there = is_there;
            });
            self.payroll.accruals[seat].money = 0.0;
            self.seats[seat].drive = 1.0;
            return;
        };
        self.payroll.change_account(seat, |account| {
            (account.plan, account.scale) = (number, scale);
        });
        let account = &mut self.payroll.accounts[seat];
        if is_new {
            (account.quota, account.year) = (in_cents(terms.quota), YearSoFar::default());
            account.memory.fees = Memory::new(terms).fees;
        }
        self.payroll.begin_period(seat, terms, now);
        self.payroll.is_answered = false;
    }

    /// The person in a seat goes: the period is settled up to now, results are forgotten.
    pub(crate) fn leave_account(&mut self, seat: SeatId, now: Time) {
        if let Some(plan) = self.payroll.plan_of(seat) {
            self.settle_account(seat, now);
            self.give_up_clawbacks(seat);
            let account = &mut self.payroll.accounts[seat];
            account.balance = 0.0; // what leavers owe is not recovered
            account.memory = Memory::new(plan);
            self.payroll.begin_period(seat, plan, now);
        }
        self.payroll.change_account(seat, |account| account.is_there = false);
    }

    /// Books variable pay of a seat, as far as it belongs to the window.
    pub(super) fn book_variable(&mut self, seat: SeatId, amount: f64, counts: bool) {
        let accrual = &mut self.payroll.accruals[seat];
        accrual.money += amount;
        if counts {
            self.tallies.roles[accrual.role].variable += amount * accrual.loading;
            self.tallies.pay.seats[seat.place()].variable += amount;
        }
    }
}
