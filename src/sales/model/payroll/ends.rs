//! What a decision is worth to the seller by when it falls: before an end that matters, or after it.

use super::Payroll;
use crate::engine::Time;
use crate::math;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{Handle, SeatId};
use crate::sales::model::context::Context;
use crate::sales::pay::{
    self, Base, Contest, Curve, Part, Patience, Period, Plan, Spiff, deal_pay, own_weight,
};

/// Credit of a usual next period that is left at least, however many deals are taken out of it.
const LEAST_LEFT: f64 = 0.3;

/// A deal that is being decided, as its seller sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtStake {
    /// The chance that it is won, if it is decided at all.
    pub chance: f64,
    /// At which rate it is let lie, per hour.
    pub lapse_per_hour: f64,
    /// Credit at list price: the seller's own, and the pool's.
    pub own: f64,
    pub pool: f64,
}

/// Where on a curve a deal is priced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// On top of what is expected without it.
    OnTop,
    /// The same of a deal that is part of what is expected.
    Expected,
    /// As the last of several that come in together: expected credit of them all, own and the pool's.
    Last(f64, f64),
}

/// Pay by a curve that one more deal moves: the own part of a plan, or a pool's.
struct Side<'p> {
    base: Base,
    /// Money of the running period by its credit, and of the next one.
    this: &'p Curve,
    next: &'p Curve,
    /// Commission of the running period, where the next date counts its credit once more.
    counted_again: Option<&'p Curve>,
    /// What a unit of the money is worth to the person, but for when it is paid.
    felt: f64,
    /// Credit of the running period: what is certain; mean and standard deviation at its end.
    booked: f64,
    mean: f64,
    sd: f64,
    /// Of a usual next period: the same; and what the next curve counts before it.
    next_mean: f64,
    next_sd: f64,
    before_next: f64,
}

/// A deal on one of the curves.
struct Step {
    /// Its credit, and of that how much is expected already.
    credit: f64,
    expected: f64,
    /// Credit of those with which it comes in together, if it is the last of them.
    together: Option<f64>,
}

impl Step {
    /// Where a deal of so much credit and this chance comes in.
    fn at(place: Place, credit: f64, chance: f64, together: f64) -> Self {
        match place {
            Place::OnTop => Self { credit, expected: 0.0, together: None },
            Place::Expected => Self { credit, expected: chance * credit, together: None },
            Place::Last(..) => Self { credit, expected: 0.0, together: Some(together) },
        }
    }
}

impl Side<'_> {
    /// What the deal adds to expected pay of the running period by this curve.
    fn adds(&self, curve: &Curve, step: &Step) -> f64 {
        let from = self.mean - step.expected + step.together.map_or(0.0, |all| all - step.credit);
        curve.expected_beyond(self.booked, from + step.credit, self.sd)
            - curve.expected_beyond(self.booked, from, self.sd)
    }

    /// What it adds on the next date of pay.
    fn adds_next(&self, step: &Step) -> f64 {
        let left = self.next_mean - step.together.unwrap_or(0.0);
        let from = self.before_next + left.max(LEAST_LEFT * self.next_mean);
        self.next.expected(from + step.credit, self.next_sd)
            - self.next.expected(from, self.next_sd)
    }

    /// What it is worth: money of the running period and of the next one count so much.
    fn worth(&self, step: &Step, is_next: bool, (this, next): (f64, f64)) -> f64 {
        let money = if is_next {
            next * self.adds_next(step)
        } else {
            // Credit of the year counts on later dates, too; its commission is paid once.
            let again = self.counted_again.map_or(0.0, |commission| {
                next * (self.adds_next(step) - self.adds(commission, step))
            });
            this * self.adds(self.this, step) + again
        };
        self.felt * money
    }
}

/// What a seller sees of the periods before and after an end.
pub(crate) struct Ends<'p> {
    plan: &'p Plan,
    scale: f64,
    own: Side<'p>,
    pool: Option<Side<'p>>,
    /// Money for one more unit of own credit through prizes: in this period, and in the next.
    prizes: (f64, f64),
    /// What a unit of own credit is worth through renewals.
    renewal_per_credit: f64,
    /// What pay counts beside the norm, and what a unit of own credit is worth by the norm.
    pay_counts: f64,
    norm_per_credit: f64,
    patience: Option<Patience>,
    /// When the running period ends, and the fiscal year began, in hours; whether pay is a straight
    /// line.
    period_end: f64,
    fiscal_start: f64,
    is_straight: bool,
    now: f64,
}

impl Ends<'_> {
    /// What it is worth to the seller that a deal is decided at `at` hours, at this discount on the
    /// price: `P̂ · (chance that it is not let lie until then) · ((1 − m) · pay + ν · credit)`. A
    /// decision at the very end of a period still belongs to it.
    pub(crate) fn worth(&self, deal: &AtStake, at: f64, discount: f64, place: Place) -> f64 {
        let credit = deal.own * self.own.base.kept_at(discount);
        let is_next = at > self.period_end;
        let counts = self.counts(at);
        let weights = if is_next { (counts, counts) } else { (counts, self.counts_next()) };
        let (all, all_pool) = match place {
            Place::Last(own, pool) => (own, pool),
            Place::OnTop | Place::Expected => (0.0, 0.0),
        };
        let step = Step::at(place, credit, deal.chance, all);
        let own = self.own.worth(&step, is_next, weights);
        let pool = self.pool.as_ref().map_or(0.0, |pool| {
            let credit = deal.pool * pool.base.kept_at(discount);
            let step = Step::at(place, credit, deal.chance, all_pool);
            pool.worth(&step, is_next, weights)
        });
        let prizes = if is_next { self.prizes.1 } else { self.prizes.0 };
        let beside = self.scale
            * (own_weight(self.plan) * deal_pay(&self.plan.tiers, credit) + self.spiffs(at))
            + prizes * credit;
        let pay = own + pool + counts * beside + self.renewal_per_credit * credit;
        let survives = math::exp(-deal.lapse_per_hour * (at - self.now).max(0.0));
        deal.chance * survives * (self.pay_counts * pay + self.norm_per_credit * credit)
    }

    /// What money of a decision at `at` hours is worth now, by the day on which it is paid.
    fn counts(&self, at: f64) -> f64 {
        let period = if self.is_straight { Period::Month } else { self.plan.period };
        let paid = if self.is_straight || at > self.period_end {
            period.end_after(if self.is_straight { self.fiscal_start } else { self.period_end }, at)
        } else {
            self.period_end
        };
        pay::weight(self.patience, paid - self.now)
    }

    /// The same of the next period's end.
    fn counts_next(&self) -> f64 {
        pay::weight(self.patience, self.period_end + self.plan.period.hours() - self.now)
    }

    /// SPIFFs on deals that are open at `at` hours, their last instant included.
    fn spiffs(&self, at: f64) -> f64 {
        let open = |s: &&Spiff| s.event == Base::Deals && s.from_hours < at && at <= s.to_hours;
        self.plan.spiffs.iter().filter(open).map(|spiff| spiff.amount).sum()
    }

    /// What is expected of a deal at this discount: own credit, and the pool's.
    pub(crate) fn expected(&self, deal: &AtStake, discount: f64) -> (f64, f64) {
        let pool = self.pool.as_ref().map_or(0.0, |pool| pool.base.kept_at(discount));
        let own = self.own.base.kept_at(discount);
        (deal.chance * deal.own * own, deal.chance * deal.pool * pool)
    }

    /// So much more own credit is expected of the running period, and so much more of the pool's.
    pub(crate) fn expect_more(&mut self, (own, pool): (f64, f64)) {
        self.own.mean += own;
        if let Some(side) = &mut self.pool {
            side.mean += pool;
        }
    }
}

impl Payroll<'_> {
    /// The first end after `after` hours that matters to the seller in a seat and is no more than
    /// `window` hours away: of a period in which pay bends or jumps, or of a SPIFF on deals that is open.
    pub(crate) fn end_after(&self, seat: SeatId, after: f64, now: f64, window: f64) -> Option<f64> {
        let plan = self.plan_of(seat)?;
        let period = Some(self.period_end(plan)).filter(|_| self.bends(seat));
        let open = |s: &&Spiff| s.event == Base::Deals && s.from_hours <= now && now < s.to_hours;
        let spiffs = plan.spiffs.iter().filter(open).map(|spiff| spiff.to_hours);
        let near = |end: &f64| *end > after && *end > now && *end - now <= window;
        spiffs.chain(period).filter(near).min_by(f64::total_cmp)
    }

    /// When the running period of a plan ends, in hours.
    pub(crate) fn period_end(&self, plan: &Plan) -> f64 {
        self.period_ends[plan.period as usize]
    }

    /// Whether what a period pays a person, own or through the pool, bends or jumps somewhere.
    pub(crate) fn bends(&self, seat: SeatId) -> bool {
        let plan = self.accounts[seat].plan.place();
        self.planned.bends.get(plan).copied().unwrap_or(false)
    }

    /// What the seller in a seat sees of the periods before and after the end of the running one.
    pub(crate) fn ends(&self, ctx: &Context<'_>, seat: SeatId, now: Time) -> Ends<'_> {
        let plan = self.plan_of(seat).expect("somebody on a plan");
        let (account, view) = (&self.accounts[seat], &self.accounts[seat].view);
        Ends {
            plan,
            scale: account.scale,
            own: self.own_side(seat, plan),
            pool: self.own_pool(seat).map(|at| self.pool_side(ctx, at, seat, now)),
            prizes: self.prizes_per_credit(seat, plan),
            renewal_per_credit: view.renewal_per_credit,
            pay_counts: 1.0 - self.terms.norm(),
            norm_per_credit: view.norm_per_credit,
            patience: self.terms.behaviour.patience,
            period_end: self.period_end(plan),
            fiscal_start: self.terms.fiscal_start_hours,
            is_straight: account.is_straight,
            now: now.hours(),
        }
    }

    fn own_side(&self, seat: SeatId, plan: &Plan) -> Side<'_> {
        let (account, view) = (&self.accounts[seat], &self.accounts[seat].view);
        let year = account.later.first().filter(|_| !account.is_straight);
        Side {
            base: plan.base,
            this: &account.curve,
            next: year.map_or(&account.next, |date| date.all()),
            counted_again: year.map(|_| &account.commission),
            felt: 1.0,
            booked: view.booked,
            mean: view.mean,
            sd: view.sd,
            next_mean: view.next_mean,
            next_sd: view.next_sd,
            before_next: year.map_or(0.0, |_| account.year.credit + view.mean),
        }
    }

    fn pool_side(&self, ctx: &Context<'_>, at: usize, seat: SeatId, now: Time) -> Side<'_> {
        let plan = self.pool_plan(at);
        let weeks = self.hours_left(plan, now) / HOURS_PER_WEEK;
        let (part, (next_mean, next_sd)) = self.pool_part(ctx, at, (seat, 1.0), now);
        let worked = self.books(seat, weeks) * weeks * self.accounts[seat].view.pace;
        let (mean, sd) = part.credit(worked);
        let Part { curve, counts: felt, booked, .. } = part;
        Side {
            base: self.team_of(at).base,
            this: curve,
            next: curve,
            counted_again: None,
            felt,
            booked,
            mean,
            sd,
            next_mean,
            next_sd,
            before_next: 0.0,
        }
    }

    /// Money for one more unit of credit through prizes: where everybody stands in this period, and in
    /// a usual next one.
    fn prizes_per_credit(&self, seat: SeatId, plan: &Plan) -> (f64, f64) {
        if plan.prizes.is_empty() {
            return (0.0, 0.0);
        }
        let (account, view) = (&self.accounts[seat], &self.accounts[seat].view);
        let slope = |rivals: &[(f64, f64)], mean, sd| {
            Contest { prizes: &plan.prizes, rivals, scale: account.scale }.slope(mean, sd)
        };
        let others = || self.others_on_plan(seat);
        let usual = |other: SeatId| {
            let view = &self.accounts[other].view;
            (view.next_mean, view.next_sd)
        };
        let now: Vec<_> = others().map(|other| self.accounts[other].standing).collect();
        let next: Vec<_> = others().map(usual).collect();
        (slope(&now, view.mean, view.sd), slope(&next, view.next_mean, view.next_sd))
    }

    /// So much more own credit is expected of the running period.
    pub(crate) fn expect_more(&mut self, seat: SeatId, credit: f64) {
        self.accounts[seat].view.mean += credit;
    }
}
