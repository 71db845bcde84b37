//! What of pay is the same in every replication: market pay, and what a planner expects of credit.

use super::buyer::Quantiles;
use super::nominal::Nominal;
use super::pay::{Base, Overlay, Payroll, Plan};
use super::system::SalesSystem;

const WEEKS_PER_YEAR: f64 = 52.0;
/// Meetings that a planner expects of a lead.
const MEETINGS_PER_LEAD: f64 = 0.5;

/// Everything about pay that is made once for a world.
#[derive(Clone, Debug)]
pub(super) struct PaySetup {
    /// By role name: what the market pays a year, in money.
    pub market_pay: Vec<f64>,
    /// The plans, each after those whose credit its overlays share.
    pub plan_order: Vec<usize>,
    /// The law of the discount that moves a buyer.
    pub reservation: Option<Quantiles>,
    revenue: Expected,
    margin: Expected,
    deals: Expected,
    meetings: Expected,
}

/// Credit of a kind that the whole funnel is planned to bring.
#[derive(Clone, Copy, Debug, Default)]
struct Expected {
    /// A week.
    per_week: f64,
    /// Per deal; and per deal if each unit of credit counts alike (the larger deals more).
    deal: f64,
    square: f64,
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
        let (mut revenue, mut margin) = (Expected::default(), Expected::default());
        let (mut wins, mut leads) = (0.0, 0.0);
        for (c, channel) in system.channels.iter().enumerate() {
            let volume = channel.mean_leads_per_week();
            leads += volume;
            let entry = channel.entry.unwrap_or(system.entry);
            for (s, share) in channel.segment_mix.iter().enumerate() {
                let segment = &system.segments[s];
                let won = volume * share * nominal.win(entry, c, s);
                wins += won;
                revenue.add(won, segment.value.mean(), segment.value.variance(), 1.0);
                margin.add(won, segment.value.mean(), segment.value.variance(), segment.margin);
            }
        }
        let whole = |rate: f64| Expected { per_week: rate, deal: 1.0, square: 1.0 };
        Some(Self {
            market_pay: market_pay(system),
            plan_order: plan_order(payroll),
            reservation: timing
                .map(|timing| Quantiles::among(&timing.reservation, at_hand.into_iter())),
            revenue: revenue.of(wins),
            margin: margin.of(wins),
            deals: whole(wins),
            meetings: whole(leads * MEETINGS_PER_LEAD),
        })
    }

    fn expected(&self, base: Base) -> &Expected {
        match base {
            Base::Revenue => &self.revenue,
            Base::Margin | Base::Value => &self.margin,
            Base::Deals => &self.deals,
            Base::Meetings => &self.meetings,
        }
    }

    /// Credit for each unit of money of a price, over all that is planned to be won.
    pub(super) fn credit_per_money(&self, base: Base) -> f64 {
        let money = self.revenue.per_week;
        if money > 0.0 { self.expected(base).per_week / money } else { 0.0 }
    }

    /// Credit that a person on `plan` is expected to make in a week: the quota, or an equal part of
    /// what the funnel is planned to bring.
    pub(super) fn planned_week(&self, plan: &Plan, quota: f64, heads: f64) -> f64 {
        if quota > 0.0 {
            quota * f64::from(plan.period.per_year()) / WEEKS_PER_YEAR
        } else {
            self.expected(plan.base).per_week / heads
        }
    }

    /// Credit that the team is expected to make in a week.
    pub(super) fn planned_team_week(&self, base: Base, quota: f64, plan: &Plan) -> f64 {
        self.planned_week(&Plan { base, ..Plan::new(&plan.name) }, quota, 1.0)
    }

    /// The mean credit of a deal; and of a deal if every unit of credit counts alike.
    pub(super) fn usual_deal(&self, base: Base) -> (f64, f64) {
        let expected = self.expected(base);
        (expected.deal, expected.square)
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

/// By role name: cost divided by loading, in money a year.
fn market_pay(system: &SalesSystem) -> Vec<f64> {
    let of_group = |g: &super::Group| {
        let jobs = g.jobs.iter().map(|job| job.cost_per_week);
        let costs = std::iter::once(g.cost_per_week).chain(jobs);
        costs.map(|cost| cost * WEEKS_PER_YEAR / g.loading).collect::<Vec<_>>()
    };
    system.groups.iter().flat_map(of_group).collect()
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
