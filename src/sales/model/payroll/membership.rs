//! Who is on which plan, kept as lists, so that nobody has to look through all seats for them; and what
//! is booked to them in the running period.

use super::account::Account;
use super::{PayOffice, Payroll};
use crate::sales::handle::{ById, Handle, PlanId, RoleId, SeatId};
use crate::sales::model::context::Context;
use crate::sales::observer::Observer;
use crate::sales::record::Seat;

/// The people who are there, by plan.
#[derive(Clone, Debug)]
pub(super) struct Membership {
    /// By plan: their seats, in order.
    seats: ById<PlanId, Vec<SeatId>>,
    /// The mean pace of all of them; None = it has to be found anew.
    mean_pace: Option<f64>,
}

/// Variable pay booked to a seat, kept apart from the account, since a pool books to everybody at every win.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Accrual {
    /// Of the running period so far.
    pub money: f64,
    /// Where it is booked, and the factor on it for what employing people costs beside their pay.
    pub role: RoleId,
    pub loading: f64,
}

impl Membership {
    /// Of so many plans.
    pub(super) fn of_nobody(plans: usize) -> Self {
        Self { seats: (0..plans).map(|_| Vec::new()).collect(), mean_pace: None }
    }

    /// Somebody comes under a plan, leaves it, or changes from one to another.
    fn moves(&mut self, seat: SeatId, from: PlanId, to: PlanId) {
        self.mean_pace = None;
        if from.is_some() {
            let found = self.seats[from].binary_search(&seat);
            self.seats[from].remove(found.expect("a member is on the list"));
        }
        if to.is_some() {
            let place = self.seats[to].binary_search(&seat);
            self.seats[to].insert(place.expect_err("a newcomer is not on the list"), seat);
        }
    }
}

impl Accrual {
    /// What is booked to a seat is a cost of the job that it has now.
    pub(super) fn is_booked_for(&mut self, seat: &Seat, ctx: &Context<'_>) {
        self.role = seat.account;
        self.loading = ctx.system.groups[seat.name.group].loading;
    }
}

impl Payroll<'_> {
    /// The seats of people on a plan who are there, in order.
    pub(super) fn members(&self, plan: PlanId) -> &[SeatId] {
        self.membership.seats.get(plan).map_or(&[], |seats| seats)
    }

    /// Whether somebody on this plan sits there.
    pub(super) fn is_member(&self, seat: SeatId, plan: PlanId) -> bool {
        self.pays(seat) && self.accounts[seat].plan == plan
    }

    /// The plan on which somebody who sits there is; NONE of nobody.
    fn plan_of_member(&self, seat: SeatId) -> PlanId {
        if self.accounts[seat].is_there { self.accounts[seat].plan } else { PlanId::NONE }
    }

    /// The colleagues of the person in a seat who are on the same plan.
    pub(super) fn others_on_plan(&self, seat: SeatId) -> impl Iterator<Item = SeatId> {
        let members = self.members(self.accounts[seat].plan).iter().copied();
        members.filter(move |other| *other != seat)
    }

    /// How many they are.
    pub(super) fn count_others_on_plan(&self, seat: SeatId) -> usize {
        self.members(self.accounts[seat].plan).len() - usize::from(self.pays(seat))
    }

    /// Changes an account: whether somebody is there, the plan, or all of it.
    pub(super) fn change_account(&mut self, seat: SeatId, change: impl FnOnce(&mut Account)) {
        let from = self.plan_of_member(seat);
        change(&mut self.accounts[seat]);
        let to = self.plan_of_member(seat);
        if from != to {
            self.membership.moves(seat, from, to);
        }
    }

    /// People work at another pace.
    pub(super) fn paces_change(&mut self) {
        self.membership.mean_pace = None;
    }

    /// The mean pace of the people on plans; 1 if nobody is.
    pub(super) fn mean_pace(&mut self) -> f64 {
        if let Some(pace) = self.membership.mean_pace {
            return pace;
        }
        let there = self.accounts.ids().filter(|seat| self.pays(*seat));
        let (sum, heads) = there.fold((0.0, 0.0), |(sum, heads), seat| {
            (sum + self.accounts[seat].view.pace, heads + 1.0)
        });
        let pace = if heads > 0.0 { sum / heads } else { 1.0 };
        *self.membership.mean_pace.insert(pace)
    }
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Books variable pay to everybody on a plan in equal parts, as far as it belongs to the window.
    pub(super) fn book_to_members(&mut self, plan: PlanId, amount: f64, counts: bool) {
        let Payroll { membership, accruals, .. } = &mut *self.payroll;
        let members = &membership.seats[plan];
        let each = amount / members.len() as f64;
        let (roles, people) = (&mut self.tallies.roles, &mut self.tallies.pay.seats);
        // The sum of a role is kept at hand while its people follow each other.
        let (mut role, mut sum) = (RoleId::NONE, 0.0);
        for seat in members {
            let accrual = &mut accruals[*seat];
            accrual.money += each;
            if counts {
                if accrual.role != role {
                    if role.is_some() {
                        roles[role].variable = sum;
                    }
                    role = accrual.role;
                    sum = roles[role].variable;
                }
                sum += each * accrual.loading;
                people[seat.place()].variable += each;
            }
        }
        if role.is_some() {
            roles[role].variable = sum;
        }
    }
}
