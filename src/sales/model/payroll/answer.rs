//! People look at their pay and settle how they work: effort, and what one more unit of credit is
//! worth.

use super::account::View;
use super::events::{events_per_week, renewals_per_week};
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::math::{exp, powf};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::observer::Observer;
use crate::sales::pay::{
    Contest, Curve, Part, Period, Plan, Prospect, Terms, Year, best_effort, own_weight,
    ratchet_slope, weight,
};
use crate::sales::record::{Presence, Seat};

const WEEKS_PER_YEAR: f64 = 52.0;
/// Spread of final credit that people reckon with at least, as a share of a usual period's credit.
const LEAST_SPREAD: f64 = 0.02;
/// The same, in deals of usual size.
const LEAST_DEALS: f64 = 0.5;

/// What a person sees of pay, and what goes by it.
struct Sight<'p> {
    prospect: Prospect<'p>,
    /// Usual week: credit at e = 1, its variance.
    week: (f64, f64),
    /// Weeks of a period.
    period_weeks: f64,
    /// Money for one more unit of own credit beside the curve: rates by deal, less what a ratchet
    /// takes.
    per_credit: f64,
    /// Money of a week at e = 1 through fees, SPIFFs and renewals, whatever the credit; and renewals alone.
    events_per_week: f64,
    renewals_per_week: f64,
    /// Whether anybody else is on a plan, whose deals the pool counts, too.
    has_colleagues: bool,
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Everybody on a plan answers, by what the others did last week.
    pub(crate) fn answer(&mut self, now: Time) {
        self.plan_ahead();
        self.stand_in_contests(now);
        let mut rivals = std::mem::take(&mut self.payroll.rivals);
        for seat in self.seats.ids() {
            if let Some(plan) = self.payroll.plan_of(seat) {
                self.payroll.find_rivals(seat, plan, &mut rivals);
                self.settle_effort(seat, plan, &rivals, now);
            }
        }
        self.payroll.rivals = rivals;
    }

    /// What each person on a plan with prizes is expected to come to, as seen by the others.
    fn stand_in_contests(&mut self, now: Time) {
        for seat in self.seats.ids() {
            if let Some(plan) = self.payroll.plan_of(seat).filter(|plan| !plan.prizes.is_empty()) {
                let (part, weeks) = self.payroll.own_part(seat, plan, now);
                let worked = weeks * self.payroll.accounts[seat].view.pace;
                let books = self.payroll.books(seat, weeks);
                self.payroll.accounts[seat].standing = part.credit(books * worked);
            }
        }
    }

    fn settle_effort(&mut self, seat: SeatId, plan: &Plan, rivals: &[(f64, f64)], now: Time) {
        let behaviour = &self.payroll.terms.behaviour;
        let stake_per_week = self.payroll.stake_per_week(&self.seats[seat]);
        let sight = self.payroll.sight(self.ctx, (seat, plan), stake_per_week, rivals, now);
        let effort = behaviour.effort.as_ref().map_or(1.0, |e| best_effort(e, &sight.prospect));
        let view = self.payroll.view(effort, &sight);
        self.payroll.accounts[seat].view = view;
        self.payroll.paces_change();
        self.seats[seat].drive = view.pace;
        if self.tallies.covers(now) && self.seats[seat].presence == Presence::Present {
            let tally = &mut self.tallies.pay;
            tally.effort += effort;
            tally.duty += view.duty;
            tally.effort_weeks += 1;
        }
    }
}

impl Payroll<'_> {
    /// What a week's work has at stake, in money.
    fn stake_per_week(&self, seat: &Seat) -> f64 {
        self.terms.stake() * self.market_pay(seat) / WEEKS_PER_YEAR
    }

    /// The others on a plan with prizes, as they stand.
    fn find_rivals(&self, seat: SeatId, plan: &Plan, rivals: &mut Vec<(f64, f64)>) {
        rivals.clear();
        if !plan.prizes.is_empty() {
            let others = self.others_on_plan(seat);
            rivals.extend(others.map(|other| self.accounts[other].standing));
        }
    }

    /// Own commission and bonuses in the running period, not yet weighted; and the weeks left of it.
    fn own_part(&self, seat: SeatId, plan: &Plan, now: Time) -> (Part<'_>, f64) {
        let account = &self.accounts[seat];
        let week = self.usual_week(seat, plan);
        let weeks = self.hours_left(plan, now) / HOURS_PER_WEEK;
        let (piped, pipe_variance) = self.pipeline[seat];
        let under_way = self.weeks_under_way(seat, weeks) * account.view.pace;
        let part = Part {
            curve: &account.curve,
            counts: 1.0,
            booked: account.sums.credit,
            mean: account.sums.credit + piped + week.0 * under_way,
            variance: pipe_variance + week.1 * under_way,
            rate_per_week: week.0,
            variance_per_week: week.1,
            least_sd: self.least_sd(plan, week.0),
        };
        (part, weeks)
    }

    fn least_sd(&self, plan: &Plan, week: f64) -> f64 {
        let period = LEAST_SPREAD * week * plan.period.hours() / HOURS_PER_WEEK;
        period.max(LEAST_DEALS * self.planned.expected(plan.base).deal)
    }

    /// φ: the share of the work of so many weeks that is booked within them, where work is booked
    /// after an exponential time.
    pub(super) fn books(&self, seat: SeatId, weeks: f64) -> f64 {
        let lag = self.accounts[seat].lags.0 / HOURS_PER_WEEK;
        if lag <= 0.0 || weeks <= 0.0 { 1.0 } else { 1.0 - lag * (1.0 - exp(-weeks / lag)) / weeks }
    }

    /// Weeks of work already done, at e = 1, on deals without a proposal that will be booked within so
    /// many weeks.
    fn weeks_under_way(&self, seat: SeatId, weeks: f64) -> f64 {
        let lag = self.accounts[seat].lags.1 / HOURS_PER_WEEK;
        if lag <= 0.0 { 0.0 } else { lag * (1.0 - exp(-weeks / lag)) }
    }

    /// What the rest of the period may bring to a person.
    fn sight<'p>(
        &'p self,
        ctx: &Context<'_>,
        (seat, plan): (SeatId, &'p Plan),
        stake_per_week: f64,
        rivals: &'p [(f64, f64)],
        now: Time,
    ) -> Sight<'p> {
        let account = &self.accounts[seat];
        let patience = self.terms.behaviour.patience;
        let week = self.usual_week(seat, plan);
        let (own, weeks) = self.own_part(seat, plan, now);
        let (period, left) = (plan.period.hours(), self.hours_left(plan, now));
        let (mut counts, mut books) = (weight(patience, left), self.books(seat, weeks));
        let later = weight(patience, left + period);
        let period_weeks = period / HOURS_PER_WEEK;
        let next = (week.0 * period_weeks, (week.1 * period_weeks).sqrt().max(own.least_sd));
        let year = self.year_of(seat, left, period);
        let mut then =
            if year.is_some() { 0.0 } else { later * account.next.slope(next.0, next.1) };
        if account.is_straight {
            // A straight line pays at the end of the month in which a deal is booked.
            let month = Period::Month.end_after(self.terms.fiscal_start_hours, now.hours());
            counts = weight(patience, month - now.hours() + account.lags.0);
            (books, then) = (1.0, 0.0);
        }
        let pool = self.own_pool(seat).map(|at| self.pool_part(ctx, at, (seat, counts), now));
        let pool_then = pool.map_or(0.0, |(pool, usual)| {
            later / counts * pool.counts * pool.curve.slope(usual.0, usual.1) * pool.rate_per_week
        });
        let renewals_per_week = renewals_per_week(self, ctx, seat, |hours| weight(patience, hours));
        let events_per_week =
            counts * events_per_week(self, ctx, (seat, plan), now) + renewals_per_week;
        let per_credit = counts * own_weight(plan) * account.scale * account.rate_by_size
            + later * self.shadow_of_ratchet(seat, plan, next);
        let by_credit = per_credit * week.0 + (1.0 - books) * (then * week.0 + pool_then);
        let prospect = Prospect {
            own: Part { counts, ..own },
            pool: pool.map(|(pool, _)| pool),
            year,
            prizes: (!plan.prizes.is_empty()).then_some(Contest {
                prizes: &plan.prizes,
                rivals,
                scale: account.scale,
            }),
            money_per_week: by_credit + events_per_week,
            weeks,
            books,
            stake_per_week,
        };
        let has_colleagues = self.crowd.heads > 1.0;
        Sight {
            prospect,
            week,
            period_weeks,
            per_credit,
            events_per_week,
            renewals_per_week,
            has_colleagues,
        }
    }

    /// The later dates of the year on which a plan pays that counts by it.
    fn year_of(&self, seat: SeatId, left_hours: f64, period_hours: f64) -> Option<Year<'_>> {
        let account = &self.accounts[seat];
        (!account.later.is_empty() && !account.is_straight).then(|| Year {
            dates: &account.later,
            commission: &account.commission,
            before: account.year.credit,
            left_hours,
            period_hours,
            period_weeks: period_hours / HOURS_PER_WEEK,
            patience: self.terms.behaviour.patience,
        })
    }

    /// What a person who works with this effort makes of it.
    fn view(&self, effort: f64, sight: &Sight<'_>) -> View {
        let behaviour = &self.terms.behaviour;
        let Sight { prospect, week, period_weeks, per_credit, events_per_week, .. } = sight;
        let stake = prospect.stake_per_week;
        let pace = behaviour.effort.map_or(1.0, |e| powf(effort, e.response));
        let worked = prospect.books * pace * prospect.weeks;
        let (mean, sd) = prospect.own.credit(worked);
        let by_credit = prospect.slope(pace) + per_credit;
        let per_week = by_credit * week.0 + events_per_week;
        let own_slope = if week.0 > 0.0 { by_credit + events_per_week / week.0 } else { by_credit };
        let (pool_slope, pool_week) = prospect
            .pool
            .as_ref()
            .map_or((0.0, 0.0), |pool| (pool.slope(worked), pool.rate_per_week));
        // where nobody else sells, the pool is as one's own; else whoever helps the others is paid for it, too
        let by_pool = pool_slope * pool_week / stake;
        let reward = per_week / stake + if sight.has_colleagues { -by_pool } else { by_pool };
        let next_sd = (week.1 * period_weeks).sqrt().max(prospect.own.least_sd);
        View {
            pace,
            booked: prospect.own.booked,
            mean,
            sd,
            counts: prospect.own.counts,
            beside: own_slope - prospect.own.slope(worked),
            own_slope,
            renewal_per_credit: if week.0 > 0.0 { sight.renewals_per_week / week.0 } else { 0.0 },
            per_week,
            pool_slope,
            next_mean: week.0 * period_weeks,
            next_sd,
            norm_per_credit: if week.0 > 0.0 { self.terms.norm() * stake / week.0 } else { 0.0 },
            duty: behaviour.duty.map_or(1.0, |duty| duty.done(reward)),
        }
    }

    /// The pool that a person shares.
    pub(super) fn own_pool(&self, seat: SeatId) -> Option<usize> {
        let plan = self.accounts[seat].plan;
        self.pools.iter().position(|pool| pool.plan == plan)
    }

    /// What one more unit of credit costs in the next period where the quota follows results: money,
    /// 0 or less.
    fn shadow_of_ratchet(&self, seat: SeatId, plan: &Plan, next: (f64, f64)) -> f64 {
        if plan.ratchet.is_none() {
            return 0.0;
        }
        let account = &self.accounts[seat];
        let terms = Terms::new(account.quota, account.scale);
        ratchet_slope(plan, &terms, account.view.mean, next, &mut Curve::nothing())
    }

    /// Hours until the running period of a plan ends.
    pub(super) fn hours_left(&self, plan: &Plan, now: Time) -> f64 {
        (self.period_ends[plan.period as usize] - now.hours()).max(0.0)
    }

    /// What a member has of a pool whose money counts so much once it is one's own; and its usual
    /// period: mean and standard deviation of the team's credit.
    pub(super) fn pool_part(
        &self,
        ctx: &Context<'_>,
        at: usize,
        (seat, counts): (SeatId, f64),
        now: Time,
    ) -> (Part<'_>, (f64, f64)) {
        let (pool, plan) = (&self.pools[at], self.pool_plan(at));
        let account = &self.accounts[seat];
        let members = self.crowd.members[pool.plan].max(1.0);
        let regard = if members > 1.0 { self.terms.behaviour.regard } else { 0.0 };
        let (week, variance) = self.pool_week(at, ctx.throughput);
        let weeks = self.hours_left(plan, now) / HOURS_PER_WEEK;
        let books = self.books(seat, weeks);
        // A deal has many makers: of the team's credit one's part of ability × hours is one's own doing.
        let own = self.crowd.part(account.weight);
        // The others go on as they do; oneself at normal effort.
        let others = self.crowd.pace_of_others(account.view.pace);
        let under_way =
            self.weeks_under_way(seat, weeks) * (own * account.view.pace + (1.0 - own) * others);
        let pace = own + (1.0 - own) * others;
        let credit = pool.credit.in_cents();
        let team = self.team_of(at);
        let period = plan.period.hours() / HOURS_PER_WEEK;
        let least = LEAST_SPREAD * week * period;
        let least_sd = least.max(LEAST_DEALS * self.planned.expected(team.base).deal);
        let part = Part {
            curve: &pool.curve,
            counts: counts * (1.0 + regard) / members,
            booked: credit,
            mean: credit + pool.due.0 + week * (under_way + books * weeks * (1.0 - own) * others),
            variance: pool.due.1 + variance * (under_way + books * weeks * pace),
            rate_per_week: week * own,
            variance_per_week: 0.0,
            least_sd,
        };
        (part, (week * period, (variance * period).sqrt().max(least_sd)))
    }
}
