//! What the company brings, as everybody in it has seen: results of all, beside what a planner expects.

use super::Payroll;
use super::account::{Count, KEPT_HALF_YEAR};
use super::deal::Deal;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::pay::Base;
use crate::sales::planned_week::Doing;

/// Weeks of results that the planner's view is worth at the start of a run; they fade as all of it does.
const PRIOR_WEEKS: f64 = 4.0;
/// Customers that the planner's view of who stays is worth.
const PRIOR_CUSTOMERS: f64 = 20.0;
const BASES: [Base; 5] = [Base::Revenue, Base::Margin, Base::Value, Base::Deals, Base::Meetings];

/// Credit of all kinds that the company has brought, at normal effort.
#[derive(Clone, Debug)]
pub(super) struct Company {
    by_base: [Count; BASES.len()],
    /// Ability × hours of the people who brought it.
    hands: Count,
    /// Customers whose year was over, and those of them who stayed.
    anniversaries: Count,
    stayed: Count,
    /// Weeks that the planner's view still counts for.
    prior: f64,
}

impl Default for Company {
    fn default() -> Self {
        let (by_base, hands) = <([Count; BASES.len()], Count)>::default();
        let (anniversaries, stayed) = <(Count, Count)>::default();
        Self { by_base, hands, anniversaries, stayed, prior: PRIOR_WEEKS }
    }
}

impl Company {
    /// A deal is won.
    pub(super) fn wins(&mut self, deal: &Deal) {
        for base in BASES {
            self.by_base[base as usize].week += deal.of(base);
        }
    }

    /// A meeting was held.
    pub(super) fn meets(&mut self) {
        self.by_base[Base::Meetings as usize].week += 1.0;
    }

    /// The year of a customer is over, who stays or not.
    pub(super) fn renews(&mut self, stays: bool) {
        self.anniversaries.week += 1.0;
        self.stayed.week += f64::from(u8::from(stays));
    }

    /// The share of customers who stay for another year by what has been seen; `planned` by the planner.
    pub(super) fn staying(&self, planned: f64) -> f64 {
        (self.stayed.kept + PRIOR_CUSTOMERS * planned) / (self.anniversaries.kept + PRIOR_CUSTOMERS)
    }

    /// A week is over in which people brought so much ability × hours, at this mean pace.
    pub(super) fn end_week(&mut self, hands: f64, pace: f64) {
        self.by_base.iter_mut().for_each(|count| count.end_week(pace));
        self.anniversaries.end_week(1.0);
        self.stayed.end_week(1.0);
        self.hands.week = hands;
        self.hands.end_week(1.0);
        self.prior *= KEPT_HALF_YEAR;
    }

    /// What so many hands bring in a week by the results so far, in place of what a planner expects.
    fn expects(&self, base: Base, hands: f64, planned: f64) -> f64 {
        let known = self.hands.kept;
        if known <= 0.0 || hands <= 0.0 {
            return planned;
        }
        let trust = known / (known + self.prior * hands);
        let seen = self.by_base[base as usize].kept * hands / known;
        trust * seen + (1.0 - trust) * planned
    }
}

impl Payroll<'_> {
    /// Credit of a kind that a person brings in a week at normal effort by doing something on deals:
    /// the part of ability × hours among all who do it. A planner lets nobody handle more than hours
    /// allow; results need no such limit.
    pub(super) fn brings(
        &self,
        ctx: &Context<'_>,
        seat: SeatId,
        (base, doing): (Base, Doing),
    ) -> f64 {
        let (account, crowd, planned) = (&self.accounts[seat], &self.crowd, self.planned);
        let (stages, whole) = match doing {
            Doing::Closing => (planned.closing, crowd.closing),
            Doing::Meeting => (planned.meeting, crowd.meeting),
            Doing::Stage(stage) => (1 << stage, crowd.by_stage[stage]),
        };
        let own = if account.is_there { 0.0 } else { account.weight };
        let (whole, hands) = (whole + own, crowd.paid + own);
        if account.stages & stages == 0 || whole <= 0.0 {
            return 0.0;
        }
        let part = account.weight / whole;
        let flow = planned.expected(base).per_week * ctx.throughput;
        // The company's results are of all; what one can handle limits the planner's view alone.
        let handled = if part > 0.0 { part.min(account.most) / part } else { 0.0 };
        part * self.company.expects(base, hands, handled * flow)
    }

    /// Credit of a kind that all bring in a week at normal effort.
    pub(super) fn flow(&self, throughput: f64, base: Base) -> f64 {
        let planned = self.planned.expected(base).per_week * throughput;
        self.company.expects(base, self.crowd.paid, planned)
    }
}
