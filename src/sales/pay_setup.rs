//! What of pay is the same in every replication: market pay, and what a planner expects of credit.

use super::buyer::Quantiles;
use super::calendar::HOURS_PER_WEEK;
use super::nominal::Nominal;
use super::pay::{Base, Overlay, Payroll, Plan, Tier, deal_pay, has_ends};
use super::people::Turnover;
use super::rules::role_names;
use super::stage::{Exit, Stage, StageKind, Target, Topic};
use super::system::SalesSystem;
use super::titles::market_pay;
use crate::engine::law::Law;

const WEEKS_PER_YEAR: f64 = 52.0;
/// Months until a seat is filled again, where the world says nothing.
const MONTHS_TO_REPLACE: f64 = 4.0;
/// Meetings that a planner expects of a lead.
const MEETINGS_PER_LEAD: f64 = 0.5;
/// Deals of each segment whose sizes stand for all of them.
const SIZES: u32 = 256;

/// Everything about pay that is made once for a world.
#[derive(Clone, Debug)]
pub(super) struct PaySetup {
    /// By role name: what the market pays a year, in money.
    pub market_pay: Vec<f64>,
    /// By role name: the plan of people in it who are on none, a salary of what they cost.
    pub salaries: Vec<Plan>,
    /// The plans, each after those whose credit its overlays share.
    pub plan_order: Vec<usize>,
    /// By plan: whether it matters in which period a deal falls.
    pub bends: Vec<bool>,
    /// The law of the discount that moves a buyer.
    pub reservation: Option<Quantiles>,
    /// How people are replaced who leave for better pay in a world without turnover.
    pub usual_turnover: Turnover,
    /// The stages from which a lead is won, and those that hold meetings, as bit masks.
    pub closing: u64,
    pub meeting: u64,
    plan: Planned,
    /// Deals that stand for all: price, margin on it, weight. Empty where no plan pays by size.
    sizes: Vec<(f64, f64, f64)>,
}

/// What a planner expects of the whole funnel.
#[derive(Clone, Debug)]
struct Planned {
    revenue: Expected,
    margin: Expected,
    deals: Expected,
    meetings: Expected,
    /// Wins a week.
    won_by_segment: Vec<f64>,
    /// By stage: when work there is booked.
    lags: Vec<Lag>,
}

impl Planned {
    fn of(system: &SalesSystem, nominal: &Nominal) -> Self {
        let (mut revenue, mut margin) = (Expected::default(), Expected::default());
        let (mut wins, mut leads) = (0.0, 0.0);
        let mut won_by_segment = vec![0.0; system.segments.len()];
        let mut lags = vec![Lag::default(); system.stages.len()];
        for (c, channel) in system.channels.iter().enumerate() {
            let volume = channel.mean_leads_per_week();
            leads += volume;
            let entry = channel.entry.unwrap_or(system.entry);
            for (s, share) in channel.segment_mix.iter().enumerate() {
                let segment = &system.segments[s];
                let won = volume * share * nominal.win(entry, c, s);
                wins += won;
                won_by_segment[s] += won;
                revenue.add(won, segment.value.mean(), segment.value.variance(), 1.0);
                margin.add(won, segment.value.mean(), segment.value.variance(), segment.margin);
                for (stage, lag) in lags.iter_mut().enumerate() {
                    lag.add(nominal, (stage, c, s), volume * share);
                }
            }
        }
        let whole = |rate: f64| Expected { per_week: rate, deal: 1.0, square: 1.0 };
        Self {
            revenue: revenue.of(wins),
            margin: margin.of(wins),
            deals: whole(wins),
            meetings: whole(leads * MEETINGS_PER_LEAD),
            won_by_segment,
            lags,
        }
    }
}

/// Credit of a kind that the whole funnel is planned to bring.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expected {
    /// A week.
    pub per_week: f64,
    /// Per deal; and per deal if each unit of credit counts alike (the larger deals more).
    pub deal: f64,
    pub square: f64,
}

/// Work at a stage on leads that are won, in standard hours a week, and the same times the hours with
/// the buyer from there to the win, all and those before a proposal.
#[derive(Clone, Copy, Debug, Default)]
struct Lag {
    work: f64,
    to_win: f64,
    to_proposal: f64,
}

impl PaySetup {
    /// What takes time is taken from `like`, that of another world, where the two agree.
    pub(super) fn new(
        system: &SalesSystem,
        nominal: &Nominal,
        like: Option<&Self>,
    ) -> Option<Self> {
        let at_hand = like.and_then(|like| like.reservation.as_ref());
        let payroll = system.payroll.as_ref()?;
        let timing = payroll.behaviour.timing.as_ref();
        let plan = Planned::of(system, nominal);
        let market_pay = market_pay(system);
        Some(Self {
            salaries: salaries(system, &market_pay),
            market_pay,
            plan_order: plan_order(payroll),
            usual_turnover: usual_turnover(),
            reservation: timing.map(|timing| {
                let law = &timing.reservation;
                // below 0: whoever decides earlier for nothing
                Quantiles::at_hand(law, at_hand.into_iter())
                    .unwrap_or_else(|| Quantiles::cut(law, -1.0))
            }),
            bends: payroll.plans.iter().map(has_ends).collect(),
            closing: stages_that(system, closes),
            meeting: stages_that(system, |stage| {
                stage.kind.conversation().is_some_and(|talk| talk.about == Topic::Qualify)
            }),
            sizes: sizes(system, &plan.won_by_segment),
            plan,
        })
    }

    /// Credit of a kind that the whole funnel is planned to bring.
    pub(super) fn expected(&self, base: Base) -> &Expected {
        match base {
            Base::Revenue => &self.plan.revenue,
            Base::Margin | Base::Value => &self.plan.margin,
            Base::Deals => &self.plan.deals,
            Base::Meetings => &self.plan.meetings,
        }
    }

    /// Credit for each unit of money of a price, over all that is planned to be won.
    pub(super) fn credit_per_money(&self, base: Base) -> f64 {
        let money = self.plan.revenue.per_week;
        if money > 0.0 { self.expected(base).per_week / money } else { 0.0 }
    }

    /// Mean hours with the buyer from work at a set of stages (a bit mask) to the win, of leads that
    /// are won; and those of them before a proposal.
    pub(super) fn lag_hours(&self, stages: u64) -> (f64, f64) {
        let works = |stage: &usize| stages >> stage & 1 == 1;
        let of = |part: fn(&Lag) -> f64| -> f64 {
            (0..self.plan.lags.len()).filter(works).map(|stage| part(&self.plan.lags[stage])).sum()
        };
        let work = of(|lag| lag.work);
        if work > 0.0 {
            (of(|lag| lag.to_win) / work, of(|lag| lag.to_proposal) / work)
        } else {
            (0.0, 0.0)
        }
    }

    /// Money for each unit of credit by rates that go by the size of a deal, of which a person is
    /// credited with this share: over all that is planned to be won.
    pub(super) fn rate_by_size(&self, tiers: &[Tier], base: Base, share: f64) -> f64 {
        let (mut money, mut credit) = (0.0, 0.0);
        for (price, margin, weight) in &self.sizes {
            let own = base.of_price(*price, *margin) * share;
            money += weight * deal_pay(tiers, own);
            credit += weight * own;
        }
        if credit > 0.0 { money / credit } else { 0.0 }
    }
}

impl Lag {
    fn add(&mut self, nominal: &Nominal, (stage, c, s): (usize, usize, usize), leads: f64) {
        let hours = nominal.visits(stage, c, s) * nominal.hours_per_visit(stage, c, s);
        let work = leads * hours * nominal.win(stage, c, s);
        let (to_win, to_proposal) = nominal.waits_to_win(stage, c, s);
        self.work += work;
        self.to_win += work * to_win;
        self.to_proposal += work * to_proposal;
    }
}

impl Expected {
    fn add(&mut self, deals: f64, mean: f64, variance: f64, factor: f64) {
        self.per_week += deals * mean * factor;
        self.square += deals * (mean * mean + variance) * factor * factor;
    }

    /// From sums over `wins` deals a week.
    fn of(self, wins: f64) -> Self {
        let per = |above: f64, below: f64| if below > 0.0 { above / below } else { 0.0 };
        Self {
            per_week: self.per_week,
            deal: per(self.per_week, wins),
            square: per(self.square, self.per_week),
        }
    }
}

/// Nobody leaves but for better pay; a seat is then vacant for four months on average.
fn usual_turnover() -> Turnover {
    let replace = Law::exponential(MONTHS_TO_REPLACE * WEEKS_PER_YEAR * HOURS_PER_WEEK / 12.0);
    Turnover { per_year: 0.0, replace: replace.expect("a time"), hiring_cost: 0.0 }
}

fn salaries(system: &SalesSystem, market_pay: &[f64]) -> Vec<Plan> {
    let salary = |(name, pay): (&String, &f64)| Plan { salary_per_year: *pay, ..Plan::new(name) };
    role_names(system).iter().zip(market_pay).map(salary).collect()
}

/// The set of stages of a kind, one bit for each index.
fn stages_that(system: &SalesSystem, is: impl Fn(&Stage) -> bool) -> u64 {
    let stages = system.stages.iter().enumerate().filter(|(_, stage)| is(stage));
    stages.fold(0, |mask, (at, _)| mask | 1 << at)
}

/// Whether a lead can be won from a stage.
fn closes(stage: &Stage) -> bool {
    let won = |target: &Target| *target == Target::Exit(Exit::WON);
    match &stage.kind {
        StageKind::Chance(chance) => {
            let routes = chance.routes.values().iter();
            routes.flat_map(|routes| &routes.0).any(|(target, chance)| *chance > 0.0 && won(target))
        }
        StageKind::Contact(contact) => won(&contact.then),
        StageKind::Parallel { then, .. } => won(then),
        StageKind::Buyer(talk) => won(&talk.then),
        StageKind::Account(_) => false,
    }
}

/// Deals at equally likely sizes of each segment, weighted by what is won of it.
fn sizes(system: &SalesSystem, won: &[f64]) -> Vec<(f64, f64, f64)> {
    let by_size = |plan: &Plan| !plan.tiers.is_empty();
    if !system.payroll.as_ref().is_some_and(|payroll| payroll.plans.iter().any(by_size)) {
        return Vec::new();
    }
    let segments = system.segments.iter().zip(won).filter(|(_, won)| **won > 0.0);
    let of_segment = |(segment, won): (&super::Segment, &f64)| {
        let (margin, won) = (segment.margin, *won);
        let at = |k: u32| segment.value.quantile((f64::from(k) + 0.5) / f64::from(SIZES));
        (0..SIZES).map(|k| (at(k), margin, won)).collect::<Vec<_>>()
    };
    segments.flat_map(of_segment).collect()
}

/// Plans in an order in which the sources of overlays come first; a scenario with a ring is refused.
fn plan_order(payroll: &Payroll) -> Vec<usize> {
    let sources = |plan: usize| {
        payroll.plans[plan].overlays.iter().filter_map(|overlay| match overlay {
            Overlay::Plan { plan, .. } => Some(*plan),
            Overlay::Stage { .. } => None,
        })
    };
    let mut order: Vec<usize> = Vec::new();
    for _ in 0..payroll.plans.len() {
        for plan in 0..payroll.plans.len() {
            if !order.contains(&plan) && sources(plan).all(|source| order.contains(&source)) {
                order.push(plan);
            }
        }
    }
    order
}
