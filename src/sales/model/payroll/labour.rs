//! What people earn here against what they would earn elsewhere, and who leaves for it.

use super::events::{fees_per_week, renewals_per_week};
use super::{PayOffice, Payroll};
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{PlanId, SeatId};
use crate::sales::model::{Event, Events, schedule};
use crate::sales::observer::Observer;
use crate::sales::pay::{Contest, Labour, Plan, Split, UsualYear, Week, own_weight};
use crate::sales::record::Presence;

const WEEKS_PER_YEAR: f64 = 52.0;

/// What the people of a job bring together in a usual week at normal effort. All of them know it, and
/// each expects a part by own ability: one's own luck says nothing of what comes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Level {
    credit: f64,
    variance: f64,
    /// Ability × hours.
    weight: f64,
}

/// A person in a seat, or one who looks at the job.
#[derive(Clone, Copy, Debug)]
struct Candidate<'p> {
    seat: SeatId,
    plan: &'p Plan,
    /// θ; and ability × hours.
    ability: f64,
    weight: f64,
    /// What a usual week brings at normal effort, and the pace at which the seat's people work.
    normal: Week,
    pace: f64,
}

impl<O: Observer> PayOffice<'_, '_, O> {
    /// Everybody compares what a usual year brings with what it would elsewhere, and may leave in the
    /// coming week.
    pub(crate) fn weigh_offers(&mut self, events: &mut Events) {
        if self.payroll.terms.behaviour.labour.is_some() {
            self.find_levels();
            for seat in self.seats.ids() {
                self.may_leave(seat, 1.0, events);
            }
        }
    }

    /// Whether somebody leaves in so many weeks to come: who stays has used up some of the wish to.
    pub(crate) fn may_leave(&mut self, seat: SeatId, weeks: f64, events: &mut Events) {
        let record = &self.seats[seat];
        let Some(labour) = self.payroll.labour_of(seat) else { return };
        if record.presence == Presence::Vacant || record.stays.is_infinite() {
            return;
        }
        let usual = self.ctx.system.groups[record.name.group].turnover.as_ref();
        let worth = self.worth_of_pay(labour, seat);
        let rate = labour.departures(worth, usual.map(|t| t.per_year)) / WEEKS_PER_YEAR;
        let record = &mut self.seats[seat];
        if record.stays >= rate * weeks {
            record.stays -= rate * weeks;
            return;
        }
        let hours = record.stays / rate * HOURS_PER_WEEK;
        record.stays = f64::INFINITY;
        record.leaves_at = Time::from_hours(events.now().hours() + hours);
        schedule(events, record.leaves_at, Event::SeatLeaves(seat, record.hire));
    }

    /// The chance that a candidate of the ability noted for a seat takes the job: whoever is offered one
    /// without a plan takes it.
    pub(crate) fn chance_to_come(&mut self, seat: SeatId) -> f64 {
        let labour = self.payroll.labour_of(seat);
        labour.map_or(1.0, |labour| labour.accepts(self.worth_of_pay(labour, seat)))
    }

    /// How often a person of the ability noted for a seat is found in it, in proportion: the chance to come
    /// times the time that such a person stays.
    pub(crate) fn staying(&mut self, seat: SeatId) -> f64 {
        let Some(labour) = self.payroll.labour_of(seat) else { return 1.0 };
        let group = &self.ctx.system.groups[self.seats[seat].name.group];
        let usual = group.turnover.as_ref().map(|turnover| turnover.per_year);
        let worth = self.worth_of_pay(labour, seat);
        labour.accepts(worth) / labour.departures(worth, usual)
    }

    /// The same of somebody whose ability in the job is so many times the usual one.
    pub(crate) fn staying_at(&mut self, seat: SeatId, ability: f64) -> f64 {
        let (noted, now) = (self.seats[seat].ability, self.ability_in_job(seat));
        if now > 0.0 {
            self.seats[seat].ability = noted * ability / now;
        }
        let weight = self.staying(seat);
        self.seats[seat].ability = noted;
        weight
    }

    /// What a job brings is what its people have come to expect of it; what is known of it stays known
    /// where nobody is left.
    pub(crate) fn find_levels(&mut self) {
        let mut levels = std::mem::take(&mut self.payroll.levels);
        for seat in self.seats.ids().filter(|seat| self.payroll.pays(*seat)) {
            levels[self.seats[seat].account] = Level::default();
        }
        for seat in self.seats.ids().filter(|seat| self.payroll.pays(*seat)) {
            let plan = self.payroll.plan_of(seat).expect("who is paid is on a plan");
            let (credit, variance) = self.payroll.usual_week(seat, plan);
            let level = &mut levels[self.seats[seat].account];
            level.credit += credit;
            level.variance += variance;
            level.weight += self.payroll.accounts[seat].weight;
        }
        self.payroll.levels = levels;
    }

    /// What a usual year's pay in a seat is worth to the person, in multiples of what a normal plan would
    /// pay the same ability for the same credit: a straight line that makes the stake of market pay depend
    /// on output.
    fn worth_of_pay(&mut self, labour: &Labour, seat: SeatId) -> f64 {
        let market = self.payroll.market_pay(&self.seats[seat]);
        let Some(plan) = self.payroll.plan_of(seat).filter(|_| market > 0.0) else { return 1.0 };
        let who = self.candidate(seat, plan);
        let (mean, variance) = self.usual_year(&who);
        let stake = self.payroll.terms.stake();
        let variable = stake * market * who.ability;
        let (credit, sd) = who.normal.times(WEEKS_PER_YEAR);
        let noise = if credit > 0.0 { (sd / credit) * (sd / credit) } else { 0.0 };
        let fixed = (1.0 - stake) * market;
        let elsewhere = labour.certain(fixed + variable, variable * variable * noise);
        labour.certain(mean, variance) / elsewhere
    }

    fn candidate<'p>(&self, seat: SeatId, plan: &'p Plan) -> Candidate<'p> {
        let account = &self.payroll.accounts[seat];
        let level = self.payroll.levels[self.seats[seat].account];
        let (usual, all) = if level.weight > 0.0 {
            ((level.credit, level.variance), level.weight)
        } else {
            (self.payroll.usual_week(seat, plan), account.weight)
        };
        let weight = self.weight_of(seat);
        let part = if all > 0.0 { weight / all } else { 0.0 };
        Candidate {
            seat,
            plan,
            ability: self.ability_in_job(seat),
            weight,
            normal: Week { credit: part * usual.0, variance: part * usual.1 },
            pace: account.view.pace,
        }
    }

    /// Pay of a usual year and its variance: salary, own part, pool, prizes and what else deals bring but
    /// for SPIFFs.
    fn usual_year(&mut self, who: &Candidate<'_>) -> (f64, f64) {
        let plan = who.plan;
        let own = self.payroll.own_year(who);
        let pool = self.pool_year(who);
        let prizes = self.prizes_of_a_year(who);
        let account = &self.payroll.accounts[who.seat];
        let by_size = own_weight(plan) * account.scale * account.rate_by_size * who.normal.credit;
        let by_deal = by_size
            + fees_per_week(self.payroll, self.ctx, (who.seat, plan))
            + renewals_per_week(self.payroll, self.ctx, who.seat, |_| 1.0);
        // Of the pool's credit a part is one's own doing, and as lucky as one's own credit.
        let doing = self.payroll.crowd.part(who.weight).min(1.0);
        let common = own.slope * pool.slope * (own.noise * pool.noise * doing).sqrt();
        (
            plan.salary_per_year
                + own.mean
                + pool.mean
                + prizes.mean
                + by_deal * who.pace * WEEKS_PER_YEAR,
            own.variance + pool.variance + 2.0 * common + prizes.variance,
        )
    }

    /// What a year brings through the pool.
    fn pool_year(&mut self, who: &Candidate<'_>) -> UsualYear {
        let payroll = &mut *self.payroll;
        let Some(at) = payroll.own_pool(who.seat) else { return UsualYear::default() };
        let weeks = payroll.pool_plan(at).period.hours() / HOURS_PER_WEEK;
        let (credit, variance) = payroll.pool_week(at, self.ctx.throughput);
        let pace = payroll.mean_pace();
        let week = Week { credit: pace * credit, variance: pace * variance };
        let share = match payroll.team_of(at).split {
            Split::Equal | Split::Hours => {
                1.0 / (1 + payroll.count_others_on_plan(who.seat)) as f64
            }
            Split::Credit => {
                let others: f64 =
                    payroll.others_on_plan(who.seat).map(|s| payroll.accounts[s].weight).sum();
                if who.weight > 0.0 { who.weight / (who.weight + others) } else { 0.0 }
            }
        };
        UsualYear::of_curve(&payroll.pools[at].curve, week, weeks).share(share)
    }

    /// What a year brings in prizes, among colleagues at usual weeks.
    fn prizes_of_a_year(&mut self, who: &Candidate<'_>) -> UsualYear {
        if who.plan.prizes.is_empty() {
            return UsualYear::default();
        }
        let weeks = who.plan.period.hours() / HOURS_PER_WEEK;
        let mut rivals = std::mem::take(&mut self.payroll.rivals);
        rivals.clear();
        let others = self.payroll.others_on_plan(who.seat);
        rivals.extend(others.map(|seat| self.candidate(seat, who.plan).week().times(weeks)));
        let (mean, sd) = who.week().times(weeks);
        let scale = self.payroll.accounts[who.seat].scale;
        let expected = |prizes: &[f64], scale: f64| {
            Contest { prizes, rivals: &rivals, scale }.expected(mean, sd)
        };
        let prize = expected(&who.plan.prizes, scale);
        let squares: Vec<f64> = who.plan.prizes.iter().map(|prize| prize * prize).collect();
        let variance = (expected(&squares, scale * scale) - prize * prize).max(0.0);
        self.payroll.rivals = rivals;
        UsualYear::of_periods(UsualYear { mean: prize, variance, slope: 0.0, noise: 0.0 }, weeks)
    }
}

impl<'a> Payroll<'a> {
    /// How the person in a seat compares pay with what there is elsewhere, if that decides when people
    /// leave it: on a plan, in a world with a labour market.
    pub(crate) fn labour_of(&self, seat: SeatId) -> Option<&'a Labour> {
        self.plan_of(seat)?;
        self.terms.behaviour.labour.as_ref()
    }

    /// What the own part of a year brings.
    fn own_year(&mut self, who: &Candidate<'_>) -> UsualYear {
        let account = &self.accounts[who.seat];
        let kept = self.kept_of_commission(account.plan);
        let terms = (account.quota, account.scale);
        UsualYear::of_plan(who.plan, terms, who.week(), &mut self.usual_curve).share(kept)
    }

    /// Commission is paid for a deal, of which so much will go back.
    pub(super) fn count_commission(&mut self, seat: SeatId, commission: f64, back: f64) {
        let plan = self.accounts[seat].plan;
        let (paid, gone_back) = self.gone_back[plan];
        self.gone_back[plan] = (paid + commission, gone_back + back);
    }

    /// The share of commission that has not gone back, as this company has seen it.
    fn kept_of_commission(&self, plan: PlanId) -> f64 {
        let (paid, back) = self.gone_back[plan];
        if paid > 0.0 { 1.0 - back / paid } else { 1.0 }
    }
}

impl Candidate<'_> {
    /// What a usual week brings.
    fn week(&self) -> Week {
        let Week { credit, variance } = self.normal;
        Week { credit: self.pace * credit, variance: self.pace * variance }
    }
}
