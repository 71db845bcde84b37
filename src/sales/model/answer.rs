//! People look at their pay, once a week, and settle how they work until the next.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::math;
use crate::sales::account::{Memory, View};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::observer::Observer;
use crate::sales::pay::{
    Behaviour, Curve, Plan, Pool as PoolProspect, Prospect, Terms, best_effort, prize_slope,
    ratchet_slope,
};
use crate::sales::record::{NONE, Presence, State};
use crate::sales::stage::Topic;

const WEEKS_PER_YEAR: f64 = 52.0;
/// What a week leaves of a memory after it: half of it after half a year.
const KEPT_HALF_YEAR: f64 = 0.973_692_7;
/// Weeks that expectations before any result count for.
const PRIOR_WEEKS: f64 = 13.0;
/// Spread of final credit that people reckon with at least, as a share of the quota.
const LEAST_SPREAD: f64 = 0.02;

impl<'a, O: Observer> SalesModel<'a, O> {
    /// What people do about their pay, if the world has any of it.
    #[inline]
    pub(super) fn behaviour(&self) -> Option<&'a Behaviour> {
        self.system.payroll.as_ref().map(|payroll| &payroll.behaviour)
    }

    /// A week is over: results are remembered, and everybody answers.
    pub(super) fn answer_pay(&mut self, events: &mut Events) {
        let Some(behaviour) = self.behaviour() else { return };
        let now = events.now();
        for seat in 0..self.seat_count() {
            self.remember_week(seat, behaviour);
        }
        self.remember_pools();
        self.look_at_pay(behaviour, now);
        if let Some(quitting) = &behaviour.quitting {
            for seat in 0..self.seat_count() {
                self.may_quit(seat, quitting.sensitivity, events);
            }
        }
    }

    /// Everybody reckons what the rest of the period may bring; also after a period has ended.
    pub(super) fn look_at_pay(&mut self, behaviour: &'a Behaviour, now: Time) {
        self.is_answered = true;
        if !behaviour.answers() {
            return;
        }
        self.find_pipeline();
        for seat in 0..self.seat_count() {
            if self.plan_of(seat).is_some() {
                self.answer(seat, behaviour, now);
            }
        }
        for at in 0..self.pools.len() {
            let (mean, sd) = self.pool_outlook(at, now);
            (self.pools[at].mean, self.pools[at].sd) = (mean, sd);
        }
    }

    fn remember_week(&mut self, seat: u32, behaviour: &Behaviour) {
        let Some(plan) = self.plan_of(seat) else { return };
        let market = self.market_pay(seat) / WEEKS_PER_YEAR;
        let account = &mut self.accounts[seat as usize];
        let pace = account.view.pace;
        let memory = &mut account.memory;
        let week = std::mem::take(&mut memory.week_credit) / pace;
        let square = std::mem::take(&mut memory.week_square) / pace;
        let other = std::mem::take(&mut memory.week_other) / pace;
        memory.credit = memory.credit * KEPT_HALF_YEAR + week;
        memory.square = memory.square * KEPT_HALF_YEAR + square;
        memory.other = memory.other * KEPT_HALF_YEAR + other;
        memory.weeks = memory.weeks * KEPT_HALF_YEAR + 1.0;
        if let Some(quitting) = &behaviour.quitting {
            let paid =
                account.earned - std::mem::replace(&mut account.earned_before, account.earned);
            let pay = plan.salary_per_year / WEEKS_PER_YEAR + paid;
            let kept = math::exp(-HOURS_PER_WEEK / quitting.memory_hours);
            if memory.pay_per_week.is_nan() {
                memory.pay_per_week = market;
            }
            memory.pay_per_week = memory.pay_per_week * kept + pay * (1.0 - kept);
        }
    }

    /// Results of pools, at normal effort of all who are on a plan.
    fn remember_pools(&mut self) {
        let pace = self.pace_of(|_| true);
        for pool in &mut self.pools {
            let week = std::mem::take(&mut pool.week_credit) / pace;
            let square = std::mem::take(&mut pool.week_square) / pace;
            pool.remembered = pool.remembered * KEPT_HALF_YEAR + week;
            pool.square = pool.square * KEPT_HALF_YEAR + square;
            pool.weeks = pool.weeks * KEPT_HALF_YEAR + 1.0;
        }
    }

    /// By seat: expected credit of own deals that are with the committee, and its variance: they
    /// close whatever the effort.
    fn find_pipeline(&mut self) {
        let mut pipeline = std::mem::take(&mut self.pipeline);
        pipeline.clear();
        pipeline.resize(self.seats.len(), (0.0, 0.0));
        if self.setup.buyers.is_some() {
            for lead in 0..self.leads.len() {
                let record = &self.leads[lead];
                let visit = record.visits;
                if !record.alive || visit == NONE || record.closer == NONE {
                    continue;
                }
                let visit = &self.visits[visit as usize];
                let talk = self.stage(visit.stage).kind.conversation();
                if visit.state != State::WithBuyer
                    || visit.touches == 0
                    || talk.is_none_or(|talk| talk.about != Topic::Decide)
                {
                    continue;
                }
                let (seat, stage) = (record.closer, visit.stage as usize);
                let lead = u32::try_from(lead).expect("fewer than 2³² leads");
                self.value(lead);
                let chance = self.prospects(lead, stage).0;
                let credit = self.credit_at_stake(lead, seat);
                let (mean, variance) = &mut pipeline[seat as usize];
                *mean += chance * credit;
                *variance += chance * (1.0 - chance) * credit * credit;
            }
        }
        self.pipeline = pipeline;
    }

    /// What of a deal the seller who closes it would be credited with, at list price, as far as he
    /// can see.
    pub(super) fn credit_at_stake(&self, lead: u32, seat: u32) -> f64 {
        let Some(plan) = self.plan_of(seat) else { return 0.0 };
        let record = &self.leads[lead as usize];
        let margin = self.system.segments[record.segment as usize].margin;
        let upstream: f64 = self.policy.pay.split.iter().map(|(_, share)| share).sum();
        plan.base.of_price(record.value, margin) * (1.0 - upstream)
    }

    /// Own credit a week at normal effort, and the variance a week makes of it.
    pub(super) fn usual_week(&self, seat: u32, plan: &Plan) -> (f64, f64) {
        let account = &self.accounts[seat as usize];
        let memory: &Memory = &account.memory;
        let heads = self.members(account.plan as usize).count().max(1) as f64;
        let expected = self.setup.pay().planned_week(plan, account.quota, heads);
        let deal = self.setup.pay().usual_deal(plan.base).1;
        let weeks = memory.weeks + PRIOR_WEEKS;
        let mean = (memory.credit + PRIOR_WEEKS * expected) / weeks;
        let square = (memory.square + PRIOR_WEEKS * expected * deal) / weeks;
        (mean, square)
    }

    /// A pool's expected credit at the end of its period, and its standard deviation.
    fn pool_outlook(&self, at: usize, now: Time) -> (f64, f64) {
        let pool = &self.pools[at];
        let (week, variance) = self.pool_week(at);
        let kind = self.pool_plan(at).period;
        let weeks = (self.period_ends[kind as usize] - now.hours()) / HOURS_PER_WEEK;
        let worked = weeks.max(0.0) * self.pace_of(|_| true);
        (pool.credit.in_cents() + week * worked, (variance * worked).sqrt())
    }

    fn pool_plan(&self, at: usize) -> &'a Plan {
        let payroll = self.system.payroll.as_ref().expect("pools need plans");
        &payroll.plans[self.pools[at].plan]
    }

    /// Credit of a pool in a week at normal effort, and the variance a week makes of it.
    fn pool_week(&self, at: usize) -> (f64, f64) {
        let pool = &self.pools[at];
        let team = self.pool_plan(at).team.as_ref().expect("a pool has a team");
        let expected =
            self.setup.pay().planned_team_week(team.base, team.quota, self.pool_plan(at));
        let deal = self.setup.pay().usual_deal(team.base).1;
        let weeks = pool.weeks + PRIOR_WEEKS;
        let mean = (pool.remembered + PRIOR_WEEKS * expected) / weeks;
        let square = (pool.square + PRIOR_WEEKS * expected * deal) / weeks;
        (mean, square)
    }

    /// How one person answers: effort, and what one more unit of credit is worth.
    fn answer(&mut self, seat: u32, behaviour: &Behaviour, now: Time) {
        let Some(plan) = self.plan_of(seat) else { return };
        let (week, variance) = self.usual_week(seat, plan);
        let account = &self.accounts[seat as usize];
        let left = (self.period_ends[plan.period as usize] - now.hours()).max(0.0);
        let weeks = left / HOURS_PER_WEEK;
        let weight = behaviour
            .patience
            .filter(|patience| left > patience.beyond_hours)
            .map_or(1.0, |patience| patience.weight);
        let (piped, pipe_variance) = self.pipeline[seat as usize];
        let least_sd =
            (LEAST_SPREAD * account.quota).max(0.5 * self.setup.pay().usual_deal(plan.base).0);
        let sd = (pipe_variance + variance * weeks).sqrt().max(least_sd);
        let mean = account.sums.credit + piped;
        let per_credit = self.beyond_the_curve(seat, plan, (week, variance), sd)
            + self.shadow_of_ratchet(seat, plan, (week, variance), behaviour);
        let pool = self.own_pool(seat).map(|at| self.pool_prospect(at, seat, behaviour, now));
        let stake = behaviour.effort.map_or(0.5, |effort| effort.stake);
        let stake_per_week = stake * self.market_pay(seat) / WEEKS_PER_YEAR;
        let prospect = Prospect {
            own: &account.curve,
            booked: account.sums.credit,
            own_mean: mean,
            own_variance: pipe_variance,
            pool,
            rate_per_week: week,
            variance_per_week: variance,
            weeks,
            least_sd,
            pay_weight: weight,
            per_credit,
            cost_per_week: behaviour.effort.map_or(0.0, |e| e.response) * stake_per_week,
        };
        let effort = behaviour.effort.as_ref().map_or(1.0, |e| best_effort(e, &prospect));
        let pace = behaviour.effort.map_or(1.0, |e| math::powf(effort, e.response));
        let mean = mean + week * pace * weeks;
        let booked = account.sums.credit;
        let own_slope = weight * (account.curve.slope(mean, sd) + per_credit);
        let (pool_slope, pool_week) = prospect.pool.as_ref().map_or((0.0, 0.0), |pool| {
            let spread = pool.sd.max(least_sd);
            let slope = pool.curve.slope(pool.mean + pool.rate_per_week * weeks, spread);
            (weight * (pool.share + pool.felt) * slope, pool.rate_per_week)
        });
        let rewards = (own_slope * week / stake_per_week, pool_slope * pool_week / stake_per_week);
        let duty = behaviour.duty.map_or(1.0, |duty| duty.done(rewards.0 - rewards.1));
        self.accounts[seat as usize].view =
            View { pace, booked, mean, sd, own_slope, pool_slope, duty };
        self.seats[seat as usize].drive = pace;
        if self.tallies.covers(now) && self.seats[seat as usize].presence == Presence::Present {
            let tally = &mut self.tallies.pay;
            tally.effort += effort;
            tally.duty += duty;
            tally.effort_weeks += 1;
        }
    }

    /// Money for one more unit of credit beyond the curve: deal rates, fees, prizes.
    fn beyond_the_curve(&self, seat: u32, plan: &Plan, (week, _): (f64, f64), sd: f64) -> f64 {
        let account = &self.accounts[seat as usize];
        let memory = &account.memory;
        let other = memory.other / (memory.weeks + PRIOR_WEEKS);
        let extra = if week > 0.0 { other / week } else { 0.0 };
        if plan.prizes.is_empty() {
            return extra;
        }
        let heads = self.members(account.plan as usize).count();
        extra + account.scale * prize_slope(&plan.prizes, heads, sd)
    }

    /// What one more unit of credit costs in the next period where the quota follows results: money,
    /// 0 or less.
    fn shadow_of_ratchet(
        &self,
        seat: u32,
        plan: &Plan,
        (week, variance): (f64, f64),
        behaviour: &Behaviour,
    ) -> f64 {
        if plan.ratchet.is_none() {
            return 0.0;
        }
        let account = &self.accounts[seat as usize];
        let weeks = plan.period.hours() / HOURS_PER_WEEK;
        let next = (week * weeks, (variance * weeks).sqrt());
        let terms = Terms::new(account.quota, account.scale);
        let attained = account.view.mean;
        let slope = ratchet_slope(plan, &terms, attained, next, &mut Curve::nothing());
        behaviour.patience.map_or(1.0, |patience| patience.weight) * slope
    }

    /// The pool that a person shares.
    pub(super) fn own_pool(&self, seat: u32) -> Option<usize> {
        let plan = self.accounts[seat as usize].plan as usize;
        self.pools.iter().position(|pool| pool.plan == plan)
    }

    /// People on plans.
    fn paid_heads(&self) -> usize {
        (0..self.seat_count()).filter(|seat| self.is_paid(*seat)).count()
    }

    /// The mean pace of those people on plans who are `wanted`; 1 if nobody is.
    fn pace_of(&self, wanted: impl Fn(u32) -> bool) -> f64 {
        let (mut sum, mut heads) = (0.0, 0.0);
        for seat in (0..self.seat_count()).filter(|seat| self.is_paid(*seat) && wanted(*seat)) {
            sum += self.accounts[seat as usize].view.pace;
            heads += 1.0;
        }
        if heads > 0.0 { sum / heads } else { 1.0 }
    }

    /// What a member has of the pool.
    fn pool_prospect(
        &self,
        at: usize,
        seat: u32,
        behaviour: &Behaviour,
        now: Time,
    ) -> PoolProspect<'_> {
        let pool = &self.pools[at];
        let members = self.members(pool.plan).count().max(1) as f64;
        let (week, variance) = self.pool_week(at);
        let kind = self.pool_plan(at).period;
        let weeks = ((self.period_ends[kind as usize] - now.hours()) / HOURS_PER_WEEK).max(0.0);
        let share = 1.0 / members;
        // A deal has many makers: of the team's credit an equal part is one's own doing.
        let own = 1.0 / self.paid_heads().max(1) as f64;
        let felt = behaviour.peers.map_or(0.0, |p| p.pressure * p.visibility * (1.0 - share));
        // The others go on as they do; oneself at normal effort.
        let others = self.pace_of(|other| other != seat);
        let pace = own + (1.0 - own) * others;
        PoolProspect {
            curve: &pool.curve,
            share,
            felt,
            booked: pool.credit.in_cents(),
            mean: pool.credit.in_cents() + week * weeks * (1.0 - own) * others,
            sd: (variance * weeks * pace).sqrt(),
            rate_per_week: week * own,
        }
    }

    /// Whether the person in a seat quits by pay: the exposure then counts down week by week.
    pub(super) fn quits_by_pay(&mut self, seat: u32, stays: f64) -> bool {
        let by_pay = self.plan_of(seat).is_some()
            && self.behaviour().is_some_and(|behaviour| behaviour.quitting.is_some());
        if by_pay {
            self.accounts[seat as usize].stays = stays;
        }
        by_pay
    }

    /// Whether a person leaves in the coming week: the usual rate, more if pay is poor.
    fn may_quit(&mut self, seat: u32, sensitivity: f64, events: &mut Events) {
        let record = &self.seats[seat as usize];
        let turnover = self.system.groups[record.name.group].turnover.as_ref();
        let Some(turnover) = turnover.filter(|t| t.per_year > 0.0) else { return };
        if record.presence == Presence::Vacant || self.plan_of(seat).is_none() {
            return;
        }
        let (market, hire) = (self.market_pay(seat) / WEEKS_PER_YEAR, record.hire);
        let account = &mut self.accounts[seat as usize];
        let pay = account.memory.pay_per_week;
        let poor = if pay.is_nan() || market <= 0.0 { 0.0 } else { 1.0 - pay / market };
        let rate = turnover.per_year / WEEKS_PER_YEAR * math::exp(sensitivity * poor);
        if account.stays < rate {
            let hours = account.stays / rate * HOURS_PER_WEEK;
            let leaves = Time::from_hours(events.now().hours() + hours);
            account.stays = f64::INFINITY;
            schedule(events, leaves, Event::SeatLeaves(seat, hire));
        } else {
            account.stays -= rate;
        }
    }
}
